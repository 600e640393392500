"""Text as people read it: without marks that nobody sees and that turn what stands beside them."""

from __future__ import annotations

import re

_MARKS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


def without_marks(text: str) -> str:
    """Return a text without control and direction marks; tabs and line feeds stay."""
    return _MARKS.sub("", text)
