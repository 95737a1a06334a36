"""Two records of one organisation become one: shown before, gathered whole, undone to the row."""

import datetime
import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from zeal import zeal_ignore

from accounts.models import Role
from agreements.models import Agreement, Party
from exchange.importing import import_file
from partnerships.merging.fields import GONE, KEPT
from partnerships.merging.plan import Plan
from partnerships.merging.rules import RULES, TARGETS, label_of, relations_to
from partnerships.merging.writing import Changed, merge
from partnerships.models import (
    Analysis,
    Contact,
    Link,
    Partner,
    PartnerPlace,
    Partnership,
    Placement,
    RaciAssignment,
    Review,
    ReviewReferral,
)
from privacy.models import Erasure, ErasureKind, PartnerLink
from projects.models import HistoryRow, Operation, operation, undo
from tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    PartnerFactory,
    PartnershipFactory,
    ProjectMemberFactory,
    TerritoryFactory,
)
from tests.merged_records import elsewhere, snapshot, two_records
from tests.official import official_places

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
DEMO = Path(settings.BASE_DIR) / "exchange" / "demo.yaml"


def do(kept, gone, by, project, **choices):
    plan = Plan(kept.partner, gone.partner, by)
    assert not plan.refusals
    return merge(plan, choices=choices, by=by, project=project)


def address(kept, other, name="merge_show"):
    return reverse(f"partnerships:{name}", args=[kept.project.slug, kept.public_id, other.public_id])


@pytest.fixture
def pair(project, coordinator):
    kept, gone = two_records(project, coordinator)
    return Partnership.objects.select_related("partner", "project").get(pk=kept.pk), Partnership.objects.select_related(
        "partner", "project"
    ).get(pk=gone.pk)


# --- Nothing is left behind ---


def test_every_relation_to_a_record_has_a_rule():
    found = {label_of(field) for target in TARGETS for field in relations_to(target)}
    assert found == set(RULES)


def test_every_table_that_a_merge_touches_can_come_back():
    without = {
        field.model._meta.label
        for target in TARGETS
        for field in relations_to(target)
        if not (hasattr(field.model, "history") and issubclass(field.model.history.model, HistoryRow))
    }
    assert not without


def test_a_table_where_a_record_stands_once_says_so_in_its_rule():
    silent = []
    for target in TARGETS:
        for field in relations_to(target):
            unique = [
                set(constraint.fields) for constraint in field.model._meta.constraints if hasattr(constraint, "fields")
            ]
            unique += [set(names) for names in field.model._meta.unique_together] + [{field.name}] * field.unique
            met = [names - {field.name} for names in unique if field.name in names]
            rule = RULES[label_of(field)]
            if met and rule.once is None and field.model not in (Link, Partnership):
                silent.append(label_of(field))
    assert not silent


def test_merged_then_undone_every_row_is_what_it_was(project, coordinator, pair):
    kept, gone = pair
    elsewhere(gone).project.members.create(user=coordinator, name="C", role=Role.COORDINATOR)
    Erasure.objects.create(organisation=project.organisation, partner=gone.partner, kind=ErasureKind.ERASED)
    before = snapshot()
    gesture = do(kept, gone, coordinator, project)
    assert snapshot() != before
    undo(gesture, by=coordinator)
    after = snapshot()
    assert {label for label in before if before[label] != after[label]} == set()


def test_the_other_choices_are_undone_too(project, coordinator, pair):
    kept, gone = pair
    before = snapshot()
    plan = Plan(kept.partner, gone.partner, coordinator)
    choices = {question.name: GONE for question in plan.questions}
    gesture = merge(plan, choices=choices, by=coordinator, project=project)
    done = snapshot()
    undoing = undo(gesture, by=coordinator)
    after = snapshot()
    assert {label for label in before if before[label] != after[label]} == set()
    undo(undoing, by=coordinator)
    again = snapshot()
    assert {label for label in done if done[label] != again[label]} == set()


def test_partners_of_the_demonstration_merged_two_by_two_come_back_as_they_were():
    """What came by file was written in bulk: its rows have a past that « Annuler » finds too."""
    official_places()
    project = import_file(DEMO.read_bytes(), organisation=OrganisationFactory()).project
    user = ProjectMemberFactory(project=project).user
    keys = list(project.partnerships.filter(is_lead=False).values_list("partner", flat=True)[:10])
    before = snapshot()
    done = 0
    # Each merge is a gesture of its own: the watch on repeated queries has no meaning across them.
    with zeal_ignore():
        for kept, gone in pairwise(keys):
            plan = Plan(Partner.objects.get(pk=kept), Partner.objects.get(pk=gone), user)
            if plan.refusals:
                continue
            choices = {question.name: GONE for question in plan.questions}
            undo(merge(plan, choices=choices, by=user, project=project), by=user)
            done += 1
    after = snapshot()
    assert done > 4
    assert {label for label in before if before[label] != after[label]} == set()


