"""Who is called, by whom, why; who is not there; who gives up."""

from __future__ import annotations

import pytest

from tests.talk import Talk, places

# ---- Calling -------------------------------------------------------------------------------------


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
        "alive": None,
        "help": None,
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


# ---- Not there -----------------------------------------------------------------------------------


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


# ---- Giving up -----------------------------------------------------------------------------------


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
