"""Fiches action, agreements with their parties, texts and money, lighter arrangements, investment."""

from django.utils import timezone

from agreements.comparing import Section
from agreements.freezing import frozen_words
from agreements.models import (
    ActionSheet,
    Agreement,
    AgreementEvent,
    AgreementMean,
    AgreementStatus,
    AgreementTemplateVersion,
    AgreementVersion,
    Arrangement,
    Article,
    ArticleComment,
    CheckOverride,
    Indicator,
    Investment,
    InvestmentLine,
    MoneyLine,
    MoneySection,
    OwnAnnex,
    Party,
    PartyAnswer,
    PartyCommitment,
    Renewal,
    SheetMoneyLine,
    SheetObstacle,
    SheetPartner,
    SheetStatus,
    SheetStep,
    SheetValidation,
    TemplateCode,
)
from exchange.importers.signing import add_signing
from exchange.importers.store import texts


def add_agreements(store, content):
    """Create the agreements, then the fiches that belong to them, then what ties the two."""
    items = content["conventions"] or ()
    store.text_models = _text_models(store.organisation, items)
    rows = store.save(Agreement, (_agreement(store, item, position) for position, item in enumerate(items)))
    store.agreements = {row.key: row for row in rows}
    pairs = list(zip(rows, items, strict=True))
    for row, item in pairs:
        if item["modifie"] or item["suite_de"]:
            row.amends = store.agreements.get(item["modifie"])
            row.follows = store.agreements.get(item["suite_de"])
            row.save()
    parties = _add_parties(store, pairs)
    _add_texts(store, pairs, parties)
    _add_money(store, pairs)
    _add_sheets(store, content)
    store.link(Agreement.audiences, ((row, _rows(store.audiences, item["publics"])) for row, item in pairs))
    store.link(Agreement.territories, ((row, _rows(store.territories, item["territoires"])) for row, item in pairs))
    store.link(Agreement.sheets, ((row, _rows(store.sheets, item["fiches"])) for row, item in pairs))
    add_signing(store, pairs, parties)
    _add_arrangements(store, content)
    _add_investment(store, content["investissement"])


def _wanted_model(item):
    """Return (base, name, version) of the model of the organisation that an agreement came from, or None."""
    own = item["modele_organisation"]
    return (item["modele"], own["nom"], own["version"]) if own else None


def _text_models(organisation, items):
    """Return {(base, name, version): published version} of the organisation; without what no agreement names, nothing."""
    if not any(item["modele_organisation"] for item in items):
        return {}
    published = AgreementTemplateVersion.objects.filter(
        template__organisation=organisation, published_on__isnull=False
    ).select_related("template")
    return {(version.template.base, version.template.name, version.number): version for version in published}


def _rows(by_key, keys):
    return [by_key[key] for key in keys or ()]


