"""One number through many windows: the door, the queue, the counters."""

from __future__ import annotations

from typing import Any

import pytest

from tests.talk import COUNTERS, Talk, places, talking

DEFERRABLE = "授权委托书（非法定代表人办理时）"


# ---- The door ----------------------------------------------------------------------------------


def test_one_number_stands_at_every_window_it_needs(talk: Talk) -> None:
    answer = talk.issue("RC-01", "CF-01", "CF-05", windows=["rc", "gz"])
    ticket = answer["ticket"]
    assert ticket["label"] == "D001"  # the letter of place 1
    assert [place["window"] for place in ticket["places"]] == ["RC", "CF", "GZ"]
    assert [len(place["cases"]) for place in ticket["places"]] == [1, 2, 0]
    assert ticket["state"] == "waiting"
    assert ticket["counter"] is ticket["step_no"] is None
    assert answer["ahead"] == {"RC": 0, "CF": 0, "GZ": 0}
    assert answer["warnings"] == ["window_closed"]
    assert answer["also"] == ["JR"]
    assert [case["number"] for case in answer["cases"]] == [
        "RC-20261123-0001",
        "CF-20261123-0001",
        "CF-20261123-0002",
    ]
    assert [paper["kind"] for paper in answer["papers"]] == ["ticket_slip"]
    assert answer["papers"][0]["number"] == "D001"


def test_letters_count_apart_and_pass_the_thousand(talk: Talk) -> None:
    assert [talk.issue(item)["ticket"]["label"] for item in ("CF-01", "RC-01", "CF-02")] == [
        "F001",
        "D001",
        "F002",
    ]
    for _ in range(997):
        talk.ok("reception.issue", windows=["CF"])
    assert talk.issue("CF-01")["ticket"]["label"] == "F1000"


def test_nobody_and_nothing_need_be_named(talk: Talk) -> None:
    assert talk.issue("CF-01")["ticket"]["enterprise"] is None
    assert talk.refused("reception.issue") == "missing_field"
    assert talk.refused("reception.issue", items=[], windows=[]) == "missing_field"
    assert talk.refused("reception.issue", items=["CF-77"]) == "unknown_item"
    assert talk.refused("reception.issue", windows=["XX"]) == "unknown_window"
    assert talk.refused("reception.issue", bundle="B99") == "unknown_bundle"
    assert talk.refused("reception.issue", cases=["CF-20261123-0099"]) == "unknown_case"
    assert talk.refused("reception.issue", items=["CF-01"], enterprise="x") == "unknown_enterprise"


def test_a_window_without_a_counter_is_refused_one_that_is_closed_is_warned_of(talk: Talk) -> None:
    assert talk.refused("reception.issue", items=["RW-01"]) == "window_not_served"
    assert talk.refused("reception.issue", windows=["CF", "DQ"]) == "window_not_served"
    assert talk.issue("CF-01")["warnings"] == ["window_closed"]
    talk.open(1)
    assert talk.issue("CF-01")["warnings"] == []
    assert talk.issue("CF-01", "RC-01")["warnings"] == ["window_closed"]
    talk.ok("counter.pause", counter=1, reason="取件")
    assert talk.issue("CF-01")["warnings"] == ["window_closed"]
    assert talk.issue("CF-01")["ticket"]["label"] == "F005", "what was refused took no number"


@pytest.mark.parametrize("door", ["phone", "outreach", "import"])
def test_some_doors_make_cases_and_no_ticket(talk: Talk, door: str) -> None:
    answer = talk.issue("CF-01", "RW-01", door=door)
    assert answer["ticket"] is None
    assert [case["state"] for case in answer["cases"]] == ["received", "received"]
    assert (answer["papers"], answer["ahead"]) == ([], {})
    assert talk.labels() == []
    assert talk.refused("reception.issue", windows=["CF"], door=door) == "missing_field"


@pytest.mark.parametrize("door", ["walk_in", "kiosk", "booked", "popup"])
def test_the_other_doors_make_a_ticket(talk: Talk, door: str) -> None:
    ticket = talk.issue("CF-01", door=door)["ticket"]
    assert ticket["door"] == door
    assert ticket["priority"] == ("booked" if door == "booked" else None)


