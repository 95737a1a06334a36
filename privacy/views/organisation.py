"""Personal data of an organisation: its sheet of the register, the people of its directory, and what each may ask."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Organisation
from documents.fact_sheet import fact_sheet_pdf
from documents.http import file_response
from partnerships.models import Contact
from privacy.access import managed_organisation
from privacy.erasing import erase
from privacy.forms.person import ErasureForm, PolicyForm
from privacy.models import DataPolicy, Erasure, ErasureKind
from privacy.notice import full_notice
from privacy.person_file import agreements_of, json_of, person_sheet
from privacy.register import register_sheet
from privacy.retention import past_term, people, term_of
from privacy.traces import traces_of
from projects.models import StaleVersion, operation

PAGE_SIZE = 50
ERASURES_SHOWN = 10


@require_safe
def organisation_list(request):
    """Where personal data is looked after, for each organisation of the person; what its role allows there."""
    organisations = Organisation.objects.visible_to(request.user)
    managed = set(Organisation.objects.managed_by(request.user).values_list("pk", flat=True))
    rows = [(organisation, organisation.pk in managed) for organisation in organisations]
    if len(rows) == 1 and managed:
        return redirect("privacy:register", rows[0][0].slug)
    return render(request, "privacy/organisation_list.html", {"rows": rows})


# --- Register ---


@require_safe
def register(request, slug):
    """The sheet of the register, filled with the organisation's data."""
    organisation = managed_organisation(request, slug)
    policy = DataPolicy.of(organisation)
    context = {
        "organisation": organisation,
        "policy": policy,
        "sheet": register_sheet(policy, timezone.localdate()),
        "notice": full_notice(policy),
    }
    return render(request, "privacy/register.html", context)


@require_safe
def register_pdf(request, slug):
    """The same sheet on paper."""
    organisation = managed_organisation(request, slug)
    sheet = register_sheet(DataPolicy.of(organisation), timezone.localdate())
    return file_response(fact_sheet_pdf(sheet), f"registre-{organisation.slug}.pdf", "application/pdf")


@require_http_methods(["GET", "HEAD", "POST"])
def policy_edit(request, slug):
    """Fill the sheet: 422 and 409 keep what was typed."""
    organisation = managed_organisation(request, slug)
    policy = DataPolicy.of(organisation)
    form = PolicyForm(request.POST if request.method == "POST" else None, instance=policy)
    differences, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                with operation(by=request.user, label=_("Modifier la fiche du registre"), organisation=organisation):
                    form.claim_and_save()
                messages.success(request, _("La fiche du registre est à jour."))
                return redirect("privacy:register", slug)
            except StaleVersion as stale:
                differences, status = _differences(form, stale.current), 409
    context = {"organisation": organisation, "form": form, "differences": differences}
    return render(request, "privacy/policy_edit.html", context, status=status)


def _differences(form, current):
    """Return [(label, present value)] where what was typed differs; the form now replaces on purpose."""
    form.data = form.data.copy()
    form.data["seen_version"] = current.version
    found = []
    for name in form.Meta.fields:
        if form.cleaned_data[name] != getattr(current, name):
            shown = getattr(current, f"get_{name}_display", lambda name=name: getattr(current, name))()
            found.append((form[name].label, shown))
    return found


# --- People ---


@require_safe
def person_list(request, slug):
    """Who is in the directory and until when: those past the term first, or alone (`?echeance=depasse`)."""
    organisation = managed_organisation(request, slug)
    policy, today = DataPolicy.of(organisation), timezone.localdate()
    contacts = people(organisation, today)
    over = past_term(contacts, policy, today)
    only_over = request.GET.get("echeance") == "depasse"
    words = request.GET.get("q", "").strip()[:200]
    shown = over if only_over else contacts
    if words:
        shown = shown.filter(name__icontains=words)
    page = Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "organisation": organisation,
        "policy": policy,
        "page": page,
        "rows": [(contact, term_of(contact, policy, today)) for contact in page],
        "over_count": over.count(),
        "only_over": only_over,
        "q": words,
        "erasures": Erasure.objects.filter(organisation=organisation).select_related("partner", "done_by")[
            :ERASURES_SHOWN
        ],
    }
    return render(request, "privacy/person_list.html", context)


def _person(request, slug, public_id):
    """Return (organisation, contact with its partner). Raises Http404 or PermissionDenied."""
    organisation = managed_organisation(request, slug)
    contacts = Contact.objects.filter(partner__organisation=organisation).select_related("partner__organisation")
    return organisation, get_object_or_404(contacts, public_id=public_id)


@never_cache
@require_safe
def person_detail(request, slug, public_id):
    """All that is held on a person, as the person would receive it."""
    organisation, contact = _person(request, slug, public_id)
    policy, today = DataPolicy.of(organisation), timezone.localdate()
    dated = people(organisation, today).filter(pk=contact.pk).first()
    context = {
        "organisation": organisation,
        "contact": contact,
        "partner": contact.partner,
        "sheet": person_sheet(contact, today),
        "dated": dated,
        "term": term_of(dated, policy, today) if dated else None,
    }
    return render(request, "privacy/person_detail.html", context)


@require_safe
def person_json(request, slug, public_id):
    """The same, to hand over, for a machine."""
    return _handed_over(request, slug, public_id, json_of, "json", "application/json; charset=utf-8")


@require_safe
def person_pdf(request, slug, public_id):
    """The same, to hand over, to be read."""
    return _handed_over(request, slug, public_id, fact_sheet_pdf, "pdf", "application/pdf")


def _handed_over(request, slug, public_id, render_sheet, ending, content_type):
    _organisation, contact = _person(request, slug, public_id)
    sheet = person_sheet(contact, timezone.localdate())
    name = f"donnees-{slugify(str(contact)) or contact.public_id}.{ending}"
    response = file_response(render_sheet(sheet), name, content_type)
    response["Cache-Control"] = "private, no-store"
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person_erase(request, slug, public_id):
    """Say what goes, what stays and that nothing comes back (GET); erase (POST)."""
    organisation, contact = _person(request, slug, public_id)
    traces = traces_of(contact)
    form = ErasureForm(request.POST if request.method == "POST" else None, traces=traces)
    if request.method == "POST" and form.is_valid():
        done = erase(contact, kind=form.cleaned_data["kind"], traces=form.chosen, by=request.user)
        said = {
            ErasureKind.ERASED: _("La personne est effacée. Rien ne la ramènera."),
            ErasureKind.ANONYMISED: _("Il ne reste que sa fonction. Rien ne ramènera le reste."),
        }
        messages.success(request, said[done.kind])
        return redirect("privacy:person_list", slug)
    context = {
        "organisation": organisation,
        "contact": contact,
        "partner": contact.partner,
        "form": form,
        "kept": agreements_of(contact),
        "has_traces": bool(traces),
    }
    return render(request, "privacy/person_erase.html", context, status=422 if form.errors else 200)
