"""Fiches action, agreements with their parties, texts and money, lighter arrangements, investment."""

from agreements.models import (
    ActionSheet,
    Agreement,
    AgreementEvent,
    AgreementMean,
    AgreementVersion,
    Arrangement,
    Article,
    ArticleComment,
    CheckOverride,
    Indicator,
    Investment,
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
    SheetStep,
    SheetValidation,
    TemplateCode,
)
from exchange import codes
from exchange.exporters.names import by, cleaned, group, linked
from exchange.exporters.signing import Signing
from exchange.rules import yearly_support


def agreements(names):
    """Return `conventions`."""
    project = names.project
    scope = {"agreement__project": project}
    related = {
        "parties": by(Party.objects.filter(**scope), "agreement_id"),
        "commitments": by(PartyCommitment.objects.filter(party__agreement__project=project), "party_id"),
        "means": by(AgreementMean.objects.filter(**scope), "agreement_id"),
        "versions": by(AgreementVersion.objects.filter(**scope), "agreement_id"),
        "articles": by(Article.objects.filter(**scope), "agreement_id"),
        "own_annexes": by(OwnAnnex.objects.filter(**scope), "agreement_id"),
        "overrides": by(CheckOverride.objects.filter(**scope), "agreement_id"),
        "events": by(AgreementEvent.objects.filter(**scope), "agreement_id"),
        "lines": by(MoneyLine.objects.filter(**scope), "agreement_id"),
        "audiences": linked(Agreement.audiences, names.audiences, project=project),
        "territories": linked(Agreement.territories, names.territories, project=project),
        "sheets": linked(Agreement.sheets, names.sheets, project=project),
    }
    signing = Signing(names)
    answers = by(PartyAnswer.objects.filter(version__agreement__project=project), "version_id")
    threads = by(ArticleComment.objects.filter(article__agreement__project=project).threads(), "article_id")
    return [
        _agreement(
            names,
            row,
            {key: found.get(row.pk, []) for key, found in related.items()},
            related["commitments"],
            answers=answers,
            threads=threads,
        )
        | signing.of(row, related["parties"].get(row.pk, ()))
        for row in project.agreements.select_related("text_model__template")
    ]


def _after(names, row, events, parties):
    """Return what is said of an agreement after its signature."""
    word = names.words.word
    # An amendment that says « aucune » changes the renewal; any other text without one says nothing.
    says = row.renewal and (row.renewal != Renewal.NONE or row.template == TemplateCode.AV)
    by_party = {party.pk: name for name, party in parties.items()}
    return group(
        reconduction=word(codes.RENEWALS, row.renewal) if says else None,
        periode_mois=row.renewal_months,
        preavis_mois=row.notice_months,
        evenements=[
            group(
                quoi=word(codes.TURNS, event.kind),
                date=event.on,
                effet=event.effect_on,
                jusqu_au=event.until,
                par=by_party.get(event.party_id),
                organe=event.body,
                motif=event.reason,
            )
            for event in events
        ],
    )


