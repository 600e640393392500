"""The outbox's file: durable before it is believed, whole after every kind of end."""

from __future__ import annotations

import dataclasses
import os
import stat
import subprocess
import sys
import types
import typing
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from desktop import requests as r
from desktop.outbox import LARGE, Kept, Outbox
from desktop.verbs import VERBS, WRITES
from desktop.wire import to_json

JOURNAL = "0123456789abcdef" * 4
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

Open = Callable[[], Outbox]


def flight(number: int) -> Kept:
    """Return a command in flight."""
    return Kept(f"flight-{number}", "counter.call_next", "ANNA", AT)


def later(number: int, request: r.Request | None = None) -> Kept:
    """Return a command for later."""
    request = request or r.FinishStop(3, (r.Outcome("CF-1", "resolved", "办好了"),))
    return Kept(f"later-{number}", request.verb, "ANNA", AT, f"F{number:03d}", request)


def files(folder: Path) -> list[Path]:
    """Return the outbox's files."""
    return sorted(folder.glob("*.outbox"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "outbox"


@pytest.fixture
def opened(folder: Path) -> Iterator[Open]:
    """Give a maker of open outboxes in one folder, as programs would have them."""
    made: list[Outbox] = []

    def opening() -> Outbox:
        outbox = Outbox(folder)
        outbox.open(JOURNAL)
        made.append(outbox)
        return outbox

    yield opening
    for outbox in made:
        outbox.close()


def test_a_new_one_is_empty_and_for_this_person_only(opened: Open, folder: Path) -> None:
    outbox = opened()
    assert outbox.flights() == outbox.kept() == ()
    if os.name == "posix":
        assert [stat.S_IMODE(path.stat().st_mode) for path in files(folder)] == [0o600]
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_what_was_noted_is_found_by_the_next_start_in_order(opened: Open) -> None:
    first = opened()
    first.mark(flight(1))
    first.keep(later(1))
    first.mark(flight(2))
    first.keep(later(2))
    first.remove("flight-1")
    first.close()
    second = opened()
    assert second.flights() == (flight(2),)
    assert second.kept() == (later(1), later(2))


def test_what_was_taken_over_is_taken_over_once(opened: Open, folder: Path) -> None:
    first = opened()
    first.keep(later(1))
    first.close()
    second, third = opened(), opened()
    assert (second.kept(), third.kept()) == ((later(1),), ())
    second.close()
    assert opened().kept() == (later(1),)
    assert third.kept() == ()


def test_a_living_program_keeps_its_own(opened: Open) -> None:
    first, second = opened(), opened()
    first.keep(later(1))
    second.keep(later(2))
    assert (first.kept(), second.kept()) == ((later(1),), (later(2),))
    assert opened().kept() == ()


def test_a_program_that_ends_while_another_starts(
    opened: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its file is gone between being listed and being opened: the others are taken over."""
    ending = opened()
    dead = opened()
    dead.keep(later(2))
    dead.close()
    ours = next(path for path in files(folder) if b"later-2" in path.read_bytes())
    ours.rename(folder / f"{JOURNAL[:16]}-last.outbox")
    listed = Path.glob

    def then_it_ends(self: Path, pattern: str) -> list[Path]:
        found = list(listed(self, pattern))
        ending.close()
        return found

    monkeypatch.setattr(Path, "glob", then_it_ends)
    assert opened().kept() == (later(2),)


def test_another_journal_has_another_outbox(opened: Open, folder: Path) -> None:
    first = opened()
    first.keep(later(1))
    first.close()
    other = Outbox(folder)
    other.open("f" * 64)
    assert other.kept() == ()
    other.close()
    assert opened().kept() == (later(1),)


def test_nothing_is_left_where_everything_was_answered(opened: Open, folder: Path) -> None:
    outbox = opened()
    outbox.mark(flight(1))
    outbox.remove("flight-1")
    outbox.close()
    assert files(folder) == []


def test_the_file_begins_anew_when_it_is_long_and_nothing_is_open(
    opened: Open, folder: Path
) -> None:
    outbox = opened()
    for number in range(LARGE // 100):
        outbox.mark(flight(number))
        outbox.remove(f"flight-{number}")
    [file] = files(folder)
    assert file.stat().st_size < LARGE
    outbox.keep(later(1))
    outbox.close()
    assert opened().kept() == (later(1),)


def test_what_was_in_flight_can_be_kept_under_the_same_id(opened: Open) -> None:
    outbox = opened()
    outbox.mark(dataclasses.replace(flight(1), command="later-1"))
    outbox.keep(later(1))
    outbox.mark(dataclasses.replace(flight(1), command="later-1"))
    assert (outbox.flights(), outbox.kept()) == ((), (later(1),))
    outbox.close()
    again = opened()
    assert (again.flights(), again.kept()) == ((), (later(1),))


def test_a_torn_tail_costs_what_was_never_promised_and_nothing_else(
    opened: Open, folder: Path, tmp_path: Path
) -> None:
    outbox = opened()
    outbox.keep(later(1))
    whole = files(folder)[0].read_bytes()
    outbox.keep(later(2))
    both = files(folder)[0].read_bytes()
    outbox.close()
    files(folder)[0].unlink()
    for length in range(len(whole), len(both)):
        torn = tmp_path / f"torn-{length}"
        torn.mkdir()
        (torn / f"{JOURNAL[:16]}-dead.outbox").write_bytes(both[:length])
        after = Outbox(torn)
        after.open(JOURNAL)
        assert after.kept() == (later(1),)
        after.close()


def test_a_power_cut_between_taking_over_and_removing_doubles_nothing(
    opened: Open, folder: Path
) -> None:
    first = opened()
    first.keep(later(1))
    first.mark(flight(1))
    [left] = files(folder)
    content = left.read_bytes()
    first.close()
    second = opened()
    second.close()
    left.write_bytes(content)
    third = opened()
    assert (third.kept(), third.flights()) == ((later(1),), (flight(1),))
    assert len(files(folder)) == 1


def test_a_damaged_line_costs_itself_and_the_file_is_put_aside(
    opened: Open, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    outbox = opened()
    for number in (1, 2, 3):
        outbox.keep(later(number))
    [file] = files(folder)
    lines = file.read_bytes().split(b"\n")
    outbox.close()
    lines[1] = b"\0" * len(lines[1])
    file.write_bytes(b"\n".join(lines))
    assert opened().kept() == (later(1), later(3))
    assert len(list(folder.glob("*.damaged"))) == 1
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "F00" not in caplog.text


def test_an_entry_of_a_version_that_knows_more_is_shown_without_its_request(
    opened: Open, folder: Path
) -> None:
    outbox = opened()
    outbox.keep(later(1))
    [file] = files(folder)
    outbox.close()
    file.write_text(file.read_text("utf-8").replace('"counter"', '"desk"'), encoding="utf-8")
    outbox = opened()
    [kept] = outbox.kept()
    assert (kept.label, kept.verb, kept.request) == ("F001", "counter.finish", None)
    outbox.close()
    file = files(folder)[0]
    file.write_text(file.read_text("utf-8").replace('"desk"', '"counter"'), encoding="utf-8")
    assert opened().kept() == (later(1),)


def test_nothing_of_people_is_in_a_flight(opened: Open, folder: Path) -> None:
    outbox = opened()
    outbox.mark(flight(1))
    [line] = files(folder)[0].read_text("utf-8").splitlines()
    assert line == (
        '{"op": "flight", "command": "flight-1", "verb": "counter.call_next", "staff": "ANNA",'
        ' "at": "2026-11-23T01:00:00Z"}'
    )


# ---- every request comes back as it went ---------------------------------------------------


def sample(hint: Any) -> Any:
    """Return a value of a type, with something in every field."""
    arguments = typing.get_args(hint)
    match typing.get_origin(hint):
        case types.UnionType | typing.Union:
            return sample(next(a for a in reversed(arguments) if a is not types.NoneType))
        case origin if origin is tuple:
            return (sample(arguments[0]), sample(arguments[0]))
        case origin if origin is dict:
            return {"周一": ["08:30-12:00"]}
    if dataclasses.is_dataclass(hint):
        hints = typing.get_type_hints(hint)
        made: Any = hint
        return made(**{f.name: sample(hints[f.name]) for f in dataclasses.fields(hint)})
    plain = {
        str: "张三 13800001234 “备注”\n二行",
        int: 7,
        bool: True,
        date: AT.date(),
        datetime: AT,
        object: ["any", 1],
    }
    return plain[hint]


@pytest.mark.parametrize(
    "kind", [kind for kind in WRITES if kind.verb in VERBS], ids=lambda kind: kind.verb
)
def test_every_command_can_be_kept_and_read_again(kind: type[r.Request], opened: Open) -> None:
    request = sample(kind)
    outbox = opened()
    outbox.keep(later(1, request))
    outbox.close()
    [kept] = opened().kept()
    assert kept == later(1, request)
    assert kept.request is not None
    assert to_json(kept.request) == to_json(request)


# ---- ends of every kind --------------------------------------------------------------------

CHILD = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from desktop.outbox import Kept, Outbox
from desktop import requests as r
outbox = Outbox(Path(sys.argv[1]))
outbox.open(sys.argv[2])
at = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
for number in range(10_000):
    outbox.keep(Kept(f"{number}", "counter.start", None, at, "F001", r.StartService(1)))
    print(number, flush=True)
"""


def test_a_killed_program_keeps_every_promise(opened: Open, folder: Path, checkout: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, str(folder), JOURNAL],
        cwd=checkout,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        promised = [int(child.stdout.readline()) for _ in range(20)]
        assert opened().kept() == ()  # it lives
        child.kill()
        promised += [int(line) for line in child.stdout]
    kept = [int(one.command) for one in opened().kept()]
    assert kept[: len(promised)] == promised
    assert len(kept) - len(promised) in (0, 1)


def test_a_full_disk_refuses_and_leaves_no_trace(
    opened: Open, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outbox = opened()
    outbox.keep(later(1))
    write = os.write

    def half(file: int, text: bytes) -> int:
        if len(text) > 40:
            return write(file, text[:40])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(os, "write", half)
        with pytest.raises(OSError, match="No space"):
            outbox.keep(later(2))
    assert outbox.kept() == (later(1),)
    outbox.keep(later(3))
    outbox.close()
    assert opened().kept() == (later(1), later(3))
