"""« Vérifié le »: when a record is to be checked again, said in words, and checked in one gesture."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Organisation
from partnerships.models import Partner, stale_since
from projects.models import Operation, undo
from tests.factories import PartnershipFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
LONG_AGO = TODAY - datetime.timedelta(days=500)


@pytest.fixture
def cafe(project):
    return PartnershipFactory(project=project, partner__name="Café du Marché", partner__checked_on=LONG_AGO)


def settings_of(project):
    return reverse("partnerships:directory_settings", args=[project.organisation.slug])


def listed(client, project, **query):
    return client.get(reverse("partnerships:partnership_list", args=[project.slug]), query).content.decode()


@pytest.mark.parametrize(
    ("today", "months", "since"),
    [
        ((2026, 11, 22), 12, (2025, 11, 22)),
        ((2026, 3, 31), 1, (2026, 2, 28)),
        ((2026, 1, 31), 2, (2025, 11, 30)),
        ((2024, 2, 29), 12, (2023, 2, 28)),
    ],
)
def test_months_are_counted_back_to_a_day_that_exists(monkeypatch, today, months, since):
    monkeypatch.setattr("partnerships.models.partner.timezone.localdate", lambda: datetime.date(*today))
    assert stale_since(Organisation(check_months=months)) == datetime.date(*since)


def test_a_record_checked_too_long_ago_says_so(project, cafe, coordinator, sign_in):
    client = sign_in(coordinator)
    assert "à vérifier</span>" in client.get(cafe.get_absolute_url()).content.decode()
    assert '<span class="etiquette">à vérifier</span>' in listed(client, project)
    Partner.objects.update(checked_on=TODAY)
    assert "à vérifier</span>" not in client.get(cafe.get_absolute_url()).content.decode()
    assert '<span class="etiquette">à vérifier</span>' not in listed(client, project)


def test_the_filter_gathers_those_to_check_never_checked_ones_too(project, cafe, coordinator, sign_in):
    PartnershipFactory(project=project, partner__name="Jamais vu")
    PartnershipFactory(project=project, partner__name="Vu hier", partner__checked_on=TODAY)
    text = listed(sign_in(coordinator), project, forgotten="a_verifier")
    assert "Café du Marché" in text
    assert "Jamais vu" in text
    assert "Vu hier" not in text


def test_one_gesture_checks_it_today_and_undo_takes_it_back(project, cafe, coordinator, sign_in):
    client = sign_in(coordinator)
    url = reverse("partnerships:partner_checked", args=[project.slug, cafe.public_id])
    assert url in client.get(cafe.get_absolute_url()).content.decode()
    assert client.post(url).status_code == 302
    assert Partner.objects.get(pk=cafe.partner_id).checked_on == TODAY
    assert url not in client.get(cafe.get_absolute_url()).content.decode()
    client.post(url)
    assert Operation.objects.count() == 1
    undo(Operation.objects.get(), by=coordinator)
    assert Partner.objects.get(pk=cafe.partner_id).checked_on == LONG_AGO


def seen(client, project):
    return re.search(r'name="seen" value="([^"]*)"', client.get(settings_of(project)).content.decode())[1]


def test_the_organisation_chooses_the_term(project, cafe, coordinator, sign_in):
    client = sign_in(coordinator)
    assert client.post(settings_of(project), {"check_months": 24, "seen": seen(client, project)}).status_code == 302
    assert "à vérifier</span>" not in client.get(cafe.get_absolute_url()).content.decode()


@pytest.mark.parametrize("months", ["0", "61", "beaucoup", ""])
def test_a_term_that_is_none_is_refused(project, coordinator, sign_in, months):
    client = sign_in(coordinator)
    assert client.post(settings_of(project), {"check_months": months, "seen": seen(client, project)}).status_code == 422
    assert Organisation.objects.get(pk=project.organisation_id).check_months == 12


def test_the_second_of_two_people_is_told_and_may_replace(project, coordinator, sign_in):
    client = sign_in(coordinator)
    before = seen(client, project)
    Organisation.objects.update(check_months=6)
    answer = client.post(settings_of(project), {"check_months": 18, "seen": before})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Remplacer" in text
    assert "<dd>6</dd>" in text
    again = re.search(r'name="seen" value="([^"]*)"', text)[1]
    assert client.post(settings_of(project), {"check_months": 18, "seen": again}).status_code == 302
    assert Organisation.objects.get(pk=project.organisation_id).check_months == 18


def test_only_those_who_run_the_organisation_set_it(
    project, coordinator, facilitator, reader, stranger, sign_in, client
):
    for person, status in ((facilitator, 403), (reader, 403), (stranger, 404)):
        assert sign_in(person).get(settings_of(project)).status_code == status
    assert client.get(settings_of(project)).status_code == 302
    assert sign_in(coordinator).delete(settings_of(project)).status_code == 405
    assert settings_of(project) in listed(sign_in(coordinator), project)
    assert settings_of(project) not in listed(sign_in(facilitator), project)
