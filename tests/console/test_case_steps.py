"""A case, step by step: outcomes at the counter, steps from the desk, papers, lists."""

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


# ---- Outcomes at the counter ---------------------------------------------------------------------


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


# ---- Moves ---------------------------------------------------------------------------------------

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


@pytest.mark.parametrize("verb", ["refuse", "withdraw", "terminate"])
def test_a_case_that_has_ended_awaits_no_material(talk: Talk, verb: str) -> None:
    case = case_of(talk, "CF-01")
    talk.ok("case.gap", case=case, **STEPS["gap"])
    assert shown(talk, case)["gap_open"] is True
    ended = talk.ok(f"case.{verb}", case=case, **STEPS[verb])["case"]
    assert ended["gap_open"] is False
    file = talk.ok("case.show", case=case)
    assert file["case"]["gap_open"] is False
    states = {one["name"]: one["state"] for one in file["materials"]}
    assert states[LETTER] == "missing", "promised no more"
    talk.sound()


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


# ---- Papers and lists ----------------------------------------------------------------------------


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
