"""Make the geography files of this folder out of the npm package @etalab/decoupage-administratif, unpacked.

    npm pack @etalab/decoupage-administratif@6.0.0 && tar xzf etalab-decoupage-administratif-6.0.0.tgz
    python territories/data/build.py package

The same package always gives the same bytes: rows are sorted, the gzip header carries neither date nor file name.
"""

import argparse
import gzip
import json
import sys
from collections import Counter
from pathlib import Path

# The year of the Code officiel géographique that each major version of the package carries (its README).
VINTAGES = {"6": "cog2026"}
OVERSEAS_COLLECTIVITY = "com"
HERE = Path(__file__).resolve().parent


def read(package, name):
    """Return the rows of one JSON file of the package."""
    return json.loads((package / "data" / f"{name}.json").read_text(encoding="utf-8"))


def commune_rows(package):
    """Return one dict per commune of today.

    Population: the « population municipale » of the table of EPCI and their communes, so that an EPCI counts as many
    people as its communes together; for the communes outside any EPCI, the one of the commune itself.
    """
    member_of = {
        member["code"]: (epci["code"], member["populationMunicipale"])
        for epci in read(package, "epci")
        for member in epci["membres"]
    }
    metropolitan = {region["code"] for region in region_rows(package)}
    rows = []
    for commune in read(package, "communes"):
        if commune["type"] != "commune-actuelle":
            continue
        epci, population = member_of.get(commune["code"], ("", commune.get("population", "")))
        rows.append(
            {
                "code": commune["code"],
                "nom": commune["nom"],
                "departement": commune["departement"],
                "region": commune["region"] if commune["region"] in metropolitan else "",
                "epci": epci,
                "population": population,
                "codes_postaux": " ".join(sorted(commune.get("codesPostaux", []))),
                "siren": commune.get("siren", ""),
            }
        )
    return rows


def people(communes, column):
    """Return a Counter of the population of the communes, by the value of one of their columns."""
    total = Counter()
    for row in communes:
        total[row[column]] += row["population"] or 0
    return total


def epci_rows(package, communes):
    """Return one dict per EPCI with own taxes; its département is the one where most of its inhabitants live."""
    commune_of = {row["code"]: row for row in communes}
    rows = []
    for epci in read(package, "epci"):
        weight = Counter()
        for member in epci["membres"]:
            weight[commune_of[member["code"]]["departement"]] += member["populationMunicipale"]
        departement = min(weight, key=lambda code: (-weight[code], code))
        region = next(
            commune_of[member["code"]]["region"]
            for member in epci["membres"]
            if commune_of[member["code"]]["departement"] == departement
        )
        rows.append(
            {
                "code": epci["code"],
                "nom": epci["nom"],
                "departement": departement,
                "region": region,
                "population": epci["populationMunicipale"],
                "siren": epci["code"],
            }
        )
    return rows


def departement_rows(package, communes):
    """Return one dict per département and per overseas collectivity (these belong to no region)."""
    total = people(communes, "departement")
    return [
        {
            "code": row["code"],
            "nom": row["nom"],
            "region": "" if row["zone"] == OVERSEAS_COLLECTIVITY else row["region"],
            "population": total[row["code"]] or "",
        }
        for row in read(package, "departements")
    ]


def region_rows(package, communes=()):
    """Return one dict per region. The package also lists each overseas collectivity as a region: it is none."""
    total = people(communes, "region")
    return [
        {"code": row["code"], "nom": row["nom"], "population": total[row["code"]] or ""}
        for row in read(package, "regions")
        if row["zone"] != OVERSEAS_COLLECTIVITY
    ]


def write(path, rows):
    """Write the rows, sorted by code, as gzipped tab-separated text whose first line names the columns."""
    lines = ["\t".join(rows[0])]
    lines += ["\t".join(str(value) for value in row.values()) for row in sorted(rows, key=lambda row: row["code"])]
    if any(line.count("\t") != lines[0].count("\t") for line in lines):
        raise ValueError(f"A value of {path.name} holds a tabulation.")
    path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), compresslevel=9, mtime=0))
    sys.stdout.write(f"{path.name}: {len(rows)} rows, {path.stat().st_size} bytes\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="folder of the unpacked package")
    parser.add_argument("--to", type=Path, default=HERE, help="folder of the files made")
    arguments = parser.parse_args()
    version = json.loads((arguments.package / "package.json").read_text(encoding="utf-8"))["version"]
    vintage = VINTAGES.get(version.split(".")[0])
    if vintage is None:
        parser.error(f"version {version} of the package: add its year to VINTAGES")
    communes = commune_rows(arguments.package)
    tables = {
        "regions": region_rows(arguments.package, communes),
        "departements": departement_rows(arguments.package, communes),
        "epci": epci_rows(arguments.package, communes),
        "communes": communes,
    }
    for name, rows in tables.items():
        write(arguments.to / f"{name}-{vintage}.tsv.gz", rows)


if __name__ == "__main__":
    main()
