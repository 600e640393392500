"""Which calls stand on the board: each is shown, newest on top, for eight seconds at least."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.ui.board.stand import line
from ui.screens.board.facts import ROWS, STAYS_S
from ui.screens.board.lines import CallLines


def labels(lines: CallLines, now: float) -> list[str]:
    """Return what is shown."""
    return [row.line.call.label for row in lines.rows(now)]


def test_the_newest_is_on_top_and_glows_for_a_time() -> None:
    lines = CallLines()
    lines.begin([line("F002"), line("F001")])
    assert not any(row.bright for row in lines.rows(0.0))
    lines.add(line("F003"), 0.0)
    assert labels(lines, 0.0) == ["F003", "F002", "F001"]
    assert [row.bright for row in lines.rows(7.9)] == [True, False, False]
    assert not any(row.bright for row in lines.rows(8.0))
    assert not lines.restless(8.0)


def test_more_calls_than_rows_wait_for_their_place() -> None:
    lines = CallLines()
    for number in range(ROWS + 3):
        lines.add(line(f"F00{number}"), 0.0)
    assert labels(lines, 0.0) == ["F005", "F004", "F003", "F002", "F001", "F000"]
    assert lines.waiting == 3
    lines.move(STAYS_S - 0.1)
    assert lines.waiting == 3
    lines.move(STAYS_S)
    assert labels(lines, STAYS_S) == ["F008", "F007", "F006", "F005", "F004", "F003"]


def test_a_recall_comes_to_the_top_and_stands_there_once() -> None:
    lines = CallLines()
    for label in ("F001", "D002", "F001"):
        lines.add(line(label), 0.0)
    assert labels(lines, 0.0) == ["F001", "D002"]


def test_yesterdays_calls_go() -> None:
    lines = CallLines()
    for label in ("F001", "D002"):
        lines.add(line(label), 0.0)
    lines.keep({"D002"})
    assert labels(lines, 0.0) == ["D002"]


@given(st.lists(st.tuples(st.integers(0, 30), st.floats(0, 20)), max_size=40))
def test_every_call_is_shown_long_enough(calls: list[tuple[int, float]]) -> None:
    lines, now = CallLines(), 0.0
    since: dict[str, float] = {}
    for number, wait in calls:
        now += wait
        lines.move(now)
        _look(lines, now, since)
        lines.add(line(f"F{number:03d}"), now)
        _look(lines, now, since)
    while lines.waiting:
        now += STAYS_S
        lines.move(now)
        _look(lines, now, since)
    assert set(since) == {f"F{number:03d}" for number, _ in calls}


def _look(lines: CallLines, now: float, since: dict[str, float]) -> None:
    """Note when each label came; none may be gone sooner than eight seconds after."""
    shown = labels(lines, now)
    assert len(shown) == len(set(shown)) <= ROWS
    for label, began in list(since.items()):
        assert label in shown or now - began >= STAYS_S
    for label in shown:
        since.setdefault(label, now)
