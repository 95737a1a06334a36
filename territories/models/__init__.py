"""Places: the official geography, and the places an organisation draws for itself."""

from territories.models.name import NameNature, TerritoryName
from territories.models.release import GeographyRelease
from territories.models.territory import (
    NBSP,
    OFFICIAL_KINDS,
    OVERSEAS_COLLECTIVITIES,
    PART_KINDS,
    Country,
    Territory,
    TerritoryKind,
)

__all__ = [
    "NBSP",
    "OFFICIAL_KINDS",
    "OVERSEAS_COLLECTIVITIES",
    "PART_KINDS",
    "Country",
    "GeographyRelease",
    "NameNature",
    "Territory",
    "TerritoryKind",
    "TerritoryName",
]
