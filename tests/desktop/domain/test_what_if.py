"""Today's line under other head starts: everybody keeps a place, and nobody jumps for nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.domain.queueing import PRIORITY_CLASSES, rank_at
from desktop.domain.tickets import Place, Ticket
from desktop.domain.what_if import with_calls, with_head_starts, with_positions

DAY = date(2026, 11, 23)
MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)
NOW = dict.fromkeys(PRIORITY_CLASSES, 15)

arrivals = st.lists(
    st.tuples(
        st.integers(0, 240),
        st.sampled_from((None, *PRIORITY_CLASSES)),
        st.sampled_from(("CF", "RC")),
        st.booleans(),
    ),
    max_size=12,
)
minutes = st.fixed_dictionaries({name: st.integers(0, 120) for name in PRIORITY_CLASSES})


def line(arrived: list[tuple[int, str | None, str, bool]]) -> list[tuple[Ticket, Place]]:
    """Return the rows of a line; some were put back behind others."""
    rows = []
    for no, (minute, priority, window, put_back) in enumerate(sorted(arrived, key=lambda a: a[0])):
        at = MORNING + timedelta(minutes=minute)
        rank = rank_at(at, priority, NOW)
        ticket = Ticket(
            f"t{no}", DAY, "F", no, f"F{no:03d}", DAY, at, rank, queue_pos=no, priority=priority
        )
        stands = rank + timedelta(minutes=30 if put_back else 0)
        rows.append((ticket, Place(ticket.ticket_id, 1, DAY, window, stands, queue_pos=no)))
    return rows


@settings(max_examples=60, deadline=None)
@given(arrivals, minutes)
def test_everybody_keeps_a_place_in_their_own_line(
    arrived: list[tuple[int, str | None, str, bool]], tried: dict[str, int]
) -> None:
    rows = line(arrived)
    moves = with_head_starts(rows, tried)
    for window in ("CF", "RC"):
        mine = [move for move in moves if move.window == window]
        assert [move.before for move in mine] == list(range(1, len(mine) + 1))
        assert sorted(move.after for move in mine) == list(range(1, len(mine) + 1))
    assert all(move.before == move.after for move in with_head_starts(rows, NOW))


@settings(max_examples=60, deadline=None)
@given(arrivals, minutes)
def test_who_has_no_class_keeps_their_order_among_each_other(
    arrived: list[tuple[int, str | None, str, bool]], tried: dict[str, int]
) -> None:
    plain = [move for move in with_head_starts(line(arrived), tried) if move.priority is None]
    for window in ("CF", "RC"):
        order = [move.after for move in plain if move.window == window]
        assert order == sorted(order)


def test_a_missed_number_that_is_here_again_goes_no_further_forward_than_it_was_put() -> None:
    rows = line([(0, "ill", "CF", False), (10, None, "CF", False)])
    ticket, place = rows[0]
    put_back = replace(place, rank_at=MORNING + timedelta(minutes=20))
    moves = with_head_starts([(ticket, put_back), rows[1]], {**NOW, "ill": 120})
    assert [(move.label, move.before, move.after) for move in moves] == [
        ("F001", 1, 1),
        ("F000", 2, 2),
    ]


def test_a_missed_number_is_tried_alone_behind_so_many_others() -> None:
    rows = line([(minute, None, "CF", False) for minute in (0, 10, 20, 30)])
    (ticket, place), *others = rows
    away = [replace(place, state="away"), replace(place, step_no=2, window="RC", state="away")]
    ready = [other for _, other in others]
    found = with_positions([(ticket, away)], ready[::-1], (0, 2))
    assert [(one.label, one.window, one.before, one.after) for one in found] == [
        ("F000", "CF", 1, 3),
        ("F000", "RC", 1, 1),
    ]
    assert with_positions([(ticket, [])], ready, (0, 2)) == ()


def test_calls_are_enough_from_the_number_that_is_needed_on() -> None:
    [(ticket, _)] = line([(0, None, "CF", False)])
    [found] = with_calls([replace(ticket, state="called", counter=3, calls=2)], (3, 2))
    assert (found.counter, found.calls, found.before, found.after) == (3, 2, False, True)
