"""A new agreement, written from what the project already knows: nothing is typed twice."""

from django.utils.translation import gettext as _

from agreements.models import (
    Agreement,
    AgreementMean,
    Article,
    Party,
    PartyCommitment,
    TemplateCode,
)
from agreements.models_text import MODELS, model_of
from agreements.typography import lower_first
from partnerships.models import Partnership, RaciAssignment, RaciLetters
from projects.models import CommitteeKind

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


def proposed_title(project):
    return MODELS[TemplateCode.T1].title.replace("{projet}", project.name)


def start_agreement(*, project, partnership, title, by, day):
    """Write a T1 agreement between the carrying organisation and a partner, and return it. Call it in an operation.

    Prefilled: finding, objectives, publics and territories of the project; commitments from the RACI and from what
    the partner brings; indicators from the fiches action that name the partner; dates from the project; identity of
    each party from its last agreement, else from the directory; the common body from the steering committee.
    """
    lead = Partnership.objects.select_related("partner").get(project=project, is_lead=True)
    sheets = list(_sheets_of(project, partnership))
    committee = project.committees.filter(kind=CommitteeKind.STEERING).first()
    review = project.milestones.filter(title__icontains="bilan", date__gte=day).first()
    last = project.agreements.order_by("-position").first()
    agreement = Agreement.objects.create(
        project=project,
        position=last.position + 1 if last else 0,
        number=next_number(project, day.year),
        template=TemplateCode.T1,
        title=title,
        finding=project.finding,
        objectives=list(project.objectives),
        indicators=_indicators(sheets),
        governance_body=_with_article(committee.name) if committee else "",
        governance_frequency=committee.frequency if committee else "",
        effective_on=project.start if project.start and project.start > day else None,
        ends_on=project.end,
        interim_review_on=review.date if review else None,
        originals=2,
        created_by=by,
    )
    agreement.audiences.set(project.audiences.filter(targeted=True))
    agreement.territories.set(
        [place.territory_id for place in project.project_territories.filter(targeted=True).order_by("position")]
    )
    agreement.sheets.set(sheets)
    for position, member in enumerate((lead, partnership)):
        _add_party(agreement, member, position, by=by)
    write_articles(agreement)
    return agreement


def write_articles(agreement):
    """Write the articles of the agreement's model. Call it in an operation, for an agreement that has none."""
    for position, article in enumerate(model_of(agreement).articles_for(agreement.parties.count())):
        Article.objects.create(
            agreement=agreement,
            key=article.key,
            position=position,
            title=article.title,
            body=article.body,
            optional=article.optional,
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


def _add_party(agreement, partnership, position, *, by):
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
    contact = partnership.partner.contacts.present().exclude(name="").first()
    if contact is None:
        return {}
    return {"who_name": f"{contact.name}, {contact.function}"[:200] if contact.function else contact.name}


def _with_article(name):
    """Return « le comité de pilotage »: the name stands inside a sentence (« au sein du comité… »)."""
    return f"le {lower_first(name)}" if name.lower().startswith("comité") else name


def _sheets_of(project, partnership):
    return (
        project.sheets.filter(partners__partnership=partnership) | project.sheets.filter(pilot=partnership)
    ).distinct()


def _indicators(sheets):
    names = []
    for sheet in sheets:
        names += [lower_first(indicator.name) for indicator in sheet.indicators.all()]
    return list(dict.fromkeys(names))
