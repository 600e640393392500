"""Moving onto a server: what decides, and the card with its progress."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QProgressBar, QWidget

from desktop.domain.errors import DeskError
from desktop.server_address import with_password
from desktop.snapshots import Moved
from ui.background import Lanes, Progress, Step
from ui.language import Language
from ui.screens.connect.card import ConnectCard
from ui.screens.connect.page import Joint
from ui.screens.connect.ports import ServerDoors
from ui.screens.connect.presenter import kept_password
from ui.screens.connect.typed import Typed, address_of
from ui.theme import Tone
from ui.widgets.page import reveal
from ui.widgets.primary_button import PrimaryButton

Said = tuple[Callable[[], str], Tone] | None


class Mover(QObject):
    """Moves once at a time: `began`, `step(Step)`, then `moved(Moved)` or `refused(DeskError)`
    or `stopped`; `problem(DeskError)` of one of the form's fields."""

    problem = Signal(object)
    began = Signal()
    step = Signal(object)
    moved = Signal(object)
    refused = Signal(object)
    stopped = Signal()

    def __init__(self, lanes: Lanes, doors: ServerDoors, source: str, parent: QObject) -> None:
        super().__init__(parent)
        self._lanes, self._doors, self._source = lanes, doors, source
        self._stop = threading.Event()
        self.running = False

    def begin(self, typed: Typed) -> None:
        """Move to the server of the form."""
        if self.running:
            return
        try:
            address = address_of(typed)
        except DeskError as error:
            self.problem.emit(error)
            return
        self.running = True
        self._stop = threading.Event()
        self.began.emit()
        work = partial(_move, self._doors, self._source, address, typed.password, self._stop)
        self._lanes.io.submit_long(
            work, self._done, self._failed, progressed=self._stepped, ended=self._ended
        )

    def stop(self) -> None:
        """Ask it to stop; `stopped` follows once nothing is left on the server."""
        self._stop.set()

    @Slot(object)
    def _stepped(self, step: Step) -> None:
        self.step.emit(step)

    @Slot(object)
    def _done(self, moved: Moved | None) -> None:
        self.running = False
        if moved is None:
            self.stopped.emit()
        else:
            self.moved.emit(moved)

    @Slot(object)
    def _failed(self, error: DeskError) -> None:
        self.running = False
        self.refused.emit(error)

    @Slot()
    def _ended(self) -> None:
        if self.running:  # a fault of ours: told elsewhere
            self.running = False
            self.stopped.emit()


