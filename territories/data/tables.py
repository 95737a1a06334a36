"""Writing the tables of this folder: sorted rows, tab-separated, gzipped without date nor file name."""

import gzip
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def write(path, rows):
    """Write the rows, sorted by code, as gzipped tab-separated text whose first line names the columns.

    Rows of one code keep the order given. Raises ValueError when a value holds a tabulation.
    """
    lines = ["\t".join(rows[0])]
    lines += ["\t".join(str(value) for value in row.values()) for row in sorted(rows, key=lambda row: row["code"])]
    if any(line.count("\t") != lines[0].count("\t") for line in lines):
        raise ValueError(f"A value of {path.name} holds a tabulation.")
    path.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), compresslevel=9, mtime=0))
    sys.stdout.write(f"{path.name}: {len(rows)} rows, {path.stat().st_size} bytes\n")
