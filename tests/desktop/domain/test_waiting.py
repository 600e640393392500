"""Waits: in order, longer behind more, shorter with more counters, and none at a closed window."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.waiting import (
    Overtaking,
    Pace,
    Server,
    Waiting,
    estimate,
    simulated,
    table,
)

WINDOWS = ("CF", "RC", "GZ")
TABLES = {
    "CF": table([300.0, 600.0, 900.0, 1500.0] * 10, [400.0] * 20, 600),
    "RC": table([120.0, 240.0] * 10, [400.0] * 20, 600),
    "GZ": table([], [], 480),
}
PACE = Pace(TABLES, 20.0)


def line(*windows: str) -> list[Waiting]:
    """Return visitors who came for one window each."""
    return [Waiting(f"t{n}", 1, window) for n, window in enumerate(windows)]


def counters(*windows: str) -> list[Server]:
    """Return free counters, each with its windows separated by blanks."""
    return [Server(n, frozenset(some.split())) for n, some in enumerate(windows, start=1)]


some_windows = st.lists(st.sampled_from(WINDOWS), max_size=12)
seconds = st.floats(0, 4000)
some_servers = st.lists(
    st.builds(
        Server,
        number=st.integers(1, 99),
        windows=st.frozensets(st.sampled_from(WINDOWS), min_size=1),
        busy_window=st.none() | st.sampled_from(WINDOWS),
        busy_s=seconds,
        away_s=seconds,
        pauses=st.sampled_from([(), ((600.0, 5400.0),)]),
    ),
    max_size=5,
    unique_by=lambda server: server.number,
)


@given(st.sampled_from(WINDOWS), some_windows, some_servers)
def test_the_three_are_in_order(window: str, ahead: list[str], servers: list[Server]) -> None:
    found = estimate(window, line(*ahead), servers, PACE)
    if not any(window in server.windows for server in servers):
        assert found is None
        return
    assert found is not None
    assert 0 <= found.p10 <= found.p50 <= found.p90


@given(st.sampled_from(WINDOWS), some_windows, some_servers)
def test_one_more_in_front_never_shortens_a_wait(
    window: str, ahead: list[str], servers: list[Server]
) -> None:
    fewer = simulated(window, line(*ahead), servers, PACE)
    more = simulated(window, line(*ahead, window), servers, PACE)
    assert len(fewer) == len(more)
    assert all(one <= other for one, other in zip(fewer, more, strict=True))


@given(
    st.integers(0, 15),
    st.lists(st.tuples(seconds, st.booleans()), min_size=1, max_size=5),
    st.tuples(seconds, st.booleans()),
)
def test_one_more_counter_never_lengthens_a_wait(
    ahead: int, given_ones: list[tuple[float, bool]], more: tuple[float, bool]
) -> None:
    servers = [
        Server(n, frozenset({"CF"}), "CF" if busy else None, at if busy else 0.0, away_s=at)
        for n, (at, busy) in enumerate([*given_ones, more], start=1)
    ]
    few = simulated("CF", line(*["CF"] * ahead), servers[:-1], PACE)
    many = simulated("CF", line(*["CF"] * ahead), servers, PACE)
    assert all(one >= other for one, other in zip(few, many, strict=True))


@given(some_windows, some_servers)
def test_the_same_hall_gives_the_same_answer(ahead: list[str], servers: list[Server]) -> None:
    first, second = (simulated("CF", line(*ahead), servers, PACE) for _ in range(2))
    assert first == second


def test_a_free_counter_calls_at_once() -> None:
    found = estimate("CF", [], counters("CF RC"), PACE)
    assert found is not None
    assert (found.p10, found.p50, found.p90) == (0, 0, 1)


def test_others_of_a_shared_counter_stand_before_too() -> None:
    alone = simulated("CF", line("RC", "RC", "RC"), counters("CF", "RC"), PACE)
    shared = simulated("CF", line("RC", "RC", "RC"), counters("CF RC"), PACE)
    assert max(alone) < 60
    assert min(shared) > 300


def test_who_has_several_stops_comes_back_with_the_old_rank() -> None:
    ahead = [
        Waiting("t1", 1, "RC"),
        Waiting("t1", 2, "CF", after=(1,)),
        Waiting("t2", 1, "CF"),
    ]
    servers = counters("CF", "RC")
    without = simulated("CF", ahead[2:], servers, PACE)
    found = simulated("CF", ahead, servers, PACE)
    assert sum(found) > sum(without)
    # Who waits for a step that is no longer there waits for nothing.
    assert simulated("CF", ahead[1:2], servers, PACE)[0] > 60


def test_who_is_at_a_counter_stands_elsewhere_only_afterwards() -> None:
    here = Server(2, frozenset({"RC"}), "RC", 0.0, "t1", 1)
    ahead = [Waiting("t1", 2, "CF", away=True)]
    assert max(simulated("CF", ahead, [*counters("CF"), here], PACE)) < 60


def test_a_pause_begun_while_serving_is_waited_for() -> None:
    busy = Server(1, frozenset({"CF"}), "CF", 0.0)
    resting = replace(busy, pauses=((100.0, 6000.0),))
    assert max(simulated("CF", [], [busy], PACE)) < 3000
    assert simulated("CF", [], [resting], PACE)[50] >= 6000


def test_who_comes_later_with_a_head_start_overtakes() -> None:
    busy = [Server(1, frozenset({"CF"}), "CF", 0.0)]
    later = replace(PACE, later=[[Overtaking("CF", 5.0)]])
    assert sum(simulated("CF", [], busy, later)) > sum(simulated("CF", [], busy, PACE)) + 20_000


def test_a_visitor_who_takes_longer_than_anybody_is_expected_to_end() -> None:
    found = estimate("CF", [], [Server(1, frozenset({"CF"}), "CF", 90_000.0)], PACE)
    assert found is not None
    assert found.p90 < 30


def test_five_thousand_in_line_are_counted_too() -> None:
    found = estimate("CF", line(*["CF"] * 5000), counters("CF", "CF"), PACE)
    assert found is not None
    assert found.p50 > 10_000


@pytest.mark.parametrize(("own", "share"), [(0, 0.0), (15, 0.5), (150, 0.9)])
def test_few_times_of_its_own_are_filled_up_with_the_sites(own: int, share: float) -> None:
    made = table([1000.0] * own, [100.0] * 50, 600)
    assert len(made) == 64
    assert sum(one == 1000.0 for one in made) / 64 == pytest.approx(share, abs=0.02)


def test_without_any_history_the_catalogue_is_believed() -> None:
    made = table([], [], 600)
    assert made == tuple(sorted(made))
    assert made[31] < 600 < made[32]
