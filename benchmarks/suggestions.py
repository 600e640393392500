"""`reception.suggest` on needs as visitors say them: how often it is right, and when it asks.

    python -m benchmarks.suggestions [--half development|held_out] [--faults]

The needs are those of `tests/desktop/suggest_examples.toml`; nothing has been learned from staff.
"""

from __future__ import annotations

import argparse
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measure import Spread, rank
from desktop.catalogue_file import read_catalogue
from desktop.domain.suggestion import Advice, Evidence, advise
from desktop.suggesting import learn_catalogue
from resources import path as resource

EXAMPLES = Path(__file__).parents[1] / "tests" / "desktop" / "suggest_examples.toml"
HALVES = ("development", "held_out")


@dataclass(frozen=True, slots=True)
class Need:
    """A need in words; `windows`: what it is for, empty where one has to ask back."""

    text: str
    windows: frozenset[str]
    kind: str


@dataclass(slots=True)
class Score:
    """What came of some needs.  `asked` counts (should be asked back, was), `pairs` windows."""

    first: int = 0
    among_three: int = 0
    sure_and_right: int = 0
    sure: int = 0
    single: int = 0
    both: int = 0
    double: int = 0
    guided: int = 0
    guide: int = 0
    asked: Counter[tuple[bool, bool]] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    trust: dict[int, list[bool]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of the needs that were asked back about, the share that had to be."""
        return self.asked[True, True] / max(1, self.asked[True, True] + self.asked[False, True])

    @property
    def recall(self) -> float:
        """Of the needs that have to be asked back about, the share that was."""
        return self.asked[True, True] / max(1, self.asked[True, True] + self.asked[True, False])


def needs(half: str) -> Iterator[Need]:
    """Yield the needs of a half."""
    with EXAMPLES.open("rb") as stream:
        table = tomllib.load(stream)[half]
    for kind, entries in table.items():
        for entry in entries:
            if kind == "two":
                yield Need(entry[0], frozenset(entry[1:]), kind)
            else:
                none = kind in ("guide", "nonsense")
                yield Need(entry, frozenset() if none else frozenset({kind}), kind)


def built_in() -> Evidence:
    """Return what the built-in catalogue teaches."""
    return learn_catalogue(read_catalogue(resource("catalogue/catalogue.yaml")))


def score(half: str, evidence: Evidence) -> Score:
    """Ask for every need of a half and count."""
    found = Score()
    for need in needs(half):
        before = time.perf_counter()
        advice = advise(need.text, evidence)
        found.times.append((time.perf_counter() - before) * 1000)
        _count(found, need, advice)
    return found


def _count(found: Score, need: Need, advice: Advice) -> None:
    windows = [one.window for one in advice.windows]
    asked = advice.why is not None
    right = set(windows[:1]) <= need.windows
    found.asked[not need.windows, asked] += 1
    for one in advice.windows:
        found.trust.setdefault(int(one.confidence * 5), []).append(one.window in need.windows)
    if need.kind == "two":
        found.double += 1
        right = set(windows) == need.windows
        found.both += right
    elif need.windows:
        (wanted,) = need.windows
        found.single += 1
        right = windows[:1] == [wanted]
        found.first += right
        found.among_three += wanted in windows[:3]
        found.sure += not asked
        found.sure_and_right += right and not asked
        found.pairs[wanted, windows[0] if windows else "–"] += 1
    else:
        right = asked
        if need.kind == "guide":
            found.guide += 1
            found.guided += advice.why == "guide_desk"
    if not right:
        shown = ", ".join(f"{w.window} {w.confidence:.2f} {w.words}" for w in advice.windows)
        found.faults.append(f"{need.kind}: {need.text} → {shown or advice.why}")


def report(found: Score) -> str:
    """Return the figures as text."""
    single, sure = found.single, max(1, found.sure)
    lines = [
        (
            f"needs for one window: {single}; right first {found.first / single:.1%}, "
            f"among the first three {found.among_three / single:.1%}"
        ),
        (
            f"named without asking back: {found.sure / single:.1%}, "
            f"of these right {found.sure_and_right / sure:.1%}"
        ),
        f"needs for two windows: {found.double}; exactly both {found.both}",
        (
            f"asking back: precision {found.precision:.1%}, recall {found.recall:.1%}; "
            f"sent to the guide desk {found.guided} of {found.guide}"
        ),
        "confusion (wanted → first): "
        + (", ".join(f"{a}→{b} {n}" for (a, b), n in sorted(found.pairs.items()) if a != b) or "–"),
        "confidence, and how often it was right: "
        + ", ".join(
            f"{low / 5:.1f}+ {sum(hits) / len(hits):.0%} of {len(hits)}"
            for low, hits in sorted(found.trust.items())
        ),
    ]
    ordered = sorted(found.times)
    spread = Spread.of(ordered)
    lines.append(
        f"ms a call: median {spread.p50:.2f}, p90 {rank(ordered, 0.9):.2f}, "
        f"longest {spread.most:.2f}"
    )
    return "\n".join(lines)


def main() -> int:
    """Print the figures of one half or of both."""
    parser = argparse.ArgumentParser(prog="benchmarks.suggestions", description=__doc__)
    parser.add_argument("--half", choices=HALVES, help="only this half")
    parser.add_argument("--faults", action="store_true", help="name what went wrong")
    given = parser.parse_args()
    built_in()  # once before, so that pypinyin's own tables are there
    before = time.perf_counter()
    evidence = built_in()
    print(
        f"learned in {(time.perf_counter() - before) * 1000:.0f} ms, {len(evidence.known)} pieces\n"
    )
    for half in [given.half] if given.half else HALVES:
        found = score(half, evidence)
        print(f"## {half}\n{report(found)}")
        print("\n".join(found.faults if given.faults else []))
    return 0


if __name__ == "__main__":
    sys.exit(main())
