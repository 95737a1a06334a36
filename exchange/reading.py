"""Bytes of a project file to nodes that know their line. Reads no key: the meaning is checked in `checking`.

The file comes from outside: everything that could make the server work too much is refused before it costs anything.
YAML is read event by event, never composed by the library, so that an alias or a deep nesting stops at its first sign.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from decimal import Decimal
from json.decoder import JSONDecodeError, scanstring

import yaml

from exchange.errors import Problem, ProjectFileError

MAX_BYTES = 5_000_000
MAX_DEPTH = 20
MAX_NODES = 200_000

# C0 and C1 controls but tab and line ends; direction overrides (they make a text read as another); lone surrogates
# and non-characters.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
_WHOLE = re.compile(r"[-+]?[0-9]{1,18}\Z")
_DECIMAL = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}\Z")
_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_WORDS |= {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_JSON_SPACE = re.compile(r"[ \t\n\r]*")
_JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?(?![0-9.eE])")

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Node:
    """A value of the file: a scalar, a list of Nodes, or a dict of Nodes with the line of each key.

    Scalars are None, bool, int, Decimal or str; a date is a text until a key asks for a date.
    """

    value: object
    line: int
    key_lines: dict = field(default_factory=dict)


def read(source):
    """Return (root Node, problems) of the bytes of a YAML or JSON file.

    Problems here are repeated keys and control characters: the rest of the file can still be checked, so that a
    person sees everything at once. Raises ProjectFileError when the text cannot be read at all.
    """
    text = _decode(source)
    problems = _controls(text)
    if problems:
        raise ProjectFileError(problems)
    builder = _JSONBuilder(text) if text.lstrip()[:1] in ("{", "[") else _YAMLBuilder(text)
    root = builder.build()
    if not isinstance(root.value, dict):
        raise ProjectFileError(
            [Problem(root.line, "", "Le fichier doit commencer par des clés, comme «\u00a0version\u00a0: 1\u00a0».")]
        )
    return root, builder.problems


def without_controls(text):
    """Return the text without the signs that a file may not hold; the line breaks of word processors become ours."""
    return _CONTROL.sub("", text.replace("\x0b", "\n").replace("\x0c", "\n"))


def _refuse(line, message):
    raise ProjectFileError([Problem(line, "", message)])


def _decode(source):
    if len(source) > MAX_BYTES:
        _refuse(
            0, "Le fichier dépasse 5\u00a0Mo. Un fichier de projet est un texte\u00a0: retirez ce qui n’en est pas."
        )
    if not source.strip():
        _refuse(0, "Le fichier est vide.")
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        _refuse(
            line,
            "Le fichier n’est pas un texte en UTF-8. Enregistrez-le en choisissant l’encodage UTF-8, puis recommencez.",
        )


def _controls(text):
    """Return a problem for each line that holds a sign no text needs, the first hundred."""
    lines = {}
    for found in _CONTROL.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        lines.setdefault(line, found.group())
        if len(lines) == 100:
            break
    return [Problem(line, "", _control_message(sign)) for line, sign in lines.items()]


def _control_message(sign):
    return f"Caractère de contrôle interdit (U+{ord(sign):04X})\u00a0: effacez-le."


class _Builder:
    """What both notations share: the count of nodes, the depth, repeated keys, forbidden signs in texts."""

    def __init__(self, text):
        self.text = text
        self.problems = []
        self.nodes = 0

    def node(self, value, line, depth):
        self.nodes += 1
        if self.nodes > MAX_NODES:
            _refuse(line, f"Le fichier contient plus de {MAX_NODES} valeurs.")
        if depth > MAX_DEPTH:
            _refuse(line, f"Les valeurs sont imbriquées sur plus de {MAX_DEPTH} niveaux.")
        if isinstance(value, str):
            self.check_text(value, line)
        return Node(value, line)

    def check_text(self, value, line):
        # The raw text was searched already; an escape such as "\x07" only shows once it has been read.
        found = _CONTROL.search(value)
        if found:
            self.problems.append(Problem(line, "", _control_message(found.group())))

    def put(self, mapping, key, line, child):
        self.check_text(key, line)
        if key in mapping.value:
            first = mapping.key_lines[key]
            self.problems.append(
                Problem(line, "", f"La clé «\u00a0{key[:80]}\u00a0» est répétée (déjà ligne {first}).")
            )
        else:
            mapping.value[key] = child
            mapping.key_lines[key] = line


class _YAMLBuilder(_Builder):
    def build(self):
        try:
            return self._build()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            _refuse(mark.line + 1 if mark else 0, _explain(error))
        except yaml.YAMLError:
            _refuse(0, "Le fichier n’est pas du YAML lisible.")

    def _build(self):
        root = None
        stack = []  # [node, key waiting for its value, line of that key]
        for event in yaml.parse(self.text, Loader=_Loader):
            line = event.start_mark.line + 1
            if isinstance(event, yaml.AliasEvent):
                _refuse(line, "Les renvois YAML (*nom) ne sont pas acceptés\u00a0: recopiez la valeur.")
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                _refuse(
                    line,
                    "Plusieurs documents YAML\u00a0: gardez-en un (une ligne «\u00a0---\u00a0» au plus).",
                )
            if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                stack.pop()
                continue
            if not isinstance(event, yaml.NodeEvent):
                continue
            child = self._child(event, line, len(stack) + 1)
            if not stack:
                root = child
            else:
                self._attach(stack[-1], child, event)
            if isinstance(child.value, (dict, list)):
                stack.append([child, None, 0])
        return root or Node(None, 1)

    def _child(self, event, line, depth):
        if event.anchor is not None:
            _refuse(line, "Les ancres YAML (&nom) ne sont pas acceptées\u00a0: recopiez la valeur.")
        if event.tag is not None:
            _refuse(line, f"Les étiquettes YAML ({event.tag[:40]}) ne sont pas acceptées\u00a0: effacez-la.")
        if isinstance(event, yaml.MappingStartEvent):
            return self.node({}, line, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.node([], line, depth)
        return self.node(_plain(event.value) if event.implicit[0] else event.value, line, depth)

    def _attach(self, frame, child, event):
        parent, key, key_line = frame
        if isinstance(parent.value, list):
            parent.value.append(child)
        elif key is None:
            if not isinstance(event, yaml.ScalarEvent):
                _refuse(child.line, "Une clé doit être un mot.")
            frame[1], frame[2] = event.value, child.line
        else:
            self.put(parent, key, key_line, child)
            frame[1] = None


def _plain(text):
    """Return the value of an unquoted YAML scalar, by the rules of YAML 1.2: no « yes », no octal, no hours."""
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.match(text):
        return int(text)
    if _DECIMAL.match(text):
        return Decimal(text)
    return text


def _explain(error):
    problem = (error.problem or "") + (error.context or "")
    if "tab" in problem or "\\t" in problem:
        return "Tabulation en début de ligne\u00a0: le YAML n’accepte que des espaces."
    if "quoted scalar" in problem:
        return "Guillemets ouverts et jamais refermés."
    if "expected ',' or" in problem or "did not find expected ','" in problem:
        return "Il manque une virgule, une accolade ou un crochet."
    if "mapping values are not allowed" in problem or "could not find expected ':'" in problem:
        return "Deux-points mal placé\u00a0: mettez le texte entre guillemets, ou vérifiez l’alignement de la ligne."
    return "Cette ligne n’est pas du YAML\u00a0: vérifiez l’alignement, les deux-points et les guillemets."


class _JSONBuilder(_Builder):
    def __init__(self, text):
        super().__init__(text)
        self.starts = [0] + [found.end() for found in re.finditer("\n", text)]

    def build(self):
        try:
            node, end = self._value(self._space(0), 1)
        except JSONDecodeError as error:
            _refuse(self._line(error.pos), "Guillemets ouverts et jamais refermés, ou signe interdit dans un texte.")
        end = self._space(end)
        if end != len(self.text):
            _refuse(self._line(end), "Il reste du texte après la fin du JSON.")
        return node

    def _line(self, at):
        return bisect_right(self.starts, at)

    def _space(self, at):
        return _JSON_SPACE.match(self.text, at).end()

    def _value(self, at, depth):
        line = self._line(at)
        sign = self.text[at : at + 1]
        if sign == "{":
            return self._object(at, line, depth)
        if sign == "[":
            return self._list(at, line, depth)
        if sign == '"':
            value, end = scanstring(self.text, at + 1, True)
            return self.node(value, line, depth), end
        for word, value in (("null", None), ("true", True), ("false", False)):
            if self.text.startswith(word, at):
                return self.node(value, line, depth), at + len(word)
        number = _JSON_NUMBER.match(self.text, at)
        if not number:
            _refuse(line, "Cette ligne n’est pas du JSON\u00a0: vérifiez les virgules, les guillemets et les nombres.")
        value = Decimal(number.group()) if number.group(1) else int(number.group())
        return self.node(value, line, depth), number.end()

    def _list(self, at, line, depth):
        node = self.node([], line, depth)
        at = self._space(at + 1)
        if self.text[at : at + 1] == "]":
            return node, at + 1
        while True:
            child, at = self._value(at, depth + 1)
            node.value.append(child)
            at, closed = self._next(at, "]")
            if closed:
                return node, at

    def _object(self, at, line, depth):
        node = self.node({}, line, depth)
        at = self._space(at + 1)
        if self.text[at : at + 1] == "}":
            return node, at + 1
        while True:
            if self.text[at : at + 1] != '"':
                _refuse(self._line(at), "Une clé JSON s’écrit entre guillemets doubles.")
            key_line = self._line(at)
            key, at = scanstring(self.text, at + 1, True)
            at = self._space(at)
            if self.text[at : at + 1] != ":":
                _refuse(self._line(at), "Il manque un deux-points après la clé.")
            child, at = self._value(self._space(at + 1), depth + 1)
            self.put(node, key, key_line, child)
            at, closed = self._next(at, "}")
            if closed:
                return node, at

    def _next(self, at, closing):
        """Return (place of the next item or after the end, whether the list is closed)."""
        at = self._space(at)
        sign = self.text[at : at + 1]
        if sign == closing:
            return at + 1, True
        if sign != ",":
            _refuse(self._line(at), "Il manque une virgule, une accolade ou un crochet.")
        return self._space(at + 1), False
