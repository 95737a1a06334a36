"""Counting what hangs on each row of a query, without joining it: a join would multiply the rows and group them again."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce


def number_of(rows, way):
    """Return the expression that counts, among `rows`, those that point at each row of the outer query by `way`; 0 for none."""
    pointing = rows.filter(**{way: OuterRef("pk")}).order_by().values(way)
    return Coalesce(Subquery(pointing.annotate(n=Count("pk")).values("n")), 0)
