"""The store: one transaction a command, under the lock of the site's row; and calm looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, bindparam, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from db import backup as copies
from db import leases
from db import tables as t
from db.bell import Bell
from db.deadlines import patient
from db.engine import begin_read, begin_write, dial, name_of, open_engine, sqlite_path
from db.enterprise_index import reindex
from db.migrate import prepare
from db.problems import NO_ANSWER, world_faults
from db.queries import SqlQueries
from db.quick import Hot, rows_of, write
from db.reads.looks import SqlReads
from db.tables import ROWS
from desktop.domain.errors import DeskError
from desktop.domain.leases import Beat, Hold
from desktop.domain.site import Site
from desktop.domain.state import Row
from desktop.domain.times import whole_ms
from desktop.link import Link
from desktop.ports import Cancelled, Head, JournalRow, Progress, Remembered, Store

_LOCK = Hot(
    select(t.site.c.pos, t.site.c.feed_hash, t.site.c.at, t.site.c.day, *t.site.c)
    .where(t.site.c.code == bindparam("p_site"))
    .with_for_update()
)
_REMEMBERED = Hot(
    select(t.command.c.request_sha256, t.command.c.answer)
    .where(t.command.c.site_id == bindparam("p_site"))
    .where(t.command.c.cmd_id == bindparam("p_command"))
)
_PART = 2000
_INSERT_COMMAND = Hot(insert(t.command))
_INSERT_LINK = Hot(insert(t.journal))
_INSERT_TEXT = Hot(insert(t.texts))
_INSERT_PERSON = Hot(insert(t.pii))
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

    def lock(self) -> None:
        """Lock the site's row: every read below sees all earlier commands.

        A site that is being made has none yet: on PostgreSQL its makers take turns at the table.
        """
        found = rows_of(self.connection, _LOCK, {"p_site": self.site})
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
        """Return the database's clock: on SQLite, which is on this PC, the PC's own."""
        if self.connection.dialect.name == "sqlite":
            return whole_ms(datetime.now(UTC))
        found = self.connection.execute(text("SELECT clock_timestamp()")).scalar_one()
        assert isinstance(found, datetime)
        return whole_ms(found)

    def remembered(self, cmd_id: str) -> Remembered | None:
        """Return what this command answered before, if it was done."""
        values = {"p_site": self.site, "p_command": cmd_id}
        found = rows_of(self.connection, _REMEMBERED, values)
        return Remembered(*found[0]) if found else None

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
        write(self.connection, _INSERT_COMMAND, [values])

    def append(self, links: Sequence[JournalRow]) -> None:
        """Append to the journal and move the head of the feed."""
        rows = [
            {"site_id": self.site, **{name: getattr(link, name) for name in _LINK_NAMES}}
            for link in links
        ]
        write(self.connection, _INSERT_LINK, rows)
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
        self.connection.execute(insert(t.stream), values)

    def keep_text(self, text_id: str, subject: str, content: str) -> None:
        """Keep a free text."""
        values = {"text_id": text_id, "subject": subject, "content": content}
        write(self.connection, _INSERT_TEXT, [{"site_id": self.site, **values}])

    def keep_person(self, person_id: str, subject: str, content: Mapping[str, str]) -> None:
        """Keep a row of personal data."""
        values = {"person_id": person_id, "subject": subject, "content": dict(content)}
        write(self.connection, _INSERT_PERSON, [{"site_id": self.site, "key_id": None, **values}])

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
        self.flush()
        values = self.site_changes()
        if self._new_head is not None:
            values |= {"pos": self._new_head[0], "feed_hash": self._new_head[1]}
        if not values:
            return
        old = 0 if self._head is None else self._head.pos
        changed = {f"v_{name}": value for name, value in values.items()}
        row = {"p_site": self.site, "p_old": old, **changed}
        if write(self.connection, _move_head(tuple(values)), [row]) != 1:
            raise AssertionError("the head of the feed moved under the lock")

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


class SqlStore:
    """What is remembered in one database, for all its sites."""

    def __init__(self, location: str | Path, backups: Path | None = None) -> None:
        """Open the database, make or migrate its tables; raises DeskError (see `open_engine`).

        `backups`: where a server's is kept before it is migrated; without it that is refused.
        """
        engine = open_engine(location)
        try:
            prepare(engine, backups=backups)
        except BaseException:
            engine.dispose()
            raise
        self._take(engine)

    def _take(self, engine: Engine) -> None:
        path = sqlite_path(engine)
        self._engine = engine
        self._path = path or ""  # what an error names: a file, never a server's address
        self.location = name_of(engine)
        self.local = path is not None
        self.link = Link(local=self.local)
        self._bell = None if self.local else Bell(self.dial)
        self._watch: Connection | None = None

    def sites(self) -> list[str]:
        """Return the codes of the sites in the database."""
        with self._asking(), self._engine.connect() as connection:
            return list(connection.execute(select(t.site.c.code).order_by(t.site.c.code)).scalars())

    @contextmanager
    def begin(self, site: str) -> Iterator[SqlTransaction]:
        """Lock the site's row and begin a command; commits at the end, rolls back on an error.

        Raises DeskError `database_away` when surely nothing was done, `outcome_unknown` when
        nobody knows, and what `world_faults` knows.
        """
        with self._asking(), self._engine.connect() as connection:
            begin_write(connection)
            transaction = SqlTransaction(connection, site)
            try:
                transaction.lock()
                yield transaction
                transaction.finish()
                connection.commit()
            except BaseException:
                _undo(connection)
                raise
        if self._bell is not None and transaction.written_to is not None:
            self._bell.ring(site, transaction.written_to)

    def was_done(self, site: str, command: str) -> Remembered | None:
        """Return what a command answered, if it was done; asked under the lock, None is final.

        On PostgreSQL taking the lock writes to the journal of the server: when this commit is
        answered, what was written before has come to the standby too.
        """
        with self.begin(site) as tx:
            return tx.remembered(command)

    @contextmanager
    def look(self, site: str) -> Iterator[SqlReads]:
        """Begin one consistent look."""
        with self._asking(), self._engine.connect() as connection:
            begin_read(connection)
            try:
                yield SqlReads(connection, site)
            finally:
                _undo(connection)

    def dial(self) -> Any:
        """Open one driver connection to PostgreSQL for the caller alone (see `engine.dial`)."""
        return dial(self._engine)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Turn the world's faults into DeskErrors, and tell the link what came of the block."""
        try:
            with world_faults(self._path):
                yield
        except DeskError as error:
            if error.code in NO_ANSWER:
                self.link.failed()
            elif error.code != "database_busy":  # also said of a crowd in this very program
                self.link.answered()
            raise
        self.link.answered()

    def beat(
        self,
        site: str,
        counter: int | None,
        session: str,
        station: str,
        hold: Hold = Hold.NEW,
        at: datetime | None = None,
    ) -> Beat:
        """Say that a desk is still there, at a counter or at none, without the site's lock."""
        with self._asking():
            return leases.beat(self._engine, site, counter, session, station, hold, at)

    def enrol(
        self, site: str, station: str, machine: str, name: str, at: datetime | None = None
    ) -> None:
        """Register a station's PC; `station_taken` while another one lives under its code."""
        with self._asking():
            leases.enrol(self._engine, site, station, machine, name, at)

    def rewrite(self, site: str, rows: Iterable[Row]) -> None:
        """Replace every projection of the site by `rows`, in one transaction.

        The rows are asked for under the lock and written in parts.
        """
        with self.begin(site) as tx, patient(tx.connection):
            waiting = iter(rows)  # the first row is asked for under the lock
            part = list(islice(waiting, _PART))
            for kind, table in ROWS.items():
                if kind is not Site:
                    tx.connection.execute(delete(table).where(table.c.site_id == site))
            while part:
                tx.insert(part)
                part = list(islice(waiting, _PART))
            reindex(tx.connection, site)

    def data_version(self) -> int:
        """Return a number that changes when another connection has written (SQLite).

        The connection that asks is kept for it alone, and used by one thread only.
        """
        if self._watch is None:
            self._watch = self._engine.connect()
        found = self._watch.exec_driver_sql("PRAGMA data_version").scalar_one()
        self._watch.rollback()
        return int(found)

    def backup(
        self,
        path: Path,
        verify: Callable[[Store], None],
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> bool:
        """Copy the database to `path`, open it, let `verify` look at it; only then it counts."""
        with world_faults(path):
            return copies.backup(
                self._engine, path, lambda engine: verify(opened(engine)), progress, cancelled
            )

    def restore(
        self,
        path: Path,
        verify: Callable[[Store], None],
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> None:
        """Replace the database by a verified backup; what was there is kept beside it."""
        with world_faults(path):
            copies.restore(
                self._engine, path, lambda engine: verify(opened(engine)), progress, cancelled
            )

    def close(self) -> None:
        """Let go of every connection."""
        if self._bell is not None:
            self._bell.close()
        if self._watch is not None:
            self._watch.close()
            self._watch = None
        self._engine.dispose()


def opened(engine: Engine) -> SqlStore:
    """Return a store on an engine that is open and at the present schema."""
    store = SqlStore.__new__(SqlStore)
    store._take(engine)
    return store


def _undo(connection: Connection) -> None:
    """Roll back; a connection that cannot even do that is thrown away."""
    try:
        connection.rollback()
    except DBAPIError:
        connection.invalidate()
