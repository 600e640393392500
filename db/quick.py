"""Statements of the hot path, compiled once and run by the driver itself.

SQLAlchemy makes the SQL and the conversions of values; what is saved is its work at every
execution (about 40 µs of it, 18 times a command).  Only statements whose text never changes:
no lists in IN, nothing rendered from values.  On PostgreSQL round trips are saved too: a
transaction begins together with its first statement, and what is written goes at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Insert
from sqlalchemy.sql.dml import UpdateBase

# Said, because a server may have another one by default: under the lock each statement must see
# what was committed before it.
_BEGIN = ("BEGIN ISOLATION LEVEL READ COMMITTED",)

Values = Mapping[str, Any]
Convert = Callable[[Any], Any] | None
Wrote = Callable[[str, Any, bool], None]

Write = tuple["Hot", Sequence[Values]]
"""A statement, and the values of each row it is to be run for."""

TAP = "yimen_tap"
"""Key of `Connection.info`: a function that is shown every written statement (benchmarks).

On PostgreSQL, where a round trip costs more than the rest, it is shown those that read too.
"""


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
        """Take the statement; it is compiled for an engine when it is first run there."""
        self.statement = statement
        self._ready: dict[str, Ready] = {}

    def ready(self, dialect: Dialect) -> Ready:
        """Return it compiled."""
        found = self._ready.get(dialect.name)
        if found is None:
            found = self._ready[dialect.name] = _compiled(dialect, self.statement)
        return found


def rows_of(connection: Connection, hot: Hot, values: Values) -> list[Any]:
    """Run a SELECT and return its rows, each a sequence of values."""
    ready = hot.ready(connection.dialect)
    bound = _bound(ready, values)
    if connection.dialect.name != "sqlite":
        _show(connection, ready, bound)
    return _made(ready, _driver(connection).execute(ready.text, bound))


def first_rows_of(
    connection: Connection, hot: Hot, values: Values, begin: Sequence[str] = _BEGIN
) -> list[Any]:
    """Run a SELECT as `rows_of` does, as the first statement of a transaction.

    On PostgreSQL the transaction is begun by these words in the same round trip.
    """
    driver = _driver(connection)
    if connection.dialect.name == "sqlite" or not driver.is_idle:
        return rows_of(connection, hot, values)
    ready = hot.ready(connection.dialect)
    bound = _bound(ready, values)
    _show(connection, ready, bound)
    return _made(ready, driver.begun_with(begin, ready.text, bound))


def write(connection: Connection, hot: Hot, rows: Sequence[Values]) -> int:
    """Run an INSERT or UPDATE for each of `rows`; returns how many rows were met."""
    return write_all(connection, [(hot, rows)])[0]


def write_all(connection: Connection, writes: Sequence[Write]) -> list[int]:
    """Run INSERTs and UPDATEs in order; returns how many rows each met.

    On PostgreSQL they are one round trip.
    """
    if connection.dialect.name == "sqlite":
        return [_write(connection, hot, rows) for hot, rows in writes]
    statements = []
    for hot, rows in writes:
        ready = hot.ready(connection.dialect)
        for row in rows:
            statements.append((ready.text, _bound(ready, row)))
            _show(connection, ready, statements[-1][1])
    done = iter(_driver(connection).at_once(statements))
    return [sum(next(done).rowcount for _ in rows) for _, rows in writes]


def _write(connection: Connection, hot: Hot, rows: Sequence[Values]) -> int:
    ready = hot.ready(connection.dialect)
    driver = _driver(connection)
    many = len(rows) > 1
    values: Any = [_bound(ready, row) for row in rows] if many else _bound(ready, rows[0])
    _show(connection, ready, values, many)
    run = driver.executemany if many else driver.execute
    return int(run(ready.text, values).rowcount)


def _made(ready: Ready, cursor: Any) -> list[Any]:
    rows = []
    for row in cursor.fetchall():
        made = list(row)
        for n, turn in ready.columns:
            made[n] = turn(made[n])
        rows.append(made)
    return rows


def _show(connection: Connection, ready: Ready, values: Any, many: bool = False) -> None:
    tap: Wrote | None = connection.info.get(TAP)
    if tap is not None:
        tap(ready.text, values, many)


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