def _agreement(names, row, of, commitments, *, answers, threads):
    word = names.words.word
    parties = {names.partners[party.partnership_id]: party for party in of["parties"]}
    answering = {party.pk: name for name, party in parties.items()}
    subsidies = [line for line in of["lines"] if line.section == MoneySection.SUBSIDY]
    shared = [mean for mean in of["means"] if mean.partnership_id is None]
    return group(
        id=names.agreements[row.pk],
        numero=row.number,
        modele=row.template,
        modele_organisation=group(nom=row.text_model.template.name, version=row.text_model.number)
        if row.text_model
        else None,
        titre=row.title,
        parties=[_party(name, party) for name, party in parties.items()],
        statut=word(codes.AGREEMENT_STATUSES, row.status),
        etapes_texte=[
            group(
                version=version.number,
                date=version.date,
                valide_par=version.validated_by,
                nom=version.title,
                texte=[
                    group(
                        cle=section.key,
                        numero=section.number,
                        titre=section.title,
                        alineas=list(section.paragraphs),
                    )
                    for section in version.sections
                ],
                reponses=[
                    group(
                        partenaire=answering[answer.party_id],
                        reponse=word(codes.ANSWER_KINDS, answer.kind),
                        moyen=word(codes.ANSWER_WAYS, answer.way),
                        qui=answer.who,
                        date=answer.said_on,
                        mots=answer.words,
                    )
                    for answer in answers.get(version.pk, ())
                ],
            )
            for version in of["versions"]
        ],
        constat=row.finding,
        origine_projet=row.origin,
        objectifs=cleaned(row.objectives),
        publics=of["audiences"],
        territoires=of["territories"],
        engagements={
            name: cleaned(commitment.text for commitment in commitments[party.pk])
            for name, party in parties.items()
            if party.pk in commitments
        },
        moyens=[
            group(
                partenaire=names.partners[mean.partnership_id],
                quoi=mean.what,
                valeur=mean.value,
                personnel=mean.is_staff or None,
                personne=mean.person,
                qualification=mean.qualification,
                duree=mean.period,
                cout=mean.cost_method,
                avenant_le=mean.rider_on,
            )
            for mean in of["means"]
            if mean.partnership_id is not None
        ],
        gouvernance=group(
            instance=row.governance_body,
            frequence=row.governance_frequency,
            quorum=row.quorum,
            majorite=row.majority,
            referents=group(**{name: names.who(party) for name, party in parties.items()}),
        ),
        indicateurs=cleaned(row.indicators),
        rgpd=row.data_option,
        secret=row.nominative_sharing,
        date_demande=row.requested_on,
        deliberation=_decision(row),
        signature_prevue=row.signature_planned_on,
        date_effet=row.effective_on,
        fin=row.ends_on,
        duree=row.duration,
        preavis=row.notice,
        delai_mise_en_demeure=row.formal_notice_delay,
        bilan_intermediaire=row.interim_review_on,
        suite=_after(names, row, of["events"], parties),
        subvention=[group(exercice=line.year, montant=line.amount) for line in subsidies],
        montant_total=sum(line.amount for line in subsidies) if subsidies else None,
        nature=[group(quoi=mean.what, valeur=mean.value) for mean in shared],
        montant_cumule_annuel=yearly_support(
            [(line.year, line.amount) for line in subsidies], [mean.value for mean in shared]
        )
        if subsidies
        else None,
        echeancier=[
            group(part=line.share, quand=line.label, montant=line.amount)
            for line in of["lines"]
            if line.section == MoneySection.INSTALMENT
        ],
        budget_annuel=_budget(names, of["lines"], row.budget_year),
        contrat_engagement_republicain=group(souscrit=row.republican_contract, date=row.republican_contract_on),
        reversement=row.passing_on,
        excedent_max=row.unspent_max,
        alertes_attendues=cleaned(row.watch_points),
        politique_publique=row.public_policy,
        cout_total=row.total_cost,
        seuil_variation=row.variation_threshold,
        iban=row.iban,
        imputation=row.charged_to,
        comptable=row.accountant,
        mois_evaluation=row.evaluation_months,
        preavis_interet_general=row.public_notice,
        cadre_belge=row.framework,
        article_budgetaire=row.budget_article,
        delai_justificatifs=row.proof_deadline,
        lieu_prete=_premises(word, row),
        charte=row.charter,
        traitement=group(
            finalites=row.data_purpose,
            donnees=row.data_kinds,
            personnes=row.data_persons,
            duree=row.data_retention,
            contact=row.data_contact,
        ),
        images=group(
            prevues=row.pictures_planned,
            supports=cleaned(row.picture_uses),
            duree=row.picture_duration,
            territoire=row.picture_territory,
            formulaire=row.annex_image or None,
        ),
        modifie=names.agreements.get(row.amends_id),
        suite_de=names.agreements.get(row.follows_id),
        juridiction=row.jurisdiction,
        tribunal=row.court_town,
        lieu=row.place,
        date_signature=row.signed_on,
        nb_originaux=row.originals,
        signature_electronique=row.electronic_signature or None,
        fiches=of["sheets"],
        habitants=row.residents_take_part or None,
        sous_traitant=next((name for name, party in parties.items() if party.pk == row.processor_id), None),
        annexes=group(
            raci=None if row.annex_raci else False,
            frise=None if row.annex_board else False,
            apports=None if row.annex_means else False,
            donnees=row.data_annex,
            discretion=row.secrecy_annex,
        ),
        annexes_propres=[group(titre=annex.title, texte=annex.body, image=annex.alt) for annex in of["own_annexes"]],
        passages_outre=[
            group(verification=override.check_number, motif=override.reason) for override in of["overrides"]
        ],
        articles=[
            group(
                article=article.key,
                titre=article.title,
                texte=article.body,
                facultatif=article.optional or None,
                retenu=None if article.included else False,
                remplace=article.amends_number,
                rang=article.amends_rank or None,
                effet=word(codes.AMENDS, article.amends_kind),
                intitule=article.amends_title,
                commentaires=[
                    group(
                        texte=thread.body,
                        regle=True if thread.resolved_at else None,
                        reponses=[answer.body for answer in thread.answers.all()],
                    )
                    for thread in threads.get(article.pk, ())
                ],
            )
            for article in of["articles"]
        ],
    )


