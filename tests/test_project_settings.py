"""Settings of a project: who may, what is kept, what two people may not do at once."""

import pytest
from django.urls import reverse

from accounts.models import Role
from projects.models import Milestone, Operation, Project
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def url(project, name="project_edit", *args):
    return reverse(f"projects:{name}", args=[project.slug, *args])


def settings_of(project, **changes):
    return {
        "name": project.name,
        "subtitle": "",
        "framework": "",
        "start": "2026-01-01",
        "end": "2029-12-31",
        "stage": "idea",
        "finding": "",
        "purpose": "",
        "objectives": "",
        "exclusions": "",
        "banner": "",
        "seen_version": project.version,
    } | changes


class TestIdentity:
    def test_is_saved_with_one_objective_a_line(self, project, coordinator, sign_in):
        sign_in(coordinator).post(url(project), settings_of(project, objectives="Tenir une halte\n\nRepérer tôt\n"))
        project.refresh_from_db()
        assert project.objectives == ["Tenir une halte", "Repérer tôt"]

    def test_can_be_undone(self, project, coordinator, sign_in):
        client = sign_in(coordinator)
        client.post(url(project), settings_of(project, name="Le Grand Détour"))
        client.post(url(project, "operation_undo", Operation.objects.get().public_id))
        assert Project.objects.get(pk=project.pk).name == "Le Détour"

    def test_an_end_before_the_start_is_refused_and_the_typing_kept(self, project, coordinator, sign_in):
        response = sign_in(coordinator).post(url(project), settings_of(project, end="2025-01-01", purpose="Gardé"))
        assert response.status_code == 422
        page = response.content.decode()
        assert "Le projet ne peut pas finir avant de commencer." in page
        assert "Gardé" in page

    def test_the_second_of_two_editors_keeps_the_text_and_sees_the_other(self, project, coordinator, director, sign_in):
        sign_in(director).post(url(project), settings_of(project, purpose="Version de la direction"))
        client = sign_in(coordinator)
        response = client.post(url(project), settings_of(project, purpose="Ma version"))
        page = response.content.decode()
        assert response.status_code == 409
        assert "Ma version" in page
        assert "Version de la direction" in page
        assert Project.objects.get(pk=project.pk).purpose == "Version de la direction"
        current = Project.objects.get(pk=project.pk).version
        client.post(url(project), settings_of(project, purpose="Ma version", seen_version=current))
        assert Project.objects.get(pk=project.pk).purpose == "Ma version"

    @pytest.mark.parametrize("who", ["reader", "facilitator"])
    def test_is_forbidden_to_those_who_do_not_run_the_project(self, project, who, request, sign_in):
        client = sign_in(request.getfixturevalue(who))
        assert client.get(url(project)).status_code == 403
        assert client.post(url(project), settings_of(project, name="Autre")).status_code == 403

    def test_the_banner_stands_on_every_page(self, project, reader, sign_in):
        Project.objects.filter(pk=project.pk).update(banner="Données fictives")
        assert "Données fictives" in sign_in(reader).get(project.get_absolute_url()).content.decode()


