"""What the desk guesses, as lines of the table: windows for a need in words, waits."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean, median
from typing import Final

from benchmarks import estimates, history
from benchmarks import suggestions as needs
from benchmarks.measure import Figure, Spread
from db.store import SqlStore
from desktop.domain.site import Site

SUGGEST_MS: Final = 20.0
FIRST: Final = 0.8
"""The share of needs for one window whose window must come first."""
_DAYS, _EVERY = 10, 3
_INSIDE: Final = (0.7, 0.95)
"""Between p10 and p90 lie eight of ten waits, if the range is honest; so much it may miss that."""


def suggestions() -> Iterator[Figure]:
    """Yield a line for each half of the examples."""
    needs.built_in()  # once before, so that pypinyin's own tables are there
    evidence = needs.built_in()
    for half in needs.HALVES:
        found = needs.score(half, evidence)
        told, first = Spread.of(found.times), found.first / found.single
        aim = (
            f"p99 ≤ {SUGGEST_MS:g} ms; first right {first:.0%} (≥ {FIRST:.0%}), among three"
            f" {found.among_three / found.single:.0%}, asks back: precision"
            f" {found.precision:.0%}, recall {found.recall:.0%}"
        )
        held = told.p99 <= SUGGEST_MS and first >= FIRST
        yield Figure(f"a need in words, {half.replace('_', ' ')}", told, None, None, aim, held)


def waits() -> Iterator[Figure]:
    """Yield the line of the estimated waits, over the demo's last days."""
    store = SqlStore(history.with_days(20, 300))
    times: list[float] = []
    with store.look(store.sites()[0]) as reads:
        (site,) = reads.every(Site)
        found = list(estimates.cases(reads, site, _DAYS, _EVERY, times))
    store.close()
    inside = fmean(case.inside for case in found)
    error = median(abs(case.real - case.told.p50) for case in found)
    naive = median(abs(case.real - case.naive) for case in found)
    aim = (
        f"{inside:.0%} in p10–p90 ({_INSIDE[0]:.0%}–{_INSIDE[1]:.0%}); median error"
        f" {error:.1f} min, the mean's {naive:.1f}"
    )
    held = _INSIDE[0] <= inside <= _INSIDE[1] and error <= naive
    yield Figure(
        f"an estimated wait, {len(found)} visitors", Spread.of(times), None, None, aim, held
    )
