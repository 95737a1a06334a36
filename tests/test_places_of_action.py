"""A partner acts in several places: its record, its arrival, the directory, likeness, undo, files in and out."""

import pytest
from django.urls import reverse

from exchange.exporting import export_project, to_json
from exchange.importing import import_file
from exchange.spreadsheets.formats import to_csv
from exchange.spreadsheets.reading import read_sheets
from partnerships.forms.directory import lookalikes
from partnerships.models import Partner, PartnerPlace
from projects.models import CannotUndo, Operation, undo
from tests.factories import OrganisationFactory, PartnerFactory, PartnershipFactory, TerritoryFactory
from tests.official import official_places
from tests.spreadsheet_files import prepared, written

pytestmark = pytest.mark.django_db
ADD = "/projets/le-detour/partenaires/ajouter/"
LIST = "/projets/le-detour/partenaires/"


@pytest.fixture
def places(db):
    return {place.name: place for place in official_places().values()}


@pytest.fixture
def msa(project, places):
    """Acts at Ambert first, then at Cunlhat."""
    partnership = PartnershipFactory(
        project=project, partner__name="MSA des Monts", partner__territory=places["Ambert"]
    )
    PartnerPlace.objects.put(partnership.partner, [places["Cunlhat"]])
    return partnership


def edit_url(partnership):
    return reverse("partnerships:record_edit", args=["le-detour", partnership.public_id, "identite"])


def record_url(partnership):
    return reverse("partnerships:partnership_record", args=["le-detour", partnership.public_id])


def identity(partnership, **changes):
    partner = partnership.partner
    return {"name": partner.name, "kind": partner.kind, "seen_version": partner.version} | changes


def others(partner):
    return [place.name for place in Partner.objects.get(pk=partner.pk).other_places]


# --- The record ---


def test_the_record_shows_every_place(msa, reader, sign_in):
    page = sign_in(reader).get(record_url(msa)).content.decode()
    assert "Ambert (6\u00a0556&nbsp;habitants), et aussi Cunlhat" in page.replace("\u202f", "\u00a0")
    assert "Agit aussi à" in page


def test_the_record_of_many_places_counts_them_at_its_head(msa, reader, sign_in):
    PartnerPlace.objects.put(msa.partner, [TerritoryFactory(name=f"Village {n}") for n in range(5)])
    page = sign_in(reader).get(record_url(msa)).content.decode()
    assert "5 autres territoires" in page
    assert page.count("Village 4") == 1


def test_the_form_writes_several_places_and_undo_brings_them_back(msa, places, coordinator, sign_in):
    kept = [places["Olliergues"].key, places["Cunlhat"].key]
    data = identity(msa, **{"territory": "63003", "other_places-choisi": kept})
    assert sign_in(coordinator).post(edit_url(msa), data).status_code == 302
    assert others(msa.partner) == ["Olliergues", "Cunlhat"]
    undo(Operation.objects.get(), by=coordinator)
    assert others(msa.partner) == ["Cunlhat"]


def test_without_script_places_are_typed_one_after_the_other(msa, coordinator, sign_in):
    data = identity(msa, territory="63003", other_places="63258 ; Cunlhat")
    assert sign_in(coordinator).post(edit_url(msa), data).status_code == 302
    assert others(msa.partner) == ["Olliergues", "Cunlhat"]


def test_the_first_place_is_never_repeated_among_the_others(msa, coordinator, sign_in):
    data = identity(msa, territory="63132", other_places="Cunlhat; Ambert")
    sign_in(coordinator).post(edit_url(msa), data)
    assert Partner.objects.get(pk=msa.partner_id).territory.name == "Cunlhat"
    assert others(msa.partner) == ["Ambert"]


def test_without_a_first_place_the_first_of_the_others_is_it(msa, coordinator, sign_in):
    sign_in(coordinator).post(edit_url(msa), identity(msa, territory="", other_places="63258; 63132"))
    assert Partner.objects.get(pk=msa.partner_id).territory.name == "Olliergues"
    assert others(msa.partner) == ["Cunlhat"]


