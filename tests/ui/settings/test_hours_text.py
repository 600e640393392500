"""Opening hours in one line, as people write them."""

from __future__ import annotations

import pytest

from ui.screens.settings.hours_text import hours_text, read_hours


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", []),
        ("08:30–12:00  13:30–17:00", [["08:30", "12:00"], ["13:30", "17:00"]]),
        ("8:30-12，13：30至17", [["08:30", "12:00"], ["13:30", "17:00"]]),
        ("9-17", [["09:00", "17:00"]]),
        ("8.30-12.00 and 13.30-17.00", [["08:30", "12:00"], ["13:30", "17:00"]]),
        ("17:00-09:00", None),
        ("09:00-12:00 11:00-17:00", None),
        ("09:00-24:00", None),
        ("morning", None),
        ("09:00", None),
        ("09:00-12:00 x", None),
        (" ".join(f"{h}:00-{h}:30" for h in range(8, 15)), None),
    ],
)
def test_reading(text: str, spans: list[list[str]] | None) -> None:
    assert read_hours(text) == spans
    if spans:
        assert read_hours(hours_text(spans)) == spans
