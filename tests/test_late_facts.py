"""Facts that come after the text (ADR 14): the deliberation is no part of what was agreed on, and the copy to sign says it."""

import datetime

import pytest

from accounts.models import Role
from agreements.fingerprint import fingerprint_of_data, sections_as_data, text_state
from agreements.freezing import (
    freeze,
    late_facts,
    present_fingerprint,
    present_sections,
    says_the_same,
    version_given,
)
from agreements.models import Agreement, AgreementVersion, Blocked, TextState, WrongMoment
from agreements.sides import is_current, side_of
from agreements.validating import standing_now
from projects.models import operation
from tests.agreement_facts import DAY, read
from tests.agreement_sent import PDF, give_link, send, url
from tests.agreement_texts import add_money, make_text
from tests.validation_facts import circuit, submit

pytestmark = pytest.mark.django_db
NUMBER = "2026-77"


@pytest.fixture
def agreement(project, coordinator):
    """A convention with a subsidy on which the council has not deliberated yet."""
    made = add_money(make_text(project, coordinator, "T2"))
    return decide(made, "", None)


def decide(agreement, number=NUMBER, day=datetime.date(2026, 11, 3)):
    facts = {f"deliberation_{name}": day for name in ("on", "enforceable_on")}
    Agreement.objects.filter(pk=agreement.pk).update(deliberation_number=number, **facts)
    return read(agreement)


def validated(agreement, by):
    """Ask a circuit of one step and have it say yes."""
    circuit(agreement.project, Role.DIRECTOR)
    agreement = submit(agreement, by)
    step = agreement.rounds.get().validations.get()
    with operation(by=by, label="Valider", project=agreement.project):
        step.validate(text=text_state(agreement), on=DAY, by=by)
    return read(agreement)


def test_the_number_of_the_deliberation_leaves_validations_and_links_alive(agreement, coordinator):
    version = send(agreement, coordinator)
    link, _token = give_link(agreement, coordinator, version=version)
    agreement = validated(agreement, coordinator)
    kept = version.file()
    agreement = decide(agreement)
    assert any(NUMBER in line for part in present_sections(agreement, late=True) for line in part.paragraphs)
    assert standing_now(agreement).is_complete
    assert is_current(link, agreement)
    side = side_of(agreement)
    assert (side.has_changed, bool(side.late)) == (False, False)
    version.refresh_from_db()
    assert (version.file(), NUMBER in version.text) == (kept, False)
    # Any other fact is the text itself.
    Agreement.objects.filter(pk=agreement.pk).update(court_town="Thiers")
    assert not standing_now(read(agreement)).is_complete
    assert not is_current(link, read(agreement))


def test_the_copy_to_sign_is_frozen_anew_with_what_came_since(agreement, coordinator, sign_in, monkeypatch):

    def frozen_now(agreement, *, draft, day):
        return freeze(agreement, day=day, draft=draft, render=lambda document: PDF + document.visas[-1].encode())

    monkeypatch.setattr("agreements.views.agreement.frozen_now", frozen_now)
    first = send(agreement, coordinator)
    Agreement.objects.filter(pk=agreement.pk).update(status="ready")
    agreement = decide(agreement)
    late = late_facts(agreement, version_given(agreement))
    assert (NUMBER in [fact.value for fact in late.missing], late.wrong) == (True, ())
    client = sign_in(coordinator)
    page = client.get(url("signature_list", agreement)).content.decode()
    assert "Figer l’exemplaire complété" in page
    client.post(url("agreement_status", agreement), {"gesture": "completer", "version": agreement.version})
    agreement = read(agreement)
    second = version_given(agreement)
    assert (second.number, second.fingerprint) == (2, first.fingerprint)
    assert NUMBER.encode() in second.file()
    assert AgreementVersion.objects.get(pk=first.pk).file() == PDF
    assert not late_facts(agreement, second)
    assert "Figer l’exemplaire complété" not in client.get(url("signature_list", agreement)).content.decode()


def test_a_copy_that_says_another_number_is_not_signed(agreement, coordinator, sign_in):
    agreement = decide(agreement)
    send(agreement, coordinator)
    Agreement.objects.filter(pk=agreement.pk).update(status="ready")
    read(agreement).require_text_as_sent()
    client = sign_in(coordinator)
    for number, words in (("2026-78", "aujourd’hui 2026-78"), ("", "effacé depuis")):
        agreement = decide(agreement, number)
        with pytest.raises(Blocked) as blocked:
            agreement.require_text_as_sent()
        assert [finding.url for finding in blocked.value.findings] == [url("signature_list", agreement)]
        page = client.get(url("signature_list", agreement)).content.decode()
        assert words in page
        assert "Figer l’exemplaire juste" in page
    decide(agreement).require_text_as_sent()


def test_a_copy_that_somebody_signed_is_not_frozen_anew(agreement, coordinator):
    send(agreement, coordinator)
    Agreement.objects.filter(pk=agreement.pk).update(status="ready")
    agreement.signatures.create(party=agreement.parties.first(), name="Ada", state="paper", signed_on=DAY)
    with pytest.raises(WrongMoment):
        read(agreement).complete(on=DAY)


def test_what_was_kept_with_the_number_before_it_was_left_out_still_is_the_text(agreement, coordinator):
    agreement = decide(agreement)
    old = sections_as_data(present_sections(agreement, late=True))
    state = TextState.objects.create(agreement=agreement, fingerprint=fingerprint_of_data(old), sections=old)
    assert text_state(agreement) == state
    frozen = present_fingerprint(agreement, late=True)
    assert says_the_same(agreement, frozen)
    agreement = decide(agreement, "2026-78")
    assert text_state(agreement) != state
    assert not says_the_same(agreement, frozen)


def test_the_act_that_empowers_a_signatory_is_late_and_its_name_is_not(agreement, coordinator):
    before = present_fingerprint(agreement)
    party = agreement.parties.last()
    party.authorisation = "décision du conseil d’administration du 4 novembre 2026"
    party.save()
    assert present_fingerprint(read(agreement)) == before
    party.signatory = "Une autre personne"
    party.save()
    assert present_fingerprint(read(agreement)) != before
