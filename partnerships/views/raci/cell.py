"""One cell, one row, « Annuler » and a pasted block: every way to write letters."""

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.forms.raci import CellForm, ChangesForm, PasteForm, RowForm
from partnerships.models import FactKind, PartnerKind, Partnership, Placement, RaciAssignment, RaciFact
from partnerships.models.raci import CellChanged
from partnerships.raci.checks import ColumnState, RowState, column_signals, row_signals
from partnerships.raci.grid import HEAVY_LOAD, alert_of, load_html, loads, question_html, verdict_html
from partnerships.raci.matrix import STAND, Answer, Column, Row, Stand, read_matrix
from partnerships.raci.paste import PasteChange, PastePlan, plan_paste
from partnerships.raci.variants import variant_of
from projects.access import editable_project, may_undo
from projects.models import Activity, CannotUndo, Operation, operation, undo
from projects.prepared import Prepared
from projects.views.history import safe_next

NBSP = "\u00a0"


@require_POST
def raci_cell(request, slug):
    """Write one cell and answer only what it changes: the cell, its row's findings, its column's load and questions.

    409 with the present letters when they are no longer those that the person saw.
    """
    project = editable_project(request, slug)
    form = CellForm(request.POST, variant=variant_of(project))
    if not form.is_valid():
        return JsonResponse({"message": _("Ce n’est pas un rôle du tableau.")}, status=422)
    activity = _activity.first(project=project.pk, public_id=form.cleaned_data["activity"])
    partnership = _actor.first(project=project.pk, public_id=form.cleaned_data["partnership"])
    if activity is None or partnership is None:
        raise Http404
    seen, letters = form.cleaned_data["seen"], form.cleaned_data["letters"]
    if seen == letters:
        return JsonResponse(_what_changed(project, activity, partnership, before=seen))
    label = f"{partnership.partner.label}, {activity.name}{NBSP}: {letters or _('vide')}"
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            RaciAssignment.objects.write_cells(
                [(activity.pk, partnership.pk, seen, letters)], answered=activity.has_answer
            )
    except CellChanged:
        cell = RaciAssignment.objects.filter(activity=activity, partnership=partnership).first()
        return JsonResponse({"current": cell.letters if cell else "", "typed": letters}, status=409)
    answer = _what_changed(project, activity, partnership, before=seen)
    return JsonResponse({**answer, "operation": gesture.public_id})


@require_POST
def raci_undo(request, slug):
    """Take back a gesture of the grid. Answers like raci_cell for one cell; `reload` when more than that changed."""
    project = editable_project(request, slug)
    done = get_object_or_404(
        Operation.objects.select_related("project", "organisation"),
        project=project,
        public_id=request.POST.get("operation", ""),
    )
    refusal = _("Ce geste ne peut plus être annulé\u00a0: la même chose a changé depuis. Corrigez-la directement.")
    if not may_undo(request.user, done):
        refusal = _("Ce geste touche aussi des projets que vous ne modifiez pas\u00a0: demandez à leur équipe.")
        return JsonResponse({"message": refusal}, status=409)
    cells = list(RaciAssignment.history.filter(operation=done).values_list("activity", "partnership").distinct()[:2])
    before = RaciAssignment.objects.filter(activity=cells[0][0], partnership=cells[0][1]).first() if cells else None
    try:
        undo(done, by=request.user)
    except CannotUndo:
        return JsonResponse({"message": refusal}, status=409)
    if len(cells) != 1:
        messages.success(request, _("C’est annulé\u00a0: %(label)s") % {"label": done.label})
        return JsonResponse({"reload": True})
    activity = get_object_or_404(project.activities, pk=cells[0][0])
    partnership = get_object_or_404(_with_row_count().filter(project=project), pk=cells[0][1])
    return JsonResponse(_what_changed(project, activity, partnership, before=before.letters if before else ""))


