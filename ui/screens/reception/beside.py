"""Beside the number: questions answered without one, last numbers, bundles, the notice on data."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from desktop.domain.errors import DeskError
from desktop.requests import AnswerEnquiry
from desktop.snapshots import EnquiryShape, PaperShape, WindowShape
from ui.screens.context import ScreenContext
from ui.screens.reception import offers
from ui.screens.reception.closing_time import (
    LOOK_AHEAD_MIN,
    advise,
    closing,
    looked_at,
    minutes_left,
)
from ui.screens.reception.errands import Errands
from ui.screens.reception.line_watch import LineWatch
from ui.screens.reception.needs import Needs
from ui.screens.reception.presenter import ReceptionPresenter
from ui.screens.reception.route import ready_windows
from ui.screens.reception.shown import window_name
from ui.screens.reception.view import ReceptionView
from ui.screens.reception.waits import WaitWatch
from ui.widgets.announce import announce

SETTLE_MS: Final = 120
"""What stands so long is looked at; faster than this nobody reads a wait."""


class Beside(QObject):
    """Ties what the guide desk does beside numbers to view, line and messages."""

    def __init__(
        self,
        context: ScreenContext,
        view: ReceptionView,
        presenter: ReceptionPresenter,
        line: LineWatch,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._view = view
        self._presenter = presenter
        self._line = line
        self.needs = Needs(context, view, presenter, line, self)
        self.waits = WaitWatch(context.desk, context.lanes, self)
        self.errands = Errands(context.desk, context.lanes, self)
        self._seen: tuple[str, ...] = ()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self.want_waits)
        self._connect()

    def answer(self) -> None:
        """Count a question that was answered without a number (咨询)."""
        self._answered(self._view.what.box.text().strip())

    def last_number(self) -> None:
        """Ask which window gives its last number (截号), or gives numbers again."""
        catalogue, line = self._presenter.catalogue, self._line.line
        language = self._context.language
        windows = []
        for code in catalogue.windows:
            words = f"{catalogue.letter(code)} {window_name(catalogue, code, language)}"
            if code in line.stopped:
                words = language.text("reception.last.stopped", window=words)
            windows.append((code, words))
        longest = max(line.longest, key=lambda code: line.longest[code], default="")
        advice = advise(line, self.waits.known)
        self._view.last.open(windows, line.stopped, advice.window if advice else longest)
        self._view.order_focus()

    def take_together(self) -> None:
        """Take the bundle that what was chosen belongs to."""
        bundle = offers.together(self._presenter.form, self._presenter.catalogue)
        if bundle:
            self._presenter.add(f"bundle:{bundle}")
            self._view.what.box.setFocus()
        else:
            note = self._context.language.text("reception.no_together")
            self._context.messages.note(note)

    def print_notice(self) -> None:
        """Print the notice on personal data, for somebody to take along."""
        self.errands.notice(self._context.staff())

    def hear(self) -> None:
        """Something happened: estimates are old."""
        self.waits.hear()

    def set_visible(self, visible: bool) -> None:
        """Rest while nobody looks."""
        self.waits.set_visible(visible)

    @Slot()
    def want_waits(self) -> None:
        """Look after the windows in sight: those on the form, and those that may close late."""
        self.waits.want((*self._seen, *looked_at(self._line.line)))
        self._advise()

    def see(self, windows: tuple[str, ...]) -> None:
        """Hear where the visit that is shown begins; a list that is walked through asks once."""
        if windows != self._seen:
            self._seen = windows
            self._timer.start()

    def _connect(self) -> None:
        self.needs.answered.connect(self._answered)
        self.waits.changed.connect(self._advise)
        self._line.arrived.connect(self.want_waits)
        self.errands.counted.connect(self._counted)
        self.errands.stopped.connect(self._stopped)
        self.errands.made.connect(self._made)
        self.errands.refused.connect(self._refused)
        self._view.last.chosen.connect(self._last_chosen)
        self._view.last.left.connect(self._last_left)
        self._view.advice.taken.connect(self._advice_taken)

    @Slot(str)
    def _answered(self, typed: str) -> None:
        form, catalogue = self._presenter.form, self._presenter.catalogue
        item = form.items[0].item if form.items else None
        windows = ready_windows(form, catalogue)
        request = AnswerEnquiry(
            text=form.need.strip() or typed or None,
            window=windows[0] if windows else None,
            item=item if item and catalogue.items[item].window in windows[:1] else None,
            enterprise=form.main,
        )
        self.errands.answer(request, self._context.staff())

    @Slot(object)
    def _counted(self, enquiry: EnquiryShape) -> None:
        text = self._context.language.text("reception.answered", count=enquiry.today)
        self._view.start_over()
        self._presenter.clear()
        self._context.messages.done(text)
        announce(self._view, text, at_once=True)

    @Slot(str, bool)
    def _last_chosen(self, window: str, stop: bool) -> None:
        staff = self._context.staff()
        if stop:
            self.errands.stop(window, staff)
        else:
            self.errands.reopen(window, staff)

    @Slot(str)
    def _advice_taken(self, window: str) -> None:
        self.errands.stop(window, self._context.staff())

    @Slot()
    def _last_left(self) -> None:
        self._view.last.hide()
        self._view.who.box.setFocus()

    @Slot(object)
    def _stopped(self, window: WindowShape) -> None:
        if not self._view.last.isHidden():
            self._last_left()
        catalogue, language = self._presenter.catalogue, self._context.language
        name = f"{catalogue.letter(window.code)} {window_name(catalogue, window.code, language)}"
        key = "reception.last.done" if window.stopped_at else "reception.last.undone"
        again = None
        if window.stopped_at is not None:
            again = partial(self.errands.reopen, window.code, self._context.staff())
        self._context.messages.done(language.text(key, window=name), again)
        self._line.read()

    @Slot(object)
    def _made(self, papers: tuple[PaperShape, ...]) -> None:
        for paper in papers:
            self._context.print_paper(paper.id)

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        self._context.messages.refused(error)

    @Slot()
    def _advise(self) -> None:
        """Before closing: advise a last number, or say how long it is until then."""
        line, language, row = self._line.line, self._context.language, self._view.advice
        catalogue = self._presenter.catalogue
        advice = advise(line, self.waits.known)
        if advice is not None and advice.window in catalogue.windows:
            name = window_name(catalogue, advice.window, language)
            values = {"window": name, "minutes": advice.minutes, "closes": advice.closes}
            words = language.text("reception.last.advice", **values)
            row.say(words, advice.window, language.text("reception.last.stop"))
            return
        left, closes = minutes_left(line), closing(line)
        if left is not None and closes is not None and 0 < left <= LOOK_AHEAD_MIN:
            values = {"minutes": left, "closes": f"{closes:%H:%M}"}
            row.say(language.text("reception.last.soon", **values))
        elif line.stopped:
            row.say(language.text("reception.last.some"))
        else:
            row.say("")
