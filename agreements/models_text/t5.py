"""Model T5, « Belgique, commune ou CPAS et ASBL »: a Walloon local authority supports an association (articles of C5).

Law: CDLD L3331-1 to L3331-8 (subsidies), loi organique des CPAS art. 135bis to 135novies, décret of 22 November 2018
(PCS), Code pénal art. 458, 458bis, 458ter. No mention that exists only in France. The first party is the authority.
"""

from agreements.models_text.shape import PREAMBLE, text_model

_ARTICLES = (
    (
        PREAMBLE,
        "Préambule",
        "L'Association a pour mission {p2.mission}. L'Autorité locale a pour mission {p1.mission}. Les Parties "
        "partagent le constat suivant : {constat}. Elles souhaitent y répondre ensemble, chacune depuis sa place.",
    ),
    (
        "parties",
        "Parties et mandataires",
        "L'Autorité locale est représentée par {p1.signataire}, {p1.qualite}. L'Association est représentée par "
        "{p2.signataire}, {p2.qualite}, en vertu de {p2.habilitation}. Chaque Partie déclare que ses mandataires ont "
        "le pouvoir de l'engager. Sont référentes : [chaque partie : pour {p.court}, {p.referent}].",
    ),
    (
        "cadre",
        "Cadre",
        "La convention s'inscrit dans le cadre suivant : {cadre_be}. Elle constitue une convention spécifique : elle "
        "précise, pour une durée déterminée, les engagements et les montants.",
    ),
    (
        "objet",
        "Objet",
        "La convention fixe les conditions dans lesquelles l'Autorité locale soutient le projet « {projet} » "
        "(ci-après « le Projet »), conduit par l'Association pour {publics}, sur le territoire de {territoire}. Le "
        "Projet poursuit les objectifs suivants :\n- {objectifs}",
    ),
    (
        "subvention",
        "Subvention : nature, étendue et fin d'intérêt public",
        "[si subvention : L'Autorité locale octroie à l'Association une subvention en numéraire d'un montant maximal "
        "de {montant_total}, soit :]\n[si subvention : - {exercices}]\n[si sans subvention : La subvention est "
        "octroyée en nature ; elle ne donne lieu à aucun versement.]\nLa subvention est accordée à la fin d'intérêt "
        "public suivante : {politique_publique}. Elle est régie par les articles L3331-1 à L3331-8 du Code de la "
        "démocratie locale et de la décentralisation[si cpas :  et par les articles 135bis à 135novies de la loi "
        "organique du 8 juillet 1976 des centres publics d'action sociale]. Elle a été décidée par le {organe} le "
        "{deliberation.date}[si subvention : , à charge de l'article budgétaire {article_budgetaire}].",
    ),
    (
        "beneficiaire",
        "Bénéficiaire et dénomination",
        "La bénéficiaire est {p2.denomination}, {p2.forme}, dont le siège est situé {p2.siege}, {p2.identifiant}. "
        "Elle informe l'Autorité locale sans délai de toute modification de ses statuts, de sa dénomination, de son "
        "siège ou de ses mandataires.",
    ),
    (
        "versement",
        "Liquidation",
        "[si subvention : La subvention est liquidée selon les modalités suivantes :]\n[si subvention : - "
        "{echeancier}]\n[si subvention : Elle est versée au compte {iban}. L'Autorité locale sursoit à la "
        "liquidation tant que l'Association doit restituer une subvention reçue précédemment.]\n[si sans subvention "
        ": L'Autorité locale met les moyens en nature à disposition dès l'entrée en vigueur de la convention.]",
    ),
    (
        "justificatifs",
        "Justificatifs et délai",
        "L'Association utilise la subvention aux fins pour lesquelles elle est octroyée. Elle en justifie l'emploi "
        "{delai_justificatifs}, en remettant :\n- un rapport d'activité ;\n- les pièces qui attestent les dépenses "
        ";\n- ses comptes annuels, tels qu'approuvés par son assemblée générale.",
    ),
    (
        "controle",
        "Contrôle sur place",
        "L'Autorité locale peut faire procéder, sur place, au contrôle de l'emploi de la subvention. L'Association "
        "facilite l'accès aux documents utiles, à l'exclusion des informations couvertes par le secret professionnel.",
    ),
    (
        "restitution",
        "Restitution",
        "L'Association restitue la subvention lorsqu'elle ne l'utilise pas aux fins pour lesquelles elle est "
        "octroyée, lorsqu'elle ne fournit pas les justificatifs dans le délai ou lorsqu'elle s'oppose au contrôle. "
        "La restitution porte sur la seule part non utilisée à ces fins ou non justifiée. L'Association est entendue "
        "avant toute décision.",
    ),
    (
        "nature",
        "Moyens en nature",
        "[si nature : L'Autorité locale met à disposition, à titre gratuit :]\n[si nature : - {nature}]\n"
        "[si nature : Ces moyens, évalués à {valeur_nature} par an, constituent une subvention au sens de l'article "
        "L3331-2 du Code de la démocratie locale et de la décentralisation. L'Association les utilise en personne "
        "prudente et raisonnable et les rend au terme.]\n"
        "[si sans nature : L'Autorité locale n'apporte pas de moyens en nature.]",
    ),
    ("engagements_p1", "Engagements de l'Autorité locale", "L'Autorité locale s'engage à :\n- {p1.engagements}"),
    ("engagements_p2", "Engagements de l'Association", "L'Association s'engage à :\n- {p2.engagements}"),
    (
        "assurances",
        "Personnel et assurances",
        "Chaque Partie reste l'employeuse de son personnel, à l'égard duquel elle exerce seule l'autorité patronale, "
        "et répond de ses volontaires. Chaque Partie est assurée en responsabilité civile pour ses activités, ses "
        "locaux, son personnel et ses volontaires, et en justifie à la demande de l'autre.",
    ),
    (
        "donnees",
        "Données personnelles et secret professionnel",
        "[si option A : Chaque Partie traite, pour ses propres besoins et sous sa seule responsabilité, les données "
        "qu'elle recueille ; aucune donnée relative aux habitantes et habitants n'est transmise à l'autre sous une "
        "forme nominative.]\n[si option B : Les Parties déterminent ensemble les finalités et les moyens du "
        "traitement décrit en annexe {annexe:donnees} et en sont responsables conjointes au sens de l'article 26 du "
        "RGPD ; l'annexe répartit leurs obligations et désigne un point de contact.]\n[si option C : {sous_traitant} "
        "agit pour le compte et sur instruction de {responsable}, dans les conditions de l'article 28 du RGPD "
        "décrites en annexe {annexe:donnees}.]\nToute violation de données est signalée à l'autre Partie dans les "
        "vingt-quatre heures. Les personnes concernées peuvent introduire une réclamation auprès de l'Autorité de "
        "protection des données (APD).\nLes personnes tenues au secret professionnel par l'article 458 du Code pénal "
        "le restent ; la convention ne l'étend ni ne le lève. Les autres personnes participant au Projet sont tenues "
        "à la discrétion. [si partage : Le partage d'informations nominatives n'a lieu que dans les cas permis par "
        "la loi, notamment aux articles 458bis et 458ter du Code pénal ; ses règles sont rappelées en annexe "
        "{annexe:discretion}.]",
    ),
    (
        "comite",
        "Comité d'accompagnement",
        "Un comité d'accompagnement réunit {frequence} des personnes représentant l'Autorité locale et "
        "l'Association. Il suit l'avancement du Projet et prépare l'évaluation. [si habitants : Des habitantes et "
        "habitants y prennent part. ]Un relevé de décisions est rédigé et partagé sous quinze jours.",
    ),
    (
        "evaluation",
        "Évaluation",
        "Les Parties suivent les indicateurs suivants : {indicateurs}. Elles évaluent ensemble le Projet "
        "{date_bilan_intermediaire}, puis avant le terme ; elles peuvent convenir de l'ajuster.",
    ),
    (
        "duree",
        "Durée",
        "La convention entre en vigueur le {date_effet} pour une durée de {duree}. Elle ne se reconduit pas "
        "tacitement : trois mois avant le terme, les Parties examinent l'évaluation et décident, par écrit, de la "
        "suite.",
    ),
    (
        "modification",
        "Avenant",
        "Toute modification fait l'objet d'un avenant écrit, décidé et signé dans les mêmes formes que la convention.",
    ),
    (
        "fin",
        "Résiliation",
        "{numero}.1 Chaque Partie peut mettre fin à la convention, sans indemnité, par envoi recommandé, moyennant "
        "un préavis de {preavis} ; les actions annoncées au public sont menées à leur terme ou "
        "reportées.\n{numero}.2 En cas de manquement grave aux engagements "
        "{des_articles:justificatifs,controle,restitution,engagements_p1,engagements_p2,assurances,donnees}, la "
        "Partie qui s'en plaint met l'autre en demeure d'y remédier dans un délai de {delai_mise_en_demeure}, en "
        "visant le présent article ; à défaut, elle peut résoudre la convention par notification écrite et motivée.",
    ),
    (
        "differends",
        "Tribunaux",
        "Les Parties recherchent d'abord une solution amiable et, si elles en conviennent, une médiation. À défaut, "
        "les cours et tribunaux de l'arrondissement judiciaire de {tribunal} sont compétents. Le droit belge est "
        "applicable.",
    ),
    (
        "exemplaires",
        "Exemplaires et signatures",
        "[si des annexes : Sont annexées à la convention : {annexes}. En cas de contradiction, la convention "
        "l'emporte sur ses annexes.]\nLa convention est établie en {nb_originaux} exemplaires originaux, chaque "
        "Partie reconnaissant avoir reçu le sien[si électronique : , ou signée par un procédé électronique qualifié, "
        "chaque Partie en recevant un exemplaire sur support durable].",
    ),
)

MODEL = text_model(
    code="T5",
    name="Belgique, commune ou CPAS et ASBL",
    purpose="Une commune ou un CPAS, en Belgique, soutient le projet d'une ASBL.",
    title="Convention de collaboration et de subvention – {projet}",
    party="{rang}° {denomination}, {forme}, dont le siège est situé {siege}, {identifiants}, représentée par "
    "{signataire}, {qualite}, ci-après « {role} »",
    party_last=" ; désignées ensemble « les Parties »",
    roles=("l'Autorité locale", "l'Association"),
    public_first=True,
    parties_max=2,
    annexes=(
        ("donnees", "Données personnelles"),
        ("discretion", "Discrétion et partage d'informations"),
        ("budget", "Budget et échéancier"),
        ("fiches", "Fiches action"),
        ("personnel", "Personnel mis à disposition"),
        ("image", "Autorisation d'image"),
        ("raci", "Répartition des rôles"),
        ("frise", "Frise des partenariats"),
    ),
    articles=_ARTICLES,
)
