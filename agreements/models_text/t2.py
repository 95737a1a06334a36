"""Model T2, « Convention pluriannuelle d'objectifs avec subvention »: a public body supports an association's project.

The text is that of the method (C7), word for word. Its first party is the public body, the second the association.
"""

from agreements.models_text.shape import PREAMBLE, text_model

_ARTICLES = (
    (
        PREAMBLE,
        "Préambule",
        "Considérant que le projet « {projet} » (ci-après « le Projet ») a été imaginé, défini et engagé par "
        "l'Association, à son initiative et conformément à son objet statutaire : {origine_projet} ; considérant "
        "l'intérêt que ce projet présente pour {politique_publique} ; considérant que l'Autorité publique souhaite "
        "le soutenir dans la durée, en respectant la liberté d'initiative de l'Association et sans en attendre de "
        "prestation en retour ; il est convenu ce qui suit.",
    ),
    (
        "objet",
        "Objet",
        "De sa propre initiative et sous sa seule responsabilité, l'Association conduit le Projet décrit en annexe "
        "{annexe:projet}. L'Autorité publique y apporte un concours financier, qui ne rémunère aucun service rendu à "
        "elle-même et n'appelle pas de contrepartie directe.",
    ),
    (
        "duree",
        "Durée",
        "La convention couvre les exercices {annee_debut} à {annee_fin}. Elle prend effet à sa notification et "
        "s'achève après la remise des derniers justificatifs prévus à l'article {article:justificatifs}.",
    ),
    (
        "cout",
        "Coût du Projet",
        "Le coût total prévisionnel s'élève à {budget_total} sur la durée de la convention, selon le budget de "
        "l'annexe {annexe:budget}, qui distingue charges directes, charges de structure, autres financements et "
        "contributions volontaires. L'Association peut déplacer des dépenses entre postes, sans augmenter le total ni "
        "altérer le Projet ; au-delà de {seuil_variation}, elle en informe l'Autorité publique avant la clôture de "
        "l'exercice.",
    ),
    (
        "montant",
        "Montant de la subvention",
        "L'Autorité publique attribue une subvention d'un montant maximal de {montant_total}, soit :\n- {exercices}\n"
        "Les montants des années suivant la première sont versés sous réserve de l'inscription des crédits au budget, "
        "du respect de la convention par l'Association et de l'examen prévu à l'article {article:evaluation}.",
    ),
    (
        "versement",
        "Versement",
        "La subvention est versée selon l'échéancier suivant :\n- {echeancier}\nÀ défaut d'échéance particulière, le "
        "versement intervient dans les soixante jours suivant la notification de la décision d'attribution. Il est "
        "effectué au compte {iban} ; imputation : {imputation}[si comptable :  ; comptable assignataire : "
        "{comptable}].",
    ),
    (
        "nature",
        "Soutien en nature",
        "[si nature : L'Autorité publique met gratuitement à disposition :]\n[si nature : - {nature}]\n[si nature : "
        "Ce soutien, évalué à {valeur_nature} par an, constitue une subvention en nature ; ses conditions d'usage "
        "figurent en annexe {annexe:nature}. Total annuel du soutien, en numéraire et en nature : {montant_cumule}.]",
        "optional",
    ),
    (
        "emploi",
        "Emploi de la subvention",
        "La subvention est employée exclusivement au Projet. L'Association ne la reverse pas à un autre organisme[si "
        "reversement :  sauf aux partenaires et pour les montants énumérés en annexe {annexe:budget}, au vu d'une "
        "convention écrite et des mêmes justificatifs].",
    ),
    (
        "justificatifs",
        "Justificatifs",
        "Dans les six mois suivant la clôture de chaque exercice, l'Association remet :\n"
        "- le compte rendu financier attestant l'emploi des fonds ;\n"
        "- le bilan d'activité comportant les indicateurs de l'annexe {annexe:indicateurs} ;\n"
        "- ses comptes annuels approuvés, le cas échéant avec le rapport du commissaire aux comptes ;\n"
        "- son rapport d'activité.\n"
        "Ces pièces sont signées par une personne habilitée.",
    ),
    (
        "cer",
        "Contrat d'engagement républicain",
        "L'Association déclare avoir souscrit[si souscrit :  le {date_cer}] le contrat d'engagement républicain joint "
        "en annexe {annexe:cer}. Elle en informe ses membres par tout moyen, notamment par affichage ou en ligne, et "
        "veille à son respect par ses dirigeantes et dirigeants, ses salarié·es, ses membres et ses bénévoles. Un "
        "manquement établi après échange contradictoire peut entraîner le retrait de la part de subvention "
        "correspondant à la période restant à courir.",
    ),
    (
        "information",
        "Information",
        "L'Association signale sans délai toute modification de ses statuts, de sa direction, de ses coordonnées "
        "bancaires, ainsi que tout retard ou difficulté pouvant compromettre le Projet. L'Autorité publique signale de "
        "même tout changement de calendrier ou de politique ayant une incidence sur le Projet.",
    ),
    (
        "pilotage",
        "Pilotage",
        "Un comité de pilotage réunit au moins {frequence} l'Autorité publique, l'Association et les partenaires de "
        "l'annexe {annexe:projet} ; il prend connaissance de l'avancement, débat des orientations et prépare "
        "l'évaluation. Il ne se substitue pas aux organes de décision de l'Association.",
    ),
    (
        "evaluation",
        "Évaluation",
        "Chaque année, les signataires examinent ensemble les résultats au regard des objectifs et indicateurs de "
        "l'annexe {annexe:indicateurs}. Une évaluation d'ensemble, quantitative et qualitative, est conduite au plus "
        "tard {mois_evaluation} avant le terme ; elle porte sur les effets pour les habitantes et habitants, sur "
        "l'utilité pour le territoire et sur le partenariat.",
    ),
    (
        "controle",
        "Contrôle",
        "Pendant et après l'exécution, l'Autorité publique peut vérifier, sur pièces ou sur place, l'emploi de la "
        "subvention. L'Association facilite l'accès aux documents utiles, à l'exclusion de la liste nominative de ses "
        "membres et des informations couvertes par un secret.",
    ),
    (
        "excedent",
        "Somme non employée",
        "Au terme de la convention, l'Association peut conserver un excédent raisonnable, dans la limite de "
        "{excedent_max} du total des subventions versées, dès lors que les objectifs sont atteints et que l'économie "
        "n'a pas nui au Projet. Le surplus est reversé ou, par accord écrit, affecté à la poursuite du Projet.",
    ),
    (
        "inexecution",
        "Inexécution",
        "En cas d'inexécution, de retard important ou de modification substantielle sans accord écrit, ou de défaut de "
        "justificatifs, l'Autorité publique peut, après avoir invité l'Association à présenter ses observations dans "
        "un délai d'un mois, suspendre les versements, réduire le montant ou demander la restitution de tout ou partie "
        "des sommes. La décision est motivée et notifiée.",
    ),
    (
        "communication",
        "Communication",
        "L'Association mentionne le soutien de l'Autorité publique sur les supports relatifs au Projet. Les images de "
        "personnes ne sont diffusées qu'avec leur accord écrit[si mineurs :  et, pour une personne mineure, avec celui "
        "des titulaires de l'autorité parentale]. Lorsque les textes l'exigent, l'Autorité publique publie les données "
        "essentielles de la convention.",
    ),
    (
        "donnees",
        "Données personnelles et discrétion",
        "L'Association est seule responsable des traitements nécessaires au Projet. Elle ne transmet à l'Autorité "
        "publique que des données statistiques ne permettant d'identifier personne.",
    ),
    (
        "assurances",
        "Assurances",
        "L'Association exerce ses activités sous sa responsabilité et souscrit les assurances nécessaires ; elle en "
        "justifie chaque année.",
    ),
    (
        "modification",
        "Avenant",
        "La convention est modifiée par avenant signé des deux signataires, sans remise en cause de son objet. La "
        "demande indique le motif et les conséquences de la modification ; il y est répondu dans un délai de deux "
        "mois.",
    ),
    (
        "renouvellement",
        "Renouvellement",
        "Le renouvellement n'est ni automatique ni de droit ; il est étudié au vu de l'évaluation, au plus tard six "
        "mois avant le terme.",
    ),
    (
        "fin",
        "Résiliation",
        "Chaque signataire peut résilier la convention en cas de manquement grave de l'autre aux engagements "
        "{des_articles:objet,emploi,justificatifs,cer,information,montant,versement}, deux mois après une mise en "
        "demeure adressée par lettre recommandée avec avis de réception, visant le présent article et restée sans "
        "effet. L'Autorité publique peut la résilier pour un motif d'intérêt général, avec un préavis de "
        "{preavis_ig} ; les dépenses régulièrement engagées avant la notification restent alors couvertes dans la "
        "limite de la subvention de l'exercice.",
    ),
    ("annexes", "Annexes", "{annexes}. Les annexes font partie de la convention."),
    (
        "differends",
        "Litiges",
        "Après recherche d'une solution amiable et, si les signataires en conviennent, d'une médiation, le litige "
        "relève du tribunal administratif de {tribunal}.",
    ),
    (
        "exemplaires",
        "Exemplaires et signatures",
        "La convention est établie en {nb_originaux} exemplaires originaux, dont un remis à chaque signataire[si "
        "électronique :  ou signée par un procédé électronique fiable, chaque signataire en recevant un exemplaire sur "
        "support durable].",
    ),
)

