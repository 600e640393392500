"""Whatever is changed behind the desk's back is found and named; what was not, is made anew."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, func, insert, select, update

from db import tables as t
from db.engine import open_engine
from db.store import SqlStore
from db.tables import ROWS
from desktop.bus import Bus
from desktop.clock import ManualClock
from desktop.demo import make_demo
from desktop.domain.cases import Case, Paper
from desktop.domain.enterprise_file import Enterprise
from desktop.domain.people import Staff
from desktop.domain.site import CalendarDay, CatalogueText, Counter, Series, Setting, Site
from desktop.domain.state import KEYS
from desktop.domain.tickets import Interval, Place, Ticket
from desktop.journal.memory import MemoryRows
from desktop.journal.runner import Origin, Runner
from desktop.journal.verifier import Cancelled, Verdict, rebuild, verify
from desktop.ports import Reads
from desktop.requests import SetSetting
from desktop.snapshots import SettingsAnswer
from desktop.use_cases.administration import set_setting
from tests.postgres import PostgresServer

NOW = datetime(2026, 3, 9, 1, tzinfo=UTC)
_numbers = count(1)


def _make(location: str) -> None:
    store = SqlStore(location)
    make_demo(store, NOW, enterprises=12, days=2, visits_per_day=20)
    runner = Runner(store, ManualClock(NOW), Bus(), "D2", "0")
    request = SetSetting("positions_behind", 5)
    runner.run("DEMO", request, set_setting, SettingsAnswer, Origin("c1", "S01"))
    store.close()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a SQLite file with a small demo, to be copied."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    _make(str(path))
    return path


@pytest.fixture(scope="session")
def demo_database(postgres_server: PostgresServer) -> str:
    """Give the name of a PostgreSQL database with a small demo, to be copied."""
    _make(postgres_server.create("demo_made"))
    return "demo_made"


@pytest.fixture
def sqlite_demo(demo_file: Path, tmp_path: Path) -> str:
    """Give the path of a small demo of the test's own."""
    return str(shutil.copy(demo_file, tmp_path / "demo.db"))


@pytest.fixture(params=["sqlite", "postgresql"])
def demo(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give a small demo of the test's own, on each engine."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_demo")
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = f"demo_{next(_numbers)}"
    yield server.create(name, request.getfixturevalue("demo_database"))
    server.drop(name)


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


def test_rows_in_memory_answer_as_the_database_does(demo: str) -> None:
    """Every query gives the same answer for the same rows."""
    store = SqlStore(demo)
    with store.look("DEMO") as reads:
        memory = MemoryRows("DEMO")
        _load(memory, reads)
        for name, given in _questions(memory):
            theirs, ours = getattr(reads, name)(*given), getattr(memory, name)(*given)
            assert ours == theirs, (name, given)
    store.close()


def test_rows_in_memory_answer_as_the_database_does_in_the_midst_of_a_day(demo: str) -> None:
    """So they do with people waiting, called, served and on hold."""
    store = SqlStore(demo)
    last = date(2026, 3, 6)
    with store.begin("DEMO") as tx:
        tickets = [row for row in tx.every(Ticket) if row.day == last]
        states = ("waiting", "called", "serving", "held", "missed", "waiting")
        for ticket, state, counter in zip(tickets, states * 5, range(1, 31), strict=False):
            _reopen(tx, ticket, state, counter, last)
    with store.look("DEMO") as reads:
        memory = MemoryRows("DEMO")
        _load(memory, reads)
        for name, given in _questions(memory):
            theirs, ours = getattr(reads, name)(*given), getattr(memory, name)(*given)
            assert ours == theirs, (name, given)
        codes = list(memory.every(CatalogueText)[0].content)
        assert codes
        assert any(memory.heads(last, ["CF", "RC", "GZ", "PP", "JR"], 9))
        assert any(memory.held_at(number) for number in range(1, 31))
    store.close()


def _load(memory: MemoryRows, reads: Reads) -> None:
    kinds: tuple[Any, ...] = tuple(KEYS)
    for kind in kinds:
        for row in reads.stream_rows(kind):
            memory.put(row)


def _reopen(tx: Any, ticket: Ticket, state: str, counter: int, day: date) -> None:
    tx.get(Ticket, ticket.ticket_id)
    at = counter if state in ("called", "serving") else None
    held = counter if state == "held" else None
    tx.put(
        replace(
            ticket,
            state=state,
            counter=at,
            held_counter=held,
            line_day=day,
            ended_at=None,
            last_pos=10**6 + counter,
        )
    )
    windows: set[str] = set()
    for place in tx.places(ticket.ticket_id):
        ready = state == "waiting" and place.window not in windows
        windows.add(place.window)
        new = replace(
            place, line_day=day, state="ready" if ready else "away", ended_at=None, end=None
        )
        tx.put(new)


def _questions(memory: MemoryRows) -> Iterator[tuple[str, tuple[Any, ...]]]:
    windows = sorted({place.window for place in memory.every(Place)})
    days = sorted({ticket.line_day for ticket in memory.every(Ticket)})
    for day in days:
        for most in (1, 3):
            yield "heads", (day, windows, most)
        for name in ("open_tickets", "lapsed_gaps", "label_counts"):
            yield name, (day,)
    for number in range(1, 32):
        yield "ticket_at", (number,)
        yield "held_at", (number,)
    for ticket in memory.every(Ticket):
        for day in days:
            yield "ticket_labelled", (ticket.label, day)
        for name in ("places", "open_intervals", "all_intervals", "cases_of"):
            yield name, (ticket.ticket_id,)
        cases = [case.case_id for case in memory.cases_of(ticket.ticket_id)]
        yield "papers_of", (ticket.ticket_id, cases)
        yield "papers_of", (None, cases)
    for place in memory.every(Place):
        yield "ready_before", (place,)
    for case in memory.every(Case):
        yield "case_numbered", (case.number,)
    for paper in memory.every(Paper):
        yield "paper_numbered", (paper.number,)
    for person in memory.every(Staff):
        yield "counter_of", (person.code,)
    for company in memory.every(Enterprise):
        yield "enterprise_with_code", (company.uscc,)
    for name in ("counters", "staff", "cases_with_due_dates"):
        yield name, ()


def test_shared_materials_in_memory_are_the_database_s(demo: str) -> None:
    """In whatever order, the same materials are on file."""
    store = SqlStore(demo)
    with store.look("DEMO") as reads:
        memory = MemoryRows("DEMO")
        for case in reads.stream_rows(Case):
            memory.put(case)
        found = 0
        for company in reads.stream_rows(Enterprise):
            key = company.enterprise_id
            theirs = sorted(reads.shared_materials(key))
            assert sorted(memory.shared_materials(key)) == theirs
            found += len(theirs)
        assert found
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