def test_an_unknown_place_is_refused_and_what_was_typed_stays(msa, coordinator, sign_in):
    data = identity(msa, territory="63003", other_places="Zzzz")
    response = sign_in(coordinator).post(edit_url(msa), data)
    assert response.status_code == 422
    assert 'value="Zzzz"' in response.content.decode()
    assert others(msa.partner) == ["Cunlhat"]


def test_two_people_at_once_the_second_sees_the_places_of_the_first(msa, places, coordinator, sign_in):
    client = sign_in(coordinator)
    client.post(edit_url(msa), identity(msa, territory="63003", other_places="63258"))
    response = client.post(edit_url(msa), identity(msa, territory="63003", other_places="63132"))
    assert response.status_code == 409
    assert "Olliergues" in response.content.decode()
    assert others(msa.partner) == ["Olliergues"]


def test_what_a_later_gesture_wrote_again_holds_an_older_one(msa, places, coordinator, sign_in):
    client = sign_in(coordinator)
    client.post(edit_url(msa), identity(msa, territory="63003"))
    taken_out = Operation.objects.get()
    msa.partner.refresh_from_db()
    client.post(edit_url(msa), identity(msa, territory="63003", other_places="63132"))
    with pytest.raises(CannotUndo):
        undo(taken_out, by=coordinator)
    assert others(msa.partner) == ["Cunlhat"]


def test_as_it_was_on_a_day(msa, places):
    before = PartnerPlace.history.latest().history_date
    PartnerPlace.objects.put(msa.partner, [places["Olliergues"]])
    then = PartnerPlace.history.as_of(before).filter(partner=msa.partner)
    assert [place.territory for place in then] == [places["Cunlhat"]]


# --- Bringing a partner in ---


def test_a_new_partner_comes_with_its_places(project, places, coordinator, sign_in):
    data = {"name": "Bibliobus", "kind": "library", "territory": "63003", "other_places": "63132;63258"}
    assert sign_in(coordinator).post(ADD, data).status_code == 302
    assert others(Partner.objects.get(name="Bibliobus")) == ["Cunlhat", "Olliergues"]


def test_the_place_asked_for_is_written_already(project, places, coordinator, sign_in):
    page = sign_in(coordinator).get(f"{ADD}?territoire=FR.commune.63132").content.decode()
    assert 'value="Cunlhat (63)"' in page


def test_names_alike_are_looked_for_in_every_place(project, places):
    known = PartnerFactory(organisation=project.organisation, name="Pharmacie du Centre", territory=places["Ambert"])
    PartnerPlace.objects.put(known, [places["Cunlhat"]])
    assert lookalikes(project.organisation, "Pharmacie du centre", [places["Cunlhat"]]) == [known]
    assert lookalikes(project.organisation, "Pharmacie du centre", [places["Olliergues"], places["Cunlhat"]]) == [known]
    assert lookalikes(project.organisation, "Pharmacie du centre", [places["Olliergues"]]) == []


# --- The directory ---


def test_the_directory_names_the_places_the_first_one_first(msa, reader, sign_in):
    assert "Association, ASBL, Ambert, Cunlhat" in sign_in(reader).get(LIST).content.decode()


def test_more_than_three_places_are_counted(msa, reader, sign_in):
    PartnerPlace.objects.put(msa.partner, [TerritoryFactory(name=f"Village {n}") for n in range(5)])
    assert "Ambert, Village 0, Village 1 et 3 autres" in sign_in(reader).get(LIST).content.decode()


def test_a_search_finds_a_partner_by_any_of_its_places(msa, reader, sign_in):
    rows = sign_in(reader).get(f"{LIST}?q=cunlhat").context["page"]
    assert [row.partner__name for row in rows] == ["MSA des Monts"]


