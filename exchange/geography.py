"""The territories of a file beside the official geography."""

from exchange.fields import quoted
from territories.models import OFFICIAL_KINDS, PART_KINDS, Country, Territory, TerritoryKind, TerritoryName
from territories.names import normalise


def check(items, checker, organisation):
    """Match each territory; each Item gets `officiel`: the Territory of the official geography, or None.

    A wrong code or another name is an error; other differences are remarks, the official geography is kept.
    """
    by_code = _official_rows(items)
    seen = {}
    for item in items:
        item["pays"] = item["pays"] or Country.FRANCE
        item["officiel"] = None
        code = _code(item, checker)
        place = (item["pays"], item["type"], code or normalise(item["nom"] or ""))
        if None not in place and place in seen:
            checker.report(item.line, item.path, f"Ce territoire est déjà écrit ligne {seen[place]}.")
            continue
        seen[place] = item.line
        if item["type"] is None or item["nom"] is None:
            continue
        official = by_code.get((item["pays"], item["type"], code)) if code else None
        if official is None and item["type"] == TerritoryKind.COMMUNE:
            official = _merged(item, code, checker)
        if official is not None:
            item["officiel"] = official
            _compare(item, official, checker)
        elif item["type"] in OFFICIAL_KINDS[item["pays"]]:
            _refuse(item, code, checker)
    _find_departements(items, checker)
    by_id = {item["id"]: item for item in items}
    for item in items:
        _compare_epci(item, by_id.get(item["epci"]), checker)
        _check_parts(item, by_id, checker)


def _code(item, checker):
    if item["code_insee"] and item["code"] and item["code"] != item["code_insee"]:
        checker.report(
            item.line_of("code_insee"),
            item.path_of("code_insee"),
            f"code dit {quoted(item['code'])}\u00a0: gardez-en un.",
        )
    return item["code_insee"] or item["code"]


def _official_rows(items):
    codes = {item[key] for item in items for key in ("code", "code_insee") if item[key]}
    rows = Territory.objects.official().filter(code__in=codes).select_related("epci", "departement")
    return {(row.country, row.kind, row.code): row for row in rows}


def _merged(item, code, checker):
    """Return the commune of today that bears a former code or, without code, the only one of this name; or None."""
    communes = Territory.objects.official().filter(kind=TerritoryKind.COMMUNE, country=item["pays"], retired=False)
    name = normalise(item["nom"])
    if code:
        found = TerritoryName.objects.filter(code=code, name_norm=name, territory__in=communes).first()
        if found is None:
            return None
        checker.warn(
            item.line_of("nom"),
            item.path_of("nom"),
            f"{quoted(item['nom'])} ({code}) est aujourd’hui «\u00a0{found.territory.name}\u00a0»"
            f" ({found.territory.code}), qui est retenue.",
        )
        item["nom"] = found.territory.name
        return found.territory
    if item["pays"] == Country.FRANCE:
        return None
    # A Belgian commune may be written without its code, in French or in Dutch.
    bear_it = list((communes.filter(name_norm=name) | communes.filter(other_names__name_norm=name)).distinct()[:2])
    if len(bear_it) != 1:
        return None
    item["nom"] = bear_it[0].name
    return bear_it[0]


def _refuse(item, code, checker):
    key = "code_insee" if item["type"] == TerritoryKind.COMMUNE else "code"
    key = "code" if item["code"] else key
    label = TerritoryKind(item["type"]).label
    if not code:
        return checker.report(item.line_of(key), item.path_of(key), f"Il manque «\u00a0{key}\u00a0», le code officiel.")
    if not Territory.objects.official().filter(kind=item["type"], country=item["pays"]).exists():
        return checker.report(
            item.line_of(key),
            item.path_of(key),
            "La géographie officielle n’est pas encore chargée sur ce serveur (manage.py load_territories).",
        )
    homonyms = Territory.objects.official().filter(kind=item["type"], name_norm=normalise(item["nom"]))[:3]
    hint = ", ".join(f"{row.name} a le code {row.code}" for row in homonyms)
    return checker.report(
        item.line_of(key),
        item.path_of(key),
        f"{quoted(code)} n’est pas un code officiel ({label}).{f' {hint}.' if hint else ''}",
    )


def _compare(item, official, checker):
    if item["nom"] != official.name:
        if normalise(item["nom"]) != normalise(official.name):
            checker.report(
                item.line_of("nom"),
                item.path_of("nom"),
                f"Le code {official.code} est celui de «\u00a0{official.name}\u00a0», pas de {quoted(item['nom'])}.",
            )
        else:
            _remark(item, "nom", official.name, checker)
    if item["population"] is not None and item["population"] != official.population:
        _remark(item, "population", official.population, checker)
    postcodes = official.postcodes.split()
    if item["code_postal"] and not set(item["code_postal"].split()) <= set(postcodes):
        _remark(item, "code_postal", official.postcodes, checker)
    if item["departement"] and (official.departement is None or item["departement"] != official.departement.code):
        _remark(item, "departement", official.departement.code if official.departement else "", checker)
    if item["communes"] is not None and official.kind == TerritoryKind.EPCI:
        members = Territory.objects.official().filter(epci=official, kind=TerritoryKind.COMMUNE).count()
        if members != item["communes"]:
            checker.warn(
                item.line_of("communes"),
                item.path_of("communes"),
                f"La géographie officielle compte {members} communes\u00a0: le nombre du fichier est gardé.",
            )


def _find_departements(items, checker):
    """Give `dans_departement`, the official département, to the territories that the organisation draws itself."""
    own = [item for item in items if item["officiel"] is None and item["departement"]]
    rows = Territory.objects.official().filter(
        kind=TerritoryKind.DEPARTEMENT, code__in=[item["departement"] for item in own]
    )
    known = {row.code: row for row in rows}
    for item in own:
        item["dans_departement"] = known.get(item["departement"])
        if item["dans_departement"] is None:
            checker.report(
                item.line_of("departement"),
                item.path_of("departement"),
                f"{quoted(item['departement'])} n’est pas le numéro d’un département.",
            )


def _compare_epci(item, epci, checker):
    """Remark when the file puts a commune in another intercommunalité than the official geography does."""
    official = item["officiel"]
    if (
        item["epci"]
        and official is not None
        and (epci is None or epci["officiel"] is None or official.epci_id != epci["officiel"].pk)
    ):
        _remark(item, "epci", official.epci.name if official.epci else "", checker)


def _check_parts(item, by_id, checker):
    """Refuse parts that a place of that sort cannot have: itself, what is larger than a commune, another country."""
    for part in (by_id.get(name) for name in item["compose_de"] or ()):
        if part is None or part["type"] is None:
            continue
        if part is item or part["type"] not in PART_KINDS or part["pays"] != item["pays"]:
            checker.report(
                item.line_of("compose_de"),
                item.path_of("compose_de"),
                f"{quoted(part['nom'])} ne peut pas être une partie de ce territoire\u00a0: "
                "il faut une commune, ou une partie de commune, du même pays.",
            )


def _remark(item, key, official, checker):
    known = f"«\u00a0{official}\u00a0»" if official not in ("", None) else "rien"
    checker.warn(
        item.line_of(key),
        item.path_of(key),
        f"{quoted(item[key])} dans le fichier, {known} dans la géographie officielle, qui est gardée.",
    )
