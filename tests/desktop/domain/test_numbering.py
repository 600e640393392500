"""Labels and numbers by example."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.domain.numbering import (
    LABEL,
    case_series,
    label_series,
    next_case_number,
    next_label,
    next_paper_number,
    paper_series,
)
from desktop.domain.site import Series

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("no", "run", "text"),
    [(1, "", "F001"), (999, "", "F999"), (1000, "", "F1000"), (12, "B", "F.B012")],
)
def test_labels(no: int, run: str, text: str) -> None:
    scope, code = label_series(DAY, "F")
    label = next_label(Series(scope, code, no, run))
    assert (label.text, label.no) == (text, no)
    assert LABEL.fullmatch(text)


def test_case_numbers() -> None:
    scope, code = case_series(DAY, "CF")
    assert next_case_number(Series(scope, code, 7), "CF").text == "CF-20261123-0007"


def test_paper_numbers_begin_anew_each_year() -> None:
    scope, code = paper_series(DAY, "gap_promise")
    assert (scope, next_paper_number(Series(scope, code, 3), "gap_promise").text) == (
        "2026",
        "gap_promise-2026-00003",
    )
