"""How large things on the board are: shares of its height, so that it is read at eight metres.

At a screen 0.6 m high a capital of 1/18 of it is 33 mm: 14′ of arc at 8 m, nearly three times
what normal eyes need (5′).  No call's label or counter is smaller.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QFont, QFontMetricsF

CALL_CAP: Final = 1 / 18
"""Height of the capitals of a call, as a share of the board's height: the least there is."""
NEWEST: Final = 1.3
"""The newest call is so much larger, where it fits."""
HEAD, NOTICE, MARGIN = 0.085, 0.085, 0.016
"""Heights of the head and the notice line, and the space between things."""
ROW, FIRST_ROW = 0.126, 0.175
"""Heights of a call and of the newest one."""


def with_caps(font: QFont, height: float) -> QFont:
    """Return `font` with capitals `height` pixels high, never smaller."""
    made = QFont(font)
    made.setPixelSize(1000)
    ratio = QFontMetricsF(made).capHeight() / 1000
    size = max(1, int(height / ratio))
    made.setPixelSize(size)
    while QFontMetricsF(made).capHeight() < height:
        size += 1
        made.setPixelSize(size)
    return made


def fitted(font: QFont, text: str, width: float, height: float) -> QFont:
    """Return `font` with capitals `height` pixels high, smaller where `text` were too wide."""
    made = with_caps(font, height)
    wide = QFontMetricsF(made).horizontalAdvance(text)
    if wide > width > 0:
        made.setPixelSize(max(1, int(made.pixelSize() * width / wide)))
    return made
