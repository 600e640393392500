"""All settings as one file: written, and taken over after one has seen what differs."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from desktop.requests import ExportSettings, ImportSettings
from desktop.snapshots import DifferenceShape, SettingsFileAnswer, SettingsImportAnswer
from ui.screens.context import ScreenContext
from ui.screens.settings.file_job import FileJob
from ui.screens.settings.presenter import Finished, SettingsPresenter
from ui.screens.settings.wording import difference_lines
from ui.theme import Tone

FILES = "Yimen (*.json)"
NOTICE = "board_notice"


class WholeSetup(QObject):
    """Two cards, joined with the desk; what this PC's board says goes with the file."""

    def __init__(self, context: ScreenContext, folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        language = context.language
        self.writing = FileJob(language, "export", parent, saving=True, files=FILES)
        self.reading = FileJob(language, "import", parent, tries=True, files=FILES)
        name = f"yimen-settings-{datetime.now().astimezone():%Y%m%d}.json"
        self.writing.path.show_path(folder / name)
        self.presenter = SettingsPresenter(context.desk, context.lanes, context.staff, self)
        self.writing.go.connect(self._write)
        self.reading.attempt.connect(self._try)
        self.reading.go.connect(self._take)
        self.presenter.began.connect(self._began)
        self.presenter.finished.connect(self._finished)

    @Slot(object)
    def _write(self, path: Path) -> None:
        self.writing.run()
        notice = self._context.settings.get(NOTICE) or None
        self.presenter.look("export", ExportSettings(str(path), notice))

    @Slot(object)
    def _try(self, path: Path) -> None:
        self.presenter.do("import", ImportSettings(str(path), dry_run=True))

    @Slot(object)
    def _take(self, path: Path) -> None:
        self.presenter.do("import", ImportSettings(str(path)))

    @Slot(str)
    def _began(self, _task: str) -> None:
        self.reading.run()

    @Slot(object)
    def _finished(self, end: Finished) -> None:
        language = self._context.language
        card = self.writing if end.task == "export" else self.reading
        match end.answer:
            case SettingsFileAnswer(path=path):
                card.end(partial(language.text, "settings.export.done", path=path), Tone.GOOD)
                self.reading.path.show_path(Path(path))
            case SettingsImportAnswer() as answer:
                self._show(answer)
            case _ if end.error is not None:
                card.end(partial(language.sentence, end.error), Tone.BAD)
            case _:
                card.end(partial(language.text, "message.crash"), Tone.BAD)

    def _show(self, answer: SettingsImportAnswer) -> None:
        language, card = self._context.language, self.reading
        found = (*answer.differences, *self._board(answer))
        lines = partial(difference_lines, language, found)
        made = f"{answer.made_at:%Y-%m-%d}"
        values = {"site": answer.site, "made": made, "count": len(found)}
        if card.trying:
            key = "trial" if found else "same"
            words = partial(language.text, f"settings.import.{key}", **values)
            card.show_trial(words, lines, worth=bool(found))
            return
        if answer.board_notice is not None:
            self._context.settings.put(NOTICE, answer.board_notice)
        card.end(partial(language.text, "settings.import.done", **values), Tone.GOOD, lines)

    def _board(self, answer: SettingsImportAnswer) -> tuple[DifferenceShape, ...]:
        now, then = self._context.settings.get(NOTICE), answer.board_notice
        if then is None or then == now:
            return ()
        return (DifferenceShape("board", "", "notice", now, then),)
