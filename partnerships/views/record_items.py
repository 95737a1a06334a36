"""The lines of a partner's record: people, freins, leviers, parades, exchanges, promises, links. Added, changed, removed."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from partnerships.forms import record as record_forms
from partnerships.forms.trajectory import OpinionForm
from partnerships.models import Contact, Lever, Link, LogEntry, Obstacle, PlacementOpinion, Promise, Response
from partnerships.views.record import Edition, address_of, record_of, show, write, written
from projects.access import editable_project
from projects.models import operation


@dataclass(frozen=True)
class Items:
    """One kind of lines. `rows(partnership)` are those of a partner; `new(partnership, request)` is one to be filled in."""

    form: type
    block: str
    rows: Callable
    new: Callable
    adding: str
    changing: str
    removing: str
    needs_partnership: bool = False


def _new_response(partnership, request):
    """Return the parade to come for the frein `?pour=`."""
    wanted = request.GET.get("pour")
    return Response(obstacle=get_object_or_404(Obstacle, public_id=wanted, partnership=partnership))


ITEMS = {
    "personnes": Items(
        record_forms.ContactForm,
        "personnes",
        lambda partnership: Contact.objects.filter(partner=partnership.partner_id),
        lambda partnership, request: Contact(
            partner=partnership.partner, position=partnership.partner.contacts.count()
        ),
        gettext_lazy("Ajouter une personne"),
        gettext_lazy("Modifier une personne"),
        gettext_lazy("Retirer une personne"),
    ),
    "freins": Items(
        record_forms.ObstacleForm,
        "freins",
        lambda partnership: Obstacle.objects.filter(partnership=partnership),
        lambda partnership, request: Obstacle(partnership=partnership),
        gettext_lazy("Ajouter un frein"),
        gettext_lazy("Modifier un frein"),
        gettext_lazy("Retirer un frein"),
    ),
    "leviers": Items(
        record_forms.LeverForm,
        "freins",
        lambda partnership: Lever.objects.filter(partnership=partnership),
        lambda partnership, request: Lever(partnership=partnership),
        gettext_lazy("Ajouter un levier"),
        gettext_lazy("Modifier un levier"),
        gettext_lazy("Retirer un levier"),
    ),
    "pistes": Items(
        record_forms.ResponseForm,
        "freins",
        lambda partnership: Response.objects.filter(obstacle__partnership=partnership).select_related(
            "obstacle__partnership__partner", "who_member", "who_partnership__partner"
        ),
        _new_response,
        gettext_lazy("Trouver une piste"),
        gettext_lazy("Modifier une piste"),
        gettext_lazy("Retirer une piste"),
    ),
    "contacts": Items(
        record_forms.LogEntryForm,
        "suivi",
        lambda partnership: LogEntry.objects.filter(partnership=partnership).select_related("partnership__partner"),
        lambda partnership, request: LogEntry(partnership=partnership),
        gettext_lazy("Noter un contact"),
        gettext_lazy("Modifier un contact noté"),
        gettext_lazy("Retirer un contact noté"),
    ),
    "rappels": Items(
        record_forms.PromiseForm,
        "suivi",
        lambda partnership: Promise.objects.filter(partnership=partnership).select_related(
            "partnership__partner", "who_member", "who_partnership__partner"
        ),
        lambda partnership, request: Promise(partnership=partnership),
        gettext_lazy("Ajouter un rappel"),
        gettext_lazy("Reporter un rappel"),
        gettext_lazy("Retirer un rappel"),
    ),
    "avis": Items(
        OpinionForm,
        "frise",
        lambda partnership: PlacementOpinion.objects.filter(partnership=partnership).select_related(
            "partnership__partner", "partnership__project", "member", "horizon", "level"
        ),
        lambda partnership, request: PlacementOpinion(partnership=partnership),
        gettext_lazy("Ajouter un avis sur sa place"),
        gettext_lazy("Modifier un avis sur sa place"),
        gettext_lazy("Retirer un avis sur sa place"),
    ),
    "relations": Items(
        record_forms.LinkForm,
        "relations",
        lambda partnership: Link.objects.filter(Q(a=partnership) | Q(b=partnership)),
        lambda partnership, request: Link(),
        gettext_lazy("Ajouter une relation"),
        gettext_lazy("Modifier une relation"),
        gettext_lazy("Retirer une relation"),
        needs_partnership=True,
    ),
}


def _open(request, slug, public_id, items):
    """Return (Record, Items). Raises PermissionDenied for a reader, Http404 for an unknown kind of lines."""
    project = editable_project(request, slug)
    kind = ITEMS.get(items)
    if kind is None:
        raise Http404
    return record_of(project, public_id), kind


def _form(request, kind, record, row):
    extra = {"partnership": record.partnership} if kind.needs_partnership else {}
    return kind.form(request.POST if request.method == "POST" else None, instance=row, **extra)


@require_http_methods(["GET", "HEAD", "POST"])
def record_item_add(request, slug, public_id, items):
    """Open the form of a new line (GET) or write it (POST). A parade names its frein: `?pour=`."""
    record, kind = _open(request, slug, public_id, items)
    form = _form(request, kind, record, kind.new(record.partnership, request))
    edition = Edition(kind.block, form, kind.adding, request.get_full_path())
    if request.method != "POST":
        return show(request, record, block=kind.block, edition=edition)
    return write(request, record, edition, kind.adding)


@require_http_methods(["GET", "HEAD", "POST"])
def record_item_edit(request, slug, public_id, items, line):
    """Open the form of a line (GET) or write it (POST)."""
    record, kind = _open(request, slug, public_id, items)
    form = _form(request, kind, record, get_object_or_404(kind.rows(record.partnership), public_id=line))
    edition = Edition(
        kind.block,
        form,
        kind.changing,
        request.path,
        remove=reverse("partnerships:record_item_remove", args=[slug, public_id, items, line]),
    )
    if request.method != "POST":
        return show(request, record, block=kind.block, edition=edition)
    return write(request, record, edition, kind.changing)


@require_POST
def record_item_remove(request, slug, public_id, items, line):
    """Remove a line; the notice offers to bring it back."""
    record, kind = _open(request, slug, public_id, items)
    row = get_object_or_404(kind.rows(record.partnership), public_id=line)
    label = f"{kind.removing}\u00a0: {record.partner.name}"
    with operation(by=request.user, label=label, project=record.project) as gesture:
        for promise in Promise.objects.filter(entry=row) if items == "contacts" else ():
            # What was promised stays to be kept; a save, so that « Annuler » ties it to its exchange again.
            promise.entry = None
            promise.save()
        row.delete()
    return written(request, record, kind.block, _("C’est retiré."), gesture)


@require_POST
def record_person_move(request, slug, public_id, line):
    """Put a person one place higher in the list of its partner: the first one is the one to call."""
    project = editable_project(request, slug)
    record = record_of(project, public_id)
    people = list(Contact.objects.filter(partner=record.partner).in_order())
    row = get_object_or_404(Contact, partner=record.partner, public_id=line)
    place = people.index(row)
    if place == 0:
        return redirect(f"{address_of(record)}#bloc-personnes")
    people[place - 1], people[place] = people[place], people[place - 1]
    label = _("Changer l’ordre des personnes\u00a0: %(name)s") % {"name": record.partner.name}
    with operation(by=request.user, label=label, project=project) as gesture:
        for position, person in enumerate(people):
            if person.position != position:
                person.position = position
                person.save(update_fields=["position"])
    return written(request, record, "personnes", _("C’est dans cet ordre."), gesture)
