"""What the guide desk writes beside numbers: a question counted, a last number, a notice."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import cast

from PySide6.QtCore import QObject, Signal, Slot

from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.requests import AnswerEnquiry, GiveConsent, GiveLastNumber, ReopenWindow, Request
from desktop.snapshots import Answer, ConsentAnswer, EnquiryAnswer, WindowAnswer
from ui.background import Lanes
from ui.connection import held_back
from ui.intents import Intent
from ui.screens.reception.company_finder import INITIATOR


class Errands(QObject):
    """One thing at a time; the same thing asked twice is done once.

    `counted(EnquiryShape)`, `stopped(WindowShape)` for a last number or its end,
    `made(tuple[PaperShape])`; `refused(DeskError)` ends any of them badly.
    """

    counted = Signal(object)
    stopped = Signal(object)
    made = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lanes = lanes
        self._intent = Intent()
        self._busy = False

    def answer(self, request: AnswerEnquiry, staff: str) -> bool:
        """Count a question that was answered without a number; False if that is not begun."""
        return self._do(request, staff, self._counted)

    def stop(self, window: str, staff: str) -> None:
        """Let a window give its last number."""
        self._do(GiveLastNumber(window), staff, self._stopped)

    def reopen(self, window: str, staff: str) -> None:
        """Let a window give numbers again."""
        self._do(ReopenWindow(window), staff, self._stopped)

    def notice(self, staff: str) -> None:
        """Make the notice on personal data, to be handed over."""
        self._do(GiveConsent("privacy_notice"), staff, self._made)

    def _do(self, request: Request, staff: str, done: Callable[[object], None]) -> bool:
        if self._busy:
            return False
        why = held_back(self._desk)
        if why is not None:
            self.refused.emit(why)
            return False
        command = self._intent.command(request)
        self._busy = True
        self._lanes.database.submit(
            partial(_write, self._desk, request, command, staff),
            done,
            self._refused,
            ended=self._ended,
        )
        return True

    @Slot(object)
    def _counted(self, answer: object) -> None:
        self._intent.answered()
        self.counted.emit(cast(EnquiryAnswer, answer).enquiry)

    @Slot(object)
    def _stopped(self, answer: object) -> None:
        self._intent.answered()
        self.stopped.emit(cast(WindowAnswer, answer).window)

    @Slot(object)
    def _made(self, answer: object) -> None:
        self._intent.answered()
        self.made.emit(cast(ConsentAnswer, answer).papers)

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        self.refused.emit(error)

    @Slot()
    def _ended(self) -> None:
        self._busy = False


def _write(desk: Desk, request: Request, command: str, staff: str) -> Answer:
    return desk.do(request, command, staff or None, INITIATOR)
