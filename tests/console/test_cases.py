"""A case to its end: outcomes at the counter, steps from the desk, dates, papers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.talk import Answer, Talk

LETTER = "授权委托书（非法定代表人办理时）"
"""CF-01's one material that may come later."""

KINDS = {
    "accepted": ["acceptance_notice"],
    "gap": ["acceptance_notice", "gap_promise"],
    "supplement": ["one_time_notice"],
    "refused": ["refusal_notice"],
    "forwarded": ["forwarding_slip"],
    "resolved": ["resolution_receipt"],
    "withdrawn": [],
}


def case_of(talk: Talk, item: str, **fields: Any) -> str:
    """Take an item in by phone; returns the case's id."""
    [case] = talk.issue(item, door="phone", **fields)["cases"]
    return str(case["id"])


def shown(talk: Talk, case: str) -> Answer:
    """Return a case as it is."""
    found: Answer = talk.ok("case.show", case=case)["case"]
    return found


# ---- Outcomes at the counter -------------------------------------------------------------------


@pytest.mark.parametrize("outcome", list(KINDS))
def test_each_outcome_makes_its_papers(talk: Talk, outcome: str) -> None:
    talk.open(1)
    issued = talk.issue("CF-01", "CF-05")
    talk.serve(1)
    first, second = (case["id"] for case in issued["cases"])
    given = {"case": first, "outcome": outcome, "note": "说明", "to": "市局", "missing": [LETTER]}
    answer = talk.ok("counter.finish", counter=1, outcomes=[given])
    assert [paper["kind"] for paper in answer["papers"]] == KINDS[outcome]
    assert [paper["number"] for paper in answer["papers"]] == [
        f"{kind}-2026-00001" for kind in KINDS[outcome]
    ]
    state = {"supplement": "supplementing", "gap": "accepted"}.get(outcome, outcome)
    assert [case["state"] for case in answer["cases"]] == [state, "received"]
    assert [case["id"] for case in answer["undecided"]] == [second]
    assert answer["ticket"]["state"] == "done"
    talk.sound()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"outcome": "done"}, "invalid_value"),
        ({"outcome": "supplement"}, "missing_field"),
        ({"outcome": "supplement", "missing": ["身份证明啊"]}, "invalid_value"),
        ({"outcome": "gap"}, "missing_field"),
        ({"outcome": "gap", "missing": ["公司章程"]}, "not_deferrable"),
        ({"outcome": "gap", "missing": [LETTER, "公司章程"]}, "not_deferrable"),
        ({"outcome": "gap", "missing": ["没有的材料"]}, "invalid_value"),
        ({"outcome": "refused"}, "missing_reason"),
        ({"outcome": "refused", "note": " "}, "missing_reason"),
        ({"outcome": "forwarded"}, "missing_field"),
        ({"outcome": "accepted", "case": "CF-20261123-0002"}, "unknown_case"),
        ({"outcome": "accepted", "case": "CF-20261123-0009"}, "unknown_case"),
    ],
)
def test_one_faulty_outcome_refuses_the_whole_finish(talk: Talk, given: Answer, code: str) -> None:
    talk.open(1)
    first, good = (case["id"] for case in talk.issue("CF-01", "CF-06")["cases"][:2])
    other = case_of(talk, "CF-05")
    talk.serve(1)
    before = talk.ok("journal.verify")["events"]
    if given.get("case") == "CF-20261123-0002":
        given = {**given, "case": other}
    outcomes = [{"case": good, "outcome": "resolved"}, {"case": first, **given}]
    assert talk.refused("counter.finish", counter=1, outcomes=outcomes) == code
    assert talk.ok("journal.verify")["events"] == before
    assert shown(talk, good)["state"] == "received"
    done = talk.ok("counter.finish", counter=1, outcomes=outcomes[:1])
    assert done["papers"][0]["number"] == "resolution_receipt-2026-00001", "no number was lost"


def test_one_case_has_one_outcome(talk: Talk) -> None:
    talk.open(1)
    [case] = talk.issue("CF-05")["cases"]
    talk.serve(1)
    twice = [{"case": case["number"].lower(), "outcome": "resolved"}] * 2
    assert talk.refused("counter.finish", counter=1, outcomes=twice) == "invalid_value"
    assert talk.ok("counter.finish", counter=1, outcomes=twice[:1])["undecided"] == []


