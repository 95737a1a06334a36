"""The page of a write that came second, where the screen has no better one: in words, with what was typed."""

import pytest
from django.urls import reverse

from config.middleware import typed
from projects.models import Activity, StaleVersion
from tests.factories import ActivityFactory

pytestmark = pytest.mark.django_db


def test_what_was_typed_is_told_with_the_words_of_the_form(project, coordinator, sign_in, monkeypatch):
    activity = ActivityFactory(project=project)

    def removed_meanwhile(self, version):
        raise StaleVersion(None, Activity)

    monkeypatch.setattr(Activity, "claim", removed_meanwhile)
    page = reverse("partnerships:raci_activity_edit", args=[project.slug, activity.public_id])
    sent = {"name": "Porter les repas", "status": "planned", "version": "1"}
    response = sign_in(coordinator).post(page, sent)
    text = response.content.decode()
    assert response.status_code == 409
    assert "L’élément a été retiré" in text
    assert "<dt>Nom</dt><dd>Porter les repas</dd>" in text
    assert "<dt>version</dt>" not in text


def test_codes_are_told_as_labels_and_rows_not_at_all(rf):
    request = rf.post("/", {"name": "Repas", "status": "planned", "phase": "12", "note": "En plus", "seen": "ab12"})
    label = dict(Activity._meta.get_field("status").flatchoices)["planned"]
    told = typed(request.POST, Activity)
    assert [text for _label, text in told] == ["Repas", label, "En plus"]
    assert {label for label, _text in typed(request.POST, None)} == {"Votre saisie"}
