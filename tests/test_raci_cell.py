"""Writing letters: one cell, one row as a form, undo, a pasted block. Guarded by what the person saw."""

import pytest
from django.urls import reverse

from partnerships.models import PartnerKind, RaciAssignment
from partnerships.models.raci import CellChanged
from partnerships.raci.paste import read_block
from partnerships.raci.variants import RACI
from projects.models import InvolvementCode, Operation, operation, undo
from tests.factories import ActivityFactory, PartnershipFactory, PlacementFactory, ProjectFactory, RaciFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity(project):
    return ActivityFactory(project=project, name="Orienter vers l’accès aux droits")


@pytest.fixture
def msa(project):
    return PartnershipFactory(project=project, partner__short_name="MSA")


def url(project, name, *args):
    return reverse(f"partnerships:{name}", args=[project.slug, *args])


def write(client, activity, partnership, letters, seen=""):
    fields = {
        "activity": activity.public_id,
        "partnership": partnership.public_id,
        "letters": letters,
        "seen": seen,
    }
    return client.post(url(activity.project, "raci_cell"), fields)


def letters_of(activity, partnership):
    cell = RaciAssignment.objects.filter(activity=activity, partnership=partnership).first()
    return cell.letters if cell else ""


# --- One cell ---------------------------------------------------------------------------------------------------


def test_a_letter_is_written_and_the_answer_says_what_it_moved(project, facilitator, sign_in, activity, msa):
    answer = write(sign_in(facilitator), activity, msa, "R")
    assert answer.status_code == 200
    data = answer.json()
    assert letters_of(activity, msa) == data["letters"] == "R"
    assert data["alert"] == "sans"
    assert "Aucun A" in data["findings"]
    assert "Aucun R" not in data["findings"]
    assert "<b class=n1>1 R</b>" in data["load"]
    gesture = Operation.objects.get(public_id=data["operation"])
    assert gesture.label == "MSA, Orienter vers l’accès aux droits\u00a0: R"


def test_the_answer_says_when_a_column_reaches_five_a_and_when_it_leaves_them(
    project, coordinator, sign_in, activity, msa
):
    for _ in range(4):
        RaciFactory(activity=ActivityFactory(project=project), partnership=msa, letters="A")
    client = sign_in(coordinator)
    assert write(client, activity, msa, "A").json()["heavy"] is True
    assert write(client, activity, msa, "", seen="A").json()["heavy"] is False


@pytest.mark.parametrize(("seen", "letters"), [("R", "RA"), ("R", ""), ("(A)", "A"), ("", "I")])
def test_every_change_has_its_history_row_and_comes_back_on_undo(project, coordinator, activity, msa, seen, letters):
    if seen:
        with operation(by=coordinator, label="Avant", project=project):
            RaciAssignment.objects.write_cells([(activity.pk, msa.pk, "", seen)])
    with operation(by=coordinator, label="Changer", project=project) as gesture:
        RaciAssignment.objects.write_cells([(activity.pk, msa.pk, seen, letters)])
    assert letters_of(activity, msa) == letters
    assert RaciAssignment.history.filter(operation=gesture).count() == 1
    undo(gesture, by=coordinator)
    assert letters_of(activity, msa) == seen


@pytest.mark.parametrize(("there", "seen", "typed"), [("A", "", "R"), ("A", "R", "C"), ("", "R", "A"), ("A", "R", "")])
def test_the_second_of_two_people_gets_409_with_both_values_and_nothing_is_lost(
    project, coordinator, sign_in, activity, msa, there, seen, typed
):
    if there:
        RaciFactory(activity=activity, partnership=msa, letters=there)
    before = project.revision
    answer = write(sign_in(coordinator), activity, msa, typed, seen=seen)
    assert answer.status_code == 409
    assert answer.json() == {"current": there, "typed": typed}
    assert letters_of(activity, msa) == there
    project.refresh_from_db()
    assert project.revision == before
    assert not Operation.objects.filter(project=project).exists()


def test_replacing_after_a_409_sends_the_value_now_seen(project, coordinator, sign_in, activity, msa):
    RaciFactory(activity=activity, partnership=msa, letters="A")
    client = sign_in(coordinator)
    current = write(client, activity, msa, "C").json()["current"]
    assert write(client, activity, msa, "C", seen=current).status_code == 200
    assert letters_of(activity, msa) == "C"


