"""Type-ahead over many enterprises, and a page of their list, beside a look-up by key."""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

from sqlalchemy import Engine

from benchmarks import history
from benchmarks.enterprise_search import SITE, make, measure
from benchmarks.measure import Figure, Spread
from db.engine import begin_read, open_engine
from db.migrate import HEAD
from db.reads.looks import SqlReads

FEW, MANY = 100_000, 1_000_000
SAMPLE = 200
PAGE = 100


def figures(many: int = MANY) -> Iterator[Figure]:
    """Measure on databases that are made once and kept in `build/bench/`.

    One of `many` enterprises takes ten minutes to make.
    """
    for count in dict.fromkeys((FEW, many)):
        engine = open_engine(_made(count))
        yield from _searched(engine, count)
        yield _listed(engine, count)
        engine.dispose()


def _made(count: int) -> Path:
    history.KEEP.mkdir(parents=True, exist_ok=True)
    path = history.KEEP / f"search-{count}-{HEAD}.db"
    if not path.exists():
        work = path.with_suffix(".part")
        work.unlink(missing_ok=True)
        engine = open_engine(work)
        with redirect_stdout(sys.stderr):
            make(engine, count)
        engine.dispose()
        work.rename(path)
    return path


def _searched(engine: Engine, count: int) -> Iterator[Figure]:
    wanted = random.Random(1).sample(range(count), SAMPLE)
    with engine.connect() as connection:
        begin_read(connection)
        # Read, not made anew: a million readings take three minutes.
        found = SqlReads(connection, SITE).enterprises(f"e{number:08}" for number in wanted)
    rows = list(found.values())
    bare, *kinds = measure(engine, rows)
    limit = Spread(bare.p50, bare.p99, bare.p99)
    slowest = max(kinds, key=lambda kind: kind.p99)
    middle = sorted(kind.p50 for kind in kinds)[len(kinds) // 2]
    yield Figure(
        f"type-ahead, {count:,} enterprises: slowest of {len(kinds)} kinds ({slowest.kind})",
        Spread(slowest.p50, slowest.p99, slowest.p99),
        limit,
        None,
        "p99 ≤ 10 ms",
        slowest.p99 <= 10,
    )
    yield Figure(
        f"type-ahead, {count:,} enterprises: the kind in the middle",
        Spread(middle, middle, middle),
        limit,
        None,
        "≤ 10 ms",
        middle <= 10,
    )


def _listed(engine: Engine, count: int) -> Figure:
    """Measure a page of the list, the first one and one far behind it by turns."""
    took = []
    with engine.connect() as connection:
        begin_read(connection)
        rows = SqlReads(connection, SITE).latest_enterprises(None, None, PAGE)
        after = [None, *(row.enterprise_id for row in rows[:: PAGE // 4])]
        for turn in range(SAMPLE):
            reads = SqlReads(connection, SITE)
            start = time.perf_counter()
            reads.latest_enterprises(None, after[turn % len(after)], PAGE)
            took.append((time.perf_counter() - start) * 1000)
    found = Spread.of(took)
    return Figure(
        f"a page of {PAGE} in the list of {count:,} enterprises",
        found,
        found,
        None,
        "p99 ≤ 10 ms",
        found.p99 <= 10,
    )
