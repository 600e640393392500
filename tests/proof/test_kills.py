"""`kill -9` at any moment: the queue is what the journal says, and what was said was done.

Two real consoles work on one file, one hands out numbers and one serves; both are killed after
a random time, again and again.  `YIMEN_KILLS=300` for a long night.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.talk import MORNING, Talk, talking

ROUNDS = int(os.environ.get("YIMEN_KILLS", "32")) // 2
STARTING = 60.0
Line = dict[str, Any]


@dataclass
class Console:
    """A console at work: what it was told, and the file with its answers."""

    lines: list[Line]
    answers: Path
    process: subprocess.Popen[bytes]

    def answered(self) -> list[Line]:
        """Return the whole answers; a last one that was cut off does not count."""
        whole = self.answers.read_bytes().split(b"\n")[:-1]
        return [json.loads(line) for line in whole]


def command(do: str, **fields: Any) -> Line:
    """Return a line with a command id."""
    return {"command": str(uuid.uuid4()), "do": do, **fields}


def guide() -> list[Line]:
    """Return what a guide desk says."""
    return [command("reception.issue", items=["CF-01"], windows=["RC"]) for _ in range(300)]


def counter() -> list[Line]:
    """Return what a counter says; its last visitor may still be there."""
    turn = ("start", "finish", "call_next")
    first = command("counter.open", counter=1, staff="w1")
    return [first, *(command(f"counter.{turn[n % 3]}", counter=1) for n in range(300))]


def begin(checkout: Path, folder: Path, name: str, file: Path, lines: list[Line]) -> Console:
    """Start a console that reads its lines from a file."""
    said, answers = folder / f"{name}.in", folder / f"{name}.out"
    start = [{"do": "clock.set", "at": MORNING}]
    said.write_text("".join(json.dumps(line) + "\n" for line in start + lines), "utf-8")
    with said.open("rb") as given, answers.open("wb") as taken:
        process = subprocess.Popen(
            [sys.executable, "main.py", "console", "--database", file, "--clock", "manual"],
            stdin=given,
            stdout=taken,
            stderr=subprocess.DEVNULL,
            cwd=checkout,
        )
    return Console(lines, answers, process)


def waited(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Wait so long; say whether it ended by itself."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def check(file: Path, consoles: list[Console]) -> int:
    """Check one round; returns how many commands had been acknowledged."""
    acknowledged = 0
    with talking(file) as talk:
        talk.at(MORNING)
        talk.sound()
        for console in consoles:
            done = console.answered()[1:]
            acknowledged += len(done)
            for line, answer in zip(console.lines, done, strict=False):
                if answer["ok"]:
                    assert talk.say(**line) == answer, "what was acknowledged was done"
            if len(done) < len(console.lines):
                talk.say(**console.lines[len(done)])  # whole or absent: now it is whole
        talk.sound()
        no_number_twice(talk)
    return acknowledged


def no_number_twice(talk: Talk) -> None:
    """Check that all tickets there are have the numbers from one on, each with what it needs."""
    shown = talk.ok("figures.day", day="2026-11-23")["totals"]
    for number in range(1, shown["issued"] + 1):
        talk.ok("ticket.show", ticket=f"F{number:03d}")
    assert talk.refused("ticket.show", ticket=f"F{shown['issued'] + 1:03d}") == "unknown_ticket"
    last = talk.ok("ticket.show", ticket=f"F{shown['issued']:03d}")
    assert len(last["cases"]) == 1
    assert [paper["kind"] for paper in last["papers"]] == ["ticket_slip"]
    assert [place["window"] for place in last["ticket"]["places"]] == ["CF", "RC"]


@pytest.mark.slow
def test_killed_at_any_moment(site_file: Path, tmp_path: Path, checkout: Path) -> None:
    file = Path(shutil.copy(site_file, tmp_path / "desk.db"))
    chance = random.Random(20261123)
    acknowledged, cut_short = 0, 0
    for number in range(ROUNDS):
        pair = [
            begin(checkout, tmp_path, f"guide{number}", file, guide()),
            begin(checkout, tmp_path, f"counter{number}", file, counter()),
        ]
        for console in pair:  # both have begun
            tries = 0
            while b"\n" not in console.answers.read_bytes() and tries < STARTING * 100:
                tries += 1
                waited(console.process, 0.01)
        for console in pair:
            ended = waited(console.process, chance.uniform(0, 0.15))
            cut_short += not ended
            console.process.kill()
            console.process.wait(STARTING)
        acknowledged += check(file, pair)
    assert cut_short > ROUNDS, "most were killed in the middle of their work"
    assert acknowledged > ROUNDS * 10, "and had done something before"
