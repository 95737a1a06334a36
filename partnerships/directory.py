"""The directory of a project's partners, rows drawn as text: this list is the longest of the application.

Fifty rows as objects and templates cost ten times a page served from memory; as plain values and text, half of that.
"""

from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, Subquery
from django.templatetags.static import static
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from partnerships.models import (
    Contact,
    Formalisation,
    LinkNature,
    LogEntry,
    PartnerKind,
    Partnership,
    Placement,
    kind_glyph,
    kind_label,
    stale_since,
)
from projects.models import InvolvementCode, InvolvementLevel, Stage

PAGE_SIZE = 50
PLACES_SHOWN = 3
NBSP = "\u00a0"
MARKS = {code: InvolvementLevel(code=code).mark for code in ("", *InvolvementCode.values)}
FIELDS = (
    "pk",
    "public_id",
    "is_lead",
    "nature",
    "formalisation",
    "stage",
    "partner_id",
    "partner__name",
    "partner__kind",
    "partner__overlooked",
    "partner__archived_at",
    "partner__checked_on",
    "partner__territory",
    "partner__territory__name",
    "partner__territory__country",
    "last_contact",
)
# Read in the same query: a partner comes back once for each of its other places.
OTHER_PLACE = ("partner__places__territory", "partner__places__territory__name")


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


def read_directory(project, partnerships, horizons, number, cover=None):
    """Return the Directory page of a Partnership queryset, by name. Four queries, whatever the number of partners.

    `cover`: the Cover of the place asked for; those who act there on a larger scale only are marked so.
    """
    paginator = Paginator(partnerships.order_by("partner__name_norm", "pk"), PAGE_SIZE)
    page = paginator.get_page(number)
    # The rows of the page are read by their keys: what hangs on them is looked up for fifty, never for all.
    last_contact = LogEntry.objects.filter(partnership=OuterRef("pk")).order_by("-date").values("date")[:1]
    rows = (
        Partnership.objects.filter(pk__in=page.object_list.values("pk"))
        .annotate(last_contact=Subquery(last_contact))
        .order_by("partner__name_norm", "pk", "partner__places__position", "partner__places__pk")
        .values_list(*FIELDS, *OTHER_PLACE, named=True)
    )
    page.object_list, others = _gathered(rows)
    levels, contacts = _levels(page), _contacts(page)
    # A partner without a place is called as its neighbours are.
    pen = Pen(project, horizons, next(filter(None, (row.partner__territory__country for row in page)), ""))
    rows = "".join(
        pen.row(row, levels, contacts.get(row.partner_id), _where(row, others.get(row.partner_id, ()), cover))
        for row in page
    )
    return Directory(page, mark_safe(rows), horizons)


def _levels(page):
    """Return {(partnership, horizon's public_id): (name of the level, its mark)}."""
    placements = Placement.objects.filter(partnership__in=[row.pk for row in page]).order_by()
    values = placements.values_list("partnership", "horizon__public_id", "level__name", "level__code")
    return {(partnership, horizon): (name, MARKS[code]) for partnership, horizon, name, code in values}


def _contacts(page):
    """Return {partner: what names its first contact}."""
    contacts = Contact.objects.filter(partner__in=[row.partner_id for row in page]).present()
    values = contacts.order_by("-position", "-pk").values_list(
        "partner", "name", "function", "email", "phone", "other_phone", "channel"
    )
    return {partner: next(filter(None, names), "") for partner, *names in values}


def _gathered(rows):
    """Return (one row a partnership, {partner: [(key, name)] of where it acts besides its first place})."""
    one, others = {}, {}
    for row in rows:
        one.setdefault(row.pk, row)
        if row.partner__places__territory:
            place = row.partner__places__territory, row.partner__places__territory__name
            others.setdefault(row.partner_id, []).append(place)
    return list(one.values()), others


def _where(row, others, cover):
    """Return (names of the places where a partner acts, that of the larger one that brought it here, or "")."""
    places = {row.partner__territory: row.partner__territory__name} if row.partner__territory else {}
    places |= dict(others)
    if cover is None or places.keys() & cover.same:
        return list(places.values()), ""
    return list(places.values()), next((name for pk, name in places.items() if pk in cover.wider), "")