class MoveCard(ConnectCard):
    """The connect form with a move instead of taking the server; `use_now(Typed)` after it."""

    use_now = Signal(object)

    def __init__(self, language: Language, source: str, parent: QWidget | None = None) -> None:
        self._source, self._sure, self._theirs = source, False, False
        self._said: Said = None
        super().__init__(language, "move", parent)
        self.bar = QProgressBar(self)
        self.bar.hide()
        self.now = PrimaryButton(self)
        self.now.clicked.connect(self._now)
        self.now.hide()
        self.form.edited.connect(self._doubt)
        self.passphrase.left.connect(self._passphrase_left)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.now, alignment=Qt.AlignmentFlag.AlignLeft)
        self._word_now()
        language.changed.connect(self._word_now)

    def confirm(self) -> bool:
        """Ask once more before the first press counts; say whether it was the second."""
        if self._sure:
            self._sure = False
            return True
        self._sure = True
        self._say(self._sure_words, Tone.WARN)
        self.go.setFocus()
        reveal(self.outcome)
        return False

    def ask_passphrase(self, *, fresh: bool) -> None:
        """Ask for the passphrase, which is the one thing to do now."""
        self._said = None
        self.now.hide()
        super().ask_passphrase(fresh=fresh)

    def show_began(self) -> None:
        """Hold the form still, with a way to stop."""
        self.set_busy(True)
        self._offer_now(False)
        self._say(partial(self._language.text, "connect.move.running"), Tone.NEUTRAL)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(self._language.text("connect.move.running"))
        self.bar.show()
        reveal(self.bar)

    def show_step(self, step: Step) -> None:
        """Show how many rows are over."""
        self.bar.setRange(0, step.total)
        self.bar.setValue(step.done)
        if step.total:
            words = partial(
                self._language.text,
                "connect.move.progress",
                done=step.done,
                total=step.total,
            )
            self._say(words, Tone.NEUTRAL)

    def show_moved(self, moved: Moved) -> None:
        """Say what was brought over, and offer to go on there."""
        self._over(
            partial(
                self._language.text,
                "connect.move.done",
                rows=moved.rows,
                events=moved.events,
                papers=moved.papers,
                path=self._source,
            ),
            Tone.GOOD,
        )
        self._offer_now(True)
        self.now.setFocus()
        reveal(self.now)

    def show_refused(self, error: DeskError) -> None:
        """Say why it was not moved."""
        filled = error.code == "target_filled"  # perhaps it is the centre's already
        self._over(partial(self._refused_words, error), Tone.BAD)
        self._theirs = filled
        self.now.setVisible(filled)
        self._word_now()
        self.try_out.setFocus()

    def show_stopped(self) -> None:
        """Say that it was stopped."""
        self._over(partial(self._language.text, "connect.move.cancelled"), Tone.NEUTRAL)
        self.go.setFocus()

    def _over(self, words: Callable[[], str], tone: Tone) -> None:
        self.bar.hide()
        self.set_busy(False)
        self._say(words, tone)
        reveal(self.outcome)

    def _say(self, words: Callable[[], str], tone: Tone) -> None:
        self._said = (words, tone)
        self.outcome.end(words(), tone)

    def _refused_words(self, error: DeskError) -> str:
        sentence = self._language.sentence(error)
        if error.code != "target_filled":
            return sentence
        return self._language.text("connect.move.theirs", sentence=sentence)

    def _sure_words(self) -> str:
        go = self._language.text("connect.move.button")
        return self._language.text("connect.move.sure", path=self._source, button=go)

    def _offer_now(self, moved: bool) -> None:
        """After a move going on there is the one thing to do; before, there is only the move."""
        self._theirs = False
        self.now.setVisible(moved)
        self._offer(not moved)
        self._word_now()

    @Slot()
    def _passphrase_left(self) -> None:
        self._offer(self._theirs)
        self.now.show()
        self.now.setFocus()

    @Slot()
    def _doubt(self) -> None:
        self._sure, self._said = False, None
        self._offer_now(False)

    @Slot()
    def _now(self) -> None:
        self.use_now.emit(self.form.typed())

    @Slot()
    def _word_now(self) -> None:
        self.now.set_words(
            self._language.text(f"connect.move.{'use_theirs' if self._theirs else 'use'}")
        )
        if self._said is not None:
            words, tone = self._said
            self.outcome.end(words(), tone)


class MoveJoint(Joint):
    """The move card at work; `chosen(address)` when the server is to be used now."""

    def __init__(self, card: MoveCard, lanes: Lanes, doors: ServerDoors, source: str) -> None:
        super().__init__(card, lanes, doors)
        self._move_card = card
        self.mover = Mover(lanes, doors, source, self)
        card.use.connect(self._go)
        card.use_now.connect(self.presenter.use)
        card.stop.connect(self.mover.stop)
        self.mover.problem.connect(card.show_problem)
        self.mover.began.connect(card.show_began)
        self.mover.step.connect(card.show_step)
        self.mover.moved.connect(card.show_moved)
        self.mover.refused.connect(card.show_refused)
        self.mover.stopped.connect(card.show_stopped)

    @Slot(object)
    def _go(self, typed: Typed) -> None:
        try:
            address_of(typed)
        except DeskError as error:
            self.card.show_problem(error)
            return
        self.card.show_problem(None)
        if self._move_card.confirm():
            self.mover.begin(typed)


def _move(
    doors: ServerDoors,
    source: str,
    address: str,
    password: str,
    stop: threading.Event,
    progress: Progress,
) -> Moved | None:
    secret = password or kept_password(doors.passwords, address)
    target = with_password(address, secret) if secret else address
    return doors.move(source, target, progress.report, lambda: stop.is_set() or progress.cancelled)
