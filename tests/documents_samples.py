"""Facts for the tests of documents: a frise, a RACI, a convention, and the text of a PDF."""

import datetime
import io
from decimal import Decimal

import pikepdf
from pypdf import PdfReader

from documents.shapes import (
    GAP,
    BoardCard,
    BoardDrawing,
    BoardHorizon,
    BoardLevel,
    ConventionArticle,
    ConventionDocument,
    ConventionMean,
    ConventionParty,
    Items,
    Paragraph,
    RaciColumn,
    RaciGroup,
    RaciRow,
    RaciTable,
)

DAY = datetime.date(2026, 3, 12)
BANNER = "Données fictives"
LETTERS = ("R", "A", "C", "I", "RA", "(A)", "")


def board(cards=None, waiting=("Notaire d’Ambert",), **changes):
    facts = {
        "project": "Le Détour",
        "banner": BANNER,
        "day": DAY,
        "horizons": (
            BoardHorizon("Court terme", "Préfigurer", datetime.date(2026, 1, 1), datetime.date(2026, 6, 30)),
            BoardHorizon("Moyen terme", "Itinérer", datetime.date(2026, 7, 1), datetime.date(2027, 6, 30)),
            BoardHorizon("Long terme", "", datetime.date(2027, 7, 1), datetime.date(2028, 12, 31)),
        ),
        "levels": (
            BoardLevel("Co-porteur", "Partage l’intention et les décisions.", "porteur"),
            BoardLevel("Allié", "Ouvre des portes.", "allie"),
            BoardLevel("Contributeur", "", "contributeur"),
            BoardLevel("Information", "Est tenu au courant.", "info"),
        ),
        "cards": (
            BoardCard("a", "Mairie de Saint-Amelin", "t-commune", 0, 3, "sure", "agreed"),
            BoardCard("a", "Mairie de Saint-Amelin", "t-commune", 1, 1, "likely", "supposed"),
            BoardCard("a", "Mairie de Saint-Amelin", "t-commune", 2, 1, "hoped", "supposed"),
            BoardCard("b", "Pharmacie", "t-sante", 0, 2, "sure", "declared"),
            BoardCard("b", "Pharmacie", "t-sante", 2, 0, "hoped", "supposed"),
        )
        if cards is None
        else cards,
        "waiting": waiting,
    }
    return BoardDrawing(**{**facts, **changes})


def crowded_board(partners=60):
    names = ("Association départementale des familles rurales", "CCAS", "Mission locale du Pays d’Orle")
    marks = ("sure", "likely", "hoped")
    return board(
        cards=tuple(
            BoardCard(f"p{n}", f"{names[n % 3]} {n}", "t-asso", h, (n + h) % 4, marks[n % 3], "supposed")
            for n in range(partners)
            for h in range(3)
            if (n + h) % 5
        ),
        waiting=tuple(f"Partenaire en attente numéro {n}" for n in range(25)),
    )


def raci(columns=5, rows=6, name="Tenir la halte"):
    lines = tuple(
        RaciRow(f"{name} {row}", tuple(LETTERS[(row + column) % len(LETTERS)] for column in range(columns)))
        for row in range(rows)
    )
    return RaciTable(
        project="Le Détour",
        banner=BANNER,
        day=DAY,
        columns=tuple(
            RaciColumn(f"Acteur {n}", f"Association des amis de l’acteur {n}", "t-asso") for n in range(columns)
        ),
        groups=(RaciGroup("En amont", lines[: rows // 2]), RaciGroup("Pendant", lines[rows // 2 :])) if rows else (),
    )


def party(name="Commune de Saint-Amelin", short_name="la commune", **changes):
    facts = {
        "name": name,
        "short_name": short_name,
        "description": f"{name}, dont le siège est 1 place de la Mairie",
        "signatory": "Alain Roussel",
        "quality": "maire",
    }
    return ConventionParty(**{**facts, **changes})


def convention(**changes):
    facts = {
        "title": "Convention de partenariat pour la halte",
        "project": "Le Détour",
        "banner": BANNER,
        "number": "2026-07",
        "version": "3",
        "day": DAY,
        "draft": True,
        "parties": (party("Centre social du Pays d’Orle", "le centre social", signatory="Hélène Marchais"), party()),
        "preamble": (Paragraph("Les habitants disent manquer d’un lieu."),),
        "articles": (
            ConventionArticle(1, "Objet", (Paragraph("La convention fixe les conditions de la halte."),)),
            ConventionArticle(2, "Engagements", (Items(("tenir la halte\u00a0;", f"donner des nouvelles le {GAP}.")),)),
        ),
        "place": "Saint-Amelin",
        "signed_on": None,
        "means": (
            ConventionMean("Centre social du Pays d’Orle", "le véhicule", Decimal("12500.50")),
            ConventionMean("Centre social du Pays d’Orle", "deux professionnels", Decimal("28000")),
            ConventionMean("Commune de Saint-Amelin", "la salle des fêtes", None),
        ),
        "board": board(),
        "raci": raci(),
    }
    return ConventionDocument(**{**facts, **changes})


def pages(pdf):
    """Return the text of each page, spaces and line ends made single."""
    return [" ".join(page.extract_text().replace("\u00a0", " ").split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def text(pdf):
    return " ".join(pages(pdf))


def opened(pdf):
    return pikepdf.open(io.BytesIO(pdf))


def structure(file, kind):
    """Return the elements of one kind, such as /TH, in the tag tree of an opened file."""
    return [thing for thing in file.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == kind]


def fonts(file):
    """Return the names of the fonts of an opened file."""
    return {
        str(thing["/BaseFont"])
        for thing in file.objects
        if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing
    }