def test_a_cell_filled_between_the_look_and_the_insert_is_refused_by_the_database(
    project, coordinator, activity, msa, monkeypatch
):
    queryset = RaciAssignment.objects.all()
    RaciFactory(activity=activity, partnership=msa, letters="A")
    monkeypatch.setattr(queryset, "filter", lambda **_conditions: [])  # what it saw before the other one wrote
    with pytest.raises(CellChanged), operation(by=coordinator, label="Changer", project=project):
        queryset.write_cells([(activity.pk, msa.pk, "", "R")])
    assert letters_of(activity, msa) == "A"


@pytest.mark.parametrize("wanted", ["R", ""])
def test_a_cell_changed_between_the_look_and_the_write_is_refused_by_the_guard(
    project, coordinator, activity, msa, monkeypatch, wanted
):
    cell = RaciFactory(activity=activity, partnership=msa, letters="C")
    queryset = RaciAssignment.objects.all()
    monkeypatch.setattr(queryset, "filter", lambda **_conditions: [cell])
    RaciAssignment.objects.update(letters="A")
    with pytest.raises(CellChanged), operation(by=coordinator, label="Changer", project=project):
        queryset.write_cells([(activity.pk, msa.pk, "C", wanted)])
    assert letters_of(activity, msa) == "A"


def test_writing_what_is_there_already_is_no_gesture(project, coordinator, sign_in, activity, msa):
    RaciFactory(activity=activity, partnership=msa, letters="A")
    answer = write(sign_in(coordinator), activity, msa, "A", seen="A")
    assert answer.status_code == 200
    assert "operation" not in answer.json()
    assert not Operation.objects.filter(project=project).exists()


def test_the_answer_is_small_and_costs_the_same_at_any_size(project, coordinator, sign_in, activity, msa):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in(coordinator)
    costs = []
    for rows, columns in ((1, 1), (30, 20)):
        others = [PartnershipFactory(project=project) for _ in range(columns)]
        for _ in range(rows):
            row = ActivityFactory(project=project)
            RaciAssignment.objects.bulk_create(
                RaciAssignment(activity=row, partnership=other, letters="C") for other in others
            )
        for seen, letters in (("", "R"), ("R", "A"), ("A", "")):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                answer = write(client, activity, msa, letters, seen=seen)
            assert answer.status_code == 200
            assert len(answer.content) <= 4_000
            assert len(queries) <= 14, (letters, "\n".join(query["sql"][:110] for query in queries))
            costs.append(len(queries))
    assert costs[:3] == costs[3:]


def test_the_first_role_of_a_co_lead_takes_its_question_away(project, coordinator, sign_in, activity, msa):
    PlacementFactory(
        partnership=msa, horizon=project.horizons.first(), level=project.levels.get(code=InvolvementCode.CO_LEAD)
    )
    RaciFactory(activity=ActivityFactory(project=project), partnership=msa, letters="I")
    for n in range(3):
        ActivityFactory(project=project, name=f"Autre {n}")
    client = sign_in(coordinator)
    assert write(client, activity, msa, "R").json()["questions"] == ""
    assert "questions" not in write(client, activity, msa, "RA", seen="R").json()
    assert "jamais R ni A" in write(client, activity, msa, "C", seen="RA").json()["questions"]


def test_the_row_counts_residents(project, coordinator, sign_in, activity):
    group = PartnershipFactory(project=project, partner__kind=PartnerKind.RESIDENT_GROUP)
    client = sign_in(coordinator)
    assert "Habitants informés" in write(client, activity, group, "I").json()["findings"]
    assert "abitant" not in write(client, activity, group, "RA", seen="I").json()["findings"]


@pytest.mark.parametrize("fields", [{"letters": "Z"}, {"seen": "AR"}, {"activity": ""}, {"letters": "r"}])
def test_what_is_not_a_role_is_422(project, coordinator, sign_in, activity, msa, fields):
    sent = {"activity": activity.public_id, "partnership": msa.public_id, "letters": "R", "seen": "", **fields}
    answer = sign_in(coordinator).post(url(project, "raci_cell"), sent)
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert letters_of(activity, msa) == ""


def test_activities_and_partners_of_another_project_are_not_found(project, coordinator, sign_in, activity, msa):
    elsewhere = ProjectFactory(organisation=project.organisation)
    client = sign_in(coordinator)
    there = PartnershipFactory(project=elsewhere)
    assert write(client, activity, there, "R").status_code == 404
    foreign = ActivityFactory(project=elsewhere)
    fields = {"activity": foreign.public_id, "partnership": msa.public_id, "letters": "R", "seen": ""}
    assert client.post(url(project, "raci_cell"), fields).status_code == 404
    assert not RaciAssignment.objects.exists()


WRITES = ["raci_cell", "raci_undo", "raci_paste"]


