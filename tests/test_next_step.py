"""Each screen of an agreement offers what its persons do next, and leads nobody to a page that can do nothing."""

import datetime

import pytest
from django.urls import reverse

from agreements.amending import start_amendment
from agreements.drafting import start_agreement
from agreements.models import Agreement, Article, PartnerRemark, PartyAnswer, Renewal, Signature
from agreements.returns import returns_of
from agreements.sides import side_of
from home.facts import agreements_of
from partnerships.models import PartnerKind
from projects.models import operation
from tests.agreement_facts import DAY, make_agreement, make_complete, partner_of, read
from tests.agreement_sent import give_link, other_party, reword, send, url
from tests.validation_facts import make_ready

pytestmark = pytest.mark.django_db

READY = "Dire prête à signer"
SEND = "Envoyer une version"


@pytest.fixture
def sent(project, coordinator):
    """An agreement whose version 1 is read by the other party."""
    agreement = make_complete(project, coordinator)
    version = send(agreement, coordinator)
    give_link(agreement, coordinator, version=version)
    return read(agreement)


def answers(agreement, kind):
    PartyAnswer.objects.create(
        version=agreement.versions.get(), party=other_party(agreement), kind=kind, way="meeting", said_on=DAY
    )
    return read(agreement)


def page(client, address):
    return client.get(address).content.decode()


def test_a_text_is_accepted_when_every_other_party_accepts_it_as_it_is_now(sent):
    assert not side_of(sent).is_accepted
    assert not side_of(answers(sent, "change")).is_accepted
    assert side_of(answers(sent, "accepted")).is_accepted
    reword(sent, "duree", "Autre chose.")
    assert not side_of(read(sent)).is_accepted


def test_an_accepted_text_is_said_ready_from_where_the_answer_is_read(sent, coordinator, reader, sign_in):
    replies = url("reply_list", sent)
    assert READY not in page(sign_in(coordinator), replies)
    answers(sent, "accepted")
    assert READY in page(sign_in(coordinator), replies)
    assert READY not in page(sign_in(reader), replies)


def test_a_text_changed_since_its_version_is_sent_again_before_it_is_said_ready(sent, coordinator, sign_in):
    client, edit = sign_in(coordinator), sent.get_absolute_url()
    assert SEND not in page(client, edit)
    reword(sent, "duree", "Autre chose.")
    assert SEND in page(client, edit)


def test_a_text_written_elsewhere_is_never_sent_from_here_and_comes_to_its_signature(project, coordinator, sign_in):
    partner = partner_of(project)
    with operation(by=coordinator, label="Noter", project=project):
        agreement = start_agreement(
            project=project, partnership=partner, title="La leur", by=coordinator, day=DAY, template="EXT"
        )
    client, shown = sign_in(coordinator), url("agreement_detail", agreement)
    assert SEND not in page(client, shown)
    assert READY in page(client, shown)
    facts = {"version": agreement.version, "gesture": "prete"}
    assert client.post(url("agreement_status", agreement), facts).status_code == 302
    assert "Noter la signature" in page(client, shown)


def test_who_lends_comes_first_in_a_text_that_lends(project, coordinator):
    def first(kind):
        with operation(by=coordinator, label="Prêter", project=project):
            lender = partner_of(project, partner__kind=kind)
            agreement = start_agreement(
                project=project, partnership=lender, title="Salle", by=coordinator, day=DAY, template="T3"
            )
        return agreement.parties.order_by("position").first().partnership == lender

    assert first(PartnerKind.ASSOCIATION)
    assert first(PartnerKind.MUNICIPALITY)


def test_a_project_without_fiches_says_where_to_write_one(project, coordinator, sign_in):
    agreement = make_agreement(project, coordinator)
    assert reverse("agreements:sheet_create", args=[project.slug]) in page(
        sign_in(coordinator), url("facts_edit", agreement, "annexes")
    )


def test_an_amendment_waits_for_those_who_signed_what_it_changes(project, coordinator):
    agreement = make_ready(project, coordinator)
    other = other_party(agreement)
    Signature.objects.create(agreement=agreement, party=other, name="Luc Martin", quality="directeur", rank=2)
    agreement.sign(signed_on=DAY)
    with operation(by=coordinator, label="Avenant", project=project):
        amendment = start_amendment(read(agreement), by=coordinator, day=DAY)
        changed = amendment.parties.get(partnership=other.partnership)
        changed.signatory, changed.quality = "Ada Roche", "présidente"
        changed.save()
        read(amendment).mark_ready(on=DAY)
    assert [(one.name, one.quality, one.rank) for one in amendment.signatures.all()] == [
        ("Jeanne Coudert", "présidente", 1),
        ("Ada Roche", "présidente", 1),
        ("Luc Martin", "directeur", 2),
    ]


def test_the_terms_ask_about_a_renewal_that_the_text_denies(project, coordinator, sign_in):
    agreement = make_ready(project, coordinator)
    agreement.sign(signed_on=DAY)
    Agreement.objects.update(renewal=Renewal.TACIT, renewal_months=12, ends_on=datetime.date(2090, 12, 31))
    client, terms = sign_in(coordinator), url("agreement_terms", agreement)
    assert "dit le contraire" in page(client, terms)
    Article.objects.filter(key="duree").update(body="Elle se renouvelle tacitement chaque année.")
    assert "dit le contraire" not in page(client, terms)


def test_a_title_left_as_proposed_says_the_years_of_the_agreement(project, coordinator, sign_in):
    partner = partner_of(project, partner__kind=PartnerKind.MUNICIPALITY)
    client, wizard = sign_in(coordinator), reverse("agreements:agreement_create", args=[project.slug])
    proposed = "Convention pluriannuelle d’objectifs avec subvention – Le Détour (2026-2029)"

    def written(title):
        typed = {"avec": partner.public_id, "argent": "subvention", "modele": "T2", "titre": title}
        typed |= {"effet": "2027-01-01", "fin": "2028-12-31"}
        assert client.post(wizard, typed).status_code == 302
        return Agreement.objects.order_by("pk").last().title

    assert written(proposed) == proposed.replace("2026-2029", "2027-2028")
    assert written("Notre convention (2026-2029)") == "Notre convention (2026-2029)"


def test_the_home_of_a_project_tells_what_came_back(project, coordinator, sign_in, django_assert_num_queries):
    def told():
        return {key: sentence for key, (sentence, _url) in returns_of(project, agreements_of(project)).items()}

    first, second = make_complete(project, coordinator), make_complete(project, coordinator)
    assert told() == {}
    links = [give_link(one, coordinator, version=send(one, coordinator))[0] for one in (first, second)]
    assert told() == {}
    answers(first, "accepted")
    answers(second, "change")
    assert told() == {first.pk: "Texte accepté", second.pk: "Changement demandé"}
    PartnerRemark.objects.create(link=links[0], place="duree", title="Durée", body="Combien de temps ?")
    answers(second, "accepted").mark_ready(on=DAY)
    assert told() == {first.pk: "1 retour à lire", second.pk: "0 signature sur 2"}
    listed = agreements_of(project)
    with django_assert_num_queries(2):
        returns_of(project, listed)
    home = page(sign_in(coordinator), project.get_absolute_url())
    assert url("reply_list", first) in home
    assert url("signature_list", second) in home
