"""Make the French geography files of this folder out of two unpacked versions of one npm package.

    npm pack @etalab/decoupage-administratif@6.0.0 && npm pack @etalab/decoupage-administratif@0.7.0
    mkdir package history
    tar xzf etalab-decoupage-administratif-6.0.0.tgz -C package --strip-components=1
    tar xzf etalab-decoupage-administratif-0.7.0.tgz -C history --strip-components=1
    python territories/data/build.py package --history history

`package` is the vintage; `history` is the last version that carries the communes since 1943, from which former names
come. The same packages always give the same bytes: rows are sorted, the gzip header carries neither date nor file name.
"""

import argparse
import json
from collections import Counter
from pathlib import Path

from tables import HERE, write

# The year of the Code officiel géographique that each major version of the package carries (its README).
VINTAGES = {"6": "cog2026"}
OVERSEAS_COLLECTIVITY = "com"
DELEGATED, ASSOCIATED, FORMER = "deleguee", "associee", "ancienne"
NATURES = {"commune-deleguee": DELEGATED, "commune-associee": ASSOCIATED}


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


def municipal_arrondissement_rows(package):
    """Return one dict per arrondissement of Paris, Lyon and Marseille."""
    return [
        {
            "code": row["code"],
            "nom": row["nom"],
            "commune": row["commune"],
            "departement": row["departement"],
            "region": row["region"],
            "population": row["population"],
            "codes_postaux": " ".join(sorted(row["codesPostaux"])),
        }
        for row in read(package, "communes")
        if row["type"] == "arrondissement-municipal"
    ]


def former_rows(package, history):
    """Return one dict per name or code that a commune of today had, or that a commune merged into it had.

    `commune` is the code of today. Delegated and associated communes come from the vintage; the others from the
    communes since 1943. A name that only differs by hyphens or capitals under the code of today is left out.
    """
    communes = read(package, "communes")
    today = {row["code"]: row["nom"] for row in communes if row["type"] == "commune-actuelle"}
    leads_to = {code: row["code"] for row in communes for code in row.get("anciensCodes", ())}
    leads_to |= {row["code"]: row["chefLieu"] for row in communes if "chefLieu" in row}
    leads_to |= {code: code for code in today}
    named = [(row["code"], row["nom"], FORMER) for row in read(history, "historique-communes")]
    named += [(row["code"], row["nom"], FORMER) for row in read(history, "communes")]
    named += [(row["code"], row["nom"], NATURES[row["type"]]) for row in communes if row["type"] in NATURES]
    rows = {}
    for code, name, nature in named:
        commune = leads_to.get(code)
        if commune and (code != commune or spelling(name) != spelling(today[commune])):
            # The last one read wins: what the vintage calls delegated is not merely former.
            rows[code, spelling(name)] = {"code": code, "nom": name, "commune": commune, "nature": nature}
    return sorted(rows.values(), key=lambda row: (row["code"], row["nom"]))


def spelling(name):
    """Return the name without what one vintage writes otherwise than the next: hyphens, apostrophes and capitals."""
    return name.lower().replace("-", " ").replace("'", " ").replace("’", " ")


def people(communes, column):
    """Return a Counter of the population of the communes, by the value of one of their columns."""
    total = Counter()
    for row in communes:
        total[row[column]] += row["population"] or 0
    return total


def main_departement(members, commune_of):
    """Return (departement, region) of the place made of these communes: where most of its inhabitants live."""
    weight = Counter()
    for member in members:
        weight[commune_of[member["code"]]["departement"]] += member["populationMunicipale"]
    departement = min(weight, key=lambda code: (-weight[code], code))
    of_members = (commune_of[member["code"]] for member in members)
    return departement, next(row["region"] for row in of_members if row["departement"] == departement)


def epci_rows(package, communes):
    """Return one dict per EPCI with own taxes."""
    commune_of = {row["code"]: row for row in communes}
    rows = []
    for epci in read(package, "epci"):
        departement, region = main_departement(epci["membres"], commune_of)
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


def ept_rows(package, communes):
    """Return one dict per établissement public territorial, the parts of the Métropole du Grand Paris; with members."""
    commune_of = {row["code"]: row for row in communes}
    rows = []
    for ept in read(package, "ept"):
        members = [member for member in ept["membres"] if member["code"] in commune_of]
        departement, region = main_departement(members, commune_of)
        rows.append(
            {
                "code": ept["code"],
                "nom": ept["nom"],
                "departement": departement,
                "region": region,
                "population": sum(commune_of[member["code"]]["population"] for member in members),
                "siren": ept["code"],
                "membres": " ".join(sorted(member["code"] for member in members)),
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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="folder of the unpacked package")
    parser.add_argument("--history", type=Path, required=True, help="folder of version 0.7.0, unpacked")
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
        "arrondissements-municipaux": municipal_arrondissement_rows(arguments.package),
        "ept": ept_rows(arguments.package, communes),
        "anciens-noms": former_rows(arguments.package, arguments.history),
    }
    for name, rows in tables.items():
        write(arguments.to / f"{name}-{vintage}.tsv.gz", rows)


if __name__ == "__main__":
    main()
