"""Places: the official geography, and the places an organisation draws for itself."""

from territories.models.name import NameNature, TerritoryName
from territories.models.outline import TerritoryOutline
from territories.models.release import GeographyRelease
from territories.models.territory import (
    NBSP,
    OFFICIAL_KINDS,
    OVERSEAS_COLLECTIVITIES,
    OWN_KINDS,
    PART_KINDS,
    Country,
    StalePlace,
    Territory,
    TerritoryKind,
    Zoning,
)

__all__ = [
    "NBSP",
    "OFFICIAL_KINDS",
    "OVERSEAS_COLLECTIVITIES",
    "OWN_KINDS",
    "PART_KINDS",
    "Country",
    "GeographyRelease",
    "NameNature",
    "StalePlace",
    "Territory",
    "TerritoryKind",
    "TerritoryName",
    "TerritoryOutline",
    "Zoning",
]
