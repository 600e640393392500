"""Time: the clock, the day and its rollover, closing, figures."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from db.store import SqlStore
from desktop.clock import RealClock
from desktop.console import Console
from desktop.desk import Desk, Particulars
from tests.talk import COUNTERS, Answer, Talk, talking


def end(ticket: str, how: str, reason: str = "下班") -> Answer:
    """Return one outcome for `day.close`."""
    return {"ticket": ticket, "end": how, "reason": reason}


# ---- The clock -----------------------------------------------------------------------------------


def test_before_the_clock_is_set_only_a_code_is_checked(site_file: Path, tmp_path: Path) -> None:
    copy = str(tmp_path / "copy.db")
    with talking(site_file) as talk:
        said: dict[str, Answer] = {
            "site.show": {},
            "journal.verify": {},
            "journal.rebuild": {},
            "backup": {"path": copy},
            "restore": {"path": copy},
            "counter.call_next": {"counter": 1},
            "site.setup": {"code": "HQ", "name": "x", "counters": COUNTERS},
        }
        for verb, fields in said.items():
            assert talk.refused(verb, **fields) == "clock_not_set", verb
        assert talk.ok("uscc.check", text="123")["valid"] is False
        assert not Path(copy).exists()


def test_the_real_clock_is_not_set_from_here(site_file: Path, caplog: Any) -> None:
    desk = Desk(SqlStore(site_file), RealClock(), Particulars())
    console = Console(lambda: desk, "zh")
    answer = console.answer(b'{"do":"clock.set","at":"2026-11-23T01:00:00Z"}')
    assert answer is not None
    assert answer["error"]["code"] == "invalid_value"
    console.close()


def test_a_real_clock_a_month_ahead_is_suspected_until_somebody_confirms(tmp_path: Path) -> None:
    long_ago = (datetime.now(UTC) - timedelta(days=32)).isoformat()
    file = tmp_path / "old.db"
    with talking(file) as talk:
        talk.at(long_ago)
        talk.ok("site.setup", code="HQ", name="中心", counters=COUNTERS)
    desk = Desk(SqlStore(file), RealClock(), Particulars())
    console = Console(lambda: desk, "zh")

    def say(**line: Any) -> Answer:
        answer = console.answer(json.dumps(line).encode())
        assert answer is not None
        return answer

    issue = {"do": "reception.issue", "windows": ["CF"]}
    assert say(**issue)["error"]["code"] == "clock_suspect"
    assert say(do="site.show")["ok"], "looking is not writing"
    assert say(do="clock.confirm", staff="boss")["ok"]
    assert say(**issue)["ok"]
    console.close()


def test_a_clock_set_back_a_day_writes_the_last_moment(talk: Talk) -> None:
    talk.issue("CF-01")
    talk.at("2026-11-24T02:00:00Z")
    second = talk.issue("CF-01")["ticket"]
    assert (second["label"], second["day"]) == ("F001", "2026-11-24")
    assert talk.at("2026-11-23T01:00:00Z")["now"] == "2026-11-23T01:00:00Z"
    third = talk.issue("CF-01")["ticket"]
    assert (third["label"], third["day"]) == ("F002", "2026-11-24")
    assert third["issued_at"] == "2026-11-24T02:00:00Z"
    assert talk.ok("site.show")["site"]["day"] == "2026-11-24"
    assert talk.labels() == ["F001", "F002"]
    talk.sound()


def test_a_clock_set_ten_years_ahead_moves_the_day(talk: Talk) -> None:
    talk.issue("CF-01")
    talk.at("2036-11-24T02:00:00Z")
    assert talk.labels() == []
    ticket = talk.issue("CF-04")["ticket"]
    assert (ticket["label"], ticket["day"]) == ("F001", "2036-11-24")
    case = talk.ok("case.accept", case=ticket["places"][0]["cases"][0])["case"]
    assert case["provisional"] is True
    talk.sound()


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-11-23T15:59:59Z", "2026-11-23"),  # 23:59:59 in Shanghai
        ("2026-11-23T16:00:00Z", "2026-11-23"),  # midnight: still the same day
        ("2026-11-23T19:59:59.999Z", "2026-11-23"),  # 03:59:59.999
        ("2026-11-23T20:00:00Z", "2026-11-24"),  # 04:00
    ],
)
def test_the_day_rolls_over_at_four(talk: Talk, at: str, day: str) -> None:
    talk.issue("CF-01")
    talk.at(at)
    ticket = talk.issue("CF-01")["ticket"]
    assert ticket["day"] == day
    assert ticket["label"] == ("F002" if day == "2026-11-23" else "F001")
    assert ticket["issued_at"] == at


@pytest.mark.parametrize(
    ("zone", "hour", "at", "day"),
    [
        ("Asia/Shanghai", 0, "2026-11-23T16:00:00Z", "2026-11-24"),
        ("Asia/Urumqi", 4, "2026-11-23T21:59:59Z", "2026-11-23"),
        ("America/New_York", 4, "2026-11-24T08:59:59Z", "2026-11-23"),
        ("Asia/Shanghai", 23, "2026-11-24T14:59:59Z", "2026-11-23"),
        ("Asia/Shanghai", 23, "2026-11-24T15:00:00Z", "2026-11-24"),
    ],
)
def test_each_site_has_its_zone_and_hour(
    tmp_path: Path, zone: str, hour: int, at: str, day: str
) -> None:
    with talking(tmp_path / "new.db") as talk:
        talk.at("2026-11-22T16:00:00Z")
        more = {"zone": zone, "rollover_hour": hour}
        talk.ok("site.setup", code="z", name="站", counters=COUNTERS, **more)
        talk.at(at)
        assert talk.ok("reception.issue", windows=["CF"])["ticket"]["day"] == day


def test_a_ticket_served_across_the_rollover_is_finished(talk: Talk) -> None:
    talk.open(1)
    talk.at("2026-11-23T19:59:00Z")
    talk.issue("CF-01", "RC-01")
    talk.issue("CF-05")
    served = talk.serve(1)
    talk.at("2026-11-23T20:00:00Z")
    assert talk.labels() == [], "waiting it is no longer in line"
    assert talk.ok("counter.show", counter=1)["ticket"]["label"] == "F001"
    answer = talk.ok("counter.finish", counter=1)
    assert answer["next"] == ["RC"]
    assert talk.ok("counter.call_next", counter=1)["ticket"] is None
    assert talk.refused("ticket.show", ticket="F001") == "unknown_ticket"
    assert talk.ok("ticket.show", ticket=served["id"])["ticket"]["day"] == "2026-11-23"
    assert talk.refused("counter.call", counter=1, ticket=served["id"]) == "not_in_line_here"
    assert talk.issue("CF-01")["ticket"]["label"] == "F001"
    talk.sound()


def test_a_ticket_missed_yesterday_is_not_reinstated(talk: Talk) -> None:
    talk.open(1)
    talk.issue("CF-01")
    ticket = talk.ok("counter.call_next", counter=1)["ticket"]["id"]
    talk.ok("counter.recall", counter=1)
    talk.ok("counter.recall", counter=1)
    talk.ok("counter.no_show", counter=1)
    talk.at("2026-11-24T01:00:00Z")
    assert talk.refused("ticket.reinstate", ticket=ticket) == "wrong_state"


# ---- Closing -------------------------------------------------------------------------------------


def test_the_day_is_closed_when_every_ticket_has_an_end(talk: Talk) -> None:
    talk.open(1, 2, 3)
    for _ in range(5):
        talk.issue("CF-01")
    talk.issue("RC-01")
    talk.serve(1)  # F001
    talk.ok("counter.call_next", counter=3)  # F002, called
    talk.serve(2)  # D001
    talk.ok("counter.hold", counter=2)
    answer = talk.ok("day.close")
    assert answer["closed"] is False
    assert [one["label"] for one in answer["open"]] == [
        "D001",
        "F001",
        "F002",
        "F003",
        "F004",
        "F005",
    ]
    ends = [
        end("F001", "served_on_paper"),
        end("f002", "left"),
        end("F003", "cancelled"),
        end("F004", "void"),
        end("F005", "carried_over"),
    ]
    answer = talk.ok("day.close", outcomes=ends)
    assert ([one["label"] for one in answer["open"]], answer["closed"]) == (["D001"], False)
    states = {
        label: talk.ok("ticket.show", ticket=label)["ticket"]["state"]
        for label in ("F001", "F002", "F003", "F004", "F005")
    }
    assert states == {
        "F001": "done",
        "F002": "cancelled",
        "F003": "cancelled",
        "F004": "void",
        "F005": "waiting",
    }
    assert talk.ok("counter.show", counter=1)["ticket"] is None
    assert talk.ok("ticket.show", ticket="F001")["cases"][0]["state"] == "received"
    assert talk.ok("day.close", outcomes=[end("D001", "left")])["closed"] is True
    assert talk.ok("day.close") == {"id": None, "ok": True, "open": [], "closed": True}
    talk.sound()


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (end("F009", "left"), "unknown_ticket"),
        (end("F001", "gone"), "invalid_value"),
        (end("F001", "left", " "), "missing_reason"),
        ({"ticket": "F001", "end": "left"}, "missing_field"),
        (end("F002", "left"), "wrong_state"),
    ],
)
def test_a_faulty_end_changes_nothing(talk: Talk, outcome: Answer, code: str) -> None:
    talk.issue("CF-01")
    talk.issue("CF-01")
    talk.issue("CF-01")
    talk.ok("ticket.cancel", ticket="F002", reason="走了")
    ends = [end("F003", "left"), outcome]
    assert talk.refused("day.close", outcomes=ends) == code
    assert talk.ok("ticket.show", ticket="F003")["ticket"]["state"] == "waiting"
    assert talk.refused("day.close", day="2026-11-24") == "invalid_value"


def test_a_ticket_carried_over_keeps_its_age_and_its_label(talk: Talk) -> None:
    talk.open(1)
    first = talk.issue("CF-01", "RC-01")["ticket"]
    talk.ok("counter.call_next", counter=1)
    assert talk.ok("day.close", outcomes=[end("F001", "carried_over")])["closed"] is True
    assert talk.labels() == [], "in line from the next day"
    talk.at("2026-11-23T22:00:00Z")
    own = talk.issue("CF-01")["ticket"]
    assert own["label"] == "F001"
    rows = talk.ok("queue.show", window="CF")["rows"]
    assert [row["ticket"] for row in rows] == [first["id"], own["id"]]
    assert rows[0]["rank_at"] == first["issued_at"]
    assert talk.ok("ticket.show", ticket="F001")["ticket"]["id"] == own["id"]
    carried = talk.ok("ticket.show", ticket=first["id"])["ticket"]
    assert (carried["day"], carried["label"]) == ("2026-11-23", "F001")
    assert talk.ok("board.show")["calls"] == [], "yesterday's call is not today's"
    left = talk.ok("day.open_tickets")["tickets"]
    assert [one["id"] for one in left] == [first["id"], own["id"]], "of one label, by age"
    assert talk.ok("counter.call_next", counter=1)["ticket"]["id"] == first["id"]
    talk.sound()


def test_a_visit_held_over_the_night_is_still_at_its_counter(talk: Talk) -> None:
    talk.open(1)
    talk.issue("CF-01")
    held = talk.serve(1)
    talk.ok("counter.hold", counter=1)
    talk.at("2026-11-24T01:00:00Z")
    shown = talk.ok("counter.show", counter=1)
    assert [(one["id"], one["line_day"]) for one in shown["held"]] == [(held["id"], "2026-11-23")]
    talk.ok("counter.resume", counter=1, ticket=held["id"])
    assert talk.ok("counter.show", counter=1)["held"] == []
    assert talk.ok("counter.finish", counter=1)["ticket"]["state"] == "done"
    talk.sound()


def test_a_label_of_yesterday_names_it_where_today_has_none(talk: Talk) -> None:
    first = talk.issue("CF-01")["ticket"]
    talk.ok("day.close", outcomes=[end("F001", "carried_over")])
    talk.at("2026-11-24T01:00:00Z")
    assert talk.ok("ticket.show", ticket="F001")["ticket"]["id"] == first["id"]


def test_over_a_weekend_a_carried_ticket_waits_for_the_next_day_there_is(talk: Talk) -> None:
    talk.at("2026-11-27T01:00:00Z")
    first = talk.issue("CF-01")["ticket"]
    talk.ok("day.close", outcomes=[end("F001", "carried_over")])
    talk.at("2026-11-30T01:00:00Z")
    assert [row["ticket"] for row in talk.ok("queue.show")["rows"]] == [first["id"]]
    talk.at("2026-12-01T01:00:00Z")
    assert talk.labels() == [], "not called, and nobody carried it further"


def test_a_board_left_on_over_the_weekend_loses_no_carried_ticket(talk: Talk) -> None:
    talk.at("2026-11-27T01:00:00Z")
    first = talk.issue("CF-01")["ticket"]
    talk.ok("day.close", outcomes=[end("F001", "carried_over")])
    for day in ("28", "29", "30"):
        talk.at(f"2026-11-{day}T01:00:00Z")
        assert [row["ticket"] for row in talk.ok("queue.show")["rows"]] == [first["id"]]
    talk.at("2026-12-01T01:00:00Z")
    assert talk.labels() == [], "Monday was its day"
    talk.sound()


def test_a_stop_that_was_dropped_and_is_released_after_the_night_is_in_line(talk: Talk) -> None:
    ticket = talk.ok("reception.issue", bundle="B02")["ticket"]
    cases = [case for place in ticket["places"] for case in place["cases"]]
    talk.open(1, 2)
    talk.served(1)
    talk.served(2, {"case": cases[1], "outcome": "refused", "note": "不符合"})
    talk.ok("day.close", outcomes=[end("F001", "carried_over")])
    talk.at("2026-11-24T01:00:00Z")
    talk.ok("ticket.release", ticket=ticket["id"], step_no=4, reason="先行办理")
    talk.served(2)
    assert [row["ticket"] for row in talk.ok("queue.show", window="CF")["rows"]] == [ticket["id"]]
    talk.sound()


def test_an_open_yesterday_blocks_nothing_and_is_closed_later(talk: Talk) -> None:
    old = talk.issue("CF-01")["ticket"]["id"]
    talk.at("2026-11-24T01:00:00Z")
    assert talk.issue("CF-01")["ticket"]["label"] == "F001"
    assert talk.labels() == ["F001"]
    answer = talk.ok("day.close", day="2026-11-23")
    assert ([one["id"] for one in answer["open"]], answer["closed"]) == ([old], False)
    answer = talk.ok("day.close", day="2026-11-23", outcomes=[end("F001", "carried_over")])
    assert answer["closed"] is True
    first = talk.ok("queue.show")["rows"][0]
    assert first["ticket"] == old, "today is the next day"
    talk.sound()


def test_issuing_after_the_close_reopens_the_day(talk: Talk, site_file: Path) -> None:
    assert talk.ok("day.close")["closed"] is True
    assert talk.issue("CF-01")["ticket"]["label"] == "F001"
    assert talk.ok("day.close")["closed"] is False
    assert talk.ok("day.close", outcomes=[end("F001", "left")])["closed"] is True
    store = SqlStore(site_file)
    with store.look("HQ") as reads:
        kinds = [row.kind for row in reads.feed(0, 1000) if row.kind.startswith("day.")]
    store.close()
    assert kinds == ["day.closed", "day.reopened", "day.closed"]


# ---- Figures -------------------------------------------------------------------------------------


def test_the_figures_of_a_day(talk: Talk) -> None:
    talk.open(1, 2)
    talk.issue("CF-01", "RC-01")
    talk.issue("CF-01")
    talk.issue("CF-01")
    talk.issue("CF-05")
    talk.at("2026-11-23T01:10:00Z")
    talk.serve(1)
    talk.at("2026-11-23T01:30:00Z")
    talk.ok("counter.finish", counter=1)
    talk.at("2026-11-23T02:00:00Z")
    talk.serve(2)
    talk.at("2026-11-23T02:05:00Z")
    talk.ok("counter.finish", counter=2)
    talk.serve(1)
    talk.ok("ticket.cancel", ticket="F003", reason="走了")
    figures = talk.ok("figures.day", day="2026-11-23")
    assert figures["totals"] == {
        "issued": 4,
        "served": 1,
        "missed": 0,
        "cancelled": 1,
        "waiting_now": 1,
        "wait_seconds": {"p50": 600, "p90": 3900, "max": 3900},
        "serve_seconds": {"p50": 1500, "p90": 1500, "max": 1500},
    }
    assert figures["windows"]["RC"] == {
        "issued": 1,
        "served": 1,
        "missed": 0,
        "cancelled": 0,
        "waiting_now": 0,
        "wait_seconds": {"p50": 2400, "p90": 2400, "max": 2400},  # ready from the door: 10 + 30 min
        "serve_seconds": {"p50": 300, "p90": 300, "max": 300},
    }
    assert figures["windows"]["CF"]["issued"] == 4
    assert figures["windows"]["CF"]["serve_seconds"]["p50"] == 1200
    assert figures["staff"]["W1"]["served"] == 1
    assert figures["staff"]["W2"]["serve_seconds"]["p50"] == 300
    assert figures["hours"] == {"09": {"issued": 4, "served": 0}, "10": {"issued": 0, "served": 1}}
    nothing = talk.ok("figures.day", day="2020-01-01")
    assert nothing["totals"]["wait_seconds"] == {"p50": None, "p90": None, "max": None}
