"""Parties of an agreement: added, taken off, reordered; the text goes on speaking of the same ones."""

import datetime

import pytest
from django.urls import reverse

from agreements import parties
from agreements.checks import findings
from agreements.freezing import SIGNATURE
from agreements.models import Agreement, Article, Party
from agreements.parties import reranked
from agreements.wording import Writer, convention_document
from documents.attach import convention_data
from documents.office import Signatures, parts_of
from partnerships.models import PartnerKind
from projects.models import Operation, operation, undo
from tests.agreement_facts import DAY, make_agreement, make_complete, partner_of, read

pytestmark = pytest.mark.django_db


def address(agreement, name, *more):
    return reverse(f"agreements:{name}", args=[agreement.project.slug, agreement.public_id, *more])


@pytest.fixture
def shared(project, coordinator):
    """An agreement whose model writes one article for each party."""
    return make_agreement(project, coordinator, partner_of(project, partner__name="Bar du Pont"))


def keys(agreement):
    return [key for key in agreement.articles.values_list("key", flat=True) if key.startswith("engagements")]


def test_a_party_joins_last_with_its_own_article(project, shared, coordinator, sign_in):
    cafe = partner_of(project, partner__name="Café", brings="Une salle")
    client = sign_in(coordinator)
    response = client.post(address(shared, "party_list"), {"partnership": cafe.public_id, "version": shared.version})
    assert response.status_code == 302
    agreement = read(shared)
    assert [party.label for party in agreement.parties.all()] == ["Le Fil", "Bar du Pont", "Café"]
    assert keys(agreement) == ["engagements_p1", "engagements_p2", "engagements_p3"]
    written = {item.article.key: item for item in Writer(agreement).written()}
    assert written["engagements_p3"].title == "Engagements de Café"
    assert "apporter" in written["engagements_p3"].blocks[1].text
    undo(Operation.objects.first(), by=coordinator)
    assert keys(shared) == ["engagements_p1", "engagements_p2"]


def test_a_rewording_follows_its_party_when_ranks_change(shared, coordinator):
    Article.objects.filter(agreement=shared, key="engagements_p2").update(body="{p2.court} tient le bar.")
    Article.objects.create(agreement=shared, title="À nous", body="{p2.court} invite {p1.court}.", position=99)
    with operation(by=coordinator, label="Ordre", project=shared.project):
        parties.move(read(shared), shared.parties.last(), -1)
    agreement = read(shared)
    assert [party.label for party in agreement.parties.all()] == ["Bar du Pont", "Le Fil"]
    written = {item.article.key or item.title: item for item in Writer(agreement).written()}
    assert [block.text for block in written["engagements_p1"].blocks] == ["Bar du Pont tient le bar."]
    assert written["engagements_p2"].title == "Engagements du Fil"
    assert [block.text for block in written["À nous"].blocks] == ["Bar du Pont invite Le Fil."]
    assert keys(agreement) == ["engagements_p1", "engagements_p2"]


def test_a_party_leaves_with_its_article_and_what_was_said_of_it_stays_in_words(project, shared, coordinator, sign_in):
    with operation(by=coordinator, label="Café", project=project):
        parties.add(shared, partner_of(project, partner__name="Café", brings="Une salle"), by=coordinator)
    agreement = read(shared)
    Article.objects.create(agreement=shared, title="À nous", body="{p2.court} aide {p3.court}.", position=99)
    gone = agreement.parties.all()[1]
    agreement.processor = gone
    agreement.save()
    client = sign_in(coordinator)
    response = client.post(address(agreement, "party_remove", gone.public_id), {"version": agreement.version})
    assert response.status_code == 302
    agreement = read(shared)
    assert [party.label for party in agreement.parties.all()] == ["Le Fil", "Café"]
    assert keys(agreement) == ["engagements_p1", "engagements_p2"]
    assert agreement.articles.get(title="À nous").body == "Bar du Pont aide {p2.court}."
    assert agreement.processor is None
    undo(Operation.objects.first(), by=coordinator)
    again = read(shared)
    assert [party.label for party in again.parties.all()] == ["Le Fil", "Bar du Pont", "Café"]
    assert again.processor == gone


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("{p1.court}, {p2.court}", "{p2.court}, {p1.court}"),
        ("{p3.court} et {p3.siege}", "Café et …"),
        ("{article:engagements_p2}", "{article:engagements_p1}"),
        ("{des_articles:objet,engagements_p1,engagements_p3}", "{des_articles:objet,engagements_p2}"),
        ("{article:etape_p2}", "{article:etape_p2}"),
        ("{preavis} {p.court}", "{preavis} {p.court}"),
    ],
)
def test_marks_take_the_new_ranks(text, result):
    assert reranked(text, {1: 2, 2: 1}, {"engagements"}, {"court": "Café"}) == result


def test_a_text_keeps_the_parties_that_it_needs_and_takes_no_more_than_it_says(project, coordinator, sign_in):
    agreement = make_agreement(project, coordinator)
    client = sign_in(coordinator)
    party = agreement.parties.last()
    refused = client.post(address(agreement, "party_remove", party.public_id), {"version": agreement.version})
    assert refused.status_code == 422
    assert agreement.parties.count() == 2
    assert client.post(address(agreement, "party_list"), {"version": agreement.version}).status_code == 422
    full = Agreement.objects.filter(pk=agreement.pk)
    full.update(template="EXT")
    for _rank in range(7):
        Party.objects.create(agreement=agreement, partnership=partner_of(project), position=9)
    one_more = {"partnership": partner_of(project).public_id, "version": agreement.version}
    assert client.post(address(agreement, "party_list"), one_more).status_code == 422
    assert "pour 9 parties au plus" in client.get(address(agreement, "party_list")).content.decode()


