"""A name is found by any piece of it: code, characters, pinyin, initials, in either reading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.enterprises import (
    NameKeys,
    QueryKind,
    Score,
    Why,
    classify,
    parse_query,
    score,
)
from desktop.pinyin import MAX_VARIANTS, search_keys

NAME = "重庆（长城）音乐银行A1有限公司"
CODE = "91330106MA2HXY0T5U"
CHARACTERS = "杭州云海重长行乐单曾解朝会厦银信息技术有限公司创新绿略𠮷〇aB9 ()（）·&-"
names = st.text(CHARACTERS, min_size=1, max_size=14)


def found(text: str, name: str, uscc: str | None = None) -> Score | None:
    """Search one name."""
    keys = search_keys(name)
    return score(parse_query(text), keys.han, keys.pinyin, uscc)


def why(text: str, name: str = NAME, uscc: str | None = CODE) -> Why | None:
    """Return by what a text finds a name."""
    result = found(text, name, uscc)
    return result.why if result else None


@pytest.mark.parametrize(
    ("text", "kind", "cleaned"),
    [
        ("重庆", QueryKind.HAN, "重庆"),
        ("（重庆）", QueryKind.HAN, "重庆"),
        ("Chong Qing", QueryKind.LATIN, "chongqing"),
        ("ＣＱ", QueryKind.LATIN, "cq"),
        ("xi'an", QueryKind.LATIN, "xian"),
        ("9133 0106", QueryKind.CODE, "91330106"),
        ("a1", QueryKind.CODE, "a1"),
        ("重qing", QueryKind.MIXED, "重qing"),
        ("统一社会信用代码：91330106MA2HXY0T5U", QueryKind.CODE, CODE.lower()),
        ("zhanlve", QueryKind.LATIN, "zhanlue"),
        ("lü", QueryKind.LATIN, "lv"),
        ("%_", QueryKind.LATIN, ""),
        ("", QueryKind.LATIN, ""),
    ],
)
def test_typed_text_is_understood(text: str, kind: QueryKind, cleaned: str) -> None:
    query = parse_query(text)
    assert (query.kind, query.text) == (kind, cleaned)
    assert classify(text) is kind


@pytest.mark.parametrize(
    ("text", "way"),
    [
        (CODE, Why.CODE),
        ("91330106ma2hxy0t5u", Why.CODE),
        ("0106MA2", Why.CODE),
        ("hxy", Why.CODE),
        ("长城音乐", Why.NAME),
        ("（长城）音", Why.NAME),
        ("有限公司", Why.NAME),
        ("A1有限", Why.NAME),
        ("chongqing", Why.PINYIN),
        ("zhongqing", Why.PINYIN),
        ("chongqingchangcheng", Why.PINYIN),
        ("changchengyinyu", Why.PINYIN),
        ("yinhang", Why.PINYIN),
        ("yinxing", Why.PINYIN),
        ("gongsi", Why.PINYIN),
        ("音yue", Why.PINYIN),
        ("cqccyy", Why.INITIALS),
        ("yhA1yxgs", Why.INITIALS),
        ("gs", Why.INITIALS),
        ("g", Why.INITIALS),
        ("音y银h", Why.INITIALS),
        ("ongqing", None),
        ("hongqing", None),
        ("成都", None),
        ("cqyy", None),
        ("%", None),
        ("_", None),
        ("", None),
        ("chongqing%", Why.PINYIN),
    ],
)
def test_a_name_is_found_by_its_pieces(text: str, way: Why | None) -> None:
    assert why(text) == way


def test_better_answers_come_first() -> None:
    ways = [CODE, "91330106", "重庆", "chongqing", "cqcc", "hxy"]
    scores = [found(text, NAME, CODE) for text in ways]
    known = [one for one in scores if one is not None]
    assert len(known) == len(ways)
    assert known == sorted(known)
    early, late = found("云", "云海有限公司"), found("云", "杭州云海有限公司")
    short, long = found("云", "云海公司"), found("云", "云海信息公司")
    assert early is not None
    assert late is not None
    assert early < late
    assert short is not None
    assert long is not None
    assert short < long


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("重庆", "chong qing"),
        ("厦门", "xia men"),
        ("长沙", "chang sha"),
        ("银行", "yin hang"),
        ("音乐", "yin yue"),
        ("朝阳大厦", "chao yang da sha"),
        ("会计", "kuai ji"),
        ("解放", "jie fang"),
        ("单雄信", "shan xiong xin"),
        ("曾国藩", "zeng guo fan"),
        ("解缙", "xie jin"),
        ("仇英", "qiu ying"),
        ("查良镛", "zha liang yong"),
        ("区寄", "ou ji"),
        ("尉迟恭", "yu chi gong"),
        ("尉氏", "wei shi"),
        ("曾氏集团", "zeng shi ji tuan"),
        ("战略", "zhan lue"),
        ("绿地", "lv di"),
        ("Ａ1·科技（中国）", "a 1 ke ji zhong guo"),
        ("𠮷野家", "𠮷 ye jia"),
    ],
)
def test_the_likely_reading_comes_first(name: str, spelled: str) -> None:
    assert search_keys(name).pinyin[0] == spelled


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("重阳科技", ["chongyang", "zhongyang", "cykj", "zykj"]),
        ("长乐未央", ["changle", "zhangle", "changyue", "clwy", "zywy"]),
        ("银行", ["yinhang", "yinxing", "yh", "yx"]),
        ("单氏商行", ["shanshi", "danshi", "shangxing"]),
        ("大厦", ["dasha", "daxia"]),
    ],
)
def test_either_reading_finds_a_name(name: str, texts: list[str]) -> None:
    assert all(found(text, name) for text in texts)


def test_nothing_to_read_gives_no_keys() -> None:
    assert search_keys(" （）%") == NameKeys("", (), ())


@given(names)
def test_keys_are_few_different_and_as_long_as_the_name(name: str) -> None:
    keys = search_keys(name)
    assert len(set(keys.pinyin)) == len(keys.pinyin) <= MAX_VARIANTS
    assert len(set(keys.initials)) == len(keys.initials) <= len(keys.pinyin)
    for syllables in keys.syllables:
        assert len(syllables) == len(keys.han)
        assert "".join(part[0] for part in syllables) in keys.initials


@given(names, st.data())
def test_any_piece_of_any_reading_finds_the_name(name: str, data: st.DataObject) -> None:
    keys = search_keys(name)
    if not keys.han:
        return
    start = data.draw(st.integers(0, len(keys.han) - 1))
    end = data.draw(st.integers(start + 1, len(keys.han)))
    syllables = data.draw(st.sampled_from(keys.syllables))[start:end]
    assert found(keys.han[start:end], name) is not None
    assert found("".join(part[0] for part in syllables), name) is not None
    spelled = "".join(syllables)
    assert len(spelled) == 1 or found(spelled, name) is not None
    assert len(spelled) < 3 or found(spelled[:-1], name) is not None


@given(st.text(max_size=20), names)
def test_any_typed_text_gets_an_answer(text: str, name: str) -> None:
    result = found(text, name, CODE)
    assert result is None or result.position >= 0
