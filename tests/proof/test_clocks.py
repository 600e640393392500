"""Clocks that jump: numbers stay unique, the day never goes back, no wait is below nothing."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest

from tests.talk import Talk


def iso(moment: datetime) -> str:
    """Return a moment as the console writes it."""
    return moment.isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize("border", ["2026-11-23T16:00:00Z", "2026-11-23T20:00:00Z"])
def test_two_hundred_numbers_across_midnight_and_across_four_o_clock(
    talk: Talk, border: str
) -> None:
    moment = datetime.fromisoformat(border) - timedelta(milliseconds=1000)
    seen: dict[str, list[str]] = {}
    for _ in range(200):
        talk.at(iso(moment))
        ticket = talk.ok("reception.issue", windows=["CF"])["ticket"]
        seen.setdefault(ticket["day"], []).append(ticket["label"])
        moment += timedelta(milliseconds=10)
    rolled = border.endswith("20:00:00Z")
    assert [len(labels) for labels in seen.values()] == ([100, 100] if rolled else [200])
    for labels in seen.values():
        assert labels == [f"F{n:03d}" for n in range(1, len(labels) + 1)]
    talk.sound()


def test_a_clock_that_jumps_about(talk: Talk) -> None:
    chance = random.Random(4)
    talk.open(1)
    given: list[tuple[str, str]] = []
    written: list[str] = []
    moment = talk.clock.now()
    jumps = [-1440, -60, -1, 0, 1, 60, 300, 1440]
    for number in range(150):
        far = 10 * 365 * 1440 if number == 100 else chance.choice(jumps)
        moment += timedelta(minutes=far)
        assert talk.at(iso(moment))["now"] == iso(moment)
        ticket = talk.issue("CF-01")["ticket"]
        given.append((ticket["day"], ticket["label"]))
        written.append(ticket["issued_at"])
        for row in talk.ok("queue.show")["rows"]:
            assert row["waiting_minutes"] >= 0
        if chance.random() < 0.5:
            talk.served(1)
        figures = talk.ok("figures.day", day=ticket["day"])["totals"]
        assert (figures["wait_seconds"]["max"] or 0) >= 0
    assert len(set(given)) == len(given), "no number twice"
    assert written == sorted(written), "no moment before the one before"
    assert [day for day, _ in given] == sorted(day for day, _ in given)
    talk.sound()


def test_other_consoles_clocks_differ(talk: Talk) -> None:
    """Two consoles whose clocks disagree by a day write one order of moments."""
    talk.issue("CF-01")
    other = Talk(talk.location)
    other.at("2026-11-24T01:00:00Z")
    assert other.issue("CF-01")["ticket"]["day"] == "2026-11-24"
    ticket = talk.issue("CF-01")["ticket"]
    assert (ticket["day"], ticket["label"]) == ("2026-11-24", "F002")
    other.sound()
    other.console.close()
