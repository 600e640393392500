"""Move everything of one database into another, empty one: whole, verified, or not at all."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, select

from db import tables as t
from db.copies import put_in_place
from db.deadlines import patient
from db.engine import begin_write, open_engine, sqlite_path
from db.enterprise_index import reindex
from db.held import held
from db.location import check_file, is_url
from db.migrate import HEAD, locked, refuse_newer, revision, upgrade
from db.problems import as_desk_error, world_faults
from db.raw_rows import Part, Tally, count_rows, read_parts, write_parts
from db.reads.looks import SqlReads
from desktop.domain.errors import DeskError
from desktop.journal import verifier
from desktop.ports import Cancelled, Progress, Stopped
from desktop.server_address import from_url
from desktop.snapshots import Moved

NOT_MOVED = frozenset({"enterprise_index", "lease", "station", "schema_gate"})
"""Tables that are made anew on the target, or speak of PCs that are at work on the source."""

_BESIDE = ("-wal", "-shm", "-journal")
_LOCK_SITES = "LOCK TABLE site IN EXCLUSIVE MODE"
_PATIENCE = 30.0  # seconds to ask a server whether the last word reached it
_PAUSE = 0.5
_UNFIT = ("22", "23")  # PostgreSQL: classes of values that do not fit, and of broken promises
_CONSTRAINT = 19  # SQLite


def move(
    source: str, target: str, report: Progress | None = None, cancelled: Cancelled | None = None
) -> Moved | None:
    """Copy all sites of a database into another one; None if `cancelled` stopped it.

    Each is a path or a URL.  `report` hears steps done and steps in all, mostly rows copied and
    read back.  The source stays as it is, and nobody writes there meanwhile.  The target may be
    missing (a file), empty, or ours without a site; it is filled in one transaction, which ends
    only when every row was read back and every journal verified in it.  Whatever goes wrong
    before leaves nothing there.  Raises DeskError `target_is_source`,
    `target_filled`, `nothing_to_move`, `database_foreign`, `database_older`,
    `database_newer`, `database_damaged` (the source), `disk_full`, `database_away` (nothing
    was moved), `outcome_unknown` (the server left at the very end), and what opening raises.
    """
    began = time.monotonic()
    for place in (source, target):
        if is_url(place):
            from_url(place)  # a typo in it is named before anybody is asked
    try:
        _refuse_itself(source, target)
        with held(source, cancelled) as out, _opened_target(target) as engine:
            tallies = _Moving(out, engine, target, report, cancelled).run()
            sites = tuple(head[0] for head in _heads(out))
    except (Stopped, verifier.Cancelled):
        return None
    return Moved(
        sites=sites,
        rows=sum(tally.rows for tally in tallies.values()),
        events=tallies[t.journal].rows,
        enterprises=tallies[t.enterprise].rows,
        tickets=tallies[t.ticket].rows,
        cases=tallies[t.case].rows,
        papers=tallies[t.paper].rows,
        seconds=round(time.monotonic() - began, 3),
    )


@dataclass(slots=True)
class _Moving:
    """One move: from where, to where, and how far it is."""

    out: Connection
    engine: Engine
    target: str
    report: Progress | None
    cancelled: Cancelled | None
    done: int = 0
    total: int = 0

    def run(self) -> dict[Table, Tally]:
        """Fill the target in one transaction; return what each table had."""
        heads = _heads(self.out)
        if not heads:
            raise DeskError("nothing_to_move")
        whole = False
        try:
            with (
                world_faults(_path(self.engine)),
                self.engine.connect() as into,
                _alone(into) as found,
            ):
                _make_ready(into, found)
                tallies = self._fill(into, [head[0] for head in heads])
                self._step(0)
                whole = True
        except Exception as error:
            if not whole or not _is_away(error):
                raise
            if not _arrived(self.target, heads):
                raise DeskError("database_away") from error
        return tallies

    def _fill(self, into: Connection, sites: list[str]) -> dict[Table, Tally]:
        tables = moved_tables()
        counts = {table: count_rows(self.out, table) for table in tables}
        self.total = 2 * sum(counts.values()) + counts[t.journal] + counts[t.enterprise]
        tallies = {table: self._copy(into, table) for table in tables}
        for site in sites:
            reindex(into, site, self._step)
        if into.dialect.name == "postgresql":
            into.exec_driver_sql("ANALYZE")
        for table in tables:
            if not counts[table] == tallies[table].rows == count_rows(into, table):
                raise self._damaged()
            if self._tally(into, table) != tallies[table]:
                raise self._damaged()
        for site in sites:
            self._verify(into, site)
        return tallies

    def _copy(self, into: Connection, table: Table) -> Tally:
        tally = Tally()

        def parts() -> Iterator[Part]:
            nonlocal tally
            with world_faults(_path(self.out.engine)):
                ordered = into.dialect.name == "sqlite" != self.out.dialect.name
                for part in read_parts(self.out, table, ordered=ordered):
                    tally = tally.with_part(part)
                    yield part
                    self._step(len(part))

        try:
            write_parts(into, table, parts())
        except Exception as error:
            if _does_not_fit(error):  # the source holds what its own rules forbid
                raise self._damaged() from error
            raise
        return tally

    def _tally(self, into: Connection, table: Table) -> Tally:
        tally = Tally()
        for part in read_parts(into, table):
            tally = tally.with_part(part)
            self._step(len(part))
        return tally

    def _verify(self, into: Connection, site: str) -> None:
        before = self.done

        def told(events: int, _: int) -> None:
            self._step(before + events - self.done)

        found = verifier.verify(SqlReads(into, site), told, self.cancelled)
        if not found.sound:
            raise self._damaged(found.faults[0].pos)

    def _step(self, rows: int) -> None:
        if self.cancelled is not None and self.cancelled():
            raise Stopped
        self.done += rows
        if self.report is not None:
            self.report(min(self.done, self.total), self.total)

    def _damaged(self, pos: int = 0) -> DeskError:
        path = _path(self.out.engine)
        return DeskError("database_damaged", **({"path": path} if path else {}), pos=pos)


def moved_tables() -> tuple[Table, ...]:
    """Return the tables that are copied row by row."""
    return tuple(table for table in t.metadata.sorted_tables if table.name not in NOT_MOVED)


def _refuse_itself(source: str, target: str) -> None:
    """Raise `target_is_source` if both names lead to one database."""
    if is_url(source) != is_url(target):
        return
    if is_url(source):
        if _is_same_on_server(source, target):
            raise DeskError("target_is_source")
        return
    one, other = Path(source).absolute(), Path(target).absolute()
    part_of = other.resolve() in [
        (at := one.resolve()).with_name(at.name + end) for end in ("", *_BESIDE)
    ]
    if part_of or (one.exists() and other.exists() and one.samefile(other)):
        raise DeskError("target_is_source")


def _is_same_on_server(source: str, target: str) -> bool:
    """Say whether two URLs lead to one database, however its server is called in them.

    A lock that one of them takes under a random name is there for the other only in the same
    database.
    """
    name = {"name": secrets.randbits(62)}
    engines = []
    try:
        for url in (source, target):
            engines.append(open_engine(url))
        with world_faults(), engines[0].connect() as one, engines[1].connect() as other:
            one.exec_driver_sql("SELECT pg_advisory_xact_lock(%(name)s)", name)
            free = other.exec_driver_sql("SELECT pg_try_advisory_xact_lock(%(name)s)", name)
            return not free.scalar()
    finally:
        for engine in engines:
            engine.dispose()


@contextmanager
def _opened_target(target: str) -> Iterator[Engine]:
    """Open the target; a file that is not there yet appears under its name when it is whole."""
    path = Path(target).absolute()
    if is_url(target):
        with _opened(target) as engine:
            yield engine
        return
    if path.exists() and (path.is_dir() or path.stat().st_size):
        with _not_another(path), _opened(target) as engine, engine.connect() as connection:
            revision(connection)
        with _opened(target) as engine:
            yield engine
        return
    check_file(path, read_only=False)
    with put_in_place(path) as work:
        with _opened(str(work)) as engine:
            yield engine
        if path.exists() and path.stat().st_size:  # somebody began one there meanwhile
            raise DeskError("target_filled")


@contextmanager
def _not_another(path: Path) -> Iterator[None]:
    """Say of a file that is none of ours that it is somebody else's, not that it is damaged."""
    try:
        yield
    except DeskError as error:
        if error.code != "database_damaged":
            raise
        raise DeskError("database_foreign", name=str(path)) from error


