"""The text of an agreement at the moment it is sent: its words, its data, its PDF, which nothing changes any more.

What is frozen is drawn once. The PDF is rendered before the transaction (a renderer takes seconds), and what it was drawn
from is compared, inside it, with the text as it stands then: the two are the same or nothing is sent.
"""

import hashlib
import json
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.annexes import annex_blocks
from agreements.comparing import ITEM, Section, compare, sections_as_data
from agreements.models import Agreement, AgreementStatus, AgreementVersion, TextMoved, VersionFile
from agreements.models_text import PREAMBLE
from agreements.wording import Writer, convention_document, has_text
from documents import words
from documents.shapes import GAP, Heading, Items, Picture, Table

FORMAT = 1
# What a reader of plain text sees where something is still to be written.
DOTS = "\u2026" * 6
PARTIES, SIGNATURE, ANNEX = "parties", "signature", "annexe:"
# They say what the project and its fiches are: they move without anybody touching the text.
LIVING = {f"{ANNEX}{key}" for key in ("projet", "fiches", "indicateurs", "image")}


@dataclass(frozen=True)
class Frozen:
    """A text ready to be sent. `data` can be written as JSON; `pdf` is None when none was rendered."""

    data: dict
    pdf: bytes | None = None

    @property
    def sections(self):
        return self.data["sections"]


def freeze(agreement, *, day, draft, render):
    """Return the text of today as Frozen, or None when Maillage does not write this agreement.

    `agreement` comes from with_facts; `render` draws the PDF of a ConventionDocument.
    """
    if not has_text(agreement):
        return None
    document, data = _drawn(agreement, day=day, draft=draft)
    return Frozen(data, render(document))


def note_version(agreement, *, on, validated_by, frozen, title, by):
    """Write the next version of an agreement and return it. Inside an operation, which holds the project's row.

    Raises TextMoved when `frozen` is no longer the text. Without `frozen`, the words are kept and no PDF.
    """
    last = agreement.versions.order_by("-number").values_list("number", flat=True).first() or 0
    fresh = Agreement.objects.with_facts().select_related("project").get(pk=agreement.pk)
    data = {}
    if has_text(fresh):
        draft = frozen.data["document"]["draft"] if frozen else True
        data = _drawn(fresh, day=on, draft=draft)[1]
        if frozen is not None and frozen.data != data:
            raise TextMoved
    pdf = frozen.pdf if frozen is not None else None
    if pdf is not None:
        VersionFile.objects.get_or_create(agreement=agreement, sha256=sha256(pdf), defaults={"content": pdf})
    return AgreementVersion.objects.create(
        agreement=agreement,
        number=last + 1,
        date=on,
        validated_by=validated_by,
        title=title,
        frozen=data,
        text=plain_text(data),
        fingerprint=fingerprint(data.get("sections")),
        sha256=sha256(pdf) if pdf is not None else "",
        sent_at=timezone.now(),
        sent_by=by,
    )


def version_given(agreement, versions=None):
    """Return the version whose kept PDF is the agreement from now on, None while the text may change or without file.

    From « prête à signer » to the end, what is handed out is what was frozen then, byte for byte: its annexes are those of
    that day, its place to sign is a dotted line, whatever was renamed, moved or closed since. A text that is still written
    is drawn afresh. `versions`: those of the agreement when they are known, the newest first.
    """
    if agreement.status in (AgreementStatus.DRAFT, AgreementStatus.NEGOTIATION):
        return None
    if versions is None:
        versions = AgreementVersion.objects.for_lists().filter(agreement=agreement)[:1]
    version = next(iter(versions), None)
    return version if version is not None and version.sha256 else None


def frozen_words(sections):
    """Return the columns of a version whose words alone are known: it comes from a file. Empty without any."""
    if not sections:
        return {}
    data = {"format": FORMAT, "sections": sections_as_data(sections)}
    return {"frozen": data, "text": plain_text(data), "fingerprint": fingerprint(data["sections"])}


def sha256(content):
    return hashlib.sha256(content).hexdigest()


