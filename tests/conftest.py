"""Shared fixtures: a project with its frame, and a person of each role."""

import datetime
import json
import os

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.cache import cache, caches
from django.db import connection
from django.template import Template
from django.test import Client
from simple_history.utils import bulk_create_with_history

from accounts.models import Role
from config.settled import settle
from documents import engine
from partnerships.raci.grid import recent_parts
from partnerships.register import client as register_client
from projects.models import Horizon, InvolvementCode, InvolvementLevel
from tests.factories import (
    HorizonFactory,
    LevelFactory,
    MembershipFactory,
    PartnershipFactory,
    ProjectFactory,
    ProjectMemberFactory,
    UserFactory,
)
from tests.register_server import RegisterServer


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """Test SQLite in a file, as in production: in memory, the live server's threads would share one transaction.

    On PostgreSQL, `TEST_TEMPLATE` names a database that the migrations have filled once for all the workers.
    """
    options = settings.DATABASES["default"]["TEST"]
    if connection.vendor == "sqlite":
        options["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
    elif os.environ.get("TEST_TEMPLATE"):
        options["TEMPLATE"] = os.environ["TEST_TEMPLATE"]


def pytest_collection_modifyitems(config, items):
    """Leave out, and count as deselected, the tests that only PostgreSQL can run."""
    if connection.vendor != "postgresql":
        left_out = [item for item in items if item.get_closest_marker("postgresql")]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def pytest_collection_finish():
    """Keep the collector of cycles away from what lives as long as the run: the modules and the collected tests."""
    settle()


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Forget the pages kept in this process: a rolled-back test gives its keys and revisions to the next one."""
    recent_parts.clear()


@pytest.fixture
def project(db):
    """A project with three horizons, three levels, a carrying organisation, and nothing placed."""
    project = ProjectFactory(name="Le Détour", slug="le-detour")
    years = (("Court terme", 2026), ("Moyen terme", 2027), ("Long terme", 2028))
    codes = (InvolvementCode.CO_LEAD, InvolvementCode.ALLY, InvolvementCode.INFORMED)
    horizons = [
        HorizonFactory.build(
            project=project,
            name=name,
            position=position,
            start=datetime.date(year, 1, 1),
            end=datetime.date(year, 12, 31),
        )
        for position, (name, year) in enumerate(years)
    ]
    levels = [
        LevelFactory.build(project=project, name=str(code.label), code=code, position=position)
        for position, code in enumerate(codes)
    ]
    # At once: this is made for most of the tests.
    bulk_create_with_history(horizons, Horizon)
    bulk_create_with_history(levels, InvolvementLevel)
    PartnershipFactory(project=project, lead=True, partner__name="Centre social Le Fil", partner__short_name="Le Fil")
    return project


def _person(project, role, email=None):
    user = UserFactory(email=email or f"{role}@exemple.example", name=str(Role(role).label))
    MembershipFactory(organisation=project.organisation, user=user, role=role)
    ProjectMemberFactory(project=project, user=user, role=role)
    return user


@pytest.fixture
def coordinator(project):
    return _person(project, Role.COORDINATOR)


@pytest.fixture
def facilitator(project):
    return _person(project, Role.FACILITATOR)


@pytest.fixture
def director(project):
    return _person(project, Role.DIRECTOR)


@pytest.fixture
def reader(project):
    return _person(project, Role.READER)


@pytest.fixture
def stranger(db):
    """Somebody of another organisation, with a project there."""
    other = ProjectFactory()
    return _person(other, Role.COORDINATOR, email="ailleurs@exemple.example")


@pytest.fixture
def unrendered_documents(monkeypatch, settings, tmp_path):
    """Answer for each PDF what the renderer would be given, as JSON: all its words, at none of its cost."""
    settings.DOCUMENT_CACHE_DIR = tmp_path / "documents"
    monkeypatch.setattr(engine._renderer, "render", lambda request: json.dumps(request, ensure_ascii=False).encode())


@pytest.fixture
def undrawn_pages(monkeypatch):
    """Answer each page without drawing it: for tests that ask who may open what, of hundreds of addresses."""
    monkeypatch.setattr(Template, "render", lambda template, context: "")


@pytest.fixture
def sign_in():
    """Return a function that gives a signed-in client for a user."""

    def make(user):
        client = Client()
        session = client.session
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        return client

    return make


@pytest.fixture
def register(settings, monkeypatch):
    """The register of companies switched on, and played by a server of ours; nothing is kept from the test before."""
    server = RegisterServer()
    settings.COMPANY_REGISTER = True
    monkeypatch.setattr(register_client, "SERVICE", register_client.Service("127.0.0.1", server.port, secure=False))
    monkeypatch.setattr(register_client, "pace", register_client.Pace(5))
    for kept in (cache, caches["register"]):
        kept.clear()
    yield server
    server.close()
    for kept in (cache, caches["register"]):
        kept.clear()
