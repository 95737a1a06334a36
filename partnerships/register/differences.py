"""What the register would change in a record, line by line."""

from dataclasses import dataclass, field

from partnerships.models import Partner, PartnerKind
from partnerships.numbers import compact
from territories.models import Territory
from territories.names import normalise

FIELDS = ("name", "kind", "territory", "legal_form", "seat", "siret", "rna")
NUMBERS = ("siret", "rna")


@dataclass
class Line:
    """One field: its value today and the register's, in words; `value`: what the page sends back when it is `chosen`."""

    name: str
    label: str
    current: str
    proposed: str
    value: str
    chosen: bool
    errors: list = field(default_factory=list)


def lines_of(partner, values, chosen=None):
    """Return the Line of each field where {field: value} says other than the partner, in the order of the record.

    `chosen`: the names that the person ticked; None ticks what the record lacks. A kind and a territory are proposed where
    there is none only: what a team decided is not the register's to say.
    """
    lines = []
    for name in FIELDS:
        value, today = values.get(name), getattr(partner, name)
        if not value or _same(name, today, value):
            continue
        if (name == "kind" and today != PartnerKind.OTHER) or (name == "territory" and today is not None):
            continue
        lines.append(
            Line(
                name=name,
                label=str(Partner._meta.get_field(name).verbose_name),
                current=_shown(name, today),
                proposed=_shown(name, value),
                value=value.key if isinstance(value, Territory) else value,
                chosen=name in chosen if chosen is not None else not today or name == "kind",
            )
        )
    return lines


def _same(name, today, value):
    if name in NUMBERS:
        return compact(today) == compact(value)
    return today == value if name in ("kind", "territory") else normalise(today) == normalise(value)


def _shown(name, value):
    if name == "kind":
        return str(dict(PartnerKind.choices).get(value, ""))
    if isinstance(value, Territory):
        return value.label_full
    return value or ""


def other_siren(partner, company):
    """Return whether the record bears the SIREN of another company than this one."""
    ours = compact(partner.siret)[:9]
    return bool(ours) and ours != company.siren


def sent_values(data):
    """Return {field: value} of what the page sent back: texts, and for the territory the official place of its key."""
    values = {name: data[name] for name in FIELDS if name in data}
    if "territory" in values:
        official = Territory.objects.usable_in(None).with_labels()
        values["territory"] = official.of_keys([values["territory"]]).first()
    if values.get("kind") not in PartnerKind.values:
        values.pop("kind", None)
    return values
