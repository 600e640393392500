"""What the guide desk shows and says: the form in words, warnings, what was issued, refusals."""

from __future__ import annotations

from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Slot

from desktop.domain.errors import DeskError
from desktop.snapshots import IssueAnswer, TicketShape
from ui.screens.context import ScreenContext
from ui.screens.reception import keyed, shown
from ui.screens.reception.beside import Beside
from ui.screens.reception.line_watch import LineWatch
from ui.screens.reception.offers import together
from ui.screens.reception.presenter import Issued, ReceptionPresenter
from ui.screens.reception.route import also, ready_windows, route
from ui.screens.reception.slip_preview import slip
from ui.screens.reception.view import ReceptionView
from ui.screens.reception.wait_words import WaitsShown, wait_words
from ui.theme import Tone
from ui.widgets.announce import announce
from ui.widgets.search_box import Choice

TOAST_S: Final = 10
"""So long the toast with its 撤销 stays; the key for it works the whole minute, in seconds."""


class Telling(QObject):
    """Turns what the presenters know into what the view shows."""

    def __init__(
        self,
        context: ScreenContext,
        view: ReceptionView,
        presenter: ReceptionPresenter,
        line: LineWatch,
        beside: Beside,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._view = view
        self._presenter = presenter
        self._line = line
        self._beside = beside
        self._waits = beside.waits
        self._pending = ""
        self._day: date | None = None
        self._connect()

    @Slot()
    def refresh(self) -> None:
        """Show the form, the line and the warnings as they are now."""
        form, catalogue = self._presenter.form, self._presenter.catalogue
        language = self._context.language
        self._view.who.show_cards(shown.cards(form, catalogue, language), form.alone)
        self._view.what.show_rows(shown.rows(form, catalogue, language, self._line.line.day))
        self._show_offers()
        language_code = language.code
        offered = tuple(
            (f"bundle:{one.code}", one.name.of(language_code)) for one in catalogue.bundles.values()
        )
        self._view.what.show_bundles(offered)
        self._view.what.show_need(form.need)
        self._view.number.show_form(form)
        self._show_line()
        self._view.order_focus()

    def _show_offers(self) -> None:
        """Offer the bundle that two chosen items belong to, and windows that items suggest."""
        form, catalogue = self._presenter.form, self._presenter.catalogue
        language, what = self._context.language, self._view.what
        bundle = catalogue.bundles.get(together(form, catalogue))
        offered = []
        if bundle is not None:
            words = language.text(
                "reception.together_bundle",
                name=bundle.name.of(language.code),
                count=len(bundle.items),
                keys=self._context.commands.keys("reception.together"),
            )
            offered.append((f"bundle:{bundle.code}", words))
        what.together.show_offers(language.text("reception.together"), offered, "▸")
        windows = tuple(
            (
                f"window:{code}",
                language.text(
                    "reception.also_window",
                    letter=catalogue.letter(code),
                    window=shown.window_name(catalogue, code, language),
                ),
            )
            for code in also(form, catalogue)
        )
        what.also.show_offers(language.text("reception.also"), windows)

    @Slot()
    def _line_changed(self) -> None:
        """Show the line; with the first reading comes the site's day, which rows need."""
        if self._line.line.day != self._day:
            self._day = self._line.line.day
            self.refresh()
        else:
            self._show_line()

    def _show_line(self) -> None:
        cells = shown.strip(self._line.line, self._presenter.catalogue, self._context.language)
        self._view.show_strip(cells)
        self._show_slip()

    def undo(self) -> None:
        """Void the number just issued, or say why that is too late."""
        language, commands = self._context.language, self._context.commands
        if commands.action("reception.undo").isEnabled():
            reason = language.text("reception.undo_reason")
            self._presenter.undo(reason, self._context.staff())
        else:
            self._context.messages.note(language.text("reception.undo_late"), Tone.WARN)

    def _connect(self) -> None:
        presenter = self._presenter
        self._view.what.box.highlighted.connect(self._highlighted)
        self._line.changed.connect(self._line_changed)
        self._waits.changed.connect(self._show_slip)
        presenter.form_changed.connect(self.refresh)
        presenter.catalogue_changed.connect(self.refresh)
        presenter.blocked.connect(self._blocked)
        presenter.issued.connect(self._issued)
        presenter.refused.connect(self._refused)
        presenter.offer_refused.connect(self._offer_refused)
        presenter.busy.connect(self._busy)
        presenter.undoable.connect(self._undoable)
        presenter.voided.connect(self._voided)
        presenter.void_refused.connect(self._context.messages.show_error)
        self._context.language.changed.connect(self._retranslate)
        if self._context.printer_changed is not None:
            self._context.printer_changed.connect(self._show_slip)

    @Slot()
    def _retranslate(self) -> None:
        self._view.retranslate()
        self.refresh()

    @Slot(object)
    def _highlighted(self, choice: Choice | None) -> None:
        """Show the slip with what F2 would take from the list."""
        self._pending = choice.key if choice is not None else ""
        self._show_slip()

    @Slot()
    def _show_slip(self) -> None:
        catalogue, language = self._presenter.catalogue, self._context.language
        form = self._presenter.form
        if self._pending:
            form = keyed.want(form, catalogue, self._pending)
        begins = ready_windows(form, catalogue)
        self._beside.see(() if form.without_number() else begins)
        waits = WaitsShown(self._waits.known, self._waits.told(begins))
        self._view.number.show_slip(slip(form, catalogue, self._line.line, language, waits))
        self._view.number.show_waits(wait_words(form, catalogue, language, waits))
        windows = dict.fromkeys(stop.window for stop in route(form, catalogue))
        self._view.number.show_warnings(self._warnings(tuple(windows)))

    def _warnings(self, windows: tuple[str, ...]) -> list[str]:
        language, line = self._context.language, self._line.line
        found = []
        problem = self._context.printer_problem()
        if problem is not None:
            found.append(problem)
        for code in windows:
            window = f"{self._presenter.catalogue.letter(code)} {self._window(code)}"
            if code in line.stopped:
                local = line.stopped[code].astimezone(ZoneInfo(line.zone))
                values = {"window": window, "at": f"{local:%H:%M}"}
                found.append(language.text("error.window_stopped", **values))
            elif line.served and code not in line.served:
                found.append(language.text("error.window_not_served", window=window))
            elif line.served and code not in line.open:
                found.append(language.text("reception.window_closed", window=window))
        return found

    @Slot(str)
    def _blocked(self, code: str) -> None:
        """Say what is missing, where it is missing, and go there."""
        sentence = self._context.language.text(f"reception.missing.{code}")
        view = self._view
        match code:
            case "who_open":
                view.who.set_problem(sentence)
                view.who.box.setFocus()
            case "priority_reason":
                view.number.set_problem(sentence)
                view.number.reason.setFocus()
            case _:
                view.what.set_problem(sentence)
                view.what.box.setFocus()
        announce(view, sentence, at_once=True)

    @Slot(object)
    def _issued(self, issued: Issued) -> None:
        answer, language = issued.answer, self._context.language
        self._view.start_over()
        ticket = answer.ticket
        if ticket is None:
            numbers = ", ".join(case.number for case in answer.cases)
            text = language.text("reception.registered", count=len(answer.cases), numbers=numbers)
            self._view.number.show_issued("✓", text, text)
            self._context.messages.done(text)
            return
        next_steps = self._next_steps(answer, ticket)
        spoken = language.text("reception.issued_spoken", label=ticket.label)
        self._view.number.show_issued(ticket.label, spoken, next_steps)
        announce(self._view, f"{spoken} {next_steps}", at_once=True)
        text = language.text("reception.issued", label=ticket.label)
        self._context.messages.done(text, self.undo, seconds=TOAST_S)
        for paper in answer.papers:
            self._context.print_paper(paper.id)

    def _next_steps(self, answer: IssueAnswer, ticket: TicketShape) -> str:
        text, letter = self._context.language.text, self._presenter.catalogue.letter
        lines = [
            text(
                "reception.go_to",
                letter=letter(w),
                window=self._window(w),
                ahead=text(f"paper.slip.{'ahead' if ahead else 'next'}", ahead=ahead),
            )
            for w, ahead in answer.ahead.items()
        ]
        later = dict.fromkeys(p.window for p in ticket.places if p.state == "blocked")
        if later:
            names = [f"{letter(window)} {self._window(window)}" for window in later]
            lines.append(text("reception.then", windows=names))
        if len(ticket.places) > 1:
            lines.append(text(f"paper.slip.{'in_order' if later else 'one_number'}"))
        if "window_closed" in answer.warnings:
            windows = dict.fromkeys(place.window for place in ticket.places)
            closed = [window for window in windows if window not in self._line.line.open]
            names = [f"{letter(window)} {self._window(window)}" for window in closed]
            lines.append(text("warning.window_closed", window=names or None))
        return "\n".join(lines)

    def _window(self, code: str) -> str:
        found = self._presenter.catalogue.windows.get(code)
        return found.name.of(self._context.language.code) if found else code

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        self._context.messages.refused(error, self._again)

    @Slot(object)
    def _offer_refused(self, error: DeskError) -> None:
        self._context.messages.unread(error, self._presenter.load_catalogue)

    def _again(self) -> None:
        self._presenter.issue(self._context.staff())

    @Slot(bool)
    def _busy(self, busy: bool) -> None:
        self._context.commands.set_enabled("reception.issue", not busy)

    @Slot(str)
    def _undoable(self, label: str) -> None:
        self._context.commands.set_enabled("reception.undo", bool(label))

    @Slot(str)
    def _voided(self, label: str) -> None:
        text = self._context.language.text("reception.voided", label=label)
        self._context.messages.done(text)