def test_priority_is_a_head_start_with_a_reason(talk: Talk) -> None:
    why = {"class": "elderly", "reason": "身份证"}
    assert talk.refused("reception.issue", items=["CF-01"], door="window") == "invalid_value"
    for wrong, code in (
        ({"class": "vip", "reason": "x"}, "invalid_value"),
        ({"class": "elderly"}, "missing_reason"),
        ({"class": "elderly", "reason": "  "}, "missing_reason"),
    ):
        assert talk.refused("reception.issue", items=["CF-01"], priority=wrong) == code
    ticket = talk.issue("CF-01", door="booked", priority=why)["ticket"]
    assert ticket["priority"] == "elderly"
    assert ticket["places"][0]["rank_at"] == "2026-11-23T00:45:00Z"
    talk.ok("settings.set", key="priority_minutes", value={"elderly": 40})
    ticket = talk.issue("CF-01", priority=why)["ticket"]
    assert ticket["places"][0]["rank_at"] == "2026-11-23T00:20:00Z"
    assert talk.ok("settings.get", key="priority_minutes")["settings"]["priority_minutes"] == {
        "booked": 20,
        "disabled": 20,
        "ill": 20,
        "elderly": 40,
        "infant": 15,
        "military": 15,
    }


def test_several_companies_for_one_visitor(talk: Talk) -> None:
    first = talk.ok("enterprise.save", name="甲公司")["enterprise"]["id"]
    second = talk.ok("enterprise.save", name="乙公司")["enterprise"]["id"]
    items = [{"item": "CF-05", "enterprise": first}, {"item": "cf-05", "enterprise": second}]
    answer = talk.ok("reception.issue", items=[*items, items[0], "CF-05"], enterprise=first)
    assert [case["enterprise"] for case in answer["cases"]] == [first, second]
    assert len(answer["ticket"]["places"]) == 1
    shown = talk.ok("enterprise.show", enterprise=first)
    assert [case["id"] for case in shown["cases"]] == [answer["cases"][0]["id"]]
    assert [ticket["label"] for ticket in shown["tickets"]] == ["F001"]


def test_ahead_counts_the_rows_before_it_at_each_window(talk: Talk) -> None:
    talk.issue("CF-01")
    talk.issue("CF-01", "RC-01")
    assert talk.issue("CF-01", "RC-01")["ahead"] == {"CF": 2, "RC": 1}
    ahead = talk.issue("CF-01", priority={"class": "ill", "reason": "病历"})["ahead"]
    assert ahead == {"CF": 0}
    talk.open(1)
    talk.serve(1)
    assert talk.issue("CF-01")["ahead"] == {"CF": 3}, "away is not in line"


# ---- Bundles -----------------------------------------------------------------------------------


def test_a_bundle_holds_later_stops_back(talk: Talk) -> None:
    ticket = talk.ok("reception.issue", bundle="b02")["ticket"]
    shown = [(p["window"], p["state"], p["after"]) for p in ticket["places"]]
    assert shown == [
        ("CF", "ready", []),
        ("RC", "blocked", [1]),
        ("JR", "blocked", [1]),
        ("CF", "blocked", [2, 3]),
    ]
    assert [len(place["cases"]) for place in ticket["places"]] == [1, 2, 1, 2]
    talk.open(1, 2)
    assert talk.served(1)["next"] == ["RC", "JR"]
    assert talk.ok("queue.show", window="CF")["rows"] == []
    assert talk.served(2)["next"] == ["JR"]
    finished = talk.served(2)
    assert finished["next"] == ["CF"]
    assert finished["ticket"]["places"][3]["rank_at"] == ticket["issued_at"]
    assert talk.served(1)["ticket"]["state"] == "done"


