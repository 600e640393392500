"""The store: one transaction a command, under the lock of the site's row; and calm looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, select
from sqlalchemy.exc import DBAPIError

from db import backup as copies
from db import leases
from db import tables as t
from db.bell import Bell
from db.deadlines import patient
from db.engine import begin_read, begin_write, dial, name_of, open_engine, sqlite_path
from db.enterprise_index import reindex
from db.migrate import prepare
from db.problems import NO_ANSWER, gone_away, world_faults
from db.reads.looks import SqlReads
from db.tables import ROWS
from db.transaction import SqlTransaction
from desktop.domain.errors import DeskError
from desktop.domain.leases import Beat, Hold
from desktop.domain.site import Site
from desktop.domain.state import Row
from desktop.link import Link
from desktop.ports import Cancelled, Progress, Remembered, Store

__all__ = ["SqlStore", "SqlTransaction", "opened"]

_PART = 2000


@dataclass(slots=True)
class _Asked:
    """What came of a block of questions, beside its error: whether its end was lost."""

    lost: bool = False


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
        with self._asking() as asked, self._engine.connect() as connection:
            begin_write(connection)
            transaction = SqlTransaction(connection, site)
            try:
                transaction.lock()
                yield transaction
                transaction.finish()
                connection.commit()
            except BaseException as error:
                asked.lost = not _undo(connection, error)
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
        with self._asking() as asked, self._engine.connect() as connection:
            if self.local:
                begin_read(connection)
            else:
                connection.begin()
            try:
                yield SqlReads(connection, site)
            except BaseException as error:
                asked.lost = not _undo(connection, error)
                raise
            asked.lost = not _end_look(connection)

    def dial(self) -> Any:
        """Open one driver connection to PostgreSQL for the caller alone (see `engine.dial`)."""
        return dial(self._engine)

    @contextmanager
    def _asking(self) -> Iterator[_Asked]:
        """Turn the world's faults into DeskErrors, and tell the link what came of the block.

        The end of a look or of a refused command may be lost although all before was answered:
        the seconds that this took were seconds of silence.
        """
        asked = _Asked()
        try:
            with world_faults(self._path):
                yield asked
        except DeskError as error:
            if asked.lost or error.code in NO_ANSWER:
                self.link.failed()
            elif error.code != "database_busy":  # also said of a crowd in this very program
                self.link.answered()
            raise
        if asked.lost:
            self.link.failed()
        else:
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


def _end_look(connection: Connection) -> bool:
    """Commit what was only read: after a rollback the driver would prepare everything anew.

    Says whether that was answered; the look itself was.
    """
    try:
        connection.commit()
    except DBAPIError:
        connection.invalidate()
        return False
    return True


def _undo(connection: Connection, error: BaseException) -> bool:
    """Roll back; a connection that is lost, or leads to no primary, is thrown away.

    Says whether the database has answered.
    """
    if gone_away(error):
        connection.invalidate()
        return False
    try:
        connection.rollback()
    except DBAPIError:
        connection.invalidate()
        return False
    return True