def test_someone_comes_back_for_a_case(talk: Talk) -> None:
    talk.open(1)
    case = case_of(talk, "CF-04")
    talk.ok("case.accept", case=case)
    answer = talk.ok("reception.issue", cases=[case], windows=["CF"])
    assert [place["cases"] for place in answer["ticket"]["places"]] == [[case]]
    talk.serve(1)
    done = [{"case": case, "outcome": "resolved"}]
    assert talk.ok("counter.finish", counter=1, outcomes=done)["cases"][0]["state"] == "resolved"
    again = talk.ok("reception.issue", cases=[case])
    assert again["cases"][0]["state"] == "resolved"
    talk.ok("case.deliver", case=case)
    assert talk.refused("reception.issue", cases=[case]) == "wrong_state"
    talk.ok("ticket.cancel", ticket=again["ticket"]["id"], reason="领过了")
    assert shown(talk, case)["state"] == "delivered"


def test_giving_up_leaves_the_case_one_came_back_for_alone(talk: Talk) -> None:
    case = case_of(talk, "CF-04")
    talk.ok("reception.issue", cases=[case])
    talk.ok("ticket.cancel", ticket="F001", reason="走了")
    assert shown(talk, case)["state"] == "received"


# ---- Moves -------------------------------------------------------------------------------------

STEPS: dict[str, Answer] = {
    "accept": {},
    "supplement": {"missing": ["公司章程"], "reason": "缺页"},
    "supplemented": {},
    "gap": {"missing": [LETTER]},
    "gap_filled": {},
    "resolve": {},
    "forward": {"to": "省局"},
    "refuse": {"note": "不符合"},
    "extend": {"days": 1, "reason": "检测"},
    "withdraw": {"reason": "不办了"},
    "terminate": {"reason": "到期"},
    "assign": {"staff": "anna"},
    "deliver": {},
}
WAYS: dict[str, list[str]] = {
    "received": [],
    "accepted": ["accept"],
    "supplementing": ["supplement"],
    "resolved": ["resolve"],
    "forwarded": ["forward"],
    "refused": ["refuse"],
    "withdrawn": ["withdraw"],
    "terminated": ["accept", "terminate"],
    "delivered": ["resolve", "deliver"],
}
ALLOWED = {
    "received": {"accept", "supplement", "gap", "resolve", "forward", "refuse", "withdraw"},
    "accepted": {"supplement", "resolve", "forward", "refuse", "withdraw", "terminate"},
    "supplementing": {"supplemented", "withdraw", "terminate"},
    "forwarded": {"resolve", "withdraw"},
    "resolved": {"deliver"},
}


@pytest.mark.parametrize("state", list(WAYS))
def test_from_each_state_only_its_moves(talk: Talk, state: str) -> None:
    talk.at("2026-11-19T01:00:00Z")  # does not take the site back: it is Monday there
    allowed = set(ALLOWED.get(state, set()))
    if state in ("received", "accepted", "supplementing", "forwarded"):
        allowed.add("assign")
    for verb, more in STEPS.items():
        case = case_of(talk, "CF-01")
        for step in WAYS[state]:
            talk.ok(f"case.{step}", case=case, **STEPS[step])
        assert shown(talk, case)["state"] == state
        answer = talk.say(f"case.{verb}", case=case, **more)
        if verb == "extend" and state == "accepted":
            assert answer["ok"], "one working day before the limit"
        elif verb in allowed:
            assert answer["ok"], (verb, answer)
        else:
            assert answer["error"]["code"] == "wrong_state", (verb, answer)
    talk.sound()


@pytest.mark.parametrize(
    ("verb", "fields", "code"),
    [
        ("supplement", {"missing": []}, "missing_field"),
        ("supplement", {"missing": ["没有的"]}, "invalid_value"),
        ("gap", {"missing": ["公司章程"]}, "not_deferrable"),
        ("refuse", {"note": ""}, "missing_reason"),
        ("refuse", {}, "missing_field"),
        ("withdraw", {"reason": " "}, "missing_reason"),
        ("forward", {"to": " "}, "missing_field"),
        ("forward", {}, "missing_field"),
        ("assign", {}, "missing_field"),
    ],
)
def test_a_step_without_what_it_needs(talk: Talk, verb: str, fields: Answer, code: str) -> None:
    assert talk.refused(f"case.{verb}", case=case_of(talk, "CF-01"), **fields) == code
    assert talk.refused(f"case.{verb}", case="CF-1", **STEPS[verb]) == "unknown_case"


