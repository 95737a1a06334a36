"""Partners in the project and what hangs on them: frise, RACI, links, pas de côté, journal."""

from django.utils import timezone

from exchange.importers.directory import find_or_add_partners
from exchange.importers.store import texts
from partnerships.models import (
    Analysis,
    Certainty,
    FactStatus,
    Formalisation,
    Lever,
    Link,
    LogEntry,
    LogKind,
    LogPresence,
    Obstacle,
    Partnership,
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
    SituationActor,
    Voice,
)
from partnerships.relations.layout import place_newcomers
from projects.models import Stage

_ANALYSIS = {
    "trust": "confiance",
    "influence": "influence",
    "interest": "interet",
    "synergy": "synergie",
    "antagonism": "antagonisme",
}


def add_partnerships(store, content):
    """Create the partnerships of the project, and the team's private reading of each."""
    items = content["partenaires"]
    partners = find_or_add_partners(store, items)
    lead = content["projet"]["porteur"]
    for row in store.save(
        Partnership,
        (
            Partnership(
                project=store.project,
                partner=partners[item["id"]],
                key=item["id"],
                position=position,
                is_lead=item["id"] == lead,
                intensity=item["intensite"],
                formalisation=item["formalisation"] or Formalisation.NONE,
                stage=item["etape"] or Stage.IDENTIFIED,
                looked_after_by=store.members.get(item["suivi_par"]),
                **texts(
                    item,
                    nature="nature_lien",
                    brings="apport",
                    expects="attente",
                    limits="limites",
                    common_interests="interets_communs",
                ),
                **_hope(store, item["niveau_espere"]),
                **_ask(item["a_solliciter"]),
            )
            for position, item in enumerate(items)
        ),
    ):
        store.partnerships[row.key] = row
    store.save(Analysis, (row for item in items if (row := _analysis(store, item)) is not None))


def _hope(store, hope):
    if not hope:
        return {}
    return {
        "hoped_level": store.levels[hope["ligne"]],
        "hoped_provenance": hope["provenance"] or Provenance.SUPPOSED,
        "hoped_reason": hope["note"] or "",
    }


def _ask(ask):
    return {"ask_on": ask["date"], **texts(ask, ask_moment="moment", ask_reason="note")} if ask else {}


def _analysis(store, item):
    values = {field: item[key] for field, key in _ANALYSIS.items()}
    values |= texts(item, commitment_now="engagement_x", commitment_needed="engagement_o")
    if all(value in (None, "") for value in values.values()):
        return None
    return Analysis(partnership=store.partnerships[item["id"]], read_on=item["positions_au"], **values)


def add_places(store, content):
    """Create links, placements, opinions on them, presences in the phases and RACI letters."""
    by_key = store.partnerships
    store.save(
        PhasePresence,
        (
            PhasePresence(partnership=by_key[item["id"]], phase=store.phases[phase])
            for item in content["partenaires"]
            for phase in item["phases"] or ()
        ),
    )
    store.save(
        PlacementOpinion,
        (
            PlacementOpinion(
                partnership=by_key[item["id"]],
                horizon=store.horizons[opinion["horizon"]],
                level=store.levels[opinion["ligne"]],
                voice=opinion["voix"] or Voice.TEAM,
                member=store.members.get(opinion["personne"]),
                date=opinion["date"],
                **texts(opinion, source="source", comment="note"),
            )
            for item in content["partenaires"]
            for opinion in item["avis"] or ()
        ),
    )
    store.save(
        Link,
        (
            Link(
                project=store.project,
                a=by_key[item["a"]],
                b=by_key[item["b"]],
                intensity=item["mode"],
                since=item["depuis"],
                until=item["jusqu_au"],
                **texts(item, nature="nature", note="note", tension="tension"),
            )
            for item in content["liens"] or ()
        ),
    )
    _add_drawn(store, content["dessin_relations"] or ())
    store.save(
        Placement,
        (
            Placement(
                partnership=by_key[item["partenaire"]],
                horizon=store.horizons[item["horizon"]],
                level=store.levels[item["ligne"]],
                key=item["id"] or "",
                planned_on=item["date"],
                certainty=item["certitude"] or Certainty.LIKELY,
                provenance=item["provenance"] or Provenance.SUPPOSED,
                reason=item["note"] or "",
                placed_by=store.by,
            )
            for item in content["placements"] or ()
        ),
    )
    store.save(
        RaciAssignment,
        (
            RaciAssignment(activity=store.activities[activity], partnership=by_key[partner], letters=letters)
            for activity, cells in (content["raci"] or {}).items()
            for partner, letters in (cells or {}).items()
        ),
    )


