"""Needs in words: the window is found, and where it is not, the desk asks back."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks import suggestions
from desktop.domain.grams import MOST_CHARACTERS, plain
from desktop.domain.suggestion import (
    MOST_WINDOWS,
    WORTH_NAMING,
    Advice,
    Evidence,
    advise,
    confidence,
)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    """Give what the built-in catalogue teaches."""
    return suggestions.built_in()


def windows(advice: Advice) -> list[str]:
    return [one.window for one in advice.windows]


def test_needs_that_nobody_tuned_for_find_their_window(evidence: Evidence) -> None:
    found = suggestions.score("held_out", evidence)
    assert found.single + found.double + found.guide >= 130
    assert found.first / found.single >= 0.88
    assert found.among_three / found.single >= 0.92
    assert found.sure_and_right / found.sure >= 0.92
    assert found.both / found.double >= 0.7
    assert found.recall >= 0.9
    assert found.precision >= 0.6


def test_the_two_halves_share_no_need() -> None:
    first, second = ({need.text for need in suggestions.needs(h)} for h in suggestions.HALVES)
    assert len(first) + len(second) >= 200
    assert not first & second


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("公基金提取", "RC"),  # typed by its sound
        ("shang biao zhu ce", "PP"),
        ("ＷＩＦＩ　ICP备案", "SZ"),
        ("\u202e注册公司\u202c", "CF"),
        ("注\u200b册公司", "CF"),
    ],
)
def test_the_same_need_in_other_letters(evidence: Evidence, text: str, window: str) -> None:
    assert windows(advise(text, evidence))[0] == window


def test_the_words_that_spoke_are_words_of_the_text(evidence: Evidence) -> None:
    for need in suggestions.needs("development"):
        for one in advise(need.text, evidence).windows:
            assert all(word in plain(need.text) for word in one.words)


@pytest.mark.parametrize("text", ["我也不知道", "咨询一下", "hello", "that one"])
def test_words_around_a_need_are_no_need(evidence: Evidence, text: str) -> None:
    advice = advise(text, evidence)
    assert not advice.windows
    assert advice.why is not None


def test_confidence_is_earned(evidence: Evidence) -> None:
    """Of windows named with 0.8 and more at least eight in ten are right."""
    trust = suggestions.score("held_out", evidence).trust
    high = [right for low, hits in trust.items() if low >= 4 for right in hits]
    assert len(high) > 80
    assert sum(high) / len(high) >= 0.85


@pytest.mark.parametrize("text", ["", " ", "。。。", "\n", "嗯", "1234567890", "😀", "\ud800"])
def test_what_says_nothing_is_asked_back(evidence: Evidence, text: str) -> None:
    assert advise(text, evidence) == Advice((), "nothing_matches")


@given(text=st.text(st.characters(), max_size=300))
@example(text="公司" * 5000)
@example(text="a" * 10_000)
@example(text="，" * 10_000)
@example(text="\u202e\u200f注销\u2066公司")
@example(text="()[]{}|\\.*+?^$")
def test_no_text_is_too_strange(evidence: Evidence, text: str) -> None:
    advice = advise(text, evidence)
    assert len(advice.windows) <= 5
    assert advice.windows or advice.why
    assert len({one.window for one in advice.windows}) == len(advice.windows)
    sure = [one.confidence for one in advice.windows]
    assert sure == sorted(sure, reverse=True)
    assert all(WORTH_NAMING <= one <= 1 for one in sure)


def test_only_the_beginning_of_a_long_text_counts(evidence: Evidence) -> None:
    text = "注册公司" * (MOST_CHARACTERS // 4)
    assert advise(text + "社保" * 1000, evidence) == advise(text, evidence)
    assert len(advise("，".join(["贷款", "社保", "商标"] * 50), evidence).windows) <= MOST_WINDOWS


@given(st.floats(0, 50), st.floats(0, 50), st.floats(0, 10))
def test_more_votes_are_never_less_sure(votes: float, more: float, others: float) -> None:
    assert 0 <= confidence(votes, votes + others) <= 1
    assert confidence(votes + more, votes + more + others) >= confidence(votes, votes + others)


def test_what_staff_chose_is_learned() -> None:
    evidence = suggestions.built_in()
    assert windows(advise("办蓝卡", evidence)) == []
    for _ in range(3):
        evidence.choose("来办蓝卡的", [("GZ", "GZ-05")])
    advice = advise("办蓝卡", evidence)
    assert windows(advice)[:1] == ["GZ"]
    assert advice.windows[0].item == "GZ-05"


def test_words_that_stand_beside_everything_teach_nothing() -> None:
    evidence = suggestions.built_in()
    aims = [aim for aim in evidence.aims if aim[1] is not None]
    for number in range(6 * len(aims)):
        evidence.choose("替熊猫贷款", [aims[number * 7 % len(aims)]])
    assert windows(advise("贷款", evidence))[:1] == ["JR"]
    assert advise("替熊猫", evidence).why is not None


def test_an_item_that_is_gone_is_not_named(evidence: Evidence) -> None:
    gone = frozenset({("CF", "CF-01")})
    assert all(one.item != "CF-01" for one in advise("注册公司", evidence, gone).windows)
