"""The official geography: reading its files, and bringing the rows of the database to what they say."""

import csv
import gzip
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from territories import names
from territories.models import Country, GeographyRelease, Territory, TerritoryKind

DATA_DIR = Path(__file__).resolve().parent / "data"
FRENCH_VINTAGE = "cog2026"
# Containers before what they contain: a row points to rows already written.
FRENCH_FILES = {
    TerritoryKind.REGION: "regions",
    TerritoryKind.DEPARTEMENT: "departements",
    TerritoryKind.EPCI: "epci",
    TerritoryKind.COMMUNE: "communes",
}
CONTAINERS = {
    "epci": TerritoryKind.EPCI,
    "departement": TerritoryKind.DEPARTEMENT,
    "region": TerritoryKind.REGION,
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
    "epci_id",
    "departement_id",
    "region_id",
)
RETIRED = FACTS.index("retired")


@dataclass(frozen=True)
class Outcome:
    """What one loading wrote: numbers of rows."""

    created: int = 0
    updated: int = 0
    retired: int = 0
    unchanged: int = 0

    @property
    def wrote(self):
        """Return whether any row was written."""
        return bool(self.created or self.updated or self.retired)


def french_files(folder=DATA_DIR, vintage=FRENCH_VINTAGE):
    """Return {kind: path} of the files of a vintage, containers first."""
    return {kind: Path(folder) / f"{name}-{vintage}.tsv.gz" for kind, name in FRENCH_FILES.items()}


def checksum(files):
    """Return the SHA-256 of the files and of the code that turns them into rows, so that a change of either is seen."""
    digest = hashlib.sha256()
    for path in (*files.values(), Path(names.__file__), Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_rows(path):
    """Return the rows of a gzipped tab-separated file, each a dict by column name."""
    text = gzip.decompress(path.read_bytes()).decode()
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


def is_loaded(digest, country=Country.FRANCE):
    """Return whether the database already holds exactly what these files gave, by their checksum and row count."""
    release = GeographyRelease.objects.filter(country=country).first()
    if release is None or release.checksum != digest:
        return False
    return Territory.objects.official().filter(country=country, retired=False).count() == release.row_count


@transaction.atomic
def load_french(files, vintage, digest):
    """Bring the official French rows to what the files say and return the Outcome.

    A row is known by (country, kind, code): it keeps its key, so that what points to it still does. A territory that
    the files no longer name is marked `retired`, never deleted. One transaction: all, or nothing.
    Raises KeyError when a row names a container that no file holds.
    """
    rows = Territory.objects.official().filter(country=Country.FRANCE, kind__in=FRENCH_FILES)
    known = {
        (kind, code): (pk, tuple(facts)) for pk, kind, code, *facts in rows.values_list("pk", "kind", "code", *FACTS)
    }
    keys = {}
    created = updated = unchanged = 0
    for kind, path in files.items():
        fresh, changed = [], []
        for row in read_rows(path):
            facts = _facts(row, vintage, keys)
            pk, before = known.pop((kind, row["code"]), (None, None))
            if pk is None:
                fresh.append((kind, Country.FRANCE, row["code"], *facts))
            elif facts == before:
                unchanged += 1
            else:
                changed.append((*facts, pk))
        _write(fresh, changed)
        keys |= {(kind, code): pk for code, pk in rows.filter(kind=kind).values_list("code", "pk")}
        created += len(fresh)
        updated += len(changed)
    vanished = [pk for pk, facts in known.values() if not facts[RETIRED]]
    for start in range(0, len(vanished), BATCH):
        Territory.objects.filter(pk__in=vanished[start : start + BATCH]).update(retired=True)
    GeographyRelease.objects.update_or_create(
        country=Country.FRANCE,
        defaults={"vintage": vintage, "checksum": digest, "row_count": created + updated + unchanged},
    )
    outcome = Outcome(created, updated, len(vanished), unchanged)
    if outcome.wrote and connection.vendor == "postgresql":
        # Without statistics on so many new rows, the first searches would be planned as if the table were empty.
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(Territory._meta.db_table)}")
    return outcome


def _facts(row, vintage, keys):
    """Return the FACTS of one row of a file; `keys` gives the key of the containers, by kind and code."""
    return (
        row["nom"],
        names.normalise(row["nom"]),
        row.get("codes_postaux", ""),
        int(row["population"]) if row["population"] else None,
        row.get("siren", ""),
        vintage,
        False,
        *(keys[kind, row[column]] if row.get(column) else None for column, kind in CONTAINERS.items()),
    )


def _write(fresh, changed):
    """Insert the fresh rows (kind, country, code, facts) and rewrite the changed ones (facts, key).

    In SQL, because 35,000 model instances cost ten times the statements themselves; the values are parameters.
    """
    quote = connection.ops.quote_name
    table = quote(Territory._meta.db_table)
    columns = [quote(name) for name in ("kind", "country", "code", *FACTS)]
    one_row = f"({', '.join(['%s'] * len(columns))})"
    changes = ", ".join(f"{quote(name)} = %s" for name in FACTS)
    with connection.cursor() as cursor:
        for start in range(0, len(fresh), BATCH):
            rows = fresh[start : start + BATCH]
            values = [value for row in rows for value in row]
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([one_row] * len(rows))}", values
            )
        if changed:
            cursor.executemany(f"UPDATE {table} SET {changes} WHERE id = %s", changed)
