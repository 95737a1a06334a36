"""Model T4, « Convention-cadre multipartenariale »: three parties or more around one project (articles of C5)."""

from agreements.models_text.shape import MAX_PARTIES, PREAMBLE, text_model

_ARTICLES = (
    (
        PREAMBLE,
        "Préambule",
        "[chaque partie : {p.court} a pour mission {p.mission}.] Les Parties partagent le constat suivant : {constat}. "
        "Elles souhaitent y répondre ensemble, chacune depuis sa place, sans confusion de leurs missions et sans se "
        "substituer aux services publics. Ce préambule fait partie de la convention et sert à l'interpréter.",
    ),
    (
        "objet",
        "Objet et valeurs",
        "La convention fixe le cadre dans lequel les Parties conduisent le projet « {projet} » (ci-après « le Projet "
        "»), pour {publics}, sur le territoire de {territoire}. Elles poursuivent les objectifs suivants :\n- "
        "{objectifs}\nLes Parties se reconnaissent dans les valeurs de dignité, de liberté de conscience, d'égalité "
        "de traitement et de coopération[si charte : , énoncées dans la charte jointe en annexe {annexe:charte}].",
    ),
    (
        "entree",
        "Entrée d'un partenaire",
        "Toute organisation qui partage cet objet peut rejoindre la convention. Elle adresse une lettre d'adhésion "
        "signée par une personne habilitée, qui indique son niveau d'implication, ses engagements et sa personne "
        "référente. Son entrée prend effet à l'accord du comité de pilotage, noté au relevé de décisions ; elle "
        "n'appelle pas d'avenant et est portée sans délai à la connaissance de toutes les Parties.",
    ),
    (
        "niveaux",
        "Niveaux d'implication et droits de chacune",
        "Chaque Partie choisit son niveau d'implication et peut en changer par écrit :\n"
        "- co-porteuse : elle décide du Projet avec les autres co-porteuses et prend part à chaque vote ;\n"
        "- alliée : elle réalise une part du Projet, siège au comité de pilotage et donne son avis sur ce qu'elle "
        "réalise ;\n"
        "- contributrice : elle apporte un moyen ou une compétence pour une action, et est consultée sur celle-ci ;\n"
        "- informée : elle reçoit les relevés de décisions et les bilans.\n"
        "Ces niveaux n'établissent entre les Parties ni hiérarchie, ni classement. Les engagements propres à chacune "
        "sont énoncés en annexe {annexe:engagements}[si annexe raci :  ; la répartition des rôles par activité, en "
        "annexe {annexe:raci}].",
    ),
    (
        "copil",
        "Comité de pilotage",
        "Les Parties se réunissent {frequence} au sein de {instance}, qui fixe les orientations, valide les fiches "
        "action, suit les indicateurs et prépare les bilans. Chaque co-porteuse y dispose d'une voix. Le comité "
        "délibère valablement avec {quorum} ; les décisions sont prises par consentement et, à défaut, à la majorité "
        "des voix des co-porteuses présentes ou représentées. Un relevé de décisions est rédigé et partagé sous "
        "quinze jours. Le comité ne se substitue pas aux organes de décision des Parties.",
    ),
    (
        "cotech",
        "Comité technique",
        "Les personnes référentes forment un comité technique, qui prépare les travaux du comité de pilotage et met "
        "ses décisions en œuvre. Sont référentes : [chaque partie : pour {p.court}, {p.referent}]. Tout changement "
        "est notifié par écrit aux autres Parties.",
    ),
    (
        "porteur",
        "Structure porteuse : rôle et limites",
        "{porteur} est la structure porteuse. Elle convoque les instances, tient à jour les documents communs, rend "
        "compte de l'avancement et des dépenses communes dont elle a la charge. Elle n'a pas mandat d'engager les "
        "autres Parties, ni de parler en leur nom sans leur accord écrit.",
    ),
    (
        "fiches",
        "Fiches action",
        "Chaque action commune est décrite dans une fiche action, qui vaut convention d'application entre les Parties "
        "qui la signent : public, étapes, rôle de chacune, moyens, calendrier, indicateurs, personne responsable. "
        "[si annexe fiches : Les premières fiches sont jointes en annexe {annexe:fiches}. ]Une fiche n'engage que les "
        "Parties qui y sont nommées et l'ont acceptée par écrit.",
    ),
    (
        "moyens",
        "Moyens",
        "Chaque Partie supporte les dépenses qu'elle engage. [si annexe moyens : Les apports en nature (temps, "
        "locaux, matériel, compétences) sont décrits en annexe {annexe:moyens}. ][si annexe budget : Le budget "
        "prévisionnel commun figure en annexe {annexe:budget}, sans obliger une Partie à payer pour une autre. ]La "
        "convention ne crée entre les "
        "Parties ni société, ni mandat, ni lien de subordination, ni solidarité. Aucune somme n'est versée ni "
        "reversée par une Partie à une autre sans un acte distinct qui en fixe le montant, l'usage, les "
        "justificatifs et le contrôle. Chaque Partie est assurée en responsabilité civile pour ses activités, en "
        "justifie à la demande d'une autre et répond des dommages causés par son fait ou par les personnes dont elle "
        "a la charge.",
    ),
    (
        "habitants",
        "Participation des habitantes et habitants",
        "Les habitantes et habitants prennent part à la conception, au suivi et à l'évaluation du Projet. [si "
        "habitants : Elles et ils siègent au comité de pilotage. ]Les Parties choisissent des lieux, des horaires et "
        "des formes de réunion qui le permettent, prennent en charge les frais nécessaires et font connaître les "
        "suites données à leurs propositions.",
    ),
    (
        "discretion",
        "Partage d'informations et secret",
        "Les informations échangées entre les Parties sont anonymes par défaut. Les personnes participant au Projet, "
        "professionnelles ou bénévoles, sont tenues à la discrétion sur ce qu'elles apprennent de la vie des "
        "habitantes et habitants. La convention n'étend ni ne lève le secret professionnel. [si partage : Lorsque la "
        "loi permet un échange ou un partage d'informations nominatives, il est limité au strict nécessaire, dans la "
        "mission de chacune des personnes concernées, après information de l'intéressé·e et, lorsqu'il est requis, "
        "avec son consentement ; le protocole qui en fixe les règles est joint en annexe {annexe:discretion}.]",
    ),
    (
        "donnees",
        "Données personnelles",
        "[si option A : Chaque Partie traite, pour ses propres besoins et sous sa seule responsabilité, les "
        "coordonnées professionnelles des personnes référentes et les données qu'elle recueille ; aucune donnée "
        "relative aux habitantes et habitants n'est transmise aux autres sous une forme nominative.]\n[si option B : "
        "Les Parties qui utilisent un outil commun déterminent ensemble les finalités et les moyens du traitement "
        "décrit en annexe {annexe:donnees} et en sont responsables conjointes au sens de l'article 26 du RGPD ; "
        "l'annexe répartit leurs obligations et désigne un point de contact.]\n[si option C : {sous_traitant} agit "
        "pour le compte et sur instruction des autres Parties, dans les conditions de l'article 28 du RGPD décrites "
        "en annexe {annexe:donnees}.]\nDans tous les cas, toute violation de données est signalée aux autres Parties "
        "concernées dans les vingt-quatre heures.",
    ),
    (
        "communication",
        "Communication commune",
        "Les supports relatifs au Projet citent toutes les Parties, dans un ordre qui n'exprime aucun rang, après "
        "accord sur le premier modèle. Chaque Partie peut demander que son nom ou son logo n'y figure pas. Aucune "
        "photographie ni aucun enregistrement permettant de reconnaître une personne n'est diffusé sans son accord "
        "écrit, précisant l'usage, les supports, la durée et la possibilité de retrait ; pour une personne mineure, "
        "l'accord des titulaires de l'autorité parentale est recueilli et son avis est demandé. Le refus est sans "
        "effet sur l'accueil.",
        "optional",
    ),
    (
        "evaluation",
        "Évaluation",
        "Les Parties suivent les indicateurs suivants : {indicateurs}. Elles établissent ensemble un bilan "
        "intermédiaire {date_bilan_intermediaire} et un bilan final. Chacune apprécie en outre, sans classement, six "
        "thèmes du travail en commun : le sens partagé, la place de chacune, la façon de décider, la circulation de "
        "l'information, les moyens, la place des habitantes et habitants. Les bilans peuvent conduire à ajuster le "
        "Projet.",
    ),
    (
        "duree",
        "Durée",
        "La convention prend effet le {date_effet} pour une durée de {duree}. Elle ne se renouvelle pas tacitement : "
        "trois mois avant le terme, les Parties examinent le bilan et décident, par écrit, de la renouveler, de la "
        "modifier ou d'y mettre fin.",
    ),
    (
        "retrait",
        "Retrait d'une Partie",
        "Chaque Partie peut se retirer, sans indemnité, en prévenant toutes les autres par lettre recommandée avec "
        "avis de réception au moins {preavis} à l'avance ; elle mène à leur terme, ou transmet, les actions "
        "annoncées au public. La convention continue entre les autres Parties tant qu'elles sont au moins deux.",
    ),
    (
        "fin",
        "Exclusion",
        "En cas de manquement aux engagements {des_articles:niveaux,moyens,discretion,donnees,communication}, toute "
        "Partie peut mettre celle qui y manque en demeure d'y remédier dans un délai de {delai_mise_en_demeure}, en "
        "visant le présent article. À défaut, et après l'avoir invitée à présenter ses observations, les autres "
        "co-porteuses peuvent, à l'unanimité, mettre fin à sa participation par une décision écrite et motivée. La "
        "force majeure suspend les engagements empêchés.",
    ),
    (
        "modification",
        "Modification",
        "La convention est modifiée par avenant écrit. Un avenant qui change l'objet, la durée ou les engagements "
        "d'une Partie requiert l'accord écrit de chacune des Parties. Les autres modifications sont adoptées par "
        "{majorite} ; toute Partie qui n'y consent pas peut se retirer sans préavis.",
    ),
    (
        "differends",
        "Différends",
        "Les Parties recherchent d'abord une solution amiable au sein du comité de pilotage, puis, si elles en "
        "conviennent, par une médiation. À défaut d'accord dans un délai de deux mois, le litige est porté devant "
        "{juridiction}.",
    ),
    (
        "exemplaires",
        "Exemplaires et signatures",
        "[si des annexes : Sont annexées à la convention : {annexes}. En cas de contradiction, la convention "
        "l'emporte sur ses annexes.]\nLa convention est établie en {nb_originaux} exemplaires originaux, dont un "
        "remis à chaque Partie[si électronique :  ou signée par un procédé électronique fiable, chaque Partie en "
        "recevant un exemplaire sur support durable].",
    ),
)

MODEL = text_model(
    code="T4",
    name="Convention-cadre multipartenariale",
    purpose="Trois organisations ou plus posent le cadre commun d'un projet ; les fiches action l'appliquent.",
    title="Convention-cadre de partenariat – {projet}",
    party="{rang}° {denomination}, {forme}, dont le siège est situé {siege}, {identifiants}, représentée par "
    "{signataire}, {qualite}, ayant reçu pouvoir à cet effet par {habilitation}, ci-après « {court} »",
    party_last=" ; désignées ensemble « les Parties »",
    parties_min=3,
    parties_max=MAX_PARTIES,
    annexes=(
        ("charte", "Charte"),
        ("engagements", "Engagements de chaque Partie"),
        ("raci", "Répartition des rôles"),
        ("fiches", "Fiches action"),
        ("moyens", "Apports en nature"),
        ("budget", "Budget et échéancier"),
        ("discretion", "Protocole de partage d'informations"),
        ("donnees", "Données personnelles"),
        ("personnel", "Personnel mis à disposition"),
        ("image", "Autorisation d'image"),
        ("frise", "Frise des partenariats"),
    ),
    articles=_ARTICLES,
)
