"""What a document is made of: plain facts, no model, nothing private.

Views build these from the models; renderers read nothing else. One list here is one promise of what a document may
show: freins, leviers, trust, influence and notes have no field, so no document can contain them.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class BoardHorizon:
    """A column of the frise."""

    name: str
    subtitle: str
    start: date | None
    end: date | None


@dataclass(frozen=True)
class BoardLevel:
    """A lane. `mark` is porteur, allie, contributeur, info or autre: how its edge and dot are drawn."""

    name: str
    definition: str
    mark: str


@dataclass(frozen=True)
class BoardCard:
    """A partner in one cell. `partner` tells which cards one thread joins; indexes count from 0.

    `present`: the moments of the project at which the partner is there, for the table behind the drawing (on the cards it
    would fit on some and not on others). In a comparison, `change` is arrived, moved or left and `said` tells it in words; a
    card that `is_gone` stood there on the earlier day.
    """

    partner: str
    name: str
    glyph: str
    horizon: int
    level: int
    certainty: str
    provenance: str
    change: str = ""
    said: str = ""
    present: str = ""
    is_gone: bool = False


@dataclass(frozen=True)
class BoardDrawing:
    """The frise of a project on a day. `waiting` are the names not placed yet.

    `asks`: (horizon, level, question) of the cells where nobody stands, for the sheets on which people write.
    """

    project: str
    banner: str
    day: date
    horizons: tuple[BoardHorizon, ...]
    levels: tuple[BoardLevel, ...]
    cards: tuple[BoardCard, ...]
    waiting: tuple[str, ...] = ()
    asks: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True)
class BoardPoster:
    """The frise to pin on a wall. `sheets`: 1 for an A3 sheet, 4 or 9 for A4 sheets to paste together.

    `writing` leaves lines to write on in each cell, `black` draws without colour.
    """

    drawing: BoardDrawing
    sheets: int = 1
    writing: bool = False
    black: bool = False


@dataclass(frozen=True)
class CutCard:
    """A partner on a card: its name, what it is (a symbol and its word) and where it acts."""

    name: str
    glyph: str
    kind: str
    place: str


@dataclass(frozen=True)
class CutCards:
    """Cards to cut out, 10 or 8 on an A4 sheet; `blanks` counts those left empty, besides what fills the last sheet."""

    project: str
    banner: str
    day: date
    cards: tuple[CutCard, ...]
    per_page: int = 10
    blanks: int = 0


@dataclass(frozen=True)
class ComparedPlace:
    """One place that differs between two days. `kind`: arrived, left or moved; empty levels for no place."""

    kind: str
    word: str
    name: str
    horizon: str
    before: str
    after: str


@dataclass(frozen=True)
class BoardComparison:
    """What changed on the frise from a day to another: the frise of the later day with the changes on it, then each of them.

    `counts`: partners that arrived, moved, left.
    """

    project: str
    banner: str
    earlier: date
    day: date
    counts: tuple[int, int, int]
    edges: tuple[str, ...]
    rows: tuple[ComparedPlace, ...]
    drawing: BoardDrawing


@dataclass(frozen=True)
class RaciColumn:
    name: str
    full_name: str
    glyph: str


@dataclass(frozen=True)
class RaciRow:
    """`cells` has one text a column: R, A, C, I, RA, (A), a letter of another variant, or empty."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class RaciGroup:
    """The rows of a phase; `name` is empty for rows without phase."""

    name: str
    rows: tuple[RaciRow, ...]


@dataclass(frozen=True)
class RaciTable:
    project: str
    banner: str
    day: date
    columns: tuple[RaciColumn, ...]
    groups: tuple[RaciGroup, ...]
    # [(letters, name)] of the legend, empty for the six of RACI; (activity, who answers, in which words, on which day).
    legend: tuple[tuple[str, str], ...] = ()
    answers: tuple[tuple[str, str, str, date], ...] = ()


@dataclass(frozen=True)
class RoleLine:
    """An activity in which an organisation has a role. `accountable`: who answers for it; `state` in words."""

    activity: str
    phase: str
    start: date | None
    end: date | None
    state: str
    accountable: tuple[str, ...]


@dataclass(frozen=True)
class RoleGroup:
    """The activities of one role: its letter, its name, what is expected of who has it."""

    letters: str
    name: str
    expected: str
    lines: tuple[RoleLine, ...]


@dataclass(frozen=True)
class RoleSheet:
    """« Ce qui vous concerne »: the activities of one organisation, for that organisation."""

    project: str
    banner: str
    day: date
    partner: str
    carrier: str
    groups: tuple[RoleGroup, ...]


