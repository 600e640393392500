"""Papers made by real casework, read back from the PDF."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest

from desktop.domain.cases import Paper
from desktop.domain.errors import DeskError
from desktop.requests import (
    AcceptCase,
    AddStaff,
    AskSupplement,
    Contact,
    EnterpriseFields,
    ForwardCase,
    IssueTicket,
    ItemWanted,
    OpenDay,
    Outcome,
    PromiseGap,
    RefuseCase,
    ReprintPaper,
    ResolveCase,
    SavePaper,
    SetSetting,
    ShowCase,
    Supplemented,
    TellWait,
    TerminateCase,
    VoidPaper,
)
from desktop.use_cases import paper_facts
from tests.desktop.printing.samples import code_of, joined
from tests.desktop.use_cases.world import MONDAY, World, set_up

COMPANY = EnterpriseFields(
    "杭州䶮石精密仪器有限公司", "91330110MA2KX1A411", contact=Contact("李䶮", "13805711234")
)
SITE = "仓前梦创社区企业服务中心"


@pytest.fixture
def case(world: World) -> str:
    """Give the number of a company's case, received at nine by W2, whose name is known."""
    world.do(AddStaff("W2", "王敏", ("window",)))
    world.at("09:00")
    return world.case("GZ-01", enterprise=COMPANY)


def printed(world: World, paper: Any, width: str | None = None, language: str = "zh") -> str:
    """Return the text of a paper without spaces and line ends."""
    with world.look() as look:
        row = look.reads.get(Paper, paper.id)
        assert row is not None
        return joined(paper_facts.pdf(look, row, width, language))


def code_on(world: World, paper: Any) -> str:
    """Return what the code on a paper says."""
    with world.look() as look:
        row = look.reads.get(Paper, paper.id)
        assert row is not None
        return code_of(paper_facts.pdf(look, row), 203)


def says(text: str, *words: str) -> None:
    """Say that each of the words stands on the paper, in this order."""
    at = 0
    for word in words:
        found = text.find(word, at)
        assert found >= 0, f"{word} is not after {text[:at]!r} in {text!r}"
        at = found


def test_the_slip_tells_where_to_go_and_nothing_about_anybody(world: World) -> None:
    world.at("08:59")
    world.issue("GZ-05")
    world.at("09:00")
    answer = world.issue(
        "GZ-05",
        bundle="B01",
        enterprise=COMPANY,
        visitor=Contact("张三", "13900001111"),
    )
    text = printed(world, answer.papers[0])
    says(text, SITE, "C002", "公共治理之窗前面1人", "财务法务之窗前面没有人", "人才人力之窗随后")
    says(text, "事项：", "取号2026-11-2309:00", "叫3次未到即过号", "顺延3位")
    for private in ("䶮", "张三", "1390000", "1380571", "91330110"):
        assert private not in text
    assert code_on(world, answer.papers[0]) == "YM:CQ:ticket_slip:20261123-C002"


def test_the_slip_has_the_wait_only_where_it_is_worth_paper(world: World) -> None:
    def slip(*told: tuple[str, int, int, int], items: tuple[str, ...] = ("GZ-05",)) -> str:
        waits = tuple(TellWait(*one) for one in told)
        answer = world.do(IssueTicket(items, told=waits))
        return printed(world, answer.papers[0])

    assert "约等" not in slip(("GZ", 0, 1, 3)), "nobody is ahead: one is next"
    assert "约等8–14分钟" in slip(("GZ", 8, 11, 14))
    assert "约等6分钟以内" in slip(("gz", 0, 3, 6))
    assert "约等" not in slip(("GZ", 2, 12, 40)), "anything between 2 and 40 helps nobody"
    assert "约等30–75分钟" in slip(("GZ", 30, 50, 75))
    assert "约等" not in slip()
    # With several windows it is the first call that counts, if all of them were told.
    both = ("GZ-05", "CF-01")
    world.issue("CF-01")
    assert "约等3–9分钟" in slip(("GZ", 20, 24, 28), ("CF", 3, 6, 9), items=both)
    assert "约等" not in slip(("GZ", 20, 24, 28), items=both)
    assert "约等" not in slip(("GZ", 20, 24, 28), ("gz", 3, 6, 9), items=both), "one, told twice"


