"""With the visitor at the counter, and what everybody may look at."""

from __future__ import annotations

from typing import Any

from tests.talk import COUNTERS, Talk, places, talking

# ---- At the counter ------------------------------------------------------------------------------


def test_finishing_passing_on_and_holding_need_someone_served(talk: Talk) -> None:
    talk.open(1)
    talk.issue("CF-01")
    for called in (False, True):
        if called:
            talk.ok("counter.call_next", counter=1)
        assert talk.refused("counter.finish", counter=1) == "not_serving"
        assert talk.refused("counter.transfer", counter=1, to="RC") == "not_serving"
        assert talk.refused("counter.hold", counter=1) == "not_serving"
        assert talk.refused("counter.add", counter=1, items=["CF-05"]) == "not_serving"


def test_one_more_thing(talk: Talk) -> None:
    talk.open(1, 2, 3)
    talk.issue("CF-01", "RC-01")
    talk.serve(1)
    assert talk.refused("counter.add", counter=1, items=[]) == "missing_field"
    assert talk.refused("counter.add", counter=1, items=["RW-01"]) == "window_not_served"
    answer = talk.ok("counter.add", counter=1, items=["CF-05", "RC-02", "GZ-05"])
    assert places(answer["ticket"]) == {1: "away", 2: "away", 3: "away"}
    assert [len(place["cases"]) for place in answer["ticket"]["places"]] == [2, 2, 1]
    assert [case["window"] for case in answer["cases"]] == ["CF", "RC", "GZ"]
    assert talk.labels() == []
    finished = talk.ok("counter.finish", counter=1)
    assert finished["next"] == ["RC", "GZ"]
    assert len(finished["undecided"]) == 2


def test_passing_on_with_a_note_and_coming_back(talk: Talk) -> None:
    talk.open(1, 2)
    issued = talk.issue("CF-01", "CF-05")
    talk.serve(1)
    assert talk.refused("counter.transfer", counter=1, to="XX") == "unknown_window"
    assert talk.refused("counter.transfer", counter=1, to="RW") == "window_not_served"
    moved = talk.ok("counter.transfer", counter=1, to="rc", note="请核社保", come_back=True)[
        "ticket"
    ]
    assert (moved["state"], places(moved)) == ("waiting", {1: "done", 2: "ready", 3: "blocked"})
    assert moved["places"][0]["end"] == "transferred"
    assert moved["places"][1]["note"] == "请核社保"
    assert moved["places"][1]["cases"] == [case["id"] for case in issued["cases"]]
    assert moved["places"][2]["window"] == "CF"
    assert moved["places"][2]["after"] == [2]
    [row] = talk.ok("queue.show")["rows"]
    assert (row["window"], row["rank_at"]) == ("RC", issued["ticket"]["issued_at"])
    cases = talk.ok("ticket.show", ticket="F001")["cases"]
    assert {case["window"] for case in cases} == {"RC"}
    assert talk.served(2)["next"] == ["CF"]
    assert talk.served(1)["ticket"]["state"] == "done"


def test_passing_on_takes_along_what_waits(talk: Talk) -> None:
    talk.ok("reception.issue", bundle="B02")
    talk.open(1, 2, 4)
    talk.serve(1)
    moved = talk.ok("counter.transfer", counter=1, to="PP")["ticket"]
    assert [place["after"] for place in moved["places"]] == [[], [5], [5], [2, 3], []]
    assert talk.served(4)["next"] == ["RC", "JR"]


def test_passing_on_to_a_window_where_it_stands_already_joins(talk: Talk) -> None:
    talk.open(1, 2)
    talk.issue("CF-01", "RC-01")
    talk.serve(1)
    moved = talk.ok("counter.transfer", counter=1, to="RC", note="一起看")["ticket"]
    assert places(moved) == {1: "done", 2: "ready", 3: "done"}
    assert len(moved["places"][1]["cases"]) == 2
    assert moved["places"][1]["note"] == "一起看"


def test_a_decided_case_stays_when_the_visitor_is_passed_on(talk: Talk) -> None:
    issued = talk.issue("CF-01", "CF-05")
    talk.open(1)
    talk.serve(1)
    first, second = (case["id"] for case in issued["cases"])
    talk.ok("case.accept", case=first)
    moved = talk.ok("counter.transfer", counter=1, to="PP")["ticket"]
    assert [place["cases"] for place in moved["places"]] == [[first], [second]]
    assert talk.ok("case.show", case=first)["case"]["window"] == "CF"


