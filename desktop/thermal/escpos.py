"""What is said to a thermal printer and what it answers: a small part of ESC/POS.

A page goes as a picture (`GS v 0`) in bands, so that a head with a small buffer prints while the
rest is on its way.  Three ways to ask: `DLE EOT n` is answered at once, even while the printer is
offline; `GS r 1` only after everything before it was printed, so its answer is the proof; `GS I`
is not used, too many printers answer it differently.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

WIDTHS: Final = {"58": 384, "80": 576}
"""Dots of a head on rolls of 58 and 80 mm, at 8 dots a millimetre (203 dpi)."""
BAND_ROWS: Final = 128
"""Rows sent at once: 9 kB on 80 mm, less than the buffer of any head we know of."""

BEGIN: Final = b"\x1b@\x1ba\x00\x1d!\x00"
"""Forget what a former job left: reset, left aligned, plain."""
CUT: Final = b"\x1bd\x04\x1dV\x42\x00"
"""Feed four lines, so that the knife is past the last dots, then cut (printers without a knife
only feed)."""
PROVE: Final = b"\x1dr\x01"
ASK: Final = tuple(bytes((0x10, 0x04, n)) for n in (1, 2, 3, 4))
"""Ask for the state of the printer, why it is offline, its errors, its roll."""


class Health(StrEnum):
    """How a printer says it is; the words lie under `printing.health`."""

    READY = "ready"
    NEAR_END = "near_end"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    ERROR = "error"
    OFFLINE = "offline"
    SILENT = "silent"
    AWAY = "away"

    @property
    def prints(self) -> bool:
        """Say whether a job may be sent: a printer that never answers may still print."""
        return self in (Health.READY, Health.NEAR_END, Health.SILENT)


@dataclass(frozen=True, slots=True)
class Dots:
    """A picture of dots: `rows` of `width // 8` bytes each, the leftmost dot the highest bit, 1
    is black."""

    width: int
    rows: bytes

    @property
    def height(self) -> int:
        """Return the number of rows."""
        return len(self.rows) * 8 // self.width


def bands(dots: Dots) -> Iterator[bytes]:
    """Yield the orders that print the picture, one band after the other.

    Raises ValueError for a width that is no multiple of eight or rows that are cut short.
    """
    across, rest = divmod(dots.width, 8)
    if rest or not across or len(dots.rows) % across:
        raise ValueError("not a picture of dots")
    step = across * BAND_ROWS
    for start in range(0, len(dots.rows), step):
        part = dots.rows[start : start + step]
        yield raster_head(across, len(part) // across) + part


def raster_head(across: int, rows: int) -> bytes:
    """Return the head of one band: `GS v 0`, plain size, bytes across, rows."""
    return b"\x1dv0\x00" + across.to_bytes(2, "little") + rows.to_bytes(2, "little")


def is_live(answer: int) -> bool:
    """Say whether a byte answers `DLE EOT`: bits 1 and 4 are set, 0 and 7 are not."""
    return answer & 0x93 == 0x12


def is_proof(answer: int) -> bool:
    """Say whether a byte answers `GS r 1`: bits 4 and 7 are not set."""
    return answer & 0x90 == 0


def health(answers: tuple[int | None, int | None, int | None, int | None]) -> Health:
    """Return how the printer is by its answers to `ASK`, None for one that did not come.

    What a person can mend comes first: paper, cover, then an error, then merely offline.
    """
    printer, offline, error, roll = answers
    if all(one is None for one in answers):
        return Health.SILENT
    if (offline or 0) & 0x20 or (roll or 0) & 0x60:
        return Health.PAPER_OUT
    if (offline or 0) & 0x04:
        return Health.COVER_OPEN
    if (offline or 0) & 0x40 or (error or 0) & 0x68:
        return Health.ERROR
    if (printer or 0) & 0x08:
        return Health.OFFLINE
    return Health.NEAR_END if (roll or 0) & 0x0C else Health.READY
