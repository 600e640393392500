"""A thermal printer that stands in for a real one: a socket that speaks its part of ESC/POS."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from desktop.thermal.address import Address
from desktop.thermal.escpos import Dots

WELL = (0x12, 0x12, 0x12, 0x12)
NEAR_END = (0x12, 0x12, 0x12, 0x1E)
OUT_OF_PAPER = (0x1A, 0x32, 0x12, 0x7E)
COVER_OPEN = (0x1A, 0x16, 0x12, 0x12)
KNIFE_STUCK = (0x1A, 0x52, 0x1A, 0x12)


@dataclass
class Sheet:
    """What came out between two cuts."""

    width: int = 0
    rows: bytearray = field(default_factory=bytearray)

    @property
    def dots(self) -> Dots:
        """Return the picture."""
        return Dots(self.width, bytes(self.rows))


class StandIn:
    """Prints into `papers`; the fields say how it behaves.

    `answers`: its four states, None: it says nothing.  `hangs_up_after`: so many bands, then the
    connection ends.  `runs_out_after`: so many bands, then the paper is out.  `reads`: whether it
    takes anything at all.
    """

    def __init__(self, width: str = "80") -> None:
        self.answers: tuple[int, int, int, int] | None = WELL
        self.hangs_up_after: int | None = None
        self.runs_out_after: int | None = None
        self.hangs_up_before_the_proof = False
        self.proves = True
        self.reads = threading.Event()
        self.reads.set()
        self.papers: list[Dots] = []
        self.torn: list[Dots] = []
        self.connections = 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = Address("127.0.0.1", self._server.getsockname()[1], width)
        self._line: socket.socket | None = None
        self._thread = threading.Thread(target=self._serve, name="thermal stand-in")
        self._thread.start()

    def close(self) -> None:
        """Switch it off."""
        self.reads.set()
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._server.accept()
            except OSError:
                return
            self.connections += 1
            self._line = line
            with line, suppress(OSError, EOFError):
                self._talk(line)

    def _talk(self, line: socket.socket) -> None:
        sheet, bands = Sheet(), 0
        read = self._reader(line)
        try:
            while True:
                order = read(1)
                if order == b"\x10":
                    self._tell(line, read(2)[1])
                elif order == b"\x1d":
                    kind = read(1)
                    if kind == b"v":
                        if bands == self.hangs_up_after:
                            return
                        self._band(read, sheet)
                        bands += 1
                        if bands == self.runs_out_after:
                            self.answers = OUT_OF_PAPER
                            self.proves = False
                    elif kind == b"V":
                        read(2)
                        self.papers.append(sheet.dots)
                        sheet = Sheet()
                    elif kind == b"r":
                        read(1)
                        if self.hangs_up_before_the_proof:
                            return
                        if self.proves and self.answers is not None:
                            line.sendall(bytes(((self.answers[3] >> 2) & 0x03,)))
                    else:
                        read(1)
                elif order == b"\x1b":
                    read(0 if read(1) == b"@" else 1)
        finally:
            if sheet.rows:
                self.torn.append(sheet.dots)

    def _tell(self, line: socket.socket, which: int) -> None:
        if self.answers is not None:
            line.sendall(bytes((self.answers[which - 1],)))

    def _band(self, read: Callable[[int], bytes], sheet: Sheet) -> None:
        head = read(6)
        across, rows = int.from_bytes(head[2:4], "little"), int.from_bytes(head[4:], "little")
        sheet.width = across * 8
        sheet.rows += read(across * rows)

    def _reader(self, line: socket.socket) -> Callable[[int], bytes]:
        def read(count: int) -> bytes:
            self.reads.wait()
            got = b""
            while len(got) < count:
                part = line.recv(count - len(got))
                if not part:
                    raise EOFError
                got += part
            return got

        return read
