"""The answer to a request of access: all that is held on a person, nothing on anybody else, nothing that is the team's own."""

import datetime
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from agreements.models import ActionSheet, PartnerRemark, PartyAnswer, SheetValidation, Signature
from partnerships.models import Analysis, Commitment, Contact, Link, LogEntry, Mood, Obstacle, PartnerKind
from privacy.person_file import person_sheet
from privacy.traces import traces_of
from projects.models import operation
from tests.agreement_facts import make_agreement
from tests.agreement_sent import give_link, other_party, send
from tests.documents_samples import opened
from tests.documents_samples import text as text_of_pdf
from tests.personal_data import make_link, make_partnership
from tests.validation_facts import circuit, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def cafe(project):
    return make_partnership(project)


@pytest.fixture
def claire(cafe):
    return cafe.partner.contacts.get()


def url_of(contact, form="detail"):
    return reverse(f"privacy:person_{form}", args=[contact.partner.organisation.slug, contact.public_id])


def log(partnership, summary):
    return LogEntry.objects.create(
        partnership=partnership, date=timezone.localdate(), summary=summary, mood=Mood.RESERVED
    )


def read(claire, section=None):
    """Return {section: [(label, text)]} of the sheet, or the lines of one section."""
    sheet = person_sheet(claire, timezone.localdate())
    found = {part.title: [(line.label, line.text) for line in part.lines] for part in sheet.sections}
    return found if section is None else found[section]


def test_the_details_and_what_they_were_before_are_handed_over(cafe, claire, coordinator):
    with operation(by=coordinator, label="Modifier", project=cafe.project):
        claire.phone = "0611111111"
        claire.save()
    assert ("Téléphone", "0611111111") in read(claire, "Vos coordonnées")
    assert [label for label, text in read(claire, "Valeurs passées") if text.startswith("0473000000")] == ["Téléphone"]


def test_only_the_sentence_that_names_the_person_is_handed_over(cafe, claire):
    log(cafe, "Rencontre au café. CLAIRE PERRIN prête la salle le jeudi. Odile Roche s’y oppose.")
    assert read(claire, "Textes qui vous nomment") == [
        ("Contact noté, résumé", "CLAIRE PERRIN prête la salle le jeudi.")
    ]


def test_the_last_name_counts_in_the_texts_on_its_own_partner_only(project, cafe, claire):
    log(cafe, "Mme Perrin rappelle lundi.")
    log(make_partnership(project, partner__name="Boulangerie"), "Le boulanger, M. Perrin, est d’accord.")
    log(cafe, "Rien sur la perrinette.")
    assert [trace.passage for trace in traces_of(claire)] == ["Mme Perrin rappelle lundi."]


@pytest.mark.parametrize("ends", ["ab", "ba"])
def test_the_texts_of_a_link_are_on_both_its_partners(project, cafe, claire, ends):
    bakery = make_partnership(project, partner__name="Boulangerie")
    bakery.partner.contacts.update(name="Paul Vidal", email="", phone="")
    pair = dict(zip(ends, (cafe, bakery), strict=True))
    link = Link.objects.create(
        project=project, intensity=2, note="Le fils Vidal livre.", tension="Mme Perrin paie tard.", **pair
    )
    for contact, passage in (
        (claire, "Mme Perrin paie tard."),
        (bakery.partner.contacts.get(), "Le fils Vidal livre."),
    ):
        [trace] = traces_of(contact)
        assert trace.passage == passage
        assert set(trace.where.split(", ")) == {"Café Chez Lison", "Boulangerie"}
        assert "[personne effacée]" in trace.cleared(link)


def test_an_address_and_a_number_name_the_person_everywhere(project, cafe, claire):
    log(make_partnership(project, partner__name="Boulangerie"), "Écrire à claire@cafe.example")
    assert len(traces_of(claire)) == 1


def test_another_organisation_is_never_searched(cafe, claire, stranger):
    elsewhere = stranger.project_places.get().project
    log(make_partnership(elsewhere, partner__name="Café"), "Claire Perrin, la même ?")
    assert traces_of(claire) == []


def test_what_the_team_thinks_of_a_structure_is_not_the_persons(cafe, claire):
    Obstacle.objects.create(partnership=cafe, text="Craint de perdre ses clients")
    Analysis.objects.create(partnership=cafe, trust=0, commitment_now=Commitment.AGAINST)
    cafe.limits = "Ne paiera rien"
    cafe.save()
    text = repr(read(claire))
    assert "Craint de perdre" not in text
    assert "S’y oppose" not in text
    assert "Ne paiera rien" not in text


def test_a_note_that_names_the_person_is_handed_over_whichever_column_holds_it(cafe, claire):
    Obstacle.objects.create(partnership=cafe, text="Claire Perrin craint de perdre ses clients")
    assert ("Frein, texte", "Claire Perrin craint de perdre ses clients") in read(claire, "Textes qui vous nomment")


def test_when_the_partner_is_a_person_the_notes_on_it_are_handed_over(project):
    awa = make_partnership(project, partner__name="Awa", partner__kind=PartnerKind.RESIDENT_RELAY)
    Obstacle.objects.create(partnership=awa, text="Peu de temps")
    Analysis.objects.create(partnership=awa, trust=3)
    notes = read(awa.partner.contacts.get(), "Notes de l’équipe sur vous")
    assert ("Frein", "Peu de temps") in notes
    assert ("Confiance", "Établie") in notes


def test_other_people_stay_out(cafe, claire):
    Contact.objects.create(partner=cafe.partner, name="Odile Roche", email="odile@cafe.example")
    assert "Odile" not in repr(read(claire))


