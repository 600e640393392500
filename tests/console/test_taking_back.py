"""A finish, a no-show or a decision that was a mistake is taken back; help is called for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import SqlStore
from tests.console.test_roles import enforce
from tests.talk import MORNING, Answer, Talk, make_site, places, talking

WHY = {"reason": "点错了"}


@pytest.fixture
def talk(empty: str) -> Iterator[Talk]:
    """Give a desk on each engine, whose journal is sound at the end."""
    make_site(empty)
    with talking(empty) as one:
        one.at(MORNING)
        yield one
        one.sound()
        assert one.ok("journal.rebuild", staff="A")["same"]


def _outcome(issued: Answer, turn: int, outcome: str, **more: object) -> Answer:
    return {"case": issued["cases"][turn]["id"], "outcome": outcome, **more}


def test_a_finish_is_taken_back_with_its_outcomes_and_papers(talk: Talk) -> None:
    """The visitor is served on; the stop, the other stops, the cases are as they were."""
    talk.open(1, 2)
    issued = talk.issue("CF-01", "CF-02", "RC-01")
    before = talk.serve(1)
    talk.at("2026-11-23T01:05:00Z")
    outcomes = [_outcome(issued, 0, "resolved"), _outcome(issued, 1, "refused", note="不符")]
    done = talk.ok("counter.finish", counter=1, outcomes=outcomes)
    assert len(done["papers"]) == 2
    talk.at("2026-11-23T01:06:00Z")
    assert talk.refused("counter.undo", counter=1, reason=" ") == "missing_reason"
    undone = talk.ok("counter.undo", counter=1, **WHY)
    assert undone["ticket"] == {**before, "fence": 2}
    assert [case["state"] for case in undone["cases"]] == ["received", "received"]
    assert [paper["void"] for paper in undone["papers"]] == [True, True]
    after = talk.ok("ticket.show", ticket="F001")
    spans = [one for one in after["intervals"] if one["ended_at"] is None]
    assert [(one["kind"], one["started_at"], one["counter"]) for one in spans] == [
        ("serving", MORNING, 1)
    ]
    assert talk.labels() == []
    file = talk.ok("case.show", case=issued["cases"][0]["id"])
    last = file["timeline"][-2]
    assert (last["kind"], last["text"]) == ("case.restored", "点错了")
    assert last["values"] == {"undone": "case.resolved", "state": "received"}
    assert talk.refused("counter.undo", counter=1, **WHY) == "counter_busy"
    again = talk.ok("counter.finish", counter=1, ticket="F001", fence=2)
    assert again["next"] == ["RC"]
    assert talk.ok("counter.call_next", counter=2)["ticket"]["label"] == "F001"
    assert talk.refused("counter.undo", counter=1, **WHY) == "undo_too_late"


def test_a_no_show_is_taken_back_the_second_one_with_its_cases(talk: Talk) -> None:
    talk.ok("settings.set", key="calls_before_no_show", value=1)
    talk.open(1)
    issued = talk.issue("CF-01")
    talk.ok("counter.call_next", counter=1)
    missed = talk.ok("counter.no_show", counter=1)["ticket"]
    assert (missed["state"], missed["misses"]) == ("missed", 1)
    here = talk.ok("counter.undo", counter=1, **WHY)["ticket"]
    assert (here["state"], here["misses"], here["counter"]) == ("called", 0, 1)
    talk.ok("counter.no_show", counter=1)
    talk.ok("ticket.reinstate", ticket="F001")
    assert talk.refused("counter.undo", counter=1, **WHY) == "undo_too_late"
    talk.ok("counter.call_next", counter=1)
    talk.ok("counter.no_show", counter=1)
    assert talk.ok("case.show", case=issued["cases"][0]["id"])["case"]["state"] == "withdrawn"
    here = talk.ok("counter.undo", counter=1, **WHY)
    assert (here["ticket"]["state"], places(here["ticket"])) == ("called", {1: "away"})
    assert [case["state"] for case in here["cases"]] == ["received"]
    talk.ok("counter.start", counter=1)


def test_what_cannot_be_taken_back_at_a_counter(talk: Talk) -> None:
    """Nothing yet, a transfer, another ticket than was meant, a day that is closed."""
    talk.open(1, 2)
    assert talk.refused("counter.undo", counter=1, **WHY) == "nothing_to_undo"
    assert talk.refused("counter.undo", counter=3, **WHY) == "counter_not_open"
    for _ in range(3):
        talk.issue("CF-01")
    talk.served(1)
    talk.serve(1)
    talk.ok("counter.transfer", counter=1, to="RC")
    assert talk.refused("counter.undo", counter=1, **WHY) == "nothing_to_undo"
    talk.served(1)
    assert talk.refused("counter.undo", counter=1, ticket="F001", **WHY) == "undo_too_late"
    talk.ok("day.close", outcomes=[{"ticket": "F002", "end": "left", "reason": "走了"}])
    assert talk.refused("counter.undo", counter=1, ticket="F003", **WHY) == "undo_too_late"


def test_a_case_that_went_on_holds_the_finish_in_place(talk: Talk) -> None:
    talk.open(1)
    issued = talk.issue("CF-01")
    talk.served(1, _outcome(issued, 0, "accepted"))
    talk.ok("case.assign", case=issued["cases"][0]["id"], staff="w1")
    talk.ok("case.resolve", case=issued["cases"][0]["id"])
    assert talk.refused("counter.undo", counter=1, **WHY) == "undo_too_late"
    assert talk.ok("case.undo", case=issued["cases"][0]["id"], **WHY)["case"]["state"] == "accepted"


def test_decisions_are_taken_back_one_after_the_other(talk: Talk) -> None:
    """Delivered, resolved, extended, accepted with a gap: down to what it was when it came."""
    case = talk.issue("GZ-08", door="phone")["cases"][0]["id"]
    first = talk.ok("case.show", case=case)
    assert first["undo"] is None
    assert talk.refused("case.undo", case=case, **WHY) == "nothing_to_undo"
    talk.ok("case.gap", case=case, missing=["水质检测报告"])
    talk.ok("case.gap_filled", case=case)
    talk.ok("case.extend", case=case, days=5, reason="等待检查")
    talk.ok("case.resolve", case=case)
    talk.ok("case.assign", case=talk.issue("CF-01")["cases"][0]["id"], staff="w9")
    talk.ok("case.deliver", case=case)
    kinds, states = [], []
    while (shown := talk.ok("case.show", case=case))["undo"] is not None:
        kinds.append(shown["undo"])
        states.append(talk.ok("case.undo", case=case, **WHY)["case"]["state"])
    assert kinds == [
        *("case.delivered", "case.resolved", "case.extended", "case.gap_filled"),
        "case.gap_promised",
    ]
    assert states == ["resolved", "accepted", "accepted", "accepted", "received"]
    own = first["case"].keys() - {"timeline", "papers"}
    assert {key: shown["case"][key] for key in own} == {key: first["case"][key] for key in own}
    assert [paper["void"] for paper in shown["papers"]] == [True, True, True]
    assert (
        talk.ok("case.resolve", case=case)["papers"][0]["number"] == "resolution_receipt-2026-00002"
    )


def test_what_moved_a_date_stands_on_a_decision_whatever_came_and_went_after_it(
    talk: Talk, tmp_path: Path
) -> None:
    case = talk.issue("GZ-08", door="phone")["cases"][0]["id"]
    due = talk.ok("case.accept", case=case)["case"]["due_on"]
    talk.ok("case.supplement", case=case, missing=["水质检测报告"], reason="缺")
    talk.ok("case.supplemented", case=case)
    off = tmp_path / "off.csv"
    off.write_text(f"day,working\n{due},0\n", "utf-8")
    moved = talk.ok("calendar.import", path=str(off))["moved"][0]["due_on"]
    assert talk.refused("case.undo", case=case, **WHY) == "nothing_to_undo"
    talk.ok("case.extend", case=case, days=5, reason="等待检查")
    assert talk.ok("case.undo", case=case, **WHY)["case"]["due_on"] == moved
    assert talk.ok("case.show", case=case)["undo"] is None
    assert talk.refused("case.undo", case=case, **WHY) == "nothing_to_undo"
    assert talk.ok("case.show", case=case)["case"]["due_on"] == moved


def test_a_later_step_of_the_bundle_stands_on_the_earlier_one(talk: Talk) -> None:
    talk.open(1, 2)
    issued = talk.issue(bundle="B02")
    first, second = (issued["cases"][n]["id"] for n in (0, 1))
    talk.served(1, _outcome(issued, 0, "resolved"))
    talk.ok("case.accept", case=second)
    assert talk.refused("case.undo", case=first, **WHY) == "undo_too_late"
    assert talk.refused("counter.undo", counter=1, **WHY) == "undo_too_late"


def test_cases_are_counted_as_they_are_listed(talk: Talk) -> None:
    """Each count is the length of its list; what nobody asked about is null."""
    first = talk.issue("CF-01", "CF-02", "RC-01", "GZ-08", door="phone")["cases"]
    talk.ok("case.accept", case=first[0]["id"])
    talk.ok("case.gap", case=first[3]["id"], missing=["水质检测报告"])
    talk.ok("case.resolve", case=first[1]["id"])
    talk.ok("case.assign", case=first[0]["id"], staff="w1")
    talk.at("2026-11-24T01:00:00Z")
    counts = talk.ok("case.counts", assigned_to="w1", windows=["CF", "RC"])
    assert {
        key: counts[key] for key in ("mine", "window", "today", "overdue", "waiting", "open")
    } == {
        "mine": 1,
        "window": 2,
        "today": len(talk.ok("case.list", due_by="2026-11-24", overdue=False)["cases"]),
        "overdue": 0,
        "waiting": 1,
        "open": 3,
    }
    assert counts["today"] == 1
    talk.at("2026-12-24T01:00:00Z")
    counts = talk.ok("case.counts")
    assert (counts["mine"], counts["window"]) == (None, None)
    assert counts["overdue"] == len(talk.ok("case.list", overdue=True)["cases"]) == 1


def test_materials_in_hand_are_noted(talk: Talk) -> None:
    case = talk.issue("CF-01", door="phone")["cases"][0]["id"]
    talk.ok("case.materials", case=case, given=["经办人身份证", "公司章程"])
    shown = talk.ok("case.show", case=case)["materials"]
    assert [one["name"] for one in shown if one["state"] == "given"] == ["公司章程", "经办人身份证"]
    assert talk.refused("case.materials", case=case, given=["身份"]) == "invalid_value"
    talk.ok("case.materials", case=case, given=[])
    talk.open(1)
    visit = talk.issue("CF-01")
    given = {"case": visit["cases"][0]["id"], "outcome": "accepted", "given": ["公司章程"]}
    talk.served(1, given)
    assert talk.ok("case.show", case=given["case"])["materials"][1]["state"] == "given"
    talk.ok("case.supplement", case=case, missing=["公司章程"])
    assert talk.refused("case.materials", case=case, given=["公司章程"]) == "invalid_value"
    talk.ok("case.withdraw", case=case, reason="不办了")
    assert talk.refused("case.materials", case=case, given=[]) == "wrong_state"


def test_a_counter_calls_for_help_until_somebody_comes(talk: Talk) -> None:
    """Staff see who and what for, the public board does not; closing the counter ends it."""
    assert talk.refused("counter.help", counter=1) == "counter_not_open"
    talk.open(1)
    talk.issue("CF-01")
    talk.ok("counter.call_next", counter=1)
    talk.ok("counter.help", counter=1, note="请看章程", staff="w1")
    shown = talk.ok("site.show")["counters"][0]["help"]
    assert shown == {"asked_at": MORNING, "asked_by": "W1", "label": "F001", "note": "请看章程"}
    assert "help" not in str(talk.ok("board.show"))
    assert talk.ok("counter.help_end", counter=1)["counter"]["help"] is None
    talk.ok("counter.help_end", counter=1)
    talk.ok("counter.start", counter=1)
    talk.ok("counter.finish", counter=1)
    talk.ok("counter.help", counter=1)
    talk.ok("counter.close", counter=1)
    assert talk.ok("counter.show", counter=1)["counter"]["help"] is None


def test_a_late_finish_keeps_what_it_meant(talk: Talk) -> None:
    """Nothing changes by it, and its words are a text of their own, not in the journal."""
    talk.open(1)
    issued = talk.issue("CF-01")
    talk.serve(1)
    talk.ok("counter.open", counter=1, staff="other")
    outcomes = [_outcome(issued, 0, "refused", note="不在受理范围")]
    late = {"counter": 1, "ticket": "F001", "fence": 1, "outcomes": outcomes}
    assert talk.refused("counter.finish", **late) == "late_command"
    store = SqlStore(talk.location)
    with store.look("HQ") as reads:
        body = next(row.body for row in reads.feed(0, 100) if row.kind == "command.late")
        (words,) = reads.texts([json.loads(body)["meant"]]).values()
    store.close()
    assert words == f"{issued['cases'][0]['id']} refused 不在受理范围"
    assert "不在" not in body


def test_after_ten_minutes_it_is_the_supervisors_and_others_decisions_are_too(empty: str) -> None:
    make_site(empty)
    with talking(empty) as talk:
        enforce(talk)
        talk.ok("staff.add", code="W2", name="二号", roles=["window"], staff="A")
        issued = talk.issue("CF-01", staff="G")
        case = issued["cases"][0]["id"]
        talk.ok("counter.open", counter=1, staff="W")
        for verb in ("call_next", "start"):
            talk.ok(f"counter.{verb}", counter=1, staff="W")
        accepted = [_outcome(issued, 0, "accepted")]
        talk.ok("counter.finish", counter=1, outcomes=accepted, staff="W")
        assert talk.refused("case.undo", case=case, staff="W2", **WHY) == "forbidden"
        assert talk.refused("counter.undo", counter=1, staff="G", **WHY) == "forbidden"
        talk.at("2026-11-23T01:10:01Z")
        assert talk.refused("case.undo", case=case, staff="W", **WHY) == "undo_too_late"
        assert talk.refused("counter.undo", counter=1, staff="W", **WHY) == "undo_too_late"
        talk.ok("counter.undo", counter=1, staff="S", **WHY)
        talk.ok("counter.finish", counter=1, outcomes=accepted, staff="W")
        talk.ok("case.undo", case=case, staff="W", **WHY)
        talk.sound()
