"""A frozen text read back: the same document, and files of a signed text that follow no row of today."""

import io
from dataclasses import replace

import docx
import pytest
from django.urls import reverse

from agreements.freezing import as_data
from agreements.models import Agreement
from agreements.thawing import document_from
from documents.shapes import ConventionAnnex, Heading, Paragraph, Picture, Table
from tests.agreement_facts import DAY, make_complete, partner_of, read
from tests.agreement_sent import send
from tests.documents_samples import convention
from tests.fuzzed_agreements import fuzzed


def test_what_was_frozen_is_read_back_whole():
    blocks = (Heading("Titre"), Paragraph("Texte"), Table("Un", ("a", "b"), (("c", "1"),), (1,), ("d", "2")))
    blocks += (Picture("Le jardin", "0" * 64, "image/png", 40, 30),)
    whole = convention()
    for document in (replace(whole, annexes=(*whole.annexes, ConventionAnnex("text", "Une", blocks))), fuzzed(3)):
        assert document_from(as_data(document)) == document


def test_what_is_not_of_our_shape_is_not_guessed_and_what_came_later_has_its_default():
    data = as_data(convention())
    older = {name: value for name, value in data.items() if name != "notice"} | {"gone": 1}
    assert document_from(older) == convention()
    for wrong in (None, [], {}, data | {"day": "hier"}, data | {"articles": [{"number": None}]}, data | {"title": 3}):
        assert document_from(wrong) is None


@pytest.mark.django_db
def test_the_files_of_a_signed_text_say_what_was_frozen(project, coordinator, sign_in):
    agreement = make_complete(project, coordinator, partner_of(project, partner__name="Mobil’Monts"))
    send(agreement, coordinator)
    Agreement.objects.filter(pk=agreement.pk).update(status="signed", signed_on=DAY)
    partner = read(agreement).parties.last().partnership.partner
    partner.name = "Un autre nom"
    partner.save()
    here = [project.slug, agreement.public_id]
    client = sign_in(coordinator)
    for name in ("agreement_docx", "agreement_in_force_docx"):
        answer = client.get(reverse(f"agreements:{name}", args=here))
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        said = " ".join(paragraph.text for paragraph in docx.Document(io.BytesIO(content)).paragraphs)
        assert ("Mobil’Monts" in said, "Un autre nom" in said) == (True, False)
