"""Where a network printer is: `host:port` as people type it, `tcp://host:port/80` as it is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from desktop.domain.errors import DeskError
from desktop.thermal.escpos import WIDTHS

USUAL_PORT: Final = 9100
_SCHEME: Final = "tcp://"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST: Final = re.compile(rf"(?=.{{1,253}}$){_LABEL}(?:\.{_LABEL})*|\[[0-9A-Fa-f:.]+\]")
_FULL_WIDTH: Final = str.maketrans("：。．", ":..")


@dataclass(frozen=True, slots=True)
class Address:
    """A printer on the network, and how wide its roll is ("80" or "58" mm)."""

    host: str
    port: int = USUAL_PORT
    width: str = "80"

    @property
    def dots(self) -> int:
        """Return the dots of its head."""
        return WIDTHS[self.width]

    @property
    def words(self) -> str:
        """Return `host:port`, as people type it."""
        return f"{self.host}:{self.port}"

    @property
    def kept(self) -> str:
        """Return it as this PC's settings keep it."""
        return f"{_SCHEME}{self.words}/{self.width}"


def is_network(printer: str) -> bool:
    """Say whether a kept printer is one on the network, not a queue of the system."""
    return printer.startswith(_SCHEME)


def typed(text: str, width: str = "80") -> Address:
    """Return the address that was typed: a name or number, with or without a port.

    Raises DeskError `invalid_value` (field `printer`).
    """
    plain = text.strip().translate(_FULL_WIDTH).removeprefix(_SCHEME).rstrip("/")
    host, colon, port = plain.rpartition(":")
    if not colon or (plain.startswith("[") and plain.endswith("]")):
        host, port = plain, str(USUAL_PORT)
    number = int(port) if port.isascii() and port.isdigit() and len(port) <= 5 else 0
    if not _HOST.fullmatch(host) or not 0 < number < 65536 or width not in WIDTHS:
        raise DeskError("invalid_value", field="printer", value=text[:100])
    return Address(host, number, width)


def read(kept: str) -> Address:
    """Return the address that the settings keep; raises as `typed` does."""
    where, _, width = kept.removeprefix(_SCHEME).rpartition("/")
    return typed(where, width)
