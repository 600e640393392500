"""The state that a journal makes, folded for comparison: millions of rows in little memory.

What is going on is kept as rows; what has ended is packed at the end of its day and unpacked
where it is asked for once more.  A ticket is packed together with its places and intervals.
"""

from __future__ import annotations

import hashlib
import json
import pickle
import zlib
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import date
from operator import attrgetter
from typing import Any, cast

from desktop.domain.cases import Case, Paper
from desktop.domain.enterprise_file import Enterprise
from desktop.domain.state import KEYS, R, Row, key_of
from desktop.domain.tickets import Interval, Place, Ticket

ENDED = ("delivered", "refused", "withdrawn", "terminated")
"""A case in one of these states does not change any more."""

PACKED = (Ticket, Place, Interval, Case, Paper, Enterprise)
SIMPLE = tuple(kind for kind in KEYS if kind not in PACKED)

_VALUES: dict[type, Callable[[Any], Any]] = {
    kind: attrgetter(*(field.name for field in fields(cast(Any, kind)))) for kind in PACKED
}
_sorted_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


class Visit:
    """One ticket with its places by step and its intervals by number."""

    __slots__ = ("intervals", "places", "ticket")

    def __init__(self) -> None:
        self.ticket: Ticket | None = None
        self.places: dict[int, Place] = {}
        self.intervals: dict[int, Interval] = {}

    def rows(self, kind: type) -> dict[Any, Any]:
        """Return the rows of one kind by what tells them apart within the visit."""
        if kind is Place:
            return self.places
        if kind is Interval:
            return self.intervals
        return {} if self.ticket is None else {None: self.ticket}