def test_what_waits_only_for_its_own_window_joins_the_stop(talk: Talk) -> None:
    ticket = talk.ok("reception.issue", bundle="B01", items=["CF-05"])["ticket"]
    assert [(p["window"], len(p["cases"])) for p in ticket["places"]] == [
        ("CF", 2),  # CF-01, and CF-05 that waits for it alone: one case though asked for twice
        ("RC", 2),
        ("JR", 1),
    ]


def test_optional_and_alternative_items_are_chosen(talk: Talk) -> None:
    def items(**fields: Any) -> list[str]:
        return [
            case["item"] for case in talk.ok("reception.issue", door="phone", **fields)["cases"]
        ]

    assert items(bundle="B05") == ["RC-13", "RC-01", "RC-14"]
    assert items(bundle="B05", choose=["rc-06"]) == ["RC-13", "RC-01", "RC-14", "RC-06"]
    assert items(bundle="B10", choose=["RC-06"]) == ["RC-04", "RC-06", "RW-01"]
    for choose in ([], ["RC-05", "RC-06"], ["RC-05", "RC-04"], ["XX"]):
        code = talk.refused("reception.issue", bundle="B10", choose=choose, door="phone")
        assert code == "invalid_value", choose
    assert talk.refused("reception.issue", items=["CF-01"], choose=["CF-01"]) == "missing_field"


@pytest.mark.parametrize("outcome", ["resolved", "accepted", "gap", "forwarded", None])
def test_these_outcomes_release_what_waits(talk: Talk, outcome: str | None) -> None:
    talk.ok("reception.issue", bundle="B04")
    talk.open(1)
    ticket = talk.serve(1)
    case = ticket["places"][0]["cases"][0]
    more = {"missing": [DEFERRABLE], "to": "市局"} if outcome in ("gap", "forwarded") else {}
    given = [{"case": case, "outcome": outcome, **more}] if outcome else []
    answer = talk.ok("counter.finish", counter=1, outcomes=given)
    assert answer["next"] == ["GZ"]
    assert answer["dropped"] == []


@pytest.mark.parametrize("outcome", ["refused", "supplement", "withdrawn"])
def test_these_outcomes_drop_what_waits_and_a_person_may_release_it(
    talk: Talk, outcome: str
) -> None:
    ticket = talk.ok("reception.issue", bundle="B02")["ticket"]
    talk.open(1, 2)
    talk.serve(1)
    given = {"case": ticket["places"][0]["cases"][0], "outcome": outcome, "note": "材料不符"}
    if outcome == "supplement":
        given["missing"] = ["营业执照"]
    answer = talk.ok("counter.finish", counter=1, outcomes=[given])
    assert [place["step_no"] for place in answer["dropped"]] == [2, 3, 4]
    assert {place["end"] for place in answer["dropped"]} == {outcome}
    assert answer["ticket"]["state"] == "done"
    cases = talk.ok("ticket.show", ticket="F001")["cases"]
    assert [case["state"] for case in cases[1:]] == ["received"] * 5
    assert talk.refused("ticket.release", ticket="F001", step_no=1, reason="x") == "wrong_state"
    assert talk.refused("ticket.release", ticket="F001", step_no=9, reason="x") == "invalid_value"
    assert talk.refused("ticket.release", ticket="F001", step_no=2, reason=" ") == "missing_reason"
    released = talk.ok("ticket.release", ticket="F001", step_no=2, reason="可以先办")["ticket"]
    assert released["state"] == "waiting"
    assert places(released) == {1: "done", 2: "ready", 3: "dropped", 4: "dropped"}
    assert talk.ok("queue.show", window="RC")["rows"][0]["rank_at"] == ticket["issued_at"]


def test_a_released_stop_waits_for_what_goes_on_and_drops_no_more(talk: Talk) -> None:
    ticket = talk.ok("reception.issue", bundle="B02")["ticket"]
    cases = [case for place in ticket["places"] for case in place["cases"]]
    talk.open(1, 2)
    talk.served(1)
    talk.serve(2)
    refused = [{"case": cases[1], "outcome": "refused", "note": "不符合"}]
    answer = talk.ok("counter.finish", counter=2, outcomes=refused)
    assert [place["step_no"] for place in answer["dropped"]] == [4]
    released = talk.ok("ticket.release", ticket="F001", step_no=4, reason="先行办理")["ticket"]
    assert places(released) == {1: "done", 2: "done", 3: "ready", 4: "blocked"}
    answer = talk.served(2)
    assert (answer["next"], answer["dropped"]) == (["CF"], [])


