"""`python -m benchmarks`: every figure of the desk beside its bare limit.

    python -m benchmarks [--history 200000] [--companies 1000000] [--only NAME ...]

Prints one table in Markdown; ends with status 1 when an aim was missed.  The history and the
companies are made once and kept in `build/bench/`.
"""

from __future__ import annotations

import argparse
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import (
    commands,
    figures,
    guesses,
    hall,
    heartbeat,
    history,
    live,
    papers,
    searching,
    server_commands,
    starting,
)
from benchmarks.measure import Figure, Spread, median, table

PARTS = (
    "commands",
    "history",
    "figures",
    "server",
    "live",
    "hall",
    "heartbeat",
    "start",
    "slip",
    "search",
    "suggestions",
    "estimates",
)


def main() -> int:
    """Run the parts that were asked for and print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--history", type=int, default=200_000, help="visits of history")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=list(PARTS))
    parser.add_argument(
        "--companies", type=int, default=searching.MANY, help="companies in the larger search"
    )
    given = parser.parse_args()
    found: list[Figure] = []
    with tempfile.TemporaryDirectory(dir=_disk()) as folder:
        for figure in _figures(Path(folder), given):
            print(f"{figure.name}: {figure.measured.p50:.2f} ms", file=sys.stderr)
            found.append(figure)
    print(f"{platform.system()} {platform.machine()}, Python {platform.python_version()}\n")
    print(table(found))
    return 0 if all(figure.held for figure in found) else 1


def _figures(folder: Path, given: argparse.Namespace) -> Iterator[Figure]:
    visits, only = given.history, set(given.only)
    if only & {"commands", "history"}:
        base = history.with_visits(visits) if "history" in only else None
        for name, words in (("issue", "issue a ticket"), ("call", "call next")):
            empty = commands.run(folder, None, name)
            yield empty.figure(words, 6)
            if base is not None:
                yield from _with_history(folder, base, name, words, empty, visits)
    if "figures" in only:
        yield from figures.figures(folder, visits)
    if "server" in only:
        yield from server_commands.figures()
    if "live" in only:
        yield live.run(folder)
    if "hall" in only:
        yield hall.run()
    if "heartbeat" in only:
        yield heartbeat.run()
    if "start" in only:
        with commands.desk_on(folder / "start.db"):
            pass
        yield starting.run(folder, folder / "start.db")
    if "slip" in only:
        yield papers.run()
    if "search" in only:
        yield from searching.figures(given.companies)
    if "suggestions" in only:
        yield from guesses.suggestions()
    if "estimates" in only:
        yield from guesses.waits()


def _with_history(
    folder: Path, base: Path, name: str, words: str, empty: commands.Times, visits: int
) -> Iterator[Figure]:
    full = commands.run(folder, base, name)
    again = commands.run(folder, None, name)  # before and after: the machine's speed drifts
    yield full.figure(f"{words}, {visits:,} visits of history", 6)
    without = [*empty.desk, *again.desk]
    ratio = median(map(median, full.desk)) / median(map(median, without))
    spread = Spread.of([one for block in full.desk for one in block])
    bare = Spread.of([one for block in without for one in block])
    yield Figure(f"{words}, with against without", spread, bare, ratio, "≤ 1.2 ×", ratio <= 1.2)


def _disk() -> str:
    """Return a folder on a real disk: on a RAM disk a durable commit would cost nothing."""
    kept = history.KEEP
    kept.mkdir(parents=True, exist_ok=True)
    return str(kept)


if __name__ == "__main__":
    sys.exit(main())
