"""What people are typing, put aside every few seconds, so that a program that dies loses nothing.

Every line and text of a screen that somebody typed into counts, but for passwords.  The file lies
in this PC's own folder, only its owner may read it, and it is gone when the program ends well.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from desktop.domain.errors import DeskError
from ui.background import Lanes
from ui.language import Language
from ui.main_window import MainWindow
from ui.messages import Messages
from ui.theme import Tone
from ui.widgets.toast import WayOn

FILE: Final = "draft.json"
_EVERY_MS: Final = 3_000
_OLD_AFTER_S: Final = 24 * 3600
_log = logging.getLogger(__name__)

Typed = QLineEdit | QPlainTextEdit


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed: the screen in front, who typed, the texts by field."""

    screen: str
    staff: str
    fields: dict[str, str]


class DraftKeeper(QObject):
    """Puts aside what is typed in a window, and offers what a former run left.

    Lives in the GUI thread; disks are waited for in the I/O lane.
    """

    def __init__(
        self,
        window: MainWindow,
        lanes: Lanes,
        messages: Messages,
        language: Language,
        folder: Path,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._lanes, self._messages = window, lanes, messages
        self._language, self._path = language, folder / FILE
        self._staff = ""
        self._kept: Draft | None = None
        self._left: Draft | None = None
        self._offered = False
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.keep)
        messages.faulted.connect(self.keep)

    def begin(self, staff: str) -> None:
        """Look for what a run that died left, then keep watch; `staff` is who works here."""
        self._staff = staff
        self._lanes.io.submit(partial(_read, self._path), self._found, self._not_kept)

    def show_staff(self, staff: str) -> None:
        """Know who works here; what one person left is offered to nobody else."""
        self._staff = staff
        self._offer()

    @Slot()
    def keep(self) -> None:
        """Put aside what is typed now, if it is not what was put aside last."""
        draft = Draft(self._window.current_screen, self._staff, dict(_typed(self._window)))
        if draft != self._kept and (draft.fields or self._kept is not None):
            self._kept = draft
            work = partial(_write, self._path, draft)
            self._lanes.io.submit(work, self._nothing, self._not_kept)

    def end(self) -> None:
        """The program ends well: nothing has to be put back.  Waits for the disk."""
        self._timer.stop()
        _forget(self._path)

    @Slot(object)
    def _found(self, left: Draft | None) -> None:
        self._left = left
        self._timer.start()
        self._offer()

    def _offer(self) -> None:
        left = self._left
        if left is None or self._offered or not self._staff or left.staff != self._staff:
            return
        self._offered = True
        text = self._language.text
        back = WayOn(text("message.draft_back"), self._put_back)
        self._messages.note(text("message.draft_left"), Tone.WARN, (back,))

    def _put_back(self) -> None:
        left, self._left = self._left, None
        if left is not None:
            self._window.show_screen(left.screen)
            lost = put_back(self._window, left)
            if lost:
                words = self._language.text("message.draft_rest", texts=" · ".join(lost))
                self._messages.note(words, Tone.WARN)

    @Slot(object)
    def _nothing(self, _: object) -> None:
        """Nothing to say."""

    @Slot(object)
    def _not_kept(self, error: DeskError) -> None:
        _log.warning("drafts: %s", error.code)


def put_back(window: QWidget, draft: Draft) -> list[str]:
    """Put the texts into their fields where those are empty; returns those without a place."""
    places = dict(_fields(window))
    lost = []
    for key, text in draft.fields.items():
        field = places.get(key)
        if field is None:
            lost.append(text)
        elif isinstance(field, QLineEdit) and not field.text():
            field.insert(text)
            field.setModified(True)
        elif isinstance(field, QPlainTextEdit) and not field.toPlainText():
            field.insertPlainText(text)
    return lost


def _typed(window: QWidget) -> Iterator[tuple[str, str]]:
    for key, field in _fields(window):
        if isinstance(field, QLineEdit):
            if field.isModified() and field.text().strip():
                yield key, field.text()
        elif field.document().isModified() and field.toPlainText().strip():
            yield key, field.toPlainText()


def _fields(window: QWidget) -> Iterator[tuple[str, Typed]]:
    """Yield the fields that can be typed into, each under its spoken name and its number."""
    seen: dict[str, int] = {}
    found: list[Typed] = [*window.findChildren(QLineEdit), *window.findChildren(QPlainTextEdit)]
    for field in found:
        name = field.accessibleName()
        secret = isinstance(field, QLineEdit) and field.echoMode() != QLineEdit.EchoMode.Normal
        if not name or secret or field.isReadOnly():
            continue
        seen[name] = seen.get(name, 0) + 1
        yield f"{name}#{seen[name]}", field


def _write(path: Path, draft: Draft) -> None:
    if not draft.fields:
        _forget(path)
        return
    plain = {"screen": draft.screen, "staff": draft.staff, "fields": draft.fields}
    work = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        made = os.open(work, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(made, "w", encoding="utf-8") as file:
            json.dump(plain, file, ensure_ascii=False)
        work.replace(path)
    except OSError as error:
        raise DeskError("disk_full", path=str(path)) from error


def _read(path: Path) -> Draft | None:
    """Return what a former run left, None for nothing that can be used; it is taken away."""
    try:
        fresh = time.time() - path.stat().st_mtime < _OLD_AFTER_S
        plain = json.loads(path.read_text(encoding="utf-8"))
        draft = Draft(str(plain["screen"]), str(plain["staff"]), dict(plain["fields"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    _forget(path)
    usable = all(isinstance(text, str) for text in draft.fields.values())
    return draft if fresh and usable and draft.fields else None


def _forget(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("a draft was not taken away: %s", error)
