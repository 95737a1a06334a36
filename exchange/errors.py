"""What is wrong with a project file, said so that a person can put it right."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to put right. `line` counts from 1, 0 for the whole file; `path` reads `partenaires[3].type`."""

    line: int
    path: str
    message: str

    def __str__(self):
        where = [f"ligne {self.line}"] if self.line else []
        where += [self.path] if self.path else []
        return f"{', '.join(where)}\u00a0: {self.message}" if where else self.message


class ProjectFileError(Exception):
    """The file was refused and nothing was written. `problems` are in the order of the file."""

    def __init__(self, problems):
        super().__init__("project file refused")
        self.problems = sorted(problems)


class SpreadsheetRefused(Exception):
    """The spreadsheet was refused and nothing was written. The message says why in French, and how to mend it.

    `status`: what HTTP answers, 413 for what is too large, 422 for the rest.
    """

    def __init__(self, message, status=422):
        super().__init__(str(message))
        self.status = status
