"""The annexes that a team adds: words or a picture, in the order chosen, in each document, frozen and compared as the text."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from jsonschema import validate
from PIL import Image

from agreements.annexes import _roman, annexes_of
from agreements.checks import findings
from agreements.comparing import compare
from agreements.freezing import freeze, present_fingerprint, present_sections
from agreements.keeping import keep_content
from agreements.models import MAX_OWN_ANNEXES, OwnAnnex, StoredContent
from agreements.wording import Writer, convention_document
from documents.attach import convention_data
from documents.convention import convention_pdf
from documents.docx import convention_docx
from documents.inspecting import inspect
from documents.odt import convention_odt
from projects.models import CannotUndo, Operation, operation, undo
from tests.agreement_facts import DAY, make_complete, read
from tests.agreement_sent import give_link, page_of, send
from tests.scan_samples import jpeg, pdf, png

pytestmark = pytest.mark.django_db
WORDS = "Règlement de la halte\n- arriver à l’heure\n- fermer la porte"


@pytest.fixture
def agreement(project, coordinator):
    return make_complete(project, coordinator, annex_board=False, annex_raci=False)


def url(name, agreement, *rest):
    return reverse(f"agreements:{name}", args=[agreement.project.slug, agreement.public_id, *rest])


def add(agreement, title="Règlement", **facts):
    """Write an annex, a text unless `content` is the bytes of a picture."""
    content = facts.pop("content", None)
    with operation(by=agreement.created_by, label="Annexe", project=agreement.project):
        if content:
            looked = inspect(content, side=2000)
            facts["picture"] = keep_content(agreement, looked.content, looked.media_type)
            facts |= {"is_picture": True, "width": looked.width, "height": looked.height}
        else:
            facts = {"body": WORDS} | facts
        return OwnAnnex.objects.create(
            agreement=agreement, title=title, position=agreement.own_annexes.count(), **facts
        )


def test_a_text_and_a_plan_are_added_changed_put_in_order_and_removed_and_each_gesture_is_undone(
    agreement, coordinator, reader, stranger, sign_in
):
    client = sign_in(coordinator)
    text, picture = url("own_annex_add", agreement, "texte"), url("own_annex_add", agreement, "image")
    assert client.post(text, {"title": "Règlement", "body": ""}).status_code == 422
    assert client.post(text, {"title": "Règlement", "body": WORDS}).status_code == 302
    plan = {"title": "Plan", "alt": "Deux salles, une entrée au nord"}
    for wrong in ({}, {"file": SimpleUploadedFile("a.pdf", pdf())}, {"file": SimpleUploadedFile("a.png", b"<svg>")}):
        refused = client.post(picture, plan | wrong)
        assert refused.status_code == 422
        assert "Deux salles" in refused.content.decode()
    assert client.post(picture, {"title": "Plan", "file": SimpleUploadedFile("a.png", png())}).status_code == 422
    assert not StoredContent.objects.exists()
    assert client.post(picture, plan | {"file": SimpleUploadedFile("a.png", png())}).status_code == 302
    rules, plan = OwnAnnex.objects.all()
    assert (plan.is_picture, plan.width, plan.height) == (True, 60, 80)

    address = url("own_annex_picture", agreement, plan.public_id)
    page = client.get(url("own_annex_edit", agreement, plan.public_id)).content.decode()
    assert f'<img src="{address}" alt="Deux salles, une entrée au nord"' in page
    answer = sign_in(reader).get(address)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert sign_in(stranger).get(address).status_code == 404
    assert client.get(url("own_annex_picture", agreement, rules.public_id)).status_code == 404

    edit = url("own_annex_edit", agreement, plan.public_id)
    told = {"title": "Plan du rez-de-chaussée", "alt": "Une salle", "version": plan.version}
    # Without a new file the picture stays; a second person who saw the same version is told.
    assert client.post(edit, told).status_code == 302
    stale = client.post(edit, told | {"title": "Le mien"})
    assert stale.status_code == 409
    assert "Le mien" in stale.content.decode()
    assert OwnAnnex.objects.get(pk=plan.pk).picture_id == plan.picture_id

    move = url("own_annex_move", agreement, plan.public_id, "monter")
    assert client.post(move, {"version": 1}).status_code == 409
    assert client.post(move, {"version": 2}).status_code == 302
    assert [row.title for row in OwnAnnex.objects.all()] == ["Plan du rez-de-chaussée", "Règlement"]
    remove = url("own_annex_remove", agreement, plan.public_id)
    fresh = OwnAnnex.objects.get(pk=plan.pk)
    assert client.post(remove, {"version": fresh.version}).status_code == 302
    undo(Operation.objects.first(), by=coordinator)
    assert OwnAnnex.objects.get(public_id=plan.public_id).picture_id == plan.picture_id


def test_a_text_holds_so_many_annexes_and_no_more(agreement, coordinator, sign_in):
    for _rank in range(MAX_OWN_ANNEXES):
        add(agreement)
    address = url("own_annex_add", agreement, "texte")
    assert sign_in(coordinator).post(address, {"title": "De trop", "body": "x"}).status_code == 422
    assert [annex.number for annex in annexes_of(read(agreement), [])][-1] == str(MAX_OWN_ANNEXES)
    assert [_roman(number) for number in (1, 4, 9, 14, 29)] == ["I", "IV", "IX", "XIV", "XXIX"]


def test_an_article_quotes_an_annex_by_its_number_which_follows(agreement):
    rules, plan = add(agreement), add(agreement, "Plan", content=jpeg(), alt="La salle")
    article = agreement.articles.get(key="objet")
    article.body = f"Voir l’annexe {{annexe:{plan.public_id}}}."
    article.save()

    def said():
        writer = Writer(read(agreement))
        return "".join(
            run.text for run in writer.write(next(a for a in writer.articles if a.key == "objet")).blocks[0].runs
        )

    assert said() == "Voir l’annexe 2."
    rules.delete()
    assert said() == "Voir l’annexe 1."


def test_what_is_missing_in_an_annex_is_told_with_where_it_is_written(agreement):
    rules = add(agreement, body="Valable {duree_inconnue}.")
    plan = add(agreement, "Plan", is_picture=True, alt="La salle", body="")
    urls = {finding.url: finding.message for finding in findings(read(agreement), day=DAY)}
    assert "duree_inconnue" in urls[url("own_annex_edit", agreement, rules.public_id)]
    assert "l’image de l’annexe «\u00a0Plan\u00a0»" in urls[url("own_annex_edit", agreement, plan.public_id)]


def test_each_document_has_the_annexes_in_their_order_with_the_words_of_the_pictures(agreement):
    add(agreement)
    add(agreement, "Plan", content=jpeg((300, 200)), alt="Deux salles, une entrée au nord")
    document = convention_document(read(agreement), day=DAY, draft=True)
    assert [(annex.number, annex.title) for annex in document.annexes] == [("1", "Règlement"), ("2", "Plan")]

    content = convention_pdf(document)
    with pikepdf.open(io.BytesIO(content)) as file:
        figures = [
            thing for thing in file.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"
        ]
        assert [str(figure["/Alt"]) for figure in figures] == ["Deux salles, une entrée au nord"]
        (image,) = [thing for thing in file.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Width")]
        # An archive (PDF/A) takes no smoothing.
        assert (image.Width, image.Height, bool(image.get("/Interpolate", False))) == (300, 200, False)
    assert content == convention_pdf(document)

    files = ((convention_docx, "word/media/", "word/document.xml"), (convention_odt, "Pictures/", "content.xml"))
    for render, folder, place in files:
        made = render(document)
        assert made == render(document)
        with zipfile.ZipFile(io.BytesIO(made)) as archive:
            words = archive.read(place).decode()
            kept = [archive.read(name) for name in archive.namelist() if name.startswith(folder)]
            assert kept == [bytes(StoredContent.objects.get().content)]
        order = (
            "Annexe\u00a01. Règlement",
            "fermer la porte",
            "Annexe\u00a02. Plan",
            "Deux salles, une entrée au nord",
        )
        places = [words.index(one) for one in order]
        assert places == sorted(places)

    data = convention_data(document)
    validate(data, json.loads((Path(settings.BASE_DIR) / "docs" / "convention.schema.json").read_text()))
    seen = StoredContent.objects.get().sha256
    assert data["annexes"][1]["texte"] == [{"image": {"montre": "Deux salles, une entrée au nord", "sha256": seen}}]


def test_a_changed_annex_changes_the_text_and_closes_the_link(agreement, coordinator, client):
    rules = add(agreement)
    plan = add(agreement, "Plan", content=jpeg(), alt="La salle")
    version = send(agreement, coordinator)
    _link, token = give_link(agreement, coordinator, version=version)
    assert client.get(page_of(token)).status_code == 200
    before, words = present_fingerprint(read(agreement)), present_sections(read(agreement))
    content = jpeg((61, 80))
    with operation(by=coordinator, label="Autre plan", project=agreement.project):
        plan.picture = keep_content(agreement, content, "image/jpeg")
        plan.save()
    assert present_fingerprint(read(agreement)) != before
    assert client.get(page_of(token)).status_code == 410
    with operation(by=coordinator, label="Titre", project=agreement.project):
        rules.title = "Règlement intérieur"
        rules.save()
    changed = [change for change in compare(words, present_sections(read(agreement))) if not change.is_same]
    # The article that lists the annexes has changed with them.
    titles = [change.section.title for change in changed]
    assert titles == ["Annexes", "Annexe\u00a0: Règlement intérieur", "Annexe\u00a0: Plan"]
    assert hashlib.sha256(content).hexdigest()[:12] in changed[2].after.paragraphs[1]


def test_a_version_freezes_the_fingerprint_of_a_picture_and_its_pdf_the_picture(agreement):
    add(agreement, "Plan", content=jpeg(), alt="La salle")
    frozen = freeze(read(agreement), day=DAY, draft=True, render=lambda document: document.annexes[0].blocks[0].content)
    (block,) = frozen.data["document"]["annexes"][0]["blocks"]
    assert block["content"] == block["sha256"] == hashlib.sha256(frozen.pdf).hexdigest()


def test_a_signed_text_takes_no_annex_by_a_gesture_nor_by_an_undo(agreement, coordinator, sign_in):
    annex, client = add(agreement), sign_in(coordinator)
    made = Operation.objects.first()
    type(agreement).objects.filter(pk=agreement.pk).update(status="signed", signed_on=DAY)
    told = {"title": "x", "body": "x", "version": 1}
    for name, rest in (("own_annex_add", ["texte"]), ("own_annex_edit", [annex.public_id])):
        assert client.post(url(name, agreement, *rest), told).status_code == 409
    for name, rest in (("own_annex_move", ["monter"]), ("own_annex_remove", [])):
        assert client.post(url(name, agreement, annex.public_id, *rest), told).status_code == 409
    with pytest.raises(CannotUndo):
        undo(made, by=coordinator)


@pytest.mark.once
def test_a_picture_to_print_is_brought_down_laid_on_white_and_never_heavy():
    out = io.BytesIO()
    Image.effect_noise((2600, 1300), 90).convert("RGB").save(out, "PNG")
    looked = inspect(out.getvalue(), side=2000)
    assert (looked.width, looked.height, looked.media_type) == (2000, 1000, "image/jpeg")
    assert len(looked.content) < 2_000_000
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(inspect(out.getvalue()).content)) as drawn:
        assert (drawn.mode, drawn.getpixel((0, 0))) == ("RGB", (255, 255, 255))
