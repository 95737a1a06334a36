"""What a check is, what it reads and what it answers."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from agreements.conditions import belgian, public_body
from agreements.models import FileKind, TemplateCode
from agreements.wording import Writer

ERROR, WARNING, BLANK = "E", "W", "·"
# The file that proves what a check asks: shown beside it.
PROOFS = {2: FileKind.DECISION, 3: FileKind.STATUTES, 14: FileKind.INSURANCE}


@dataclass(frozen=True)
class Finding:
    """One thing to look at. `number` is that of the check, 0 for a blank left in the text; `ground` its legal source."""

    number: int
    level: str
    message: str
    url: str
    overridable: bool = False
    override: object = None
    ground: str = ""

    @property
    def blocks(self):
        return self.level == ERROR and self.override is None

    @property
    def proof(self):
        """Return the kind of file that proves what is asked, empty when none does."""
        return PROOFS.get(self.number, "")


class Case:
    """An agreement as the checks read it: from with_facts, its text filled once."""

    def __init__(self, agreement, day, writer=None):
        self.agreement = agreement
        self.day = day
        self.parties = list(agreement.parties.all())
        self.means = list(agreement.means.all())
        self.writer = writer or Writer(agreement)
        self.model = self.writer.model
        self.written = [item for item in self.writer.written() if item.article.included and item.blocks]

    def text_of(self, key):
        """Return the filled text of an article of the model, empty when it is left out."""
        return " ".join(block.text for item in self.written if item.article.key == key for block in item.blocks)

    @property
    def text(self):
        return " ".join(block.text for item in self.written for block in item.blocks)

    @property
    def binds(self):
        """Say whether the text makes obligations: a letter, a charter, a form of consent do not."""
        return self.agreement.template not in (TemplateCode.LI, TemplateCode.CH, TemplateCode.IM)

    def public_parties(self):
        return [party for party in self.parties if public_body(party)]

    def belgian_parties(self):
        return [party for party in self.parties if belgian(party)]

    def ground(self, number, french):
        """Return the legal source of a check for this agreement: that of Belgium when all its parties are there."""
        if self.parties and len(self.belgian_parties()) == len(self.parties):
            return str(BELGIAN_GROUNDS.get(number, french))
        return str(french)


CHECKS = []
# The source of a check where every party is Belgian (domain C4); empty where we know none that we could cite.
BELGIAN_GROUNDS = {
    1: _("Code civil belge, livre\u00a08"),
    2: "",
    7: _("En Wallonie\u00a0: Code de la démocratie locale et de la décentralisation, art. L3331-2"),
    8: _("Loi belge du 17\u00a0juin 2016 relative aux marchés publics"),
    9: "",
    10: _("Code civil belge, livre\u00a05"),
    11: _("Code civil belge, livre\u00a05"),
    12: _("Code pénal belge, art. 458"),
    15: _("Code de droit économique belge, art. XI.174"),
    16: _("Loi belge du 24\u00a0juillet 1987, art. 31 et 32"),
}


def check(number, level, ground, *, overridable=False):
    """Register a check under its number in the method; `ground` is its legal source, as the screen says it."""

    def register(function):
        CHECKS.append((number, level, overridable, function, ground))
        return function

    return register
