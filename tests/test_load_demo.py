"""`manage.py load_demo`: the demonstration, once, with accounts that open it."""

import stat
from datetime import date
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Organisation, Role, User
from exchange.management.commands.load_demo import DRAWN, SECOND_KEY
from partnerships.merging.search import twins_of
from partnerships.models import Partner
from projects.models import Project
from territories.models import Territory
from tests.official import official_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(settings, tmp_path):
    """Return a function that runs the command and gives {e-mail: password} as its file tells them."""
    settings.VAR_DIR = tmp_path
    official_places()

    def run(**options):
        call_command("load_demo", stdout=StringIO(), **options)
        lines = (tmp_path / "demo-accounts.txt").read_text(encoding="utf-8").splitlines()
        return dict(line.split()[-2:] for line in lines)

    return run


def row_counts():
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_each_account_signs_in_and_has_its_role_in_the_project(load):
    accounts = load()
    for project in Project.objects.all():
        roles = {}
        for email, password in accounts.items():
            user = authenticate(None, email=email, password=password)
            assert project in Project.objects.visible_to(user)
            roles[project.role_of(user)] = user.name
        assert roles == {
            Role.COORDINATOR: "Yanis Combe",
            Role.FACILITATOR: "Solène Ribeyre",
            Role.DIRECTOR: "Nadège Vialatte",
        }


def test_the_dates_are_those_of_today(load):
    load()
    shift = timezone.localdate() - date(2026, 11, 16)
    assert Project.objects.get(slug="la-buissonniere").start == date(2026, 1, 1) + shift


def test_passwords_are_kept_where_only_the_owner_reads(load, tmp_path):
    load()
    assert stat.S_IMODE((tmp_path / "demo-accounts.txt").stat().st_mode) == 0o600


def test_a_second_time_changes_nothing(load):
    accounts, before = load(), row_counts()
    assert load() == accounts
    assert row_counts() == before


def test_a_lost_file_of_passwords_gives_new_ones(load, tmp_path):
    accounts, before = load(), row_counts()
    (tmp_path / "demo-accounts.txt").unlink()
    renewed = load()
    assert renewed.keys() == accounts.keys()
    assert not set(renewed.values()) & set(accounts.values())
    assert all(authenticate(None, email=email, password=password) for email, password in renewed.items())
    assert row_counts() == before


def test_reset_loads_it_again_and_leaves_no_trace_of_the_first(load):
    accounts, before = load(), row_counts()
    first = Project.objects.get(slug="la-buissonniere").pk
    assert load(reset=True) != accounts
    assert Project.objects.get(slug="la-buissonniere").pk != first
    assert row_counts() == before


def test_reset_touches_no_other_organisation(load, project, coordinator):
    load()
    load(reset=True)
    assert Project.objects.filter(pk=project.pk).exists()
    assert User.objects.filter(pk=coordinator.pk).exists()
    assert Organisation.objects.count() == 2


def test_the_second_project_shows_what_a_directory_gathers_with_the_years(load):
    load()
    first, second = Project.objects.get(slug="la-buissonniere"), Project.objects.get(key=SECOND_KEY)
    pairs = [{row.partner.name, other.name} for row, other in twins_of(first)]
    assert {"Centre communal d'action sociale de Cunlhat", "CCAS de Cunlhat"} in pairs
    archived = second.partnerships.get(partner__archived_at__isnull=False)
    assert archived.placements.exists()
    assert archived.log_entries.exists()
    assert Partner.objects.active().to_check(second.organisation).filter(checked_on__isnull=False).exists()
    assert second.partnerships.filter(partner__places__isnull=False).exists()
    place = Territory.objects.get(**DRAWN)
    assert place.outline.point_count > 10
    assert place.zoning_labels
    assert second.partnerships.filter(partner__territory=place).exists()