def test_papers_of_the_steps_from_the_desk(talk: Talk) -> None:
    def kinds(verb: str, case: str) -> list[str]:
        papers = talk.ok(f"case.{verb}", case=case, **STEPS[verb])["papers"]
        return [paper["kind"] for paper in papers]

    one, two = case_of(talk, "CF-01"), case_of(talk, "CF-01")
    assert kinds("supplement", one) == ["one_time_notice"]
    assert kinds("supplemented", one) == []
    assert kinds("accept", one) == ["acceptance_notice"]
    assert kinds("extend", one) == []
    assert kinds("forward", one) == ["forwarding_slip"]
    assert kinds("resolve", one) == ["resolution_receipt"]
    assert kinds("deliver", one) == []
    assert kinds("gap", two) == ["acceptance_notice", "gap_promise"]
    assert kinds("gap_filled", two) == []
    assert kinds("refuse", two) == ["refusal_notice"]
    assert shown(talk, two)["refused_at"] == "decision"
    timeline = [row["kind"] for row in talk.ok("case.show", case=one)["timeline"]]
    assert timeline[:3] == ["case.received", "case.supplement_asked", "case.supplemented"]
    papers = [paper["number"] for paper in talk.ok("case.show", case=one)["papers"]]
    assert papers == [
        "one_time_notice-2026-00001",
        "acceptance_notice-2026-00001",
        "forwarding_slip-2026-00001",
        "resolution_receipt-2026-00001",
    ]


# ---- Dates -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "at", "due", "provisional"),
    [
        ("CF-01", "2026-11-23T01:00:00Z", "2026-11-24", False),  # promised 1, Monday
        ("CF-01", "2026-11-23T09:00:00Z", "2026-11-24", False),  # 17:00:00, not after the hours
        ("CF-01", "2026-11-23T09:00:01Z", "2026-11-25", False),  # after the hours: as on Tuesday
        ("CF-01", "2026-11-23T19:30:00Z", "2026-11-25", False),  # 03:30, still Monday's day
        ("CF-01", "2026-11-28T02:00:00Z", "2026-12-01", False),  # Saturday: as on Monday
        ("CF-05", "2026-11-23T01:00:00Z", "2026-11-24", False),  # promised 0: the next working day
        ("CF-05", "2026-11-27T01:00:00Z", "2026-11-30", False),  # Friday
        ("RC-01", "2026-11-23T01:00:00Z", "2026-11-24", False),  # 15 natural days are later
        ("RC-13", "2026-11-23T01:00:00Z", "2026-11-24", False),
        ("GZ-06", "2026-11-23T01:00:00Z", "2026-12-07", False),  # 10 working days; a month later
        ("RC-09", "2026-11-23T01:00:00Z", "2026-11-26", False),  # the authority's 5 are not ours
        ("PP-01", "2026-11-23T01:00:00Z", "2026-11-24", False),
        ("PP-04", "2026-12-23T01:00:00Z", "2027-01-04", True),  # 7; beyond 2026 it is computed
        ("CF-01", "2026-12-30T01:00:00Z", "2026-12-31", False),  # the calendar's last day
        ("CF-01", "2026-12-31T01:00:00Z", "2027-01-04", True),
    ],
)
def test_when_a_case_is_due(talk: Talk, item: str, at: str, due: str, provisional: bool) -> None:
    talk.at(at)
    case = talk.ok("case.accept", case=case_of(talk, item))["case"]
    assert (case["due_on"], case["provisional"]) == (due, provisional)


