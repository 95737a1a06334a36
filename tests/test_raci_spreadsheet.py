"""The RACI out as a spreadsheet and back: lossless, previewed, written as one gesture, hostile files refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exchange.raci.planning import plan_import
from exchange.raci.reading import read_table
from exchange.raci.sending import table
from exchange.spreadsheets.formats import FORMATS
from partnerships.models import FactKind, RaciAssignment, RaciFact
from projects.models import Operation, Phase, undo
from tests.factories import ActivityFactory, PartnershipFactory, RaciFactory

pytestmark = pytest.mark.django_db
SECRET = "Attendre le vote\nde mars"


def url(project, name, *args):
    return reverse(f"exchange:{name}", args=[project.slug, *args])


@pytest.fixture
def caf(project):
    return PartnershipFactory(project=project, partner__name="Caisse d’allocations", partner__short_name="Caf")


@pytest.fixture
def halte(project, caf):
    """An activity with letters and a note, in a phase, under a name that a spreadsheet would compute."""
    phase = Phase.objects.create(project=project, name="Pendant")
    halte = ActivityFactory(project=project, phase=phase, name="=Halte du marché")
    RaciFactory(activity=halte, partnership=caf, letters="(A)")
    RaciFactory(activity=halte, partnership=project.partnerships.get(is_lead=True), letters="RA")
    RaciFact.objects.create(activity=halte, partnership=caf, kind=FactKind.NOTE, text=SECRET)
    return halte


def file_of(project, notation, change=lambda ids, titles, rows: None):
    """Return the team's table in a format, after a person has changed it."""
    ids, titles, rows = table(project, team=True)
    change(ids, titles, rows)
    return FORMATS[notation][0](titles, rows, "Qui fait quoi", ids)


@pytest.mark.once
@pytest.mark.parametrize("notation", ["xlsx", "ods", "csv"])
def test_what_goes_out_comes_back_and_changes_nothing(project, halte, notation):
    plan = plan_import(project, read_table(f"raci.{notation}", file_of(project, notation)))
    assert not plan.writes
    assert plan.problems == []
    assert plan.unchanged == 2


@pytest.mark.once
def test_the_table_to_hand_out_has_no_note(project, halte, reader, sign_in):
    client = sign_in(reader)
    given = client.get(url(project, "raci_download", "csv"))
    assert "Attendre le vote" not in given.content.decode("utf-8-sig")
    assert "Caisse d’allocations" in given.content.decode("utf-8-sig")
    assert client.get(url(project, "raci_team_download", "csv")).status_code == 403
    assert client.get(url(project, "raci_download", "exe")).status_code == 404


def test_each_thing_that_cannot_be_taken_says_where_and_why(project, halte):
    def change(ids, titles, rows):
        titles += ["Inconnue", "Caf"]
        ids += ["", ""]
        rows[0] += ["R", "C"]
        rows[0][3] = "X"
        rows.append(list(rows[0]))
        rows.append(["", "", "Nouvelle", "R", "", "", "", ""])

    plan = plan_import(project, read_table("raci.csv", file_of(project, "csv", change)))
    told = [(problem.where, problem.value, problem.reason) for problem in plan.problems]
    assert told == [
        ("colonne G", "Inconnue", "ce n’est pas un partenaire du projet\u00a0: ajoutez-le d’abord"),
        ("colonne H", "Caf", "cet acteur a déjà la colonne E\u00a0: gardez-en une"),
        ("D3", "X", "n’est pas un rôle en RACI"),
        ("ligne 4", "=Halte du marché", "cette activité est déjà à la ligne 3\u00a0: gardez-en une"),
    ]
    assert [new.name for new in plan.activities] == ["Nouvelle"]


def test_a_phase_name_that_is_too_long_is_said_and_never_cut(project, halte):
    def change(ids, titles, rows):
        rows[0][1] = "P" * 201
        rows.append(["", "Q" * 201, "Nouvelle", "R", "", ""])

    plan = plan_import(project, read_table("raci.csv", file_of(project, "csv", change)))
    told = [(problem.where, problem.value, problem.reason) for problem in plan.problems]
    reason = "ce nom de phase dépasse 200\u00a0signes"
    assert told == [("ligne 3", "P" * 40, reason), ("ligne 4", "Q" * 40, reason)]
    assert plan.changed == []
    assert [(new.name, new.phase) for new in plan.activities] == [("Nouvelle", "")]


def confirmed(client, project, data):
    """Send a file, confirm what it changes, and return (the preview's HTML, the notice)."""
    address = url(project, "raci_import")
    preview = client.post(address, {"file": SimpleUploadedFile("raci.csv", data)})
    sent = {"table": preview.context["carried"], "stamp": preview.context["plan"].stamp}
    done = client.post(address, sent, follow=True)
    return preview.content.decode(), [str(message) for message in done.context["messages"]]


