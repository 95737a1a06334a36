"""The rows of a stored plan as a screen shows them: what would happen, to whom, and what was read otherwise than written."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.spreadsheets.columns import BY_CODE
from exchange.spreadsheets.forms import name_of
from exchange.spreadsheets.planning import CONTACT, settle
from partnerships.likeness import ALIKE
from partnerships.models import Partner, PartnerKind

PAGE_SIZE = 50
# What can be looked at apart: the word in the address, the title, and which rows.
VIEWS = (
    ("", gettext_lazy("Toutes"), lambda item: True),
    ("a-decider", gettext_lazy("À décider"), lambda item: item["kind"] == "ask"),
    ("a-corriger", gettext_lazy("À corriger"), lambda item: bool(item["problem"])),
    ("nouveaux", gettext_lazy("Nouveaux"), lambda item: item["kind"] in ("new", "also")),
    ("connus", gettext_lazy("Déjà connus"), lambda item: item["kind"] == "same"),
    ("remarques", gettext_lazy("Avec remarque"), lambda item: bool(item["remarks"])),
)
_LABELS = {
    "kind": gettext_lazy("type"),
    "territory": gettext_lazy("territoire"),
    "territory_id": gettext_lazy("territoire"),
    "other_places": gettext_lazy("autres territoires"),
}


@dataclass
class Shown:
    """One row of the screen. `badge`: what happens in two words; `lines`: sentences; `warnings`: what to look at twice."""

    number: int
    name: str
    facts: str
    badge: str
    tone: str
    target: str = ""
    likeness: int = 0
    lines: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    answer: object = None


def shown_rows(plan):
    """Return the rows of a plan that a screen may show: those that say something."""
    return [item for item in plan if item["kind"] != "skip"]


def counts(plan):
    """Return [(word of the address, title, how many rows)] of the views that have rows."""
    rows = shown_rows(plan)
    return [(word, title, n) for word, title, keep in VIEWS if (n := sum(map(keep, rows))) or not word]


def view_of(plan, word):
    """Return the rows of one view, all of them for a word that is unknown."""
    keep = next((keep for known, _title, keep in VIEWS if known == word), VIEWS[0][2])
    return [item for item in shown_rows(plan) if keep(item)]


def show(items, plan, form):
    """Return the Shown rows of a page. One query, for the partners that they speak of."""
    targets = {item["target"][1] for item in items if item["target"] and item["target"][0] == "known"}
    partners = Partner.objects.select_related("territory").in_bulk(targets)
    return [_shown(item, plan, partners, form) for item in items]


def _shown(item, plan, partners, form):
    values, kind = item["values"], item["kind"]
    badge, tone = _badge(item, plan)
    row = Shown(item["number"], values.get("name", "") or _("(sans nom)"), _facts(values), badge, tone)
    if item["target"]:
        row.target = _target(item, plan, partners)
        # Below, a number brought the two together, and their names do not.
        row.likeness = item["likeness"] if kind == "ask" and item["likeness"] >= ALIKE else 0
    if kind == "ask":
        row.lines.append(
            _("Peut-être %(target)s\u00a0: %(reason)s.") % {"target": row.target, "reason": item["reason"]}
        )
    elif kind == "same":
        row.lines.append(_("C’est %(target)s\u00a0: %(reason)s.") % {"target": row.target, "reason": item["reason"]})
    if kind in ("same", "ask") and item["target"][0] == "known":
        if item["fills"]:
            row.lines.append(_("Complète\u00a0: %(fields)s.") % {"fields": _names(item["fills"])})
        if item["kept"]:
            row.lines.append(
                _("Votre annuaire dit autre chose, et le garde\u00a0: %(fields)s.") % {"fields": _names(item["kept"])}
            )
        if item["joins"]:
            row.lines.append(_("Entre dans le projet."))
    person = [values[name] for name in CONTACT if values.get(name)]
    if person:
        words = {"new": _("Personne\u00a0: %(person)s."), "fills": _("Complète la personne\u00a0: %(person)s.")}
        row.lines.append(
            words.get(item["person"], _("Personne déjà connue\u00a0: %(person)s.")) % {"person": ", ".join(person)}
        )
    if item["problem"]:
        row.warnings.append(item["problem"][0].upper() + item["problem"][1:] + ".")
        if item["number_only"]:
            row.warnings.append(_("Corrigez le fichier, ou importez la ligne sans ce numéro."))
    row.warnings += [remark[0].upper() + remark[1:] + "." for remark in item["remarks"]]
    if name_of(item) in form.fields:
        row.answer = form[name_of(item)]
    return row


def _badge(item, plan):
    kind = item["kind"]
    if kind == "error":
        return _("Refusée"), "stop"
    if kind == "ask":
        return _("À décider"), "ask"
    if item["problem"]:
        return _("Numéro à corriger"), "stop"
    if kind == "same":
        useful = item["fills"] or item["person"] or item["joins"]
        return (_("Mise à jour"), "known") if useful else (_("Déjà à jour"), "known")
    if kind == "new":
        return _("Nouveau"), "new"
    return _("Même partenaire que la ligne %(number)s") % {"number": plan[item["target"][1]]["number"]}, "new"


def _target(item, plan, partners):
    what, where = item["target"]
    if what == "row":
        other = plan[where]
        return _("«\u00a0%(name)s\u00a0» (ligne %(number)s)") % {
            "name": other["values"]["name"],
            "number": other["number"],
        }
    partner = partners.get(where)
    if partner is None:
        return _("un partenaire retiré depuis")
    place = f", {partner.territory.name}" if partner.territory else ""
    return _("«\u00a0%(name)s\u00a0»") % {"name": f"{partner.name}{place}"}


def _facts(values):
    kind = values.get("kind") or values.get("kind_guessed")
    places = [values.get("territory_name"), *values.get("other_place_names", ())]
    place = ", ".join(filter(None, places)) or " ".join(filter(None, (values.get("postcode"), values.get("place"))))
    return ", ".join(filter(None, (str(PartnerKind(kind).label) if kind else "", place)))


def _names(fields):
    return ", ".join(str(_LABELS.get(name) or BY_CODE[name].label).lower() for name in fields)


@dataclass
class Summary:
    """What confirming would do: partners created, known ones and how many of them learn something, and what stays out."""

    created: int = 0
    known: int = 0
    completed: int = 0
    undecided: int = 0
    left: int = 0
    errors: int = 0

    @property
    def accepted(self):
        """Return how many partners the import is about."""
        return self.created + self.known


def summary_of(plan):
    """Return the Summary of a plan with the answers given so far."""
    summary = Summary()
    roots, learning = set(), set()
    for item, root in zip(plan, settle(plan), strict=True):
        if root is not None:
            roots.add(tuple(root))
            if item["fills"] or item["joins"] or item["person"]:
                learning.add(tuple(root))
        elif item["kind"] == "error" or (item["problem"] and item["answer"] in ("", "leave")):
            summary.errors += 1
        elif item["kind"] == "ask" and item["answer"] == "":
            summary.undecided += 1
        elif item["kind"] != "skip":
            summary.left += 1
    summary.created = sum(1 for what, _where in roots if what == "row")
    summary.known = len(roots) - summary.created
    summary.completed = sum(1 for what, _where in learning if what == "known")
    return summary
