"""The right to listen to one project for ten minutes: given by an ordinary view, which checks the role, shown at `/live/`."""

import secrets
import time
from dataclasses import dataclass, field

from django.core import signing

MAX_AGE = 600
SALT = "live.ticket"
# Who hears that something changed, and asks the ordinary pages what. Every other audience is a wall: it is sent HTML.
TEAM = "team"


class Refused(Exception):
    """The ticket is forged, cut or out of date."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """`project` is a key, `member` the public id of a person's place in it, `view` the query that says what a wall shows.

    `may_show`: the person may send a view to the walls. `tab` tells two pages of one person apart.
    """

    project: int
    audience: str = TEAM
    member: str = ""
    view: str = ""
    may_show: bool = False
    tab: str = field(default_factory=lambda: secrets.token_urlsafe(6))
    until: float = field(default_factory=lambda: time.time() + MAX_AGE)

    def __str__(self):
        values = [self.project, self.audience, self.member, self.view, self.may_show, self.tab, round(self.until, 1)]
        return signing.dumps(values, salt=SALT, compress=True)

    @classmethod
    def read(cls, text):
        """Return the Ticket that the text carries. Raises Refused."""
        try:
            ticket = cls(*signing.loads(text, salt=SALT, max_age=MAX_AGE))
        except (signing.BadSignature, TypeError, ValueError) as error:
            raise Refused from error
        if ticket.until <= time.time():
            raise Refused
        return ticket
