"""From the command on one PC to the painted row on another PC's screen, beside bare NOTIFY.

Two processes on one PostgreSQL: a console that hands out numbers, and the whole program
(offscreen) with a counter's line in front.  The time begins when the line is written to the
console and ends after the paint event that shows the new label.  The limit is a NOTIFY between
two bare connections, in turn.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import psycopg

from benchmarks.commands import desk_on
from benchmarks.measure import Figure, Spread, rank
from desktop import requests as r
from tests.postgres import running_server

RUNS = 80
AIM = 150.0
COUNTER, STAFF = 9, "BENCH"
_PAUSE = (0.2, 0.4)
_PATIENCE = 30.0


def run(folder: Path) -> Figure:
    """Measure, with a server and a home of its own."""
    chance, times, bare = random.Random(1), list[float](), list[float]()
    with ExitStack() as stack:
        server = stack.enter_context(running_server())
        url = server.create("live")
        with desk_on(url) as desk:
            desk.do(r.AddStaff(STAFF, "Bench", ("window",)))
            desk.do(r.OpenCounter(COUNTER, STAFF, ("CF",)))
        screen = stack.enter_context(_screen(url, folder / "screen"))
        console = stack.enter_context(_console(url, folder / "console"))
        ear = stack.enter_context(psycopg.connect(url, autocommit=True))
        mouth = stack.enter_context(psycopg.connect(url, autocommit=True))
        ear.execute("LISTEN bare")
        nobody = threading.Event()
        for _ in range(RUNS):
            nobody.wait(chance.uniform(*_PAUSE))
            times.append(_painted(console, screen))
            bare.append(_notified(mouth, ear))
    told = Spread.of(times)
    p95 = rank(sorted(times), 0.95)
    aim = f"p95 ≤ {AIM:g} ms (is {p95:.0f})"
    name = "from the command to the row painted on another PC"
    return Figure(name, told, Spread.of(bare), None, aim, p95 <= AIM)


def _painted(console: subprocess.Popen[str], screen: subprocess.Popen[str]) -> float:
    """Hand out a number, wait until it was painted, let it go; returns milliseconds."""
    begun = monotonic()
    ticket = _said(console, {"do": "reception.issue", "windows": ["CF"]})["ticket"]
    while True:
        label, moment = _line(screen).split()
        if label == ticket["label"]:
            break
    _said(console, {"do": "ticket.cancel", "ticket": ticket["id"], "reason": "benchmark"})
    return (float(moment) - begun) * 1000


def _notified(mouth: psycopg.Connection, ear: psycopg.Connection) -> float:
    begun = monotonic()
    mouth.execute("NOTIFY bare")
    for _ in ear.notifies(timeout=_PATIENCE, stop_after=1):
        pass
    return (monotonic() - begun) * 1000


@contextmanager
def _screen(url: str, home: Path) -> Iterator[subprocess.Popen[str]]:
    home.mkdir()
    chosen = {"screen": "counter", "counter": str(COUNTER), "staff": STAFF}
    (home / "settings.json").write_text(json.dumps(chosen), "utf-8")
    with _started(["-m", "benchmarks.live_screen", "--database", url], home) as process:
        if _line(process) != "usable":
            raise RuntimeError("the program did not say that it can be used")
        yield process


@contextmanager
def _console(url: str, home: Path) -> Iterator[subprocess.Popen[str]]:
    with _started(["main.py", "console", "--database", url], home) as process:
        _said(process, {"do": "site.show"})
        yield process
        assert process.stdin is not None
        process.stdin.close()
        process.wait(_PATIENCE)


@contextmanager
def _started(order: list[str], home: Path) -> Iterator[subprocess.Popen[str]]:
    quiet = {"QT_QPA_PLATFORM": "offscreen", "QT_API": "pyside6", "YIMEN_HOME": str(home)}
    with subprocess.Popen(
        [sys.executable, *order],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, **quiet},
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError(f"{process.args!r} has ended")
    return line.strip()


def _said(console: subprocess.Popen[str], line: dict[str, Any]) -> Any:
    assert console.stdin is not None
    console.stdin.write(json.dumps(line) + "\n")
    console.stdin.flush()
    answer = json.loads(_line(console))
    if not answer["ok"]:
        raise RuntimeError(answer["error"]["code"])
    return answer
