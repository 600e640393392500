"""Enterprises are found as `score` says, on both engines, whatever is written and however."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

import pytest
from sqlalchemy import Connection, Engine, delete, event, func, insert, select

from benchmarks.enterprise_search import SITE, companies, company_names, fill
from db.engine import begin_write
from db.enterprise_index import index_enterprises, reindex
from db.quick import TAP
from db.reads.enterprise_search import find_enterprises
from db.reads.looks import SqlReads
from db.rows import SqlRows
from db.tables import enterprise, enterprise_index
from desktop.domain.enterprise_file import Enterprise
from desktop.domain.enterprises import parse_query, score
from desktop.pinyin import search_keys

COUNT = 500
ALL = 10_000

Answers = dict[str, list[tuple[str, str]]]
SPECIAL = (
    "杭州单记食品有限公司",
    "重庆长行音乐银行股份有限公司",
    "解放日报（浙江）文化传媒有限公司",
    "䶮禾A1（e家）商贸有限公司",
    "𠮷野家·上海有限公司",
    "〇一电子商务有限公司",
    "3D打印·24小时便利店",
    "曾记",
    "行",
    "ABC",
    "绿园100%有机_农业",
    "西安西岸科技有限公司",
    "掠影战略咨询工作室",
)
DIFFICULT = (
    ("shanji", "杭州单记食品有限公司", "pinyin"),
    ("danji", "杭州单记食品有限公司", "pinyin"),
    ("szsp", "杭州单记食品有限公司", None),
    ("sjsp", "杭州单记食品有限公司", "initials"),
    ("䶮禾", "䶮禾A1（e家）商贸有限公司", "name"),
    ("禾a1e家", "䶮禾A1（e家）商贸有限公司", "name"),
    ("（E家）", "䶮禾A1（e家）商贸有限公司", "name"),
    ("𠮷野", "𠮷野家·上海有限公司", "name"),
    ("家上海", "𠮷野家·上海有限公司", "name"),
    ("〇一", "〇一电子商务有限公司", "name"),
    ("印24", "3D打印·24小时便利店", "name"),
    ("3ddy", "3D打印·24小时便利店", "initials"),
    ("00%有", "绿园100%有机_农业", "name"),
    ("园%", "绿园100%有机_农业", "name"),
    ("机农", "绿园100%有机_农业", "name"),
    ("91330106MA2HXY003U", "䶮禾A1（e家）商贸有限公司", "code"),
    ("xy003u", "䶮禾A1（e家）商贸有限公司", "code"),
)
TEXTS = """
有限 公司 有限公司 限公 杭州 州 司 单 䶮 𠮷 〇 〇一 行 重庆 长行 （浙江）文化 公司有限
h hz a e a1 ae aejia shan shanji chan dan danji danjishipin zengji cengji zj xiefang jiefang
yxgs youxiangongsi youxiang si gs g yanhe yan xian xi'an xianxian zhanlue zhanlve lueying
3d 3dd 24 24xs 24xiaoshi 9 91 9133 ma 330 0106 100 100% zhangxing changhang yinhang yinxing
重q 重qing 重qingz 杭z 杭zhou 单j 3打 z州 hang州 v vvv q ABC abc bc
"""


def _made(name: str, key: str, uscc: str | None = None) -> Enterprise:
    keys = search_keys(name)
    return Enterprise(key, name, uscc, keys.han, keys.pinyin)


@pytest.fixture(scope="module")
def population() -> list[Enterprise]:
    """Give generated enterprises, and some with everything that is difficult in a name."""
    special = [_made(name, f"s{n}", f"91330106MA2HXY{n:03}U") for n, name in enumerate(SPECIAL)]
    return [*companies(COUNT), *special]


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        begin_write(connection)
        yield connection
        connection.commit()


def _searching(connection: Connection, text: str, limit: int = 20) -> list[tuple[str, str]]:
    found = find_enterprises(SqlReads(connection, SITE), text, limit)
    return [(one.enterprise.enterprise_id, one.why) for one in found]


def _by_score(rows: list[Enterprise], text: str) -> list[tuple[str, str]]:
    query = parse_query(text)
    ranked = [
        (rank, row.enterprise_id)
        for row in rows
        if row.merged_into is None
        and (rank := score(query, row.han, row.readings, row.uscc)) is not None
    ]
    return [(key, rank.why.value) for rank, key in sorted(ranked)]


def _texts(rows: list[Enterprise], seed: int, count: int) -> list[str]:
    """Return pieces of the names, codes and readings, as people type them."""
    rng = random.Random(seed)
    texts: list[str] = []
    for row in rng.choices(rows, k=count):
        syllables = rng.choice(row.readings).split()
        start = rng.randrange(len(row.han))
        end = rng.randint(start + 1, len(row.han))
        spelled = "".join(syllables[start:end])
        texts += [
            row.han[start:end],
            row.name[start:end],
            spelled,
            spelled[: rng.randint(1, len(spelled))],
            "".join(syllable[0] for syllable in syllables[start:end]),
            row.han[start:end][:2] + "".join(s[0] for s in syllables[start:end][2:]),
            (row.uscc or "")[rng.randrange(18) :][: rng.randint(1, 18)],
        ]
    return texts


@pytest.fixture(scope="module")
def expected(population: list[Enterprise]) -> Answers:
    """Give what each text should find, best first."""
    return {
        text: _by_score(population, text) for text in (*TEXTS.split(), *_texts(population, 1, 15))
    }


@pytest.fixture
def filled(engine: Engine, population: list[Enterprise]) -> Engine:
    """Give a database with the population and its index."""
    with _writing(engine) as connection:
        fill(connection, population)
        index_enterprises(connection, SITE, population)
    return engine


def test_all_that_score_finds_is_found_in_its_order(filled: Engine, expected: Answers) -> None:
    """Without a limit in the way the answer is that of `score` over every row."""
    with filled.connect() as connection:
        for text, every in expected.items():
            assert _searching(connection, text, ALL) == every, text


def test_the_best_come_first_among_many(filled: Engine, expected: Answers) -> None:
    """What is at the beginning comes in exact order; of more, a bounded part, well ordered."""
    with filled.connect() as connection:
        for text, every in expected.items():
            found = _searching(connection, text)
            assert len(found) == min(20, len(every)), text
            assert [pair for pair in every if pair in found] == found, text
            if len(every) <= 60:
                assert found == every[:20], text


def test_what_is_difficult_in_a_name(filled: Engine) -> None:
    """Surnames, letters, brackets, rare characters and signs: the name is found, and by what."""
    with filled.connect() as connection:
        for text, name, why in DIFFICULT:
            found = find_enterprises(SqlReads(connection, SITE), text, ALL)
            reasons = [one.why for one in found if one.enterprise.name == name]
            assert reasons == ([why] if why else []), text


def test_signs_alone_find_nothing(filled: Engine) -> None:
    """Signs mean nothing, neither to SQL nor to the index's own language."""
    with filled.connect() as connection:
        for text in ("", " ", "%", "_", "%%%", '"', "*", "()", "'", "--", "\\"):
            assert _searching(connection, text, ALL) == [], text


