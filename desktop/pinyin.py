"""The pinyin of names, with the readings that a person may think of.

Readings come from pypinyin's words and characters.  What it gets wrong for our names is put
right here: surnames, some places, and which second readings people really use.
"""

from __future__ import annotations

from functools import lru_cache

from desktop.domain.enterprises import NameKeys, clean_name, is_han

MAX_VARIANTS = 8

_SURNAME_TABLE = """
单shan 曾zeng 解xie 仇qiu 查zha 区ou 任ren 华hua 朴piao 盖ge 缪miao 翟zhai 乐yue 尉wei 员yun 宁ning
纪ji 种chong 召shao 隗wei 冼xian 卜bu 秘bi 折she 黑he 车che 石shi 燕yan 葛ge 过guo 哈ha 那na 能nai
令ling 洗xian 逄pang 谌chen 郇xun 晁chao 佴nai 郄qie 啜chuai 覃qin 瞿qu 臧zang 褚chu 阚kan 祭zhai
相xiang 应ying 於yu 会gui 眭sui 沈shen 牟mou 幺yao
"""
_SURNAMES = {pair[0]: pair[1:] for pair in _SURNAME_TABLE.split()}
"""How a character is read that begins a person's name, where there is a doubt."""

_WORDS = {
    "尉迟": "yu chi",
    "长孙": "zhang sun",
    "单于": "chan yu",
    "万俟": "mo qi",
    "澹台": "tan tai",
    "令狐": "ling hu",
    "朝阳": "chao yang",
    "会稽": "kuai ji",
    "单县": "shan xian",
    "解州": "xie zhou",
    "洪洞": "hong tong",
    "大埔": "da bu",
    "涡阳": "guo yang",
    "长宁": "chang ning",
    "长三角": "chang san jiao",
    "大夫": "dai fu",
}
"""Words that would come out wrong, or must be right at the beginning of a name."""

_READING_TABLE = """
重zhong/chong 长chang/zhang 行xing/hang 乐le/yue 朝chao/zhao 单dan/shan/chan 曾ceng/zeng 解jie/xie
仇chou/qiu 查cha/zha 区qu/ou 调diao/tiao 还huan/hai 传chuan/zhuan 都du/dou 盛sheng/cheng 会hui/kuai
校xiao/jiao 薄bao/bo 车che/ju 藏cang/zang 降jiang/xiang 省sheng/xing 参can/shen/cen 沈shen/chen
尉wei/yu 翟zhai/di 员yuan/yun 厦xia/sha 弹dan/tan 率lv/shuai 度du/duo 宿su/xiu 石shi/dan 柏bai/bo
秘mi/bi 了le/liao 着zhe/zhuo 种zhong/chong 朴pu/piao 卜bu/bo 万wan/mo 盖gai/ge 折zhe/she 缪miao/mou
乘cheng/sheng 佛fo/fu 扎zha/za 露lu/lou 熟shu/shou 核he/hu 血xue/xie 剥bo/bao 壳ke/qiao 削xiao/xue
绿lv/lu 六liu/lu 角jiao/jue 觉jue/jiao 贾jia/gu 百bai/bo 伯bo/bai 陆lu/liu 恶e/wu 择ze/zhai 模mo/mu
屏ping/bing 埔pu/bu 蚌bang/beng 蔚wei/yu 奇qi/ji 系xi/ji 给gei/ji 便bian/pian 番fan/pan 泊bo/po
铅qian/yan 莘shen/xin 似si/shi 什shen/shi 阿a/e 拓tuo/ta 洞dong/tong 合he/ge 谷gu/yu
"""
_SECOND_READINGS = {pair[0]: tuple(pair[1:].split("/")) for pair in _READING_TABLE.split()}
"""The readings that people use of common characters, the most common first."""

_ONE_READING = frozenset(
    "有司限公份技科中电子术服务发管理信南广红研咨询设计工厂作王文机食于不女亚好比水化经景仓能虹济识俞"
    "贸场龙金大地和台少期其家应分数杭氏集团英央云野〇价网洲红风具皮见夫"
)
"""Characters of which only the usual reading is used; dictionaries list rare ones too."""

_SURNAME_MARKS = "氏记家姓"
_COMPOUND_SURNAMES = frozenset({"尉迟", "长孙", "单于", "万俟", "澹台", "令狐"})

# Costs of a reading other than the likely one: every single change comes before any two.
_KNOWN_OTHER, _KNOWN_OTHER_IN_WORD, _RARE_OTHER = 10, 14, 17


