"""The project, its lists, its territories, its team, its activities and its situations."""

from agreements.models import ActionSheet, Agreement
from exchange import codes
from exchange.exporters.names import by, cleaned, group, identifiers
from partnerships.models import PartnerPlace, ReviewTerritory, SituationActor
from projects.models import InvolvementCode, RaciVariant
from territories.models import Country, Territory, TerritoryKind


def name_rows(names):
    """Give each row of the project its identifier, so that every other part can refer to it."""
    project = names.project
    names.horizons = identifiers(project.horizons.all(), "h")
    names.levels = _level_names(list(project.levels.all()))
    names.phases = identifiers(project.phases.all(), "ph")
    names.audiences = identifiers(project.audiences.all(), "pu")
    names.partners = identifiers(project.partnerships.all(), "p")
    names.team = identifiers(project.members.all(), "u", avoid=names.partners.values())
    names.activities = identifiers(project.activities.all(), "a")
    names.situations = identifiers(project.situations.all(), "s")
    names.agreements = identifiers(project.agreements.all(), "c")
    names.sheets = identifiers(project.sheets.all(), "f")


def _level_names(levels):
    """Return {pk: identifier} of the lanes; an identifier that stands for another meaning is not used (rule 4)."""
    meanings = codes.LEVEL_CODES.words
    for level in levels:
        if level.key in meanings and meanings[level.key] != level.code:
            level.key = ""
        if not level.key and level.code:
            level.key = codes.LEVEL_CODES.word(level.code)
    return identifiers(levels, "l")


def lists(names):
    """Return `listes`; call it last, when every word is known."""
    project = names.project
    return group(
        horizons=[
            group(
                id=names.horizons[row.pk],
                nom=row.name,
                sous_titre=row.subtitle,
                debut=row.start,
                fin=row.end,
                intention=row.intention,
            )
            for row in project.horizons.all()
        ],
        lignes=[_lane(names, row) for row in project.levels.all()],
        **names.words.lists,
        phases=[group(id=names.phases[row.pk], nom=row.name, moment=row.moment) for row in project.phases.all()],
    )


def _lane(names, row):
    name = names.levels[row.pk]
    says_it = codes.LEVEL_CODES.words.get(name) == row.code
    return group(
        id=name,
        code=InvolvementCode(row.code).value if row.code and not says_it else None,
        nom=row.name,
        couleur=row.color,
        definition=row.definition,
    )


def territories(names):
    """Return `territoires`: those of the project, then those that a partner, an agreement or a bilan alone names."""
    project = names.project
    own = list(project.project_territories.select_related("territory__epci", "territory__departement"))
    names.territories = {}
    for row, name in zip(own, identifiers(own, "t").values(), strict=True):
        names.territories[row.territory_id] = name
    places = [(row.territory, row) for row in own]
    for place in _other_places(project, set(names.territories)):
        name = f"t_{place.code or place.public_id}"
        while name in names.territories.values():
            name += "_"
        names.territories[place.pk] = name
        places.append((place, None))
    names.parts = {}
    ties = Territory.parts.through.objects.filter(from_territory__in=[place.pk for place, _row in places])
    ties = ties.exclude(from_territory__organisation=None)
    for whole, part in ties.values_list("from_territory", "to_territory"):
        names.parts.setdefault(whole, []).append(part)
    return [_territory(names, place, row) for place, row in places]


def _other_places(project, known):
    """Return the territories that the project's rows name and that the project does not list, containers included."""
    ids = set(project.partnerships.exclude(partner__territory=None).values_list("partner__territory", flat=True))
    ids |= set(PartnerPlace.objects.filter(partner__partnerships__project=project).values_list("territory", flat=True))
    ids |= set(ReviewTerritory.objects.filter(review__project=project).values_list("territory", flat=True))
    for model in (Agreement, ActionSheet):
        ids |= set(model.objects.filter(project=project, territories__gt=0).values_list("territories", flat=True))
    # A place drawn by the organisation needs the intercommunality that the organisation gave it.
    ids |= set(
        Territory.objects.filter(pk__in=ids | known, epci__gt=0)
        .exclude(organisation=None)
        .values_list("epci", flat=True)
    )
    # And the communes that make it.
    ids |= set(
        Territory.objects.filter(part_of__in=ids | known)
        .exclude(part_of__organisation=None)
        .values_list("pk", flat=True)
    )
    return Territory.objects.filter(pk__in=ids - known).select_related("epci", "departement").order_by("name", "pk")