def test_words_of_the_index_language_are_plain(filled: Engine) -> None:
    """AND, OR, NOT and NEAR are typed letters like all others."""
    with filled.connect() as connection:
        for text in ("AND", "or", "NOT", "near(a b)", "a:b", "^a", "a*"):
            assert _searching(connection, text) == _searching(connection, text.swapcase()), text


def test_changes_and_merges_are_reflected(filled: Engine, population: list[Enterprise]) -> None:
    """What is put and flushed is found at once: a new name, a code, a merge and its undoing."""
    old = population[0]
    new = replace(_made("丽水䶮䶮曾厝", old.enterprise_id, "91330108MA00000001"), last_pos=1)
    with _writing(filled) as connection:
        rows = SqlRows(connection, SITE)
        rows.get(Enterprise, old.enterprise_id)
        rows.put(new)
        rows.put(_made("丽水䶮䶮", "fresh"))
        rows.flush()
    with filled.connect() as connection:
        assert _searching(connection, "䶮䶮") == [("fresh", "name"), (old.enterprise_id, "name")]
        assert _searching(connection, "MA00000001") == [(old.enterprise_id, "code")]
        assert old.enterprise_id not in [key for key, _ in _searching(connection, old.name, ALL)]
    merged = replace(new, merged_into="fresh", last_pos=2)
    apart = replace(new, last_pos=3)
    for row, keys, by_old_name in (
        (merged, ["fresh"], "fresh"),
        (apart, ["fresh", "e00000000"], "e00000000"),
    ):
        with _writing(filled) as connection:
            rows = SqlRows(connection, SITE)
            rows.get(Enterprise, row.enterprise_id)
            rows.put(row)
            rows.flush()
            assert [key for key, _ in _searching(connection, "䶮䶮")] == keys
            assert [key for key, _ in _searching(connection, "䶮䶮曾厝")] == [by_old_name]


