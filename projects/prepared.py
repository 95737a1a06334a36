"""Queries that Django writes once: the pages asked for most spend half of their time in writing the same SQL again.

See docs/adr/0013-prepared-queries.md for what was measured, and where this is worth having.
"""

from functools import partial

from django.db import connections
from django.db.models import QuerySet

# Values that no data has: the SQL is searched for them, to know which parameter is which.
_FIRST_MARK = 1_987_650_001


class Prepared:
    """A query with names for its values: `Prepared(make, project=int)`, where `make(project)` returns the queryset.

    `make` is called once, with a mark in place of each value; its SQL is kept, and each call gives it other values. They
    are integers (keys) or text, compared as they are: no lists, no None, and nothing that changes with time or language
    may be written inside `make`.
    """

    def __init__(self, make, **kinds):
        self._make = make
        self._kinds = kinds
        self._written = {}

    def __call__(self, **values):
        """Return the list of what the queryset gives for these values. One query."""
        return list(self._asked(values))

    def _asked(self, values, *, only=None):
        queryset, written, sql, parameters = self._kept(values)
        # Each thread has its connection, and each call its values.
        compiler = object.__new__(type(written))
        vars(compiler).update(
            vars(written),
            connection=connections[queryset.db],
            as_sql=lambda: (sql, tuple(values[one.name] if type(one) is _Named else one for one in parameters)),
        )
        asked = QuerySet(queryset.model, _Asked(compiler, only), using=queryset._db)
        asked._fields = queryset._fields
        asked._iterable_class = queryset._iterable_class
        return asked

    def first(self, **values):
        """Return the first of the list, or None."""
        return next(iter(self._asked(values, only=1)), None)

    def _kept(self, values):
        if values.keys() != self._kinds.keys():
            raise TypeError(f"{sorted(self._kinds)} expected, {sorted(values)} given")
        # In tests, the marks of query counters and of other databases come and go: one text for each kind of database.
        vendor = connections["default"].vendor
        if vendor not in self._written:
            self._written[vendor] = self._write()
        return self._written[vendor]

    def _write(self):
        marks = {name: kind(_FIRST_MARK + n) for n, (name, kind) in enumerate(self._kinds.items())}
        queryset = self._make(**marks)
        compiler = queryset.query.get_compiler(using=queryset.db)
        sql, parameters = compiler.as_sql()
        names = {mark: _Named(name) for name, mark in marks.items()}
        found = [names.get(one, one) for one in parameters]
        lost = self._kinds.keys() - {one.name for one in found if type(one) is _Named}
        if lost:
            raise TypeError(f"{sorted(lost)} of the query cannot be found in its SQL")
        # The converters of the columns too are the same at each call.
        fields = [select[0] for select in compiler.select[: compiler.col_count]]
        compiler.get_converters = partial(_same, compiler.get_converters(fields))
        return queryset, compiler, sql, found


def _same(converters, _expressions):
    return converters


class _Asked:
    """What stands for the Query of a queryset while its rows are read."""

    low_mark = 0

    def __init__(self, compiler, only):
        """`only`: how many rows are wanted; what watches for repeated queries leaves a row read alone in peace."""
        self.compiler, self.high_mark = compiler, only

    def get_compiler(self, *args, **kwargs):
        return self.compiler


class _Named:
    """The place of a value in the parameters of a query."""

    def __init__(self, name):
        self.name = name
