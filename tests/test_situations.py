"""The matrix situations × actors: holes asked as questions, cells guarded by what was seen, each gesture undone."""

import pytest
from django.urls import reverse

from agreements.models import ActionSheet
from home.facts import missing
from partnerships.models import SituationActor
from projects.models import Operation, Situation, operation, undo
from tests.factories import PartnershipFactory, ProjectFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def situation(project):
    return Situation.objects.create(
        project=project, name="Une personne seule après une chute", signs=["volets fermés"], tipping_point="La peur"
    )


@pytest.fixture
def pharmacy(project):
    return PartnershipFactory(project=project, partner__name="Pharmacie du Pont")


@pytest.fixture
def cafe(project):
    return PartnershipFactory(project=project, partner__name="Café de la Place")


def page(project, query=""):
    return reverse("partnerships:situation_list", args=[project.slug]) + query


def cell(situation, path="oriente"):
    return reverse("partnerships:situation_cell", args=[situation.project.slug, situation.public_id, path])


def at(name, situation):
    return reverse(f"partnerships:situation_{name}", args=[situation.project.slug, situation.public_id])


def holders(situation, role="directs"):
    return [row.partnership.partner.name for row in situation.actors.filter(role=role)]


def words(response):
    text = response.content.decode()
    return text.replace("\u00a0", " ").replace("&nbsp;", " ").replace("&#x27;", "'")


class TestPage:
    def test_an_empty_cell_is_a_question_that_leads_to_its_form(self, situation, pharmacy, coordinator, sign_in):
        SituationActor.objects.create(situation=situation, partnership=pharmacy, role="spots")
        text = words(sign_in(coordinator).get(page(situation.project)))
        assert "Pharmacie du Pont" in text
        assert "Une personne seule après une chute : qui oriente, qui accompagne, qui agit ?" in text
        for path in ("repere", "oriente", "accompagne", "agit"):
            assert f'href="{cell(situation, path)}"' in text

    def test_a_hole_kept_as_a_finding_is_not_asked_any_more(self, situation, coordinator, sign_in):
        situation.gap = "Aucun service à moins de trente minutes"
        situation.save()
        response = sign_in(coordinator).get(page(situation.project))
        assert response.context["questions"] == []
        assert "Aucun service à moins de trente minutes" in words(response)
        assert "Qui oriente ?" not in words(response)

    def test_a_reader_reads_and_is_offered_no_gesture(self, situation, reader, sign_in):
        text = words(sign_in(reader).get(page(situation.project)))
        assert "Qui oriente ?" in text
        assert cell(situation) not in text
        assert "Ajouter une situation" not in text

    def test_three_questions_are_shown_and_the_others_are_one_click_away(self, project, coordinator, sign_in):
        for n in range(5):
            Situation.objects.create(project=project, name=f"Situation {n}")
        response = sign_in(coordinator).get(page(project))
        assert len(response.context["questions"]) == 3
        assert "et 2 autres" in words(response)

    def test_the_same_facts_are_read_partner_by_partner(self, situation, pharmacy, cafe, reader, sign_in):
        SituationActor.objects.create(situation=situation, partnership=pharmacy, role="spots")
        response = sign_in(reader).get(page(situation.project, "?par=partenaire"))
        assert [row.partner.name for row, _roles in response.context["partners"]] == ["Pharmacie du Pont"]
        assert "Une personne seule après une chute" in words(response)

    def test_nothing_noted_says_where_to_begin(self, project, coordinator, sign_in):
        text = words(sign_in(coordinator).get(page(project)))
        assert "Aucune situation notée" in text
        assert reverse("partnerships:situation_create", args=[project.slug]) in text
        assert "Aucun partenaire" in words(sign_in(coordinator).get(page(project, "?par=partenaire")))

    @pytest.mark.parametrize("query", ["", "?par=partenaire"])
    def test_forty_situations_and_sixty_partners_cost_what_two_and_three_do(
        self, project, coordinator, sign_in, query, django_assert_max_num_queries
    ):
        client = sign_in(coordinator)

        def fill(situations, partners):
            rows = [Situation.objects.create(project=project, name="Seule") for _n in range(situations)]
            actors = [PartnershipFactory(project=project) for _n in range(partners)]
            SituationActor.objects.bulk_create(
                SituationActor(situation=row, partnership=actor, role="acts") for row in rows for actor in actors
            )

        fill(2, 3)
        with django_assert_max_num_queries(10) as few:
            assert client.get(page(project, query)).status_code == 200
        fill(38, 57)
        with django_assert_max_num_queries(10) as many:
            assert client.get(page(project, query)).status_code == 200
        assert len(many) == len(few)


