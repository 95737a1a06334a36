"""Two records of one organisation, with something of every kind on both: what a merge has to gather."""

import datetime

from django.apps import apps

from agreements.models import ActionSheet, Agreement, AgreementMean, Arrangement, Party, SheetPartner
from partnerships.models import (
    Analysis,
    Attendance,
    CommitteeSeat,
    Contact,
    Lever,
    Link,
    LogEntry,
    LogPresence,
    Obstacle,
    PerspectiveShift,
    Promise,
    RaciAssignment,
    Response,
    Review,
    ReviewReferral,
    SituationActor,
)
from privacy.models import PartnerLink
from projects.models import Committee, Meeting, Situation, operation
from tests.factories import ActivityFactory, PartnershipFactory, PlacementFactory, ProjectFactory

DAY = datetime.date(2026, 3, 12)
ROOMS = ("projects", "partnerships", "agreements", "privacy", "workshops")


def snapshot():
    """Return every row of the team as plain values: {model: {key: {column: value}}}, without versions nor the journal."""
    found = {}
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            name = model._meta.model_name
            if name.startswith("historical") or name in ("operation", "operation_others"):
                continue
            left_out = {"version", "revision"}
            columns = [field.attname for field in model._meta.concrete_fields if field.name not in left_out]
            found[model._meta.label] = {row["pk"]: row for row in model._base_manager.values("pk", *columns)}
    return found


def two_records(project, by):
    """Return (kept, gone), the places of two records in one project; both meet at every table."""
    kept = PartnershipFactory(
        project=project,
        partner__name="CCAS d’Ambert",
        partner__siret="26630006400018",
        partner__kind="social_centre_public",
        brings="Une salle",
        nature="cooperation",
    )
    gone = PartnershipFactory(
        project=project,
        partner__name="C.C.A.S. Ambert",
        partner__short_name="CCAS",
        partner__rna="W632000000",
        partner__kind="social_centre_public",
        partner__mission="L’aide sociale de la commune",
        brings="Une salle\nUn minibus",
        nature="partnership",
        limits="Pas avant mars",
    )
    mairie = PartnershipFactory(project=project, partner__name="Mairie d’Ambert")
    horizons, levels = list(project.horizons.all()), list(project.levels.all())
    activity, other_activity = (ActivityFactory(project=project) for _ in range(2))
    committee = Committee.objects.create(project=project, kind="steering", name="Comité de pilotage")
    meeting = Meeting.objects.create(committee=committee, date=DAY)
    situation = Situation.objects.create(project=project, name="Isolement")
    review = Review.objects.create(project=project, kind="annual", title="Bilan 2026")
    sheet = ActionSheet.objects.create(project=project, title="Le minibus")
    draft = Agreement.objects.create(project=project, template="T1", title="Prêt du minibus")
    with operation(by=by, label="Préparer", project=project):
        for one, level in ((kept, levels[0]), (gone, levels[1])):
            PlacementFactory(partnership=one, horizon=horizons[0], level=level)
            Contact.objects.create(partner=one.partner, name="Odile Perrin", email="odile@ambert.example")
            Analysis.objects.create(partnership=one, trust=1 if one is kept else 3, influence=4)
            Obstacle.objects.create(partnership=one, text=f"Frein de {one}")
            Lever.objects.create(partnership=one, text=f"Levier de {one}")
            entry = LogEntry.objects.create(partnership=one, date=DAY, summary=f"Vu {one}")
            LogPresence.objects.create(entry=entry, who_partnership=one)
            Promise.objects.create(partnership=one, what="Rappeler", who_partnership=one)
            PerspectiveShift.objects.create(partnership=one, who_partnership=mairie)
            SituationActor.objects.create(situation=situation, partnership=one, role="spots")
            CommitteeSeat.objects.create(committee=committee, partnership=one)
            Attendance.objects.create(meeting=meeting, who_partnership=one)
            ReviewReferral.objects.create(review=review, partnership=one, count=3)
            SheetPartner.objects.create(
                sheet=sheet, partnership=one, role="C" if one is kept else "R", contribution=f"Apport de {one.pk}"
            )
            Arrangement.objects.create(partnership=one, formalisation="oral", purpose="Prêt de salle")
            party = Party.objects.create(agreement=draft, partnership=one, seat="" if one is kept else "Ambert")
            party.commitments.create(text=f"Engagement de {one}")
            AgreementMean.objects.create(agreement=draft, partnership=one, what="Un minibus")
            Link.objects.create(
                project=project, a=one, b=mairie, intensity=1 if one is kept else 3, tension=f"T{one.pk}"
            )
            contact = Contact.objects.get(partner=one.partner)
            PartnerLink.make(partnership=one, contact=contact, by=by)
        review.participants.set([kept, gone])
        PlacementFactory(partnership=gone, horizon=horizons[1], level=levels[0])
        Contact.objects.create(partner=gone.partner, name="Jean Vial")
        Obstacle.objects.create(partnership=mairie, text="Autre")
        Response.objects.create(obstacle=mairie.obstacles.get(), text="Demander", who_partnership=gone)
        Link.objects.create(project=project, a=gone, b=kept, intensity=2)
        sheet.pilot = gone
        sheet.save()
        draft.processor = Party.objects.get(agreement=draft, partnership=gone)
        draft.save()
        for one, first in ((kept, "R"), (gone, "A")):
            RaciAssignment.objects.create(activity=activity, partnership=one, letters=first)
            RaciAssignment.objects.create(activity=other_activity, partnership=one, letters="I")
    return kept, gone


def elsewhere(gone, name="Ailleurs"):
    """Return the place of a record in another project of its organisation."""
    return PartnershipFactory(
        project=ProjectFactory(organisation=gone.partner.organisation, name=name), partner=gone.partner
    )