class Fold:
    """The rows of one site for `apply`; `whole`: papers keep their facts, not only a digest."""

    def __init__(self, whole: bool = False) -> None:
        self._whole = whole
        self._simple: dict[type, dict[tuple[Any, ...], Any]] = {kind: {} for kind in SIMPLE}
        self._rows: dict[type, dict[str, Any]] = {Case: {}, Paper: {}, Enterprise: {}}
        self._packed: dict[type, dict[str, bytes]] = {Case: {}, Paper: {}, Enterprise: {}}
        self._visits: dict[str, Visit] = {}
        self._packed_visits: dict[str, bytes] = {}

    # ---- Rows ------------------------------------------------------------------------------

    def get(self, kind: type[R], *key: Any) -> R | None:
        """Return the row with this key, or None."""
        found: Any
        if kind in self._simple:
            found = self._simple[kind].get(key)
        elif kind in self._rows:
            found = self._single(kind, key[0])
        else:
            visit = self._visit(key[0])
            inside = key[1] if len(key) > 1 else None
            found = None if visit is None else visit.rows(kind).get(inside)
        return cast("R | None", found)

    def put(self, row: Row) -> None:
        """Keep the row, in the place of the one with its key."""
        match row:
            case Place():
                self._open_visit(row.ticket_id).places[row.step_no] = row
            case Interval():
                self._open_visit(row.ticket_id).intervals[row.n] = row
            case Ticket():
                self._open_visit(row.ticket_id).ticket = row
            case Case():
                self._put(Case, row.case_id, row)
            case Paper():
                if not self._whole and isinstance(row.facts, dict):
                    row = replace(row, facts=cast(Any, digest_of(row.facts)))
                self._put(Paper, row.paper_id, row)
            case Enterprise():
                self._put(Enterprise, row.enterprise_id, row)
            case _:
                self._simple[type(row)][key_of(row)] = row

    def _put(self, kind: type, key: str, row: Any) -> None:
        self._packed[kind].pop(key, None)  # what is changed once more is there only once
        self._rows[kind][key] = row

    def places(self, ticket_id: str) -> tuple[Place, ...]:
        """Return the ticket's places in step order."""
        visit = self._visit(ticket_id)
        return () if visit is None else tuple(p for _, p in sorted(visit.places.items()))

    def open_intervals(self, ticket_id: str) -> tuple[Interval, ...]:
        """Return the ticket's intervals that have not ended."""
        visit = self._visit(ticket_id)
        rows = () if visit is None else visit.intervals.values()
        return tuple([row for row in rows if row.ended_at is None])

    # ---- Packing ---------------------------------------------------------------------------

    def pack(self, day: date) -> None:
        """Pack what had ended before `day`."""
        done = [
            ticket_id
            for ticket_id, visit in self._visits.items()
            if visit.ticket is not None and visit.ticket.ended_at and visit.ticket.line_day < day
        ]
        for ticket_id in done:
            self._packed_visits[ticket_id] = _packed_visit(self._visits.pop(ticket_id))
        for kind, rows in self._rows.items():
            over = [key for key, row in rows.items() if kind is not Case or row.state in ENDED]
            packed, values = self._packed[kind], _VALUES[kind]
            for key in over:
                data = pickle.dumps(values(rows.pop(key)), pickle.HIGHEST_PROTOCOL)
                packed[key] = zlib.compress(data, 1) if self._whole else data

    def _single(self, kind: type, key: str) -> Any:
        found = self._rows[kind].get(key)
        return self._unpacked(kind, key) if found is None else found

    def _unpacked(self, kind: type, key: str) -> Any:
        data = self._packed[kind].get(key)
        if data is None:
            return None
        return kind(*pickle.loads(zlib.decompress(data) if self._whole else data))

    def _visit(self, ticket_id: str) -> Visit | None:
        visit = self._visits.get(ticket_id)
        if visit is None and (data := self._packed_visits.get(ticket_id)) is not None:
            visit = _unpacked_visit(data)
        return visit

    def _open_visit(self, ticket_id: str) -> Visit:
        visit = self._visits.get(ticket_id)
        if visit is None:
            data = self._packed_visits.pop(ticket_id, None)
            visit = Visit() if data is None else _unpacked_visit(data)
            self._visits[ticket_id] = visit
        return visit

    # ---- Comparing and writing ----------------------------------------------------------------

    def groups(self, kind: type) -> set[Any]:
        """Return the keys under which rows of a kind are compared: a ticket's id, or the key."""
        if kind in self._simple:
            return set(self._simple[kind])
        if kind in self._rows:
            return {(key,) for rows in (self._rows[kind], self._packed[kind]) for key in rows}
        return {(key,) for visits in (self._visits, self._packed_visits) for key in visits}

    def group(self, kind: type, key: tuple[Any, ...]) -> dict[tuple[Any, ...], Any]:
        """Return the rows of one group by their keys."""
        if kind in self._simple or kind in self._rows:
            row: Any = self.get(cast(Any, kind), *key)
            return {} if row is None else {key: row}
        visit = self._visit(key[0])
        return {} if visit is None else {key_of(row): row for row in visit.rows(kind).values()}

    def all_rows(self) -> Iterator[Row]:
        """Return every row, the ones without which others cannot be first."""
        for kind in SIMPLE:
            yield from self._simple[kind].values()
        for kind in self._rows:
            yield from self._rows[kind].values()
            for key in self._packed[kind]:
                yield self._unpacked(kind, key)
        for visits in (self._visits, self._packed_visits):
            for ticket_id in visits:
                visit = cast("Visit", self._visit(ticket_id))
                for kind in (Ticket, Place, Interval):
                    yield from visit.rows(kind).values()


def digest_of(facts: Any) -> str:
    """Return a short text that stands for a paper's facts; lists and tuples are the same."""
    return hashlib.blake2b(_sorted_json(facts).encode(), digest_size=16).hexdigest()


def _packed_visit(visit: Visit) -> bytes:
    plain = (
        _VALUES[Ticket](visit.ticket),
        [_VALUES[Place](place) for place in visit.places.values()],
        [_VALUES[Interval](interval) for interval in visit.intervals.values()],
    )
    return zlib.compress(pickle.dumps(plain, pickle.HIGHEST_PROTOCOL), 1)


def _unpacked_visit(data: bytes) -> Visit:
    ticket, places, intervals = pickle.loads(zlib.decompress(data))
    visit = Visit()
    visit.ticket = Ticket(*ticket)
    visit.places = {place.step_no: place for place in (Place(*values) for values in places)}
    visit.intervals = {one.n: one for one in (Interval(*values) for values in intervals)}
    return visit
