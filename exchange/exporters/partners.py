"""Partners in the project and what hangs on them: frise, RACI, links, pas de côté, journal."""

from django.utils.timezone import localdate

from exchange import codes
from exchange.exporters.names import by, group, identifiers
from exchange.exporters.stages import StagesOf
from partnerships.models import (
    Analysis,
    Lever,
    LogEntry,
    LogPresence,
    Obstacle,
    PerspectiveShift,
    PhasePresence,
    Placement,
    PlacementOpinion,
    Promise,
    Provenance,
    RaciAssignment,
    RaciFact,
    RelationsLayout,
    Response,
)


class Facts:
    """Freins, leviers and parades of the project, ready to be written with their pas de côté or their partner."""

    def __init__(self, names):
        self.names = names
        scope = {"partnership__project": names.project}
        self.obstacles = by(Obstacle.objects.filter(**scope), "shift_id")
        self.levers = by(Lever.objects.filter(**scope), "shift_id")
        self.responses = by(Response.objects.filter(obstacle__partnership__project=names.project), "obstacle_id")

    def of_shift(self, shift):
        return self._written(self.obstacles.get(shift.pk, []), self.levers.get(shift.pk, []))

    def of_partnership(self, partnership):
        """Return what is noted on the partner's record, outside any pas de côté."""
        return self._written(
            [row for row in self.obstacles.get(None, ()) if row.partnership_id == partnership.pk],
            [row for row in self.levers.get(None, ()) if row.partnership_id == partnership.pk],
        )

    def _written(self, obstacles, levers):
        names = identifiers(obstacles, "fr")
        return {
            "freins": [self._fact(row, names[row.pk]) for row in obstacles],
            "leviers": [
                self._fact(row, name) for row, name in zip(levers, identifiers(levers, "le").values(), strict=True)
            ],
            "parades": [
                group(
                    frein=names[row.pk],
                    texte=response.text,
                    qui=self.names.who(response),
                    pour_le=response.due,
                    fait=response.done,
                )
                for row in obstacles
                for response in self.responses.get(row.pk, ())
            ],
        }

    def _fact(self, row, name):
        word = self.names.words.word
        return group(
            id=name,
            texte=row.text,
            categorie=word(codes.OBSTACLE_CATEGORIES, row.category),
            force=row.strength,
            statut=word(codes.FACT_STATUSES, row.status),
        )


def partners(names, facts):
    """Return `partenaires`, the team's private reading included: this file is for the team."""
    project = names.project
    analyses = {row.partnership_id: row for row in Analysis.objects.filter(partnership__project=project)}
    promises = by(Promise.objects.filter(partnership__project=project, entry=None).order_by("pk"), "partnership_id")
    phases = by(PhasePresence.objects.filter(partnership__project=project), "partnership_id")
    opinions = by(PlacementOpinion.objects.filter(partnership__project=project).order_by("pk"), "partnership_id")
    life = StagesOf(names)
    rows = project.partnerships.select_related("partner").prefetch_related("partner__contacts", "partner__places")
    return [
        _partner(names, row, analyses.get(row.pk), promises.get(row.pk, ()), facts)
        | group(
            phases=[names.phases[presence.phase_id] for presence in phases.get(row.pk, ())],
            avis=[_opinion(names, opinion) for opinion in opinions.get(row.pk, ())],
            **life.of(row),
        )
        for row in rows
    ]


def _opinion(names, row):
    return group(
        horizon=names.horizons[row.horizon_id],
        ligne=names.levels[row.level_id],
        voix=names.words.word(codes.VOICES, row.voice),
        personne=names.team.get(row.member_id),
        source=row.source,
        date=row.date,
        note=row.comment,
    )


def _hope(names, row):
    """Return `niveau_espere`; supposed is what an absent word means."""
    if row.hoped_level_id is None:
        return None
    said = row.hoped_provenance != Provenance.SUPPOSED
    return group(
        ligne=names.levels[row.hoped_level_id],
        provenance=names.words.word(codes.PROVENANCES, row.hoped_provenance) if said else None,
        note=row.hoped_reason,
    )