def test_after_a_merge_nothing_points_at_what_went(project, coordinator, pair):
    kept, gone = pair
    keys = {Partner: gone.partner_id, Partnership: gone.pk}
    do(kept, gone, coordinator, project)
    for target, key in keys.items():
        assert not target.objects.filter(pk=key).exists()
        for field in relations_to(target):
            assert not field.model._base_manager.filter(**{field.attname: key}).exists(), label_of(field)


# --- What each kind becomes ---


def test_what_one_record_knew_alone_completes_the_other(project, coordinator, pair):
    kept, gone = pair
    do(kept, gone, coordinator, project)
    partner = Partner.objects.get(pk=kept.partner_id)
    assert (partner.rna, partner.short_name, partner.mission) == ("W632000000", "CCAS", "L’aide sociale de la commune")
    place = Partnership.objects.get(pk=kept.pk)
    assert place.brings == "Une salle\nUn minibus"
    assert place.limits == "Pas avant mars"


def test_the_value_that_was_not_chosen_stays_readable(project, coordinator, pair):
    kept, gone = pair
    do(kept, gone, coordinator, project, **{"fiche-name": GONE})
    partner = Partner.objects.get(pk=kept.partner_id)
    assert partner.name == "C.C.A.S. Ambert"
    assert partner.name_norm.startswith("c c a s ambert")
    assert "Nom\u00a0: CCAS d’Ambert" in partner.memo


def test_the_same_person_is_not_doubled_and_another_comes_over(project, coordinator, pair):
    kept, gone = pair
    do(kept, gone, coordinator, project)
    names = list(Contact.objects.filter(partner=kept.partner_id).values_list("name", flat=True))
    assert names == ["Odile Perrin", "Jean Vial"]


def test_two_people_whose_details_contradict_stay_two(project, coordinator, pair):
    kept, gone = pair
    Contact.objects.filter(partner=gone.partner, name="Odile Perrin").update(function="Élue")
    Contact.objects.filter(partner=kept.partner, name="Odile Perrin").update(function="Directrice")
    do(kept, gone, coordinator, project)
    assert Contact.objects.filter(partner=kept.partner_id, name="Odile Perrin").count() == 2


@pytest.mark.parametrize(("choice", "level"), [(KEPT, 0), (GONE, 1)])
def test_two_places_at_one_horizon_are_asked_and_one_stays(project, coordinator, pair, choice, level):
    kept, gone = pair
    horizon = project.horizons.all()[0]
    question = f"{project.slug}-placement-{horizon.public_id}"
    day = Placement.objects.get(partnership=gone, horizon=horizon).placed_at
    do(kept, gone, coordinator, project, **{question: choice})
    placed = Placement.objects.get(partnership=kept.pk, horizon=horizon)
    assert placed.level == project.levels.all()[level]
    # A place that moves with its partner is not placed anew.
    assert choice == KEPT or placed.placed_at == day
    assert Placement.objects.filter(partnership=kept.pk).count() == 2


def test_of_two_letters_in_one_cell_the_one_written_last_is_proposed(project, coordinator, pair):
    kept, gone = pair
    RaciAssignment.objects.get(partnership=kept, letters="R").save()
    plan = Plan(kept.partner, gone.partner, coordinator)
    [question] = [one for one in plan.questions if "-raciassignment-" in one.name]
    assert (question.kept, question.gone, question.proposed) == ("R, réalise", "A, répond de l’action", KEPT)
    RaciAssignment.objects.get(partnership=gone, letters="A").save()
    plan = Plan(kept.partner, gone.partner, coordinator)
    [question] = [one for one in plan.questions if "-raciassignment-" in one.name]
    assert question.proposed == GONE


def test_cells_that_say_the_same_become_one_without_a_question(project, coordinator, pair):
    kept, gone = pair
    do(kept, gone, coordinator, project)
    letters = sorted(RaciAssignment.objects.filter(partnership=kept.pk).values_list("letters", flat=True))
    assert letters == ["A", "I"]


def test_relations_meet_and_a_partner_is_not_tied_to_itself(project, coordinator, pair):
    kept, gone = pair
    plan = Plan(kept.partner, gone.partner, coordinator)
    assert any("une seule organisation" in note for part in plan.parts for note in part.notes)
    do(kept, gone, coordinator, project)
    link = Link.objects.get(project=project)
    assert link.tension.splitlines() == [f"T{kept.pk}", f"T{gone.pk}"] or link.tension.splitlines() == [
        f"T{gone.pk}",
        f"T{kept.pk}",
    ]


