"""Writing a fiche action: a new one, its facts by group, its rows. Everything works without script."""

import copy

from django.contrib import messages
from django.db.models import Max
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from agreements.forms.fields import VersionForm, differences
from agreements.forms.sheet import GROUPS, SheetCreateForm
from agreements.forms.sheet_rows import ROWS, People, formset_of, rearranged, rows_posted
from agreements.models import ActionSheet, SheetPartner
from agreements.sheets.budget import budget_of
from agreements.sheets.proposals import freins_of, letters_of, pilot_of, with_freins, with_raci
from agreements.views.sheet import again, get_sheet
from projects.access import managed_project
from projects.models import StaleVersion, operation

# The parts of a fiche in the order in which one writes it: facts and rows in turn.
PARTS = (
    *("fiche", "pourquoi", "publics", "deroulement", "etapes", "partenaires"),
    *("moyens", "budget", "indicateurs", "vigilance", "freins"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_create(request, slug):
    """A new fiche: its title, and the activities of the RACI whose roles it takes up. `?activite=` ticks one."""
    project = managed_project(request, slug)
    initial = {"activities": project.activities.filter(public_id=request.GET.get("activite", ""))}
    form = SheetCreateForm(request.POST or None, instance=ActionSheet(project=project), initial=initial)
    if request.method == "POST" and form.is_valid():
        label = _("Fiche action «\u00a0%(title)s\u00a0» créée") % {"title": form.cleaned_data["title"]}
        with operation(by=request.user, label=label, project=project) as gesture:
            last = project.sheets.aggregate(position=Max("position"), number=Max("number"))
            form.instance.position = 0 if last["position"] is None else last["position"] + 1
            form.instance.number = (last["number"] or 0) + 1
            sheet = form.save()
            _take_roles(sheet)
        messages.success(request, label, extra_tags=gesture.public_id)
        return redirect("agreements:sheet_edit", slug, sheet.public_id, "pourquoi")
    status = 422 if request.method == "POST" else 200
    return render(request, "agreements/sheet_create.html", {"project": project, "form": form}, status=status)


def _take_roles(sheet):
    """Give a new sheet the pilot and the partners of its activities, unless a pilot was chosen."""
    letters = letters_of(sheet)
    if sheet.pilot is None and (pilot := pilot_of(letters)):
        sheet.pilot = pilot
        sheet.save()
    others = [(partnership, code) for partnership, code in letters.items() if partnership.pk != sheet.pilot_id]
    for position, (partnership, code) in enumerate(others):
        SheetPartner.objects.create(sheet=sheet, partnership=partnership, role=code, position=position)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_edit(request, slug, public_id, part):
    """One part of a fiche: a group of facts (GROUPS) or rows (ROWS)."""
    project = managed_project(request, slug)
    sheet = get_sheet(project, public_id)
    if part in GROUPS:
        return _facts(request, sheet, part)
    if part in ROWS:
        return _rows(request, sheet, part)
    raise Http404


def _facts(request, sheet, part):
    title, form_class = GROUPS[part]
    if request.method != "POST":
        return _show(request, sheet, part, form=form_class(instance=sheet))
    # The form writes on a copy: a refused value must not show in the rest of the page.
    form = form_class(request.POST, instance=copy.copy(sheet))
    if not form.is_valid():
        return _show(request, sheet, part, status=422, form=form)
    try:
        with operation(by=request.user, label=_label(sheet, title), project=sheet.project) as gesture:
            form.instance.claim(form.cleaned_data["version"])
            form.save()
    except StaleVersion as stale:
        if stale.current is None:
            raise
        fresh = again(sheet)
        form.data = form.data.copy()
        form.data["version"] = fresh.version
        conflict = differences(form_class(instance=fresh), form)
        return _show(request, fresh, part, status=409, form=form, conflict=conflict, is_stale=True)
    return _saved(request, sheet, part, gesture)


def _rows(request, sheet, part):
    kind, people = ROWS[part], People(sheet)
    if request.method != "POST":
        form = VersionForm(initial={"version": sheet.version})
        rows = formset_of(kind, people, rows=kind.read(sheet))
        return _show(request, sheet, part, form=form, rows=rows, people=people)
    form = VersionForm(request.POST)
    if gesture := request.POST.get("geste", ""):
        return _rearrange(request, sheet, part, people, form, gesture)
    rows = formset_of(kind, people, data=request.POST)
    if not (form.is_valid() and rows.is_valid()):
        return _show(request, sheet, part, status=422, form=form, rows=rows, people=people)
    try:
        with operation(by=request.user, label=_label(sheet, kind.title), project=sheet.project) as gesture:
            sheet.claim(form.cleaned_data["version"])
            kind.write(sheet, rows.typed, people)
            if not kind.private:
                sheet.change_text()
            sheet.save()
    except StaleVersion as stale:
        if stale.current is None:
            raise
        fresh = again(sheet)
        form.data = form.data.copy()
        form.data["version"] = fresh.version
        conflict = [_told(kind, people, row) for row in kind.read(fresh)] or [(_("Lignes"), _("aucune"))]
        return _show(
            request, fresh, part, status=409, form=form, rows=rows, people=people, conflict=conflict, is_stale=True
        )
    return _saved(request, sheet, part, gesture)


def _rearrange(request, sheet, part, people, form, gesture):
    """Show the typed rows again with one more, in another order, or completed from the project. Nothing is written."""
    kind = ROWS[part]
    rows, said, extra = rows_posted(kind, request.POST), "", int(gesture == "ajouter")
    if gesture == "reprendre" and kind.resume:
        if part == "freins":
            rows, filled = with_freins(rows, freins_of(sheet))
        else:
            rows, filled = with_raci(rows, letters_of(sheet), sheet.pilot_id)
        said = _resumed(part, filled)
    else:
        rows = rearranged(rows, gesture)
    version = form.data.get("version", "")
    context = {
        "form": VersionForm(initial={"version": version if version.isdecimal() else sheet.version}),
        "rows": formset_of(kind, people, rows=rows, extra=extra),
        "people": people,
        "said": said,
        "focus_last": extra,
    }
    return _show(request, sheet, part, **context)


def _resumed(part, filled):
    if filled:
        return _("Lignes ajoutées ou complétées\u00a0: %(n)s. Relisez, puis enregistrez.") % {"n": filled}
    if part == "freins":
        return _("Le pas de côté du pilote et des partenaires de la fiche n’apporte rien de plus.")
    return _(
        "Le RACI n’apporte rien de plus\u00a0: la fiche est-elle reliée à ses activités, dans «\u00a0Déroulement\u00a0»\u00a0?"
    )


def _told(kind, people, row):
    """Return (first field, the others) of a row as it stands now, for the person whose text came second."""
    names = dict(people.choices)
    values = [str(names.get(row[name], "") if name in kind.form.partnerships else row[name] or "") for name in row]
    first = list(row).index(kind.form.main)
    return values[first] or "–", ", ".join(value for rank, value in enumerate(values) if value and rank != first)


def _show(request, sheet, part, *, status=200, **context):
    is_rows = part in ROWS
    title = ROWS[part].title if is_rows else GROUPS[part][0]
    url = _url(sheet, part)
    context |= {
        "project": sheet.project,
        "sheet": sheet,
        "panel": {"key": part, "title": title, "url": url},
        "parts": [(key, ROWS[key].title if key in ROWS else GROUPS[key][0], _url(sheet, key)) for key in PARTS],
        "kind": ROWS.get(part),
        "signed": [row for row in sheet.annexed_to.all() if not row.is_open],
        "budget": budget_of(sheet.money_lines.all()) if part == "budget" else None,
        "is_last": part == PARTS[-1],
    }
    return render(request, "agreements/sheet_edit.html", context, status=status)


def _saved(request, sheet, part, gesture):
    """Say it, then go on to the next part, or back to the sheet."""
    messages.success(request, _("C’est enregistré."), extra_tags=gesture.public_id)
    if request.POST.get("suite") and part != PARTS[-1]:
        return redirect(_url(sheet, PARTS[PARTS.index(part) + 1]))
    return redirect(sheet)


def _url(sheet, part):
    return reverse("agreements:sheet_edit", args=[sheet.project.slug, sheet.public_id, part])


def _label(sheet, title):
    return _("Fiche action «\u00a0%(sheet)s\u00a0», %(part)s") % {"sheet": sheet.title, "part": str(title).lower()}
