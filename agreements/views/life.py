"""After the signature: the calendar of a project and of all of them, the term of an agreement, what happens to it."""

import datetime
import re
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.calendar import arrangement_dues, dues_of, notice_of, term_for
from agreements.conditions import belgian
from agreements.filters import LIVING, AgreementFilter, ranked
from agreements.forms.fields import differences
from agreements.forms.life import EventFileAddForm, TermsForm, TurnForm
from agreements.keeping import file_name, keep_file
from agreements.models import (
    TURNS,
    Agreement,
    AgreementEvent,
    AgreementFile,
    AgreementStatus,
    Arrangement,
    FileKind,
    Party,
    Renewal,
    TurnKind,
    WrongMoment,
)
from agreements.succeeding import next_of
from agreements.terms import terms_of, with_terms
from agreements.views.screen import get_agreement
from agreements.wording import has_text
from documents.http import file_response
from documents.ics import CalendarDay, calendar_file
from projects.access import managed_project, visible_project
from projects.models import StaleVersion, operation

PAGE_SIZE = 30
# « Elle ne se renouvelle pas tacitement », « ne se reconduit pas tacitement », « n’est ni automatique ni de droit ».
_NO_RENEWAL = re.compile(
    r"\bne se (?:renouvelle|reconduit) pas tacitement|renouvellement n[’']est ni automatique", re.I
)
DUES = {
    "over": gettext_lazy("La fin est passée\u00a0: reconduire, renégocier ou clore\u00a0?"),
    "effect": gettext_lazy("Prend effet"),
    "review": gettext_lazy("Bilan intermédiaire"),
    "notice": gettext_lazy("Dernier jour pour dénoncer"),
    "alert": gettext_lazy("Fin dans trois mois\u00a0: décider de la suite"),
    "renewal": gettext_lazy("Reconduction tacite, si personne ne dit rien"),
    "end": gettext_lazy("Fin"),
    "spoken": gettext_lazy("Fin dite de l’accord"),
    "unsaid": gettext_lazy("La date dite est passée\u00a0: prolonger, mettre par écrit ou terminer\u00a0?"),
}
_TO_DECIDE = ("over", "unsaid")


def with_dates(rows):
    """Return agreements with what their dates and names are read from. Four queries."""
    parties = Party.objects.select_related("partnership__partner")
    return with_terms(rows.select_related("project")).prefetch_related(Prefetch("parties", parties))


def living_arrangements(rows):
    """Return the lighter arrangements that hold and say an end, with their names. One query."""
    return rows.living().exclude(end=None).with_names()


def _months(agreements, arrangements, today):
    """Return ([what is over], [(first day of a month, [what comes in it])]): Entries, in the order of the days."""
    dues = [due for agreement in agreements for due in dues_of(agreement, today)]
    dues += [due for arrangement in arrangements for due in arrangement_dues(arrangement, today)]
    told = sorted((_entry(due) for due in dues), key=lambda entry: (entry.day, entry.title))
    over = [entry for entry in told if entry.kind in _TO_DECIDE]
    coming = [entry for entry in told if entry.kind not in _TO_DECIDE]
    return over, [(day, list(some)) for day, some in groupby(coming, key=lambda entry: entry.day.replace(day=1))]


@dataclass(frozen=True)
class Entry:
    """A line of the calendar: what happens on the day, to what, with whom, in which project, and where it is read."""

    day: datetime.date
    kind: str
    words: str
    title: str
    key: str
    url: str
    partners: str
    project: object


def _entry(due):
    about, words = due.agreement, DUES[due.kind]
    if isinstance(about, Arrangement):
        partners = f"{about.partnership.partner.label} ({about.get_formalisation_display().lower()})"
        url, project, title = about.get_absolute_url(), about.partnership.project, about.purpose
    else:
        partners = ", ".join(party.label for party in about.parties.all() if not party.partnership.is_lead)
        url = reverse("agreements:agreement_terms", args=[about.project.slug, about.public_id])
        project, title = about.project, about.title
    return Entry(due.day, due.kind, words, title, about.public_id, url, partners, project)


