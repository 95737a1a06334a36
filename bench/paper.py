"""Facts and lines shared by the benchmarks of documents."""

import datetime
import os
import statistics
from decimal import Decimal

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

DAY = datetime.date(2026, 3, 12)
LETTERS = ("R", "A", "C", "I", "RA", "", "I", "C", "", "I")


def start():
    """Set Django up; the modules of documents can be imported after that."""
    import django

    django.setup()


def line(case, size, ours, control, ratio, target, passed):
    """Print one line under the header of bench/run.py and return whether the target is met."""
    verdict = "pass" if passed else "FAIL"
    print(f"{case:<34} {size:<18} {ours:>14} {control:>14} {ratio:>10}  {target:<12} {verdict}", flush=True)  # noqa: T201
    return passed


def median(values):
    return statistics.median(values)


def raci(columns=40, rows=60):
    from documents.shapes import RaciColumn, RaciGroup, RaciRow, RaciTable

    lines = tuple(
        RaciRow(f"Préparer la halte numéro {row}", tuple(LETTERS[(3 * row + n) % 10] for n in range(columns)))
        for row in range(rows)
    )
    third = rows // 3
    return RaciTable(
        "Le Détour",
        "",
        DAY,
        tuple(RaciColumn(f"Acteur {n}", f"Acteur {n}", "t-asso") for n in range(columns)),
        (
            RaciGroup("En amont", lines[:third]),
            RaciGroup("Pendant", lines[third : 2 * third]),
            RaciGroup("Bilan", lines[2 * third :]),
        ),
    )


def board():
    from documents.shapes import BoardCard, BoardDrawing, BoardHorizon, BoardLevel

    year = datetime.date
    return BoardDrawing(
        "Le Détour",
        "",
        DAY,
        tuple(BoardHorizon(f"Horizon {n}", "", year(2026 + n, 1, 1), year(2026 + n, 12, 31)) for n in range(3)),
        tuple(BoardLevel(f"Niveau {n}", "", mark) for n, mark in enumerate(("porteur", "allie", "info"))),
        tuple(
            BoardCard(f"p{n}", f"Partenaire {n}", "t-asso", h, (n + h) % 3, "likely", "supposed")
            for n in range(30)
            for h in range(3)
            if (n + h) % 4
        ),
    )


def article(number, paragraphs):
    from documents.shapes import ConventionArticle, Paragraph

    text = (
        "Les parties conviennent de tenir la halte chaque semaine, d’en relayer les dates, d’orienter les personnes "
        "vers les services compétents et de se donner des nouvelles chaque trimestre, avec les habitants. "
    )
    return ConventionArticle(
        number, f"Article de travail {number}", tuple(Paragraph(text * 3) for _ in range(paragraphs))
    )


def convention(articles=30, *, annexes=True):
    from documents.shapes import ConventionDocument, ConventionMean, ConventionParty

    parties = tuple(
        ConventionParty(f"Partie {n}", f"la partie {n}", "Son siège", "Une personne", "maire") for n in "ab"
    )
    return ConventionDocument(
        title="Convention de partenariat",
        project="Le Détour",
        banner="",
        number="7",
        version="3",
        day=DAY,
        draft=False,
        parties=parties,
        preamble=(),
        articles=tuple(article(n, 2) for n in range(1, articles + 1)),
        place="Saint-Amelin",
        signed_on=None,
        means=(ConventionMean("Partie a", "un véhicule", Decimal(9000)),) if annexes else (),
        board=board() if annexes else None,
        raci=raci() if annexes else None,
    )
