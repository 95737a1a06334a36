"""The official geography: reading its files, and bringing the rows of the database to what they say."""

import csv
import gzip
import hashlib
import io
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from territories import names
from territories.models import Country, GeographyRelease, NameNature, Territory, TerritoryKind, TerritoryName

DATA_DIR = Path(__file__).resolve().parent / "data"
FRENCH_VINTAGE = "cog2026"
BELGIAN_VINTAGE = "refnis2025"
# Containers before what they contain: a row points to rows already written.
FRENCH_FILES = {
    TerritoryKind.REGION: "regions",
    TerritoryKind.DEPARTEMENT: "departements",
    TerritoryKind.EPCI: "epci",
    TerritoryKind.COMMUNE: "communes",
    TerritoryKind.ARRONDISSEMENT_VILLE: "arrondissements-municipaux",
    TerritoryKind.EPT: "ept",
}
FRENCH_FORMER_NAMES = "anciens-noms"
BELGIAN_FILES = {
    TerritoryKind.REGION: "belgique-regions",
    TerritoryKind.PROVINCE: "belgique-provinces",
    TerritoryKind.COMMUNE: "belgique-communes",
}
# {column of a file: kind of the container}, and the column of the table: a Belgian province has a département's rank.
CONTAINERS = {
    "epci_id": {"epci": TerritoryKind.EPCI},
    "departement_id": {"departement": TerritoryKind.DEPARTEMENT, "province": TerritoryKind.PROVINCE},
    "region_id": {"region": TerritoryKind.REGION},
    "commune_id": {"commune": TerritoryKind.COMMUNE},
}
BATCH = 500
# What the files say of a territory, as columns. `name_norm` follows from the name, but its rule may change alone.
FACTS = (
    "name",
    "name_norm",
    "postcodes",
    "population",
    "siren",
    "vintage",
    "retired",
    "successor_id",
    *CONTAINERS,
)
EPCI = FACTS.index("epci_id")
# What a retired place takes from its successor, besides pointing to it.
FOLLOWED = ("successor_id", "epci_id", "departement_id", "region_id")
NAME_FACTS = ("territory_id", "nature", "name", "name_norm", "code", "usual")


@dataclass(frozen=True)
class Source:
    """The files of one country: {kind: path} with containers first, and the one of former names, if any."""

    country: Country
    vintage: str
    files: dict
    former_names: Path | None = None

    @property
    def paths(self):
        """Return the paths of all the files."""
        return [*self.files.values(), *([self.former_names] if self.former_names else [])]

    def checksum(self):
        """Return the SHA-256 of the files and of the code that makes rows of them, so that a change is seen."""
        digest = hashlib.sha256()
        for path in (*self.paths, Path(names.__file__), Path(__file__)):
            digest.update(path.read_bytes())
        return digest.hexdigest()


@dataclass(frozen=True)
class Outcome:
    """What one loading wrote: numbers of rows. `names`: other names added or removed, `parts`: ties to a part."""

    created: int = 0
    updated: int = 0
    retired: int = 0
    unchanged: int = 0
    names: int = 0
    parts: int = 0

    @property
    def wrote(self):
        """Return whether any row was written."""
        return bool(self.created or self.updated or self.retired or self.names or self.parts)


def french(folder=DATA_DIR, vintage=FRENCH_VINTAGE):
    """Return the Source of France."""
    return Source(
        Country.FRANCE,
        vintage,
        {kind: Path(folder) / f"{name}-{vintage}.tsv.gz" for kind, name in FRENCH_FILES.items()},
        Path(folder) / f"{FRENCH_FORMER_NAMES}-{vintage}.tsv.gz",
    )


def belgian(folder=DATA_DIR, vintage=BELGIAN_VINTAGE):
    """Return the Source of Belgium."""
    files = {kind: Path(folder) / f"{name}-{vintage}.tsv.gz" for kind, name in BELGIAN_FILES.items()}
    return Source(Country.BELGIUM, vintage, files)


def read_rows(path):
    """Return the rows of a gzipped tab-separated file, each a dict by column name."""
    text = gzip.decompress(path.read_bytes()).decode()
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


def is_loaded(source):
    """Return whether the database already holds exactly what these files gave, by their checksum and row count."""
    release = GeographyRelease.objects.filter(country=source.country).first()
    if release is None or release.checksum != source.checksum():
        return False
    return Territory.objects.official().filter(country=source.country, retired=False).count() == release.row_count


