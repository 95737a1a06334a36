"""Taking a partner out of a project: what goes with it, and what holds it back."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.models import Partnership
from projects.counting import number_of

# Tables that are never shown as such have no name of their own; their rooms may lie above this one.
# What was written down together, and would be falsified by a removal although it would come back with an undo.
WRITTEN = {"partnerships.CommitteeSeat", "partnerships.ReviewParticipant", "partnerships.ReviewReferral"}
NAMES = {
    "agreements.AgreementMean": _("apports écrits dans des conventions"),
    "agreements.InvestmentLine": _("lignes du plan d’investissement"),
    "agreements.MoneyLine": _("lignes de budget de conventions"),
    "agreements.Party": _("conventions où il signe"),
    "agreements.SheetPartner": _("rôles dans des fiches action"),
    "partnerships.Attendance": _("présences à des réunions"),
    "partnerships.CommitteeSeat": _("sièges dans des instances"),
    "partnerships.ReviewDecision": _("décisions de bilans"),
    "partnerships.ReviewReferral": _("orientations comptées dans des bilans"),
    "partnerships.SituationActor": _("rôles dans des situations"),
}


def ties(partnership):
    """Return (goes, holds), two lists of (words, count) of the rows that name this partnership. One query.

    `goes`: rows that are its own and that « Annuler » brings back. `holds`: rows of other rooms, or facts already written
    down (an agreement, a bilan, the minutes of a meeting, something promised), which a removal would falsify.
    """
    relations = [relation for relation in _relations() if relation.on_delete is not models.DO_NOTHING]
    counts = {f"n{rank}": _count(relation) for rank, relation in enumerate(relations)}
    found = Partnership.objects.filter(pk=partnership.pk).annotate(**counts).values(*counts).get()
    goes, holds = {}, {}
    for rank, relation in enumerate(relations):
        if count := found[f"n{rank}"]:
            words = _words(relation)
            side = goes if _comes_back(relation) else holds
            side[words] = side.get(words, 0) + count
    return list(goes.items()), list(holds.items())


def _relations():
    """Return the reverse relations to Partnership, hidden ones included; history tables point at nothing (DO_NOTHING)."""
    fields = Partnership._meta.get_fields(include_hidden=True)
    return [field for field in fields if field.auto_created and (field.one_to_many or field.one_to_one)]


def _count(relation):
    return number_of(relation.related_model._base_manager.all(), relation.field.name)


def _comes_back(relation):
    """Return whether the rows go with the partnership and leave a history row that brings them back."""
    model = relation.related_model
    return relation.on_delete is models.CASCADE and hasattr(model, "history") and model._meta.label not in WRITTEN


def _words(relation):
    """Return what the rows are called; the table between two models is called like the first."""
    return words_of_model(relation.related_model)


def words_of_model(model):
    """Return what the rows of a model are called."""
    if model._meta.auto_created:
        model = model._meta.auto_created
    return str(NAMES.get(model._meta.label, model._meta.verbose_name_plural))
