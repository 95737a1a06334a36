"""How often a link without account may be tried, counted in the shared cache like the attempts to sign in.

Three counters. Dead links are counted by address: whoever tries tokens is slowed, and a colleague of the same office whose
link works is never stopped by it, since a link that works does not look at that counter. Openings and submissions are
counted by link and address together: a script on one link stops nobody else's.
"""

from allauth.core.internal import ratelimit

RATES = {"dead": "30/10m/ip", "open": "60/10m/key", "submit": "10/10m/key"}
# A person who reads a whole text says something of many of its articles.
READING = RATES | {"open": "120/10m/key", "submit": "40/10m/key"}


def too_many(request, action, link=None, *, room, rates=RATES):
    """Count one try and return whether it is one too many. `room` keeps the links of one room from those of another."""
    key = f"{link.pk}:{ratelimit.get_ip(request)}" if link is not None else None
    usage = ratelimit.consume(request, app=room, action=action, config=rates, key=key, limit_get=True)
    return usage is None
