"""Takes a list over: read in the I/O lane, given to the desk in small pieces in its own lane.

Between two pieces everything else of this PC has its turn, and so has whoever wants to stop.  Each
piece has a command id of its own that is kept while it is tried again.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final, cast
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal, Slot

from desktop.desk import Desk, new_command
from desktop.domain.errors import DeskError
from desktop.requests import ImportEnterprises
from desktop.snapshots import ImportAnswer, ImportedRow, ReasonShape
from desktop.spreadsheets.companies import Heads, company_rows, find_heads, save_rows
from desktop.spreadsheets.reading import Table, recognise
from ui.background import Lanes
from ui.language import Language
from ui.screens.enterprises.import_facts import Fault, Numbered, Stage, Standing

AT_ONCE: Final = 100
_ANY_ZONE: Final = ZoneInfo("UTC")  # no reason of a row has a time in it


@dataclass(slots=True)
class _Piece:
    """Rows on their way to the desk; `command` is the same for every try."""

    rows: tuple[Numbered, ...]
    command: str


class Import(QObject):
    """`changed(Standing)` after every piece; `found(tuple of Fault)` where new faults are known;
    `saved(Path)` and `refused(DeskError)` of what was asked besides.
    """

    changed = Signal(object)
    found = Signal(object)
    saved = Signal(object)
    refused = Signal(object)

    def __init__(
        self, desk: Desk, lanes: Lanes, language: Language, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._lanes, self._language = desk, lanes, language
        self._staff = ""
        self.standing = Standing()
        self.faults: list[Fault] = []
        self._rows: Iterator[Numbered] | None = None
        self._seen: dict[str, int] = {}
        self._piece: _Piece | None = None
        self._run = 0

    @property
    def running(self) -> bool:
        """Say whether it goes through rows now."""
        return self.standing.stage in (Stage.PREVIEWING, Stage.IMPORTING, Stage.READING)

    def begin(self) -> None:
        """Forget all of it and ask for a file."""
        self._end_run()
        self._become(Standing())

    def read(self, path: Path) -> None:
        """Look at a file: what it is, and which columns it has."""
        self._become(Standing(Stage.READING))
        self._lanes.io.submit(
            partial(_looked_at, path), self._looked, self._unread, key="enterprises.file"
        )

    def preview(self, columns: Mapping[str, int], staff: str) -> None:
        """Go through all rows without taking any over."""
        self._staff = staff
        self._become(replace(self.standing, columns=dict(columns)))
        self._go(Stage.PREVIEWING)

    def take_over(self) -> None:
        """Take the rows over."""
        self._go(Stage.IMPORTING)

    def cancel(self) -> None:
        """Stop after the piece that is on its way; what was taken over stays."""
        stage = self.standing.stage
        if stage is Stage.PREVIEWING:
            self._end_run()
            self._become(replace(self.standing, stage=Stage.COLUMNS))
        elif stage in (Stage.IMPORTING, Stage.STOPPED):
            self._end_run()
            self._become(replace(self.standing, stage=Stage.DONE, cancelled=True, error=None))

    def go_on(self) -> None:
        """Try again with the rows that the desk did not answer for."""
        if self.standing.stage is Stage.STOPPED and self._piece is not None:
            self._become(replace(self.standing, stage=Stage.IMPORTING, error=None))
            self._send(self._piece)

    def save_faults(self, path: Path) -> None:
        """Save the faulty rows as CSV with their numbers and reasons."""
        heads = self.standing.heads
        texts = heads.texts if heads is not None else ()
        text = self._language.text
        first = (text("enterprises.column.row"), text("enterprises.column.reason"))
        rows = [(str(one.number), one.reason, *one.cells) for one in self.faults]
        self._lanes.io.submit(
            partial(_save, path, (*first, *texts), rows), self._was_saved, self._refuse
        )

    # ---- Through the rows ---------------------------------------------------------------

    def _go(self, stage: Stage) -> None:
        table, heads = self.standing.table, self.standing.heads
        if table is None or heads is None or self.running:
            return
        self._end_run()
        self.faults.clear()
        self._seen.clear()
        self._rows = _numbered(table, heads, self.standing.columns)
        self._become(self.standing.began(stage))
        self.found.emit(())
        self._read_on()

    def _end_run(self) -> None:
        self._run += 1
        self._rows = self._piece = None

    def _read_on(self) -> None:
        if self._rows is not None:
            self._lanes.io.submit(
                partial(_next_rows, self._rows, self._run), self._read_rows, self._stop_reading
            )

    @Slot(object)
    def _read_rows(self, read: tuple[int, tuple[Numbered, ...]]) -> None:
        run, rows = read
        if run != self._run:
            return
        if not rows:
            self._rows = None
            over = Stage.PREVIEW if self.standing.stage is Stage.PREVIEWING else Stage.DONE
            self._become(replace(self.standing, stage=over, done=1.0))
            return
        fresh = self._without_repeated(rows)
        if fresh:
            self._send(_Piece(fresh, new_command()))
        else:
            self._count(Counter(), rows[-1].done)

    def _without_repeated(self, rows: tuple[Numbered, ...]) -> tuple[Numbered, ...]:
        """Return the rows whose company did not stand in the list before; note the others."""
        fresh, repeated = [], []
        for row in rows:
            company = row.company
            code = "".join((company.uscc or "").split()).upper()
            key = f"c{code}" if code else f"n{company.name.strip()}"
            before = self._seen.get(key)
            if before is not None and company.name.strip():
                words = self._language.text("reason.row_repeated", row=before)
                repeated.append(_fault(row, words))
                continue
            self._seen[key] = row.number
            fresh.append(row)
        if repeated:
            self._note(repeated)
        return tuple(fresh)

    def _send(self, piece: _Piece) -> None:
        self._piece = piece
        dry_run = self.standing.stage is Stage.PREVIEWING
        request = ImportEnterprises(tuple(row.company for row in piece.rows), dry_run)
        self._lanes.database.submit(
            partial(_do, self._desk, request, piece, self._staff, self._run),
            self._taken,
            self._stop_at_desk,
        )

    @Slot(object)
    def _taken(self, done: tuple[int, _Piece, tuple[ImportedRow, ...]]) -> None:
        run, piece, answers = done
        if run != self._run:
            return
        self._piece = None
        faults = [
            _fault(row, self._reason(answer.reason))
            for row, answer in zip(piece.rows, answers, strict=True)
            if answer.reason is not None
        ]
        if faults:
            self._note(faults)
        states = Counter(answer.state for answer in answers if answer.state != "faulty")
        self._count(states, piece.rows[-1].done)

    def _reason(self, reason: ReasonShape) -> str:
        return self._language.reason(reason.code, reason.values, _ANY_ZONE)

    def _note(self, faults: list[Fault]) -> None:
        self.faults += faults
        self.found.emit(tuple(faults))

    def _count(self, more: Counter[str], done: float) -> None:
        counts = {state: n + more.get(state, 0) for state, n in self.standing.counts.items()}
        counts["faulty"] = len(self.faults)
        self._become(replace(self.standing, counts=counts, done=done))
        self._read_on()

    # ---- What went wrong ----------------------------------------------------------------

    @Slot(object)
    def _looked(self, found: tuple[Table, Heads]) -> None:
        table, heads = found
        self._become(Standing(Stage.COLUMNS, table, heads, dict(heads.columns)))

    @Slot(object)
    def _unread(self, error: DeskError) -> None:
        self._become(Standing(error=error))

    @Slot(object)
    def _stop_reading(self, error: DeskError) -> None:
        """The file is not readable any further: nothing more can be done with it."""
        self._end_run()
        stage = Stage.DONE if self.standing.stage is Stage.IMPORTING else Stage.FILE
        self._become(replace(self.standing, stage=stage, error=error))

    @Slot(object)
    def _stop_at_desk(self, error: DeskError) -> None:
        if self._piece is None:
            return
        if self.standing.stage is Stage.IMPORTING:
            self._become(replace(self.standing, stage=Stage.STOPPED, error=error))
        else:
            self._end_run()
            self._become(replace(self.standing, stage=Stage.COLUMNS, error=error))

    @Slot(object)
    def _was_saved(self, path: Path) -> None:
        self.saved.emit(path)

    @Slot(object)
    def _refuse(self, error: DeskError) -> None:
        self.refused.emit(error)

    def _become(self, standing: Standing) -> None:
        self.standing = standing
        self.changed.emit(standing)


def _looked_at(path: Path) -> tuple[Table, Heads]:
    table = recognise(path)
    return table, find_heads(table)


def _numbered(table: Table, heads: Heads, columns: Mapping[str, int]) -> Iterator[Numbered]:
    for row, company in company_rows(table, heads, columns):
        yield Numbered(row.number, row.cells, company, row.done)


def _fault(row: Numbered, reason: str) -> Fault:
    """Return a faulty row; a name is shown without marks that would turn it round."""
    seen = "".join(mark for mark in row.company.name if unicodedata.category(mark)[0] != "C")
    return Fault(row.number, seen, reason, row.cells)


def _next_rows(rows: Iterator[Numbered], run: int) -> tuple[int, tuple[Numbered, ...]]:
    return run, tuple(islice(rows, AT_ONCE))


def _do(
    desk: Desk, request: ImportEnterprises, piece: _Piece, staff: str, run: int
) -> tuple[int, _Piece, tuple[ImportedRow, ...]]:
    command = None if request.dry_run else piece.command
    answer = cast("ImportAnswer", desk.do(request, command, staff or None, "enterprises"))
    return run, piece, answer.rows


def _save(path: Path, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> Path:
    save_rows(path, heads, rows)
    return path