def _premises(word, row):
    """Return `lieu_prete`: the place and the things lent (model T3)."""
    return group(
        designation=row.premises,
        domaine=word(codes.PREMISES_DOMAINS, row.premises_domain),
        usage=row.premises_use,
        capacite=row.premises_capacity,
        creneaux=cleaned(row.time_slots),
        materiel=cleaned(row.equipment),
        redevance=row.fee,
        echeance=row.fee_terms,
        assureur=row.insurer,
        police=row.policy,
        cles=row.keys,
        etat_des_lieux=row.premises_state,
    )


def _party(name, party):
    return group(
        partenaire=name,
        denomination=party.name,
        court=party.short_name,
        forme=party.legal_form,
        siege=party.seat,
        siret=party.siret,
        rna=party.rna,
        bce=party.bce,
        signataire=party.signatory,
        qualite=party.quality,
        autres_signataires=cleaned(party.other_signatories),
        habilitation=party.authorisation,
        mission=party.mission,
        assurance_le=party.insurance_on,
        deliberation=_decision(party),
    )


def _decision(row):
    """Return what the assembly decided, as noted on an agreement or on one of its parties."""
    return group(
        organe=row.deliberation_body,
        date_prevue=row.deliberation_planned_on,
        numero=row.deliberation_number,
        date=row.deliberation_on,
        executoire_le=row.deliberation_enforceable_on,
    )


def _budget(names, lines, year=None):
    """Return exercice, charges, produits, total and contributions_volontaires; no total when the sides differ."""
    charges = [line for line in lines if line.section == MoneySection.CHARGE]
    incomes = [line for line in lines if line.section == MoneySection.INCOME]
    totals = {sum(line.amount for line in side) for side in (charges, incomes) if side}
    return group(
        exercice=year,
        charges=[group(poste=line.label, montant=line.amount) for line in charges],
        produits=[
            group(source=names.partners.get(line.source_id), libelle=line.label, montant=line.amount)
            for line in incomes
        ],
        total=totals.pop() if len(totals) == 1 else None,
        contributions_volontaires=[
            group(quoi=line.label, valeur=line.amount) for line in lines if line.section == MoneySection.VOLUNTARY
        ],
    )


def arrangements(names):
    """Return `autres_accords`."""
    return [
        group(
            partenaire=names.partners[row.partnership_id],
            formalisation=names.words.word(codes.FORMALISATIONS, row.formalisation),
            objet=row.purpose,
            convenu=row.said,
            date=row.date,
            fin=row.end,
            presents=row.present,
            preuve=row.proof,
            valeur_annuelle=row.annual_value,
            montant=row.amount,
            termine_le=row.closed_on,
            motif_fin=row.closed_reason,
            mis_par_ecrit=names.agreements.get(row.written_in_id),
        )
        for row in Arrangement.objects.filter(partnership__project=names.project)
    ]


def investment(names):
    """Return `investissement`."""
    row = Investment.objects.filter(project=names.project).first()
    return group(objet=row.purpose, **_budget(names, list(row.lines.all()))) if row else {}


