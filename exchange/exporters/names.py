"""What the exporters of one file share: identifiers for rows, words for codes, numbers, empty values."""

from decimal import Decimal

from exchange.codes import OWN_WORDS
from exchange.groups import looks_like_identifier
from exchange.reading import without_controls


def identifiers(rows, prefix, avoid=()):
    """Return {pk: identifier}: the row's own key, else the first free « prefix01 »."""
    rows = list(rows)
    taken = set(avoid)
    found = {}
    for row in rows:
        if row.key and row.key not in taken:
            found[row.pk] = row.key
            taken.add(row.key)
    rank = 0
    for row in rows:
        if row.pk in found:
            continue
        while (name := f"{prefix}{(rank := rank + 1):02}") in taken:
            pass
        found[row.pk] = name
        taken.add(name)
    return {row.pk: found[row.pk] for row in rows}


def number(value):
    """Return an int or a float for a Decimal: 38500, 2.9."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def group(**values):
    """Return the keys that say something: None, empty texts and empty lists are left out, false and 0 stay."""
    kept = {}
    for key, value in values.items():
        value = number(value)
        if isinstance(value, str):
            # A sign that no file may hold (a vertical tab pasted from a word processor) would make ours unreadable.
            value = without_controls(str(value))
        if value is None or (isinstance(value, (str, list, dict)) and not value):
            continue
        kept[key] = value
    return kept


def cleaned(items):
    """Return a list of texts without the empty ones and without forbidden signs."""
    return [text for item in items if (text := without_controls(item)).strip()]


class Words:
    """The words of the file for the codes of the models: the project's own when its file gave some, else ours."""

    def __init__(self, vocabulary):
        # PostgreSQL keeps no order of keys in JSON.
        self.lists = {
            section: [
                {key: row[key] for key in ("id", "code", "nom") if key in row} for row in vocabulary.get(section, ())
            ]
            for section in OWN_WORDS
        }
        for section, own in OWN_WORDS.items():
            if not self.lists[section]:
                self.lists[section] = [_row(own, value, own.word(value)) for value in own.codes.values()]

    def word(self, vocabulary, value):
        """Return the word for a value of the model; None for an empty one."""
        if value in ("", None):
            return None
        if not vocabulary.section:
            return vocabulary.word(value)
        rows = self.lists[vocabulary.section]
        code = vocabulary.code(value)
        for row in rows:
            if row["code"] == code:
                return row["id"]
        # The team chose, in the application, a code that its file had no word for.
        word = vocabulary.word(value)
        if word in {row["id"] for row in rows}:
            word = f"maillage_{code}"
        rows.append(_row(vocabulary, value, word))
        return word


def _row(vocabulary, value, word):
    return {"id": word, "code": vocabulary.code(value), "nom": vocabulary.label(value)}


class Names:
    """Identifiers of the project's rows, by model, and its words."""

    def __init__(self, project):
        self.project = project
        self.words = Words(project.vocabulary)
        self.partners = {}
        self.team = {}
        self.territories = {}
        self.audiences = {}
        self.horizons = {}
        self.levels = {}
        self.phases = {}
        self.activities = {}
        self.situations = {}
        self.agreements = {}
        self.sheets = {}

    def who(self, row):
        """Return the identifier or the free name of an ActorReference, None when nobody is named."""
        if row.who_member_id:
            return self.team[row.who_member_id]
        if row.who_partnership_id:
            return self.partners[row.who_partnership_id]
        name = without_controls(row.who_name).strip()
        is_taken = name in self.partners.values() or name in self.team.values() or looks_like_identifier(name)
        return {"nom": name} if is_taken else name or None

    def follow_up(self, row):
        """Return {quoi, qui, pour_le, fait} for a promise or a decision."""
        return group(quoi=row.what, qui=self.who(row), pour_le=row.due, fait=row.done)


def by(rows, attribute):
    """Return {value of the attribute: rows in their order}."""
    found = {}
    for row in rows:
        found.setdefault(getattr(row, attribute), []).append(row)
    return found


def linked(field, keys, **scope):
    """Return {pk: identifiers} of a many-to-many `field` (Model.field), in the order in which they were tied."""
    source, target = field.field.m2m_field_name(), field.field.m2m_reverse_field_name()
    found = {}
    scope = {f"{source}__{key}": value for key, value in scope.items()}
    pairs = field.through._default_manager.filter(**scope).order_by("pk")
    for pk, other in pairs.values_list(f"{source}_id", f"{target}_id"):
        found.setdefault(pk, []).append(keys[other])
    return found
