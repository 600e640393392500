"""A thermal printer on TCP port 9100: its state, and one job from the first dot to the proof.

Every wait has an end.  Waits for the network: call it in the I/O lane.  One connection at a time:
such printers serve one, and a second job waits its turn here instead of being refused there.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Final

from desktop.domain.errors import DeskError
from desktop.thermal import escpos
from desktop.thermal.address import Address
from desktop.thermal.escpos import Dots, Health

Connect = Callable[[Address, float], socket.socket]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long each wait may take, in seconds."""

    connect: float = 3.0
    answer: float = 0.6
    write: float = 6.0
    proof: float = 8.0


USUAL: Final = Patience()
_turn: Final = threading.Lock()


def dial(address: Address, seconds: float) -> socket.socket:
    """Return a connection; raises OSError."""
    host = address.host.strip("[]")
    return socket.create_connection((host, address.port), timeout=seconds)


def ask_health(address: Address, patience: Patience = USUAL) -> Health | None:
    """Return how the printer is; `AWAY` where nobody answers the connection.

    None while a job is under way, which will tell: nobody waits for it here.
    """
    if not _turn.acquire(blocking=False):
        return None
    try:
        with closing(dial(address, patience.connect)) as line:
            return _health(line, patience)
    except OSError:
        return Health.AWAY
    finally:
        _turn.release()


def print_dots(
    address: Address, pages: Sequence[Dots], copies: int = 1, patience: Patience = USUAL
) -> Health:
    """Print and cut every page; returns how the printer is afterwards.

    `SILENT` means that it never says anything: the job was taken, whether it came out is not
    known better.  Raises DeskError `printer_unavailable {printer, why, fate}`: `why` is a
    `Health`, `fate` is `not_printed` while no dot had been sent, else `unknown`.
    """
    with _turn:
        return _Job(address, patience).run([*pages] * copies)


class _Job:
    """One job: from now on it matters whether a dot was sent already."""

    def __init__(self, address: Address, patience: Patience) -> None:
        self._address, self._patience = address, patience
        self._sent = False

    def run(self, pages: Sequence[Dots]) -> Health:
        try:
            with closing(dial(self._address, self._patience.connect)) as line:
                before = _health(line, self._patience)
                if not before.prints:
                    raise self._fault(before)
                self._write(line, pages)
                return before if before is Health.SILENT else self._prove(line)
        except OSError as error:
            raise self._fault(Health.AWAY) from error

    def _write(self, line: socket.socket, pages: Sequence[Dots]) -> None:
        line.settimeout(self._patience.write)
        line.sendall(escpos.BEGIN)
        for page in pages:
            for band in escpos.bands(page):
                self._sent = True
                line.sendall(band)
            line.sendall(escpos.CUT)

    def _prove(self, line: socket.socket) -> Health:
        """Wait until everything was printed; a printer that stops says why at once if asked."""
        line.sendall(escpos.PROVE)
        until = time.monotonic() + self._patience.proof
        while (left := until - time.monotonic()) > 0:
            answer = _byte(line, min(left, self._patience.answer), escpos.is_proof)
            if answer is not None:
                state = escpos.health((None, None, None, (answer & 0x03) << 2))
                return Health.PAPER_OUT if answer & 0x0C else state
            now = _health(line, self._patience)
            if not now.prints:
                raise self._fault(now)
        raise self._fault(Health.SILENT)

    def _fault(self, why: Health) -> DeskError:
        fate = "unknown" if self._sent else "not_printed"
        return DeskError(
            "printer_unavailable", printer=self._address.words, why=why.value, fate=fate
        )


def _health(line: socket.socket, patience: Patience) -> Health:
    """Ask the four questions; a printer that leaves the first one open is asked no more."""
    answers: list[int | None] = [None] * 4
    for at, question in enumerate(escpos.ASK):
        line.sendall(question)
        answers[at] = _byte(line, patience.answer, escpos.is_live)
        if answers[0] is None:
            break
    printer, offline, error, roll = answers
    return escpos.health((printer, offline, error, roll))


def _byte(line: socket.socket, seconds: float, fits: Callable[[int], bool]) -> int | None:
    """Return the next byte of a kind, None if none comes in time; raises OSError at the end."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        line.settimeout(left)
        try:
            got = line.recv(1)
        except TimeoutError:
            return None
        if not got:
            raise ConnectionResetError("the printer ended the connection")
        if fits(got[0]):
            return got[0]
    return None
