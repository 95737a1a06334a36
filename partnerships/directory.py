"""The directory of a project's partners: rows drawn as text, because this list is the longest of the application."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Prefetch, Subquery
from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from partnerships.models import (
    Contact,
    Formalisation,
    LinkNature,
    LogEntry,
    PartnerKind,
    Partnership,
    Placement,
)
from partnerships.models.partner import kind_glyph
from projects.models import Stage

PAGE_SIZE = 50
NBSP = "\u00a0"


@dataclass(frozen=True)
class Directory:
    """`rows`: the `<tr>` of the page; `horizons`: [(public_id, name)], the columns of levels, in order."""

    page: Page
    rows: SafeString
    horizons: list

    @property
    def total(self):
        """Return how many partners answer, on all pages."""
        return self.page.paginator.count


def read_directory(project, partnerships, horizons, number):
    """Return the Directory page of a Partnership queryset, by name. Four queries, whatever the number of partners."""
    paginator = Paginator(partnerships.order_by("partner__name_norm", "pk"), PAGE_SIZE)
    page = paginator.get_page(number)
    # The rows of the page are read by their keys: what hangs on them is looked up for fifty, never for all.
    last_contact = LogEntry.objects.filter(partnership=OuterRef("pk")).order_by("-date").values("date")[:1]
    page.object_list = list(
        Partnership.objects.filter(pk__in=page.object_list.values("pk"))
        .select_related("partner__territory")
        .prefetch_related(
            Prefetch("placements", Placement.objects.select_related("level", "horizon")),
            Prefetch("partner__contacts", Contact.objects.order_by("position", "pk")),
        )
        .annotate(last_contact=Subquery(last_contact))
        .order_by("partner__name_norm", "pk")
    )
    pen = Pen(project, horizons)
    return Directory(page, mark_safe("".join(pen.row(row) for row in page)), horizons)


class Pen:
    """Draws the rows. Every text that somebody typed goes through `escape`."""

    def __init__(self, project, horizons):
        self.horizons = [(public_id, escape(name)) for public_id, name in horizons]
        self.sprite = static("glyphes.svg")
        # One address, where the sign of each partner takes the place of a mark that no sign can hold.
        self.before, _mark, self.after = reverse(
            "partnerships:partnership_record", args=[project.slug, "MARK"]
        ).partition("MARK")
        self.kinds, self.natures, self.formalisations, self.stages = (
            {code: escape(label) for code, label in choices}
            for choices in (PartnerKind.choices, LinkNature.choices, Formalisation.choices, Stage.choices)
        )

    def glyph(self, name, css="gl"):
        return f'<svg class="{css}" aria-hidden="true"><use href="{self.sprite}#{name}"/></svg>'

    def row(self, partnership):
        """Return the `<tr>` of one partnership."""
        partner = partnership.partner
        placed = {placement.horizon.public_id: placement.level for placement in partnership.placements.all()}
        levels = "".join(self.level(name, placed.get(public_id)) for public_id, name in self.horizons)
        where = f", {escape(partner.territory.name)}" if partner.territory else ""
        signs = "".join(
            f' <span class="etiquette">{words}</span>'
            for shown, words in ((partnership.is_lead, "porteuse"), (partner.overlooked, "souvent oublié"))
            if shown
        )
        return (
            f'<tr><th scope="row"><a href="{self.before}{partnership.public_id}{self.after}">{escape(partner.name)}</a>'
            f'{signs}<span class="annuaire-type">{self.glyph(kind_glyph(partner.kind), "gl gl-16")}'
            f"{self.kinds[partner.kind]}{where}</span></th>{levels}"
            f"{self.cell('Lien', self.natures.get(partnership.nature))}"
            f"{self.cell('Écrit', self.formalisations[partnership.formalisation])}"
            f"{self.cell('Étape', self.stages[partnership.stage])}"
            f"{self.cell('Contact', self.contact(partner))}"
            f"{self.cell('Dernier échange', self.day(partnership.last_contact))}</tr>"
        )

    def level(self, horizon, level):
        if level is None:
            return f'<td data-nom="{horizon}" class="rien"><span class="vh">pas placé</span></td>'
        dot = self.glyph(f"n-{level.mark}")
        return f'<td data-nom="{horizon}"><span class="niveau">{dot}{escape(level.name)}</span></td>'

    @staticmethod
    def cell(name, content):
        """Return a `<td>`; an empty one says so to those who do not see that it is empty."""
        if content:
            return f'<td data-nom="{name}">{content}</td>'
        return f'<td data-nom="{name}" class="rien"><span class="vh">à préciser</span></td>'

    @staticmethod
    def contact(partner):
        contact = next(iter(partner.contacts.all()), None)
        return escape(str(contact)) if contact else ""

    @staticmethod
    def day(day):
        if day is None:
            return ""
        words = date_format(day, "j N Y").lower().replace(" ", NBSP)
        return f'<time datetime="{day:%Y-%m-%d}">{words}</time>'
