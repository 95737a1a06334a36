"""The directory as a table, for a spreadsheet: one to hand out, one for the team. Both are what the filters show.

The table to hand out names no person and says nothing of what the team thinks of anybody. The team's adds the persons and
the working facts. Neither reads `Analysis`, obstacles, levers, answers, tensions nor the journal.
"""

from django.utils.translation import gettext as _

from partnerships.models import Channel, Contact, Formalisation, LinkNature, PartnerKind, PartnerPlace, Placement
from projects.models import Stage

_CHOICES = {
    "partner__kind": dict(PartnerKind.choices),
    "nature": dict(LinkNature.choices),
    "formalisation": dict(Formalisation.choices),
    "stage": dict(Stage.choices),
    "preferred": dict(Channel.choices),
}
_PERSON = ("name", "function", "email", "phone", "other_phone", "channel", "preferred", "left_on")
_IDENTITY = (
    "partner__name",
    "partner__short_name",
    "partner__kind",
    "partner__territory__name",
    "partner__territory__code",
    "partner__seat",
    "partner__siret",
    "partner__rna",
    "partner__bce",
    "partner__legal_form",
    "partner__mission",
)
_PLACE = _IDENTITY.index("partner__territory__name")
# Several places in one cell, as the import reads them.
SEPARATOR = "\u00a0; "
_WORK = (
    "nature",
    "formalisation",
    "stage",
    "brings",
    "expects",
    "limits",
    "common_interests",
    "looked_after_by__name",
    "partner__checked_on",
)


def _identity_titles():
    return [
        _("Nom du partenaire"),
        _("Nom court"),
        _("Type d’acteur"),
        _("Territoire"),
        _("Code INSEE"),
        _("Adresse"),
        _("SIRET"),
        _("RNA"),
        _("Numéro BCE"),
        _("Forme juridique"),
        _("Mission"),
    ]


def _work_titles():
    return [
        _("Lien"),
        _("Écrit"),
        _("Étape"),
        _("Ce qu’il apporte"),
        _("Ce qu’il attend"),
        _("Ses limites"),
        _("Nos intérêts communs"),
        _("Suivi par"),
        _("Vérifié le"),
        _("Contact"),
        _("Fonction"),
        _("Courriel"),
        _("Téléphone"),
        _("Autre téléphone"),
        _("Autre moyen"),
        _("À joindre de préférence"),
        _("Parti·e le"),
    ]


def table(partnerships, horizons, *, team=False):
    """Return (titles, rows of texts) of a Partnership queryset, by name. Four queries, whatever the number of partners.

    `horizons`: [(public_id, name)]. `team`: adds the working facts, and one row a person rather than one a partner.
    """
    fields = ("pk", "partner_id", *_IDENTITY, *(_WORK if team else ()))
    found = list(partnerships.order_by("partner__name_norm", "pk").values_list(*fields))
    levels = _levels(partnerships)
    places = _other_places(partnerships)
    persons = _persons(partnerships) if team else {}
    titles = [*_identity_titles(), *(name for _key, name in horizons), *(_work_titles() if team else ())]
    rows = []
    for partnership, partner, *values in found:
        texts = [_text(name, value) for name, value in zip(fields[2:], values, strict=True)]
        placed = [levels.get((partnership, horizon), "") for horizon, _name in horizons]
        identity, work = texts[: len(_IDENTITY)], texts[len(_IDENTITY) :]
        for column, more in zip((_PLACE, _PLACE + 1), zip(*places.get(partner, ()), strict=True), strict=False):
            identity[column] = SEPARATOR.join(text or "?" for text in (identity[column], *more))
        if not team:
            rows.append([*identity, *placed])
            continue
        for person in persons.get(partner, [("",) * len(_PERSON)]):
            rows.append([*identity, *placed, *work, *person])
    return titles, rows


def _text(name, value):
    if value in (None, ""):
        return ""
    return str(_CHOICES[name][value]) if name in _CHOICES else str(value)


def _levels(partnerships):
    """Return {(partnership, public_id of the horizon): name of the level}."""
    placed = Placement.objects.filter(partnership__in=partnerships.order_by().values("pk")).order_by()
    values = placed.values_list("partnership", "horizon__public_id", "level__name")
    return {(partnership, horizon): level for partnership, horizon, level in values}


def _other_places(partnerships):
    """Return {partner: [(name, code)]} of the places besides the first, which the cells carry too."""
    places = {}
    rows = PartnerPlace.objects.filter(partner__in=partnerships.order_by().values("partner"))
    rows = rows.order_by("partner", "position", "pk")
    for partner, name, code in rows.values_list("partner", "territory__name", "territory__code"):
        places.setdefault(partner, []).append((name, code))
    return places


def _persons(partnerships):
    """Return {partner: [the texts of a person, in the order of the titles]}; those who left last."""
    persons = {}
    contacts = Contact.objects.filter(partner__in=partnerships.order_by().values("partner")).in_order()
    for partner, *person in contacts.values_list("partner", *_PERSON):
        texts = [_text(name, value) for name, value in zip(_PERSON, person, strict=True)]
        persons.setdefault(partner, []).append(tuple(texts))
    return persons
