"""What came back: who reads what, remarks answered, wordings taken or declined, answers noted from elsewhere."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from agreements.comparing import Section, compare
from agreements.forms.reply import ElsewhereForm, RemarkAnswerForm, SettleForm
from agreements.models import PartnerRemark, PartyAnswer, PartyCorrection, Settled, WordingProposal
from agreements.sides import side_of
from agreements.taking import body_with_marks, rendered
from agreements.views.screen import closed, get_agreement, read_again
from agreements.views.sending import SENDABLE
from agreements.wording import Writer, has_text
from projects.access import managed_project, visible_project
from projects.models import StaleVersion, operation

MOST_SHOWN = 200


@require_safe
def reply_list(request, slug, public_id):
    """The other side: who holds the pen, the links with their state, what waits for the team, what was decided."""
    project = visible_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    return _list_page(request, project, agreement)


@require_http_methods(["POST"])
def answer_note(request, slug, public_id):
    """Note what a party said of the last version by courriel, in a meeting, by telephone or by letter."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    refusal = closed(request, project, agreement)
    if refusal:
        return refusal
    form = ElsewhereForm(request.POST, parties=_others(agreement))
    version = agreement.versions.order_by("-number").first()
    if version is None:
        return _list_page(request, project, agreement, status=409)
    if not form.is_valid():
        return _list_page(request, project, agreement, elsewhere=form, status=422)
    typed = form.cleaned_data
    label = _("Noter une réponse\u00a0: %(party)s") % {"party": typed["party"].label}
    with operation(by=request.user, label=label, project=project) as gesture:
        PartyAnswer.objects.create(version=version, noted_by=request.user, **typed)
    messages.success(request, _("La réponse est notée."), extra_tags=gesture.public_id)
    return redirect("agreements:reply_list", slug, public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def remark_answer(request, slug, public_id, remark_id):
    """Answer a remark: the partner reads the answer on its page."""
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    remark = get_object_or_404(
        PartnerRemark.objects.select_related("link__party__partnership__partner"),
        link__agreement=agreement,
        public_id=remark_id,
    )
    form = RemarkAnswerForm(request.POST if request.method == "POST" else None, instance=remark)
    context = {"project": project, "agreement": agreement, "remark": remark, "form": form}
    if request.method != "POST" or not form.is_valid():
        return render(request, "agreements/remark_answer.html", context, status=422 if form.errors else 200)
    label = _("Répondre à %(who)s") % {"who": remark.link.name}
    with operation(by=request.user, label=label, project=project) as gesture:
        remark.answered_by, remark.answered_at = request.user, timezone.now()
        form.save()
    messages.success(request, _("Votre réponse se lit sur sa page."), extra_tags=gesture.public_id)
    return redirect("agreements:reply_list", slug, public_id)


@require_http_methods(["GET", "HEAD", "POST"])
def wording_settle(request, slug, public_id, wording_id):
    """Show a proposed wording against the article of today (GET); take it or decline it with a word (POST).

    Taken, it becomes the body of the article, whose unchanged lines keep their marks: one gesture, undone at once.
    """
    project = managed_project(request, slug)
    agreement = get_agreement(project, public_id, text_only=False)
    wording = get_object_or_404(
        WordingProposal.objects.select_related("link__party__partnership__partner", "link__version", "decided_by"),
        link__agreement=agreement,
        public_id=wording_id,
    )
    article = next((row for row in agreement.articles.all() if row.pk == wording.article_id), None)
    if request.method != "POST":
        form = SettleForm(initial={"version": article.version if article else 0})
        return _wording_page(request, project, agreement, wording, article, form)
    refusal = closed(request, project, agreement)
    if refusal:
        return refusal
    form = SettleForm(request.POST)
    if not form.is_valid():
        return _wording_page(request, project, agreement, wording, article, form, status=422)
    takes = form.cleaned_data["choice"] == "reprendre"
    if not wording.is_pending or (takes and article is None):
        return _wording_page(request, project, agreement, wording, article, form, status=409)
    sentence = (
        _("Reprendre une rédaction\u00a0: %(who)s") if takes else _("Ne pas reprendre une rédaction\u00a0: %(who)s")
    )
    try:
        with operation(by=request.user, label=sentence % {"who": wording.link.name}, project=project) as gesture:
            # The operation holds the project's row: of two people who decide, one finds it settled.
            if not WordingProposal.objects.filter(pk=wording.pk, decision=Settled.PENDING).exists():
                raise StaleVersion(None, WordingProposal)
            if takes:
                body = body_with_marks(Writer(agreement).agreed(), article, wording.proposed.splitlines())
                article.claim(form.cleaned_data["version"])
                article.body = body
                article.save()
            wording.decision = Settled.ACCEPTED if takes else Settled.DECLINED
            wording.word = form.cleaned_data["word"]
            wording.decided_by, wording.decided_at = request.user, timezone.now()
            wording.save()
    except StaleVersion:
        return _again(request, project, agreement, wording, form)
    done = _("L’article est récrit.") if takes else _("C’est noté\u00a0: votre mot se lira sur sa page.")
    messages.success(request, done, extra_tags=gesture.public_id)
    return redirect("agreements:reply_list", slug, public_id)


def _again(request, project, agreement, wording, form):
    """Answer 409 with the article as it is now; the word that was typed stays."""
    agreement = read_again(agreement)
    wording.refresh_from_db(fields=["decision", "word", "decided_by", "decided_at"])
    article = next((row for row in agreement.articles.all() if row.pk == wording.article_id), None)
    form.data = form.data.copy()
    form.data["version"] = article.version if article else 0
    return _wording_page(request, project, agreement, wording, article, form, is_stale=True, status=409)


def _wording_page(request, project, agreement, wording, article, form, *, status=200, is_stale=False):
    proposed = tuple(wording.proposed.splitlines())
    today = _text_of(agreement, article) if article else ()
    seen = tuple(wording.seen.splitlines())
    [change] = compare([Section("article", "", "", today if article else seen)], [Section("article", "", "", proposed)])
    context = {
        "project": project,
        "agreement": agreement,
        "wording": wording,
        "article": article,
        "change": change,
        "changed_since": article is not None and today != seen,
        "form": form,
        "is_stale": is_stale,
    }
    return render(request, "agreements/wording_settle.html", context, status=status)


def _text_of(agreement, article):
    """Return the paragraphs of an article as the text to agree on says them today."""
    writer = Writer(agreement).agreed()
    own = next((row for row in writer.articles if row.pk == article.pk), None)
    if own is None:
        raise Http404
    return tuple(text for line in own.body.splitlines() for text in rendered(writer, own, line))


def _list_page(request, project, agreement, *, elsewhere=None, status=200):
    scope = {"link__agreement": agreement}
    from_links = ("link__party__partnership__partner", "article")
    remarks = PartnerRemark.objects.filter(**scope).select_related(*from_links, "answered_by")
    wordings = WordingProposal.objects.filter(**scope).exclude(decision=Settled.REPLACED)
    wordings = wordings.select_related(*from_links, "decided_by")
    corrections = PartyCorrection.objects.filter(**scope, decision=Settled.PENDING).values_list(
        "link__party_id", flat=True
    )
    counts = {}
    for party in corrections:
        counts[party] = counts.get(party, 0) + 1
    answers = PartyAnswer.objects.filter(version__agreement=agreement).order_by("-made_at", "-pk")
    answers = answers.select_related("version", "noted_by").defer("version__frozen", "version__text")[:MOST_SHOWN]
    parties = {party.pk: party for party in agreement.parties.all()}
    for answer in answers:
        answer.party = parties[answer.party_id]
    others = _others(agreement)
    side = side_of(agreement)
    context = {
        "project": project,
        "agreement": agreement,
        "side": side,
        "can_send": has_text(agreement) and agreement.status in SENDABLE,
        "remarks": list(remarks.order_by("answered_at", "sent_at")[:MOST_SHOWN]),
        "wordings": list(wordings.order_by("-sent_at")[:MOST_SHOWN]),
        "corrections": [(parties[key], count) for key, count in counts.items()],
        "answers": answers,
        "elsewhere": elsewhere or (ElsewhereForm(parties=others) if others and side.version else None),
    }
    return render(request, "agreements/reply_list.html", context, status=status)


def _others(agreement):
    return [party for party in agreement.parties.all() if not party.partnership.is_lead]
