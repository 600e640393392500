"""The estimates of a wait hold for a demo's days: most waits lie in the range that was told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean, median

from benchmarks.estimates import cases, report
from db.store import SqlStore
from desktop.demo.making import make_demo
from desktop.domain.site import Site


def test_most_waits_lie_in_the_range_that_was_told(tmp_path: Path) -> None:
    store = SqlStore(tmp_path / "demo.db")
    make_demo(store, datetime(2026, 11, 23, 1, tzinfo=UTC), 50, days=6, visits_per_day=150)
    times: list[float] = []
    with store.look("DEMO") as reads:
        (site,) = reads.every(Site)
        found = list(cases(reads, site, days=2, every=1, times=times))
    store.close()
    assert len(found) > 100
    assert 0.7 <= fmean(one.inside for one in found) <= 0.97, report(found, times)
    error = median(abs(one.real - one.told.p50) for one in found)
    assert error < median(abs(one.real - one.naive) for one in found) / 1.5
    assert fmean(one.real > one.told.p90 for one in found) <= 0.2