class TestCell:
    def test_the_form_says_that_situations_name_nobody_and_lists_the_actors_there_first(
        self, situation, pharmacy, cafe, coordinator, sign_in
    ):
        SituationActor.objects.create(situation=situation, partnership=pharmacy, role="directs")
        response = sign_in(coordinator).get(cell(situation))
        assert [name for _key, name in response.context["form"].fields["actors"].choices] == [
            "Pharmacie du Pont",
            "Café de la Place",
            "Centre social Le Fil",
        ]

    def test_writes_adds_and_removals_as_one_gesture_that_can_be_undone(
        self, situation, pharmacy, cafe, coordinator, sign_in
    ):
        with operation(by=coordinator, label="avant", project=situation.project):
            SituationActor.objects.create(situation=situation, partnership=pharmacy, role="directs")
        response = sign_in(coordinator).post(cell(situation), {"actors": [cafe.public_id], "seen": pharmacy.public_id})
        assert response.url == f"{page(situation.project)}#s-{situation.public_id}"
        assert holders(situation) == ["Café de la Place"]
        gesture = Operation.objects.exclude(label="avant").get()
        assert "qui oriente" in gesture.label
        undo(gesture, by=coordinator)
        assert holders(situation) == ["Pharmacie du Pont"]

    def test_a_choice_that_changes_nothing_writes_nothing(self, situation, coordinator, sign_in):
        assert sign_in(coordinator).post(cell(situation), {"seen": ""}).status_code == 302
        assert Operation.objects.count() == 0

    def test_the_dialogue_gets_the_matrix_as_it_is_now(self, situation, cafe, coordinator, sign_in):
        client = sign_in(coordinator)
        form = words(client.get(cell(situation), headers=HTMX))
        assert "<html" not in form
        assert 'hx-target="#matrice"' in form
        response = client.post(cell(situation), {"actors": [cafe.public_id], "seen": ""}, headers=HTMX)
        assert 'id="matrice"' in words(response)
        assert "Café de la Place" in words(response)
        assert "hx-swap-oob" in words(response)
        assert not response.has_header("HX-Retarget")

    @pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
    def test_a_cell_changed_meanwhile_keeps_the_choice_beside_what_is_there(
        self, situation, pharmacy, cafe, coordinator, sign_in, headers
    ):
        SituationActor.objects.create(situation=situation, partnership=pharmacy, role="directs")
        client = sign_in(coordinator)
        response = client.post(cell(situation), {"actors": [cafe.public_id], "seen": ""}, headers=headers)
        assert response.status_code == 409
        assert response.get("HX-Retarget") == ("#dialogue" if headers else None)
        assert "<dt>Valeur actuelle</dt><dd>Pharmacie du Pont</dd>" in words(response)
        assert "<dt>Votre choix</dt><dd>Café de la Place</dd>" in words(response)
        assert holders(situation) == ["Pharmacie du Pont"]
        assert Operation.objects.count() == 0
        assert f'name="seen" value="{pharmacy.public_id}"' in words(response)
        replaced = {"actors": [cafe.public_id], "seen": pharmacy.public_id}
        assert client.post(cell(situation), replaced).status_code == 302
        assert holders(situation) == ["Café de la Place"]

    def test_somebody_of_another_project_is_refused(self, situation, coordinator, sign_in):
        elsewhere = PartnershipFactory()
        response = sign_in(coordinator).post(cell(situation), {"actors": [elsewhere.public_id], "seen": ""})
        assert response.status_code == 422
        assert holders(situation) == []

    def test_a_situation_of_another_project_and_an_unknown_role_are_not_found(self, situation, coordinator, sign_in):
        other = Situation.objects.create(project=ProjectFactory(), name="Ailleurs")
        client = sign_in(coordinator)
        address = reverse("partnerships:situation_cell", args=[situation.project.slug, other.public_id, "agit"])
        assert client.get(address).status_code == 404
        assert client.get(cell(situation, "surveille")).status_code == 404


class TestFinding:
    def test_is_kept_with_its_text_and_undone(self, situation, coordinator, sign_in):
        with operation(by=coordinator, label="avant", project=situation.project):
            situation.save()
        sign_in(coordinator).post(at("gap", situation), {"gap": "Personne le soir", "seen_version": situation.version})
        situation.refresh_from_db()
        assert situation.gap == "Personne le soir"
        undo(Operation.objects.exclude(label="avant").get(), by=coordinator)
        situation.refresh_from_db()
        assert situation.gap == ""

    def test_two_people_the_second_sees_the_first_beside_its_own_text(self, situation, coordinator, sign_in):
        client = sign_in(coordinator)
        seen = situation.version
        client.post(at("gap", situation), {"gap": "Le premier", "seen_version": seen})
        response = client.post(at("gap", situation), {"gap": "Le second", "seen_version": seen})
        assert response.status_code == 409
        assert "Le premier" in words(response)
        assert "Le second" in words(response)
        again = {"gap": "Le second", "seen_version": response.context["form"]["seen_version"].value()}
        assert client.post(at("gap", situation), again).status_code == 302
        situation.refresh_from_db()
        assert situation.gap == "Le second"

    def test_the_dialogue_keeps_a_refused_text(self, situation, coordinator, sign_in):
        data = {"gap": "x" * 20001, "seen_version": situation.version}
        response = sign_in(coordinator).post(at("gap", situation), data, headers=HTMX)
        assert response.status_code == 422
        assert response["HX-Retarget"] == "#dialogue"
        written = {"gap": "Personne", "seen_version": situation.version}
        assert 'id="matrice"' in words(sign_in(coordinator).post(at("gap", situation), written, headers=HTMX))