def fingerprint(sections):
    """Return the SHA-256 of the words (sections as data), empty without any. What lives by itself is not counted."""
    sections = [section for section in sections or () if section["key"] not in LIVING]
    if not sections:
        return ""
    return sha256(json.dumps(sections, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


def present_sections(agreement, *, writer=None, living=True, late=False):
    """Return the text being written as Sections; without `living`, only those that the fingerprint is made of.

    It is the text that is agreed on: late facts are dotted lines in it (ADR 14), unless `late`.
    """
    writer = writer or Writer(agreement)
    writer = writer if late else writer.agreed()
    document = convention_document(agreement, day=date.min, draft=True, writer=writer, with_annexes=False)
    return sections_of(document, agreement, writer, living=living)


def article_change(agreement, article, version, *, writer):
    """Return the SectionChange of one article from a version to the text being written; None when neither has it."""
    key = key_of(article)
    before = [section for section in version.sections if section.key == key]
    after = [section for section in present_sections(agreement, writer=writer, living=False) if section.key == key]
    return next(iter(compare(before, after)), None)


def present_fingerprint(agreement, *, writer=None, late=False):
    """Return the fingerprint of the text being written, late facts left out unless `late`."""
    return fingerprint(sections_as_data(present_sections(agreement, writer=writer, living=False, late=late)))


def says_the_same(agreement, fingerprint, *, writer=None):
    """Say whether the text being written is the one of this fingerprint, whatever the late facts have become since.

    A version frozen before late facts were left out holds those of its day: it is the same text while they are the same.
    """
    if not fingerprint:
        return False
    writer = writer or Writer(agreement)
    if present_fingerprint(agreement, writer=writer) == fingerprint:
        return True
    return bool(writer.late) and present_fingerprint(agreement, writer=writer, late=True) == fingerprint


@dataclass(frozen=True)
class LateFacts:
    """The late facts (Fact) in which the file to sign is behind: `missing` from it, or `wrong`, since it says another."""

    missing: tuple = ()
    wrong: tuple = ()

    def __bool__(self):
        return bool(self.missing or self.wrong)


def late_facts(agreement, version, *, writer=None):
    """Return the LateFacts of a kept version. One query.

    Nothing for a version that was kept before late facts were noted beside it: nobody knows what it says.
    """
    said = AgreementVersion.objects.filter(pk=version.pk).values_list("frozen__late", flat=True).first()
    if said is None:
        return LateFacts()
    writer = writer or Writer(agreement)
    now = writer.late
    return LateFacts(
        missing=tuple(writer.facts[mark] for mark in now if mark not in said),
        wrong=tuple(
            writer.facts[mark] for mark, text in said.items() if mark in writer.facts and now.get(mark) != text
        ),
    )


def sections_of(document, agreement, writer, *, living=True):
    """Return a ConventionDocument as Sections: parties, preamble, articles by their keys, signature, annexes.

    The frise and the RACI are left out: they are pictures of a day. `living`: the annexes that say what the project and
    its fiches are, which move without the text.
    """
    visas = [Section("visas", "", _("Visas"), tuple(document.visas))] if document.visas else []
    found = [
        Section(
            PARTIES,
            "",
            _("Parties"),
            (document.title, *(plain(_presented(party)) for party in document.parties)),
        )
    ]
    if document.preamble:
        found.append(Section(PREAMBLE, "", _("Préambule"), tuple(_paragraphs(document.preamble))))
    kept = [item.article for item in writer.written() if item.number is not None]
    for article, row in zip(document.articles, kept, strict=True):
        found.append(
            Section(key_of(row), str(article.number), plain(article.title), tuple(_paragraphs(article.blocks)))
        )
    signed = tuple(
        plain(f"{party.short_name}\u00a0: {', '.join(filter(None, signatory))}")
        for party in document.parties
        for signatory in party.signatories
    )
    found.append(Section(SIGNATURE, "", _("Signature"), signed))
    for annex in writer.annexes:
        key = f"{ANNEX}{annex.key}"
        if annex.kind == "means":
            paragraphs = [_mean(mean) for mean in agreement.means.all()]
        elif key in LIVING and not living:
            continue
        else:
            paragraphs = list(_paragraphs(annex_blocks(agreement, annex)))
        if paragraphs:
            found.append(Section(key, "", _("Annexe\u00a0: %(title)s") % {"title": annex.title}, tuple(paragraphs)))
    return visas + found


def key_of(article):
    """Return what names an article in every version: its name in the model, else its own address."""
    return article.key or article.public_id


def plain_text(data):
    """Return the frozen words as a text to read or to search, empty without any."""
    parts = []
    for section in data.get("sections", ()):
        heading = f"{section['number']}. {section['title']}" if section["number"] else section["title"]
        parts.append("\n".join((heading, *section["paragraphs"])))
    return "\n\n".join(parts)


def _drawn(agreement, *, day, draft):
    """Return (the ConventionDocument that the next version prints, its data)."""
    number = (agreement.text_version or 0) + 1
    writer = Writer(agreement)
    document = convention_document(agreement, day=day, draft=draft, writer=writer)
    document = replace(document, version=str(number))
    sections = present_sections(agreement, writer=writer)
    data = {
        "format": FORMAT,
        "sections": sections_as_data(sections),
        "late": writer.late,
        "document": as_data(document),
    }
    return document, data


def as_data(document):
    """Return a dataclass of documents.shapes as JSON can carry it: dates in ISO, amounts as texts, tuples as lists.

    Of a picture, its SHA-256. agreements.thawing reads it back.
    """
    return json.loads(json.dumps(_inside(document), default=_carried, ensure_ascii=False))


def _inside(value):
    if isinstance(value, list | tuple):
        return [_inside(one) for one in value]
    if not is_dataclass(value):
        return value
    found = {one.name: _inside(getattr(value, one.name)) for one in fields(value)}
    # The one shape that its fields do not tell from another.
    return found | {"is_heading": True} if isinstance(value, Heading) else found


def _carried(value):
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes):  # a picture: the PDF keeps it
        return sha256(value)
    raise TypeError(f"{type(value).__name__} cannot be frozen")


def _presented(party):
    """Return the paragraph of a party: most models name it in its description."""
    return party.description if party.name in party.description else f"{party.name}, {party.description}"


def _paragraphs(blocks):
    for block in blocks:
        if isinstance(block, Items):
            yield from (f"{ITEM}{plain(item)}" for item in block.items)
        elif isinstance(block, Table):
            yield plain(block.title)
            for row in (*block.rows, *([block.total] if block.total else [])):
                yield ITEM + plain("\u00a0: ".join(cell for cell in row if cell))
        elif isinstance(block, Picture):
            yield plain(block.alt)
            # Another picture is another text.
            yield _("Image jointe, à voir dans le PDF. Empreinte\u00a0: %(name)s") % {"name": block.sha256[:12]}
        else:
            yield plain(block.text)


def _mean(mean):
    who = mean.partnership.partner.label if mean.partnership else _("Ensemble")
    value = f", {words.euros(mean.value)}" if mean.value is not None else ""
    return ITEM + plain(f"{who}\u00a0: {mean.what}{value}")


def plain(text):
    """Return the text with a dotted line for each gap."""
    return (text or GAP).replace(GAP, DOTS)