def _agreement(store, item, position):
    contract = item["contrat_engagement_republicain"] or {}
    governance = item["gouvernance"] or {}
    annexes = item["annexes"] or {}
    after = item["suite"] or {}
    return Agreement(
        project=store.project,
        created_by=store.by,
        key=item["id"],
        position=position,
        template=item["modele"],
        text_model=store.text_models.get(_wanted_model(item)),
        title=item["titre"],
        status=item["statut"] or AgreementStatus.DRAFT,
        objectives=item["objectifs"] or [],
        indicators=item["indicateurs"] or [],
        governance_body=governance.get("instance") or "",
        governance_frequency=governance.get("frequence") or "",
        nominative_sharing=item["secret"] or False,
        effective_on=item["date_effet"],
        ends_on=item["fin"],
        interim_review_on=item["bilan_intermediaire"],
        renewal=after.get("reconduction") or ("" if item["modele"] == TemplateCode.AV else Renewal.NONE),
        renewal_months=after.get("periode_mois"),
        notice_months=after.get("preavis_mois"),
        signed_on=item["date_signature"],
        signature_planned_on=item["signature_prevue"],
        originals=item["nb_originaux"],
        residents_take_part=item["habitants"] or False,
        annex_raci=annexes.get("raci") is not False,
        annex_board=annexes.get("frise") is not False,
        annex_means=annexes.get("apports") is not False,
        data_annex=annexes.get("donnees") or "",
        secrecy_annex=annexes.get("discretion") or "",
        electronic_signature=item["signature_electronique"] or False,
        **_decision(item["deliberation"]),
        requested_on=item["date_demande"],
        republican_contract=contract.get("souscrit"),
        republican_contract_on=contract.get("date"),
        passing_on=item["reversement"],
        unspent_max=item["excedent_max"],
        budget_year=(item["budget_annuel"] or {}).get("exercice"),
        watch_points=item["alertes_attendues"] or [],
        quorum=governance.get("quorum") or "",
        majority=governance.get("majorite") or "",
        total_cost=item["cout_total"],
        variation_threshold=item["seuil_variation"],
        evaluation_months=item["mois_evaluation"],
        **_special(item),
        **texts(
            item,
            public_policy="politique_publique",
            iban="iban",
            charged_to="imputation",
            accountant="comptable",
            public_notice="preavis_interet_general",
            court_town="tribunal",
            framework="cadre_belge",
            budget_article="article_budgetaire",
            proof_deadline="delai_justificatifs",
            charter="charte",
            number="numero",
            finding="constat",
            origin="origine_projet",
            data_option="rgpd",
            duration="duree",
            notice="preavis",
            formal_notice_delay="delai_mise_en_demeure",
            jurisdiction="juridiction",
            place="lieu",
        ),
    )


def _amends(article):
    """Return what an article of an amendment does to the amended text; a replacement when the file does not say of what."""
    kind = article["effet"] if article["remplace"] else None
    title = (article["intitule"] or article["titre"])[:200] if kind else ""
    return {"amends_rank": article["rang"] or 0, "amends_kind": kind or "", "amends_title": title}


def _decision(said):
    """Return the fields of what an assembly decided, for an agreement or one of its parties."""
    said = said or {}
    return {
        "deliberation_body": said.get("organe") or "",
        "deliberation_planned_on": said.get("date_prevue"),
        "deliberation_number": said.get("numero") or "",
        "deliberation_on": said.get("date"),
        "deliberation_enforceable_on": said.get("executoire_le"),
    }


def _special(item):
    """Return the fields of what only some models of text ask for: a place lent, data, images."""
    place, data, images = item["lieu_prete"] or {}, item["traitement"] or {}, item["images"] or {}
    return {
        "premises": place.get("designation") or "",
        "premises_domain": place.get("domaine") or "",
        "premises_use": place.get("usage") or "",
        "premises_capacity": place.get("capacite"),
        "time_slots": place.get("creneaux") or [],
        "equipment": place.get("materiel") or [],
        "fee": place.get("redevance"),
        "fee_terms": place.get("echeance") or "",
        "insurer": place.get("assureur") or "",
        "policy": place.get("police") or "",
        "keys": place.get("cles") or "",
        "premises_state": place.get("etat_des_lieux") or "",
        "data_purpose": data.get("finalites") or "",
        "data_kinds": data.get("donnees") or "",
        "data_persons": data.get("personnes") or "",
        "data_retention": data.get("duree") or "",
        "data_contact": data.get("contact") or "",
        "pictures_planned": images.get("prevues"),
        "picture_uses": images.get("supports") or [],
        "picture_duration": images.get("duree") or "",
        "picture_territory": images.get("territoire") or "",
        "annex_image": images.get("formulaire") or False,
    }


