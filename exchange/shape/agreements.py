"""Keys of what is put in writing: agreements, lighter arrangements, investment, fiches action."""

from exchange import codes
from exchange.fields import Date, Flag, Number, Text, Whole
from exchange.groups import ListOf, MapOf, Record, Who
from exchange.shape.parts import IDENTITY, line, money, name, own_id, several, text, texts, to, word
from exchange.shape.signing import ROUNDS

_DECISION = Record(
    {
        "organe": line(),
        "date_prevue": Date(),
        "numero": line(100),
        "date": Date(),
        "executoire_le": Date(),
    }
)

PARTY = Record(
    {
        "partenaire": to("partenaires", required=True),
        "denomination": line(200, "Le nom dans ce texte, s’il n’est plus celui de l’annuaire."),
        "court": line(60, "Le nom court dans ce texte."),
        **IDENTITY,
        "signataire": line(),
        "qualite": line(),
        "autres_signataires": ListOf(
            item=Text(limit=400), about="«\u00a0Prénom Nom, qualité\u00a0» de qui signe aussi pour elle."
        ),
        "habilitation": line(300),
        "mission": text(),
        "assurance_le": Date(about="Dernière attestation d’assurance remise."),
        "deliberation": _DECISION,
    }
)

_CHARGE = Record({"poste": Text(limit=300, required=True), "montant": money(required=True)})

_INCOME = Record({"source": to("partenaires"), "libelle": line(300), "montant": money(required=True)})

_VALUED = Record({"quoi": Text(limit=300, required=True), "valeur": money("Euros par an.")})

_STAFF = {
    "personnel": Flag(about="Une personne salariée est mise à disposition. Absent\u00a0: non."),
    "personne": line(about="Qui est mis à disposition."),
    "qualification": line(),
    "duree": line(300, "Durée et horaires."),
    "cout": line(300, "Ce qui est refacturé, et comment."),
    "avenant_le": Date(about="Avenant au contrat de travail."),
}

_PREMISES = Record(
    {
        "designation": text(),
        "domaine": word(codes.PREMISES_DOMAINS),
        "usage": text(),
        "capacite": Whole(about="Personnes au plus."),
        "creneaux": texts(),
        "materiel": texts(),
        "redevance": money("Euros\u00a0; 0\u00a0: gratuit."),
        "echeance": line(about="Quand la redevance est due."),
        "assureur": line(),
        "police": line(100),
        "cles": line(300),
        "etat_des_lieux": text("Texte de l’annexe «\u00a0État des lieux et inventaire\u00a0»."),
    }
)

_PROCESSING = Record(
    {
        "finalites": text(),
        "donnees": text("Lesquelles."),
        "personnes": line(300, "De qui."),
        "duree": line(300, "Gardées combien de temps."),
        "contact": line(300, "À qui s’adresser."),
    }
)

_IMAGES = Record(
    {
        "prevues": Flag(),
        "supports": texts(),
        "duree": line(100),
        "territoire": line(),
        "formulaire": Flag(about="Le formulaire d’autorisation est joint. Absent\u00a0: non."),
    }
)

_AFTER = Record(
    {
        "reconduction": word(codes.RENEWALS, "Absente\u00a0: aucune\u00a0; dans un avenant, inchangée."),
        "periode_mois": Whole(low=1, high=600, about="Durée de chaque reconduction."),
        "preavis_mois": Whole(low=1, high=120, about="Absent\u00a0: lu dans preavis."),
        "evenements": ListOf(
            item=Record(
                {
                    "quoi": word(codes.TURNS, required=True),
                    "date": Date(required=True),
                    "effet": Date(),
                    "jusqu_au": Date(about="D’une reconduction\u00a0: la nouvelle fin."),
                    "par": to("partenaires", "La partie qui le demande."),
                    "organe": line(about="Qui a décidé\u00a0: une instance, une personne."),
                    "motif": text(),
                }
            )
        ),
    },
    about="Après la signature.",
)

