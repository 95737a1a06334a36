"""Write the spreadsheets of this folder: `python -m tests.spreadsheets.make`. Untidy as people's are, always the same bytes.

Every organisation and person is invented; SIRET and BCE numbers have a right key and belong to public bodies or to nobody.
"""

import csv
import datetime
import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter

FOLDER = Path(__file__).resolve().parent
MADE = datetime.datetime(2026, 1, 5, 9, 0)


class Workbook:
    """An xlsx whose bytes depend on its content alone."""

    def __init__(self):
        self.out = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self.out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        self.book.set_properties({"created": MADE, "author": ""})
        self.bold = self.book.add_format({"bold": True})
        self.day = self.book.add_format({"num_format": "dd/mm/yyyy"})

    def sheet(self, name, rows, top=0):
        sheet = self.book.add_worksheet(name)
        for number, row in enumerate(rows, top):
            for rank, cell in enumerate(row):
                if isinstance(cell, datetime.date):
                    sheet.write_datetime(number, rank, datetime.datetime.combine(cell, datetime.time()), self.day)
                elif isinstance(cell, (int, float)):
                    sheet.write_number(number, rank, cell)
                elif cell:
                    sheet.write_string(number, rank, cell)
        return sheet

    def bytes(self):
        self.book.close()
        return self.out.getvalue()


def network():
    """A title merged over the sheet, groups of titles, organisations merged over their persons, an empty column, numbers
    for telephones that lost their zero, spaces left at the end.
    """
    book = Workbook()
    rows = [
        [],
        [],
        ["Nom  ", "", "Commune", "CP", "Nom et prénom", "Fonction", "Tél", "Mail "],
        ["CCAS de Cunlhat ", "", "Cunlhat", 63590, "Odile Bravard", "directrice", 473722014, "ccas@cunlhat.example "],
        ["", "", "", "", "Tom Legay", "accueil", "", "accueil.ccas@cunlhat.example"],
        ["Pharmacie Roux", "", "AMBERT", 63600, "", "", 473820011, ""],
        ["Les Amis du Marché  ", "", "  Ambert", 63600, "Jo  Pradel", "", 612345678, "jo pradel at exemple"],
        ["", "", "", "", "", "", "", ""],
        ["SANTÉ", "", "", "", "", "", "", ""],
        ["Maison de santé des Monts", "", "Olliergues", "63880", "Dr Ana Vidal", "médecin", "04.73.95.50.12", "-"],
        ["", "", "Job", 63990, "Personne sans structure", "", "", ""],
        ["Total", "", "", "", 5, "", "", ""],
    ]
    sheet = book.sheet("Contacts", rows)
    sheet.merge_range(0, 0, 0, 7, "ANNUAIRE DU RÉSEAU 2025-2026", book.bold)
    sheet.merge_range(1, 0, 1, 3, "Structure", book.bold)
    sheet.merge_range(1, 4, 1, 7, "Contact", book.bold)
    for column, text in ((0, "CCAS de Cunlhat "), (2, "Cunlhat")):
        sheet.merge_range(3, column, 4, column, text)
    sheet.merge_range(8, 0, 8, 7, "SANTÉ", book.bold)
    return book.bytes()


def two_sheets():
    """A sheet that explains, a sheet of partners that begins on its fourth row, a hidden list of choices."""
    book = Workbook()
    book.sheet("Lisez-moi", [["Fichier mis à jour par Nadia"], ["Ne pas diffuser"], ["Onglet 2 : les partenaires"]])
    rows = [
        ["Partenaires du projet"],
        ["extrait le", datetime.date(2025, 11, 3)],
        [],
        [
            "N°",
            "Organisme",
            "Type",
            "Territoire",
            "Vérifié le",
            "Interlocuteur",
            "Portable",
            "Email",
            "Ce qu'il apporte",
        ],
        [
            1,
            "Mairie d'Ambert",
            "Commune",
            "Ambert",
            datetime.date(2025, 3, 12),
            "Lise Vernet",
            "06 11 22 33 44",
            "lise@ambert.example",
            "une salle",
        ],
        [2, "Collège Jules Romains", "collèges", "Ambert", "12 mars 2025", "", "", "vie.scolaire@college.example", ""],
        [
            3,
            "Café de la Gare",
            "Commerce",
            "Vertolaye",
            "03/04/25",
            "Mme Roche",
            "+33 6 01 02 03 04",
            "",
            "un lieu, des affiches",
        ],
        [4, "Bus des Monts", "transport", "Ambert Livradois Forez", "bientôt", "", "1,2E+08", "", ""],
    ]
    book.sheet("Partenaires", rows)
    book.sheet("Listes", [["Commune"], ["Association"], ["Commerce"]]).hide()
    return book.bytes()


