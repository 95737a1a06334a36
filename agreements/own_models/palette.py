"""What may be put in the text of a model, with its French label: marks, conditions, references to articles and annexes."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from agreements.annexes import TITLES as ANNEX_TITLES
from agreements.conditions import CONDITIONS
from agreements.facts import party_facts
from agreements.models_text import PREAMBLE
from agreements.own_models.syntax import Vocabulary


@dataclass(frozen=True)
class Mark:
    """`code` is what is typed, `label` what it stands for, `value` how the example fills it."""

    code: str
    label: str
    value: str = ""


def vocabulary(writer, model):
    """Return the Vocabulary of a model; `writer` is a Writer on its example."""
    return Vocabulary(
        marks=frozenset(name for name in writer.facts if not _is_ranked(name)) | {"numero", "annexes", "blanc"},
        party_marks=frozenset(party_facts(_first(writer))),
        conditions=frozenset(name for name in writer.conditions if not name.startswith(("article ", "annexe "))),
        keys=frozenset(article.key for article in model.articles),
        annexes=frozenset(ANNEX_TITLES),
        parties=model.parties_max,
    )


def palette(writer, model, *, each_party=False):
    """Return [(heading, [Mark])] of what may be inserted, in the order in which one looks for it."""
    shared = [
        Mark(f"{{{name}}}", str(fact.label), _shown(fact.value))
        for name, fact in writer.facts.items()
        if not _is_ranked(name) and fact.label
    ]
    prefix = "p" if each_party else "p1"
    parties = [
        Mark(f"{{{prefix}.{name}}}", str(fact.label), _shown(fact.value))
        for name, fact in party_facts(_first(writer)).items()
    ]
    articles = [
        Mark(f"{{article:{article.key}}}", article.title)
        for article in model.articles
        if article.key != PREAMBLE and not article.each_party
    ]
    annexes = [Mark(f"{{annexe:{key}}}", title) for key, title in ANNEX_TITLES.items()]
    told = _("Chaque partie") if each_party else _("Une partie (p1, p2…)")
    return [
        (_("L’accord"), shared),
        (told, parties),
        (_("Numéro d’un article"), [Mark("{numero}", _("Cet article")), *articles]),
        (_("Numéro d’une annexe"), [Mark("{annexes}", _("La liste de toutes")), *annexes]),
    ]


def _first(writer):
    return next(iter(writer.agreement.parties.all()))


def _is_ranked(name):
    rank, dot, _rest = name.partition(".")
    return bool(dot) and rank[:1] == "p" and rank[1:].isdigit()


def _shown(value):
    return value if isinstance(value, str) else " ; ".join(value)


def conditions_told(writer):
    """Return [(what is typed, when it stays)] of the conditions that a text may set."""
    return [(f"[si {name}\u00a0: …]", str(CONDITIONS[name].label)) for name in writer.conditions if name in CONDITIONS]