def test_the_notice_of_an_import_tells_what_changed_and_nothing_else(project, halte, coordinator, sign_in):
    def note(ids, titles, rows):
        rows[0][5] = "Voté"

    client = sign_in(coordinator)
    assert confirmed(client, project, file_of(project, "csv", note))[1] == ["1 note changée."]

    def everything(ids, titles, rows):
        rows[0][2:6] = ["Halte", "R", "C", ""]
        rows.append(["", "", "Nouvelle", "A", "", ""])

    assert confirmed(client, project, file_of(project, "csv", everything))[1] == [
        "1 activité ajoutée, 1 activité modifiée, 3 cases changées, 1 note changée."
    ]


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (1, "1 activité du tableau n’est pas dans le fichier&nbsp;: elle reste telle quelle."),
        (2, "2 activités du tableau ne sont pas dans le fichier&nbsp;: elles restent telles quelles."),
    ],
)
def test_activities_that_the_file_does_not_have_are_told(project, halte, coordinator, sign_in, count, told):
    data = file_of(project, "csv")
    for number in range(count):
        ActivityFactory(project=project, name=f"Marché {number}")
    sent = {"file": SimpleUploadedFile("raci.csv", data)}
    assert told in sign_in(coordinator).post(url(project, "raci_import"), sent).content.decode()


@pytest.mark.once
def test_a_table_of_somebody_else_is_read_by_its_names(project, halte):
    text = 'Tâche;CAF;À vérifier\nAutre chose;c;\n="Halte du marché";I;\n'
    plan = plan_import(project, read_table("tableau.csv", text.encode()))
    assert [(one.name, one.after) for one in plan.cells] == [("Autre chose", "C"), ("Halte du marché", "I")]
    assert plan.changed == []
    assert plan.absent == []


@pytest.mark.once
def test_preview_then_one_gesture_that_is_taken_back(project, halte, caf, coordinator, reader, sign_in):
    def change(ids, titles, rows):
        rows[0][1:5] = ["Bilan", "Halte", "R", "C"]
        rows[0][5] = "Voté"
        rows.append(["", "Bilan", "Nouvelle", "A", "", ""])

    data = file_of(project, "xlsx", change)
    client, address = sign_in(coordinator), url(project, "raci_import")
    assert client.get(address).status_code == 200
    preview = client.post(address, {"file": SimpleUploadedFile("raci.xlsx", data)})
    html = preview.content.decode()
    assert "«&nbsp;=Halte du marché&nbsp;» devient <strong>Halte</strong>, de Pendant à Bilan" in html
    assert "3 cases à changer" in html
    assert Operation.objects.count() == 0
    sent = {"table": preview.context["carried"], "stamp": preview.context["plan"].stamp}
    # Somebody changes a cell meanwhile: nothing is written, and the preview says what would be now.
    RaciAssignment.objects.filter(partnership=caf).update(letters="I")
    moved = client.post(address, sent)
    assert moved.status_code == 409
    assert RaciAssignment.objects.get(partnership=caf).letters == "I"
    RaciAssignment.objects.filter(partnership=caf).update(letters="(A)")
    assert client.post(address, sent).status_code == 302
    halte.refresh_from_db()
    assert (halte.name, halte.phase.name) == ("Halte", "Bilan")
    assert RaciAssignment.objects.get(activity=halte, partnership=caf).letters == "C"
    assert project.activities.get(name="Nouvelle").assignments.get().letters == "A"
    assert RaciFact.objects.get().text == "Voté"
    # Rows that were made without history have no past: the new ones go away.
    assert client.post(address, {**sent, "table": sent["table"][:-3]}).status_code == 422
    undo(Operation.objects.first(), by=coordinator)
    assert not project.activities.filter(name="Nouvelle").exists()
    assert not project.phases.filter(name="Bilan").exists()
    assert RaciFact.objects.get().text == SECRET
    assert sign_in(reader).get(address).status_code == 403


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("raci.xlsx", b"MZ" + b"\x00" * 50, 422),
        ("raci.csv", b"Activit\xc3\xa9;Caf\nHalte;=1+1\n", 422),
        ("raci.csv", b"Rien;du;tout\n1;2;3\n", 422),
        ("raci.csv", b"", 422),
    ],
)
def test_hostile_and_foreign_files_are_refused_as_those_of_partners(project, coordinator, sign_in, name, data, status):
    answer = sign_in(coordinator).post(url(project, "raci_import"), {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == status
    assert "erreur" in answer.content.decode()


def test_a_table_too_tall_or_too_wide_is_refused_before_it_is_compared(project, coordinator, sign_in):
    def answer(rows, columns):
        lines = [["Activité", *(f"Acteur {n}" for n in range(columns))]]
        lines += [[f"Tâche {n}", *["R"] * columns] for n in range(rows)]
        data = "\n".join(";".join(line) for line in lines).encode()
        return sign_in(coordinator).post(url(project, "raci_import"), {"file": SimpleUploadedFile("raci.csv", data)})

    for rows, columns in ((1001, 1), (401, 50)):
        refused = answer(rows, columns)
        assert refused.status_code == 413
        assert "1\u00a0000\u00a0activités et 20\u00a0000\u00a0cases au plus" in refused.content.decode()
    assert answer(1000, 1).status_code == 200
    assert answer(400, 50).status_code == 200


def test_the_preview_lists_fifty_of_each_and_counts_the_others(project, halte, coordinator, sign_in):
    def change(ids, titles, rows):
        rows += [["", "Bilan", f"Nouvelle {n:02}", "", "", f"Note {n:02}"] for n in range(53)]

    data = file_of(project, "xlsx", change)
    preview = sign_in(coordinator).post(url(project, "raci_import"), {"file": SimpleUploadedFile("raci.xlsx", data)})
    html = preview.content.decode()
    assert len(preview.context["plan"].activities) == len(preview.context["plan"].notes) == 53
    assert "Nouvelle 49</strong>, Bilan" in html
    assert "Nouvelle 50</strong>, Bilan" not in html
    assert "Note 50" not in html
    assert html.count("et 3 autres") == 2