def test_two_people_who_change_the_parties_do_not_write_over_one_another(project, coordinator, sign_in):
    agreement = make_agreement(project, coordinator)
    client = sign_in(coordinator)
    party = agreement.parties.last()
    stale = client.post(address(agreement, "party_move", party.public_id, "monter"), {"version": agreement.version + 4})
    assert stale.status_code == 409
    assert client.post(address(agreement, "party_move", party.public_id, "ailleurs")).status_code == 404
    assert client.get(address(agreement, "party_move", party.public_id, "monter")).status_code == 405
    client.post(address(agreement, "party_move", party.public_id, "monter"), {"version": agreement.version})
    assert read(agreement).parties.first() == party


def test_each_public_party_has_its_own_decision(project, coordinator, sign_in):
    commune = partner_of(project, partner__kind=PartnerKind.MUNICIPALITY, partner__name="Commune")
    agreement = make_complete(project, coordinator, commune)
    other = partner_of(project, partner__kind=PartnerKind.INTERMUNICIPALITY, partner__name="Communauté")
    Party.objects.create(agreement=agreement, partnership=other, position=2)
    client = sign_in(coordinator)

    def wanted():
        return [finding for finding in findings(read(agreement)) if finding.number == 2]

    assert [finding.message.split(":")[0] for finding in wanted()] == [
        "Délibération (Commune)\u00a0",
        "Délibération (Communauté)\u00a0",
    ]
    url = wanted()[0].url
    assert "deliberation" in url
    party = agreement.parties.get(partnership=commune)
    said = {
        "version": party.version,
        "deliberation_number": "2026-4",
        "deliberation_on": "2026-02-01",
        "deliberation_enforceable_on": "2026-02-09",
    }
    assert client.get(url).status_code == 200
    assert client.post(url, said).status_code == 302
    assert client.post(url, said).status_code == 409
    assert [finding.message.split(":")[0] for finding in wanted()] == ["Délibération (Communauté)\u00a0"]
    # What the agreement says holds for who says nothing.
    Agreement.objects.filter(pk=agreement.pk).update(
        deliberation_number="7",
        deliberation_on=datetime.date(2026, 1, 1),
        deliberation_enforceable_on=datetime.date(2026, 1, 9),
        signature_planned_on=datetime.date(2026, 2, 9),
    )
    (late,) = wanted()
    assert "doit suivre" in late.message
    assert late.url == url


def test_the_panel_answers_a_page_or_main_alone(project, coordinator, sign_in):
    agreement = make_agreement(project, coordinator)
    client = sign_in(coordinator)
    page = client.get(address(agreement, "party_list")).content.decode()
    fragment = client.get(address(agreement, "party_list"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" in page
    assert "<html" not in fragment
    assert 'class="parties-rangs"' in fragment


def test_a_signed_text_keeps_its_parties(project, coordinator, sign_in):
    agreement = make_agreement(project, coordinator, status="signed")
    client = sign_in(coordinator)
    party = agreement.parties.last()
    said = {"version": agreement.version, "partnership": partner_of(project).public_id}
    assert client.post(address(agreement, "party_list"), said).status_code == 409
    assert client.post(address(agreement, "party_move", party.public_id, "monter"), said).status_code == 409
    assert client.post(address(agreement, "party_remove", party.public_id), said).status_code == 409
    assert client.post(address(agreement, "decision_edit", party.public_id), said).status_code == 409
    assert agreement.parties.count() == 2


def test_all_who_sign_for_a_party_have_a_frame_and_are_waited_for(project, coordinator, sign_in):
    agreement = make_complete(project, coordinator, partner_of(project, partner__name="Namur"))
    party = agreement.parties.last()
    address = reverse("agreements:party_edit", args=[project.slug, agreement.public_id, party.public_id])
    data = {"version": party.version, "legal_form": "commune", "seat": "Namur", "signatory": "Ada Roche"}
    data |= {"quality": "bourgmestre", "other_signatories": "Paul Roux, directeur général\nLéa Fay"}
    client = sign_in(coordinator)
    assert client.post(address, data | {"other_signatories": "x" * 201}).status_code == 422
    assert client.post(address, data).status_code == 302
    document = convention_document(read(agreement), day=DAY, draft=True)
    said = document.parties[1]
    assert said.signatories == (("Ada Roche", "bourgmestre"), ("Paul Roux", "directeur général"), ("Léa Fay", ""))
    assert "Ada Roche, bourgmestre, Paul Roux, directeur général, et Léa Fay" in said.description
    frames = next(part for part in parts_of(document) if isinstance(part, Signatures)).frames
    assert [who for _title, who in frames][1:] == ["Ada Roche, bourgmestre", "Paul Roux, directeur général", "Léa Fay"]
    assert convention_data(document)["parties"][1]["autres_signataires"][0]["signataire"] == "Paul Roux"
    with operation(by=coordinator, label="Prête", project=project):
        read(agreement).mark_ready(on=DAY)
    assert [one.name for one in agreement.signatures.filter(party=party)] == ["Ada Roche", "Paul Roux", "Léa Fay"]
    frozen = next(section for section in agreement.versions.get().sections if section.key == SIGNATURE)
    assert frozen.paragraphs[1:] == (
        "Namur\u00a0: Ada Roche, bourgmestre",
        "Namur\u00a0: Paul Roux, directeur général",
        "Namur\u00a0: Léa Fay",
    )
