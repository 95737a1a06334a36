"""« Qui manque ? »: questions computed from the partners, reasons kept, and the list that the organisation owns."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from exchange.exporting import export_project, to_json
from exchange.importing import import_file
from partnerships.board import read_board
from partnerships.expected import read_expected
from partnerships.models import ActorAnswer, ActorFamily, ExpectedActor, PartnerKind, Partnership
from partnerships.models.expected import Present
from partnerships.questions import ask
from partnerships.starting_actors import starting_rows
from projects.models import Operation, Stage, operation, undo
from tests.factories import OrganisationFactory, PartnershipFactory, ProjectFactory

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def listed(project):
    """The project of an organisation that has the starting list."""
    ExpectedActor.objects.provide(project.organisation)
    return project


def actor(project, key):
    return project.organisation.expected_actors.get(key=key)


def expected(project, key):
    return next(row for row in read_expected(project) if row.actor.key == key)


def page(project):
    return reverse("partnerships:missing_list", args=[project.slug])


def answering(project, key):
    return reverse("partnerships:missing_answer", args=[project.slug, actor(project, key).public_id])


def of_list(name, organisation, *args):
    return reverse(f"partnerships:expected_{name}", args=[organisation.slug, *args])


def words(response):
    text = response.content.decode()
    return text.replace("\u00a0", " ").replace("&nbsp;", " ").replace("&#x27;", "'")


class TestFamilies:
    def test_every_kind_but_other_is_of_one_family(self):
        kinds = [kind for family in ActorFamily for kind in family.kinds]
        assert sorted([*kinds, "other"]) == sorted(PartnerKind.values)

    def test_the_starting_list_holds_the_six_families_and_known_kinds(self):
        rows = starting_rows()
        assert [row["family"] for row in rows if not row["overlooked"]] == ActorFamily.values
        assert {kind for row in rows for kind in row["kinds"]} <= set(PartnerKind.values)
        assert all(row["question"].endswith("\u00a0?") for row in rows)
        assert len({row["key"] for row in rows}) == len(rows)


class TestStartingList:
    def test_is_given_once(self, project):
        assert ExpectedActor.objects.provide(project.organisation)
        assert not ExpectedActor.objects.provide(project.organisation)
        assert project.organisation.expected_actors.count() == len(starting_rows())

    def test_is_not_given_again_to_those_who_retired_everything(self, listed):
        listed.organisation.expected_actors.update(retired_at=timezone.now())
        assert not ExpectedActor.objects.provide(listed.organisation)

    def test_comes_with_the_first_project_and_with_the_first_file(self, project, coordinator, sign_in):
        data = {
            "organisation": project.organisation.pk,
            "name": "La Halte",
            "lead_name": "Centre social du Pré",
            "lead_kind": "social_centre",
            "start": "2026-01-01",
            "starting_point": "projet_social",
        }
        assert sign_in(coordinator).post("/projets/nouveau/", data).status_code == 302
        assert project.organisation.expected_actors.count() == len(starting_rows())
        other = OrganisationFactory()
        import_file(to_json(export_project(project)), organisation=other)
        assert other.expected_actors.count() == len(starting_rows())


class TestRecognised:
    @pytest.mark.parametrize(
        ("kinds", "searched", "name", "kind", "found"),
        [
            (["pharmacy"], [], "Officine du Pont", "pharmacy", True),
            (["pharmacy"], [], "Pharmacie du Pont", "shop", False),
            (["shop"], ["café"], "CAFE-épicerie Chez Lison", "shop", True),
            (["shop"], ["café"], "Chez Lison", "shop", False),
            (["shop"], ["boulang"], "La Boulangerie du Pont", "shop", True),
            (["shop"], ["bar"], "Barbier du Pont", "shop", False),
            (["shop"], ["bar"], "Le bar du Pont", "shop", True),
            ([], ["aide à domicile"], "Présence, aide à domicile", "medico_social", True),
            ([], ["…"], "Nos amis", "association", True),
            ([], [], "N’importe qui", "association", False),
        ],
    )
    def test_by_kind_and_by_words_of_the_name(self, kinds, searched, name, kind, found):
        row = ExpectedActor(label="X", kinds=kinds, words=searched)
        present = {kind: [Present("abc", kind, name, name)]}
        assert bool(row.recognised_in(present)) is found

    def test_neither_the_carrying_organisation_nor_what_has_ended_or_is_archived_answers(self, listed):
        lead = listed.partnerships.get(is_lead=True)
        lead.partner.kind = "library"
        lead.partner.save()
        PartnershipFactory(project=listed, partner__kind="library", stage=Stage.ENDED)
        PartnershipFactory(project=listed, partner__kind="library", partner__archived_at=timezone.now())
        assert expected(listed, "bibliotheque").is_open
        PartnershipFactory(project=listed, partner__kind="library", partner__name="Bibliobus")
        assert [one.label for one in expected(listed, "bibliotheque").found] == ["Bibliobus"]


class TestPage:
    def test_asks_says_who_answers_and_ranks_nothing(self, listed, coordinator, sign_in):
        PartnershipFactory(project=listed, partner__kind="pharmacy", partner__name="Pharmacie du Pont")
        text = words(sign_in(coordinator).get(page(listed)))
        assert "Qui garde les immeubles et connaît chaque palier ?" in text
        assert "Pharmacie du Pont" in text
        assert "À quel comptoir de pharmacie se confie-t-on ?" not in text
        assert "%" not in text.split("<main")[1]

    def test_a_reader_reads_without_gestures(self, listed, reader, sign_in):
        text = words(sign_in(reader).get(page(listed)))
        assert "Qui garde les immeubles" in text
        assert "Sans objet parce que…" not in text

    def test_an_organisation_without_a_list_is_told_where_it_is(self, project, coordinator, sign_in):
        assert of_list("list", project.organisation) in words(sign_in(coordinator).get(page(project)))

    def test_costs_the_same_for_sixty_partners(self, listed, coordinator, sign_in, django_assert_max_num_queries):
        client = sign_in(coordinator)
        with django_assert_max_num_queries(10) as few:
            client.get(page(listed))
        for n in range(60):
            PartnershipFactory(project=listed, partner__name=f"Café {n}", partner__kind="shop")
        for row in listed.organisation.expected_actors.filter(overlooked=False):
            ActorAnswer.objects.create(project=listed, actor=row, reason="Pas ici")
        with django_assert_max_num_queries(10) as many:
            client.get(page(listed))
        assert len(many) == len(few)

    def test_the_directory_opens_the_first_questions_without_leaving(self, listed, reader, sign_in):
        client = sign_in(reader)
        assert f'hx-get="{page(listed)}"' in words(client.get(f"/projets/{listed.slug}/partenaires/"))
        text = words(client.get(page(listed), headers=HTMX))
        assert "<html" not in text
        assert text.count("<li>") == 4
        assert f"et {len(starting_rows()) - 4} autres questions" in text

    def test_anonymous_and_strangers_stay_out(self, listed, stranger, sign_in, client):
        assert client.get(page(listed)).status_code == 302
        assert sign_in(stranger).get(page(listed)).status_code == 404
        assert sign_in(stranger).post(page(listed)).status_code == 405


class TestAnswer:
    def test_the_reason_is_kept_with_who_and_when_and_is_undone(self, listed, coordinator, sign_in):
        client = sign_in(coordinator)
        response = client.post(answering(listed, "gardien"), {"reason": "Aucun immeuble ici", "seen_version": "0"})
        assert response.url.startswith(f"{page(listed)}#q-")
        answer = listed.actor_answers.get()
        assert (answer.by, answer.at.date()) == (coordinator, timezone.now().date())
        text = words(client.get(page(listed)))
        assert "Sans objet parce que Aucun immeuble ici" in text
        assert "dit par Coordination" in text
        gesture = Operation.objects.get(project=listed)
        assert "sans objet" in gesture.label
        undo(gesture, by=coordinator)
        assert expected(listed, "gardien").is_open

    def test_without_a_reason_nothing_is_kept(self, listed, coordinator, sign_in):
        response = sign_in(coordinator).post(answering(listed, "gardien"), {"reason": "  ", "seen_version": "0"})
        assert response.status_code == 422
        assert "Dites pourquoi" in words(response)
        assert not listed.actor_answers.exists()

    def test_a_partner_whose_name_says_nothing_is_named(self, listed, coordinator, sign_in):
        lison = PartnershipFactory(project=listed, partner__kind="shop", partner__name="Chez Lison")
        client = sign_in(coordinator)
        assert expected(listed, "cafe").is_open
        assert "Chez Lison" in words(client.get(answering(listed, "cafe")))
        client.post(answering(listed, "cafe"), {"partnership": lison.public_id, "seen_version": "0"})
        assert expected(listed, "cafe").answer.partnership == lison
        assert "Chez Lison" in words(client.get(page(listed)))
        lison.delete()
        assert expected(listed, "cafe").is_open

    def test_a_partner_of_another_project_is_refused(self, listed, coordinator, sign_in):
        data = {"partnership": PartnershipFactory().public_id, "seen_version": "0"}
        assert sign_in(coordinator).post(answering(listed, "cafe"), data).status_code == 422

    def test_two_people_answer_the_second_sees_the_first_beside_its_text(self, listed, coordinator, sign_in):
        client = sign_in(coordinator)
        client.post(answering(listed, "gardien"), {"reason": "La première", "seen_version": "0"})
        response = client.post(answering(listed, "gardien"), {"reason": "La seconde", "seen_version": "0"})
        assert response.status_code == 409
        assert "La première" in words(response)
        assert "La seconde" in words(response)
        seen = response.context["reason_form"]["seen_version"].value()
        client.post(answering(listed, "gardien"), {"reason": "La seconde", "seen_version": seen})
        assert listed.actor_answers.get().reason == "La seconde"

    def test_an_answer_taken_back_meanwhile_is_said_so(self, listed, coordinator, sign_in):
        response = sign_in(coordinator).post(answering(listed, "gardien"), {"reason": "Encore", "seen_version": "3"})
        assert response.status_code == 409
        assert "la question est posée à nouveau" in words(response)

    def test_the_question_is_asked_again_and_that_is_undone(self, listed, coordinator, sign_in):
        with operation(by=coordinator, label="avant", project=listed):
            ActorAnswer.objects.create(project=listed, actor=actor(listed, "gardien"), reason="Aucun immeuble")
        address = reverse("partnerships:missing_reopen", args=[listed.slug, actor(listed, "gardien").public_id])
        sign_in(coordinator).post(address)
        assert expected(listed, "gardien").is_open
        undo(Operation.objects.exclude(label="avant").get(), by=coordinator)
        assert expected(listed, "gardien").answer.reason == "Aucun immeuble"

    def test_a_reader_may_not_answer(self, listed, reader, sign_in):
        assert sign_in(reader).get(answering(listed, "gardien")).status_code == 403
        assert sign_in(reader).post(answering(listed, "gardien"), {"reason": "Non"}).status_code == 403

    def test_the_database_holds_that_an_answer_says_one_thing(self, listed):
        gardien, partnership = actor(listed, "gardien"), PartnershipFactory(project=listed)
        for values in ({}, {"reason": "Non", "partnership": partnership}):
            with pytest.raises(IntegrityError), transaction.atomic():
                ActorAnswer.objects.create(project=listed, actor=gardien, **values)


class TestAddingAPartner:
    def add(self, client, listed, key, **data):
        address = reverse("partnerships:partnership_add", args=[listed.slug])
        return client.post(address, {"attendu": actor(listed, key).public_id, **data})

    def test_the_form_starts_with_the_kind_of_the_question(self, listed, coordinator, sign_in):
        address = reverse("partnerships:partnership_add", args=[listed.slug])
        query = {"attendu": actor(listed, "ecole").public_id}
        response = sign_in(coordinator).get(address, query)
        assert response.context["form"]["kind"].value() == "school"
        assert response.context["form"]["overlooked"].value() is True
        assert "Qui, à l’école, parle aux parents à la sortie ?" in words(response)

    def test_a_name_that_says_it_answers_by_itself(self, listed, coordinator, sign_in):
        response = self.add(sign_in(coordinator), listed, "cafe", name="Café de la Place", kind="shop")
        assert response.url.startswith(f"{page(listed)}#q-")
        assert not expected(listed, "cafe").is_open
        assert not listed.actor_answers.exists()

    def test_a_name_that_says_nothing_is_noted_as_the_answer_in_the_same_gesture(self, listed, coordinator, sign_in):
        self.add(sign_in(coordinator), listed, "cafe", name="Chez Lison", kind="shop")
        assert listed.actor_answers.get().partnership.partner.name == "Chez Lison"
        undo(Operation.objects.get(project=listed), by=coordinator)
        assert expected(listed, "cafe").is_open
        assert not Partnership.objects.filter(project=listed, is_lead=False).exists()


class TestFrise:
    def asked(self, project):
        return [
            question
            for question in ask(project, read_board(project))
            if question.code.startswith(("manque", "oublies"))
        ]

    def test_two_forgotten_actors_are_asked_by_name_and_the_others_counted(self, listed):
        first, second, others = self.asked(listed)
        assert "mairie" in first.text
        assert "pharmacie" in second.text
        assert others.text == f"Qui manque\u00a0? Et {len(starting_rows()) - 2} autres questions"
        assert others.url == page(listed)

    def test_a_third_question_takes_the_place_of_its_count(self, listed):
        for row in listed.organisation.expected_actors.all()[3:]:
            ActorAnswer.objects.create(project=listed, actor=row, reason="Pas ici")
        assert [question.code for question in self.asked(listed)] == ["manque"] * 3

    def test_an_organisation_without_a_list_is_asked_the_old_way(self, project):
        assert [question.code for question in self.asked(project)] == ["oublies"]

    def test_nothing_is_asked_when_everything_is_retired(self, listed):
        listed.organisation.expected_actors.update(retired_at=timezone.now())
        assert self.asked(listed) == []

    def test_a_page_kept_by_the_browser_is_not_shown_after_the_list_has_changed(self, listed, coordinator, sign_in):
        client = sign_in(coordinator)
        board = reverse("partnerships:board", args=[listed.slug])
        etag = client.get(board)["ETag"]
        assert client.get(board, headers={"If-None-Match": etag}).status_code == 304
        client.post(of_list("retire", listed.organisation, actor(listed, "secretaire_mairie").public_id))
        client.get(of_list("list", listed.organisation))  # the notice has been read
        assert client.get(board, headers={"If-None-Match": etag}).status_code == 200


class TestList:
    def data(self, row, **changes):
        return {
            "label": row.label,
            "question": row.question,
            "family": row.family,
            "kinds": row.kinds,
            "words": "\n".join(row.words),
            "seen_version": row.version,
        } | changes

    def test_members_read_it_and_only_those_who_run_it_change_it(self, listed, reader, stranger, sign_in, client):
        organisation, public_id = listed.organisation, actor(listed, "cafe").public_id
        assert client.get(of_list("list", organisation)).status_code == 302
        assert sign_in(stranger).get(of_list("list", organisation)).status_code == 404
        text = words(sign_in(reader).get(of_list("list", organisation)))
        assert "Café, bar, restaurant" in text
        assert of_list("edit", organisation, public_id) not in text
        assert sign_in(reader).get(of_list("edit", organisation, public_id)).status_code == 403
        for name, args in (("move", [public_id]), ("retire", [public_id]), ("start", []), ("add", [])):
            assert sign_in(reader).post(of_list(name, organisation, *args)).status_code == 403
            assert sign_in(stranger).post(of_list(name, organisation, *args)).status_code == 404

    def test_a_question_is_reworded_for_every_project(self, listed, coordinator, sign_in):
        row = actor(listed, "cafe")
        client = sign_in(coordinator)
        address = of_list("edit", listed.organisation, row.public_id)
        assert row.question in words(client.get(address)).replace(" ?", "\u00a0?")
        client.post(address, self.data(row, question="Chez qui boit-on le premier café ?", words="comptoir\nzinc"))
        row.refresh_from_db()
        assert row.words == ["comptoir", "zinc"]
        assert "Chez qui boit-on le premier café ?" in words(client.get(page(listed)))

    def test_two_people_reword_it_the_second_is_told(self, listed, coordinator, sign_in):
        row = actor(listed, "cafe")
        client = sign_in(coordinator)
        address = of_list("edit", listed.organisation, row.public_id)
        client.post(address, self.data(row, label="Comptoirs", kinds=["shop"]))
        response = client.post(address, self.data(row, label="Zincs"))
        assert response.status_code == 409
        assert "Comptoirs" in words(response)
        assert "Commerce, café, marché" in [value for _label, value in response.context["differences"]]
        client.post(
            address, self.data(row, label="Zincs", seen_version=response.context["form"]["seen_version"].value())
        )
        row.refresh_from_db()
        assert row.label == "Zincs"

    def test_an_actor_is_added_last_and_its_name_is_its_own(self, listed, coordinator, sign_in):
        client = sign_in(coordinator)
        address = of_list("add", listed.organisation)
        data = {"label": "Coiffeuse", "question": "Qui coupe les cheveux ?", "family": "companies", "overlooked": "on"}
        assert client.get(address).status_code == 200
        assert client.post(address, data | {"label": "PHARMACIE", "seen_version": 1}).status_code == 422
        assert client.post(address, data | {"seen_version": 1, "words": "coiff"}).status_code == 302
        assert listed.organisation.expected_actors.last().label == "Coiffeuse"

    def test_an_actor_changes_place_in_its_group(self, listed, coordinator, sign_in):
        client = sign_in(coordinator)
        pharmacy, first = actor(listed, "pharmacie"), actor(listed, "secretaire_mairie")
        address = of_list("move", listed.organisation, pharmacy.public_id)
        assert client.post(address, {"sens": "haut"}).status_code == 302
        forgotten = list(listed.organisation.expected_actors.filter(overlooked=True)[:2])
        assert forgotten == [pharmacy, first]
        count = Operation.objects.count()
        client.post(address, {"sens": "haut"})
        assert list(listed.organisation.expected_actors.filter(overlooked=True)[:2]) == forgotten
        assert Operation.objects.count() == count
        assert client.post(address, {"sens": "travers"}).status_code == 404

    def test_a_retired_actor_is_not_asked_and_keeps_its_answers(self, listed, coordinator, sign_in):
        row = actor(listed, "gardien")
        ActorAnswer.objects.create(project=listed, actor=row, reason="Aucun immeuble")
        client = sign_in(coordinator)
        client.post(of_list("retire", listed.organisation, row.public_id))
        assert row.question not in client.get(page(listed)).content.decode()
        assert client.get(answering(listed, "gardien")).status_code == 404
        client.post(of_list("retire", listed.organisation, row.public_id))
        assert expected(listed, "gardien").answer.reason == "Aucun immeuble"

    def test_an_empty_list_starts_again_from_ours(self, project, coordinator, sign_in):
        client = sign_in(coordinator)
        assert "Reprendre la liste de départ" in words(client.get(of_list("list", project.organisation)))
        client.post(of_list("start", project.organisation))
        assert project.organisation.expected_actors.count() == len(starting_rows())

    def test_every_change_is_in_the_history_of_the_organisation(self, listed, coordinator, sign_in):
        row = actor(listed, "cafe")
        sign_in(coordinator).post(of_list("retire", listed.organisation, row.public_id))
        gesture = Operation.objects.get(organisation=listed.organisation, project=None)
        assert gesture.author == coordinator
        assert ExpectedActor.history.filter(operation=gesture, id=row.pk).exists()


class TestProjectFile:
    def test_the_answers_travel_and_what_another_organisation_lacks_with_them(self, listed):
        lison = PartnershipFactory(project=listed, partner__name="Chez Lison", partner__kind="shop")
        own = ExpectedActor.objects.create(
            organisation=listed.organisation,
            label="Coiffeuse",
            question="Qui coupe les cheveux\u00a0?",
            family="companies",
            kinds=["shop"],
            words=["coiff"],
            overlooked=True,
            position=99,
        )
        ActorAnswer.objects.create(project=listed, actor=actor(listed, "cafe"), partnership=lison)
        ActorAnswer.objects.create(project=listed, actor=own, reason="Aucun salon")
        exported = to_json(export_project(listed))
        other = import_file(exported, organisation=OrganisationFactory()).project
        assert to_json(export_project(other)) == exported
        assert [str(answer) for answer in other.actor_answers.all()] == ["Café, bar, restaurant", "Coiffeuse"]
        assert other.organisation.expected_actors.get(label="Coiffeuse").words == ["coiff"]
        assert other.organisation.expected_actors.count() == len(starting_rows()) + 1

    @pytest.mark.parametrize(
        "answer",
        [
            {"acteur": "Café"},
            {"acteur": "Café", "sans_objet": "Non", "partenaire": "PARTNER"},
            {"acteur": "Café", "sans_objet": "Non", "score": 3},
        ],
        ids=["nothing said", "two things said", "an unknown key"],
    )
    def test_an_answer_that_does_not_say_one_thing_is_refused(self, listed, answer):
        from exchange.errors import ProjectFileError

        content = export_project(listed)
        name = content["partenaires"][0]["id"]
        content["qui_manque"] = [{key: name if value == "PARTNER" else value for key, value in answer.items()}]
        with pytest.raises(ProjectFileError) as refusal:
            import_file(to_json(content), organisation=OrganisationFactory())
        assert [problem.path.startswith("qui_manque[0]") for problem in refusal.value.problems] == [True]


def test_the_lists_of_two_organisations_never_meet(listed, coordinator, sign_in):
    other = ProjectFactory()
    ExpectedActor.objects.provide(other.organisation)
    theirs = other.organisation.expected_actors.get(key="gardien").public_id
    address = reverse("partnerships:missing_answer", args=[listed.slug, theirs])
    assert sign_in(coordinator).post(address, {"reason": "Non"}).status_code == 404
    assert sign_in(coordinator).get(of_list("edit", listed.organisation, theirs)).status_code == 404
