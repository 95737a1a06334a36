"""Amendments of a signed agreement: start one, replace, add and delete articles, read the text in force."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.amending import add_article, delete_article, open_amendment, replace_article, start_amendment
from agreements.consolidating import consolidated, in_force, left_pointing, pointing_words
from agreements.forms.amendment import AddForm, DeleteForm, ReplaceForm
from agreements.models import WrongMoment
from agreements.numbering import read_label
from agreements.places import place_url
from agreements.views.document import file_name
from agreements.views.screen import Panel, closed, get_agreement, read_again, show
from agreements.wording import has_text
from documents.http import file_response
from projects.access import managed_project, visible_project
from projects.models import operation


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
    """The text in force as this amendment would change it: what it replaces, adds and deletes, and what it may replace."""
    project, amendment, articles = _to_amend(request, slug, public_id)
    panel = _panel(amendment)
    if request.method != "POST":
        return show(request, project, amendment, panel, **_rows(amendment, articles))
    refusal = closed(request, project, amendment)
    if refusal:
        return refusal
    form = ReplaceForm(request.POST, articles=articles)
    if not form.is_valid():
        return show(request, project, amendment, panel, status=422, **_rows(amendment, articles))
    chosen = form.cleaned_data["number"]
    label = _("Article %(number)s à remplacer") % {"number": chosen.number}
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            article = replace_article(amendment, chosen)
    except WrongMoment:
        return redirect(panel.url)
    messages.success(
        request, _("Le texte en vigueur est repris\u00a0: écrivez ce qui change."), extra_tags=gesture.public_id
    )
    return redirect(place_url(amendment, f"article:{article.public_id}"))


@require_http_methods(["GET", "HEAD", "POST"])
def amendment_add(request, slug, public_id):
    """Write an article that the agreement will have: its place, its title, its text."""
    project, amendment, articles = _to_amend(request, slug, public_id)
    panel = _panel(amendment, "amendment_add", "_panel_form.html", _("Ajouter un article à la convention"))
    asked = {"save_label": _("Ajouter à l’avenant")}
    if request.method != "POST":
        return show(request, project, amendment, panel, form=AddForm(articles=articles), **asked)
    refusal = closed(request, project, amendment)
    if refusal:
        return refusal
    form = AddForm(request.POST, articles=articles)
    if not form.is_valid():
        return show(request, project, amendment, panel, status=422, form=form, **asked)
    typed = form.cleaned_data
    label = _("Article «\u00a0%(title)s\u00a0» à ajouter") % {"title": typed["amends_title"]}
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            article = add_article(
                amendment,
                typed["after"],
                title=typed["amends_title"],
                body=typed["body"],
                taken={one.key for one in articles},
            )
    except WrongMoment:
        # Somebody took that number meanwhile: the choice is shown again with the next one.
        articles = in_force(amendment.amends, also=read_again(amendment))
        form.fields["after"].choices = AddForm(articles=articles).fields["after"].choices
        messages.warning(request, _("Ce numéro vient d’être pris\u00a0: le suivant est proposé."))
        return show(request, project, amendment, panel, status=409, form=form, **asked)
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(place_url(amendment, f"article:{article.public_id}"))


@require_http_methods(["GET", "HEAD", "POST"])
def amendment_delete(request, slug, public_id):
    """Delete an article of the agreement, with the reason that the amendment will say. `?numero=` says which one."""
    project, amendment, articles = _to_amend(request, slug, public_id)
    asked = {"save_label": _("Supprimer par l’avenant")}
    data = request.POST if request.method == "POST" else None
    form = DeleteForm(data, articles=articles, initial={"number": request.GET.get("numero", "")})
    key = read_label(str(form["number"].value() or ""))
    chosen = next((one for one in articles if one.key == key), None)
    if chosen is None:
        raise Http404
    if chosen.is_gone and request.method != "POST":
        # Done, and the page loaded again.
        return redirect(_panel(amendment).url)
    heading = _("Supprimer l’article %(number)s, %(title)s") % {"number": chosen.number, "title": chosen.title}
    panel = _panel(amendment, "amendment_delete", "_panel_form.html", heading)
    if request.method != "POST":
        return show(request, project, amendment, panel, form=form, **asked)
    refusal = closed(request, project, amendment)
    if refusal:
        return refusal
    if not form.is_valid():
        return show(request, project, amendment, panel, status=422, form=form, **asked)
    label = _("Article %(number)s à supprimer") % {"number": chosen.number}
    try:
        with operation(by=request.user, label=label, project=project) as gesture:
            delete_article(amendment, chosen, reason=form.cleaned_data["reason"])
    except WrongMoment:
        messages.warning(request, _("Cet avenant change déjà cet article."))
        return redirect(_panel(amendment).url)
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(_panel(amendment).url)


def _to_amend(request, slug, public_id):
    """Return (project, amendment, the text in force as it would change it)."""
    project = managed_project(request, slug)
    amendment = get_agreement(project, public_id)
    if amendment.amends is None:
        raise Http404
    return project, amendment, in_force(amendment.amends, also=amendment)


def _panel(amendment, name="amendment_articles", template="_panel_amendment.html", title=None):
    url = reverse(f"agreements:{name}", args=[amendment.project.slug, amendment.public_id])
    return Panel("avenant", f"agreements/{template}", title or _("Articles de la convention"), url)


def _rows(amendment, articles):
    """Return what the panel shows: [(ArticleInForce, address of what this amendment does to it)], questions."""
    rows = []
    for one in articles:
        own = next((article for article, _words in one.changes if article.agreement_id == amendment.pk), None)
        url = place_url(amendment, f"article:{own.public_id}") if own else ""
        rows.append((one, own, url))
    return {"rows": rows, "questions": [pointing_words(*pair) for pair in left_pointing(articles)]}


@require_safe
def agreement_in_force(request, slug, public_id):
    """The articles of a signed agreement as its signed amendments have changed them: to read, not to sign."""
    project, agreement = _amended(request, slug, public_id)
    context = {
        "project": project,
        "agreement": agreement,
        "articles": in_force(agreement),
        "amendments": agreement.amendments.exclude(signed_on=None).order_by("signed_on", "position"),
        "has_file": has_text(agreement),
    }
    return render(request, "agreements/agreement_in_force.html", context)


@require_safe
def agreement_in_force_file(request, slug, public_id, extension):
    """The text in force as a file to read: pdf, docx or odt, « sans valeur juridique propre » at its head."""
    from documents import convention, docx, odt
    from documents.cache import cached

    _project, agreement = _amended(request, slug, public_id)
    renders = {
        "pdf": (convention.convention_pdf, "application/pdf"),
        "docx": (docx.convention_docx, docx.TYPE),
        "odt": (odt.convention_odt, odt.TYPE),
    }
    if not has_text(agreement):
        raise Http404
    render_file, content_type = renders[extension]
    name = file_name(agreement, draft=False, extension=extension).replace("convention-", "texte-consolide-", 1)
    document = consolidated(agreement, day=timezone.localdate())
    return file_response(cached(document, render_file), name, content_type)


def _amended(request, slug, public_id):
    project = visible_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    if agreement.signed_on is None or agreement.amends_id:
        raise Http404
    return project, agreement