MODEL = text_model(
    code="T2",
    name="Convention pluriannuelle avec subvention publique",
    purpose="Un organisme public soutient par une subvention, sur plusieurs années, un projet né d'une association.",
    title="Convention pluriannuelle d'objectifs avec subvention – {projet} ({annee_debut}-{annee_fin})",
    visas="Vu la loi n° 2000-321 du 12 avril 2000, notamment ses articles 9-1, 10 et 10-1 ;\n"
    "Vu le décret n° 2001-495 du 6 juin 2001 ;\n"
    "Vu le décret n° 2021-1947 du 31 décembre 2021 ;\n"
    "[si collectivité : Vu le code général des collectivités territoriales, notamment son article L. 1611-4 ;]\n"
    "Vu la demande de l'association en date du {date_demande} ;\n"
    "[si délibération : Vu la délibération n° {deliberation.numero} du {organe} en date du {deliberation.date}, rendue "
    "exécutoire le {deliberation.executoire_le} ;]",
    party="{denomination}, {forme}, {identifiants}, dont le siège est situé {siege}, représentée par {signataire}, "
    "{qualite}, ayant reçu pouvoir par {habilitation}, ci-après « {role} »",
    party_last="",
    roles=("l'Autorité publique", "l'Association"),
    public_first=True,
    parties_max=2,
    roman=True,
    annexes=(
        ("projet", "Projet, objectifs, partenaires et fiches action"),
        ("budget", "Budget et échéancier"),
        ("indicateurs", "Indicateurs et méthode d'évaluation"),
        ("cer", "Contrat d'engagement républicain"),
        ("nature", "Soutien en nature"),
        ("personnel", "Personnel mis à disposition"),
        ("image", "Autorisation d'image"),
        ("raci", "Répartition des rôles"),
        ("frise", "Frise des partenariats"),
    ),
    articles=_ARTICLES,
)
