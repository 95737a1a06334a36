"""The small forms: lettre d'intention, charte, avenant, accord of article 26, autorisation d'image (method C5, C2)."""

from agreements.models_text.shape import MAX_PARTIES, PREAMBLE, text_model

_PARTY = (
    "{rang}° {denomination}, {forme}, dont le siège est situé {siege}, {identifiants}, représentée par {signataire}, "
    "{qualite}, ci-après « {court} »"
)
_LAST = " ; désignées ensemble « les Parties »"
_COPIES = (
    "Le présent texte est établi en {nb_originaux} exemplaires originaux, dont un remis à chaque Partie[si "
    "électronique :  ou signé par un procédé électronique fiable, chaque Partie en recevant un exemplaire sur "
    "support durable]."
)

LETTER = text_model(
    code="LI",
    name="Lettre d'intention",
    purpose="Vous dites par écrit votre volonté d'avancer ensemble, sans être encore tenus à un résultat.",
    reference="Lettre d'intention",
    title="Lettre d'intention – {projet}",
    party=_PARTY,
    party_last=_LAST,
    parties_max=MAX_PARTIES,
    annexes=(("fiches", "Fiches action"), ("raci", "Répartition des rôles"), ("frise", "Frise des partenariats")),
    articles=(
        (
            "intention",
            "Notre intention",
            "Les Parties ont l'intention de réaliser ensemble le projet « {projet} », sur le territoire de "
            "{territoire}, parce qu'elles partagent le constat suivant : {constat}.",
        ),
        (
            "objectifs",
            "Ce que nous voulons",
            "Elles envisagent de poursuivre les objectifs suivants :\n- {objectifs}",
        ),
        (
            "apports",
            "Ce que {p.court} envisage d'apporter",
            "{p.court} envisage de :\n- {p.engagements}",
            "each_party",
        ),
        (
            "suite",
            "La suite",
            "Les Parties négocient de bonne foi la convention qui fixera leurs engagements et se donnent jusqu'au "
            "{date_signature_prevue} pour la conclure. Chacune reste libre de ne pas la conclure, en le disant sans "
            "attendre à {autres}.",
        ),
        (
            "portee",
            "Portée",
            "La présente lettre n'oblige à aucun versement et ne crée entre les Parties ni société, ni mandat, ni "
            "exclusivité. Les informations que les Parties déclarent confidentielles ne sont communiquées à personne "
            "d'autre, même si la convention n'est pas conclue (article 1112-2 du code civil, en France).",
        ),
    ),
)

CHARTER = text_model(
    code="CH",
    name="Charte",
    purpose="Vous partagez des valeurs et des façons de faire, que d'autres pourront rejoindre.",
    reference="Charte",
    title="Charte de partenariat – {projet}",
    party=_PARTY,
    party_last=" ; désignées ensemble « les signataires »",
    parties_max=MAX_PARTIES,
    annexes=(("raci", "Répartition des rôles"), ("frise", "Frise des partenariats")),
    articles=(
        (
            PREAMBLE,
            "Préambule",
            "Les signataires partagent le constat suivant : {constat}. Elles choisissent d'y répondre ensemble, dans "
            "le projet « {projet} », pour {publics}, sur le territoire de {territoire}.",
        ),
        ("objectifs", "Ce que nous voulons ensemble", "Les signataires veulent :\n- {objectifs}"),
        (
            "accueil",
            "Accueillir",
            "L'accueil est ouvert à toutes et à tous, dans le respect de la dignité, de la liberté de conscience et de "
            "l'égalité de traitement. Nul n'a à raconter sa vie pour être accueilli.",
        ),
        (
            "habitants",
            "Faire avec les habitantes et habitants",
            "Les habitantes et habitants prennent part à ce qui se décide. Les signataires font connaître les suites "
            "données à leurs propositions.",
        ),
        (
            "cooperer",
            "Coopérer",
            "Chaque signataire agit depuis sa place et fait connaître ses limites. Les désaccords se disent et se "
            "travaillent. Les décisions communes sont écrites et partagées.",
        ),
        (
            "discretion",
            "Rester discrètes et discrets",
            "Les personnes qui participent, professionnelles ou bénévoles, ne répètent pas ce qu'elles apprennent de "
            "la vie des habitantes et habitants. Aucun fichier de personnes n'est constitué en commun. La charte "
            "n'étend ni ne lève le secret professionnel.",
        ),
        (
            "particulieres",
            "Nos règles particulières",
            "[si charte : - {charte}]",
            "optional",
        ),
        (
            "vie",
            "Vie de la charte",
            "Toute organisation qui s'y reconnaît rejoint la charte en la signant. Les signataires la relisent "
            "ensemble {frequence}. Chacune peut s'en retirer à tout moment, en le disant aux autres. La charte ne "
            "crée ni obligation financière, ni lien de subordination, ni solidarité.",
        ),
    ),
)

