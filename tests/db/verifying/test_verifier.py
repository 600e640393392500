"""Whatever is changed behind the desk's back is found and named; what was not, is made anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, delete, func, insert, select, update

from db import tables as t
from db.engine import open_engine
from db.store import SqlStore
from db.tables import ROWS
from desktop.domain.cases import Case, Paper
from desktop.domain.enterprise_file import Enterprise
from desktop.domain.people import Staff
from desktop.domain.site import CalendarDay, CatalogueText, Counter, Series, Setting, Site
from desktop.domain.state import KEYS
from desktop.domain.tickets import Interval, Place, Ticket
from desktop.journal.verifier import Cancelled, Verdict, rebuild, verify


def _verdict(location: str) -> Verdict:
    store = SqlStore(location)
    try:
        with store.look("DEMO") as reads:
            return verify(reads)
    finally:
        store.close()


def _tamper(location: str, change: Callable[[Connection], None]) -> None:
    engine = open_engine(location)
    with engine.begin() as connection:
        change(connection)
    engine.dispose()


def _last(connection: Connection) -> int:
    return int(connection.execute(select(func.max(t.journal.c.pos))).scalar_one())


def _some_event(connection: Connection, kind: str = "ticket.called") -> Any:
    rows = connection.execute(select(t.journal).where(t.journal.c.kind == kind)).all()
    return rows[len(rows) // 2]


def _change_event(column: str, new: Callable[[Any], Any]) -> Callable[[Connection], int]:
    def change(connection: Connection) -> int:
        row = _some_event(connection)
        value = new(getattr(row, column))
        statement = update(t.journal).where(t.journal.c.pos == row.pos)
        connection.execute(statement.values({column: value}))
        return int(row.pos)

    return change


def _swap(connection: Connection) -> int:
    first = _some_event(connection).pos
    for old, new in ((first, -1), (first + 1, first), (-1, first + 1)):
        connection.execute(update(t.journal).where(t.journal.c.pos == old).values(pos=new))
    return int(first)


def _cut_tail(connection: Connection) -> int:
    last = _last(connection) - 3
    connection.execute(delete(t.journal).where(t.journal.c.pos > last))
    return last


def _take_out(connection: Connection) -> int:
    pos = int(_some_event(connection).pos)
    connection.execute(delete(t.journal).where(t.journal.c.pos == pos))
    return pos + 1


JOURNAL_FORGERIES: dict[str, Callable[[Connection], int]] = {
    "body": _change_event("body", lambda body: body.replace("{", '{"by":"S99",', 1)),
    "kind": _change_event("kind", lambda kind: "ticket.recalled"),
    "subject": _change_event("subject", lambda subject: "somebody-else"),
    "hlc": _change_event("hlc", lambda hlc: hlc + 1),
    "at": _change_event("at", lambda at: at.replace(microsecond=0, second=(at.second + 7) % 60)),
    "day": _change_event("day", lambda day: date(2026, 1, 1)),
    "hash": _change_event("hash", lambda text: "0" * 64),
    "prev": _change_event("prev", lambda text: "0" * 64),
    "feed hash": _change_event("feed_hash", lambda text: "0" * 64),
    "swapped": _swap,
    "taken out": _take_out,
    "tail": _cut_tail,
}

STATE_FORGERIES: dict[type, dict[str, Any]] = {
    Site: {"name": "另一个中心"},
    Counter: {"windows": ("DQ",)},
    Series: {"next_no": 777},
    Setting: {"value": 9},
    CatalogueText: {"content": {"windows": ()}},
    CalendarDay: {"working": None},
    Staff: {"windows": ("DQ",)},
    Enterprise: {"name": "别人的公司"},
    Ticket: {"issued_by": "S99"},
    Place: {"staff": "S99"},
    Interval: {"staff": "S99"},
    Case: {"given": ("未带的材料",)},
    Paper: {"facts": {"case": "X"}},
}


def test_a_demo_is_sound(demo: str) -> None:
    """Nothing was changed, so nothing is found; every event counts."""
    verdict = _verdict(demo)
    assert verdict.sound, verdict.faults
    assert verdict.events > 400


@pytest.mark.parametrize("forgery", JOURNAL_FORGERIES)
def test_a_forged_journal_is_found_where_it_was_forged(demo: str, forgery: str) -> None:
    """The first fault stands at the position that was touched."""
    touched: list[int] = []
    _tamper(demo, lambda connection: touched.append(JOURNAL_FORGERIES[forgery](connection)))
    verdict = _verdict(demo)
    assert not verdict.sound
    assert verdict.faults[0].pos == touched[0]


@pytest.mark.parametrize("kind", STATE_FORGERIES, ids=lambda kind: kind.__name__)
def test_a_forged_row_is_found_and_named(demo: str, kind: type) -> None:
    """The one fault names kind, key and field, and no value."""
    table, values = ROWS[kind], STATE_FORGERIES[kind]
    field = next(iter(values))

    def change(connection: Connection) -> None:
        row = connection.execute(select(table).order_by(*table.primary_key)).first()
        assert row is not None
        new = values if values[field] is not None else {field: not getattr(row, field)}
        mine = [column == getattr(row, column.name) for column in table.primary_key]
        connection.execute(update(table).where(*mine).values(new))

    _tamper(demo, change)
    faults = _verdict(demo).faults
    assert len(faults) == 1
    assert faults[0].what.startswith(kind.__name__.lower() + " ")
    assert faults[0].what.endswith(f"{field} differs")
    assert str(values[field]) not in faults[0].what
    assert faults[0].pos > 0


@pytest.mark.parametrize("kind", [k for k in KEYS if k is not Site], ids=lambda k: k.__name__)
def test_a_missing_row_is_found(sqlite_demo: str, kind: type) -> None:
    """A row that was taken away is named by its key."""
    table = ROWS[kind]

    def change(connection: Connection) -> None:
        row = connection.execute(select(table).order_by(*table.primary_key)).first()
        assert row is not None
        mine = [column == getattr(row, column.name) for column in table.primary_key]
        connection.execute(delete(table).where(*mine))

    _tamper(sqlite_demo, change)
    faults = _verdict(sqlite_demo).faults
    assert len(faults) == 1
    assert faults[0].what.startswith(kind.__name__.lower() + " ")
    assert faults[0].what.endswith(": missing")


def test_an_added_row_is_found(demo: str) -> None:
    """A row of which the journal knows nothing is named."""
    values = {"site_id": "DEMO", "scope": "2026", "code": "paper/x", "next_no": 5, "run": ""}

    def add(connection: Connection) -> None:
        connection.execute(insert(t.series).values(**values, last_pos=7))

    _tamper(demo, add)
    faults = _verdict(demo).faults
    assert [(fault.pos, fault.what) for fault in faults] == [
        (7, "series 2026/paper/x: not in the journal")
    ]


def test_rebuilding_gives_the_same_rows(demo: str) -> None:
    """Every row of every projection is as before, and the state was the journal's."""
    store = SqlStore(demo)
    before = _all_rows(store)
    rebuilt = rebuild(store, "DEMO")
    assert rebuilt.same
    assert rebuilt.rows == sum(len(rows) for rows in before.values())
    assert _all_rows(store) == before
    store.close()
    assert _verdict(demo).sound


def test_rebuilding_mends_what_was_forged(demo: str) -> None:
    """Afterwards the state is the journal's again, and it is said that it was not."""

    def forge(connection: Connection) -> None:
        connection.execute(delete(t.interval))
        connection.execute(update(t.ticket).values(issued_by="S99"))
        connection.execute(update(t.site).values(name="另一个中心"))

    _tamper(demo, forge)
    store = SqlStore(demo)
    assert not rebuild(store, "DEMO").same
    store.close()
    assert _verdict(demo).sound


def test_a_stopped_rebuilding_changes_nothing(sqlite_demo: str) -> None:
    """Whoever stops it finds everything as it was."""
    store = SqlStore(sqlite_demo)
    before = _all_rows(store)
    with pytest.raises(Cancelled):
        rebuild(store, "DEMO", cancelled=lambda: True)
    assert _all_rows(store) == before
    store.close()


def _all_rows(store: SqlStore) -> dict[str, list[Any]]:
    kinds: tuple[Any, ...] = tuple(KEYS)
    with store.look("DEMO") as reads:
        return {
            kind.__name__: [
                tuple(getattr(row, one.name) for one in fields(kind))
                for row in reads.stream_rows(kind)
            ]
            for kind in kinds
        }
