"""The slip as it will print, drawn while one types: the number's letter, the windows, the line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fonts import scaled, tabular
from ui.language import Language
from ui.screens.reception.catalogue import Catalogue
from ui.screens.reception.form import Form
from ui.screens.reception.line_watch import Line
from ui.screens.reception.route import RouteStop, route
from ui.screens.reception.shown import item_name
from ui.screens.reception.wait_words import WaitsShown, on_slip
from ui.theme import STEP, Scheme, tokens, tokens_of

UNKNOWN = "‒‒‒"
"""Stands for the figures that the desk gives when the number is issued."""


@dataclass(frozen=True, slots=True)
class SlipShown:
    """The words of the slip from top to bottom; `stops` are windows with who stands before."""

    site: str = ""
    label: str = ""
    stops: tuple[tuple[str, str], ...] = ()
    wait: str = ""
    one_number: str = ""
    items: str = ""
    materials_title: str = ""
    materials: tuple[str, ...] = ()
    idle: str = ""
    spoken: str = ""


def slip(
    form: Form,
    catalogue: Catalogue,
    line: Line,
    language: Language,
    waits: WaitsShown | None = None,
) -> SlipShown:
    """Return the slip that the form would give now."""
    text = language.text
    stops = route(form, catalogue)
    if not stops:
        idle = text("reception.slip_idle")
        return SlipShown(line.site, idle=idle, spoken=idle)
    several = len(stops) > 1
    shown = []
    for at, stop in enumerate(stops, start=1):
        known = catalogue.windows.get(stop.window)
        name = known.name.of(language.code) if known else stop.window
        shown.append((f"{at}. {name}" if several else name, _ahead(stop, line, language)))
    codes = dict.fromkeys(code for stop in stops for code in stop.items)
    names = [item_name(catalogue, code, language) for code in codes]
    letter = catalogue.letter(stops[0].window)
    label = "" if form.without_number() else f"{letter}{UNKNOWN}"
    spoken = [text("reception.slip"), letter, *(f"{name} {ahead}" for name, ahead in shown)]
    return SlipShown(
        line.site,
        label,
        tuple(shown),
        on_slip(form, catalogue, line, language, waits or WaitsShown()),
        _one_number(stops, language) if several else "",
        text("paper.slip.between").join(names),
        text("paper.slip.materials"),
        _materials(tuple(codes), catalogue),
        text("reception.no_number") if form.without_number() else "",
        ", ".join(spoken),
    )


def _one_number(stops: Sequence[RouteStop], language: Language) -> str:
    """Return what one number for several windows means: a step held back is in no line yet."""
    key = "in_order" if any(stop.after for stop in stops) else "one_number"
    return language.text(f"paper.slip.{key}")


def _ahead(stop: RouteStop, line: Line, language: Language) -> str:
    if stop.after:
        return language.text("paper.slip.later")
    waiting = line.waiting.get(stop.window, 0)
    key = "paper.slip.ahead" if waiting else "paper.slip.next"
    return language.text(key, ahead=waiting)


def _materials(codes: tuple[str, ...], catalogue: Catalogue) -> tuple[str, ...]:
    """Return what the visitor should have at hand; what our files can give is not asked for."""
    known = (catalogue.items[code] for code in codes if code in catalogue.items)
    names = (one.name for item in known for one in item.materials if not one.shared)
    return tuple(dict.fromkeys(names))


class SlipPreview(QWidget):
    """Paints the slip on white paper, as high as its words need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._shown = SlipShown()

    @property
    def shown(self) -> SlipShown:
        """Return what is shown."""
        return self._shown

    def show_slip(self, shown: SlipShown) -> None:
        """Show another slip."""
        if shown != self._shown:
            self._shown = shown
            self.setAccessibleName(shown.spoken)
            self.updateGeometry()
            self.update()

    def hasHeightForWidth(self) -> bool:
        """Return True: a roll is as long as its words need."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the words at `width`."""
        return round(self._lay_out(width, None)) + 2

    def sizeHint(self) -> QSize:
        """Return the width of 16 lines' height and what belongs to it."""
        width = self.fontMetrics().height() * 16
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return a narrow roll."""
        width = self.fontMetrics().height() * 11
        return QSize(width, self.fontMetrics().height() * 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint white paper in either scheme: that is what comes out of the printer."""
        painter = QPainter(self)
        paper = tokens(Scheme.LIGHT)
        height = self._lay_out(self.width(), None)
        box = QRectF(0.5, 0.5, self.width() - 1, height)
        painter.fillRect(box, QColor(paper.surface))
        painter.setPen(QColor(tokens_of(self.palette()).line))
        painter.drawRect(box)
        self._lay_out(self.width(), painter)
        painter.end()

    def _lay_out(self, width: float, painter: QPainter | None) -> float:
        """Paint (or only measure, without a painter) from top to bottom; returns the height."""
        shown, ink = self._shown, tokens(Scheme.LIGHT)
        body, muted = self.font(), QColor(ink.muted)
        pen = _Pen(painter, 3.0 * STEP, width - 6.0 * STEP, QColor(ink.text))
        y = 2.0 * STEP
        y = pen.text(y, shown.site, scaled(body, 1.05, bold=True), centre=True)
        if shown.label:
            y = pen.text(y, shown.label, tabular(scaled(body, 3.4, bold=True)), centre=True)
        if shown.idle:
            y = pen.text(y + 2 * STEP, shown.idle, body, centre=True, ink=muted) + 2 * STEP
        if shown.stops:
            y = pen.rule(y)
        for name, ahead in shown.stops:
            y = pen.pair(y, name, ahead, scaled(body, 1.05, bold=True), body)
        if shown.wait:
            y = pen.text(y, shown.wait, scaled(body, 1.05, bold=True), centre=True)
        if shown.one_number:
            y = pen.text(y, shown.one_number, scaled(body, 0.9), centre=True, ink=muted)
        if shown.items:
            y = pen.text(pen.rule(y), shown.items, body)
        if shown.materials:
            y = pen.text(y + STEP, shown.materials_title, scaled(body, 0.9), ink=muted)
            for name in shown.materials:
                y = pen.text(y, f"· {name}", scaled(body, 0.95))
        return y + 2.0 * STEP