def test_what_is_not_searched_by_does_not_touch_the_index(
    filled: Engine, population: list[Enterprise]
) -> None:
    """A new contact costs the index no statement."""
    seen: list[str] = []
    with _writing(filled) as connection:
        rows = SqlRows(connection, SITE)
        row = rows.get(Enterprise, population[0].enterprise_id)
        assert row is not None
        event.listen(filled, "before_cursor_execute", lambda *heard: seen.append(heard[2]))
        connection.info[TAP] = lambda statement, values, many: seen.append(statement)
        rows.put(replace(row, contact="p1", last_pos=9))
        rows.flush()
    assert len(seen) == 1


def test_an_index_made_anew_is_equal(
    filled: Engine, population: list[Enterprise], expected: Answers
) -> None:
    """Lost, or made of other rows, the index is made anew from the enterprises alone."""
    with _writing(filled) as connection:
        connection.execute(delete(enterprise_index))
        index_enterprises(connection, SITE, [_made("不在的公司", population[3].enterprise_id)])
        reindex(connection, SITE)
    with filled.connect() as connection:
        places = connection.execute(select(func.count()).select_from(enterprise_index)).scalar_one()
        assert places == len(population)
        for text in TEXTS.split():
            assert _searching(connection, text, ALL) == expected[text], text
        assert _searching(connection, "不在的") == []


def test_a_site_finds_its_own(filled: Engine, expected: Answers) -> None:
    """Two sites in one database: neither finds the other's, nor loses its own to a remaking."""
    other = [_made("杭州别处有限公司", "x1"), _made("杭州䶮别处有限公司", "x2")]
    with _writing(filled) as connection:
        values = [
            {"site_id": "NB", **{name: getattr(row, name) for name in Enterprise.__slots__}}
            for row in other
        ]
        connection.execute(insert(enterprise), values)
        index_enterprises(connection, "NB", other)
        reindex(connection, SITE)
        reindex(connection, "NB")
    with filled.connect() as connection:
        found = find_enterprises(SqlReads(connection, "NB"), "hz", ALL)
        assert [one.enterprise.enterprise_id for one in found] == ["x1", "x2"]
        for text in ("hz", "杭州", "bc", "yxgs"):
            assert _searching(connection, text, ALL) == expected[text], text


def test_a_search_is_few_statements(filled: Engine) -> None:
    """At most two for each of the ways in which a name may answer."""
    seen: list[str] = []
    event.listen(filled, "before_cursor_execute", lambda *heard: seen.append(heard[2]))
    with filled.connect() as connection:
        for text, most in (("杭州", 1), ("公司", 2), ("hz", 6), ("9133", 1), ("qqqq", 8)):
            seen.clear()
            _searching(connection, text, 3)
            assert len(seen) <= most, text


def test_generated_names_are_the_same_each_time() -> None:
    """What is measured twice is measured on the same companies."""
    assert list(islice(company_names(), 50)) == list(islice(company_names(), 50))
    assert list(companies(50)) == list(companies(50))
