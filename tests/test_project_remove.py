"""Removing a project for good: who may, what it takes away, what stays, and that no mistake is enough."""

import pytest
from django.test import Client
from django.urls import reverse

from exchange.importing import import_file
from partnerships.models import Analysis, Partner, Partnership
from projects.models import Operation, Project
from projects.models.undo import tracked_models
from tests.factories import PartnershipFactory, ProjectFactory, ProjectMemberFactory
from tests.official import official_places
from tests.test_roles_matrix import DEMO

pytestmark = pytest.mark.django_db


def url(project):
    return reverse("home:project_remove", args=[project.slug])


@pytest.fixture
def demonstration(project, coordinator):
    """Return the demonstration, with all that protects one row from the removal of another."""
    official_places()
    imported = import_file(DEMO.read_bytes(), organisation=project.organisation, by=coordinator).project
    if not imported.members.filter(user=coordinator).exists():
        ProjectMemberFactory(project=imported, user=coordinator)
    return imported


def test_the_page_counts_what_goes_and_offers_the_file_first(demonstration, coordinator, sign_in):
    page = sign_in(coordinator).get(url(demonstration)).content.decode()
    assert reverse("exchange:project_download", args=[demonstration.slug, "yaml"]) in page
    assert (
        f"contacts notés au journal\u00a0: {sum(p.log_entries.count() for p in demonstration.partnerships.all())}"
        in (page.replace("&nbsp;", "\u00a0"))
    )
    assert "ne s’annule pas" in page
    signed = demonstration.agreements.get(status="signed")
    assert signed.title in page


def test_the_typed_name_removes_the_project_and_its_journal(demonstration, coordinator, sign_in):
    key = demonstration.pk
    answer = sign_in(coordinator).post(url(demonstration), {"name": demonstration.name})
    assert answer.url == reverse("home:project_list")
    assert not Project.objects.filter(pk=key).exists()
    assert not Operation.objects.filter(project=key).exists()


def test_the_directory_and_the_other_projects_stay(demonstration, project, coordinator, sign_in):
    before = set(Partner.objects.values_list("pk", flat=True))
    others = set(project.partnerships.values_list("pk", flat=True))
    sign_in(coordinator).post(url(demonstration), {"name": demonstration.name})
    assert set(Partner.objects.values_list("pk", flat=True)) == before
    assert set(Partnership.objects.values_list("pk", flat=True)) == others


def test_no_copy_of_what_was_removed_stays_in_the_history(demonstration, coordinator, sign_in):
    readings = set(Analysis.objects.values_list("pk", flat=True))
    assert readings
    sign_in(coordinator).post(url(demonstration), {"name": demonstration.name})
    assert not Analysis.history.filter(id__in=readings).exists()
    gesture = Operation.objects.get(label__startswith="Supprimer le projet")
    assert gesture.author == coordinator
    assert not any(model.history.filter(operation=gesture).exists() for model in tracked_models())


@pytest.mark.parametrize("typed", ["", "Autre projet", "supprimer"])
def test_another_name_removes_nothing(project, coordinator, sign_in, typed):
    answer = sign_in(coordinator).post(url(project), {"name": typed})
    assert answer.status_code == 422
    assert Project.objects.filter(pk=project.pk).exists()


@pytest.mark.parametrize("typed", ["L'été des voisins", "  l’été  des\u00a0voisins "])
def test_capitals_spaces_and_the_kind_of_apostrophe_do_not_count(project, coordinator, sign_in, typed):
    Project.objects.filter(pk=project.pk).update(name="L’été des voisins")
    assert sign_in(coordinator).post(url(project), {"name": typed}).status_code == 302


def test_a_name_is_never_read_as_html(project, coordinator, sign_in):
    Project.objects.filter(pk=project.pk).update(name="<b>Halte</b>")
    assert b"<b>Halte" not in sign_in(coordinator).get(url(project)).content


def test_a_director_may_and_a_facilitator_may_not(project, director, facilitator, sign_in):
    assert sign_in(director).get(url(project)).status_code == 200
    assert sign_in(facilitator).post(url(project), {"name": project.name}).status_code == 403
    assert Project.objects.filter(pk=project.pk).exists()


def test_a_stranger_finds_nothing_and_an_unknown_person_signs_in(project, stranger, sign_in):
    assert sign_in(stranger).post(url(project), {"name": project.name}).status_code == 404
    assert Client().get(url(project)).url.startswith(reverse("account_login"))


def test_the_page_takes_the_same_queries_whatever_goes(project, coordinator, sign_in, django_assert_max_num_queries):
    client = sign_in(coordinator)
    with django_assert_max_num_queries(10):
        client.get(url(project))
    for _ in range(20):
        PartnershipFactory(project=project)
    with django_assert_max_num_queries(10):
        client.get(url(project))


def test_two_projects_are_never_taken_for_one_another(project, coordinator, sign_in):
    twin = ProjectFactory(organisation=project.organisation, name=project.name)
    sign_in(coordinator).post(url(project), {"name": project.name})
    assert list(Project.objects.filter(name=project.name)) == [twin]