def _add_parties(store, pairs):
    parties = {}
    for agreement, item in pairs:
        referents = (item["gouvernance"] or {}).get("referents") or {}
        for position, party in enumerate(item["parties"] or ()):
            key = party["partenaire"]
            parties[agreement, key] = Party(
                agreement=agreement,
                partnership=store.partnerships[key],
                position=position,
                insurance_on=party["assurance_le"],
                other_signatories=party["autres_signataires"] or [],
                **_decision(party["deliberation"]),
                **store.who(referents.get(key)),
                **texts(
                    party,
                    name="denomination",
                    short_name="court",
                    legal_form="forme",
                    seat="siege",
                    siret="siret",
                    rna="rna",
                    bce="bce",
                    signatory="signataire",
                    quality="qualite",
                    authorisation="habilitation",
                    mission="mission",
                ),
            )
    store.save(Party, parties.values())
    for agreement, item in pairs:
        if item["sous_traitant"]:
            agreement.processor = parties[agreement, item["sous_traitant"]]
            agreement.save()
    store.save(
        AgreementEvent,
        (
            AgreementEvent(
                agreement=agreement,
                kind=event["quoi"],
                on=event["date"],
                effect_on=event["effet"],
                body=event["organe"] or "",
                until=event["jusqu_au"],
                party=parties.get((agreement, event["par"])),
                reason=event["motif"] or "",
            )
            for agreement, item in pairs
            for event in (item["suite"] or {}).get("evenements") or ()
        ),
    )
    store.save(
        CheckOverride,
        (
            CheckOverride(
                agreement=agreement, check_number=override["verification"], reason=override["motif"], by=store.by
            )
            for agreement, item in pairs
            for override in item["passages_outre"] or ()
        ),
    )
    store.save(
        PartyCommitment,
        (
            PartyCommitment(party=parties[agreement, key], position=position, text=text)
            for agreement, item in pairs
            for key, commitments in (item["engagements"] or {}).items()
            for position, text in enumerate(commitments or ())
        ),
    )
    store.save(
        AgreementMean,
        (
            AgreementMean(
                agreement=agreement,
                partnership=store.partnerships.get(mean.get("partenaire")),
                position=position,
                what=mean["quoi"],
                value=mean["valeur"],
                is_staff=mean.get("personnel") or False,
                person=mean.get("personne") or "",
                qualification=mean.get("qualification") or "",
                period=mean.get("duree") or "",
                cost_method=mean.get("cout") or "",
                rider_on=mean.get("avenant_le"),
            )
            for agreement, item in pairs
            for position, mean in enumerate([*(item["moyens"] or ()), *(item["nature"] or ())])
        ),
    )
    return parties


def _add_texts(store, pairs, parties):
    versions = [(agreement, version) for agreement, item in pairs for version in item["etapes_texte"] or ()]
    rows = store.save(
        AgreementVersion,
        (
            AgreementVersion(
                agreement=agreement,
                number=version["version"],
                date=version["date"],
                validated_by=version["valide_par"] or "",
                title=version["nom"] or "",
                **frozen_words(_sections(version["texte"])),
            )
            for agreement, version in versions
        ),
    )
    store.save(
        PartyAnswer,
        (
            PartyAnswer(
                version=row,
                party=parties[agreement, answer["partenaire"]],
                kind=answer["reponse"],
                way=answer["moyen"],
                who=answer["qui"] or "",
                words=answer["mots"] or "",
                said_on=answer["date"],
                noted_by=store.by,
            )
            for row, (agreement, version) in zip(rows, versions, strict=True)
            for answer in version["reponses"] or ()
        ),
    )
    store.save(
        OwnAnnex,
        (
            OwnAnnex(
                agreement=agreement,
                position=position,
                title=annex["titre"],
                is_picture=bool(annex["image"]),
                body=annex["texte"] or "",
                alt=annex["image"] or "",
            )
            for agreement, item in pairs
            for position, annex in enumerate(item["annexes_propres"] or ())
        ),
    )
    articles = [(agreement, article) for agreement, item in pairs for article in item["articles"] or ()]
    ranks = [rank for _agreement, item in pairs for rank, _article in enumerate(item["articles"] or ())]
    rows = store.save(
        Article,
        (
            Article(
                agreement=agreement,
                key=article["article"] or "",
                position=position,
                title=article["titre"],
                body=article["texte"] or "",
                optional=article["facultatif"] or False,
                included=article["retenu"] is not False,
                amends_number=article["remplace"],
                **_amends(article),
            )
            for (agreement, article), position in zip(articles, ranks, strict=True)
        ),
    )
    _add_comments(
        store, [(row, article["commentaires"] or ()) for row, (_of, article) in zip(rows, articles, strict=True)]
    )


