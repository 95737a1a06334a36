"""Where each thing of the frise goes on the sheet. Pure geometry, in quarter-millimetres of an A3 sheet.

Cards stack in cells (a horizon and a level); a full cell takes two or three columns of cards, whichever lets the type
be largest. Threads run only in the gaps kept between columns, rows and lanes, so none crosses a card.
"""

import itertools
from dataclasses import dataclass, field
from math import ceil

from documents.fonts import clip, text_width, wrap

LABEL = 206  # the names of the lanes
GUTTER = 46  # between horizons
LANE_GAP = 15
PAD = 8  # inside a cell
EDGE = 9  # the band of a card that tells its level
MOST_ACROSS = 6
TALLEST_ROW = 74
SMALLEST_TYPE, LARGEST_TYPE = 9, 28
WRITE = 34  # between two lines to write on: 8.5 mm on A3
ASKED = 17
MOST_WAITING_LINES = 3


@dataclass
class PlacedCard:
    """A card and its box; `lines` is its name as it fits; `goes_on` when the partner keeps its level."""

    card: object
    x: float
    y: float
    width: float
    height: float
    lines: list
    size: float
    goes_on: bool
    across: int


@dataclass
class Lane:
    level: object
    top: float
    height: float
    rows: int


@dataclass
class Column:
    horizon: object
    x: float
    width: float


