"""The models of text of an organisation: the list, those of ours, their versions. Its members read, those who run it write."""

from django.contrib import messages
from django.db.models import Count, F
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from agreements.comparing import compare
from agreements.forms.fields import posted_version
from agreements.models import AgreementTemplate, AgreementTemplateVersion, WrongMoment
from agreements.models_text import MODELS, model_from
from agreements.own_models.articles import stored
from agreements.own_models.example import example_agreement
from agreements.own_models.sections import sections_of
from agreements.views.own_screen import draft_problems, get_template
from agreements.views.version import VIEWS, counted
from agreements.wording import Writer, convention_document
from partnerships.access import run_organisation, visible_organisation
from projects.models import CannotUndo, Operation, operation, undo


@require_safe
def model_list(request, slug):
    """The models of the organisation, then ours, to read or to adapt."""
    organisation = visible_organisation(request, slug)
    own = AgreementTemplate.objects.filter(organisation=organisation).prefetch_related("versions")
    rows = [(template, template.published, template.draft) for template in own]
    written = dict(
        AgreementTemplate.objects.filter(organisation=organisation)
        .annotate(written=Count("versions__agreements"))
        .values_list("pk", "written")
    )
    context = {
        "organisation": organisation,
        "models_of": organisation,
        "rows": [(*row, written[row[0].pk]) for row in rows if row[0].archived_at is None],
        "archived": [row[0] for row in rows if row[0].archived_at],
        "built_in": [(code, model, len(model.articles)) for code, model in MODELS.items()],
    }
    return render(request, "agreements/model_list.html", context)


@require_safe
def built_in_detail(request, slug, code):
    """One of our models, filled with an example."""
    organisation = visible_organisation(request, slug)
    model = MODELS.get(code)
    if model is None:
        raise Http404
    context = {
        "organisation": organisation,
        "models_of": organisation,
        "name": model.name,
        "purpose": model.purpose,
        "code": code,
        "document": example_document(model, base=code),
    }
    return render(request, "agreements/model_read.html", context)


@require_POST
def model_copy(request, slug, code):
    """Make a model of the organisation from one of ours: a draft, to adapt."""
    organisation = run_organisation(request, slug)
    model = MODELS.get(code)
    if model is None:
        raise Http404
    name = _free_name(organisation, model.name)
    label = _("Modèle «\u00a0%(name)s\u00a0» créé") % {"name": name}
    with operation(by=request.user, label=label, organisation=organisation) as gesture:
        template = AgreementTemplate.objects.create(
            organisation=organisation, base=code, name=name, purpose=model.purpose
        )
        AgreementTemplateVersion.objects.create(
            template=template,
            number=1,
            title=model.title,
            visas=model.visas,
            party=model.party,
            party_last=model.party_last,
            articles=stored(model),
            by=request.user,
        )
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect("agreements:draft_name", slug=slug, public_id=template.public_id)


def _free_name(organisation, name):
    """Return « Partenariat simple, notre version », with a number when the organisation has one of that name."""
    base = _("%(name)s, notre version") % {"name": name[:100]}
    taken = set(organisation.agreement_templates.values_list("name", flat=True))
    free, rank = base, 2
    while free in taken:
        free, rank = f"{base} {rank}", rank + 1
    return free


@require_safe
def model_detail(request, slug, public_id, number=None):
    """A model of the organisation: the version asked for, else the one in use, else the draft, filled with an example."""
    organisation = visible_organisation(request, slug)
    template = get_template(organisation, public_id)
    versions = sorted(template.versions.all(), key=lambda version: -version.number)
    shown = template.published or template.draft
    if number is not None:
        shown = next((version for version in versions if version.number == number), None)
        if shown is None:
            raise Http404
    shown.template = template
    context = {
        "organisation": organisation,
        "models_of": organisation,
        "template": template,
        "name": template.name,
        "purpose": template.purpose,
        "versions": versions,
        "shown": shown,
        "in_use": template.published,
        "draft": template.draft,
        "document": example_document(model_from(shown), base=template.base, version=shown),
    }
    return render(request, "agreements/model_read.html", context)


@require_safe
def model_compare(request, slug, public_id, number, other):
    """Two versions of a model, article by article and word by word: what the next agreements say that the last did not."""
    organisation = visible_organisation(request, slug)
    template = get_template(organisation, public_id)
    versions = {version.number: version for version in template.versions.all()}
    if number not in versions or other not in versions:
        raise Http404
    before, after = versions[number], versions[other]
    changes = compare(sections_of(before), sections_of(after))
    view = request.GET.get("vue")
    context = {
        "organisation": organisation,
        "models_of": organisation,
        "template": template,
        "earlier": _told(before),
        "later": _told(after),
        "changed": [change for change in changes if not change.is_same],
        "counts": counted(changes),
        "view": view if view in VIEWS else "cote",
        "views": VIEWS,
    }
    return render(request, "agreements/model_compare.html", context)


