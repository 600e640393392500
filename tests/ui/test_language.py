"""What the chosen language says of numbers."""

from __future__ import annotations

import pytest

from ui.language import Language


@pytest.mark.parametrize(
    ("code", "number", "words"),
    [
        ("zh", "resolution_receipt-2026-00001", "办结〔2026〕00001号"),
        ("en", "one_time_notice-2026-00012", "Supplement [2026] No. 00012"),
        ("zh", "F012", "F012"),
    ],
)
def test_a_paper_is_called_by_the_number_printed_on_it(code: str, number: str, words: str) -> None:
    assert Language(code).paper_number(number) == words