def test_what_was_counted_is_added_and_who_took_part_is_there_once(project, coordinator, pair):
    kept, gone = pair
    do(kept, gone, coordinator, project)
    assert ReviewReferral.objects.get().count == 6
    assert list(Review.objects.get().participants.all()) == [Partnership.objects.get(pk=kept.pk)]


def test_the_private_readings_are_compared_field_by_field(project, coordinator, pair):
    kept, gone = pair
    do(kept, gone, coordinator, project, **{f"{project.slug}-lecture-trust": GONE})
    assert (Analysis.objects.get().trust, Analysis.objects.get().influence) == (3, 4)


def test_two_parties_of_an_open_text_become_one_with_the_commitments_of_both(project, coordinator, pair):
    kept, gone = pair
    do(kept, gone, coordinator, project)
    party = Party.objects.get(agreement__title="Prêt du minibus")
    assert party.partnership_id == kept.pk
    assert party.seat == "Ambert"
    assert party.commitments.count() == 2
    assert party.agreement.processor == party


def test_two_parties_of_a_signed_text_forbid_the_merge(project, coordinator, pair):
    kept, gone = pair
    Agreement.objects.update(status="signed")
    plan = Plan(kept.partner, gone.partner, coordinator)
    assert any("ne signe pas avec elle-même" in reason for reason in plan.refusals)
    with pytest.raises(Changed):
        merge(plan, choices={}, by=coordinator, project=project)


def test_a_signed_text_keeps_the_name_under_which_it_was_signed(project, coordinator):
    kept = PartnershipFactory(project=project, partner__name="CCAS d’Ambert")
    gone = PartnershipFactory(project=project, partner__name="CCAS Ambert", partner__short_name="CCAS")
    signed = Agreement.objects.create(project=project, template="T1", title="Convention", status="signed")
    draft = Agreement.objects.create(project=project, template="T1", title="Brouillon")
    for agreement in (signed, draft):
        Party.objects.create(agreement=agreement, partnership=gone)
    do(kept, gone, coordinator, project)
    parties = Party.objects.select_related("partnership__partner")
    assert (parties.get(agreement=signed).called, parties.get(agreement=signed).label) == ("CCAS Ambert", "CCAS")
    assert parties.get(agreement=draft).called == "CCAS d’Ambert"


def test_a_personal_link_follows_and_still_opens(project, coordinator, pair):
    kept, gone = pair
    link = PartnerLink.objects.get(partnership=gone)
    token_hash = link.token_hash
    do(kept, gone, coordinator, project)
    link.refresh_from_db()
    assert (link.partnership_id, link.token_hash) == (kept.pk, token_hash)
    assert link.contact.partner_id == kept.partner_id


def test_the_lead_stays_the_lead(project, coordinator):
    lead = project.partnerships.get(is_lead=True)
    kept = PartnershipFactory(project=project, partner__name="Le Fil des Monts")
    gesture = do(kept, lead, coordinator, project)
    assert Partnership.objects.get(project=project, is_lead=True).pk == kept.pk
    undo(gesture, by=coordinator)
    assert Partnership.objects.get(project=project, is_lead=True).pk == lead.pk


def test_a_project_where_only_the_other_record_was_keeps_its_place(project, coordinator, pair):
    kept, gone = pair
    place = elsewhere(gone)
    ProjectMemberFactory(project=place.project, user=coordinator)
    do(kept, gone, coordinator, project)
    place.refresh_from_db()
    assert place.partner_id == kept.partner_id


def test_the_places_of_action_of_both_are_gathered_none_twice(project, coordinator):
    first, second, third = (TerritoryFactory() for _ in range(3))
    kept = PartnershipFactory(project=project, partner__name="CCAS d’Ambert", partner__territory=first)
    gone = PartnershipFactory(project=project, partner__name="CCAS Ambert", partner__territory=second)
    with operation(by=coordinator, label="Préparer", project=project):
        PartnerPlace.objects.put(kept.partner, [second])
        PartnerPlace.objects.put(gone.partner, [first, third])
    before = snapshot()
    gesture = do(kept, gone, coordinator, project)
    partner = Partner.objects.get(pk=kept.partner_id)
    assert partner.territory == first
    assert sorted(row.territory_id for row in partner.places.all()) == [second.pk, third.pk]
    undo(gesture, by=coordinator)
    assert snapshot() == before