AMENDMENT = text_model(
    code="AV",
    name="Avenant",
    purpose="Vous modifiez, article par article, une convention déjà signée.",
    reference="Avenant",
    title="Avenant n° {avenant.rang} à la convention « {convention.titre} »",
    party=_PARTY,
    party_last=_LAST,
    parties_max=MAX_PARTIES,
    annexes=(
        ("fiches", "Fiches action"),
        ("moyens", "Apports en nature"),
        ("budget", "Budget et échéancier"),
        ("donnees", "Données personnelles"),
        ("discretion", "Discrétion et partage d'informations"),
        ("raci", "Répartition des rôles"),
        ("frise", "Frise des partenariats"),
    ),
    visas="Vu la convention « {convention.titre} »[si convention numérotée : , n° {convention.numero},] signée le "
    "{convention.date} (ci-après « la Convention ») ;\n"
    "[si délibération : Vu la délibération n° {deliberation.numero} du {organe} en date du {deliberation.date}, rendue "
    "exécutoire le {deliberation.executoire_le} ;]",
    articles=(
        (
            "objet",
            "Objet",
            "Le présent avenant modifie la Convention, d'un commun accord entre les Parties, pour le motif suivant : "
            "{origine_projet}.",
        ),
        (
            "effet",
            "Prise d'effet",
            "L'avenant prend effet le {date_effet}. Il s'applique jusqu'au terme de la Convention et suit son sort.",
        ),
        (
            "inchange",
            "Autres stipulations",
            "Les autres stipulations de la Convention demeurent inchangées. L'avenant en fait partie ; en cas de "
            "contradiction, il l'emporte.",
        ),
        (
            "exemplaires",
            "Exemplaires et signatures",
            "L'avenant est établi en {nb_originaux} exemplaires originaux, dont un remis à chaque Partie[si "
            "électronique :  ou signé par un procédé électronique fiable, chaque Partie en recevant un exemplaire "
            "sur support durable].",
        ),
    ),
)

JOINT = text_model(
    code="A26",
    name="Accord de responsabilité conjointe (RGPD, art. 26)",
    purpose="Vous tenez ensemble un registre, un formulaire ou un outil qui contient des données personnelles.",
    reference="Accord",
    title="Accord entre responsables conjoints du traitement – {projet}",
    party=_PARTY,
    party_last=_LAST,
    parties_max=MAX_PARTIES,
    visas="Vu le règlement (UE) 2016/679 du 27 avril 2016 (« RGPD »), notamment son article 26 ;",
    annexes=(("donnees", "Description du traitement"), ("discretion", "Discrétion et partage d'informations")),
    articles=(
        (
            "objet",
            "Objet",
            "Les Parties déterminent ensemble les finalités et les moyens du traitement décrit à l'article "
            "{article:traitement} (ci-après « le Traitement ») ; elles en sont responsables conjointes. Le présent "
            "accord répartit de manière transparente leurs obligations. Il complète leurs autres engagements "
            "relatifs au projet « {projet} ».",
        ),
        (
            "traitement",
            "Traitement",
            "Le Traitement a les caractéristiques suivantes :\n"
            "- finalités : {donnees.finalites} ;\n"
            "- données traitées : {donnees.nature} ;\n"
            "- personnes concernées : {donnees.personnes} ;\n"
            "- durée de conservation : {donnees.duree}.\n"
            "Chaque Partie s'abstient de traiter ces données pour une autre finalité. Les données qui ne sont pas "
            "nécessaires ne sont pas recueillies.[si annexe donnees :  La description détaillée figure en annexe "
            "{annexe:donnees}.]",
        ),
        (
            "base",
            "Licéité",
            "Chaque Partie s'assure, pour les données qu'elle recueille, que le Traitement repose sur l'une des "
            "bases de l'article 6 du RGPD et la mentionne dans l'information donnée aux personnes. Aucune donnée "
            "relevant de l'article 9 du RGPD n'est recueillie sans que l'une de ses exceptions s'applique.",
        ),
        (
            "information",
            "Information des personnes",
            "La Partie qui recueille les données informe les personnes concernées dans les conditions des articles "
            "13 et 14 du RGPD, en termes simples. Elle leur fait connaître les grandes lignes du présent accord.",
        ),
        (
            "droits",
            "Droits des personnes et point de contact",
            "Le point de contact est : {donnees.contact}. Toute personne peut exercer ses droits à l'égard de "
            "chacune des Parties et contre chacune d'elles. La Partie saisie transmet la demande au point de contact "
            "sous quarante-huit heures ; il y est répondu dans un délai d'un mois. Les personnes peuvent introduire "
            "une réclamation auprès de {autorite_donnees}.",
        ),
        (
            "securite",
            "Sécurité",
            "Chaque Partie limite l'accès aux personnes qui en ont besoin, nommément désignées et tenues à la "
            "confidentialité ; elle protège ses comptes et ses appareils. Aucun export n'est conservé hors de l'outil "
            "commun.",
        ),
        (
            "violations",
            "Violations de données",
            "La Partie qui constate une violation en avise {autres} dans les vingt-quatre heures. Le point de contact "
            "prépare, s'il y a lieu, la notification à l'autorité de contrôle dans les soixante-douze heures et "
            "l'information des personnes.",
        ),
        (
            "sous_traitance",
            "Sous-traitance et transferts",
            "Le recours à un prestataire requiert l'accord des Parties et un contrat conforme à l'article 28 du "
            "RGPD. Les données sont hébergées dans l'Union européenne ; aucune n'est transférée hors de celle-ci "
            "sans accord écrit.",
        ),
        (
            "responsabilite",
            "Responsabilité",
            "Entre elles, chaque Partie répond des conséquences de ses propres manquements. Celle qui a réparé tout le "
            "dommage se retourne contre {autres} pour la part qui ne lui revient pas (article 82 du RGPD).",
        ),
        (
            "duree",
            "Durée et fin",
            "L'accord prend effet le {date_effet} pour une durée de {duree}. À son terme, les données sont effacées ou "
            "rendues anonymes, sauf obligation légale de les conserver ; chaque Partie en atteste par écrit.",
        ),
        ("exemplaires", "Exemplaires et signatures", _COPIES),
    ),
)