@dataclass(frozen=True)
class RoleSheets:
    """The sheets of everybody who has a role in a project, to print together and hand over one by one."""

    project: str
    banner: str
    day: date
    sheets: tuple[RoleSheet, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of an article. A gap to fill is the text GAP: it prints as a dotted line."""

    text: str


@dataclass(frozen=True)
class Items:
    """A list of an article, one obligation an item."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Heading:
    """A title inside an annex."""

    text: str


@dataclass(frozen=True)
class Table:
    """A table of an annex. `rows` are texts, as many as `heads`; the first cell of a row names it.

    `numbers` are the columns, from 0, aligned as numbers; `total` is a last row.
    """

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    total: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Picture:
    """A picture of an annex, JPEG or PNG, drawn anew by documents.inspecting. `alt` says what it shows; sizes in pixels.

    `content` is what prints; it is left empty where only the words are read.
    """

    alt: str
    sha256: str
    media_type: str
    width: int
    height: int
    content: bytes = field(default=b"", repr=False)


GAP = "\ufffc"


@dataclass(frozen=True)
class ConventionArticle:
    """`number` is its rank among the articles kept; its items are numbered after `items_after`, 0 for the same.

    In an amendment, the items of an article that replaces article 7 are 7.1, 7.2… `mark` finds the article again in an
    office file that comes back. In a text in force, `number` may be « 7 bis », and `note` says what changed the article.
    """

    number: int | str
    title: str
    blocks: tuple[Paragraph | Items, ...]
    items_after: int | str = 0
    mark: str = ""
    note: str = ""


@dataclass(frozen=True)
class ConventionParty:
    """`description` is the paragraph after « Entre » or « et »; `short_name` what the text calls the party.

    `others`: (name, quality) of those who sign for it with the first.
    """

    name: str
    short_name: str
    description: str
    signatory: str
    quality: str
    others: tuple[tuple[str, str], ...] = ()

    @property
    def signatories(self):
        """Return ((name, quality), …) of all who sign for the party: each has a frame."""
        return ((self.signatory, self.quality), *self.others)


@dataclass(frozen=True)
class ConventionMean:
    """A contribution in kind. `value` in euros a year, None when it is not valued."""

    party: str
    what: str
    value: Decimal | None


@dataclass(frozen=True)
class ConventionAnnex:
    """An annex in its place. `kind` is text, means, raci or board; a text has `blocks`, the others their own field.

    `number` is « 2 » or « II » as the articles quote it; empty: its rank.
    """

    kind: str
    title: str
    blocks: tuple[Paragraph | Items | Heading | Table | Picture, ...] = ()
    number: str = ""


@dataclass(frozen=True)
class ConventionDocument:
    """An agreement as it prints. `draft` puts PROJET across each page; with a `notice` it is a text to read, not to sign.

    `annexes` numbers the annexes, because articles quote these numbers; when it is empty the order is roles, frise,
    contributions.
    """

    title: str
    project: str
    banner: str
    number: str
    version: str
    day: date
    draft: bool
    parties: tuple[ConventionParty, ...]
    preamble: tuple[Paragraph | Items, ...]
    articles: tuple[ConventionArticle, ...]
    place: str
    signed_on: date | None
    means: tuple[ConventionMean, ...] = ()
    board: BoardDrawing | None = None
    raci: RaciTable | None = None
    originals: int = 0  # 0: not said
    annexes: tuple[ConventionAnnex, ...] = ()
    preamble_mark: str = ""
    visas: tuple[str, ...] = ()  # « Vu la loi… », before the parties
    hand: tuple[str, ...] = ()  # people who sign without being parties, named by hand
    reference: str = "Convention"  # how it calls itself: Convention, Charte, Avenant…
    notice: str = ""  # « Texte consolidé au… », first thing said: then there is no place to sign
    footer: str = field(
        default="Modèle d’aide à la rédaction, à faire relire\u00a0; ne remplace pas un conseil juridique."
    )


@dataclass(frozen=True)
class MapShape:
    """One outline of a small map, in the units of the map, y downwards. `inside`: belongs to what the map shows."""

    name: str
    rings: tuple[tuple[tuple[float, float], ...], ...]
    inside: bool = True


@dataclass(frozen=True)
class MapDrawing:
    """Where a place is: outlines, and the same facts as a table (`heads`, then `rows` of as many texts)."""

    title: str
    shapes: tuple[MapShape, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str
    day: date
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FactLine:
    """One thing that is said. `text` keeps its line ends."""

    label: str
    text: str


@dataclass(frozen=True)
class FactSection:
    """Facts under one title; `note` explains them."""

    title: str
    lines: tuple[FactLine, ...]
    note: str = ""


@dataclass(frozen=True)
class FactSheet:
    """Facts told one under the other: a sheet of the register, what is held on a person.

    The one shape that may carry what the team wrote about somebody, to that somebody alone (RGPD, article 15): who fills
    it decides, and says on what ground.
    """

    title: str
    reference: str
    banner: str
    day: date
    sections: tuple[FactSection, ...]
    footer: str


@dataclass(frozen=True)
class SheetTable:
    """A table of a fiche action. The first cell of a row names it; the columns in `numbers` stand on the right."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class ActionSheetDocument:
    """A fiche action as its partners read it. Freins, parades and points to watch have no field here (rule 3).

    `edition` is the number of the text; `validations` are sentences, one for each side that has said yes to it.
    """

    title: str
    number: int | None
    project: str
    banner: str
    day: date
    state: str
    edition: int
    sections: tuple[FactSection | SheetTable, ...]
    validations: tuple[str, ...] = ()


@dataclass(frozen=True)
class RelationNode:
    """A partner on the drawings of relations. `ring`: 0 at the centre of the target, see RelationsDrawing.rings.

    `angle` is in degrees from the top, clockwise; `column` and `row` are a slot of the graph. `url` only on a screen.
    """

    name: str
    full_name: str
    glyph: str
    kind: str
    ring: int
    angle: int
    column: int
    row: int
    is_lead: bool = False
    url: str = ""


@dataclass(frozen=True)
class RelationLink:
    """What two partners do together. `a` and `b` count nodes from 0; `strength` is 1 to 4, `word` says it.

    `change` is empty, « arrived » or « ended » between two dates.
    """

    a: int
    b: int
    strength: int
    word: str
    nature: str
    nature_glyph: str
    since: date | None = None
    until: date | None = None
    change: str = ""


@dataclass(frozen=True)
class RelationsDrawing:
    """Who works with whom in a project on a day, or between two. `rings` names the circles of the target from the centre."""

    project: str
    banner: str
    day: date
    nodes: tuple[RelationNode, ...]
    links: tuple[RelationLink, ...]
    rings: tuple[str, ...]
    before: date | None = None
