"""A signed text, and a model that agreements are written from: no older gesture taken back changes them."""

import pytest
from django.utils import timezone

from agreements.closed import ClosedText, ModelInUse
from agreements.models import (
    Agreement,
    AgreementStatus,
    AgreementTemplate,
    AgreementTemplateVersion,
    MoneyLine,
    PartyCommitment,
)
from agreements.models_text import MODELS
from agreements.own_models.articles import stored
from projects.models import operation, undo
from tests.agreement_facts import make_agreement
from tests.factories import PartnershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(project, coordinator):
    return make_agreement(project, coordinator)


def signed(agreement, by):
    with operation(by=by, label="Signer", project=agreement.project) as gesture:
        fresh = Agreement.objects.get(pk=agreement.pk)
        fresh.status, fresh.signed_on = AgreementStatus.SIGNED, timezone.localdate()
        fresh.save()
    return gesture


@pytest.mark.parametrize("what", ["article", "commitment", "party", "money"])
def test_a_text_signed_since_is_not_changed_by_an_undo(agreement, coordinator, what):
    party = agreement.parties.first()
    with operation(by=coordinator, label="Compléter", project=agreement.project):
        commitment = PartyCommitment.objects.create(party=party, text="Tenir la halte")
        money = MoneyLine.objects.create(agreement=agreement, section="subsidy", amount=10, label="un")
    row = {
        "article": agreement.articles.last(),
        "commitment": commitment,
        "party": party,
        "money": money,
    }[what]
    name = {"article": "body", "commitment": "text", "party": "mission", "money": "label"}[what]
    with operation(by=coordinator, label="Écrire", project=agreement.project) as gesture:
        setattr(row, name, "Autre chose")
        row.save()
    signing = signed(agreement, coordinator)
    with pytest.raises(ClosedText):
        undo(gesture, by=coordinator)
    row.refresh_from_db()
    assert getattr(row, name) == "Autre chose"
    # The signature itself may be taken back, then the text is open; it is not signed again that way.
    unsigning = undo(signing, by=coordinator)
    undo(gesture, by=coordinator)
    with pytest.raises(ClosedText):
        undo(unsigning, by=coordinator)


def test_following_a_partner_into_another_record_is_taken_back_all_the_same(agreement, coordinator, project):
    party, other = agreement.parties.last(), PartnershipFactory(project=project)
    with operation(by=coordinator, label="Fusionner", project=project) as gesture:
        party.partnership = other
        party.save()
    signed(agreement, coordinator)
    undo(gesture, by=coordinator)


def test_a_published_model_that_serves_is_not_a_draft_again(agreement, coordinator, project):
    organisation, model = project.organisation, MODELS["T1"]
    template = AgreementTemplate.objects.create(organisation=organisation, base="T1", name="Le nôtre")
    version = AgreementTemplateVersion.objects.create(
        template=template, number=1, title=model.title, party=model.party, articles=stored(model)
    )
    with operation(by=coordinator, label="Publier", organisation=organisation) as gesture:
        version.published_on = timezone.localdate()
        version.save()
    Agreement.objects.filter(pk=agreement.pk).update(text_model=version)
    with pytest.raises(ModelInUse):
        undo(gesture, by=coordinator)
    Agreement.objects.filter(pk=agreement.pk).update(text_model=None)
    undo(gesture, by=coordinator)
    assert AgreementTemplateVersion.objects.get(pk=version.pk).published_on is None
