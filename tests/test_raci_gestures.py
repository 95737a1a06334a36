"""Filling several cells, moving columns, choosing columns by what they are, a second view beside the grid, big blocks."""

import pytest
from django.urls import reverse

from partnerships.forms.raci import ColumnsForm
from partnerships.models import PartnerKind, RaciAssignment
from partnerships.raci.matrix import read_matrix
from partnerships.raci.paste import read_block
from projects.models import InvolvementCode, Operation, undo
from tests.factories import ActivityFactory, PartnershipFactory, PlacementFactory, RaciFactory, TerritoryFactory
from tests.raci_clipboard import ROWS, TEXT

pytestmark = pytest.mark.django_db


def url(project, name, *args):
    return reverse(f"partnerships:{name}", args=[project.slug, *args])


@pytest.fixture
def partners(project):
    kinds = (PartnerKind.MUNICIPALITY, PartnerKind.ASSOCIATION, PartnerKind.ASSOCIATION)
    return [
        PartnershipFactory(
            project=project,
            partner__short_name=name,
            partner__kind=kind,
            partner__territory=TerritoryFactory(name=name),
        )
        for name, kind in zip(("Un", "Deux", "Trois"), kinds, strict=True)
    ]


def labels(project, query):
    from django.http import QueryDict

    matrix = read_matrix(project)
    return [column.label for column in ColumnsForm(QueryDict(query)).columns(matrix)]


def test_columns_are_kept_by_kind_level_place_and_role(project, partners):
    one, _two, three = partners
    level = project.levels.get(code=InvolvementCode.ALLY)
    PlacementFactory(partnership=one, horizon=project.horizons.first(), level=level)
    RaciFactory(activity=ActivityFactory(project=project), partnership=three, letters="R")
    assert labels(project, "tous=1&type=association") == ["Le Fil", "Deux", "Trois"]
    assert labels(project, f"niveau={level.name}") == ["Un"]
    assert labels(project, "tous=1&lieu=Deux") == ["Deux"]
    assert labels(project, "role=1") == ["Trois"]
    # A filter that keeps nobody would leave an empty table: it is ignored.
    assert labels(project, "type=inconnu") == ["Le Fil", "Un", "Trois"]


def test_several_cells_take_one_role_after_a_preview_in_one_gesture(project, partners, coordinator, reader, sign_in):
    first, second = (ActivityFactory(project=project) for _ in range(2))
    RaciFactory(activity=first, partnership=partners[0], letters="A")
    client, address = sign_in(coordinator), url(project, "raci_fill")
    assert client.get(address).status_code == 200
    assert client.post(address, {"letters": "C"}).status_code == 422
    chosen = {
        "letters": "C",
        "only_empty": "on",
        "activities": [first.public_id, second.public_id],
        "actors": [partners[0].public_id, partners[1].public_id],
    }
    plan = client.post(address, chosen).context["plan"]
    assert [(change.before, change.after) for change in plan.changes] == [("", "C")] * 3
    client.post(url(project, "raci_paste"), {"changes": plan.encoded, "geste": "recopie"})
    assert RaciAssignment.objects.filter(letters="C").count() == 3
    assert Operation.objects.first().label == "Rôles recopiés dans le RACI"
    assert sign_in(reader).get(address).status_code == 403


def test_a_column_changes_places_with_its_neighbour_of_the_screen_and_comes_back(
    project, partners, coordinator, sign_in
):
    one, two, three = partners
    client = sign_in(coordinator)

    def order():
        return [column.label for column in read_matrix(project).columns]

    client.post(url(project, "raci_column_move", one.public_id), {"sens": "droite"})
    assert order() == ["Le Fil", "Deux", "Un", "Trois"]
    # Among those on the screen, « Un » is hidden here.
    shown = {"sens": "gauche", "o": [two.public_id, three.public_id], "next": url(project, "raci_grid")}
    assert client.post(url(project, "raci_column_move", three.public_id), shown).url == url(project, "raci_grid")
    assert order() == ["Le Fil", "Trois", "Un", "Deux"]
    undo(Operation.objects.first(), by=coordinator)
    assert order() == ["Le Fil", "Deux", "Un", "Trois"]
    lead = project.partnerships.get(is_lead=True)
    assert client.post(url(project, "raci_column_move", lead.public_id), {"sens": "droite"}).status_code == 404


def test_the_frise_or_an_actor_stands_beside_the_grid(project, partners, reader, sign_in):
    one, two, _three = partners
    PlacementFactory(
        partnership=one, horizon=project.horizons.first(), level=project.levels.get(code=InvolvementCode.ALLY)
    )
    activity = ActivityFactory(project=project, name="Halte")
    RaciFactory(activity=activity, partnership=two, letters="A")
    RaciFactory(activity=activity, partnership=one, letters="C")
    client = sign_in(reader)
    board = client.get(url(project, "raci_grid"), {"cote": "frise"})
    assert board.context["board"].rows == [("Allié", [["Un"]])]
    actor = client.get(url(project, "raci_grid"), {"cote": one.public_id})
    assert actor.context["actor"].groups == [("C", "est consulté", [("Halte", ["Deux"])])]
    assert "raci-cote" not in client.get(url(project, "raci_grid"), {"cote": "inconnu"}).content.decode()


def test_a_block_of_libreoffice_is_what_it_was_there(project, coordinator, sign_in):
    assert read_block(TEXT) == ROWS
    activities = [ActivityFactory(project=project) for _ in ROWS]
    for _ in range(10):
        PartnershipFactory(project=project)
    matrix = read_matrix(project)
    client, address = sign_in(coordinator), url(project, "raci_paste")
    place = {"activity": activities[0].public_id, "partnership": matrix.columns[0].public_id, "text": TEXT}
    plan = client.post(address, {**place, "o": [column.public_id for column in matrix.columns]}).context["plan"]
    assert plan.refused == []
    client.post(address, {"changes": plan.encoded})
    matrix = read_matrix(project)
    held = [[matrix.cells.get(row.pk, {}).get(column.pk, "") for column in matrix.columns] for row in matrix.rows]
    assert held == ROWS
