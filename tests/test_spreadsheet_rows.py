"""What is read in each untidy spreadsheet of tests/spreadsheets, row by row, and what happens to each row."""

import pytest

from exchange.spreadsheets.formats import to_csv
from partnerships.models import Contact, Partner, Partnership
from projects.models import undo
from territories.models import Territory
from tests.factories import PartnerFactory, PartnershipFactory
from tests.spreadsheet_files import places as make_places
from tests.spreadsheet_files import prepared, source, written
from tests.spreadsheets.make import FILES

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"
SEEN = ("name", "kind", "territory_name", "contact_name", "contact_function", "email", "phone")


@pytest.fixture
def places(db):
    make_places()


def rows_of(draft):
    """Return {number: (what happens, what is read)}, the rows of no partner aside."""
    return {
        item["number"]: (item["kind"], *(item["values"].get(name, "") for name in SEEN))
        for item in draft.plan
        if item["kind"] != "skip"
    }


@pytest.mark.parametrize("name", FILES)
def test_the_files_are_those_that_the_script_writes(name):
    assert FILES[name]() == source(name)


@pytest.mark.parametrize("name", FILES)
def test_two_runs_of_a_file_create_nothing_twice(project, coordinator, places, name):
    first = prepared(project, coordinator, name)
    answers = {item["number"]: "other" for item in first.plan if item["kind"] == "ask"}
    answers |= {item["number"]: "take" for item in first.plan if item["kind"] == "new"}
    _gesture, result = written(first, answers)
    assert result.created == result.joined > 0
    before = Partner.objects.count(), Contact.objects.count(), Partnership.objects.count()
    second = prepared(project, coordinator, name)
    written(second, {item["number"]: "take" for item in second.plan if item["kind"] in ("same", "also")})
    assert (Partner.objects.count(), Contact.objects.count(), Partnership.objects.count()) == before


@pytest.mark.parametrize("name", FILES)
def test_an_import_is_one_operation_that_is_taken_back_whole(project, coordinator, places, name):
    before = Partner.objects.count(), Contact.objects.count(), Partnership.objects.count()
    gesture, _result = written(prepared(project, coordinator, name))
    assert project.operations.get() == gesture
    undo(gesture, by=coordinator)
    assert (Partner.objects.count(), Contact.objects.count(), Partnership.objects.count()) == before


def test_merged_cells_groups_of_titles_and_lost_zeros(project, coordinator, places):
    draft = prepared(project, coordinator, "annuaire-du-reseau.xlsx")
    assert (draft.header, draft.fields) == (
        2,
        ["name", "", "place", "postcode", "contact_name", "contact_function", "phone", "email"],
    )
    assert rows_of(draft) == {
        4: (
            "new",
            "CCAS de Cunlhat",
            "",
            "Cunlhat",
            "Odile Bravard",
            "directrice",
            "ccas@cunlhat.example",
            "04 73 72 20 14",
        ),
        5: ("also", "CCAS de Cunlhat", "", "Cunlhat", "Tom Legay", "accueil", "accueil.ccas@cunlhat.example", ""),
        6: ("new", "Pharmacie Roux", "", "Ambert", "", "", "", "04 73 82 00 11"),
        7: ("new", "Les Amis du Marché", "", "Ambert", "Jo Pradel", "", "", "06 12 34 56 78"),
        10: ("new", "Maison de santé des Monts", "", "Olliergues", "Dr Ana Vidal", "médecin", "", "04 73 95 50 12"),
        11: ("error", "", "", "", "", "", "", ""),
    }
    remarks = {item["number"]: item["remarks"] for item in draft.plan if item["remarks"]}
    assert remarks == {
        7: [f"courriel non repris, il n’a pas la forme d’une adresse{NBSP}: «{NBSP}jo pradel at exemple{NBSP}»"]
    }
    assert draft.plan[-2]["problem"] == "il manque le nom du partenaire"
    written(draft)
    ccas = Partner.objects.get(name="CCAS de Cunlhat")
    assert ccas.kind == "social_centre_public"
    assert [contact.name for contact in ccas.contacts.all()] == ["Odile Bravard", "Tom Legay"]