AGREEMENT = Record(
    {
        "id": own_id("conventions"),
        "numero": line(40),
        "modele": word(codes.TEMPLATES, required=True),
        "modele_organisation": Record(
            {"nom": Text(limit=120, required=True), "version": Whole(low=1, required=True)},
            about="Version du modèle de l’organisation dont vient le texte\u00a0; repris si elle l’a.",
        ),
        "titre": name(limit=300),
        "parties": ListOf(item=PARTY),
        "statut": word(codes.AGREEMENT_STATUSES, "Absent\u00a0: brouillon."),
        "etapes_texte": ListOf(
            item=Record(
                {
                    "version": Whole(low=1, required=True),
                    "date": Date(required=True),
                    "valide_par": line(300),
                    "nom": line(200),
                    "texte": ListOf(
                        item=Record(
                            {
                                "cle": Text(limit=60, required=True),
                                "numero": line(20),
                                "titre": line(300),
                                "alineas": texts(
                                    "Un alinéa par ligne\u00a0; «\u00a0-\u00a0» commence un élément de liste."
                                ),
                            }
                        ),
                        about="Le texte tel qu’il est parti, partie par partie. Son PDF reste sur le serveur qui l’a fait.",
                    ),
                    "reponses": ListOf(
                        item=Record(
                            {
                                "partenaire": to("partenaires", required=True),
                                "reponse": word(codes.ANSWER_KINDS, required=True),
                                "moyen": word(codes.ANSWER_WAYS, required=True),
                                "qui": line(),
                                "date": Date(required=True),
                                "mots": Text(limit=5000),
                            }
                        ),
                        about="Ce que chaque partie a dit de cette version\u00a0; la dernière compte.",
                    ),
                }
            )
        ),
        "constat": text(),
        "origine_projet": text(),
        "objectifs": texts(),
        "publics": several("publics"),
        "territoires": several("territoires"),
        "engagements": MapOf(to="partenaires", value=texts(), about="Engagements de chaque partie."),
        "moyens": ListOf(
            item=Record(
                {
                    "partenaire": to("partenaires", required=True),
                    "quoi": Text(limit=300, required=True),
                    "valeur": money("Euros par an."),
                    **_STAFF,
                }
            )
        ),
        "gouvernance": Record(
            {
                "instance": line(),
                "frequence": line(),
                "quorum": line(),
                "majorite": line(about="Majorité pour modifier la convention."),
                "referents": MapOf(to="partenaires", value=Who()),
            }
        ),
        "indicateurs": texts(),
        "rgpd": word(codes.DATA_OPTIONS),
        "secret": Flag(about="Partage d’informations nominatives."),
        "date_demande": Date(),
        "deliberation": _DECISION,
        "signature_prevue": Date(),
        "date_effet": Date(),
        "fin": Date(),
        "duree": line(),
        "preavis": line(100),
        "delai_mise_en_demeure": line(100),
        "bilan_intermediaire": Date(),
        "suite": _AFTER,
        "subvention": ListOf(
            item=Record({"exercice": Whole(low=1900, high=2200, required=True), "montant": money(required=True)})
        ),
        "montant_total": money("Somme de subvention\u00a0: vérifiée, jamais gardée."),
        "nature": ListOf(item=_VALUED, about="Apports en nature pour toute la convention."),
        "montant_cumule_annuel": money(
            "Plus forte subvention annuelle et apports en nature\u00a0: vérifié, jamais gardé."
        ),
        "echeancier": ListOf(
            item=Record(
                {
                    "part": Number(low=0, high=100, about="Pour cent."),
                    "quand": Text(limit=300, required=True),
                    "montant": money(required=True),
                }
            )
        ),
        "budget_annuel": Record(
            {
                "exercice": Whole(low=1900, high=2200),
                "charges": ListOf(item=_CHARGE),
                "produits": ListOf(item=_INCOME),
                "total": money("Somme des charges et des produits\u00a0: vérifiée, jamais gardée."),
                "contributions_volontaires": ListOf(
                    item=Record({"quoi": Text(limit=300, required=True), "valeur": money(required=True)})
                ),
            }
        ),
        "contrat_engagement_republicain": Record({"souscrit": Flag(), "date": Date()}),
        "reversement": Flag(),
        "excedent_max": Number(low=0, high=100, about="Pour cent."),
        "alertes_attendues": texts("Points d’attention."),
        "politique_publique": text("Politique publique ou fin d’intérêt public servie."),
        "cout_total": money("Coût prévisionnel sur toute la durée, en euros."),
        "seuil_variation": Number(low=0, high=100, about="Pour cent."),
        "iban": line(60),
        "imputation": line(),
        "comptable": line(),
        "mois_evaluation": Whole(high=32_767, about="Mois avant le terme."),
        "preavis_interet_general": line(100),
        "cadre_belge": line(300, "Belgique\u00a0: PCS, CLSS…"),
        "article_budgetaire": line(100, "Belgique."),
        "delai_justificatifs": line(200, "Belgique."),
        "lieu_prete": _PREMISES,
        "charte": text(),
        "traitement": _PROCESSING,
        "images": _IMAGES,
        "modifie": to("conventions", "La convention que cet avenant modifie."),
        "suite_de": to("conventions", "La convention après laquelle celle-ci vient."),
        "juridiction": line(300),
        "tribunal": line(100, "Ville ou arrondissement."),
        "lieu": line(),
        "date_signature": Date(),
        "nb_originaux": Whole(high=32_767),
        "signature_electronique": Flag(),
        "fiches": several("fiches_action", "Fiches annexées."),
        "habitants": Flag(about="Des habitantes et habitants prennent part à l’instance. Absent\u00a0: non."),
        "sous_traitant": to("partenaires", "Partie qui agit pour le compte de l’autre (option C du RGPD)."),
        "annexes": Record(
            {
                "raci": Flag(about="Absent\u00a0: jointe."),
                "frise": Flag(about="Absent\u00a0: jointe."),
                "apports": Flag(about="Absent\u00a0: jointe."),
                "donnees": text("Texte de l’annexe «\u00a0Données personnelles\u00a0»."),
                "discretion": text("Texte de l’annexe «\u00a0Discrétion et partage d’informations\u00a0»."),
            }
        ),
        "annexes_propres": ListOf(
            item=Record(
                {
                    "titre": name(),
                    "texte": text("Comme celui d’un article."),
                    "image": Text(
                        limit=2000,
                        about="Ce que montre une image\u00a0; elle-même reste sur le serveur qui l’a reçue.",
                    ),
                }
            ),
            about="Annexes ajoutées par l’équipe, dans leur ordre\u00a0: un texte ou une image.",
        ),
        "passages_outre": ListOf(
            item=Record(
                {"verification": Whole(low=1, high=18, required=True), "motif": Text(limit=500, required=True)}
            ),
            about="Vérifications avant signature passées outre, avec leur motif.",
        ),
        "articles": ListOf(
            item=Record(
                {
                    "article": line(40, "Nom de l’article dans le modèle\u00a0; absent pour un article de l’équipe."),
                    "titre": name(),
                    "texte": text(),
                    "facultatif": Flag(about="Absent\u00a0: non."),
                    "retenu": Flag(about="Absent\u00a0: oui."),
                    "remplace": Whole(high=32_767, about="Avenant\u00a0: numéro de l’article qu’il change."),
                    "rang": Whole(high=9, about="Avenant\u00a0: 1 pour «\u00a0bis\u00a0», 2 pour «\u00a0ter\u00a0»…"),
                    "effet": word(codes.AMENDS, "Avenant\u00a0: absent, il remplace l’article."),
                    "intitule": line(200, "Avenant\u00a0: titre de l’article ajouté ou supprimé."),
                    "commentaires": ListOf(
                        item=Record(
                            {
                                "texte": Text(limit=5000, required=True),
                                "regle": Flag(about="Absent\u00a0: encore ouvert."),
                                "reponses": ListOf(item=Text(limit=5000)),
                            }
                        ),
                        about="Ce que l’équipe s’en dit, sans les noms.",
                    ),
                }
            ),
            about="Le texte, quand il a été modifié.",
        ),
        **ROUNDS,
    }
)

