"""The counter screen: view, presenter, commands and the ear for changes, brought together."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import DeskError
from desktop.domain.roles import TABLE
from desktop.snapshots import PaperShape
from ui.commands import Command, Needs
from ui.connection import Connection
from ui.live import Changes, Watch
from ui.screens.context import ScreenContext
from ui.screens.counter.answers import Answers
from ui.screens.counter.errands import Errand, Refusal
from ui.screens.counter.facts import Ended, Shown, possible
from ui.screens.counter.presenter import ME, Presenter
from ui.screens.counter.view import CounterView
from ui.screens.counter.words import Words
from ui.sending import Told

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
    "counter.take_over": ("Shift+F7", "mdi6.account-arrow-left-outline"),
    "counter.undo": ("Ctrl+Z", "mdi6.undo-variant"),
    "counter.help": ("F2", "mdi6.hand-back-right-outline"),
}
_NEEDS: Final = {
    "counter.finish": Needs.INTENT,
    "counter.no_show": Needs.INTENT,
    "counter.lists": Needs.NOTHING,
    "counter.next_case": Needs.NOTHING,
    "counter.previous_case": Needs.NOTHING,
}
"""All others need the desk at once."""


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
            self._who,
            self,
        )
        self._was_busy = False
        self._offered = ""
        self._add_commands()
        self.view = CounterView(self._words, context.commands)
        self.answers = Answers(self.presenter, self.view, self._words, self)
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

    def _who(self) -> str:
        return self._context.staff()

    def _add_commands(self) -> None:
        calling = self.presenter.calling
        # The bars are made after the commands, whose buttons they stand among.
        does: dict[str, Callable[[], None]] = {
            "counter.call_next": calling.call_next,
            "counter.call": lambda: self.answers.ask_call(),
            "counter.recall": calling.recall,
            "counter.start": calling.start,
            "counter.finish": lambda: self.answers.finish(),
            "counter.no_show": calling.no_show,
            "counter.transfer": lambda: self.answers.ask_transfer(),
            "counter.hold": lambda: self.answers.ask_hold(),
            "counter.add": lambda: self.answers.ask_add(),
            "counter.lists": self._next_list,
            "counter.pause": lambda: self.answers.pause(),
            "counter.close": calling.close,
            "counter.open": lambda: self.answers.ask_staff(),
            "counter.next_case": partial(self._step_case, 1),
            "counter.previous_case": partial(self._step_case, -1),
            "counter.choose": partial(calling.choose, None),
            "counter.take_over": lambda: self.answers.ask_take_over(),
            "counter.undo": self.presenter.back.begin,
            "counter.help": self.presenter.helping.toggle,
        }
        for name, run in does.items():
            keys, icon = _KEYS[name]
            words = name.replace("counter.", "counter.command.")
            needs = _NEEDS.get(name, Needs.DESK)
            command = Command(
                name,
                words,
                keys,
                icon,
                enabled=False,
                permission=name if name in TABLE else "",
                scope="counter",
                needs=needs,
            )
            self._context.commands.add(command, run)

    def _connect(self) -> None:
        presenter, view = self.presenter, self.view
        presenter.follower.shown.connect(self._show)
        presenter.refused.connect(self._refused)
        presenter.serving.papers_made.connect(self._print)
        presenter.calling.opened.connect(self._context.sit_down)
        presenter.kept.connect(self._keep)
        presenter.answered.connect(self._context.sending.answered)
        presenter.back.ended.connect(self._ended)
        self._context.watch.changed.connect(self._connection)
        self._context.sending.told.connect(self._told)
        self._context.sending.not_kept.connect(self._not_kept)
        self._context.presence.beaten.connect(self._beaten)
        self.answers.chosen.connect(self._chosen)
        self._watch.changed.connect(self._heard)
        self._watch.stale.connect(presenter.follower.refresh)
        self._context.language.changed.connect(self._retranslate)
        view.again.connect(presenter.follower.refresh)
        view.after.reprint.connect(self._reprint)
        view.choosing.settings.connect(self._open_settings)

    def _show(self, shown: Shown) -> None:
        self._words.take(shown)
        if shown.busy and not self._was_busy:
            self.view.keep_focus()
        can = possible(shown)
        for name in _KEYS:
            self._context.commands.set_enabled(name, name in can)
        self.view.show_state(shown)
        if self._was_busy and not shown.busy:
            self.view.restore_focus()
        self._was_busy = shown.busy
        if self._offered and shown.ended is None:
            self._withdraw_offer()
        self._work_here(shown)

    def _work_here(self, shown: Shown) -> None:
        """Beat for this counter as long as somebody works at it."""
        counter = shown.moment.counter if shown.moment else None
        if counter is not None:
            at_work = counter.state in ("open", "paused")
            self._context.presence.at(counter.number if at_work else None)

    @Slot(object)
    def _connection(self, state: Connection) -> None:
        self.presenter.connection(state)

    @Slot(object, str)
    def _keep(self, errand: Errand, label: str) -> None:
        self._context.sending.keep(errand.request, errand.command, errand.staff, label)

    @Slot(object)
    def _told(self, told: Told) -> None:
        if told.sent.kept.request is not None:
            self.presenter.told(told.sent.kept.request, told.sent.answer)

    @Slot(object)
    def _not_kept(self, _: DeskError) -> None:
        self.presenter.take_back()

    @Slot()
    def _beaten(self) -> None:
        if self.view.isVisible() and self._context.watch.state is Connection.ONLINE:
            self.presenter.follower.refresh_here()

    def _retranslate(self) -> None:
        self.view.retranslate()
        self._show(self.presenter.state)

    def _heard(self, changes: Changes) -> None:
        others = changes.without(ME)
        if others.news:
            self.presenter.follower.heard(others)

    def _refused(self, refusal: Refusal) -> None:
        self._context.messages.refused(refusal.error, refusal.again)
        self.answers.ask_again(refusal)

    def _ended(self, ended: Ended) -> None:
        self._withdraw_offer()
        self._offered = self._words.text(f"toast.{ended.how}", label=ended.label)
        self._context.messages.done(self._offered, self._undo)

    def _withdraw_offer(self) -> None:
        """Take the toast away that offers to take back what cannot be, or not any more."""
        for toast in self._context.messages.toasts.shown:
            if toast.note.words == self._offered:
                toast.dismiss()
        self._offered = ""

    def _undo(self) -> None:
        self._context.show_screen("counter")
        self.presenter.back.begin()

    def _next_list(self) -> None:
        self.view.queue.next_list()

    def _step_case(self, by: int) -> None:
        self.presenter.serving.step_case(by)
        self.view.cases.take_focus()

    def _chosen(self, number: int) -> None:
        self._context.settings.put(SETTING, str(number))

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
