"""An agreement under validation, and ready to sign, for tests."""

import datetime

from accounts.models import Role
from agreements.models import ApproverKind, Article, ValidationStep
from agreements.validating import ask
from projects.models import operation
from tests.agreement_facts import make_complete, partner_of, read

DAY = datetime.date(2026, 11, 2)


def circuit(project, *steps):
    """Write the steps of the project's circuit: a Role, a member of the team, or the name of a body."""
    for position, step in enumerate(steps):
        if isinstance(step, Role):
            facts = {"kind": ApproverKind.ROLE, "role": step, "name": str(step.label)}
        elif isinstance(step, str):
            facts = {"kind": ApproverKind.BODY, "name": step}
        else:
            facts = {"kind": ApproverKind.MEMBER, "member": step, "name": step.name}
        ValidationStep.objects.create(project=project, position=position, **facts)


def submit(agreement, by, *, on=DAY, note=""):
    """Ask the circuit about the present text and return the agreement as views read it."""
    with operation(by=by, label="Demander", project=agreement.project):
        ask(read(agreement), on=on, by=by, note=note)
    return read(agreement)


def reword(agreement, by, text="Les Parties tiennent {projet} autrement.", key="objet"):
    """Change the words of an article in a gesture, as the edit screen does."""
    with operation(by=by, label="Récrire", project=agreement.project):
        article = Article.objects.get(agreement=agreement, key=key)
        article.body = text
        article.save()
    return read(agreement)


def make_ready(project, by, *, on=DAY, **facts):
    """Return an agreement of two private parties, ready to sign: its two signatures are waited for."""
    agreement = make_complete(project, by, partner_of(project, partner__name="Mobil’Monts"), **facts)
    with operation(by=by, label="Prête", project=project):
        agreement.mark_ready(on=on, validated_by="")
    return read(agreement)