def numbers():
    """Official numbers as spreadsheets leave them: as quantities, rounded, without their zeros, mistyped."""
    book = Workbook()
    rows = [
        ["Raison sociale", "N° SIRET", "N° RNA", "Ville", "Code postal"],
        ["Mission locale des Monts", 73282932000074, "", "Ambert", 63600],
        ["Agence postale de Job", "35600000000048", "", "Job", 63990],
        ["Foyer rural de Cunlhat", "7,32829E+13", "W632001234", "Cunlhat", 63590],
        ["Régie des Monts", "732 829 320 00075", "", "Ambert", 63600],
        ["Amicale laïque", "", "w 632 005678", "Ambert", 63600],
        ["Comité des fêtes", "", "632005679", "Ambert", 63600],
        ["Union des Monts", 732829320, "", "Ambert", 63600],
        ["Bibliothèque pour tous", 5521000554, "", "Thiers", 63300],
    ]
    book.sheet("Feuil1", rows)
    return book.bytes()


def doubles():
    """The same organisations under several spellings, acronyms, and namesakes of other places."""
    book = Workbook()
    rows = [
        ["Structure", "Commune", "Contact", "Mail"],
        ["École Jules-Ferry", "Ambert", "Mme Faure", "ecole.ferry@exemple.example"],
        ["ECOLE JULES FERRY", "ambert", "M. Nury", "nury@exemple.example"],
        ["C.C.A.S. d'Ambert", "Ambert", "", ""],
        ["MJC d'Ambert", "Ambert", "", ""],
        ["Maison des jeunes et de la culture d’Ambert", "Ambert", "Paul Igon", ""],
        ["Pharmacie du Centre", "Ambert", "", ""],
        ["Pharmacie du Centre", "Cunlhat", "", ""],
        ["Chez Lizon", "Olliergues", "", ""],
        ["École Jean-Moulin", "Ambert", "", ""],
        ["Collège Jean-Moulin", "Ambert", "", ""],
        ["MSA Auvergne", "", "", ""],
        ["Mutualité sociale agricole d'Auvergne", "", "service social", ""],
    ]
    book.sheet("Feuil1", rows)
    return book.bytes()


def windows():
    """A CSV of Excel in French: Windows-1252, semicolons, an empty column, dates as text, a cell on two lines."""
    rows = [
        ["Association", "Adresse", "", "Date de mise à jour", "Référente", "Téléphone", "Mél", "Objet"],
        [
            "Cœur de Village",
            "4, rue de l’Église\n63880 Olliergues",
            "",
            "05/09/2024",
            "Zoé Brun",
            "0473955011",
            "zoe@coeur.example",
            "fêtes, entraide",
        ],
        [
            "Les Œufs d’Or",
            "Le Bourg 63600 AMBERT CEDEX 2",
            "",
            "sept. 2024",
            "",
            "04-73-82-00-01 ou 06.12.34.56.78",
            "",
            "NC",
        ],
        ["Entr’aide €", "néant", "", "", "", "", "", "-"],
    ]
    return _csv(rows, ";").encode("cp1252")


def with_mark():
    """A CSV of a web site: UTF-8 with its mark, commas, telephones as ="…", first names apart."""
    rows = [
        ["Nom", "Prénom", "Structure", "Fonction", "Tel", "E-mail", "Ville", "Site"],
        [
            "Brun",
            "Zoé",
            "Épicerie sociale, L’Abri",
            "bénévole",
            '="0612345678"',
            "zoe.brun@abri.example",
            "Ambert",
            "https://abri.example",
        ],
        [
            "Costa",
            "Ida",
            "Épicerie sociale, L’Abri",
            "présidente",
            '="0473820000"',
            "ida@abri.example; abri@abri.example",
            "Ambert",
            "",
        ],
        ["", "", "Radio Craponne", "", "", "", "Craponne-sur-Arzon", ""],
    ]
    return _csv(rows, ",").encode("utf-8-sig")