def test_acceptance_tells_limits_due_day_materials_and_handler(world: World, case: str) -> None:
    paper = world.do(AcceptCase(case), "W2").papers[0]
    text = printed(world, paper)
    says(text, SITE, "受理通知书", "受理〔2026〕00001号", "杭州䶮石精密仪器有限公司：")
    says(text, "91330110MA2KX1A411", "李䶮", "13805711234")
    says(text, "申请日期2026年11月23日", "受理日期2026年11月23日")
    says(text, "法定时限13个工作日", "承诺时限13个工作日", "届满日2026年12月10日")
    says(text, "受理人王敏(W2)")
    says(text, "消防安全告知承诺书（或检查申报表）已收", "营业执照已收")
    # What may be lacking and nobody spoke of is neither received nor to come.
    assert "场所平面布置图" not in text
    says(text, "公共治理之窗查询", case, "（盖章）")
    assert code_on(world, paper) == "YM:CQ:acceptance_notice:acceptance_notice-2026-00001"


def test_a_gap_makes_a_notice_and_a_promise(world: World, case: str) -> None:
    notice, promise = world.do(PromiseGap(case, ("消防安全制度与灭火疏散预案",)), "W2").papers
    says(printed(world, notice), "消防安全制度与灭火疏散预案12月8日前补齐")
    text = printed(world, promise)
    says(text, "容缺受理承诺书", "消防安全制度与灭火疏散预案", "一、于2026年12月8日前补齐")
    says(text, "补齐期限2026年12月8日", "经办人王敏(W2)", "承诺人")


def test_the_one_time_notice_lists_what_is_missing_and_why(world: World, case: str) -> None:
    paper = world.do(AskSupplement(case, ("营业执照",), "照片不清"), "W2").papers[0]
    text = printed(world, paper)
    says(text, "一次性告知书", "营业执照照片不清", "补正期限2026年12月14日")
    world.do(Supplemented(case))
    world.do(AcceptCase(case))
    later = world.do(AskSupplement(case, ("营业执照",), "又模糊了"), "W2").papers[0]
    says(printed(world, later), "补正告知书", "又模糊了")


def test_a_refusal_gives_reason_and_remedies(world: World, case: str) -> None:
    paper = world.do(RefuseCase(case, "场所不符合消防要求"), "W2").papers[0]
    text = printed(world, paper)
    says(text, "不予受理决定书", "理由场所不符合消防要求", "决定日期2026年11月23日")
    assert "行政复议" in text
    other = world.case("GZ-02")
    world.do(AcceptCase(other))
    service = printed(world, world.do(RefuseCase(other, "门头超高")).papers[0])
    says(service, "不予办理告知单", "门头超高")
    assert "行政复议" not in service


def test_receipts_tell_how_it_ended(world: World, case: str) -> None:
    paper = world.do(ResolveCase(case, "准予开业"), "W2").papers[0]
    says(printed(world, paper), "办结回执", "办理结果准予开业")
    other = world.case("GZ-02")
    world.do(AcceptCase(other))
    ended = world.do(TerminateCase(other, "条件消失")).papers[0]
    says(printed(world, ended), "终止办理回执", "终止原因条件消失")


def test_a_lapsed_gap_is_told_in_words(world: World, case: str) -> None:
    world.do(PromiseGap(case, ("消防安全制度与灭火疏散预案",)))
    world.at("09:00", MONDAY + timedelta(days=30))
    world.do(OpenDay())
    paper = world.ask(ShowCase(case)).papers[-1]
    says(printed(world, paper), "终止办理回执", "终止日期2026年12月23日", "终止原因容缺材料")
    assert "promised" in printed(world, paper, language="en")


def test_a_forwarding_slip_names_the_authority_and_its_limit(world: World) -> None:
    world.at("09:00")
    case = world.case("PP-05", enterprise=COMPANY)
    paper = world.do(ForwardCase(case, "版权保护中心", "收件7号", "请于年内办结")).papers[0]
    text = printed(world, paper)
    says(text, "转办单", "版权保护中心：", "请于年内办结", "60日（自然日）", "收件7号")
    says(text, "源程序前后各30页已收")


def test_whoever_sits_at_the_counter_handles_the_case(world: World) -> None:
    world.at("09:00")
    case = world.issue("GZ-05", visitor=Contact("张三")).cases[0].number
    world.serve(2)
    answer = world.finish(2, Outcome(case, "resolved"))
    text = printed(world, answer.papers[0])
    says(text, "张三：", "经办人W2")


def test_what_was_erased_leaves_a_line_to_fill_in(world: World, case: str) -> None:
    paper = world.do(RefuseCase(case, "场所不符合消防要求"), "W2").papers[0]
    world.erase()
    text = printed(world, paper)
    for gone in ("李䶮", "13805711234", "王敏", "场所不符合"):
        assert gone not in text
    # A company's name is not personal data.
    says(text, "杭州䶮石精密仪器有限公司", "理由" + paper_facts.BLANK)
    says(text, "联系人" + paper_facts.BLANK)


