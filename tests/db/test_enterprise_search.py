"""Enterprises are found as `score` says, on both engines, whatever is written and however."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice

import pytest
from sqlalchemy import Connection, Engine, delete, update

from benchmarks.enterprise_search import SITE, companies, company_names, fill
from db.engine import begin_write
from db.enterprise_index import index_enterprises, pieces_of, reindex
from db.reads.enterprise_search import find_enterprises
from db.reads.looks import SqlReads
from db.rows import SqlRows
from db.tables import enterprise, enterprise_index
from desktop.domain.enterprise_file import Enterprise
from desktop.domain.enterprises import parse_query, score
from desktop.pinyin import search_keys

COUNT = 500
ALL = 10_000
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
TEXTS = (
    "有限 公司 有限公司 限公 杭州 州 司 单 䶮 𠮷 〇 〇一 行 重庆 长行 （浙江）文化 公司有限 "
    "h hz a e a1 ae aejia shan shanji chan dan danji danjishipin zengji cengji zj xiefang jiefang "
    "yxgs youxiangongsi youxiang si gs g yanhe yan xian xi'an xianxian zhanlue zhanlve lueying "
    "3d 3dd 24 24xs 24xiaoshi 9 91 9133 ma 330 0106 100 100% zhangxing changhang yinhang yinxing "
    "重q 重qing 重qingz 杭z 杭zhou 单j 3打 z州 hang州 v vvv q ABC abc bc"
).split()


def _made(name: str, key: str, uscc: str | None = None) -> Enterprise:
    keys = search_keys(name)
    return Enterprise(key, name, uscc, keys.han, keys.pinyin)


@pytest.fixture(scope="module")
def population() -> list[Enterprise]:
    """Give generated enterprises, and some with everything that is difficult in a name."""
    special = [
        _made(name, f"s{n}", f"91330106MA2HXY{n:03}U") for n, name in enumerate(SPECIAL)
    ]
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


@pytest.fixture
def filled(engine: Engine, population: list[Enterprise]) -> Engine:
    """Give a database with the population and its index."""
    with _writing(engine) as connection:
        fill(connection, population)
        index_enterprises(connection, SITE, population)
    return engine


def test_all_that_score_finds_is_found_in_its_order(
    filled: Engine, population: list[Enterprise]
) -> None:
    """Without a limit in the way the answer is that of `score` over every row."""
    with filled.connect() as connection:
        for text in (*TEXTS, *_texts(population, 1, 25)):
            assert _searching(connection, text, ALL) == _by_score(population, text), text


def test_the_best_come_first_among_many(filled: Engine, population: list[Enterprise]) -> None:
    """What is at the beginning comes in exact order; of more, a bounded part, well ordered."""
    with filled.connect() as connection:
        for text in (*TEXTS, *_texts(population, 1, 25)):
            every, found = _by_score(population, text), _searching(connection, text)
            assert len(found) == min(20, len(every)), text
            assert [pair for pair in every if pair in found] == found, text
            if len(every) <= 60:
                assert found == every[:20], text
