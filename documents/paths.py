"""Where the files that make documents live."""

from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
CSS = HERE / "css"
FONTS = ROOT / "static" / "fonts"
SPRITE = ROOT / "static" / "glyphes.svg"
TEMPLATES = ROOT / "templates" / "documents"
