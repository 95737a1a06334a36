"""What a check is, what it reads and what it answers."""

from dataclasses import dataclass

from agreements.wording import Writer
from partnerships.models import PartnerKind

ERROR, WARNING, BLANK = "E", "W", "·"


@dataclass(frozen=True)
class Finding:
    """One thing to look at. `number` is that of the check, 0 for a blank left in the text."""

    number: int
    level: str
    message: str
    url: str
    overridable: bool = False
    override: object = None

    @property
    def blocks(self):
        return self.level == ERROR and self.override is None


class Case:
    """An agreement as the checks read it: from with_facts, its text filled once."""

    def __init__(self, agreement, day, writer=None):
        self.agreement = agreement
        self.day = day
        self.parties = list(agreement.parties.all())
        self.means = list(agreement.means.all())
        self.writer = writer or Writer(agreement)
        self.written = [item for item in self.writer.written() if item.article.included]

    def text_of(self, key):
        """Return the filled text of an article of the model, empty when it is left out."""
        return " ".join(block.text for item in self.written if item.article.key == key for block in item.blocks)

    @property
    def text(self):
        return " ".join(block.text for item in self.written for block in item.blocks)

    def public_parties(self):
        return [party for party in self.parties if party.partnership.partner.kind in PartnerKind.public_bodies()]

    def belgian_parties(self):
        return [party for party in self.parties if is_belgian(party)]


CHECKS = []


def check(number, level, *, overridable=False):
    """Register a check under its number in the method."""

    def register(function):
        CHECKS.append((number, level, overridable, function))
        return function

    return register


def is_public(partner):
    return partner.kind in (*PartnerKind.public_bodies(), PartnerKind.STATE, PartnerKind.MUNICIPAL_OFFICE)


def is_belgian(party):
    territory = party.partnership.partner.territory
    return bool(party.bce) or (territory is not None and territory.country == "BE")
