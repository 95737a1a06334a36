"""A partner with a person, and a personal link to it, as the tests of personal data need them."""

import datetime

from django.urls import reverse
from django.utils import timezone

from partnerships.models import Contact, PartnerKind
from privacy.models import PartnerLink
from projects.models import operation
from tests.factories import PartnershipFactory


def make_partnership(project, **fields):
    """Return the partnership of a café whose owner is Claire Perrin, with what may be shared filled."""
    fields = {"partner__name": "Café Chez Lison", "partner__kind": PartnerKind.SHOP, "brings": "Une salle"} | fields
    partnership = PartnershipFactory(project=project, **fields)
    Contact.objects.create(
        partner=partnership.partner,
        name="Claire Perrin",
        function="Gérante",
        email="claire@cafe.example",
        phone="0473000000",
    )
    return partnership


def make_link(partnership, by, **options):
    """Return (link, token) for the first person of the partner."""
    contact = partnership.partner.contacts.first()
    with operation(by=by, label="Lien", project=partnership.project):
        return PartnerLink.make(partnership=partnership, contact=contact, by=by, **options)


def page_of(token):
    return reverse("privacy:own_record", args=[token])


def expire(link):
    PartnerLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - datetime.timedelta(minutes=1))


def sent_as_shown(response, **changed):
    """Return what a browser would post from the page of a link, with some fields typed anew."""
    form = response.context["form"]
    values = {name: form[name].value() or "" for name in form.fields}
    return values | changed


def propose(client, token, **changed):
    """Open the page of a link and send it with some fields typed anew; return the answer."""
    return client.post(page_of(token), sent_as_shown(client.get(page_of(token)), **changed))