def test_the_first_place_that_is_not_chosen_stays_one_of_the_others(project, coordinator):
    first, second = TerritoryFactory(), TerritoryFactory()
    kept = PartnershipFactory(project=project, partner__name="CCAS d’Ambert", partner__territory=first)
    gone = PartnershipFactory(project=project, partner__name="CCAS Ambert", partner__territory=second)
    gesture = do(kept, gone, coordinator, project, **{"fiche-territory": GONE})
    partner = Partner.objects.get(pk=kept.partner_id)
    assert (partner.territory, [row.territory for row in partner.places.all()]) == (second, [first])
    undo(gesture, by=coordinator)
    assert not PartnerPlace.objects.exists()


# --- Who may ---


def test_a_project_that_the_person_does_not_see_forbids_it_without_its_name(project, coordinator, pair, sign_in):
    kept, gone = pair
    elsewhere(gone, name="Projet discret")
    client = sign_in(coordinator)
    page = client.get(address(kept, gone.partner))
    assert page.status_code == 200
    text = page.content.decode()
    assert "1 projet de votre organisation que vous ne voyez pas" in text
    assert "Projet discret" not in text
    assert "Fusionner les deux fiches" not in text
    assert client.post(address(kept, gone.partner), {"seen": "x"}).status_code == 409
    assert Partner.objects.filter(pk=gone.partner_id).exists()


def test_a_project_where_the_person_only_reads_forbids_it_by_name(project, coordinator, pair, sign_in):
    kept, gone = pair
    place = elsewhere(gone)
    ProjectMemberFactory(project=place.project, user=coordinator, role=Role.READER)
    assert (
        "«\u00a0Ailleurs\u00a0», où votre rôle"
        in sign_in(coordinator).get(address(kept, gone.partner)).content.decode()
    )


def test_who_may_not_write_in_every_project_may_not_undo(project, coordinator, facilitator, pair, sign_in):
    kept, gone = pair
    place = elsewhere(gone)
    ProjectMemberFactory(project=place.project, user=coordinator)
    gesture = do(kept, gone, coordinator, project)
    url = reverse("projects:operation_undo", args=[project.slug, gesture.public_id])
    sign_in(facilitator).post(url)
    assert Operation.objects.get(pk=gesture.pk).undone_at is None
    sign_in(coordinator).post(url)
    assert Operation.objects.get(pk=gesture.pk).undone_at


def test_the_journal_of_every_project_touched_tells_it_and_its_revision_moves(project, coordinator, pair, sign_in):
    kept, gone = pair
    place = elsewhere(gone)
    ProjectMemberFactory(project=place.project, user=coordinator)
    before = place.project.revision
    do(kept, gone, coordinator, project)
    place.project.refresh_from_db()
    assert place.project.revision == before + 1
    journal = sign_in(coordinator).get(reverse("projects:operation_list", args=[place.project.slug]))
    assert "Fusionner" in journal.content.decode()


def test_a_reader_is_refused_a_stranger_sees_nothing(project, reader, stranger, pair, sign_in, client):
    kept, gone = pair
    for name, args in (
        ("merge_show", [gone.partner.public_id]),
        ("merge_choose", []),
    ):
        url = reverse(f"partnerships:{name}", args=[project.slug, kept.public_id, *args])
        assert sign_in(reader).get(url).status_code == 403
        assert sign_in(stranger).get(url).status_code == 404
        assert client.get(url).status_code == 302


def test_a_partner_of_another_organisation_is_not_there(project, coordinator, pair, sign_in):
    kept, _gone = pair
    client = sign_in(coordinator)
    assert client.get(address(kept, PartnerFactory())).status_code == 404
    assert client.get(address(kept, kept.partner)).status_code == 404


# --- The page ---


def posted(page, **choices):
    """Return what the form of the page would send."""
    text = page.content.decode()
    data = {"seen": re.search(r'name="seen" value="([^"]+)"', text)[1]}
    for tag in re.findall(r"<input[^>]*checked[^>]*>", text):
        data[re.search(r'name="([^"]+)"', tag)[1]] = re.search(r'value="([^"]+)"', tag)[1]
    return data | choices


def test_the_page_shows_before_and_the_button_does_it(project, coordinator, pair, sign_in):
    kept, gone = pair
    client = sign_in(coordinator)
    before = snapshot()
    page = client.get(address(kept, gone.partner))
    assert snapshot() == before
    assert "Complété par l’autre fiche" in page.content.decode()
    answer = client.post(address(kept, gone.partner), posted(page, **{"fiche-name": GONE}), follow=True)
    assert answer.redirect_chain == [(kept.get_absolute_url(), 302)]
    assert "ne font plus qu’une fiche" in answer.content.decode()
    assert "Annuler" in answer.content.decode()
    assert Partner.objects.get(pk=kept.partner_id).name == "C.C.A.S. Ambert"


