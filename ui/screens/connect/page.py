"""The connect form joined with what decides for it; alone on a page, or as a card elsewhere."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.domain.errors import DeskError
from ui.background import Lanes
from ui.language import Language
from ui.screens.connect.card import ConnectCard
from ui.screens.connect.ports import ServerDoors
from ui.screens.connect.presenter import Connect, has_kept
from ui.screens.connect.typed import typed_of
from ui.screens.connect.wording import is_server
from ui.theme import STEP
from ui.widgets.labels import Heading
from ui.widgets.page import Page


class Joint(QObject):
    """A card and its presenter, joined; `chosen(address)` once a server was taken."""

    chosen = Signal(str)

    def __init__(
        self, card: ConnectCard, lanes: Lanes, doors: ServerDoors, location: str = ""
    ) -> None:
        super().__init__(card)
        self.card, self._lanes, self._doors = card, lanes, doors
        self.presenter = Connect(lanes, doors, self)
        card.test.connect(self.presenter.test)
        card.stop.connect(self.presenter.stop)
        card.passphrase.given.connect(self.presenter.unlock)
        self.presenter.problem.connect(card.show_problem)
        self.presenter.busy.connect(card.set_busy)
        self.presenter.told.connect(card.show_verdict)
        self.presenter.passphrase_wanted.connect(self._ask)
        self.presenter.chosen.connect(self._chosen)
        self._location = location
        if is_server(location):
            self._fill(kept=False)
            work = partial(has_kept, doors.passwords, location)
            lanes.io.submit(work, self._fill, self._unknown, key=f"connect.kept.{id(self)}")

    @Slot(object)
    def _fill(self, kept: bool) -> None:
        """Begin with the server that is in use; a faulty address leaves the form empty."""
        try:
            self.card.form.show_typed(typed_of(self._location), kept=kept)
        except DeskError:
            return

    @Slot(object)
    def _unknown(self, _: DeskError) -> None:
        """Where nothing is known of a kept password, it is asked for."""

    @Slot(bool)
    def _ask(self, fresh: bool) -> None:
        self.card.ask_passphrase(fresh=fresh)

    @Slot(str)
    def _chosen(self, address: str) -> None:
        self.card.form.forget_password()
        self.chosen.emit(address)


def join(card: ConnectCard, lanes: Lanes, doors: ServerDoors, location: str = "") -> Joint:
    """Return a card for taking a server, at work."""
    made = Joint(card, lanes, doors, location)
    card.use.connect(made.presenter.use)
    return made


class ConnectPage(Page):
    """A page with the form; `back()` by its button or Esc."""

    back = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent, lines=48)
        self._language = language
        self._title = Heading(factor=1.7, parent=self)
        self.card = ConnectCard(language, "join", self)
        self.card.hide_title()
        self._back = QPushButton(self)
        self._back.setAutoDefault(True)
        self._back.clicked.connect(self.back)
        self.column.setContentsMargins(6 * STEP, 5 * STEP, 6 * STEP, 5 * STEP)
        self.column.addWidget(self._title)
        self.column.addWidget(self.card)
        self.column.addWidget(self._back, alignment=Qt.AlignmentFlag.AlignLeft)
        language.changed.connect(self._word)
        self._word()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Begin where one types; a proxy of Qt's would keep Tab from what stands above."""
        self.card.setFocus(reason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
            return
        super().keyPressEvent(event)

    @Slot()
    def _word(self) -> None:
        self._title.setText(self._language.text("connect.page.title"))
        self._back.setText(self._language.text("connect.back"))