def test_the_outcome_of_a_neighbour_does_not_count(talk: Talk) -> None:
    ticket = talk.ok("reception.issue", items=["CF-10"], bundle="B02")["ticket"]
    neighbour, own = ticket["places"][0]["cases"]
    talk.open(1)
    talk.serve(1)
    given = [{"case": neighbour, "outcome": "refused", "note": "不符合"}]
    assert talk.ok("counter.finish", counter=1, outcomes=given)["next"] == ["RC", "JR"]
    assert talk.ok("case.show", case=own)["case"]["state"] == "received"


def test_a_stop_that_becomes_ready_beside_another_joins_it(talk: Talk) -> None:
    ticket = talk.ok("reception.issue", bundle="B04", windows=["GZ"])["ticket"]
    assert [(p["window"], p["state"]) for p in ticket["places"]] == [
        ("CF", "ready"),
        ("GZ", "blocked"),
        ("GZ", "ready"),
    ]
    talk.open(1)
    answer = talk.served(1)
    assert answer["next"] == ["GZ"]
    assert places(answer["ticket"]) == {1: "done", 2: "done", 3: "ready"}
    assert answer["ticket"]["places"][1]["end"] == "joined"
    assert len(answer["ticket"]["places"][2]["cases"]) == 3


# ---- Calling -----------------------------------------------------------------------------------


def test_all_age_alike_and_the_reason_says_why(talk: Talk) -> None:
    talk.open(1)
    talk.issue("CF-01")
    talk.at("2026-11-23T01:12:00Z")
    talk.issue("CF-01", priority={"class": "elderly", "reason": "身份证"})
    talk.at("2026-11-23T01:20:00Z")
    talk.issue("CF-01", priority={"class": "ill", "reason": "病历"})
    assert talk.labels(window="CF") == ["F002", "F001", "F003"]
    at_20 = talk.ok("queue.show", counter=1)["rows"]
    assert [row["waiting_minutes"] for row in at_20] == [8, 20, 0]
    assert [row["reason"]["code"] for row in at_20] == [
        "row_head_start",
        "row_arrival",
        "row_head_start",
    ]
    called = talk.ok("counter.call_next", counter=1)
    assert called["reason"] == {
        "code": "head_start",
        "values": {
            "label": "F002",
            "arrived": "2026-11-23T01:12:00Z",
            "other": "F001",
            "minutes": 3,
            "priority": "elderly",
            "head_start": 15,
        },
        "text": "下一位 F002：09:12 到达，老年人按早到 15 分钟计，排位比 F001 早 3 分钟。",
    }
    talk.ok("counter.start", counter=1)
    talk.ok("counter.finish", counter=1)
    called = talk.ok("counter.call_next", counter=1)
    assert (called["ticket"]["label"], called["window"]) == ("F001", "CF")
    assert called["reason"]["code"] == "same_moment" or called["reason"]["code"] == "first_come"


def test_of_one_moment_the_first_issued_is_first(talk: Talk) -> None:
    for _ in range(5):
        talk.issue("CF-01")
    assert talk.labels() == [f"F00{n}" for n in range(1, 6)]
    talk.open(1)
    called = talk.ok("counter.call_next", counter=1)
    assert (called["ticket"]["label"], called["reason"]["code"]) == ("F001", "same_moment")


