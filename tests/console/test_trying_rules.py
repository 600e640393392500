"""Rules that nobody has saved, tried on today's lines, missed and called numbers."""

from __future__ import annotations

from tests.talk import Talk


def test_rules_are_tried_on_todays_lines(talk: Talk) -> None:
    talk.issue("CF-01")
    talk.at("2026-11-23T01:05:00Z")
    talk.issue("CF-01", priority={"class": "elderly", "reason": "x"})
    talk.at("2026-11-23T01:30:00Z")
    talk.issue("CF-01", priority={"class": "military", "reason": "x"})
    assert talk.labels(window="CF") == ["F002", "F001", "F003"]

    def tried(**minutes: int) -> list[tuple[str, int, int, str]]:
        rows = talk.ok("rules.preview", priority_minutes=minutes)["rows"]
        return [(row["label"], row["before"], row["after"], row["reason"]["code"]) for row in rows]

    assert tried() == [
        ("F002", 1, 1, "row_head_start"),
        ("F001", 2, 2, "row_arrival"),
        ("F003", 3, 3, "row_head_start"),
    ]
    assert tried(military=60, elderly=0) == [
        ("F002", 1, 3, "row_arrival"),
        ("F001", 2, 2, "row_arrival"),
        ("F003", 3, 1, "row_head_start"),
    ]
    assert talk.labels(window="CF") == ["F002", "F001", "F003"]
    assert talk.refused("rules.preview", priority_minutes={"vip": 1}) == "invalid_value"
    assert talk.refused("rules.preview", priority_minutes={"ill": -1}) == "invalid_value"


def missed(talk: Talk) -> str:
    """Call the next number and let it be missed; returns its label."""
    label: str = talk.ok("counter.call_next", counter=1)["ticket"]["label"]
    for _ in range(2):
        talk.ok("counter.recall", counter=1)
    talk.ok("counter.no_show", counter=1)
    return label


def test_what_is_tried_of_missed_numbers_is_what_then_happens(talk: Talk) -> None:
    talk.issue("CF-01", "RC-01")
    for _ in range(3):  # all came at the same moment: who comes back stands behind them
        talk.issue("CF-01")
    talk.open(1)
    assert missed(talk) == "F001"
    talk.at("2026-11-23T01:10:00Z")
    talk.issue("CF-01")

    def tried(**rule: int) -> list[tuple[str, int, int]]:
        found = talk.ok("rules.preview", priority_minutes={}, **rule)["missed"]
        return [(row["window"], row["before"], row["after"]) for row in found]

    assert tried() == [("CF", 4, 4), ("RC", 1, 1)]
    assert tried(positions_behind=50) == [("CF", 4, 5), ("RC", 1, 1)]
    assert tried(positions_behind=4) == [("CF", 4, 5), ("RC", 1, 1)]
    assert tried(positions_behind=0)[0][2] == 4
    talk.ok("settings.set", key="positions_behind", value=4)
    talk.ok("ticket.reinstate", ticket="F001")
    assert talk.labels(window="CF").index("F001") + 1 == 5
    assert tried() == []
    assert talk.refused("rules.preview", priority_minutes={}, positions_behind=101) == (
        "invalid_value"
    )


def test_a_no_show_is_tried_on_who_is_called_now(talk: Talk) -> None:
    talk.issue("CF-01")
    talk.open(1)
    talk.ok("counter.call_next", counter=1)
    talk.ok("counter.recall", counter=1)

    def tried(**rule: int) -> list[tuple[str, int, int, bool, bool]]:
        found = talk.ok("rules.preview", priority_minutes={}, **rule)["called"]
        return [tuple(row[key] for key in row if key != "ticket") for row in found]

    assert tried() == [("F001", 1, 2, False, False)]
    assert tried(calls_before_no_show=2) == [("F001", 1, 2, False, True)]
    assert talk.refused("counter.no_show", counter=1) == "too_few_calls"
    assert talk.refused("rules.preview", priority_minutes={}, calls_before_no_show=0) == (
        "invalid_value"
    )
    talk.ok("settings.set", key="calls_before_no_show", value=2)
    assert tried() == [("F001", 1, 2, True, True)]
    talk.ok("counter.no_show", counter=1)
    assert tried() == []