def _with_row_count():
    """Return the partnerships with their partner and `row_count`, the number of activities of their project."""
    count = (
        Activity.objects.filter(project=OuterRef("project"))
        .order_by()
        .values("project")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return Partnership.objects.select_related("partner").annotate(row_count=Coalesce(Subquery(count), 0))


def _with_answer():
    said = RaciFact.objects.filter(activity=OuterRef("pk"), kind=FactKind.ANSWER)
    return Activity.objects.annotate(has_answer=Exists(said))


# What each change of a cell reads.
_one = {"project": int, "public_id": str}
_activity = Prepared(lambda project, public_id: _with_answer().filter(project=project, public_id=public_id), **_one)
_actor = Prepared(lambda project, public_id: _with_row_count().filter(project=project, public_id=public_id), **_one)
_around = Prepared(
    lambda activity, partnership: RaciAssignment.objects.filter(
        Q(activity=activity) | Q(partnership=partnership)
    ).values_list("activity_id", "partnership_id", "letters", "partnership__partner__kind"),
    activity=int,
    partnership=int,
)


def _what_changed(project, activity, partnership, *, before):
    """Return the answer to a change of one cell; `before` are the letters it replaced. Three queries at most."""
    variant = variant_of(project)
    partner = partnership.partner
    row = Row(activity.pk, activity.public_id, activity.name, activity.phase_id)
    column = Column(
        partnership.pk, partnership.public_id, partner.label, partner.name, partner.kind, partnership.is_lead
    )
    cells, residents, in_column, present = {}, [], [], ""
    for activity_id, partnership_id, letters, kind in _around(activity=activity.pk, partnership=partnership.pk):
        if activity_id == activity.pk:
            cells[partnership_id] = letters
            if kind in PartnerKind.residents():
                residents.append(partnership_id)
        if partnership_id == partnership.pk:
            in_column.append(letters)
            present = letters if activity_id == activity.pk else present
    found = row_signals(RowState.of(row, cells, residents, variant))
    answering, doing = loads(in_column, variant)
    answer = {
        "activity": activity.public_id,
        "partnership": partnership.public_id,
        "letters": present,
        "alert": alert_of(found),
        "findings": verdict_html(found, _answer_of(activity, cells, variant)),
        "load": load_html(answering, doing, variant.doer),
        "heavy": answering >= HEAVY_LOAD,
    }
    earlier = list(in_column)
    if present:
        earlier.remove(present)
    if before:
        earlier.append(before)
    questions = _questions(variant, column, partnership, in_column, earlier)
    if questions is not None:
        answer["questions"] = questions
    return answer


def _questions(variant, column, partnership, letters, earlier):
    """Return the HTML of the questions about an organisation, or None when they are the same as with `earlier`."""
    stands = []
    if not _has_role(letters) or not _has_role(earlier):
        placed = Placement.objects.filter(partnership=partnership).order_by("horizon__position", "pk")
        stands = [Stand(*stand) for stand in placed.values_list(*STAND)]
    now, then = (
        "".join(question_html(signal) for signal in column_signals(ColumnState(column, held, stands, rows, variant)))
        for held, rows in ((letters, partnership.row_count), (earlier, partnership.row_count))
    )
    return now if now != then else None


def _answer_of(activity, cells, variant):
    """Return the Answer of who holds the A of the row, or None. One query, none when the row was read to have no answer."""
    if not getattr(activity, "has_answer", True):
        return None
    said = RaciFact.objects.filter(activity=activity, kind=FactKind.ANSWER)
    for partnership, agreed, day in said.values_list("partnership_id", "agreed", "day"):
        if cells.get(partnership) in variant.answering:
            return Answer(agreed, day)
    return None


def _has_role(letters):
    return any(value not in ("C", "I") for value in letters)


# --- A row, as a plain form --------------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def raci_row(request, slug, public_id):
    """The roles of one activity as a form: one list an organisation. 409 keeps what was chosen beside what changed."""
    project = editable_project(request, slug)
    activity = get_object_or_404(project.activities.select_related("phase"), public_id=public_id)
    matrix = read_matrix(project)
    letters = matrix.cells.get(activity.pk, {})
    row = Row(activity.pk, activity.public_id, activity.name, activity.phase_id)
    residents = [column.pk for column in matrix.columns if column.is_resident]
    context = {
        "project": project,
        "activity": activity,
        "signals": row_signals(RowState.of(row, letters, residents, matrix.variant)),
        "legend": matrix.variant.letters,
    }
    form = RowForm(request.POST or None, columns=matrix.columns, letters=letters, variant=matrix.variant)
    if request.method == "GET":
        return render(request, "partnerships/raci_row.html", {**context, "form": form})
    if not form.is_valid():
        return render(request, "partnerships/raci_row.html", {**context, "form": form}, status=422)
    changes = form.changes()
    if changes:
        names = [(activity.pk, column.pk, seen, wanted) for column, seen, wanted in changes]
        label = _("Rôles de «\u00a0%(activity)s\u00a0»") % {"activity": activity.name}
        try:
            with operation(by=request.user, label=label, project=project) as gesture:
                RaciAssignment.objects.write_cells(names)
        except CellChanged:
            return _row_conflict(request, context, matrix, activity, changes)
        messages.success(request, _count_roles(len(changes)), extra_tags=gesture.public_id)
    return redirect("partnerships:raci_grid", slug)


def _count_roles(count):
    return ngettext("%(count)s rôle changé.", "%(count)s rôles changés.", count) % {"count": count}


def _row_conflict(request, context, matrix, activity, changes):
    """Answer 409: the person's choices kept, and as « seen » what the row holds now, so that sending again replaces."""
    letters = read_matrix(context["project"]).cells.get(activity.pk, {})
    data = {f"role-{column.public_id}": letters.get(column.pk, "") for column in matrix.columns}
    data |= {f"vu-{column.public_id}": letters.get(column.pk, "") for column in matrix.columns}
    data |= {f"role-{column.public_id}": wanted for column, _seen, wanted in changes}
    conflicts = [
        (column, letters.get(column.pk, ""), wanted)
        for column, seen, wanted in changes
        if letters.get(column.pk, "") not in (seen, wanted)
    ]
    form = RowForm(data, columns=matrix.columns, letters=letters, variant=matrix.variant)
    return render(request, "partnerships/raci_row.html", {**context, "form": form, "conflicts": conflicts}, status=409)


# --- A block pasted from a spreadsheet ----------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def raci_paste(request, slug):
    """Paste a block: the form, then the preview of every change, then one gesture. Nothing is written before that."""
    project = editable_project(request, slug)
    matrix = read_matrix(project)
    shown = set(request.POST.getlist("o"))
    columns = [column for column in matrix.columns if column.public_id in shown] or matrix.engaged()
    rows = [row for _name, group in matrix.groups for row in group]
    back = safe_next(request, reverse("partnerships:raci_grid", args=[slug]))
    context = {"project": project, "columns": columns, "shown": shown, "back": back}
    if "changes" in request.POST:
        return _paste_confirmed(request, context, matrix)
    form = PasteForm(request.POST or None, rows=rows, columns=columns)
    context["form"] = form
    if request.method == "GET":
        return render(request, "partnerships/raci_paste.html", context)
    if not form.is_valid():
        return _paste_page(request, context, status=422)
    given = form.cleaned_data
    context["plan"] = plan_paste(matrix, columns, given["text"], given["activity"], given["partnership"])
    return _paste_page(request, context)


def _paste_page(request, context, status=200):
    """Render the page, or its preview alone for the dialogue of the grid."""
    name = "partnerships/raci_paste.html" + ("#preview" if request.htmx else "")
    return render(request, name, context, status=status)


def _paste_confirmed(request, context, matrix):
    project = context["project"]
    form = ChangesForm(request.POST)
    if not form.is_valid():
        context["form"] = PasteForm(rows=matrix.rows, columns=matrix.columns)
        context["message"] = form.errors["changes"][0]
        return _paste_page(request, context, status=422)
    rows = {row.public_id: row for row in matrix.rows}
    columns = {column.public_id: column for column in matrix.columns}
    wanted = [
        PasteChange(rows[activity], columns[partnership], seen, letters)
        for activity, partnership, seen, letters in form.cleaned_data["changes"]
        if activity in rows and partnership in columns
    ]
    if not wanted:
        messages.info(request, _("Ce bloc ne change rien."))
        return redirect(context["back"])
    try:
        with operation(by=request.user, label=_label_of(wanted, request.POST.get("geste")), project=project) as gesture:
            RaciAssignment.objects.write_cells(
                [(change.row.pk, change.column.pk, change.before, change.after) for change in wanted]
            )
    except CellChanged:
        now = read_matrix(project).cells
        held = [(change, now.get(change.row.pk, {}).get(change.column.pk, "")) for change in wanted]
        fresh = [
            PasteChange(change.row, change.column, letters, change.after)
            for change, letters in held
            if letters != change.after
        ]
        context["moved"] = [
            (change, letters) for change, letters in held if letters not in (change.before, change.after)
        ]
        context["plan"] = PastePlan(fresh, [], len(wanted) - len(fresh))
        return _paste_page(request, context, status=409)
    messages.success(request, _count_roles(len(wanted)), extra_tags=gesture.public_id)
    return redirect(context["back"])


def _label_of(changes, gesture=""):
    """Return what the history says of a block: pasted, or emptied, and then of which row when it is one."""
    if gesture == "recopie":
        return _("Rôles recopiés dans le RACI")
    if any(change.after for change in changes):
        return _("Bloc collé dans le RACI")
    if len({change.row for change in changes}) == 1:
        return _("Rôles vidés dans «\u00a0%(activity)s\u00a0»") % {"activity": changes[0].row.name}
    return _("Rôles vidés dans le RACI")
