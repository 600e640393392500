"""Rows of one site in one transaction: loaded once by key, changed in memory, written together."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any, TypeVar, cast

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    Table,
    and_,
    bindparam,
    insert,
    select,
    update,
)

from db.enterprise_index import index_enterprises, is_found_otherwise
from db.quick import Hot, Write, rows_of, write_all
from db.tables import ROWS
from desktop.domain.cases import Case, Paper
from desktop.domain.desk_records import Consent, Enquiry, ToldWait
from desktop.domain.enterprise_file import Enterprise, EnterpriseNote
from desktop.domain.site import Site
from desktop.domain.state import KEYS, Row
from desktop.domain.tickets import Interval, Place, Ticket

R = TypeVar("R", bound=Row)
Key = tuple[object, ...]

FRESH = (Ticket, Interval, Case, Paper, Enquiry, ToldWait, Consent, EnterpriseNote)
"""Kinds whose rows are put before they are read only when they are new: their ids are random."""


FIELDS: dict[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in dataclasses.fields(cast(Any, kind))) for kind in ROWS
}
"""The names of a row's fields, which are its columns after `site_id`."""

COLUMNS: dict[type, tuple[Column[Any], ...]] = {
    kind: tuple(table.c[name] for name in FIELDS[kind]) for kind, table in ROWS.items()
}
"""The columns of a row class, in the order of its fields."""


def _site_column(table: Table) -> Column[Any]:
    return table.c.code if table.name == "site" else table.c.site_id


def _is(column: Column[Any]) -> ColumnElement[bool]:
    return column == bindparam(f"p_{column.name}", type_=column.type)


_ROWS_OF: dict[type, Select[Any]] = {
    kind: select(*COLUMNS[kind]).where(_site_column(table) == bindparam("p_site"))
    for kind, table in ROWS.items()
}
_BY_KEY: dict[type, Hot] = {
    kind: Hot(_ROWS_OF[kind].where(and_(*(_is(table.c[name]) for name in KEYS[kind]))))
    for kind, table in ROWS.items()
}
_PLACES = Hot(_ROWS_OF[Place].where(_is(ROWS[Place].c.ticket_id)).order_by(ROWS[Place].c.step_no))
_OPEN_INTERVALS = Hot(
    _ROWS_OF[Interval]
    .where(_is(ROWS[Interval].c.ticket_id))
    .where(ROWS[Interval].c.ended_at.is_(None))
    .order_by(ROWS[Interval].c.n)
)
_INSERTS: dict[type, Hot] = {kind: Hot(insert(table)) for kind, table in ROWS.items()}
_UPDATES: dict[tuple[type, tuple[str, ...]], Hot] = {}
_KEY_READERS: dict[type, Callable[[Any], Any]] = {
    kind: attrgetter(*names) for kind, names in KEYS.items()
}


def select_rows(kind: type) -> Select[Any]:
    """Return the statement that reads the rows of a class of the site `p_site`."""
    return _ROWS_OF[kind]


def _update(kind: type, names: tuple[str, ...]) -> Hot:
    made = _UPDATES.get((kind, names))
    if made is None:
        table = ROWS[kind]
        tests = [_site_column(table) == bindparam("p_site")]
        tests += [_is(table.c[key]) for key in KEYS[kind]]
        tests.append(table.c.last_pos == bindparam("p_last_pos"))
        changed = {name: bindparam(f"v_{name}", type_=table.c[name].type) for name in names}
        made = _UPDATES[kind, names] = Hot(update(table).where(and_(*tests)).values(changed))
    return made


def key_of(row: Row) -> Key:
    """Return the key of a row within its site."""
    found = _KEY_READERS[type(row)](row)
    return found if isinstance(found, tuple) else (found,)