class TestLists:
    def test_a_milestone_is_added_changed_and_removed(self, project, coordinator, sign_in):
        client = sign_in(coordinator)
        first = {"date": "2026-05-01", "title": "Première halte", "seen_version": 1}
        client.post(url(project, "item_add", "jalons"), first)
        milestone = Milestone.objects.get()
        client.post(url(project, "item_edit", "jalons", milestone.public_id), first | {"title": "Halte"})
        assert Milestone.objects.get().title == "Halte"
        client.post(url(project, "item_remove", "jalons", milestone.public_id))
        assert not Milestone.objects.exists()

    def test_a_milestone_without_date_is_refused(self, project, coordinator, sign_in):
        response = sign_in(coordinator).post(
            url(project, "item_add", "jalons"), {"title": "Un jour", "seen_version": 1}
        )
        assert response.status_code == 422
        assert "Un jour" in response.content.decode()

    def test_the_second_of_two_people_on_a_date_is_told_and_keeps_what_was_typed(
        self, project, coordinator, director, sign_in
    ):
        milestone = Milestone.objects.create(project=project, date="2026-05-01", title="Halte")
        address = url(project, "item_edit", "jalons", milestone.public_id)
        seen = {"date": "2026-05-01", "title": "Première halte", "seen_version": milestone.version}
        assert sign_in(director).post(address, seen | {"title": "Halte ouverte"}).status_code == 302
        client = sign_in(coordinator)
        refused = client.post(address, seen)
        page = refused.content.decode()
        assert refused.status_code == 409
        for words in ("Halte ouverte", "Première halte", "Remplacer", 'name="seen_version" value="2"'):
            assert words in page
        assert Milestone.objects.get().title == "Halte ouverte"
        assert client.post(address, seen | {"seen_version": 2}).status_code == 302
        assert Milestone.objects.get().title == "Première halte"

    def test_an_unknown_list_is_not_found(self, project, coordinator, sign_in):
        assert sign_in(coordinator).get(url(project, "item_add", "autre")).status_code == 404

    def test_removal_is_a_post(self, project, coordinator, sign_in):
        milestone = Milestone.objects.create(project=project, date="2026-05-01", title="Halte")
        assert sign_in(coordinator).get(url(project, "item_remove", "jalons", milestone.public_id)).status_code == 405

    def test_a_row_of_another_project_is_not_found(self, project, coordinator, stranger, sign_in):
        other = stranger.project_places.get().project
        milestone = Milestone.objects.create(project=other, date="2026-05-01", title="Ailleurs")
        response = sign_in(coordinator).post(url(project, "item_remove", "jalons", milestone.public_id))
        assert response.status_code == 404


class TestTeam:
    def member(self, **changes):
        return {"name": "Awa", "function": "", "role": Role.READER, "email": ""} | changes

    def test_a_person_without_account_can_be_named(self, project, coordinator, sign_in):
        sign_in(coordinator).post(url(project, "item_add", "equipe"), self.member())
        assert project.members.get(name="Awa").user is None

    def test_an_address_of_another_organisation_is_refused(self, project, coordinator, sign_in):
        UserFactory(email="inconnue@exemple.example")
        response = sign_in(coordinator).post(
            url(project, "item_add", "equipe"), self.member(email="inconnue@exemple.example")
        )
        assert response.status_code == 422
        assert "Aucun compte de votre organisation" in response.content.decode()

    def test_the_last_person_who_runs_the_project_stays(self, project, coordinator, sign_in):
        me = project.members.get(user=coordinator)
        client = sign_in(coordinator)
        assert client.post(url(project, "item_remove", "equipe", me.public_id)).status_code == 403
        change = self.member(name="Moi", email=coordinator.email)
        assert client.post(url(project, "item_edit", "equipe", me.public_id), change).status_code == 403
        assert project.members.get(pk=me.pk).role == Role.COORDINATOR


class TestJournal:
    def test_names_the_author_and_the_gesture(self, project, coordinator, reader, sign_in):
        sign_in(coordinator).post(url(project), settings_of(project, name="Le Grand Détour"))
        page = sign_in(reader).get(url(project, "operation_list")).content.decode()
        assert "Modifier les réglages du projet" in page
        assert coordinator.name in page

    def test_a_reader_cannot_undo(self, project, coordinator, reader, sign_in):
        sign_in(coordinator).post(url(project), settings_of(project, name="Le Grand Détour"))
        undo = url(project, "operation_undo", Operation.objects.get().public_id)
        assert sign_in(reader).post(undo).status_code == 403

    def test_undo_goes_back_to_a_page_of_ours_only(self, project, coordinator, sign_in):
        client = sign_in(coordinator)
        client.post(url(project), settings_of(project, name="Le Grand Détour"))
        undo = url(project, "operation_undo", Operation.objects.get().public_id)
        assert client.post(undo, {"next": "//ailleurs.example/"}).url == url(project, "operation_list")
