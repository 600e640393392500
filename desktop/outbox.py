"""The outbox: what this PC has asked of a database elsewhere, and what it still has to ask.

A command is written down here before its first byte goes out, and crossed out when its answer
has come: after a crash the next start knows what to ask about.  What people note while the
database is away is kept here whole, and sent once when it is back.

Each running program writes a file of its own, which it keeps locked; the file of a program that
has ended, in whichever way, is not locked, and the next one to start takes its entries over.
One line of JSON an entry, only ever appended: a torn last line was never promised.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from desktop.domain.errors import DeskError
from desktop.domain.times import from_iso, to_iso
from desktop.file_lock import locked, try_lock
from desktop.requests import Request
from desktop.snapshots import Answer
from desktop.verbs import VERBS
from desktop.wire import from_plain, to_plain

LARGE: Final = 64 * 1024
"""Bytes after which the file begins anew, as soon as nothing in it is open."""
_SUFFIX = ".outbox"
_APPENDED = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """One entry: the command's id, its verb, who gave it (code) and when (UTC).

    In flight there is nothing else.  Kept for later it has the whole request, and the label of
    the ticket it is about; `request` None there means that this version cannot read it.
    """

    command: str
    verb: str
    staff: str | None
    at: datetime
    label: str = ""
    request: Request | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a kept command: the answer, or the refusal."""

    kept: Kept
    answer: Answer | None
    error: DeskError | None


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of a command that was in flight when nobody heard the answer.

    `answer`: what was remembered of it, as JSON; "" for one that was not done.
    """

    kept: Kept
    done: bool
    answer: str = ""


class Outbox:
    """The entries of one site's journal, in a folder of this PC; safe from any thread.

    Nothing is on the disk before `open`.  What it raises is OSError: the disk's fault.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._file: int | None = None
        self._path = folder
        self._flights: dict[str, Kept] = {}
        self._kept: dict[str, Kept] = {}

    @property
    def is_open(self) -> bool:
        """Say whether it may be written."""
        return self._file is not None

    def open(self, journal: str) -> None:
        """Begin this program's file for a journal, and take over what ended programs left.

        `journal` is a text that no other site's journal has, and that it never loses.
        """
        with self._lock:
            self.close()
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Nobody finds a file in the moment between its making and its locking.
            with locked(self._folder / "lock"):
                mine = self._folder / f"{journal[:16]}-{uuid4().hex}{_SUFFIX}"
                self._file = os.open(mine, _APPENDED, 0o600)
                self._path = mine
                if not try_lock(self._file):
                    raise OSError(f"{mine} cannot be locked")
                _sync_folder(self._folder)
                for path in sorted(self._folder.glob(f"{journal[:16]}-*{_SUFFIX}")):
                    if path != mine:
                        self._take_over(path)

    def close(self) -> None:
        """Let the file go; an empty one is removed, another is taken over by the next start."""
        with self._lock:
            if self._file is None:
                return
            os.close(self._file)
            self._file = None
            if not self._flights and not self._kept:
                with suppress(OSError):
                    self._path.unlink(missing_ok=True)
            self._flights.clear()
            self._kept.clear()

    def mark(self, kept: Kept) -> None:
        """Note durably that a command goes out now; one that is kept is noted already."""
        with self._lock:
            if kept.command not in self._kept and kept.command not in self._flights:
                self._append([_flight_line(kept)])
                self._flights[kept.command] = kept

    def keep(self, kept: Kept) -> None:
        """Keep a whole command durably; one that was in flight is kept from now on."""
        with self._lock:
            self._append([_kept_line(kept)])
            self._flights.pop(kept.command, None)
            self._kept[kept.command] = kept

    def remove(self, command: str) -> None:
        """Cross a command out: its answer is known.

        Not durable by itself: one that comes back after a power cut is asked about once more.
        """
        with self._lock:
            if self._flights.pop(command, None) or self._kept.pop(command, None):
                self._append([{"op": "gone", "command": command}], durable=False)
                self._begin_anew()

    def flights(self) -> tuple[Kept, ...]:
        """Return what is in flight, oldest first."""
        with self._lock:
            return tuple(self._flights.values())

    def kept(self) -> tuple[Kept, ...]:
        """Return what is kept for later, in the order it was kept."""
        with self._lock:
            return tuple(self._kept.values())

    def _append(self, lines: list[dict[str, Any]], durable: bool = True) -> None:
        if self._file is None:
            raise OSError("the outbox is not open")
        text = "".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines).encode()
        size = os.fstat(self._file).st_size
        try:
            _write_whole(self._file, text)
            if durable:
                os.fsync(self._file)
        except OSError:
            # What was refused must not be found later, nor run into the next line.
            with suppress(OSError):
                os.ftruncate(self._file, size)
            raise

    def _begin_anew(self) -> None:
        empty = not self._flights and not self._kept
        if empty and self._file is not None and os.fstat(self._file).st_size > LARGE:
            os.ftruncate(self._file, 0)

    def _take_over(self, path: Path) -> None:
        """Move the entries of an ended program's file into ours, unless a living one has it."""
        try:
            file = os.open(path, os.O_RDWR)
        except FileNotFoundError:  # its program has ended just now, and left nothing
            return
        try:
            if not try_lock(file):
                return
            left = _Left(path.read_bytes())
            lines = [_flight_line(kept) for kept in left.flights.values()]
            lines += [_kept_line(kept, left.plain[kept.command]) for kept in left.kept.values()]
            if lines:
                self._append(lines)
                self._flights |= left.flights
                self._kept |= left.kept
                # After a power cut here both files may hold an entry; its id is the same.
                self._flights = {k: v for k, v in self._flights.items() if k not in self._kept}
        finally:
            os.close(file)
        if left.unreadable:
            _log.error("%d entries of an outbox cannot be read: %s", left.unreadable, path.name)
            path.replace(path.with_suffix(".damaged"))
        else:
            path.unlink()