def sheets(names):
    """Return `fiches_action`."""
    project = names.project
    word = names.words.word
    scope = {"sheet__project": project}
    partners = by(SheetPartner.objects.filter(**scope), "sheet_id")
    indicators = by(Indicator.objects.filter(**scope), "sheet_id")
    audiences = linked(ActionSheet.audiences, names.audiences, project=project)
    territories = linked(ActionSheet.territories, names.territories, project=project)
    activities = linked(ActionSheet.activities, names.activities, project=project)
    steps = by(SheetStep.objects.filter(**scope), "sheet_id")
    lines = by(SheetMoneyLine.objects.filter(**scope), "sheet_id")
    obstacles = by(SheetObstacle.objects.filter(**scope), "sheet_id")
    validations = by(SheetValidation.objects.filter(**scope), "sheet_id")
    return [
        group(
            id=names.sheets[row.pk],
            numero=row.number,
            titre=row.title,
            cadre=word(codes.SHEET_FRAMEWORKS, row.framework),
            axe=row.axis,
            constat=row.finding,
            source=row.source,
            objectif_general=row.goal,
            objectifs_operationnels=cleaned(row.objectives),
            publics=audiences.get(row.pk),
            nombre_vise=row.audience_count,
            territoires=territories.get(row.pk),
            activites=activities.get(row.pk),
            description=row.description,
            calendrier=row.calendar,
            etapes=[group(quoi=step.what, quand=step.when, qui=names.who(step)) for step in steps.get(row.pk, ())],
            evaluation=group(intermediaire=row.interim_on, finale=row.final_on),
            pilote=names.partners.get(row.pilot_id),
            partenaires=[
                group(
                    partenaire=names.partners[partner.partnership_id],
                    role=partner.role,
                    apport=partner.contribution,
                )
                for partner in partners.get(row.pk, ())
            ],
            place_habitants=row.residents_place,
            moyens=group(etp=row.fte, materiel=row.equipment, budget=row.budget),
            budget=_sheet_budget(names, lines.get(row.pk, ())),
            indicateurs=[
                group(
                    nom=indicator.name,
                    unite=indicator.unit,
                    base=indicator.baseline,
                    cible=indicator.target,
                    valeur=indicator.value,
                    periode=indicator.period,
                    type=word(codes.INDICATOR_KINDS, indicator.kind),
                    source=indicator.source,
                    frequence=indicator.frequency,
                )
                for indicator in indicators.get(row.pk, ())
            ],
            vigilance=row.watch_points,
            freins_repris=[
                group(frein=obstacle.text, parade=obstacle.response) for obstacle in obstacles.get(row.pk, ())
            ],
            statut=word(codes.SHEET_STATUSES, row.status),
            version=row.edition if row.edition > 1 else None,
            validations=[
                group(
                    partenaire=names.partners[validation.partnership_id],
                    qui=validation.by_name,
                    date=validation.on,
                    version=validation.edition if validation.edition > 1 else None,
                )
                for validation in validations.get(row.pk, ())
            ],
            archivee_le=row.archived_on,
            convention=names.agreements.get(row.agreement_id),
        )
        for row in project.sheets.all()
    ]


def _sheet_budget(names, lines):
    def of(section):
        return [line for line in lines if line.section == section]

    return group(
        charges=[group(poste=line.label, montant=line.amount) for line in of(MoneySection.CHARGE)],
        produits=[
            group(source=names.partners.get(line.source_id), libelle=line.label, montant=line.amount)
            for line in of(MoneySection.INCOME)
        ],
        valorisations=[
            group(quoi=line.label, valeur=line.amount, par=names.partners.get(line.source_id))
            for line in of(MoneySection.VOLUNTARY)
        ],
    )


def answers(names):
    """Return {situation pk: identifiers of the fiches that answer it}."""
    found = {}
    pairs = ActionSheet.situations.through.objects.filter(actionsheet__project=names.project)
    for sheet, situation in pairs.order_by("pk").values_list("actionsheet_id", "situation_id"):
        found.setdefault(situation, []).append(names.sheets[sheet])
    return found
