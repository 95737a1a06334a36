"""A read file to checked values, with every error at once: line, path and what to put right, in French."""

import datetime

from exchange import codes, rules
from exchange.errors import Problem, ProjectFileError
from exchange.fields import Identifier, quoted
from exchange.groups import ListOf, MapOf, Record
from exchange.reading import read
from exchange.shape import FILE, PLACES

MAX_PROBLEMS = 500


class TooManyProblems(Exception):
    """The file has more errors than anybody reads."""


class Checker:
    """What the fields of one file share while they are checked.

    `identifiers`: {list: {identifier: line}} of the whole file, gathered first so that a reference may look ahead.
    `delta`: what dates move by.
    """

    def __init__(self, root):
        self.problems = []
        self.warnings = []
        self.identifiers = {name: {} for name in _list_names(FILE)}
        self.delta = datetime.timedelta(0)
        self._seen = {}
        self._words = {}
        self._gather(FILE, root)
        self._gather_words(root)

    def report(self, line, path, message):
        """Add an error; returns None, the value of a node that is wrong."""
        self.problems.append(Problem(line, path, message))
        if len(self.problems) >= MAX_PROBLEMS:
            raise TooManyProblems

    def add(self, node, path, message):
        return self.report(node.line, path, message)

    def warn(self, line, path, message):
        """Add a remark: the file is taken, and the person is told."""
        self.warnings.append(Problem(line, path, message))

    def register(self, node, path, value):
        """Return the identifier, or None when another item of the same list has it."""
        place = path.rsplit("[", 1)[0]
        seen = self._seen.setdefault(place, {})
        if value in seen:
            return self.add(node, path, f"L’identifiant {quoted(value)} est déjà pris, ligne {seen[value]}.")
        seen[value] = node.line
        return value

    def place_of(self, name):
        return PLACES.get(name, name)

    def words_of(self, vocabulary):
        """Return {what may be written: value of the model}: the file's own words when it gives them, else ours."""
        return self._words.get(vocabulary.section) or vocabulary.accepted

    def shifted(self, date):
        try:
            return date + self.delta
        except OverflowError:
            return date

    def _gather(self, kind, node):
        if isinstance(kind, ListOf) and isinstance(node.value, list):
            for child in node.value:
                self._gather(kind.item, child)
        elif isinstance(kind, Record) and isinstance(node.value, dict):
            for key, child in node.value.items():
                inner = kind.keys.get(key)
                if isinstance(inner, Identifier) and inner.of and isinstance(child.value, str):
                    self.identifiers[inner.of].setdefault(child.value.strip(), child.line)
                elif isinstance(inner, (Record, ListOf)):
                    self._gather(inner, child)

    def _gather_words(self, root):
        """Learn the file's own words; what is wrong in them is told when `listes` is checked."""
        lists = root.value.get("listes")
        if lists is None or not isinstance(lists.value, dict):
            return
        for section, vocabulary in codes.OWN_WORDS.items():
            rows = lists.value.get(section)
            words = {}
            for row in rows.value if rows is not None and isinstance(rows.value, list) else ():
                if not isinstance(row.value, dict) or not {"id", "code"} <= row.value.keys():
                    continue
                word, code = row.value["id"].value, row.value["code"].value
                if isinstance(code, str) and code in vocabulary.codes and isinstance(word, (str, int)):
                    words[word] = vocabulary.codes[code]
            if words:
                self._words[section] = words


def _list_names(kind):
    """Return the names of all the lists that references may look in."""
    names = set()
    if isinstance(kind, ListOf):
        names |= _list_names(kind.item)
    elif isinstance(kind, MapOf):
        names |= {kind.to} | _list_names(kind.value)
    elif isinstance(kind, Record):
        for inner in kind.keys.values():
            if isinstance(inner, Identifier) and inner.of:
                names.add(inner.of)
            names |= _list_names(inner)
    return names


def check(source, *, organisation, today=None):
    """Return (Item of the whole file, warnings as Problems) of the bytes of a project file.

    With `today`, date values move by today − date_reference. Reads the directory and the geography, writes nothing.
    Raises ProjectFileError with every problem of the file.
    """
    root, problems = read(source)
    checker = Checker(root)
    checker.problems += problems
    try:
        if today is not None:
            checker.delta = _delta(root, today, checker)
        content = FILE.check(root, "", checker)
        rules.check(content, checker)
        rules.check_geography(content, checker, organisation)
    except TooManyProblems:
        checker.problems.append(
            Problem(0, "", f"Plus de {MAX_PROBLEMS} erreurs\u00a0: corrigez celles-ci, puis recommencez.")
        )
    if checker.problems:
        raise ProjectFileError(checker.problems)
    return content, sorted(checker.warnings)


def _delta(root, today, checker):
    node = root.value.get("date_reference")
    try:
        return today - datetime.date.fromisoformat(node.value.strip())
    except (AttributeError, ValueError):
        checker.report(
            node.line if node else 0,
            "date_reference",
            "Pour décaler les dates, le fichier doit donner sa date_reference (année-mois-jour).",
        )
        return datetime.timedelta(0)
