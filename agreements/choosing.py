"""Which text to write, and why: the rules by case of the method (C2), as one function on what the team answers.

Nothing here decides for the team: the choice is proposed with its reasons and their sources, any other stays open.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import TemplateCode
from agreements.typography import NBSP

# Codes of TemplateCode written out: models of text that the choice may name whether or not this server has them.
LETTER, CHARTER, ORAL = "LI", "CH", "oral"
# Euros a year, cash and kind together, from one public authority (art. 10, loi du 12 avril 2000; décret 2001-495).
WRITTEN_ABOVE = Decimal(23_000)
# Euros a year of public subsidies in all.
AUDITED_ABOVE = Decimal(153_000)


class Strength(models.TextChoices):
    """How much the partners want to write."""

    COMMITMENTS = "engagements", gettext_lazy("Des engagements précis, signés")
    INTENTION = "intention", gettext_lazy("L’intention de travailler ensemble, sans engagement ferme")
    VALUES = "valeurs", gettext_lazy("Des valeurs et des façons de faire communes")
    SPOKEN = "oral", gettext_lazy("Rien pour l’instant\u00a0: c’est dit de vive voix")
    ELSEWHERE = "ailleurs", gettext_lazy("Le texte existe déjà ailleurs")


class Money(models.TextChoices):
    NONE = "non", gettext_lazy("Non")
    SUBSIDY = "subvention", gettext_lazy("Oui, un organisme public subventionne l’un de nous")
    ORDER = "commande", gettext_lazy("Oui, un organisme public commande un service et le paie")
    PRIVATE = "prive", gettext_lazy("Oui, sans organisme public")


class Place(models.TextChoices):
    NONE = "non", gettext_lazy("Non")
    PUBLIC = "public", gettext_lazy("Oui, une salle, une place ou une école d’un organisme public")
    PRIVATE = "prive", gettext_lazy("Oui, des locaux ou du matériel d’un organisme privé")


class Lent(models.TextChoices):
    NONE = "non", gettext_lazy("Non")
    ASSOCIATION = "salarie", gettext_lazy("Oui, une personne salariée d’une association ou d’une entreprise")
    CIVIL_SERVANT = "agent", gettext_lazy("Oui, un·e agent·e d’une collectivité")


class Data(models.TextChoices):
    UNKNOWN = "", gettext_lazy("Nous ne savons pas encore")
    SEPARATE = "A", gettext_lazy("Non, chacun garde les siennes")
    JOINT = "B", gettext_lazy("Oui\u00a0: un registre, un formulaire ou un tableau commun")
    PROCESSOR = "C", gettext_lazy("L’un de nous les traite sur instruction de l’autre")


class Images(models.TextChoices):
    NONE = "non", gettext_lazy("Non")
    ADULTS = "adultes", gettext_lazy("Oui, de personnes majeures")
    MINORS = "mineurs", gettext_lazy("Oui, aussi de personnes mineures")


@dataclass(frozen=True)
class Answers:
    """What the team said. `parties` counts everybody who signs, `cash` and `kind` are euros a year or None."""

    parties: int = 2
    strength: str = Strength.COMMITMENTS
    money: str = Money.NONE
    cash: Decimal | None = None
    kind: Decimal | None = None
    all_subsidies_high: bool = False
    place: str = Place.NONE
    lent: str = Lent.NONE
    data: str = Data.UNKNOWN
    named_sharing: bool = False
    images: str = Images.NONE
    belgian: bool = False
    public_body: bool = False
    association: bool = True

    @property
    def support(self):
        """Return what a public body gives in a year, cash and kind together, in euros."""
        return (self.cash or Decimal(0)) + (self.kind or Decimal(0))


@dataclass(frozen=True)
class Said:
    """A sentence, and where it comes from."""

    text: str
    source: str = ""


@dataclass(frozen=True)
class Choice:
    """`model` is a TemplateCode or « oral ». `alerts` are what the text alone will not settle."""

    model: str
    reasons: tuple[Said, ...] = ()
    annexes: tuple[str, ...] = ()
    alerts: tuple[Said, ...] = field(default=())


def choose(answers):
    """Return the Choice for these Answers: the model proposed, why, what to join to it, what to look at besides."""
    model, reasons = _model(answers)
    if model == ORAL:
        return Choice(model, tuple(reasons), (), tuple(_spoken_alerts(answers)))
    return Choice(model, tuple(reasons), tuple(_annexes(answers, model)), tuple(_alerts(answers, model)))


def _model(answers):
    """Return (code, [Said])."""
    if answers.strength == Strength.ELSEWHERE:
        return TemplateCode.ELSEWHERE, [
            Said(
                _("Le texte existe\u00a0: Maillage en garde les parties, les dates et les échéances, sans le récrire.")
            )
        ]
    if answers.strength == Strength.SPOKEN:
        return ORAL, [
            Said(
                _("Un contrat se forme par le seul accord\u00a0: dit de vive voix, il engage déjà."),
                _law(answers, _("Code civil, articles 1101 à 1104"), _("Code civil belge, livre\u00a05")),
            ),
            Said(_("Notez ce qui est convenu et depuis quand\u00a0: un accord oral se confirme par un message écrit.")),
        ]
    if answers.strength == Strength.INTENTION:
        return LETTER, [
            Said(_("Vous dites une intention\u00a0: une lettre suffit, et la convention viendra si le projet prend."))
        ]
    if answers.strength == Strength.VALUES:
        return CHARTER, [
            Said(_("Vous partagez des valeurs, pas encore des obligations\u00a0: une charte se signe à plusieurs."))
        ]
    subsidised = answers.money == Money.SUBSIDY
    if answers.belgian and answers.public_body and answers.parties == 2:
        return TemplateCode.T5, _belgian_reasons(subsidised)
    if answers.parties > 2:
        return TemplateCode.T4, _many_reasons(answers)
    if subsidised and not answers.belgian:
        return TemplateCode.T2, _subsidy_reasons(answers)
    if answers.place != Place.NONE and answers.money == Money.NONE:
        return TemplateCode.T3, _place_reasons(answers)
    return TemplateCode.T1, _simple_reasons(answers)


def _belgian_reasons(subsidised):
    yield Said(
        _(
            "Une commune ou un CPAS belge est partie\u00a0: la loi belge s’applique, sans SIRET ni contrat "
            "d’engagement républicain."
        ),
        _("En Wallonie\u00a0: Code de la démocratie locale et de la décentralisation, articles L3331-1 et suivants"),
    )
    if subsidised:
        yield Said(
            _(
                "Toute aide compte comme subvention, quelle que soit sa forme\u00a0: argent, locaux, personnel, véhicule."
            ),
            _("En Wallonie\u00a0: Code de la démocratie locale et de la décentralisation, article L3331-2"),
        )


def _many_reasons(answers):
    yield Said(
        _("Vous êtes %(count)d à signer\u00a0: une convention-cadre dit qui décide, qui entre et qui se retire.")
        % {"count": answers.parties}
    )
    yield Said(
        _("Chacun n’engage que soi\u00a0: la solidarité ne se présume pas, le texte l’écrit."),
        _law(answers, _("Code civil, article 1310"), _("Code civil belge, livre\u00a05")),
    )


def _subsidy_reasons(answers):
    yield Said(
        _("Un organisme public soutient un projet imaginé et conduit par l’association\u00a0: c’est une subvention."),
        _("Loi n°\u00a02000-321 du 12\u00a0avril 2000, article 9-1"),
    )
    if answers.support > WRITTEN_ABOVE:
        yield Said(
            _(
                "Argent et nature dépassent 23\u00a0000\u00a0€ par an (%(total)s)\u00a0: une convention écrite est obligatoire."
            )
            % {"total": _euros(answers.support)},
            _("Loi du 12\u00a0avril 2000, article 10\u00a0; décret n°\u00a02001-495, article 1er"),
        )
    else:
        yield Said(
            _(
                "Jusqu’à 23\u00a0000\u00a0€ par an, l’écrit n’est pas obligatoire\u00a0: il fixe l’objet et les versements."
            ),
            _("Décret n°\u00a02001-495, article 1er"),
        )


def _place_reasons(answers):
    if answers.place == Place.PUBLIC and answers.belgian:
        yield Said(
            _(
                "Un lieu public se prête tant que sa destination publique n’en souffre pas\u00a0: la convention dit comment."
            ),
            _("Code civil belge, article 3.45"),
        )
    elif answers.place == Place.PUBLIC:
        yield Said(
            _("Un lieu public s’occupe avec un titre, précaire et révocable\u00a0: la convention le donne."),
            _("Code général de la propriété des personnes publiques, articles L2122-1 à L2122-3"),
        )
    else:
        yield Said(
            _("Prêter sans faire payer est un prêt à usage\u00a0: bon soin, usage convenu, retour au terme."),
            _law(answers, _("Code civil, articles 1875 à 1880 et 1888"), _("Droit civil belge, prêt à usage")),
        )
    yield Said(_("Le texte dit le lieu, les créneaux, l’état des lieux, les clés et les assurances."))


def _simple_reasons(answers):
    if answers.money == Money.NONE:
        yield Said(_("Aucun argent ne circule entre vous\u00a0: chacun porte ses dépenses, le texte le dit."))
    else:
        yield Said(
            _("Le partenariat s’écrit ici\u00a0; le paiement fera l’objet d’un acte distinct, que le texte annonce.")
        )
    yield Said(
        _("La durée est fixée et le renouvellement se décide\u00a0: un engagement perpétuel est interdit."),
        _law(answers, _("Code civil, articles 1210 à 1213"), _("Code civil belge, livre\u00a05")),
    )


def _annexes(answers, model):
    """Yield the titles of what is joined to the text, from the case."""
    if model in (LETTER, CHARTER, TemplateCode.ELSEWHERE):
        return
    if model != TemplateCode.T3:
        yield _("Fiches action")
    if model == TemplateCode.T2:
        yield _("Budget et échéancier des versements")
        yield _("Indicateurs")
        yield _("Contrat d’engagement républicain")
    elif answers.kind or answers.money == Money.NONE:
        yield _("Apports en nature")
    if answers.place != Place.NONE:
        yield _("Plan, état des lieux et inventaire")
        yield _("Attestations d’assurance")
    if answers.lent != Lent.NONE:
        yield _("Avenant au contrat de travail ou arrêté, fiche de poste")
    if answers.data in (Data.JOINT, Data.PROCESSOR):
        yield _("Données personnelles")
    if answers.named_sharing:
        yield _("Protocole de partage d’informations")
    if answers.images != Images.NONE:
        yield _("Formulaire d’autorisation d’image")


def _alerts(answers, model):
    """Yield what the model alone does not settle, with its source."""
    yield from _money_alerts(answers, model)
    if answers.place != Place.NONE and model not in (TemplateCode.T3, LETTER, CHARTER, TemplateCode.ELSEWHERE):
        yield Said(
            _("Le prêt de locaux ou de matériel s’écrit à part, avec le modèle de mise à disposition."),
            _loan_law(answers),
        )
    if answers.place == Place.PUBLIC and not answers.belgian:
        yield Said(
            _("Donnez la valeur annuelle du lieu prêté\u00a0: c’est une subvention en nature."),
            _("Loi du 12\u00a0avril 2000, article 9-1"),
        )
    if answers.lent == Lent.ASSOCIATION and not answers.belgian:
        yield Said(
            _(
                "Prêt de personnel sans but lucratif\u00a0: accord de la personne, convention propre, avenant à son contrat."
            ),
            _("Code du travail, articles L8241-1 et L8241-2"),
        )
    elif answers.lent == Lent.CIVIL_SERVANT and not answers.belgian:
        yield Said(
            _(
                "Mise à disposition d’un·e agent·e\u00a0: son accord, l’information préalable du conseil, le remboursement."
            ),
            _("Code général de la fonction publique, articles L512-6 à L512-15"),
        )
    elif answers.lent == Lent.ASSOCIATION:
        yield Said(
            _(
                "Mettre une personne salariée à disposition est en principe interdit\u00a0: voyez les exceptions, et un écrit "
                "signé avec elle avant le début."
            ),
            _("Loi belge du 24\u00a0juillet 1987, articles 31 et 32"),
        )
    elif answers.lent == Lent.CIVIL_SERVANT:
        yield Said(_("Mise à disposition d’un·e agent·e\u00a0: son accord, une convention écrite, une durée limitée."))
    if answers.data == Data.JOINT:
        yield Said(
            _("Vous décidez ensemble de ces données\u00a0: répartissez vos obligations et informez les personnes."),
            _("RGPD, article 26"),
        )
    elif answers.data == Data.PROCESSOR:
        yield Said(_("L’un agit pour l’autre\u00a0: le contrat décrit chaque traitement."), _("RGPD, article 28"))
    if answers.named_sharing:
        yield Said(
            _("Aucune convention ne lève le secret professionnel\u00a0: seule la loi permet un partage limité."),
            _("Code pénal, articles 226-13 et 226-14\u00a0; code de la santé publique, article L1110-4")
            if not answers.belgian
            else _("Code pénal belge, article 458"),
        )
    if answers.images == Images.MINORS:
        yield Said(
            _(
                "Photos de mineurs\u00a0: l’accord des deux parents, l’avis de l’enfant, jamais une condition d’accueil."
            ),
            _law(answers, _("Code civil, article 9"), _("Code de droit économique belge, article XI.174")),
        )
    elif answers.images == Images.ADULTS:
        yield Said(
            _("Photos\u00a0: un accord écrit dit l’usage, les supports, la durée et la gratuité."),
            _law(answers, _("Code civil, article 9"), _("Code de droit économique belge, article XI.174")),
        )
    if answers.public_body and not answers.belgian and model not in (LETTER, CHARTER):
        yield Said(
            _("L’assemblée délibère, et sa décision devient exécutoire, avant la signature."),
            _("CGCT, articles L2121-29 et L2131-1"),
        )
    if answers.belgian and model != TemplateCode.T5:
        yield Said(
            _("Une partie est belge\u00a0: numéro BCE et non SIRET, Autorité de protection des données et non CNIL.")
        )


def _money_alerts(answers, model):
    if answers.money == Money.ORDER:
        yield Said(
            _("Payer un service que l’on commande est un marché public\u00a0: voyez qui a eu l’idée du projet."),
            _law(
                answers,
                _("Loi du 12\u00a0avril 2000, article 9-1"),
                _("Loi belge du 17\u00a0juin 2016 relative aux marchés publics"),
            ),
        )
    if answers.money != Money.SUBSIDY or answers.belgian:
        return
    if model != TemplateCode.T2:
        yield Said(
            _(
                "La subvention s’écrit à deux, entre l’organisme public et l’association, avec la convention pluriannuelle."
            ),
            _("Loi du 12\u00a0avril 2000, article 10"),
        )
    if answers.association:
        yield Said(
            _("L’association souscrit le contrat d’engagement républicain et en informe ses membres."),
            _("Décret n°\u00a02021-1947 du 31\u00a0décembre 2021"),
        )
    yield Said(
        _("Compte rendu financier dans les six mois qui suivent la fin de l’exercice."),
        _("Loi du 12\u00a0avril 2000, article 10"),
    )
    if answers.support > WRITTEN_ABOVE:
        yield Said(
            _("Au-delà de 23\u00a0000\u00a0€, l’organisme public publie les données essentielles dans les trois mois."),
            _("Décret n°\u00a02017-779"),
        )
    if answers.all_subsidies_high or answers.support > AUDITED_ABOVE:
        yield Said(
            _("Plus de 153\u00a0000\u00a0€ de subventions par an\u00a0: comptes publiés et commissaire aux comptes."),
            _("Code de commerce, article L612-4"),
        )


def _spoken_alerts(answers):
    if answers.money == Money.SUBSIDY and answers.support > WRITTEN_ABOVE and not answers.belgian:
        yield Said(
            _("Au-delà de 23\u00a0000\u00a0€ par an d’aide publique, un accord oral ne suffit pas."),
            _("Loi du 12\u00a0avril 2000, article 10"),
        )
    if answers.place == Place.PUBLIC and not answers.belgian:
        yield Said(
            _("Occuper un lieu public demande un titre écrit."),
            _("Code général de la propriété des personnes publiques, article L2122-1"),
        )
    if answers.lent == Lent.ASSOCIATION and not answers.belgian:
        yield Said(
            _("Prêter une personne salariée demande un écrit et son accord."), _("Code du travail, article L8241-2")
        )
    elif answers.lent == Lent.CIVIL_SERVANT and not answers.belgian:
        yield Said(
            _("Mettre un·e agent·e à disposition demande une convention et son accord."),
            _("Code général de la fonction publique, articles L512-6 à L512-15"),
        )


def _law(answers, french, belgian):
    """Return the source of the country whose law holds: a code of France says nothing to a Belgian party (domain C4)."""
    return belgian if answers.belgian else french


def _loan_law(answers):
    if answers.belgian:
        return (
            _("Code civil belge, article 3.45")
            if answers.place == Place.PUBLIC
            else _("Droit civil belge, prêt à usage")
        )
    return _("CGCT, article L2144-3") if answers.place == Place.PUBLIC else _("Code civil, articles 1875 à 1880")


def _euros(amount):
    return f"{amount:,.0f}".replace(",", NBSP) + f"{NBSP}€"
