"""Finding a place by what a person types: a name, a postcode, an official code. The same answers on every database.

Everything compared is ASCII: `name_norm` and the normalised text hold only `a-z0-9` and single spaces, so a text typed
can hold no sign that LIKE reads as a pattern. Ranges and orders use the order of bytes, never the database's collation.
"""

import re
from dataclasses import dataclass

from django.db import connections
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.lookups import GreaterThanOrEqual, LessThan

from territories.names import normalise

LONGEST = 100
_CODE = re.compile(r"\d{2,9}|\d[ab]\d{0,3}")
# The DGCL writes « CC », « CA », « CU » before the names of EPCI; people write the words.
_LONG_FORMS = (
    ("communaute de communes", "cc"),
    ("communaute d agglomeration", "ca"),
    ("communaute urbaine", "cu"),
)
_KIND_WORDS = {"epci", "departement", "region", "quartier", "commune", "bassin", "outre", "mer"}


class ByteOrder(Func):
    """The expression compared and sorted by bytes, whatever the collation of the database."""

    template = '%(expressions)s COLLATE "C"'
    arity = 1

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template="%(expressions)s COLLATE BINARY", **extra)


@dataclass(frozen=True)
class Typed:
    """What a person typed, read: words of a name, a code, or both (« Cunlhat 63 », « Cunlhat (63) »)."""

    name: str
    code: str = ""
    rest: str = ""


def read(text):
    """Return the Typed of a text. `name` is the whole text; `code` and `rest` are set when a code can be told apart."""
    name = normalise(text[:LONGEST])
    for long_form, short_form in _LONG_FORMS:
        if name.startswith(long_form):
            name = short_form + name.removeprefix(long_form)
    compact = name.replace(" ", "")
    if _CODE.fullmatch(compact):
        return Typed(name, code=compact)
    words = name.split()
    codes = [word for word in (words[:1] + words[-1:]) if _CODE.fullmatch(word)]
    if len(words) > 1 and codes:
        rest = [word for word in words if word != codes[-1]]
        while len(rest) > 1 and rest[-1] in _KIND_WORDS:
            rest.pop()
        return Typed(name, codes[-1], " ".join(rest))
    return Typed(name)


def find(territories, text, limit=20):
    """Return at most `limit` territories of the queryset that answer the text, best first.

    Order: the code or name typed exactly; then what begins with it; then a name with a word that begins so. Within
    each, the organisation's own places, then the most inhabited, then by name. A number is a code first, and a name
    when no code begins so; a name with a code (« Cunlhat 63 ») is read so when no place bears the whole as its name.
    Empty text, or text without letter or digit: nothing.
    """
    typed = read(text)
    if not typed.name:
        return []
    found = []
    if typed.code and not typed.rest:
        exact = Q(code=typed.code.upper()) | Q(postcodes=typed.code)
        found = _ranked(territories.filter(_coded(territories, typed.code)), exact, limit)
    if not found:
        found = _named(territories, typed.name, limit)
    if not found and typed.rest:
        inside = Q(departement__code=typed.code.upper())
        found = _named(territories.filter(_coded(territories, typed.code, inside)), typed.rest, limit)
    return found


def _named(territories, name, limit):
    """Return the territories whose name begins with the words typed, then those with these words further on."""
    begins = _begins("name_norm", name)
    found = _ranked(_meeting(territories, begins), Q(name_norm=name), limit)
    if len(found) < limit:
        further = _meeting(territories, _has_further("name_norm", name))
        found += _ranked(further.exclude(begins), None, limit - len(found))
    return found


def _coded(territories, code, *others):
    """Return the condition « the official code or a postcode begins so, or one of the other conditions holds »."""
    conditions = (_begins("code", code.upper()), _begins("postcodes", code), _has_further("postcodes", code), *others)
    first, *others = (_keys(territories, condition) for condition in conditions)
    # One union rather than three conditions joined by OR, for which SQLite would read every row.
    return Q(pk__in=first.union(*others, all=True))


def _meeting(territories, condition):
    """Return the territories that meet a condition on one column.

    SQLite would read whole rows where the index is enough, unless a subquery asks for keys. PostgreSQL needs no such
    help, and without fresh statistics it may join the subquery the wrong way round, for minutes.
    """
    if connections[territories.db].vendor == "sqlite":
        return territories.filter(pk__in=_keys(territories, condition))
    return territories.filter(condition)


def _keys(territories, condition):
    """Return the keys that meet a condition on one column: a query that reads the index of this column and no row."""
    return territories.model._base_manager.filter(condition).order_by().values("pk")


def _begins(column, text):
    """Return the condition « the column begins with the text », as a range that an index in byte order answers."""
    # ~ follows every sign of our ASCII columns.
    column = ByteOrder(column)
    return Q(GreaterThanOrEqual(column, Value(text))) & Q(LessThan(column, Value(text + "~")))


def _has_further(column, text):
    """Return the condition « a word of the column, not the first, begins with the text »."""
    # No sign of the text is one that LIKE reads as a pattern, and PostgreSQL guesses well how few rows this keeps.
    return Q(**{f"{column}__contains": " " + text})


def _ranked(territories, exact, limit):
    order = [
        F("organisation").asc(nulls_last=True),
        F("population").desc(nulls_last=True),
        ByteOrder("name_norm"),
        ByteOrder("kind"),
        ByteOrder("code"),
        "pk",
    ]
    if exact is not None:
        order.insert(0, Case(When(exact, then=Value(0)), default=Value(1)))
    return list(territories.order_by(*order)[:limit])
