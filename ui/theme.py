"""Colours, spacing and the palette of the screens, from tokens kept in `resources/themes`.

Widgets ask `tokens_of(self.palette())` when they paint: the palette that Qt hands down is the
only carrier, so a change of scheme reaches every widget as a `PaletteChange` and nobody holds a
theme object.  Lengths are in device-independent pixels.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

import resources
from ui.fonts import TextSize, application_font

STEP: Final = 4
"""Spacing goes in steps of this many pixels."""
RADIUS: Final = 6
"""Corner radius of cards, buttons and badges."""
FOCUS_WIDTH: Final = 2
"""Thickness of the focus ring."""
MOTION_MS: Final = 150
"""Longest movement anywhere; none where the system asks for none."""


_OPERATED: Final = (
    "QLineEdit",
    "QPushButton",
    "QCheckBox",
    "QRadioButton",
    "QComboBox",
    "QAbstractSpinBox",
    "QTextEdit",
    "QPlainTextEdit",
)


class Scheme(StrEnum):
    """The sets of colours that a person can choose."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


class Tone(StrEnum):
    """What a state means; each has its shape, its colour and its words."""

    NEUTRAL = "neutral"
    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one scheme, each `#RRGGBB`.

    `*_soft` are quiet backgrounds for the colour of the same name; `on_*` is text upon it;
    `control_line` outlines what can be operated (3 to 1), `line` only separates.
    """

    dark: bool
    text: str
    muted: str
    background: str
    surface: str
    raised: str
    line: str
    control_line: str
    accent: str
    on_accent: str
    accent_soft: str
    focus: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    neutral_soft: str
    disabled: str
    toast: str
    on_toast: str
    toast_link: str


@cache
def tokens(scheme: Scheme) -> Tokens:
    """Return the colours of `scheme`, read once from its file."""
    text = resources.path(f"themes/{scheme.value}.toml").read_text(encoding="utf-8")
    return Tokens(**tomllib.loads(text))


def tokens_of(palette: QPalette) -> Tokens:
    """Return the tokens a palette was made from; a foreign one gets light or dark by its look."""
    ground = palette.color(QPalette.ColorRole.AlternateBase)
    for scheme in Scheme:
        found = tokens(scheme)
        if QColor(found.background) == ground:
            return found
    return tokens(Scheme.DARK if ground.lightness() < 128 else Scheme.LIGHT)


def luminance(colour: str) -> float:
    """Return the relative luminance (0 black … 1 white) of `#RRGGBB`, by WCAG 2.2."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio (1 … 21) of two colours, by WCAG 2.2."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def tone_colours(colours: Tokens, tone: Tone) -> tuple[str, str]:
    """Return the text colour of `tone` and the quiet background it may stand on."""
    match tone:
        case Tone.GOOD:
            return colours.good, colours.good_soft
        case Tone.WARN:
            return colours.warn, colours.warn_soft
        case Tone.BAD:
            return colours.bad, colours.bad_soft
        case Tone.INFO:
            return colours.accent, colours.accent_soft
        case Tone.NEUTRAL:
            return colours.muted, colours.neutral_soft


@cache
def window_hues(dark: bool) -> dict[str, str]:
    """Return the hue of each window by its letter, to be read only.

    The nine are apart for normal and for colour-blind eyes (tested), yet never stand without
    their letter.
    """
    text = resources.path("themes/windows.toml").read_text(encoding="utf-8")
    hues: dict[str, str] = tomllib.loads(text)["dark" if dark else "light"]
    return hues


def control_palette(colours: Tokens) -> QPalette:
    """Return the palette of what can be operated, outlined so that it is seen (3 to 1).

    Fusion draws outlines in `Window` made darker by 140 %, hence the way back here.
    """
    made = palette(colours)
    made.setColor(QPalette.ColorRole.Window, QColor(colours.control_line).lighter(140))
    return made


def window_colours(colours: Tokens, letter: str) -> tuple[str, str]:
    """Return fill and letter colour for the window with `letter`; unknown letters are neutral."""
    fill = window_hues(colours.dark).get(letter, colours.muted)
    return fill, max("#FFFFFF", "#000000", key=lambda ink: contrast(ink, fill))


def palette(colours: Tokens) -> QPalette:
    """Return the Fusion palette made from the tokens."""
    role = QPalette.ColorRole
    made = QPalette()
    for name, colour in (
        (role.Window, colours.background),
        (role.WindowText, colours.text),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.background),
        (role.Text, colours.text),
        (role.Button, colours.raised),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.bad),
        (role.PlaceholderText, colours.muted),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Accent, colours.accent),
        (role.Link, colours.accent),
        (role.LinkVisited, colours.accent),
        (role.ToolTipBase, colours.toast),
        (role.ToolTipText, colours.on_toast),
        (role.Light, colours.surface),
        (role.Midlight, colours.raised),
        (role.Mid, colours.line),
        (role.Dark, colours.control_line),
        (role.Shadow, colours.control_line),
    ):
        made.setColor(name, QColor(colour))
    off = QPalette.ColorGroup.Disabled
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(off, name, QColor(colours.disabled))
    made.setColor(off, role.Highlight, QColor(colours.line))
    made.setColor(off, role.HighlightedText, QColor(colours.muted))
    return made


class Appearance(QObject):
    """Applies palette and font to the application; `changed` follows each change.

    Widgets do not listen here: they hear Qt's own `PaletteChange` and `FontChange`.
    """

    changed = Signal()

    def __init__(self, application: QApplication, family: str) -> None:
        super().__init__(application)
        self._application = application
        self._family = family
        self._scheme = Scheme.LIGHT
        self._size = TextSize.NORMAL
        self._latin = False

    @property
    def scheme(self) -> Scheme:
        """Return the scheme in use."""
        return self._scheme

    @property
    def text_size(self) -> TextSize:
        """Return the text size in use."""
        return self._size

    def choose(
        self,
        scheme: Scheme | None = None,
        text_size: TextSize | None = None,
        *,
        latin: bool | None = None,
    ) -> None:
        """Change what is given and apply all; `latin`: the words are in a Latin language."""
        self._latin = self._latin if latin is None else latin
        self._scheme = scheme or self._scheme
        self._size = text_size or self._size
        colours = tokens(self._scheme)
        self._application.setPalette(palette(colours))
        for name in _OPERATED:
            # The stubs ask for bytes, Qt for Python itself for a str.
            QApplication.setPalette(control_palette(colours), name)  # type: ignore[arg-type]
        font = application_font(self._family, self._size, latin=self._latin)
        self._application.setFont(font)
        # Qt tells only those that inherit the font; headings have a size of their own.
        for widget in QApplication.allWidgets():
            QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.ApplicationFontChange))
        self.changed.emit()
