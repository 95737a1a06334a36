"""The project, its lists, its territories, its team, its activities and its situations."""

from accounts.models import Role
from exchange.codes import OWN_WORDS
from exchange.importers.store import texts
from projects.models import (
    Activity,
    ActivityStatus,
    Audience,
    Horizon,
    InvolvementLevel,
    Milestone,
    Phase,
    Project,
    ProjectMember,
    ProjectTerritory,
    RaciVariant,
    Situation,
    Stage,
)
from projects.slugs import free_slug
from territories.models import Territory
from territories.names import normalise


def new_project(content, organisation):
    """Return the unsaved Project of the file, with an address nobody has."""
    item = content["projet"]
    lists = content["listes"]
    return Project(
        organisation=organisation,
        slug=free_slug(item["nom"]),
        key=item["id"],
        start=item["debut"],
        end=item["fin"],
        stage=item["etape"] or Stage.IDEA,
        raci_variant=item["variante_raci"] or RaciVariant.RACI,
        objectives=item["objectifs"] or [],
        banner=content["mention"] or "",
        language=content["langue"] or "fr",
        reference_date=content["date_reference"],
        vocabulary={section: _own_words(lists[section], OWN_WORDS[section]) for section in OWN_WORDS if lists[section]},
        **texts(
            item,
            name="nom",
            subtitle="sous_titre",
            framework="cadre",
            finding="constat",
            purpose="pourquoi",
            exclusions="ce_que_nous_ne_ferons_pas",
        ),
    )


def _own_words(words, vocabulary):
    return [
        {"id": word["id"], "code": vocabulary.code(word["code"])} | ({"nom": word["nom"]} if word["nom"] else {})
        for word in words
    ]


def add_frame(store, content):
    """Create horizons, levels, phases, territories, audiences, team and milestones."""
    project, item, lists = store.project, content["projet"], content["listes"]
    _add_lists(store, lists)
    _add_territories(store, content["territoires"] or [], set(item["territoires"] or ()))
    targeted = set(item["publics"] or ())
    for row in store.save(
        Audience,
        (
            Audience(project=project, key=row["id"], position=position, name=row["nom"], targeted=row["id"] in targeted)
            for position, row in enumerate(content["publics"] or ())
        ),
    ):
        store.audiences[row.key] = row
    for row in store.save(
        ProjectMember,
        (
            ProjectMember(
                project=project,
                key=row["id"],
                position=position,
                name=row["nom"],
                function=row["role"] or "",
                role=row["droits"] or Role.READER,
            )
            for position, row in enumerate(item["equipe"] or ())
        ),
    ):
        store.members[row.key] = row
    store.save(
        Milestone, (Milestone(project=project, date=row["date"], title=row["titre"]) for row in item["jalons"] or ())
    )


def _add_lists(store, lists):
    project = store.project
    for row in store.save(
        Horizon,
        (
            Horizon(
                project=project,
                key=row["id"],
                position=position,
                name=row["nom"],
                start=row["debut"],
                end=row["fin"],
                **texts(row, subtitle="sous_titre", intention="intention"),
            )
            for position, row in enumerate(lists["horizons"])
        ),
    ):
        store.horizons[row.key] = row
    for row in store.save(
        InvolvementLevel,
        (
            InvolvementLevel(
                project=project,
                key=row["id"],
                position=position,
                name=row["nom"],
                **texts(row, code="code", color="couleur", definition="definition"),
            )
            for position, row in enumerate(lists["lignes"])
        ),
    ):
        store.levels[row.key] = row
    for row in store.save(
        Phase,
        (
            Phase(project=project, key=row["id"], position=position, name=row["nom"], moment=row["moment"] or "")
            for position, row in enumerate(lists["phases"] or ())
        ),
    ):
        store.phases[row.key] = row


def _add_territories(store, items, targeted):
    """Find each official territory, find or make the organisation's own ones, and tie them to the project."""
    own = {
        (row.country, row.kind, row.name_norm): row
        for row in Territory.objects.filter(organisation=store.organisation).select_related("epci", "departement")
    }
    for item in items:
        place = (item["pays"], item["type"], normalise(item["nom"]))
        row = item["officiel"] or own.get(place)
        if row is None:
            row = Territory.objects.create(
                organisation=store.organisation,
                country=item["pays"],
                kind=item["type"],
                name=item["nom"],
                code=item["code_insee"] or item["code"] or "",
                postcodes=item["code_postal"] or "",
                population=item["population"],
                departement=item["dans_departement"],
                zonings=item["zonages"] or [],
            )
        elif item["officiel"] is None:
            _complete_own(store, item, row)
        store.territories[item["id"]] = row
    for item in items:
        row = store.territories[item["id"]]
        if item["officiel"] is not None or not item["epci"]:
            continue
        epci = store.territories[item["epci"]]
        if row.epci_id is None:
            row.epci = epci
            row.save()
        elif row.epci_id != epci.pk:
            store.remark(item, "epci", row.epci)
    _tie_parts(store, items)
    store.save(
        ProjectTerritory,
        (
            ProjectTerritory(
                project=store.project,
                territory=store.territories[item["id"]],
                key=item["id"],
                position=position,
                targeted=item["id"] in targeted,
                to_check=item["a_verifier"] or "",
                member_count=item["communes"],
            )
            for position, item in enumerate(items)
        ),
    )


def _tie_parts(store, items):
    """Give the organisation's own territories the parts that the file says; those that have parts keep them."""
    for item in items:
        row = store.territories[item["id"]]
        if item["officiel"] is not None or not item["compose_de"]:
            continue
        if row.parts.exists():
            continue
        epci, departement = row.epci_id, row.departement_id
        row.parts.set([store.territories[part] for part in item["compose_de"]])
        row.settle()
        # What the file says of its containers holds where its communes do not say better.
        row.epci_id, row.departement_id = row.epci_id or epci, row.departement_id or departement
        row.save()


def _complete_own(store, item, row):
    """Fill what the organisation does not know of its own territory; say what it knows otherwise and keep it."""
    given = {
        "code": ("code", item["code_insee"] or item["code"]),
        "code_postal": ("postcodes", item["code_postal"]),
        "population": ("population", item["population"]),
        "departement": ("departement", item["dans_departement"]),
        "zonages": ("zonings", item["zonages"]),
    }
    changed = False
    for key, (field, value) in given.items():
        current = getattr(row, field)
        if value is None or value == current:
            continue
        if current in ("", None, []):
            setattr(row, field, value)
            changed = True
        else:
            store.remark(item, key, ", ".join(current) if isinstance(current, list) else current)
    if changed:
        row.save()


def add_activities(store, content):
    """Create the rows of the RACI and the situations of vulnerability."""
    for row in store.save(
        Activity,
        (
            Activity(
                project=store.project,
                key=item["id"],
                position=position,
                name=item["nom"],
                phase=store.phases.get(item["phase"]),
                start=item["debut"],
                end=item["fin"],
                status=item["statut"] or ActivityStatus.PLANNED,
            )
            for position, item in enumerate(content["activites"] or ())
        ),
    ):
        store.activities[row.key] = row
    for row in store.save(
        Situation,
        (
            Situation(
                project=store.project,
                key=item["id"],
                position=position,
                name=item["nom"],
                signs=item["signes"] or [],
                **texts(item, tipping_point="bascule", gap="trou"),
            )
            for position, item in enumerate(content["situations"] or ())
        ),
    ):
        store.situations[row.key] = row