@pytest.mark.parametrize("name", WRITES)
def test_who_may_write(project, reader, stranger, client, sign_in, name):
    address = url(project, name)
    assert client.post(address).status_code == 302
    assert sign_in(stranger).post(address).status_code == 404
    assert sign_in(reader).post(address).status_code == 403


@pytest.mark.parametrize("name", ["raci_cell", "raci_undo"])
def test_writing_by_get_is_refused(project, coordinator, sign_in, name):
    assert sign_in(coordinator).get(url(project, name)).status_code == 405


# --- Undo -------------------------------------------------------------------------------------------------------


def test_undo_answers_with_the_cell_as_it_is_again(project, coordinator, sign_in, activity, msa):
    client = sign_in(coordinator)
    write(client, activity, msa, "R")
    gesture = write(client, activity, msa, "RA", seen="R").json()["operation"]
    answer = client.post(url(project, "raci_undo"), {"operation": gesture}).json()
    assert answer["letters"] == letters_of(activity, msa) == "R"
    assert "<i class=n0>0 A</i>" in answer["load"]
    assert answer["activity"] == activity.public_id


def test_gestures_on_one_cell_are_undone_one_after_the_other(project, coordinator, sign_in, activity, msa):
    client = sign_in(coordinator)
    steps = [("", "R"), ("R", "RA"), ("RA", ""), ("", "C")]
    gestures = [write(client, activity, msa, letters, seen=seen).json()["operation"] for seen, letters in steps]
    for gesture, (seen, _letters) in zip(reversed(gestures), reversed(steps), strict=True):
        assert client.post(url(project, "raci_undo"), {"operation": gesture}).json()["letters"] == seen
    assert not RaciAssignment.objects.exists()


def test_undo_is_refused_when_the_cell_has_changed_since(project, coordinator, facilitator, sign_in, activity, msa):
    gesture = write(sign_in(coordinator), activity, msa, "R").json()["operation"]
    write(sign_in(facilitator), activity, msa, "C", seen="R")
    answer = sign_in(coordinator).post(url(project, "raci_undo"), {"operation": gesture})
    assert answer.status_code == 409
    assert "a changé depuis" in answer.json()["message"]
    assert letters_of(activity, msa) == "C"


def test_undo_of_several_cells_asks_for_a_reload(project, coordinator, sign_in, activity, msa):
    lead = project.partnerships.get(is_lead=True)
    with operation(by=coordinator, label="Coller", project=project) as gesture:
        RaciAssignment.objects.write_cells([(activity.pk, msa.pk, "", "R"), (activity.pk, lead.pk, "", "A")])
    answer = sign_in(coordinator).post(url(project, "raci_undo"), {"operation": gesture.public_id})
    assert answer.json() == {"reload": True}
    assert not RaciAssignment.objects.exists()


def test_undo_of_a_gesture_of_another_project_is_not_found(project, coordinator, sign_in):
    elsewhere = ProjectFactory(organisation=project.organisation)
    with operation(by=coordinator, label="Ailleurs", project=elsewhere) as gesture:
        pass
    assert sign_in(coordinator).post(url(project, "raci_undo"), {"operation": gesture.public_id}).status_code == 404
    assert sign_in(coordinator).post(url(project, "raci_undo"), {}).status_code == 404


# --- A row as a form --------------------------------------------------------------------------------------------


def row_fields(activity, **letters):
    """Return the fields of the form of a row as a browser sends them, with `letters` by partner label changed."""
    fields = {}
    for partnership in activity.project.partnerships.select_related("partner"):
        seen = letters_of(activity, partnership)
        fields[f"vu-{partnership.public_id}"] = seen
        fields[f"role-{partnership.public_id}"] = letters.get(partnership.partner.label, seen)
    return fields


def test_the_form_of_a_row_changes_several_cells_in_one_gesture(project, facilitator, sign_in, activity, msa):
    caf = PartnershipFactory(project=project, partner__short_name="Caf")
    RaciFactory(activity=activity, partnership=caf, letters="I")
    client = sign_in(facilitator)
    address = url(project, "raci_row", activity.public_id)
    html = client.get(address).content.decode()
    assert "Qui fait quoi" in html
    assert "Personne n’en répond" in html
    answer = client.post(address, row_fields(activity, MSA="RA", Caf=""))
    assert answer.status_code == 302
    assert (letters_of(activity, msa), letters_of(activity, caf)) == ("RA", "")
    assert Operation.objects.filter(project=project).count() == 1
    assert "2 rôles changés." in client.get(answer.url).content.decode()