ARRANGEMENT = Record(
    {
        "partenaire": to("partenaires", required=True),
        "formalisation": word(codes.FORMALISATIONS, required=True),
        "objet": Text(limit=300, required=True),
        "convenu": Text(limit=20000, about="Qui fait quoi, avec quoi, à quelles conditions."),
        "date": Date(),
        "fin": Date(),
        "presents": Text(limit=300, about="Qui peut le redire, des deux côtés."),
        "preuve": Text(limit=300, about="Où c’est écrit\u00a0: un courriel, un compte rendu."),
        "valeur_annuelle": money(),
        "montant": money(),
        "termine_le": Date(about="Absente\u00a0: l’accord continue."),
        "motif_fin": Text(limit=300),
        "mis_par_ecrit": to("conventions", "La convention qui dit cet accord par écrit."),
    }
)

INVESTMENT = Record(
    {
        "objet": Text(limit=300, required=True),
        "charges": ListOf(item=_CHARGE),
        "produits": ListOf(item=_INCOME),
        "total": money("Somme des charges et des produits\u00a0: vérifiée, jamais gardée."),
    }
)

SHEET = Record(
    {
        "id": own_id("fiches_action"),
        "numero": Whole(),
        "titre": name(),
        "cadre": word(codes.SHEET_FRAMEWORKS, "Le programme auquel l’action répond."),
        "axe": line(300),
        "constat": text(),
        "source": line(300),
        "objectif_general": text(),
        "objectifs_operationnels": texts(),
        "publics": several("publics"),
        "nombre_vise": Whole(low=0, about="Personnes différentes, pas passages."),
        "territoires": several("territoires"),
        "activites": several("activites", "Lignes du RACI."),
        "description": text(),
        "calendrier": text(),
        "etapes": ListOf(
            item=Record(
                {
                    "quoi": Text(limit=300, required=True),
                    "quand": line(100, "Une date, un mois, un rythme."),
                    "qui": Who(),
                }
            )
        ),
        "evaluation": Record({"intermediaire": Date(), "finale": Date()}),
        "pilote": to("partenaires"),
        "partenaires": ListOf(
            item=Record(
                {
                    "partenaire": to("partenaires", required=True),
                    "role": word(codes.RACI_CELLS),
                    "apport": line(300),
                }
            )
        ),
        "place_habitants": text(),
        "moyens": Record(
            {"etp": Number(low=0, high=9999, about="Équivalent temps plein."), "materiel": text(), "budget": money()}
        ),
        "budget": Record(
            {
                "charges": ListOf(item=_CHARGE),
                "produits": ListOf(item=_INCOME),
                "valorisations": ListOf(item=Record({**_VALUED.keys, "par": to("partenaires")})),
            },
            about="Pour une année.",
        ),
        "indicateurs": ListOf(
            item=Record(
                {
                    "nom": name(),
                    "unite": line(60),
                    "base": Number(),
                    "cible": Number(),
                    "valeur": Number(),
                    "periode": line(),
                    "type": word(codes.INDICATOR_KINDS),
                    "source": line(300),
                    "frequence": line(100),
                }
            )
        ),
        "vigilance": text("Pour l’équipe\u00a0: aucun document ne la montre."),
        "freins_repris": ListOf(
            item=Record({"frein": Text(limit=1000, required=True), "parade": line(1000)}),
            about="Du pas de côté, pour l’équipe.",
        ),
        "statut": word(codes.SHEET_STATUSES, "Absent\u00a0: idee."),
        "version": Whole(low=1, about="Numéro du texte que les partenaires lisent. Absent\u00a0: 1."),
        "validations": ListOf(
            item=Record(
                {
                    "partenaire": to("partenaires", required=True),
                    "qui": line(),
                    "date": Date(required=True),
                    "version": Whole(low=1, about="Absent\u00a0: 1."),
                }
            ),
            about="Qui a dit oui au texte, et à quelle version.",
        ),
        "archivee_le": Date(),
        "convention": to("conventions", "La convention de la fiche."),
    }
)
