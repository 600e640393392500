"""Papers that had not come out when the program ended: remembered on this PC, offered at its next
start, never printed by themselves.

Kept in this PC's settings as JSON: ids and how far each was, nothing of what stands on a paper.
A paper that was on its way when the program ended may have come out: somebody has to look.
"""

from __future__ import annotations

import json
import logging
from collections import deque
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, Signal, Slot

from desktop.desk import Desk, Printable
from desktop.domain.errors import DeskError
from ui.background import Lanes
from ui.screens.context import PcSettings
from ui.waiting_papers import Errand

KEY: Final = "waiting_papers"
MOST: Final = 200
"""So many are remembered, the latest ones."""
ENDED: Final = "ended"
"""Why a paper waits that nobody had tried to print yet."""
_KEPT: Final = ("paper", "again", "command", "printer", "why", "open")
_log = logging.getLogger(__name__)


class PapersLeft(QObject):
    """`came(Errand)` for each paper that still waits, `ended(how many)` after the last.

    Lives in the GUI thread.
    """

    came = Signal(object)
    ended = Signal(int)

    def __init__(
        self, desk: Desk, lanes: Lanes, settings: PcSettings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._lanes, self._settings = desk, lanes, settings
        self._unseen: deque[Errand] = deque(read(settings.get(KEY)))
        self._elsewhere: list[Errand] = []
        self._found = 0

    def remember(self, waiting: Iterable[Errand], under_way: Errand | None) -> None:
        """Remember what waits, what is queued, and what may come out at this moment."""
        errands = [*self._elsewhere, *self._unseen, *waiting]
        text = write(errands, under_way)
        if text != self._settings.get(KEY):
            self._settings.put(KEY, text)

    @Slot()
    def begin(self) -> None:
        """Look at what was left, one paper at a time; others have their turn in between."""
        if self._unseen:
            work = partial(self._desk.paper, self._unseen[0].paper)
            self._lanes.database.submit(work, self._seen, self._not_seen, key="papers.left")
        elif self._found:
            self.ended.emit(self._found)

    @Slot(object)
    def _seen(self, paper: Printable) -> None:
        errand = self._unseen.popleft()
        if not paper.paper.void and (errand.again or not paper.paper.printed):
            errand.ready = paper
            self._found += 1
            self.came.emit(errand)
        self.begin()

    @Slot(object)
    def _not_seen(self, error: DeskError) -> None:
        """It is another site's, or cannot be read now: it stays remembered."""
        _log.info("a paper that waited is not shown: %s", error.code)
        self._elsewhere.append(self._unseen.popleft())
        self.begin()


def write(errands: Sequence[Errand], under_way: Errand | None = None) -> str:
    """Return papers as text, "" for none; pages that are no papers end with the program."""
    entries = [{name: getattr(one, name) for name in _KEPT} for one in errands if not one.pages]
    new = under_way is not None and all(one.paper != under_way.paper for one in errands)
    if under_way is not None and new and not under_way.pages and not under_way.seen:
        started = bool(under_way.printer)
        entries.append({name: getattr(under_way, name) for name in _KEPT} | {"open": started})
    return json.dumps(entries[-MOST:], separators=(",", ":")) if entries else ""


def read(text: str) -> list[Errand]:
    """Return the papers of `write`; what is not written so is passed over."""
    try:
        entries = json.loads(text or "[]")
    except ValueError:
        return []
    return [_errand(one) for one in entries if _is_entry(one)] if isinstance(entries, list) else []


def _is_entry(one: Any) -> bool:
    kinds = {"paper": str, "again": bool, "command": str, "printer": str, "why": str, "open": bool}
    return isinstance(one, dict) and all(
        isinstance(one.get(name), kind) for name, kind in kinds.items()
    )


def _errand(entry: dict[str, Any]) -> Errand:
    errand = Errand(**{name: entry[name] for name in _KEPT})
    errand.why = errand.why or ENDED
    return errand