def test_the_sheet_of_partners_is_chosen_and_dates_are_read(project, coordinator, places):
    draft = prepared(project, coordinator, "deux-feuilles.xlsx")
    assert [sheet["name"] for sheet in draft.sheets] == ["Lisez-moi", "Partenaires"]
    assert (draft.sheet, draft.header) == (1, 3)
    assert rows_of(draft) == {
        5: (
            "new",
            "Mairie d'Ambert",
            "municipality",
            "Ambert",
            "Lise Vernet",
            "",
            "lise@ambert.example",
            "06 11 22 33 44",
        ),
        6: ("new", "Collège Jules Romains", "school", "Ambert", "", "", "vie.scolaire@college.example", ""),
        7: ("new", "Café de la Gare", "shop", "Vertolaye", "Mme Roche", "", "", "06 01 02 03 04"),
        8: ("new", "Bus des Monts", "", "CC Ambert Livradois Forez", "", "", "", ""),
    }
    days = [item["values"].get("checked_on", "") for item in draft.plan]
    assert days == ["2025-03-12", "2025-03-12", "2025-04-03", ""]
    assert draft.plan[3]["remarks"] == [
        f"type d’acteur inconnu{NBSP}: «{NBSP}transport{NBSP}»",
        f"téléphone non repris, le tableur l’a arrondi{NBSP}: «{NBSP}1,2E+08{NBSP}»",
        f"date non reprise{NBSP}: «{NBSP}bientôt{NBSP}»",
    ]
    written(draft)
    assert project.partnerships.get(partner__name="Café de la Gare").brings == "un lieu, des affiches"


def test_official_numbers_are_mended_when_their_digits_are_there_and_refused_with_a_way_out(
    project, coordinator, places
):
    draft = prepared(project, coordinator, "numeros.xlsx")
    read = {
        item["number"]: (
            item["kind"],
            item["values"].get("siret", ""),
            item["values"].get("rna", ""),
            item["number_only"],
        )
        for item in draft.plan
    }
    assert read == {
        2: ("new", "732 829 320 00074", "", False),
        3: ("new", "356 000 000 00048", "", False),
        4: ("new", "", "W632001234", True),
        5: ("new", "", "", True),
        6: ("new", "", "W632005678", False),
        7: ("new", "", "", True),
        8: ("ask", "732 829 320", "", False),
        9: ("new", "", "", True),
    }
    problems = {item["number"]: item["problem"] for item in draft.plan if item["problem"]}
    assert "le tableur a arrondi ce SIRET" in problems[4]
    assert "format Texte" in problems[4]
    assert "la clé de" in problems[5]
    assert "RNA" in problems[7]
    assert draft.plan[6]["reason"] == "même SIREN, autre nom"
    # Rows with a wrong number stay out until somebody says: without this number.
    _gesture, result = written(draft)
    assert (result.created, result.left_out) == (3, 5)
    again = prepared(project, coordinator, "numeros.xlsx")
    _gesture, result = written(again, {4: "take"})
    assert result.created == 1
    assert Partner.objects.get(name="Foyer rural de Cunlhat").siret == ""


def test_spellings_acronyms_and_namesakes(project, coordinator, places):
    draft = prepared(project, coordinator, "doublons.xlsx")
    said = {
        item["number"]: (item["kind"], tuple(item["target"]), item["likeness"], item["reason"]) for item in draft.plan
    }
    assert said == {
        2: ("new", (), 0, ""),
        3: ("also", ("row", 0), 100, "même nom"),
        4: ("new", (), 0, ""),
        5: ("new", (), 0, ""),
        6: ("ask", ("row", 3), 100, "nom proche"),
        7: ("new", (), 0, ""),
        8: ("ask", ("row", 5), 100, "même nom, à Ambert"),
        9: ("new", (), 0, ""),
        10: ("new", (), 0, ""),
        11: ("new", (), 0, ""),
        12: ("new", (), 0, ""),
        13: ("ask", ("row", 10), 100, "nom proche"),
    }
    written(draft, {6: "same", 8: "other", 13: "leave"})
    assert set(Partner.objects.exclude(name="Centre social Le Fil").values_list("name", flat=True)) == {
        "École Jules-Ferry",
        "C.C.A.S. d'Ambert",
        "MJC d'Ambert",
        "Pharmacie du Centre",
        "Pharmacie du Centre (Cunlhat)",
        "Chez Lizon",
        "École Jean-Moulin",
        "Collège Jean-Moulin",
        "MSA Auvergne",
    }
    assert Contact.objects.filter(partner__name="École Jules-Ferry").count() == 2
    assert Contact.objects.get(partner__name="MJC d'Ambert").name == "Paul Igon"