def test_the_form_of_a_row_leads_to_the_note_of_each_cell_without_keyboard_nor_script(
    project, coordinator, sign_in, activity, msa
):
    client, address = sign_in(coordinator), url(project, "raci_row", activity.public_id)
    note = url(project, "raci_note", activity.public_id, msa.public_id)
    html = client.get(address).content.decode()
    assert f'href="{note}?next={address}"' in html
    assert f'Note<span class="vh">, {msa.partner.name}</span>' in html
    answer = client.post(f"{note}?next={address}", {"text": "Vu lundi", "seen": "", "next": address})
    assert (answer.status_code, answer.url) == (302, address)


def test_the_form_of_a_row_without_a_change_is_no_gesture(project, coordinator, sign_in, activity, msa):
    address = url(project, "raci_row", activity.public_id)
    assert sign_in(coordinator).post(address, row_fields(activity)).status_code == 302
    assert not Operation.objects.filter(project=project).exists()


def test_the_form_of_a_row_keeps_the_choices_and_shows_what_changed(project, coordinator, sign_in, activity, msa):
    fields = row_fields(activity, MSA="R")
    RaciFactory(activity=activity, partnership=msa, letters="A")
    client = sign_in(coordinator)
    address = url(project, "raci_row", activity.public_id)
    answer = client.post(address, fields)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "valeur actuelle <strong>A</strong>, vous avez choisi <strong>R</strong>" in html
    assert '<option value="R" selected>' in html
    assert "Remplacer" in html
    assert letters_of(activity, msa) == "A"
    fields[f"vu-{msa.public_id}"] = "A"
    assert client.post(address, fields).status_code == 302
    assert letters_of(activity, msa) == "R"


def test_the_form_of_a_row_refuses_what_is_not_a_role(project, coordinator, sign_in, activity, msa):
    answer = sign_in(coordinator).post(url(project, "raci_row", activity.public_id), row_fields(activity, MSA="Z"))
    assert answer.status_code == 422
    assert not RaciAssignment.objects.exists()


def test_the_form_of_a_row_is_for_editors(project, reader, stranger, client, sign_in, activity):
    address = url(project, "raci_row", activity.public_id)
    assert client.get(address).status_code == 302
    assert sign_in(reader).get(address).status_code == 403
    assert sign_in(stranger).get(address).status_code == 404


def test_the_form_of_a_row_costs_the_same_for_many_partners(
    project, coordinator, sign_in, activity, django_assert_num_queries
):
    client = sign_in(coordinator)
    address = url(project, "raci_row", activity.public_id)
    client.get(address)
    for _ in range(2):
        with django_assert_num_queries(9):
            client.get(address)
        for _ in range(15):
            RaciFactory(activity=activity, partnership=PartnershipFactory(project=project))


# --- A pasted block ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("r", "R"),
        (" A ", "A"),
        ("R/A", "RA"),
        ("ar", "RA"),
        ("R + A", "RA"),
        ("(a)", "(A)"),
        ("", ""),
        ("–", ""),
        ("-", ""),
    ],
)
def test_how_a_spreadsheet_writes_a_role(text, letters):
    assert RACI.read(text) == letters


@pytest.mark.parametrize("text", ["X", "RC", "oui", "=1+1", "A1"])
def test_anything_else_is_not_a_role(text):
    with pytest.raises(ValueError, match=r"."):
        RACI.read(text)


def test_a_block_is_read_as_spreadsheets_copy_it():
    assert read_block("R\tA\r\n\tC\r\n") == [["R", "A"], ["", "C"]]
    assert read_block('"R"\tA\r"C\n"\t') == [["R", "A"], ["C\n", ""]]
    assert read_block("\n\n") == []


def paste(client, project, activity, partnership, text, **more):
    fields = {"activity": activity.public_id, "partnership": partnership.public_id, "text": text, **more}
    return client.post(url(project, "raci_paste"), fields)


def shown_changes(answer):
    return answer.context["plan"].encoded


