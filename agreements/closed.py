"""A signed text changes by an amendment only (C. civ. 1193): taking back an older gesture is no way around."""

from django.utils.translation import gettext_lazy as _

from agreements.models import (
    OPEN_STATUSES,
    Agreement,
    AgreementMean,
    AgreementTemplateVersion,
    Article,
    MoneyLine,
    OwnAnnex,
    Party,
    PartyCommitment,
)
from projects.models import CannotUndo


class ClosedText(CannotUndo):
    """The gesture wrote a text that is signed now, or would sign one again without its checks."""

    reason = _("Le texte est signé\u00a0: il ne change plus que par un avenant.")


def refuse_closed(touched):
    """Raise ClosedText when undoing what was `touched` (see projects.models.undo) would change or make a signed text."""
    own, wrote, parties, published = set(), set(), set(), set()
    for model, rows in touched:
        for row in rows:
            if model is Agreement:
                if row.before is None or row.last.history_type == "-" or row.before.status != row.last.status:
                    own.add(row.pk)
                if (
                    row.before is not None
                    and row.before.status not in OPEN_STATUSES
                    and row.last.status in OPEN_STATUSES
                ):
                    raise ClosedText
            elif model is AgreementTemplateVersion:
                if row.before is not None and row.last.published_on and not row.before.published_on:
                    published.add(row.pk)
            elif model in (Article, OwnAnnex, Party, AgreementMean, MoneyLine) and _says_else(model, row):
                wrote.add(row.last.agreement_id)
            elif model is PartyCommitment and _says_else(model, row):
                parties.add(row.last.party_id)
    wrote.update(Party.objects.filter(pk__in=parties).values_list("agreement_id", flat=True))
    if Agreement.objects.filter(pk__in=wrote - own).exclude(status__in=OPEN_STATUSES).exists():
        raise ClosedText
    if Agreement.objects.filter(text_model__in=published).exists():
        raise ModelInUse


class ModelInUse(CannotUndo):
    """The version of a model would become a draft again while agreements are written from it."""

    reason = _("Des conventions sont écrites avec cette version\u00a0: publiez-en une autre.")


def _says_else(model, row):
    """Return whether the gesture changed what the text says: not when it only followed a partner into another record."""
    before, last = row.before, row.last
    if before is None or "-" in (before.history_type, last.history_type):
        return True
    if getattr(before, "partnership_id", None) != getattr(last, "partnership_id", None):
        return False
    silent = {"version"}
    if model is Party and not before.name:
        # A renaming kept its name in the text; taken back, the directory says that same name again.
        silent |= {"name", "short_name"}
    names = [field.attname for field in model.history.model.tracked_fields if field.name not in silent]
    return any(getattr(before, name) != getattr(last, name) for name in names)
