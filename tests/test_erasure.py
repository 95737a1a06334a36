"""Erasing a person: gone from every row and every past row, agreements untouched, no undo brings anything back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from exchange.removal import remove_projects
from partnerships.models import Contact, LogEntry, Partner, PartnerKind, Promise
from privacy.erasing import erase
from privacy.models import Erasure, ErasureKind, PartnerLink, Proposal, ProposedChange
from privacy.traces import REMOVED, traces_of
from projects.models import Operation, operation, undo
from projects.models.undo import tracked_models
from tests.agreement_facts import make_agreement
from tests.personal_data import make_link, make_partnership

pytestmark = pytest.mark.django_db
PERSON = ("Claire Perrin", "claire@cafe.example", "0473000000", "0600000000")


@pytest.fixture
def cafe(project, coordinator):
    with operation(by=coordinator, label="Ajouter un partenaire : Café Chez Lison", project=project):
        return make_partnership(project)


@pytest.fixture
def claire(cafe):
    return cafe.partner.contacts.get()


def url_of(contact):
    return reverse("privacy:person_erase", args=[contact.partner.organisation.slug, contact.public_id])


def post(client, claire, **fields):
    return client.post(url_of(claire), {"kind": ErasureKind.ERASED, "sure": "on"} | fields)


def everything():
    """Return all that the tracked models hold, present and past, as one text."""
    rows = [list(model._default_manager.values()) + list(model.history.values()) for model in tracked_models()]
    return repr([rows, list(Operation.objects.values())])


def live(cafe, claire, coordinator):
    """Give the person a life: a change, an entry, a promise, a link, a proposal."""
    with operation(by=coordinator, label="Modifier une personne : Café Chez Lison", project=cafe.project):
        claire.phone = "0600000000"
        claire.save()
    with operation(by=coordinator, label="Noter un contact : Café Chez Lison", project=cafe.project):
        entry = LogEntry.objects.create(
            partnership=cafe, date=timezone.localdate(), summary="Claire Perrin prête la salle."
        )
        entry.presences.create(who_name="Claire Perrin")
        Promise.objects.create(partnership=cafe, entry=entry, what="Rappeler Claire Perrin", who_name="Claire Perrin")
    link, _token = make_link(cafe, coordinator)
    link.receive(
        [("contact", "phone", "0473000000", "0600000000"), ("partner", "seat", "", "Place du marché")],
        "Claire Perrin, merci",
    )


def test_nothing_of_the_person_is_left_anywhere_present_or_past(cafe, claire, coordinator, sign_in):
    live(cafe, claire, coordinator)
    assert all(word in everything() for word in PERSON)
    traces = [trace.key for trace in traces_of(claire)]
    assert len(traces) == 4
    response = post(sign_in(coordinator), claire, texts=traces)
    assert response.status_code == 302
    left = everything()
    assert [word for word in PERSON if word in left] == []
    assert "Perrin" not in left
    assert LogEntry.objects.get().summary == f"{REMOVED} prête la salle."


def test_what_it_proposed_on_the_structure_stays_unsigned(cafe, claire, coordinator, sign_in):
    live(cafe, claire, coordinator)
    post(sign_in(coordinator), claire)
    proposal = Proposal.objects.get()
    assert (proposal.who, proposal.message, proposal.contact, proposal.link) == ("", "", None, None)
    assert [change.field for change in ProposedChange.objects.all()] == ["seat"]
    assert not PartnerLink.objects.exists()


def test_agreements_are_left_as_they_are(cafe, claire, coordinator, sign_in):
    agreement = make_agreement(cafe.project, coordinator, cafe)
    party = agreement.parties.get(partnership=cafe)
    party.signatory, party.who_name = "Mme Claire Perrin", "Claire Perrin"
    party.save()
    client = sign_in(coordinator)
    assert f"{agreement.title}\u00a0: signataire" in client.get(url_of(claire)).content.decode().replace(
        "&nbsp;", "\u00a0"
    )
    post(client, claire, texts=[trace.key for trace in traces_of(claire)])
    party.refresh_from_db()
    assert (party.signatory, party.who_name) == ("Mme Claire Perrin", "Claire Perrin")
    assert agreement.parties.count() == 2


@pytest.mark.parametrize("kind", ErasureKind.values)
def test_no_undo_of_any_gesture_brings_the_person_back(kind, cafe, claire, coordinator, sign_in):
    live(cafe, claire, coordinator)
    post(sign_in(coordinator), claire, kind=kind, texts=[trace.key for trace in traces_of(claire)])
    for gesture in Operation.objects.filter(undone_at=None).exclude(label__startswith="Ajouter un partenaire"):
        undo(gesture, by=coordinator)
    assert "Perrin" not in everything()
    assert not Contact.objects.exclude(name="", email="", phone="").exists()


def test_the_erasure_is_no_gesture_of_the_journal(cafe, claire, coordinator, sign_in):
    before = Operation.objects.count()
    post(sign_in(coordinator), claire)
    assert Operation.objects.count() == before
    done = Erasure.objects.get()
    assert (done.kind, done.partner, done.done_by) == (ErasureKind.ERASED, cafe.partner, coordinator)


def test_anonymising_keeps_the_function_alone(cafe, claire, coordinator, sign_in):
    live(cafe, claire, coordinator)
    post(sign_in(coordinator), claire, kind=ErasureKind.ANONYMISED)
    claire.refresh_from_db()
    assert (claire.name, claire.function, claire.email, claire.phone) == ("", "Gérante", "", "")
    assert claire.history.count() == 1


def test_anonymising_somebody_without_function_still_leaves_a_row(cafe, claire, coordinator, sign_in):
    Contact.objects.filter(pk=claire.pk).update(function="")
    post(sign_in(coordinator), claire, kind=ErasureKind.ANONYMISED)
    claire.refresh_from_db()
    assert str(claire) == "Contact"


def test_a_text_that_was_not_ticked_stays(cafe, claire, coordinator, sign_in):
    live(cafe, claire, coordinator)
    ticked = [trace.key for trace in traces_of(claire) if trace.field.name == "what"]
    post(sign_in(coordinator), claire, texts=ticked)
    assert Promise.objects.get().what == f"Rappeler {REMOVED}"
    assert LogEntry.objects.get().summary == "Claire Perrin prête la salle."


def test_a_partner_who_is_a_person_loses_its_name_too_and_two_of_them_do_not_collide(project, coordinator):
    for name in ("Awa Diop", "Lou Petit"):
        relay = make_partnership(project, partner__name=name, partner__kind=PartnerKind.RESIDENT_RELAY)
        contact = relay.partner.contacts.get()
        contact.name = name
        contact.save()
        erase(contact, kind=ErasureKind.ERASED, traces=traces_of(contact), by=coordinator)
    left = Partner.objects.filter(kind=PartnerKind.RESIDENT_RELAY)
    assert all(partner.name.startswith(REMOVED) for partner in left)
    assert "awa" not in repr(list(left.values()) + list(Partner.history.values())).lower()


def test_the_page_says_before_that_nothing_comes_back(claire, coordinator, sign_in):
    text = sign_in(coordinator).get(url_of(claire)).content.decode()
    assert "Cet effacement est définitif" in text
    assert "Aucune convention ne la nomme" in text


@pytest.mark.parametrize("fields", [{"sure": ""}, {"kind": "autre"}, {"texts": ["partnerships.partner.1.name"]}])
def test_without_the_word_of_the_person_nothing_goes(fields, cafe, claire, coordinator, sign_in):
    live(cafe, claire, coordinator)
    assert post(sign_in(coordinator), claire, **fields).status_code == 422
    assert Contact.objects.filter(name="Claire Perrin").exists()


def test_who_may_erase(claire, director, facilitator, reader, stranger, sign_in, client):
    for user, status in ((facilitator, 403), (reader, 403), (stranger, 404)):
        assert sign_in(user).get(url_of(claire)).status_code == status
        assert post(sign_in(user), claire).status_code == status
    assert post(client, claire).status_code == 302
    assert Contact.objects.filter(name="Claire Perrin").exists()
    assert sign_in(director).put(url_of(claire)).status_code == 405
    post(sign_in(director), claire)
    assert not Contact.objects.filter(name="Claire Perrin").exists()


def test_a_project_that_goes_takes_with_it_what_its_partners_sent(project, cafe, claire, coordinator):
    live(cafe, claire, coordinator)
    remove_projects(organisation=project.organisation, projects=[project], by=coordinator, label="Supprimer")
    assert Contact.objects.filter(name="Claire Perrin").exists()
    sent = [list(model.history.values()) for model in (PartnerLink, Proposal, ProposedChange)]
    assert sent == [[], [], []]
