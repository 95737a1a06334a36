"""The frise as it was, the changes that led to today, and the comparison of two days: all read from the history."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents.board import board_svg
from documents.board_layout import Layout
from partnerships.changes import placement_changes, tell
from partnerships.comparison import compare
from partnerships.drawings import compared_drawing, past_drawing
from partnerships.models import Partner, Partnership, Placement, Provenance
from partnerships.past import beginning, board_at
from projects.models import Horizon, InvolvementLevel, Operation, operation, undo
from tests.factories import PartnershipFactory

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
MARCH, APRIL, MAY = (TODAY - datetime.timedelta(days=days) for days in (90, 60, 30))


def url(project, name="board", query=""):
    return reverse(f"partnerships:{name}", args=[project.slug]) + query


def age(day):
    """Make all that was written today have been written on a past day, at noon."""
    noon = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
    for model in (Horizon, InvolvementLevel, Partner, Partnership, Placement):
        model.history.filter(history_date__date=TODAY).update(history_date=noon)


def cards(board):
    """Return {name: [(horizon, level)]} of a Board."""
    horizons = {row.public_id: row.name for row in board.horizons}
    levels = {row.public_id: row.name for row in board.levels}
    found = {}
    for cell in board.cells.values():
        for card in cell:
            found.setdefault(card.name, []).append((horizons[card.horizon], levels[card.level]))
    return found


class Frise:
    """Short words to write on the frise of a project as a person does."""

    def __init__(self, project, by):
        self.project, self.by = project, by

    def place(self, name, horizon, level, **details):
        partnership = self.project.partnerships.filter(partner__name=name).first()
        with operation(by=self.by, label=f"Placer {name}", project=self.project) as gesture:
            partnership = partnership or PartnershipFactory(project=self.project, partner__name=name)
            self.placed = Placement.objects.place(
                partnership, horizon=self.at(horizon), level=self.on(level), by=self.by, **details
            )
        return gesture

    def move(self, name, horizon, level, **details):
        placement = Placement.objects.select_related("partnership").get(partnership__partner__name=name)
        with operation(by=self.by, label=f"Déplacer {name}", project=self.project) as gesture:
            placement.move_to(
                horizon=self.at(horizon), level=self.on(level), version=placement.version, by=self.by, **details
            )
        return gesture

    def at(self, name):
        return self.project.horizons.get(name=name)

    def on(self, name):
        return self.project.levels.get(name=name)


@pytest.fixture
def frise(project, coordinator):
    """In March the Caf is told and the café supports; in April the mairie arrives; in May the café leaves, names change."""
    frise = Frise(project, coordinator)
    frise.place("Caf", "Court terme", "Information", reason="Vue au comité")
    frise.place("Café", "Court terme", "Allié")
    age(MARCH)
    frise.move("Caf", "Court terme", "Allié", reason="Le conseil l’a voté", provenance=Provenance.AGREED)
    frise.place("Mairie", "Long terme", "Co-porteur")
    age(APRIL)
    with operation(by=coordinator, label="Retirer le café", project=project):
        project.partnerships.get(partner__name="Café").delete()
    with operation(by=coordinator, label="Renommer", project=project):
        horizon = frise.at("Court terme")
        horizon.name = "Tout de suite"
        horizon.save()
        partner = Partner.objects.get(name="Caf")
        partner.name = "Caf du Puy-de-Dôme"
        partner.save()
    age(MAY)
    return frise


def test_each_past_day_shows_what_stood_then_by_the_names_of_then(project, frise):
    assert beginning(project) == MARCH
    assert cards(board_at(project, MARCH - datetime.timedelta(days=1))) == {}
    assert cards(board_at(project, MARCH)) == {
        "Caf": [("Court terme", "Information")],
        "Café": [("Court terme", "Allié")],
    }
    april = board_at(project, APRIL)
    assert cards(april) == {
        "Caf": [("Court terme", "Allié")],
        "Café": [("Court terme", "Allié")],
        "Mairie": [("Long terme", "Co-porteur")],
    }
    assert cards(board_at(project, MAY)) == {
        "Caf du Puy-de-Dôme": [("Tout de suite", "Allié")],
        "Mairie": [("Long terme", "Co-porteur")],
    }


def test_a_gesture_undone_since_still_shows_on_the_days_when_it_stood(project, coordinator, frise):
    gesture = frise.move("Mairie", "Long terme", "Allié")
    yesterday = TODAY - datetime.timedelta(days=1)
    age(yesterday)
    undo(Operation.objects.get(pk=gesture.pk), by=coordinator)
    assert cards(board_at(project, yesterday))["Mairie"] == [("Long terme", "Allié")]
    assert cards(board_at(project, TODAY))["Mairie"] == [("Long terme", "Co-porteur")]
    mairie = project.partnerships.get(partner__name="Mairie")
    assert [(change.what, change.undone) for change in tell(placement_changes(mairie))] == [
        ("De «\u00a0Allié\u00a0», long terme à «\u00a0Co-porteur\u00a0», long terme", False),
        ("De «\u00a0Co-porteur\u00a0», long terme à «\u00a0Allié\u00a0», long terme", True),
        ("Posé\u00a0: «\u00a0Co-porteur\u00a0», long terme", False),
    ]


def test_a_horizon_removed_since_is_a_column_of_the_past(project, coordinator, frise):
    with operation(by=coordinator, label="Retirer", project=project):
        Placement.objects.filter(horizon__name="Long terme").first().delete()
        frise.at("Long terme").delete()
    april = board_at(project, APRIL)
    assert [row.name for row in april.horizons] == ["Court terme", "Moyen terme", "Long terme"]
    assert cards(april)["Mairie"] == [("Long terme", "Co-porteur")]
    found = compare(project, APRIL, TODAY)
    assert "«\u00a0Long terme\u00a0» a été retiré." in found.edges


def test_each_change_has_its_day_its_reason_and_its_author(project, coordinator, frise):
    caf = project.partnerships.get(partner__name="Caf du Puy-de-Dôme")
    latest, first = tell(placement_changes(caf))
    assert latest.what == "De «\u00a0Information\u00a0», court terme à «\u00a0Allié\u00a0», court terme"
    assert (latest.reason, latest.author, latest.provenance) == ("Le conseil l’a voté", str(coordinator), "agreed")
    assert timezone.localdate(latest.when) == APRIL
    assert (first.what, first.reason) == ("Posé\u00a0: «\u00a0Information\u00a0», court terme", "Vue au comité")
    frise.move("Caf du Puy-de-Dôme", "Tout de suite", "Co-porteur")
    assert tell(placement_changes(caf))[0].reason == ""  # the reason of the move before is not the reason of this one


def test_two_days_compared_tell_who_arrived_who_left_who_moved(project, frise):
    found = compare(project, MARCH, TODAY)
    told = [(row.kind, row.name, row.horizon, row.before, row.after) for row in found.rows]
    assert told == [
        ("arrived", "Mairie", "Long terme", "", "Co-porteur"),
        ("moved", "Caf du Puy-de-Dôme", "Tout de suite", "Information", "Allié"),
        ("left", "Café", "Tout de suite", "Allié", ""),
    ]
    assert found.edges == ["«\u00a0Court terme\u00a0» s’appelle maintenant «\u00a0Tout de suite\u00a0»."]
    assert compare(project, MAY, TODAY).rows == []


def test_the_page_of_a_past_day_is_only_read_and_leads_back_to_today(project, coordinator, frise, sign_in):
    client = sign_in(coordinator)
    html = client.get(url(project, query=f"?au={MARCH:%Y-%m-%d}")).content.decode()
    for text in ("Vous regardez le passé", ">Café</a></h3>", "Revenir à aujourd’hui", "La frise commence le"):
        assert text in html
    for word in ("Mairie", "data-editable", "data-version", "Ajouter un partenaire", "Vue au comité", "frise.js"):
        assert word not in html
    before = client.get(url(project, query=f"?au={MARCH - datetime.timedelta(days=1):%Y-%m-%d}")).content.decode()
    assert f'href="?au={MARCH:%Y-%m-%d}"' in before
    assert "fiche" not in before.split("<main")[1].split("</main")[0].replace("fiche-", "")
    assert client.get(url(project, query="?au=2026-02-31")).status_code == 422
    assert client.get(url(project, query=f"?au={TODAY:%Y-%m-%d}")).status_code == 302
    for name in ("board_pdf", "board_svg", "board_compare_pdf"):
        assert client.get(url(project, name, "?du=x&au=hier")).status_code == 422


def test_a_past_day_is_drawn_too(project, frise):
    drawing = past_drawing(project, MARCH)
    assert {(card.name, card.horizon, card.level) for card in drawing.cards} == {("Caf", 0, 2), ("Café", 0, 1)}
    assert ">Café</text>" in board_svg(drawing)


def test_the_comparison_says_it_on_the_wall_in_a_table_and_in_a_document(project, coordinator, frise, sign_in):
    client = sign_in(coordinator)
    query = f"?du={MARCH:%Y-%m-%d}&au={TODAY:%Y-%m-%d}"
    html = client.get(url(project, "board_compare", query)).content.decode()
    for text in (
        'data-ecart="arrived">arrivé',
        "déplacé, était «\u00a0Information\u00a0»",
        "parti</p>",
        "1 partenaire arrivé<",
        "s’appelle maintenant",
        "<td>pas de place</td>",
    ):
        assert text in html
    assert client.get(url(project, "board_compare_pdf", query)).content.startswith(b"%PDF")
    drawing = compared_drawing(project, compare(project, MARCH, TODAY), TODAY)
    assert {(card.name, card.horizon, card.level, card.change, card.is_gone) for card in drawing.cards} >= {
        ("Café", 0, 1, "left", True),
        ("Caf du Puy-de-Dôme", 0, 1, "moved", False),
        ("Caf", 0, 2, "moved", True),
        ("Mairie", 2, 0, "arrived", False),
    }
    assert Layout(drawing, 1584, 1084, heading=True).threads == []
    painted = board_svg(drawing)
    for text in ("déplacé, était «\u00a0Information\u00a0»", "parti", "n’y est plus", ">+</text>", ">−</text>"):
        assert text in painted
    tomorrow = TODAY + datetime.timedelta(days=1)
    refused = client.get(url(project, "board_compare", f"?du={MARCH:%Y-%m-%d}&au={tomorrow:%Y-%m-%d}"))
    assert refused.status_code == 422
    assert "Ce jour n’est pas encore passé" in refused.content.decode()
    # A frise where nothing was ever placed has nothing to compare, and says so.
    assert (
        "Rien n’a changé"
        in client.get(url(project, "board_compare", f"?du={MAY:%Y-%m-%d}&au={MAY:%Y-%m-%d}")).content.decode()
    )


def test_the_past_costs_the_same_for_few_partners_and_for_many(project, coordinator, frise, sign_in):
    client = sign_in(coordinator)
    pages = (
        url(project, query=f"?au={MAY:%Y-%m-%d}"),
        url(project, "board_compare", f"?du={MARCH:%Y-%m-%d}&au={TODAY:%Y-%m-%d}"),
        reverse(
            "partnerships:change_list", args=[project.slug, project.partnerships.get(partner__name="Mairie").public_id]
        ),
    )

    def spent():
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(page).status_code == 200
            counts.append(len(queries))
        return counts

    few = spent()
    for n in range(12):
        frise.place(f"Partenaire {n}", "Moyen terme", "Allié")
    age(MAY)
    for level in ("Information", "Co-porteur", "Allié", "Information"):
        frise.move("Mairie", "Long terme", level)
    assert spent() == few
    assert max(few) <= 10