def _territory(names, place, row):
    is_commune = place.kind == TerritoryKind.COMMUNE and place.country == Country.FRANCE
    shows_county = place.departement and (place.kind == TerritoryKind.EPCI or place.organisation_id)
    return group(
        id=names.territories[place.pk],
        type=codes.TERRITORY_KINDS.word(place.kind),
        nom=place.name,
        pays=place.country if place.country != Country.FRANCE else None,
        code=None if is_commune else place.code,
        code_insee=place.code if is_commune else None,
        code_postal=place.postcodes,
        population=place.population,
        communes=row.member_count if row else None,
        departement=place.departement.code if shows_county else None,
        epci=names.territories.get(place.epci_id),
        compose_de=_parts(names, place),
        zonages=[codes.ZONINGS.word(zoning) for zoning in place.zonings],
        a_verifier=row.to_check if row else None,
    )


def _parts(names, place):
    """Return the identifiers of the communes that make an own place; `names.parts` holds them all, read once."""
    return sorted(names.territories[pk] for pk in names.parts.get(place.pk, ()))


def project(names):
    """Return `projet`."""
    row = names.project
    word = names.words.word
    lead = row.partnerships.filter(is_lead=True).first()
    return group(
        id=row.key or row.slug,
        nom=row.name,
        sous_titre=row.subtitle,
        porteur=names.partners[lead.pk] if lead else None,
        cadre=row.framework,
        territoires=[
            names.territories[place.territory_id] for place in row.project_territories.all() if place.targeted
        ],
        publics=[names.audiences[audience.pk] for audience in row.audiences.all() if audience.targeted],
        debut=row.start,
        fin=row.end,
        etape=word(codes.STAGES, row.stage),
        variante_raci=word(codes.RACI_VARIANTS, row.raci_variant) if row.raci_variant != RaciVariant.RACI else None,
        constat=row.finding,
        pourquoi=row.purpose,
        objectifs=cleaned(row.objectives),
        ce_que_nous_ne_ferons_pas=row.exclusions,
        equipe=[
            group(
                id=names.team[member.pk],
                nom=member.name,
                role=member.function,
                droits=word(codes.ROLES, member.role),
            )
            for member in row.members.all()
        ],
        jalons=[group(date=milestone.date, titre=milestone.title) for milestone in row.milestones.all()],
    )


def audiences(names):
    return [group(id=names.audiences[row.pk], nom=row.name) for row in names.project.audiences.all()]


def activities(names):
    """Return `activites`."""
    return [
        group(
            id=names.activities[row.pk],
            nom=row.name,
            phase=names.phases.get(row.phase_id),
            debut=row.start,
            fin=row.end,
            statut=names.words.word(codes.ACTIVITY_STATUSES, row.status),
        )
        for row in names.project.activities.all()
    ]


def situations(names, answers):
    """Return `situations`; `answers`: {situation pk: identifiers of the fiches that answer it}."""
    project = names.project
    actors = by(SituationActor.objects.filter(situation__project=project), "situation_id")
    return [
        group(
            id=names.situations[row.pk],
            nom=row.name,
            signes=cleaned(row.signs),
            bascule=row.tipping_point,
            liens=[
                group(
                    acteur=names.partners[actor.partnership_id],
                    role=names.words.word(codes.SITUATION_ROLES, actor.role),
                )
                for actor in actors.get(row.pk, ())
            ],
            trou=row.gap,
            **_answers(answers.get(row.pk, [])),
        )
        for row in project.situations.all()
    ]


def _answers(sheets):
    return {"action": sheets[0]} if len(sheets) == 1 else {"actions": sheets}
