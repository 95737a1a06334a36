"""Articles of an agreement: read, reword, add, leave out, move, restore, remove. Each gesture can be undone."""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements.forms.article import ArticleAddForm, ArticleForm
from agreements.forms.fields import VersionForm
from agreements.forms.reply import CommentForm
from agreements.freezing import article_change
from agreements.models import Article
from agreements.models_text import PREAMBLE, model_of
from agreements.places import place_url
from agreements.talk import talk_of
from agreements.views.screen import closed, get_agreement, is_preview, panel_of, rich, save_panel, show, show_typed
from agreements.wording import Writer
from projects.access import managed_project
from projects.models import operation
from projects.views.history import safe_next


@require_http_methods(["GET", "HEAD", "POST"])
def article_edit(request, slug, public_id, article_id):
    """One article: its text as the document says it, and the form that rewords it."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    article = _article(agreement, article_id)
    if request.method != "POST":
        return show_article(request, project, agreement, article, compare_to=request.GET.get("comparer", ""))
    # What the page shows is read before the form writes the typed values on the article.
    context = _article_context(agreement, Writer(agreement), article)
    label = _("Article «\u00a0%(title)s\u00a0» récrit") % {"title": _plain(agreement, article)}
    return closed(request, project, agreement) or save_panel(
        request,
        project,
        agreement,
        _panel(agreement, article),
        article,
        ArticleForm(request.POST, instance=article),
        label=label,
        current_form=lambda row: ArticleForm(instance=row),
        **context,
    )


def show_article(request, project, agreement, article, *, status=200, compare_to="", **context):
    """Render the screen with this article in the middle; `context` replaces what the panel shows by itself.

    `compare_to`: the number of a version, as the address says it; the article is then told against it.
    """
    writer = Writer(agreement)
    version = (
        agreement.versions.filter(number=int(compare_to)).first() if re.fullmatch("[0-9]{1,6}", compare_to) else None
    )
    if version is not None:
        change = article_change(agreement, article, version, writer=writer)
        context |= {"compared": version, "change": change}
    context = _article_context(agreement, writer, article) | {"form": ArticleForm(instance=article)} | context
    return show(request, project, agreement, _panel(agreement, article), status=status, writer=writer, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def article_add(request, slug, public_id):
    """Add an article of the team's own, before the two last ones (annexes, signatures) when the model has them."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    refusal = closed(request, project, agreement)
    if refusal:
        return refusal
    panel = panel_of(agreement, "article-nouveau", "_panel_form.html", _("Nouvel article"), previews=True)
    if request.method != "POST":
        return show(request, project, agreement, panel, form=ArticleAddForm(), save_label=_("Ajouter l’article"))
    form = ArticleAddForm(request.POST, instance=Article(agreement=agreement))
    if is_preview(request):
        form.is_valid()
        held = Article.objects.none()
        held._result_cache = _with(agreement.articles.all(), form.instance)
        agreement._prefetched_objects_cache["articles"] = held
        written = Writer(agreement).write(form.instance)
        context = {"written_article": written, "save_label": _("Ajouter l’article")}
        return show_typed(request, project, agreement, panel, form, **context)
    if not form.is_valid():
        return show(request, project, agreement, panel, status=422, form=form, save_label=_("Ajouter l’article"))
    label = _("Article «\u00a0%(title)s\u00a0» ajouté") % {"title": form.cleaned_data["title"]}
    with operation(by=request.user, label=label, project=project) as gesture:
        article = form.save(commit=False)
        # Its own articles may always be left out.
        article.optional = True
        _renumber(_with(agreement.articles.order_by("position", "pk"), article))
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(place_url(agreement, f"article:{article.public_id}"))


@require_POST
def article_switch(request, slug, public_id, article_id):
    """Put an optional article in the agreement, or leave it out: the following ones change numbers."""
    project, agreement, article = _to_change(request, slug, public_id, article_id)
    if not article.optional:
        raise PermissionDenied
    sentence = (
        _("Article «\u00a0%(title)s\u00a0» retiré") if article.included else _("Article «\u00a0%(title)s\u00a0» remis")
    )
    label = sentence % {"title": _plain(agreement, article)}
    with operation(by=request.user, label=label, project=project) as gesture:
        article.claim(_version(request))
        article.included = not article.included
        article.save()
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(safe_next(request, place_url(agreement, f"article:{article.public_id}")))


