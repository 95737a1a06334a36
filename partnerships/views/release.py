"""What tells two releases apart, for the pages that a browser may keep while their project does not change."""

import re
from functools import lru_cache
from hashlib import sha256

from django.conf import settings
from django.templatetags.static import static

PART = re.compile(r"""{% (?:extends|include) "([^"#]+)""")
# A file is named by `static`, or handed to an included template (`suite="js/direct-frise.js"`).
FILE = re.compile(r"""["']((?:css|js|vendor|fonts)/[^"']+)["']""")
SPRITE = "glyphes.svg"


def release_of(*templates):
    """Return a print of the templates of a page and of all that they extend, include and load.

    Read from the templates themselves: a script added to one of them counts without being named anywhere else.
    """
    return _release_of(templates, settings.LIVE)


@lru_cache(maxsize=16)
def _release_of(templates, live):
    texts, waiting = {}, list(templates)
    while waiting:
        name = waiting.pop()
        if name not in texts:
            texts[name] = (settings.BASE_DIR / "templates" / name).read_text()
            waiting += PART.findall(texts[name])
    files = {SPRITE}.union(*(FILE.findall(text) for text in texts.values()))
    return sha256(repr((sorted(texts.items()), [static(name) for name in sorted(files)], live)).encode()).hexdigest()