class SqlRows:
    """The identity map of one transaction; nothing is written before `flush`."""

    def __init__(self, connection: Connection, site: str) -> None:
        self.connection = connection
        self.site = site
        self._known: dict[type, dict[Key, Any]] = defaultdict(dict)
        self._stored: dict[type, dict[Key, Any]] = defaultdict(dict)
        self._changed: dict[tuple[type, Key], None] = {}
        self._places_of: set[str] = set()
        self._waiting: list[Write] = []  # records that no query here reads

    def get(self, kind: type[R], *key: object) -> R | None:
        """Return the row with this key, or None."""
        known = self._known[kind]
        if key in known:
            return cast("R | None", known[key])
        if kind is Place and key[0] in self._places_of:
            return None
        values = {f"p_{name}": value for name, value in zip(KEYS[kind], key, strict=True)}
        found = rows_of(self.connection, _BY_KEY[kind], {"p_site": self.site, **values})
        row = made(kind, found[0]) if found else None
        known[key] = self._stored[kind][key] = row
        return row

    def put(self, row: Row) -> None:
        """Keep the row; it is written at the next flush."""
        kind, key = type(row), key_of(row)
        if key not in self._known[kind]:
            if kind in FRESH or (kind is Place and key[0] in self._places_of):
                self._stored[kind][key] = None
            else:
                self.get(kind, *key)
        if kind is Ticket and self._stored[kind][key] is None:
            self._places_of.add(cast("Ticket", row).ticket_id)
        self._known[kind][key] = row
        self._changed[kind, key] = None

    def places(self, ticket_id: str) -> tuple[Place, ...]:
        """Return the ticket's places in step order."""
        if ticket_id not in self._places_of:
            values = {"p_site": self.site, "p_ticket_id": ticket_id}
            self.take(Place, rows_of(self.connection, _PLACES, values))
            self._places_of.add(ticket_id)
        mine = (place for place in self._known[Place].values() if place is not None)
        return tuple(
            sorted((p for p in mine if p.ticket_id == ticket_id), key=attrgetter("step_no"))
        )

    def open_intervals(self, ticket_id: str) -> tuple[Interval, ...]:
        """Return the ticket's intervals that have not ended."""
        if ("intervals", ticket_id) not in self._known[Interval]:
            values = {"p_site": self.site, "p_ticket_id": ticket_id}
            self.take(Interval, rows_of(self.connection, _OPEN_INTERVALS, values))
            self._known[Interval]["intervals", ticket_id] = None
        mine = (interval for interval in self._known[Interval].values() if interval is not None)
        return tuple(i for i in mine if i.ticket_id == ticket_id and i.ended_at is None)

    def every(self, kind: type[R]) -> list[R]:
        """Return every row of a class."""
        self.flush()
        found = self.connection.execute(select_rows(kind), {"p_site": self.site})
        return [made(kind, values) for values in found]

    def take(self, kind: type[R], found: Iterable[Any]) -> list[R]:
        """Return rows from a result of `COLUMNS[kind]`, each as it is known here."""
        known, stored = self._known[kind], self._stored[kind]
        read, alone = _KEY_READERS[kind], len(KEYS[kind]) == 1
        new = cast("Callable[..., R]", kind)
        rows: list[R] = []
        for values in found:
            row = new(*values)
            key = (read(row),) if alone else read(row)
            if known.get(key) is None:
                known[key] = stored[key] = row
            else:
                row = known[key]
            rows.append(row)
        return rows

    def flush(self) -> None:
        """Write every changed row: new ones inserted, others updated where they are unchanged.

        A row that somebody else changed meanwhile cannot happen under the lock; if it does,
        the count of rows is wrong and the transaction must not be committed.
        """
        if self._changed:
            self._send()

    def _send(self, last: Write | None = None) -> None:
        """Write what waits, what changed, and `last` after it; each update must meet its rows."""
        updates, inserts, searched = self._take_changes()
        writes = [*self._waiting, *updates, *inserts]
        if last is not None:
            writes.append(last)
        self._waiting = []
        if writes:
            met = write_all(self.connection, writes)
            for (hot, rows), found in zip(writes, met, strict=True):
                if found != len(rows):
                    raise AssertionError(f"{found} of {len(rows)} written: {hot.statement}")
        index_enterprises(self.connection, self.site, searched)

    def _take_changes(self) -> tuple[list[Write], list[Write], list[Enterprise]]:
        """Return the updates and inserts of the changed rows, and enterprises to be indexed."""
        inserts: dict[type, list[dict[str, Any]]] = defaultdict(list)
        updates: dict[tuple[type, tuple[str, ...]], list[dict[str, Any]]] = defaultdict(list)
        searched: list[Enterprise] = []
        for kind, key in self._changed:
            row, stored = self._known[kind][key], self._stored[kind][key]
            if kind is Site and stored is not None:
                continue  # written once, with the head of the feed
            if stored is None:
                inserts[kind].append(self._values(kind, row))
            elif names := _differing(kind, stored, row):
                updates[kind, names].append(self._changes(kind, names, stored, row))
            if kind is Enterprise and is_found_otherwise(stored, row):
                searched.append(row)
            self._stored[kind][key] = row
        self._changed = {pair: None for pair in self._changed if pair[0] is Site}
        return (
            [(_update(kind, names), rows) for (kind, names), rows in updates.items()],
            [(_INSERTS[kind], rows) for kind, rows in inserts.items()],
            searched,
        )

    def site_changes(self) -> dict[str, Any]:
        """Return the changed columns of the site's row, to be written with the head."""
        row, stored = self._known[Site].get((self.site,)), self._stored[Site].get((self.site,))
        if row is None or stored is None:
            return {}
        self._changed.pop((Site, (self.site,)), None)
        return {name: getattr(row, name) for name in _differing(Site, stored, row)}

    def _values(self, kind: type, row: Row) -> dict[str, Any]:
        values = {name: getattr(row, name) for name in FIELDS[kind]}
        return values if kind is Site else {"site_id": self.site, **values}

    def _changes(self, kind: type, names: tuple[str, ...], stored: Any, row: Row) -> dict[str, Any]:
        values = {f"v_{name}": getattr(row, name) for name in names}
        values |= {f"p_{name}": getattr(row, name) for name in KEYS[kind]}
        return {"p_site": self.site, "p_last_pos": stored.last_pos, **values}


def made(kind: type[R], values: Any) -> R:
    """Return the row of a class from the values of its columns."""
    return cast("R", cast(Any, kind)(*values))


def _differing(kind: Any, old: Any, new: Any) -> tuple[str, ...]:
    return tuple(
        name
        for name in FIELDS[kind]
        if (a := getattr(old, name)) is not (b := getattr(new, name)) and a != b
    )
