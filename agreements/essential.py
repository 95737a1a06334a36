"""Essential data of a subsidy agreement: what the authority that grants it publishes within three months.

Loi 2000-321, article 10; décret 2017-779 du 5 mai 2017; arrêté du 17 novembre 2017. Columns, values and separators are
those of its published format (Etalab, format-subventions 1.1.1; SCDL subventions 2.0): one row a beneficiary, commas,
UTF-8, a point in figures, « aide en numéraire;aide en nature », a period as 2026-01-01/2028-12-31.

« notificationUE »: the décret cites règlement (UE) 1407/2013, which règlement (UE) 2023/2831 replaced on 1 January 2024.
"""

import csv
import io
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.fr import siret

from agreements.conditions import belgian, is_public
from agreements.models import MoneySection
from agreements.places import place_url
from documents.inert import inert

COLUMNS = {
    "nomAttribuant": gettext_lazy("Qui attribue la subvention"),
    "idAttribuant": gettext_lazy("SIRET de qui attribue"),
    "dateConvention": gettext_lazy("Date de la convention"),
    "referenceDecision": gettext_lazy("Référence de la décision"),
    "nomBeneficiaire": gettext_lazy("Bénéficiaire"),
    "idBeneficiaire": gettext_lazy("SIRET du bénéficiaire"),
    "objet": gettext_lazy("Objet"),
    "montant": gettext_lazy("Montant total, en euros"),
    "nature": gettext_lazy("Nature"),
    "conditionsVersement": gettext_lazy("Conditions de versement"),
    "datesPeriodeVersement": gettext_lazy("Date ou période de versement"),
    "idRAE": gettext_lazy("Numéro au répertoire des aides aux entreprises"),
    "notificationUE": gettext_lazy("Dispositif notifié à l’Union européenne (aides de minimis)"),
    "pourcentageSubvention": gettext_lazy("Part du bénéficiaire"),
}
MAY_BE_EMPTY = ("referenceDecision", "idRAE")
OBJECT_MAX = 256
CASH, KIND = "aide en numéraire", "aide en nature"


@dataclass(frozen=True)
class Missing:
    """What a row lacks. `url` is where it is mended, empty when there is no form for it."""

    column: str
    message: str
    url: str = ""


@dataclass(frozen=True)
class EssentialRow:
    """A row of the file: {column: text}, and what is missing in it."""

    agreement: object
    values: dict
    missing: tuple[Missing, ...]

    @property
    def cells(self):
        """Return [(column, its words, value, what is missing or None)]."""
        missing = {one.column: one for one in self.missing}
        return [(name, words, self.values[name], missing.get(name)) for name, words in COLUMNS.items()]


def essential_rows(agreements, *, notified="non", register_number=""):
    """Return the EssentialRows of those of the agreements (from with_facts) that carry a French public subsidy.

    `notified` (« oui » or « non ») and `register_number` are said for all of them: Maillage does not know them. No query.
    """
    rows = []
    for agreement in agreements:
        said = {"notificationUE": notified, "idRAE": register_number}
        rows += _rows(agreement, list(agreement.money_lines.all()), said)
    return rows


