"""The settings screen: its cards joined with this PC, the printer and the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, SignalInstance, Slot
from PySide6.QtWidgets import QWidget

from desktop.i18n import LANGUAGES
from desktop.snapshots import CalendarAnswer, CatalogueCounts, SettingsAnswer, VerifyAnswer
from ui.background import Step
from ui.fonts import TextSize
from ui.live import Watch
from ui.screens.context import ScreenContext
from ui.screens.settings.file_job import FileJob
from ui.screens.settings.hall import Hall, HallSection
from ui.screens.settings.presenter import Finished, SettingsPresenter
from ui.screens.settings.proof import ProofPart
from ui.screens.settings.view import SettingsView, Where
from ui.theme import Scheme, Tone

OPTIONS = {
    "language": LANGUAGES,
    "scheme": tuple(scheme.value for scheme in Scheme),
    "text_size": tuple(str(size.value) for size in TextSize),
}


class PrinterChoice(Protocol):
    """What the settings do with printers; `ui.desk_printing.DeskPrinting`."""

    state_changed: SignalInstance

    @property
    def names(self) -> tuple[str, ...]:
        """Return the printers there are."""
        ...

    def look(self) -> None:
        """Ask the system again."""
        ...

    def choose(self, printer: str) -> None:
        """Use this printer."""
        ...

    def printer_problem(self) -> str | None:
        """Return why nothing can be printed now."""
        ...

    def print_test_page(self) -> None:
        """Print a test page; people are told how it went."""
        ...


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the settings need beyond other screens: printers, the hall, where the database is.

    `database` holds no password; `own_database` is where real work is done while this is the
    demo, "" otherwise; `folder` is this PC's own for data.
    """

    printers: PrinterChoice
    database: str
    own_database: str
    reopen: Callable[[str], None]
    where: Where
    folder: Path
    hall: Hall


