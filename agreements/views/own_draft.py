"""Writing in the draft of a model: its name, how it presents the parties, its articles. Each gesture can be undone.

« geste=apercu » shows what is typed, filled with the example, and writes nothing.
"""

from copy import copy

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements.forms.article import clean_text
from agreements.forms.fields import differences, posted_version
from agreements.forms.own_model import ModelNameForm, OwnArticleForm, PresentationForm
from agreements.models_text import PREAMBLE
from agreements.own_models import articles as rows
from agreements.own_models.palette import vocabulary
from agreements.views.own_screen import draft_url, get_draft, panel, show, writer_of
from partnerships.access import run_organisation
from projects.models import StaleVersion, operation

STEPS = {"monter": -1, "descendre": 1}


@require_http_methods(["GET", "HEAD", "POST"])
def draft_name(request, slug, public_id):
    """What the model is called, and when to choose it."""
    organisation = run_organisation(request, slug)
    draft = get_draft(organisation, public_id)
    here = panel(draft, "nom", _("Nom et usage"))
    if request.method != "POST":
        return show(request, organisation, draft, here, form=ModelNameForm(instance=draft.template))
    row = copy(draft.template)
    return _save(
        request,
        organisation,
        draft,
        here,
        row,
        ModelNameForm(request.POST, instance=row),
        label=_("Modèle «\u00a0%(name)s\u00a0»\u00a0: nom et usage") % {"name": draft.template.name},
        current_form=lambda row: ModelNameForm(instance=row),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def draft_presentation(request, slug, public_id):
    """The title, the visas, and the words that present each party."""
    organisation = run_organisation(request, slug)
    draft = get_draft(organisation, public_id)
    here = panel(draft, "presentation", _("Titre et parties"))
    words = _words(draft)
    if request.method != "POST":
        return show(request, organisation, draft, here, form=PresentationForm(instance=draft, words=words))
    typed = copy(draft)
    form = PresentationForm(request.POST, instance=typed, words=words)
    if request.POST.get("geste") == "apercu":
        form.is_valid()
        for name in PresentationForm.Meta.fields:
            longest = typed._meta.get_field(name).max_length
            setattr(typed, name, clean_text(request.POST.get(name, ""))[:longest])
        return show(request, organisation, draft, here, preview=typed, form=form)
    return _save(
        request,
        organisation,
        draft,
        here,
        typed,
        form,
        label=_("Modèle «\u00a0%(name)s\u00a0»\u00a0: titre et parties") % {"name": draft.template.name},
        current_form=lambda row: PresentationForm(instance=row, words=words),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def draft_article(request, slug, public_id, key):
    """One article: its title, its text, whether it may be left out, whether each party has its own."""
    organisation = run_organisation(request, slug)
    draft = get_draft(organisation, public_id)
    article = _article(draft, key)
    here = panel(draft, key, article["title"])
    words = _words(draft)
    context = {"article": article, "each_party": article["each_party"]}
    if request.method != "POST":
        return show(request, organisation, draft, here, form=_article_form(draft, article, words), **context)
    form = OwnArticleForm(request.POST, words=words)
    if request.POST.get("geste") == "apercu":
        return show(request, organisation, draft, here, preview=_typed(draft, key, request.POST), form=form, **context)
    label = _("Modèle «\u00a0%(name)s\u00a0»\u00a0: article «\u00a0%(title)s\u00a0»") % {
        "name": draft.template.name,
        "title": article["title"],
    }

    def write():
        said = {name: form.cleaned_data[name] for name in ("title", "body", "optional", "each_party")}
        draft.articles = rows.changed(draft.articles, key, **said)
        draft.save()

    return _save(
        request,
        organisation,
        draft,
        here,
        draft,
        form,
        label=label,
        current_form=lambda row: _article_form(row, rows.find(row.articles, key) or article, words),
        write=write,
        **context,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def draft_article_add(request, slug, public_id):
    """A new article, before the two that close the text."""
    organisation = run_organisation(request, slug)
    draft = get_draft(organisation, public_id)
    here = panel(draft, "+", _("Nouvel article"))
    words = _words(draft)
    if request.method != "POST":
        form = OwnArticleForm(words=words, initial={"version": draft.version})
        return show(request, organisation, draft, here, form=form)
    form = OwnArticleForm(request.POST, words=words)
    if request.POST.get("geste") == "apercu":
        return show(request, organisation, draft, here, preview=_typed(draft, None, request.POST), form=form)
    label = _("Modèle «\u00a0%(name)s\u00a0»\u00a0: article ajouté") % {"name": draft.template.name}
    made = []

    def write():
        said = {name: form.cleaned_data[name] for name in ("title", "body", "optional", "each_party")}
        made.append({"key": rows.new_key(draft.articles, said["title"])} | said)
        draft.articles = rows.added(draft.articles, made[0])
        draft.save()

    def current_form(row):
        return OwnArticleForm(words=words, initial={"version": row.version})

    return _save(
        request,
        organisation,
        draft,
        here,
        draft,
        form,
        label=label,
        current_form=current_form,
        write=write,
        then=lambda: draft_url(draft, made[0]["key"]),
    )


@require_POST
def draft_article_move(request, slug, public_id, key, direction):
    """Put an article one place up or down. The preamble stays first."""
    step = STEPS.get(direction)
    if step is None:
        raise Http404
    return _rearrange(
        request, slug, public_id, key, lambda articles: rows.moved(articles, key, step), _("article déplacé"), key
    )


@require_POST
def draft_article_remove(request, slug, public_id, key):
    """Remove an article from the draft: the published versions keep it."""
    return _rearrange(
        request,
        slug,
        public_id,
        key,
        lambda articles: rows.without(articles, key),
        _("article supprimé"),
        "presentation",
    )


def _rearrange(request, slug, public_id, key, change, what, then):
    organisation = run_organisation(request, slug)
    draft = get_draft(organisation, public_id)
    _article(draft, key)
    if key == PREAMBLE and then == key:
        raise PermissionDenied
    label = _("Modèle «\u00a0%(name)s\u00a0»\u00a0: %(what)s") % {"name": draft.template.name, "what": what}
    with operation(by=request.user, label=label, organisation=organisation) as gesture:
        draft.claim(posted_version(request))
        draft.articles = change(draft.articles)
        draft.save()
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(draft_url(draft, then))


def _save(request, organisation, draft, here, row, form, *, label, current_form, write=None, then=None, **context):
    """Write a posted form on `row`, or show it again: 422 invalid, 409 with the typed text and the current value.

    `row` is the draft or its model; a copy when the form writes on it, so that the page shows what is stored.
    """
    if not form.is_valid():
        return show(request, organisation, draft, here, status=422, form=form, **context)
    try:
        with operation(by=request.user, label=label, organisation=organisation) as gesture:
            row.claim(form.cleaned_data["version"])
            (write or form.save)()
    except StaleVersion as stale:
        if stale.current is None:
            raise
        form.data = form.data.copy()
        form.data["version"] = stale.current.version
        context |= {"conflict": differences(current_form(stale.current), form), "is_stale": True}
        if isinstance(stale.current, type(draft)):
            stale.current.template = draft.template
            draft = stale.current
        return show(request, organisation, draft, here, status=409, form=form, **context)
    messages.success(request, label, extra_tags=gesture.public_id)
    return redirect(then() if then else here.url)


def _article(draft, key):
    article = rows.find(draft.articles, key)
    if article is None:
        raise Http404
    return article


def _article_form(draft, article, words):
    said = {name: article[name] for name in ("title", "body", "optional", "each_party")}
    return OwnArticleForm(words=words, initial=said | {"version": draft.version})


def _words(draft):
    writer, model = writer_of(draft)
    return vocabulary(writer, model)


def _typed(draft, key, data):
    """Return a copy of the draft, never saved, with what is being typed in that article, or in a new one without key."""
    said = {
        "title": data.get("title", "")[:200],
        "body": clean_text(data.get("body", "")[:20000]),
        "optional": "optional" in data,
        "each_party": "each_party" in data,
    }
    preview = copy(draft)
    preview.articles = (
        rows.changed(draft.articles, key, **said) if key else rows.added(draft.articles, {"key": "en_cours"} | said)
    )
    return preview
