"""Model T1, « Partenariat simple »: no money between the parties (our own wording, word for word that of C6 for two)."""

from agreements.models_text.shape import PREAMBLE, text_model

_ARTICLES = (
    (
        PREAMBLE,
        "Préambule",
        "[chaque partie : {p.court} a pour mission {p.mission}.] Les Parties partagent le constat suivant : "
        "{constat}. Elles souhaitent y répondre ensemble, chacune depuis sa place, sans confusion de leurs missions "
        "et sans se substituer aux services publics. Ce préambule fait partie de la convention et sert à "
        "l'interpréter.",
    ),
    (
        "objet",
        "Objet",
        "La convention fixe les conditions dans lesquelles les Parties réalisent ensemble le projet « {projet} » "
        "(ci-après « le Projet ») : leurs objectifs communs, leurs engagements, leurs moyens, leur façon de décider et "
        "d'évaluer.",
    ),
    (
        "objectifs",
        "Objectifs communs",
        "Les Parties poursuivent les objectifs suivants :\n- {objectifs}\nLes modalités pratiques peuvent évoluer au "
        "fil de l'expérience ; les objectifs ne changent que par accord écrit.",
    ),
    (
        "publics",
        "Publics et territoire",
        "Le Projet s'adresse aux publics suivants : {publics}, sur le territoire de {territoire}. L'accueil est "
        "ouvert à toutes et à tous, dans le respect de la dignité, de la liberté de conscience et de l'égalité de "
        "traitement.",
    ),
    ("engagements", "Engagements de {p.court}", "{p.court} s'engage à :\n- {p.engagements}", "each_party"),
    (
        "reciproques",
        "Engagements réciproques",
        "Les Parties agissent de bonne foi, s'informent sans attendre de tout fait qui pourrait gêner le Projet et "
        "respectent leurs calendriers et procédures internes. Chacune reste employeuse de son personnel, responsable "
        "de ses bénévoles et maîtresse de son organisation. La convention ne crée entre elles ni société, ni mandat, "
        "ni lien de subordination, ni solidarité.",
    ),
    (
        "moyens",
        "Moyens",
        "Le partenariat ne donne lieu à aucun versement entre les Parties. Chacune supporte les dépenses qu'elle "
        "engage. [si annexe moyens : Les apports en nature (temps, locaux, matériel, compétences) sont décrits en "
        "annexe {annexe:moyens}, avec leur valeur estimée lorsque les Parties le souhaitent ou que la loi l'exige. "
        "]Tout apport financier ultérieur fait l'objet d'un acte distinct.",
    ),
    (
        "referents",
        "Personnes référentes et instance commune",
        "Sont référentes : [chaque partie : pour {p.court}, {p.referent}]. En cas de changement, [si deux : l'autre "
        "Partie en est avisée][si plusieurs : les autres Parties en sont avisées] par écrit. Les Parties se "
        "réunissent {frequence} au sein de {instance} ; un relevé de décisions est rédigé et partagé sous quinze "
        "jours. [si habitants : Des habitantes et habitants y prennent part.]",
    ),
    (
        "fiches",
        "Fiches action",
        "Chaque action commune est décrite dans une fiche action jointe en annexe {annexe:fiches} : public, étapes, "
        "rôle de chacune des Parties, moyens, calendrier, indicateurs. Les fiches peuvent être ajoutées ou mises à "
        "jour par accord écrit des personnes référentes, sans modifier la convention, tant qu'elles n'en changent ni "
        "l'objet ni l'équilibre.",
        "optional",
    ),
    (
        "evaluation",
        "Suivi et évaluation",
        "Les Parties suivent les indicateurs suivants : {indicateurs}. Elles établissent ensemble un bilan "
        "intermédiaire {date_bilan_intermediaire} et un bilan final. Les bilans portent sur les résultats et sur la "
        "qualité du travail en commun ; ils peuvent conduire à ajuster le Projet.",
    ),
    (
        "communication",
        "Communication et image",
        "Chaque Partie cite [si deux : l'autre et utilise son logo][si plusieurs : les autres et utilise leurs "
        "logos] dans les supports relatifs au Projet, après accord sur le premier modèle. Aucune photographie ni "
        "aucun enregistrement permettant de reconnaître une personne n'est diffusé sans son accord écrit, précisant "
        "l'usage, les supports, la durée et la possibilité de retrait ; pour une personne mineure, l'accord des "
        "titulaires de l'autorité parentale est recueilli et son avis est demandé. Le refus est sans effet sur "
        "l'accueil.",
        "optional",
    ),
    (
        "donnees",
        "Données personnelles",
        "[si option A : Chaque Partie traite, pour ses propres besoins et sous sa seule responsabilité, les "
        "coordonnées professionnelles des personnes référentes et les données qu'elle recueille ; aucune donnée "
        "relative aux habitantes et habitants n'est transmise à l'autre sous une forme nominative.]\n"
        "[si option B : Les Parties déterminent ensemble les finalités et les moyens du traitement décrit en annexe "
        "{annexe:donnees} et en sont responsables conjointes au sens de l'article 26 du RGPD ; l'annexe répartit leurs "
        "obligations et désigne un point de contact.]\n"
        "[si option C : {sous_traitant} agit pour le compte et sur instruction de {responsable}, dans les conditions "
        "de l'article 28 du RGPD décrites en annexe {annexe:donnees}.]\n"
        "Dans tous les cas, toute violation de données est signalée à {autres} dans les vingt-quatre heures.",
    ),
    (
        "discretion",
        "Discrétion et secret",
        "Les personnes participant au Projet, professionnelles ou bénévoles, sont tenues à la discrétion sur ce "
        "qu'elles apprennent de la vie des habitantes et habitants. La convention n'étend ni ne lève le secret "
        "professionnel. [si partage : Lorsque la loi permet un échange ou un partage d'informations, il est limité au "
        "strict nécessaire, dans la mission de chacune des personnes concernées, après information de l'intéressé·e "
        "et, lorsqu'il est requis, avec son consentement ; les règles applicables sont rappelées en annexe "
        "{annexe:discretion}.]",
    ),
    (
        "assurances",
        "Assurances et responsabilité",
        "Chaque Partie est assurée en responsabilité civile pour ses activités, ses locaux, ses véhicules et les "
        "personnes qu'elle emploie ou accueille, et en justifie à la demande de [si deux : l'autre][si plusieurs : "
        "l'une des autres]. Chacune répond des dommages causés par son fait ou par les personnes dont elle a la "
        "charge.",
    ),
    (
        "duree",
        "Durée",
        "La convention prend effet le {date_effet} pour une durée de {duree}. Elle ne se renouvelle pas tacitement : "
        "trois mois avant le terme, les Parties examinent le bilan et décident, par écrit, de la renouveler, de la "
        "modifier ou d'y mettre fin.",
    ),
    (
        "modification",
        "Modification",
        "[si article fiches : Sous réserve de l'article {article:fiches}, ]toute modification fait l'objet d'un "
        "avenant écrit, signé dans les mêmes formes que la convention.",
    ),
    (
        "fin",
        "Fin anticipée",
        "{numero}.1 Chaque Partie peut mettre fin à la convention, sans indemnité, en prévenant [si deux : "
        "l'autre][si plusieurs : les autres] par lettre recommandée avec avis de réception au moins {preavis} à "
        "l'avance ; les actions annoncées au public sont menées à leur terme ou reportées.\n{numero}.2 En cas de "
        "manquement aux engagements "
        "{des_articles:engagements,reciproques,moyens,communication,donnees,discretion,assurances}, la Partie qui "
        "s'en plaint met [si deux : l'autre][si plusieurs : celle qui y manque] en demeure d'y remédier dans un "
        "délai de {delai_mise_en_demeure}, en visant le présent article ; à défaut, la convention est résolue de "
        "plein droit.\n{numero}.3 La force majeure suspend les engagements empêchés ; si elle se prolonge au-delà de "
        "trois mois, chaque Partie peut mettre fin à la convention.",
    ),
    (
        "differends",
        "Différends",
        "Les Parties recherchent d'abord une solution amiable, en réunissant les personnes habilitées à les engager, "
        "puis, si elles en conviennent, par une médiation. À défaut d'accord dans un délai de deux mois, le litige est "
        "porté devant {juridiction}.",
    ),
    ("annexes", "Annexes", "{annexes}. En cas de contradiction, la convention l'emporte sur ses annexes."),
    (
        "exemplaires",
        "Exemplaires et signatures",
        "La convention est établie en {nb_originaux} exemplaires originaux, dont un remis à chaque Partie[si "
        "électronique :  ou signée par un procédé électronique fiable, chaque Partie en recevant un exemplaire sur "
        "support durable].",
    ),
)

MODEL = text_model(
    code="T1",
    name="Partenariat simple",
    purpose="Vous menez un projet ensemble, sans argent entre vous.",
    title="Convention de partenariat – {projet}",
    party="{rang}° {denomination}, {forme}, dont le siège est situé {siege}, {identifiant}, représentée par "
    "{signataire}, {qualite}, ayant reçu pouvoir à cet effet par {habilitation}, ci-après « {court} »",
    party_last=" ; désignées ensemble « les Parties »",
    annexes=(
        ("fiches", "Fiches action"),
        ("moyens", "Apports en nature"),
        ("donnees", "Données personnelles"),
        ("discretion", "Discrétion et partage d'informations"),
        ("personnel", "Personnel mis à disposition"),
        ("image", "Autorisation d'image"),
        ("raci", "Répartition des rôles"),
        ("frise", "Frise des partenariats"),
    ),
    articles=_ARTICLES,
)
