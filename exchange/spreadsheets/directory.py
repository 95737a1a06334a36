"""The organisation's directory as plain values, to compare rows with; and what tells that it has changed since."""

from django.db.models import Max

from exchange.spreadsheets.planning import FACTS, PERSON, SAID, Known
from partnerships.models import Contact, Partner, PartnerPlace
from partnerships.numbers import compact

_VALUES = ("pk", "name", "archived_at", *(name if name != "territory" else "territory_id" for name in FACTS))


def read_known(project):
    """Return (the partners of the project's organisation as Known, {pk: name} of their places). Four queries."""
    persons = {}
    contacts = Contact.objects.filter(partner__organisation=project.organisation_id).order_by("position", "pk")
    for partner, *values in contacts.values_list("partner", *PERSON):
        persons.setdefault(partner, []).append(dict(zip(PERSON, values, strict=True)))
    others, places = {}, {}
    elsewhere = PartnerPlace.objects.filter(partner__organisation=project.organisation_id)
    for partner, place, name in elsewhere.values_list("partner", "territory", "territory__name"):
        others.setdefault(partner, []).append(place)
        places[place] = name
    inside = {partner: said for partner, *said in project.partnerships.values_list("partner", *SAID)}
    partners = Partner.objects.filter(organisation=project.organisation_id).order_by("pk")
    known = []
    for row in partners.values(*_VALUES, "territory__name"):
        facts = {name: row["territory_id" if name == "territory" else name] for name in FACTS}
        facts["checked_on"] = facts["checked_on"].isoformat() if facts["checked_on"] else ""
        facts["other_places"] = others.get(row["pk"], [])
        facts |= zip(SAID, inside.get(row["pk"], ("", "")), strict=True)
        if row["territory_id"]:
            places[row["territory_id"]] = row["territory__name"]
        known.append(
            Known(
                pk=row["pk"],
                name=row["name"],
                territory=row["territory_id"],
                keys={name: compact(row[name]) for name in ("siret", "rna", "bce")},
                facts=facts,
                contacts=persons.get(row["pk"], []),
                in_project=row["pk"] in inside,
                archived=row["archived_at"] is not None,
            )
        )
    return known, places


def stamp_of(project):
    """Return a text that changes whenever the directory, its contacts or the project's partners do: every such change leaves
    a row of history. Four queries.
    """
    rows = (
        Partner.history.filter(organisation=project.organisation_id),
        Contact.history.filter(partner__organisation=project.organisation_id),
        PartnerPlace.history.filter(partner__organisation=project.organisation_id),
        project.partnerships.model.history.filter(project=project.pk),
    )
    return "-".join(str(history.aggregate(last=Max("history_id"))["last"] or 0) for history in rows)
