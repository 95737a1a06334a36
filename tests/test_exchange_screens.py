"""Project files through the interface: who may, what is said, what is written."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from exchange.exporting import export_project, to_yaml
from projects.models import Project, operation
from tests.factories import MembershipFactory, OrganisationFactory, PartnershipFactory, PlacementFactory

pytestmark = pytest.mark.django_db
IMPORT = "/projets/importer/"


def file(source, name="projet.yaml"):
    return SimpleUploadedFile(name, source if isinstance(source, bytes) else source.encode())


@pytest.fixture
def source(project):
    """The bytes of a correct file."""
    return to_yaml(export_project(project))


def send(client, organisation, source, **data):
    return client.post(IMPORT, {"organisation": organisation.pk, "file": file(source), **data})


def test_the_import_page_says_what_it_does(coordinator, sign_in):
    response = sign_in(coordinator).get(IMPORT)
    assert response.status_code == 200
    assert 'enctype="multipart/form-data"' in response.content.decode()


def test_a_correct_file_makes_a_project_and_its_sender_coordinates_it(project, coordinator, sign_in, source):
    response = send(sign_in(coordinator), project.organisation, source)
    made = Project.objects.exclude(pk=project.pk).get()
    assert response.status_code == 302
    assert response.url == made.get_absolute_url()
    assert made.role_of(coordinator) == Role.COORDINATOR
    assert made.operations.get().author == coordinator


def test_the_journal_offers_to_take_a_change_back_and_not_the_import(project, coordinator, sign_in, source):
    client = sign_in(coordinator)
    send(client, project.organisation, source)
    made = Project.objects.exclude(pk=project.pk).get()
    imported = made.operations.get()
    with operation(by=coordinator, label="Renommer", project=made) as renamed:
        Project.objects.get(pk=made.pk).save()
    page = client.get(reverse("projects:operation_list", args=[made.slug])).content.decode()
    assert f"{renamed.public_id}/annuler/" in page
    assert imported.label in page
    assert f"{imported.public_id}/annuler/" not in page


def test_remarks_are_shown_before_the_project(project, coordinator, sign_in, source):
    odd = source.replace(b"oublie: false", b"oublie: true", 1)
    client = sign_in(coordinator)
    response = client.post(IMPORT, {"organisation": project.organisation.pk, "file": file(odd)}, follow=True)
    made = Project.objects.exclude(pk=project.pk).get()
    assert response.request["PATH_INFO"] == reverse("exchange:import_report", args=[made.slug])
    assert "partenaires[0].oublie" in response.content.decode()
    assert client.get(reverse("exchange:import_report", args=[project.slug])).status_code == 404


def test_errors_are_shown_with_line_and_place_and_nothing_is_written(project, coordinator, sign_in, source):
    broken = source.replace(b"version: 1", b"version: 7").replace(b"debut: 2026-01-01", b"debut: 2026-13-01")
    response = send(sign_in(coordinator), project.organisation, broken)
    text = response.content.decode()
    assert response.status_code == 422
    assert "listes.horizons[0].debut" in text
    assert "choses à corriger" in text
    assert Project.objects.count() == 1


def test_what_the_file_says_is_escaped(project, coordinator, sign_in):
    response = send(sign_in(coordinator), project.organisation, "<script>alert(1)</script>: 1\n")
    assert response.status_code == 422
    assert b"<script>alert" not in response.content
    assert b"&lt;script&gt;alert" in response.content


def test_a_form_without_file_is_invalid(project, coordinator, sign_in):
    response = sign_in(coordinator).post(IMPORT, {"organisation": project.organisation.pk})
    assert response.status_code == 422


def test_fifty_megabytes_are_refused_before_they_are_read(project, coordinator, sign_in):
    response = send(sign_in(coordinator), project.organisation, b"a" * 50_000_000)
    assert response.status_code == 422
    assert "dépasse 5" in response.content.decode()
    assert not response.wsgi_request._read_started


def test_a_file_just_too_large_is_refused(project, coordinator, sign_in):
    response = send(sign_in(coordinator), project.organisation, b"a" * 5_000_001)
    assert response.status_code == 422
    assert "dépasse 5" in response.content.decode()


def test_an_import_needs_its_csrf_token(project, coordinator, source):
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert send(client, project.organisation, source).status_code == 403
    assert Project.objects.count() == 1


def test_a_file_goes_only_into_an_organisation_that_one_manages(project, coordinator, sign_in, source):
    other = OrganisationFactory()
    MembershipFactory(organisation=other, user=coordinator, role=Role.READER)
    assert send(sign_in(coordinator), other, source).status_code == 422
    assert not other.projects.exists()


@pytest.mark.parametrize("person", ["reader", "facilitator"])
def test_who_manages_no_organisation_imports_nothing(person, project, sign_in, source, request):
    client = sign_in(request.getfixturevalue(person))
    assert client.get(IMPORT).status_code == 403
    assert send(client, project.organisation, source).status_code == 403


@pytest.mark.parametrize("name", ["project_export", "import_report"])
@pytest.mark.parametrize("person", ["reader", "facilitator"])
def test_the_file_is_for_those_who_run_the_project(name, person, project, sign_in, request):
    client = sign_in(request.getfixturevalue(person))
    assert client.get(reverse(f"exchange:{name}", args=[project.slug])).status_code == 403


@pytest.mark.parametrize("notation", ["yaml", "json"])
def test_a_download_is_refused_to_a_reader_and_unseen_by_a_stranger(notation, project, reader, stranger, sign_in):
    address = reverse("exchange:project_download", args=[project.slug, notation])
    assert sign_in(reader).get(address).status_code == 403
    assert sign_in(stranger).get(address).status_code == 404


def test_a_stranger_does_not_see_the_page_of_the_file(project, stranger, sign_in):
    assert sign_in(stranger).get(reverse("exchange:project_export", args=[project.slug])).status_code == 404


@pytest.mark.parametrize("path", [IMPORT, "/projets/le-detour/fichier/", "/projets/le-detour/fichier/yaml/"])
def test_a_visitor_is_asked_to_sign_in(path, project, client):
    response = client.get(path)
    assert response.status_code == 302
    assert "/compte/" in response.url


def test_only_reading_is_done_by_address(project, coordinator, sign_in):
    client = sign_in(coordinator)
    for name, args in (("project_export", []), ("import_report", []), ("project_download", ["yaml"])):
        assert client.post(reverse(f"exchange:{name}", args=[project.slug, *args])).status_code == 405
    assert client.put(IMPORT).status_code == 405


def test_the_page_of_the_file_warns_that_it_is_for_the_team(project, coordinator, sign_in):
    text = sign_in(coordinator).get(reverse("exchange:project_export", args=[project.slug])).content.decode()
    assert "Pour l’équipe seulement" in text
    assert "lecture privée" in text


def test_the_downloads_hold_the_project(project, coordinator, sign_in, source):
    client = sign_in(coordinator)
    answer = client.get(reverse("exchange:project_download", args=[project.slug, "yaml"]))
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="le-detour-')
    assert b"Le D\xc3\xa9tour" in answer.content
    answer = client.get(reverse("exchange:project_download", args=[project.slug, "json"]))
    assert json.loads(answer.content)["projet"]["nom"] == "Le Détour"
    assert client.get(reverse("exchange:project_download", args=[project.slug, "exe"])).status_code == 404


def test_the_pages_ask_the_same_queries_for_a_large_project(
    project, coordinator, sign_in, django_assert_max_num_queries
):
    for _ in range(20):
        PlacementFactory(partnership=PartnershipFactory(project=project), horizon=project.horizons.first())
    client = sign_in(coordinator)
    with django_assert_max_num_queries(10):
        client.get(reverse("exchange:project_export", args=[project.slug]))
    with django_assert_max_num_queries(10):
        client.get(IMPORT)


def test_the_download_asks_the_same_queries_for_many_rows(project, coordinator, sign_in, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in(coordinator)
    address = reverse("exchange:project_download", args=[project.slug, "yaml"])

    def count():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address)
        return len(queries)

    def grow():
        PlacementFactory(
            partnership=PartnershipFactory(project=project),
            horizon=project.horizons.first(),
            level=project.levels.first(),
        )

    grow()
    few = count()
    for _ in range(20):
        grow()
    assert count() == few
