"""Agreements of a project: list, edit screen, reading page, state, what is missing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.calendar import term_for
from agreements.checks import CHECKS, PROOFS, findings
from agreements.drafting import write_articles
from agreements.forms.agreement import OverrideForm, ReplyFilterForm, StatusForm
from agreements.models import (
    Agreement,
    Arrangement,
    Blocked,
    CheckOverride,
    Investment,
    MoneySection,
    TextMoved,
    WrongMoment,
    gather_own_annexes,
)
from agreements.models_text import model_of
from agreements.sides import replies_waiting, side_of
from agreements.signing import early_words, reason_of, starts_early
from agreements.terms import terms_of, with_terms
from agreements.validating import standing_now, standings
from agreements.views.article import show_article
from agreements.views.screen import Panel, closed, get_agreement, show, steps
from agreements.views.version import frozen_now, text_moved
from agreements.wording import Writer, convention_document, has_text
from projects.access import managed_project, visible_project
from projects.models import operation

PAGE_SIZE = 20


@require_safe
def agreement_list(request, slug):
    """Agreements with state, dates and what is missing; lighter arrangements below."""
    project = visible_project(request, slug)
    replies = replies_waiting(project.agreements.order_by().values("pk"))
    found = with_terms(Agreement.objects.with_facts().filter(project=project))
    only_replies = bool(replies) and ReplyFilterForm(request.GET).wants_replies
    if only_replies:
        found = found.filter(pk__in=replies)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = []
    under_validation, today = standings([agreement.pk for agreement in page]), timezone.localdate()
    gather_own_annexes(page)
    for agreement in page:
        agreement.project = project
        agreement.is_written = has_text(agreement)
        agreement.replies = replies.get(agreement.pk)
        agreement.term = term_for(agreement, today)
        agreement.standing = under_validation.get(agreement.pk)
        agreement.early = early_words(agreement) if starts_early(agreement, today) else ""
        found = findings(agreement)
        rows.append((agreement, [finding for finding in found if finding.blocks], len(found)))
    others = Arrangement.objects.filter(partnership__project=project)
    arrangements = list(
        others.select_related("partnership__partner", "written_in").order_by(
            F("closed_on").desc(nulls_first=True), "position", "pk"
        )[: PAGE_SIZE + 1]
    )
    context = {
        "project": project,
        "page": page,
        "rows": rows,
        "arrangements": sorted(arrangements[:PAGE_SIZE], key=lambda one: not one.is_living),
        "has_more": len(arrangements) > PAGE_SIZE,
        "today": today,
        "replies": replies,
        "only_replies": only_replies,
        "query": "retours=1" if only_replies else "",
        "has_subsidy": any(agreement.has_subsidy for agreement in page),
        "has_investment": Investment.objects.filter(project=project).exists(),
    }
    return render(request, "agreements/agreement_list.html", context)


@require_safe
def agreement_edit(request, slug, public_id):
    """The edit screen at its first article; the reading page for those who only read, or without text to edit."""
    project = visible_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    articles = list(agreement.articles.all())
    if not (project.can_manage and articles and agreement.is_open):
        return redirect("agreements:agreement_detail", slug=slug, public_id=public_id)
    return show_article(request, project, agreement, articles[0])


@require_safe
def agreement_detail(request, slug, public_id):
    """Everything an agreement says: its facts, and its text when Maillage writes it."""
    project = visible_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    day = timezone.localdate()
    writer = Writer(agreement)
    has_model = model_of(agreement) is not None
    document = None
    if writer.articles:
        document = convention_document(agreement, day=day, draft=True, writer=writer, with_annexes=False)
    lines = agreement.money_lines.all()
    money = {section: [line for line in lines if line.section == section] for section in MoneySection.values}
    found = findings(agreement, writer=writer)
    side = side_of(agreement, writer=writer)
    context = {
        "project": project,
        "agreement": agreement,
        "document": document,
        "steps": steps(agreement),
        "money": money,
        "totals": {section: sum(line.amount for line in rows) for section, rows in money.items()},
        "versions": side.versions,
        "findings": found,
        "errors": [finding for finding in found if finding.blocks],
        "has_model": has_model,
        "side": side,
        "can_start_text": has_model and project.can_manage and agreement.is_open and not agreement.articles.all(),
        "status_form": StatusForm(initial={"version": agreement.version}),
        "day": day,
        "standing": standing_now(agreement, writer) if document else None,
        "terms": terms_of(agreement),
        "early": early_words(agreement) if starts_early(agreement, day) else "",
    }
    return render(request, "agreements/agreement_detail.html", context)


@require_POST
def article_start(request, slug, public_id):
    """Write the model's articles into an agreement that came without (an imported one), so that they can be edited."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    if model_of(agreement) is None:
        raise Http404
    refusal = closed(request, project, agreement)
    if refusal:
        return refusal
    label = _("Articles du modèle repris")
    with operation(by=request.user, label=label, project=project) as gesture:
        # The operation holds the project's row: two people who press together write the articles once.
        if not agreement.articles.exists():
            write_articles(agreement)
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(agreement)


