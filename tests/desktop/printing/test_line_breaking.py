"""Lines end where Chinese lines may end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.printing.line_breaking import CANNOT_END, CANNOT_START, break_lines, widest_piece

TOKENS = st.sampled_from(
    [
        *"杭州市余杭区企业服务中心受理通知书䶮",
        *["办，", "结。", "理；", "由：", "吗？", "好！", "（甲）", "《法》", "“引”", "‘内’"],
        *["说：“行。”", "等……", "即——", "2026年", "11月", "23日", "CF-20261123-0007", "ISO 9001 "],
        *["100%", "（见《条例》）。", "（一）", "、", "1,200 元"],
    ]
)
TEXTS = st.lists(TOKENS, min_size=1, max_size=80).map(lambda parts: "文" + "".join(parts))


def em(char: str) -> float:
    """Return 1 for a Chinese character and a half for a Latin one."""
    return 0.5 if ord(char) < 0x2000 else 1.0


@given(TEXTS, st.integers(min_value=12, max_value=40), st.sampled_from([0, 2]))
def test_no_line_begins_or_ends_with_a_forbidden_mark(text: str, width: int, indent: int) -> None:
    lines = break_lines(text, width, em, indent=indent)
    marks = [line for line in lines if line.strip("、，。；：？！")]
    for line in marks[1:]:
        assert line[0] not in CANNOT_START, lines
    for line in lines[:-1]:
        assert line[-1] not in CANNOT_END, lines


@given(TEXTS, st.integers(min_value=3, max_value=40), st.sampled_from([0, 2]))
def test_nothing_is_lost_and_nothing_hangs_over(text: str, width: int, indent: int) -> None:
    lines = break_lines(text, width, em, indent=indent)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for at, line in enumerate(lines):
        assert sum(map(em, line)) + (0 if at else indent) <= width


def test_words_numbers_and_codes_stay_whole() -> None:
    assert break_lines("办件CF-20261123-0007已办结", 8.5, em) == [
        "办件",
        "CF-20261123-0007",
        "已办结",
    ]
    assert break_lines("请于11月30日前补齐", 3.5, em) == ["请于", "11月", "30日前", "补齐"]


def test_a_word_longer_than_a_line_is_cut_after_a_hyphen() -> None:
    assert break_lines("CF-20261123-0007", 6, em) == ["CF-20261123-", "0007"]


def test_line_feeds_end_lines() -> None:
    assert break_lines("一\n\n二", 9, em) == ["一", "", "二"]


@pytest.mark.parametrize("pair", ["——", "……"])
def test_dashes_and_ellipses_are_not_torn(pair: str) -> None:
    lines = break_lines(f"甲乙丙丁{pair}戊", 5, em)
    assert all(pair in line or pair[0] not in line for line in lines)


def test_widest_piece_is_the_longest_word() -> None:
    assert widest_piece("编号 91330110MA2KX1A41L", em) == 9
