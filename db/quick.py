"""Statements of the hot path, compiled once and run by the driver itself.

SQLAlchemy makes the SQL and the conversions of values; what is saved is its work at every
execution (about 40 µs of it, 18 times a command).  Only statements whose text never changes:
no lists in IN, nothing rendered from values.  On PostgreSQL SQLAlchemy runs them, because
there it also watches for lost connections.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Insert
from sqlalchemy.sql.dml import UpdateBase

Values = Mapping[str, Any]
Convert = Callable[[Any], Any] | None
Wrote = Callable[[str, Any, bool], None]

TAP = "yimen_tap"
"""Key of `Connection.info`: a function that is shown every written statement (benchmarks)."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A compiled statement: its text, its values in order, and the conversions both ways."""

    text: str
    names: tuple[str, ...]
    fixed: Mapping[str, Any]
    binds: tuple[Convert, ...]
    columns: tuple[tuple[int, Callable[[Any], Any]], ...]


class Hot:
    """A statement that is made once and run often."""

    __slots__ = ("_ready", "statement")

    def __init__(self, statement: Any) -> None:
        """Take the statement; it is compiled when it is first run."""
        self.statement = statement
        self._ready: Ready | None = None

    def ready(self, dialect: Dialect) -> Ready:
        """Return it compiled for SQLite."""
        if self._ready is None:
            self._ready = _compiled(dialect, self.statement)
        return self._ready


def rows_of(connection: Connection, hot: Hot, values: Values) -> list[Any]:
    """Run a SELECT and return its rows, each a sequence of values."""
    if connection.dialect.name != "sqlite":
        return list(connection.execute(hot.statement, values))
    ready = hot.ready(connection.dialect)
    rows = []
    for row in _driver(connection).execute(ready.text, _bound(ready, values)).fetchall():
        made = list(row)
        for n, turn in ready.columns:
            made[n] = turn(made[n])
        rows.append(made)
    return rows


def write(connection: Connection, hot: Hot, rows: Sequence[Values]) -> int:
    """Run an INSERT or UPDATE for each of `rows`; returns how many rows were met."""
    if connection.dialect.name != "sqlite":
        return connection.execute(hot.statement, list(rows)).rowcount
    ready = hot.ready(connection.dialect)
    driver = _driver(connection)
    many = len(rows) > 1
    values: Any = [_bound(ready, row) for row in rows] if many else _bound(ready, rows[0])
    tap: Wrote | None = connection.info.get(TAP)
    if tap is not None:
        tap(ready.text, values, many)
    run = driver.executemany if many else driver.execute
    return int(run(ready.text, values).rowcount)


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _bound(ready: Ready, values: Values) -> tuple[Any, ...]:
    fixed = ready.fixed
    return tuple(
        [
            (values[name] if name in values else fixed[name])
            if turn is None
            else turn(values[name] if name in values else fixed[name])
            for name, turn in zip(ready.names, ready.binds, strict=True)
        ]
    )


def _compiled(dialect: Dialect, statement: Any) -> Ready:
    keys = None
    if isinstance(statement, Insert):
        keys = [column.name for column in statement.table.columns]
    made = statement.compile(dialect=dialect, column_keys=keys)
    names = tuple(made.positiontup or ())
    binds = tuple(_bind(made.binds[name].type, dialect) for name in names)
    turns = []
    if not isinstance(statement, UpdateBase):
        turns = [_result(column.type, dialect) for column in statement.selected_columns]
    columns = tuple((n, turn) for n, turn in enumerate(turns) if turn is not None)
    return Ready(str(made), names, dict(made.params), binds, columns)


def _bind(kind: Any, dialect: Dialect) -> Convert:
    found: Convert = kind.dialect_impl(dialect).bind_processor(dialect)
    return found


def _result(kind: Any, dialect: Dialect) -> Convert:
    found: Convert = kind.dialect_impl(dialect).result_processor(dialect, None)
    return found
