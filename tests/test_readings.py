"""The team's private readings: positions at a date, drawn and told in words, edited without script."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnerships.models import Analysis, Commitment, PartnerKind
from partnerships.readings import FAMILIES, attitude, commitment_case, family_of
from projects.models import Operation
from tests.factories import PartnershipFactory
from tests.test_roles_matrix import addresses

pytestmark = pytest.mark.django_db
VIEWS = {
    "influence": {"influence": "5", "interest": "4"},
    "engagement": {"commitment_now": "let_it_happen", "commitment_needed": "help_it_happen"},
    "allies": {"synergy": "3", "antagonism": "2"},
}


def url(project, view):
    return reverse("partnerships:reading", args=[project.slug, view])


def test_the_grid_of_influence_proposes_what_to_do():
    assert attitude(5, 4) == "Associer de près"
    assert attitude(4, 3) == "Tenir satisfait"
    assert attitude(3, 5) == "Tenir informé et donner du pouvoir d’agir"
    assert attitude(1, 1) == "Suivre"


def test_commitment_has_four_cases_and_says_nothing_of_what_is_unknown():
    case = commitment_case
    assert case(Commitment.LET_IT_HAPPEN, Commitment.HELP_IT_HAPPEN) == "Un chemin à faire ensemble"
    assert case(Commitment.HELP_IT_HAPPEN, Commitment.HELP_IT_HAPPEN) == "C’est ce qu’il faut"
    assert case(Commitment.MAKE_IT_HAPPEN, Commitment.HELP_IT_HAPPEN).startswith("Fait plus que le minimum")
    assert case(Commitment.AGAINST, Commitment.HELP_IT_HAPPEN).startswith("S’y oppose")
    assert case("", Commitment.HELP_IT_HAPPEN) == ""


def test_every_position_has_a_family():
    found = {family_of(synergy, antagonism) for synergy in range(1, 5) for antagonism in range(1, 5)}
    assert found == set(FAMILIES)
    assert (family_of(4, 1), family_of(3, 2), family_of(2, 1), family_of(1, 3)) == (
        "zelote",
        "triangle",
        "passif",
        "opposant",
    )


@pytest.mark.parametrize("view", VIEWS)
class TestReading:
    def test_is_noted_with_its_day_drawn_told_and_undone(self, project, coordinator, sign_in, view):
        partnership = PartnershipFactory(project=project, partner__name="Chez Lison")
        client = sign_in(coordinator)
        form = client.get(f"{url(project, view)}{partnership.public_id}/").content.decode()
        assert f'value="{timezone.localdate():%Y-%m-%d}"' in form
        answer = client.post(
            f"{url(project, view)}{partnership.public_id}/", VIEWS[view] | {"read_on": "2026-11-02", "seen_version": 1}
        )
        assert answer.url == f"{url(project, view)}#l-{partnership.public_id}"
        assert Analysis.objects.get().read_on == datetime.date(2026, 11, 2)
        html = client.get(url(project, view)).content.decode()
        assert "2\u00a0novembre" in html
        assert "Privé équipe" in html
        assert {
            "influence": "Associer de près",
            "engagement": "Un chemin à faire",
            "allies": "Avec nous, en discutant",
        }[view] in html
        assert ('role="group"' in html) == (view != "engagement")
        gesture = Operation.objects.get(project=project)
        client.post(reverse("projects:operation_undo", args=[project.slug, gesture.public_id]))
        assert not Analysis.objects.exists()

    def test_refused_or_changed_meanwhile_keeps_what_was_typed(self, project, coordinator, sign_in, view):
        partnership = PartnershipFactory(project=project)
        Analysis.objects.create(partnership=partnership, trust=2)
        edit = f"{url(project, view)}{partnership.public_id}/"
        client = sign_in(coordinator)
        refused = client.post(edit, VIEWS[view] | {"read_on": "", "seen_version": 1})
        assert refused.status_code == 422
        assert client.post(edit, VIEWS[view] | {"read_on": "2026-11-02", "seen_version": 1}).status_code == 302
        late = client.post(edit, VIEWS[view] | {"read_on": "2026-11-03", "seen_version": 1})
        assert late.status_code == 409
        assert "Remplacer" in late.content.decode()
        row = Analysis.objects.get()
        assert (row.trust, row.read_on.day) == (2, 2)

    def test_is_the_team_s_own(self, project, reader, stranger, sign_in, client, view):
        partnership = PartnershipFactory(project=project)
        assert client.get(url(project, view)).status_code == 302
        assert sign_in(stranger).get(url(project, view)).status_code == 404
        assert sign_in(reader).get(url(project, view)).status_code == 200
        assert sign_in(reader).post(f"{url(project, view)}{partnership.public_id}/").status_code == 403

    def test_takes_as_many_queries_for_many_partners_as_for_few(self, project, coordinator, sign_in, view):
        client = sign_in(coordinator)

        def count(n):
            for _n in range(n):
                Analysis.objects.create(
                    partnership=PartnershipFactory(project=project), influence=3, interest=3, synergy=2, antagonism=1
                )
            with CaptureQueriesContext(connection) as queries:
                client.get(url(project, view))
            return len(queries)

        assert count(2) == count(20) <= 10


def test_residents_of_little_influence_raise_a_question(project, coordinator, sign_in):
    partnership = PartnershipFactory(project=project, partner__kind=PartnerKind.RESIDENT_RELAY)
    row = Analysis.objects.create(partnership=partnership, influence=2, interest=5)
    client = sign_in(coordinator)
    assert "Comment leur influence peut-elle grandir" in client.get(url(project, "influence")).content.decode()
    row.influence = 4
    row.save()
    assert "Comment leur influence peut-elle grandir" not in client.get(url(project, "influence")).content.decode()


def test_an_unknown_reading_is_not_found_and_the_lead_has_none(project, coordinator, sign_in):
    client = sign_in(coordinator)
    lead = project.partnerships.get(is_lead=True)
    assert client.get(url(project, "autre")).status_code == 404
    assert client.get(f"{url(project, 'allies')}{lead.public_id}/").status_code == 404


def test_no_address_gives_a_reading_as_a_file():
    names = addresses()
    assert "partnerships:reading" in names
    assert [name for name in names if re.search("reading.*(pdf|svg)", name)] == []
