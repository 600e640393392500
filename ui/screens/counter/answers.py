"""What a person answers in the bars, lists and pages goes to the presenter from here."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.requests import (
    AddItems,
    CallTicket,
    HoldTicket,
    OpenCounter,
    PauseCounter,
    TakeOver,
    TransferStop,
    UndoStop,
)
from desktop.snapshots import CaseShape
from ui.screens.counter.errands import Refusal
from ui.screens.counter.facts import Phase, possible
from ui.screens.counter.presenter import Presenter
from ui.screens.counter.view import CounterView
from ui.screens.counter.words import Words


class Answers(QObject):
    """Asks in inline bars; `chosen(number)` says which counter this PC is."""

    chosen = Signal(int)

    def __init__(
        self, presenter: Presenter, view: CounterView, words: Words, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self._view = view
        self._words = words
        self._connect()

    def ask_call(self) -> None:
        """Ask whom to call by name."""
        self._view.bars.ask_call()

    def ask_take_over(self) -> None:
        """Ask which ticket of a lost counter goes on here."""
        self._view.bars.ask_take_over()

    def ask_transfer(self) -> None:
        """Ask to which window."""
        self._view.bars.ask_transfer(self._presenter.state)

    def ask_hold(self) -> None:
        """Ask why and for how long."""
        self._view.bars.ask_hold(self._presenter.state)

    def ask_add(self) -> None:
        """Ask what else is wanted."""
        self._view.bars.ask_add(self._presenter.state)

    def ask_staff(self) -> None:
        """Open a closed counter, or ask who takes over."""
        if self._presenter.state.phase is Phase.CLOSED:
            self._open_here()
        else:
            self._view.bars.ask_staff(self._presenter.state.staff)

    def pause(self) -> None:
        """Resume work, or ask why it pauses."""
        moment = self._presenter.state.moment
        if moment is not None and moment.counter.state == "paused":
            self._presenter.calling.resume_work()
        else:
            self._view.bars.ask_pause()

    def finish(self) -> None:
        """Finish, unless that is being asked already."""
        if not self._view.bars.finish.isVisible():
            self._presenter.serving.finish()

    def ask_again(self, refusal: Refusal) -> None:
        """Bring the bar back whose answer was refused, with what was written in it."""
        bars = self._view.bars
        asked = {
            TransferStop: bars.transfer,
            HoldTicket: bars.hold,
            PauseCounter: bars.pause,
            CallTicket: bars.call,
            AddItems: bars.add,
            TakeOver: bars.take_over,
            UndoStop: bars.undo,
        }.get(type(refusal.request))
        closed = self._presenter.state.phase is Phase.CLOSED
        if isinstance(refusal.request, OpenCounter) and not closed:
            asked = bars.staff
        if asked is not None:
            bars.show_bar(asked)

    def _connect(self) -> None:
        presenter, view, bars = self._presenter, self._view, self._view.bars
        presenter.serving.ask_finish.connect(self._ask_finish)
        presenter.serving.fix_case.connect(self._fix_case)
        view.cases.edited.connect(presenter.serving.edit)
        view.cases.case_chosen.connect(presenter.serving.choose_case)
        view.queue.call.connect(self._call_row)
        view.queue.resume.connect(presenter.serving.resume)
        view.queue.reinstate.connect(presenter.calling.reinstate)
        view.after.call.connect(presenter.calling.call_next)
        view.after.resume.connect(presenter.calling.resume_work)
        view.choosing.chosen.connect(self._chosen)
        view.opening.confirmed.connect(self._open_here)
        bars.left.connect(view.take_focus)
        bars.transfer.confirmed.connect(self._transfer)
        bars.hold.confirmed.connect(self._hold)
        bars.pause.confirmed.connect(self._pause)
        bars.staff.confirmed.connect(self._hand_over)
        bars.finish.confirmed.connect(self._finish_anyway)
        bars.undo.confirmed.connect(self._undo)
        presenter.back.ask.connect(bars.ask_undo)
        bars.call.picked.connect(self._call)
        bars.add.picked.connect(self._add)
        bars.take_over.picked.connect(self._take_over)

    def _ask_finish(self, cases: tuple[CaseShape, ...]) -> None:
        self._view.bars.finish.prepare(cases)
        self._view.bars.show_bar(self._view.bars.finish)

    def _fix_case(self, case_id: str) -> None:
        self._view.bars.leave()
        self._view.cases.focus_problem()

    def _finish_anyway(self) -> None:
        self._answered()
        self._presenter.serving.finish(confirmed=True)

    def _call_row(self, ticket: str) -> None:
        if "counter.call" in possible(self._presenter.state):
            self._presenter.calling.call(ticket)

    def _call(self, ticket: str) -> None:
        self._answered()
        self._presenter.calling.call(ticket)

    def _take_over(self, ticket: str) -> None:
        self._answered()
        self._presenter.calling.take_over(ticket)

    def _add(self, item: str) -> None:
        self._answered()
        self._presenter.serving.add(item)

    def _transfer(self) -> None:
        bar = self._view.bars.transfer
        self._answered()
        note, back = bar.note.text(), bar.come_back.isChecked()
        self._presenter.serving.transfer(bar.window_code, note, back)

    def _hold(self) -> None:
        bar = self._view.bars.hold
        self._answered()
        self._presenter.serving.hold(bar.reason.text(), bar.minutes.value())

    def _undo(self) -> None:
        reason = self._view.bars.undo.text()
        if reason:
            self._answered()
            self._presenter.back.undo(reason)

    def _pause(self) -> None:
        reason = self._view.bars.pause.text()
        self._answered()
        self._presenter.calling.pause(reason)

    def _hand_over(self) -> None:
        staff = self._words.staff_code(self._view.bars.staff.text())
        if staff:
            self._answered()
            self._presenter.calling.open(staff)

    def _open_here(self) -> None:
        self._presenter.calling.open(self._words.staff_code(self._view.opening.text()))

    def _chosen(self, number: int) -> None:
        self.chosen.emit(number)
        self._presenter.calling.choose(number)

    def _answered(self) -> None:
        self._view.bars.leave()
        self._view.take_focus()
