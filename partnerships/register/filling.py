"""From a company of the register to the fields of a partner, and to the partners that may already be it."""

from dataclasses import dataclass

from partnerships.likeness import Names
from partnerships.models import Partner
from partnerships.numbers import compact, read_siret
from partnerships.register.legal_forms import kind_of, legal_form
from partnerships.register.spelling import readable
from territories.models import Territory, TerritoryKind
from territories.names import normalise

_EPCI = ("7343", "7344", "7346", "7348")
_DEPARTEMENT, _REGION = "7220", "7230"


def fields_of(company):
    """Return {field of Partner: value} for what the register tells: texts, a PartnerKind or "", a Territory or None.

    `territory` is where the company is, or the whole of an intercommunality, a département or a region: a proposal, since
    the place of a seat is not the place of an action (F03).
    """
    territory = territory_of(company)
    return {
        "name": readable(company.name),
        "kind": kind_of(company) or "",
        "territory": territory,
        "legal_form": legal_form(company.legal_code),
        "seat": seat_of(company, territory),
        "siret": read_siret(company.siret or company.siren).text,
        "rna": company.rna,
    }


def seat_of(company, territory=None):
    """Return the address of the seat on one line, the commune spelt as the official geography does when it is known."""
    commune = readable(company.commune)
    if territory is not None and territory.code == company.commune_code:
        commune = territory.name
    end = f"{company.postcode} {company.commune}".strip()
    if not company.address.endswith(end):
        return readable(company.address, address=True)
    street = readable(company.address.removesuffix(end).rstrip(), address=True)
    return ", ".join(part for part in (street, f"{company.postcode} {commune}".strip()) if part)


def territory_of(company):
    """Return the Territory that the company may act on, or None. At most two queries."""
    code = company.commune_code
    if company.legal_code in _EPCI:
        keys = [f"FR.epci.{company.siren}"]
    elif company.legal_code == _DEPARTEMENT and code:
        keys = [f"FR.departement.{code[: 3 if code.startswith(('97', '98')) else 2]}"]
    elif company.legal_code == _REGION and company.region_code:
        keys = [f"FR.region.{company.region_code}"]
    elif code:
        keys = [f"FR.commune.{code}", f"FR.arrondissement_ville.{code}"]
    else:
        return None
    territories = Territory.objects.usable_in(None).with_labels().filter(retired=False)
    for territory in territories.of_keys(keys):
        return territory
    if not code:
        return None
    # A commune merged since: the register may still name the former one.
    found = Territory.objects.search(code, kinds=[TerritoryKind.COMMUNE], limit=1)
    return next((one for one in found if one.found_as is not None and one.found_as.code == code), None)


@dataclass(frozen=True)
class Known:
    """A partner of the directory that may be the company. `same_number`: their SIREN or RNA agree; else their names do."""

    partner: Partner
    same_number: bool


def known_among(project, companies):
    """Return {SIREN: [Known, …]}, at most three each, for the partners of the organisation. Each says `in_project`, or None.

    Two queries whatever their numbers.
    """
    if not companies:
        return {}
    partners = list(
        Partner.objects.filter(organisation=project.organisation).active().select_related("territory").order_by("pk")
    )
    names = Names()
    by_number = {}
    for partner in partners:
        names.add(partner.name, _commune_of(partner), partner)
        for number in (compact(partner.siret)[:9], compact(partner.rna)):
            if number:
                by_number.setdefault(number, []).append(partner)
    found = {}
    for company in companies:
        same = by_number.get(company.siren, []) + (by_number.get(company.rna, []) if company.rna else [])
        alike = [partner for _score, partner in names.near(company.name, normalise(company.commune) or None)]
        rows = [Known(partner, True) for partner in dict.fromkeys(same)]
        rows += [Known(partner, False) for partner in alike if partner not in same]
        found[company.siren] = rows[:3]
    listed = {known.partner.pk: known.partner for rows in found.values() for known in rows}
    here = {row.partner_id: row for row in project.partnerships.filter(partner__in=listed)}
    for partner in listed.values():
        partner.in_project = here.get(partner.pk)
    return found


def _commune_of(partner):
    """Return the commune of a partner as Names compares places, or None when it acts elsewhere than in one."""
    territory = partner.territory
    return normalise(territory.name) if territory is not None and territory.kind == TerritoryKind.COMMUNE else None


def same_number(organisation, siret, rna, but=None):
    """Return the active partners of the organisation that bear this SIREN or this RNA. One query, none without a number."""
    wanted = {compact(siret)[:9], compact(rna)} - {""}
    if not wanted:
        return []
    partners = Partner.objects.filter(organisation=organisation).active().exclude(siret="", rna="").exclude(pk=but)
    partners = partners.select_related("territory").order_by("name_norm", "pk")
    return [partner for partner in partners if {compact(partner.siret)[:9], compact(partner.rna)} & wanted]
