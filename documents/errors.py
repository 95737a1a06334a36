"""What can go wrong while a document is made."""


class RenderFailed(Exception):
    """The document could not be made; the text is a French sentence for the person who asked."""


class Busy(RenderFailed):
    """Too much is being made or looked at already: nothing was begun, and the same gesture works in an instant."""