@dataclass
class Layout:
    """The whole sheet: `columns`, `lanes`, `cards`, and `threads`, each a list of SVG path data with its two ends.

    `writing` leaves in each cell `rules`, lines to write on (x, y, width), under what it asks, `asked` (x, y, text).
    `since`: said before the day in the heading, when the drawing shows what changed.
    """

    drawing: object
    width: float
    height: float
    heading: bool
    writing: bool = False
    since: str = ""
    columns: list = field(default_factory=list)
    lanes: list = field(default_factory=list)
    cards: list = field(default_factory=list)
    threads: list = field(default_factory=list)
    rules: list = field(default_factory=list)
    asked: list = field(default_factory=list)

    def __post_init__(self):
        drawing = self.drawing
        self.top = 66 if self.heading else 0
        self.ruler = self.top + 92
        self.lanes_top = self.ruler + 16
        self.legend_top = self.height - 62
        self.waiting = self._waiting_lines()
        self.waiting_top = self.legend_top - (16 + 27 * len(self.waiting) if self.waiting else 0)
        self.lanes_bottom = self.waiting_top - 22
        count = max(1, len(drawing.horizons))
        width = (self.width - LABEL - GUTTER * (count - 1)) / count
        self.columns = [
            Column(horizon, LABEL + index * (width + GUTTER), width) for index, horizon in enumerate(drawing.horizons)
        ]
        self._cells = self._fill_cells()
        self._choose_size()
        self._place_lanes()
        self._place_cards()
        self._run_threads()
        if self.writing:
            self._rule_cells()

    # --- Cells ----------------------------------------------------------------------------------------------------
    def _fill_cells(self):
        """Return {(horizon, level): cards}, each cell in the order of the cards its threads come from."""
        cells = {}
        self._levels_of = {}
        for card in self.drawing.cards:
            cells.setdefault((card.horizon, card.level), []).append(card)
            self._levels_of.setdefault(card.partner, {})[card.horizon] = card.level
        rank = {}
        for horizon in range(len(self.drawing.horizons)):
            position = 0
            for level in range(len(self.drawing.levels)):
                cards = cells.get((horizon, level), [])
                cards.sort(key=lambda card: rank.get(card.partner, 10_000))
                for card in cards:
                    rank[card.partner] = position
                    position += 1
        return cells

    def _before(self, card):
        """Return the level of the partner's previous card, None when this is the first."""
        earlier = [horizon for horizon in self._levels_of[card.partner] if horizon < card.horizon]
        return self._levels_of[card.partner][max(earlier)] if earlier else None

    def _rows(self, across):
        """Return the number of rows of cards of each lane when cells have `across` columns."""
        return [
            max([1] + [ceil(len(self._cells.get((h, level), ())) / across) for h in range(len(self.drawing.horizons))])
            for level in range(len(self.drawing.levels))
        ]

    def _row_pitch(self, rows):
        """Return the height of a row of cards, gap included, so that all lanes fill the sheet."""
        room = self.lanes_bottom - self.lanes_top - LANE_GAP * (len(rows) - 1)
        low, high = 4.0, float(TALLEST_ROW)
        for _step in range(30):
            middle = (low + high) / 2
            if sum(self._lane_height(index, count, middle) for index, count in enumerate(rows)) <= room:
                low = middle
            else:
                high = middle
        return low

    def _lane_height(self, index, rows, pitch):
        """Return the least height of a lane: its definition, its rows of cards, a line under them to write on."""
        return max(self._least_lane(index), rows * pitch + PAD + (WRITE + PAD if self.writing else 0))

    def _least_lane(self, index):
        level = self.drawing.levels[index]
        definition = wrap(level.definition, LABEL - 26, 16.5, lines=4) if level.definition else []
        return 40 + 20 * len(definition)

    def lane_name(self, level):
        """Return (name, size): on one line beside the signs of the lane, smaller when it is long."""
        room, size = LABEL - 62, 26
        while size > 18 and text_width(level.name, size, "title") > room:
            size -= 0.5
        return clip(level.name, room, size, "title"), size

    def _choose_size(self):
        """Keep the number of cards abreast that lets the names be largest."""
        best = None
        for across in range(1, MOST_ACROSS + 1):
            rows = self._rows(across)
            pitch = self._row_pitch(rows)
            gap = 8 if across == 1 else 10
            height, width = pitch - gap, self._card_width(across)
            base = min(LARGEST_TYPE, height / 1.36)
            sizes = sorted(self._fit(card, base, width, height)[1] for card in self.drawing.cards) or [base]
            # Names of one sheet look alike: none much larger than the long ones can be.
            base = min(base, 1.3 * sizes[len(sizes) // 8])
            sizes = [min(base, size) for size in sizes]
            score = (min(sizes) + sum(sizes) / len(sizes)) * (1 if across == 1 else 0.94)
            if best is None or score > best[0]:
                best = (score, across, rows, pitch, gap, base)
        _score, self.across, self._lane_rows, self.pitch, self.gap, self.size = best
        self.card_height = self.pitch - self.gap

    def _card_width(self, across):
        column = self.columns[0].width if self.columns else self.width - LABEL
        return (column - 2 * PAD - (across - 1) * self._sub_gutter(across)) / across

    @staticmethod
    def _sub_gutter(across):
        return 18 if across > 1 else 0

    def _fit(self, card, base, width, height):
        """Return (lines of the name, type size): the largest size where the name fits whole, clipped at the smallest.

        `base` sets the symbol, so that all names of a sheet start at the same place.
        """
        room = width - EDGE - 16 - 1.42 * base - 0.9 * base
        size, smallest = base, min(base, SMALLEST_TYPE)
        while True:
            name = wrap(card.name, room, size, "strong", lines=2 if height >= size * 2.4 else 1)
            broken = any(line.endswith("-") and f"{line}" not in card.name for line in name)
            if size <= smallest or not (broken or name[-1].endswith("…")):
                return name, size
            size = max(smallest, size - 0.5)

    # --- Places ---------------------------------------------------------------------------------------------------
    def _place_lanes(self):
        heights = [self._lane_height(index, count, self.pitch) for index, count in enumerate(self._lane_rows)]
        room = self.lanes_bottom - self.lanes_top - LANE_GAP * max(0, len(heights) - 1)
        spare = max(0, room - sum(heights)) / max(1, len(heights))
        y = self.lanes_top
        for level, height, rows in zip(self.drawing.levels, heights, self._lane_rows, strict=True):
            self.lanes.append(Lane(level, y, height + spare, rows))
            y += height + spare + LANE_GAP

    def _place_cards(self):
        self._placed = {}
        for (horizon, level), cards in sorted(self._cells.items()):
            for across_index, column in enumerate(self._spread(cards)):
                for row, card in enumerate(column):
                    self._place(card, self.columns[horizon], self.lanes[level], across_index, row)

    def _spread(self, cards):
        """Return the cards of a cell in columns: those that only arrive on the left, only leave on the right."""
        if self.across == 1:
            return [cards]
        last = {partner: max(places) for partner, places in self._levels_of.items()}

        def side(card):
            arrives, leaves = self._before(card) is not None, last[card.partner] > card.horizon
            return (not arrives) + leaves if arrives != leaves else 1

        tall = ceil(len(cards) / self.across)
        order = sorted(range(len(cards)), key=lambda index: (side(cards[index]), index))
        return [[cards[index] for index in sorted(order[start : start + tall])] for start in range(0, len(cards), tall)]

    def _place(self, card, column, lane, across_index, row):
        width = self._card_width(self.across)
        x = column.x + PAD + across_index * (width + self._sub_gutter(self.across))
        y = lane.top + PAD + row * self.pitch
        name, size = self._fit(card, self.size, width, self.card_height)
        goes_on = self._before(card) == card.level
        placed = PlacedCard(card, x, y, width, self.card_height, name, size, goes_on, across_index)
        self.cards.append(placed)
        self._placed[card.partner, card.horizon] = placed

    # --- Threads --------------------------------------------------------------------------------------------------
    def _run_threads(self):
        skips = 0
        for partner, places in self._levels_of.items():
            horizons = sorted(places)
            for start, end in itertools.pairwise(horizons):
                source, target = self._placed[partner, start], self._placed[partner, end]
                skip = None
                if end > start + 1:
                    lane = min(source.card.level, target.card.level)
                    skip = self.lanes[lane].top + self.lanes[lane].height + 4 + 3 * (skips % 4)
                    skips += 1
                self.threads.append(self._thread(source, target, skip))

    def _thread(self, source, target, skip):
        path, x, y = self._leave(source)
        arrival, end_x, end_y = self._arrive(target)
        if skip is None:
            path += self._curve(x, y, end_x, end_y)
        else:
            after = self.columns[source.card.horizon + 1].x
            before = self.columns[target.card.horizon].x - GUTTER
            path += self._curve(x, y, after, skip) + f"H{before:.1f}" + self._curve(before, skip, end_x, end_y)
        ends = (source.x + source.width, source.y + source.height / 2), (target.x, target.y + target.height / 2)
        return path + arrival, ends

    @staticmethod
    def _curve(x, y, end_x, end_y):
        middle = (x + end_x) / 2
        return f"C{middle:.1f} {y:.1f} {middle:.1f} {end_y:.1f} {end_x:.1f} {end_y:.1f}"

    def _channel(self, placed, number):
        """Return the height of the gap under a card where its thread runs, a little apart from its neighbours'."""
        return placed.y + placed.height + self.gap * (0.3 + 0.2 * (number % 3))

    def _leave(self, placed):
        column = self.columns[placed.card.horizon]
        x, y = placed.x + placed.width, placed.y + placed.height / 2
        start = f"M{x:.1f} {y:.1f}"
        if column.x + column.width - x < PAD + 1:
            return start, x, y
        turn, channel = x + self._sub_gutter(self.across) * 0.35, self._channel(placed, placed.across)
        edge = column.x + column.width - PAD
        return (
            f"{start}Q{turn:.1f} {y:.1f} {turn:.1f} {(y + channel) / 2:.1f}T{turn + 6:.1f} {channel:.1f}H{edge:.1f}",
            edge,
            channel,
        )

    def _arrive(self, placed):
        column = self.columns[placed.card.horizon]
        x, y = placed.x, placed.y + placed.height / 2
        if x - column.x < PAD + 1:
            return "", x, y
        turn, channel = x - self._sub_gutter(self.across) * 0.35, self._channel(placed, placed.across + 1)
        edge = column.x + PAD
        return (
            f"H{turn - 6:.1f}Q{turn:.1f} {channel:.1f} {turn:.1f} {(y + channel) / 2:.1f}T{x:.1f} {y:.1f}",
            edge,
            channel,
        )

    # --- Lines to write on -----------------------------------------------------------------------------------------
    def _rule_cells(self):
        """Rule what is left of each cell, under its cards and the threads that leave them."""
        lowest = {}
        for placed in self.cards:
            cell = placed.card.horizon, placed.card.level
            lowest[cell] = max(lowest.get(cell, 0), placed.y + self.pitch)
        questions = {(horizon, level): text for horizon, level, text in self.drawing.asks}
        for level, lane in enumerate(self.lanes):
            for horizon, column in enumerate(self.columns):
                x, room, top = column.x + PAD, column.width - 2 * PAD, lowest.get((horizon, level), lane.top)
                if (horizon, level) in questions and (horizon, level) not in lowest:
                    top += PAD + ASKED
                    self.asked.append((x, top, clip(questions[horizon, level], room, ASKED)))
                while top + WRITE <= lane.top + lane.height - PAD + 0.1:
                    top += WRITE
                    self.rules.append((x, top, room))

    # --- Waiting --------------------------------------------------------------------------------------------------
    def _waiting_lines(self):
        """Return the names still to place, in at most three lines, the rest counted."""
        if not self.drawing.waiting:
            return []
        room, lines = self.width - LABEL - 10, [""]
        for index, name in enumerate(self.drawing.waiting):
            left = len(self.drawing.waiting) - index
            separator = ", " if lines[-1] else ""
            others = f", et {left} autres" if left > 1 else ""
            last_line = len(lines) == MOST_WAITING_LINES
            if text_width(lines[-1] + separator + name + (others if last_line else ","), 20) <= room:
                lines[-1] += separator + name
            elif not last_line:
                lines[-1] += "," if lines[-1] else ""
                lines.append(clip(name, room - 150, 20))
            else:
                lines[-1] += f"{separator}et {left} autres" if left > 1 else separator + clip(name, 140, 20)
                break
        return [line for line in lines if line]
