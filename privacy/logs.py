"""Addresses that give a right never stand in our logs: the token is taken out of each record as it is made.

Personal links and those of agreements give it for months, the tickets of live pages for ten minutes.

A filter on one handler would miss the others (uvicorn's access log has its own, Django's development server too).
"""

import logging
import re

# Signs of a token, written plainly or percent-encoded; the page of thanks has no token and stays readable.
TOKEN = re.compile(r"(/ma-fiche/(?!merci/)|/accord/|/live/)[^/?\s\"'<>]+/?")
HIDDEN = r"\1…/"


def without_token(value):
    """Return the text with the tokens of its addresses replaced; anything that is not text as it came."""
    return TOKEN.sub(HIDDEN, value) if isinstance(value, str) else value


def hide_tokens():
    """Make every log record of this process pass through `without_token`. Safe to call twice."""
    make = logging.getLogRecordFactory()
    if getattr(make, "hides_tokens", False):
        return

    def factory(*args, **kwargs):
        record = make(*args, **kwargs)
        record.msg = without_token(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(without_token(value) for value in record.args)
        elif isinstance(record.args, dict):
            record.args = {name: without_token(value) for name, value in record.args.items()}
        return record

    factory.hides_tokens = True
    logging.setLogRecordFactory(factory)
