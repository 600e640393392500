"""A case's file: materials, timeline, papers, and what may come next."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop.domain.errors import DeskError
from desktop.requests import (
    AcceptCase,
    AskSupplement,
    AssignCase,
    DeliverCase,
    EnterpriseFields,
    ExtendCase,
    FillGap,
    ForwardCase,
    ItemWanted,
    OpenDay,
    Outcome,
    PromiseGap,
    RefuseCase,
    ReprintPaper,
    Request,
    ResolveCase,
    ShowCase,
    Supplemented,
    TerminateCase,
    TransferStop,
    VoidPaper,
    WithdrawCase,
)
from desktop.snapshots import CaseFile
from tests.desktop.use_cases.world import MONDAY, World

COMPANY = EnterpriseFields("杭州石头信息技术有限公司")


def file_of(world: World, case: str) -> CaseFile:
    """Ask for a case's file."""
    found: CaseFile = world.ask(ShowCase(case))
    return found


def states(world: World, case: str) -> dict[str, str]:
    """Return the state of each material."""
    return {material.name: material.state for material in file_of(world, case).materials}


def test_materials_are_given_promised_missing_on_file_or_open(world: World) -> None:
    world.at("09:00")
    wanted = ItemWanted("GZ-01", given=("消防安全告知承诺书（或检查申报表）", "营业执照"))
    answer = world.issue(wanted, door="phone", enterprise=COMPANY)
    first = answer.cases[0].number
    assert states(world, first) == {
        "消防安全告知承诺书（或检查申报表）": "given",
        "营业执照": "given",
        "消防安全制度与灭火疏散预案": "open",
        "场所平面布置图与消防设施平面图": "open",
    }
    world.do(PromiseGap(first, ("消防安全制度与灭火疏散预案",)))
    assert states(world, first)["消防安全制度与灭火疏散预案"] == "promised"
    world.do(FillGap(first))
    assert states(world, first)["消防安全制度与灭火疏散预案"] == "given"

    second = world.case("GZ-03", enterprise=answer.cases[0].enterprise)
    # What an accepted case of the company has brought and may be shared is in its file.
    assert states(world, second)["营业执照"] == "on_file"
    world.do(AskSupplement(second, ("安全责任承诺",)))
    assert states(world, second)["安全责任承诺"] == "missing"
    shared = {material.name: material.shared for material in file_of(world, second).materials}
    assert shared == {
        "外摆方案（时间、范围、示意图）": False, "安全责任承诺": False, "营业执照": True,
    }  # fmt: skip


def test_the_timeline_tells_what_happened_by_whom_and_why(world: World) -> None:
    world.at("09:00")
    case = world.case("GZ-01", enterprise=COMPANY)
    world.at("09:30")
    world.do(AssignCase(case, "w2"))
    world.do(AcceptCase(case), "W2")
    world.at("10:00")
    world.do(AskSupplement(case, ("营业执照",), "照片不清"), "W2")
    world.do(Supplemented(case))
    world.do(ExtendCase(case, 5, "需要专家评审"), "W2")
    world.do(RefuseCase(case, "不符合规划"), "W2")
    found = file_of(world, case)
    rows = [(row.kind, row.by, row.text) for row in found.timeline]
    assert rows == [
        ("case.received", None, None),
        ("case.assigned", None, None),
        ("case.accepted", "W2", None),
        ("case.supplement_asked", "W2", "照片不清"),
        ("case.supplemented", None, None),
        ("case.extended", "W2", "需要专家评审"),
        ("case.refused", "W2", "不符合规划"),
    ]
    assert found.timeline[1].values == {"staff": "W2"}
    assert found.timeline[3].values == {"missing": ["营业执照"]}
    assert found.timeline[5].values["due_on"] == "2026-12-17"
    assert found.timeline[6].values == {"stage": "decision"}
    assert found.timeline[0].at < found.timeline[1].at < found.timeline[3].at
    kinds = [paper.kind for paper in found.papers]
    assert kinds == ["acceptance_notice", "one_time_notice", "refusal_notice"]
    assert found.next == ()


