"""Finding a place by what a person types: a name, a postcode, an official code. The same answers on every database.

Everything compared is ASCII: `name_norm` and the normalised text hold only `a-z0-9` and single spaces, so a text typed
can hold no sign that LIKE reads as a pattern. Ranges and orders use the order of bytes, never the database's collation.
"""

import re
from dataclasses import dataclass

from django.apps import apps
from django.db.models import Case, Exists, F, Func, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, Concat
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
_KIND_WORDS = {"epci", "ept", "departement", "region", "quartier", "commune", "bassin", "outre", "mer"}
_ORDINAL = re.compile(r"\b(\d+) ?i?eme\b")
# « Mons (Hainaut, BE) »: what is between brackets says where.
_BRACKETS = re.compile(r"\(([^()]*)\)\s*$")
_BELGIUM = {"be", "belgique"}
# The source of Belgian communes gives no population; their average ranks them among French homonyms.
BELGIAN_COMMUNE = 20_000


class ByteOrder(Func):
    """The expression compared and sorted by bytes, whatever the collation of the database."""

    template = '%(expressions)s COLLATE "C"'
    arity = 1

    def as_sqlite(self, compiler, connection, **extra):
        return self.as_sql(compiler, connection, template="%(expressions)s COLLATE BINARY", **extra)


@dataclass(frozen=True)
class Typed:
    """What a person typed, read: words of a name, a code, or both (« Cunlhat 63 », « Cunlhat (63) »).

    `rest`: the name without what says where, which is `code`, or `inside` for a place of Belgium (« Mons (Hainaut) »).
    """

    name: str
    code: str = ""
    rest: str = ""
    inside: str = ""


def read(text):
    """Return the Typed of a text. `name` is the whole text; `rest` is set when what says where can be told apart."""
    text = text[:LONGEST]
    name = _ORDINAL.sub(r"\1e", normalise(text))
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
    if brackets := _BRACKETS.search(text):
        rest = normalise(text[: brackets.start()])
        inside = " ".join(word for word in normalise(brackets[1]).split() if word not in _BELGIUM)
        return Typed(name, rest=rest, inside=inside) if rest and inside else Typed(name)
    return Typed(name)


def find(territories, text, limit=20):
    """Return at most `limit` territories of the queryset that answer the text, best first.

    Order: the code or name typed exactly, or a usual other name (the Dutch one; Évry for Évry-Courcouronnes); then any
    former name, exactly; then what begins with it, today's names before the others; then a name with a word that
    begins so. Within each, the organisation's own places, then the most inhabited, then by name. A postcode that is
    the only one of a place, or of an arrondissement, comes before one among several. A number is a code first, and a
    name when no code begins so; a name with a code (« Cunlhat 63 ») is read so when no place bears the whole as name.
    Empty text, or text without letter or digit: nothing.
    """
    typed = read(text)
    if not typed.name:
        return []
    found, words = [], typed.name
    if typed.code and not typed.rest:
        found = _of_code(territories, typed.code, limit)
    if not found:
        found = _named(territories, typed.name, limit)
    if not found and typed.rest:
        words = typed.rest
        found = _named(territories.filter(_where(territories, typed)), words, limit)
    _say_what_found(found, words, typed.code)
    return found


def _of_code(territories, code, limit):
    """Return the territories whose official code or postcode, today's or a former one, begins with the code."""
    among_several = Q(around__contains=f" {code} ")
    ranks = Case(
        When(Q(code=code.upper()) | Q(postcodes=code), then=Value(0)),
        When(among_several & Q(kind="arrondissement_ville"), then=Value(0)),
        When(among_several | _of_today(code=code.upper()), then=Value(1)),
        default=Value(2),
    )
    territories = territories.alias(around=Concat(Value(" "), "postcodes", Value(" ")))
    return _ranked(territories.filter(_coded(territories, code)), ranks, limit)


def _where(territories, typed):
    """Return the condition « the place is where the code, or the words between brackets, say »."""
    if typed.code:
        return _coded(territories, typed.code, Q(departement__code=typed.code.upper()))
    words = typed.inside
    return Q(departement__name_norm__contains=words) | Q(region__name_norm__contains=words)


def _say_what_found(found, words, code):
    """Give `found_as` to the territories that only another name, or a former code, made answer. At most one query."""
    others = {one.pk: one for one in found if f" {words}" not in f" {one.name_norm}"}
    if code and words == code:
        others = {pk: one for pk, one in others.items() if not f" {one.code} {one.postcodes}".count(f" {code.upper()}")}
    if not others:
        return
    of_name = Q(_begins("name_norm", words)) | _has_further("name_norm", words) | Q(code=code.upper() or None)
    for name in _other_names().filter(of_name, territory__in=others).order_by("-name_norm", "-pk"):
        others[name.territory_id].found_as = name


def _other_names():
    return apps.get_model("territories", "TerritoryName")._base_manager.all()


def _of_today(**other_name):
    """Return the condition « the place has another name that meets these conditions »."""
    return Exists(_other_names().filter(territory=OuterRef("pk"), **other_name))


def _named(territories, name, limit):
    """Return the territories whose name begins with the words typed, then those with these words further on."""
    begins = _any_name(territories, _begins("name_norm", name))
    ranks = Case(
        When(Q(name_norm=name) | _of_today(name_norm=name, usual=True), then=Value(0)),
        When(_of_today(name_norm=name), then=Value(1)),
        When(_begins("name_norm", name), then=Value(2)),
        default=Value(3),
    )
    found = _ranked(territories.filter(begins), ranks, limit)
    if len(found) < limit:
        further = _any_name(territories, _has_further("name_norm", name))
        known = [one.pk for one in found]
        found += _ranked(territories.filter(further).exclude(pk__in=known), None, limit - len(found))
    return found


def _any_name(territories, condition):
    """Return the condition « the name, or another name, meets the condition », as a union that two indexes answer."""
    own = _keys(territories, condition)
    return Q(pk__in=own.union(_other_names().filter(condition).order_by().values("territory"), all=True))


def _coded(territories, code, *others):
    """Return the condition « the official code or a postcode begins so, or one of the other conditions holds »."""
    conditions = (_begins("code", code.upper()), _begins("postcodes", code), _has_further("postcodes", code), *others)
    first, *others = (_keys(territories, condition) for condition in conditions)
    former = _other_names().filter(_begins("code", code.upper())).order_by().values("territory")
    # One union rather than conditions joined by OR, for which SQLite would read every row.
    return Q(pk__in=first.union(*others, former, all=True))


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


def _ranked(territories, ranks, limit):
    counted = Case(When(country="BE", kind="commune", then=Value(BELGIAN_COMMUNE)))
    order = [
        F("organisation").asc(nulls_last=True),
        Coalesce("population", counted).desc(nulls_last=True),
        ByteOrder("name_norm"),
        ByteOrder("kind"),
        ByteOrder("code"),
        "pk",
    ]
    if ranks is not None:
        order.insert(0, ranks)
    return list(territories.order_by(*order)[:limit])
