"""What becomes of agreements when two records of partners become one (partnerships.merging): declared at the start."""

from django.utils.translation import gettext as _

from agreements.models import OPEN_STATUSES, Agreement, Party
from partnerships.merging.fields import is_unsaid
from partnerships.merging.rules import MOVE, Rule, gathered_by

# A text that somebody has already read is not rewritten by a change in the directory (Agreement.is_open).


class PartyRule(Rule):
    """Two parties of one agreement that are one organisation: one party, as long as the text may change."""

    def refuses(self, kept, gone):
        if kept.agreement.status in OPEN_STATUSES:
            return ""
        return _(
            "Les deux fiches sont parties à la convention «\u00a0%(title)s\u00a0», qui ne change plus\u00a0: "
            "une organisation ne signe pas avec elle-même."
        ) % {"title": kept.agreement.title}

    def absorb(self, kept, gone):
        """Complete the party that stays; the commitments of the other come after its own."""
        filled = {
            field.attname: getattr(gone, field.attname)
            for field in Party._meta.concrete_fields
            if is_unsaid(field, getattr(kept, field.attname)) and not is_unsaid(field, getattr(gone, field.attname))
        }
        said = {commitment.text for commitment in kept.commitments.all()}
        after = len(said)
        changes = [(kept, filled)]
        for rank, commitment in enumerate(gone.commitments.all()):
            changes.append((commitment, {"party_id": kept.pk, "position": after + rank}))
        for agreement in Agreement.objects.filter(processor=gone):
            changes.append((agreement, {"processor_id": kept.pk}))
        # Who read the text for one reads it for both; what it answered stays said.
        for row in (*gone.links.all(), *gone.answers.all()):
            changes.append((row, {"party_id": kept.pk}))
        return changes


def names_signed(changes):
    """Return what to write so that closed texts go on naming their parties as they did (partnerships.models.RENAMED)."""
    called = {partner.pk: partner for partner, _name, _short_name in changes}
    parties = Party.objects.filter(partnership__partner__in=called, name="").exclude(
        agreement__status__in=OPEN_STATUSES
    )
    named = [(party, called[party.partnership.partner_id]) for party in parties.select_related("partnership")]
    return [(party, {"name": partner.name, "short_name": partner.short_name}) for party, partner in named]


def declare():
    gathered_by(
        {
            "agreements.Party.partnership": PartyRule(once=("agreement",)),
            "agreements.Party.who_partnership": MOVE,
            "agreements.AgreementMean.partnership": MOVE,
            "agreements.MoneyLine.source": MOVE,
            "agreements.InvestmentLine.source": MOVE,
            "agreements.ActionSheet.pilot": MOVE,
            "agreements.SheetPartner.partnership": Rule(once=("sheet",), asks=("role",), joins=("contribution",)),
            "agreements.SheetStep.who_partnership": MOVE,
            "agreements.SheetMoneyLine.source": MOVE,
            "agreements.SheetValidation.partnership": Rule(once=("sheet", "edition")),
            "agreements.Arrangement.partnership": MOVE,
        },
        renamed=names_signed,
    )
