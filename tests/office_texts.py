"""The articles of an agreement as its three files say them: read from the files, to be compared."""

import io
import re
import zipfile

import docx
from lxml import etree

from documents.docx_parser import parsed
from documents.office import MARK
from tests.documents_samples import opened, pages

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_ARTICLE = re.compile(r"Article\s(\d+)\.\s?(.*)", re.DOTALL)


def bare(text):
    """Return a text without any space: each format has its own."""
    return re.sub(r"[\s\u200b\ufeff]+", "", text)


def docx_articles(data):
    """Return [(mark, title, [paragraphs])] of a .docx, without spaces."""
    return [
        (mark, bare(title), [bare(text) for text, _is_item in paragraphs])
        for mark, title, paragraphs in parsed(data, MARK)["articles"]
    ]


def odt_articles(data):
    """Return [(mark, title, [paragraphs])] of an .odt, without spaces."""
    found, here = [], None
    for block in _odt_text(data):
        if block.tag == f"{TEXT}h":
            bookmark = block.find(f"{TEXT}bookmark")
            here = None
            if bookmark is not None:
                title = _said(block)
                article = _ARTICLE.match(title)
                mark = bookmark.get(f"{TEXT}name").removeprefix("article_")
                here = (mark, bare((article and article[2]) or title), [])
                found.append(here)
        elif here is not None:
            for paragraph in block.iter(f"{TEXT}p"):
                if bare(_said(paragraph)):
                    here[2].append(bare(_said(paragraph)))
    return found


def _odt_text(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("content.xml")).find(f"{OFFICE}body/{OFFICE}text")


def _said(element):
    parts = [element.text or ""]
    for child in element:
        if child.tag == f"{TEXT}s":
            parts.append(" " * int(child.get(f"{TEXT}c", "1")))
        elif child.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
            parts.append(" ")
        else:
            parts.append(_said(child))
        parts.append(child.tail or "")
    return "".join(parts)


def pdf_articles(pdf):
    """Return [(number, title)] of the bookmarks of a PDF that name articles."""
    found = [_ARTICLE.match(title) for title in pdf_headings(pdf)]
    return [(int(match[1]), bare(match[2])) for match in found if match]


def pdf_headings(pdf):
    """Return the titles of the bookmarks of a PDF, in order."""
    titles = []
    with opened(pdf).open_outline() as outline:
        todo = list(outline.root)
        while todo:
            item = todo.pop(0)
            titles.append(item.title)
            todo = [*item.children, *todo]
    return titles


def docx_headings(data):
    """Return the texts of the headings of a .docx, in order."""
    paragraphs = docx.Document(io.BytesIO(data)).paragraphs
    return [paragraph.text for paragraph in paragraphs if paragraph.style.name.startswith("Heading")]


def odt_headings(data):
    """Return the texts of the headings of an .odt, in order."""
    return [_said(heading) for heading in _odt_text(data).iter(f"{TEXT}h")]


def pdf_text(pdf, *repeated):
    """Return the text of a PDF without spaces, nor what stands on every page (`repeated` and the number of the page)."""
    found = []
    for number, sheet in enumerate(pages(pdf), 1):
        text = bare(sheet)
        for words in (*repeated, "Paraphes\u00a0:……………"):
            text = text.replace(bare(words), "", 1)
        found.append(re.sub(rf"page{number}sur\d+", "", text, count=1))
    return "".join(found)
