"""A fiche action as its partners read it: the document, and the paragraphs of the annex to an agreement.

Freins, parades and points to watch are not read here: no document has them (rule of the house 3).
"""

import re

from django.utils.translation import gettext as _

from agreements.models import MoneySection
from agreements.sheets.budget import budget_of
from agreements.typography import NBSP, french_list, lower_first, upper_first
from documents import words
from documents.shapes import GAP, ActionSheetDocument, FactLine, FactSection, Heading, Items, Paragraph, SheetTable
from partnerships.raci.variants import variant_of


def sheet_document(sheet, day):
    """Return the ActionSheetDocument of a sheet (from with_rows, its project attached). What is not said has no line."""
    sections = (
        _facts(_("Pourquoi"), _why(sheet)),
        _facts(_("Pour qui"), _whom(sheet)),
        _facts(_("Déroulement"), _how(sheet)),
        _steps(sheet),
        _partners(sheet),
        _facts(_("Moyens"), _means(sheet)),
        *_budget(sheet),
        _indicators(sheet),
    )
    return ActionSheetDocument(
        title=sheet.title,
        number=sheet.number,
        project=sheet.project.name,
        banner=sheet.project.banner,
        day=day,
        state=lower_first(str(sheet.get_status_display())),
        edition=sheet.edition,
        sections=tuple(section for section in sections if section),
        validations=tuple(validation_sentence(row) for row in sheet.validators()),
    )


def validation_sentence(row):
    """Return « CCAS d’Ambert, par Jeanne Coudert, le 3 mars 2026 »."""
    by = _(", par %(name)s") % {"name": row.by_name} if row.by_name else ""
    return _("%(side)s%(by)s, le %(day)s") % {"side": row.partnership.partner.name, "by": by, "day": words.day(row.on)}


def _why(sheet):
    yield _("Cadre"), str(sheet.get_framework_display()) if sheet.framework else ""
    yield _("Axe"), sheet.axis
    yield _("Constat"), sheet.finding
    yield _("Source"), sheet.source
    yield _("Objectif général"), sheet.goal
    yield _("Objectifs opérationnels"), "\n".join(sheet.objectives)


def _whom(sheet):
    yield _("Publics"), upper_first(french_list(lower_first(audience.name) for audience in sheet.audiences.all()))
    yield _("Personnes visées"), str(sheet.audience_count or "")
    yield _("Territoires"), french_list(place.name for place in sheet.territories.all())
    yield _("Place des habitant·es"), sheet.residents_place


def _how(sheet):
    yield _("Description"), sheet.description
    yield _("Calendrier"), sheet.calendar
    yield _("Évaluation intermédiaire"), words.day(sheet.interim_on) if sheet.interim_on else ""
    yield _("Évaluation finale"), words.day(sheet.final_on) if sheet.final_on else ""


def _means(sheet):
    yield _("Équivalent temps plein"), number(sheet.fte)
    yield _("Matériel"), sheet.equipment
    if not sheet.money_lines.all():
        yield _("Budget d’une année"), words.euros(sheet.budget) if sheet.budget is not None else ""


def _facts(title, pairs):
    lines = tuple(FactLine(label, text) for label, text in pairs if text)
    return FactSection(title, lines) if lines else None


def _steps(sheet):
    rows = tuple((step.what, step.when, step.who) for step in sheet.steps.all())
    return SheetTable(_("Étapes"), (_("Quoi"), _("Quand"), _("Qui")), rows) if rows else None


def _partners(sheet):
    variant = variant_of(sheet.project)
    pilot = sheet.pilot.partner.name if sheet.pilot else GAP
    rows = [(pilot, _("pilote"), "")]
    for row in sheet.partners.all():
        role = f"{row.role}, {variant.words(row.role)}" if row.role else ""
        rows.append((row.partnership.partner.name, role, row.contribution))
    return SheetTable(_("Qui fait quoi"), (_("Structure"), _("Rôle"), _("Apport")), tuple(rows))


