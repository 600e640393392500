"""The door: one number for everything, and the steps of a bundle."""

from __future__ import annotations

from typing import Any

import pytest

from tests.talk import Talk, places

DEFERRABLE = "授权委托书（非法定代表人办理时）"


# ---- The door ------------------------------------------------------------------------------------


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


# ---- Bundles -------------------------------------------------------------------------------------


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
