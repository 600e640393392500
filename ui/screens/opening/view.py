"""The page while the database opens, and the page with the ways on when it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.domain.errors import DeskError
from ui.language import Language
from ui.screens.opening.asked import AskedFor
from ui.theme import STEP
from ui.widgets.announce import announce
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import Field
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import Heading, MutedLabel
from ui.widgets.page import Page
from ui.widgets.path_field import PathLine

TITLED = (
    "clock_suspect",
    "no_site",
    "station_taken",
    "password_missing",
    "password_wrong",
    "passphrase_missing",
    "passphrase_wrong",
)
"""Faults with a title of their own."""

Words = Callable[[], str]


class WaitingPage(EmptyState):
    """Says that the database is being opened; `stop()` by its button or Esc, for a server."""

    stop = Signal()

    def __init__(
        self,
        language: Language,
        place: Words,
        *,
        server: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._language, self._place, self._server = language, place, server
        self.acted.connect(self.stop)
        language.changed.connect(self._word)
        self._word()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up waiting."""
        if event.key() == Qt.Key.Key_Escape and self._server:
            self.stop.emit()
            return
        super().keyPressEvent(event)

    @Slot()
    def _word(self) -> None:
        text = self._language.text
        wait = "wait_server" if self._server else "wait"
        stop = text("opening.stop") if self._server else ""
        self.say(text(f"opening.{wait}"), self._place(), stop)


@dataclass(frozen=True, slots=True)
class Ways:
    """What can be done here: on a `server`; `own`, this PC's database, "" where this is it.

    `asks`: a `password`, a `passphrase`, a `station`, or nothing; a password `keeps` if it can be
    kept on this PC at once.
    """

    server: bool = False
    own: str = ""
    asks: str = ""
    keeps: bool = False


