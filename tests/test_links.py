"""No dead end: on the demonstration, every link of every page leads somewhere."""

from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.conf import settings
from django.urls import resolve

from accounts.models import Role
from exchange.importing import import_file
from tests.factories import MembershipFactory, OrganisationFactory, ProjectMemberFactory, UserFactory
from tests.official import official_places

pytestmark = pytest.mark.once
DEMO = Path(settings.BASE_DIR) / "exchange" / "demo.yaml"
EACH_VIEW = 2  # pages of one view that are read: two records differ in what they hold, not in their links
ELSEWHERE = ("/static/", "/deconnexion/")  # files have their own test; leaving would end the visit


class _Links(HTMLParser):
    """Collects the addresses that a page offers to open."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "a" and attributes.get("href"):
            self.found.append(attributes["href"])
        if tag == "form" and attributes.get("method", "get").lower() == "get" and attributes.get("action"):
            self.found.append(attributes["action"])
        if attributes.get("hx-get"):
            self.found.append(attributes["hx-get"])


def _links(response, page):
    reader = _Links()
    reader.feed(response.content.decode())
    for link in reader.found:
        address = urljoin(page, urldefrag(link).url)
        parts = urlsplit(address)
        if not parts.scheme and not parts.path.startswith(ELSEWHERE):
            yield address


def _walk(client, first):
    """Return {address: status} of what can be reached from `first`, a few pages of each view."""
    statuses, to_read, read = {}, [*first], Counter()
    while to_read:
        address = to_read.pop(0)
        path = urlsplit(address).path
        if address in statuses:
            continue
        view = resolve(path).view_name
        if read[view] >= EACH_VIEW and address not in first:
            continue
        read[view] += 1
        response = client.get(address, follow=True)
        statuses[address] = response.status_code
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            to_read += _links(response, response.request["PATH_INFO"])
    return statuses


@pytest.mark.django_db
@pytest.mark.usefixtures("unrendered_documents")
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.READER])
def test_every_link_opens_for_those_who_write_and_those_who_read(sign_in, role):
    official_places()
    organisation = OrganisationFactory()
    project = import_file(DEMO.read_bytes(), organisation=organisation).project
    lead = project.partnerships.get(is_lead=True).public_id  # its record and its sheet differ from the others'
    base = f"/projets/{project.slug}/"
    user = UserFactory()
    MembershipFactory(organisation=organisation, user=user, role=role)
    ProjectMemberFactory(project=project, user=user, role=role)
    first = ("/", base, f"{base}partenaires/{lead}/", f"{base}frise/?partenaire={lead}")
    statuses = _walk(sign_in(user), first)
    assert len(statuses) > 40
    assert {address: status for address, status in statuses.items() if status != 200} == {}