def _add_comments(store, pairs):
    """Create what the team said to itself of each article: the file does not name who."""
    threads = [(article, thread) for article, threads in pairs for thread in threads]
    rows = store.save(
        ArticleComment,
        (
            ArticleComment(
                article=article, body=thread["texte"], resolved_at=timezone.now() if thread["regle"] else None
            )
            for article, thread in threads
        ),
    )
    store.save(
        ArticleComment,
        (
            ArticleComment(article=article, parent=row, body=answer)
            for row, (article, thread) in zip(rows, threads, strict=True)
            for answer in thread["reponses"] or ()
        ),
    )


def _sections(rows):
    """Return the words of a version, as they left the server that wrote it."""
    return [
        Section(row["cle"], row["numero"] or "", row["titre"] or "", tuple(row["alineas"] or ())) for row in rows or ()
    ]


def _add_money(store, pairs):
    store.save(MoneyLine, (line for agreement, item in pairs for line in _money_lines(store, agreement, item)))


def _money_lines(store, agreement, item):
    budget = item["budget_annuel"] or {}
    sections = (
        (MoneySection.SUBSIDY, item["subvention"], lambda row: {"year": row["exercice"]}),
        (MoneySection.INSTALMENT, item["echeancier"], lambda row: {"share": row["part"], "label": row["quand"]}),
        (MoneySection.CHARGE, budget.get("charges"), lambda row: {"label": row["poste"]}),
        (MoneySection.INCOME, budget.get("produits"), lambda row: _income(store, row)),
        (MoneySection.VOLUNTARY, budget.get("contributions_volontaires"), lambda row: {"label": row["quoi"]}),
    )
    for section, rows, fields in sections:
        for position, row in enumerate(rows or ()):
            amount = row["valeur"] if section == MoneySection.VOLUNTARY else row["montant"]
            yield MoneyLine(agreement=agreement, section=section, position=position, amount=amount, **fields(row))


def _income(store, row):
    return {"source": store.partnerships.get(row["source"]), "label": row["libelle"] or ""}


def _add_sheets(store, content):
    items = content["fiches_action"] or ()
    rows = store.save(ActionSheet, (_sheet(store, item, position) for position, item in enumerate(items)))
    store.sheets = {row.key: row for row in rows}
    pairs = list(zip(rows, items, strict=True))
    store.save(
        SheetPartner,
        (
            SheetPartner(
                sheet=row,
                partnership=store.partnerships[partner["partenaire"]],
                position=position,
                role=partner["role"] or "",
                contribution=partner["apport"] or "",
            )
            for row, item in pairs
            for position, partner in enumerate(item["partenaires"] or ())
        ),
    )
    store.save(
        Indicator,
        (
            Indicator(
                sheet=row,
                position=position,
                name=indicator["nom"],
                baseline=indicator["base"],
                target=indicator["cible"],
                value=indicator["valeur"],
                **texts(indicator, kind="type", unit="unite", period="periode", source="source", frequency="frequence"),
            )
            for row, item in pairs
            for position, indicator in enumerate(item["indicateurs"] or ())
        ),
    )
    _add_sheet_rows(store, pairs)
    store.link(ActionSheet.audiences, ((row, _rows(store.audiences, item["publics"])) for row, item in pairs))
    store.link(ActionSheet.territories, ((row, _rows(store.territories, item["territoires"])) for row, item in pairs))
    store.link(ActionSheet.activities, ((row, _rows(store.activities, item["activites"])) for row, item in pairs))
    answered = {}
    for situation in content["situations"] or ():
        for key in dict.fromkeys([situation["action"], *(situation["actions"] or ())]):
            if key:
                answered.setdefault(key, []).append(store.situations[situation["id"]])
    store.link(ActionSheet.situations, ((store.sheets[key], rows) for key, rows in answered.items()))