@transaction.atomic
def load(source):
    """Bring the official rows of one country to what the files say and return the Outcome.

    A row is known by (country, kind, code): it keeps its key, so that what points to it still does. A territory that
    the files no longer name is marked `retired`, never deleted, and points to the one it was merged into. One
    transaction: all, or nothing. Raises KeyError when a row names a container that no file holds.
    """
    rows = Territory.objects.official().filter(country=source.country, kind__in=source.files)
    known = {
        (kind, code): (pk, tuple(facts)) for pk, kind, code, *facts in rows.values_list("pk", "kind", "code", *FACTS)
    }
    keys, dutch, members = {}, [], []
    moves = defaultdict(set)
    created = updated = unchanged = 0
    for kind, path in source.files.items():
        fresh, changed, parted = [], [], []
        for row in read_rows(path):
            facts = _facts(row, source.vintage, keys)
            pk, before = known.pop((kind, row["code"]), (None, None))
            if pk is None:
                fresh.append((kind, source.country, row["code"], *facts))
            elif facts == before:
                unchanged += 1
            else:
                changed.append((*facts, pk))
            if before and before[EPCI]:
                moves[before[EPCI]].add(facts[EPCI])
            if row.get("nom_nl"):
                dutch.append((kind, row["code"], row["nom_nl"]))
            if row.get("membres"):
                parted.append((row["code"], row["membres"].split()))
        _insert(Territory, ("kind", "country", "code", *FACTS), fresh)
        _rewrite(FACTS, changed)
        keys |= {(kind, code): pk for code, pk in rows.filter(kind=kind).values_list("code", "pk")}
        members += [
            (keys[kind, code], keys[TerritoryKind.COMMUNE, member]) for code, codes in parted for member in codes
        ]
        created += len(fresh)
        updated += len(changed)
    former = read_rows(source.former_names) if source.former_names else []
    retired = _retire(known, {row["code"]: row["commune"] for row in former}, keys, moves)
    outcome = Outcome(
        created,
        updated,
        retired,
        unchanged,
        names=_name(source.country, former, dutch, keys),
        parts=_tie(source.country, members),
    )
    GeographyRelease.objects.update_or_create(
        country=source.country,
        defaults={
            "vintage": source.vintage,
            "checksum": source.checksum(),
            "row_count": created + updated + unchanged,
        },
    )
    if outcome.wrote and connection.vendor == "postgresql":
        # Without statistics on so many new rows, the first searches would be planned as if the tables were empty.
        with connection.cursor() as cursor:
            for model in (Territory, TerritoryName):
                cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
    return outcome


def _facts(row, vintage, keys):
    """Return the FACTS of one row of a file; `keys` gives the key of the containers, by kind and code."""
    return (
        row["nom"],
        names.normalise(row["nom"]),
        row.get("codes_postaux", ""),
        int(row["population"]) if row.get("population") else None,
        row.get("siren", ""),
        vintage,
        False,
        None,
        *(_container(row, columns, keys) for columns in CONTAINERS.values()),
    )


def _container(row, columns, keys):
    return next((keys[kind, row[column]] for column, kind in columns.items() if row.get(column)), None)


def _retire(vanished, leads_to, keys, moves):
    """Mark as retired the places that the files no longer name and return how many were not yet.

    `vanished`: {(kind, code): (key, FACTS)}; `leads_to`: {former code: code of today} of communes; `moves`: {key of an
    EPCI: the keys of those that its communes have now}. A place is given its successor when there is one, and takes
    its containers, so that what acts there counts where the place is today.
    """
    if not vanished:
        return 0
    successors = {}
    for (kind, code), (pk, _facts_before) in vanished.items():
        if kind == TerritoryKind.COMMUNE and (today := keys.get((kind, leads_to.get(code)))):
            successors[pk] = today
        elif kind == TerritoryKind.EPCI and len(moves[pk]) == 1:
            successors[pk] = next(iter(moves[pk]))
    followed = Territory.objects.in_bulk({one for one in successors.values() if one})
    retired, changed = 0, []
    for pk, before in vanished.values():
        before = dict(zip(FACTS, before, strict=True))
        after = {name: before[name] for name in FOLLOWED}
        if today := followed.get(successors.get(pk) or before["successor_id"]):
            after = {
                "successor_id": today.pk,
                "epci_id": today.epci_id,
                "departement_id": today.departement_id,
                "region_id": today.region_id,
            }
        retired += not before["retired"]
        if not before["retired"] or any(before[name] != value for name, value in after.items()):
            changed.append((True, *after.values(), pk))
    _rewrite(("retired", *FOLLOWED), changed)
    # Merged twice: the successor of long ago has itself been merged since.
    chained = Territory.objects.official().filter(retired=True, successor__retired=True)
    for place in chained.exclude(successor__successor=None).select_related("successor"):
        Territory.objects.filter(pk=place.pk).update(successor=place.successor.successor_id)
    return retired


