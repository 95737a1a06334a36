"""A block of 12 × 11 cells as LibreOffice Calc 7.4.7 gave it to the clipboard, recorded: text between tabs, and HTML.

Recorded through its own programming interface: the cells set, the range selected, `controller.getTransferable()` read in
the flavours `text/plain;charset=utf-16` and `text/html`.
"""

from pathlib import Path

_RECORDED = Path(__file__).parent / "spreadsheets"

ROWS = [
    ["RA", "C", "C", "C", "C", "C", "", "", "I", "C", ""],
    ["RA", "C", "C", "C", "I", "I", "", "", "", "", ""],
    ["RA", "I", "I", "I", "C", "C", "I", "C", "I", "", ""],
    ["A", "", "", "", "I", "I", "", "", "", "", ""],
    ["C", "R", "R", "R", "A", "", "", "", "", "", ""],
    ["A", "C", "C", "C", "", "", "", "", "", "", ""],
    ["RA", "I", "I", "I", "I", "I", "", "", "", "", ""],
    ["C", "", "", "", "", "C", "C", "", "", "C", ""],
    ["C", "", "", "", "I", "", "I", "C", "", "A", "I"],
    ["C", "I", "I", "I", "", "", "", "", "", "", ""],
    ["A", "R", "(A)", "I", "", "", "", "", "", "", ""],
    ["RA", "C", "C", "C", "C", "C", "C", "C", "C", "C", "C"],
]
TEXT = (_RECORDED / "libreoffice-clipboard.txt").read_text(encoding="utf-8")
HTML = (_RECORDED / "libreoffice-clipboard.html").read_text(encoding="utf-8")