class _Left:
    """What stands in a file that an ended program left."""

    def __init__(self, content: bytes) -> None:
        self.flights: dict[str, Kept] = {}
        self.kept: dict[str, Kept] = {}
        self.plain: dict[str, Any] = {}
        self.unreadable = 0
        for line in content.split(b"\n")[:-1]:  # behind the last line's end is what was torn
            try:
                self._read(json.loads(line))
            except (ValueError, KeyError, TypeError):
                self.unreadable += 1

    def _read(self, line: dict[str, Any]) -> None:
        command = line["command"]
        if not isinstance(command, str):
            raise TypeError(command)
        match line["op"]:
            case "gone":
                self.flights.pop(command, None)
                self.kept.pop(command, None)
            case "flight":
                self.flights[command] = _entry(line)
            case "kept":
                self.flights.pop(command, None)
                self.kept[command] = _entry(line)
                self.plain[command] = line["request"]
            case other:
                raise ValueError(other)


def _entry(line: dict[str, Any]) -> Kept:
    return Kept(
        line["command"],
        line["verb"],
        line["staff"],
        from_iso(line["at"]),
        line.get("label", ""),
        _request(line["verb"], line["request"]) if "request" in line else None,
    )


def _request(verb: str, plain: Any) -> Request | None:
    """Return a request as it was written; None where this version knows no such one."""
    kind = VERBS.get(verb)
    if kind is None:
        return None
    try:
        return from_plain(kind, plain)
    except DeskError:
        return None


def _flight_line(kept: Kept) -> dict[str, Any]:
    return {"op": "flight", **_head(kept)}


def _kept_line(kept: Kept, plain: Any = None) -> dict[str, Any]:
    request = to_plain(kept.request) if plain is None else plain
    return {"op": "kept", **_head(kept), "label": kept.label, "request": request}


def _head(kept: Kept) -> dict[str, Any]:
    return {
        "command": kept.command,
        "verb": kept.verb,
        "staff": kept.staff,
        "at": to_iso(kept.at),
    }


def _write_whole(file: int, text: bytes) -> None:
    while text:
        text = text[os.write(file, text) :]


def _sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where the system has a way to say so."""
    if os.name == "posix":
        file = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)
