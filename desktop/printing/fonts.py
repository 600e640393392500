"""The typeface of every paper: Noto Sans SC, embedded, registered once for the process.

Regular holds 30,890 characters; Bold holds the common ones, and what it lacks is set in
Regular.  A character neither holds becomes 〓, the compositor's mark for a missing sort.
"""

from __future__ import annotations

import threading
import unicodedata
from functools import cache, lru_cache
from itertools import groupby

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

import resources

REGULAR = "Yimen-Regular"
BOLD = "Yimen-Bold"
MISSING = "〓"

# A TTFont keeps a reading position of its own while it is embedded: one paper at a time.
LOCK = threading.RLock()


@cache
def _font(name: str) -> TTFont:
    """Register the font on first use (about 50 ms for Regular) and keep it."""
    with LOCK:
        file = name.replace("Yimen", "NotoSansSC") + ".ttf"
        # Shaping would need a second library and Chinese and Latin text need none.
        font = TTFont(name, str(resources.path(f"fonts/{file}")), shapable=False)
        pdfmetrics.registerFont(font)
        return font


def prepare() -> None:
    """Make sure both fonts are registered; cheap after the first time."""
    # Streams as they are, not as ASCII: for files that no longer travel by seven-bit mail.
    rl_config.useA85 = 0
    _font(REGULAR)
    _font(BOLD)


def clean(text: str) -> str:
    """Return one line of text: composed, control characters as spaces, unknown ones as 〓."""
    return clean_lines(text).replace("\n", " ")


def clean_lines(text: str) -> str:
    """Return `text` as `clean` does, its line feeds kept."""
    known = _font(REGULAR).face.charToGlyph
    composed = unicodedata.normalize("NFC", text)
    if all(ord(char) in known for char in composed):
        return composed
    return "".join(_shown(char, known) for char in composed)


def runs(text: str, *, bold: bool = False) -> list[tuple[str, str]]:
    """Split cleaned `text` into (font name, piece): one piece unless Bold lacks a character."""
    if not bold:
        return [(REGULAR, text)]
    held = _font(BOLD).face.charToGlyph
    pieces = groupby(text, key=lambda char: BOLD if ord(char) in held else REGULAR)
    return [(name, "".join(chars)) for name, chars in pieces]


@lru_cache(maxsize=16384)
def advance(char: str, *, bold: bool = False) -> float:
    """Return how wide one character is, in ems."""
    name = BOLD if bold and ord(char) in _font(BOLD).face.charToGlyph else REGULAR
    face = _font(name).face
    return float(face.charWidths.get(ord(char), face.defaultWidth)) / 1000


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of cleaned `text` at `size` points, in points."""
    return sum(advance(char, bold=bold) for char in text) * size


def _shown(char: str, known: dict[int, int]) -> str:
    if ord(char) in known:
        return char
    category = unicodedata.category(char)
    if char == "\n":
        return char
    if char in "\t\r" or category in {"Zs", "Zl", "Zp"}:
        return " "
    return "" if category in {"Cc", "Cf", "Mn", "Me"} else MISSING