def test_where_it_went_and_what_became_of_its_papers(world: World) -> None:
    world.at("09:00")
    case = world.case("PP-05")
    world.do(ForwardCase(case, "版权保护中心", "R-1", "请速办"))
    paper = file_of(world, case).papers[0]
    world.do(ReprintPaper(paper.id))
    world.do(VoidPaper(paper.id, "写错单位"), "W1")
    last = file_of(world, case).timeline
    assert [row.kind for row in last] == [
        "case.received", "case.accepted", "case.forwarded", "paper.reprinted", "paper.voided",
    ]  # fmt: skip
    assert last[2].text == "请速办"
    assert last[2].values == {"to": "版权保护中心", "reference": "R-1"}
    assert (last[4].by, last[4].text) == ("W1", "写错单位")


def test_a_transfer_and_the_end_of_the_visit_stand_in_the_timeline(world: World) -> None:
    world.at("09:00")
    case = world.issue("CF-02").cases[0].number
    world.serve(1)
    world.do(TransferStop(1, "GZ", "请看场地"))
    world.serve(2)
    world.finish(2, Outcome(case, "withdrawn"))
    kinds = [(row.kind, row.values) for row in file_of(world, case).timeline]
    assert kinds == [
        ("case.received", {}), ("case.moved", {"window": "GZ"}), ("case.withdrawn", {}),
    ]  # fmt: skip


def test_a_gap_that_lapsed_says_so(world: World) -> None:
    world.at("09:00")
    case = world.case("CF-01")
    world.do(PromiseGap(case, ("授权委托书（非法定代表人办理时）",)))
    world.at("09:00", MONDAY + timedelta(days=7))
    world.do(OpenDay())
    row = file_of(world, case).timeline[-1]
    assert (row.kind, row.values) == ("case.terminated", {"code": "gap_lapsed"})


def asked(step: str, case: str) -> Request:
    """Return a request for a step, with whatever it needs."""
    requests: dict[str, Request] = {
        "accept": AcceptCase(case),
        "supplement": AskSupplement(case, ("设立登记申请书",), "缺页"),
        "supplemented": Supplemented(case),
        "gap": PromiseGap(case, ("授权委托书（非法定代表人办理时）",)),
        "gap_filled": FillGap(case),
        "resolve": ResolveCase(case),
        "forward": ForwardCase(case, "区局"),
        "refuse": RefuseCase(case, "不符"),
        "extend": ExtendCase(case, 1, "评审"),
        "withdraw": WithdrawCase(case, "不办了"),
        "terminate": TerminateCase(case, "条件消失"),
        "assign": AssignCase(case, "W1"),
        "deliver": DeliverCase(case),
    }
    return requests[step]


@pytest.mark.parametrize(
    "before",
    [
        (),
        ("accept",),
        ("accept", "extend"),
        ("gap",),
        ("gap", "gap_filled"),
        ("supplement",),
        ("accept", "supplement"),
        ("accept", "supplement", "supplemented"),
        ("forward",),
        ("refuse",),
        ("resolve",),
        ("resolve", "deliver"),
        ("withdraw",),
        ("accept", "terminate"),
    ],
    ids=">".join,
)
def test_next_steps_are_exactly_those_that_are_not_refused(
    world: World, before: tuple[str, ...]
) -> None:
    world.at("09:00")
    allowed: list[str] = []
    steps = (
        "accept", "supplement", "supplemented", "gap", "gap_filled", "resolve", "forward",
        "refuse", "extend", "withdraw", "terminate", "assign", "deliver",
    )  # fmt: skip
    listed: tuple[str, ...] = ()
    for step in steps:
        case = world.case("CF-01")
        for earlier in before:
            world.do(asked(earlier, case))
        listed = file_of(world, case).next
        try:
            world.do(asked(step, case))
        except DeskError:
            continue
        allowed.append(step)
    assert list(listed) == allowed


def test_a_case_nobody_knows(world: World) -> None:
    with pytest.raises(DeskError) as caught:
        world.ask(ShowCase("CF-20261123-0009"))
    assert caught.value.code == "unknown_case"


def test_an_erased_text_is_null(world: World) -> None:
    case = world.case("CF-01")
    world.do(RefuseCase(case, "不符"))
    world.erase()
    row = file_of(world, case).timeline[-1]
    assert (row.kind, row.text) == ("case.refused", None)
