"""A search, with what spares the register: the same question is asked once a day, nobody asks without end, a 429 is obeyed."""

import hashlib
import logging
import time
from dataclasses import dataclass, field, fields

from allauth.core.internal import ratelimit
from django import forms
from django.conf import settings
from django.core.cache import cache, caches

from partnerships.forms.register import SearchForm
from partnerships.models import kind_glyph
from partnerships.numbers import is_siret, read_siret
from partnerships.register.answers import Answer, Company, read_answer
from partnerships.register.filling import known_among
from partnerships.register.legal_forms import kind_of, legal_form
from partnerships.register.spelling import readable
from partnerships.register.troubles import RegisterTrouble, TooOften

logger = logging.getLogger(__name__)
DAY = 24 * 3600
RATES = {"search": "20/m/user"}
_QUIET = "register:quiet-until"
# Answers kept by a version of the code that read other fields are not found again.
_SHAPE = " ".join(one.name for shape in (Answer, Company) for one in fields(shape))


@dataclass(frozen=True)
class Result:
    """A company of the answer, as it is listed. `known`: the partners of the directory that may be it."""

    company: Company
    name: str
    commune: str
    legal_form: str
    glyph: str
    known: list


@dataclass
class Lookup:
    """What a page asks the register, and what came of it.

    `asked`: the words that an answer was given to, in this page or before it; `trouble`: why there is none, in a sentence.
    """

    form: forms.Form
    answer: Answer | None = None
    results: list = field(default_factory=list)
    asked: str = ""
    trouble: str = ""

    @property
    def more(self):
        return self.answer is not None and self.answer.total > len(self.answer.companies)

    def other_siret(self, company):
        """Return the SIRET asked for when it is that of an establishment other than the company's seat, else empty."""
        number = self.form.cleaned_data["registre"]
        return read_siret(number).text if len(number) == 14 and is_siret(number) and number != company.siret else ""

    def company(self, siren):
        """Return the Company of the answer that bears this SIREN, or None."""
        companies = self.answer.companies if self.answer else ()
        return next((company for company in companies if company.siren == siren), None)


def look_up(request, project, data=None):
    """Return the Lookup of a page: as it was typed without `data` ({"registre": text}), else with its answer or its trouble.

    None when the register is switched off. `results` reads the directory in two queries.
    """
    if not settings.COMPANY_REGISTER:
        return None
    sent = request.POST
    lookup = Lookup(
        SearchForm(data, initial={"registre": sent.get("registre", "")}), asked=sent.get("registre-pour", "")
    )
    if not lookup.form.is_valid():
        return lookup
    try:
        lookup.answer = search(lookup.form.cleaned_data["registre"], request)
    except RegisterTrouble as trouble:
        # What happened, without the words: it is for whoever runs the server.
        logger.warning("Register of companies: %s (%s)", type(trouble).__name__, trouble.__cause__)
        lookup.trouble = str(trouble.sentence)
        return lookup
    lookup.asked = data["registre"]
    known = known_among(project, lookup.answer.companies)
    lookup.results = [_result(company, known[company.siren]) for company in lookup.answer.companies]
    return lookup


def _result(company, known):
    form = legal_form(company.legal_code)
    name, commune = readable(company.name), readable(company.commune)
    return Result(company, name, commune, form, kind_glyph(kind_of(company)), known)


def search(text, request):
    """Return the Answer to a name or a number, kept or asked for. Raises RegisterTrouble.

    The cache holds a print of the words, not the words: who was looked for is not kept.
    """
    # httpx weighs seven megabytes: a server that never asks does without.
    from partnerships.register import client

    key = f"register:{hashlib.sha256((_SHAPE + text.casefold()).encode()).hexdigest()}"
    answer = caches["register"].get(key)
    if answer is None:
        quiet = cache.get(_QUIET, 0) - time.time()
        if quiet > 0:
            raise TooOften(int(quiet) + 1)
        if ratelimit.consume(request, app="partnerships", action="search", config=RATES, limit_get=True) is None:
            raise TooOften(60)
        try:
            answer = read_answer(client.fetch(text))
        except TooOften as told:
            if told.wait > 1:
                cache.set(_QUIET, time.time() + told.wait, told.wait)
            raise
        caches["register"].set(key, answer, DAY)
    return answer