def _name(country, former, dutch, keys):
    """Bring the other names of a country's places to what the files say; return how many were added or removed.

    A retired place that was merged is a former name of its successor.
    """
    of_today = dict(Territory.objects.official().filter(country=country).values_list("pk", "name_norm"))
    wanted = set()

    def add(territory, nature, name, code=""):
        norm = names.normalise(name)
        usual = nature == NameNature.DUTCH or f"{of_today[territory]} ".startswith(f"{norm} ")
        wanted.add((territory, str(nature), name, norm, code, usual))

    for row in former:
        add(keys[TerritoryKind.COMMUNE, row["commune"]], row["nature"], row["nom"], row["code"])
    for kind, code, name in dutch:
        add(keys[kind, code], NameNature.DUTCH, name)
    covered = {(territory, code) for territory, _nature, _name, _norm, code, _usual in wanted}
    merged = Territory.objects.official().filter(country=country, retired=True).exclude(successor=None)
    for territory, name, code in merged.values_list("successor", "name", "code"):
        if (territory, code) not in covered:
            add(territory, NameNature.FORMER, name, code)
    rows = TerritoryName.objects.filter(territory__country=country)
    stored = {tuple(facts): pk for pk, *facts in rows.values_list("pk", *NAME_FACTS)}
    gone = [pk for facts, pk in stored.items() if facts not in wanted]
    for start in range(0, len(gone), BATCH):
        TerritoryName.objects.filter(pk__in=gone[start : start + BATCH]).delete()
    added = sorted(wanted.difference(stored))
    _insert(TerritoryName, NAME_FACTS, added)
    return len(gone) + len(added)


def _tie(country, members):
    """Bring the parts of a country's official places to these (key of the place, key of the part); return how many
    were tied or untied."""
    through = Territory.parts.through
    rows = through.objects.filter(from_territory__country=country, from_territory__organisation=None)
    stored = {(whole, part): pk for pk, whole, part in rows.values_list("pk", "from_territory", "to_territory")}
    gone = [pk for tie, pk in stored.items() if tie not in set(members)]
    through.objects.filter(pk__in=gone).delete()
    added = [through(from_territory_id=whole, to_territory_id=part) for whole, part in members]
    added = [tie for tie in added if (tie.from_territory_id, tie.to_territory_id) not in stored]
    through.objects.bulk_create(added)
    return len(gone) + len(added)


def _insert(model, columns, rows):
    """Insert the rows, tuples of the values of these columns.

    In SQL, because 35,000 model instances cost ten times the statements themselves; the values are parameters.
    """
    quote = connection.ops.quote_name
    # The columns that the files say nothing of have the same value on each row.
    constants = {"zonings": "[]", "version": 1} if model is Territory else {}
    names_of_columns = ", ".join(quote(name) for name in (*columns, *constants))
    one_row = f"({', '.join(['%s'] * (len(columns) + len(constants)))})"
    rest = tuple(constants.values())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Three times as fast as INSERT.
            with cursor.copy(f"COPY {quote(model._meta.db_table)} ({names_of_columns}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((*row, *rest))
            return
        for start in range(0, len(rows), BATCH):
            some = rows[start : start + BATCH]
            cursor.execute(
                f"INSERT INTO {quote(model._meta.db_table)} ({names_of_columns}) VALUES "
                f"{', '.join([one_row] * len(some))}",
                [value for row in some for value in (*row, *rest)],
            )


def _rewrite(columns, rows):
    """Rewrite these columns of the territories: each row holds their values, then the key of the territory."""
    if not rows:
        return
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(name)} = %s" for name in columns)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {quote(Territory._meta.db_table)} SET {changes} WHERE id = %s", rows)