def test_a_block_is_previewed_then_written_in_one_gesture(project, coordinator, sign_in, activity, msa):
    lead = project.partnerships.get(is_lead=True)
    RaciFactory(activity=activity, partnership=lead, letters="C")
    second = ActivityFactory(project=project, name="Tenir la halte")
    client = sign_in(coordinator)
    preview = paste(client, project, activity, lead, "A\tX\nR\tI\tC\n", o=[lead.public_id, msa.public_id])
    html = preview.content.decode()
    assert preview.status_code == 200
    assert [(change.before, change.after) for change in preview.context["plan"].changes] == [
        ("C", "A"),
        ("", "R"),
        ("", "I"),
    ]
    assert "Ligne 1, colonne 2 du bloc&nbsp;: «&nbsp;X&nbsp;» n’est pas un rôle en RACI." in html
    assert "«&nbsp;C&nbsp;» tombe hors du tableau" in html
    assert letters_of(activity, lead) == "C"
    answer = client.post(url(project, "raci_paste"), {"changes": shown_changes(preview)})
    assert answer.status_code == 302
    assert (letters_of(activity, lead), letters_of(second, lead), letters_of(second, msa)) == ("A", "R", "I")
    gesture = Operation.objects.get(project=project)
    undo(gesture, by=coordinator)
    assert list(RaciAssignment.objects.values_list("letters", flat=True)) == ["C"]


def test_an_emptied_row_is_one_gesture_named_for_what_it_did(project, coordinator, sign_in, activity, msa):
    lead = project.partnerships.get(is_lead=True)
    cells = [RaciFactory(activity=activity, partnership=who, letters="R") for who in (lead, msa)]
    changes = "\n".join(f"{activity.public_id}\t{cell.partnership.public_id}\tR\t" for cell in cells)
    client = sign_in(coordinator)
    assert client.post(url(project, "raci_paste"), {"changes": changes}).status_code == 302
    assert not RaciAssignment.objects.exists()
    gesture = Operation.objects.get(project=project)
    assert gesture.label == "Rôles vidés dans «\u00a0Orienter vers l’accès aux droits\u00a0»"
    undo(gesture, by=coordinator)
    assert RaciAssignment.objects.count() == 2


def test_the_dialogue_gets_the_preview_alone(project, coordinator, sign_in, activity, msa):
    lead = project.partnerships.get(is_lead=True)
    answer = sign_in(coordinator).post(
        url(project, "raci_paste"),
        {"activity": activity.public_id, "partnership": lead.public_id, "text": "R\nA"},
        headers={"hx-request": "true"},
    )
    html = answer.content.decode()
    assert "raci-apercu" in html
    assert "<html" not in html


def test_a_block_whose_cells_changed_meanwhile_writes_nothing_and_shows_the_new_values(
    project, coordinator, sign_in, activity, msa
):
    lead = project.partnerships.get(is_lead=True)
    client = sign_in(coordinator)
    preview = paste(client, project, activity, lead, "A\tR", o=[lead.public_id, msa.public_id])
    RaciFactory(activity=activity, partnership=msa, letters="C")
    answer = client.post(url(project, "raci_paste"), {"changes": shown_changes(preview)})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "vous aviez vu vide, il y a maintenant C" in html
    assert letters_of(activity, lead) == ""
    assert client.post(url(project, "raci_paste"), {"changes": shown_changes(answer)}).status_code == 302
    assert (letters_of(activity, lead), letters_of(activity, msa)) == ("A", "R")


@pytest.mark.parametrize("changes", ["a\tb\tR", "a\tb\tR\tZ", "", "\t\t\t\t"])
def test_a_preview_that_cannot_be_read_is_422(project, coordinator, sign_in, activity, changes):
    assert sign_in(coordinator).post(url(project, "raci_paste"), {"changes": changes}).status_code == 422


def test_a_preview_naming_another_project_writes_nothing(project, coordinator, sign_in, activity, msa):
    foreign = ActivityFactory(project=ProjectFactory(organisation=project.organisation))
    changes = f"{foreign.public_id}\t{msa.public_id}\t\tR"
    assert sign_in(coordinator).post(url(project, "raci_paste"), {"changes": changes}).status_code == 302
    assert not RaciAssignment.objects.exists()


def test_an_empty_or_misplaced_block_is_422(project, coordinator, sign_in, activity, msa):
    client = sign_in(coordinator)
    assert paste(client, project, activity, msa, "").status_code == 422
    foreign = ActivityFactory(project=ProjectFactory(organisation=project.organisation))
    assert paste(client, project, foreign, msa, "R").status_code == 422


def test_the_paste_page_shows_its_form(project, coordinator, sign_in, activity):
    html = sign_in(coordinator).get(url(project, "raci_paste")).content.decode()
    assert "Voir ce qui change" in html
    assert activity.name in html


def test_pasting_returns_only_to_a_page_of_ours(project, coordinator, sign_in, activity, msa):
    client = sign_in(coordinator)
    changes = f"{activity.public_id}\t{msa.public_id}\t\tR"
    answer = client.post(url(project, "raci_paste"), {"changes": changes, "next": "//ailleurs.example/"})
    assert answer.url == url(project, "raci_grid")
