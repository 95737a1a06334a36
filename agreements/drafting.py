"""A new agreement, written from what the project already knows: nothing is typed twice."""

import re

from django.utils.translation import gettext as _

from agreements.conditions import is_public
from agreements.models import (
    Agreement,
    AgreementMean,
    Article,
    MoneyLine,
    MoneySection,
    Party,
    PartyCommitment,
    TemplateCode,
)
from agreements.models_text import MODELS, model_of
from agreements.typography import lower_first, with_article
from partnerships.models import Contact, Partnership, RaciAssignment, RaciLetters
from projects.models import CommitteeKind, note_history

# The marks that the title of a new agreement may hold: it is written once, then it is the team's.
TITLE_MARKS = ("projet", "annee_debut", "annee_fin")

_DOES = (RaciLetters.R, RaciLetters.RA)
_ANSWERS = (RaciLetters.A, RaciLetters.RA, RaciLetters.DELEGATED)


def next_number(project, year):
    """Return « 2026-07 »: the year, then a rank in the project. Call it in an operation: it holds the project's row."""
    prefix = f"{year}-"
    ranks = [
        int(number.removeprefix(prefix))
        for number in project.agreements.filter(number__startswith=prefix).values_list("number", flat=True)
        if number.removeprefix(prefix).isdigit()
    ]
    return f"{prefix}{max(ranks, default=0) + 1:02d}"


def proposed_title(project, model=None, *, start=None, end=None):
    """Return the title of a new agreement of that TextModel (T1 without one): a mark that nothing fills leaves nothing.

    Its years are those of `start` and `end`, of the project without them.
    """
    model = model or MODELS[TemplateCode.T1]
    years = (str(day.year) if day else "" for day in (start or project.start, end or project.end))
    known = dict(zip(TITLE_MARKS, (project.name, *years), strict=True))
    title = re.sub(r"\{([^{}]*)\}", lambda mark: known.get(mark.group(1)) or "\0", model.title)
    # What stands in brackets around an unknown mark goes with it: « (\0-\0) ».
    title = re.sub(r"\s*\([^()]*\0[^()]*\)|\0", "", title)
    return title.strip(" –-\u00a0")[:300]


def start_agreement(
    *, project, partnership, title, by, day, others=(), template=TemplateCode.T1, text_model=None, **said
):
    """Write an agreement between the carrying organisation, a partner and the `others`, and return it. In an operation.

    Its text is that of the built-in model `template`, or of `text_model` (a published AgreementTemplateVersion); none
    when Maillage has no such model. `said` are fields of the agreement that were chosen: they win over the project's.
    Prefilled: finding, objectives, publics and territories of the project; commitments from the RACI and from what
    the partners bring; indicators from the fiches action that name one of them; dates from the project; identity of
    each party from its last agreement, else from the directory; the common body from the steering committee.
    """
    lead = Partnership.objects.select_related("partner").get(project=project, is_lead=True)
    partners = [partnership, *others]
    sheets = list(_sheets_of(project, partners))
    committee = project.committees.filter(kind=CommitteeKind.STEERING).first()
    review = project.milestones.filter(title__icontains="bilan", date__gte=day).first()
    last = project.agreements.order_by("-position").first()
    facts = {
        "finding": project.finding,
        "objectives": list(project.objectives),
        "indicators": _indicators(sheets),
        "governance_body": with_article(committee.name) if committee else "",
        "governance_frequency": committee.frequency if committee else "",
        "effective_on": project.start if project.start and project.start > day else None,
        "ends_on": project.end,
        "interim_review_on": review.date if review else None,
        "originals": len(partners) + 1,
    }
    agreement = Agreement.objects.create(
        project=project,
        position=last.position + 1 if last else 0,
        number=next_number(project, day.year),
        template=text_model.template.base if text_model else template,
        text_model=text_model,
        title=title,
        created_by=by,
        **facts | said,
    )
    agreement.audiences.set(project.audiences.filter(targeted=True))
    agreement.territories.set(
        [place.territory_id for place in project.project_territories.filter(targeted=True).order_by("position")]
    )
    agreement.sheets.set(sheets)
    for position, member in enumerate(_in_order(model_of(agreement), [lead, *partners])):
        add_party(agreement, member, position, by=by)
    write_articles(agreement)
    return agreement


def _in_order(model, members):
    """Return the parties, ours first, in the order of the model: its public body first, or the partner that lends.

    Where nobody public lends, it is the first partner: the project uses what its partners lend. The team turns it otherwise.
    """
    if model is None or not (model.public_first or model.lender_first):
        return members
    otherwise = members[1] if model.lender_first else None
    first = next((member for member in members if is_public(member.partner)), otherwise)
    return sorted(members, key=lambda member: member is not first)


def write_articles(agreement):
    """Write the articles of the agreement's model, if any. Call it in an operation, for an agreement that has none."""
    model = model_of(agreement)
    articles = model.articles_for(agreement.parties.count()) if model else ()
    rows = [_article(agreement, article, position) for position, article in enumerate(articles)]
    note_history(Article.objects.bulk_create(rows), "+")


def add_article(agreement, article, position):
    """Write a ModelArticle at that position, and return it. Call it in an operation."""
    written = _article(agreement, article, position)
    written.save()
    return written


