"""Leases and stations: small transactions beside the commands, without the lock of the site.

On PostgreSQL nobody waits for a beat to reach the disk or a standby: one that is lost in a crash
is followed by the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Table, bindparam, delete, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

from db import tables as t
from db.engine import begin_write
from db.quick import Hot, rows_of
from desktop.domain.errors import DeskError
from desktop.domain.leases import Beat, Hold, Lease, Station, takes
from desktop.domain.times import whole_ms

_LEASE = (t.lease.c.counter, t.lease.c.session_id, t.lease.c.station, t.lease.c.beat_at)
_LEASES = Hot(select(*_LEASE).where(t.lease.c.site_id == bindparam("p_site")))
_STATION = (t.station.c.code, t.station.c.machine, t.station.c.name, t.station.c.beat_at)


def leases(connection: Connection, site: str) -> dict[int, Lease]:
    """Return the leases of a site by counter."""
    found = rows_of(connection, _LEASES, {"p_site": site})
    return {row[0]: Lease(*row) for row in found}


def end_lease(connection: Connection, site: str, counter: int) -> None:
    """End a counter's lease, if it has one."""
    mine = (t.lease.c.site_id == site) & (t.lease.c.counter == counter)
    connection.execute(delete(t.lease).where(mine))


def beat(
    engine: Engine,
    site: str,
    counter: int | None,
    session: str,
    station: str,
    hold: Hold,
    at: datetime | None,
) -> Beat:
    """Renew a desk's lease and its station's row; see `ports.Store.beat`."""
    with _small(engine) as connection:
        now = at or _now(connection)
        mine = (t.station.c.site_id == site) & (t.station.c.code == station)
        connection.execute(update(t.station).where(mine).values(beat_at=now))
        if counter is None:
            return Beat(now)
        before = _lease(connection, site, counter)
        if takes(before, session, hold, now):
            row = {"session_id": session, "station": station, "beat_at": now}
            _upsert(connection, t.lease, {"site_id": site, "counter": counter}, row)
        return Beat(now, before)


def enrol(
    engine: Engine, site: str, station: str, machine: str, name: str, at: datetime | None
) -> None:
    """Register a station's PC; see `ports.Store.enrol`."""
    with _small(engine) as connection:
        now = at or _now(connection)
        key = {"site_id": site, "code": station}
        row = {"machine": machine, "name": name, "beat_at": now}
        # Its own row is locked by writing it; of two PCs that come at once, the second waits
        # here and then finds the first.
        found = _station(connection, key)
        if found is None and _insert(connection, t.station, key | row):
            return
        found = found or _station(connection, key)
        if found is not None and found.machine != machine and found.is_alive(now):
            raise DeskError("station_taken", station=station, name=found.name)
        _upsert(connection, t.station, key, row)


def _lease(connection: Connection, site: str, counter: int) -> Lease | None:
    mine = (t.lease.c.site_id == site) & (t.lease.c.counter == counter)
    found = connection.execute(select(*_LEASE).where(mine).with_for_update()).first()
    return None if found is None else Lease(*found)


def _station(connection: Connection, key: Mapping[str, str]) -> Station | None:
    mine = [t.station.c[name] == value for name, value in key.items()]
    found = connection.execute(select(*_STATION).where(*mine).with_for_update()).first()
    return None if found is None else Station(*found)


def _insert(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row; False if another one has its key, waiting for whoever is writing that."""
    made = _new(connection, table).values(dict(row)).on_conflict_do_nothing()
    return connection.execute(made).rowcount == 1


def _upsert(
    connection: Connection, table: Table, key: Mapping[str, Any], row: Mapping[str, Any]
) -> None:
    made = _new(connection, table).values({**key, **row})
    connection.execute(made.on_conflict_do_update(index_elements=list(key), set_=dict(row)))


def _new(connection: Connection, table: Table) -> Any:
    """Return an INSERT in the engine's own dialect, which knows of conflicts."""
    return (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)


def _now(connection: Connection) -> datetime:
    if connection.dialect.name == "sqlite":
        return whole_ms(datetime.now(UTC))
    found = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    assert isinstance(found, datetime)
    return whole_ms(found)


@contextmanager
def _small(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        begin_write(connection)
        try:
            if connection.dialect.name != "sqlite":
                connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
            yield connection
            connection.commit()
        except BaseException:
            try:
                connection.rollback()
            except DBAPIError:  # it cannot even do that
                connection.invalidate()
            raise
