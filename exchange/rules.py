"""What must agree between the keys of a project file: periods, doubles, sums, the carrier. See docs/project-file.md.

Each rule takes checked Items and tells the checker; a value that was wrong by itself is None here and is left alone.
"""

from decimal import Decimal

from agreements.models import Renewal, TurnKind
from exchange import signing_rules
from exchange.codes import LEVEL_CODES
from exchange.fields import listed, nearest, quoted
from partnerships.numbers import is_bce, is_rna, is_siret
from territories.names import normalise


def check(content, checker):
    """Check the whole file: `content` is the Item of shape.FILE."""
    lists = content["listes"] or {}
    _lists(lists, checker)
    _once(content["publics"], "nom", checker)
    _project(content, checker)
    _partners(content, checker)
    _placements(content, checker)
    _links(content["liens"], checker)
    _pairs(content["dessin_relations"], ("partenaire",), "La place de ce partenaire est déjà écrite", checker)
    _pairs(content["questions_de_cote"], ("regle", "question"), "Cette question est déjà écrite", checker)
    _pairs(
        content["raci_faits"],
        ("activite", "partenaire", "nature", "role"),
        "Ce fait est déjà écrit",
        checker,
        optional=("role",),
    )
    for activity in content["activites"] or ():
        _period(activity, "debut", "fin", checker)
    for partner in content["partenaires"] or ():
        for mandate in partner["mandats"] or ():
            _period(mandate, "donne_le", "jusqu_au", checker)
    for shift in content["pas_de_cote"] or ():
        _responses(shift, checker)
    for situation in content["situations"] or ():
        _pairs(situation["liens"], ("acteur", "role"), "Ce rôle est déjà donné à cet acteur", checker)
    _missing(content["qui_manque"], checker)
    signing_rules.circuit(content, checker)
    for agreement in content["conventions"] or ():
        _agreement(agreement, checker)
    for arrangement in content["autres_accords"] or ():
        _period(arrangement, "date", "fin", checker)
        _period(arrangement, "date", "termine_le", checker)
        if arrangement["motif_fin"] and not arrangement["termine_le"]:
            checker.report(
                arrangement.line_of("motif_fin"),
                arrangement.path_of("motif_fin"),
                "Un motif de fin va avec le jour où l’accord s’est terminé (termine_le).",
            )
    if content["investissement"]:
        _budget(content["investissement"], checker)
    for sheet in content["fiches_action"] or ():
        _pairs(sheet["partenaires"], ("partenaire",), "Ce partenaire est déjà dans la fiche", checker)
        for validation in sheet["validations"] or ():
            validation["version"] = validation["version"] or 1
        _pairs(sheet["validations"], ("partenaire", "version"), "Ce partenaire a déjà validé ce texte", checker)
        if sheet["evaluation"]:
            _period(sheet["evaluation"], "intermediaire", "finale", checker)
    for review in content["bilans"] or ():
        if review["periode"]:
            _period(review["periode"], "debut", "fin", checker)


def check_geography(content, checker, organisation):
    """Check the territories against the official geography and remember the official rows (see geography.match)."""
    from exchange import geography

    geography.check(content["territoires"] or [], checker, organisation)


def _period(item, start, end, checker):
    if item[start] and item[end] and item[end] < item[start]:
        checker.report(
            item.line_of(end),
            item.path_of(end),
            f"La fin ({item[end]:%d/%m/%Y}) précède le début ({item[start]:%d/%m/%Y}).",
        )


def _once(items, key, checker, same_as=str):
    """Refuse two items whose text is the same once it went through `same_as`."""
    first = {}
    for item in items or ():
        if not isinstance(item[key], str):
            continue
        same = same_as(item[key])
        if same in first:
            checker.report(
                item.line_of(key), item.path_of(key), f"{quoted(item[key])} est déjà écrit ligne {first[same]}."
            )
        else:
            first[same] = item.line_of(key)


def _pairs(items, keys, message, checker, optional=()):
    """Refuse two items that agree on all the keys; `optional` keys may be absent, and agree when they both are."""
    first = {}
    for item in items or ():
        value = tuple(item[key] or "" if key in optional else item[key] for key in keys)
        if None in value:
            continue
        if value in first:
            checker.report(item.line_of(keys[-1]), item.path, f"{message} (ligne {first[value]}).")
        else:
            first[value] = item.line


def _lists(lists, checker):
    for section in ("horizons", "lignes", "phases"):
        _once(lists.get(section), "nom", checker)
    for horizon in lists.get("horizons") or ():
        _period(horizon, "debut", "fin", checker)
    taken = {}
    for lane in lists.get("lignes") or ():
        lane["code"] = lane["code"] or LEVEL_CODES.words.get(lane["id"])
        if not lane["code"]:
            continue
        if lane["code"] in taken:
            checker.report(
                lane.line_of("code"),
                lane.path_of("code"),
                f"Une autre ligne a déjà le sens {quoted(lane['code'])} (ligne {taken[lane['code']]}).",
            )
        taken.setdefault(lane["code"], lane.line)
    for section, words in lists.items():
        if section not in ("horizons", "lignes", "phases"):
            _pairs(words, ("code",), "Ce code a déjà un mot dans cette liste", checker)


