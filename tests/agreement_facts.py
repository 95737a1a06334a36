"""Agreements for tests: one as the application writes it, one with every fact filled."""

import datetime

from agreements.drafting import start_agreement
from agreements.models import Agreement
from projects.models import operation
from tests.factories import PartnershipFactory

DAY = datetime.date(2026, 11, 16)


def partner_of(project, **fields):
    return PartnershipFactory(project=project, **fields)


def make_agreement(project, by, partnership=None, *, day=DAY, **facts):
    """Return a T1 agreement written by the application, with `facts` set on it."""
    with operation(by=by, label="Convention", project=project):
        agreement = start_agreement(
            project=project,
            partnership=partnership or partner_of(project),
            title="Convention de partenariat",
            by=by,
            day=day,
        )
    if facts:
        Agreement.objects.filter(pk=agreement.pk).update(**facts)
    return read(agreement)


def make_complete(project, by, partnership=None, **facts):
    """Return a T1 agreement that no check blocks."""
    agreement = make_agreement(project, by, partnership, **facts)
    for party in agreement.parties.all():
        party.seat, party.signatory, party.quality = "Ambert", "Jeanne Coudert", "présidente"
        party.legal_form, party.authorisation = "association", "article 9 des statuts"
        party.save()
    return read(agreement)


def read(agreement):
    """Return the agreement with its facts, as views read it."""
    fresh = Agreement.objects.with_facts().select_related("project").get(pk=agreement.pk)
    return fresh
