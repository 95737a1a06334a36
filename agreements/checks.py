"""What must be looked at before an agreement is ready to sign: one function a check, numbered as in the method (C8).

Level E blocks the clean PDF, level W is a warning shown beside the text. Checks 6 and 16 speak of models that are not
written yet (T2, staff lent). A check yields (message, place) pairs; the place is where the fact is mended.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from agreements.models import AgreementStatus, DataOption, TemplateCode
from agreements.places import place_url
from agreements.wording import Writer
from partnerships.models import PartnerKind

ERROR, WARNING, BLANK = "E", "W", "·"
SUBSIDY_THRESHOLD = Decimal(23000)
_ASSOCIATIONS = (PartnerKind.ASSOCIATION, PartnerKind.SOCIAL_CENTRE, PartnerKind.FEDERATION)
_LOANS = re.compile(
    r"\b(salles?|locaux|local|garage|bureau|véhicules?|camions?|minibus|voitures?|camionnettes?)\b", re.I
)
_ORDER = re.compile(r"\b(prix unitaires?|bons? de commande|factur\w+|prestations? de services?|devis)\b", re.I)
_COMMON_FILE = re.compile(
    r"\b(registre|formulaire|fichier|tableau|fiche d’inscription)s? (commun|partagé|d’inscription)\w*", re.I
)
_FRENCH_ONLY = re.compile(r"\b(SIRET|CNIL|contrat d’engagement républicain)\b", re.I)
_MINORS = re.compile(r"\b(enfants?|jeunes?|mineur\w*|adolescent\w*|collégien\w*|familles?)\b", re.I)


@dataclass(frozen=True)
class Finding:
    """One thing to look at. `number` is that of the check, 0 for a blank left in the text."""

    number: int
    level: str
    message: str
    url: str
    overridable: bool = False
    override: object = None

    @property
    def blocks(self):
        return self.level == ERROR and self.override is None


class Case:
    """An agreement as the checks read it: from with_facts, its text filled once."""

    def __init__(self, agreement, day, writer=None):
        self.agreement = agreement
        self.day = day
        self.parties = list(agreement.parties.all())
        self.means = list(agreement.means.all())
        self.writer = writer or Writer(agreement)
        self.written = [item for item in self.writer.written() if item.article.included]

    def text_of(self, key):
        """Return the filled text of an article of the model, empty when it is left out."""
        return " ".join(block.text for item in self.written if item.article.key == key for block in item.blocks)

    @property
    def text(self):
        return " ".join(block.text for item in self.written for block in item.blocks)

    def public_parties(self):
        return [party for party in self.parties if party.partnership.partner.kind in PartnerKind.public_bodies()]

    def belgian_parties(self):
        return [party for party in self.parties if _is_belgian(party)]


CHECKS = []


def check(number, level, *, overridable=False):
    """Register a check under its number in the method."""

    def register(function):
        CHECKS.append((number, level, overridable, function))
        return function

    return register


def findings(agreement, *, day=None, writer=None):
    """Return the Findings of an agreement (from with_facts), errors first. `day` is the date of reading."""
    from django.utils import timezone

    case = Case(agreement, day or timezone.localdate(), writer)
    overrides = {override.check_number: override for override in agreement.overrides.all()}
    found = [
        Finding(
            number,
            level,
            str(message),
            place_url(agreement, place),
            overridable,
            overrides.get(number) if overridable else None,
        )
        for number, level, overridable, function in CHECKS
        for message, place in function(case)
    ]
    found += _blanks(case)
    return sorted(found, key=lambda finding: (not finding.blocks, finding.level == BLANK))


def blocking(found):
    """Return the findings that forbid the clean PDF and « prête à signer »."""
    return [finding for finding in found if finding.blocks]


@check(1, ERROR)
def identity_is_complete(case):
    """Each party has a name, a seat, a signatory and a quality; as many originals as parties (C. civ. 1375, 1366)."""
    if len(case.parties) < 2:
        yield _("Il faut deux parties au moins."), "signature"
    for party in case.parties:
        missing = [
            str(label)
            for label, value in (
                (_("le siège"), party.seat),
                (_("le ou la signataire"), party.signatory),
                (_("sa qualité"), party.quality),
            )
            if not value
        ]
        if missing:
            yield (
                _("%(party)s\u00a0: il manque %(missing)s.")
                % {"party": party.partnership.partner.label, "missing": ", ".join(missing)},
                f"partie:{party.public_id}",
            )
    agreement = case.agreement
    if not agreement.electronic_signature:
        if agreement.originals is None:
            yield _("Combien d’originaux signez-vous\u00a0? Le nombre s’écrit sur chacun."), "signature"
        elif agreement.originals < len(case.parties):
            yield (
                _("Il faut autant d’originaux que de parties\u00a0: %(count)d au moins.")
                % {"count": len(case.parties)},
                "signature",
            )


@check(2, ERROR, overridable=True)
def public_party_has_decided(case):
    """A local authority signs after a decision made enforceable: number, date, day (CGCT L2131-1, L2121-29)."""
    agreement = case.agreement
    names = [party.partnership.partner.label for party in case.public_parties() if not _is_belgian(party)]
    if not names:
        return
    missing = [
        str(label)
        for label, value in (
            (_("le numéro"), agreement.deliberation_number),
            (_("la date"), agreement.deliberation_on),
            (_("le jour où elle devient exécutoire"), agreement.deliberation_enforceable_on),
        )
        if not value
    ]
    if missing:
        yield (
            _("Délibération de %(party)s\u00a0: il manque %(missing)s.")
            % {"party": ", ".join(names), "missing": ", ".join(missing)},
            "deliberation",
        )
    signed = agreement.signed_on or agreement.signature_planned_on
    enforceable = agreement.deliberation_enforceable_on
    if signed and enforceable and signed <= enforceable:
        yield _("La signature doit suivre le jour où la délibération devient exécutoire."), "deliberation"


@check(3, WARNING)
def association_says_who_empowers(case):
    """The statutes or a decision of the board empower the signatory of an association (usual practice)."""
    for party in case.parties:
        is_association = party.partnership.partner.kind in _ASSOCIATIONS or "association" in party.legal_form.lower()
        if is_association and not party.authorisation:
            yield (
                _("%(party)s\u00a0: qui donne pouvoir de signer\u00a0? Statuts ou décision du conseil.")
                % {"party": party.partnership.partner.label},
                f"partie:{party.public_id}",
            )


@check(4, ERROR)
def subsidised_body_signed_the_republican_contract(case):
    """A subsidised association has signed the contrat d’engagement républicain (décret 2021-1947; France)."""
    agreement = case.agreement
    if agreement.yearly_subsidy and not agreement.republican_contract and not case.belgian_parties():
        yield (
            _("Subvention publique\u00a0: le contrat d’engagement républicain n’est pas noté comme souscrit."),
            "signature",
        )


@check(5, ERROR)
def large_public_help_has_the_right_model(case):
    """Over 23 000 € a year from one authority, cash and kind: model T2 (loi 2000-321, art. 10; décret 2001-495)."""
    agreement = case.agreement
    if agreement.template in (TemplateCode.T2, TemplateCode.T4):
        return
    for party in case.parties:
        if not _is_public(party.partnership.partner) or _is_belgian(party):
            continue
        own = [mean.value for mean in case.means if mean.partnership_id == party.partnership_id and mean.value]
        total = sum(own, Decimal(0)) + (agreement.yearly_subsidy or 0)
        if total > SUBSIDY_THRESHOLD:
            yield (
                _("%(party)s apporte plus de 23\u00a0000\u00a0€ par an\u00a0: prenez le modèle T2 (subvention).")
                % {"party": party.partnership.partner.label},
                "apports",
            )


@check(7, WARNING)
def public_help_in_kind_is_valued(case):
    """What a public body lends is a subsidy in kind: its value is asked (loi 2000-321, art. 9-1; CGCT L2144-3)."""
    for mean in case.means:
        if mean.partnership and _is_public(mean.partnership.partner) and mean.value is None:
            yield (
                _("%(party)s apporte «\u00a0%(what)s\u00a0»\u00a0: quelle valeur par an\u00a0?")
                % {"party": mean.partnership.partner.label, "what": mean.what},
                "apports",
            )


@check(8, WARNING)
def text_does_not_look_like_an_order(case):
    """Unit prices, invoices, orders: the agreement could be taken for a public contract (loi 2000-321, art. 9-1)."""
    if not case.public_parties():
        return
    for item in case.written:
        found = next((_ORDER.search(block.text) for block in item.blocks if _ORDER.search(block.text)), None)
        if found and item.article.public_id:
            yield (
                _("«\u00a0%(word)s\u00a0» fait penser à une commande\u00a0: risque d’être lu comme un marché public.")
                % {"word": found.group(0)},
                f"article:{item.article.public_id}",
            )


@check(9, WARNING)
def passing_on_is_written(case):
    """Money passed on to a partner needs a clause that allows it (CGCT L1611-4)."""
    if case.agreement.passing_on and "revers" not in case.text.lower():
        yield _("Un reversement est prévu, aucun article ne l’autorise."), "signature"


@check(10, WARNING)
def end_is_known_and_not_passed(case):
    """No end date, or an end that has passed: silent continuation is a renewal (C. civ. 1211, 1215)."""
    agreement = case.agreement
    if agreement.ends_on is None:
        yield _("Quelle date de fin\u00a0? Un engagement perpétuel est interdit."), "dates"
    elif agreement.ends_on < case.day and agreement.status not in (AgreementStatus.ENDED, AgreementStatus.DENOUNCED):
        yield _("La date de fin est passée\u00a0: continuer sans rien écrire vaut renouvellement tacite."), "dates"


@check(11, WARNING)
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


@check(12, ERROR)
def nominative_sharing_has_its_rules(case):
    """Information about persons is shared: its rules are annexed (CSP L1110-4, R1110-1; CASF L226-2-2)."""
    if case.agreement.nominative_sharing and not case.agreement.secrecy_annex.strip():
        yield _("Des informations nominatives sont partagées\u00a0: écrivez les règles dans l’annexe."), "donnees"


@check(13, WARNING)
def common_file_is_not_separate_controllers(case):
    """A common register or form with option A: the parties are probably joint controllers (RGPD, art. 26)."""
    if case.agreement.data_option == DataOption.SEPARATE and _COMMON_FILE.search(case.text):
        yield (
            _("Un registre ou un formulaire commun\u00a0: vous êtes sans doute responsables conjoints (option B)."),
            "donnees",
        )


@check(14, WARNING)
def lent_things_are_insured(case):
    """Premises or a vehicle lent: a certificate of less than a year is shown (usual practice)."""
    for party in case.parties:
        lent = [mean for mean in case.means if mean.partnership_id == party.partnership_id and _LOANS.search(mean.what)]
        if lent and (party.insurance_on is None or (case.day - party.insurance_on).days > 365):
            yield (
                _("%(party)s prête «\u00a0%(what)s\u00a0»\u00a0: une attestation d’assurance de moins d’un an\u00a0?")
                % {"party": party.partnership.partner.label, "what": lent[0].what},
                f"partie:{party.public_id}",
            )


@check(15, WARNING)
def minors_have_an_image_clause(case):
    """Images of minors need the agreement of both holders of parental authority (C. civ. 9, 372-2)."""
    minors = [audience.name for audience in case.agreement.audiences.all() if _MINORS.search(audience.name)]
    if minors and "autorité parentale" not in case.text_of("communication"):
        yield (
            _("%(audience)s\u00a0: rien n’est écrit sur les photos de personnes mineures.") % {"audience": minors[0]},
            _article_place(case, "communication"),
        )


@check(17, WARNING)
def sheets_say_who_and_when(case):
    """An action without a pilot or a calendar binds nobody (method, decision 1)."""
    if not any(item.article.key == "fiches" for item in case.written):
        return
    sheets = list(case.agreement.sheets.all())
    if not sheets:
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


@check(18, ERROR)
def belgian_party_without_french_mentions(case):
    """A Belgian party has a BCE number and another authority for data: no SIRET, CER, CNIL (domain C4)."""
    for party in case.belgian_parties():
        if party.siret or party.rna:
            yield (
                _("%(party)s est belge\u00a0: gardez le numéro BCE, retirez SIRET et RNA.")
                % {"party": party.partnership.partner.label},
                f"partie:{party.public_id}",
            )
    if not case.belgian_parties():
        return
    for item in case.written:
        found = next(
            (_FRENCH_ONLY.search(block.text) for block in item.blocks if _FRENCH_ONLY.search(block.text)), None
        )
        if found and item.article.public_id:
            yield (
                _("«\u00a0%(word)s\u00a0» n’existe pas en Belgique.") % {"word": found.group(0)},
                f"article:{item.article.public_id}",
            )


def _blanks(case):
    """Return one Finding a place for what would print as a dotted line."""
    labels = {}
    for item in case.written:
        own = f"article:{item.article.public_id}" if item.article.public_id else ""
        for run in item.gaps:
            fact = case.writer.facts.get(run.mark)
            label = fact.label if fact else run.mark
            if run.mark.startswith("option "):
                label = _("qui décide des données personnelles")
            elif run.mark.startswith("annexe:"):
                label = _("le numéro de son annexe")
            elif not fact and run.mark.startswith(("article:", "des_articles:")):
                label = _("un renvoi vers un article retiré")
            elif not fact:
                label = _("le repère {%(mark)s}, inconnu") % {"mark": run.mark}
            place = run.place or own
            if place:
                labels.setdefault(place, []).append(str(label))
    for rank, party in enumerate(case.parties, start=1):
        for run in case.writer.party_text(party, rank, last=False):
            if run.is_gap:
                labels.setdefault(run.place, []).append(str(case.writer.facts[f"p{rank}.{run.mark}"].label))
    found = []
    for place, names in labels.items():
        names = list(dict.fromkeys(names))
        prefix = ""
        kind, _colon, row = place.partition(":")
        if kind in ("partie", "engagements"):
            prefix = next((p.partnership.partner.label for p in case.parties if p.public_id == row), "") + "\u00a0: "
        message = _("%(prefix)sil reste à écrire\u00a0: %(names)s.")
        sentence = message % {"prefix": prefix, "names": ", ".join(_lower(name) for name in names)}
        found.append(Finding(0, BLANK, sentence[:1].upper() + sentence[1:], place_url(case.agreement, place)))
    return found


def _lower(name):
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _article_place(case, key):
    article = next((item for item in case.writer.articles if item.key == key and item.public_id), None)
    return f"article:{article.public_id}" if article else "publics"


def _is_public(partner):
    return partner.kind in (*PartnerKind.public_bodies(), PartnerKind.STATE, PartnerKind.MUNICIPAL_OFFICE)


def _is_belgian(party):
    territory = party.partnership.partner.territory
    return bool(party.bce) or (territory is not None and territory.country == "BE")
