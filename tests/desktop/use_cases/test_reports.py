"""Days made by hand, and their figures counted by hand."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.requests import (
    CancelTicket,
    CloseDay,
    DayOutcome,
    FiguresOfDay,
    HoldTicket,
    NoShow,
    OpenCounter,
    Outcome,
    Recall,
    ReinstateTicket,
    ResumeTicket,
    TransferStop,
    VoidTicket,
)
from desktop.snapshots import FiguresAnswer
from desktop.use_cases.reports import spread
from tests.desktop.use_cases.world import MONDAY, World

COUNTED = ("issued", "served", "missed", "cancelled", "waiting_now")
NONE = {"p50": None, "p90": None, "max": None}
TUESDAY = MONDAY + timedelta(days=1)


def seconds(p50: int, p90: int | None = None) -> dict[str, int]:
    """Return a spread of two values, or of one."""
    most = p50 if p90 is None else p90
    return {"p50": p50, "p90": most, "max": most}


def of_day(world: World, day: date = MONDAY) -> FiguresAnswer:
    """Ask for a day's figures."""
    answer: FiguresAnswer = world.ask(FiguresOfDay(day))
    return answer


def window(figures: FiguresAnswer, code: str) -> dict[str, object]:
    """Return one window's figures."""
    found = figures.windows[code]
    assert isinstance(found, dict)
    return found


def miss(world: World, counter: int) -> None:
    """Call three times in vain."""
    world.call(counter)
    world.do(Recall(counter))
    world.do(Recall(counter))
    world.do(NoShow(counter))


def a_day(world: World) -> None:
    """Play a day: two visitors served, one missed, two who left, one who still waits."""
    world.at("09:00")
    first = world.issue("CF-01").ticket
    world.at("09:00:30")
    second = world.issue("CF-01", "RC-01").ticket
    world.at("09:10")
    world.call(1, first)
    world.at("09:10:40")
    world.serve_called(1)
    world.at("09:20:40")
    world.finish(1)
    world.at("09:30")
    world.serve(2)
    world.at("09:40")
    world.finish(2)
    world.at("10:00")
    gives_up = world.issue("GZ-05").ticket
    world.issue(windows=("CF",))
    world.issue("GZ-05")
    mistake = world.issue("GZ-05").ticket
    world.call(1, second)
    world.at("10:01")
    world.serve_called(1)
    world.at("10:11")
    world.do(HoldTicket(1))
    world.at("10:31")
    world.do(ResumeTicket(1, second.label))
    world.at("10:36")
    world.finish(1)
    world.do(CancelTicket(gives_up.label, "等不及"))
    world.do(VoidTicket(mistake.label, "取错号"))
    miss(world, 1)


def test_a_day_counted_by_hand(world: World) -> None:
    a_day(world)
    found = of_day(world)
    assert found.totals == {
        "issued": 6,
        "served": 2,
        "missed": 1,
        "cancelled": 2,
        "waiting_now": 1,
        # From the issue to the first start: 10:40 and 29:30.
        "wait_seconds": seconds(640, 1770),
        "serve_seconds": seconds(600, 600 + 900),
    }
    assert window(found, "CF") == {
        "issued": 3,
        "served": 2,
        "missed": 1,
        "cancelled": 0,
        "waiting_now": 0,
        # Time spent ready: until the call, not until the start.
        "wait_seconds": seconds(600, 1770),
        "serve_seconds": seconds(600),
    }
    # In line from 09:00:30 to 09:30, away while at CF, in line again from 09:40 to 10:00;
    # on hold for 20 minutes.
    assert window(found, "RC")["wait_seconds"] == seconds(1770 + 1200)
    assert window(found, "RC")["serve_seconds"] == seconds(900)
    assert window(found, "GZ") == {
        "issued": 3,
        "served": 0,
        "missed": 0,
        "cancelled": 2,
        "waiting_now": 1,
        "wait_seconds": NONE,
        "serve_seconds": NONE,
    }
    assert found.staff == {
        "W1": {"served": 2, "serve_seconds": seconds(600, 900)},
        "W2": {"served": 1, "serve_seconds": seconds(600)},
    }
    assert found.hours == {"09": {"issued": 2, "served": 1}, "10": {"issued": 4, "served": 1}}


def test_every_window_has_its_figures_also_on_an_empty_day(world: World) -> None:
    found = of_day(world, TUESDAY)
    empty: dict[str, object] = {
        "issued": 0,
        "served": 0,
        "missed": 0,
        "cancelled": 0,
        "waiting_now": 0,
    }
    empty |= {"wait_seconds": NONE, "serve_seconds": NONE}
    assert found.totals == empty
    assert list(found.windows) == ["DQ", "CY", "GZ", "RC", "SZ", "CF", "PP", "RW", "JR"]
    assert all(figures == empty for figures in found.windows.values())
    assert found.staff == found.hours == {}


def test_a_second_miss_is_one_miss_and_a_reinstated_ticket_none(world: World) -> None:
    world.at("09:00")
    ticket = world.issue("CF-01", "RC-01").ticket
    miss(world, 1)
    assert window(of_day(world), "RC")["missed"] == 1
    world.do(ReinstateTicket(ticket.label))
    found = of_day(world)
    assert (found.totals["missed"], found.totals["waiting_now"]) == (0, 1)
    assert window(found, "CF")["missed"] == 0
    miss(world, 1)
    found = of_day(world)
    assert (found.totals["missed"], found.totals["waiting_now"]) == (1, 0)
    assert window(found, "CF")["missed"] == window(found, "RC")["missed"] == 1