def test_windows_1252_semicolons_and_two_lines_in_a_cell(project, coordinator, places):
    draft = prepared(project, coordinator, "associations-windows.csv")
    assert rows_of(draft) == {
        2: ("new", "Cœur de Village", "", "Olliergues", "Zoé Brun", "", "zoe@coeur.example", "04 73 95 50 11"),
        3: ("new", "Les Œufs d’Or", "", "Ambert", "", "", "", "04 73 82 00 01 / 06 12 34 56 78"),
        4: ("new", "Entr’aide €", "", "", "", "", "", ""),
    }
    first = draft.plan[0]["values"]
    assert first["seat"] == "4, rue de l’Église, 63880 Olliergues"
    assert (first["mission"], first["checked_on"]) == ("fêtes, entraide", "2024-09-05")
    assert draft.plan[1]["remarks"] == [f"date non reprise{NBSP}: «{NBSP}sept. 2024{NBSP}»"]
    assert "mission" not in draft.plan[2]["values"]


def test_utf_8_with_its_mark_first_names_apart_and_quoted_telephones(project, coordinator, places):
    draft = prepared(project, coordinator, "benevoles-site.csv")
    assert draft.fields == ["contact_last", "contact_first", "name", "contact_function", "phone", "email", "place", ""]
    assert rows_of(draft) == {
        2: (
            "new",
            "Épicerie sociale, L’Abri",
            "",
            "Ambert",
            "Zoé Brun",
            "bénévole",
            "zoe.brun@abri.example",
            "06 12 34 56 78",
        ),
        3: (
            "also",
            "Épicerie sociale, L’Abri",
            "",
            "Ambert",
            "Ida Costa",
            "présidente",
            "ida@abri.example",
            "04 73 82 00 00",
        ),
        4: ("new", "Radio Craponne", "", "Craponne-sur-Arzon", "", "", "", ""),
    }
    assert draft.plan[1]["remarks"] == [f"seul le premier courriel est repris{NBSP}; laissé{NBSP}: abri@abri.example"]


def test_utf_16_tabs_and_titles_repeated_further_down(project, coordinator, places):
    draft = prepared(project, coordinator, "mairie-unicode.txt")
    assert draft.header == 4
    assert rows_of(draft) == {
        6: ("new", "Club de l’Âge d’Or", "association", "Cunlhat", "Mme Col", "", "", "04 73 72 20 00"),
        7: ("new", "Harmonie", "association", "Cunlhat", "", "", "", "06 11 22 33 44"),
        9: ("new", "Boulangerie Serre", "shop", "Cunlhat", "M. Serre", "", "", "04 73 72 20 30 / 06 11 22 33 55"),
        10: ("new", "Gendarmerie", "police_fire", "", "", "", "", "17"),
    }
    assert draft.plan[-1]["remarks"] == [
        f"téléphone inhabituel, gardé tel quel{NBSP}: «{NBSP}17{NBSP}»",
        f"code de commune inconnu{NBSP}: «{NBSP}63999{NBSP}»",
    ]


def test_a_file_without_titles_is_read_by_what_its_cells_look_like(project, coordinator, places):
    draft = prepared(project, coordinator, "sans-titres.csv")
    assert (draft.header, draft.fields) == (-1, ["name", "postcode", "email", "phone"])
    assert rows_of(draft) == {
        1: ("new", "Garage Solidaire des Monts", "", "Ambert", "", "", "garage@exemple.example", "06 00 00 00 01"),
        2: ("new", "Jardins de la Dore", "", "Olliergues", "", "", "jardins@exemple.example", "06 00 00 00 02"),
        3: ("new", "Facteur de Job", "", "Job", "", "", "facteur@exemple.example", "06 00 00 00 03"),
    }


def test_belgian_numbers_postcodes_and_telephones(project, coordinator, places):
    draft = prepared(project, coordinator, "namur-liege.ods")
    assert rows_of(draft) == {
        2: ("new", "CPAS de Namur", "social_centre_public", "Namur", "", "", "cpas@namur.example", "0475 12 34 56"),
        3: ("new", "Maison médicale des Quais", "health_pro", "Liège", "", "", "", "+32 4 123 45 67"),
        4: ("new", "ASBL Le Relais", "association", "Charleroi", "", "", "", ""),
    }
    assert [item["values"].get("bce", "") for item in draft.plan] == ["0403.170.701", "0202.239.951", ""]
    assert "BCE" in draft.plan[2]["problem"]
    assert draft.plan[2]["values"]["checked_on"] == "2025-06-30"


def sheet(*rows):
    return to_csv(["Structure", "SIRET", "Commune", "Contact", "Courriel", "Téléphone", "Mission", "Type"], rows, "")


