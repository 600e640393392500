"""The guide desk's screen: who → what → number from left to right, the line of windows below.

`TodayView` takes the place of the three columns while one looks after numbers already issued.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.commands import Commands
from ui.language import Language
from ui.screens.reception.focus_order import set_focus_order
from ui.screens.reception.last_number_bar import AdviceRow, LastNumberBar
from ui.screens.reception.number_view import NumberView
from ui.screens.reception.today_view import TodayView
from ui.screens.reception.what_view import WhatView
from ui.screens.reception.who_view import WhoView
from ui.theme import STEP
from ui.widgets.window_strip import StripCell, WindowCell, WindowStrip

_SHARES: Final = (32, 40, 28)
"""How the three columns share the width, in per cent."""


class ReceptionView(QWidget):
    """Holds the parts; they report what people want by their own signals."""

    def __init__(self, language: Language, commands: Commands) -> None:
        super().__init__()
        self._language = language
        self.who = WhoView(language, commands, self)
        self.what = WhatView(language, commands, self)
        self.number = NumberView(language, commands, self)
        self.today = TodayView(language, self)
        self.strip = WindowStrip(self)
        self.advice = AdviceRow(commands, self)
        self.last = LastNumberBar(language, self)
        self._stack = QStackedWidget(self)
        self._build()
        self.retranslate()

    @property
    def shows_today(self) -> bool:
        """Say whether today's numbers are in front."""
        return self._stack.currentIndex() == 1

    def show_today(self, shown: bool) -> None:
        """Bring today's numbers to the front, or the three columns back."""
        self._stack.setCurrentIndex(1 if shown else 0)
        if shown:
            self.today.open()
        else:
            self.who.box.setFocus()

    def show_strip(self, cells: Sequence[StripCell]) -> None:
        """Show the line of the windows."""
        self.strip.show_cells(cells)

    def start_over(self) -> None:
        """Empty the boxes for the next visitor and begin with who came."""
        self.who.form.hide()
        self.last.hide()
        self.who.box.set_text("")
        self.what.box.set_text("")
        self.who.box.setFocus()

    def order_focus(self) -> None:
        """Let Tab go from left to right through what is there now."""
        parts = (self.who, self.what, self.number, self.today)
        controls = [one for part in parts for one in part.controls()]
        below = [*self.advice.controls(), *self.last.controls()]
        set_focus_order([*controls, *below, *self.strip.findChildren(WindowCell)])

    def retranslate(self) -> None:
        """Put the words in again."""
        text = self._language.text
        self.strip.setAccessibleName(text("reception.strip_name"))
        for part in (self.who, self.what, self.number, self.today, self.last):
            part.retranslate()

    def _build(self) -> None:
        columns = QWidget(self)
        row = QHBoxLayout(columns)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3 * STEP)
        parts = (self.who, self.what, self.number)
        for at, (part, share) in enumerate(zip(parts, _SHARES, strict=True)):
            if at:
                row.addWidget(_line(columns))
            row.addWidget(part, share)
        self._stack.addWidget(columns)
        self._stack.addWidget(self.today)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * STEP, 3 * STEP, 4 * STEP, 3 * STEP)
        layout.setSpacing(3 * STEP)
        layout.addWidget(self._stack, 1)
        for below in (self.advice, self.last, self.strip):
            layout.addWidget(below)


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setFrameShape(QFrame.Shape.VLine)
    line.setFrameShadow(QFrame.Shadow.Plain)
    line.setForegroundRole(line.palette().ColorRole.Mid)
    return line