def test_a_call_takes_the_ticket_out_of_every_line(talk: Talk) -> None:
    talk.open(1, 2, 3)
    talk.issue("CF-01", "RC-01")
    called = talk.ok("counter.call_next", counter=1)["ticket"]
    assert (called["state"], called["counter"], called["step_no"]) == ("called", 1, 1)
    assert places(called) == {1: "away", 2: "away"}
    assert talk.ok("counter.call_next", counter=2)["ticket"] is None
    assert talk.ok("counter.call_next", counter=2)["reason"] is None
    assert talk.refused("counter.call", counter=2, ticket="D001") == "unknown_ticket"
    assert talk.refused("counter.call", counter=2, ticket="F001") == "already_called"
    assert talk.refused("counter.call_next", counter=1) == "counter_busy"
    talk.ok("counter.start", counter=1)
    assert talk.refused("counter.call", counter=3, ticket="F001") == "already_called"
    assert talk.ok("counter.finish", counter=1)["next"] == ["RC"]
    again = talk.ok("counter.call_next", counter=2)["ticket"]
    assert (again["label"], again["step_no"]) == ("F001", 2)


def test_one_counter_for_two_windows_takes_one_stop_at_a_time(talk: Talk) -> None:
    talk.open(2)
    talk.issue("JR-05", "RC-01")
    assert talk.ok("counter.call_next", counter=2)["window"] == "JR"
    talk.ok("counter.start", counter=2)
    assert talk.ok("counter.finish", counter=2)["next"] == ["RC"]
    assert talk.ok("counter.call_next", counter=2)["window"] == "RC"


def test_calling_by_name_needs_a_place_in_line_here(talk: Talk) -> None:
    talk.open(1, 2, 4)
    talk.issue("CF-01")
    talk.issue("CF-01")
    assert talk.refused("counter.call", counter=2, ticket="F002") == "not_in_line_here"
    called = talk.ok("counter.call", counter=1, ticket="f002")
    assert (called["ticket"]["label"], called["window"]) == ("F002", "CF")
    talk.ok("ticket.cancel", ticket="F001", reason="走了")
    talk.ok("counter.start", counter=1)
    talk.ok("counter.finish", counter=1)
    assert talk.refused("counter.call", counter=1, ticket="F001") == "not_in_line_here"
    assert talk.refused("counter.call", counter=1, ticket="F009") == "unknown_ticket"


def test_a_counter_has_to_be_open(talk: Talk) -> None:
    talk.issue("CF-01")
    for verb in ("call_next", "pause", "close"):
        more = {"reason": "x"} if verb == "pause" else {}
        assert talk.refused(f"counter.{verb}", counter=1, **more) == "counter_not_open"
    talk.open(1)
    assert talk.refused("counter.pause", counter=1, reason="") == "missing_reason"
    assert talk.ok("counter.pause", counter=1, reason="用餐")["counter"]["state"] == "paused"
    assert talk.refused("counter.call_next", counter=1) == "counter_not_open"
    assert talk.refused("counter.call", counter=1, ticket="F001") == "counter_not_open"
    assert talk.ok("counter.resume_work", counter=1)["counter"]["state"] == "open"
    assert talk.refused("counter.resume_work", counter=1) == "wrong_state"
    talk.serve(1)
    talk.ok("counter.pause", counter=1, reason="用餐")
    assert talk.refused("counter.close", counter=1) == "counter_busy"
    assert talk.ok("counter.finish", counter=1)["ticket"]["state"] == "done"
    assert talk.ok("counter.close", counter=1)["counter"] == {
        "number": 1,
        "windows": ["CF"],
        "state": "closed",
        "staff": None,
        "opened_windows": [],
    }
    assert talk.refused("counter.call_next", counter=5) == "unknown_counter"


def test_what_a_counter_calls_is_what_all_three_allow(talk: Talk) -> None:
    talk.ok("staff.add", code="w3", name="王", roles=["window"], windows=["CF", "RC"])
    talk.issue("GZ-05")
    talk.issue("CF-01")
    assert talk.ok("counter.open", counter=3, staff="W3")["counter"]["opened_windows"] == [
        "GZ",
        "CF",
    ]
    assert talk.labels(counter=3) == ["F001"]
    assert talk.ok("counter.call_next", counter=3)["ticket"]["label"] == "F001"
    talk.ok("ticket.cancel", ticket="F001", reason="走了")
    answer = talk.say("counter.open", counter=3, staff="w3", windows=["RC"])
    assert answer["error"]["code"] == "counter_does_not_serve"
    talk.ok("counter.open", counter=3, staff="w3", windows=["gz"])
    assert talk.ok("counter.call_next", counter=3)["ticket"] is None
    talk.ok("staff.add", code="w3", name="王", roles=["window"])
    assert talk.ok("counter.call_next", counter=3)["ticket"]["label"] == "C001"


