"""Partners of the file in the organisation's directory: found by name, completed, never overwritten."""

import datetime

from django.utils import timezone

from exchange.importers.store import texts
from partnerships.models import Contact, Partner, PartnerKind, PartnerPlace
from territories.names import normalise

_CONTACT = {
    "name": "nom",
    "function": "fonction",
    "email": "courriel",
    "phone": "telephone",
    "other_phone": "autre_telephone",
    "channel": "autre_moyen",
    "preferred": "prefere",
}


def find_or_add_partners(store, items):
    """Return {identifier of the file: Partner}, in the directory of the store's organisation.

    A known partner (same name, capitals apart) is reused: its empty fields are filled, a difference is a remark.
    """
    known = {
        row.name.casefold(): row
        for row in Partner.objects.filter(organisation=store.organisation)
        .select_related("territory")
        .prefetch_related("contacts", "places")
    }
    partners = {}
    new = []
    for item in items:
        found = known.get(item["nom"].casefold())
        if found is None:
            row = _new_partner(store, item)
            new.append((row, item))
        else:
            row = found
            _complete(store, row, item)
        partners[item["id"]] = row
    store.save(Partner, (row for row, _ in new))
    store.save(
        Contact,
        (
            Contact(partner=row, position=position, left_on=contact["parti_le"], **texts(contact, **_CONTACT))
            for row, item in new
            for position, contact in enumerate(_contacts(item))
        ),
    )
    store.save(
        PartnerPlace,
        (
            PartnerPlace(partner=row, territory=place, position=position)
            for row, item in new
            for position, place in enumerate(_places(store, item)[1:])
        ),
    )
    return partners


def _places(store, item):
    """Return the territories where the partner of an item acts, the first one first, each once."""
    names = [item["territoire"], *(item["autres_territoires"] or ())]
    return list(dict.fromkeys(store.territories[name] for name in names if name))


def _facts(store, item):
    return {
        "short_name": item["court"] or "",
        "kind": item["type"] or "",
        "territory": next(iter(_places(store, item)), None),
        "legal_form": item["forme"] or "",
        "seat": item["siege"] or "",
        "siret": item["siret"] or "",
        "rna": item["rna"] or "",
        "bce": item["bce"] or "",
        "mission": item["mission"] or "",
        "memo": item["mentions"] or "",
        "checked_on": item["verifie_le"],
    }


def _new_partner(store, item):
    facts = _facts(store, item)
    facts["kind"] = facts["kind"] or PartnerKind.OTHER
    if item["archive_le"]:
        # A file says the day; noon is that day wherever it is read.
        facts["archived_at"] = timezone.make_aware(datetime.datetime.combine(item["archive_le"], datetime.time(12)))
    row = Partner(organisation=store.organisation, name=item["nom"], overlooked=item["oublie"] or False, **facts)
    row.name_norm = normalise(f"{row.name} {row.short_name}")[:220]  # bulk creation does not call save()
    return row


_KEYS = {
    "short_name": "court",
    "kind": "type",
    "territory": "territoire",
    "legal_form": "forme",
    "seat": "siege",
    "siret": "siret",
    "rna": "rna",
    "bce": "bce",
    "mission": "mission",
    "memo": "mentions",
    "checked_on": "verifie_le",
}


def _complete(store, row, item):
    """Fill what the directory does not know; say what it knows otherwise and keep it."""
    changed = False
    also_in = {place.territory_id for place in row.places.all()}
    for field, value in _facts(store, item).items():
        current = getattr(row, field)
        if value in ("", None) or value == current:
            continue
        if field == "territory" and value.pk in also_in:
            continue
        is_unknown = current in ("", None) or (field == "kind" and current == PartnerKind.OTHER)
        if is_unknown:
            setattr(row, field, value)
            changed = True
        else:
            shown = row.get_kind_display() if field == "kind" else current
            store.remark(item, _KEYS[field], shown)
    if item["oublie"] is not None and item["oublie"] != row.overlooked:
        store.remark(item, "oublie", "oui" if row.overlooked else "non")
    if row.archived_at is not None:
        store.remark(item, "nom", "ce partenaire, archivé")
    known = also_in | {row.territory_id}
    new = [place for place in _places(store, item)[1:] if place.pk not in known]
    for position, place in enumerate(new, start=len(also_in)):
        PartnerPlace.objects.create(partner=row, territory=place, position=position)
    if changed or new:
        row.version += 1
        row.save()
    _complete_contacts(store, row, item)


def _complete_contacts(store, row, item):
    """Complete a known person; somebody unknown is added after the others."""
    known = list(row.contacts.all())
    count = len(known)
    for contact in _contacts(item):
        given = texts(contact, **_CONTACT)
        same = next((one for one in known if _is_same(one, given)), None)
        if same is None:
            Contact.objects.create(partner=row, position=count, left_on=contact["parti_le"], **given)
            count += 1
            continue
        known.remove(same)  # two people of the file are not the same person
        empty = [field for field, value in given.items() if value and not getattr(same, field)]
        for field in empty:
            setattr(same, field, given[field])
        if contact["parti_le"] and same.left_on is None:
            same.left_on = contact["parti_le"]
            empty.append("left_on")
        if empty:
            same.save()
        for field, value in given.items():
            if value and getattr(same, field) != value:
                store.remark(contact, _CONTACT[field], getattr(same, field))


def _is_same(contact, given):
    if given["email"] and contact.email:
        return contact.email.casefold() == given["email"].casefold()
    if given["name"] or contact.name:
        return contact.name.casefold() == given["name"].casefold()
    return contact.function.casefold() == given["function"].casefold()


def _contacts(item):
    """Return the contacts of the item that say something, the first one first."""
    contacts = [item["contact"], *(item["autres_contacts"] or ())]
    return [contact for contact in contacts if contact and any(contact.values())]
