"""What a category of the settings is made of: one Part, made when it is first shown.

    def create(context: ScreenContext, around: Surroundings) -> Part: ...

A category is one line in `categories.py`; its words lie under `settings.category.<id>`.  A Part
made of cards inherits `CardsPart`; one with a table brings a widget of its own.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, Qt, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.screens.context import ScreenContext
from ui.theme import STEP
from ui.widgets.page import Page

_TWO_IN_LINES = 56
"""Two cards stand beside each other from so many line heights of width on."""


class Part(Protocol):
    """One category's page, at the right of the list.

    `title_key` names its heading in the locale, for screen readers.  `permission` is the verb
    that whatever is changed here needs ("" for what is this PC's own): who may not use it sees
    the page and can change nothing (see `Writable`).
    """

    @property
    def title_key(self) -> str:
        """Return the key of the heading."""
        ...

    @property
    def permission(self) -> str:
        """Return the verb, "" for none."""
        ...

    @property
    def widget(self) -> QWidget:
        """Return what is shown."""
        ...

    def set_visible(self, visible: bool) -> None:
        """Hear whether people can see the page; pass it to the part's `Watch`."""
        ...


@runtime_checkable
class Writable(Protocol):
    """A Part that itself keeps people from changing what they may not.

    Without it the widget (of a `Page`, what it scrolls) is disabled as a whole.
    """

    def set_writable(self, writable: bool) -> None:
        """Hear whether this person may change what is shown."""
        ...


@runtime_checkable
class Keeping(Protocol):
    """A Part that holds what a person has changed and not saved; the list then says so."""

    unsaved_changed: SignalInstance

    @property
    def unsaved(self) -> bool:
        """Say whether something is not saved."""
        ...


class SideBySide(QWidget):
    """Two cards beside each other where there is room, else one below the other."""

    def __init__(self, first: QWidget, second: QWidget) -> None:
        super().__init__()
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(3 * STEP)
        for card in (first, second):
            self._box.addWidget(card, 1, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn where the room is too little for two."""
        super().resizeEvent(event)
        wide = event.size().width() >= _TWO_IN_LINES * self.fontMetrics().height()
        ways = QBoxLayout.Direction
        self._box.setDirection(ways.LeftToRight if wide else ways.TopToBottom)


class CardsPart(QObject):
    """A Part that is a column of cards, `lines` lines of text wide; add them with `hold`."""

    permission = ""

    def __init__(self, context: ScreenContext, name: str, *, lines: int = 48) -> None:
        self._page = Page(lines=lines, centred=False)
        super().__init__(self._page)
        self.context, self.title_key = context, f"settings.category.{name}"
        self._page.column.setContentsMargins(4 * STEP, 0, 6 * STEP, 6 * STEP)

    @property
    def widget(self) -> QWidget:
        """Return the page."""
        return self._page

    def hold(self, *cards: QWidget) -> None:
        """Put these cards under each other."""
        for card in cards:
            self._page.column.addWidget(card)
        self._page.column.addStretch(1)

    def set_visible(self, visible: bool) -> None:
        """Hear whether people can see it; by itself nothing follows."""
