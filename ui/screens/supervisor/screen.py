"""Puts the Supervisor screen together: its commands, its view, its presenter."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import DeskError
from desktop.snapshots import ExportAnswer, FigureAnswer
from ui.commands import Command
from ui.live import Watch
from ui.screens.context import ScreenContext
from ui.screens.supervisor import chart
from ui.screens.supervisor.periods import Span
from ui.screens.supervisor.presenter import Shown, SupervisorPresenter
from ui.screens.supervisor.view import SupervisorView
from ui.widgets.toast import WayOn

SCOPE: Final = "supervisor"
FOLDER: Final = "figures_folder"
_OF_NOW: Final = ("waiting_now", "called", "serving", "counters_open", "overdue")


class SupervisorScreen(QObject):
    """What the frame shows as 督导."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._opened = ""
        self._add_commands()
        self.view = SupervisorView(context.commands, context.language)
        self.setParent(self.view)
        self.presenter = SupervisorPresenter(context.desk, context.lanes, context.staff, self)
        self._watch = Watch(context.live, self)
        self._connect()

    @property
    def widget(self) -> QWidget:
        """Return the view."""
        return self.view

    def set_visible(self, visible: bool) -> None:
        """Listen only while people can see the figures; the first time, load the charts."""
        if visible and not self.view.chart.is_ready:
            io = self._context.lanes.io
            io.submit(chart.load, self._loaded, self._broken, key="supervisor.charts")
        self._watch.set_visible(visible)
        self.presenter.set_visible(visible)

    def take_focus(self) -> None:
        """Begin at the tiles."""
        self.view.take_focus()

    def _add_commands(self) -> None:
        add = self._context.commands.add
        for name, keys, icon, act in (
            ("day", "F5", "mdi6.calendar-today", partial(self._span, Span.DAY)),
            ("week", "F6", "mdi6.calendar-week", partial(self._span, Span.WEEK)),
            ("month", "F7", "mdi6.calendar-month", partial(self._span, Span.MONTH)),
            ("earlier", "Alt+Left", "mdi6.chevron-left", partial(self._move, False)),
            ("later", "Alt+Right", "mdi6.chevron-right", partial(self._move, True)),
            ("table", "F8", "mdi6.table", self._table),
            ("definitions", "F4", "mdi6.book-open-variant", self._define),
            ("export", "F9", "mdi6.file-export-outline", self._export),
        ):
            verb = "figures.export" if name == "export" else "figures.day"
            words = f"supervisor.do.{name}"
            add(Command(f"supervisor.{name}", words, keys, icon, False, verb, SCOPE), act)

    def _connect(self) -> None:
        view, presenter = self.view, self.presenter
        view.opened.connect(self._open)
        view.retried.connect(presenter.refresh)
        view.behind.left.connect(self._back)
        view.behind.chosen.connect(self._chosen)
        view.definitions.left.connect(self._back)
        view.export.confirmed.connect(self._confirmed)
        view.export.left.connect(self._leave_export)
        view.export.stopped.connect(presenter.saving.stop)
        view.export.printed.connect(self._print)
        presenter.shown.connect(self._shown)
        presenter.listed.connect(self._listed)
        presenter.broken.connect(self._broken)
        presenter.unlisted.connect(self._unlisted)
        saving = presenter.saving
        saving.saved.connect(self._exported)
        saving.printable.connect(self._send_pages)
        saving.refused.connect(self._context.messages.show_error)
        saving.began.connect(self._set_busy)
        saving.ended.connect(self._set_busy)
        saving.stepped.connect(view.export.show_step)
        saving.stopped.connect(self._stopped)
        self._watch.stale.connect(presenter.refresh)
        self._watch.changed.connect(presenter.hear)
        self._context.language.changed.connect(self._retranslate)

    def _span(self, span: Span) -> None:
        self._overview()
        self.presenter.choose_span(span)

    def _move(self, forward: bool) -> None:
        self._overview()
        self.presenter.move(forward)

    def _table(self) -> None:
        self._overview()
        self.view.toggle_table()

    def _define(self) -> None:
        self.view.show_page("definitions")

    def _export(self) -> None:
        period = self.presenter.period
        if period is not None:
            self._overview()
            self.view.export.open(period, self._context.settings.get(FOLDER), self.view.say)

    @Slot(str, str)
    def _open(self, figure: str, window: str) -> None:
        shown = self.view.shown
        if shown is None:
            return
        self._opened = figure
        if shown.period.span is Span.DAY or figure in _OF_NOW:
            self.presenter.open_list(shown.period.anchor, figure, window or None)
        else:
            self._show_days(shown)
            self.view.show_page("list")

    @Slot(object)
    def _chosen(self, key: object) -> None:
        """Open a day of a list of days."""
        period = self.presenter.period
        if isinstance(key, date) and period is not None:
            self.presenter.look_at(period.of_day(key))
            self.presenter.open_list(key, self._opened)

    @Slot()
    def _back(self) -> None:
        self._overview()
        self.view.take_focus(self._opened)

    def _overview(self) -> None:
        self.presenter.close_list()
        if self.view.page != "overview":
            self.view.show_page("overview")

    @Slot(object)
    def _shown(self, shown: Shown) -> None:
        first = self.view.shown is None
        self.view.show_all(shown)
        commands = self._context.commands
        for name in ("day", "week", "month", "earlier", "table", "definitions", "export"):
            commands.set_enabled(f"supervisor.{name}", True)
        commands.set_enabled("supervisor.later", not shown.period.is_latest)
        if first and self.view.isVisible():
            self.view.take_focus()

    @Slot(object)
    def _listed(self, answer: FigureAnswer) -> None:
        self.view.behind.show_answer(answer, self.view.say)
        if self.view.page != "list":
            self.view.show_page("list")

    @Slot(object)
    def _broken(self, error: DeskError) -> None:
        self.view.show_broken(error)
        if self.view.shown is not None:
            self._context.messages.unread(error, self.presenter.refresh)

    @Slot(object)
    def _unlisted(self, error: DeskError) -> None:
        self._context.messages.unread(error, self.presenter.refresh)

    @Slot(str, str)
    def _confirmed(self, path: str, form: str) -> None:
        self._context.settings.put(FOLDER, str(Path(path).parent))
        self.presenter.export(path, form, self._context.language.code)

    @Slot()
    def _leave_export(self) -> None:
        self.view.export.hide()
        self.view.take_focus()

    @Slot(object)
    def _exported(self, answer: ExportAnswer) -> None:
        self._leave_export()
        text = self._context.language.text
        way = WayOn(text("message.open"), partial(_open_file, answer.path))
        words = text("supervisor.saved", days=answer.days, path=answer.path)
        self._context.messages.done(words, ways=(way,))

    @Slot()
    def _print(self) -> None:
        self.presenter.make_pages(self._context.language.code)

    @Slot(object)
    def _send_pages(self, pdf: bytes) -> None:
        """Hand the pages to the printer of notices; printing tells itself how it went."""
        title = self.view.export.title
        self._leave_export()
        self._context.papers.print_pdf(pdf, title)

    @Slot()
    def _stopped(self) -> None:
        self._context.messages.done(self._context.language.text("supervisor.stopped"))

    @Slot()
    def _set_busy(self) -> None:
        busy = self.presenter.saving.running
        self.view.export.set_busy(busy)
        self._context.commands.set_enabled("supervisor.export", not busy)

    @Slot(object)
    def _loaded(self, pg: object) -> None:
        self.view.set_library(pg)

    @Slot(str)
    def _retranslate(self, _code: str) -> None:
        self.view.retranslate()
        shown = self.view.shown
        if shown is not None and self.view.page == "list":
            self.presenter.refresh()

    def _show_days(self, shown: Shown) -> None:
        say = self.view.say
        title = say.text("days_of", period=say.period(shown.period))
        self.view.behind.show_days(shown.figures.days, title, say)


def _open_file(path: str) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(path))


def create(context: ScreenContext) -> SupervisorScreen:
    """Return the screen for the frame."""
    return SupervisorScreen(context)
