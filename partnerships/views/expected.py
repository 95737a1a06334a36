"""The organisation's list of expected actors: reword, add, reorder, retire. Its members read, those who run it write."""

from contextlib import contextmanager

from django.contrib import messages
from django.db.models import Max
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partnerships.access import run_organisation, visible_organisation
from partnerships.forms.expected import ExpectedActorForm
from partnerships.models import ActorFamily, ExpectedActor, PartnerKind
from projects.models import Project, StaleVersion, operation

STEPS = {"haut": -1, "bas": 1}


@contextmanager
def _gesture(request, organisation, label):
    """Run the block as one gesture on the list; the pages of every project of the organisation ask otherwise from now on."""
    with operation(by=request.user, label=label, organisation=organisation) as gesture:
        Project.objects.filter(organisation=organisation).renew()
        yield gesture


@require_safe
def expected_list(request, slug):
    """The whole list: families, forgotten actors, then those that are no longer asked for."""
    organisation = visible_organisation(request, slug)
    actors = list(organisation.expected_actors.all())
    labels = dict(PartnerKind.choices)
    rows = [
        (actor, [labels[kind] for kind in actor.kinds], set(actor.kinds) == set(ActorFamily(actor.family).kinds))
        for actor in actors
    ]
    asked = [row for row in rows if row[0].retired_at is None]
    context = {
        "organisation": organisation,
        "groups": [
            (_("Les familles d’acteurs"), [row for row in asked if not row[0].overlooked]),
            (_("Celles et ceux qu’on oublie"), [row for row in asked if row[0].overlooked]),
        ],
        "retired": [row for row in rows if row[0].retired_at is not None],
        "is_empty": not actors,
    }
    return render(request, "partnerships/expected_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def expected_edit(request, slug, public_id=None):
    """Add an actor (without `public_id`), or reword one: 422 and 409 keep what was typed."""
    organisation = run_organisation(request, slug)
    if public_id:
        actor = get_object_or_404(organisation.expected_actors, public_id=public_id)
        heading = _("Modifier un acteur attendu")
    else:
        last = organisation.expected_actors.aggregate(last=Max("position"))["last"]
        actor = ExpectedActor(organisation=organisation, position=0 if last is None else last + 1, overlooked=True)
        heading = _("Ajouter un acteur attendu")
    form = ExpectedActorForm(request.POST if request.method == "POST" else None, instance=actor)
    context = {"organisation": organisation, "form": form, "heading": heading}
    if request.method != "POST":
        return render(request, "partnerships/expected_edit.html", context)
    if not form.is_valid():
        return render(request, "partnerships/expected_edit.html", context, status=422)
    try:
        with _gesture(request, organisation, f"{heading}\u00a0: {form.instance.label}"):
            if public_id:
                form.claim_and_save()
            else:
                form.save()
    except StaleVersion as stale:
        context["differences"] = _differences(form, stale.current)
        return render(request, "partnerships/expected_edit.html", context, status=409)
    messages.success(request, _("«\u00a0%(actor)s\u00a0» est dans la liste.") % {"actor": form.instance.label})
    return redirect("partnerships:expected_list", slug)


def _differences(form, current):
    """Return [(label, present value)] where what was typed differs; the form now replaces on purpose."""
    form.data = form.data.copy()
    form.data["seen_version"] = current.version
    labels = dict(PartnerKind.choices)

    def shown(name):
        value = getattr(current, name)
        if name == "kinds":
            return ", ".join(str(labels.get(kind, kind)) for kind in value)
        if name == "overlooked":
            return _("oui") if value else _("non")
        return "\n".join(value) if isinstance(value, list) else getattr(current, f"get_{name}_display", lambda: value)()

    return [
        (form[name].label, shown(name))
        for name in form.Meta.fields
        if form.cleaned_data[name] != getattr(current, name)
    ]


@require_POST
def expected_move(request, slug, public_id):
    """Move an actor up or down among those of its group."""
    organisation = run_organisation(request, slug)
    actor = get_object_or_404(organisation.expected_actors.asked(), public_id=public_id)
    step = STEPS.get(request.POST.get("sens"))
    if step is None:
        raise Http404
    every = list(organisation.expected_actors.all())
    group = [row for row in every if row.retired_at is None and row.overlooked == actor.overlooked]
    other = group.index(actor) + step
    if 0 <= other < len(group):
        first, second = every.index(actor), every.index(group[other])
        every[first], every[second] = every[second], every[first]
        with _gesture(request, organisation, _("Déplacer «\u00a0%(actor)s\u00a0»") % {"actor": actor.label}):
            for position, row in enumerate(every):
                if row.position != position:
                    row.position = position
                    row.save()
    return redirect("partnerships:expected_list", slug)


@require_POST
def expected_retire(request, slug, public_id):
    """Stop asking for an actor, or ask again: what projects answered is kept either way."""
    organisation = run_organisation(request, slug)
    actor = get_object_or_404(organisation.expected_actors, public_id=public_id)
    is_asked = actor.retired_at is None
    said = (
        _("«\u00a0%(actor)s\u00a0» n’est plus dans la liste.")
        if is_asked
        else _("«\u00a0%(actor)s\u00a0» est de nouveau dans la liste.")
    )
    said = said % {"actor": actor.label}
    with _gesture(request, organisation, said):
        actor.retired_at = timezone.now() if is_asked else None
        actor.save()
    messages.success(request, said)
    return redirect("partnerships:expected_list", slug)


@require_POST
def expected_start(request, slug):
    """Give the starting list to an organisation that has none."""
    organisation = run_organisation(request, slug)
    with _gesture(request, organisation, _("Reprendre la liste de départ des acteurs attendus")):
        ExpectedActor.objects.provide(organisation)
    messages.success(request, _("La liste de départ est là\u00a0: gardez ce qui vous sert."))
    return redirect("partnerships:expected_list", slug)
