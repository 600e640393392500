"""One command's transaction: the site's row locked, rows in memory, all written at the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    delete,
    func,
    insert,
    literal,
    select,
    text,
    update,
)

from db import leases
from db import tables as t
from db.queries import SqlQueries
from db.quick import Hot, first_rows_of, rows_of
from db.tables import ROWS
from desktop.domain.site import Site
from desktop.domain.state import Row
from desktop.domain.times import whole_ms
from desktop.ports import Head, JournalRow, Remembered

_LOCK = Hot(
    select(t.site.c.pos, t.site.c.feed_hash, t.site.c.at, t.site.c.day, *t.site.c)
    .where(t.site.c.code == bindparam("p_site"))
    .with_for_update()
)
_MINE = and_(
    t.command.c.site_id == bindparam("p_site"), t.command.c.cmd_id == bindparam("p_command")
)
_REMEMBERED = Hot(select(t.command.c.request_sha256, t.command.c.answer).where(_MINE))
_CLOCK = func.clock_timestamp(type_=t.site.c.at.type)
_NOW = Hot(select(_CLOCK))
_REMEMBERED_AND_NOW = Hot(
    select(_CLOCK, t.command.c.request_sha256, t.command.c.answer).select_from(
        select(literal(1).label("one")).subquery().outerjoin(t.command, _MINE)
    )
)
_INSERT_COMMAND = Hot(insert(t.command))
_INSERT_LINK = Hot(insert(t.journal))
_INSERT_TEXT = Hot(insert(t.texts))
_INSERT_PERSON = Hot(insert(t.pii))
_INSERT_STREAM = Hot(insert(t.stream))
_LINK_NAMES = (
    "pos",
    "stream_id",
    "seq",
    "cmd_id",
    "n",
    "kind",
    "subject",
    "hlc",
    "at",
    "day",
    "body",
    "prev",
    "hash",
    "feed_hash",
    "sig",
)


class SqlTransaction(SqlQueries):
    """One command's transaction on a site."""

    def __init__(self, connection: Connection, site: str) -> None:
        super().__init__(connection, site)
        self._head: Head | None = None
        self._new_head: tuple[int, str] | None = None
        self._now: datetime | None = None

    def lock(self) -> None:
        """Lock the site's row: every read below sees all earlier commands.

        A site that is being made has none yet: on PostgreSQL its makers take turns at the table.
        """
        found = first_rows_of(self.connection, _LOCK, {"p_site": self.site})
        if not found and self.connection.dialect.name != "sqlite":
            self.connection.execute(text("LOCK TABLE site IN SHARE ROW EXCLUSIVE MODE"))
            found = rows_of(self.connection, _LOCK, {"p_site": self.site})
        for row in found:
            self._head = Head(row[0], row[1], row[2], row[3])
            self.take(Site, [row[4 : 4 + len(Site.__slots__)]])

    @property
    def written_to(self) -> int | None:
        """The journal's last position after this command, None if it writes nothing there."""
        return None if self._new_head is None else self._new_head[0]

    def head(self) -> Head | None:
        """Return the end of the feed as it is under the lock; None for a site not yet made."""
        return self._head

    def now(self) -> datetime:
        """Return the database's clock: on SQLite, which is on this PC, the PC's own.

        PostgreSQL's is read once for the command, under the lock.
        """
        if self._now is None:
            if self.connection.dialect.name == "sqlite":
                return whole_ms(datetime.now(UTC))
            self._now = whole_ms(rows_of(self.connection, _NOW, {})[0][0])
        return self._now

    def remembered(self, cmd_id: str) -> Remembered | None:
        """Return what this command answered before, if it was done.

        On PostgreSQL the clock is read in the same round trip.
        """
        values = {"p_site": self.site, "p_command": cmd_id}
        if self.connection.dialect.name == "sqlite":
            found = rows_of(self.connection, _REMEMBERED, values)
            return Remembered(*found[0]) if found else None
        now, asked, answer = rows_of(self.connection, _REMEMBERED_AND_NOW, values)[0]
        self._now = whole_ms(now)
        return None if asked is None else Remembered(asked, answer)

    def remember(self, cmd_id: str, verb: str, memory: Remembered) -> None:
        """Keep the command's answer."""
        row = self.get(Site, self.site)
        at = row.at if row is not None else self.now()
        values = {
            "site_id": self.site,
            "cmd_id": cmd_id,
            "verb": verb,
            "request_sha256": memory.request_sha256,
            "answer": memory.answer,
            "at": at,
        }
        self._waiting.append((_INSERT_COMMAND, [values]))

    def append(self, links: Sequence[JournalRow]) -> None:
        """Append to the journal and move the head of the feed."""
        rows = [
            {"site_id": self.site, **{name: getattr(link, name) for name in _LINK_NAMES}}
            for link in links
        ]
        self._waiting.append((_INSERT_LINK, rows))
        self._new_head = (links[-1].pos, links[-1].feed_hash)

    def open_stream(self, stream_id: str, station: str, parent: Head) -> None:
        """Keep the row of a new stream."""
        values = {
            "site_id": self.site,
            "stream_id": stream_id,
            "station": station,
            "parent_pos": parent.pos,
            "parent_hash": parent.feed_hash,
            "opened_at": parent.at,
        }
        self._waiting.append((_INSERT_STREAM, [values]))

    def keep_text(self, text_id: str, subject: str, content: str) -> None:
        """Keep a free text."""
        values = {"text_id": text_id, "subject": subject, "content": content}
        self._waiting.append((_INSERT_TEXT, [{"site_id": self.site, **values}]))

    def keep_person(self, person_id: str, subject: str, content: Mapping[str, str]) -> None:
        """Keep a row of personal data."""
        values = {"person_id": person_id, "subject": subject, "content": dict(content)}
        row = {"site_id": self.site, "key_id": None, **values}
        self._waiting.append((_INSERT_PERSON, [row]))

    def kept_people(self, person_ids: Sequence[str]) -> dict[str, dict[str, str]]:
        """Return the rows of personal data with these ids, those of this command included."""
        found: dict[str, dict[str, str]] = {}
        for hot, rows in self._waiting:
            if hot is _INSERT_PERSON:
                found.update((row["person_id"], row["content"]) for row in rows)
        missing = [one for one in person_ids if one not in found]
        if missing:
            statement = (
                select(t.pii.c.person_id, t.pii.c.content)
                .where(t.pii.c.site_id == self.site)
                .where(t.pii.c.person_id.in_(missing))
            )
            found.update((row[0], row[1]) for row in self.connection.execute(statement))
        return {one: found[one] for one in person_ids if one in found}

    def forget_answers(self, before: datetime) -> None:
        """Drop the remembered answers of commands given before this moment."""
        mine = (t.command.c.site_id == self.site) & (t.command.c.at < before)
        self.connection.execute(delete(t.command).where(mine))

    def end_lease(self, counter: int) -> None:
        """End the counter's lease, if it has one."""
        leases.end_lease(self.connection, self.site, counter)

    def insert(self, rows: Iterable[Row]) -> None:
        """Write rows that are known to be new; the site's own is kept for the end."""
        made: dict[type, list[dict[str, Any]]] = {}
        for row in rows:
            if type(row) is Site:
                self.put(row)
            else:
                made.setdefault(type(row), []).append(self._values(type(row), row))
        for kind, values in made.items():
            self.connection.execute(insert(ROWS[kind]), values)

    def finish(self) -> None:
        """Write what changed, and the head of the feed last."""
        values = self.site_changes()
        if self._new_head is not None:
            values |= {"pos": self._new_head[0], "feed_hash": self._new_head[1]}
        if not values:
            self._send()
            return
        old = 0 if self._head is None else self._head.pos
        changed = {f"v_{name}": value for name, value in values.items()}
        self._send((_move_head(tuple(values)), [{"p_site": self.site, "p_old": old, **changed}]))

    def _values(self, kind: Any, row: Row) -> dict[str, Any]:
        values = super()._values(kind, row)
        if kind is Site:
            values |= {"pos": 0, "feed_hash": "", "incarnation": uuid4().hex}
        return values


_MOVES: dict[tuple[str, ...], Hot] = {}


def _move_head(names: tuple[str, ...]) -> Hot:
    if names not in _MOVES:
        changed = {name: bindparam(f"v_{name}", type_=t.site.c[name].type) for name in names}
        _MOVES[names] = Hot(
            update(t.site)
            .where(t.site.c.code == bindparam("p_site"))
            .where(t.site.c.pos == bindparam("p_old"))
            .values(changed)
        )
    return _MOVES[names]
