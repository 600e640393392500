"""The counter screen: view, presenter, commands and the ear for changes, brought together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.requests import (
    AddItems,
    CallTicket,
    HoldTicket,
    OpenCounter,
    PauseCounter,
    TransferStop,
)
from desktop.snapshots import CaseShape, PaperShape
from ui.commands import Command
from ui.live import Changes, Watch
from ui.screens.context import ScreenContext
from ui.screens.counter.errands import Refusal
from ui.screens.counter.facts import Phase, Shown, possible
from ui.screens.counter.presenter import ME, Presenter
from ui.screens.counter.view import CounterView
from ui.screens.counter.words import Words

SETTING: Final = "counter"
"""The setting that remembers which counter this PC is."""

_KEYS: Final = {
    "counter.call_next": ("F5", "mdi6.bullhorn-outline"),
    "counter.call": ("Shift+F5", "mdi6.account-search-outline"),
    "counter.recall": ("F6", "mdi6.repeat"),
    "counter.start": ("F7", "mdi6.play-outline"),
    "counter.finish": ("F8", "mdi6.check"),
    "counter.no_show": ("F9", "mdi6.account-off-outline"),
    "counter.transfer": ("F10", "mdi6.swap-horizontal"),
    "counter.hold": ("F11", "mdi6.timer-sand"),
    "counter.add": ("F3", "mdi6.plus"),
    "counter.lists": ("F4", "mdi6.format-list-bulleted"),
    "counter.pause": ("F12", "mdi6.pause"),
    "counter.close": ("Shift+F12", "mdi6.power"),
    "counter.open": ("Ctrl+F12", "mdi6.account-switch-outline"),
    "counter.next_case": ("Ctrl+Down", ""),
    "counter.previous_case": ("Ctrl+Up", ""),
    "counter.choose": ("", ""),
}


class CounterScreen(QObject):
    """What the frame holds of the counter."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._words = Words(context.language)
        number = context.settings.get(SETTING)
        self.presenter = Presenter(
            context.desk,
            context.lanes,
            int(number) if number.isdecimal() else None,
            context.staff,
            self,
        )
        self._add_commands()
        self.view = CounterView(self._words, context.commands)
        self._watch = Watch(context.live, self)
        self._connect()
        self._show(self.presenter.state)

    @property
    def widget(self) -> QWidget:
        """Return the widget to be shown."""
        return self.view

    def set_visible(self, visible: bool) -> None:
        """Follow changes while people look."""
        self.presenter.follower.set_visible(visible)
        self._watch.set_visible(visible)

    def take_focus(self) -> None:
        """Put the focus where work begins."""
        self.view.take_focus()

    def _add_commands(self) -> None:
        does: dict[str, Callable[[], None]] = {
            "counter.call_next": self.presenter.call_next,
            "counter.call": self._ask_call,
            "counter.recall": self.presenter.recall,
            "counter.start": self.presenter.start,
            "counter.finish": self._finish,
            "counter.no_show": self.presenter.no_show,
            "counter.transfer": self._ask_transfer,
            "counter.hold": self._ask_hold,
            "counter.add": self._ask_add,
            "counter.lists": self._next_list,
            "counter.pause": self._pause,
            "counter.close": self.presenter.close,
            "counter.open": self._ask_staff,
            "counter.next_case": self._next_case,
            "counter.previous_case": self._previous_case,
            "counter.choose": self._choose_again,
        }
        for name, run in does.items():
            keys, icon = _KEYS[name]
            words = name.replace("counter.", "counter.command.")
            command = Command(name, words, keys, icon, enabled=False, scope="counter")
            self._context.commands.add(command, run)

    def _connect(self) -> None:
        presenter, view = self.presenter, self.view
        presenter.follower.shown.connect(self._show)
        presenter.refused.connect(self._refused)
        presenter.papers_made.connect(self._print)
        presenter.ask_finish.connect(self._ask_finish)
        presenter.fix_case.connect(self._fix_case)
        self._watch.changed.connect(self._heard)
        self._watch.stale.connect(presenter.follower.refresh)
        self._context.language.changed.connect(self._retranslate)
        view.again.connect(presenter.follower.refresh)
        view.cases.edited.connect(presenter.edit)
        view.cases.case_chosen.connect(presenter.choose_case)
        view.queue.call.connect(self._call_row)
        view.queue.resume.connect(presenter.resume)
        view.queue.reinstate.connect(presenter.reinstate)
        view.after.call.connect(presenter.call_next)
        view.after.resume.connect(presenter.resume_work)
        view.after.reprint.connect(self._reprint)
        view.choosing.chosen.connect(self._chosen)
        view.choosing.settings.connect(self._open_settings)
        view.opening.confirmed.connect(self._open_here)
        bars = view.bars
        bars.left.connect(view.take_focus)
        bars.transfer.confirmed.connect(self._transfer)
        bars.hold.confirmed.connect(self._hold)
        bars.pause.confirmed.connect(self._pause_now)
        bars.staff.confirmed.connect(self._hand_over)
        bars.finish.confirmed.connect(self._finish_anyway)
        bars.call.picked.connect(self._call)
        bars.add.picked.connect(self._add)

    # ---- showing -------------------------------------------------------------------------

    def _show(self, shown: Shown) -> None:
        self._words.take(shown)
        can = possible(shown)
        for name in _KEYS:
            self._context.commands.set_enabled(name, name in can)
        self.view.show_state(shown, self._suggestion())

    def _retranslate(self) -> None:
        self.view.retranslate()
        self._show(self.presenter.state)

    def _heard(self, changes: Changes) -> None:
        others = changes.without(ME)
        if others.news:
            self.presenter.follower.heard(others)

    def _refused(self, refusal: Refusal) -> None:
        self._context.messages.refused(refusal.error, refusal.again)
        bars = self.view.bars
        asked = {
            TransferStop: bars.transfer,
            HoldTicket: bars.hold,
            PauseCounter: bars.pause,
            CallTicket: bars.call,
            AddItems: bars.add,
        }.get(type(refusal.request))
        closed = self.presenter.state.phase is Phase.CLOSED
        if isinstance(refusal.request, OpenCounter) and not closed:
            asked = bars.staff
        if asked is not None:
            bars.show_bar(asked)

    def _suggestion(self) -> str:
        return self._context.staff() or self._context.settings.get("staff")

    # ---- commands ------------------------------------------------------------------------

    def _finish(self) -> None:
        if not self.view.bars.finish.isVisible():
            self.presenter.finish()

    def _finish_anyway(self) -> None:
        self.view.bars.leave()
        self.presenter.finish(confirmed=True)

    def _ask_finish(self, cases: tuple[CaseShape, ...]) -> None:
        self.view.bars.finish.prepare(cases)
        self.view.bars.show_bar(self.view.bars.finish)

    def _fix_case(self, case_id: str) -> None:
        self.view.bars.leave()
        self.view.cases.focus_problem()

    def _ask_call(self) -> None:
        self.view.bars.ask_call(self.presenter.state)

    def _ask_transfer(self) -> None:
        self.view.bars.ask_transfer(self.presenter.state)

    def _ask_hold(self) -> None:
        self.view.bars.ask_hold(self.presenter.state)

    def _ask_add(self) -> None:
        self.view.bars.ask_add(self.presenter.state)

    def _ask_staff(self) -> None:
        if self.presenter.state.phase is Phase.CLOSED:
            self._open_here()
        else:
            self.view.bars.ask_staff(self._suggestion())

    def _pause(self) -> None:
        moment = self.presenter.state.moment
        if moment is not None and moment.counter.state == "paused":
            self.presenter.resume_work()
        else:
            self.view.bars.ask_pause()

    def _next_list(self) -> None:
        self.view.queue.next_list()

    def _next_case(self) -> None:
        self.presenter.step_case(1)
        self.view.cases.take_focus()

    def _previous_case(self) -> None:
        self.presenter.step_case(-1)
        self.view.cases.take_focus()

    def _choose_again(self) -> None:
        self.presenter.choose(None)

    # ---- what the bars and lists answered ------------------------------------------------

    def _call_row(self, ticket: str) -> None:
        if "counter.call" in possible(self.presenter.state):
            self.presenter.call(ticket)

    def _call(self, ticket: str) -> None:
        self._answered()
        self.presenter.call(ticket)

    def _add(self, item: str) -> None:
        self._answered()
        self.presenter.add(item)

    def _transfer(self) -> None:
        bar = self.view.bars.transfer
        self._answered()
        self.presenter.transfer(bar.window_code, bar.note.text(), bar.come_back.isChecked())

    def _hold(self) -> None:
        bar = self.view.bars.hold
        self._answered()
        self.presenter.hold(bar.reason.text(), bar.minutes.value())

    def _pause_now(self) -> None:
        reason = self.view.bars.pause.text()
        self._answered()
        self.presenter.pause(reason)

    def _hand_over(self) -> None:
        staff = self.view.bars.staff.text()
        if staff:
            self._answered()
            self._sit_down(staff)

    def _open_here(self) -> None:
        self._sit_down(self.view.opening.text())

    def _sit_down(self, staff: str) -> None:
        if staff:
            self._context.settings.put("staff", staff)
            self.presenter.open(staff)

    def _answered(self) -> None:
        self.view.bars.leave()
        self.view.take_focus()

    # ---- the rest ------------------------------------------------------------------------

    def _chosen(self, number: int) -> None:
        self._context.settings.put(SETTING, str(number))
        self.presenter.choose(number)

    def _open_settings(self) -> None:
        self._context.show_screen("settings")

    def _print(self, papers: tuple[PaperShape, ...]) -> None:
        for paper in papers:
            self._context.print_paper(paper.id)

    def _reprint(self, paper_id: object) -> None:
        moment = self.presenter.state.moment
        papers = {paper.id: paper for paper in moment.papers} if moment else {}
        paper = papers.get(str(paper_id))
        if paper is not None and (paper.printed or paper.reprints):
            self._context.papers.reprint_paper(paper.id)
        else:
            self._context.print_paper(str(paper_id))