def _add_sheet_rows(store, pairs):
    def each(model, key, fields):
        """Create the rows of a list of the fiches, in their order."""
        return store.save(
            model,
            (
                model(sheet=row, position=position, **fields(one))
                for row, item in pairs
                for position, one in enumerate(item[key] or ())
            ),
        )

    each(SheetStep, "etapes", lambda one: {"what": one["quoi"], "when": one["quand"] or "", **store.who(one["qui"])})
    each(SheetObstacle, "freins_repris", lambda one: {"text": one["frein"], "response": one["parade"] or ""})
    store.save(
        SheetMoneyLine,
        (
            SheetMoneyLine(sheet=row, position=position, **fields)
            for row, item in pairs
            for position, fields in enumerate(_sheet_lines(store, item["budget"] or {}))
        ),
    )
    store.save(
        SheetValidation,
        (
            SheetValidation(
                sheet=row,
                partnership=store.partnerships[one["partenaire"]],
                by_name=one["qui"] or "",
                on=one["date"],
                edition=one["version"],
            )
            for row, item in pairs
            for one in item["validations"] or ()
        ),
    )


def _sheet_lines(store, budget):
    """Yield the fields of the lines of a yearly budget: charges, incomes, valued help."""
    for line in budget.get("charges") or ():
        yield {"section": MoneySection.CHARGE, "label": line["poste"], "amount": line["montant"]}
    for line in budget.get("produits") or ():
        yield {"section": MoneySection.INCOME, "amount": line["montant"], **_income(store, line)}
    for line in budget.get("valorisations") or ():
        yield {
            "section": MoneySection.VOLUNTARY,
            "label": line["quoi"],
            "amount": line["valeur"] or 0,
            "source": store.partnerships.get(line["par"]),
        }


def _sheet(store, item, position):
    means = item["moyens"] or {}
    evaluation = item["evaluation"] or {}
    return ActionSheet(
        project=store.project,
        key=item["id"],
        position=position,
        number=item["numero"],
        title=item["titre"],
        objectives=item["objectifs_operationnels"] or [],
        pilot=store.partnerships.get(item["pilote"]),
        fte=means.get("etp"),
        equipment=means.get("materiel") or "",
        budget=means.get("budget"),
        audience_count=item["nombre_vise"],
        interim_on=evaluation.get("intermediaire"),
        final_on=evaluation.get("finale"),
        edition=item["version"] or 1,
        archived_on=item["archivee_le"],
        status=item["statut"] or SheetStatus.IDEA,
        agreement=store.agreements.get(item["convention"]),
        **texts(
            item,
            axis="axe",
            framework="cadre",
            watch_points="vigilance",
            finding="constat",
            source="source",
            goal="objectif_general",
            description="description",
            calendar="calendrier",
            residents_place="place_habitants",
        ),
    )


def _add_arrangements(store, content):
    store.save(
        Arrangement,
        (
            Arrangement(
                partnership=store.partnerships[item["partenaire"]],
                position=position,
                formalisation=item["formalisation"],
                purpose=item["objet"],
                said=item["convenu"] or "",
                date=item["date"],
                end=item["fin"],
                present=item["presents"] or "",
                proof=item["preuve"] or "",
                annual_value=item["valeur_annuelle"],
                amount=item["montant"],
                closed_on=item["termine_le"],
                closed_reason=item["motif_fin"] or "",
                written_in=store.agreements.get(item["mis_par_ecrit"]),
            )
            for position, item in enumerate(content["autres_accords"] or ())
        ),
    )


def _add_investment(store, item):
    if not item:
        return
    (investment,) = store.save(Investment, [Investment(project=store.project, purpose=item["objet"])])
    rows = [(MoneySection.CHARGE, {"label": row["poste"]}, row) for row in item["charges"] or ()]
    rows += [(MoneySection.INCOME, _income(store, row), row) for row in item["produits"] or ()]
    store.save(
        InvestmentLine,
        (
            InvestmentLine(investment=investment, section=section, position=position, amount=row["montant"], **fields)
            for position, (section, fields, row) in enumerate(rows)
        ),
    )