def _article(agreement, article, position):
    return Article(
        agreement=agreement,
        key=article.key,
        position=position,
        title=article.title,
        body=article.body,
        optional=article.optional,
    )


def write_support(agreement, *, cash, kind):
    """Write what a public body gives each year, in euros: subsidy lines for the years covered, one means in kind.

    Ten years at most, from the first day of the agreement (today's year without one) to its end. Call it in an operation.
    """
    first = (agreement.effective_on or agreement.created_at).year
    last = agreement.ends_on.year if agreement.ends_on else first
    for position, year in enumerate(range(first, min(max(last, first), first + 9) + 1) if cash else ()):
        MoneyLine.objects.create(
            agreement=agreement, section=MoneySection.SUBSIDY, position=position, year=year, amount=cash
        )
    if kind:
        public = [
            party
            for party in agreement.parties.select_related("partnership__partner")
            if is_public(party.partnership.partner)
        ]
        AgreementMean.objects.create(
            agreement=agreement,
            partnership=public[0].partnership if len(public) == 1 else None,
            position=agreement.means.count(),
            what=_("Soutien en nature\u00a0: locaux, matériel, personnel"),
            value=kind,
        )


def write_staff(agreement, *, is_public_servant):
    """Write a row for the employee lent: by whom when one party only can, an association or a public body. To complete.

    Nothing for a model that has no annex for it. Returns the row, or None. Call it in an operation.
    """
    model = model_of(agreement)
    if model is None or "personnel" not in dict(model.annexes):
        return None
    lenders = [
        party.partnership
        for party in agreement.parties.select_related("partnership__partner")
        if is_public(party.partnership.partner) == is_public_servant
    ]
    return AgreementMean.objects.create(
        agreement=agreement,
        partnership=lenders[0] if len(lenders) == 1 else None,
        position=agreement.means.count(),
        what=_("Agent·e mis·e à disposition") if is_public_servant else _("Personne salariée mise à disposition"),
        is_staff=True,
    )


def raci_commitments(partnership):
    """Return what the partner does and answers for, in the order of the RACI: « réaliser : … », « répondre de : … »."""
    cells = (
        RaciAssignment.objects.filter(partnership=partnership, letters__in=_DOES + _ANSWERS)
        .select_related("activity", "activity__phase")
        .order_by("activity__phase__position", "activity__position", "activity")
    )
    texts = []
    for cell in cells:
        name = lower_first(cell.activity.name)
        if cell.letters == RaciLetters.RA:
            texts.append(_("réaliser et répondre de\u00a0: %(name)s") % {"name": name})
        elif cell.letters in _DOES:
            texts.append(_("réaliser\u00a0: %(name)s") % {"name": name})
        else:
            texts.append(_("répondre de\u00a0: %(name)s") % {"name": name})
    return texts


def lines(text):
    """Return the non-empty lines of a text, stripped."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def add_party(agreement, partnership, position, *, by):
    """Write a partner as a party at that position, with its commitments and what it brings; return it. In an operation."""
    partner = partnership.partner
    known = (
        Party.objects.filter(partnership__partner=partner, agreement__project__organisation=partner.organisation_id)
        .select_related("agreement", "who_member", "who_partnership__partner")
        .order_by("-agreement__created_at", "-pk")
        .first()
    )
    values = {
        field: getattr(known, field, "") or getattr(partner, field)
        for field in ("legal_form", "seat", "siret", "rna", "bce", "mission")
    }
    if known:
        values |= {"signatory": known.signatory, "quality": known.quality, "insurance_on": known.insurance_on}
        values["other_signatories"] = list(known.other_signatories)
    party = Party.objects.create(
        agreement=agreement,
        partnership=partnership,
        position=position,
        **values,
        **_referent(
            agreement.project,
            partnership,
            known,
            by=by,
            same_project=known and known.agreement.project_id == agreement.project_id,
        ),
    )
    brought = lines(partnership.brings)
    texts = raci_commitments(partnership) + [
        _("apporter\u00a0: %(what)s") % {"what": lower_first(what)} for what in brought
    ]
    for rank, text in enumerate(texts):
        PartyCommitment.objects.create(party=party, position=rank, text=text)
    start = agreement.means.count()
    for rank, what in enumerate(brought):
        AgreementMean.objects.create(
            agreement=agreement, partnership=partnership, position=start + rank, what=what[:300]
        )
    return party


def _referent(project, partnership, known, *, by, same_project):
    """Return the fields of `who`: the last referent, else a person of the team or the partner’s first contact."""
    if known and same_project:
        return {
            "who_member": known.who_member,
            "who_partnership": known.who_partnership,
            "who_name": known.who_name,
        }
    if known and known.who:
        return {"who_name": known.who}
    if partnership.is_lead:
        return {"who_member": project.member_of(by)}
    contact = Contact.objects.filter(partner=partnership.partner_id).present().exclude(name="").first()
    if contact is None:
        return {}
    return {"who_name": f"{contact.name}, {contact.function}"[:200] if contact.function else contact.name}


def _sheets_of(project, partners):
    return (
        project.sheets.filter(partners__partnership__in=partners) | project.sheets.filter(pilot__in=partners)
    ).distinct()


def _indicators(sheets):
    names = []
    for sheet in sheets:
        names += [lower_first(indicator.name) for indicator in sheet.indicators.all()]
    return list(dict.fromkeys(names))
