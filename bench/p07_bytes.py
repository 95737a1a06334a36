"""P7: the JavaScript of a page, gzipped as the server sends it, for every kind of page that loads scripts.

Pages are found in the templates, not written here. What a page loads under some condition (a role, live changes) is counted:
no visitor receives more when it opens. What another script asks for later (`suite` of the live pages: it comes with the first
change that somebody else makes) has a line of its own, without a target.
"""

import re
from pathlib import Path

from bench import harness

harness.start()

from django.conf import settings  # noqa: E402 (needs Django set up)

MOST = 45_000
TEMPLATES = harness.ROOT / "templates"
BASE = "base.html"
EXTENDS = re.compile(r'{% extends "([^"]+)" %}')
NAMED = re.compile(r"""{% static ['"]([^'"]+\.js)['"]""")
LATER = re.compile(r"""suite=['"]([^'"]+\.js)['"]""")
# A page that empties this block goes without the script of the fields for a place.
PLACE_FIELDS = re.compile(r"{% block place_fields %}(.*?){% endblock %}", re.DOTALL)


def scripts_of(name):
    """Return {scripts} that the page of a template loads, those of the templates that it extends included."""
    text = (TEMPLATES / name).read_text()
    parent = EXTENDS.search(text)
    found = set(NAMED.findall(text))
    if parent is None:
        return found
    emptied = PLACE_FIELDS.search(text)
    above = scripts_of(parent[1])
    if emptied and not emptied[1].strip():
        above -= set(NAMED.findall(PLACE_FIELDS.search((TEMPLATES / BASE).read_text())[1]))
    return found | above


def bytes_sent(script):
    """Return the length of a script as `collectstatic` has compressed it for the server."""
    path = Path(settings.STATIC_ROOT) / script
    return path.with_name(f"{path.name}.gz").stat().st_size


def measure():
    kinds = {}
    for path in sorted(TEMPLATES.rglob("*.html")):
        name = str(path.relative_to(TEMPLATES))
        # A file named with a leading underscore is a part of a page.
        if EXTENDS.search(path.read_text()) and not path.name.startswith("_"):
            kinds.setdefault(frozenset(scripts_of(name)), []).append(name.removesuffix(".html"))
    lines = []
    for scripts, names in sorted(kinds.items(), key=lambda kind: -len(kind[1])):
        weight = sum(map(bytes_sent, scripts))
        what = Path(names[0]).name + (f" and {len(names) - 1} more" if len(names) > 1 else "")
        size = f"{len(scripts)} scripts"
        lines.append(harness.Line(f"P7 {what}", size, f"{weight} B", "", None, f"≤ {MOST}", weight <= MOST))
    for path in sorted(TEMPLATES.rglob("*.html")):
        for script in LATER.findall(path.read_text()):
            case = f"P7 later, {path.stem}"
            lines.append(harness.Line(case, "1 script", f"{bytes_sent(script)} B", "", None, "", passed=True))
    return lines


if __name__ == "__main__":
    raise SystemExit(0 if harness.report(measure()) else 1)
