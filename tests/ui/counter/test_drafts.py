"""What is prepared for a case: which outcomes are offered, what is missing, what is sent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.requests import Outcome, ShowCase
from desktop.snapshots import CaseFile
from tests.journeys.centre import Centre
from ui.screens.counter.drafts import (
    Draft,
    allowed,
    first_draft,
    missing,
    not_deferrable,
    outcome_of,
    problem,
)

ALL = frozenset(
    {
        "变更登记申请书",
        "变更决议或决定",
        "章程修正案",
        "新住所使用证明（迁址）",
        "营业执照正副本",
    }
)


@pytest.fixture
def file(centre: Centre) -> CaseFile:
    """A received case of CF-02: five materials, 章程修正案 may come later."""
    answer = centre.ask(ShowCase(centre.case("CF-02", "杭州大华技术有限公司")))
    assert isinstance(answer, CaseFile)
    return answer


def test_a_case_begins_undecided_with_what_reception_noted(file: CaseFile) -> None:
    noted = replace(file.materials[0], state="given")
    held = replace(file.materials[1], state="on_file")
    draft = first_draft(replace(file, materials=(noted, held, *file.materials[2:])), "市监局")
    assert draft == Draft(in_hand=frozenset({noted.name, held.name}), to="市监局")


def test_only_what_the_desk_would_take_is_offered(file: CaseFile) -> None:
    assert "gap" in allowed(file)
    assert allowed(replace(file, next=("resolve", "assign"))) == ("resolved",)


def test_what_is_not_ticked_is_missing(file: CaseFile) -> None:
    draft = Draft(in_hand=ALL - {"章程修正案", "营业执照正副本"})
    assert missing(draft, file) == ("章程修正案", "营业执照正副本")
    assert not_deferrable(draft, file) == ("营业执照正副本",)


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (Draft(), ""),
        (Draft("resolved"), ""),
        (Draft("supplement", ALL), "nothing_missing"),
        (Draft("gap", ALL), "nothing_missing"),
        (Draft("gap"), "not_deferrable"),
        (Draft("gap", ALL - {"章程修正案"}), ""),
        (Draft("supplement"), ""),
        (Draft("refused", note="  "), "no_note"),
        (Draft("refused", note="不在受理范围"), ""),
        (Draft("forwarded"), "no_to"),
        (Draft("forwarded", to="市场监管局"), ""),
    ],
)
def test_what_is_still_wrong(file: CaseFile, draft: Draft, expected: str) -> None:
    assert problem(draft, file) == expected


def test_a_supplement_after_acceptance_needs_its_reason(file: CaseFile) -> None:
    accepted = replace(file, case=replace(file.case, state="accepted"))
    assert problem(Draft("supplement"), accepted) == "no_note"


def test_only_what_belongs_to_the_outcome_is_sent(file: CaseFile) -> None:
    case = file.case.id
    full = Draft("resolved", note=" 好 ", to="市场监管局", reference="7")
    assert outcome_of(full, file) == Outcome(case, "resolved", "好")
    forwarded = replace(full, outcome="forwarded")
    assert outcome_of(forwarded, file) == Outcome(
        case, "forwarded", "好", to="市场监管局", reference="7"
    )
    gap = Draft("gap", ALL - {"章程修正案"})
    sent = outcome_of(gap, file)
    assert replace(sent, given=None) == Outcome(case, "gap", missing=("章程修正案",))
    assert sent.given is not None
    assert set(sent.given) == ALL - {"章程修正案"}
