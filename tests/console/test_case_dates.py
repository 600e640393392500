"""When a case is due: limits, stopped clocks, gaps, extensions, a new calendar."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.talk import Answer, Talk

LETTER = "授权委托书（非法定代表人办理时）"
"""CF-01's one material that may come later."""


def case_of(talk: Talk, item: str, **fields: Any) -> str:
    """Take an item in by phone; returns the case's id."""
    [case] = talk.issue(item, door="phone", **fields)["cases"]
    return str(case["id"])


def shown(talk: Talk, case: str) -> Answer:
    """Return a case as it is."""
    found: Answer = talk.ok("case.show", case=case)["case"]
    return found


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


@pytest.mark.parametrize("by", ["supplement", "gap"])
def test_a_clock_that_has_not_begun_to_run_does_not_stand_still(talk: Talk, by: str) -> None:
    talk.ok("settings.set", key="gap_stops_clock", value=True)
    talk.at("2026-11-27T10:00:00Z")  # Friday evening: accepted as on Monday, due on Tuesday
    case = talk.issue("CF-01")["cases"][0]["id"]
    if by == "gap":
        talk.open(1)
        talk.served(1, {"case": case, "outcome": "gap", "missing": [LETTER]})
    else:
        talk.ok("case.accept", case=case)
        talk.ok("case.supplement", case=case, missing=[LETTER], reason="过期")
    talk.at("2026-11-30T01:00:00Z")
    back = "case.gap_filled" if by == "gap" else "case.supplemented"
    assert talk.ok(back, case=case)["case"]["due_on"] == "2026-12-01"


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
