"""Bilans, committees and workshops: how the project lives."""

from exchange.importers.partners import follow_up
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
from projects.models import Committee, Meeting
from workshops.models import Workshop

THEMES = {
    "theme_perspectives": "points_de_vue",
    "theme_early": "association_precoce",
    "theme_weight": "poids_decisions",
    "theme_actors": "bons_acteurs",
    "theme_balance": "rapports_equilibres",
    "theme_building": "construction_commune",
}


def add_reviews(store, content):
    """Create the bilans and their figures."""
    items = content["bilans"] or ()
    rows = store.save(Review, (_review(store, item, position) for position, item in enumerate(items)))
    pairs = list(zip(rows, items, strict=True))
    store.link(
        Review.participants,
        ((row, [store.partnerships[key] for key in item["participants"] or ()]) for row, item in pairs),
    )

    def lines(key):
        return ((row, position, line) for row, item in pairs for position, line in enumerate(item[key] or ()))

    store.save(
        ReviewFigure,
        (
            ReviewFigure(
                review=row,
                position=position,
                name=line["nom"],
                planned=line["prevu"],
                actual=line["realise"],
                note=line["note"] or "",
            )
            for row, position, line in lines("chiffres")
        ),
    )
    store.save(
        ReviewTerritory,
        (
            ReviewTerritory(
                review=row,
                position=position,
                territory=store.territories[line["territoire"]],
                stops=line["haltes"],
                visits=line["passages"],
                people=line["personnes"],
            )
            for row, position, line in lines("par_commune")
        ),
    )
    store.save(
        ReviewAgeBand,
        (
            ReviewAgeBand(review=row, position=position, band=line["tranche"], people=line["personnes"])
            for row, position, line in lines("par_age")
        ),
    )
    store.save(
        ReviewReferral,
        (
            ReviewReferral(
                review=row,
                position=position,
                partnership=store.partnerships[line["vers"]],
                count=line["nombre"] or 0,
            )
            for row, position, line in lines("orientations")
        ),
    )
    store.save(
        ReviewDecision,
        (
            ReviewDecision(review=row, position=position, **follow_up(store, line))
            for row, position, line in lines("decisions")
        ),
    )


def _review(store, item, position):
    period = item["periode"] or {}
    budget = item["budget"] or {}
    active = item["partenaires_actifs"] or {}
    quality = item["partenariat"] or {}
    return Review(
        project=store.project,
        key=item["id"],
        position=position,
        kind=item["type"],
        title=item["titre"],
        period_start=period.get("debut"),
        period_end=period.get("fin"),
        date=item["date"],
        helped=item["aide"] or [],
        hindered=item["freine"] or [],
        words=item["paroles"] or [],
        outcome=item["suite"] or "",
        budget_planned=budget.get("prevu"),
        budget_actual=budget.get("realise"),
        active_partners=active.get("actifs"),
        placed_partners=active.get("places"),
        active_source=active.get("source") or "",
        respondents=quality.get("repondants"),
        **{field: quality.get(key) for field, key in THEMES.items()},
    )


def add_committees(store, content):
    """Create the committees, who sits there, their meetings and who came."""
    items = content["instances"] or ()
    rows = store.save(
        Committee,
        (
            Committee(
                project=store.project,
                key=item["id"],
                position=position,
                kind=item["type"],
                name=item["nom"],
                frequency=item["frequence"] or "",
            )
            for position, item in enumerate(items)
        ),
    )
    pairs = list(zip(rows, items, strict=True))
    store.save(
        CommitteeSeat,
        (
            CommitteeSeat(committee=row, partnership=store.partnerships[key], position=position)
            for row, item in pairs
            for position, key in enumerate(item["membres"] or ())
        ),
    )
    meetings = [(row, meeting) for row, item in pairs for meeting in item["reunions"] or ()]
    saved = store.save(
        Meeting,
        (
            Meeting(
                committee=row,
                date=meeting["date"],
                agenda=meeting["ordre_du_jour"] or [],
                decisions=meeting["decisions"] or [],
            )
            for row, meeting in meetings
        ),
    )
    store.save(
        Attendance,
        (
            Attendance(meeting=row, position=position, **store.who(who))
            for row, (_, meeting) in zip(saved, meetings, strict=True)
            for position, who in enumerate(meeting["presents"] or ())
        ),
    )


def add_workshops(store, content):
    """Create the workshops that were held."""
    store.save(
        Workshop,
        (
            Workshop(
                project=store.project,
                key=item["id"],
                position=position,
                script=item["script"],
                date=item["date"],
                participants=item["participants"],
                cards=item["cartes"],
                merged=item["fusionnees"],
                commitments=item["engagements"] or [],
                **store.who(item["animation"]),
            )
            for position, item in enumerate(content["ateliers"] or ())
        ),
    )
