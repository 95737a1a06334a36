"""« Ce qui vous attend »: what waits for whom, since when, and what it changes."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from agreements.calendar import add_months
from agreements.models import Agreement, Arrangement, PartnerRemark, Signature
from home.waits import waits_of
from partnerships.models import Mandate
from projects.models import Stage
from tests.agreement_facts import make_agreement, read
from tests.agreement_sent import give_link, send
from tests.factories import PartnershipFactory
from tests.validation_facts import circuit, make_ready, submit

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


def told(user, today=TODAY):
    return [(wait.kind, wait.title) for wait in waits_of(user, today)]


def signature_of_ours(agreement, **fields):
    own = agreement.signatures.get(party__partnership__is_lead=True)
    Signature.objects.filter(pk=own.pk).update(**fields)
    return own


def test_a_signature_waits_for_the_person_it_names_when_its_turn_has_come(project, coordinator, director):
    agreement = make_ready(project, coordinator)
    signature_of_ours(agreement, name=str(director).upper(), rank=2)
    assert told(director) == []
    others = agreement.signatures.filter(party__partnership__is_lead=False)
    others.update(state="paper", signed_on=TODAY)
    (wait,) = waits_of(director, TODAY)
    assert (wait.kind, wait.since) == ("signature", datetime.date(2026, 11, 2))
    assert "la convention sera signée" in wait.then
    assert wait.for_days(TODAY) == "depuis 20\u00a0jours"
    # An address says who it is, whatever the name.
    signature_of_ours(agreement, name=str(director), email="quelquun@ailleurs.example")
    assert told(director) == []
    signature_of_ours(agreement, name="N. V.", email=director.email.upper())
    assert [kind for kind, _title in told(director)] == ["signature"]


def test_signatures_that_nobody_was_reminded_of_wait_for_who_coordinates(project, coordinator, director):
    agreement = make_ready(project, coordinator)
    day = datetime.date(2026, 11, 2)
    assert told(coordinator, day + datetime.timedelta(days=20)) == []
    late = day + datetime.timedelta(days=21)
    assert told(coordinator, late) == [("unsigned", agreement.title)]
    assert told(director, late) == []
    agreement.signatures.update(reminded_on=late)
    assert told(coordinator, late) == []
    Agreement.objects.filter(pk=agreement.pk).update(signature_planned_on=late)
    assert told(coordinator, late + datetime.timedelta(days=1)) == [("unsigned", agreement.title)]


def test_what_a_partner_sent_waits_for_those_who_run_the_project_until_it_is_answered(
    project, coordinator, director, facilitator, reader
):
    agreement = make_agreement(project, coordinator)
    link, _token = give_link(agreement, coordinator, version=send(agreement, coordinator))
    remark = PartnerRemark.objects.create(link=link, place="duree", title="Durée", body="Combien de temps ?")
    today = timezone.localdate()
    for user in (coordinator, director):
        assert told(user, today) == [("reply", agreement.title)]
    assert told(facilitator, today) == told(reader, today) == []
    remark.answered_at = timezone.now()
    remark.save()
    assert told(coordinator, today) == []


def test_an_end_that_comes_or_is_past_asks_what_follows(project, coordinator, director, reader, stranger):
    agreement = make_agreement(project, coordinator, status="signed", ends_on=add_months(TODAY, 4))
    assert told(director) == []
    for end, words in ((add_months(TODAY, 2), "Elle prend fin le"), (add_months(TODAY, -2), "Elle a pris fin le")):
        Agreement.objects.filter(pk=agreement.pk).update(ends_on=end)
        (wait,) = waits_of(director, TODAY)
        assert (wait.kind, words in wait.said) == ("decision", True)
    assert told(coordinator) == told(director)
    assert told(reader) == told(stranger) == []
    Agreement.objects.filter(pk=agreement.pk).update(
        ends_on=add_months(TODAY, 4), renewal="tacit", renewal_months=12, notice_months=3
    )
    (wait,) = waits_of(director, TODAY)
    assert "donner congé" in wait.said


def test_a_mandate_that_is_over_is_told_while_one_negotiates_and_no_other_runs(project, coordinator, reader):
    partnership = PartnershipFactory(project=project, stage=Stage.NEGOTIATION)
    for until in (datetime.date(2026, 3, 1), datetime.date(2026, 10, 1)):
        Mandate.objects.create(partnership=partnership, who_name="Zoé Faure", until=until)
    (wait,) = waits_of(coordinator, TODAY)
    assert (wait.kind, wait.since, "Zoé Faure" in wait.said) == ("mandate", datetime.date(2026, 10, 1), True)
    assert told(reader) == []
    partnership.stage = Stage.IMPLEMENTATION
    partnership.save()
    assert told(coordinator) == []
    partnership.stage = Stage.NEGOTIATION
    partnership.save()
    Mandate.objects.create(partnership=partnership, who_name="Zoé Faure")
    assert told(coordinator) == []


def test_an_oral_agreement_past_the_day_that_was_said_asks_whether_it_goes_on(project, coordinator, reader, stranger):
    partnership = PartnershipFactory(project=project, partner__name="Mairie d’Ambert")
    facts = {"partnership": partnership, "formalisation": "oral"}
    arrangement = Arrangement.objects.create(purpose="La salle", end=datetime.date(2026, 11, 21), **facts)
    Arrangement.objects.create(purpose="Le four", end=TODAY, **facts)
    Arrangement.objects.create(purpose="Les clés", **facts)
    (wait,) = waits_of(coordinator, TODAY)
    assert (wait.kind, wait.title, wait.since) == ("unsaid", "La salle, avec Mairie d’Ambert", arrangement.end)
    assert wait.url.endswith(f"/{arrangement.public_id}/")
    assert told(reader) == told(stranger) == []
    arrangement.closed_on = TODAY
    arrangement.save()
    assert told(coordinator) == []


def test_one_page_tells_all_of_it_kind_after_kind_in_as_many_queries_for_many(project, coordinator, sign_in):
    circuit(project, Role.COORDINATOR)
    today = timezone.localdate()

    def fill():
        submit(make_agreement(project, coordinator, title="Texte à lire"), coordinator)
        make_agreement(project, coordinator, status="signed", ends_on=today, title="Texte qui finit")
        waiting = read(make_agreement(project, coordinator, status="ready", title="Texte à signer"))
        for party in waiting.parties.all():
            Signature.objects.create(agreement=waiting, party=party, name="Ada Roche", asked_on=today.replace(day=1))
        Agreement.objects.filter(pk=waiting.pk).update(signature_planned_on=datetime.date(2020, 1, 1))
        answered = make_agreement(project, coordinator, title="Texte discuté")
        link, _token = give_link(answered, coordinator)
        PartnerRemark.objects.create(link=link, place="duree", title="Durée", body="?")
        partnership = PartnershipFactory(project=project, stage=Stage.IDEA)
        Mandate.objects.create(partnership=partnership, who_name="Zoé Faure", until=datetime.date(2020, 1, 1))
        Arrangement.objects.create(
            partnership=partnership, formalisation="oral", purpose="La salle", end=datetime.date(2020, 1, 1)
        )

    client = sign_in(coordinator)

    def count(address):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address).content.decode()
        return len(queries), page

    fill()
    few, page = count("/a-valider/")
    places = [
        page.index(words)
        for words in (
            "À valider",
            "Des partenaires ont",
            "À reconduire",
            "Accords arrivés",
            "Signatures att",
            "Mandats",
        )
    ]
    assert places == sorted(places)
    assert "Texte qui finit" in count("/")[1]
    few_first = count("/")[0]
    fill()
    fill()
    assert (count("/a-valider/")[0], count("/")[0]) == (few, few_first)
    assert max(few, few_first) <= 10
