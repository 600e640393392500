"""Commands are found by what people call them."""

from __future__ import annotations

import pytest

from ui.command_words import Called, names_to_spell, plain, score

CALL = Called(("呼叫下一位", "Call next"), "F5")
SPELLED = {"呼叫下一位": ("hjxyw", "hujiaoxiayiwei")}


@pytest.mark.parametrize(
    "typed",
    ["呼叫", "下一位", "hj", "hujiao", "HJXYW", "call", "next", "cn", "F5", "f5", " call  next "],
)
def test_a_command_is_found_by(typed: str) -> None:
    assert score(CALL, typed, SPELLED) is not None


@pytest.mark.parametrize("typed", ["", " ", "%", "F6", "x", "下下", "callx", "位" * 300])
def test_a_command_is_not_found_by(typed: str) -> None:
    assert score(CALL, typed, SPELLED) is None


def test_the_whole_word_comes_before_a_part_of_one() -> None:
    close, closed = Called(("Close",)), Called(("Closed days",))
    inside, spelled = Called(("Enclose",)), Called(("城",))
    points = [score(one, "close", {"城": ("close",)}) for one in (close, closed, inside, spelled)]
    assert points == sorted(points, key=lambda one: (one is None, one))
    assert len(set(points)) == 4


def test_only_what_has_a_pinyin_is_spelled() -> None:
    assert names_to_spell([CALL, Called(("Quit", "退出"))]) in {
        ("呼叫下一位", "退出"),
        ("退出", "呼叫下一位"),
    }
    assert plain("Call, next… (now)") == "callnextnow"
