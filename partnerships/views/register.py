"""The register of companies, asked by somebody who adds a partner or completes a record. 404 while it is switched off."""

import copy
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partnerships.forms.directory import NewPartnerForm, PlaceForm
from partnerships.forms.register import TakenForm, as_typed
from partnerships.models import Partnership
from partnerships.register.differences import FIELDS, lines_of, other_siren, sent_values
from partnerships.register.filling import fields_of
from partnerships.register.lookup import look_up
from partnerships.views.adding import add_page
from projects.access import editable_project
from projects.models import StaleVersion, operation
from territories.names import normalise


def switched_on(view):
    """Answer 404 unless an administrator switched the register on."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not settings.COMPANY_REGISTER:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def entered(request):
    """Return whether Enter was pressed after words that the register has not been asked yet.

    Enter presses the first button of the form, which adds the partner: nobody typing in the
    field of the register means that.
    """
    sent = request.POST
    words = sent.get("registre", "").strip()
    return settings.COMPANY_REGISTER and "entree" in sent and words not in ("", sent.get("registre-pour"))


@switched_on
@require_http_methods(["GET", "HEAD", "POST"])
def register_search(request, slug):
    """Search for the person who adds a partner (POST), or fill the form with the company of the answer chosen (`siren`).

    Nothing is saved: the page comes back with all that was typed; htmx gets the answer, or the form, alone. Without words in
    the field of the register, the name typed below is searched. GET leads to the page.
    """
    project = editable_project(request, slug)
    if request.method != "POST":
        return redirect("partnerships:partnership_add", slug)
    return answer(request, project)


def answer(request, project):
    """Render what the register says to the words sent, or the form that one of its companies fills."""
    sent = request.POST
    siren = sent.get("siren", "")
    words = sent.get("registre-pour", "") if siren else sent.get("registre", "").strip() or sent.get("name", "")
    lookup = look_up(request, project, {"registre": words})
    status = 422 if lookup.form.errors else 200
    if request.htmx and not siren:
        context = {"project": project, "lookup": lookup}
        return render(request, "partnerships/_register_answer.html", context, status=status)
    form = as_typed(NewPartnerForm(project=project), sent)
    for part in (form.official, form.contact):
        as_typed(part, sent)
    form.initial.pop("another", None)  # the answer to a question that this page does not ask
    more = {}
    company = lookup.company(siren)
    if company is not None:
        _fill(form, company)
        unkept = _unkept(sent.get("name", ""), form.initial["name"])
        more = {"company": company, "other_siret": lookup.other_siret(company), "unkept_name": unkept}
    return add_page(
        request,
        project,
        form=form,
        place=as_typed(PlaceForm(project=project), sent),
        lookup=lookup,
        from_board=sent.get("depuis") == "frise",
        cell={name: sent[name] for name in ("horizon", "level") if sent.get(name)},
        part="#new" if request.htmx else "",
        status=status,
        **more,
    )


def _fill(form, company):
    """Give the form what the register tells. A kind or a territory already chosen stays; the short name too."""
    for name, value in fields_of(company).items():
        if name in form.official.fields:
            form.official.initial[name] = value
        elif name == "name" or form.initial.get(name) in ("", None, form.fields[name].prepare_value(None)):
            form.initial[name] = value


def _unkept(typed, name):
    """Return the name that was typed when the register's took its place and says something else, or an empty text."""
    return typed.strip() if normalise(typed) != normalise(name) else ""


@switched_on
@require_http_methods(["GET", "HEAD", "POST"])
def record_register(request, slug, public_id):
    """Complete a record: search (`?registre=`), compare with one company (`&siren=`), write the lines ticked (POST).

    The POST sends back the values that the person read, so writing asks the register nothing. 422 when nothing is ticked or a
    value is refused; 409 when somebody wrote the record meanwhile, with what was ticked and the values of today.
    """
    project = editable_project(request, slug)
    rows = Partnership.objects.select_related("partner__territory__departement", "partner__organisation")
    partnership = get_object_or_404(rows, project=project, public_id=public_id)
    if request.method == "POST":
        return _take(request, project, partnership)
    lookup = look_up(request, project, request.GET if "registre" in request.GET else None)
    company = lookup.company(request.GET.get("siren", ""))
    context = {}
    if company is not None:
        lines = lines_of(partnership.partner, fields_of(company))
        context = {
            "company": company,
            "lines": lines,
            "other_siren": other_siren(partnership.partner, company),
            "other_siret": lookup.other_siret(company),
        }
    return _record_page(request, project, partnership, lookup, **context)


def _take(request, project, partnership):
    partner = partnership.partner
    values, chosen = sent_values(request.POST), [name for name in request.POST.getlist("prendre") if name in FIELDS]
    form = TakenForm(request.POST, instance=copy.copy(partner), chosen=chosen)
    if not chosen or not form.is_valid():
        lines = lines_of(partner, values, chosen)
        for line in lines:
            line.errors = form.errors.get(line.name, [])
        return _record_page(request, project, partnership, lines=lines, nothing_chosen=not chosen, status=422)
    label = _("Compléter depuis le registre\u00a0: %(name)s") % {"name": partner.name}
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            form.claim_and_save()
    except StaleVersion as stale:
        if stale.current is None:
            raise Http404 from None
        partnership.partner = stale.current
        return _record_page(request, project, partnership, lines=lines_of(stale.current, values, chosen), status=409)
    messages.success(request, _("C’est enregistré."), extra_tags=gesture.public_id)
    address = reverse("partnerships:partnership_record", args=[project.slug, partnership.public_id])
    return redirect(f"{address}#carte-t")


def _record_page(request, project, partnership, lookup=None, *, status=200, **more):
    partner = partnership.partner
    context = {
        "project": project,
        "partnership": partnership,
        "partner": partner,
        "lookup": lookup or look_up(request, project),
        "start": partner.siret or partner.rna or partner.name,
        "conflict": status == 409,
    }
    return render(request, "partnerships/record_register.html", context | more, status=status)
