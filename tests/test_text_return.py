"""An amended .docx taken back: compared article by article, what is chosen is written in one gesture, marks are kept."""

import datetime
import io
import re

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement, AgreementStatus, Article
from agreements.taking_back import compare_with_file
from documents import apart
from documents.docx_reading import read_docx
from projects.models import Operation, undo
from tests.agreement_facts import make_agreement, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(project, coordinator):
    return make_agreement(project, coordinator, notice="deux mois")


@pytest.fixture
def client(coordinator, sign_in):
    return sign_in(coordinator)


def url(agreement, name="text_return"):
    return reverse(f"agreements:{name}", args=[agreement.project.slug, agreement.public_id])


def downloaded(client, agreement):
    return docx.Document(io.BytesIO(client.get(url(agreement, "agreement_docx")).content))


def paragraph(file, words):
    return next(one for one in file.paragraphs if words in one.text)


def saved(file):
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def sent(client, agreement, data, name="texte.docx", **said):
    said = {"received_on": "2026-11-20"} | said
    return client.post(url(agreement), {"file": SimpleUploadedFile(name, data), **said}, follow=True)


def hidden(response):
    """Return the fields that the comparison carries: the versions of the articles as they are shown."""
    page = response.content.decode()
    return dict(re.findall(r'<input type="hidden" name="(version-\w+)" value="([^"]*)"', page))


def address_of(agreement):
    """Return the address of the comparison with the text that came back last."""
    kept = agreement.files.returned().latest("pk")
    return reverse("agreements:text_compare", args=[agreement.project.slug, agreement.public_id, kept.public_id])


def article(agreement, key):
    return Article.objects.get(agreement=agreement, key=key)


def amended(client, agreement):
    """Return the bytes of a file with one article reworded in part, one added, one left out."""
    file = downloaded(client, agreement)
    notice = paragraph(file, "Chaque Partie peut mettre fin")
    formal = paragraph(file, "En cas de manquement")
    formal.text = formal.text.replace("met l’autre en demeure", "invite l’autre, par lettre simple,")
    assert "lettre simple" in formal.text
    assert "deux\u00a0mois" in notice.text or "deux mois" in notice.text
    heading = paragraph(file, "Différends")
    heading.insert_paragraph_before("Article 30. Fête annuelle", style="Heading 1")
    heading.insert_paragraph_before("Les Parties préparent {ensemble} une fête.")
    gone = paragraph(file, "Communication et image")
    body = gone._p.getnext()
    body.getparent().remove(body)
    gone._p.getparent().remove(gone._p)
    return saved(file)


def test_an_untouched_file_changes_nothing(client, agreement):
    response = sent(client, agreement, client.get(url(agreement, "agreement_docx")).content)
    assert response.status_code == 200
    assert "dit la même chose que le texte d’ici" in response.content.decode()
    returned = compare_with_file(
        read(agreement), read_docx(client.get(url(agreement, "agreement_docx")).content).articles
    )
    assert {change.kind for change in returned.changes} == {"same"}
    assert [change.body for change in returned.changes] == [
        one.body for one in agreement.articles.all() if one.included
    ]


def test_what_is_chosen_is_written_in_one_gesture_and_can_be_undone(client, agreement):
    response = sent(client, agreement, amended(client, agreement))
    page = response.content.decode()
    assert response.status_code == 200
    assert "par lettre simple" in page
    assert "Fête annuelle" in page
    before = {one.pk: (one.title, one.body, one.included) for one in agreement.articles.all()}
    fin, image = article(agreement, "fin"), article(agreement, "communication")
    gestures = Operation.objects.count()
    taken = [fin.public_id, image.public_id, "nouveau-1"]
    answer = client.post(address_of(agreement), hidden(response) | {"taken": taken})
    assert answer.status_code == 302
    assert Operation.objects.count() == gestures + 1
    fin.refresh_from_db()
    image.refresh_from_db()
    assert "{preavis}" in fin.body  # the line that says the same keeps its mark
    assert "par lettre simple" in fin.body
    assert "{numero}.1" in fin.body
    assert not image.included
    added = Article.objects.get(agreement=agreement, key="")
    assert (added.title, added.body) == ("Fête annuelle", "Les Parties préparent (ensemble) une fête.")
    order = list(agreement.articles.order_by("position").values_list("key", flat=True))
    assert order.index("") == order.index("fin") + 1
    undo = reverse("projects:operation_undo", args=[agreement.project.slug, Operation.objects.latest("pk").public_id])
    assert client.post(undo).status_code == 302
    assert {one.pk: (one.title, one.body, one.included) for one in agreement.articles.all()} == before


