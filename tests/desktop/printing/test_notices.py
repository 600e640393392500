"""The notices: fields, pages, marks, remedies."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings

from desktop.domain.errors import DeskError
from desktop.domain.papers import Applicant, Marks, MaterialLine, MaterialState, Notice
from desktop.printing.line_breaking import CANNOT_START
from desktop.printing.render import render
from desktop.printing.sheet import Width
from desktop.printing.words import Language
from tests.desktop.printing.samples import (
    DAY,
    MATERIALS,
    PERSON,
    acceptance,
    code_of,
    joined,
    notices,
    promise,
    refusal,
    text_of,
)
from tests.desktop.printing.test_line_breaking import TEXTS

TITLES = {
    "acceptance_notice": "受理通知书",
    "one_time_notice": "一次性告知书",
    "gap_promise": "容缺受理承诺书",
    "refusal_notice": "不予受理决定书",
    "resolution_receipt": "办结回执",
    "forwarding_slip": "转办单",
}


def kind_of(facts: Notice) -> str:
    """Return the kind, to name a test's case."""
    return facts.kind


@pytest.mark.parametrize("width", ["A5", "A4"])
@pytest.mark.parametrize("facts", notices(), ids=kind_of)
def test_every_notice_says_what_each_must_say(facts: Notice, width: Width) -> None:
    rendered = render(facts, width)
    text = joined(rendered.pdf)
    assert rendered.pages == 1
    for words in (
        TITLES[facts.kind], "〔2026〕00017号", "杭州䶮石精密仪器有限公司", "李䶮",
        "91330110MA2KX1A41L", "企业变更登记", "CF-20261123-0007", "王敏（0231）", "（盖章）",
        "2026年11月23日", "一式两份", "第1页共1页",
    ):  # fmt: skip
        assert words in text
    assert "签收" in text or "承诺人" in text


@pytest.mark.parametrize("facts", notices(), ids=kind_of)
@pytest.mark.parametrize("dpi", [96, 150, 203])
def test_code_is_read_back(facts: Notice, dpi: int) -> None:
    expected = f"YM:CQ:{facts.kind}:{facts.kind}-2026-00017"
    assert code_of(render(facts).pdf, dpi) == expected


@pytest.mark.parametrize("facts", notices(), ids=kind_of)
def test_english_notices_have_no_gaps(facts: Notice) -> None:
    text = text_of(render(facts, "A4", "en").pdf)
    assert "23 November 2026" in text
    assert "{" not in text
    assert "签收" not in text


def test_acceptance_tells_whose_limit_and_that_the_day_is_provisional() -> None:
    text = joined(render(acceptance()).pdf)
    assert "20个工作日（办理部门）" in text
    assert "2026年12月1日（暂定）" in text
    assert "11月26日前补齐" in text
    assert "档案已有" in text


def test_a_service_is_not_called_a_decision() -> None:
    served = replace(acceptance(), style="service")
    assert "服务受理单" in joined(render(served).pdf)
    refused = joined(render(replace(refusal(), style="service")).pdf)
    assert "不予办理告知单" in refused
    assert "行政复议" not in refused


def test_a_decision_names_the_remedies_and_their_time() -> None:
    text = joined(render(refusal()).pdf)
    assert "六十日内，向余杭区人民政府申请行政复议" in text
    assert "六个月内，依法向有管辖权的人民法院提起行政诉讼" in text
    decided = joined(render(replace(refusal(), stage="decision")).pdf)
    assert "不予办理决定书" in decided


def test_a_decision_without_a_known_ground_leaves_a_line_for_it() -> None:
    unknown = replace(refusal(), basis=None)
    assert "依据____" in joined(render(unknown).pdf)
    assert "依据" not in joined(render(replace(unknown, style="service")).pdf)


def test_a_person_without_an_enterprise_is_addressed_as_one() -> None:
    text = joined(render(acceptance(PERSON)).pdf)
    assert "张䶮：" in text
    assert "你单位" not in text
    assert "统一社会" not in text


def test_forty_materials_and_a_name_of_200_characters_go_on_overleaf() -> None:
    materials = tuple(
        MaterialLine(f"第{at:02d}号材料，" + "由法定代表人签署并加盖公章" * 3, MaterialState.GIVEN)
        for at in range(40)
    )
    name = "杭" * 196 + "有限公司"
    rendered = render(acceptance(Applicant(name, None, "李䶮", None), materials))
    text = joined(rendered.pdf)
    assert rendered.pages > 2
    assert name in text
    assert all(line.name[:7] in text for line in materials)
    assert text.count("加盖") == text.count("公章") == 120
    assert text.count("材料名称") >= rendered.pages - 1
    assert f"第{rendered.pages}页共{rendered.pages}页" in text
    assert text.count("（续）") == rendered.pages - 1


def test_a_reason_longer_than_a_page_is_not_cut_off() -> None:
    reason = "".join(f"{at}、住所不能作为经营场所；" for at in range(200)) + "完。"
    rendered = render(refusal(reason))
    assert rendered.pages > 1
    text = joined(rendered.pdf)
    assert text.count("营") == 200
    assert "199、住所" in text


def test_marks_stand_on_every_page() -> None:
    marks = Marks(reprint=True, void=True, demo=True)
    rendered = render(acceptance(materials=MATERIALS * 14, marks=marks))
    text = joined(rendered.pdf)
    assert rendered.pages > 1
    assert text.count("补打") == text.count("演示") == rendered.pages
    assert text.count("作废") == 2 * rendered.pages


def test_a_notice_needs_a_sheet() -> None:
    with pytest.raises(DeskError) as refused:
        render(acceptance(), "58")
    assert refused.value.code == "invalid_value"


@given(TEXTS)
@settings(max_examples=25, deadline=None)
def test_no_printed_line_begins_with_a_forbidden_mark(text: str) -> None:
    printed = text_of(render(promise(text)).pdf).splitlines()
    begun = [line[0] for line in printed if line.strip("、，。；：？！ ")]
    assert not CANNOT_START.intersection(begun), printed


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pages_and_words_do_not_depend_on_what_is_left_out(language: Language) -> None:
    bare = replace(
        acceptance(Applicant(None, None, None, None), ()),
        due_on=None,
        legal_limit=None,
        promised_working_days=None,
        legal_basis=None,
    )
    assert render(bare, "A5", language).pages == 1
    assert bare.received_on == DAY
