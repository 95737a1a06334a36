"""Archived rather than deleted: out of lists and choices, still readable wherever something speaks of it."""

import pytest
from django.urls import reverse

from agreements.models import Agreement, Party
from partnerships.board import read_board
from partnerships.forms.directory import known_elsewhere, lookalikes
from partnerships.forms.record import LinkForm
from partnerships.models import CommitteeSeat, Contact, Link, Partner, Partnership, Review
from projects.models import Committee, Operation, undo
from tests.factories import (
    ActivityFactory,
    PartnerFactory,
    PartnershipFactory,
    PlacementFactory,
    ProjectFactory,
    ProjectMemberFactory,
    RaciFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cafe(project):
    return PartnershipFactory(project=project, partner__name="Café du Marché")


def address(partnership, name="partner_archive"):
    return reverse(f"partnerships:{name}", args=[partnership.project.slug, partnership.public_id])


def archive(client, partnership):
    version = Partner.objects.get(pk=partnership.partner_id).version
    return client.post(address(partnership), {"version": version})


def directory(client, project, **query):
    return client.get(reverse("partnerships:partnership_list", args=[project.slug]), query).content.decode()


def test_archiving_says_where_it_is_used_then_who_and_when(project, cafe, coordinator, sign_in):
    other = ProjectFactory(organisation=project.organisation, name="Projet discret")
    PartnershipFactory(project=other, partner=cafe.partner)
    client = sign_in(coordinator)
    page = client.get(address(cafe)).content.decode()
    assert project.name in page
    assert "1 projet que vous ne voyez pas" in page
    assert "Projet discret" not in page
    answer = archive(client, cafe)
    assert (answer.status_code, answer["Location"]) == (302, cafe.get_absolute_url())
    record = client.get(cafe.get_absolute_url()).content.decode()
    assert "<strong>Archivé</strong> le" in record
    assert f"par {coordinator}" in record


def test_every_project_that_shows_it_has_a_new_revision(project, cafe, coordinator, sign_in):
    other = PartnershipFactory(project=ProjectFactory(organisation=project.organisation), partner=cafe.partner).project
    before = other.revision
    archive(sign_in(coordinator), cafe)
    other.refresh_from_db()
    assert other.revision == before + 1


def test_it_leaves_the_directory_and_the_filter_shows_it(project, cafe, coordinator, sign_in):
    client = sign_in(coordinator)
    archive(client, cafe)
    client.get(cafe.get_absolute_url())  # reads the notice, which names it
    assert "Café du Marché" not in directory(client, project)
    shown = directory(client, project, forgotten="archives")
    assert "Café du Marché" in shown
    assert '<span class="etiquette">archivé</span>' in shown
    assert "Café du Marché" not in directory(client, project, forgotten="oublies")


def test_it_is_proposed_nowhere(project, cafe, coordinator, sign_in):
    archive(sign_in(coordinator), cafe)
    elsewhere = ProjectFactory(organisation=project.organisation)
    assert cafe.partner not in known_elsewhere(elsewhere)
    assert lookalikes(project.organisation, "Café du marché") == []
    one = PartnershipFactory(project=project)
    assert cafe not in LinkForm(instance=Link(), partnership=one).fields["other"].queryset


def test_the_frise_and_the_raci_keep_it_with_the_word_but_it_waits_for_no_place(project, cafe, coordinator, sign_in):
    placed = PartnershipFactory(project=project, partner__name="Pharmacie")
    PlacementFactory(partnership=placed, horizon=project.horizons.first(), level=project.levels.first())
    RaciFactory(activity=ActivityFactory(project=project), partnership=placed)
    client = sign_in(coordinator)
    archive(client, cafe)
    archive(client, placed)
    board = read_board(project)
    assert [card.name for cards in board.cells.values() for card in cards] == ["Pharmacie\u00a0(archivé)"]
    assert board.tray == []
    raci = client.get(reverse("partnerships:raci_grid", args=[project.slug])).content.decode()
    assert "Pharmacie\u00a0(archivé)" in raci


def test_an_agreement_that_names_it_stays_and_says_so(project, cafe, coordinator, sign_in):
    agreement = Agreement.objects.create(project=project, template="T1", title="Convention", status="signed")
    Party.objects.create(agreement=agreement, partnership=cafe)
    client = sign_in(coordinator)
    archive(client, cafe)
    text = client.get(reverse("agreements:agreement_list", args=[project.slug])).content.decode()
    assert "Café du Marché" in text
    assert '<span class="etiquette">archivé</span>' in text
    create = client.get(reverse("agreements:agreement_create", args=[project.slug])).content.decode()
    assert cafe.public_id not in create


def test_it_comes_back_in_one_gesture_and_archiving_is_undone(project, cafe, coordinator, sign_in):
    client = sign_in(coordinator)
    archive(client, cafe)
    client.post(address(cafe, "partner_resume"))
    partner = Partner.objects.get(pk=cafe.partner_id)
    assert (partner.archived_at, partner.archived_by) == (None, None)
    archive(client, cafe)
    undo(Operation.objects.first(), by=coordinator)
    assert not Partner.objects.get(pk=cafe.partner_id).is_archived


def test_its_name_typed_again_brings_the_record_back(project, cafe, coordinator, sign_in):
    client = sign_in(coordinator)
    archive(client, cafe)
    other = ProjectFactory(organisation=project.organisation)
    ProjectMemberFactory(project=other, user=coordinator)
    url = reverse("partnerships:partnership_add", args=[other.slug])
    refused = client.post(url, {"name": "café du marché", "kind": "shop"})
    assert "Reprendre sa fiche archivée" in refused.content.decode()
    assert client.post(url, {"partner": cafe.partner.public_id}).status_code == 302
    assert not Partner.objects.get(pk=cafe.partner_id).is_archived
    assert Partnership.objects.filter(project=other, partner=cafe.partner).exists()


def test_what_leads_a_project_is_not_archived(project, coordinator, sign_in):
    lead = project.partnerships.get(is_lead=True)
    assert archive(sign_in(coordinator), lead).status_code == 409
    assert not Partner.objects.get(pk=lead.partner_id).is_archived


def test_what_changed_meanwhile_is_told(cafe, coordinator, sign_in):
    answer = sign_in(coordinator).post(address(cafe), {"version": cafe.partner.version + 7})
    assert answer.status_code == 409
    assert "Quelqu’un a changé cette fiche avant vous" in answer.content.decode()
    assert not Partner.objects.get(pk=cafe.partner_id).is_archived


def test_a_record_that_nothing_speaks_of_can_be_removed_and_comes_back(project, cafe, coordinator, sign_in):
    Contact.objects.create(partner=cafe.partner, name="Lison")
    client = sign_in(coordinator)
    assert "Supprimer la fiche" in client.get(address(cafe)).content.decode()
    assert client.post(address(cafe, "partner_discard")).status_code == 302
    assert not Partner.objects.filter(pk=cafe.partner_id).exists()
    undo(Operation.objects.first(), by=coordinator)
    assert Partner.objects.get(pk=cafe.partner_id).contacts.get().name == "Lison"
    assert Partnership.objects.filter(pk=cafe.pk).exists()


@pytest.mark.parametrize("held_by", ["another project", "an agreement", "a place on the frise"])
def test_a_record_that_something_speaks_of_is_not_removed(project, cafe, coordinator, sign_in, held_by):
    if held_by == "an agreement":
        agreement = Agreement.objects.create(project=project, template="T1", title="Convention")
        Party.objects.create(agreement=agreement, partnership=cafe)
    elif held_by == "a place on the frise":
        PlacementFactory(partnership=cafe, horizon=project.horizons.first(), level=project.levels.first())
    else:
        PartnershipFactory(project=ProjectFactory(organisation=project.organisation), partner=cafe.partner)
    client = sign_in(coordinator)
    assert "Supprimer la fiche" not in client.get(address(cafe)).content.decode()
    assert client.post(address(cafe, "partner_discard"))["Location"] == address(cafe)
    assert Partner.objects.filter(pk=cafe.partner_id).exists()


@pytest.mark.parametrize("name", ["partner_archive", "partner_resume", "partner_discard", "partner_checked"])
def test_only_those_who_edit_may(cafe, reader, stranger, sign_in, client, name):
    assert sign_in(reader).post(address(cafe, name)).status_code == 403
    assert sign_in(stranger).post(address(cafe, name)).status_code == 404
    assert client.post(address(cafe, name)).status_code == 302
    assert Partner.objects.get(pk=cafe.partner_id).checked_on is None


def test_the_page_takes_the_same_queries_for_many_projects(
    project, cafe, coordinator, sign_in, django_assert_max_num_queries
):
    client = sign_in(coordinator)
    with django_assert_max_num_queries(15) as few:
        client.get(address(cafe))
    for _rank in range(10):
        PartnershipFactory(project=ProjectFactory(organisation=project.organisation), partner=cafe.partner)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(address(cafe))


def test_committees_and_bilans_say_who_is_archived(project, cafe, coordinator, sign_in):
    committee = Committee.objects.create(project=project, name="Comité de pilotage", kind="steering")
    CommitteeSeat.objects.create(committee=committee, partnership=cafe)
    review = Review.objects.create(project=project, title="Bilan", kind="interim")
    review.participants.add(cafe)
    client = sign_in(coordinator)
    pages = [
        reverse("partnerships:committee_list", args=[project.slug]),
        reverse("partnerships:review_detail", args=[project.slug, review.public_id]),
    ]
    assert not any("archivé" in client.get(page).content.decode() for page in pages)
    archive(client, cafe)
    assert all("Café du Marché</a> <span" in client.get(page).content.decode() for page in pages)


# --- Records of no project ---


@pytest.fixture
def idle(project):
    return PartnerFactory(organisation=project.organisation, name="Boulangerie fermée")


def settings_of(project):
    return reverse("partnerships:directory_settings", args=[project.organisation.slug])


def gesture(client, partner, what, version=None):
    url = reverse("partnerships:directory_record", args=[partner.organisation.slug, partner.public_id])
    current = Partner.objects.get(pk=partner.pk).version
    return client.post(url, {"geste": what, "version": current if version is None else version})


def test_records_of_no_project_are_archived_brought_back_and_removed(project, idle, coordinator, sign_in):
    client = sign_in(coordinator)
    assert "Boulangerie fermée" in client.get(settings_of(project)).content.decode()
    gesture(client, idle, "archiver")
    assert Partner.objects.get(pk=idle.pk).archived_by == coordinator
    gesture(client, idle, "reprendre")
    assert not Partner.objects.get(pk=idle.pk).is_archived
    gesture(client, idle, "supprimer")
    assert not Partner.objects.filter(pk=idle.pk).exists()


def test_a_record_changed_meanwhile_is_left_alone_and_another_gesture_is_none(project, idle, coordinator, sign_in):
    client = sign_in(coordinator)
    answer = gesture(client, idle, "supprimer", version=9)
    assert answer.status_code == 409
    assert "a changé la fiche de Boulangerie fermée avant vous" in answer.content.decode()
    assert gesture(client, idle, "fondre").status_code == 422
    assert Partner.objects.filter(pk=idle.pk).exists()


def test_a_record_in_use_is_not_reached_from_there(project, cafe, coordinator, sign_in):
    assert gesture(sign_in(coordinator), cafe.partner, "supprimer").status_code == 404


def test_only_those_who_run_the_directory_may(project, idle, facilitator, stranger, sign_in, client):
    assert gesture(sign_in(facilitator), idle, "archiver").status_code == 403
    assert gesture(sign_in(stranger), idle, "archiver").status_code == 404
    assert gesture(client, idle, "archiver").status_code == 302
    assert not Partner.objects.get(pk=idle.pk).is_archived