def test_what_is_not_chosen_stays(client, agreement):
    response = sent(client, agreement, amended(client, agreement))
    client.post(address_of(agreement), hidden(response) | {"taken": ["nouveau-1"]})
    assert "par lettre simple" not in article(agreement, "fin").body
    assert article(agreement, "communication").included
    nothing = client.post(address_of(agreement), hidden(response))
    assert nothing.status_code == 422
    assert "Choisissez au moins un article" in nothing.content.decode()


def test_an_article_changed_meanwhile_is_said_and_nothing_is_written(client, agreement):
    response = sent(client, agreement, amended(client, agreement))
    fin = article(agreement, "fin")
    Article.objects.filter(pk=fin.pk).update(version=fin.version + 1, body=fin.body + "\nEt plus.")
    answer = client.post(address_of(agreement), hidden(response) | {"taken": [fin.public_id]})
    assert answer.status_code == 409
    assert "a changé entre-temps" in answer.content.decode()
    assert article(agreement, "fin").body.endswith("Et plus.")
    again = client.post(address_of(agreement), hidden(answer) | {"taken": [fin.public_id]})
    assert again.status_code == 302


def test_a_lost_mark_is_found_by_its_title_and_a_gap_stays_a_gap(client, agreement):
    Agreement.objects.filter(pk=agreement.pk).update(notice="")
    file = downloaded(client, agreement)
    for start in file.element.body.iter(docx.oxml.ns.qn("w:bookmarkStart")):
        start.set(docx.oxml.ns.qn("w:name"), "autre")
    notice = paragraph(file, "Chaque Partie peut mettre fin")
    notice.text = notice.text.replace("sans indemnité", "sans frais")
    text = read_docx(saved(file))
    returned = compare_with_file(read(agreement), text.articles, text.told)
    assert any("a perdu sa marque" in sentence for sentence in returned.told)
    (change,) = returned.takeable
    assert "sans frais" in change.body
    assert "{preavis}" in change.body  # a dotted line is still a fact to fill


def test_only_who_runs_the_project_and_only_an_open_text(client, agreement, reader, stranger, sign_in):
    assert sign_in(reader).get(url(agreement)).status_code == 403
    assert sign_in(stranger).get(url(agreement)).status_code == 404
    assert client.put(url(agreement)).status_code == 405
    Agreement.objects.filter(pk=agreement.pk).update(status=AgreementStatus.SIGNED)
    assert client.get(url(agreement)).status_code == 409


def test_a_file_that_cannot_be_read_is_refused_with_its_reason(client, agreement, monkeypatch):
    for data, words, status in (
        (b"%PDF", "Ce n’est pas un document .docx", 422),
        (b"PK" + b"0" * 5_000_001, "dépasse 5\u00a0Mo", 413),
    ):
        response = sent(client, agreement, data)
        assert response.status_code == status
        assert words in response.content.decode()
    monkeypatch.setattr(apart, "SECONDS_TO_WAIT", 0)
    with apart._room, apart._room:
        busy = sent(client, agreement, b"PK")
    assert busy.status_code == 503
    assert busy["Retry-After"] == "10"
    assert "Réessayez dans un instant" in busy.content.decode()
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    assert sent(client, agreement, amended(client, agreement), received_on=tomorrow).status_code == 422
    assert not agreement.files.exists()


def test_what_came_back_is_kept_as_it_came_with_who_sent_it_and_when(client, agreement, coordinator, reader, sign_in):
    data, other = amended(client, agreement), agreement.parties.get(partnership__is_lead=False)
    sent(client, agreement, data, party=other.public_id)
    kept = agreement.files.get()
    assert (kept.kind, kept.party, kept.dated_on) == ("returned", other, datetime.date(2026, 11, 20))
    assert bytes(kept.stored.content) == data
    assert f"reçu de {other.called}" in Operation.objects.latest("pk").label
    client.post(address_of(agreement), {"taken": ["nouveau-1"]})
    # Compared again, another day: what was taken is there already.
    again = client.get(address_of(agreement)).content.decode()
    assert "par lettre simple" in again
    assert "nouveau-1" not in again
    listed = sign_in(reader).get(url(agreement, "version_list")).content.decode()
    assert f">{other.called}</td>" in listed
    assert address_of(agreement) not in listed
    given = reverse("agreements:piece_download", args=[agreement.project.slug, agreement.public_id, kept.public_id])
    assert given in listed
    answer = client.get(given)
    assert (b"".join(answer) if answer.streaming else answer.content) == data
    assert answer["Content-Disposition"].startswith("attachment")
    # It is neither one of the signatures nor of what the team brings.
    assert given not in client.get(url(agreement, "signature_list")).content.decode()
    assert given not in client.get(url(agreement, "piece_list")).content.decode()
    for gesture in list(Operation.objects.order_by("-pk")[:2]):
        undo(gesture, by=coordinator)
    assert not agreement.files.exists()
