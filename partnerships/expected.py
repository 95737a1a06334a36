"""Who is missing: the actors that the organisation expects, and who in the project answers. Questions, never a score."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from partnerships.models import ActorAnswer, ExpectedActor
from partnerships.models.expected import Present
from projects.models import Stage
from projects.prepared import Prepared

# How many are asked one by one where something else is asked too; the others are counted and lead to the page.
ASKED_BY_NAME = 2


@dataclass(frozen=True)
class Expected:
    """An expected actor in a project. `found`: the Present partners that answer by themselves; `answer`: what was said."""

    actor: ExpectedActor
    found: list
    answer: ActorAnswer | None

    @property
    def is_open(self):
        """Return whether the question is still asked."""
        return not self.found and self.answer is None


def present_partners(project):
    """Return {PartnerKind code: [Present]} of the partners that count as there. One query.

    Neither the carrying organisation, which asks, nor partnerships that have ended, nor records that are archived.
    """
    rows = project.partnerships.filter(is_lead=False, partner__archived_at=None).exclude(stage=Stage.ENDED)
    rows = rows.order_by("partner__name_norm", "pk")
    fields = ("public_id", "partner__kind", "partner__name", "partner__short_name")
    return _by_kind(rows.values_list(*fields))


def present_on(board):
    """Return the same from the partners that a Board has read. No query."""
    return _by_kind(
        (row.public_id, row.partner__kind, row.partner__name, row.partner__short_name)
        for row in board.partners
        if row.stage != Stage.ENDED and row.partner__archived_at is None
    )


def _by_kind(rows):
    found = {}
    for public_id, kind, name, short_name in rows:
        found.setdefault(kind, []).append(Present(public_id, kind, short_name or name, f"{name} {short_name}"))
    return found


def read_expected(project):
    """Return every Expected of the project, in the order of the organisation. Three queries at any size."""
    present = present_partners(project)
    answers = ActorAnswer.objects.filter(project=project).select_related("partnership__partner", "by")
    actors = ExpectedActor.objects.filter(organisation=project.organisation_id).asked()
    rows = []
    for actor in actors.prefetch_related(Prefetch("answers", answers, to_attr="of_project")):
        rows.append(Expected(actor, actor.recognised_in(present), next(iter(actor.of_project), None)))
    return rows


_actors = Prepared(
    lambda organisation, project: ExpectedActor.objects.filter(organisation=organisation).annotate(
        answered=Exists(ActorAnswer.objects.filter(project=project, actor=OuterRef("pk")))
    ),
    organisation=int,
    project=int,
)


def open_actors(project, present):
    """Return the expected actors that nobody answers yet, among {kind: [Present]}, the forgotten first. One query.

    None when the organisation has no list at all.
    """
    actors = _actors(organisation=project.organisation_id, project=project.pk)
    if not actors:
        return None
    left = [actor for actor in actors if not actor.answered and actor.retired_at is None]
    left = [actor for actor in left if not actor.recognised_in(present)]
    return sorted(left, key=lambda actor: not actor.overlooked)


def groups_of(rows):
    """Return [(heading, [Expected])] of what the page shows: the families, then the forgotten, without empty groups."""
    families = [row for row in rows if not row.actor.overlooked]
    forgotten = [row for row in rows if row.actor.overlooked]
    headed = ((_("Les familles d’acteurs"), families), (_("Celles et ceux qu’on oublie"), forgotten))
    return [(heading, group) for heading, group in headed if group]


def address_to_add(project, actor):
    """Return the address of the form of a new partner with what the question already says filled in."""
    query = f"?attendu={actor.public_id}"
    return reverse("partnerships:partnership_add", args=[project.slug]) + query


def asked_for(project, public_id):
    """Return the expected actor of the organisation that an address names, or None."""
    actors = ExpectedActor.objects.filter(organisation=project.organisation_id).asked()
    return actors.filter(public_id=public_id).first() if public_id else None


def first_values(actor):
    """Return what the form of a new partner starts with when it answers this question."""
    # A whole family does not say which kind it will be.
    kind = actor.kinds[0] if actor.kinds and actor.overlooked else ""
    return {"overlooked": actor.overlooked} | ({"kind": kind} if kind else {})


def answer_with(project, actor, partnership, *, by):
    """Say that the partner answers the question, unless its kind and name already do. Call it inside an operation."""
    partner = partnership.partner
    one = Present(partnership.public_id, partner.kind, partner.label, f"{partner.name} {partner.short_name}")
    if not actor.recognised_in({partner.kind: [one]}):
        said = {"partnership": partnership, "reason": "", "by": by, "at": timezone.now()}
        answer = ActorAnswer.objects.filter(project=project, actor=actor).first()
        if answer is None:
            ActorAnswer.objects.create(project=project, actor=actor, **said)
        else:
            answer.claim(answer.version)
            for name, value in said.items():
                setattr(answer, name, value)
            answer.save()
