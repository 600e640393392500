"""A PC is unplugged in the middle of a command: the others wait two seconds, not for ever."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest

from db.store import SqlStore
from desktop.clock import ManualClock
from desktop.desk import Desk, Particulars
from desktop.domain.errors import DeskError
from desktop.domain.site import Site
from desktop.requests import IssueTicket
from tests.postgres import PostgresServer
from tests.proof.conftest import Measured
from tests.proof.hall import check, labels
from tests.proxy import Proxy
from tests.talk import MORNING

pytestmark = pytest.mark.soak

BLOCKED = 2.5
TOO_LONG = {True: 5.0, False: 2.9}
"""Seconds after which the control has shown enough, in the long form and in the short one."""


NO_TIME_OUT = "&options=-c%20idle_in_transaction_session_timeout%3D0"


@contextmanager
def unplugged(proxy: Proxy, url: str) -> Iterator[None]:
    """Let a PC lose its cable while it holds the site's lock; it is plugged in at the end."""
    store = SqlStore(url)
    try:
        # What is tested is the block's end, after the cable was pulled.
        with pytest.raises(DeskError) as refused, store.begin("HQ") as tx:  # noqa: PT012
            assert tx.get(Site, "HQ") is not None
            proxy.black_hole()
            yield
        assert refused.value.code in ("database_away", "outcome_unknown")
        proxy.restore()
    finally:
        store.close()


def blocked(desk: Desk, too_long: float) -> float:
    """Return the seconds until a number was handed out, or until it took too long."""
    begun = time.monotonic()
    while time.monotonic() < begun + too_long:
        try:
            desk.do(IssueTicket(windows=("CF",)))
            break
        except DeskError as error:
            if error.code != "database_busy":
                raise
    return time.monotonic() - begun


def rounds_of(
    server: PostgresServer, name: str, rounds: int, too_long: float, more: str = ""
) -> list[float]:
    """Unplug so often; returns how long another desk was blocked each time."""
    store = SqlStore(server.url(name))
    times = []
    try:
        desk = Desk(store, ManualClock(datetime.fromisoformat(MORNING)), Particulars("HQ"))
        desk.site()
        with Proxy(server) as proxy:
            for _ in range(rounds):
                with unplugged(proxy, proxy.url(name, more=more)):
                    times.append(blocked(desk, too_long))
    finally:
        store.close()
    return times


def test_the_others_go_on_soon(
    server: PostgresServer, hall: str, soak: bool, measured: Measured
) -> None:
    times = rounds_of(server, hall, 10 if soak else 1, TOO_LONG[True])
    measured(
        f"PC unplugged while holding the lock, {len(times)} times",
        f"others blocked at most {max(times):.2f} s",
        "≤ 2.5 s",
    )
    assert max(times) <= BLOCKED
    check(server.url(hall), left=labels(len(times)))


def test_without_the_time_out_they_do_not(
    server: PostgresServer, hall: str, soak: bool, measured: Measured
) -> None:
    times = rounds_of(server, hall, 1, TOO_LONG[soak], NO_TIME_OUT)
    measured("control: without the time-out", f"blocked > {times[0]:.1f} s", "> 5 s")
    assert times[0] >= TOO_LONG[soak]
