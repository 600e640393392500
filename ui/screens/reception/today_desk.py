"""Ties today's numbers to their presenter, the printer and the messages."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from desktop.domain.errors import DeskError
from desktop.snapshots import TicketShape
from ui.screens.context import ScreenContext
from ui.screens.reception.today_presenter import Action, Done, TodayPresenter
from ui.screens.reception.today_view import TodayView

DEBOUNCE_MS = 30


class TodayDesk(QObject):
    """Reads while it is in front, and again whenever something happened."""

    def __init__(self, context: ScreenContext, view: TodayView, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._view = view
        self._visible = False
        self.presenter = TodayPresenter(context.desk, context.lanes, context.staff, self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self._look)
        view.typed.connect(self._typed)
        view.asked.connect(self._asked)
        self.presenter.listed.connect(view.show_tickets)
        self.presenter.done.connect(self._done)
        self.presenter.refused.connect(self._refused)
        self.presenter.read_refused.connect(self._read_refused)
        self.presenter.busy.connect(view.set_busy)
        self.presenter.print_again.connect(self._print)

    def set_visible(self, visible: bool) -> None:
        """Begin with the list of open numbers; rest while it is not in front."""
        self._visible = visible
        if visible:
            self._look()

    def read(self) -> None:
        """Read again: something happened."""
        if self._visible:
            self.presenter.read()

    @Slot(str)
    def _typed(self, _text: str) -> None:
        if self._visible:
            self._timer.start()

    @Slot()
    def _look(self) -> None:
        self.presenter.look_for(self._view.line.text())

    @Slot(object, object, str, int)
    def _asked(self, action: Action, ticket: TicketShape, reason: str, step: int) -> None:
        if action is Action.REPRINT:
            self.presenter.reprint(ticket.id)
        else:
            self.presenter.act(action, ticket, reason, self._context.staff(), step)

    @Slot(object)
    def _done(self, done: Done) -> None:
        key = f"reception.today.done.{done.action}"
        self._context.messages.done(self._context.language.text(key, label=done.label))

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        self._context.messages.refused(error)

    @Slot(object)
    def _read_refused(self, error: DeskError) -> None:
        self._view.show_refusal(self._context.language.sentence(error))

    @Slot(str)
    def _print(self, paper: str) -> None:
        self._context.papers.reprint_paper(paper)