class TestRows:
    def test_a_situation_is_added_last_with_its_signs(self, situation, coordinator, sign_in):
        address = reverse("partnerships:situation_create", args=[situation.project.slug])
        assert "jamais une personne" in words(sign_in(coordinator).get(address))
        data = {"name": "Un jeune sans permis", "signs": "ne sort plus\n\nseul au café", "seen_version": 1}
        assert sign_in(coordinator).post(address, data).status_code == 302
        added = situation.project.situations.last()
        assert (added.name, added.signs) == ("Un jeune sans permis", ["ne sort plus", "seul au café"])

    def test_without_a_name_the_rest_is_kept(self, project, coordinator, sign_in):
        address = reverse("partnerships:situation_create", args=[project.slug])
        response = sign_in(coordinator).post(address, {"name": "", "tipping_point": "La peur", "seen_version": 1})
        assert response.status_code == 422
        assert "La peur" in words(response)

    def test_two_people_change_it_the_second_is_told(self, situation, coordinator, sign_in):
        client = sign_in(coordinator)
        data = {"name": "Premier nom", "seen_version": situation.version}
        assert client.post(at("edit", situation), data).status_code == 302
        response = client.post(at("edit", situation), data | {"name": "Second nom"})
        assert response.status_code == 409
        assert ("Situation", "Premier nom") in [
            (label.capitalize(), now) for label, now in response.context["differences"]
        ]
        again = {"name": "Second nom", "seen_version": response.context["form"]["seen_version"].value()}
        client.post(at("edit", situation), again)
        situation.refresh_from_db()
        assert situation.name == "Second nom"

    def test_changes_place(self, situation, coordinator, sign_in):
        other = Situation.objects.create(project=situation.project, name="Autre", position=1)
        client = sign_in(coordinator)
        assert client.post(at("move", other), {"sens": "haut"}).status_code == 302
        assert list(situation.project.situations.all()) == [other, situation]
        assert client.post(at("move", other), {"sens": "travers"}).status_code == 404

    def test_removal_asks_then_takes_the_roles_along_and_is_undone(self, situation, pharmacy, coordinator, sign_in):
        with operation(by=coordinator, label="avant", project=situation.project):
            situation.save()
            SituationActor.objects.create(situation=situation, partnership=pharmacy, role="spots")
        client = sign_in(coordinator)
        assert "1 rôle part avec elle" in words(client.get(at("remove", situation)))
        client.post(at("remove", situation))
        assert not situation.project.situations.exists()
        undo(Operation.objects.exclude(label="avant").get(), by=coordinator)
        assert holders(Situation.objects.get(public_id=situation.public_id), "spots") == ["Pharmacie du Pont"]

    def test_a_fiche_action_that_answers_it_holds_it(self, situation, coordinator, sign_in):
        ActionSheet.objects.create(project=situation.project, title="Veilleurs").situations.add(situation)
        response = sign_in(coordinator).post(at("remove", situation))
        assert response.status_code == 409
        assert "Veilleurs" in words(response)
        assert situation.project.situations.exists()


@pytest.mark.parametrize("name", ["edit", "gap", "remove"])
def test_a_reader_may_not_write_and_a_stranger_finds_nothing(situation, reader, stranger, sign_in, client, name):
    assert client.get(at(name, situation)).status_code == 302
    assert sign_in(stranger).get(at(name, situation)).status_code == 404
    assert sign_in(reader).get(at(name, situation)).status_code == 403
    assert sign_in(reader).post(at(name, situation)).status_code == 403


def test_the_home_asks_one_question_for_all_the_situations(project, situation):
    def asked():
        return [question.text.replace("\u00a0", " ") for question in missing(project) if question.code == "situation"]

    assert asked() == ["Une personne seule après une chute : qui repère, qui oriente, qui accompagne, qui agit ?"]
    Situation.objects.create(project=project, name="Une autre")
    assert asked() == ["2 situations où il manque quelqu’un : qui ?"]
    Situation.objects.update(gap="Personne")
    assert asked() == []
