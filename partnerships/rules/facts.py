"""What the rules read of a project: each part is read once, when a rule first asks for it."""

from collections import defaultdict
from functools import cached_property

from django.utils import timezone

from partnerships.board import read_board
from partnerships.coverage import current_horizon, read_coverage
from partnerships.expected import open_actors, present_on
from partnerships.models import Link
from partnerships.raci.checks import matrix_signals
from partnerships.raci.matrix import read_matrix
from partnerships.relations.net import Net
from projects.models import Stage


class Facts:
    """The parts of a project, for the rules. `board` may have been read already by the page."""

    def __init__(self, project, board=None, today=None):
        self.project = project
        self.today = today or timezone.localdate()
        if board is not None:
            self.board = board

    @cached_property
    def board(self):
        return read_board(self.project)

    @property
    def horizons(self):
        return self.board.horizons

    @cached_property
    def horizon(self):
        """Return the horizon of the day, else the next, else the last; None without any."""
        return current_horizon(self.horizons, self.today)

    @cached_property
    def partners(self):
        """Return {public id: BoardPartner}, neither the carrying organisation nor what is ended or archived."""
        return {
            row.public_id: row
            for row in self.board.partners
            if row.stage != Stage.ENDED and row.partner__archived_at is None
        }

    @cached_property
    def places(self):
        """Return {partner public id: {horizon public id: InvolvementLevel}} of the placed partners."""
        level_of = {level.public_id: level for level in self.board.levels}
        found = defaultdict(dict)
        for (horizon, level), cards in self.board.cells.items():
            for card in cards:
                found[card.partner][horizon] = level_of[level]
        return found

    def names_at(self, horizon):
        """Return the public ids of the partners placed at a horizon."""
        return {partner for partner, levels in self.places.items() if horizon.public_id in levels}

    def label(self, partner):
        """Return the short name of a partner of the board."""
        row = next(row for row in self.board.partners if row.public_id == partner)
        return row.partner__short_name or row.partner__name

    @cached_property
    def missing_actors(self):
        """Return the expected actors that nobody answers, None when the organisation has no list. One query."""
        return open_actors(self.project, present_on(self.board))

    @cached_property
    def matrix(self):
        return read_matrix(self.project)

    @cached_property
    def signals(self):
        """Return {code: [RaciSignal]} of the RACI. Five queries."""
        found = defaultdict(list)
        for signal in matrix_signals(self.matrix):
            found[signal.code].append(signal)
        return found

    @cached_property
    def net(self):
        """Return the Net of the links that stand today. One query."""
        return Net.of(Link.objects.filter(project=self.project).on(self.today))

    @cached_property
    def coverage(self):
        """Return the Coverage at the horizon of the day. Ten queries at most."""
        shown = [self.horizon] if self.horizon else []
        return read_coverage(self.project, shown, self.board.levels)
