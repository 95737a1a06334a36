"""The page of questions, and « Pas pour nous, parce que… »: kept, undone, reposed, and back when its matter changes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnerships.coverage import current_horizon
from partnerships.models import PartnerKind
from partnerships.questions import ask_everything
from projects.models import InvolvementCode, Operation, SetAside, Situation
from tests.factories import ActivityFactory, PartnershipFactory, PlacementFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def where(project):
    return reverse("partnerships:question_list", args=[project.slug])


def place(project, code=InvolvementCode.ALLY, **partner):
    partnership = PartnershipFactory(project=project, **{f"partner__{key}": value for key, value in partner.items()})
    return PlacementFactory(
        partnership=partnership, horizon=project.horizons.first(), level=project.levels.get(code=code)
    )


def asked(project, code):
    return [one for group in ask_everything(project).groups for one in group.asked if one.question.code == code]


def aside(where, question):
    return f"{where}{question.address}/"


class TestPage:
    def test_groups_the_questions_by_the_place_that_answers_them(self, project, coordinator, sign_in, where):
        place(project)
        ActivityFactory(project=project, name="Tenir la halte")
        html = sign_in(coordinator).get(where).content.decode()
        assert html.index("Sur la frise") < html.index("Dans le RACI") < html.index("Chez les partenaires")
        assert "Tenir la halte, personne n’en répond" in html
        assert "Pas pour nous, parce que…" in html

    def test_is_for_the_team(self, project, reader, stranger, sign_in, client, where):
        place(project)
        assert client.get(where).status_code == 302
        assert sign_in(stranger).get(where).status_code == 404
        html = sign_in(reader).get(where).content.decode()
        assert ">Voir<" in html
        assert "Y répondre" not in html
        assert "Pas pour nous, parce que…" not in html
        assert sign_in(reader).post(where).status_code == 405

    def test_takes_as_many_queries_for_many_partners_as_for_few(self, project, coordinator, sign_in, where):
        client = sign_in(coordinator)

        def count():
            for _n in range(4):
                place(project)
                ActivityFactory(project=project)
            with CaptureQueriesContext(connection) as queries:
                client.get(where)
            return len(queries)

        count()
        few = count()
        for _n in range(12):
            place(project)
        assert count() == few <= 35


class TestSetAside:
    def test_keeps_the_reason_who_said_it_and_when_and_is_undone(self, project, coordinator, sign_in, where):
        client = sign_in(coordinator)
        place(project)
        question = asked(project, "habitants")[0].question
        client.get(aside(where, question))
        answer = client.post(aside(where, question), {"reason": "Projet entre institutions", "seen_version": 0})
        assert answer.url == f"{where}#q-{question.address}"
        row = SetAside.objects.get()
        assert (row.reason, row.by, row.question) == ("Projet entre institutions", coordinator, question.text)
        html = client.get(where).content.decode()
        assert "Parce que Projet entre institutions" in html
        assert asked(project, "habitants") == []
        assert question.text not in client.get(project.get_absolute_url()).content.decode()
        gesture = Operation.objects.get(project=project)
        client.post(reverse("projects:operation_undo", args=[project.slug, gesture.public_id]))
        assert len(asked(project, "habitants")) == 1

    def test_is_asked_again_with_one_click_which_is_undone_too(self, project, coordinator, sign_in, where):
        client = sign_in(coordinator)
        place(project)
        question = asked(project, "habitants")[0].question
        client.post(aside(where, question), {"reason": "Non", "seen_version": 0})
        client.post(f"{aside(where, question)}reposer/")
        assert len(asked(project, "habitants")) == 1
        gesture = Operation.objects.filter(project=project).first()
        client.post(reverse("projects:operation_undo", args=[project.slug, gesture.public_id]))
        assert asked(project, "habitants") == []

    def test_comes_back_by_itself_when_its_matter_changes_with_what_was_said(
        self, project, coordinator, sign_in, where
    ):
        client = sign_in(coordinator)
        place(project, kind=PartnerKind.FAMILY_FUND)
        question = asked(project, "habitants")[0].question
        client.post(aside(where, question), {"reason": "Entre institutions", "seen_version": 0})
        place(project, kind=PartnerKind.FAMILY_FUND)  # the same family: the team has said what it thinks
        assert asked(project, "habitants") == []
        place(project, kind=PartnerKind.ASSOCIATION)
        back = asked(project, "habitants")[0]
        assert back.before.reason == "Entre institutions"
        assert "Reposée" in client.get(where).content.decode()
        client.post(aside(where, back.question), {"reason": "Toujours", "seen_version": back.before.version})
        assert asked(project, "habitants") == []
        assert SetAside.objects.get().reason == "Toujours"

    def test_a_lane_is_asked_for_again_when_its_horizon_changes(self, project, coordinator, sign_in, where):
        client = sign_in(coordinator)
        question = asked(project, "sans_allie")[0].question
        client.post(aside(where, question), {"reason": "Seuls au départ", "seen_version": 0})
        assert question.address not in {one.question.address for one in asked(project, "sans_allie")}
        horizon = project.horizons.first()
        horizon.end = horizon.end.replace(day=1)
        horizon.save()
        assert asked(project, "sans_allie")[0].question.address == question.address

    def test_needs_a_reason(self, project, coordinator, sign_in, where):
        question = asked(project, "sans_allie")[0].question
        answer = sign_in(coordinator).post(aside(where, question), {"reason": " ", "seen_version": 0})
        assert answer.status_code == 422
        assert "relira dans un an" in answer.content.decode()
        assert not SetAside.objects.exists()

    def test_the_second_of_two_people_is_told_and_keeps_what_they_typed(self, project, coordinator, sign_in, where):
        client = sign_in(coordinator)
        question = asked(project, "sans_allie")[0].question
        client.post(aside(where, question), {"reason": "La première", "seen_version": 0})
        answer = client.post(aside(where, question), {"reason": "La seconde", "seen_version": 0})
        html = answer.content.decode()
        assert answer.status_code == 409
        assert "La première" in html
        assert "La seconde" in html
        assert "Remplacer" in html
        client.post(aside(where, question), {"reason": "La seconde", "seen_version": 1})
        assert SetAside.objects.get().reason == "La seconde"

    def test_is_for_those_who_edit_and_for_questions_that_are_asked(self, project, reader, coordinator, sign_in, where):
        question = asked(project, "sans_allie")[0].question
        assert sign_in(reader).post(aside(where, question), {"reason": "Non"}).status_code == 403
        client = sign_in(coordinator)
        assert client.post(f"{where}inconnue/", {"reason": "Non"}).status_code == 404
        assert client.get(f"{aside(where, question)}reposer/").status_code == 405

    def test_what_nothing_asks_any_more_is_kept_and_may_be_forgotten(self, project, coordinator, sign_in, where):
        client = sign_in(coordinator)
        question = asked(project, "sans_allie")[0].question
        client.post(aside(where, question), {"reason": "Seuls au départ", "seen_version": 0})
        place(project)
        assert "Rien ne la pose aujourd’hui" in client.get(where).content.decode()
        client.post(f"{aside(where, question)}reposer/")
        assert not SetAside.objects.exists()

    def test_leaves_the_page_that_asks_it_too(self, project, coordinator, sign_in, where):
        client = sign_in(coordinator)
        Situation.objects.create(project=project, name="Une chute")
        project.project_territories.create(territory=TerritoryFactory(name="Cunlhat"))
        horizon = current_horizon(list(project.horizons.all()), timezone.localdate())
        pages = {
            "situation": reverse("partnerships:situation_list", args=[project.slug]),
            "personne": f"{reverse('partnerships:coverage', args=[project.slug])}?horizon={horizon.public_id}",
        }
        for code, page in pages.items():
            question = asked(project, code)[0].question
            assert question.text in client.get(page).content.decode()
            client.post(aside(where, question), {"reason": "Pas ici", "seen_version": 0})
            client.get(where)  # the notice names the question
            assert question.text not in client.get(page).content.decode()
