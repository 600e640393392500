"""The board's presenter: reads what was called, hands out what is shown and what is spoken.

Everything comes from `board.show`, so it makes no difference which program called, and what was
called while nobody answered is seen afterwards.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.domain.events import Event
from ui.background import Lanes
from ui.connection import Connection, LinkWatch
from ui.live import Changes, Live, Watch
from ui.screens.board.facts import STAYS_S, BoardFacts, CallLine
from ui.screens.board.lines import CallLines
from ui.screens.board.reading import Reading, read

_TICK_MS: Final = 250
_LOOK_MS: Final = 60_000  # a new day begins without an event
SPOKEN_WITHIN: Final = timedelta(minutes=2)
"""A call that could not be read for so long is shown as one of those before, and not spoken."""


@dataclass(frozen=True, slots=True)
class _Seen:
    line: CallLine

    def repeats(self, line: CallLine) -> int:
        """Return how often the ticket was called since, as seen now."""
        before = self.line
        if line.at <= before.at and line.times == before.times:
            return 0
        same = (line.window, line.call) == (before.window, before.call)
        return line.times - before.times if same and line.times > before.times else 1


class BoardPresenter(QObject):
    """`changed(BoardFacts)`, `called(Call)` once for each call and recall; begins with `begin`.

    `seconds` is a clock that only runs; `bright` how long a call looks new; `key` tells the reads
    of one presenter from those of another.
    """

    changed = Signal(object)
    called = Signal(object)

    def __init__(
        self,
        desk: Desk,
        lanes: Lanes,
        live: Live,
        watch: LinkWatch,
        parent: QObject,
        *,
        bright: float = STAYS_S,
        seconds: Callable[[], float] = time.monotonic,
        key: str = "board.show",
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._desk, self._lanes, self._seconds = desk, lanes, seconds
        self._lines = CallLines(bright)
        self._seen: dict[str, _Seen] | None = None
        self._failed = self._begun = False
        self._link = watch
        self._facts = BoardFacts()
        self.zone: ZoneInfo | None = None
        self._watch = Watch(live, self)
        self._watch.changed.connect(self._heard)
        self._watch.stale.connect(self.look)
        watch.changed.connect(self._linked)
        watch.back.connect(self.look)
        self._tick = self._timer(_TICK_MS, self.tick)
        self._look = self._timer(_LOOK_MS, self.look)

    @property
    def facts(self) -> BoardFacts:
        """Return what is shown now."""
        return self._facts

    @property
    def begun(self) -> bool:
        """Say whether it listens."""
        return self._begun

    def begin(self) -> None:
        """Read, and go on listening."""
        self._begun = True
        self._look.start()
        self._watch.set_visible(True)
        self.look()

    def stop(self) -> None:
        """Rest: the next `begin` shows what was called meanwhile as calls before."""
        self._begun = False
        self._watch.set_visible(False)
        self._tick.stop()
        self._look.stop()
        self._seen = None

    @Slot()
    def look(self) -> None:
        """Read the board, if anybody sees it."""
        if not self._begun:
            return
        work = partial(read, self._desk)
        self._lanes.database.submit(work, self._read, self._refused, key=self._key)

    @Slot()
    def tick(self) -> None:
        """Let time pass: calls that wait come in, new ones grow old."""
        now = self._seconds()
        self._lines.move(now)
        self._show()
        if not self._lines.restless(now):
            self._tick.stop()

    @Slot(object)
    def _heard(self, changes: Changes) -> None:
        if any(isinstance(event, Event) for event in changes.events):
            self.look()

    @Slot(object)
    def _linked(self, _: Connection) -> None:
        self._show()

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        self._failed = True
        self._show()

    @Slot(object)
    def _read(self, reading: Reading) -> None:
        if not self._begun:
            return
        self._failed = False
        self.zone = ZoneInfo(reading.zone)
        now = self._seconds()
        self._lines.keep({line.ticket for line in reading.lines})
        if self._seen is None:
            self._lines.begin(reading.lines)
        else:
            for line, repeats in self._news(reading):
                self._lines.add(line, now)
                for _ in range(repeats):
                    self.called.emit(line.call)
        self._seen = {line.ticket: _Seen(line) for line in reading.lines}
        self._show(
            following=reading.following,
            windows=reading.windows,
            site=reading.site,
            ready=True,
            demo=reading.demo,
        )
        if self._lines.restless(now):
            self._tick.start()

    def _news(self, reading: Reading) -> Iterator[tuple[CallLine, int]]:
        """Yield the new calls, oldest first, and how often each is spoken."""
        assert self._seen is not None
        for line in reversed(reading.lines):
            before = self._seen.get(line.ticket)
            repeats = before.repeats(line) if before is not None else max(1, line.times)
            if repeats:
                old = reading.now - line.at > SPOKEN_WITHIN
                yield line, 0 if old else repeats

    def _show(self, **new: Any) -> None:
        facts = replace(
            self._facts,
            **new,
            rows=self._lines.rows(self._seconds()),
            away=self._failed or self._link.state is Connection.AWAY,
        )
        if facts != self._facts:
            self._facts = facts
            self.changed.emit(facts)

    def _timer(self, interval: int, run: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval)
        timer.timeout.connect(run)
        return timer
