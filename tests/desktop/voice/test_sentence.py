"""What is said of a call: by example, and of every label and counter."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.i18n import Translator
from desktop.voice.espeak import pinyin
from desktop.voice.ports import LABEL, Call
from desktop.voice.sentence import sentence, text

CHINESE, ENGLISH = Translator("zh"), Translator("en")


@pytest.mark.parametrize(
    ("label", "counter", "chinese", "english"),
    [
        ("F012", 3, "请 F 零幺二号到三号窗口", "number F zero one two, please go to counter three"),
        ("D100", 10, "请 D 幺零零号到十号窗口", "number D one zero zero, please go to counter ten"),
        (
            "A1-F007",  # given by an offline station
            12,
            "请 A 幺，F 零零七号到十二号窗口",
            "number A one, F zero zero seven, please go to counter twelve",
        ),
        (
            "C.B031",  # given after a fence
            21,
            "请 C B 零三幺号到二十一号窗口",
            "number C B zero three one, please go to counter twenty one",
        ),
        (
            "G1000",
            105,
            "请 G 幺零零零号到一百零五号窗口",
            "number G one zero zero zero, please go to counter one hundred five",
        ),
    ],
)
def test_a_call_is_said(label: str, counter: int, chinese: str, english: str) -> None:
    call = Call(label, counter)
    assert text(CHINESE, sentence(CHINESE, call)) == chinese
    assert text(ENGLISH, sentence(ENGLISH, call)) == english


def test_one_is_yi_where_the_centre_wants_it_and_always_at_the_counter() -> None:
    call = Call("F111", 1)
    assert text(CHINESE, sentence(CHINESE, call, yao=False)) == "请 F 一一一号到一号窗口"
    assert text(CHINESE, sentence(CHINESE, call)) == "请 F 幺幺幺号到一号窗口"


@pytest.mark.parametrize(
    ("counter", "said"),
    [(20, "二十"), (99, "九十九"), (100, "一百"), (110, "一百一十"), (112, "一百一十二")],
)
def test_a_counter_is_a_number(counter: int, said: str) -> None:
    whole = text(CHINESE, sentence(CHINESE, Call("F001", counter)))
    assert whole.endswith(f"到{said}号窗口")


def test_pinyin_has_the_tones_and_leaves_the_letter() -> None:
    said = sentence(CHINESE, Call("F012", 3))
    assert pinyin(said) == "qing3 F ling2 yao1 er4 hao4 dao4 san1 hao4 chuang1 kou3"


labels = st.from_regex(LABEL, fullmatch=True)
counters = st.integers(0, 9999)


@given(labels, counters, st.booleans())
def test_every_sign_of_a_label_is_said_in_its_order(label: str, counter: int, yao: bool) -> None:
    for translator in (CHINESE, ENGLISH):
        words = sentence(translator, Call(label, counter), yao=yao).words
        signs = [
            "1" if word == "yao" else word for word in words if len(word) == 1 or word == "yao"
        ]
        wanted = re.sub(r"[-.]", "", label)
        assert "".join(signs).startswith(wanted)
        assert ("yao" in words) == (yao and translator is CHINESE and "1" in label)


@given(labels, counters)
def test_every_word_is_written_and_has_its_pinyin(label: str, counter: int) -> None:
    said = sentence(CHINESE, Call(label, counter))
    assert re.fullmatch(r"[A-Za-z0-9 ,]+", pinyin(said))
    for translator in (CHINESE, ENGLISH):
        whole = text(translator, sentence(translator, Call(label, counter)))
        assert not re.search(r"[0-9{}…_]|voice", whole)


@pytest.mark.parametrize("foreign", ["王敏", "F012 王敏", "", "f012", "F12", "<F012>", "F012\n"])
def test_nothing_but_a_label_and_a_counter_can_be_said(foreign: str) -> None:
    with pytest.raises(ValueError, match="not a label"):
        Call(foreign, 3)
    with pytest.raises(ValueError, match="not a label"):
        Call("F012", -1)