@pytest.mark.parametrize(
    ("accepted_on", "days", "basis", "due", "provisional"),
    [
        ("2026-11-23", 0, "working", "2026-11-24", False),
        ("2026-11-23", 0, "natural", "2026-11-24", False),
        ("2026-11-23", 0, "month", "2026-11-24", False),
        ("2026-11-28", 1, "working", "2026-11-30", False),  # a day off is not moved here
        ("2026-11-23", 5, "natural", "2026-11-30", False),  # Saturday moves to Monday
        ("2026-09-18", 1, "working", "2026-09-20", False),  # the shifted Sunday
        ("2026-09-30", 1, "working", "2026-10-08", False),
        ("2026-01-31", 1, "month", "2026-02-28", False),  # a shifted Saturday: a working day
        ("2026-01-31", 3, "month", "2026-04-30", False),
        ("2024-01-31", 1, "month", "2024-02-29", False),
        ("2026-12-30", 1, "working", "2026-12-31", False),
        ("2026-12-31", 1, "working", "2027-01-04", True),
        ("2026-12-31", 1, "month", "2027-02-01", True),
        ("2030-05-01", 10, "working", "2030-05-16", True),
    ],
)
def test_calendar_due(
    talk: Talk, accepted_on: str, days: int, basis: str, due: str, provisional: bool
) -> None:
    fields = {"accepted_on": accepted_on, "days": days, "basis": basis}
    answer = talk.ok("calendar.due", **fields)
    assert (answer["due_on"], answer["provisional"]) == (due, provisional)


def test_a_basis_has_one_of_three_names(talk: Talk) -> None:
    fields = {"accepted_on": "2026-11-23", "days": 1, "basis": "weeks"}
    assert talk.refused("calendar.due", **fields) == "invalid_value"


def test_a_supplement_from_received_has_no_date_yet(talk: Talk) -> None:
    case = case_of(talk, "CF-04")
    asked = talk.ok("case.supplement", case=case, missing=["营业执照"])["case"]
    assert (asked["state"], asked["due_on"]) == ("supplementing", None)
    talk.at("2026-12-01T01:00:00Z")
    assert talk.ok("case.supplemented", case=case)["case"]["state"] == "received"
    assert talk.ok("case.accept", case=case)["case"]["due_on"] == "2026-12-04"


def test_a_supplement_from_accepted_stops_the_clock(talk: Talk) -> None:
    case = case_of(talk, "CF-04")  # promised 3
    assert talk.ok("case.accept", case=case)["case"]["due_on"] == "2026-11-26"
    talk.at("2026-11-24T01:00:00Z")
    missing = {"missing": ["营业执照"]}
    assert talk.refused("case.supplement", case=case, **missing) == "missing_reason"
    talk.ok("case.supplement", case=case, **missing, reason="看不清")
    assert shown(talk, case)["light"] == "stopped"
    talk.at("2026-12-01T01:00:00Z")
    assert shown(talk, case)["overdue"] is False
    back = talk.ok("case.supplemented", case=case)["case"]
    assert (back["state"], back["due_on"]) == ("accepted", "2026-12-03")  # 5 working days later


def test_asking_for_new_materials_again_needs_a_reason(talk: Talk) -> None:
    case = case_of(talk, "CF-01")
    talk.ok("case.supplement", case=case, missing=["公司章程"])
    talk.ok("case.supplemented", case=case)
    assert talk.refused("case.supplement", case=case, missing=["经办人身份证"]) == "missing_reason"
    talk.ok("case.supplement", case=case, missing=["公司章程"])
    talk.ok("case.supplemented", case=case)
    talk.ok("case.supplement", case=case, missing=["经办人身份证"], reason="新规定")


def test_a_gap_is_promised_until_two_working_days_before_it_is_due(talk: Talk) -> None:
    case = case_of(talk, "GZ-08")  # promised 5: due on the 30th
    answer = talk.ok("case.gap", case=case, missing=["水质检测报告"])["case"]
    assert (answer["due_on"], answer["gap_until"]) == ("2026-11-30", "2026-11-26")
    assert talk.refused("case.resolve", case=case) == "gap_open"
    assert talk.refused("case.forward", case=case, to="省局") == "gap_open"
    talk.at("2026-11-26T01:00:00Z")
    filled = talk.ok("case.gap_filled", case=case)["case"]
    assert (filled["gap_open"], filled["due_on"]) == (False, "2026-11-30")
    assert talk.refused("case.gap_filled", case=case) == "wrong_state"
    talk.ok("case.resolve", case=case)
    short = talk.ok("case.gap", case=case_of(talk, "CF-01"), missing=[LETTER])["case"]
    assert (short["due_on"], short["gap_until"]) == ("2026-11-27", "2026-11-27")


