"""The small vocabularies of the file: a French word for each code of the models.

A file may bring its own words for some of them (`listes`); meaning always comes from the code.
"""

from dataclasses import dataclass, field

from accounts.models import Role
from agreements.models import (
    AgreementStatus,
    Amends,
    AnswerKind,
    AnswerWay,
    ApproverKind,
    DataOption,
    Decision,
    IndicatorKind,
    PremisesDomain,
    Renewal,
    SheetFramework,
    SheetStatus,
    SignatureState,
    TemplateCode,
    TurnKind,
)
from partnerships.models import (
    ActorFamily,
    CellLetters,
    Certainty,
    Channel,
    Commitment,
    FactKind,
    FactStatus,
    Formalisation,
    LinkIntensity,
    LinkNature,
    LogKind,
    Mood,
    ObstacleCategory,
    PartnerKind,
    Provenance,
    ReviewKind,
    SaidBy,
    SituationRole,
    Voice,
)
from projects.models import ActivityStatus, CommitteeKind, InvolvementCode, PhaseMoment, RaciVariant, Stage
from territories.models import Country, TerritoryKind, Zoning
from workshops.models import Script


@dataclass(frozen=True)
class Vocabulary:
    """`words`: {word of the file: value of the model}. `codes`: {code of `listes`: value of the model}.

    `section` names the list under `listes` in which a file may give its own words.
    """

    name: str
    choices: type
    words: dict = field(default_factory=dict)
    codes: dict = field(default_factory=dict)
    section: str = ""

    @property
    def accepted(self):
        """Return {what a file may write without a list of its own: value of the model}."""
        return {**self.words, **self.codes}

    def word(self, value):
        """Return our own French word for a value of the model."""
        return next(word for word, known in self.words.items() if known == value)

    def label(self, value):
        return str(self.choices(value).label)

    def code(self, value):
        return next(code for code, known in self.codes.items() if known == value)


def _vocabulary(choices, words="", section="", name=""):
    """Return the vocabulary of a TextChoices; `words` pairs French words with its values, in its order."""
    french = words.split() if words else list(choices.values)
    assert len(french) == len(choices.values), choices
    return Vocabulary(
        name or choices.__name__,
        choices,
        dict(zip(french, choices.values, strict=True)),
        {value: value for value in choices.values},
        section,
    )


STAGES = _vocabulary(
    Stage,
    "repere idee elaboration negociation fiches_action realisation evaluation en_sommeil termine",
    "etapes",
)
LINK_NATURES = _vocabulary(LinkNature, "reseau cooperation partenariat", "natures_lien")
LINK_INTENSITIES = Vocabulary(
    "LinkIntensity",
    LinkIntensity,
    {value: value for value in LinkIntensity.values},
    {"networking": 1, "coordination": 2, "cooperation": 3, "collaboration": 4},
    "intensites",
)
COMMITMENTS = _vocabulary(
    Commitment, "s_y_oppose sans_engagement laisse_faire aide_a_faire fait_advenir", "engagements"
)
FORMALISATIONS = _vocabulary(
    Formalisation,
    "aucune oral lettre_intention charte protocole convention convention_cadre cpo mise_a_disposition avenant",
    "formalisations",
)
PARTNER_KINDS = _vocabulary(
    PartnerKind,
    "commune secretariat_mairie epci departement region etat ccas caf carsat msa cpam ars mdph france_services emploi"
    " association centre_social fondation tete_de_reseau medico_social sante pharmacie hopital ecole petite_enfance"
    " mediatheque bailleur entreprise commerce exploitation_agricole presse_locale gendarmerie_pompiers poste"
    " habitant_relais collectif_habitants elu autre",
    "types",
)
CHANNELS = _vocabulary(Channel, "courriel telephone autre_telephone autre_moyen")
TERRITORY_KINDS = _vocabulary(TerritoryKind)
ZONINGS = _vocabulary(Zoning)
COUNTRIES = _vocabulary(Country)
LEVEL_CODES = _vocabulary(InvolvementCode, "co_porteur allie contributeur information")
PHASE_MOMENTS = _vocabulary(PhaseMoment)
ROLES = _vocabulary(Role, "administration edition animation lecture_et_atelier")
CERTAINTIES = _vocabulary(Certainty, "sur probable espere")
PROVENANCES = _vocabulary(Provenance, "suppose declare convenu")
VOICES = _vocabulary(Voice, "equipe partenaire atelier")
ACTIVITY_STATUSES = _vocabulary(ActivityStatus, "prevue en_cours suspendue terminee abandonnee")
RACI_CELLS = Vocabulary("CellLetters", CellLetters, {value: value for value in CellLetters.values})
RACI_VARIANTS = _vocabulary(RaciVariant)
RACI_FACTS = _vocabulary(FactKind, "note refus reponse fait")
SAID_BY = _vocabulary(SaidBy, "de_vive_voix telephone courriel courrier comite lien autre")
FACT_STATUSES = _vocabulary(FactStatus, "hypothese verifie")
OBSTACLE_CATEGORIES = _vocabulary(
    ObstacleCategory,
    "financier politique temps legitimite concurrence espace_public juridique relationnel territoire utilite"
    " reconnaissance economique moyens technique",
)
SITUATION_ROLES = _vocabulary(SituationRole, "repere oriente accompagne agit")
ACTOR_FAMILIES = _vocabulary(ActorFamily, "etat collectivites associations entreprises sante_ecole_recherche habitants")
LOG_KINDS = _vocabulary(
    LogKind,
    "rendez_vous reunion visite appel courriel rencontre_terrain conseil_municipal comite signature autre",
)
MOODS = _vocabulary(Mood, "favorable prudent reserve")
TEMPLATES = _vocabulary(TemplateCode)
AGREEMENT_STATUSES = _vocabulary(
    AgreementStatus, "brouillon en_negociation prete_a_signer signee suspendue denoncee terminee"
)
APPROVERS = _vocabulary(ApproverKind, "role personne instance")
DECISIONS = _vocabulary(Decision, "en_attente valide changement_demande retiree")
SIGNATURE_STATES = _vocabulary(SignatureState, "a_signer papier electronique refusee")
DATA_OPTIONS = _vocabulary(DataOption)
PREMISES_DOMAINS = _vocabulary(PremisesDomain, "domaine_public domaine_prive propriete_privee")
AMENDS = _vocabulary(Amends, "ajoute supprime")
RENEWALS = _vocabulary(Renewal, "aucune decision tacite")
TURNS = _vocabulary(TurnKind, "reconduction suspension reprise denonciation cloture")
SHEET_FRAMEWORKS = _vocabulary(SheetFramework, "projet_social ctg cls contrat_de_ville pcs clss autre")
SHEET_STATUSES = _vocabulary(SheetStatus, "idee validee en_cours suspendue terminee")
ANSWER_KINDS = _vocabulary(AnswerKind, "accepte demande_changement")
ANSWER_WAYS = _vocabulary(AnswerWay, "lien courriel reunion telephone courrier")
INDICATOR_KINDS = _vocabulary(IndicatorKind, "realisation resultat impact processus")
REVIEW_KINDS = _vocabulary(ReviewKind, "intermediaire final annuel")
COMMITTEE_KINDS = _vocabulary(CommitteeKind, "copil cotech groupe_de_travail")
SCRIPTS = _vocabulary(Script)

# The vocabularies for which a file may bring its own words, in the order of the file.
OWN_WORDS = {
    vocabulary.section: vocabulary
    for vocabulary in (STAGES, LINK_NATURES, LINK_INTENSITIES, COMMITMENTS, FORMALISATIONS, PARTNER_KINDS)
}