@require_POST
def article_move(request, slug, public_id, article_id, direction):
    """Move an article one place up or down. The preamble stays first."""
    project, agreement, article = _to_change(request, slug, public_id, article_id)
    url = place_url(agreement, f"article:{article.public_id}")
    step = {"monter": -1, "descendre": 1}.get(direction)
    if step is None:
        raise Http404
    sentence = _("Article «\u00a0%(title)s\u00a0» monté") if step < 0 else _("Article «\u00a0%(title)s\u00a0» descendu")
    label = sentence % {"title": _plain(agreement, article)}
    with operation(by=request.user, label=label, project=project) as gesture:
        article.claim(_version(request))
        ordered = list(agreement.articles.order_by("position", "pk"))
        here = next(rank for rank, other in enumerate(ordered) if other.pk == article.pk)
        first = 1 if ordered[0].key == PREAMBLE else 0
        there = min(max(here + step, first), len(ordered) - 1)
        moved = ordered.pop(here)
        moved.version = article.version
        ordered.insert(there, moved)
        _renumber(ordered)
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(url)


@require_POST
def article_restore(request, slug, public_id, article_id):
    """Take the model's title and wording back."""
    project, agreement, article = _to_change(request, slug, public_id, article_id)
    model = _model_article(agreement, article)
    if model is None:
        raise Http404
    label = _("Article «\u00a0%(title)s\u00a0»\u00a0: le texte du modèle est remis") % {
        "title": _plain(agreement, article)
    }
    with operation(by=request.user, label=label, project=project) as gesture:
        article.claim(_version(request))
        article.title, article.body = model.title, model.body
        article.save()
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(place_url(agreement, f"article:{article.public_id}"))


@require_POST
def article_remove(request, slug, public_id, article_id):
    """Remove an article that the team wrote; those of the model are left out instead."""
    project, agreement, article = _to_change(request, slug, public_id, article_id)
    if article.key:
        raise PermissionDenied
    label = _("Article «\u00a0%(title)s\u00a0» supprimé") % {"title": article.title}
    with operation(by=request.user, label=label, project=project) as gesture:
        article.claim(_version(request))
        article.delete()
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(agreement.get_absolute_url())


def _to_change(request, slug, public_id, article_id):
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    if not agreement.is_open:
        raise PermissionDenied
    return project, agreement, _article(agreement, article_id)


def _article(agreement, article_id):
    article = next((article for article in agreement.articles.all() if article.public_id == article_id), None)
    if article is None:
        raise Http404
    return article


def _article_context(agreement, writer, article):
    written = writer.write(article)
    model = _model_article(agreement, article)
    return {
        "article": article,
        "written_article": written,
        "paragraphs": [(block.item, rich(agreement, block.runs)) for block in written.blocks],
        "marks": [(name, fact) for name, fact in writer.mark_facts(article.title + article.body) if fact.label],
        "is_reworded": model is not None and (model.title, model.body) != (article.title, article.body),
        "has_model": model is not None,
        "can_move": article.key != PREAMBLE,
        "talk": talk_of(agreement, article),
        "comment_form": CommentForm(auto_id="commentaire-neuf-%s"),
    }


def _panel(agreement, article):
    return panel_of(agreement, f"article:{article.public_id}", "_panel_article.html", article.title, previews=True)


def _plain(agreement, article):
    """Return the article's title with its marks filled, for a sentence."""
    return Writer(agreement).write(article).title


def _version(request):
    form = VersionForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else 0


def _with(articles, article):
    """Return the articles with a new one, before the two last ones when the model has them."""
    ordered = list(articles)
    last = next((rank for rank, other in enumerate(ordered) if other.key in ("annexes", "exemplaires")), len(ordered))
    return [*ordered[:last], article, *ordered[last:]]


def _renumber(ordered):
    """Save the articles whose place has changed, and the one that is new."""
    for position, article in enumerate(ordered):
        if article.position != position or article.pk is None:
            article.position = position
            article.save()


def _model_article(agreement, article):
    """Return the ModelArticle that an article comes from, or None when it is the team's own."""
    model = model_of(agreement)
    return model.article(article.key) if model else None
