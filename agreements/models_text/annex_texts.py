"""The words of the annexes that are the same in every agreement."""

from agreements.typography import french

# The seven commitments, in our words (décret n° 2021-1947 du 31 décembre 2021, annexe).
_COMMITMENTS = (
    (
        "Respect des lois",
        "l'association et ses membres agissent dans le cadre des lois de la République, sans violence ni appel à "
        "enfreindre la loi ; nul n'invoque ses convictions pour s'affranchir des règles communes.",
    ),
    (
        "Liberté de conscience",
        "l'association respecte et protège les convictions de chacune et de chacun, membres et bénéficiaires ; elle ne "
        "cherche pas à convaincre de façon abusive.",
    ),
    (
        "Liberté des membres",
        "chacune et chacun peut quitter l'association ; nul n'en est exclu de façon arbitraire.",
    ),
    (
        "Égalité et non-discrimination",
        "l'association traite également toutes les personnes, ouvre ses activités sans différence que la loi "
        "interdit et prend les mesures utiles contre toute violence sexuelle ou sexiste.",
    ),
    (
        "Fraternité et prévention de la violence",
        "l'association agit dans un esprit de fraternité ; elle ne provoque ni à la haine, ni à la violence, et ne les "
        "cautionne pas.",
    ),
    (
        "Respect de la dignité",
        "l'association n'entreprend, ne soutient et ne cautionne rien qui porte atteinte à la dignité des personnes "
        "; elle veille aux plus vulnérables et ne met en danger ni leur santé, ni leur développement.",
    ),
    (
        "Respect des symboles de la République",
        "l'association respecte le drapeau, l'hymne et la devise.",
    ),
)

REPUBLICAN_COMMITMENTS = tuple(french(f"{name} : {text}") for name, text in _COMMITMENTS)
REPUBLICAN_SIGNED = french(
    "L'Association déclare avoir souscrit le contrat d'engagement républicain{when}. Elle en informe ses membres par "
    "tout moyen, notamment par affichage ou en ligne."
)
KIND = french(
    "Conditions d'usage : l'Association se sert de ces moyens pour le seul Projet, en prend soin, les assure "
    "et les rend au terme. Leur valeur est portée dans ses comptes au titre des contributions volontaires en "
    "nature."
)
METHOD = french(
    "Les indicateurs sont relevés par l'Association, avec leur période et leur source, et remis avec le bilan "
    "annuel. Un passage n'est pas une personne : l'un et l'autre sont comptés à part. L'évaluation qualitative "
    "recueille la parole des habitantes et habitants, sans identifier personne, et apprécie le partenariat."
)
REPUBLICAN = french(
    "Présentation, dans nos mots, des sept engagements du contrat d'engagement républicain des associations et "
    "fondations. Le texte qui fait foi est annexé au décret n° 2021-1947 du 31 décembre 2021, pris pour "
    "l'application de l'article 10-1 de la loi n° 2000-321 du 12 avril 2000."
)
STAFF = french(
    "La mise à disposition est faite sans but lucratif : seuls sont refacturés les salaires, les charges "
    "sociales et les frais professionnels. La personne y a consenti ; son contrat de travail n'est ni rompu "
    "ni suspendu. Elle retrouve au terme son poste ou un poste équivalent, et n'est pas sanctionnée pour "
    "avoir refusé."
)