def town_hall():
    """A text of tabs in UTF-16, as Excel's « Texte Unicode »; titles on the fifth row, repeated further down."""
    titles = ["Nom de la structure", "Catégorie", "Code INSEE", "Tél. fixe", "Tél. portable", "Responsable"]
    rows = [
        ["Mairie de Cunlhat"],
        ["Liste des associations"],
        [],
        ["imprimé le 02/10/2025"],
        titles,
        ["Club de l’Âge d’Or", "Association loi 1901", "63132", "473722000", "", "Mme Col"],
        ["Harmonie", "Association loi 1901", "63132", "", "611223344", ""],
        titles,
        ["Boulangerie Serre", "Commerçant", "63132", "04 73 72 20 30", "06 11 22 33 55", "M. Serre"],
        ["Gendarmerie", "Gendarmerie", "63999", "17", "", ""],
    ]
    return ("\ufeff" + _csv(rows, "\t")).encode("utf-16-le")


def no_titles():
    """A CSV without titles, that a person pasted from an agenda."""
    rows = [
        ["Garage Solidaire des Monts", "63600", "garage@exemple.example", "06 00 00 00 01"],
        ["Jardins de la Dore", "63880", "jardins@exemple.example", "06 00 00 00 02"],
        ["Facteur de Job", "63990", "facteur@exemple.example", "06 00 00 00 03"],
    ]
    return _csv(rows, ";").encode()


def belgium():
    """An OpenDocument sheet of Belgium: postcodes of four figures, BCE numbers, real dates, two empty columns."""
    rows = [
        ["Dénomination", "", "Type", "N° d'entreprise", "Code postal", "Commune", "", "Date", "GSM", "Courriel"],
        [
            "CPAS de Namur",
            "",
            "CPAS",
            "0403.170.701",
            5000,
            "Namur",
            "",
            datetime.date(2025, 6, 30),
            "0475 12 34 56",
            "cpas@namur.example",
        ],
        [
            "Maison médicale des Quais",
            "",
            "maison médicale",
            "BE 0202.239.951",
            4000,
            "Liège",
            "",
            "",
            "+32 4 123 45 67",
            "",
        ],
        ["ASBL Le Relais", "", "ASBL", "0403.170.702", 6000, "Charleroi", "", "30.06.2025", "", ""],
    ]
    return _ods("Répertoire", rows)


def _csv(rows, separator):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def _ods(name, rows):
    def cell(value):
        if value == "":
            return "<table:table-cell/>"
        kind, text = "string", escape(str(value))
        if isinstance(value, datetime.date):
            kind, text = f'date" office:date-value="{value.isoformat()}', f"{value:%d/%m/%Y}"
        elif isinstance(value, int):
            kind = f'float" office:value="{value}'
        return f'<table:table-cell office:value-type="{kind}"><text:p>{text}</text:p></table:table-cell>'

    spaces = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text")
    )
    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    # What LibreOffice writes below: a million rows of nothing.
    body += '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/>'
    body += "</table:table-row>"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces} office:version="1.3"><office:body>'
        f'<office:spreadsheet><table:table table:name="{escape(name)}">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return archive({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def archive(files):
    """Return a zip of {path: text or bytes}, always the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for path, content in files.items():
            target.writestr(zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


FILES = {
    "annuaire-du-reseau.xlsx": network,
    "deux-feuilles.xlsx": two_sheets,
    "numeros.xlsx": numbers,
    "doublons.xlsx": doubles,
    "associations-windows.csv": windows,
    "benevoles-site.csv": with_mark,
    "mairie-unicode.txt": town_hall,
    "sans-titres.csv": no_titles,
    "namur-liege.ods": belgium,
}


def main():
    for name, make in FILES.items():
        (FOLDER / name).write_bytes(make())


if __name__ == "__main__":
    main()
