"""Leases: which desk works at which counter, and whether it is still there.

A desk beats every `BEAT`; one that has not beaten for `LOST` is taken for lost: unplugged,
crashed, cut off.  Moments (UTC) are the database's clock.  A counter without a lease (one that a
script drives) is never lost.  Source: `docs/architecture.md`, counters that die.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

BEAT = timedelta(seconds=15)
"""So often a desk says that it is still there."""

LOST = timedelta(seconds=45)
"""So long after its last beat a desk is taken for lost."""


@dataclass(frozen=True, slots=True)
class Lease:
    """One desk's work at one counter: its session (fresh at each start), station, last beat."""

    counter: int
    session_id: str
    station: str
    beat_at: datetime

    def is_alive(self, now: datetime) -> bool:
        """Say whether the desk is still there.

        A beat that lies ahead counts: after the database's clock was set back, the next beat
        of each desk tells the truth, and until then nobody is taken for lost.
        """
        return now - self.beat_at < LOST


@dataclass(frozen=True, slots=True)
class Station:
    """One installed copy: its code on papers and in the journal, its PC, and when it last beat.

    `machine` tells PCs apart and is shown to nobody; `name` is the PC's own.
    """

    code: str
    machine: str
    name: str
    beat_at: datetime

    def is_alive(self, now: datetime) -> bool:
        """Say whether its PC is still there."""
        return now - self.beat_at < LOST


@dataclass(frozen=True, slots=True)
class Beat:
    """What one beat found: the database's clock, and the counter's lease as it was before."""

    now: datetime
    before: Lease | None = None


class Hold(StrEnum):
    """What a desk knows of its lease when it beats: just sat down, had it, or had lost it."""

    NEW = "new"
    HELD = "held"
    LOST = "lost"


def takes(before: Lease | None, session: str, hold: Hold, now: datetime) -> bool:
    """Say whether a beat of `session` takes the counter's lease, or leaves it as it is.

    Who has just sat down takes it from whoever had it.  Later beats renew it and take what is
    lost, never what lives.  One that a person has ended meanwhile is left for one beat, so that
    the desk can see first whether it still works there.
    """
    if hold is Hold.NEW:
        return True
    if before is None:
        return hold is Hold.LOST
    return before.session_id == session or not before.is_alive(now)


def was_lost(before: Lease | None, session: str, now: datetime) -> bool:
    """Say whether a desk that held the counter's lease has lost it since its last beat."""
    return before is None or before.session_id != session or not before.is_alive(now)
