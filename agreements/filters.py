"""Filters of the register of agreements: in words people use, over every project that the user sees."""

import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from agreements.calendar import IN_FORCE, add_months, term_for
from agreements.models import Agreement, AgreementStatus, Arrangement, TemplateCode
from agreements.terms import dates_only, terms_of, with_terms
from partnerships.models import Formalisation
from projects.models import Project
from territories.names import normalise

LIVING = IN_FORCE
ENDS = (
    ("3", _("Dans les trois mois")),
    ("12", _("Dans l’année")),
    ("passee", _("Déjà passée, sans être close")),
    ("aucune", _("Sans date de fin")),
)
# Forms that nobody takes for one of our conventions; the others answer to « Autres accords ».
_LIGHTER = (
    *(Formalisation.ORAL, Formalisation.LETTER_OF_INTENT, Formalisation.CHARTER, Formalisation.PROTOCOL),
    Formalisation.PROVISION,
)
WRITTEN, OTHERS = "written", "others"
KINDS = (
    (WRITTEN, _("Conventions")),
    (OTHERS, _("Autres accords")),
    *((code.value, code.label) for code in _LIGHTER),
)


class AgreementFilter(django_filters.FilterSet):
    """The end is the one in force: amendments, decisions and silent renewals are counted, as by the calendar.

    `kind`: conventions, or lighter arrangements, all of them or those of one form. `arrangements` answers beside `found`.
    """

    q = django_filters.CharFilter(label=_("Chercher"), method="filter_text")
    project = django_filters.ModelChoiceFilter(label=_("Projet"), queryset=Project.objects.none(), to_field_name="slug")
    kind = django_filters.ChoiceFilter(label=_("Sorte"), choices=KINDS, method="filter_kind")
    template = django_filters.ChoiceFilter(label=_("Modèle"), choices=TemplateCode.choices)
    status = django_filters.ChoiceFilter(label=_("État"), choices=AgreementStatus.choices)
    ends = django_filters.ChoiceFilter(label=_("Fin"), choices=ENDS, method="filter_end")

    class Meta:
        model = Agreement
        fields = ()

    def __init__(self, data, *, user):
        super().__init__(data, queryset=Agreement.objects.visible_to(user).order_by("project__name", "position", "pk"))
        self.user = user
        self.filters["project"].queryset = Project.objects.visible_to(user).order_by("name")
        for item in self.filters.values():
            if "choices" in item.extra or "queryset" in item.extra:
                item.field.empty_label = item.extra["empty_label"] = _("Tous")

    @property
    def found(self):
        """Return the agreements that answer; all of them when a filter makes no sense."""
        return self.qs if self.is_valid() else self.queryset.all()

    @property
    def arrangements(self):
        """Return the lighter arrangements that answer: they have no model, and no state but « ended »."""
        rows = Arrangement.objects.visible_to(self.user).order_by("partnership__project__name", "position", "pk")
        said = self.form.cleaned_data if self.is_valid() else {}
        kind, status, project = said.get("kind"), said.get("status"), said.get("project")
        if kind == WRITTEN or said.get("template") or status not in ("", None, AgreementStatus.ENDED):
            return rows.none()
        if kind and kind != OTHERS:
            rows = rows.filter(formalisation=kind)
        if project:
            rows = rows.filter(partnership__project=project)
        if status:
            rows = rows.exclude(pk__in=rows.living().order_by().values("pk"))
        for word in (said.get("q") or "").split():
            named = Q(partnership__partner__name_norm__contains=normalise(word))
            rows = rows.filter(Q(purpose__icontains=word) | named)
        return _ending(rows, said.get("ends"), timezone.localdate())

    def filter_kind(self, queryset, name, value):
        return queryset if value == WRITTEN else queryset.none()

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


def _ending(arrangements, value, today):
    """Return the lighter arrangements whose end answers to one of ENDS; all of them for no value."""
    if not value:
        return arrangements
    if value == "aucune":
        return arrangements.filter(end=None, closed_on=None)
    if value == "passee":
        return arrangements.living().filter(end__lt=today)
    return arrangements.living().filter(end__gte=today, end__lte=add_months(today, int(value)))


def _ends(agreement, value, today):
    """Say whether the end of an agreement answers to one of ENDS."""
    term = term_for(agreement, today)
    end = term.end if term else terms_of(agreement).ends_on
    if value == "aucune":
        return end is None
    if value == "passee":
        return term is not None and term.is_over
    return end is not None and today <= end <= add_months(today, int(value))


def ranked(filters):
    """Return [(is an Arrangement, key)] of what a register shows: by project, agreements before arrangements. Two queries."""
    written = filters.found.values_list("project__name", "project", "position", "pk")
    others = filters.arrangements.values_list("partnership__project__name", "partnership__project", "position", "pk")
    found = [(name, project, False, position, key) for name, project, position, key in written]
    found += [(name, project, True, position, key) for name, project, position, key in others]
    return [(is_other, key) for _name, _project, is_other, _position, key in sorted(found)]
