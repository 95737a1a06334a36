"""A block of 12 × 11 cells in the two shapes that LibreOffice Calc gives to the clipboard: text between tabs, and HTML.

Written after the format of its version 7.4, not recorded from a running one.
"""

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
TEXT = "\n".join("\t".join(row) for row in ROWS) + "\n"
_CELL = '<td align="left" valign=bottom>{}</td>'
HTML = (
    '<!DOCTYPE html>\n<html>\n<head>\n\t<meta http-equiv="content-type" content="text/html; charset=utf-8"/>\n'
    '\t<title></title>\n\t<meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/>\n'
    '\t<style type="text/css">\n\t\tbody,div,table,thead,tbody,tfoot,tr,th,td,p { font-family:"Liberation Sans"; '
    "font-size:x-small }\n\t\ta.comment-indicator:hover + comment { background:#ffd; }\n\t</style>\n</head>\n\n<body>\n"
    '<table cellspacing="0" border="0">\n\t<colgroup span="11" width="85"></colgroup>\n'
    + "".join(
        "\t<tr>\n"
        + "".join(f"\t\t{_CELL.format(text or '<br>')}\n" for text in row).replace("<td ", '<td height="17" ', 1)
        + "\t</tr>\n"
        for row in ROWS
    )
    + "</table>\n</body>\n\n</html>\n"
)
