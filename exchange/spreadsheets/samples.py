"""Two workbooks to start from: an empty one with the columns that the import knows, and an untidy list to try it on.

Nothing of the untidy list exists: invented organisations and persons in the communes of the demonstration, telephone numbers
that France keeps for fiction, addresses in `.example`.
"""

import datetime
import io
from contextlib import contextmanager

from django.utils.translation import gettext as _

from partnerships.models import PartnerKind, kind_label
from territories.models import Country

TEMPLATE_ROWS = 1000  # rows made ready below the titles: cells of text, kinds of actors to choose from
_MADE = datetime.datetime(2026, 1, 5, 9, 0)
_LARGE, _MIDDLE, _SMALL = 34, 22, 14
_KINDS = "Types d’acteur"  # the name of a sheet, which a formula quotes


def _columns(country):
    """Return [(field, title, width, what is expected)] of the empty workbook; titles are those that the import reads."""
    numbers = [
        ("siret", _("SIRET"), _MIDDLE, _("14 chiffres, ou 9 pour un SIREN.")),
        ("rna", _("RNA"), _SMALL, _("W suivi de 9 chiffres.")),
    ]
    if country == Country.BELGIUM:
        numbers = [("bce", _("Numéro BCE"), _MIDDLE, _("10 chiffres."))]
    return [
        ("name", _("Nom du partenaire"), _LARGE, _("Obligatoire. Une ligne par partenaire, ou par personne.")),
        ("short_name", _("Nom court"), _SMALL, _("Pour les fiches de la frise et les colonnes du RACI.")),
        ("kind", _("Type d’acteur"), _MIDDLE, _("À choisir dans la liste de la cellule, ou en toutes lettres.")),
        (
            "place",
            _("Commune ou territoire"),
            _MIDDLE,
            _("Où il agit. Plusieurs lieux\u00a0: séparés par un point-virgule."),
        ),
        ("postcode", _("Code postal"), _SMALL, _("Départage les communes du même nom.")),
        ("seat", _("Adresse"), _LARGE, _("Celle du siège.")),
        *numbers,
        ("legal_form", _("Forme juridique"), _MIDDLE, ""),
        ("mission", _("Mission"), _LARGE, ""),
        ("contact_name", _("Contact"), _MIDDLE, _("Prénom et nom d’une personne, à titre professionnel.")),
        ("contact_function", _("Fonction"), _MIDDLE, ""),
        ("email", _("Courriel"), _MIDDLE, ""),
        ("phone", _("Téléphone"), _SMALL, _("Avec son premier zéro.")),
        ("brings", _("Ce qu’il apporte"), _LARGE, _("Une idée par ligne dans la cellule.")),
        ("expects", _("Ce qu’il attend"), _LARGE, ""),
        ("checked_on", _("Vérifié le"), _SMALL, _("Jour où quelqu’un a relu ces informations\u00a0: 12/03/2026.")),
    ]


@contextmanager
def _workbook(out):
    """Open a workbook whose bytes depend on its content alone, and close it."""
    import xlsxwriter

    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": _MADE, "author": ""})
        yield book


def template(country):
    """Return the bytes of an empty xlsx whose columns the import reads as they are, for a project of a country.

    Its cells are texts: a telephone keeps its zero and a SIRET its fourteen figures, whatever the spreadsheet thinks of them.
    """
    out = io.BytesIO()
    columns = _columns(country)
    kinds = [str(kind_label(kind, country)) for kind in PartnerKind.values]
    with _workbook(out) as book:
        strong = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet(_("Partenaires"))
        for rank, (field, title, width, _about) in enumerate(columns):
            sheet.set_column(rank, rank, width, text)
            sheet.write_string(0, rank, title, strong)
            if field == "kind":
                source = f"='{_KINDS}'!$A$2:$A${len(kinds) + 1}"
                # A type that is not in the list stays possible: the import says what it makes of it.
                options = {"validate": "list", "source": source, "error_type": "information", "show_error": False}
                sheet.data_validation(1, rank, TEMPLATE_ROWS, rank, options)
        sheet.freeze_panes(1, 1)
        about = book.add_worksheet(_("Mode d’emploi"))
        about.set_column(0, 0, _MIDDLE, wrapped)
        about.set_column(1, 1, 2 * _LARGE, wrapped)
        for number, line in enumerate(
            [(_("Ce que dit la colonne"), ""), *((title, told) for _f, title, _w, told in columns)]
        ):
            for rank, cell in enumerate(line):
                about.write_string(number, rank, cell, wrapped if number else strong)
        about.write_string(
            len(columns) + 2, 0, _("Aucun nom d’habitante ou d’habitant, aucune situation de personne."), wrapped
        )
        choices = book.add_worksheet(_KINDS)
        choices.set_column(0, 0, _LARGE)
        for number, label in enumerate([_KINDS, *kinds]):
            choices.write_string(number, 0, label, None if number else strong)
    return out.getvalue()


