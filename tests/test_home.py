"""The list of projects, a new one, the home of one."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from agreements.amending import start_amendment
from agreements.calendar import add_months
from agreements.models import Agreement, PartnerRemark
from home import facts
from partnerships.models import LogEntry, Promise, Review
from projects.models import Milestone, Operation, Project, operation
from tests.agreement_facts import make_agreement, read
from tests.agreement_sent import give_link
from tests.factories import (
    ActivityFactory,
    MembershipFactory,
    PartnershipFactory,
    PlacementFactory,
    ProjectFactory,
    ProjectMemberFactory,
    RaciFactory,
    TerritoryFactory,
)

pytestmark = pytest.mark.django_db

CREATE = "/projets/nouveau/"


def creation(organisation, **changes):
    return {
        "organisation": organisation.pk,
        "name": "La Halte",
        "subtitle": "",
        "lead_name": "Centre social du Pré",
        "lead_kind": "social_centre",
        "start": "2026-01-01",
        "starting_point": "projet_social",
    } | changes


class TestProjectList:
    def test_shows_the_projects_of_the_person_and_no_other(self, project, coordinator, sign_in):
        ProjectFactory(name="Projet d’ailleurs")
        page = sign_in(coordinator).get("/").content.decode()
        assert "Le Détour" in page
        assert "Projet d’ailleurs" not in page

    def test_sends_an_anonymous_person_to_the_sign_in_page(self, client):
        assert client.get("/").url.startswith(reverse("account_login"))

    def test_offers_no_creation_to_a_reader(self, reader, sign_in):
        assert CREATE not in sign_in(reader).get("/").content.decode()


class TestCreation:
    def test_gives_the_project_its_frame_its_lead_and_its_first_member(self, project, coordinator, sign_in):
        response = sign_in(coordinator).post(CREATE, creation(project.organisation))
        created = Project.objects.get(name="La Halte")
        assert response.url == reverse("partnerships:board", args=[created.slug])
        assert created.horizons.count() == 3
        assert created.levels.count() == 4
        assert created.partnerships.get(is_lead=True).partner.name == "Centre social du Pré"
        assert created.role_of(coordinator) == Role.COORDINATOR

    def test_uses_the_record_of_the_directory_when_the_lead_is_already_there(self, project, coordinator, sign_in):
        known = project.partnerships.get(is_lead=True).partner
        sign_in(coordinator).post(CREATE, creation(project.organisation, lead_name=known.name.upper()))
        assert Project.objects.get(name="La Halte").partnerships.get(is_lead=True).partner == known

    def test_without_a_name_the_lead_is_the_chosen_organisation(self, project, coordinator, sign_in):
        second = MembershipFactory(user=coordinator, role=Role.COORDINATOR).organisation
        sign_in(coordinator).post(CREATE, creation(second, lead_name=""))
        assert Project.objects.get(name="La Halte").partnerships.get(is_lead=True).partner.name == second.name

    def test_the_creation_is_not_undone_nor_offered_for_it(self, project, coordinator, sign_in):
        client = sign_in(coordinator)
        client.post(CREATE, creation(project.organisation))
        created = Project.objects.get(name="La Halte")
        undo_url = reverse("projects:operation_undo", args=[created.slug, created.operations.get().public_id])
        assert undo_url not in client.get(reverse("projects:operation_list", args=[created.slug])).content.decode()
        said = client.post(undo_url, follow=True).content.decode()
        assert "Ce geste a créé le projet" in said
        assert created.role_of(coordinator) == Role.COORDINATOR
        assert created.horizons.count() == 3

    def test_two_projects_of_the_same_name_have_two_addresses(self, project, coordinator, sign_in):
        client = sign_in(coordinator)
        client.post(CREATE, creation(project.organisation))
        client.post(CREATE, creation(project.organisation))
        assert set(Project.objects.filter(name="La Halte").values_list("slug", flat=True)) == {"la-halte", "la-halte-2"}

    def test_a_name_that_is_also_a_page_gets_another_address(self, project, coordinator, sign_in):
        sign_in(coordinator).post(CREATE, creation(project.organisation, name="Nouveau"))
        assert Project.objects.get(name="Nouveau").slug == "nouveau-2"

    def test_keeps_what_was_typed_when_something_is_missing(self, project, coordinator, sign_in):
        response = sign_in(coordinator).post(CREATE, creation(project.organisation, start="", subtitle="Gardé"))
        assert response.status_code == 422
        assert "Gardé" in response.content.decode()
        assert not Project.objects.filter(name="La Halte").exists()

    def test_is_forbidden_to_a_reader(self, project, reader, sign_in):
        assert sign_in(reader).post(CREATE, creation(project.organisation)).status_code == 403

    def test_cannot_create_in_another_organisation(self, project, coordinator, stranger, sign_in):
        elsewhere = stranger.memberships.get().organisation
        assert sign_in(coordinator).post(CREATE, creation(elsewhere)).status_code == 422
        assert not elsewhere.projects.filter(name="La Halte").exists()


class TestHome:
    def test_of_another_organisation_is_not_found(self, project, stranger, sign_in):
        assert sign_in(stranger).get(project.get_absolute_url()).status_code == 404

    def test_an_empty_project_has_a_home(self, project, reader, sign_in):
        assert sign_in(reader).get(project.get_absolute_url()).status_code == 200

    def test_takes_as_many_queries_for_many_partners_as_for_few(
        self, project, coordinator, sign_in, django_assert_num_queries
    ):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client = sign_in(coordinator)

        def fill(count):
            for _ in range(count):
                partnership = PartnershipFactory(project=project, partner__territory=TerritoryFactory())
                PlacementFactory(
                    partnership=partnership, horizon=project.horizons.first(), level=project.levels.first()
                )
                Promise.objects.create(partnership=partnership, what="Rappeler", due=timezone.localdate())
                LogEntry.objects.create(partnership=partnership, date=datetime.date(2020, 1, 1), summary="Vu")

        fill(2)
        client.get(project.get_absolute_url())
        with CaptureQueriesContext(
            connection,
        ) as few:
            client.get(project.get_absolute_url())
        fill(20)
        with django_assert_num_queries(len(few)):
            client.get(project.get_absolute_url())

    def test_shows_the_dates_of_the_next_six_months_only(self, project, coordinator, sign_in):
        today = timezone.localdate()
        Milestone.objects.create(project=project, date=today, title="Aujourd’hui même")
        Milestone.objects.create(project=project, date=today + datetime.timedelta(days=400), title="Bien plus tard")
        page = sign_in(coordinator).get(project.get_absolute_url()).content.decode()
        assert "Aujourd’hui même" in page
        assert "Bien plus tard" not in page


class TestManyAgreements:
    def test_five_are_shown_the_nearest_to_its_signature_first(self, project, coordinator, sign_in):
        for n in range(7):
            Agreement.objects.create(project=project, template="T1", title=f"Accord {n}", position=n)
        Agreement.objects.filter(title="Accord 6").update(status="ready")
        page = sign_in(coordinator).get(project.get_absolute_url()).content.decode()
        shown = page.partition('class="nego"')[2].partition("</section>")[0]
        assert shown.index("Accord 6") < shown.index("Accord 0")
        assert "Accord 4" not in shown
        assert "Voir 2 autres conventions" in shown


class TestTasks:
    @pytest.fixture
    def promise(self, project):
        partnership = PartnershipFactory(project=project)
        return Promise.objects.create(partnership=partnership, what="Envoyer les chiffres", due=timezone.localdate())

    def test_done_leaves_the_list_and_can_be_undone(self, project, coordinator, promise, sign_in):
        client = sign_in(coordinator)
        client.post(reverse("home:task_done", args=[project.slug, "promesse", promise.public_id]))
        assert facts.tasks(project) == []
        gesture = Operation.objects.get(project=project)
        client.post(reverse("projects:operation_undo", args=[project.slug, gesture.public_id]))
        assert [task.what for task in facts.tasks(project)] == ["Envoyer les chiffres"]

    def test_done_comes_back_to_the_page_that_asked_and_to_no_other_site(self, project, coordinator, promise, sign_in):
        client = sign_in(coordinator)
        url = reverse("home:task_done", args=[project.slug, "promesse", promise.public_id])
        tasks = reverse("home:task_list", args=[project.slug])
        assert f'name="next" value="{tasks}"' in client.get(tasks).content.decode()
        assert client.post(url, {"next": tasks}).url == tasks
        assert client.post(url, {"next": "https://ailleurs.example/"}).url == project.get_absolute_url()

    def test_a_reader_cannot_close_one(self, project, reader, promise, sign_in):
        url = reverse("home:task_done", args=[project.slug, "promesse", promise.public_id])
        assert sign_in(reader).post(url).status_code == 403
        assert not Promise.objects.get().done

    def test_one_of_another_project_is_not_found(self, project, coordinator, sign_in):
        other = Promise.objects.create(partnership=PartnershipFactory(), what="Ailleurs")
        url = reverse("home:task_done", args=[project.slug, "promesse", other.public_id])
        assert sign_in(coordinator).post(url).status_code == 404

    @pytest.mark.parametrize(
        ("days", "words"),
        [
            (-3, "en retard de 3 jours"),
            (-1, "en retard de 1 jour"),
            (0, "aujourd’hui"),
            (1, "demain"),
            (7, "dans 7 jours"),
            (60, None),
        ],
    )
    def test_says_the_delay_in_words_when_it_is_near(self, project, promise, days, words):
        promise.due = timezone.localdate() + datetime.timedelta(days=days)
        promise.save()
        assert facts.tasks(project)[0].when(timezone.localdate()) == words


def test_forgotten_are_those_without_contact_for_sixty_days_and_never_the_lead(project):
    today = timezone.localdate()
    recent, old, never = (PartnershipFactory(project=project) for _ in range(3))
    LogEntry.objects.create(partnership=recent, date=today - datetime.timedelta(days=59), summary="Vu")
    LogEntry.objects.create(partnership=old, date=today - datetime.timedelta(days=61), summary="Vu")
    rows = {row["partnership"]: row["days"] for row in facts.forgotten(project, today)}
    assert rows == {old: 61, never: None}


def test_a_colleague_without_role_of_manager_cannot_run_the_settings(project, facilitator, sign_in):
    assert sign_in(facilitator).get(reverse("projects:project_edit", args=[project.slug])).status_code == 403


def test_an_organisation_member_without_place_in_the_project_does_not_see_it(project, sign_in):
    colleague = MembershipFactory(organisation=project.organisation).user
    assert sign_in(colleague).get(project.get_absolute_url()).status_code == 404
    ProjectMemberFactory(project=project, user=colleague)
    assert sign_in(colleague).get(project.get_absolute_url()).status_code == 200


def test_the_home_asks_who_answers_for_an_activity_without_a(project, coordinator, sign_in):
    RaciFactory(activity=ActivityFactory(project=project), partnership=PartnershipFactory(project=project), letters="R")
    client = sign_in(coordinator)
    assert "1 activité dont personne ne répond" in client.get(project.get_absolute_url()).content.decode()
    project.activities.get().assignments.update(letters="RA")
    assert "sans A" not in client.get(project.get_absolute_url()).content.decode()


def test_the_dates_of_agreements_and_their_amendments_are_things_to_do(project, coordinator, sign_in):
    today = timezone.localdate()
    ends = add_months(today, 1)
    agreement = make_agreement(
        project, coordinator, status="signed", signed_on=today, ends_on=ends, title="Notre accord"
    )
    with operation(by=coordinator, label="Avenant", project=project):
        amendment = start_amendment(read(agreement), by=coordinator, day=today)
    found = {(task.what, task.due) for task in facts.tasks(project)}
    assert found == {(facts.REMINDED["end"], ends), ("Faire signer l’avenant", None)}
    page = sign_in(coordinator).get(reverse("home:task_list", args=[project.slug])).content.decode()
    assert reverse("agreements:agreement_terms", args=[project.slug, agreement.public_id]) in page
    assert "C’est fait" not in page
    assert "Fin de convention" in sign_in(coordinator).get(project.get_absolute_url()).content.decode()
    Agreement.objects.filter(pk=amendment.pk).update(status="signed", signed_on=today, ends_on=add_months(today, 30))
    assert facts.tasks(project) == []


def test_an_interim_review_that_was_not_held_stays_to_do(project, coordinator):
    today = timezone.localdate()
    make_agreement(project, coordinator, status="signed", ends_on=None, interim_review_on=today - datetime.timedelta(9))
    (task,) = facts.tasks(project)
    assert (str(task.what), task.when(today)) == (str(facts.REMINDED["review"]), "en retard de 9 jours")
    Review.objects.create(project=project, kind="interim", title="Bilan", date=today - datetime.timedelta(40))
    assert facts.tasks(project) == []


def test_what_a_partner_answered_shows_on_the_home_and_sorts_the_list(project, coordinator, sign_in):
    quiet, told = (make_agreement(project, coordinator, title=title) for title in ("Sans retour", "Avec retour"))
    link, _token = give_link(told, coordinator)
    PartnerRemark.objects.create(link=link, place="duree", title="Durée", body="Combien de temps ?")
    client = sign_in(coordinator)
    shown = client.get(project.get_absolute_url()).content.decode().partition('class="nego"')[2]
    assert "1 retour à lire" in shown.partition("</section>")[0]
    address = reverse("agreements:agreement_list", args=[project.slug])
    every = client.get(address).content.decode()
    assert "1 convention avec des retours à lire" in every
    assert quiet.title in every
    only = client.get(f"{address}?retours=1").content.decode()
    assert told.title in only
    assert quiet.title not in only
    told.links.all().delete()
    assert quiet.title in client.get(f"{address}?retours=1").content.decode()
