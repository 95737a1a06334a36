"""Checks on the text: its clauses, its dates, the data and the pictures of persons, the sheets it refers to."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.calendar import term_for
from agreements.checks.case import ERROR, WARNING, check
from agreements.conditions import minors
from agreements.models import AgreementStatus, DataOption, TemplateCode
from documents.shapes import GAP

_ORDER = re.compile(r"\b(prix unitaires?|bons? de commande|factur\w+|prestations? de services?|devis)\b", re.I)
_COMMON_FILE = re.compile(
    r"\b(registre|formulaire|fichier|tableau|fiche d’inscription)s? (commun|partagé|d’inscription)\w*", re.I
)


@check(8, WARNING, gettext_lazy("Loi n°\u00a02000-321, art. 9-1\u00a0: ce n’est pas une commande"))
def text_does_not_look_like_an_order(case):
    """Unit prices, invoices, orders: the agreement could be taken for a public contract (loi 2000-321, art. 9-1).

    A subsidised project is initiated, defined and carried out by the association: model T2 recalls where it comes from.
    """
    if not case.public_parties():
        return
    if case.agreement.template == TemplateCode.T2 and not case.agreement.origin.strip():
        yield _("Qui a eu l’idée du projet\u00a0? Une subvention soutient un projet né de l’association."), "pourquoi"
    for item in case.written:
        found = next((_ORDER.search(block.text) for block in item.blocks if _ORDER.search(block.text)), None)
        if found and item.article.public_id:
            yield (
                _("«\u00a0%(word)s\u00a0» fait penser à une commande\u00a0: risque d’être lu comme un marché public.")
                % {"word": found.group(0)},
                f"article:{item.article.public_id}",
            )


@check(10, WARNING, gettext_lazy("Code civil, art. 1210, 1211 et 1215"))
def end_is_known_and_not_passed(case):
    """No end date, or an end that has passed: silent continuation is a renewal (C. civ. 1211, 1215)."""
    agreement = case.agreement
    if not case.binds or agreement.template == TemplateCode.AV:
        # A letter or a charter binds nobody to stay; an amendment ends with the agreement that it changes.
        return
    if agreement.ends_on is None and agreement.template == TemplateCode.T2 and case.text_of("duree").count(GAP) == 0:
        # Model T2 ends with its last year, which the lines of the subsidy tell.
        return
    if agreement.ends_on is None:
        yield _("Quelle date de fin\u00a0? Un engagement perpétuel est interdit."), "dates"
    elif agreement.ends_on < case.day and agreement.status not in (AgreementStatus.ENDED, AgreementStatus.DENOUNCED):
        term = term_for(agreement, case.day)
        if term and not term.is_over:
            # An amendment, a decision or silence has renewed it.
            return
        yield _("La date de fin est passée\u00a0: continuer sans rien écrire vaut reconduction tacite."), "dates"


@check(11, WARNING, gettext_lazy("Code civil, art. 1225"))
def ending_clause_lists_its_commitments(case):
    """A clause of termination lists the commitments whose breach ends the contract, and is quoted (C. civ. 1225)."""
    article = next((item.article for item in case.written if item.article.key == "fin"), None)
    if article is None or not article.public_id:
        return
    text = case.text_of("fin")
    if not re.search(r"\bl?’?articles?\s\d", text):
        yield (
            _("Fin anticipée\u00a0: dites quels engagements, manqués, mettent fin à la convention."),
            f"article:{article.public_id}",
        )
    if "visant le présent article" not in text:
        yield _("Fin anticipée\u00a0: la mise en demeure doit viser cet article."), f"article:{article.public_id}"


@check(
    12, ERROR, gettext_lazy("Code de la santé publique, art. L1110-4\u00a0; code de l’action sociale, art. L226-2-2")
)
def nominative_sharing_has_its_rules(case):
    """Information about persons is shared: its rules are annexed (CSP L1110-4, R1110-1; CASF L226-2-2)."""
    if case.agreement.nominative_sharing and not case.agreement.secrecy_annex.strip():
        yield _("Des informations nominatives sont partagées\u00a0: écrivez les règles dans l’annexe."), "donnees"


@check(13, WARNING, gettext_lazy("RGPD, art. 26"))
def common_file_is_not_separate_controllers(case):
    """A common register or form with option A: the parties are probably joint controllers (RGPD, art. 26)."""
    if case.agreement.data_option == DataOption.SEPARATE and _COMMON_FILE.search(case.text):
        yield (
            _("Un registre ou un formulaire commun\u00a0: vous êtes sans doute responsables conjoints (option B)."),
            "donnees",
        )


@check(15, WARNING, gettext_lazy("Code civil, art. 9 et 372-2"))
def minors_have_an_image_clause(case):
    """Images of minors need the agreement of both holders of parental authority (C. civ. 9, 372-2)."""
    agreement = case.agreement
    young = minors(agreement)
    said_elsewhere = agreement.annex_image or agreement.template == TemplateCode.AV
    if not young or agreement.pictures_planned is False or said_elsewhere:
        return
    if "autorité parentale" not in case.text:
        yield (
            _("%(audience)s\u00a0: rien n’est écrit sur les photos de personnes mineures.") % {"audience": young[0]},
            "images",
        )


@check(17, WARNING, gettext_lazy("Méthode\u00a0: chaque engagement a quelqu’un et une date"))
def sheets_say_who_and_when(case):
    """An action without a pilot or a calendar binds nobody (method, decision 1)."""
    quoted = any(item.article.key == "fiches" for item in case.written)
    sheets = list(case.agreement.sheets.all())
    if not quoted and case.agreement.template != TemplateCode.T2:
        return
    if quoted and not sheets:
        yield (
            _("L’article «\u00a0Fiches action\u00a0» renvoie à une annexe\u00a0: quelles fiches y joindre\u00a0?"),
            "annexes",
        )
    for sheet in sheets:
        if not sheet.pilot_id or not sheet.calendar.strip():
            yield (
                _("Fiche «\u00a0%(title)s\u00a0»\u00a0: qui pilote, et quand\u00a0?") % {"title": sheet.title},
                "annexes",
            )