def search_keys(name: str) -> NameKeys:
    """Return the keys of a name: at most eight variants of its readings, most likely first."""
    han = clean_name(name)
    variants: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    for readings in _readings(han):
        longer = (
            (cost + extra, (*syllables, reading))
            for cost, syllables in variants
            for reading, extra in readings
        )
        variants = sorted(longer, key=lambda variant: variant[0])[:MAX_VARIANTS]
    spelled = [syllables for _, syllables in variants if syllables]
    return NameKeys(
        han=han,
        pinyin=tuple(" ".join(syllables) for syllables in spelled),
        initials=tuple(
            dict.fromkeys("".join(part[0] for part in syllables) for syllables in spelled)
        ),
    )


def readings(mark: str) -> tuple[str, ...]:
    """Return the readings that people often use of one character, the usual one first."""
    return _SECOND_READINGS.get(mark) or _alone(mark)[:1]


def _readings(han: str) -> list[list[tuple[str, int]]]:
    """Return for each character its readings with their costs, the likely one first at 0."""
    likely = _likely(han)
    if han[:1] in _SURNAMES and han[:2] not in _COMPOUND_SURNAMES and _is_personal(han):
        likely[0] = (_SURNAMES[han[0]], False)
    found: list[list[tuple[str, int]]] = []
    for mark, (reading, in_word) in zip(han, likely, strict=True):
        others = [other for other in _in_use(mark) if other != reading]
        cost = _RARE_OTHER
        if mark in _SECOND_READINGS:
            cost = _KNOWN_OTHER_IN_WORD if in_word else _KNOWN_OTHER
        found.append([(reading, 0), *((other, cost) for other in others)])
    return found


def _in_use(mark: str) -> tuple[str, ...]:
    """Return the readings of a character that a person may think of."""
    if mark in _ONE_READING:
        return ()
    return _SECOND_READINGS.get(mark) or _alone(mark)


def _likely(han: str) -> list[tuple[str, bool]]:
    """Return for each character its likely reading, and whether a known word gave it."""
    spelled: list[tuple[str, bool]] = []
    start = 0
    for end in range(1, len(han) + 1):
        if end == len(han) or is_han(han[end]) != is_han(han[start]):
            piece = han[start:end]
            spelled += _likely_han(piece) if is_han(piece[0]) else [(c, False) for c in piece]
            start = end
    for word, reading in _WORDS.items():
        place = han.find(word)
        if place > 0 and word in _COMPOUND_SURNAMES:
            continue
        if place >= 0:
            spelled[place : place + len(word)] = [(part, True) for part in reading.split()]
    return spelled


def _likely_han(piece: str) -> list[tuple[str, bool]]:
    given = _given(piece)
    if len(given) != len(piece):  # characters that pypinyin does not know come as one piece
        return [(_alone(mark)[0], False) for mark in piece]
    likely: list[tuple[str, bool]] = []
    for mark, readings in zip(piece, given, strict=True):
        in_word = len(readings) < len(_alone(mark))
        known = _SECOND_READINGS.get(mark)
        reading = _spelled(readings[0])
        likely.append((reading if in_word or known is None else known[0], in_word))
    return likely


def _is_personal(han: str) -> bool:
    """Say whether a name begins like a person's: a short one that is no word, or a 氏 or 记."""
    if len(han) < 2 or not all(is_han(mark) for mark in han[:3]):
        return False
    if han[1] in _SURNAME_MARKS or len(han) == 3:
        return True
    if len(han) > 3:
        return False
    readings = _given(han)
    return len(readings[0]) == len(_alone(han[0]))


@lru_cache(maxsize=8192)
def _alone(mark: str) -> tuple[str, ...]:
    """Return the readings of one character without tones, the most common first."""
    if not is_han(mark):
        return (mark,)
    given = _given(mark, errors="ignore")
    readings = [_spelled(reading) for reading in given[0]] if given else []
    plain = [reading for reading in readings if reading.isascii() and reading.isalpha()]
    usable = [reading for reading in plain if any(vowel in reading for vowel in "aeiouv")]
    return tuple(dict.fromkeys(usable)) or (mark,)


def _spelled(reading: str) -> str:
    """Write lüe and nüe as people type them."""
    return {"lve": "lue", "nve": "nue"}.get(reading, reading)


def _given(text: str, errors: str = "default") -> list[list[str]]:
    """Return pypinyin's readings, character by character."""
    # A late import: its dictionaries take an eighth of a second, and most starts save no name.
    from pypinyin import Style, pinyin

    return pinyin(text, style=Style.NORMAL, heteronym=True, errors=errors)
