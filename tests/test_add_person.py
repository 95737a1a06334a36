"""`manage.py add_person`: the first account of a server."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command

from accounts.models import Membership, Organisation, Role, User

pytestmark = pytest.mark.django_db


def add(*arguments, **options):
    out = StringIO()
    call_command("add_person", *arguments, stdout=out, **options)
    return out.getvalue()


def test_a_new_person_signs_in_with_the_password_that_is_shown():
    told = add("Ana@Exemple.example", organisation="Centre social L’Étape", name="Ana")
    password = told.partition("mot de passe : ")[2].split()[0]
    user = authenticate(None, email="ana@exemple.example", password=password)
    assert user.name == "Ana"
    assert Organisation.objects.managed_by(user).get().name == "Centre social L’Étape"


def test_somebody_who_has_an_account_keeps_the_password_and_gets_the_role(coordinator, project):
    before = coordinator.password
    told = add(coordinator.email, organisation=project.organisation.slug, role=Role.READER)
    coordinator.refresh_from_db()
    assert coordinator.password == before
    assert "mot de passe" not in told
    assert project.organisation.role_of(coordinator) == Role.READER
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(("email", "organisation"), [("pas une adresse", "Ici"), ("a@b.example", "…")])
def test_what_cannot_be_is_refused_and_writes_nothing(email, organisation):
    with pytest.raises(CommandError):
        add(email, organisation=organisation)
    assert not User.objects.exists()
    assert not Membership.objects.exists()
    assert not Organisation.objects.exists()
