"""The journal of contacts of the whole project, newest first."""

import django_filters
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from partnerships.models import LogEntry, LogKind, LogPresence
from partnerships.record import delay, log_glyph, with_who
from projects.access import visible_project

PAGE_SIZE = 50


class JournalFilter(django_filters.FilterSet):
    """By partner, by kind, and those whose promise waits. The address rebuilds the screen."""

    partenaire = django_filters.ChoiceFilter(label=_("Partenaire"), field_name="partnership__public_id")
    type = django_filters.ChoiceFilter(label=_("Type"), field_name="kind", choices=LogKind.choices)
    suite = django_filters.ChoiceFilter(
        label=_("Suite promise"),
        field_name="follow_up__done",
        choices=((False, _("À tenir")), (True, _("Tenue"))),
    )

    class Meta:
        model = LogEntry
        fields = ()

    def __init__(self, data, *, project):
        super().__init__(data, queryset=LogEntry.objects.filter(partnership__project=project))
        partners = project.partnerships.order_by("partner__name_norm").values_list("public_id", "partner__name")
        self.filters["partenaire"].extra["choices"] = list(partners)
        for item in self.filters.values():
            item.extra["empty_label"] = _("Tous")

    def address(self):
        """Return the query string that rebuilds the screen, without what is empty."""
        if not self.is_valid():
            return ""
        return urlencode({name: value for name, value in self.form.cleaned_data.items() if value})


@require_safe
def journal(request, slug):
    """Every exchange, 50 a page, with what was decided and what was promised."""
    project = visible_project(request, slug)
    filters = JournalFilter(request.GET or None, project=project)
    entries = filters.qs if filters.is_valid() else LogEntry.objects.filter(partnership__project=project)
    entries = entries.select_related(
        "partnership__partner", "follow_up__who_member", "follow_up__who_partnership__partner"
    ).prefetch_related(with_who("presences", LogPresence))
    page = Paginator(entries, PAGE_SIZE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    rows = [(entry, log_glyph(entry), _promise(entry, today)) for entry in page]
    context = {"project": project, "filters": filters, "page": page, "rows": rows, "query": filters.address()}
    return render(request, "partnerships/journal.html", context)


def _promise(entry, today):
    """Return (promise, how far its day is, empty once it is done) or None."""
    promise = getattr(entry, "follow_up", None)
    return promise and (promise, "" if promise.done else delay(promise.due, today))
