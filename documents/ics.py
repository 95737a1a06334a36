"""Days of a calendar as an iCalendar file (RFC 5545): whole days, no person invited, nothing that repeats."""

import datetime
import re
from dataclasses import dataclass

PRODUCT = "-//Maillage//Calendrier//FR"
# RFC 5545, 3.1: a line longer than 75 octets is folded.
LINE = 75


@dataclass(frozen=True)
class CalendarDay:
    """A whole day. `uid` stays the same when the day moves: a calendar that takes the file again moves it too."""

    uid: str
    day: datetime.date
    title: str
    details: str = ""
    url: str = ""


def calendar_file(name, days, *, made_on):
    """Return the bytes of the calendar called `name`, with these CalendarDays; `made_on` is the day of the file.

    The same facts give the same bytes.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for one in days:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(one.uid)}",
            f"DTSTAMP:{made_on:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}",
            # The end is the first day that is no more part of it (3.6.1).
            f"DTEND;VALUE=DATE:{one.day + datetime.timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(one.title)}",
        ]
        if one.details:
            lines.append(f"DESCRIPTION:{_text(one.details)}")
        if one.url:
            lines.append(f"URL:{re.sub(r'[^!-~]', '', one.url)}")
        # A day to know, not a day off.
        lines += ["TRANSP:TRANSPARENT", "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _text(value):
    """Return a TEXT value (3.3.11): marks that mean something escaped, controls taken out, a line break as « \\n »."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    value = re.sub(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]", " ", value)
    return re.sub(r"([\\;,])", r"\\\1", value).replace("\n", "\\n")


def _folded(line):
    """Return a line cut every 75 octets, never inside a letter; what follows a cut starts with a space."""
    pieces, piece, size = [], "", 0
    for letter in line:
        weight = len(letter.encode())
        if size + weight > LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + weight
    return "\r\n".join([*pieces, piece])