class TroublePage(Page):
    """What is wrong, in a sentence, and what can be done about it, by keyboard.

    `again`; `other(path)` another database; `restore(path)` a backup in this one's place;
    `site(code)` one of several; `clock_right` where the PC's clock was suspected; `change` the
    server's address; `own` this PC's database; `answered(text, keep)` what was asked for;
    `forgotten` the passphrase.
    """

    again = Signal()
    other = Signal(object)
    restore = Signal(object)
    site = Signal(str)
    clock_right = Signal()
    change = Signal()
    own = Signal()
    answered = Signal(str, bool)
    forgotten = Signal()

    def __init__(
        self,
        language: Language,
        error: DeskError | None,
        place: Words,
        ways: Ways = Ways(),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._language, self._error, self._ways = language, error, ways
        self._place_words = place
        self._title = Heading(factor=1.7, parent=self)
        self._sentence = Heading(factor=1.1, parent=self)
        self._place = MutedLabel(parent=self)
        for label in (self._title, self._sentence, self._place):
            label.setWordWrap(True)
            self.column.addWidget(label)
        self._place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self._place.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.asked = AskedFor(language, ways.asks, self, keeps=ways.keeps) if ways.asks else None
        if self.asked is not None:
            self.asked.answered.connect(self.answered)
            self.asked.forgotten.connect(self.forgotten)
            self.column.addSpacing(2 * STEP)
            self.column.addWidget(self.asked)
        first = self._add_choices()
        self._backup = self._add_file(self._restore) if _mendable(error) else None
        self._elsewhere = self._add_file(self._use_other) if _of_this_file(error, ways) else None
        language.changed.connect(self._word)
        self._word()
        self.setFocusProxy(first if self.asked is None else self.asked)

    def _add_choices(self) -> QPushButton:
        self._retry, self._right = self._button(self.again), self._button(self.clock_right)
        self._change, self._own = self._button(self.change), self._button(self.own)
        code = "" if self._error is None else self._error.code
        sites = None if self._error is None else self._error.values.get("sites")
        self._right.setVisible(code == "clock_suspect")
        self._retry.setVisible(self._ways.asks in ("", "station") and code != "no_site")
        self._change.setVisible(self._ways.server)
        self._own.setVisible(bool(self._ways.own))
        self._sites = []
        for site, name in self._named(sites) if code == "no_site" else ():
            button = QPushButton(f"{name}  {site}" if name != site else site, self)
            button.setObjectName(site)
            button.clicked.connect(self._chose)
            self._sites.append(button)
        self.column.addSpacing(2 * STEP)
        if self._sites:
            self.column.addLayout(_row_of(self._sites))
            self.column.addSpacing(2 * STEP)
        others = [self._right, self._retry, self._change, self._own]
        self.column.addLayout(_row_of(others))
        buttons = [*self._sites, *others]
        self._own_hint = MutedLabel(parent=self)
        self._own_hint.setWordWrap(True)
        self._own_hint.setVisible(bool(self._ways.own))
        self.column.addWidget(self._own_hint)
        self.column.addSpacing(4 * STEP)
        return next((b for b in buttons if not b.isHidden()), self._retry)

    def _button(self, emits: object) -> QPushButton:
        button = QPushButton(self)
        button.clicked.connect(emits)
        return button

    def _add_file(self, act: Callable[[], None]) -> tuple[Field, PathLine, QPushButton]:
        line = PathLine(self)
        field = Field(line, self)
        button = QPushButton(self)
        button.setAutoDefault(True)
        line.entered.connect(act)
        button.clicked.connect(act)
        row = QVBoxLayout()
        row.setSpacing(STEP)
        row.addWidget(field)
        row.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.column.addLayout(row)
        self.column.addSpacing(3 * STEP)
        return field, line, button

    @Slot()
    def _word(self) -> None:
        text = self._language.text
        self._title.setText(text(f"opening.{self._title_key()}"))
        error = self._error
        sentence = self._sentence_of(error)
        self._sentence.setText(sentence)
        place = self._place_words()
        self._place.setText(place)
        self._place.setVisible(bool(place) and place not in sentence)
        self._retry.setText(text("opening.again"))
        self._right.setText(text("opening.clock_right"))
        self._change.setText(text("opening.change"))
        self._own.setText(text("opening.own"))
        self._own_hint.setText(text("opening.own_hint", path=self._ways.own))
        for part, name in ((self._backup, "restore"), (self._elsewhere, "other")):
            if part is not None:
                field, line, button = part
                field.set_text(text(f"opening.{name}.label"), text(f"opening.{name}.hint"))
                line.set_text(text(f"opening.{name}.label"), text("opening.browse"))
                button.setText(text(f"opening.{name}.button"))
        announce(self, self._sentence.text())

    def _sentence_of(self, error: DeskError | None) -> str:
        if error is None:
            return self._language.text("opening.stopped")
        return (
            self._language.text("opening.choose_site")
            if self._sites
            else self._language.sentence(error)
        )

    def _title_key(self) -> str:
        if self._error is not None and self._error.code in TITLED:
            return self._error.code
        if self._error is None:
            return "not_opened"
        return "trouble_server" if self._ways.server else "trouble"

    @Slot()
    def _restore(self) -> None:
        self._send(self._backup, self.restore.emit)

    @Slot()
    def _use_other(self) -> None:
        self._send(self._elsewhere, self.other.emit)

    def _send(
        self, part: tuple[Field, PathLine, QPushButton] | None, emit: Callable[[object], None]
    ) -> None:
        assert part is not None
        field, line, _ = part
        path = line.path
        if path is None:
            field.set_problem(self._language.text("opening.no_path"))
            line.setFocus()
            return
        field.set_problem("")
        emit(Path(path))

    @Slot()
    def _chose(self) -> None:
        button = self.sender()
        assert isinstance(button, QPushButton)
        self.site.emit(button.objectName())

    def _named(self, sites: object) -> Iterable[tuple[str, str]]:
        """Return codes and names of the sites to choose from; one without a name has its code."""
        codes = [str(site) for site in sites] if isinstance(sites, list) else []
        names = None if self._error is None else self._error.values.get("names")
        known = [str(name) for name in names] if isinstance(names, list) else []
        return zip(codes, known if len(known) == len(codes) else codes, strict=True)


def _row_of(buttons: Sequence[QPushButton]) -> FlowLayout:
    """Return a row of buttons that Enter presses."""
    row = FlowLayout()
    for button in buttons:
        button.setAutoDefault(True)
        row.addWidget(button)
    return row


def _mendable(error: DeskError | None) -> bool:
    """Say whether a backup may take the place of what is there."""
    return error is not None and error.code == "database_damaged"


def _of_this_file(error: DeskError | None, ways: Ways) -> bool:
    """Say whether another file could help."""
    if error is None or ways.server:
        return False
    return error.code.startswith("database_") or error.code in ("not_found", "invalid_value")