class SettingsScreen(QObject):
    """Joins the cards with what they change."""

    def __init__(self, context: ScreenContext, around: Surroundings) -> None:
        super().__init__()
        self._context, self._around = context, around
        self._text = context.language.text
        self.view = SettingsView(context.language, OPTIONS, around.where)
        self.setParent(self.view)
        self.presenter = SettingsPresenter(context.desk, context.lanes, context.staff, self)
        self._watch = Watch(context.live, self)
        self._watch.stale.connect(self._refresh)
        self._watch.changed.connect(self._refresh)
        self._hall = HallSection(context, around.hall, self.view.board, self.view.voice)
        self._join_pc()
        self._join_desk()
        around.printers.state_changed.connect(self._show_printers)
        self._suggest_backup()

    @property
    def widget(self) -> QWidget:
        """Return the widget to be shown."""
        return self.view

    def set_visible(self, visible: bool) -> None:
        """Ask anew for what may have changed meanwhile."""
        self._watch.set_visible(visible)
        if visible:
            self._around.printers.look()

    def take_focus(self) -> None:
        """Begin at the sections."""
        self.view.sections.setFocus()

    def _join_pc(self) -> None:
        pc, printer = self.view.this_pc, self.view.printer
        self._context.appearance.changed.connect(self._show_pc)
        self._context.language.changed.connect(self._show_pc)
        pc.chosen.connect(self._context.commands.run)
        pc.person.connect(self._sit_down)
        pc.station.connect(self._keep_station)
        where = self.view.where
        where.database.connect(self._reopen)
        where.leave.setVisible(bool(self._around.own_database))
        where.leave_demo.connect(self._leave_demo)
        where.show_path(self._around.where.file_here or self._around.database)
        printer.printer.connect(self._choose_printer)
        printer.test.connect(self._around.printers.print_test_page)
        printer.sheet.connect(self._save_width)

    def _join_desk(self) -> None:
        view, presenter = self.view, self.presenter
        view.rules.save.connect(presenter.save_rules)
        view.catalogue.go.connect(presenter.load_catalogue)
        view.calendar.go.connect(presenter.import_calendar)
        view.backup.go.connect(self._back_up)
        view.backup.stop.connect(presenter.stop_backup)
        presenter.step.connect(self._stepped)
        view.restore.go.connect(presenter.restore)
        view.proof.verify.connect(presenter.verify)
        presenter.began.connect(self._began)
        presenter.finished.connect(self._finished)

    @Slot()
    def _refresh(self) -> None:
        self._show_pc()
        self._show_printers()
        self.presenter.read_rules()

    @Slot()
    def _show_pc(self) -> None:
        appearance = self._context.appearance
        values = {
            "language": self._context.language.code,
            "scheme": appearance.scheme.value,
            "text_size": str(appearance.text_size.value),
        }
        station = self._context.settings.get("station")
        self.view.this_pc.show_values(values, self._context.staff(), station)

    @Slot()
    def _show_printers(self) -> None:
        printers = self._around.printers
        chosen = self._context.settings.get("printer")
        self.view.printer.show_printers(printers.names, chosen, printers.printer_problem())

    @Slot(str)
    def _choose_printer(self, name: str) -> None:
        self._around.printers.choose(name)

    @Slot(str, str)
    def _save_width(self, key: str, value: str) -> None:
        self.presenter.save_rules({key: value})

    @Slot(str)
    def _sit_down(self, code: str) -> None:
        self._context.sit_down(code)

    @Slot(str)
    def _keep_station(self, code: str) -> None:
        self._context.settings.put("station", code)

    @Slot(object)
    def _reopen(self, path: Path) -> None:
        if str(path) != self._around.database:
            self._around.reopen(str(path))

    @Slot()
    def _leave_demo(self) -> None:
        self._around.reopen(self._around.own_database)

    @property
    def _usual_folder(self) -> Path:
        """Return the folder for backups beside this PC's data, made when it is first used."""
        return self._around.folder / "backups"

    def _suggest_backup(self) -> None:
        folder = self._context.settings.get("backup_folder") or self._usual_folder
        end = "dump" if self._around.where.file_here else "db"
        name = f"yimen-{datetime.now().astimezone():%Y%m%d-%H%M}.{end}"
        self.view.backup.path.show_path(Path(folder) / name)

    @Slot(object)
    def _back_up(self, path: Path) -> None:
        self.presenter.back_up(path, self._usual_folder)

    @Slot(object)
    def _stepped(self, step: Step) -> None:
        self.view.backup.outcome.step(step.done, step.total)

    @Slot(str)
    def _began(self, task: str) -> None:
        cards: dict[str, FileJob | ProofPart] = {
            "catalogue": self.view.catalogue,
            "calendar": self.view.calendar,
            "backup": self.view.backup,
            "restore": self.view.restore,
            "verify": self.view.proof,
        }
        if task in cards:
            cards[task].run()

    @Slot(object)
    def _finished(self, end: Finished) -> None:
        if end.task in ("rules", "save_rules"):
            self._show_rules(end)
            return
        words, tone, lines = self._told(end)
        match end.task:
            case "verify":
                self._show_proof(end, words, tone)
            case "catalogue":
                self.view.catalogue.end(words, tone)
            case "calendar":
                self.view.calendar.end(words, tone, lines)
            case "backup":
                self._show_backup(end, words, tone)
            case "restore":
                self.view.restore.end(words, tone)
                if end.answer is not None:
                    self._context.live.renew()

    def _told(self, end: Finished) -> tuple[str, Tone, list[str]]:
        """Return the sentence of an ending, its tone, and the lines below it."""
        if end.error is not None:
            return self._context.language.sentence(end.error), Tone.BAD, []
        if end.stopped:
            return self._text("settings.backup.stopped"), Tone.NEUTRAL, []
        match end.answer:
            case CatalogueCounts(windows, items, bundles):
                counts = {"windows": windows, "items": items, "bundles": bundles}
                return self._text("settings.catalogue.done", **counts), Tone.GOOD, []
            case CalendarAnswer(days, moved):
                words = self._text("settings.calendar.done", days=days, moved=len(moved))
                lines = [
                    self._text(
                        "settings.calendar.moved",
                        number=case.number,
                        item=case.item_name,
                        due=case.due_on,
                    )
                    for case in moved
                ]
                return words, Tone.GOOD, lines
            case None:
                return self._text("message.crash"), Tone.BAD, []
        card = self.view.backup if end.task == "backup" else self.view.restore
        path, verified = getattr(end.answer, "path", ""), getattr(end.answer, "verified", True)
        key = "done" if verified else "read_through"
        tone = Tone.GOOD if verified else Tone.WARN
        return self._text(f"settings.{card.name}.{key}", path=path), tone, []

    def _show_rules(self, end: Finished) -> None:
        if isinstance(end.answer, SettingsAnswer):
            if end.task == "save_rules" or not self.view.rules.touched:
                self.view.rules.show_rules(end.answer.settings)
            self.view.printer.show_rules(end.answer.settings)
            if end.task == "save_rules":
                self.view.rules.outcome.end(self._text("settings.rules.saved"), Tone.GOOD)
        elif end.error is not None:
            words = self._context.language.sentence(end.error)
            self.view.rules.outcome.end(words, Tone.BAD)

    def _show_proof(self, end: Finished, words: str, tone: Tone) -> None:
        if isinstance(end.answer, VerifyAnswer):
            self.view.proof.show_answer(end.answer)
        else:
            self.view.proof.end(words, tone)

    def _show_backup(self, end: Finished, words: str, tone: Tone) -> None:
        self.view.backup.end(words, tone)
        path = self.view.backup.path.path
        if end.answer is not None and path is not None:
            self._context.settings.put("backup_folder", str(path.parent))
            self.view.restore.path.show_path(path)


def create(context: ScreenContext, around: Surroundings) -> SettingsScreen:
    """Return the settings screen."""
    return SettingsScreen(context, around)