def _of_project(project):
    """Return (agreements in force, lighter arrangements that hold) of a project, to be dated."""
    arrangements = Arrangement.objects.filter(partnership__project=project)
    return with_dates(project.agreements.filter(status__in=LIVING)), living_arrangements(arrangements)


def _of_user(user):
    """Return the same of every project that the user sees."""
    agreements = Agreement.objects.visible_to(user).filter(status__in=LIVING)
    return with_dates(agreements), living_arrangements(Arrangement.objects.visible_to(user))


@require_safe
def agreement_calendar(request, slug):
    """The days to come of the agreements of a project."""
    project = visible_project(request, slug)
    today = timezone.localdate()
    over, months = _months(*_of_project(project), today)
    context = {"project": project, "over": over, "months": months, "today": today}
    return render(request, "agreements/calendar.html", context)


@require_safe
def agreement_calendar_all(request):
    """The days to come of the agreements of every project that the user sees."""
    today = timezone.localdate()
    over, months = _months(*_of_user(request.user), today)
    context = {"over": over, "months": months, "today": today, "every_project": True}
    return render(request, "agreements/calendar.html", context)


@require_safe
def agreement_calendar_ics(request, slug):
    """The same days as a file for one's own calendar."""
    project = visible_project(request, slug)
    name = _("Conventions\u00a0: %(project)s") % {"project": project.name}
    return _calendar(request, _of_project(project), name, f"conventions-{project.slug}.ics")


@require_safe
def agreement_calendar_all_ics(request):
    """The days of every project that the user sees, as a file for one's own calendar."""
    return _calendar(request, _of_user(request.user), _("Conventions de vos projets"), "conventions.ics")


def _calendar(request, rows, name, file_name):
    """Return the file: for each day what it is, the partners, the project and a link; nothing that the team thinks."""
    today = timezone.localdate()
    over, months = _months(*rows, today)
    days = [
        CalendarDay(
            uid=f"{entry.key}-{entry.kind}@{request.get_host()}",
            day=entry.day,
            title=f"{entry.words} – {entry.title}",
            details="\n".join(filter(None, (entry.partners, entry.project.name))),
            url=request.build_absolute_uri(entry.url),
        )
        for entry in [*over, *(entry for _month, some in months for entry in some)]
    ]
    return file_response(calendar_file(name, days, made_on=today), file_name, "text/calendar; charset=utf-8")


@require_safe
def agreement_register(request):
    """Every agreement of the projects that the user sees, by filters; the same rows leave as a spreadsheet."""
    filters = AgreementFilter(request.GET or None, user=request.user)
    page = Paginator(ranked(filters), PAGE_SIZE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "filters": filters,
        "page": page,
        "rows": register_rows(page.object_list),
        "today": timezone.localdate(),
        "query": query.urlencode(),
        "formats": ("xlsx", "csv"),
    }
    return render(request, "agreements/register.html", context)


