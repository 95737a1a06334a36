"""The errors and warnings of the RACI as questions: `raci.checks` finds them, one rule each says what they ask."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from config.addresses import address_of
from partnerships.rules.base import RACI, Question, rule

CHANGES = _("Elle revient si ce que dit le tableau sur ce point change.")

# What each signal asks, with `%(about)s` the row or the organisation and `%(detail)s` what was found.
ASKS = {
    "aucun_a": _("%(about)s, %(detail)s\u00a0: qui en répond\u00a0?"),
    "plusieurs_a": _("%(about)s, %(detail)s\u00a0: faut-il deux activités\u00a0?"),
    "aucun_r": _("%(about)s, %(detail)s\u00a0: qui le fait\u00a0?"),
    "plusieurs_d": _("%(about)s, %(detail)s\u00a0: lequel la conduit seul\u00a0?"),
    "trop_de_realisateurs": _("%(about)s, %(detail)s\u00a0: qui le fait vraiment\u00a0?"),
    "trop_de_consultes": _("%(about)s, %(detail)s\u00a0: qui suffit-il d’informer\u00a0?"),
    "sans_verification": _("%(about)s, %(detail)s\u00a0: qui s’en charge\u00a0?"),
    "habitants_absents": _("%(about)s, %(detail)s\u00a0: à quel moment leur demander leur avis\u00a0?"),
    "lettre_hors_variante": _("%(about)s, %(detail)s\u00a0: par quelle lettre la remplacer\u00a0?"),
    "porteur_surcharge": _("%(about)s %(detail)s\u00a0: qui pourrait en prendre\u00a0?"),
    "realisateur_surcharge": _("%(about)s %(detail)s\u00a0: que confier à d’autres\u00a0?"),
    "co_porteur_sans_role": _("%(about)s, %(detail)s\u00a0: quel rôle lui revient\u00a0?"),
    "absent_du_raci": _("%(about)s, %(detail)s\u00a0: quel rôle lui proposer\u00a0?"),
}
# A check that nobody has worded here yet is asked all the same.
OTHERWISE = _("%(about)s, %(detail)s\u00a0: qu’en décidez-vous\u00a0?")
# How many of them, where there is little room.
COUNTED = {
    "aucun_a": ngettext_lazy("%(n)s activité dont personne ne répond", "%(n)s activités dont personne ne répond", "n"),
    "plusieurs_a": ngettext_lazy(
        "%(n)s activité dont plusieurs acteurs répondent", "%(n)s activités dont plusieurs acteurs répondent", "n"
    ),
    "aucun_r": ngettext_lazy("%(n)s activité que personne ne réalise", "%(n)s activités que personne ne réalise", "n"),
    "plusieurs_d": ngettext_lazy(
        "%(n)s activité que plusieurs acteurs conduisent", "%(n)s activités que plusieurs acteurs conduisent", "n"
    ),
    "trop_de_realisateurs": ngettext_lazy(
        "%(n)s activité réalisée par plus de 3\u00a0acteurs",
        "%(n)s activités réalisées par plus de 3\u00a0acteurs",
        "n",
    ),
    "trop_de_consultes": ngettext_lazy(
        "%(n)s activité avec plus de 5\u00a0avis demandés", "%(n)s activités avec plus de 5\u00a0avis demandés", "n"
    ),
    "sans_verification": ngettext_lazy(
        "%(n)s activité que personne ne vérifie ou ne signe", "%(n)s activités que personne ne vérifie ou ne signe", "n"
    ),
    "habitants_absents": ngettext_lazy(
        "%(n)s activité sans avis d’habitants", "%(n)s activités sans avis d’habitants", "n"
    ),
    "lettre_hors_variante": ngettext_lazy(
        "%(n)s activité avec une lettre que ce tableau n’utilise pas",
        "%(n)s activités avec une lettre que ce tableau n’utilise pas",
        "n",
    ),
    "porteur_surcharge": ngettext_lazy("%(n)s acteur répond de beaucoup", "%(n)s acteurs répondent de beaucoup", "n"),
    "realisateur_surcharge": ngettext_lazy("%(n)s acteur réalise beaucoup", "%(n)s acteurs réalisent beaucoup", "n"),
    "co_porteur_sans_role": ngettext_lazy("%(n)s co-porteur sans rôle", "%(n)s co-porteurs sans rôle", "n"),
    "absent_du_raci": ngettext_lazy("%(n)s partenaire absent du RACI", "%(n)s partenaires absents du RACI", "n"),
}


ERRORS = ("aucun_a", "plusieurs_a", "aucun_r", "plusieurs_d")


def _glyph(code):
    return "g-deux-a" if code in ("plusieurs_a", "plusieurs_d") else "g-sans-a" if code in ERRORS else "g-alerte"


def _rank(code):
    return -1 if code in ERRORS else 90


def question_of(facts, signal):
    """Return the Question that a RaciSignal asks."""
    page = address_of("partnerships:raci_grid", facts.project.slug)
    row, column = signal.activity, signal.partnership
    about = row.name if row else column.label
    anchor = f"#a-{row.public_id}" if row else f"#c-{column.public_id}"
    subject = [(row or column).public_id]
    if signal.horizon:
        # Two horizons at which one organisation has no role are two questions.
        subject += [one.public_id for one in facts.horizons if one.pk == signal.horizon.horizon_id]
    return Question(
        signal.code,
        str(ASKS.get(signal.code, OTHERWISE)) % {"about": about, "detail": signal.detail},
        f"{page}{anchor}",
        _glyph(signal.code),
        subject=tuple(subject),
        matter=(signal.detail,),
        rank=_rank(signal.code),
    )


def _counted(code):
    def shorten(questions, project):
        page = address_of("partnerships:raci_grid", project.slug)
        n = len(questions)
        return [Question(code, str(COUNTED[code] % {"n": n}), page, _glyph(code), rank=_rank(code))]

    return shorten


def _declare(code):
    """Declare the rule of one code of `raci.checks`."""

    @rule(code, RACI, CHANGES, shorten=_counted(code))
    def signalled(facts):
        return [question_of(facts, signal) for signal in facts.signals[code]]

    return signalled


SIGNALLED = {code: _declare(code) for code in ASKS}


@rule("raci_autre", RACI, CHANGES)
def signalled_otherwise(facts):
    """Signals of a check that has no wording of its own."""
    return [
        question_of(facts, signal) for code, signals in facts.signals.items() if code not in ASKS for signal in signals
    ]
