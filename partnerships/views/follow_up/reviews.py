"""Bilans: what was done, what moves, what is adjusted."""

from decimal import Decimal

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from partnerships.models import Review
from projects.access import visible_project

PAGE_SIZE = 50
THEMES = ("perspectives", "early", "weight", "actors", "balance", "building")


@require_safe
def review_list(request, slug):
    """The bilans of the project, the latest first, with the decisions that wait."""
    project = visible_project(request, slug)
    reviews = project.reviews.annotate(waiting=Count("decisions", filter=Q(decisions__done=False))).order_by(
        "-date", "-position"
    )
    page = Paginator(reviews, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "partnerships/review_list.html", {"project": project, "page": page})


@require_safe
def review_detail(request, slug, public_id):
    """One bilan, whole."""
    project = visible_project(request, slug)
    review = get_object_or_404(Review, project=project, public_id=public_id)
    context = {
        "project": project,
        "review": review,
        "participants": review.participants.select_related("partner").order_by("partner__name_norm"),
        "figures": [(figure, gap(figure.planned, figure.actual)) for figure in review.figures.all()],
        "territories": review.territories.select_related("territory"),
        "age_bands": review.age_bands.all(),
        "referrals": review.referrals.select_related("partnership__partner"),
        "decisions": review.decisions.select_related("who_member", "who_partnership__partner"),
        "themes": themes(review),
        "budget_gap": gap(review.budget_planned, review.budget_actual),
    }
    return render(request, "partnerships/review_detail.html", context)


def gap(planned, actual):
    """Return actual − planned with its sign, as text with a true minus and a decimal comma; empty when one is missing."""
    if planned is None or actual is None:
        return ""
    difference = (actual - planned).quantize(Decimal("0.01")).normalize()
    if not difference:
        return "0"
    sign = "+" if difference > 0 else "−"
    return f"{sign}{abs(difference):,f}".replace(",", "\u00a0").replace(".", ",")


def themes(review):
    """Return [(label, mean from 0 to 4)] of the themes that were answered, in the order of the form: never sorted."""
    fields = [Review._meta.get_field(f"theme_{name}") for name in THEMES]
    return [
        (field.verbose_name, getattr(review, field.name)) for field in fields if getattr(review, field.name) is not None
    ]