def _budget(sheet):
    """Return the tables of the yearly budget, none without lines."""
    lines = list(sheet.money_lines.all())
    budget = budget_of(lines)
    tables = []
    for section, title, total in (
        (MoneySection.CHARGE, _("Charges d’une année"), budget.charges),
        (MoneySection.INCOME, _("Produits d’une année"), budget.incomes),
        (MoneySection.VOLUNTARY, _("Contributions volontaires, valorisées"), budget.voluntary),
    ):
        rows = [
            (line.label or (line.source.partner.name if line.source else ""), line)
            for line in lines
            if line.section == section
        ]
        if not rows:
            continue
        with_source = section != MoneySection.CHARGE
        heads = (_("Poste"), *((_("De qui"),) if with_source else ()), _("Montant"))
        cells = [
            (
                label,
                *((line.source.partner.label if line.source else "",) if with_source else ()),
                words.euros(line.amount),
            )
            for label, line in rows
        ]
        cells.append((_("Total"), *(("",) if with_source else ()), words.euros(total)))
        tables.append(SheetTable(title, heads, tuple(cells), numbers=(len(heads) - 1,)))
    return tables


def _indicators(sheet):
    heads = (_("Indicateur"), _("Base"), _("Cible"), _("Unité"), _("Source"), _("Fréquence"))
    rows = tuple(
        (
            f"{one.name} ({one.get_kind_display()})" if one.kind else one.name,
            number(one.baseline),
            number(one.target),
            one.unit,
            one.source,
            one.frequency,
        )
        for one in sheet.indicators.all()
    )
    note = _("La base est le chiffre d’avant\u00a0; «\u00a0passages\u00a0» n’est pas «\u00a0personnes\u00a0».")
    return SheetTable(_("Indicateurs"), heads, rows, numbers=(1, 2), note=note) if rows else None


def number(value):
    """Return a number as French people read it, without useless zeros; empty text for None."""
    if value is None:
        return ""
    whole = f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)
    return whole.replace(".", ",")


# --- The annex of an agreement --------------------------------------------------------------------------------------


def sheet_blocks(sheets):
    """Yield the blocks of an annex, fiche by fiche; `sheets` come from with_rows."""
    for sheet in sheets:
        heading = f"n°{NBSP}{sheet.number}" if sheet.number else ""
        yield Heading(" ".join(filter(None, ("Fiche action", heading, "–", sheet.title))))
        for label, text in (
            ("Constat", sheet.finding),
            ("Objectif", sheet.goal),
            ("Publics", french_list(lower_first(audience.name) for audience in sheet.audiences.all())),
            ("Personnes visées", str(sheet.audience_count or "")),
            ("Description", sheet.description),
            ("Calendrier", sheet.calendar),
            ("Place des habitant·es", sheet.residents_place),
            ("Moyens humains", f"{number(sheet.fte)}{NBSP}équivalent temps plein" if sheet.fte else ""),
            ("Moyens", sheet.equipment),
            ("Évaluation", _evaluations(sheet)),
        ):
            if text:
                yield Paragraph(f"{label}{NBSP}: {_one_line(text)}")
        roles = [f"{sheet.pilot.partner.name}{NBSP}: pilote" if sheet.pilot else f"Pilote{NBSP}: {GAP}"]
        for row in sheet.partners.all():
            said = [text for text in (str(row.get_role_display()) if row.role else "", row.contribution) if text]
            roles.append(row.partnership.partner.name + (f"{NBSP}: {', '.join(said)}" if said else ""))
        yield from _listed("Qui fait quoi", roles)
        yield from _listed("Étapes", (_step_text(step) for step in sheet.steps.all()))
        yield from _listed("Budget d’une année", _budget_texts(sheet))
        yield from _listed("Indicateurs", (_indicator_text(one) for one in sheet.indicators.all()))


def _one_line(text):
    """Return a text on one line; its non-breaking spaces stay."""
    return re.sub(r"[ \t\r\n]+", " ", text).strip()


def _listed(title, texts):
    texts = tuple(texts)
    if texts:
        yield Paragraph(f"{title}{NBSP}:")
        yield Items(texts)


def _evaluations(sheet):
    return french_list(
        f"{label} le {words.day(on)}"
        for label, on in (("intermédiaire", sheet.interim_on), ("finale", sheet.final_on))
        if on
    )


def _step_text(step):
    who = f" ({step.who})" if step.who else ""
    return f"{step.what}{who}" + (f"{NBSP}: {step.when}" if step.when else "")


def _budget_texts(sheet):
    budget = budget_of(sheet.money_lines.all())
    for label, total in (
        ("charges", budget.charges),
        ("produits", budget.incomes),
        ("contributions volontaires, valorisées", budget.voluntary),
    ):
        if total:
            yield f"{label}{NBSP}: {words.euros(total)}"


def _indicator_text(one):
    said = [
        f"{word} {number(value)} {one.unit}".strip()
        for word, value in (("base", one.baseline), ("cible", one.target))
        if value is not None
    ]
    return one.name + (f"{NBSP}: {', '.join(said)}" if said else "")