IMAGE = text_model(
    code="IM",
    name="Autorisation d'image",
    purpose="Une personne accepte par écrit d'être photographiée ou filmée ; pour une personne mineure, ses deux "
    "parents signent.",
    reference="Autorisation d'image",
    title="Autorisation d'utiliser l'image et la voix – {projet}",
    party="{denomination}, {forme}, dont le siège est situé {siege}, {identifiants}, représentée par {signataire}, "
    "{qualite}, ci-après « la Structure »",
    party_last="",
    roles=("la Structure",),
    parties_min=1,
    parties_max=1,
    annexes=(("discretion", "Discrétion et partage d'informations"),),
    hand=(
        "La personne photographiée ou filmée",
        "Titulaire de l'autorité parentale (1)",
        "Titulaire de l'autorité parentale (2)",
    ),
    articles=(
        (
            "personne",
            "La personne concernée",
            "Nom et prénom : {blanc}. Date de naissance : {blanc}.\nSi la personne est mineure ou sous protection, "
            "elle est représentée par (noms, prénoms et qualité) : {blanc} et {blanc}. Son propre avis lui est "
            "demandé ; son refus suffit.",
        ),
        (
            "accord",
            "Ce qui est autorisé",
            "La personne autorise la Structure à la photographier, à la filmer ou à enregistrer sa voix lors des "
            "activités du projet « {projet} », et à utiliser ces images pour faire connaître le projet, à "
            "l'exclusion de tout usage commercial.",
        ),
        (
            "supports",
            "Supports, durée, territoire",
            "Les supports autorisés sont :\n- {image.supports}\nL'autorisation vaut pour une durée de {image.duree}, "
            "sur le territoire suivant : {image.territoire}. Elle est donnée à titre gratuit.",
        ),
        (
            "protection",
            "Respect de la personne",
            "La Structure ne diffuse aucune image qui porterait atteinte à la dignité, à la vie privée ou à la "
            "réputation de la personne ; elle n'indique son nom qu'avec son accord. Elle ne modifie pas l'image au "
            "point d'en changer le sens et ne la cède pas à un tiers, hors partenaires du projet pour les mêmes "
            "supports.",
        ),
        (
            "retrait",
            "Refus et retrait",
            "Le refus est sans effet sur l'accueil. L'autorisation peut être retirée à tout moment, sans motif, en "
            "écrivant à {p1.referent} ; la Structure cesse alors toute nouvelle diffusion et retire les images en "
            "ligne. Les personnes peuvent introduire une réclamation auprès de {autorite_donnees}.",
        ),
    ),
)