def register_rows(places):
    """Return [(Agreement or None, its Term or None, Arrangement or None)] of places of agreements.filters.ranked."""
    today = timezone.localdate()
    others = Arrangement.objects.with_names().in_bulk([key for is_other, key in places if is_other])
    wanted = Agreement.objects.filter(pk__in=[key for is_other, key in places if not is_other])
    written = {agreement.pk: agreement for agreement in with_dates(wanted)}
    return [
        (None, None, others[key]) if is_other else (written[key], term_for(written[key], today), None)
        for is_other, key in places
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_terms(request, slug, public_id):
    """The term of an agreement: renewal, notice, the days computed from them, and what has happened since the signature."""
    project = visible_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    if request.method != "POST":
        return _show(request, agreement)
    if not project.can_manage:
        raise PermissionDenied
    form = TermsForm(request.POST, instance=agreement)
    if not form.is_valid():
        return _show(request, _again(agreement), status=422, form=form)
    label = _("«\u00a0%(title)s\u00a0»\u00a0: reconduction et préavis") % {"title": agreement.title}
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            agreement.claim(form.cleaned_data["version"])
            form.save()
    except StaleVersion as stale:
        if stale.current is None:
            raise
        fresh = _again(agreement)
        form.data = form.data.copy()
        form.data["version"] = fresh.version
        conflict = differences(TermsForm(instance=fresh), form)
        return _show(request, fresh, status=409, form=form, conflict=conflict, is_stale=True)
    messages.success(request, _("C’est enregistré."), extra_tags=gesture.public_id)
    return redirect("agreements:agreement_terms", slug, public_id)


@require_POST
def agreement_turn(request, slug, public_id):
    """Renew, suspend, resume, denounce or close what was signed, with the day, the reason and the letter that says so."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    form = TurnForm(request.POST, request.FILES, agreement=agreement, instance=AgreementEvent(agreement=agreement))
    if not form.is_valid():
        return _show(request, agreement, status=422, turn_form=form)
    data = form.cleaned_data
    kind = TurnKind(data["kind"])
    label = f"{kind.label}\u00a0: {agreement.title}"
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            agreement.claim(data["version"])
            facts = {name: data[name] for name in ("on", "effect_on", "until", "body", "reason")}
            event = agreement.turn(kind, **facts, by=data["party"])
            _keep(request, agreement, event, form)
    except (StaleVersion, WrongMoment):
        fresh = _again(agreement)
        typed = request.POST.copy()
        typed["version"] = fresh.version
        form = TurnForm(typed, agreement=fresh)
        return _show(request, fresh, status=409, turn_form=form, turn_stale=True)
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect("agreements:agreement_terms", slug, public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def event_piece_add(request, slug, public_id, event_id):
    """Keep one more file with an event."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    event = get_object_or_404(AgreementEvent, agreement=agreement, public_id=event_id)
    form = EventFileAddForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        context = {"project": project, "agreement": agreement, "event": event, "form": form}
        return render(request, "agreements/event_piece.html", context, status=422 if form.errors else 200)
    label = _("Pièce ajoutée\u00a0: %(name)s") % {"name": event.get_kind_display()}
    with operation(by=request.user, label=label, project=project) as gesture:
        _keep(request, agreement, event, form)
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect("agreements:agreement_terms", slug, public_id)


def _keep(request, agreement, event, form):
    """Keep the file of a form, which has been looked at, with an event; nothing without file."""
    if form.inspected is None:
        return
    name = file_name(agreement, f"{event.get_kind_display()}-{event.on:%Y-%m-%d}", form.inspected.extension)
    keep_file(
        agreement,
        form.inspected.content,
        event=event,
        kind=FileKind.EVENT,
        name=name,
        media_type=form.inspected.media_type,
        pages=form.inspected.pages,
        by=request.user,
    )


def _again(agreement):
    # A refused form has written its values on the row in memory: the page is drawn from the database.
    fresh = Agreement.objects.with_facts().filter(pk=agreement.pk).first()
    fresh.project = agreement.project
    return fresh


def _says_no_renewal(agreement):
    """Return the article that says that the agreement is not renewed in silence, or None."""
    kept = (article for article in agreement.articles.all() if article.included)
    return next((article for article in kept if _NO_RENEWAL.search(article.body)), None)


def _show(request, agreement, *, status=200, **context):
    today = timezone.localdate()
    project, is_amendment = agreement.project, agreement.amends_id is not None
    files = AgreementFile.objects.select_related("stored").defer("stored__content")
    events = AgreementEvent.objects.filter(agreement=agreement).select_related("party__partnership__partner")
    context = {
        "project": project,
        "agreement": agreement,
        "is_amendment": is_amendment,
        "terms": terms_of(agreement),
        "term": term_for(agreement, today),
        "denies": agreement.renewal == Renewal.TACIT and _says_no_renewal(agreement),
        "notice": notice_of(agreement),
        "is_belgian": all(belgian(party) for party in agreement.parties.all()),
        "events": events.prefetch_related(Prefetch("files", files)),
        "next": next_of(agreement),
        "today": today,
        "can_turn": not is_amendment and any(agreement.status in before for before, _after in TURNS.values()),
        "can_amend": agreement.status == AgreementStatus.SIGNED and not is_amendment and has_text(agreement),
        "panel": {"url": request.path},
    } | context
    if project.can_manage:
        context.setdefault("form", TermsForm(instance=agreement))
        if context["can_turn"]:
            context.setdefault("turn_form", TurnForm(agreement=agreement, asked=request.GET.get("quoi")))
    return render(request, "agreements/agreement_terms.html", context, status=status)