def test_links_and_what_was_sent_are_told_without_the_token(cafe, claire, coordinator):
    link, token = make_link(cafe, coordinator)
    link.receive([("contact", "phone", "0473000000", "0600000000")], "Je change de numéro")
    sent = read(claire, "Ce que vous avez envoyé")
    assert any(text == "Je change de numéro" for _label, text in sent)
    assert any("0600000000" in text for _label, text in sent)
    assert token not in repr(sent)


def test_agreements_that_name_the_person_are_told(cafe, claire, coordinator):
    agreement = make_agreement(cafe.project, coordinator, cafe)
    party = agreement.parties.get(partnership=cafe)
    party.signatory, party.quality, party.who_name = "Mme Claire Perrin", "gérante", "Claire Perrin"
    party.save()
    Signature.objects.create(
        agreement=agreement, party=party, name="claire perrin", reminded_on=datetime.date(2026, 11, 8)
    )
    assert read(claire, "Conventions") == [
        (agreement.title, "signataire, gérante"),
        (agreement.title, "personne chargée du suivi"),
        (agreement.title, "À signer, relance du 8\u00a0novembre\u00a02026"),
    ]


def test_links_to_a_text_answers_and_validations_are_told_to_the_person_alone(cafe, claire, coordinator):
    agreement = make_agreement(cafe.project, coordinator, cafe)
    version = send(agreement, coordinator)
    link, token = give_link(agreement, coordinator, version=version, name="claire perrin", email="")
    other, _token = give_link(agreement, coordinator, version=version, name="Odile Roche", email="odile@cafe.example")
    for given, words in ((link, "Trop court"), (other, "Pas le mardi")):
        PartnerRemark.objects.create(link=given, place="duree", title="15. Durée", body=words, answer="Entendu")
    party = other_party(agreement)
    for given, who in ((link, "Claire Perrin"), (None, "CLAIRE PERRIN"), (None, "Odile Roche")):
        PartyAnswer.objects.create(
            version=version, party=party, kind="accepted", way="link" if given else "phone", who=who, link=given
        )
    sheet = ActionSheet.objects.create(project=cafe.project, title="La halte")
    day = datetime.date(2026, 11, 8)
    SheetValidation.objects.create(sheet=sheet, partnership=cafe, on=day, by_name="Claire Perrin")
    told = read(claire, "Textes relus ou validés")
    assert [label.partition(" du")[0] for label, _text in told] == [
        "Lien de relecture", "Remarque", "Réponse", "Réponse", "Fiche action validée",
    ]  # fmt: skip
    assert "Trop court" in told[1][1]
    assert "par téléphone" in told[3][1]
    assert told[4][1] == "«\u00a0La halte\u00a0», version 1, le 8\u00a0novembre\u00a02026"
    for never in ("Odile", "Pas le mardi", token, str(coordinator)):
        assert never not in repr(told)


def test_who_is_in_the_team_too_reads_what_they_validated(cafe, claire, coordinator):
    Contact.objects.filter(pk=claire.pk).update(email=coordinator.email.upper())
    claire.refresh_from_db()
    circuit(cafe.project, "Bureau")
    agreement = submit(make_agreement(cafe.project, coordinator, cafe), coordinator)
    step = agreement.rounds.get().validations.get()
    step.validate(text=agreement.rounds.get().text, on=datetime.date(2026, 11, 8), by=coordinator)
    told = read(claire, "Textes relus ou validés")
    assert told == [("Validation interne", f"{agreement.title}, Bureau, Validé, 8\u00a0novembre\u00a02026")]


def test_the_same_facts_come_as_a_page_as_json_and_as_a_tagged_pdf(cafe, claire, coordinator, sign_in):
    log(cafe, "Claire Perrin prête la salle.")
    client = sign_in(coordinator)
    assert "Claire Perrin prête la salle." in client.get(url_of(claire)).content.decode()
    answer = client.get(url_of(claire, "json"))
    content = json.loads(answer.content)
    assert content["personne"] == "Claire Perrin"
    assert "Claire Perrin prête la salle." in answer.content.decode()
    paper = client.get(url_of(claire, "pdf"))
    assert paper["Content-Type"] == "application/pdf"
    assert "prête la salle" in text_of_pdf(paper.content)
    with opened(paper.content) as file:
        assert file.Root.MarkInfo.Marked
    for response in (answer, paper):
        assert "attachment" in response["Content-Disposition"]
        assert "no-store" in response["Cache-Control"]


def test_who_may_read_the_file_of_a_person(claire, director, facilitator, reader, stranger, sign_in, client):
    for page in (url_of(claire), url_of(claire, "json"), url_of(claire, "pdf")):
        assert sign_in(director).get(page).status_code == 200
        assert sign_in(facilitator).get(page).status_code == 403
        assert sign_in(reader).get(page).status_code == 403
        assert sign_in(stranger).get(page).status_code == 404
        assert client.get(page).status_code == 302
        assert sign_in(director).post(page).status_code == 405


def test_an_unknown_person_is_not_found(claire, coordinator, sign_in):
    assert sign_in(coordinator).get(url_of(claire).replace(claire.public_id, "inconnu")).status_code == 404


def test_the_page_takes_the_same_queries_for_one_text_and_for_thirty(cafe, claire, coordinator, sign_in):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = sign_in(coordinator)
    log(cafe, "Claire Perrin")
    client.get(url_of(claire))
    with CaptureQueriesContext(connection) as one:
        client.get(url_of(claire))
    for _ in range(30):
        log(cafe, "Claire Perrin")
    with CaptureQueriesContext(connection) as many:
        client.get(url_of(claire))
    assert len(many) == len(one)
