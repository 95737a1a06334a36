"""Rules on who works with whom (methods B3 and B12): a missing link is a question, never a fault."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from config.addresses import address_of
from partnerships.models import kind_glyph
from partnerships.rules.base import RELATIONS, Question, rule
from projects.models import InvolvementCode

FUNDERS = "t-financeur"
# Fewer links than this show no shape.
A_FEW = 5
# More pairs than this are told as a count: nobody answers forty questions.
NAMED = 10
# Partners named inside one question.
NAMES = 3


def page(project):
    return address_of("partnerships:link_list", project.slug)


def around(project, partner):
    """Return the address of the relations of one partner."""
    return f"{page(project)}?acteur={partner}"


def _stands(facts, partner):
    """Return where a partner stands on the frise, as the matter of a question."""
    return tuple(sorted(f"{horizon} {level.public_id}" for horizon, level in facts.places.get(partner, {}).items()))


def _untied(facts):
    """Return the placed partners without any link, in the order of the directory."""
    return [pid for pid in facts.partners if pid in facts.places and not facts.net.neighbours.get(pid)]


def _named(facts, partners):
    """Return the names of some partners: three and a count, or all four, since one more name is as short as « 1 autre »."""
    shown = partners if len(partners) == NAMES + 1 else partners[:NAMES]
    names = ", ".join(facts.label(partner) for partner in shown)
    if len(shown) == len(partners):
        return names
    return _("%(names)s et %(n)s autres") % {"names": names, "n": len(partners) - len(shown)}


def _graph(project):
    return address_of("partnerships:relations_drawing", project.slug, "graphe")


def _funds(facts, partner):
    return kind_glyph(facts.partners[partner].partner__kind) == FUNDERS


@rule("financeur_seul", RELATIONS, gettext_lazy("Elle revient si ce financeur change de place sur la frise."))
def funder_tied_to_nobody(facts):
    """A funder with no link to other actors is a question to put (Guide-UP, method B3)."""
    for partner in facts.partners:
        if _funds(facts, partner) and partner in facts.places and not facts.net.others(partner):
            text = _("%(name)s finance, sans lien noté avec d’autres partenaires\u00a0: qui l’a rencontré\u00a0?")
            yield Question(
                "financeur_seul",
                text % {"name": facts.label(partner)},
                around(facts.project, partner),
                FUNDERS,
                subject=(partner,),
                matter=_stands(facts, partner),
            )


@rule("isoles", RELATIONS, gettext_lazy("Elle revient quand la liste des partenaires sans lien change."))
def alone(facts):
    """Placed partners of whom no link is noted, funders apart: they have a question of their own."""
    found = [partner for partner in _untied(facts) if not _funds(facts, partner)]
    n = len(found)
    if not n or not facts.net.pairs:
        return
    text = ngettext(
        "%(n)s partenaire sans aucun lien noté (%(names)s)\u00a0: avec qui travaille-t-il déjà\u00a0?",
        "%(n)s partenaires sans aucun lien noté (%(names)s)\u00a0: avec qui travaillent-ils déjà\u00a0?",
        n,
    )
    yield Question(
        "isoles",
        text % {"n": n, "names": _named(facts, found)},
        _graph(facts.project),
        "l-reseau",
        matter=tuple(sorted(found)),
    )


@rule("tout_par_un", RELATIONS, gettext_lazy("Elle revient quand la liste des partenaires concernés change."))
def one_partner_holds_all(facts):
    """One organisation, ours perhaps, is the only link of more than half of those who have one."""
    if len(facts.net.pairs) < A_FEW:
        return
    for partner, neighbours in facts.net.neighbours.items():
        hanging = facts.net.alone_with(partner)
        if len(neighbours) > 2 and 2 * len(hanging) > len(facts.net.neighbours) - 1:
            ours = partner in facts.net.leads
            text = (
                _("%(n)s partenaires ne sont reliés qu’à nous\u00a0: qui pourraient-ils rencontrer\u00a0?")
                if ours
                else _(
                    "%(n)s partenaires ne sont reliés que par %(name)s\u00a0: qui d’autre pourraient-ils rencontrer\u00a0?"
                )
            )
            name = "" if ours else facts.label(partner)
            yield Question(
                "tout_par_un",
                text % {"n": len(hanging), "name": name},
                _graph(facts.project),
                "g-alerte",
                subject=(partner,),
                matter=tuple(sorted(hanging)),
            )


@rule("passerelle", RELATIONS, gettext_lazy("Elle revient quand la liste des partenaires concernés change."))
def bridge(facts):
    """A partner who alone joins others to the rest; the carrying organisation is expected to."""
    for partner in facts.partners:
        sides = facts.net.cut_off_by(partner)
        cut_off = sorted(set().union(*sides) - facts.net.leads) if sides else []
        if not cut_off:
            continue
        yield Question(
            "passerelle",
            _("Pour joindre %(others)s, tout passe par %(name)s\u00a0: qui d’autre le pourrait\u00a0?")
            % {"name": facts.label(partner), "others": _named(facts, cut_off)},
            around(facts.project, partner),
            "l-cooperation",
            subject=(partner,),
            matter=tuple(cut_off),
        )


@rule("lien_manquant", RELATIONS, gettext_lazy("Elle revient quand l’horizon du jour n’est plus le même."))
def missing_link(facts):
    """Key partners, those who decide together at the horizon of the day, of whom no link is noted."""
    if facts.horizon is None or not facts.net.pairs:
        return
    key = [
        partner
        for partner in facts.partners
        if (level := facts.places.get(partner, {}).get(facts.horizon.public_id))
        and level.code == InvolvementCode.CO_LEAD
    ]
    pairs = facts.net.missing_pairs(key)
    for one, other in pairs[:NAMED]:
        yield Question(
            "lien_manquant",
            _("Aucun lien noté entre %(one)s et %(other)s\u00a0: est-ce un manque\u00a0?")
            % {"one": facts.label(one), "other": facts.label(other)},
            # Who only reads is led to the relations.
            f"{reverse('partnerships:link_add', args=[facts.project.slug])}?a={one}&b={other}"
            if getattr(facts.project, "can_edit", False)
            else page(facts.project),
            "l-reseau",
            subject=tuple(sorted((one, other))),
            matter=(facts.horizon.public_id,),
        )
    if len(pairs) > NAMED:
        n = len(pairs) - NAMED
        text = ngettext(
            "%(n)s autre paire de co-porteurs sans lien noté\u00a0: compte-t-elle\u00a0?",
            "%(n)s autres paires de co-porteurs sans lien noté\u00a0: lesquelles comptent\u00a0?",
            n,
        )
        yield Question(
            "lien_manquant",
            text % {"n": n},
            page(facts.project),
            "l-reseau",
            matter=(facts.horizon.public_id, len(pairs)),
        )
