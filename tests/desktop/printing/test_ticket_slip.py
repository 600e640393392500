"""The slip: large, short, and without a person on it."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from desktop.domain.papers import Applicant, Marks, SlipStop, TicketSlip
from desktop.printing.render import render
from desktop.printing.sheet import Width
from tests.desktop.printing.samples import code_of, height_mm, joined, slip

ROLLS: list[Width] = ["58", "80"]


@pytest.mark.parametrize("width", ROLLS)
def test_says_what_a_slip_must_say(width: Width) -> None:
    text = joined(render(slip(), width).pdf)
    for words in (
        "F012", "仓前梦创社区企业服务中心", "财务法务之窗", "前面3人", "约等8–14分钟",
        "企业变更登记", "股东会决议", "2026-11-2309:41", "当日有效", "叫3次未到即过号", "顺延3位",
    ):  # fmt: skip
        assert words in text


@pytest.mark.parametrize("width", ROLLS)
@pytest.mark.parametrize("dpi", [96, 150, 203])
def test_code_is_read_back(width: Width, dpi: int) -> None:
    assert code_of(render(slip(), width).pdf, dpi) == "YM:CQ:ticket_slip:F012"


@pytest.mark.parametrize("width", ROLLS)
def test_is_no_longer_than_a_hand(width: Width) -> None:
    assert height_mm(render(slip(), width).pdf) <= 120


def test_facts_have_no_room_for_a_person() -> None:
    personal = {field.name for field in fields(Applicant)} | {"applicant", "visitor", "name"}
    assert not personal & {field.name for field in fields(TicketSlip)}


def test_marks_are_printed() -> None:
    marked = slip(Marks(reprint=True, void=True, demo=True))
    text = joined(render(marked, "58").pdf)
    assert "补打" in text
    assert "作废" in text
    assert "演示" in text
    assert "补打" not in joined(render(slip(), "58").pdf)


def test_one_window_needs_no_number_before_it() -> None:
    alone = replace(slip(), stops=(SlipStop("党群亲清之窗", 0),), wait_minutes=(0, 5))
    text = joined(render(alone, "58").pdf)
    assert "1.党群" not in text
    assert "前面没有人" in text
    assert "5分钟以内" in text


def test_a_window_held_back_is_not_said_to_be_in_line() -> None:
    both = (SlipStop("人才人力之窗", 1), SlipStop("人文友爱之窗", 0))
    assert "各窗口同时排队" in joined(render(replace(slip(), stops=both), "58").pdf)
    held_back = (both[0], replace(both[1], ahead=None))
    text = joined(render(replace(slip(), stops=held_back), "58").pdf)
    assert "同时排队" not in text
    assert "在前面办完后自动排队" in text


def test_long_lists_make_it_longer_and_lose_nothing() -> None:
    items = tuple(f"事项{at:02d}" for at in range(40))
    rendered = render(replace(slip(), items=items), "58")
    assert rendered.pages == 1
    assert all(item in joined(rendered.pdf) for item in items)


@pytest.mark.parametrize(("width", "millimetres"), [("58", 58), ("80", 80)])
def test_the_shortest_one_is_longer_than_wide(width: Width, millimetres: int) -> None:
    """A spooler prints a page that is wider than long across the paper."""
    short = replace(slip(), stops=slip().stops[:1], items=(), material_hints=(), wait_minutes=None)
    assert millimetres < height_mm(render(short, width).pdf) <= 100


def test_may_stand_on_a_sheet() -> None:
    rendered = render(slip(), "A5")
    assert rendered.pages == 1
    assert round(height_mm(rendered.pdf)) == 210


def test_english_words() -> None:
    text = joined(render(slip(), "80", "en").pdf)
    assert "3ahead" in text
    assert "validtodayonly" in text
