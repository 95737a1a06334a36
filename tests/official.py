"""The few official territories that the demonstration names."""

from territories.models import Territory, TerritoryKind

COMMUNES = (
    ("63132", "Cunlhat", "63590", 1301),
    ("63258", "Olliergues", "63880", 736),
    ("63353", "Saint-Germain-l'Herm", "63630", 488),
    ("63003", "Ambert", "63600", 6556),
)


def official_places():
    """Create and return the six official rows, by code."""
    county = Territory.objects.create(kind=TerritoryKind.DEPARTEMENT, code="63", name="Puy-de-Dôme")
    epci = Territory.objects.create(
        kind=TerritoryKind.EPCI,
        code="200070761",
        name="CC Ambert Livradois Forez",
        population=27596,
        departement=county,
    )
    rows = [
        Territory.objects.create(
            kind=TerritoryKind.COMMUNE,
            code=code,
            name=name,
            postcodes=postcode,
            population=population,
            epci=epci,
            departement=county,
        )
        for code, name, postcode, population in COMMUNES
    ]
    return {row.code: row for row in (county, epci, *rows)}
