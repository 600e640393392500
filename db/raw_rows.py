"""Rows as they are stored, read from one engine and written to another without a class.

A raw row is a tuple of texts, whole numbers and None, as SQLite stores it: moments and days as
their texts, yes and no as 1 and 0, JSON as its very text.  Nothing is made anew on the way, so
that what a hash covers keeps its bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from typing import Any

from sqlalchemy import Boolean, Column, Connection, Table

from db.column_types import Day, UtcTime

RawRow = tuple[Any, ...]
Part = Sequence[RawRow]

PART = 2000
"""Rows that are held in memory at a time."""

_WHOLE = (1 << 64) - 1
_cursors = count(1)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows there were, and a sum over them that does not depend on their order.

    The sum is Python's own hash: it tells rows apart within this program's run, no longer.
    """

    rows: int = 0
    sum: int = 0

    def with_part(self, part: Part) -> Tally:
        """Return the tally after some more rows."""
        return Tally(self.rows + len(part), (self.sum + sum(map(hash, part))) & _WHOLE)


def count_rows(connection: Connection, table: Table) -> int:
    """Return how many rows a table has."""
    found = connection.exec_driver_sql(f'SELECT count(*) FROM "{table.name}"')
    return int(found.scalar_one())


def read_parts(connection: Connection, table: Table, *, ordered: bool = False) -> Iterator[Part]:
    """Yield a table's raw rows in parts, in the transaction that is open.

    `ordered`: by the primary key; else as the database finds them fastest.
    """
    on_sqlite = connection.dialect.name == "sqlite"
    shown = _quoted if on_sqlite else _as_sqlite_stores_it
    statement = f'SELECT {", ".join(map(shown, table.columns))} FROM "{table.name}"'
    if ordered:
        statement += f" ORDER BY {', '.join(map(_quoted, table.primary_key))}"
    driver: Any = connection.connection.driver_connection
    # PostgreSQL: a cursor on the server, or the whole table would come at once.
    names = () if on_sqlite else (f"yimen_raw_{next(_cursors)}",)
    with closing(driver.cursor(*names)) as cursor:
        cursor.execute(statement)
        while part := cursor.fetchmany(PART):
            yield part


def write_parts(connection: Connection, table: Table, parts: Iterable[Part]) -> None:
    """Insert raw rows into a table, in the transaction that is open; PostgreSQL by COPY."""
    names = ", ".join(map(_quoted, table.columns))
    driver: Any = connection.connection.driver_connection
    with closing(driver.cursor()) as cursor:
        if connection.dialect.name == "sqlite":
            marks = ", ".join("?" * len(table.columns))
            statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'
            for part in parts:
                cursor.executemany(statement, part)
            return
        with cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
            for part in parts:
                for row in part:
                    copy.write_row(row)


def _quoted(column: Column[Any]) -> str:
    return f'"{column.name}"'


def _as_sqlite_stores_it(column: Column[Any]) -> str:
    name = _quoted(column)
    if isinstance(column.type, UtcTime):
        return f"to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
    if isinstance(column.type, Day):
        return f"to_char({name}, 'YYYY-MM-DD')"
    return f"{name}::int" if isinstance(column.type, Boolean) else name