def _add_drawn(store, items):
    """Keep where the two drawings put each partner, then place those that the file does not speak of.

    A file without links nor places has no drawing yet: it is made with the first link.
    """
    if not items and not Link.objects.filter(project=store.project).exists():
        return
    layout = RelationsLayout(project=store.project)
    for item in items:
        public_id = store.partnerships[item["partenaire"]].public_id
        if item["angle"] is not None:
            layout.target[public_id] = item["angle"]
        if item["colonne"] is not None and item["rang"] is not None:
            layout.graph[public_id] = [item["colonne"], item["rang"]]
    layout.save()
    place_newcomers(store.project)


def add_raci_facts(store, content):
    """Create what is noted on the cells of the RACI: notes, answers, opinions asked, refusals."""
    today = timezone.localdate()
    store.save(
        RaciFact,
        (
            RaciFact(
                activity=store.activities[item["activite"]],
                partnership=store.partnerships[item["partenaire"]],
                kind=item["nature"],
                letters=item["role"] or "",
                agreed=item["en_repond"] is not False,
                day=item["date"] or today,
                channel=item["moyen"] or "",
                text=item["texte"] or "",
                **store.who(item["qui"]),
            )
            for item in content["raci_faits"] or ()
        ),
    )


def add_perspectives(store, content):
    """Create pas de côté with freins, leviers and parades, and those noted on a partner's record."""
    items = content["pas_de_cote"] or ()
    shifts = store.save(
        PerspectiveShift,
        (
            PerspectiveShift(
                partnership=store.partnerships[item["acteur"]],
                position=position,
                portrait=item["portrait"] or "",
                **store.who(item["joue_par"]),
            )
            for position, item in enumerate(items)
        ),
    )
    sources = [(shift.partnership, shift, item) for shift, item in zip(shifts, items, strict=True)]
    sources += [(store.partnerships[item["id"]], None, item) for item in content["partenaires"]]
    obstacles = {}
    for model, key in ((Obstacle, "freins"), (Lever, "leviers")):
        rows = [
            (model(partnership=partnership, shift=shift, **_fact(fact)), item)
            for partnership, shift, item in sources
            for fact in item[key] or ()
        ]
        store.save(model, (row for row, _ in rows))
        if model is Obstacle:
            obstacles = {(id(item), row.key): row for row, item in rows if row.key}
    store.save(
        Response,
        (
            Response(
                obstacle=obstacles[id(item), response["frein"]],
                text=response["texte"],
                due=response["pour_le"],
                done=response["fait"] or False,
                **store.who(response["qui"]),
            )
            for _, _, item in sources
            for response in item["parades"] or ()
        ),
    )


def _fact(item):
    return {
        "key": item["id"] or "",
        "text": item["texte"],
        "category": item["categorie"] or "",
        "strength": item["force"],
        "status": item["statut"] or FactStatus.HYPOTHESIS,
    }


def add_situation_actors(store, content):
    """Create what each actor does in each situation of vulnerability."""
    store.save(
        SituationActor,
        (
            SituationActor(
                situation=store.situations[item["id"]],
                partnership=store.partnerships[link["acteur"]],
                role=link["role"],
                position=position,
            )
            for item in content["situations"] or ()
            for position, link in enumerate(item["liens"] or ())
        ),
    )


def add_journal(store, content):
    """Create the journal of contacts, who was there and what was promised."""
    items = content["journal"] or ()
    entries = store.save(
        LogEntry,
        (
            LogEntry(
                partnership=store.partnerships[item["partenaire"]],
                key=item["id"],
                date=item["date"],
                kind=item["type"] or LogKind.OTHER,
                **texts(item, place="lieu", summary="resume", decision="decision", mood="ressenti"),
            )
            for item in items
        ),
    )
    store.save(
        LogPresence,
        (
            LogPresence(entry=entry, position=position, **store.who(who))
            for entry, item in zip(entries, items, strict=True)
            for position, who in enumerate(item["presents"] or ())
        ),
    )
    promises = [
        (entry.partnership, entry, item["suite"]) for entry, item in zip(entries, items, strict=True) if item["suite"]
    ]
    promises += [
        (store.partnerships[item["id"]], None, promise)
        for item in content["partenaires"]
        for promise in item["suites"] or ()
    ]
    store.save(
        Promise,
        (
            Promise(partnership=partnership, entry=entry, **follow_up(store, item))
            for partnership, entry, item in promises
        ),
    )


def follow_up(store, item):
    """Return the fields of a promise or a decision for {quoi, qui, pour_le, fait}."""
    return {
        "what": item["quoi"],
        "due": item["pour_le"],
        "done": item["fait"] or False,
        **store.who(item["qui"]),
    }
