"""Leases: who takes a counter's, who has lost it, and when a desk is taken for lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from desktop.domain.leases import LOST, Hold, Lease, Station, takes, was_lost

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)


def lease(seconds_ago: float, session: str = "mine") -> Lease:
    """Return a lease whose last beat is so long ago."""
    return Lease(1, session, "A1", NOW - timedelta(seconds=seconds_ago))


@pytest.mark.parametrize(
    ("ago", "alive"), [(0, True), (44.999, True), (45, False), (90, False), (-3600, True)]
)
def test_after_45_seconds_a_desk_is_lost(ago: float, alive: bool) -> None:
    """Exactly 45 s are too long; a beat from before the clock was set back still counts."""
    assert timedelta(seconds=45) == LOST
    assert lease(ago).is_alive(NOW) is alive
    assert Station("A1", "m", "pc", lease(ago).beat_at).is_alive(NOW) is alive


@pytest.mark.parametrize(
    ("before", "hold", "taken"),
    [
        (None, Hold.NEW, True),
        (lease(1, "other"), Hold.NEW, True),  # somebody sat down here
        (None, Hold.HELD, False),  # a person ended it: look first
        (None, Hold.LOST, True),  # looked, and still here
        (lease(1), Hold.HELD, True),
        (lease(60), Hold.HELD, True),
        (lease(1, "other"), Hold.HELD, False),
        (lease(60, "other"), Hold.HELD, True),
        (lease(1, "other"), Hold.LOST, False),
        (lease(60, "other"), Hold.LOST, True),
    ],
)
def test_who_takes_a_lease(before: Lease | None, hold: Hold, taken: bool) -> None:
    """A living desk loses its lease to a person who sits down, never to a beat."""
    assert takes(before, "mine", hold, NOW) is taken


@pytest.mark.parametrize(
    ("before", "lost"),
    [(None, True), (lease(1), False), (lease(60), True), (lease(1, "other"), True)],
)
def test_who_has_lost_a_lease(before: Lease | None, lost: bool) -> None:
    """Ended, taken by another, or too long without a beat."""
    assert was_lost(before, "mine", NOW) is lost
