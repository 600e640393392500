"""Backup, restore and the journal's proof (category backup)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Slot

from desktop.snapshots import VerifyAnswer
from ui.background import Step
from ui.screens.context import ScreenContext
from ui.screens.settings.file_job import FileJob
from ui.screens.settings.parts import CardsPart
from ui.screens.settings.presenter import Finished, SettingsPresenter
from ui.screens.settings.proof_card import ProofCard
from ui.screens.settings.surroundings import Surroundings
from ui.screens.settings.whole_setup import WholeSetup
from ui.theme import Tone


class BackupPart(CardsPart):
    """Copies are opened and verified before they count."""

    permission = "backup"

    def __init__(self, context: ScreenContext, around: Surroundings) -> None:
        super().__init__(context, "backup")
        self._around, language = around, context.language
        files = "Yimen (*.dump)" if around.where.file_here else "Yimen (*.db)"
        page = self.widget
        self.backup = FileJob(language, "backup", page, saving=True, stops=True, files=files)
        self.restore = FileJob(language, "restore", page, careful=True, files=files)
        self.proof = ProofCard(language, page)
        self.whole = WholeSetup(context, around.folder, page)
        cards = (self.backup, self.restore, self.whole.writing, self.whole.reading, self.proof)
        self.hold(*cards)
        self.presenter = SettingsPresenter(context.desk, context.lanes, context.staff, self)
        self.backup.go.connect(self._back_up)
        self.backup.stop.connect(self.presenter.stop_backup)
        self.restore.go.connect(self.presenter.restore)
        self.proof.verify.connect(self.presenter.verify)
        self.presenter.step.connect(self._stepped)
        self.presenter.began.connect(self._began)
        self.presenter.finished.connect(self._finished)
        self._suggest_backup()

    @property
    def _usual_folder(self) -> Path:
        """Return the folder for backups beside this PC's data, made when it is first used."""
        return self._around.folder / "backups"

    def _suggest_backup(self) -> None:
        folder = self.context.settings.get("backup_folder") or self._usual_folder
        end = "dump" if self._around.where.file_here else "db"
        name = f"yimen-{datetime.now().astimezone():%Y%m%d-%H%M}.{end}"
        self.backup.path.show_path(Path(folder) / name)

    @Slot(object)
    def _back_up(self, path: Path) -> None:
        self.presenter.back_up(path, self._usual_folder)

    @Slot(object)
    def _stepped(self, step: Step) -> None:
        self.backup.outcome.step(step.done, step.total)

    @Slot(str)
    def _began(self, task: str) -> None:
        match task:
            case "backup":
                self.backup.run()
            case "restore":
                self.restore.run()
            case "verify":
                self.proof.run()

    @Slot(object)
    def _finished(self, end: Finished) -> None:
        words, tone = self._told(end)
        match end.task:
            case "verify" if isinstance(end.answer, VerifyAnswer):
                self.proof.show_answer(end.answer)
            case "verify":
                self.proof.end(words, tone)
            case "backup":
                self._show_backup(end, tone)
            case "restore":
                self.restore.end(lambda: self._told(end)[0], tone)
                if end.answer is not None:
                    self.context.live.renew()

    def _told(self, end: Finished) -> tuple[str, Tone]:
        """Return the sentence of an ending and its tone."""
        text = self.context.language.text
        if end.error is not None:
            return self.context.language.sentence(end.error), Tone.BAD
        if end.stopped:
            return text("settings.backup.stopped"), Tone.NEUTRAL
        if end.answer is None:
            return text("message.crash"), Tone.BAD
        path, verified = getattr(end.answer, "path", ""), getattr(end.answer, "verified", True)
        card = "restore" if end.task == "restore" else "backup"
        words = text(f"settings.{card}.{'done' if verified else 'read_through'}", path=path)
        return words, Tone.GOOD if verified else Tone.WARN

    def _show_backup(self, end: Finished, tone: Tone) -> None:
        self.backup.end(lambda: self._told(end)[0], tone)
        path = self.backup.path.path
        if end.answer is not None and path is not None:
            self.context.settings.put("backup_folder", str(path.parent))
            self.restore.path.show_path(path)


def create(context: ScreenContext, around: Surroundings) -> BackupPart:
    """Return the part."""
    return BackupPart(context, around)