def test_a_setting_lets_a_gap_stop_the_clock(talk: Talk) -> None:
    talk.ok("settings.set", key="gap_stops_clock", value=True)
    case = case_of(talk, "GZ-08")
    talk.ok("case.gap", case=case, missing=["水质检测报告"])
    talk.at("2026-11-25T01:00:00Z")
    assert talk.ok("case.gap_filled", case=case)["case"]["due_on"] == "2026-12-02"


@pytest.mark.parametrize("written_by", ["close", "command", "look", "clock"])
def test_a_gap_not_filled_lapses_with_notice(talk: Talk, written_by: str) -> None:
    case = case_of(talk, "GZ-08")
    talk.ok("case.gap", case=case, missing=["水质检测报告"])
    talk.at("2026-11-26T10:00:00Z")
    assert shown(talk, case)["state"] == "accepted", "the whole day is left"
    match written_by:
        case "close":
            assert talk.ok("day.close")["closed"] is True
        case "command":
            talk.at("2026-11-26T20:00:00Z")
            talk.ok("enterprise.save", name="甲")
        case "look":
            talk.clock.set(talk.clock.now().replace(day=27))
            talk.ok("queue.show")
        case _:
            talk.at("2026-11-26T20:00:00Z")
    file = talk.ok("case.show", case=case)
    assert file["case"]["state"] == "terminated"
    assert [paper["kind"] for paper in file["papers"]][-1] == "resolution_receipt"
    talk.sound()


def test_an_extension_is_given_once_in_time_and_not_too_long(talk: Talk) -> None:
    case = case_of(talk, "CF-04")
    assert talk.refused("case.extend", case=case, days=1, reason="x") == "wrong_state"
    talk.ok("case.accept", case=case)  # due on Thursday the 26th
    for days in (0, 11, -1, 10**20):
        assert talk.refused("case.extend", case=case, days=days, reason="x") == "invalid_value"
    assert talk.refused("case.extend", case=case, days=1, reason="") == "missing_reason"
    talk.at("2026-11-26T01:00:00Z")
    assert talk.refused("case.extend", case=case, days=1, reason="x") == "extension_too_late"
    second = case_of(talk, "CF-04")
    talk.ok("case.accept", case=second)  # due on Tuesday, 1 December
    talk.at("2026-11-30T15:59:00Z")
    longer = talk.ok("case.extend", case=second, days=10, reason="等待检测")["case"]
    assert (longer["due_on"], longer["extended_to"]) == ("2026-12-15", "2026-12-15")
    assert talk.refused("case.extend", case=second, days=1, reason="x") == "wrong_state"


def test_overdue_from_the_day_after(talk: Talk) -> None:
    case = case_of(talk, "CF-01")
    talk.ok("case.accept", case=case)
    talk.at("2026-11-24T15:00:00Z")
    assert shown(talk, case)["overdue"] is False
    talk.at("2026-11-25T01:00:00Z")
    assert (shown(talk, case)["overdue"], shown(talk, case)["light"]) == (True, "overdue")
    late = [one["id"] for one in talk.ok("case.list", overdue=True)["cases"]]
    assert late == [case]
    assert talk.ok("case.list", overdue=False)["cases"] == []


def test_an_imported_calendar_moves_due_dates(talk: Talk, tmp_path: Path) -> None:
    moving, staying = case_of(talk, "CF-04"), case_of(talk, "CF-01")
    talk.ok("case.accept", case=moving)
    talk.ok("case.accept", case=staying)
    days = tmp_path / "days.csv"
    days.write_text("day,working\n2026-11-25,0\n2026-11-28,1\n", "utf-8")
    answer = talk.ok("calendar.import", path=str(days))
    assert answer["days"] == 2
    assert [(one["id"], one["due_on"]) for one in answer["moved"]] == [(moving, "2026-11-27")]
    days.write_text("day,working\n2026-11-31,0\n", "utf-8")
    assert talk.refused("calendar.import", path=str(days)) == "invalid_value"
    assert talk.refused("calendar.import", path=str(tmp_path / "none")) == "not_found"
    assert shown(talk, moving)["due_on"] == "2026-11-27"
    talk.sound()


