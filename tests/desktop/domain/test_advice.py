"""Advice: each rule where it just holds and where it just does not, and the order of the rules."""

from __future__ import annotations

import pytest

from desktop.domain.advice import Hall, Line, advise


def codes(hall: Hall) -> list[str]:
    return [one.reason.code for one in advise(hall)]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (Line("CF", 1, 20, 1), []),
        (Line("CF", 1, 21, 1), ["open_another"]),
        (Line("CF", 8, 5, 1), []),
        (Line("CF", 9, 5, 1), ["open_another"]),
        (Line("CF", 16, 5, 2), []),
        (Line("CF", 17, 5, 2), ["open_another"]),
        (Line("CF", 1, 0, 0), ["nobody_serves"]),
        (Line("CF", 0, 0, 0), []),
    ],
)
def test_when_another_counter_is_worth_opening(line: Line, wanted: list[str]) -> None:
    assert codes(Hall([line])) == wanted


def test_the_most_pressing_comes_first() -> None:
    hall = Hall(
        lines=[Line("CF", 3, 22, 1), Line("RC", 3, 40, 1, ("CHEN",)), Line("JR", 1, 2, 0)],
        lost=[(3, "F001")],
        helps=[(2, 4)],
        overdue=[("CF", 2), ("RC", 5)],
        lapsing=[("GZ", 1)],
    )
    found = advise(hall)
    assert [(one.reason.code, one.window) for one in found] == [
        ("nobody_serves", "JR"),
        ("counter_lost", None),
        ("help_called", None),
        ("open_another", "RC"),
        ("open_another", "CF"),
        ("overdue_cases", "RC"),
        ("gap_lapses", "GZ"),
    ]
    assert found[3].helpers == ("CHEN",)
    assert found[3].reason.values == {
        "window": "RC",
        "minutes": 40,
        "waiting": 3,
        "counters": 1,
    }
    assert found[5].reason.values == {"count": 7, "most": 5, "window": "RC"}
    assert "most" not in found[6].reason.values
