"""How fast an enterprise is found among many, beside one look-up by primary key.

`python -m benchmarks.enterprise_search [--count 100000] [--database URL]` makes a database of
believable companies (a temporary SQLite file unless another, empty one is named) and prints
p50 and p99 in milliseconds for each kind of query, and how long the index took to make.
"""

from __future__ import annotations

import argparse
import gc
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select

from db.deadlines import patient
from db.engine import begin_read, begin_write, open_engine
from db.enterprise_index import index_enterprises, reindex
from db.migrate import prepare
from db.reads.enterprise_search import find_enterprises
from db.rows import SqlRows
from db.tables import enterprise
from desktop.domain.enterprise_file import Enterprise
from desktop.pinyin import search_keys

SITE = "HZ"
_BATCH = 20_000
_LIMIT = 20
_ROUNDS = 40


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_CITIES = _words(
    "杭州 宁波 温州 绍兴 嘉兴 湖州 金华 衢州 台州 丽水 舟山 上海 苏州 南京 重庆 厦门 深圳 广州 "
    "杭州西湖 杭州滨江 杭州余杭 杭州萧山 浙江 中国（杭州）"
)
_FIRST = "云海天金华信德鑫宏盛源泰瑞恒嘉博立新智联众创远达安康宝乐长行重单曾解朝厦䶮禾木青蓝星月"
_SECOND = "腾达源盛泰和鼎祥瑞成通科创维博远航程峰川林森阳晨曦诺雅美佳优品味道缘福禄茂昌荣华"
_THIRD = ("", "", "", "", "一号", "世纪", "A1", "e家", "丰", "国际", "行")
_TRADES = _words(
    "科技 网络科技 信息技术 贸易 国际贸易 电子商务 商贸 餐饮管理 文化传媒 建筑工程 装饰工程 "
    "物业管理 企业管理咨询 人力资源 教育科技 医疗器械 生物科技 机械制造 食品 服装 汽车服务 "
    "物流 供应链管理 银行 音乐文化 房地产开发 新能源 环保科技 广告 酒店管理"
)
_FORMS = _words(
    "有限公司 有限公司 有限公司 有限公司 有限公司 有限责任公司 股份有限公司 （有限合伙） 合作社 "
    "有限公司杭州分公司 工作室 店"
)
_CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True, slots=True)
class Figure:
    """What one kind of query took, in milliseconds, and how many it found."""

    kind: str
    p50: float
    p99: float
    found: int


def company_names(seed: int = 7) -> Iterator[str]:
    """Yield believable names of companies without end, the same for the same seed."""
    rng = random.Random(seed)
    while True:
        city = rng.choice(_CITIES)
        word = rng.choice(_FIRST) + rng.choice(_SECOND) + rng.choice(_THIRD)
        if rng.random() < 0.3:
            word += rng.choice(_SECOND)
        yield city + word + rng.choice(_TRADES) + rng.choice(_FORMS)


def companies(count: int, seed: int = 7) -> Iterator[Enterprise]:
    """Yield so many enterprises; four of five have a credit code."""
    rng = random.Random(seed)
    for number, name in enumerate(islice(company_names(seed), count)):
        keys = search_keys(name)
        code = None
        if rng.random() < 0.8:
            district = rng.choice(("330106", "330108", "330110", "330203", "310101"))
            body = "".join(rng.choices(_CODE_SIGNS, k=5))
            code = f"91{district}MA{body}{number % 1000:03}"
        yield Enterprise(
            enterprise_id=f"e{number:08}",
            name=name,
            uscc=code,
            han=keys.han,
            readings=keys.pinyin,
        )


def fill(connection: Connection, rows: Sequence[Enterprise]) -> None:
    """Insert enterprises into the open transaction, without their index."""
    names = Enterprise.__slots__
    values = [{"site_id": SITE, **{name: getattr(row, name) for name in names}} for row in rows]
    connection.execute(insert(enterprise), values)


def make(engine: Engine, count: int) -> None:
    """Fill an empty database, and print what the index cost in each way of making it."""
    prepare(engine)
    source = companies(count)
    spent = 0.0
    while batch := list(islice(source, _BATCH)):
        with engine.connect() as connection:
            begin_write(connection)
            with patient(connection):
                fill(connection, batch)
                start = time.perf_counter()
                index_enterprises(connection, SITE, batch)
                connection.commit()
            spent += time.perf_counter() - start
    print(f"index of {count:,} enterprises, in batches of {_BATCH:,}: {spent:.1f} s")
    with engine.connect() as connection:
        start = time.perf_counter()
        begin_write(connection)
        with patient(connection):
            reindex(connection, SITE)
            connection.commit()
        print(f"the whole index anew: {time.perf_counter() - start:.1f} s")
    if engine.dialect.name == "postgresql":  # what its autovacuum does within a minute
        alone = engine.execution_options(isolation_level="AUTOCOMMIT")
        with alone.connect() as connection, patient(connection):
            connection.exec_driver_sql("VACUUM ANALYZE")
            connection.exec_driver_sql("CHECKPOINT")


