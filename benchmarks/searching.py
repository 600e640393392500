"""Type-ahead over many enterprises: the slowest kind of query, beside a look-up by key."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout

from benchmarks import history
from benchmarks.enterprise_search import companies, make, measure
from benchmarks.measure import Figure, Spread
from db.engine import open_engine
from db.migrate import HEAD

COUNT = 100_000
SAMPLE = 200


def figures() -> Iterator[Figure]:
    """Measure on a database that is made once and kept in `build/bench/`."""
    history.KEEP.mkdir(parents=True, exist_ok=True)
    path = history.KEEP / f"search-{COUNT}-{HEAD}.db"
    if not path.exists():
        work = path.with_suffix(".part")
        engine = open_engine(work)
        with redirect_stdout(sys.stderr):
            make(engine, COUNT)
        engine.dispose()
        work.rename(path)
    engine = open_engine(path)
    wanted = set(random.Random(1).sample(range(COUNT), SAMPLE))
    rows = [row for at, row in enumerate(companies(COUNT)) if at in wanted]
    bare, *kinds = measure(engine, rows)
    engine.dispose()
    limit = Spread(bare.p50, bare.p99, bare.p99)
    slowest = max(kinds, key=lambda kind: kind.p99)
    middle = sorted(kind.p50 for kind in kinds)[len(kinds) // 2]
    yield Figure(
        f"type-ahead, {COUNT:,} enterprises: slowest of {len(kinds)} kinds ({slowest.kind})",
        Spread(slowest.p50, slowest.p99, slowest.p99),
        limit,
        None,
        "p99 ≤ 10 ms",
        slowest.p99 <= 10,
    )
    yield Figure(
        "type-ahead: the kind in the middle",
        Spread(middle, middle, middle),
        limit,
        None,
        "≤ 10 ms",
        middle <= 10,
    )
