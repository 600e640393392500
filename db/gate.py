"""Who may work on which schema: the gate for programs of another version, and when it may close.

Steps are made in two kinds (expand, then contract).  One that only adds leaves `schema_gate.oldest`
as it is: programs that do not know it go on working.  One that takes something away raises it in
the same transaction.  Steps are ordered by the number that their names begin with.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, inspect, select, text

from db import tables as t
from desktop.domain.errors import DeskError
from desktop.domain.working_time import Calendar, Hours

_DIGITS = 4


def is_later(step: str, than: str) -> bool:
    """Say whether a step comes after another one."""
    return step[:_DIGITS] > than[:_DIGITS]


def oldest(connection: Connection) -> str:
    """Return the oldest step whose programs may work here, "" where there is no gate."""
    if not inspect(connection).has_table(t.schema_gate.name):
        return ""
    statement = select(t.schema_gate.c.oldest).order_by(t.schema_gate.c.oldest.desc()).limit(1)
    return str(connection.execute(statement).scalar() or "")


def lets_in(connection: Connection, found: str | None, head: str) -> bool:
    """Say whether a program of step `head` may work on a database of a later step `found`."""
    if found is None or not is_later(found, head):
        return False
    gate = oldest(connection)
    return bool(gate) and not is_later(gate, head)


def open_sites(connection: Connection) -> list[str]:
    """Return the codes of the sites that are open now, by the database's clock.

    From the first opening hour of a working day to its last closing hour, the noon included.
    Only columns of the very first step are read: the rest may be older than this program.
    """
    now = datetime.now(UTC)
    if connection.dialect.name == "postgresql":
        now = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    columns = t.site.c
    found = connection.execute(select(columns.code, columns.zone, columns.hours)).all()
    return [code for code, zone, hours in found if _is_open(connection, code, zone, hours, now)]


def _is_open(connection: Connection, code: str, zone: str, hours: object, now: datetime) -> bool:
    local = now.astimezone(ZoneInfo(zone))
    columns = t.calendar_day.c
    statement = select(columns.day, columns.working).where(columns.site_id == code)
    calendar = Calendar({row.day: row.working for row in connection.execute(statement)})
    try:
        spans = Hours.from_plain(hours).of(local.date())
    except DeskError:
        return False
    if not spans or not calendar.is_working(local.date()):
        return False
    return spans[0][0] <= local.time() < spans[-1][1]