@require_POST
def agreement_status(request, slug, public_id):
    """Negotiate, say ready, freeze the copy to sign anew, note the signature, or take back to work."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    form = StatusForm(request.POST)
    if not form.is_valid():
        context = {"project": project, "agreement": agreement, "form": form}
        return render(request, "agreements/agreement_status.html", context, status=422)
    gesture_name, day = form.cleaned_data["gesture"], timezone.localdate()
    label = {
        "negocier": _("Convention en négociation"),
        "prete": _("Convention prête à signer"),
        "completer": _("Exemplaire à signer figé de nouveau"),
        "signer": _("Convention signée"),
        "reprendre": _("Convention remise au travail"),
    }[gesture_name]
    frozen, told = None, []
    if gesture_name in ("negocier", "prete", "completer") and agreement.version == form.cleaned_data["version"]:
        frozen = frozen_now(agreement, draft=gesture_name == "negocier", day=day)
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            agreement.claim(form.cleaned_data["version"])
            if gesture_name == "negocier":
                agreement.negotiate(on=day, frozen=frozen, by=request.user)
            elif gesture_name == "prete":
                agreement.mark_ready(on=day, validated_by=str(request.user), frozen=frozen, by=request.user)
            elif gesture_name == "completer":
                agreement.complete(on=day, frozen=frozen, by=request.user)
            elif gesture_name == "signer":
                told = agreement.sign(signed_on=form.cleaned_data["signed_on"])
            else:
                agreement.reopen()
    except Blocked as blocked:
        context = {"project": project, "agreement": agreement, "errors": blocked.findings}
        return render(request, "agreements/agreement_blocked.html", context, status=422)
    except TextMoved:
        return text_moved(request, project, agreement)
    except WrongMoment as refusal:
        agreement.refresh_from_db(fields=["status"])
        context = {"project": project, "agreement": agreement, "form": form, "reason": reason_of(refusal)}
        return render(request, "agreements/agreement_status.html", context, status=409)
    messages.success(request, ". ".join([label, *told]), extra_tags=gesture.public_id)
    return redirect(agreement)


@require_safe
def missing_list(request, slug, public_id):
    """« Ce qui manque »: every finding, where it is mended, and what may be passed over with a reason."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    return _show_missing(request, agreement, OverrideForm())


@require_http_methods(["POST"])
def override_add(request, slug, public_id, number):
    """Pass over a blocking check, with a reason that stays written."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    refusal = closed(request, project, agreement)
    if refusal:
        return refusal
    if not any(check[0] == number and check[2] for check in CHECKS):
        raise Http404
    form = OverrideForm(request.POST)
    panel = missing_panel(agreement)
    if not form.is_valid():
        return _show_missing(request, agreement, form, status=422)
    label = _("Vérification passée outre\u00a0: %(reason)s") % {"reason": form.cleaned_data["reason"]}
    with operation(by=request.user, label=label, project=project) as gesture:
        CheckOverride.objects.filter(agreement=agreement, check_number=number).first() or CheckOverride.objects.create(
            agreement=agreement, check_number=number, reason=form.cleaned_data["reason"], by=request.user
        )
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(panel.url)


@require_POST
def override_remove(request, slug, public_id, number):
    """Take the check into account again."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    override = get_object_or_404(CheckOverride, agreement=agreement, check_number=number)
    label = _("Vérification à nouveau demandée")
    with operation(by=request.user, label=label, project=project) as gesture:
        override.delete()
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(missing_panel(agreement).url)


def _show_missing(request, agreement, form, *, status=200):
    """Render the panel: beside what is asked, the files kept that prove it."""
    kept = agreement.files.filter(kind__in=PROOFS.values()).for_lists()
    context = {"override_form": form, "kept": kept}
    return show(request, agreement.project, agreement, missing_panel(agreement), status=status, **context)


def missing_panel(agreement):
    url = reverse("agreements:missing_list", args=[agreement.project.slug, agreement.public_id])
    return Panel("manque", "agreements/_panel_missing.html", _("Ce qui manque"), url)
