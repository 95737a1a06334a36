"""C and I put to work: whose opinion is to be asked before an activity, who is to be told of it, what has been done.

An opinion is worth something before the activity begins, news after it has ended: that is the day by which each is due.
Nothing is due for an activity that has been given up, and no opinion for one that is over. What is done is a RaciFact of
its letter: a cell whose letter changes waits again.
"""

from django.db.models import Case, DateField, Exists, F, OuterRef, Prefetch, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from partnerships.models import CellLetters, Contact, FactKind, LogKind, RaciAssignment, RaciFact, SaidBy
from projects.models import ActivityStatus

ASKED_OR_TOLD = (CellLetters.C.value, CellLetters.I.value)
LOG_KINDS = {
    SaidBy.MEETING: LogKind.APPOINTMENT,
    SaidBy.PHONE: LogKind.CALL,
    SaidBy.EMAIL: LogKind.MAIL,
    SaidBy.LETTER: LogKind.MAIL,
    SaidBy.COMMITTEE: LogKind.COMMITTEE,
}


def duties(project):
    """Return the C and I cells of a project with `due` (a date or None) and `is_done`, the soonest first."""
    done = RaciFact.objects.filter(
        activity=OuterRef("activity"),
        partnership=OuterRef("partnership"),
        letters=OuterRef("letters"),
        kind=FactKind.DONE,
    )
    cells = RaciAssignment.objects.filter(partnership__project=project, letters__in=ASKED_OR_TOLD)
    cells = cells.exclude(activity__status=ActivityStatus.DROPPED).filter(partnership__partner__archived_at=None)
    cells = cells.exclude(letters=CellLetters.C, activity__status=ActivityStatus.DONE)
    due = Case(
        When(letters=CellLetters.C, then=Coalesce("activity__start", "activity__end")),
        default=Coalesce("activity__end", "activity__start"),
        output_field=DateField(),
    )
    cells = cells.annotate(due=due, is_done=Exists(done)).select_related("activity", "partnership__partner")
    return cells.order_by(
        F("due").asc(nulls_last=True), "activity__position", "activity", "letters", "partnership__position", "pk"
    )


def waiting(project):
    """Return the duties that nobody has done yet."""
    return duties(project).filter(is_done=False)


def with_contacts(cells):
    """Return the same cells, each partner with `reachable`: its present contacts in the order of the team. One query more."""
    present = Contact.objects.present().order_by("position", "pk")
    return cells.prefetch_related(Prefetch("partnership__partner__contacts", present, to_attr="reachable"))


def contact_for(partner):
    """Return (the Contact to speak to, (Channel, value, preferred) or None), or (None, None). Reads `reachable`.

    The first who said how it wants to be reached, else the first.
    """
    people = partner.reachable
    person = next((one for one in people if one.preferred), people[0] if people else None)
    if person is None:
        return None, None
    ways = person.ways
    return person, ways[0] if ways else None


def done(project):
    """Return what has been asked and told, the latest first."""
    facts = RaciFact.objects.of_project(project).filter(kind=FactKind.DONE)
    return facts.select_related("activity", "partnership__partner", "who_member", "who_partnership__partner").order_by(
        "-day", "-pk"
    )


def words_of(cell):
    """Return what a duty asks for, in words; `cell` is an assignment or the fact that it is done."""
    names = {"actor": cell.partnership.partner.label, "activity": cell.activity.name}
    if cell.letters == CellLetters.C:
        return _("demander son avis à %(actor)s, «\u00a0%(activity)s\u00a0»") % names
    return _("tenir %(actor)s au courant, «\u00a0%(activity)s\u00a0»") % names