@pytest.fixture
def cafe(project, places):
    """A café of the directory, outside the project, with one person."""
    ambert = Territory.objects.get(name="Ambert")
    cafe = PartnerFactory(
        organisation=project.organisation,
        name="Café de la Gare",
        kind="other",
        territory=ambert,
        siret="73282932000074",
    )
    Contact.objects.create(partner=cafe, name="Lison Roche", email="lison@cafe.example")
    return cafe


def test_a_partner_known_by_its_number_is_completed_never_overwritten(project, coordinator, cafe):
    cafe.mission = "Le lieu où l’on se croise."
    cafe.save()
    data = sheet(["Bar des Voyageurs", "732 829 320 00074", "Ambert", "Lison Roche", "", "0611223344", "Autre", "Café"])
    draft = prepared(project, coordinator, "cafes.csv", data)
    [item] = draft.plan
    assert (item["kind"], item["target"], item["reason"]) == ("same", ("known", cafe.pk), "même numéro")
    assert (item["fills"], item["kept"], item["person"], item["joins"]) == (["kind"], ["mission"], "fills", True)
    _gesture, result = written(draft)
    assert (result.created, result.completed, result.persons, result.joined) == (0, 1, 0, 1)
    version = cafe.version
    cafe.refresh_from_db()
    assert (cafe.name, cafe.kind, cafe.mission) == ("Café de la Gare", "shop", "Le lieu où l’on se croise.")
    assert cafe.version == version + 1
    assert cafe.contacts.get().phone == "06 11 22 33 44"
    assert Partnership.objects.get(project=project, partner=cafe).position > 0


def test_an_import_of_a_known_partner_is_taken_back_to_what_it_was(project, coordinator, cafe):
    data = sheet(["café de la gare", "", "Ambert", "Une autre", "", "", "Accueil", "Café"])
    gesture, _result = written(prepared(project, coordinator, "cafes.csv", data))
    undo(gesture, by=coordinator)
    cafe.refresh_from_db()
    assert (cafe.kind, cafe.mission, cafe.contacts.count()) == ("other", "", 1)
    assert not project.partnerships.filter(partner=cafe).exists()


def test_an_answer_decides_between_the_same_organisation_and_another(project, coordinator, cafe):
    data = sheet(["Café de la Garre", "", "Ambert", "", "", "", "Concerts", ""])
    draft = prepared(project, coordinator, "cafes.csv", data)
    assert draft.plan[0]["kind"] == "ask"
    assert draft.plan[0]["likeness"] > 90
    written(draft, {2: "same"})
    cafe.refresh_from_db()
    assert cafe.mission == "Concerts"
    assert not Partner.objects.filter(name="Café de la Garre").exists()
    PartnershipFactory(project=project, partner__name="Radio des Monts", partner__territory=cafe.territory)
    draft = prepared(project, coordinator, "cafes.csv", sheet(["Radio des Mont", "", "Ambert", "", "", "", "", ""]))
    written(draft, {2: "other"})
    assert Partner.objects.filter(name="Radio des Mont").exists()


def test_another_organisation_is_never_compared_with(project, coordinator, places):
    PartnerFactory(name="Café de la Gare", siret="73282932000074")
    draft = prepared(
        project, coordinator, "cafes.csv", sheet(["Café de la Gare", "73282932000074", "", "", "", "", "", ""])
    )
    assert draft.plan[0]["kind"] == "new"


def test_rows_after_an_undecided_one_wait_with_it(project, coordinator, cafe):
    data = sheet(
        ["Café de la Garre", "", "Ambert", "A", "", "", "", ""], ["Café de la Garre", "", "Ambert", "B", "", "", "", ""]
    )
    draft = prepared(project, coordinator, "cafes.csv", data)
    assert [item["kind"] for item in draft.plan] == ["ask", "also"]
    _gesture, result = written(draft)
    assert (result.created, result.left_out) == (0, 2)
    draft = prepared(project, coordinator, "cafes.csv", data)
    written(draft, {2: "same"})
    assert [contact.name for contact in cafe.contacts.all()] == ["Lison Roche", "A", "B"]


def test_a_directory_changed_meanwhile_is_compared_again_and_nothing_is_written(project, coordinator, cafe):
    draft = prepared(project, coordinator, "cafes.csv", sheet(["Radio des Monts", "", "", "", "", "", "", ""]))
    PartnershipFactory(project=project, partner__name="Radio des Monts")
    assert written(draft) is None
    draft.refresh_from_db()
    assert (draft.state, draft.plan[0]["kind"]) == ("preview", "same")
    assert "a changé" in draft.notice
    assert not project.operations.exists()
