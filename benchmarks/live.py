"""From a click on one PC to the painted line on another PC's screen, beside bare NOTIFY.

Three processes on one PostgreSQL: a console that hands out numbers, and twice the whole program
(offscreen) with a counter's line in front.  The time begins with the mouse's click on the one
program's button that calls the next, and ends after the paint event with which the label has
left the other program's line.  The limit is a NOTIFY between two bare connections, in turn.
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
from dataclasses import dataclass
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
OURS, THEIRS = (8, "OURS"), (9, "THEIRS")
CALL = "button:counter.call_next"
_PAUSE = (0.2, 0.4)
_PATIENCE = 30.0


def run(folder: Path) -> Figure:
    """Measure, with a server and a home of its own."""
    chance, times, bare = random.Random(1), list[float](), list[float]()
    with ExitStack() as stack:
        server = stack.enter_context(running_server())
        url = server.create("live")
        with desk_on(url) as desk:
            for counter, staff in (THEIRS, OURS):
                desk.do(r.AddStaff(staff, staff, ("window",)))
                desk.do(r.OpenCounter(counter, staff, ("CF",)))
        hall = Hall(
            stack.enter_context(_console(url, folder / "console")),
            stack.enter_context(_screen(url, folder / "ours", OURS)),
            stack.enter_context(_screen(url, folder / "theirs", THEIRS)),
        )
        ear = stack.enter_context(psycopg.connect(url, autocommit=True))
        mouth = stack.enter_context(psycopg.connect(url, autocommit=True))
        ear.execute("LISTEN bare")
        nobody = threading.Event()
        first = _issued(hall)  # somebody always waits: an empty line shows no table
        for _ in range(RUNS):
            nobody.wait(chance.uniform(*_PAUSE))
            second = _issued(hall)
            times.append(_called(hall, first))
            first = second
            bare.append(_notified(mouth, ear))
    told = Spread.of(times)
    p95 = rank(sorted(times), 0.95)
    aim = f"p95 ≤ {AIM:g} ms (is {p95:.0f})"
    name = "from the click on “call” to the line painted on another PC"
    return Figure(name, told, Spread.of(bare), None, aim, p95 <= AIM)


@dataclass(frozen=True, slots=True)
class Hall:
    """Three processes: who hands out numbers, the PC that calls, the PC that looks on."""

    console: subprocess.Popen[str]
    ours: subprocess.Popen[str]
    theirs: subprocess.Popen[str]


def _issued(hall: Hall) -> str:
    """Hand out a number, wait until both PCs show it; returns its label."""
    label = _said(hall.console, {"do": "reception.issue", "windows": ["CF"]})["ticket"]["label"]
    for screen in (hall.ours, hall.theirs):
        _moment(screen, f"+{label}")
    return str(label)


def _called(hall: Hall, label: str) -> float:
    """Click until the number has left the other PC's line, serve it; returns milliseconds."""
    assert hall.ours.stdin is not None
    hall.ours.stdin.write(CALL + "\n")
    hall.ours.stdin.flush()
    begun = _moment(hall.ours, "clicked")
    ended = _moment(hall.theirs, f"-{label}")
    for verb in ("counter.start", "counter.finish"):
        _said(hall.console, {"do": verb, "counter": OURS[0]})
    return (ended - begun) * 1000


def _moment(screen: subprocess.Popen[str], what: str) -> float:
    """Read on until the screen says `what`; returns when that was."""
    while True:
        said, moment = _line(screen).split()
        if said == what:
            return float(moment)


def _notified(mouth: psycopg.Connection, ear: psycopg.Connection) -> float:
    begun = monotonic()
    mouth.execute("NOTIFY bare")
    for _ in ear.notifies(timeout=_PATIENCE, stop_after=1):
        pass
    return (monotonic() - begun) * 1000


@contextmanager
def _screen(url: str, home: Path, seat: tuple[int, str]) -> Iterator[subprocess.Popen[str]]:
    home.mkdir()
    counter, staff = seat
    chosen = {"screen": "counter", "counter": str(counter), "station": f"B{counter}"}
    chosen["staff"] = staff
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
