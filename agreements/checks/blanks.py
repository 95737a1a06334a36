"""What would print as a dotted line, gathered by the place where it is written."""

import re

from django.utils.translation import gettext as _

from agreements.checks.case import BLANK, Finding
from agreements.conditions import CONDITIONS
from agreements.places import place_url


def blanks(case):
    """Return one Finding a place for what would print as a dotted line."""
    labels = {}
    for item in case.written:
        own = f"article:{item.article.public_id}" if item.article.public_id else ""
        for run in item.gaps:
            # « {p.mission} », said once for each party: all of them call it by the same words.
            fact = case.writer.facts.get(re.sub(r"^p\.", "p1.", run.mark))
            label = fact.label if fact else run.mark
            if run.mark.startswith("option "):
                label = _("qui décide des données personnelles")
            elif run.mark in CONDITIONS:
                label = CONDITIONS[run.mark].label
            elif run.mark.startswith("annexe:"):
                label = _("le numéro de son annexe")
            elif not fact and run.mark.startswith(("article:", "des_articles:")):
                label = _("un renvoi vers un article retiré")
            elif not fact:
                label = _("le repère {%(mark)s}, inconnu") % {"mark": run.mark}
            place = run.place or own
            if place:
                labels.setdefault(place, []).append(str(label))
    for row in case.agreement.team_annexes:
        if row.is_picture and row.picture is None:
            labels.setdefault(f"annexe:{row.public_id}", []).append(
                _("l’image de l’annexe «\u00a0%(title)s\u00a0»") % {"title": row.title}
            )
        for run in (run for block in case.writer.lines(row.body) for run in block.runs if run.is_missing):
            fact = case.writer.facts.get(re.sub(r"^p\.", "p1.", run.mark))
            label = fact.label if fact else _("le repère {%(mark)s}, inconnu") % {"mark": run.mark}
            labels.setdefault(run.place or f"annexe:{row.public_id}", []).append(str(label))
    for run in (run for runs in case.writer.visa_runs() for run in runs):
        if run.is_missing and run.place:
            labels.setdefault(run.place, []).append(str(case.writer.facts[run.mark].label))
    for rank, party in enumerate(case.parties, start=1):
        for run in case.writer.party_text(party, rank, last=False):
            if run.is_missing:
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
