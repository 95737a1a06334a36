"""Bilans, committees and workshops: how the project lives."""

from exchange import codes
from exchange.exporters.names import by, cleaned, group, identifiers, linked
from exchange.importers.life import THEMES
from partnerships.models import (
    Attendance,
    CommitteeSeat,
    Review,
    ReviewAgeBand,
    ReviewDecision,
    ReviewFigure,
    ReviewReferral,
    ReviewTerritory,
)
from projects.models import Meeting
from workshops.models import Workshop


def reviews(names):
    """Return `bilans`."""
    project = names.project
    scope = {"review__project": project}
    figures = by(ReviewFigure.objects.filter(**scope), "review_id")
    places = by(ReviewTerritory.objects.filter(**scope), "review_id")
    bands = by(ReviewAgeBand.objects.filter(**scope), "review_id")
    referrals = by(ReviewReferral.objects.filter(**scope), "review_id")
    decisions = by(ReviewDecision.objects.filter(**scope), "review_id")
    participants = linked(Review.participants, names.partners, project=project)
    rows = list(project.reviews.order_by("position", "pk"))
    return [
        group(
            id=name,
            type=names.words.word(codes.REVIEW_KINDS, row.kind),
            titre=row.title,
            periode=group(debut=row.period_start, fin=row.period_end),
            date=row.date,
            participants=participants.get(row.pk),
            chiffres=[
                group(nom=line.name, prevu=line.planned, realise=line.actual, note=line.note)
                for line in figures.get(row.pk, ())
            ],
            par_commune=[
                group(
                    territoire=names.territories[line.territory_id],
                    haltes=line.stops,
                    passages=line.visits,
                    personnes=line.people,
                )
                for line in places.get(row.pk, ())
            ],
            par_age=[group(tranche=line.band, personnes=line.people) for line in bands.get(row.pk, ())],
            orientations=[
                group(vers=names.partners[line.partnership_id], nombre=line.count) for line in referrals.get(row.pk, ())
            ],
            partenaires_actifs=group(actifs=row.active_partners, places=row.placed_partners, source=row.active_source),
            aide=cleaned(row.helped),
            freine=cleaned(row.hindered),
            paroles=cleaned(row.words),
            partenariat=group(
                repondants=row.respondents, **{key: getattr(row, field) for field, key in THEMES.items()}
            ),
            budget=group(prevu=row.budget_planned, realise=row.budget_actual),
            decisions=[names.follow_up(line) for line in decisions.get(row.pk, ())],
            suite=row.outcome,
        )
        for row, name in zip(rows, identifiers(rows, "b").values(), strict=True)
    ]


def committees(names):
    """Return `instances`."""
    project = names.project
    seats = by(CommitteeSeat.objects.filter(committee__project=project), "committee_id")
    meetings = by(Meeting.objects.filter(committee__project=project), "committee_id")
    attendances = by(Attendance.objects.filter(meeting__committee__project=project), "meeting_id")
    rows = list(project.committees.all())
    return [
        group(
            id=name,
            type=names.words.word(codes.COMMITTEE_KINDS, row.kind),
            nom=row.name,
            frequence=row.frequency,
            membres=[names.partners[seat.partnership_id] for seat in seats.get(row.pk, ())],
            reunions=[
                group(
                    date=meeting.date,
                    ordre_du_jour=cleaned(meeting.agenda),
                    presents=[who for one in attendances.get(meeting.pk, ()) if (who := names.who(one))],
                    decisions=cleaned(meeting.decisions),
                )
                for meeting in meetings.get(row.pk, ())
            ],
        )
        for row, name in zip(rows, identifiers(rows, "i").values(), strict=True)
    ]


def workshops(names):
    """Return `ateliers`."""
    rows = list(Workshop.objects.filter(project=names.project).order_by("position", "pk"))
    return [
        group(
            id=name,
            script=row.script,
            date=row.date,
            animation=names.who(row),
            participants=row.participants,
            cartes=row.cards,
            fusionnees=row.merged,
            engagements=cleaned(row.commitments),
        )
        for row, name in zip(rows, identifiers(rows, "at").values(), strict=True)
    ]