def _project(content, checker):
    project = content["projet"]
    if not project:
        return
    _period(project, "debut", "fin", checker)
    for partner in content["partenaires"] or ():
        claims = partner["porteur"]
        is_lead = partner["id"] is not None and partner["id"] == project["porteur"]
        if claims and project["porteur"] and not is_lead:
            checker.report(
                partner.line_of("porteur"),
                partner.path_of("porteur"),
                f"projet.porteur dit {quoted(project['porteur'])} (ligne {project.line_of('porteur')})\u00a0:"
                " les deux doivent désigner la même structure.",
            )
        if claims is False and is_lead:
            checker.report(
                partner.line_of("porteur"),
                partner.path_of("porteur"),
                f"projet.porteur désigne cette structure (ligne {project.line_of('porteur')})\u00a0: écrivez true.",
            )


def _partners(content, checker):
    # The directory knows a partner by its name, capitals apart (partner_name_once).
    _once(content["partenaires"], "nom", checker, str.casefold)
    for partner in content["partenaires"] or ():
        _responses(partner, checker)
        _identity(partner, checker)


def _responses(item, checker):
    """Check that each parade answers a frein of the same item."""
    known = [fact["id"] for fact in item["freins"] or () if fact["id"]]
    for response in item["parades"] or ():
        name = response["frein"]
        if name is not None and name not in known:
            checker.report(
                response.line_of("frein"),
                response.path_of("frein"),
                f"{quoted(name)} n’est pas un frein de cet acteur.{nearest(name, known)}"
                f" Freins connus\u00a0: {listed(known) or 'aucun'}.",
            )


def _placements(content, checker):
    horizons = {horizon["id"]: horizon for horizon in (content["listes"] or {}).get("horizons") or ()}
    placements = content["placements"] or ()
    _pairs(placements, ("partenaire", "horizon"), "Ce partenaire est déjà placé à cet horizon", checker)
    for placement in placements:
        horizon = horizons.get(placement["horizon"])
        day = placement["date"]
        if not horizon or not day:
            continue
        if (horizon["debut"] and day < horizon["debut"]) or (horizon["fin"] and day > horizon["fin"]):
            checker.warn(
                placement.line_of("date"),
                placement.path_of("date"),
                f"Le {day:%d/%m/%Y} est hors de l’horizon «\u00a0{horizon['nom']}\u00a0».",
            )


def _links(links, checker):
    for link in links or ():
        if link["a"] is not None and link["a"] == link["b"]:
            checker.report(link.line_of("b"), link.path_of("b"), "Un lien relie deux acteurs différents.")
        _period(link, "depuis", "jusqu_au", checker)
    _pairs(links, ("a", "b"), "Ce lien est déjà écrit", checker)


def _missing(answers, checker):
    """Check that each answer says one thing: who it is, or why the question is not relevant."""
    _once(answers, "acteur", checker, normalise)
    for answer in answers or ():
        if bool(answer["sans_objet"]) == bool(answer["partenaire"]) and answer["acteur"]:
            checker.report(
                answer.line,
                answer.path,
                "Écrivez sans_objet (pourquoi) ou partenaire (qui y répond), l’un des deux.",
            )


def _after(after, parties, checker):
    """Check what follows the signature: a tacit renewal has its period, whoever denounces is a party."""
    if after is None:
        return
    if after["reconduction"] == Renewal.TACIT and not after["periode_mois"]:
        checker.report(
            after.line_of("reconduction"),
            after.path_of("reconduction"),
            "Une reconduction tacite dit sa période, dans «\u00a0periode_mois\u00a0».",
        )
    for event in after["evenements"] or ():
        _period(event, "date", "effet", checker)
        if (event["quoi"] == TurnKind.RENEW) != bool(event["jusqu_au"]):
            checker.report(
                event.line_of("quoi"),
                event.path_of("quoi"),
                "Une reconduction, et elle seule, dit la nouvelle fin, dans «\u00a0jusqu_au\u00a0».",
            )
        if event["par"] and event["par"] not in parties:
            checker.report(
                event.line_of("par"),
                event.path_of("par"),
                f"{quoted(event['par'])} n’est pas partie à cette convention.",
            )