@contextmanager
def _opened(location: str) -> Iterator[Engine]:
    engine = open_engine(location)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _alone(into: Connection) -> Iterator[str | None]:
    """Hold the target alone and give the step it stands at; commit at the end.

    Where a server's tables are all there, that is done by the lock of its sites: a desk's login
    has no right to the schema's.
    """
    if sqlite_path(into.engine) or revision(into) != HEAD:
        into.rollback()
        with locked(into) as found:
            yield found
        return
    into.rollback()
    begin_write(into)
    try:
        with patient(into):
            into.exec_driver_sql(_LOCK_SITES)
            yield revision(into)
        into.commit()
    except BaseException:
        into.rollback()
        raise


def _make_ready(into: Connection, found: str | None) -> None:
    """Make the tables, or see that ours are empty; hold them against whoever would set up."""
    refuse_newer(into, found)
    if found != HEAD:
        if found is not None:
            _refuse_filled(into)
        upgrade(into, HEAD)
    if into.dialect.name == "postgresql":
        into.exec_driver_sql(_LOCK_SITES)
    _refuse_filled(into)


def _refuse_filled(into: Connection) -> None:
    sites = [head[0] for head in _heads(into)]
    if sites:
        raise DeskError("target_filled", sites=sites)


def _heads(connection: Connection) -> list[tuple[str, int, str]]:
    columns = t.site.c
    statement = select(columns.code, columns.pos, columns.feed_hash).order_by(columns.code)
    return [(row[0], row[1], row[2]) for row in connection.execute(statement)]


def _arrived(target: str, heads: list[tuple[str, int, str]]) -> bool:
    """Say whether a commit that was sent and not answered was done; only a server's can be lost.

    The lock is taken that the lost transaction holds until it has ended; so what is not there
    then is never coming.
    """
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with (
            suppress(DeskError),
            _opened(target) as engine,
            world_faults(),
            engine.connect() as connection,
            _alone(connection) as found,
        ):
            return found == HEAD and _heads(connection) == heads
        time.sleep(_PAUSE)
    raise DeskError("outcome_unknown")


def _is_away(error: Exception) -> bool:
    found = as_desk_error(error)
    return found is not None and found.code in ("database_away", "outcome_unknown")


def _does_not_fit(error: Exception) -> bool:
    state = getattr(error, "sqlstate", None) or ""
    code = getattr(error, "sqlite_errorcode", 0)
    return state[:2] in _UNFIT or code & 0xFF == _CONSTRAINT


def _path(engine: Engine) -> str:
    return str(sqlite_path(engine) or "")
