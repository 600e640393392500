"""The bundled Chinese font, the scale of text sizes and the figures that stand in columns.

A bare machine has no Chinese font, so ours is loaded from `resources/fonts`.  Sizes are in
points; everything that needs a length in pixels asks the metrics of the font at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QFontMetricsF

import resources

REGULAR: Final = "fonts/NotoSansSC-Regular.ttf"
BOLD: Final = "fonts/NotoSansSC-Bold.ttf"
FALLBACKS: Final = ("Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Sans Serif")
"""Families to try where the bundled file is missing, best first."""

_BASE_POINTS: Final = 10.0


class TextSize(IntEnum):
    """The sizes of text that a person can choose, in per cent."""

    NORMAL = 100
    LARGE = 125
    LARGEST = 150


@dataclass(frozen=True, slots=True)
class TypeScale:
    """The sizes of text of one screen, in points, from small print to the page's heading."""

    small: float
    body: float
    strong: float
    title: float
    heading: float

    @classmethod
    def for_size(cls, size: TextSize) -> TypeScale:
        """Return the scale for the chosen text size."""
        base = _BASE_POINTS * size / 100
        return cls(
            small=round(base * 0.9, 1),
            body=base,
            strong=round(base * 1.1, 1),
            title=round(base * 1.3, 1),
            heading=round(base * 1.7, 1),
        )


def load_bundled() -> str:
    """Load the bundled faces and return the family to use, the system's where there is none.

    Needs the QGuiApplication; takes about 10 ms.
    """
    families: list[str] = []
    for name in (REGULAR, BOLD):
        file = resources.path(name)
        if file.is_file():
            number = QFontDatabase.addApplicationFont(str(file))
            families += QFontDatabase.applicationFontFamilies(number)
    return families[0] if families else ""


def application_font(family: str, size: TextSize, *, latin: bool = False) -> QFont:
    """Return the font of ordinary text, `family` first, then what systems are likely to have.

    `latin`: quotes and apostrophes as narrow as in Latin text; in Chinese they fill a square.
    """
    font = QFont()
    if hasattr(QFont, "Tag") and hasattr(font, "setFeature"):
        # Also when it is off: Qt would keep it from the application's font before.
        font.setFeature(QFont.Tag("pwid"), int(latin))
    font.setFamilies([name for name in (family, *FALLBACKS) if name])
    font.setPointSizeF(TypeScale.for_size(size).body)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def scaled(font: QFont, factor: float, *, bold: bool = False) -> QFont:
    """Return `font` at `factor` times its size, bold if asked."""
    made = QFont(font)
    made.setPointSizeF(QFontInfo(font).pointSizeF() * factor)
    if bold:
        made.setWeight(QFont.Weight.Bold)
    return made


def tabular(font: QFont) -> QFont:
    """Return `font` with figures of equal width, for numbers and times that change in place."""
    made = QFont(font)
    if hasattr(QFont, "Tag") and hasattr(made, "setFeature"):
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def figures_are_tabular(font: QFont) -> bool:
    """Say whether all ten figures of `font` are equally wide."""
    metrics = QFontMetricsF(font)
    return len({round(metrics.horizontalAdvance(figure), 2) for figure in "0123456789"}) == 1


def fitting(font: QFont, text: str, width: float, height: float) -> QFont:
    """Return `font` at the largest size at which `text` fits into `width` × `height` pixels.

    The height is that of the capitals, not of the line: a number may use the space that
    descenders would take.
    """
    made = QFont(font)
    made.setPointSizeF(100.0)
    metrics = QFontMetricsF(made)
    wide = max(metrics.horizontalAdvance(text), 1.0)
    tall = max(metrics.capHeight(), 1.0)
    made.setPointSizeF(max(6.0, 100.0 * min(width / wide, height / tall)))
    return made