def essential_csv(rows):
    """Return the bytes of the file. No cell of it can be computed when it is opened."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([inert(row.values[name]) for name in COLUMNS] for row in rows)
    return out.getvalue().encode()


def _rows(agreement, lines, said):
    granted = [line for line in lines if line.section == MoneySection.SUBSIDY]
    parties = list(agreement.parties.all())
    public = [party for party in parties if is_public(party.partnership.partner) and not belgian(party)]
    helped = [party for party in parties if not is_public(party.partnership.partner)]
    if not granted or not public:
        return
    for authority in public:
        for beneficiary in helped or [None]:
            yield _Row(agreement, authority, beneficiary, len(public), len(helped), lines).row(said)


class _Row:
    def __init__(self, agreement, authority, beneficiary, authorities, beneficiaries, lines):
        self.agreement, self.authority, self.beneficiary = agreement, authority, beneficiary
        self.authorities, self.beneficiaries = authorities, beneficiaries
        self.lines = lines
        self.missing = []

    def row(self, said):
        agreement = self.agreement
        values = {
            "nomAttribuant": self.authority.called,
            "idAttribuant": self._siret("idAttribuant", self.authority),
            "dateConvention": agreement.signed_on.isoformat() if agreement.signed_on else "",
            "referenceDecision": self.authority.decision.deliberation_number or agreement.number,
            "nomBeneficiaire": self.beneficiary.called if self.beneficiary else "",
            "idBeneficiaire": self._siret("idBeneficiaire", self.beneficiary),
            "objet": " ".join(agreement.title.split())[:OBJECT_MAX],
            "montant": self._amount(),
            "nature": self._nature(),
            "conditionsVersement": self._instalments(),
            "datesPeriodeVersement": self._period(),
            "pourcentageSubvention": self._share(),
        } | said
        if not agreement.signed_on:
            self._lacks(
                "dateConvention", _("La convention n’est pas signée\u00a0: les données se publient après la signature.")
            )
        if not self.beneficiary:
            self._lacks("nomBeneficiaire", _("Aucune partie privée ne reçoit cette subvention."))
        return EssentialRow(agreement, {name: values[name] for name in COLUMNS}, tuple(self.missing))

    def _lacks(self, column, message, place=""):
        self.missing.append(Missing(column, message, place_url(self.agreement, place) if place else ""))
        return ""

    def _siret(self, column, party):
        if party is None:
            return self._lacks(column, _("Le SIRET du bénéficiaire n’est pas connu."))
        number = siret.compact(party.siret or party.partnership.partner.siret)
        if siret.is_valid(number):
            return number
        words = (
            _("%(party)s\u00a0: un SIRET a 14 chiffres, «\u00a0%(value)s\u00a0» n’en est pas un.")
            if number
            else _("%(party)s\u00a0: le SIRET manque.")
        )
        return self._lacks(column, words % {"party": party.label, "value": number}, f"partie:{party.public_id}")

    def _amount(self):
        """Return the whole amount, before it is shared; of several authorities, what the budget says of this one."""
        if self.authorities == 1:
            amount = sum((line.amount for line in self.lines if line.section == MoneySection.SUBSIDY), Decimal(0))
        else:
            own = [
                line.amount
                for line in self.lines
                if line.section == MoneySection.INCOME and line.source_id == self.authority.partnership_id
            ]
            amount = sum(own, Decimal(0))
        if amount <= 0:
            words = _("Le montant apporté par %(party)s n’est pas écrit.") % {"party": self.authority.label}
            return self._lacks("montant", words, "budget")
        return f"{amount.normalize():f}"

    def _nature(self):
        kind = any(mean.partnership_id == self.authority.partnership_id for mean in self.agreement.means.all())
        return f"{CASH};{KIND}" if kind else CASH

    def _instalments(self):
        count = sum(line.section == MoneySection.INSTALMENT for line in self.lines)
        if count:
            return "unique" if count == 1 else "échelonné"
        return self._lacks("conditionsVersement", _("L’échéancier de versement n’est pas écrit."), "budget")

    def _period(self):
        start, end = self.agreement.effective_on, self.agreement.ends_on
        if start and end:
            return f"{start.isoformat()}/{end.isoformat()}"
        years = [line.year for line in self.lines if line.section == MoneySection.SUBSIDY and line.year]
        if years:
            return f"{min(years)}-01-01/{max(years)}-12-31"
        return self._lacks(
            "datesPeriodeVersement", _("Ni les dates de la convention ni les exercices ne sont écrits."), "dates"
        )

    def _share(self):
        if self.beneficiaries == 1:
            return "1"
        return self._lacks(
            "pourcentageSubvention",
            _("La subvention a plusieurs bénéficiaires\u00a0: la part de chacun n’est pas écrite."),
        )
