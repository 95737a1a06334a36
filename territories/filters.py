"""Filtering a list by place: `territory = TerritoryFilter(field_name="partner__territory", label="Territoire")`."""

import django_filters

from territories.forms import TerritoryField
from territories.models import Territory


class TerritoryFilter(django_filters.Filter):
    """Keep the rows of the place chosen and of every place that it contains: an EPCI finds those of its communes.

    The organisation whose own places may be chosen: `filterset.form.fields["territory"].organisation = …`.
    """

    field_class = TerritoryField

    def filter(self, queryset, territory):
        if territory is None:
            return queryset
        inside = Territory.objects.within(territory).values("pk")
        return self.get_method(queryset)(**{f"{self.field_name}__in": inside})