def test_opening_again_handing_over_and_being_elsewhere(talk: Talk) -> None:
    talk.open(1)
    before = talk.ok("journal.verify")["events"]
    talk.open(1)
    assert talk.ok("journal.verify")["events"] == before
    talk.issue("CF-01")
    talk.serve(1)
    handed = talk.ok("counter.open", counter=1, staff="relief")["counter"]
    assert handed["staff"] == "RELIEF"
    shown = talk.ok("counter.show", counter=1)
    assert shown["ticket"]["state"] == "serving"
    talk.at("2026-11-23T01:10:00Z")
    talk.ok("counter.finish", counter=1)
    intervals = talk.ok("ticket.show", ticket="F001")["intervals"]
    assert [i["staff"] for i in intervals if i["kind"] == "serving"] == ["W1", "RELIEF"]
    answer = talk.say("counter.open", counter=3, staff="relief")
    assert answer["error"]["code"] == "staff_elsewhere"
    assert answer["error"]["counter"] == 1
    talk.ok("counter.open", counter=3, staff="w1")
    talk.ok("counter.pause", counter=3, reason="核实")
    assert talk.ok("counter.open", counter=3, staff="w1")["counter"]["state"] == "open"


# ---- Not there ---------------------------------------------------------------------------------


def missed(talk: Talk, counter: int = 1) -> None:
    talk.ok("counter.call_next", counter=counter)
    talk.ok("counter.recall", counter=counter)
    talk.ok("counter.recall", counter=counter)
    talk.ok("counter.no_show", counter=counter)


def test_three_calls_before_a_no_show(talk: Talk) -> None:
    talk.open(1)
    talk.issue("CF-01")
    for verb in ("recall", "start", "no_show"):
        assert talk.refused(f"counter.{verb}", counter=1) == "wrong_state"
    assert talk.ok("counter.call_next", counter=1)["ticket"]["calls"] == 1
    answer = talk.say("counter.no_show", counter=1)["error"]
    assert (answer["code"], answer["calls"], answer["needed"]) == ("too_few_calls", 1, 3)
    talk.ok("counter.recall", counter=1)
    assert talk.refused("counter.no_show", counter=1) == "too_few_calls"
    talk.ok("counter.recall", counter=1)
    ticket = talk.ok("counter.no_show", counter=1)["ticket"]
    assert (ticket["state"], places(ticket)) == ("missed", {1: "away"})
    assert talk.ok("counter.show", counter=1)["ticket"] is None
    assert talk.labels() == []
    talk.ok("settings.set", key="calls_before_no_show", value=1)
    talk.issue("CF-01")
    talk.ok("counter.call_next", counter=1)
    talk.ok("counter.no_show", counter=1)


def test_a_second_miss_ends_the_visit(talk: Talk) -> None:
    talk.open(1)
    answer = talk.issue("CF-01", "RC-01")
    missed(talk)
    talk.ok("ticket.reinstate", ticket="F001")
    missed(talk)
    shown = talk.ok("ticket.show", ticket="F001")
    assert shown["ticket"]["state"] == "missed"
    assert places(shown["ticket"]) == {1: "dropped", 2: "dropped"}
    assert [case["state"] for case in shown["cases"]] == ["withdrawn", "withdrawn"]
    for verb in ("reinstate", "cancel", "void"):
        more = {} if verb == "reinstate" else {"reason": "x"}
        assert talk.refused(f"ticket.{verb}", ticket="F001", **more) == "wrong_state"
    assert answer["ticket"]["misses"] == 0


