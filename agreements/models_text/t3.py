"""Model T3, « Mise à disposition de locaux et de matériel »: one lends, the other uses (articles of the method, C5).

Law: loan for use (C. civ. 1875 to 1891), premises of a commune (CGCT L2144-3), public domain (CG3P L2122-1 to L2122-3,
L2125-1). Its first party lends, the second uses.
"""

from agreements.models_text.shape import PREAMBLE, text_model

_ARTICLES = (
    (
        PREAMBLE,
        "Préambule",
        "La Partie bénéficiaire réalise le projet « {projet} », qui répond au constat suivant : {constat}. La Partie "
        "prêteuse dispose d'un lieu ou de matériel qui rend ce projet possible et souhaite le soutenir par leur mise à "
        "disposition.",
    ),
    (
        "objet",
        "Objet",
        "La Partie prêteuse met à la disposition de la Partie bénéficiaire, qui l'accepte, le lieu et le matériel "
        "désignés ci-après, pour le projet « {projet} » (ci-après « le Projet »). La convention ne vaut pas bail ; "
        "elle ne donne à la Partie bénéficiaire ni droit au maintien dans les lieux, ni propriété commerciale.",
    ),
    (
        "designation",
        "Désignation",
        "Le lieu mis à disposition est : {lieu_designe}.\n"
        "[si domaine public : Il appartient au domaine public. La convention vaut titre d'occupation au sens des "
        "articles L. 2122-1 à L. 2122-3 du code général de la propriété des personnes publiques.]\n"
        "[si domaine privé : Il appartient au domaine privé de la Partie prêteuse. La mise à disposition est régie par "
        "le code civil et par la convention.]\n"
        "[si propriété privée : La Partie prêteuse déclare en avoir la libre disposition et, si elle est locataire, "
        "avoir obtenu l'accord écrit du bailleur.]\n"
        "[si matériel : Le matériel mis à disposition comprend :]\n[si matériel : - {materiel}]\n"
        "Le plan du lieu et l'inventaire sont joints en annexe {annexe:etat}.",
    ),
    (
        "destination",
        "Destination",
        "Le lieu et le matériel servent exclusivement à l'usage suivant : {usage}. Tout autre usage demande l'accord "
        "écrit préalable de la Partie prêteuse. Les activités sont ouvertes aux publics suivants : {publics}, dans "
        "le respect de la dignité, de la liberté de conscience et de l'égalité de traitement.",
    ),
    (
        "creneaux",
        "Créneaux et planning",
        "Le lieu est mis à disposition aux créneaux suivants :\n- {creneaux}\nUn planning est arrêté d'un commun "
        "accord entre les personnes référentes : [chaque partie : pour {p.court}, {p.referent}]. La Partie qui doit "
        "renoncer à un créneau en avise l'autre au moins sept jours à l'avance, sauf urgence.",
    ),
    (
        "duree",
        "Durée et caractère précaire",
        "La mise à disposition prend effet le {date_effet} pour une durée de {duree}. Elle ne se renouvelle pas "
        "tacitement : au terme, le lieu et le matériel sont rendus, sauf accord écrit nouveau.\n"
        "[si domaine public : L'autorisation d'occuper le domaine public est personnelle, temporaire, précaire et "
        "révocable ; elle ne confère aucun droit réel.]",
    ),
    (
        "redevance",
        "Gratuité ou redevance",
        "[si gratuit : La mise à disposition est consentie à titre gratuit.]\n"
        "[si gratuit public : Cette gratuité est accordée à une association à but non lucratif qui concourt à la "
        "satisfaction d'un intérêt général, comme le permet l'article L. 2125-1 du code général de la propriété des "
        "personnes publiques.]\n"
        "[si gratuit privé : Elle constitue un prêt à usage au sens des articles 1875 et suivants du code civil.]\n"
        "[si redevance : La Partie bénéficiaire verse une redevance de {redevance}, due {echeance_redevance}.]\n"
        "[si redevance inconnue : Gratuité ou redevance : {redevance}.]",
    ),
    (
        "valorisation",
        "Valorisation annuelle",
        "La mise à disposition est estimée à {valeur_annuelle}. [si prêteur public : L'avantage "
        "consenti constitue une subvention en nature. ]La Partie bénéficiaire fait figurer cette valeur dans ses "
        "comptes, au titre des contributions volontaires en nature.",
    ),
    (
        "etat",
        "État des lieux et inventaire",
        "Un état des lieux et un inventaire contradictoires sont établis à l'entrée et à la sortie ; ils sont joints "
        "en annexe {annexe:etat}. La Partie bénéficiaire rend le lieu et le matériel dans l'état où elle les a "
        "reçus, compte tenu de l'usure normale. Elle ne répond pas de leur vétusté.",
    ),
    (
        "entretien",
        "Entretien, fluides et clés",
        "La Partie bénéficiaire veille à la garde et à la conservation du lieu et du matériel.\n"
        "Elle les laisse propres et rangés après chaque usage.\n"
        "Elle signale sans attendre toute panne, tout dommage et toute disparition.\n"
        "La Partie prêteuse supporte les dépenses d'eau, d'énergie et d'entretien courant, sauf accord écrit "
        "différent ; elle conserve à sa charge les grosses réparations.\n"
        "[si clés : Sont remis contre reçu : {cles}. Leur reproduction est interdite ; ils sont rendus au terme.]",
    ),
    (
        "securite",
        "Sécurité et capacité",
        "La Partie prêteuse garantit que le lieu satisfait aux règles de sécurité et d'accessibilité applicables aux "
        "établissements recevant du public lorsqu'il en relève ; elle remet les consignes de sécurité.\n"
        "L'effectif accueilli ne dépasse pas {capacite}.\n"
        "Avant la première utilisation, la Partie bénéficiaire reconnaît les lieux avec la Partie prêteuse, prend "
        "connaissance des consignes, des moyens d'extinction et des issues de secours, et laisse celles-ci libres.",
    ),
    (
        "travaux",
        "Travaux",
        "La Partie bénéficiaire n'effectue ni travaux, ni aménagement fixe, ni changement de serrure sans l'accord "
        "écrit préalable de la Partie prêteuse. Les aménagements autorisés restent, au terme, acquis à la Partie "
        "prêteuse sans indemnité ou sont enlevés à sa demande.",
    ),
    (
        "cession",
        "Interdiction de céder",
        "La mise à disposition est consentie en considération de la Partie bénéficiaire. Celle-ci ne peut ni la céder, "
        "ni sous-louer, ni prêter à son tour le lieu ou le matériel, même gratuitement.",
    ),
    (
        "assurances",
        "Assurances",
        "La Partie bénéficiaire a souscrit auprès de {assureur} la police n° {police}, qui garantit sa "
        "responsabilité civile et les dommages causés au lieu et au matériel ; elle remet l'attestation avant "
        "l'entrée dans les lieux, puis chaque année. La Partie prêteuse assure le bâtiment et sa propre "
        "responsabilité.",
    ),
    (
        "responsabilite",
        "Responsabilité",
        "La Partie bénéficiaire répond des dommages causés par son fait, par les personnes qu'elle emploie ou "
        "accueille et par les objets dont elle a la garde. La Partie prêteuse répond des dommages dus à l'état du "
        "lieu ou du matériel ; elle signale les défauts qu'elle connaît. Chacune est dégagée de ses obligations "
        "empêchées par la force majeure.",
    ),
    (
        "fin",
        "Résiliation",
        "{numero}.1 Chaque Partie peut mettre fin à la convention, sans indemnité, en prévenant l'autre par lettre "
        "recommandée avec avis de réception au moins {preavis} à l'avance.\n{numero}.2 En cas de manquement aux "
        "engagements {des_articles:destination,creneaux,redevance,entretien,securite,travaux,cession,assurances}, la "
        "Partie qui s'en plaint met l'autre en demeure d'y remédier dans un délai de {delai_mise_en_demeure}, en "
        "visant le présent article ; à défaut, la convention est résolue de plein droit.\n[si prêteur public : "
        "{numero}.3 La Partie prêteuse peut mettre fin à la convention à tout moment pour un motif d'intérêt "
        "général, par décision motivée ; sauf urgence, elle respecte un préavis de {preavis_ig} et recherche avec la "
        "Partie bénéficiaire une solution de remplacement.]\n[si prêteur privé : {numero}.3 Si la mise à "
        "disposition est gratuite et que la Partie prêteuse a, avant le terme, un besoin pressant et imprévu du "
        "lieu ou du matériel, la convention prend fin dans les "
        "conditions de l'article 1889 du code civil.]",
    ),
    (
        "differends",
        "Litiges",
        "Les Parties recherchent d'abord une solution amiable, puis, si elles en conviennent, une médiation. À défaut "
        "d'accord dans un délai de deux mois, le litige est porté devant {juridiction}.",
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
    code="T3",
    name="Mise à disposition de locaux et de matériel",
    purpose="L'une des parties prête un lieu, un véhicule ou du matériel ; l'autre s'en sert pour le projet.",
    title="Convention de mise à disposition de locaux et de matériel – {projet}",
    visas="[si commune : Vu le code général des collectivités territoriales, notamment son article L. 2144-3 ;]\n"
    "[si domaine public : Vu le code général de la propriété des personnes publiques, notamment ses articles L. 2122-1 "
    "à L. 2122-3 et L. 2125-1 ;]\n"
    "[si délibération : Vu la délibération n° {deliberation.numero} du {organe} en date du {deliberation.date}, rendue "
    "exécutoire le {deliberation.executoire_le} ;]",
    party="{rang}° {denomination}, {forme}, dont le siège est situé {siege}, {identifiants}, représentée par "
    "{signataire}, {qualite}, ayant reçu pouvoir à cet effet par {habilitation}, ci-après « {role} »",
    party_last=" ; désignées ensemble « les Parties »",
    roles=("la Partie prêteuse", "la Partie bénéficiaire"),
    lender_first=True,
    parties_max=2,
    annexes=(
        ("etat", "Plan, état des lieux et inventaire"),
        ("moyens", "Apports en nature"),
        ("personnel", "Personnel mis à disposition"),
        ("fiches", "Fiches action"),
        ("donnees", "Données personnelles"),
        ("discretion", "Discrétion et partage d'informations"),
        ("image", "Autorisation d'image"),
        ("raci", "Répartition des rôles"),
        ("frise", "Frise des partenariats"),
    ),
    articles=_ARTICLES,
)
