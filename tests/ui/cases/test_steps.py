"""What each step asks for and the request it becomes; filters and pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from desktop import requests as r
from desktop.domain.cases import MOVES
from desktop.snapshots import CaseFile, CaseShape, MaterialShape
from ui.screens.cases.filters import Filter, Wanted, newest, requests, with_kept
from ui.screens.cases.steps import (
    BY_VERB,
    STEPS,
    Given,
    Need,
    lacking,
    materials,
    request,
    strongest,
)

CASE = CaseShape(
    id="1",
    number="CF-20261123-0001",
    item="CF-02",
    item_name="企业变更登记",
    enterprise=None,
    state="received",
    window="CF",
    co_windows=(),
    due_on=None,
    provisional=False,
    overdue=False,
    bundle=None,
    gap_until=None,
    assigned_to=None,
)
FILE = CaseFile(
    CASE,
    (
        MaterialShape("申请书", False, False, "given"),
        MaterialShape("决议", True, False, "open"),
        MaterialShape("证明", True, True, "given"),
    ),
    (),
    (),
    ("accept", "resolve", "gap"),
)


def test_every_move_of_a_case_has_a_step_with_a_key_of_its_own() -> None:
    assert {step.verb for step in STEPS} == {*MOVES, "undo"}
    assert len({step.keys for step in STEPS}) == len(STEPS)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.verb)
def test_every_step_becomes_its_own_request(step: object) -> None:
    assert step in STEPS
    made = [type(request(one.verb, "1", Given())) for one in STEPS]
    assert len(set(made)) == len(STEPS)


def test_blank_words_are_none() -> None:
    given = Given(words="  ", missing=("决议",), to=" 区局 ", reference=" ")
    assert request("supplement", "1", given) == r.AskSupplement("1", ("决议",), None)
    assert request("forward", "1", given) == r.ForwardCase("1", "区局", None, None)
    assert request("resolve", "1", Given(" 已核准 ")) == r.ResolveCase("1", "已核准")


@pytest.mark.parametrize(
    ("verb", "given", "lacks"),
    [
        ("accept", Given(), ""),
        ("supplement", Given(), "missing"),
        ("supplement", Given(missing=("决议",)), ""),
        ("forward", Given(words="x"), "to"),
        ("assign", Given(), "staff"),
        ("refuse", Given(words=" "), "words"),
        ("extend", Given(days=3, words="评审"), ""),
        ("resolve", Given(), ""),
    ],
)
def test_what_is_lacking_is_named(verb: str, given: Given, lacks: str) -> None:
    assert lacking(BY_VERB[verb], FILE, given) == lacks


def test_an_accepted_case_needs_a_reason_for_a_supplement() -> None:
    accepted = replace(FILE, case=replace(CASE, state="accepted"))
    assert lacking(BY_VERB["supplement"], accepted, Given(missing=("决议",))) == "words"


def test_a_gap_offers_only_what_may_come_later_and_has_not_come() -> None:
    assert [name for name, _ in materials(BY_VERB["gap"], FILE)] == ["决议"]
    assert [name for name, _ in materials(BY_VERB["supplement"], FILE)] == [
        "申请书",
        "决议",
        "证明",
    ]
    assert BY_VERB["accept"].words is Need.NO


def test_the_usual_way_on_is_one() -> None:
    assert strongest(FILE) == "accept"
    assert strongest(replace(FILE, next=("resolve", "extend"))) == "resolve"
    assert strongest(replace(FILE, next=("withdraw",))) == ""


def test_chips_ask_for_what_they_say() -> None:
    here = Wanted(staff="WM", windows=("CF", "RC"), day=date(2026, 11, 23))
    asked = {chip: requests(replace(here, chip=chip), 51) for chip in Filter}
    assert asked[Filter.MINE] == (r.ListCases(assigned_to="WM", open=True, limit=51),)
    assert [one.window for one in asked[Filter.WINDOW]] == ["CF", "RC"]
    assert asked[Filter.TODAY][0].due_by == here.day
    assert asked[Filter.TODAY][0].overdue is False
    assert asked[Filter.ENDED][0].open is False
    assert requests(replace(here, text="大和"), 51) == (r.ListCases(text="大和", limit=51),)
    assert requests(Wanted(chip=Filter.MINE), 51) == ()


def test_pages_of_several_windows_are_merged_newest_first() -> None:
    rows = [replace(CASE, id=str(number)) for number in range(1, 6)]
    merged = newest([tuple(rows[::2]), tuple(rows[1::2])], 3)
    assert [row.id for row in merged] == ["5", "4", "3"]


def test_the_case_in_work_keeps_its_line() -> None:
    rows = tuple(replace(CASE, id=str(number)) for number in range(5))
    kept = replace(rows[2], state="resolved")
    left = (*rows[:2], *rows[3:])
    assert with_kept(rows, left, kept) == (*rows[:2], kept, *rows[3:])
    assert with_kept(rows, rows, kept) == rows
    assert with_kept((), left, kept) == left
    assert with_kept(rows, left, None) == left