@lru_cache(maxsize=8)
def _labels(_language):
    """Return {code: label, escaped} of the four closed lists: reading a translation costs more than drawing a cell."""
    lists = PartnerKind, LinkNature, Formalisation, Stage
    return tuple({code: escape(str(label)) for code, label in choices.choices} for choices in lists)


def options(choices, chosen):
    """Return the `<option>` of [(value, label)], the chosen one selected."""
    return mark_safe(
        "".join(
            f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(str(label))}</option>'
            for value, label in choices
            if value != ""
        )
    )


class Pen:
    """Draws the rows. Every text that somebody typed goes through `escape`."""

    def __init__(self, project, horizons, country):
        self.country = country
        self.horizons = [(public_id, escape(name)) for public_id, name in horizons]
        self.stale_since = stale_since(project.organisation)
        self.sprite = static("glyphes.svg")
        # One address, where the sign of each partner takes the place of a mark that no sign can hold.
        self.before, _mark, self.after = reverse(
            "partnerships:partnership_record", args=[project.slug, "MARK"]
        ).partition("MARK")
        self.language = get_language()
        self.kinds, self.natures, self.formalisations, self.stages = _labels(self.language)

    def glyph(self, name, css="gl"):
        return f'<svg class="{css}" aria-hidden="true"><use href="{self.sprite}#{name}"/></svg>'

    def row(self, row, levels, contact, where):
        """Return the `<tr>` of one partnership; `contact` is the name of its first contact, or None.

        `where`: its places, and the larger one through which it acts in the place asked for.
        """
        places, scale = where
        placed = "".join(self.level(name, levels.get((row.pk, public_id))) for public_id, name in self.horizons)
        named = "".join(f", {escape(name)}" for name in places[:PLACES_SHOWN])
        if (more := len(places) - PLACES_SHOWN) > 0:
            named += f" et {more} autre{'s' if more > 1 else ''}"
        scale = f'<span class="annuaire-echelle">Échelle plus large&nbsp;: {escape(scale)}</span>' if scale else ""
        lead = ' <span class="etiquette">porteuse</span>' if row.is_lead else ""
        tags = ""
        if row.partner__archived_at:
            tags = ' <span class="etiquette">archivé</span>'
        elif row.partner__checked_on and row.partner__checked_on < self.stale_since:
            tags = ' <span class="etiquette">à vérifier</span>'
        overlooked = ' <span class="etiquette">souvent oublié</span>' if row.partner__overlooked else ""
        return (
            f'<tr id="p-{row.public_id}"><th scope="row">'
            f'<a href="{self.before}{row.public_id}{self.after}">{escape(row.partner__name)}</a>'
            f'{lead}{overlooked}{tags}<span class="annuaire-type">{self.glyph(kind_glyph(row.partner__kind), "gl gl-16")}'
            f"<span>{self.kind(row)}{named}</span></span>{scale}</th>{placed}"
            f"{cell('Lien', self.natures.get(row.nature))}"
            f"{cell('Écrit', self.formalisations[row.formalisation])}"
            f"{cell('Étape', self.stages[row.stage])}"
            f"{cell('Contact', escape(contact) if contact else '')}"
            f"{cell('Dernier échange', _day(row.last_contact, self.language))}</tr>"
        )

    def kind(self, row):
        """Return what the kind is called in the country of the partner."""
        country = row.partner__territory__country or self.country
        return escape(kind_label(row.partner__kind, country)) if country == "BE" else self.kinds[row.partner__kind]

    def level(self, horizon, level):
        if level is None:
            return f'<td data-nom="{horizon}" class="rien"><span class="vh">pas placé</span></td>'
        name, mark = level
        return f'<td data-nom="{horizon}"><span class="niveau">{self.glyph(f"n-{mark}")}{escape(name)}</span></td>'


def cell(name, content):
    """Return a `<td>`; an empty one says so to those who do not see that it is empty."""
    if content:
        return f'<td data-nom="{name}">{content}</td>'
    return f'<td data-nom="{name}" class="rien"><span class="vh">à préciser</span></td>'


@lru_cache(maxsize=4096)
def _day(day, _language):
    if day is None:
        return ""
    words = date_format(day, "j N Y").lower().replace(" ", NBSP)
    return f'<time datetime="{day:%Y-%m-%d}">{words}</time>'
