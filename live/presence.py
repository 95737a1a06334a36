"""Who is here: the pages that listen, and the card that each one changes. In memory, never in the database."""

import time
from dataclasses import dataclass

# A card that is being changed says so again every 20 s; a page heard through another process, every 15.
CARD_LASTS, FAR_LASTS, POLL_LASTS = 45, 40, 15


@dataclass(slots=True)
class Place:
    """One page of a member. `until` is None while its stream is open here."""

    member: str
    card: str = ""
    card_until: float = 0
    until: float | None = None


class Presence:
    """The pages of one project, by tab."""

    def __init__(self):
        self.places = {}

    def come(self, tab, member, *, lasts=None):
        """Note a page; return whether it was not here."""
        until = None if lasts is None else time.time() + lasts
        place = self.places.get(tab)
        if place is None:
            self.places[tab] = Place(member, until=until)
            return True
        if place.until is not None:
            place.until = until
        return False

    def leave(self, tab):
        """Forget a page; return whether it was here."""
        return self.places.pop(tab, None) is not None

    def change(self, tab, card):
        """Note the card that a page changes (empty: none); return whether that is new."""
        place = self.places.get(tab)
        if place is None:
            return False
        new = place.card != card
        place.card, place.card_until = card, time.time() + CARD_LASTS
        return new

    def expire(self):
        """Forget pages and cards of which nothing was heard; return whether there were any."""
        now, found = time.time(), False
        for tab, place in list(self.places.items()):
            if place.until is not None and place.until < now:
                del self.places[tab]
                found = True
            elif place.card and place.card_until < now:
                place.card, found = "", True
        return found

    def told(self):
        """Return [[member, card]], without repeats: who is here, and what is being changed."""
        return sorted({(place.member, place.card) for place in self.places.values()})
