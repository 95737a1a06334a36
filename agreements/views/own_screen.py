"""The screen of the draft of a model: articles on the left, one panel in the middle, the example on the right."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import AgreementTemplate, AgreementTemplateVersion
from agreements.models_text import model_from
from agreements.own_models.example import example_agreement
from agreements.own_models.palette import conditions_told, palette, vocabulary
from agreements.own_models.syntax import problems
from agreements.wording import Writer, convention_document

TEMPLATE = "agreements/model_edit.html"
PLACES = (("nom", gettext_lazy("Nom et usage")), ("presentation", gettext_lazy("Titre et parties")))


@dataclass(frozen=True)
class DraftPanel:
    """What stands in the middle. `key` is that of the article shown, or « nom », « presentation », « + »."""

    key: str
    title: str
    url: str


def get_template(organisation, public_id):
    """Return the model of this organisation, with its versions. Raises Http404."""
    versions = Prefetch("versions", AgreementTemplateVersion.objects.select_related("by"))
    found = AgreementTemplate.objects.filter(organisation=organisation).prefetch_related(versions)
    template = get_object_or_404(found, public_id=public_id)
    template.organisation = organisation
    return template


def get_draft(organisation, public_id):
    """Return the draft of a model. Raises Http404 when it has none: a published text is not written again."""
    template = get_template(organisation, public_id)
    draft = template.draft
    if draft is None:
        raise Http404
    draft.template = template
    return draft


def writer_of(draft):
    """Return a Writer on the example that this draft fills, and its TextModel."""
    model = model_from(draft)
    return Writer(example_agreement(model, base=draft.template.base, version=draft)), model


def draft_problems(draft):
    """Return [(where, address, [Problem])] of all that forbids publishing the draft."""
    writer, model = writer_of(draft)
    words = vocabulary(writer, model)
    texts = [
        (_("Titre et parties"), "presentation", (draft.party, draft.party_last), {"presents": True}),
        (_("Visas"), "presentation", (draft.visas,), {}),
    ]
    texts += [
        (article.title, article.key, (article.title, article.body), {"each_party": article.each_party})
        for article in model.articles
    ]
    found = []
    for title, key, written, how in texts:
        wrong = [problem for text in written for problem in problems(text, words, **how)]
        if wrong:
            found.append((title, draft_url(draft, key), wrong))
    if not model.articles:
        found.append((_("Articles"), draft_url(draft, "+"), [_("Ce modèle n’a aucun article.")]))
    return found


def draft_url(draft, key):
    """Return the address of a panel of the draft."""
    base = [draft.template.organisation.slug, draft.template.public_id]
    if key == "+":
        return reverse("agreements:draft_article_add", args=base)
    if key in ("nom", "presentation"):
        return reverse(f"agreements:draft_{'name' if key == 'nom' else key}", args=base)
    return reverse("agreements:draft_article", args=[*base, key])


def panel(draft, key, title):
    return DraftPanel(key, str(title), draft_url(draft, key))


def show(request, organisation, draft, panel, *, status=200, preview=None, each_party=False, **context):
    """Render the screen with a panel; htmx gets the example alone. `preview`: a copy of the draft with what is typed."""
    writer, model = writer_of(preview or draft)
    document = convention_document(
        writer.agreement, day=timezone.localdate(), draft=True, writer=writer, with_annexes=False
    )
    fragment = "#apercu" if request.htmx else ""
    return render(
        request,
        f"{TEMPLATE}{fragment}",
        {
            "organisation": organisation,
            "models_of": organisation,
            "template": draft.template,
            "draft": draft,
            "panel": panel,
            "rows": _rows(draft),
            "document": document,
            "shown_number": _number(writer, "en_cours" if panel.key == "+" else panel.key),
            "is_preview": preview is not None,
            "palette": palette(writer, model, each_party=each_party),
            "conditions": conditions_told(writer),
            "places": [(key, title, draft_url(draft, key)) for key, title in PLACES],
            "add_url": draft_url(draft, "+"),
        }
        | context,
        status=status,
    )


def _rows(draft):
    """Return [(ModelArticle, number in the example, title to read, address)] of the articles of the draft."""
    writer, model = writer_of(draft)
    titles = {item.article.key: item.title for item in writer.written()}
    every = _("chaque partie")
    return [
        (
            article,
            _number(writer, article.key),
            article.title.replace("{p.court}", every) if article.each_party else titles[article.key],
            draft_url(draft, article.key),
        )
        for article in model.articles
    ]


def _number(writer, key):
    """Return the number of an article in the example, that of the first party when each has its own; None without one."""
    return writer.numbers.get(key) or writer.numbers.get(f"{key}_p1")