def _told(version):
    if version.published_on is None:
        return _("version %(number)d (brouillon)") % {"number": version.number}
    return _("version %(number)d") % {"number": version.number}


@require_POST
def draft_open(request, slug, public_id):
    """Open a draft on the last published text, and go and write in it."""
    organisation = run_organisation(request, slug)
    template = get_template(organisation, public_id)
    label = _("Brouillon de «\u00a0%(name)s\u00a0» ouvert") % {"name": template.name}
    if template.draft is None:
        with operation(by=request.user, label=label, organisation=organisation):
            # This UPDATE holds the model: of two people who press together, one opens the draft, both write in it.
            AgreementTemplate.objects.filter(pk=template.pk).update(version=F("version"))
            held = AgreementTemplate.objects.filter(pk=template.pk).prefetch_related("versions").first()
            held.open_draft(by=request.user)
    return redirect("agreements:draft_presentation", slug=slug, public_id=public_id)


@require_POST
def draft_publish(request, slug, public_id):
    """Publish the draft: new agreements are written from it. 422 with what is wrong in its text."""
    organisation = run_organisation(request, slug)
    template = get_template(organisation, public_id)
    draft = template.draft
    if draft is None:
        raise Http404
    draft.template = template
    found = draft_problems(draft)
    if found:
        context = {"organisation": organisation, "models_of": organisation, "template": template, "found": found}
        return render(request, "agreements/model_refused.html", context, status=422)
    label = _("Modèle «\u00a0%(name)s\u00a0», version %(number)d publiée") % {
        "name": template.name,
        "number": draft.number,
    }
    try:
        with operation(by=request.user, label=label, organisation=organisation) as gesture:
            draft.claim(posted_version(request))
            draft.publish(on=timezone.localdate(), by=request.user)
    except WrongMoment:
        raise Http404 from None
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect("agreements:model_detail", slug=slug, public_id=public_id)


@require_POST
def draft_drop(request, slug, public_id):
    """Drop the draft; a model that was never published goes away with it."""
    organisation = run_organisation(request, slug)
    template = get_template(organisation, public_id)
    if template.draft is None:
        raise Http404
    label = _("Brouillon de «\u00a0%(name)s\u00a0» abandonné") % {"name": template.name}
    is_alone = template.published is None
    with operation(by=request.user, label=label, organisation=organisation) as gesture:
        template.draft.delete()
        if is_alone:
            template.delete()
    messages.success(request, label, extra_tags=gesture.public_id)
    if is_alone:
        return redirect("agreements:model_list", slug=slug)
    return redirect("agreements:model_detail", slug=slug, public_id=public_id)


@require_POST
def model_archive(request, slug, public_id):
    """Stop offering a model, or offer it again. The agreements written from it do not change."""
    organisation = run_organisation(request, slug)
    template = get_template(organisation, public_id)
    sentence = (
        _("Modèle «\u00a0%(name)s\u00a0» repris")
        if template.archived_at
        else _("Modèle «\u00a0%(name)s\u00a0» archivé")
    )
    label = sentence % {"name": template.name}
    with operation(by=request.user, label=label, organisation=organisation) as gesture:
        template.claim(posted_version(request))
        template.archive()
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect("agreements:model_list", slug=slug)


@require_POST
def model_undo(request, slug, operation_id):
    """Take back a gesture on the models of the organisation."""
    organisation = run_organisation(request, slug)
    gestures = Operation.objects.filter(organisation=organisation, project=None)
    done = get_object_or_404(gestures, public_id=operation_id)
    if not any(
        model.history.filter(operation=done).exists() for model in (AgreementTemplate, AgreementTemplateVersion)
    ):
        raise Http404
    try:
        undo(done, by=request.user)
        messages.success(request, _("C’est annulé\u00a0: %(label)s") % {"label": done.label})
    except CannotUndo as refusal:
        messages.warning(
            request,
            refusal.reason
            or _("Ce geste ne peut plus être annulé\u00a0: la même chose a changé depuis, ou sert à une convention."),
        )
    return redirect("agreements:model_list", slug=slug)


def example_document(model, *, base, version=None):
    """Return the model filled with the example, as a ConventionDocument without annexes."""
    agreement = example_agreement(model, base=base, version=version)
    writer = Writer(agreement)
    return convention_document(agreement, day=timezone.localdate(), draft=True, writer=writer, with_annexes=False)
