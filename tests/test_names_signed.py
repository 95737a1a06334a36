"""However a partner comes to be called otherwise, a signed text goes on naming it as it was signed."""

import pytest
from django.urls import reverse

from agreements.models import Agreement, AgreementMean, Party
from agreements.wording import _means
from partnerships.models import Partner
from projects.models import Operation, operation, undo
from tests.factories import PartnershipFactory
from tests.spreadsheet_files import places, prepared, simple, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(project):
    """A partner that signed a text, and has a draft too."""
    row = PartnershipFactory(project=project, partner__name="MJC d’Ambert")
    for status in ("signed", "draft"):
        agreement = Agreement.objects.create(project=project, template="T1", title=status, status=status)
        Party.objects.create(agreement=agreement, partnership=row)
        AgreementMean.objects.create(agreement=agreement, partnership=row, what="Une salle")
    return row


def names():
    """Return {status: (name, short name, name in the list of means)} of the two texts."""
    found = {}
    for agreement in Agreement.objects.with_facts():
        (party,) = agreement.parties.all()
        found[agreement.status] = (party.called, party.label, _means(agreement)[0].party)
    return found


OLD = ("MJC d’Ambert", "MJC d’Ambert", "MJC d’Ambert")


def rename(client, row, name, short_name):
    version = Partner.objects.get(pk=row.partner_id).version
    data = {"name": name, "short_name": short_name, "kind": "association", "seen_version": version}
    return client.post(reverse("partnerships:record_edit", args=[row.project.slug, row.public_id, "identite"]), data)


def test_a_renamed_partner_keeps_its_name_in_what_it_signed_and_the_gesture_is_taken_back(
    project, coordinator, sign_in, signed
):
    assert rename(sign_in(coordinator), signed, "Tiers-lieu d’Ambert", "Le Tiers").status_code == 302
    assert names() == {"signed": OLD, "draft": ("Tiers-lieu d’Ambert", "Le Tiers", "Le Tiers")}
    undo(Operation.objects.first(), by=coordinator)
    assert names() == {"signed": OLD, "draft": OLD}
    assert not Party.objects.exclude(name="").exists()


def test_a_name_taken_back_after_the_signature_does_not_change_the_text(project, coordinator, sign_in, signed):
    Agreement.objects.update(status="draft")
    rename(sign_in(coordinator), signed, "Tiers-lieu d’Ambert", "")
    gesture = Operation.objects.first()
    Agreement.objects.filter(title="signed").update(status="signed")
    undo(gesture, by=coordinator)
    assert names()["signed"][0] == "Tiers-lieu d’Ambert"
    assert names()["draft"] == OLD


def test_a_short_name_that_a_spreadsheet_brings_does_not_enter_a_signed_text(project, coordinator, signed):
    places()
    data = simple([["Structure", "Sigle"], ["MJC d’Ambert", "MJC"]])
    gesture, result = written(prepared(project, coordinator, "liste.xlsx", data))
    assert result.completed == 1
    assert names() == {"signed": OLD, "draft": ("MJC d’Ambert", "MJC", "MJC")}
    undo(gesture, by=coordinator)
    assert names() == {"signed": OLD, "draft": OLD}


def test_another_change_of_the_record_writes_nothing_in_the_text(project, coordinator, signed):
    with operation(by=coordinator, label="Mission", project=project):
        signed.partner.mission = "Accueillir"
        signed.partner.save()
    assert not Party.objects.exclude(name="").exists()