def test_on_hold_and_on_again(talk: Talk) -> None:
    talk.open(1, 2, 3)
    talk.issue("CF-01", "RC-01")
    talk.issue("CF-01")
    talk.serve(1)
    assert talk.refused("counter.hold", counter=1, minutes=0) == "invalid_value"
    held = talk.ok("counter.hold", counter=1, reason="取材料", minutes=10)["ticket"]
    assert (held["state"], held["counter"], held["step_no"]) == ("held", None, 1)
    assert held["hold_until"] == "2026-11-23T01:10:00Z"
    shown = talk.ok("counter.show", counter=1)
    assert (shown["ticket"], [one["label"] for one in shown["held"]]) == (None, ["F001"])
    assert talk.labels() == ["F002"], "nobody else may call it meanwhile"
    assert talk.refused("counter.call", counter=2, ticket="F001") == "not_in_line_here"
    talk.serve(1)
    assert talk.refused("counter.resume", counter=1, ticket="F001") == "counter_busy"
    assert talk.refused("counter.resume", counter=2, ticket="F001") == "counter_does_not_serve"
    assert talk.refused("counter.resume", counter=3, ticket="F002") == "wrong_state"
    assert talk.refused("counter.resume", counter=4, ticket="F001") == "counter_not_open"
    resumed = talk.ok("counter.resume", counter=3, ticket="F001")["ticket"]
    assert (resumed["state"], resumed["counter"]) == ("serving", 3)
    assert talk.ok("counter.finish", counter=3)["next"] == ["RC"]
    kinds = [one["kind"] for one in talk.ok("ticket.show", ticket="F001")["intervals"]]
    assert kinds == ["ready", "ready", "walking", "serving", "holding", "serving", "ready"]


# ---- Looking -------------------------------------------------------------------------------------


def test_the_board_shows_numbers_only_newest_first(talk: Talk) -> None:
    talk.open(1, 2, 3)
    for _ in range(9):
        talk.issue("CF-01", enterprise={"name": "秘密公司"})
    talk.issue("RC-01")
    for counter in (1, 2, 3):
        talk.ok("counter.call_next", counter=counter)
    talk.ok("counter.start", counter=1)
    board = talk.ok("board.show")
    assert [(call["label"], call["counter"], call["times"]) for call in board["calls"]] == [
        ("F002", 3, 1),
        ("D001", 2, 1),
        ("F001", 1, 1),
    ]
    assert set(board["calls"][0]) == {"label", "ticket", "counter", "window", "at", "times"}
    assert board["next"]["CF"] == ["F003", "F004", "F005"]
    assert board["next"]["RC"] == []
    talk.at("2026-11-23T01:01:00Z")
    talk.ok("counter.recall", counter=2)
    assert talk.ok("board.show")["calls"][0]["label"] == "D001"
    assert talk.ok("board.show")["calls"][0]["times"] == 2
    talk.ok("counter.finish", counter=1)
    for _ in range(5):
        talk.served(1)
    assert len(talk.ok("board.show")["calls"]) == 6
    assert len(talk.ok("board.show", limit=50)["calls"]) == 8
    assert talk.refused("board.show", limit=0) == "invalid_value"
    assert "秘密" not in str(talk.ok("board.show"))


def test_tickets_are_found_by_phone_company_and_label(talk: Talk) -> None:
    talk.issue("CF-01", visitor={"name": "张三", "phone": "13812345678"})
    talk.issue("RC-01", enterprise={"name": "杭州云帆科技有限公司"})

    def found(text: str) -> list[str]:
        return [ticket["label"] for ticket in talk.ok("ticket.find", text=text)["tickets"]]

    assert found("5678") == ["F001"]
    assert found("f001") == ["F001"]
    assert found("云帆") == ["D001"]
    assert found("yunfan") == ["D001"]
    assert found("") == found("9999") == []


def test_a_ticket_shows_its_intervals_cases_and_papers(talk: Talk) -> None:
    talk.open(1)
    talk.issue("CF-01")
    talk.at("2026-11-23T01:05:00Z")
    talk.ok("counter.call_next", counter=1)
    talk.at("2026-11-23T01:06:00Z")
    talk.ok("counter.start", counter=1)
    talk.at("2026-11-23T01:30:00Z")
    case = talk.ok("counter.show", counter=1)["cases"][0]["id"]
    talk.ok("counter.finish", counter=1, outcomes=[{"case": case, "outcome": "resolved"}])
    shown = talk.ok("ticket.show", ticket="F001")
    spans = [
        (one["kind"], one["started_at"][11:16], one["ended_at"][11:16])
        for one in shown["intervals"]
    ]
    assert spans == [
        ("ready", "01:00", "01:05"),
        ("walking", "01:05", "01:06"),
        ("serving", "01:06", "01:30"),
    ]
    assert [paper["kind"] for paper in shown["papers"]] == ["ticket_slip", "resolution_receipt"]
    for name in ("intervals", "cases", "papers"):
        assert shown["ticket"][name] == shown[name]


def test_two_sites_keep_their_own_numbers(talk: Talk, site_file: Any) -> None:
    with talking(site_file) as other:
        other.at("2026-11-23T01:00:00Z")
        other.ok("site.setup", code="b2", name="分中心", counters=COUNTERS[:1])
    with talking(site_file) as nobody:
        nobody.at("2026-11-23T01:00:00Z")
        assert nobody.refused("site.show") == "no_site"
        assert nobody.ok("uscc.check", text="x")["valid"] is False
    with talking(site_file, site="b2") as branch:
        branch.at("2026-11-23T01:00:00Z")
        assert branch.ok("site.show")["site"]["code"] == "B2"
        assert branch.issue("CF-01")["ticket"]["label"] == "F001"
        assert talk.issue("CF-01")["ticket"]["label"] == "F001"
        assert branch.labels() == ["F001"]
        branch.sound()
    talk.sound()