@pytest.mark.parametrize(
    ("waiting", "behind", "order"),
    [
        (5, None, ["F002", "F003", "F004", "F001", "F005", "F006"]),
        (2, None, ["F002", "F003", "F001"]),
        (0, None, ["F001"]),
        (5, 1, ["F002", "F001", "F003", "F004", "F005", "F006"]),
        (5, 0, ["F001", "F002", "F003", "F004", "F005", "F006"]),
    ],
)
def test_a_reinstated_ticket_stands_behind_three_others(
    talk: Talk, waiting: int, behind: int | None, order: list[str]
) -> None:
    if behind is not None:
        talk.ok("settings.set", key="positions_behind", value=behind)
    talk.open(1)
    talk.issue("CF-01")
    missed(talk)
    for minute in range(waiting):
        talk.at(f"2026-11-23T01:1{minute}:00Z")
        talk.issue("CF-01")
    talk.ok("ticket.reinstate", ticket="F001")
    assert talk.labels() == order
    assert talk.refused("ticket.reinstate", ticket="F001") == "wrong_state"
    if waiting == 5 and behind is None:
        row = talk.ok("queue.show")["rows"][3]
        assert row["reason"]["code"] == "reinstated"
        called = talk.ok("counter.call", counter=1, ticket="F001")
        assert called["window"] == "CF"


def test_reinstating_counts_at_each_window_apart(talk: Talk) -> None:
    talk.open(1)
    talk.issue("CF-01", "RC-01")
    missed(talk)
    for minute in range(4):
        talk.at(f"2026-11-23T01:1{minute}:00Z")
        talk.issue("CF-01")
    talk.ok("ticket.reinstate", ticket="F001")
    assert talk.labels(window="CF") == ["F002", "F003", "F004", "F001", "F005"]
    assert talk.labels(window="RC") == ["F001"]


# ---- Giving up ---------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["cancel", "void"])
def test_giving_up_drops_the_places_and_withdraws_untouched_cases(talk: Talk, verb: str) -> None:
    talk.open(1, 2)
    talk.issue("CF-01", "RC-01")
    talk.serve(1)
    case = talk.ok("counter.show", counter=1)["cases"][0]["id"]
    assert talk.refused(f"ticket.{verb}", ticket="F001", reason="x") == "wrong_state"
    talk.ok("counter.finish", counter=1, outcomes=[{"case": case, "outcome": "accepted"}])
    assert talk.refused(f"ticket.{verb}", ticket="F001", reason="  ") == "missing_reason"
    ticket = talk.ok(f"ticket.{verb}", ticket="F001", reason="有急事")["ticket"]
    assert ticket["state"] == {"cancel": "cancelled", "void": "void"}[verb]
    assert places(ticket) == {1: "done", 2: "dropped"}
    states = [one["state"] for one in talk.ok("ticket.show", ticket="F001")["cases"]]
    assert states == ["accepted", "withdrawn"]
    assert talk.refused("ticket.release", ticket="F001", step_no=2, reason="x") == "wrong_state"
    assert talk.issue("CF-01")["ticket"]["label"] == "F002", "never recycled"


@pytest.mark.parametrize("verb", ["cancel", "void"])
@pytest.mark.parametrize("state", ["waiting", "called", "held", "missed"])
def test_one_may_give_up_from_these_states(talk: Talk, verb: str, state: str) -> None:
    talk.open(1)
    talk.issue("CF-01")
    if state == "called":
        talk.ok("counter.call_next", counter=1)
    elif state == "held":
        talk.serve(1)
        talk.ok("counter.hold", counter=1)
    elif state == "missed":
        missed(talk)
    assert talk.ok("ticket.show", ticket="F001")["ticket"]["state"] == state
    talk.ok(f"ticket.{verb}", ticket="F001", reason="有急事")
    assert talk.ok("counter.show", counter=1)["ticket"] is None
    assert talk.refused(f"ticket.{verb}", ticket="F001", reason="有急事") == "wrong_state"
    talk.sound()


# ---- At the counter ----------------------------------------------------------------------------


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


# ---- Looking -----------------------------------------------------------------------------------


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