def test_a_choice_that_is_none_is_refused_and_the_others_are_kept(project, coordinator, pair, sign_in):
    kept, gone = pair
    client = sign_in(coordinator)
    data = posted(client.get(address(kept, gone.partner)), **{"fiche-name": GONE})
    answer = client.post(address(kept, gone.partner), data | {f"{project.slug}-nature": "ni l’une"})
    assert answer.status_code == 422
    assert posted(answer)["fiche-name"] == GONE
    assert Partner.objects.filter(pk=gone.partner_id).exists()


def test_what_changed_since_the_page_was_shown_is_told_and_the_choices_kept(project, coordinator, pair, sign_in):
    kept, gone = pair
    client = sign_in(coordinator)
    data = posted(client.get(address(kept, gone.partner)), **{"fiche-name": GONE})
    Partner.objects.filter(pk=gone.partner_id).update(seat="Place de l’Hôtel de Ville")
    answer = client.post(address(kept, gone.partner), data)
    assert answer.status_code == 409
    assert "Place de l’Hôtel de Ville" in answer.content.decode()
    again = posted(answer)
    assert again["fiche-name"] == GONE
    assert client.post(address(kept, gone.partner), again).status_code == 302


def test_the_page_takes_the_same_queries_for_many_rows(
    project, coordinator, pair, sign_in, django_assert_max_num_queries
):
    kept, gone = pair
    client = sign_in(coordinator)
    with django_assert_max_num_queries(36) as few:
        client.get(address(kept, gone.partner))
    for rank in range(12):
        PartnershipFactory(project=project)
        kept.log_entries.create(date=datetime.date(2026, 1, 1), summary=f"{rank}")
        gone.obstacles.create(text=f"{rank}")
        place = elsewhere(gone, name=f"Projet {rank}")
        ProjectMemberFactory(project=place.project, user=coordinator)
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(address(kept, gone.partner))


def test_the_records_that_look_alike_are_proposed_to_compare(project, coordinator, sign_in):
    kept = PartnershipFactory(project=project, partner__name="CCAS d’Ambert")
    twin = PartnerFactory(organisation=project.organisation, name="Centre communal d’action sociale d’Ambert")
    numbered = PartnerFactory(organisation=project.organisation, name="Tout autre nom", siret="26630006400018")
    Partner.objects.filter(pk=kept.partner_id).update(siret="26630006400018")
    client = sign_in(coordinator)
    for url in (
        reverse("partnerships:twin_list", args=[project.slug]),
        reverse("partnerships:merge_choose", args=[project.slug, kept.public_id]),
    ):
        text = client.get(url).content.decode()
        assert address(kept, twin) in text
        assert address(kept, numbered) in text


def test_any_record_is_found_by_its_name_archived_or_not(project, coordinator, sign_in):
    kept = PartnershipFactory(project=project, partner__name="CCAS d’Ambert")
    far = PartnerFactory(organisation=project.organisation, name="Épicerie du Livradois")
    url = reverse("partnerships:merge_choose", args=[project.slug, kept.public_id])
    client = sign_in(coordinator)
    assert address(kept, far) in client.get(url, {"q": "epicerie"}).content.decode()
    fragment = client.get(url, {"q": "epicerie"}, **HTMX).content.decode()
    assert address(kept, far) in fragment
    assert "<html" not in fragment
    assert "Aucun nom ne répond" in client.get(url, {"q": "zzz"}).content.decode()


def test_the_record_and_the_directory_lead_there(project, coordinator, reader, pair, sign_in):
    kept, _gone = pair
    choose = reverse("partnerships:merge_choose", args=[project.slug, kept.public_id])
    twins = reverse("partnerships:twin_list", args=[project.slug])
    directory = reverse("partnerships:partnership_list", args=[project.slug])
    assert choose in sign_in(coordinator).get(kept.get_absolute_url()).content.decode()
    assert choose not in sign_in(reader).get(kept.get_absolute_url()).content.decode()
    assert twins in sign_in(coordinator).get(directory).content.decode()
    assert twins not in sign_in(reader).get(directory).content.decode()


def test_member_of_the_organisation_without_a_place_in_the_project_sees_no_merge(project, pair, sign_in):
    kept, gone = pair
    outsider = MembershipFactory(organisation=project.organisation).user
    assert sign_in(outsider).get(address(kept, gone.partner)).status_code == 404
