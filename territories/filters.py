"""Filtering a list by place: `territory = TerritoryFilter(field_name="partner__territory", label="Territoire")`."""

import django_filters
from django.db.models import Q

from territories.forms import TerritoryField


class TerritoryFilter(django_filters.Filter):
    """Keep the rows of the place chosen and of every place that it contains: an EPCI finds those of its communes.

    The organisation whose own places may be chosen: `filterset.form.fields["territory"].organisation = …`.
    """

    field_class = TerritoryField

    def filter(self, queryset, territory):
        if territory is None:
            return queryset
        name = self.field_name
        inside = (
            Q(**{name: territory})
            | Q(**{f"{name}__epci": territory})
            | Q(**{f"{name}__departement": territory})
            | Q(**{f"{name}__region": territory})
        )
        return self.get_method(queryset)(inside)
