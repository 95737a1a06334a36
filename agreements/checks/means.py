"""Checks on what the parties bring: money, things and people lent, their value and their insurance."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.amounts import amounts_of
from agreements.checks.case import ERROR, WARNING, check
from agreements.conditions import belgian, is_public
from agreements.models import MoneySection, TemplateCode
from agreements.yearly import yearly_help
from documents.words import euros

SUBSIDY_THRESHOLD = Decimal(23000)
_LOANS = re.compile(
    r"\b(salles?|locaux|local|garage|bureau|véhicules?|camions?|minibus|voitures?|camionnettes?)\b", re.I
)
_STAFF = re.compile(
    r"\b(salarié\w*|personnel|éducat\w+|animat\w+|agente?s?)\b.*\bmise?s? à (?:la )?disposition\b"
    r"|\bmise à (?:la )?disposition d(?:e |’un |’une |’un·e |u )(salarié|personnel|éducat|animat|agent)",
    re.I,
)
# Model T2 also says « ne la reverse pas » and « le surplus est reversé »: neither lets money go to a partner.
_PASSED_ON = re.compile(r"\breversements?\b|\breverse\b(?! pas)|sauf aux partenaires", re.I)


@check(5, ERROR, gettext_lazy("Loi n°\u00a02000-321, art. 10\u00a0; décret n°\u00a02001-495"))
def large_public_help_has_the_right_model(case):
    """Over 23 000 € a year from one authority to a private body, cash and kind: model T2.

    Loi 2000-321, art. 10; décret 2001-495. The subsidy lines of the agreement are those of its first authority.
    """
    agreement = case.agreement
    if agreement.template in (TemplateCode.T2, TemplateCode.T4, TemplateCode.AV):
        return
    givers = [party for party in case.parties if is_public(party.partnership.partner) and not belgian(party)]
    if len(givers) == len(case.parties):
        return
    helped = yearly_help(agreement)
    for party in givers:
        total = helped[party.partnership_id].total
        if total > SUBSIDY_THRESHOLD:
            yield (
                _(
                    "%(party)s apporte %(amount)s par an, plus de 23\u00a0000\u00a0€\u00a0: prenez le modèle "
                    "«\u00a0Convention pluriannuelle avec subvention publique\u00a0»."
                )
                % {"party": party.partnership.partner.label, "amount": euros(total)},
                "apports",
            )


@check(6, ERROR, gettext_lazy("Loi n°\u00a02000-321, art. 10\u00a0; décret n°\u00a02001-495, art. 1er"))
def subsidy_says_what_the_law_asks(case):
    """Model T2: amount by year, schedule, use, control, evaluation, what is not spent (loi 2000-321, art. 10)."""
    if case.agreement.template != TemplateCode.T2:
        return
    amounts = amounts_of(case.agreement)
    if not amounts.subsidies or any(year is None or not amount for year, amount in amounts.subsidies):
        yield _("Subvention\u00a0: quel montant pour chaque exercice\u00a0?"), "budget"
    if not amounts.lines[MoneySection.INSTALMENT]:
        yield _("Subvention\u00a0: quand est-elle versée\u00a0?"), "budget"
    if case.agreement.unspent_max is None:
        yield _("Subvention\u00a0: que devient ce qui n’est pas dépensé\u00a0?"), "subvention"
    for key, question in (
        ("emploi", _("l’emploi de la subvention")),
        ("justificatifs", _("les justificatifs")),
        ("controle", _("le contrôle")),
        ("evaluation", _("l’évaluation")),
        ("excedent", _("la somme non employée")),
    ):
        if not case.text_of(key).strip():
            article = next((item for item in case.writer.articles if item.key == key and item.public_id), None)
            yield (
                _("Rien n’est écrit sur %(what)s\u00a0: la loi le demande.") % {"what": question},
                f"article:{article.public_id}" if article else "article-nouveau",
            )


@check(7, WARNING, gettext_lazy("Loi n°\u00a02000-321, art. 9-1\u00a0; CGCT, art. L2144-3"))
def public_help_in_kind_is_valued(case):
    """What a public body lends is a subsidy in kind: its value is asked (loi 2000-321, art. 9-1; CGCT L2144-3)."""
    first = case.parties[0].partnership.partner if case.parties else None
    for mean in case.means:
        shared = mean.partnership is None and case.agreement.template == TemplateCode.T2
        partner = mean.partnership.partner if mean.partnership else first if shared else None
        if partner and is_public(partner) and mean.value is None:
            yield (
                _("%(party)s apporte «\u00a0%(what)s\u00a0»\u00a0: quelle valeur par an\u00a0?")
                % {"party": partner.label, "what": mean.what},
                "apports",
            )
    if (
        case.agreement.template == TemplateCode.T3
        and first
        and is_public(first)
        and not amounts_of(case.agreement).kind
    ):
        yield (
            _("%(party)s prête un lieu ou du matériel\u00a0: quelle valeur par an\u00a0?") % {"party": first.label},
            "apports",
        )


@check(9, WARNING, gettext_lazy("Code général des collectivités territoriales, art. L1611-4"))
def passing_on_is_written(case):
    """Money passed on to a partner needs a clause that allows it (CGCT L1611-4)."""
    if case.agreement.passing_on and not _PASSED_ON.search(case.text):
        yield _("Un reversement est prévu, aucun article ne l’autorise."), "subvention"


@check(14, WARNING, gettext_lazy("Usage\u00a0: une attestation chaque année"))
def lent_things_are_insured(case):
    """Premises or a vehicle lent: a certificate of less than a year is shown (usual practice).

    Model T3: by the party that uses them. Elsewhere: by the party that lends. The day was noted, or the certificate is
    kept with the agreement.
    """
    if case.agreement.template == TemplateCode.T3:
        for party in case.parties[1:]:
            if _is_old(party, case.day):
                yield (
                    _("%(party)s se sert du lieu\u00a0: une attestation d’assurance de moins d’un an\u00a0?")
                    % {"party": party.partnership.partner.label},
                    f"assurance:{party.public_id}",
                )
        return
    for party in case.parties:
        lent = [mean for mean in case.means if mean.partnership_id == party.partnership_id and _LOANS.search(mean.what)]
        if lent and _is_old(party, case.day):
            yield (
                _("%(party)s prête «\u00a0%(what)s\u00a0»\u00a0: une attestation d’assurance de moins d’un an\u00a0?")
                % {"party": party.partnership.partner.label, "what": lent[0].what},
                f"assurance:{party.public_id}",
            )


def _is_old(party, day):
    known = [shown for shown in (party.insurance_on, party.certificate_on) if shown]
    return not known or (day - max(known)).days > 365


@check(16, ERROR, gettext_lazy("Code du travail, art. L8241-1 et L8241-2"))
def lent_employee_is_described(case):
    """An employee lent: name, qualification, duration, way costs are fixed, rider to the contract (C. trav. L8241-2)."""
    for mean in case.means:
        if not mean.is_staff:
            if _STAFF.search(mean.what):
                yield (
                    _(
                        "«\u00a0%(what)s\u00a0»\u00a0: une personne salariée est-elle mise à disposition\u00a0? "
                        "Cochez-le, puis dites qui, et comment."
                    )
                    % {"what": mean.what},
                    "apports",
                )
            continue
        missing = [
            str(label)
            for label, value in (
                (_("qui"), mean.person),
                (_("sa qualification"), mean.qualification),
                (_("la durée"), mean.period),
                (_("ce qui est refacturé"), mean.cost_method),
                (_("la date de l’avenant à son contrat"), mean.rider_on),
            )
            if not value
        ]
        if missing:
            yield (
                _("«\u00a0%(what)s\u00a0»\u00a0: il manque %(missing)s.")
                % {"what": mean.what, "missing": ", ".join(missing)},
                "personnel",
            )
