"""What a page that listens to the live room carries."""

from django.conf import settings
from django.http import QueryDict

from config.addresses import address_of
from live.tickets import TEAM
from partnerships.filters import PartnershipFilter

# What the address of a wall may say of what is shown; the rest of it is about the room, light and size.
VIEWS = {"board": ("partenaire", *PartnershipFilter.base_filters), "raci": ("o", "tous")}
WALL_PAGES = (("board", "board"), ("raci", "raci_projection"))
MOST_SIGNS = 1500


def live_hooks(project, page, *, wall=False, query=None):
    """Return what `partnerships/_live.html` writes in a page that listens; None where the live room is closed."""
    if not settings.LIVE:
        return None
    hooks = {
        "ticket": address_of("partnerships:live_ticket", project.slug),
        "news": address_of("partnerships:live_news", project.slug),
        "page": page,
        "audience": page if wall else TEAM,
        "view": view_of(page, query) if wall else "",
        # Text: a number would be written with thousand separators.
        "revision": str(project.revision),
    }
    if wall:  # where a wall goes when the team sends it to the other page
        hooks["pages"] = [(name, address_of(f"partnerships:{address}", project.slug)) for name, address in WALL_PAGES]
    return hooks


def wall_query(page, query):
    """Return the QueryDict that a wall is drawn from: the same drawing for all the screens that show the same thing."""
    return QueryDict(f"projection=1&{view_of(page, query)}")


def view_of(page, query):
    """Return the part of a query that says what the wall of `page` shows, in one order, as a query string."""
    kept = QueryDict(mutable=True)
    for name in VIEWS[page]:
        if values := [value for value in query.getlist(name) if value]:
            kept.setlist(name, values)
    text = kept.urlencode()
    return text if len(text) <= MOST_SIGNS else ""
