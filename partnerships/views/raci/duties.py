"""Who is to be asked or told, activity by activity: what waits, what is done, by whom and when."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.forms.raci_fact import DutyForm
from partnerships.models import CellLetters, Channel, FactKind, LogEntry, LogKind, RaciFact, SaidBy
from partnerships.raci import duties
from partnerships.raci.checks import matrix_signals
from partnerships.raci.duties import words_of
from partnerships.raci.grid import loads
from partnerships.raci.matrix import read_matrix
from partnerships.record import delay
from projects.access import editable_project, visible_project
from projects.models import operation
from projects.views.history import safe_next

PAGE_SIZE = 50


@require_safe
def raci_duties(request, slug):
    """What waits, the soonest first, or what is done, the latest first; by actor and by letter. 50 a page."""
    project = visible_project(request, slug)
    is_done = request.GET.get("voir") == "faits"
    actor, letters = request.GET.get("acteur", ""), request.GET.get("lettre", "")
    rows = duties.done(project) if is_done else duties.with_contacts(duties.waiting(project))
    if actor:
        rows = rows.filter(partnership__public_id=actor)
    if letters in duties.ASKED_OR_TOLD:
        rows = rows.filter(letters=letters)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "project": project,
        "page": page,
        "rows": [row if is_done else _told(row, today) for row in page],
        "is_done": is_done,
        "actor": actor,
        "letters": letters,
        "actors": project.partnerships.filter(assignments__letters__in=duties.ASKED_OR_TOLD)
        .distinct()
        .order_by("partner__name_norm")
        .values_list("public_id", "partner__name"),
        "query": query.urlencode(),
    }
    return render(request, "partnerships/raci_duties.html", context)


def _told(cell, today):
    """Return a duty with its delay in words and the person to reach, for the template."""
    person, way = duties.contact_for(cell.partnership.partner)
    link = ""
    if way:
        channel, value, _preferred = way
        link = f"mailto:{value}" if channel == Channel.EMAIL else f"tel:{value}" if channel in _PHONES else ""
    return {"cell": cell, "delay": delay(cell.due, today), "person": person, "way": way, "link": link}


_PHONES = (Channel.PHONE, Channel.OTHER_PHONE)


@require_http_methods(["GET", "HEAD", "POST"])
def raci_duty(request, slug, public_id, partner, letters):
    """Note that an opinion was asked or that somebody was told: at once (`aussitot`), or with the day, the way, the words."""
    project = editable_project(request, slug)
    cells = duties.with_contacts(duties.duties(project))
    cell = get_object_or_404(cells, activity__public_id=public_id, partnership__public_id=partner, letters=letters)
    person, _way = duties.contact_for(cell.partnership.partner)
    member = project.member_of(request.user)
    fact = RaciFact(
        activity=cell.activity,
        partnership=cell.partnership,
        kind=FactKind.DONE,
        letters=letters,
        channel=SaidBy.preferred_of(person),
        who_member=member,
    )
    back = safe_next(request, reverse("partnerships:raci_duties", args=[slug]))
    context = {"project": project, "cell": cell, "title": words_of(cell), "back": back}
    journal = False
    if "aussitot" not in request.POST:
        form = DutyForm(request.POST or None, instance=fact, project=project)
        if request.method != "POST" or not form.is_valid():
            status = 422 if request.method == "POST" else 200
            return render(request, "partnerships/raci_duty.html", {**context, "form": form}, status=status)
        fact, journal = form.save(commit=False), form.cleaned_data["journal"]
    try:
        gesture = _note(request, project, cell, fact, journal)
    except IntegrityError:
        messages.info(request, _("Quelqu’un l’a déjà noté."))
        return redirect(back)
    messages.success(request, _("C’est noté\u00a0: %(what)s") % {"what": words_of(cell)}, extra_tags=gesture.public_id)
    return redirect(back)


def _note(request, project, cell, fact, journal):
    """Write the fact, and the exchange when it is asked for, as one gesture. Raises IntegrityError when it was there."""
    with operation(by=request.user, label=_("Fait\u00a0: %(what)s") % {"what": words_of(cell)}, project=project) as g:
        fact.save()
        if journal:
            what = _("Avis demandé") if cell.letters == CellLetters.C else _("Tenu au courant")
            LogEntry.objects.create(
                partnership=cell.partnership,
                date=fact.day,
                kind=duties.LOG_KINDS.get(fact.channel, LogKind.OTHER),
                summary="\n".join(filter(None, [f"{what}\u00a0: {cell.activity.name}.", fact.text])),
            )
    return g


@require_POST
def raci_duty_reopen(request, slug, public_id):
    """Say that it was not done after all: it waits again. The gesture can be undone."""
    project = editable_project(request, slug)
    facts = (
        RaciFact.objects.of_project(project)
        .filter(kind=FactKind.DONE)
        .select_related("activity", "partnership__partner")
    )
    fact = get_object_or_404(facts, public_id=public_id)
    label = _("Pas encore fait\u00a0: %(what)s") % {"what": words_of(fact)}
    with operation(by=request.user, label=label, project=project) as gesture:
        fact.delete()
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(safe_next(request, reverse("partnerships:raci_duties", args=[slug])))


@require_safe
def raci_load(request, slug):
    """What each actor carries, in the order of the table: how many of each letter, what waits, what the table asks of it."""
    project = visible_project(request, slug)
    matrix = read_matrix(project)
    asked = {}
    for signal in matrix_signals(matrix):
        if signal.partnership is not None:
            asked.setdefault(signal.partnership.pk, []).append(signal.detail)
    waits = {}
    for partnership in duties.waiting(project).order_by().values_list("partnership_id", flat=True):
        waits[partnership] = waits.get(partnership, 0) + 1
    answers = {}
    for activity, answer in matrix.answers.items():
        for partnership, letters in matrix.cells.get(activity, {}).items():
            if letters in matrix.variant.answering and answer.agreed:
                answers[partnership] = answers.get(partnership, 0) + 1
    rows = []
    for column in matrix.engaged():
        held = matrix.letters_of[column.pk]
        answering, doing = loads(held, matrix.variant)
        counts = [sum(one == letter.code for one in held) for letter in matrix.variant.letters]
        rows.append(
            {
                "column": column,
                "counts": counts,
                "answering": answering,
                "doing": doing,
                "confirmed": answers.get(column.pk, 0),
                "waits": waits.get(column.pk, 0),
                "asked": asked.get(column.pk, ()),
            }
        )
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"project": project, "variant": matrix.variant, "page": page, "count": len(matrix.rows)}
    return render(request, "partnerships/raci_load.html", context)