class _Pen:
    """Writes blocks under each other into one column; measures where there is no painter."""

    def __init__(self, painter: QPainter | None, left: float, width: float, ink: QColor) -> None:
        self._painter = painter
        self._left = left
        self._width = max(width, 1.0)
        self._ink = ink

    def text(
        self, y: float, words: str, font: QFont, *, centre: bool = False, ink: QColor | None = None
    ) -> float:
        """Write words, wrapped; returns the next line's place."""
        if not words:
            return y
        side = Qt.AlignmentFlag.AlignHCenter if centre else Qt.AlignmentFlag.AlignLeft
        flags = int(side) | int(Qt.TextFlag.TextWordWrap)
        room = QRectF(self._left, y, self._width, 10_000)
        height = QFontMetricsF(font).boundingRect(room, flags, words).height()
        if self._painter is not None:
            self._painter.setFont(font)
            self._painter.setPen(ink or self._ink)
            self._painter.drawText(room, flags, words)
        return y + height

    def pair(self, y: float, left: str, right: str, font: QFont, small: QFont) -> float:
        """Write words at the left and at the right of one line."""
        metrics = QFontMetricsF(small)
        aside = metrics.horizontalAdvance(right) + 2 * STEP
        narrow = _Pen(self._painter, self._left, self._width - aside, self._ink)
        below = narrow.text(y, left, font)
        if self._painter is not None:
            self._painter.setFont(small)
            self._painter.setPen(self._ink)
            room = QRectF(self._left, y, self._width, QFontMetricsF(font).height())
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            self._painter.drawText(room, int(flags), right)
        return below

    def rule(self, y: float) -> float:
        """Draw a dashed line across."""
        if self._painter is not None:
            pen = self._painter.pen()
            pen.setStyle(Qt.PenStyle.DashLine)
            pen.setColor(self._ink)
            self._painter.setPen(pen)
            middle = round(y + STEP) + 0.5
            self._painter.drawLine(
                int(self._left), int(middle), int(self._left + self._width), int(middle)
            )
            pen.setStyle(Qt.PenStyle.SolidLine)
            self._painter.setPen(pen)
        return y + 2.0 * STEP
