"""Amendments of a signed agreement: start one, choose the articles that it replaces, read the text in force."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.amending import in_force, open_amendment, replace_article, start_amendment
from agreements.models import WrongMoment
from agreements.places import place_url
from agreements.views.screen import Panel, closed, get_agreement, show
from projects.access import managed_project, visible_project
from projects.models import operation


class NumberForm(forms.Form):
    """The number of an article of the amended agreement."""

    number = forms.IntegerField(min_value=1, max_value=32_767)


@require_POST
def amendment_start(request, slug, public_id):
    """Write the draft of an amendment; lead to the one that is open when there is one."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    label = _("Avenant à «\u00a0%(title)s\u00a0»") % {"title": agreement.title}
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            amendment = start_amendment(agreement, by=request.user, day=timezone.localdate())
    except WrongMoment:
        current = open_amendment(agreement)
        messages.error(
            request,
            _("Un avenant est déjà ouvert\u00a0: terminez-le d’abord.")
            if current
            else _("Seule une convention signée se modifie par avenant."),
        )
        return redirect(current or "agreements:agreement_detail", *([] if current else [slug, public_id]))
    messages.success(
        request, _("L’avenant est ouvert. Choisissez les articles qu’il remplace."), extra_tags=gesture.public_id
    )
    return redirect("agreements:amendment_articles", slug=slug, public_id=amendment.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def amendment_articles(request, slug, public_id):
    """The articles in force of the amended agreement: those that this amendment replaces, those that it may replace."""
    project = managed_project(request, slug)
    amendment = get_agreement(project, public_id)
    if amendment.amends is None:
        raise Http404
    url = reverse("agreements:amendment_articles", args=[slug, public_id])
    panel = Panel("avenant", "agreements/_panel_amendment.html", _("Articles de la convention"), url)
    replaced = {article.amends_number: article for article in amendment.articles.all() if article.amends_number}
    rows = [
        (
            current,
            place_url(amendment, f"article:{replaced[current.number].public_id}") if current.number in replaced else "",
        )
        for current in in_force(amendment.amends)
    ]
    if request.method != "POST":
        return show(request, project, amendment, panel, rows=rows)
    refusal = closed(request, project, amendment)
    if refusal:
        return refusal
    form = NumberForm(request.POST)
    number = form.cleaned_data["number"] if form.is_valid() else 0
    chosen = next((current for current, _url in rows if current.number == number), None)
    if chosen is None:
        return show(request, project, amendment, panel, status=422, rows=rows)
    label = _("Article %(number)d à remplacer") % {"number": number}
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            article = replace_article(amendment, chosen)
    except WrongMoment:
        return redirect(url)
    messages.success(
        request, _("Le texte en vigueur est repris\u00a0: écrivez ce qui change."), extra_tags=gesture.public_id
    )
    return redirect(place_url(amendment, f"article:{article.public_id}"))


@require_safe
def agreement_in_force(request, slug, public_id):
    """The articles of a signed agreement as its signed amendments have changed them: to read, not to sign."""
    project = visible_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    if agreement.signed_on is None or agreement.amends_id:
        raise Http404
    context = {
        "project": project,
        "agreement": agreement,
        "articles": in_force(agreement),
        "amendments": agreement.amendments.exclude(signed_on=None).order_by("signed_on", "position"),
    }
    return render(request, "agreements/agreement_in_force.html", context)
