"""The RACI as a spreadsheet: out, changed by somebody, back in."""
