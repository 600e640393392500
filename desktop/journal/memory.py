"""The rows of one site in memory: the same answers as the database's, without one.

Rows are kept by key; `INDEXED` says what else each kind is found by.  Ready places stand in
sorted lines, one for each day and window, so that who is next costs no search.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, cast

from desktop.domain.cases import Case, Paper
from desktop.domain.desk_records import Consent, Enquiry
from desktop.domain.enterprise_file import Enterprise, EnterpriseContact
from desktop.domain.people import Staff
from desktop.domain.site import Counter
from desktop.domain.state import KEYS, R, Row
from desktop.domain.tickets import AT_COUNTER, OPEN_STATES, Interval, Place, Ticket

Key = tuple[Any, ...]
Line = list[tuple[Any, ...]]


def _ticket_keys(row: Ticket) -> Key:
    return (
        row.counter if row.state in AT_COUNTER else None,
        row.held_counter if row.state == "held" else None,
        (row.label, row.day),
        (row.label, row.line_day),
        row.day,
        True if row.ended_at is None and row.state in OPEN_STATES else None,
    )


def _case_keys(row: Case) -> Key:
    return (
        row.number,
        row.ticket_id,
        True if row.gap_open and row.state == "accepted" else None,
        True if row.accepted_on and row.state in ("accepted", "supplementing") else None,
        row.enterprise_id if row.accepted_on else None,
    )


def _paper_keys(row: Paper) -> Key:
    return (row.number if row.kind != "ticket_slip" else None, row.ticket_id, row.case_id)


def _place_keys(row: Place) -> Key:
    return (row.ticket_id,)


def _interval_keys(row: Interval) -> Key:
    return (row.ticket_id, row.ticket_id if row.ended_at is None else None)


INDEXED: dict[type, tuple[tuple[str, ...], Callable[[Any], Key]]] = {
    Ticket: (("at", "held_at", "label", "line_label", "day", "open"), _ticket_keys),
    Case: (("number", "ticket", "gap", "clocked", "file"), _case_keys),
    Paper: (("number", "ticket", "case"), _paper_keys),
    Place: (("ticket",), _place_keys),
    Interval: (("ticket", "running"), _interval_keys),
    Counter: (("staff",), lambda row: (row.staff,)),
    Enterprise: (("uscc", "name", "kept"), lambda row: (row.uscc, row.name, row.merged_into)),
    EnterpriseContact: (("enterprise",), lambda row: (row.enterprise_id,)),
}
"""What a kind of row is found by: names, and the keys of a row in their order (None: in none)."""

_READ_KEY: dict[type, Callable[[Any], Any]] = {
    kind: attrgetter(*names) for kind, names in KEYS.items()
}
_SINGLE = frozenset(kind for kind, names in KEYS.items() if len(names) == 1)
NOTHING: dict[Any, None] = {}


class MemoryRows:
    """The projections of one site, kept in memory; `ports.Rows` and `ports.Queries`."""

    def __init__(self, site: str) -> None:
        self.site = site
        self._rows: dict[type, dict[Key, Any]] = {kind: {} for kind in KEYS}
        self._index: dict[type, list[dict[Any, dict[Key, None]]]] = {
            kind: [{} for _ in names] for kind, (names, _) in INDEXED.items()
        }
        self._lines: dict[tuple[date, str], Line] = {}

    # ---- Rows ------------------------------------------------------------------------------

    def get(self, kind: type[R], *key: object) -> R | None:
        """Return the row with this key, or None."""
        return cast("R | None", self._rows[kind].get(key))

    def put(self, row: Row) -> None:
        """Keep the row, in the place of the one with its key."""
        kind = type(row)
        key = _READ_KEY[kind](row)
        self.swap(kind, (key,) if kind in _SINGLE else key, row)

    def swap(self, kind: type, key: Key, new: Any) -> Any:
        """Keep `new` (None: no row) under the key; returns what was there."""
        table = self._rows[kind]
        old = table.get(key)
        if new is None:
            table.pop(key, None)
        else:
            table[key] = new
        if kind in INDEXED:
            self._reindex(kind, key, old, new)
        if kind is Place:
            self._stand(old, new)
        return old

    def places(self, ticket_id: str) -> tuple[Place, ...]:
        """Return the ticket's places in step order."""
        table = self._rows[Place]
        return tuple([table[key] for key in sorted(self._keys(Place, 0, ticket_id))])

    def open_intervals(self, ticket_id: str) -> tuple[Interval, ...]:
        """Return the ticket's intervals that have not ended."""
        table = self._rows[Interval]
        return tuple([table[key] for key in sorted(self._keys(Interval, 1, ticket_id))])

    # ---- Queries ---------------------------------------------------------------------------

    def heads(self, day: date, windows: Sequence[str], most: int = 1) -> list[Place]:
        """Return the first `most` ready places of each window, in calling order per window."""
        found = []
        for window in windows:
            for _, _, step, ticket_id in self._lines.get((day, window), ())[:most]:
                found.append(self._rows[Place][ticket_id, step])
        return found

    def ready_before(self, place: Place) -> int:
        """Return how many ready places stand before `place` at its window on its day."""
        line = self._lines.get((place.line_day, place.window), [])
        return bisect_left(line, (place.rank_at, place.queue_pos))

    def ticket_at(self, counter: int) -> Ticket | None:
        """Return the ticket that is called or serving at the counter."""
        return self._first(Ticket, 0, counter)

    def held_at(self, counter: int) -> list[Ticket]:
        """Return the tickets put on hold at the counter, also on days before, oldest first."""
        return sorted(self._all(Ticket, 1, counter), key=lambda row: row.last_pos)

    def ticket_labelled(self, label: str, day: date) -> Ticket | None:
        """Return the ticket with this label: today's own first, else one carried into `day`."""
        own = self._first(Ticket, 2, (label, day))
        if own is not None:
            return own
        carried = self._all(Ticket, 3, (label, day))
        return max(carried, key=lambda row: row.day, default=None)

    def case_numbered(self, number: str) -> Case | None:
        """Return the case with this number."""
        return self._first(Case, 0, number)

    def paper_numbered(self, number: str) -> Paper | None:
        """Return the paper (not a slip) with this number."""
        return self._first(Paper, 0, number)

    def cases_of(self, ticket_id: str) -> list[Case]:
        """Return the cases that the ticket's places name or that it brought, oldest first."""
        cases = {case.case_id: case for case in self._all(Case, 1, ticket_id)}
        for place in self.places(ticket_id):
            for case_id in place.cases:
                if (case := self.get(Case, case_id)) is not None:
                    cases[case_id] = case
        return [cases[case_id] for case_id in sorted(cases)]

    def papers_of(self, ticket_id: str | None, case_ids: Sequence[str]) -> list[Paper]:
        """Return the papers of the ticket and of the cases, oldest first."""
        papers: dict[str, Paper] = {}
        if ticket_id is not None:
            papers = {paper.paper_id: paper for paper in self._all(Paper, 1, ticket_id)}
        for case_id in case_ids:
            papers |= {paper.paper_id: paper for paper in self._all(Paper, 2, case_id)}
        return [papers[paper_id] for paper_id in sorted(papers)]

    def consents_with(self, ticket_id: str) -> list[Consent]:
        """Return the consents given with the ticket, those withdrawn too, oldest first."""
        found = (row for row in self.every(Consent) if row.ticket_id == ticket_id)
        return sorted(found, key=lambda row: row.consent_id)

    def all_intervals(self, ticket_id: str) -> list[Interval]:
        """Return every interval of the ticket, in the order they began."""
        return sorted(self._all(Interval, 0, ticket_id), key=lambda row: row.n)

    def counters(self) -> list[Counter]:
        """Return the site's counters by number, those taken away left out."""
        rows = self._rows[Counter].values()
        return sorted((row for row in rows if not row.withdrawn), key=lambda row: row.number)

    def counter_of(self, staff: str) -> Counter | None:
        """Return the counter where this person sits (open or paused)."""
        return self._first(Counter, 0, staff)

    def staff(self) -> list[Staff]:
        """Return the site's people by code."""
        return sorted(self._rows[Staff].values(), key=lambda row: row.code)

    def open_tickets(self, day: date) -> list[Ticket]:
        """Return the tickets in line on `day` or before that have no end yet, by day and label."""
        rows = [row for row in self._all(Ticket, 5, True) if row.line_day <= day]
        return sorted(rows, key=lambda row: (row.line_day, row.label, row.ticket_id))

    def lapsed_gaps(self, day: date) -> list[Case]:
        """Return the accepted cases whose promised materials were due on `day` or before."""
        rows = self._all(Case, 2, True)
        lapsed = [row for row in rows if row.gap_until is not None and row.gap_until <= day]
        return sorted(lapsed, key=lambda row: row.case_id)

    def cases_with_due_dates(self) -> list[Case]:
        """Return the open cases that have a due date or a promised day."""
        return sorted(self._all(Case, 3, True), key=lambda row: row.case_id)

    def enterprise_with_code(self, uscc: str) -> Enterprise | None:
        """Return the enterprise with this 统一社会信用代码."""
        return self._first(Enterprise, 0, uscc)

    def enterprises_with(self, codes: Sequence[str], names: Sequence[str]) -> list[Enterprise]:
        """Return the enterprises with these codes or exactly these names, merged ones as well."""
        by_code = [row for code in codes for row in self._all(Enterprise, 0, code)]
        return by_code + [row for name in names for row in self._all(Enterprise, 1, name)]

    def merged_into(self, ids: Sequence[str]) -> list[Enterprise]:
        """Return the enterprises whose files were merged into these."""
        return [row for one in ids for row in self._all(Enterprise, 2, one)]

    def contacts_of(self, ids: Sequence[str]) -> list[EnterpriseContact]:
        """Return the people of these enterprises, oldest first."""
        found = [row for one in ids for row in self._all(EnterpriseContact, 0, one)]
        return sorted(found, key=lambda row: row.contact_id)

    def enquiries_on(self, day: date) -> int:
        """Return how many questions were answered without a number on a day."""
        return sum(row.day == day for row in self.every(Enquiry))

    def shared_materials(self, enterprise_id: str) -> list[tuple[str, tuple[str, ...]]]:
        """Return (item, materials given) of accepted or ended cases of the enterprise.

        Those of enterprises merged into it are its own.
        """
        own = [enterprise_id, *(row.enterprise_id for row in self.merged_into([enterprise_id]))]
        return [(case.item, case.given) for one in own for case in self._all(Case, 4, one)]

    def every(self, kind: type[R]) -> list[R]:
        """Return every row of a projection, in no order."""
        return list(self._rows[kind].values())

    def label_counts(self, day: date) -> tuple[dict[str, int], int]:
        """Return the last number of each letter on `day` and how many tickets are void."""
        last: dict[str, int] = {}
        voided = 0
        for row in self._all(Ticket, 4, day):
            last[row.code] = max(row.no, last.get(row.code, 0))
            voided += row.state == "void"
        return dict(sorted(last.items())), voided

    # ---- What is found by what ---------------------------------------------------------------

    def _keys(self, kind: type, index: int, key: Any) -> Iterable[Key]:
        keys: Iterable[Key] = self._index[kind][index].get(key, NOTHING)
        return keys

    def _all(self, kind: type[R], index: int, key: Any) -> list[R]:
        table = self._rows[kind]
        return [table[found] for found in self._index[kind][index].get(key, NOTHING)]

    def _first(self, kind: type[R], index: int, key: Any) -> R | None:
        for found in self._index[kind][index].get(key, NOTHING):
            return cast("R", self._rows[kind][found])
        return None

    def _reindex(self, kind: type, key: Key, old: Any, new: Any) -> None:
        names, keys_of = INDEXED[kind]
        nowhere = (None,) * len(names)
        before = nowhere if old is None else keys_of(old)
        after = nowhere if new is None else keys_of(new)
        if before == after:
            return
        for was, now, index in zip(before, after, self._index[kind], strict=True):
            if was == now:
                continue
            if was is not None:
                rest = index[was]
                del rest[key]
                if not rest:
                    del index[was]
            if now is not None:
                index.setdefault(now, {})[key] = None

    def _stand(self, old: Place | None, new: Place | None) -> None:
        """Take the old place out of its line and put the new one into its own."""
        left = old if old is not None and old.state == "ready" else None
        comes = new if new is not None and new.state == "ready" else None
        if left is not None:
            line = self._lines[left.line_day, left.window]
            line.pop(bisect_left(line, (*left.order, left.ticket_id)))
            if not line:
                del self._lines[left.line_day, left.window]
        if comes is not None:
            line = self._lines.setdefault((comes.line_day, comes.window), [])
            insort(line, (*comes.order, comes.ticket_id))