# --- The project file ---


def test_a_project_file_carries_the_other_places(project, msa, places):
    written_file = to_json(export_project(project))
    assert b'"autres_territoires"' in written_file
    elsewhere = OrganisationFactory()
    import_file(written_file, organisation=elsewhere)
    again = Partner.objects.get(organisation=elsewhere, name="MSA des Monts")
    assert again.territory == places["Ambert"]
    assert again.other_places == [places["Cunlhat"]]


def test_a_partner_of_one_place_has_no_such_key(project, places):
    PartnershipFactory(project=project, partner__territory=places["Ambert"])
    assert b"autres_territoires" not in to_json(export_project(project))


def test_a_file_adds_places_to_a_known_partner_and_takes_none_away(project, msa, places):
    text = to_json(export_project(project))
    PartnerPlace.objects.put(msa.partner, [places["Olliergues"]])
    Partner.objects.filter(pk=msa.partner_id).update(territory=places["Cunlhat"])
    result = import_file(text, organisation=project.organisation)
    partner = Partner.objects.get(pk=msa.partner_id)
    assert partner.territory == places["Cunlhat"]
    assert others(partner) == ["Olliergues"]
    # Its first place is another, and is kept: the file is told so.
    assert any("Cunlhat" in problem.message for problem in result.warnings)


# --- Spreadsheets ---


def sheet(*rows):
    return to_csv(["Nom du partenaire", "Territoire", "Code INSEE"], rows, "")


def test_a_cell_names_several_places(project, places, coordinator):
    draft = prepared(project, coordinator, "places.csv", sheet(["Bibliobus", "Ambert ; Cunlhat; 63880 Olliergues", ""]))
    written(draft)
    partner = Partner.objects.get(name="Bibliobus")
    assert partner.territory == places["Ambert"]
    assert others(partner) == ["Cunlhat", "Olliergues"]


def test_a_row_adds_the_places_that_the_directory_does_not_know(project, msa, places, coordinator):
    draft = prepared(project, coordinator, "places.csv", sheet(["MSA des Monts", "Cunlhat ; Olliergues ; Ambert", ""]))
    [item] = [item for item in draft.plan if item["kind"] == "same"]
    assert item["fills"] == ["other_places"]
    assert item["kept"] == []
    written(draft)
    assert Partner.objects.get(pk=msa.partner_id).territory == places["Ambert"]
    assert others(msa.partner) == ["Cunlhat", "Olliergues"]


def test_one_place_where_it_acts_too_says_nothing_new(project, msa, coordinator):
    draft = prepared(project, coordinator, "places.csv", sheet(["MSA des Monts", "Cunlhat", ""]))
    [item] = [item for item in draft.plan if item["kind"] == "same"]
    assert (item["fills"], item["kept"]) == ([], [])


def test_what_is_exported_comes_back_the_same(project, msa, places, coordinator, sign_in):
    response = sign_in(coordinator).get("/projets/le-detour/partenaires/exporter/a-transmettre/csv/")
    [table] = read_sheets("partenaires.csv", response.content)
    row = next(row for row in table.rows if row[0] == "MSA des Monts")
    assert row[3].replace("\u00a0", " ") == "Ambert ; Cunlhat"
    assert row[4].replace("\u00a0", " ") == "63003 ; 63132"
    PartnerPlace.objects.all().delete()
    written(prepared(project, coordinator, "partenaires.csv", response.content))
    assert others(msa.partner) == ["Cunlhat"]


def test_an_import_with_places_is_taken_back_whole(project, places, coordinator):
    gesture, _result = written(
        prepared(project, coordinator, "places.csv", sheet(["Bibliobus", "Ambert ; Cunlhat", ""]))
    )
    undo(gesture, by=coordinator)
    assert not Partner.objects.filter(name="Bibliobus").exists()
    assert not PartnerPlace.objects.exists()