def test_blocked_stops_are_issued_and_dropped_ones_are_nothing_else(world: World) -> None:
    world.at("09:00")
    issued = world.issue(bundle="B01")
    found = of_day(world)
    assert [window(found, code)["issued"] for code in ("CF", "RC", "JR")] == [1, 1, 1]
    assert [window(found, code)["waiting_now"] for code in ("CF", "RC", "JR")] == [1, 0, 0]
    world.serve(1)
    number = issued.cases[0].number
    assert issued.cases[0].item == "CF-01"
    done = world.finish(1, Outcome(number, "refused", "材料不实"))
    assert [place.end for place in done.dropped] == ["refused", "refused"]
    found = of_day(world)
    for code in ("RC", "JR"):
        assert [window(found, code)[name] for name in ("issued", "missed", "cancelled")] == [
            1, 0, 0,
        ]  # fmt: skip


def test_a_stop_that_joined_another_is_counted_once(world: World) -> None:
    world.at("09:00")
    world.issue("CF-01", "RC-01")
    world.at("09:10")
    world.serve(1)
    world.at("09:20")
    moved = world.do(TransferStop(1, "RC")).ticket
    assert [place.end for place in moved.places] == ["transferred", None, "joined"]
    world.at("09:30")
    world.serve(2)
    world.at("09:34")
    world.finish(2)
    found = of_day(world)
    assert window(found, "CF")["issued"] == window(found, "RC")["issued"] == 1
    # A stop that was passed on is not served, though its visitor was waited for and spoken to.
    assert window(found, "CF")["served"] == 0
    assert window(found, "CF")["wait_seconds"] == seconds(600)
    assert window(found, "CF")["serve_seconds"] == NONE
    assert window(found, "RC")["serve_seconds"] == seconds(240)
    assert found.totals["serve_seconds"] == seconds(600 + 240)
    assert found.staff["W1"] == {"served": 0, "serve_seconds": NONE}


def test_a_stop_handed_over_belongs_to_whoever_finished_it(world: World) -> None:
    world.at("09:00")
    world.issue("CF-01")
    world.serve(1)
    world.at("09:05")
    world.do(OpenCounter(1, "W9"))
    world.at("09:15")
    world.finish(1)
    found = of_day(world)
    assert found.staff == {
        "W1": {"served": 0, "serve_seconds": NONE},
        "W9": {"served": 1, "serve_seconds": seconds(900)},
    }


def test_a_ticket_carried_over_moves_to_the_later_day(world: World) -> None:
    world.at("16:00")
    ticket = world.issue("CF-01", "RC-01").ticket
    world.serve(1)
    world.at("16:10")
    world.finish(1)
    world.at("17:00")
    world.do(CloseDay(None, (DayOutcome(ticket.label, "carried_over", "明日再办"),)))
    world.at("09:00", TUESDAY)
    assert world.serve(2).label == ticket.label
    world.at("09:30")
    world.finish(2)
    monday, tuesday = of_day(world), of_day(world, TUESDAY)
    assert (monday.totals["issued"], tuesday.totals["issued"]) == (0, 1)
    assert window(monday, "CF")["served"] == window(tuesday, "RC")["served"] == 1
    assert window(monday, "RC")["issued"] == window(tuesday, "CF")["issued"] == 0
    # The visit was started on Monday, its second stop on Tuesday after a night in line.
    assert monday.totals["wait_seconds"] == seconds(0)
    assert tuesday.totals["wait_seconds"] == NONE
    assert window(tuesday, "RC")["wait_seconds"] == seconds((16 * 60 + 50) * 60)
    assert tuesday.totals["serve_seconds"] == seconds(600 + 1800)
    assert tuesday.hours == {"09": {"issued": 0, "served": 1}, "16": {"issued": 1, "served": 0}}


def test_served_on_paper_is_served_without_a_time(world: World) -> None:
    world.at("09:00")
    ticket = world.issue("CF-01").ticket
    world.at("17:00")
    world.do(CloseDay(None, (DayOutcome(ticket.label, "served_on_paper", "停电"),)))
    found = of_day(world)
    assert (found.totals["served"], window(found, "CF")["served"]) == (1, 0)
    assert found.totals["serve_seconds"] == NONE


def test_hours_are_the_sites_own_and_the_night_belongs_to_the_day_before(world: World) -> None:
    world.at("01:30", TUESDAY)
    world.issue("CF-01")
    assert of_day(world).hours == {"01": {"issued": 1, "served": 0}}
    assert of_day(world, TUESDAY).hours == {}


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=50))
def test_percentiles_are_values_that_so_many_do_not_exceed(values: list[int]) -> None:
    found = spread(timedelta(seconds=value) for value in values)
    for name, share in (("p50", 50), ("p90", 90), ("max", 100)):
        value = found[name]
        assert value in values
        assert value is not None
        assert sum(other <= value for other in values) * 100 >= share * len(values)
        assert sum(other < value for other in values) * 100 < share * len(values)
    assert all(a <= b for a, b in pairwise(found[name] or 0 for name in found))


@pytest.mark.parametrize(("ms", "shown"), [(999, 0), (1000, 1), (59_999, 59)])
def test_seconds_are_rounded_down(ms: int, shown: int) -> None:
    assert spread([timedelta(milliseconds=ms)])["max"] == shown