def one_by_one(engine: Engine, count: int = 200) -> Figure:
    """Measure what the index adds to a transaction that changes one enterprise."""
    took = []
    for row in companies(count):
        with engine.connect() as connection:
            begin_write(connection)
            start = time.perf_counter()
            index_enterprises(connection, SITE, [row])
            connection.commit()
            took.append(time.perf_counter() - start)
    return _figure("one enterprise changed", took, 0)


def queries(rows: Sequence[Enterprise]) -> dict[str, list[str]]:
    """Return the texts to be searched, by kind; each kind `_ROUNDS` texts or one text."""
    coded = [row for row in rows if row.uscc is not None]
    codes = [row.uscc for row in coded if row.uscc is not None]
    return {
        "one Han character": [row.han[at % len(row.han)] for at, row in enumerate(rows)],
        "two Han characters": [row.han[2:4] for row in rows],
        "a word in the middle": [row.han[2:6] for row in rows],
        "the whole name": [row.name for row in rows],
        "a name that is not there": [row.han[::-1] for row in rows],
        "two frequent words": ["杭州有限公司", "公司有限", "科技责任", "州有限公"],
        "initials of a word": [_initials(row)[2:6] for row in rows],
        "initials of the name": [_initials(row) for row in rows],
        "two initials": [_initials(row)[at % 5 :][:2] for at, row in enumerate(rows)],
        "letters that nothing has": ["vvvv", "qxzj", "uuu", "ivi"],
        "pinyin of a word": ["".join(row.readings[0].split()[2:4]) for row in rows],
        "pinyin of the name": [row.readings[0] for row in rows],
        "pinyin, last syllable begun": ["".join(row.readings[0].split())[:9] for row in rows],
        "Han and letters": [row.han[2] + _initials(row)[3] for row in rows],
        "whole code": codes,
        "end of a code": [code[-6:] for code in codes],
        "middle of a code": [code[9:13] for code in codes],
        **{text: [text] for text in _NASTY},
    }


_NASTY = _words(
    "有限 公司 有限公司 杭州 州 司 a h hz hangzhou ha gs yxgs youxiangongsi si "
    "9 7 ma 9133 91330106MA 3301"
)


def _initials(row: Enterprise) -> str:
    return "".join(syllable[0] for syllable in row.readings[0].split())


@dataclass(slots=True)
class _Reads:
    connection: Connection
    site: str

    def take(self, kind: type[Enterprise], rows: Sequence[Sequence[object]]) -> list[Enterprise]:
        return SqlRows(self.connection, self.site).take(kind, rows)


def measure(engine: Engine, rows: Sequence[Enterprise]) -> Iterator[Figure]:
    """Yield the bare limit, then a figure for each kind of query."""
    with ExitStack() as stack:
        connection = stack.enter_context(engine.connect())
        begin_read(connection)
        stack.enter_context(patient(connection))
        reads = _Reads(connection, SITE)
        bare = select(enterprise).where(enterprise.c.site_id == SITE)

        def by_key(key: str) -> int:
            return len(connection.execute(bare.where(enterprise.c.enterprise_id == key)).all())

        def by_text(text: str) -> int:
            return len(find_enterprises(reads, text, _LIMIT))

        yield _timed("bare limit: by primary key", [row.enterprise_id for row in rows], by_key)
        for kind, texts in queries(rows).items():
            yield _timed(kind, texts, by_text)


def _timed(kind: str, texts: Sequence[str], act: Callable[[str], int]) -> Figure:
    times = max(_ROUNDS, len(texts))
    took, found = [], 0
    act(texts[-1])
    gc.collect()
    for at in range(times):
        start = time.perf_counter()
        found = act(texts[at % len(texts)])
        took.append(time.perf_counter() - start)
    return _figure(kind, took, found)


def _figure(kind: str, took: list[float], found: int) -> Figure:
    took.sort()
    last = len(took) - 1
    return Figure(kind, took[last // 2] * 1000, took[round(last * 0.99)] * 1000, found)


def report(location: str, count: int) -> None:
    """Make the database, measure and print."""
    engine = open_engine(location)
    try:
        make(engine, count)
        spread = random.Random(1).sample(range(count), min(count, 200))
        wanted = set(spread)
        rows = [row for at, row in enumerate(companies(max(wanted) + 1)) if at in wanted]
        print(f"{'':32}{'p50':>8}{'p99':>8}  ms; found at the last (of {_LIMIT} wanted)")
        for figure in (*measure(engine, rows), one_by_one(engine)):
            print(f"{figure.kind:32}{figure.p50:8.2f}{figure.p99:8.2f}  {figure.found}")
    finally:
        engine.dispose()


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--database", help="an empty database: a path or a postgresql:// URL")
    given = parser.parse_args()
    if given.database:
        report(given.database, given.count)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "search.db")
        report(str(path), given.count)
        print(f"database: {path.stat().st_size / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
