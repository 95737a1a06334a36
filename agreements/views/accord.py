"""The page of a partner, without account: reads the version that it was sent, and says what it thinks of it."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.csrf import csrf_without_referrer
from accounts.discreet import discreet
from accounts.limits import READING, too_many
from agreements.comparing import Section
from agreements.forms.reply import AnswerForm, RemarkForm, WordingForm
from agreements.freezing import key_of
from agreements.models import (
    Agreement,
    AgreementLink,
    AnswerWay,
    PartnerRemark,
    PartyAnswer,
    Settled,
    WordingProposal,
)
from agreements.sides import answers_on, is_current, standing
from agreements.views.document import version_pdf_name
from agreements.views.own_sheet import own_sheet

ROOM = "agreements"
# Of one link: beyond, something else than a person is writing.
MOST = 300
SENT = ("remarque", "redaction", "reponse")


@dataclass
class Part:
    """A section of the text as the partner reads it, with what it said of it. `rank` names it on the page."""

    rank: int
    section: Section
    article: object
    remarks: list
    wordings: list
    remark_form: RemarkForm
    wording_form: WordingForm | None


@csrf_without_referrer
@login_not_required
@discreet
@require_http_methods(["GET", "HEAD", "POST"])
def accord(request, token):
    """Show the text that was sent (GET), keep a remark, a wording or an answer (POST).

    404 in the same words for any dead link; 410 with whom to ask when the text has changed since.
    """
    link, agreement, refusal = _open(request, token, "submit" if request.method == "POST" else "open")
    if refusal:
        return refusal
    if link.version is None:
        if request.method == "POST" and _how_many(link) >= MOST:
            return _slow_down(request)
        return own_sheet(request, link, agreement)
    if not is_current(link, agreement):
        return _voided(request, link, agreement)
    if request.method == "POST":
        return _receive(request, token, link, agreement)
    if request.method == "GET":
        link.opened()
    return _page(request, link, agreement)


@login_not_required
@discreet
@require_safe
def accord_pdf(request, token):
    """The PDF of the version that was sent, byte for byte."""
    from documents.http import file_response

    link, agreement, refusal = _open(request, token, "open")
    if refusal:
        return refusal
    if link.version is None:
        return _dead(request)
    if not is_current(link, agreement):
        return _voided(request, link, agreement)
    content = link.version.file()
    if content is None:
        return _dead(request)
    return file_response(content, version_pdf_name(agreement, link.version), "application/pdf")


def _open(request, token, action):
    """Return (link, its agreement with its facts, None), or (None, None, the answer that says why not)."""
    links = AgreementLink.objects.alive().select_related(
        "version", "party__partnership__partner", "created_by", "agreement"
    )
    link = links.of_token(token)
    if link is None:
        return None, None, _dead(request)
    if too_many(request, action, link, room=ROOM, rates=READING):
        return None, None, _slow_down(request)
    agreement = Agreement.objects.with_facts().select_related("project__organisation").get(pk=link.agreement_id)
    return link, agreement, None


def _receive(request, token, link, agreement):
    """Keep what was sent. What is waiting is never written in the agreement: the team decides."""
    gesture, place = request.POST.get("geste"), request.POST.get("partie", "")
    if not agreement.is_open or gesture not in SENT or _how_many(link) >= MOST:
        return _page(request, link, agreement, too_late=True, status=409)
    if gesture == "reponse":
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return _page(request, link, agreement, answer_form=form, status=422)
        _keep_answer(link, form.cleaned_data)
        return _sent(token, "reponse", "reponse")
    parts = parts_of(link, agreement)
    part = next((part for part in parts if part.section.key == place), None)
    if part is None or (gesture == "redaction" and part.wording_form is None):
        return _page(request, link, agreement, too_late=True, status=409)
    if gesture == "remarque":
        form = part.remark_form = RemarkForm(request.POST, auto_id=f"remarque-{part.rank}-%s")
    else:
        seen = "\n".join(part.section.paragraphs)
        form = part.wording_form = WordingForm(request.POST, seen=seen, auto_id=f"redaction-{part.rank}-%s")
    if not form.is_valid():
        return _page(request, link, agreement, parts=parts, wrong=part.rank, status=422)
    _keep(link, part, form, gesture)
    return _sent(token, gesture, f"partie-{part.rank}")


def _keep_answer(link, typed):
    with transaction.atomic():
        PartyAnswer.objects.create(
            version=link.version,
            party=link.party,
            kind=typed["kind"],
            way=AnswerWay.LINK,
            who=link.name,
            words=typed["words"],
            link=link,
        )


def _keep(link, part, form, gesture):
    row = form.save(commit=False)
    row.link, row.article = link, part.article
    row.place, row.title = part.section.key[:60], part.section.heading[:250]
    with transaction.atomic():
        if gesture == "redaction":
            row.seen = form.seen
            # One wording waits for each article: the person corrected the first.
            for waiting in link.wordings.filter(place=row.place, decision=Settled.PENDING):
                waiting.decision = Settled.REPLACED
                waiting.save()
        row.save()


def _sent(token, gesture, place):
    response = redirect("agreements:accord", token)
    response["Location"] += f"?envoye={gesture}#{place}"
    return response


def parts_of(link, agreement):
    """Return the Parts of the version that a link shows, with what came through it."""
    articles = {key_of(article): article for article in agreement.articles.all()}
    remarks, wordings = {}, {}
    for remark in link.remarks.all():
        remarks.setdefault(remark.place, []).append(remark)
    for wording in link.wordings.exclude(decision=Settled.REPLACED):
        wordings.setdefault(wording.place, []).append(wording)
    found = []
    for rank, section in enumerate(link.version.sections, start=1):
        article = articles.get(section.key)
        waiting = [wording for wording in wordings.get(section.key, ()) if wording.is_pending]
        seen = "\n".join(section.paragraphs)
        initial = {"proposed": waiting[-1].proposed, "reason": waiting[-1].reason} if waiting else {}
        found.append(
            Part(
                rank=rank,
                section=section,
                article=article,
                remarks=remarks.get(section.key, []),
                wordings=wordings.get(section.key, []),
                remark_form=RemarkForm(auto_id=f"remarque-{rank}-%s"),
                wording_form=WordingForm(seen=seen, initial=initial, auto_id=f"redaction-{rank}-%s")
                if article
                else None,
            )
        )
    return found


def _page(request, link, agreement, *, parts=None, answer_form=None, status=200, **context):
    answer = answers_on(agreement, link.version.fingerprint).get(link.party_id)
    sent = request.GET.get("envoye", "")
    context |= {
        "link": link,
        "agreement": agreement,
        "version": link.version,
        "organisation": agreement.project.organisation,
        "banner": agreement.project.banner,
        "parts": parts if parts is not None else parts_of(link, agreement),
        "answer_form": answer_form or AnswerForm(),
        "answer": answer,
        "standing": standing(link, answer, agreement),
        "sent": sent if sent in SENT else "",
        "before": _before(link),
        "token": request.resolver_match.kwargs["token"],
    }
    return render(request, "agreements/accord.html", context, status=status)


def _before(link):
    """Return what became of the remarks and wordings that the same person sent on former versions."""
    former = {"link__party": link.party_id, "link__name": link.name, "link__email": link.email}
    remarks = PartnerRemark.objects.filter(**former).exclude(link=link).exclude(answer="")
    wordings = WordingProposal.objects.filter(**former).exclude(link=link)
    settled = wordings.filter(decision__in=(Settled.ACCEPTED, Settled.DECLINED))
    return {"remarks": list(remarks[:50]), "wordings": list(settled[:50])}


def _how_many(link):
    return link.remarks.count() + link.wordings.count() + link.answers.count() + link.corrections.count()


def _voided(request, link, agreement):
    """Answer 410: the text is no longer the one that was sent. Say whom to ask."""
    context = {
        "link": link,
        "agreement": agreement,
        "organisation": agreement.project.organisation,
        "banner": agreement.project.banner,
        "version": link.version,
    }
    return render(request, "agreements/accord_gone.html", context, status=410)


def _dead(request):
    """Answer for an unknown, expired or revoked link, all alike: nothing tells them apart."""
    if too_many(request, "dead", room=ROOM):
        return _slow_down(request)
    return render(request, "agreements/accord_dead.html", status=404)


def _slow_down(request):
    response = render(request, "link_slow.html", status=429)
    response["Retry-After"] = "600"
    return response
