"""What people are told: toasts with a way on, refusals as sentences, our faults without losing a
thing.

    messages.done(text, undo)            what happened, 撤销 beside it
    messages.refused(error, retry)       the sentence of a DeskError, 重试 where that can help
    messages.unread(error, retry)        a read that failed, where the banner does not say it
    messages.crashed(crash)              our fault: what to do, the details to copy
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import DeskError
from ui.background import Crash, Lanes
from ui.commands import CommandButton
from ui.fault_report import without_people, write_report
from ui.language import Language
from ui.theme import Tone
from ui.widgets.toast import Note, ToastStack, WayOn
from ui.widgets.trouble_panel import TroublePanel, TroubleWords

Act = Callable[[], None]

RETRY_HELPS: Final = frozenset(
    {
        "database_busy",
        "database_away",
        "outcome_unknown",
        "database_read_only",
        "disk_full",
        "printer_unavailable",
        "counter_busy",
        "counter_not_open",
    }
)
"""Refusals that may be gone a moment later, so 重试 is offered where the caller can repeat."""

_FAULTS_KEPT: Final = 10
_log = logging.getLogger(__name__)


class Messages(QObject):
    """Shows what happened at the bottom right of `host`, and says it to the screen reader.

    `faulted` follows a fault of ours: time to put drafts aside.
    """

    faulted = Signal()

    def __init__(self, host: QWidget, language: Language) -> None:
        super().__init__(host)
        self._language = language
        self.away: Callable[[], bool] = _never
        self.toasts = ToastStack(host, keys=partial(host.findChildren, CommandButton))
        self._faults: deque[str] = deque(maxlen=_FAULTS_KEPT)
        self._reports: tuple[Lanes, Path] | None = None
        self.trouble = TroublePanel(host, self._copy_faults)
        language.changed.connect(self._word_trouble)
        self._word_trouble()

    def done(
        self, text: str, undo: Act | None = None, *, ways: tuple[WayOn, ...] = (), seconds: int = 6
    ) -> None:
        """Say that something was done; `undo` puts 撤销 first, `ways` follow (打开 …)."""
        first = (WayOn(self._language.text("message.undo"), undo),) if undo else ()
        self._show(text, Tone.GOOD, first + ways, seconds)

    def note(self, text: str, tone: Tone = Tone.INFO, ways: tuple[WayOn, ...] = ()) -> None:
        """Say something worth knowing; a warning stays until it is closed."""
        self._show(text, tone, ways, 0 if tone in (Tone.WARN, Tone.BAD) else 6)

    def refused(
        self, error: DeskError, retry: Act | None = None, ways: tuple[WayOn, ...] = ()
    ) -> None:
        """Give the sentence of a refusal; it stays until it is closed or acted upon."""
        again: tuple[WayOn, ...] = ()
        if retry is not None and error.code in RETRY_HELPS:
            again = (WayOn(self._language.text("message.retry"), retry),)
        self._show(self._language.sentence(error), Tone.BAD, again + ways, 0)

    def unread(self, error: DeskError, retry: Act | None = None) -> None:
        """Say that something could not be read; while all is `away`, the banner says it once."""
        if not self.away():
            self.refused(error, retry)

    @Slot(object)
    def show_error(self, error: DeskError) -> None:
        """Give the sentence of a refusal; fits as `failed` of a lane's job."""
        self.refused(error)

    @Slot(object)
    def crashed(self, crash: Crash) -> None:
        """Say that the fault is ours and that the program goes on; a panel offers the details.

        What may be somebody's data is in neither the log nor the details.
        """
        text = f"{crash.job}\n{without_people(crash.text)}"
        _log.error("a job failed: %s", text)
        self._faults.append(text)
        self._word_trouble()
        self.trouble.open("\n\n".join(self._faults))
        self.faulted.emit()

    def keep_reports(self, lanes: Lanes, folder: Path) -> None:
        """Offer to save reports in this folder."""
        self._reports = (lanes, folder)
        self.trouble.offer_saving(self._save_report)

    @Slot()
    def _copy_faults(self) -> None:
        QGuiApplication.clipboard().setText("\n\n".join(self._faults))
        self.trouble.say(self._language.text("message.copied"), Tone.GOOD)

    @Slot()
    def _save_report(self) -> None:
        if self._reports is not None:
            lanes, folder = self._reports
            now = datetime.now().astimezone()
            work = partial(write_report, folder, "\n\n".join(self._faults), now)
            lanes.io.submit(work, self._report_saved, self._report_not_saved)

    @Slot(object)
    def _report_saved(self, path: Path) -> None:
        self.trouble.say(self._language.text("message.report_saved", path=path), Tone.GOOD)

    @Slot(object)
    def _report_not_saved(self, error: DeskError) -> None:
        self.trouble.say(self._language.sentence(error), Tone.BAD)

    @Slot()
    def _word_trouble(self) -> None:
        text, count = self._language.text, len(self._faults)
        title = text("message.crash_title") if count < 2 else text("message.crashes", count=count)
        names = ("crash", "details", "copy_details", "save_report", "go_on")
        self.trouble.set_words(TroubleWords(title, *(text(f"message.{name}") for name in names)))

    def _show(self, text: str, tone: Tone, ways: tuple[WayOn, ...], seconds: int) -> None:
        close = self._language.text("message.close")
        self.toasts.add(Note(text, tone, ways, seconds, close))


def _never() -> bool:
    """Stand in until somebody watches the connection."""
    return False
