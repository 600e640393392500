"""The heartbeat: who may take others for lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.store import SqlStore
from desktop.clock import ManualClock, RealClock
from desktop.domain.errors import DeskError
from desktop.domain.leases import Beat, Hold
from desktop.heartbeat import Heartbeat

NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)


class Server(SqlStore):
    """A store whose clock, and whether it answers, the test decides."""

    at = NINE
    away = False

    def beat(
        self,
        site: str,
        counter: int | None,
        session: str,
        station: str,
        hold: Hold = Hold.NEW,
        at: datetime | None = None,
    ) -> Beat:
        """Answer with the test's clock."""
        if self.away:
            raise DeskError("database_away")
        return super().beat(site, counter, session, station, hold, self.at)


class Pc:
    """One PC: its heart, and the seconds that go by for it."""

    def __init__(self, file: Path) -> None:
        self.server = Server(file)
        self.seconds = 0.0
        self.heart = Heartbeat(self.server, RealClock(), "A1", lambda: self.seconds)

    def beats(self, times: int, every: float = 15.0, server: float | None = None) -> None:
        """Beat some times, so many seconds apart; the server's clock may run otherwise."""
        for _ in range(times):
            self.seconds += every
            self.server.at += timedelta(seconds=every if server is None else server)
            self.heart.beat("HQ", 1)


@pytest.fixture
def pc(site_file: Path) -> Iterator[Pc]:
    """Give a PC on a database."""
    one = Pc(site_file)
    yield one
    one.server.close()


def test_a_desk_judges_only_after_45_steady_seconds(pc: Pc) -> None:
    """Not at its start, not after its first beats."""
    assert not pc.heart.is_steady()
    for beats in range(1, 6):
        pc.beats(1)
        assert pc.heart.is_steady() is (beats >= 4), beats


def test_after_an_outage_nobody_is_judged_at_once(pc: Pc) -> None:
    """The database was away for all: the others have to be given their time to beat again."""
    pc.beats(4)
    pc.server.away = True
    for _ in range(8):
        with pytest.raises(DeskError):
            pc.beats(1)
    pc.server.away = False
    pc.beats(3)
    assert not pc.heart.is_steady()
    pc.beats(1)
    assert pc.heart.is_steady()


@pytest.mark.parametrize(("every", "server"), [(15, 75), (15, -60), (75, 15)])
def test_a_clock_that_jumps_begins_the_count_anew(pc: Pc, every: float, server: float) -> None:
    """The server's clock set forward or back, or this PC asleep: then it is not steady."""
    pc.beats(4)
    assert pc.heart.is_steady()
    pc.beats(1, every, server)
    assert not pc.heart.is_steady()
    pc.beats(3)
    assert pc.heart.is_steady()


def test_a_clock_set_by_hand_is_believed(site_file: Path) -> None:
    """It jumps as the test or the script wants."""
    store = SqlStore(site_file)
    assert Heartbeat(store, ManualClock(NINE), "A1").is_steady()
    store.close()
