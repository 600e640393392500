"""`wait.estimate`: what is in line, who is open, and how long visitors took."""

from __future__ import annotations

from tests.talk import Talk


def minutes(talk: Talk, window: str = "CF") -> dict[str, int]:
    found: dict[str, int] = talk.ok("wait.estimate", window=window)["minutes"]
    return found


def test_nobody_serves_a_window_that_is_closed(talk: Talk) -> None:
    found = talk.ok("wait.estimate", window="cf")
    assert found["minutes"] is None
    assert found["basis"]["code"] == "window_is_closed"
    assert found["basis"]["text"] == "这个窗口现在没有柜台开台，无法估算等候时间。"


def test_a_free_counter_and_nobody_in_line(talk: Talk) -> None:
    talk.open(1)
    found = talk.ok("wait.estimate", window="CF")
    assert found["minutes"] == {"p10": 0, "p50": 0, "p90": 1}
    assert found["basis"]["code"] == "wait_from_catalogue"


def test_it_grows_with_the_line_and_shrinks_with_counters(talk: Talk) -> None:
    talk.open(1)
    waits = []
    for _ in range(5):
        talk.issue("CF-01")
        waits.append(minutes(talk)["p50"])
    assert waits == sorted(waits)
    assert waits[-1] > waits[0] > 0
    before = minutes(talk)
    talk.open(3)
    after = minutes(talk)
    assert all(after[name] < before[name] for name in ("p50", "p90"))
    talk.ok("counter.pause", counter=3, reason="取件")
    assert minutes(talk)["p50"] >= after["p50"]


def test_it_tells_from_how_long_visitors_took(talk: Talk) -> None:
    talk.open(1)
    for n in range(1, 31):
        talk.issue("CF-01")
        talk.served(1)
        talk.at(f"2026-11-23T01:{n:02d}:00Z")
    for _ in range(3):
        talk.issue("CF-01")
    found = talk.ok("wait.estimate", window="CF")
    assert found["basis"]["code"] == "wait_from_history"
    assert found["basis"]["values"] == {"window": "CF", "ahead": 3, "counters": 1, "served": 30}
    assert found["minutes"]["p90"] <= 5  # the catalogue's times would be an hour


def test_who_is_served_elsewhere_is_still_ahead(talk: Talk) -> None:
    talk.open(1, 2)
    talk.issue("RC-01", "CF-01")
    talk.serve(2)
    found = talk.ok("wait.estimate", window="CF")
    assert found["basis"]["values"]["ahead"] == 0
    assert found["minutes"]["p50"] == 0


def test_a_window_that_there_is_not(talk: Talk) -> None:
    assert talk.refused("wait.estimate", window="XX") == "unknown_window"
    assert talk.refused("wait.estimate") == "missing_field"


def test_the_days_before_tell_too_and_all_of_them_after_a_few_questions(talk: Talk) -> None:
    for day in range(23, 28):
        talk.at(f"2026-11-{day}T01:00:00Z")
        talk.ok("counter.open", counter=1, staff="w1")
        for minute in (10, 20):
            talk.issue("CF-01")
            talk.serve(1)
            talk.at(f"2026-11-{day}T01:{minute}:00Z")
            talk.ok("counter.finish", counter=1)
    talk.at("2026-11-30T01:00:00Z")
    served = [talk.ok("wait.estimate", window="CF")["basis"]["values"]["served"] for _ in range(3)]
    assert served == [6, 10, 10]
    talk.issue("CF-01")
    talk.serve(1)
    assert minutes(talk) == {"p10": 8, "p50": 10, "p90": 13}
