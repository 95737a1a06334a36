"""Agreements drawn at random, rendered to PDF, docx and odt: python -m bench.fuzz_agreements [how many] [first seed].

Each must render, hold nothing outside of its sheets, no mark of a template, the same articles in the three files, and
give the same bytes twice (one in ten). A failure prints its seed.
"""

import sys
import time
from collections import Counter

from bench import paper


def problems(seed):
    """Return what is wrong with the files of a seed, nothing when all is well."""
    from documents.convention import convention_pdf
    from documents.docx import convention_docx
    from documents.odt import convention_odt
    from tests.documents_samples import text
    from tests.fuzzed_agreements import fuzzed
    from tests.office_texts import docx_articles, odt_articles, pdf_articles
    from tests.pdf_geometry import outside

    document = fuzzed(seed)
    pdf, docx, odt = convention_pdf(document), convention_docx(document), convention_odt(document)
    found = []
    if outside(pdf):
        found.append(f"text outside of the page: {outside(pdf)[:2]}")
    written = str(document)
    if "{{" not in written and "{{" in text(pdf):
        found.append("a mark of a template")
    if docx_articles(docx) != odt_articles(odt):
        found.append("the articles of docx and odt differ")
    if [number for number, _title in pdf_articles(pdf)] != [article.number for article in document.articles]:
        found.append("the articles of the PDF are not those of the agreement")
    if seed % 10 == 0 and (convention_pdf(document), convention_docx(document), convention_odt(document)) != (
        pdf,
        docx,
        odt,
    ):
        found.append("two renders differ")
    return found


def main(count=500, first=0):
    paper.start()
    from django.conf import settings

    settings.DOCUMENT_CPU_SECONDS = 600  # a busy machine is no defect of a document
    began, told = time.monotonic(), Counter()
    for seed in range(first, first + count):
        try:
            found = problems(seed)
        except Exception as error:  # what breaks is what is looked for
            found = [f"{type(error).__name__}: {error}"]
        for problem in found:
            told[problem.partition(":")[0]] += 1
            print(f"seed {seed}: {problem}", flush=True)  # noqa: T201
        if (seed - first) % 25 == 24:
            print(f"{seed - first + 1} drawn in {time.monotonic() - began:.0f} s", flush=True)  # noqa: T201
    spent = time.monotonic() - began
    print(f"{count} agreements, {sum(told.values())} problems, {spent:.0f} s {dict(told)}", flush=True)  # noqa: T201
    return not told


if __name__ == "__main__":
    raise SystemExit(0 if main(*(int(argument) for argument in sys.argv[1:])) else 1)