def _partner(names, row, analysis, promises, facts):
    word = names.words.word
    partner = row.partner
    contacts = [
        group(
            nom=contact.name,
            fonction=contact.function,
            courriel=contact.email,
            telephone=contact.phone,
            autre_telephone=contact.other_phone,
            autre_moyen=contact.channel,
            prefere=word(codes.CHANNELS, contact.preferred),
            parti_le=contact.left_on,
        )
        for contact in partner.contacts.all()
    ]
    return group(
        id=names.partners[row.pk],
        nom=partner.name,
        court=partner.short_name,
        type=word(codes.PARTNER_KINDS, partner.kind),
        territoire=names.territories.get(partner.territory_id),
        autres_territoires=[
            names.territories[place.territory_id]
            for place in partner.places.all()
            if place.territory_id != partner.territory_id
        ],
        nature_lien=word(codes.LINK_NATURES, row.nature),
        intensite=word(codes.LINK_INTENSITIES, row.intensity),
        formalisation=word(codes.FORMALISATIONS, row.formalisation),
        etape=word(codes.STAGES, row.stage),
        engagement_x=word(codes.COMMITMENTS, analysis.commitment_now) if analysis else None,
        engagement_o=word(codes.COMMITMENTS, analysis.commitment_needed) if analysis else None,
        influence=analysis.influence if analysis else None,
        interet=analysis.interest if analysis else None,
        synergie=analysis.synergy if analysis else None,
        antagonisme=analysis.antagonism if analysis else None,
        confiance=analysis.trust if analysis else None,
        positions_au=analysis.read_on if analysis else None,
        oublie=partner.overlooked,
        porteur=row.is_lead or None,
        contact=contacts[0] if contacts else None,
        autres_contacts=contacts[1:],
        apport=row.brings,
        attente=row.expects,
        limites=row.limits,
        interets_communs=row.common_interests,
        suivi_par=names.team.get(row.looked_after_by_id),
        forme=partner.legal_form,
        siege=partner.seat,
        siret=partner.siret,
        rna=partner.rna,
        bce=partner.bce,
        mission=partner.mission,
        mentions=partner.memo,
        verifie_le=partner.checked_on,
        archive_le=localdate(partner.archived_at) if partner.archived_at else None,
        niveau_espere=_hope(names, row),
        a_solliciter=group(date=row.ask_on, moment=word(codes.PHASE_MOMENTS, row.ask_moment), note=row.ask_reason),
        **facts.of_partnership(row),
        suites=[names.follow_up(promise) for promise in promises],
    )


def links(names):
    """Return `liens`."""
    return [
        group(
            a=names.partners[row.a_id],
            b=names.partners[row.b_id],
            mode=names.words.word(codes.LINK_INTENSITIES, row.intensity),
            nature=names.words.word(codes.LINK_NATURES, row.nature),
            depuis=row.since,
            jusqu_au=row.until,
            note=row.note,
            tension=row.tension,
        )
        for row in names.project.links.all()
    ]


def drawn(names):
    """Return `dessin_relations`: where the two drawings put each partner."""
    layout = RelationsLayout.objects.filter(project=names.project).first()
    if layout is None:
        return []
    found = []
    for pk, public_id in names.project.partnerships.values_list("pk", "public_id"):
        column, row = layout.graph.get(public_id, (None, None))
        place = group(angle=layout.target.get(public_id), colonne=column, rang=row)
        if place:
            found.append({"partenaire": names.partners[pk], **place})
    return found


def placements(names):
    """Return `placements`, in the order in which they were made."""
    rows = list(Placement.objects.filter(partnership__project=names.project).order_by("pk"))
    word = names.words.word
    return [
        group(
            id=name,
            partenaire=names.partners[row.partnership_id],
            horizon=names.horizons[row.horizon_id],
            ligne=names.levels[row.level_id],
            date=row.planned_on,
            certitude=word(codes.CERTAINTIES, row.certainty),
            provenance=word(codes.PROVENANCES, row.provenance) if row.provenance != Provenance.SUPPOSED else None,
            note=row.reason,
        )
        for row, name in zip(rows, identifiers(rows, "pl").values(), strict=True)
    ]


def raci(names):
    """Return `raci`: {activity: {partner: letters}}."""
    cells = by(RaciAssignment.objects.filter(activity__project=names.project).order_by("pk"), "activity_id")
    return {
        name: {names.partners[cell.partnership_id]: cell.letters for cell in cells[pk]}
        for pk, name in names.activities.items()
        if pk in cells
    }


def raci_facts(names):
    """Return `raci_faits`, in the order in which they were noted."""
    word = names.words.word
    rows = RaciFact.objects.of_project(names.project).order_by("pk")
    return [
        group(
            activite=names.activities[row.activity_id],
            partenaire=names.partners[row.partnership_id],
            nature=word(codes.RACI_FACTS, row.kind),
            role=row.letters,
            en_repond=None if row.agreed else False,
            date=row.day,
            moyen=word(codes.SAID_BY, row.channel),
            qui=names.who(row),
            texte=row.text,
        )
        for row in rows
    ]


def perspectives(names, facts):
    """Return `pas_de_cote`."""
    rows = PerspectiveShift.objects.filter(partnership__project=names.project)
    return [
        group(
            acteur=names.partners[row.partnership_id],
            joue_par=names.who(row),
            portrait=row.portrait,
            **facts.of_shift(row),
        )
        for row in rows
    ]


def journal(names):
    """Return `journal`, oldest first."""
    project = names.project
    word = names.words.word
    rows = list(LogEntry.objects.filter(partnership__project=project).order_by("date", "pk"))
    presences = by(LogPresence.objects.filter(entry__partnership__project=project), "entry_id")
    follow_ups = {row.entry_id: row for row in Promise.objects.filter(partnership__project=project).exclude(entry=None)}
    return [
        group(
            id=name,
            date=row.date,
            partenaire=names.partners[row.partnership_id],
            type=word(codes.LOG_KINDS, row.kind),
            lieu=row.place,
            presents=[who for presence in presences.get(row.pk, ()) if (who := names.who(presence))],
            resume=row.summary,
            decision=row.decision,
            suite=names.follow_up(follow_ups[row.pk]) if row.pk in follow_ups else None,
            ressenti=word(codes.MOODS, row.mood),
        )
        for row, name in zip(rows, identifiers(rows, "j").values(), strict=True)
    ]
