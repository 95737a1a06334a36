"""What one organisation is given of the table: its own roles, when, and who answers. Nothing that the team keeps to itself."""

from django.utils.translation import gettext_lazy as _

from documents.shapes import RoleGroup, RoleLine, RoleSheet, RoleSheets
from partnerships.models import RaciAssignment
from partnerships.raci.variants import variant_of
from projects.models import ActivityStatus

# What is expected of who holds a letter, said to that organisation.
EXPECTED = {
    "R": _("Vous faites, avec ceux qui ont le même rôle."),
    "A": _("Vous en répondez\u00a0: c’est à vous que l’on demande où en est l’activité."),
    "RA": _("Vous faites, et vous en répondez."),
    "(A)": _("Vous en répondez par délégation\u00a0: la responsabilité reste à qui vous l’a confiée."),
    "C": _("Votre avis vous est demandé avant que l’activité commence."),
    "I": _("Vous êtes tenus au courant, sans rien avoir à faire."),
    "S": _("Vous apportez un soutien\u00a0: du temps, des moyens, une présence."),
    "V": _("Vous vérifiez que ce qui est fait convient."),
    "Sg": _("Vous signez, ou vous validez la remise."),
    "D": _("Vous conduisez le travail et vous réunissez les avis."),
    "DA": _("Vous conduisez le travail, et vous décidez."),
}


def role_sheet(project, partnership, day):
    """Return the RoleSheet of a partnership on a day (a date, printed as such). Three queries."""
    return _sheets(project, [partnership], day)[0]


def role_sheets(project, day):
    """Return the RoleSheets of a project on a day: one sheet for whoever has a role, in the order of the table."""
    held = _expected(project.partnerships.all())
    holders = project.partnerships.filter(pk__in=held.values("partnership")).select_related("partner")
    holders = holders.order_by("-is_lead", "position", "pk")
    return RoleSheets(project.name, project.banner, day, tuple(_sheets(project, list(holders), day)))


def _expected(partnerships):
    """Return the cells of some partnerships. Activities given up are left out: nothing is expected of anybody there."""
    held = RaciAssignment.objects.filter(partnership__in=partnerships)
    return held.exclude(activity__status=ActivityStatus.DROPPED)


def _sheets(project, partnerships, day):
    """Return a RoleSheet for each of the partnerships. Three queries whatever their number."""
    variant = variant_of(project)
    held = _expected(partnerships).select_related("activity__phase")
    held = list(held.order_by("activity__start", "activity__position", "activity__pk"))
    answering = {}
    others = RaciAssignment.objects.filter(
        activity__in={cell.activity_id for cell in held}, letters__in=variant.answering
    ).order_by("partnership__position", "partnership")
    for activity, name in others.values_list("activity_id", "partnership__partner__name"):
        answering.setdefault(activity, []).append(name)
    lines = {}
    for cell in held:
        activity = cell.activity
        line = RoleLine(
            activity=activity.name,
            phase=activity.phase.name if activity.phase else "",
            start=activity.start,
            end=activity.end,
            state="" if activity.status == ActivityStatus.PLANNED else str(activity.get_status_display()),
            accountable=tuple(answering.get(activity.pk, ())),
        )
        lines.setdefault(cell.partnership_id, {}).setdefault(cell.letters, []).append(line)
    lead = project.partnerships.filter(is_lead=True).values_list("partner__name", flat=True).first()
    return [
        RoleSheet(
            project=project.name,
            banner=project.banner,
            day=day,
            partner=partnership.partner.name,
            carrier=lead or "",
            groups=tuple(
                RoleGroup(code, variant.words(code), str(EXPECTED[code]), tuple(by_letters[code]))
                for code in variant.in_order(by_letters)
            ),
        )
        for partnership in partnerships
        for by_letters in [lines.get(partnership.pk, {})]
    ]
