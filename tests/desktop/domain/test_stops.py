"""Stops by example: how needs become places, and what becomes of places."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from desktop.domain.stops import (
    Need,
    Places,
    by_step,
    changed,
    drop_open,
    is_in_line,
    join,
    plan,
    redirect,
    settle,
    take_away,
)
from desktop.domain.tickets import Place

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
DAY = date(2026, 11, 23)


def place(step: int, window: str, state: str = "ready", **more: Any) -> Place:
    """Return a place of one ticket."""
    return Place("t", step, DAY, window, NOW, state, **more)


def table(needs: list[Need]) -> list[tuple[str, tuple[int, ...], tuple[str, ...]]]:
    """Return what is planned: window, what it waits for, cases."""
    return [(stop.window, stop.after, stop.cases) for stop in plan(needs)]


def states(places: Places) -> dict[int, str]:
    """Return the places' states."""
    return {step: one.state for step, one in places.items()}


def test_what_waits_for_nothing_shares_a_stop_at_its_window() -> None:
    needs = [Need("CF", "a"), Need("RC", "b"), Need("CF", "c"), Need("CF")]
    assert table(needs) == [("CF", (), ("a", "c")), ("RC", (), ("b",))]


def test_what_waits_for_its_own_stop_joins_it() -> None:
    needs = [Need("CF", "a"), Need("CF", "b", ("a",)), Need("CF", "c", ("b",))]
    assert table(needs) == [("CF", (), ("a", "b", "c"))]


def test_what_waits_for_others_is_a_stop_of_its_own() -> None:
    needs = [
        Need("CF", "a"),
        Need("RC", "b", ("a",)),
        Need("CF", "c", ("a", "b")),
        Need("CF", "d", ("b", "a")),
        Need("CF", "e", ("c", "d")),
    ]
    assert table(needs) == [
        ("CF", (), ("a",)),
        ("RC", (1,), ("b",)),
        ("CF", (1, 2), ("c", "d", "e")),
    ]


def test_calling_takes_every_ready_place_away() -> None:
    before = (place(1, "CF"), place(2, "RC"), place(3, "GZ", "blocked", after=(1,)))
    after = take_away(before)
    assert states(after) == {1: "away", 2: "away", 3: "blocked"}
    assert [one.step_no for one in changed(before, after)] == [1, 2]


def test_settling_frees_what_waits_no_more() -> None:
    places = by_step(
        [
            place(1, "CF", "done", cases=("a",)),
            place(2, "RC", "away", cases=("b",)),
            place(3, "GZ", "blocked", after=(1,), cases=("c",)),
            place(4, "CF", "blocked", after=(2, 3), cases=("d",)),
        ]
    )
    waits = {"c": ("a",), "d": ("b", "c")}
    assert settle(places, waits, {}, NOW) == []
    assert states(places) == {1: "done", 2: "ready", 3: "ready", 4: "blocked"}
    assert is_in_line(places)


def test_settling_drops_what_waits_for_a_failure_and_what_waits_for_that() -> None:
    places = by_step(
        [
            place(1, "CF", "done", cases=("a", "x")),
            place(2, "RC", "blocked", after=(1,), cases=("b",)),
            place(3, "JR", "blocked", after=(1,), cases=("c",)),
            place(4, "CF", "blocked", after=(2,), cases=("d",)),
        ]
    )
    waits = {"b": ("a",), "c": ("x",), "d": ("b",)}
    assert settle(places, waits, {"a": "refused"}, NOW) == [2, 4]
    assert states(places) == {1: "done", 2: "dropped", 3: "ready", 4: "dropped"}
    assert {places[2].end, places[4].end} == {"refused"}


def test_what_was_released_does_not_drop_again() -> None:
    """It waits only for the step that goes on; its case waited for the one that failed too."""
    places = by_step(
        [
            place(1, "CF", "done", cases=("a",)),
            place(2, "RC", "away", cases=("b",)),
            place(3, "GZ", "blocked", after=(2,), cases=("c",)),
        ]
    )
    waits = {"c": ("a", "b")}
    assert settle(places, waits, {"a": "refused"}, NOW) == []
    assert states(places) == {1: "done", 2: "ready", 3: "blocked"}
    assert settle(places, waits, {"a": "refused", "b": "withdrawn"}, NOW) == [3]


def test_a_chain_that_waits_for_a_higher_step_is_dropped_whole() -> None:
    places = by_step(
        [
            place(1, "CF", "done", cases=()),
            place(2, "RC", "blocked", after=(3,), cases=("b",)),
            place(3, "PP", "blocked", after=(4,), cases=("c",)),
            place(4, "GZ", "done", cases=("d",)),
        ]
    )
    assert settle(places, {"c": ("d",)}, {"d": "supplement"}, NOW) == [2, 3]


@pytest.mark.parametrize("state", ["ready", "away"])
def test_joining_moves_cases_notes_and_successors(state: str) -> None:
    places = by_step(
        [
            place(1, "CF", state, cases=("a",), notes=("n",)),
            place(2, "CF", "blocked", cases=("b", "a"), notes=("m",)),
            place(3, "RC", "blocked", after=(2,)),
        ]
    )
    assert join(places, 2, state, NOW)
    assert (places[1].cases, places[1].notes) == (("a", "b"), ("n", "m"))
    assert (places[2].state, places[2].end, places[2].cases) == ("done", "joined", ())
    assert places[3].after == (1,)
    assert not join(places, 3, state, NOW)


def test_what_waited_for_a_stop_waits_for_the_one_that_follows_it() -> None:
    places = by_step(
        [
            place(1, "CF", "done"),
            place(2, "RC", "blocked", after=(1,)),
            place(3, "GZ", "done", after=(1,)),
            place(4, "PP", "away"),
        ]
    )
    redirect(places, 1, 4)
    assert places[2].after == (4,)
    assert places[3].after == (1,), "what has ended keeps its history"


def test_where_decided_cases_stay_it_waits_for_both() -> None:
    places = by_step(
        [
            place(1, "CF", "done", cases=("a",)),
            place(2, "RC", "blocked", after=(1,)),
            place(3, "PP"),
        ]
    )
    redirect(places, 1, 3)
    assert places[2].after == (1, 3)


def test_giving_up_drops_what_is_open() -> None:
    before = [place(1, "CF", "done", ended_at=NOW), place(2, "RC"), place(3, "GZ", "blocked")]
    after = drop_open(before, "cancelled", NOW)
    assert states(after) == {1: "done", 2: "dropped", 3: "dropped"}
    assert not is_in_line(after)