# What a list looks like after five years and three interns. Figures are figures: the spreadsheet ate the zeros.
_TITLES = ("Nom  ", "Type", "", "Commune", "CP", "SIRET", "Nom et prénom", "Fonction", "Tél", "Mail ", "Apporte", "Maj")
_PERSON = _TITLES.index("Nom et prénom")
_OVER_TWO = 1  # the row whose organisation is merged over the next one
_UNTIDY = (
    # The directory of the demonstration has it twice already, under two other names.
    (
        "C.C.A.S.  de CUNLHAT ",
        "CCAS",
        "",
        "cunlhat",
        63590,
        "",
        "BRAVARD Odile",
        "",
        465710104,
        "ccas@cunlhat.example ",
        "",
        "",
    ),
    (
        "pharmacie du VIEUX-PONT",
        "",
        "",
        "Olliergues",
        63880,
        "",
        "Hugo Mestre",
        "préparateur",
        465710116,
        "-",
        "un présentoir",
        "",
    ),
    ("", "", "", "", "", "", "Lila Fontbonne", "remplaçante", 639981201, "l.fontbonne@vieuxpont.example", "", ""),
    (
        "Les Jardins de l’Aulne  ",
        "Asso",
        "",
        "  OLLIERGUES",
        63880,
        "",
        "Jo  Pradel",
        "bénévole",
        639981202,
        "jo@aulne.example",
        "des paniers",
        "03/04/25",
    ),
    ("Mairie de CUNLHAT", "Mairie", "", "Cunlhat", 63590, "", "", "accueil", 465710106, "", "", ""),
    ("SANTÉ",),
    (
        "Maison de sante Haut-Plateau",
        "",
        "",
        "St Germain l'Herm",
        "63 630",
        "",
        "",
        "secrétariat",
        "04.65.71.00.23",
        "",
        "",
        "",
    ),
    (
        "Cabinet infirmier des Trois Ponts",
        "infirmières",
        "",
        "Cunlhat",
        63590,
        "",
        "",
        "",
        "04 65 71 01 12 / 06 39 98 12 03",
        "cabinet at trois-ponts",
        "",
        "",
    ),
    ("COMMERCES",),
    (
        "Café de la Halle",
        "Commerce",
        "",
        "Ambert",
        63600,
        "",
        "Mme Roche",
        "patronne",
        465710113,
        "",
        "une salle le lundi",
        "mars 2026",
    ),
    ("CAFE DE LA HALLE ", "commerces", "", "AMBERT", "", "", "Tom Roche", "service", "", "tom@halle.example", "", ""),
    (
        "Recyclerie La Seconde Vie",
        "Association loi 1901",
        "",
        "Ambert",
        63600,
        "4,98022E+13",
        "Ana Vidal",
        "",
        "+33 6 39 98 12 04",
        "ana@secondevie.example ; contact@secondevie.example",
        "une remorque",
        "12 janvier 2026",
    ),
    (
        "Trajets Les Deux Rives",
        "Association",
        "",
        "Ambert ; Cunlhat ; Olliergues",
        "",
        "",
        "",
        "permanence",
        465710115,
        "",
        "des chauffeurs",
        "",
    ),
    ("", "", "", "Ambert", 63600, "", "Quelqu’un, sans structure", "", 639981205, "", "", ""),
    ("École publique les Tilleuls ", "ecole", "", "CUNLHAT", 63590, "", "", "", "", "", "la salle de motricité", ""),
    ("Le Fournil ambulant", "boulangerie", "", "Villeperdue/Dore", "", "", "", "", 639981206, "", "du pain", ""),
    (),
    ("Total", "", "", "", "", "", "", "", 12, "", "", ""),
)


def example():
    """Return the bytes of an untidy xlsx, always the same.

    A title and groups of titles merged above the columns, an organisation merged over two persons, sections across, an empty
    column, figures for telephones, a rounded SIRET, the same partner twice in the file, others in the directory of the
    demonstration under another spelling, a row without partner, a total.
    """
    out = io.BytesIO()
    with _workbook(out) as book:
        strong = book.add_format({"bold": True})
        sheet = book.add_worksheet("Liste")
        last = len(_TITLES) - 1
        sheet.merge_range(0, 0, 0, last, "PARTENAIRES, liste de travail (tout est inventé)", strong)
        sheet.merge_range(1, 0, 1, 5, "Structure", strong)
        sheet.merge_range(1, 6, 1, 9, "Contact", strong)
        for rank, title in enumerate(_TITLES):
            sheet.set_column(rank, rank, 6 if not title else 18)
            sheet.write_string(2, rank, title, strong)
        for number, row in enumerate(_UNTIDY, 3):
            if len(row) == 1:
                sheet.merge_range(number, 0, number, last, row[0], strong)
                continue
            for rank, cell in enumerate(row):
                sheet.write(number, rank, cell)
        for rank, cell in enumerate(_UNTIDY[_OVER_TWO][:_PERSON]):
            if cell:
                sheet.merge_range(3 + _OVER_TWO, rank, 4 + _OVER_TWO, rank, cell)
    return out.getvalue()
