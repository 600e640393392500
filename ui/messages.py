"""What people are told: toasts with a way on, refusals as sentences, our faults without losing a
thing.

    messages.done(text, undo)            what happened, 撤销 beside it
    messages.refused(error, retry)       the sentence of a DeskError, 重试 where that can help
    messages.unread(error, retry)        a read that failed, where the banner does not say it
    messages.crashed(crash)              our fault: what to do, the details to copy
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import DeskError
from ui.background import Crash
from ui.language import Language
from ui.theme import Tone
from ui.widgets.toast import Note, ToastStack, WayOn

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

_log = logging.getLogger(__name__)


class Messages(QObject):
    """Shows what happened at the bottom right of `host`, and says it to the screen reader."""

    def __init__(self, host: QWidget, language: Language) -> None:
        super().__init__(host)
        self._language = language
        self.away: Callable[[], bool] = _never
        self.toasts = ToastStack(host)

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
        """Say that the fault is ours, that the program goes on, and offer the details."""
        _log.error("a job failed: %s\n%s", crash.job, crash.text)
        details = _Details(crash, self)
        way = WayOn(self._language.text("message.copy_details"), details.copy)
        self._show(self._language.text("message.crash"), Tone.BAD, (way,), 0)

    def _show(self, text: str, tone: Tone, ways: tuple[WayOn, ...], seconds: int) -> None:
        close = self._language.text("message.close")
        self.toasts.add(Note(text, tone, ways, seconds, close))


def _never() -> bool:
    """Stand in until somebody watches the connection."""
    return False


class _Details(QObject):
    """The text of one crash, kept until its toast is gone."""

    def __init__(self, crash: Crash, parent: QObject) -> None:
        super().__init__(parent)
        self._crash = crash

    @Slot()
    def copy(self) -> None:
        QGuiApplication.clipboard().setText(f"{self._crash.job}\n{self._crash.text}")
