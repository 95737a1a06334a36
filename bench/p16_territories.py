"""P16: the official geography. Loading it: at most 3 times reading the files and one bulk insert of the same rows; once
loaded, loading again: at most 1 s. Run by bin/bench, or alone: `python -m bench.p16_territories`."""

import gzip
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PASSES = 3
TARGET_RATIO = 3
TARGET_AGAIN = 1.0
SMALL_STEP = 10


def start():
    """Set Django up on an empty database of its own, in MAILLAGE_VAR or a temporary folder."""
    if "MAILLAGE_VAR" not in os.environ:
        folder = tempfile.TemporaryDirectory(prefix="maillage-bench-")
        start.folder = folder  # removed when the process ends
        os.environ["MAILLAGE_VAR"] = folder.name
    os.environ.setdefault("SECRET_KEY", "benchmark")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.path.insert(0, str(ROOT))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def some_communes(source, folder):
    """Return the same source with one commune in ten, and without what names communes by their code."""
    from dataclasses import replace

    from territories.models import TerritoryKind

    left_out = (TerritoryKind.ARRONDISSEMENT_VILLE, TerritoryKind.EPT)
    files = {kind: path for kind, path in source.files.items() if kind not in left_out}
    communes = files[TerritoryKind.COMMUNE]
    header, *rows = gzip.decompress(communes.read_bytes()).decode().splitlines(keepends=True)
    small = Path(folder) / communes.name
    small.write_bytes(gzip.compress("".join([header, *rows[::SMALL_STEP]]).encode()))
    return replace(source, files=files | {TerritoryKind.COMMUNE: small}, former_names=None)


def empty():
    from territories.models import GeographyRelease, Territory, TerritoryName

    TerritoryName.objects.all()._raw_delete("default")
    Territory.parts.through.objects.all()._raw_delete("default")
    Territory.objects.all()._raw_delete("default")
    GeographyRelease.objects.all().delete()


def ours(source):
    """Load the files as the command does."""
    from territories import geography

    geography.load(source)


def control(source):
    """Read the files and insert their rows with one bulk insert a table, containers left out."""
    from django.db import transaction

    from territories import geography
    from territories.models import Territory, TerritoryKind, TerritoryName
    from territories.names import normalise

    rows = [
        Territory(
            kind=kind,
            code=row["code"],
            name=row["nom"],
            name_norm=normalise(row["nom"]),
            postcodes=row.get("codes_postaux", ""),
            population=row["population"] or None,
            siren=row.get("siren", ""),
            vintage=source.vintage,
        )
        for kind, path in source.files.items()
        for row in geography.read_rows(path)
    ]
    former = geography.read_rows(source.former_names) if source.former_names else []
    with transaction.atomic():
        Territory.objects.bulk_create(rows)
        of_code = dict(Territory.objects.filter(kind=TerritoryKind.COMMUNE).values_list("code", "pk"))
        TerritoryName.objects.bulk_create(
            TerritoryName(
                territory_id=of_code[row["commune"]],
                nature=row["nature"],
                name=row["nom"],
                name_norm=normalise(row["nom"]),
                code=row["code"],
            )
            for row in former
        )


def cpu(work, source):
    """Return the seconds of processor that the work takes on an empty table."""
    empty()
    started = time.process_time()
    work(source)
    return time.process_time() - started


def line(case, size, mine, other, ratio, target, passed):
    """Print one line under the header of bench/run.py."""
    verdict = "pass" if passed else "FAIL"
    sys.stdout.write(f"{case:<34} {size:<18} {mine:>14} {other:>14} {ratio:>10}  {target:<12} {verdict}\n")
    return passed


def main():
    start()
    from territories import geography
    from territories.models import Territory

    whole = geography.french()
    passed = True
    with tempfile.TemporaryDirectory() as folder:
        for source in (some_communes(whole, folder), whole):
            pairs = [(cpu(control, source), cpu(ours, source)) for _ in range(PASSES)]
            plain, mine = (statistics.median(column) for column in zip(*pairs, strict=True))
            ratio = mine / plain
            size = f"{Territory.objects.count()} places"
            target = f"≤ {TARGET_RATIO} ×"
            figures = (f"{mine:.2f} s", f"{plain:.2f} s", f"{ratio:.2f} ×", target)
            passed &= line("P16 geography, first loading", size, *figures, ratio <= TARGET_RATIO)
    again = []
    for _ in range(PASSES):
        started = time.perf_counter()
        known = geography.is_loaded(whole)
        again.append(time.perf_counter() - started)
    second = statistics.median(again)
    figures = (f"{second:.3f} s", "", "", f"≤ {TARGET_AGAIN:.0f} s")
    passed &= line("P16 geography, second loading", size, *figures, known and second <= TARGET_AGAIN)
    return passed


if __name__ == "__main__":
    raise SystemExit(0 if main() else 1)