# ---- Papers and lists --------------------------------------------------------------------------


def test_numbers_of_papers_have_no_holes_and_void_ones_stay(talk: Talk) -> None:
    papers = [talk.ok("case.accept", case=case_of(talk, "CF-01"))["papers"][0] for _ in range(3)]
    assert [paper["number"][-5:] for paper in papers] == ["00001", "00002", "00003"]
    assert talk.refused("paper.void", paper=papers[1]["id"], reason="") == "missing_reason"
    void = talk.ok("paper.void", paper=papers[1]["number"], reason="打错")["paper"]
    assert (void["void"], void["number"]) == (True, papers[1]["number"])
    for verb in ("paper.reprint", "paper.printed", "paper.void"):
        wishes: dict[str, Answer] = {"paper.printed": {"ok": True}, "paper.void": {"reason": "x"}}
        more = wishes.get(verb, {})
        assert talk.refused(verb, paper=papers[1]["id"], **more) == "wrong_state"
    other = talk.ok("case.resolve", case=case_of(talk, "CF-01"))["papers"]
    assert [paper["number"] for paper in other] == ["resolution_receipt-2026-00001"]
    talk.at("2027-01-04T01:00:00Z")
    [new] = talk.ok("case.accept", case=case_of(talk, "CF-01"))["papers"]
    assert new["number"] == "acceptance_notice-2027-00001"


def test_the_print_state(talk: Talk, tmp_path: Path) -> None:
    [slip] = talk.issue("CF-01")["papers"]
    assert (slip["printed"], slip["reprints"], slip["void"]) == (False, 0, False)
    target = tmp_path / "slip.pdf"
    for width in (None, "58", "80", "A5", "a4"):
        answer = talk.ok("paper.pdf", paper=slip["id"], path=str(target), width=width)
        assert answer["path"] == str(target)
        assert answer["pages"] >= 1
        assert target.read_bytes().startswith(b"%PDF")
    assert talk.refused("paper.pdf", paper=slip["id"], path=str(target), width="A0") == (
        "invalid_value"
    )
    assert talk.ok("ticket.show", ticket="F001")["papers"] == [slip]
    assert talk.ok("paper.printed", paper=slip["id"], ok=False)["paper"]["printed"] is False
    assert talk.ok("paper.printed", paper=slip["id"], ok=True)["paper"]["printed"] is True
    assert talk.ok("paper.reprint", paper=slip["id"])["paper"]["reprints"] == 1
    assert talk.refused("paper.reprint", paper="F009") == "unknown_paper"
    missing = str(tmp_path / "none" / "slip.pdf")
    assert talk.refused("paper.pdf", paper=slip["id"], path=missing) == "not_found"


def test_lists_of_cases(talk: Talk) -> None:
    firm = talk.ok("enterprise.save", name="甲公司")["enterprise"]["id"]
    old = case_of(talk, "CF-01")
    talk.at("2026-11-23T01:00:01Z")
    mine = case_of(talk, "RC-01", enterprise=firm)
    talk.at("2026-11-23T01:00:02Z")
    newest = case_of(talk, "CF-05")
    talk.ok("case.accept", case=old)

    def ids(**where: Any) -> list[str]:
        return [case["id"] for case in talk.ok("case.list", **where)["cases"]]

    assert ids() == [newest, mine, old]
    assert ids(limit=1) == [newest]
    assert ids(limit=1, after=newest) == [mine]
    assert ids(state="accepted") == [old]
    assert ids(window="cf") == [newest, old]
    assert ids(enterprise=firm) == [mine]
    assert talk.refused("case.list", state="open") == "invalid_value"
    assert talk.refused("case.list", window="XX") == "unknown_window"
    assert talk.refused("case.list", enterprise="x") == "unknown_enterprise"
    assert talk.refused("case.list", after="x") == "unknown_case"
    talk.ok("case.assign", case=mine, staff="anna")
    assert shown(talk, mine)["assigned_to"] == "ANNA"
