"""Relations as a drawing: from the models to documents.shapes. Names, kinds, links and places; tension and notes stay here."""

import hashlib

from django.urls import reverse
from django.utils.translation import gettext as _

from documents.shapes import RelationLink, RelationNode, RelationsDrawing
from partnerships.models import Link, LinkIntensity, LinkNature, RelationsLayout, kind_glyph, kind_label
from projects.models import Stage

NATURE_GLYPHS = {"network": "l-reseau", "cooperation": "l-cooperation", "partnership": "l-partenariat"}
_FIELDS = (
    *("pk", "public_id", "partner__short_name", "partner__name", "partner__kind", "intensity", "is_lead", "stage"),
    "partner__archived_at",
)


def rings():
    """Return the names of the circles of the target, from the centre: what is done together with the project."""
    return (*(str(LinkIntensity(n).label) for n in (4, 3, 2, 1)), _("À préciser"))


def relations_drawing(project, day, *, links=None, before=None, on_screen=False):
    """Return the RelationsDrawing of a project on a day. Four queries.

    `links`: [(Link, change)] when the page has chosen them, else those that stand on that day. Partners that have ended or
    are archived show when a link of the drawing ties them.
    """
    if links is None:
        links = [(link, "") for link in Link.objects.filter(project=project).on(day)]
    tied = {end for link, _change in links for end in (link.a_id, link.b_id)}
    layout = RelationsLayout.objects.filter(project=project).first() or RelationsLayout(project=project)
    rows = project.partnerships.order_by("-is_lead", "position", "pk").values_list(*_FIELDS)
    nodes, index, country = [], {}, project.country
    last = max((row for _column, row in layout.graph.values()), default=-1) + 1
    for pk, public_id, short, name, kind, intensity, is_lead, stage, archived_at in rows:
        if (stage == Stage.ENDED or archived_at) and pk not in tied:
            continue
        index[pk] = len(nodes)
        column, row = layout.graph.get(public_id) or (None, None)
        if column is None:
            # Not drawn yet: after the last row, in order, until links change or somebody asks for a new drawing.
            waiting = sum(node.row >= last for node in nodes)
            column, row = waiting % 5, last + waiting // 5
        nodes.append(
            RelationNode(
                name=short or name,
                full_name=name,
                glyph=kind_glyph(kind),
                kind=kind_label(kind, country),
                ring=4 - (intensity or 0),
                angle=layout.target.get(public_id, _anywhere(public_id)),
                column=column,
                row=row,
                is_lead=is_lead,
                url=reverse("partnerships:partnership_record", args=[project.slug, public_id]) if on_screen else "",
            )
        )
    return RelationsDrawing(
        project=project.name,
        banner=project.banner,
        day=day,
        before=before,
        nodes=tuple(nodes),
        links=tuple(_link(link, change, index) for link, change in links),
        rings=rings(),
    )


def _link(link, change, index):
    return RelationLink(
        a=index[link.a_id],
        b=index[link.b_id],
        strength=link.intensity,
        word=str(LinkIntensity(link.intensity).label),
        nature=str(LinkNature(link.nature).label) if link.nature else "",
        nature_glyph=NATURE_GLYPHS.get(link.nature, ""),
        since=link.since,
        until=link.until,
        change=change,
    )


def _anywhere(public_id):
    """Return an angle for a partner that has none kept yet: always the same one."""
    return int(hashlib.sha256(public_id.encode()).hexdigest()[:6], 16) % 360


def changes_between(project, before, after):
    """Return [(Link, change)] of the links that stood on one of two days or came and went between: arrived, ended or not."""
    rows = Link.objects.filter(project=project).order_by("a__partner__name_norm", "b__partner__name_norm", "pk")
    found = []
    for link in rows.select_related("a__partner", "b__partner"):
        stood = _stands(link, before)
        stands = _stands(link, after)
        if stood and stands:
            found.append((link, ""))
        elif stands:
            found.append((link, "arrived"))
        elif stood or (link.since and link.until and before < link.since <= link.until <= after):
            found.append((link, "ended"))
    return found


def _stands(link, day):
    return (link.since is None or link.since <= day) and (link.until is None or link.until > day)
