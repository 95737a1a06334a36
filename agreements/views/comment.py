"""What the team says to itself in the margin of an article: threads, answers, resolved or opened again."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agreements.forms.reply import CommentForm
from agreements.models import ArticleComment
from agreements.places import place_url
from agreements.views.article import show_article
from agreements.views.screen import get_agreement
from projects.access import managed_project
from projects.models import operation


@require_POST
def comment_add(request, slug, public_id, article_id):
    """Comment an article, or answer a comment (`parent`). Allowed on a signed text too: it changes nothing of it."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id)
    article = next((row for row in agreement.articles.all() if row.public_id == article_id), None)
    if article is None:
        raise Http404
    parent = None
    if request.POST.get("parent"):
        parent = get_object_or_404(ArticleComment, article=article, parent=None, public_id=request.POST["parent"])
    form = CommentForm(request.POST, auto_id=f"commentaire-{parent.public_id if parent else 'neuf'}-%s")
    if not form.is_valid():
        return show_article(request, project, agreement, article, status=422, comment_form=form, answers_to=parent)
    label = _("Répondre à un commentaire") if parent else _("Commenter un article")
    with operation(by=request.user, label=label, project=project) as gesture:
        comment = form.save(commit=False)
        comment.article, comment.parent, comment.author = article, parent, request.user
        comment.save()
    messages.success(request, _("Votre commentaire est écrit."), extra_tags=gesture.public_id)
    return redirect(f"{place_url(agreement, f'article:{article.public_id}')}#commentaires")


@require_POST
def comment_resolve(request, slug, public_id, comment_id):
    """Say that a thread is settled, or open it again."""
    project = managed_project(request, slug)
    comment = get_object_or_404(
        ArticleComment.objects.select_related("article__agreement"),
        article__agreement__project=project,
        article__agreement__public_id=public_id,
        public_id=comment_id,
        parent=None,
    )
    opens = comment.resolved_at is not None
    label = _("Commentaire rouvert") if opens else _("Commentaire réglé")
    with operation(by=request.user, label=label, project=project) as gesture:
        comment.resolved_at = None if opens else timezone.now()
        comment.resolved_by = None if opens else request.user
        comment.save()
    messages.success(request, label, extra_tags=gesture.public_id)
    agreement = comment.article.agreement
    agreement.project = project
    return redirect(f"{place_url(agreement, f'article:{comment.article.public_id}')}#commentaires")
