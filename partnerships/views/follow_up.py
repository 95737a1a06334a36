"""Plain pages of what is followed: journal, pas de côté, situations, relations, bilans, committees."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partnerships.models import (
    Attendance,
    CommitteeSeat,
    Link,
    LogEntry,
    PerspectiveShift,
    Promise,
    Response,
    ReviewDecision,
    SituationActor,
    SituationRole,
)
from projects.access import visible_project

PAGE_SIZE = 50
WHO = ("who_member", "who_partnership__partner")


@require_safe
def follow_up(request, slug):
    """What there is to read, with how much of it."""
    project = visible_project(request, slug)
    counts = {
        "journal": LogEntry.objects.filter(partnership__project=project).count(),
        "perspectives": PerspectiveShift.objects.filter(partnership__project=project).count(),
        **type(project)
        .objects.filter(pk=project.pk)
        .aggregate(
            situations=Count("situations", distinct=True),
            links=Count("links", distinct=True),
            reviews=Count("reviews", distinct=True),
            committees=Count("committees", distinct=True),
            workshops=Count("workshops", distinct=True),
            sheets=Count("sheets", distinct=True),
        ),
    }
    return render(request, "partnerships/follow_up.html", {"project": project, "counts": counts})


@require_safe
def journal(request, slug):
    """Every exchange noted, newest first, of one partner when `?partenaire=` says so."""
    project = visible_project(request, slug)
    entries = (
        LogEntry.objects.filter(partnership__project=project)
        .select_related("partnership__partner")
        .prefetch_related("presences__who_member", "presences__who_partnership__partner")
    )
    chosen = project.partnerships.filter(public_id=request.GET.get("partenaire", "")).select_related("partner").first()
    if chosen:
        entries = entries.filter(partnership=chosen)
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("page"))
    promises = Promise.objects.filter(entry__in=[entry.pk for entry in page]).select_related(*WHO)
    follow_ups = {promise.entry_id: promise for promise in promises}
    context = {
        "project": project,
        "page": page,
        "chosen": chosen,
        "query": f"partenaire={chosen.public_id}" if chosen else "",
        "rows": [(entry, follow_ups.get(entry.pk)) for entry in page],
    }
    return render(request, "partnerships/journal.html", context)


@require_safe
def perspective_list(request, slug):
    """The pas de côté: who was played, what came out. Private to the team, like everything here."""
    project = visible_project(request, slug)
    shifts = (
        PerspectiveShift.objects.filter(partnership__project=project)
        .select_related("partnership__partner", *WHO)
        .prefetch_related("obstacles", "levers")
    )
    page = Paginator(shifts, PAGE_SIZE).get_page(request.GET.get("page"))
    obstacles = [obstacle.pk for shift in page for obstacle in shift.obstacles.all()]
    responses = {}
    for response in Response.objects.filter(obstacle__in=obstacles).select_related(*WHO):
        responses.setdefault(response.obstacle_id, []).append(response)
    rows = [
        (shift, [(obstacle, responses.get(obstacle.pk, [])) for obstacle in shift.obstacles.all()]) for shift in page
    ]
    return render(request, "partnerships/perspective_list.html", {"project": project, "page": page, "rows": rows})


@require_safe
def situation_list(request, slug):
    """Situations of vulnerability × what actors do: a hole is asked as a question (method B11)."""
    project = visible_project(request, slug)
    situations = list(project.situations.prefetch_related("sheets"))
    actors = {}
    for row in SituationActor.objects.filter(situation__project=project).select_related("partnership__partner"):
        actors.setdefault((row.situation_id, row.role), []).append(row.partnership)
    rows = [
        (situation, [(role, role.label, actors.get((situation.pk, role.value), [])) for role in SituationRole])
        for situation in situations
    ]
    context = {"project": project, "rows": rows, "roles": [role.label for role in SituationRole]}
    return render(request, "partnerships/situation_list.html", context)


@require_safe
def link_list(request, slug):
    """Who works with whom, as a table."""
    project = visible_project(request, slug)
    links = Link.objects.filter(project=project).select_related("a__partner", "b__partner")
    page = Paginator(links, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "partnerships/link_list.html", {"project": project, "page": page})


@require_safe
def review_list(request, slug):
    """The bilans, oldest first."""
    project = visible_project(request, slug)
    reviews = project.reviews.annotate(participant_count=Count("participants"))
    return render(request, "partnerships/review_list.html", {"project": project, "reviews": reviews})


# The six themes of partnership quality, in the order of the questionnaire (method B13; the questions are ours).
THEMES = (
    "theme_perspectives",
    "theme_early",
    "theme_weight",
    "theme_actors",
    "theme_balance",
    "theme_building",
)


@require_safe
def review_detail(request, slug, pk):
    """One bilan: figures, where, who, what helped, what was decided."""
    project = visible_project(request, slug)
    review = get_object_or_404(project.reviews, pk=pk)
    context = {
        "project": project,
        "review": review,
        "figures": review.figures.all(),
        "places": review.territories.select_related("territory"),
        "ages": review.age_bands.all(),
        "referrals": review.referrals.select_related("partnership__partner"),
        "decisions": ReviewDecision.objects.filter(review=review).select_related(*WHO),
        "participants": review.participants.select_related("partner"),
        "themes": [(review._meta.get_field(name).verbose_name, getattr(review, name)) for name in THEMES],
    }
    return render(request, "partnerships/review_detail.html", context)


@require_safe
def committee_list(request, slug):
    """The committees: who sits there, when they met, what they decided."""
    project = visible_project(request, slug)
    committees = list(project.committees.prefetch_related("meetings"))
    seats, present = {}, {}
    for seat in CommitteeSeat.objects.filter(committee__project=project).select_related("partnership__partner"):
        seats.setdefault(seat.committee_id, []).append(seat.partnership)
    for row in Attendance.objects.filter(meeting__committee__project=project).select_related(*WHO):
        present.setdefault(row.meeting_id, []).append(row.who)
    rows = [
        (
            committee,
            seats.get(committee.pk, []),
            [(meeting, present.get(meeting.pk, [])) for meeting in committee.meetings.all()],
        )
        for committee in committees
    ]
    return render(request, "partnerships/committee_list.html", {"project": project, "rows": rows})
