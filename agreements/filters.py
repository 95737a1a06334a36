"""Filters of the register of agreements: in words people use, over every project that the user sees."""

import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.calendar import IN_FORCE, add_months, term_for
from agreements.models import Agreement, AgreementStatus, TemplateCode
from agreements.terms import dates_only, terms_of, with_terms
from projects.models import Project
from territories.names import normalise

LIVING = IN_FORCE
ENDS = (
    ("3", _("Dans les trois mois")),
    ("12", _("Dans l’année")),
    ("passee", _("Déjà passée, sans être close")),
    ("aucune", _("Sans date de fin")),
)


class AgreementFilter(django_filters.FilterSet):
    """The end is the one in force: amendments, decisions and silent renewals are counted, as by the calendar."""

    q = django_filters.CharFilter(label=_("Chercher"), method="filter_text")
    project = django_filters.ModelChoiceFilter(label=_("Projet"), queryset=Project.objects.none(), to_field_name="slug")
    template = django_filters.ChoiceFilter(label=_("Modèle"), choices=TemplateCode.choices)
    status = django_filters.ChoiceFilter(label=_("État"), choices=AgreementStatus.choices)
    ends = django_filters.ChoiceFilter(label=_("Fin"), choices=ENDS, method="filter_end")

    class Meta:
        model = Agreement
        fields = ()

    def __init__(self, data, *, user):
        super().__init__(data, queryset=Agreement.objects.visible_to(user).order_by("project__name", "position", "pk"))
        self.filters["project"].extra["queryset"] = Project.objects.visible_to(user).order_by("name")
        for item in self.filters.values():
            if "choices" in item.extra or "queryset" in item.extra:
                item.field.empty_label = item.extra["empty_label"] = _("Tous")

    @property
    def found(self):
        """Return the agreements that answer; all of them when a filter makes no sense."""
        return self.qs if self.is_valid() else self.queryset.all()

    def filter_text(self, queryset, name, value):
        """Every word must be in the title, the number or the name of a party."""
        for word in value.split():
            named = Q(parties__partnership__partner__name_norm__contains=normalise(word))
            queryset = queryset.filter(Q(title__icontains=word) | Q(number__icontains=word) | named)
        return queryset.distinct()

    def filter_end(self, queryset, name, value):
        today = timezone.localdate()
        rows = with_terms(dates_only(queryset.filter(amends=None)))
        return queryset.filter(pk__in=[row.pk for row in rows if _ends(row, value, today)])


def _ends(agreement, value, today):
    """Say whether the end of an agreement answers to one of ENDS."""
    term = term_for(agreement, today)
    end = term.end if term else terms_of(agreement).ends_on
    if value == "aucune":
        return end is None
    if value == "passee":
        return term is not None and term.is_over
    return end is not None and today <= end <= add_months(today, int(value))
