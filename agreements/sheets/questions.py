"""What a fiche action leaves open, as questions: never a score (rule of the house 1)."""

from django.utils.translation import gettext as _

from agreements.sheets.budget import budget_of


def sheet_questions(sheet):
    """Return [(part of the fiche where it is answered, question)] for a sheet from with_rows.

    Place, role and activity of each, and both evaluations, are what Gacoin asks (method B15, stage 4); a baseline before
    the start is asked by the evaluation of a CTG (glossary D1).
    """
    found = []
    if sheet.pilot is None:
        found.append(("fiche", _("Qui pilote\u00a0?")))
    if not sheet.finding:
        found.append(("pourquoi", _("De quel constat part-on, et d’où vient-il\u00a0?")))
    if not sheet.partners.all():
        found.append(("partenaires", _("Qui fait quoi, avec le pilote\u00a0?")))
    if not sheet.residents_place:
        found.append(("publics", _("Quelle place pour les habitant·es\u00a0?")))
    if not (sheet.calendar or sheet.steps.all()):
        found.append(("etapes", _("Quand, et dans quel ordre\u00a0?")))
    indicators = sheet.indicators.all()
    if not indicators:
        found.append(("indicateurs", _("À quoi verra-t-on que c’est utile\u00a0?")))
    elif without := [one.name for one in indicators if one.baseline is None]:
        words = _("Quel est le chiffre d’avant\u00a0: %(names)s\u00a0?")
        found.append(("indicateurs", words % {"names": ", ".join(without[:3]) + ("…" if len(without) > 3 else "")}))
    if sheet.final_on is None:
        found.append(("deroulement", _("Quel jour fera-t-on l’évaluation finale\u00a0?")))
    if question := budget_of(sheet.money_lines.all()).question:
        found.append(("budget", question))
    return found