def _agreement(agreement, checker):
    _period(agreement, "date_effet", "fin", checker)
    parties = {party["partenaire"] for party in agreement["parties"] or ()} - {None}
    _pairs(agreement["parties"], ("partenaire",), "Ce partenaire est déjà partie à la convention", checker)
    _pairs(agreement["etapes_texte"], ("version",), "Cette version est déjà écrite", checker)
    _pairs(agreement["passages_outre"], ("verification",), "Cette vérification est déjà passée outre", checker)
    for version in agreement["etapes_texte"] or ():
        for answer in version["reponses"] or ():
            if answer["partenaire"] and answer["partenaire"] not in parties:
                checker.report(
                    answer.line_of("partenaire"),
                    answer.path_of("partenaire"),
                    f"{quoted(answer['partenaire'])} n’est pas partie à cette convention.",
                )
    _after(agreement["suite"], parties, checker)
    processor = agreement["sous_traitant"]
    if processor and processor not in parties:
        checker.report(
            agreement.line_of("sous_traitant"),
            agreement.path_of("sous_traitant"),
            f"{quoted(processor)} n’est pas partie à cette convention.",
        )
    governance = agreement["gouvernance"] or {}
    for mapping in (agreement["engagements"], governance.get("referents")):
        for partner in mapping or ():
            if partner not in parties:
                checker.report(
                    mapping.line_of(partner),
                    mapping.path_of(partner),
                    f"{quoted(partner)} n’est pas partie à cette convention."
                    f" Parties\u00a0: {listed(sorted(parties)) or 'aucune'}.",
                )
    for article in agreement["articles"] or ():
        if article["retenu"] is False and not article["facultatif"]:
            checker.report(
                article.line_of("retenu"),
                article.path_of("retenu"),
                "Seul un article facultatif peut être retiré\u00a0: écrivez facultatif\u00a0: true, ou gardez-le.",
            )
    for annex in agreement["annexes_propres"] or ():
        if annex["texte"] and annex["image"]:
            checker.report(
                annex.line_of("image"),
                annex.path_of("image"),
                "Une annexe est un texte ou une image, pas les deux.",
            )
    for party in agreement["parties"] or ():
        _identity(party, checker)
    if agreement["budget_annuel"]:
        _budget(agreement["budget_annuel"], checker)
    _subsidy(agreement, checker)
    _pairs(agreement["validations"], ("tour",), "Ce tour est déjà écrit", checker)
    signing_rules.agreement(agreement, parties, checker)


def _sum(rows, key="montant"):
    """Return the sum of the rows, or None when one of them is wrong."""
    amounts = [row[key] for row in rows or ()]
    return None if None in amounts else sum(amounts, Decimal(0))


def _agrees(item, key, total, what, checker):
    if item[key] is not None and total is not None and item[key] != total:
        checker.report(
            item.line_of(key),
            item.path_of(key),
            f"{_euros(item[key])} ne correspond pas {what}, qui donne {_euros(total)}.",
        )


def _euros(amount):
    text = f"{amount:,.2f}".removesuffix(".00").replace(",", "\u00a0").replace(".", ",")
    return f"{text}\u00a0€"


def _budget(budget, checker):
    sums = {side: _sum(budget[side]) for side in ("charges", "produits") if budget[side]}
    if len(set(sums.values())) == 1:
        _agrees(budget, "total", *set(sums.values()), f"à la somme des {' et des '.join(sums)}", checker)
    else:
        for side, total in sums.items():
            _agrees(budget, "total", total, f"à la somme des {side}", checker)


def yearly_support(subsidies, means):
    """Return the largest yearly amount a subsidy agreement gives, in cash and in kind (euros).

    `subsidies`: [(year, amount)], `means`: [value or None]. The threshold of the law is a yearly one (23 000 €).
    """
    years = {}
    for year, amount in subsidies:
        years[year] = years.get(year, Decimal(0)) + amount
    return max(years.values(), default=Decimal(0)) + sum((value for value in means if value), Decimal(0))


def _subsidy(agreement, checker):
    subsidies = agreement["subvention"] or ()
    if _sum(subsidies) is None:
        return
    _agrees(agreement, "montant_total", _sum(subsidies), "à la somme des exercices", checker)
    support = yearly_support(
        [(row["exercice"], row["montant"]) for row in subsidies], [row["valeur"] for row in agreement["nature"] or ()]
    )
    _agrees(agreement, "montant_cumule_annuel", support, "à la subvention annuelle et aux apports en nature", checker)


def _identity(item, checker):
    """Remark on numbers with a wrong form or key: they are kept as typed, demonstrations use fictitious ones."""
    for key, is_right, form in (
        ("siret", is_siret, "14 chiffres avec leur clé"),
        ("rna", is_rna, "W suivi de 9 chiffres"),
        ("bce", is_bce, "10 chiffres avec leur clé"),
    ):
        if item[key] and not is_right(item[key]):
            checker.warn(
                item.line_of(key),
                item.path_of(key),
                f"{quoted(item[key])} n’a pas la forme attendue ({form})\u00a0: gardé tel quel.",
            )
