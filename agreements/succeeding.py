"""The agreement that comes after another: a new text, between the same parties, started from what is in force.

An agreement that ends gives no right to the next one (C. civ. 1212); once over it is not prolonged, another one is written
(1214). Amounts follow, a year for a year: they are negotiated again like the rest.
"""

import datetime
import re

from agreements.amending import OWN, copy_party, last_signed
from agreements.calendar import add_months, term_for
from agreements.consolidating import replaced_lines
from agreements.keeping import keep_content
from agreements.models import (
    OPEN_STATUSES,
    Agreement,
    AgreementMean,
    Article,
    MoneyLine,
    OwnAnnex,
    SheetStatus,
    TemplateCode,
    WrongMoment,
)
from agreements.terms import terms_of
from agreements.wording import Writer

# What is asked anew of a new agreement, beside what an amendment asks anew.
_ASKED_AGAIN = {"requested_on", "republican_contract", "republican_contract_on", "follows", "ends_on", "budget_year"}
_KEPT = {"template", "title", "text_model", "origin", "watch_points", "annex_means", "annex_raci", "annex_board"}
_LEFT_OUT = (OWN - _KEPT - {"annex_image"}) | _ASKED_AGAIN
_YEAR = re.compile(r"\b20\d\d\b")


def next_of(agreement):
    """Return the agreement that was started from this one to come after it, or None. One query."""
    return agreement.successors.order_by("-pk").first()


def start_next(agreement, *, by, day):
    """Write the draft of the agreement that comes after this one (from with_facts), and return it. Call it in an operation.

    Parties, commitments, means, amounts, articles as they are in force, the fiches that go on. Raises WrongMoment before the
    signature, for an amendment, or when the next one is there already.
    """
    if agreement.status in OPEN_STATUSES or agreement.template == TemplateCode.AV or agreement.successors.exists():
        raise WrongMoment
    from agreements.drafting import next_number

    project, terms = agreement.project, terms_of(agreement)
    start, end = next_dates(agreement, day)
    shift = years_on(agreement, terms.ends_on)
    copied = {
        field.name: getattr(agreement, field.name)
        for field in Agreement._meta.concrete_fields
        if field.name not in _LEFT_OUT
    }
    copied |= {name: getattr(terms, name) for name in ("renewal", "renewal_months", "notice", "notice_months")}
    copied["title"] = _YEAR.sub(lambda found: str(int(found[0]) + shift), agreement.title)[:300]
    made = Agreement.objects.create(
        **copied,
        number=next_number(project, day.year),
        position=project.agreements.order_by("-position").first().position + 1,
        effective_on=start,
        ends_on=end,
        budget_year=agreement.budget_year and agreement.budget_year + shift,
        follows=agreement,
        created_by=by,
    )
    made.audiences.set(agreement.audiences.all())
    made.territories.set(agreement.territories.all())
    made.sheets.set(sheet for sheet in agreement.sheets.all() if sheet.status != SheetStatus.DONE)
    parties = {party.partnership_id: copy_party(party, made) for party in last_signed(agreement).parties.all()}
    if agreement.processor and agreement.processor.partnership_id in parties:
        made.processor = parties[agreement.processor.partnership_id]
        made.save()
    for mean in agreement.means.all():
        _copy(AgreementMean, mean, made, rider_on=None)
    for line in agreement.money_lines.all():
        _copy(MoneyLine, line, made, year=line.year and line.year + shift)
    _copy_articles(agreement, made, _copy_annexes(agreement, made))
    return made


def next_dates(agreement, day):
    """Return (start, end) proposed for the next agreement: from the morrow of the end, for as long; None where unknown.

    A start that is past is left to be said: an agreement does not begin before it is signed.
    """
    term = term_for(agreement, day)
    end = term.end if term else terms_of(agreement).ends_on
    start = end + datetime.timedelta(days=1) if end else None
    if start is None or start < day:
        return None, None
    return start, _as_long(agreement.effective_on, agreement.ends_on, start)


def years_on(agreement, end):
    """Return how many years later the next agreement is: what its title and its amounts a year are moved by.

    From the start of this one to the morrow of its `end`; without dates, as many years as its subsidy has.
    """
    if agreement.effective_on and end:
        return (end + datetime.timedelta(days=1)).year - agreement.effective_on.year
    years = [line.year for line in agreement.money_lines.all() if line.year]
    return max(years) - min(years) + 1 if years else 0


def _as_long(first, last, start):
    """Return the end of an agreement that starts on `start` and lasts as long as from `first` to `last`, both included."""
    if first is None or last is None:
        return None
    stop = last + datetime.timedelta(days=1)
    months = (stop.year - first.year) * 12 + stop.month - first.month
    if add_months(first, months) == stop:
        return add_months(start, months) - datetime.timedelta(days=1)
    return start + (last - first)


def _copy(model, row, agreement, **changes):
    copied = {
        field.name: getattr(row, field.name)
        for field in model._meta.concrete_fields
        if field.name not in ("id", "public_id", "version", "agreement")
    }
    return model.objects.create(**copied | changes, agreement=agreement)


def _copy_annexes(agreement, made):
    """Copy the annexes of the team, pictures too; return {how a text cites one: how it cites its copy}."""
    marks = {}
    for annex in agreement.own_annexes.select_related("picture"):
        picture = annex.picture and keep_content(made, bytes(annex.picture.content), annex.picture.media_type)
        copied = _copy(OwnAnnex, annex, made, picture=picture)
        marks[f"{{annexe:{annex.public_id}}}"] = f"{{annexe:{copied.public_id}}}"
    return marks


def _copy_articles(agreement, made, marks):
    """Copy the articles as they are in force: rewritten, added where they stand, left out when they were deleted.

    They are numbered again: it is another text. `marks`: what they cite, and what stands for it in the new text.
    """

    def cited(body):
        for mark, new in marks.items():
            body = body.replace(mark, new)
        return body[:20000]

    changed = replaced_lines(agreement)
    stored = {written.article.pk: written.number for written in Writer(agreement).written()}
    position = 0
    for article in agreement.articles.all():
        number = stored.get(article.pk)
        one, lines = changed.get((number, 0), (None, ()))
        said = {"position": position, "body": cited(article.body)}
        if one is not None:
            said |= {"optional": True, "included": False} if one.is_gone else {"body": cited("\n".join(lines))}
        _copy(Article, article, made, **said)
        position += 1
        for key, (added, lines) in sorted(changed.items()):
            if key[0] == number and key[1] and not added.is_gone:
                position = _add(made, added, cited("\n".join(lines)), position)
    for key, (added, lines) in sorted(changed.items()):
        if key[0] not in stored.values() and not added.is_gone:
            position = _add(made, added, cited("\n".join(lines)), position)


def _add(made, added, body, position):
    """Write an article that an amendment had added; return the next position."""
    Article.objects.create(agreement=made, position=position, title=added.title, body=body, optional=True)
    return position + 1
