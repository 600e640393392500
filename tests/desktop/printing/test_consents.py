"""The authorisation to act (代办委托书) and the notice on personal data, read back as printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.domain.papers import Applicant
from desktop.printing.render import render
from desktop.printing.sheet import Width
from tests.desktop.printing.samples import (
    authorisation,
    code_of,
    joined,
    privacy_notice,
    text_of,
)


@pytest.mark.parametrize("width", ["A5", "A4"])
def test_an_authorisation_names_both_parties_what_how_long_and_that_it_costs_nothing(
    width: Width,
) -> None:
    rendered = render(authorisation(), width)
    text = joined(rendered.pdf)
    assert rendered.pages == 1
    for words in (
        "代办委托书", "委托〔2026〕00017号", "杭州䶮石精密仪器有限公司",
        "李䶮", "91330110MA2KX1A41L",
        "仓前梦创社区企业服务中心", "企业变更登记", "CF-20261123-0007", "王敏（0231）", "委托权限",
        "自2026年11月23日起至2026年12月31日止", "不收取任何费用", "随时撤回", "委托人（签章）",
        "一式两份", "（盖章）",
    ):  # fmt: skip
        assert words in text, words
    assert code_of(rendered.pdf, 150) == "YM:CQ:authorisation:authorisation-2026-00017"


def test_an_authorisation_says_what_somebody_wrote_and_needs_no_case() -> None:
    facts = replace(authorisation(), matter=None, scope="只代为领取营业执照。")
    text = joined(render(facts).pdf)
    assert "只代为领取营业执照。" in text
    assert "代为填写" not in text
    assert "办件编号" not in text
    assert "下列事项" in text


@pytest.mark.parametrize("width", ["A5", "A4"])
def test_the_notice_on_personal_data_says_what_the_law_asks_for(width: Width) -> None:
    rendered = render(privacy_notice(), width)
    text = joined(rendered.pdf)
    assert rendered.pages == 1
    for words in (
        "个人信息处理告知书", "信息〔2026〕00017号", "张䶮", "处理者", "目的", "种类", "方式",
        "期限", "权利", "删除", "撤回同意", "个人信息保护法", "签收",
    ):  # fmt: skip
        assert words in text, words
    assert "13905710000" not in text, "a paper that is taken along repeats no telephone number"
    assert "办件编号" not in text
    assert code_of(rendered.pdf, 150) == "YM:CQ:privacy_notice:privacy_notice-2026-00017"


def test_it_may_be_given_to_nobody_by_name() -> None:
    assert "来访人：" in joined(render(privacy_notice(None)).pdf)
    person = Applicant("杭州某某有限公司", None, None, None)
    assert "来访人：" in joined(render(privacy_notice(person)).pdf)


def test_both_speak_english_without_gaps() -> None:
    for facts in (authorisation(), privacy_notice()):
        text = text_of(render(facts, "A4", "en").pdf)
        assert "{" not in text
        assert "paper." not in text
        assert "委托" not in text
        assert "Free of charge" in text or "delete" in text
