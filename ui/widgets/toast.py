"""Toasts: at the bottom right, what happened and a way on; they never take the focus."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from ui.theme import STEP, Tone, tokens_of, tone_colours
from ui.widgets.announce import announce
from ui.widgets.shapes import draw_card, draw_shape

SHOWN_AT_ONCE: Final = 3
_WIDTH_IN_LINES: Final = 22
_GAP: Final = 2 * STEP


@dataclass(frozen=True, slots=True)
class WayOn:
    """What can be done about it: the words of the button and what it does."""

    words: str
    act: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Note:
    """One toast: its words, its tone, its ways on, how long it stays.

    `seconds` 0 means until somebody closes it.  `close` is the spoken name of the cross.
    """

    words: str
    tone: Tone = Tone.INFO
    ways: tuple[WayOn, ...] = ()
    seconds: int = 6
    close: str = ""

    @property
    def passing(self) -> bool:
        """Say whether it only tells that something went well."""
        return self.tone is Tone.GOOD and not self.ways and self.seconds > 0


class Toast(QWidget):
    """One note on the screen; emits `gone` when it is done with."""

    gone = Signal()

    def __init__(self, note: Note, parent: QWidget) -> None:
        super().__init__(parent)
        self.note = note
        self.setAccessibleName(note.words)
        self._words = QLabel(note.words, self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)  # a new policy forgets what word wrap had set
        self._words.setSizePolicy(policy)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(9 * STEP, 2 * STEP, 2 * STEP, 2 * STEP)
        layout.setSpacing(2 * STEP)
        layout.addWidget(self._words, 1)
        self.buttons = [self._button(way.words, way.words) for way in note.ways]
        for button, way in zip(self.buttons, note.ways, strict=True):
            button.clicked.connect(way.act)
            button.clicked.connect(self.dismiss)
        cross = self._button("✕", note.close or "✕")
        cross.clicked.connect(self.dismiss)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self._colour()
        self._rest()

    def dismiss(self) -> None:
        """Take the note away."""
        self._timer.stop()
        self.gone.emit()

    def sizeHint(self) -> QSize:
        """Return a fixed width and the height the words need in it."""
        width = self.fontMetrics().height() * _WIDTH_IN_LINES
        layout = self.layout()
        height = layout.heightForWidth(width) if layout is not None else 0
        return QSize(width, max(height, self.fontMetrics().height() + 5 * STEP))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the pointer is here."""
        super().enterEvent(event)
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Count anew."""
        super().leaveEvent(event)
        self._rest()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a dark card (a light one in the dark) and the shape of its tone."""
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        draw_card(painter, QRectF(self.rect()), colours.toast)
        size = self.fontMetrics().capHeight() * 1.1
        disc = QRectF(2.5 * STEP, (self.height() - 5 * STEP) / 2, 5 * STEP, 5 * STEP)
        ink, fill = tone_colours(colours, self.note.tone)
        draw_card(painter, disc, fill, radius=2.5 * STEP)
        shape = QRectF(0, 0, size, size)
        shape.moveCenter(disc.center())
        draw_shape(painter, self.note.tone, shape, ink)
        painter.end()

    def _button(self, words: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setText(words)
        button.setAutoRaise(True)
        button.setAccessibleName(name)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(button)
        return button

    def _rest(self) -> None:
        if self.note.seconds > 0:
            self._timer.start(self.note.seconds * 1000)

    def _colour(self) -> None:
        colours = tokens_of(self.palette())
        role = QPalette.ColorRole
        for child, ink in (
            (self._words, colours.on_toast),
            *((button, colours.toast_link) for button in self.findChildren(QToolButton)),
        ):
            palette = child.palette()
            for name in (role.WindowText, role.ButtonText):
                palette.setColor(name, QColor(ink))
            palette.setColor(role.Button, QColor(colours.toast))
            child.setPalette(palette)


class ToastStack(QObject):
    """Keeps at most three toasts at the bottom right of `host`; the others wait their turn.

    They stand above the `keys` that run along the bottom, never over them.
    When all three would stay for ever and more wait, the oldest makes room.
    """

    def __init__(
        self,
        host: QWidget,
        margin: int = 4 * STEP,
        keys: Callable[[], Iterable[QWidget]] = list,
    ) -> None:
        super().__init__(host)
        self._keys = keys
        self._host = host
        self._margin = margin
        self._shown: list[Toast] = []
        self._waiting: deque[Note] = deque()
        self._withheld = False
        self._theirs: tuple[Note, ...] = ()
        host.installEventFilter(self)

    @property
    def shown(self) -> tuple[Toast, ...]:
        """Return the toasts on the screen, oldest first."""
        return tuple(self._shown)

    def add(self, note: Note) -> None:
        """Show a note, now or when there is room, and say it to the screen reader.

        A success without a way on has been read by then and makes room for the next note, so
        that notes do not pile up over what is worked with.  The same words stand there once.
        """
        self._waiting = deque(one for one in self._waiting if one.words != note.words)
        for toast in tuple(self._shown):
            if toast.note.passing or toast.note.words == note.words:
                toast.dismiss()
        self._waiting.append(note)
        if len(self._shown) == SHOWN_AT_ONCE and all(
            toast.note.seconds == 0 for toast in self._shown
        ):
            self._shown[0].dismiss()
        self._fill()

    def clear(self) -> None:
        """Take all notes away."""
        self._waiting.clear()
        for toast in tuple(self._shown):
            toast.dismiss()

    def withhold(self) -> None:
        """Keep all notes from now on: nobody may see them before somebody signed in."""
        self._withheld = True
        kept = [toast.note for toast in self._shown if not toast.note.passing]
        self._waiting.extendleft(reversed(kept))
        self._theirs = tuple(self._waiting)
        for toast in tuple(self._shown):
            toast.dismiss()

    def release(self, *, theirs: bool) -> None:
        """Show what waited; without `theirs` only what came meanwhile: it is somebody else."""
        self._withheld = False
        if not theirs:
            self._waiting = deque(one for one in self._waiting if one not in self._theirs)
        self._theirs = ()
        self._fill()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the host changes its size, or the words theirs."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self.place()
        elif event.type() == QEvent.Type.ApplicationFontChange:
            QTimer.singleShot(0, self, self.place)  # once the notes have the new size too
        return super().eventFilter(watched, event)

    def _fill(self) -> None:
        while self._waiting and len(self._shown) < SHOWN_AT_ONCE and not self._withheld:
            note = self._waiting.popleft()
            toast = Toast(note, self._host)
            toast.gone.connect(self._gone)
            self._shown.append(toast)
            toast.ensurePolished()
            self.place()  # before it shows: it must not appear under a resting pointer
            toast.show()
            announce(toast, note.words, at_once=note.tone is Tone.BAD)
        self.place()

    def _gone(self) -> None:
        toast = self.sender()
        if isinstance(toast, Toast) and toast in self._shown:
            self._shown.remove(toast)
            toast.hide()
            toast.deleteLater()
            self._fill()

    @Slot()
    def place(self) -> None:
        """Go where nothing to be pressed is covered: another screen is in front."""
        right = self._host.width() - self._margin
        sizes = [toast.sizeHint() for toast in self._shown]
        width = max((size.width() for size in sizes), default=0)
        height = sum(size.height() + _GAP for size in sizes) - _GAP
        width = min(width, self._host.width() - 2 * self._margin)
        bottom = self._free_bottom(QRect(right - width, 0, width, max(0, height)))
        for toast, size in zip(reversed(self._shown), reversed(sizes), strict=True):
            bottom -= size.height()
            toast.setGeometry(right - width, bottom, width, size.height())
            toast.raise_()
            bottom -= _GAP

    def _free_bottom(self, box: QRect) -> int:
        """Return where the notes end: above the keys along the bottom, if there are any."""
        lowest = self._host.height() - self._margin
        highest = self._host.height() // 2
        box.moveBottom(lowest - 1)
        keys = [_place_in(self._host, one) for one in self._keys()]
        while box.bottom() > highest:
            tops = [key.top() for key in keys if key.intersects(box)]
            if not tops:
                return box.bottom() + 1
            box.moveBottom(min(tops) - _GAP)
        return lowest


def _place_in(host: QWidget, button: QWidget) -> QRect:
    """Return the place of a button in its window, an empty one while it is not to be seen."""
    if not button.isVisible():
        return QRect()
    return QRect(button.mapTo(host, QPoint(0, 0)), button.size())