def test_a_copy_is_marked_and_so_is_a_void_one(world: World, case: str) -> None:
    paper = world.do(AcceptCase(case)).papers[0]
    assert "补打" not in printed(world, paper)
    world.do(ReprintPaper(paper.id))
    assert "补打" in printed(world, paper)
    world.do(VoidPaper(paper.id, "写错"))
    assert "作废" in printed(world, paper)
    assert "演示" not in printed(world, paper)


def test_papers_of_a_demonstration_say_so(tmp_path: Path) -> None:
    world = set_up(tmp_path / "demo.db", "DEMO")
    assert "演示" in printed(world, world.issue("CF-01").papers[0])
    world.store.close()


def test_english_papers_name_windows_and_items_in_english(world: World, case: str) -> None:
    paper = world.do(AcceptCase(case)).papers[0]
    text = printed(world, paper, "A4", "en")
    assert "PublicGovernanceWindow" in text
    assert "消防安全检查" not in text
    slip = printed(world, world.issue("CF-01").papers[0], "58", "en")
    assert "Finance,Tax&" in slip
    assert "Companyregistration" in slip


def test_facts_hold_ids_and_no_words_of_people(world: World, case: str) -> None:
    wanted = ItemWanted("PP-05")
    other = world.issue(wanted, door="phone", visitor=Contact("张三", "13900001111"))
    world.do(ForwardCase(other.cases[0].number, "版权保护中心", "收件7号", "请速办"))
    world.do(RefuseCase(case, "场所不符合消防要求"))
    with world.look() as look:
        facts = str([paper.facts for paper in look.reads.every(Paper)])
        journal = "".join(row.body for row in look.reads.feed(0, 1000))
    for words in ("张三", "李䶮", "13900001111", "版权保护中心", "收件7号", "请速办", "场所不符合"):
        assert words not in facts
        assert words not in journal


# ---- saved as a file ---------------------------------------------------------------------


def test_a_saved_paper_has_the_width_asked_for_or_the_sites(
    world: World, case: str, tmp_path: Path
) -> None:
    paper = world.do(AcceptCase(case)).papers[0]
    target = tmp_path / "通知.pdf"
    saved = world.ask(SavePaper(paper.number, str(target)))
    assert (saved.path, saved.pages) == (str(target), 1)
    assert millimetres(target) == (148, 210)
    world.do(SetSetting("notice_width", "A4"))
    world.ask(SavePaper(paper.number, str(target)))
    assert millimetres(target) == (210, 297)
    world.ask(SavePaper(paper.number, str(target), "a5"))
    assert millimetres(target) == (148, 210)
    slip = world.issue("CF-01").papers[0]
    world.do(SetSetting("slip_width", "58"))
    world.ask(SavePaper(slip.id, str(target)))
    assert millimetres(target)[0] == 58
    shown = world.ask(ShowCase(case)).papers[0]
    assert (shown.printed, shown.reprints) == (False, 0)
    assert not list(tmp_path.glob(".*.part"))


def millimetres(path: Path) -> tuple[int, int]:
    """Return the size of the first page."""
    box = pypdf.PdfReader(path).pages[0].mediabox
    return round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)


def test_a_paper_that_cannot_be_saved_says_why(world: World, case: str, tmp_path: Path) -> None:
    paper = world.do(AcceptCase(case)).papers[0].number
    (tmp_path / "folder").mkdir()
    ways = {
        ("80", "x.pdf"): ("invalid_value", "width"),
        ("A3", "x.pdf"): ("invalid_value", "width"),
        ("A5", "nowhere/x.pdf"): ("not_found", None),
        ("A5", "desk.db/x.pdf"): ("not_found", None),
        ("A5", "folder"): ("invalid_value", "path"),
        ("A5", "x" * 300): ("invalid_value", "path"),
        ("A5", "x\0.pdf"): ("invalid_value", "path"),
    }
    for (width, name), (code, field) in ways.items():
        with pytest.raises(DeskError) as caught:
            world.ask(SavePaper(paper, f"{tmp_path}/{name}", width))
        assert (caught.value.code, caught.value.values.get("field")) == (code, field), name
    with pytest.raises(DeskError) as caught:
        world.ask(SavePaper(paper, " "))
    assert caught.value.code == "missing_field"
    with pytest.raises(DeskError) as caught:
        world.ask(SavePaper("no-such-paper", str(tmp_path / "x.pdf")))
    assert caught.value.code == "unknown_paper"
    assert not list(tmp_path.glob("*.part")) + list(tmp_path.glob(".*.part"))
