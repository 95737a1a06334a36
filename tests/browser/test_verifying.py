"""Whoever holds a file learns what it is: with script the file stays on the machine, without it is sent."""

import pytest
from django.core.cache import cache

from tests.agreement_facts import make_agreement, partner_of
from tests.agreement_sent import PDF, send

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"])
def test_a_file_is_recognised_and_leaves_the_machine_only_without_script(project, coordinator, open_page, javascript):
    cache.clear()
    send(make_agreement(project, coordinator, partner_of(project, partner__name="Commune de Cunlhat")), coordinator)
    page = open_page(javascript=javascript)
    page.goto("/verifier/")
    assert page.get_by_text("Le fichier ne quitte pas votre appareil").is_visible() == javascript
    page.get_by_label("Fichier PDF").set_input_files({"name": "r.pdf", "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_role("button", name="Vérifier").click()
    page.get_by_role("heading", name="C’est la version 1").wait_for()
    # A file that was received is called by its name: none was.
    told = "Ce fichier est, à l’octet près" if javascript else "«\u00a0r.pdf\u00a0» est, à l’octet près"
    assert page.get_by_text(told).is_visible()
