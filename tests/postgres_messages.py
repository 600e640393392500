"""PostgreSQL's conversation cut into its messages, as much as the proxy has to understand.

Source: "Frontend/Backend Protocol" in PostgreSQL's manual.  A message is a letter, four bytes of
length (its own included) and content; the client's first ones have no letter.
"""

from __future__ import annotations

import struct
from typing import Final

_REQUESTS: Final = (80877103, 80877104)  # for TLS, for GSSAPI: answered with a single letter
_COMMIT: Final = b"COMMIT"


class ClientMessages:
    """What a client says.  `asked`: how many single letters it waits for, to be taken over."""

    def __init__(self) -> None:
        self.opaque = False
        self.asked = 0
        self._begun = False
        self._rest = b""

    def take(self, data: bytes) -> list[bytes]:
        """Return the messages that these bytes complete; encrypted bytes as they are."""
        if self.opaque:
            return [data] if data else []
        self._rest += data
        found: list[bytes] = []
        while (whole := self._whole()) is not None:
            message, self._rest = self._rest[:whole], self._rest[whole:]
            if not self._begun:
                (code,) = struct.unpack_from("!i", message, 4)
                self._begun = code not in _REQUESTS
                self.asked += code in _REQUESTS
            found.append(message)
        return found

    def _whole(self) -> int | None:
        return _length(self._rest, 1 if self._begun else 0)


class ServerMessages:
    """What a server answers.  `single`: how many single letters come first."""

    def __init__(self) -> None:
        self.opaque = False
        self.single = 0
        self._rest = b""

    def take(self, data: bytes) -> list[bytes]:
        """Return the messages that these bytes complete; encrypted bytes as they are."""
        found: list[bytes] = []
        while data and self.single and not self.opaque:
            self.opaque = data[:1] != b"N"
            self.single -= 1
            found.append(data[:1])
            data = data[1:]
        if self.opaque:
            return [*found, data] if data else found
        self._rest += data
        while (whole := _length(self._rest, 1)) is not None:
            found.append(self._rest[:whole])
            self._rest = self._rest[whole:]
        return found


def _length(data: bytes, letters: int) -> int | None:
    """Return the length of the first message, None if it is not whole yet."""
    if len(data) < letters + 4:
        return None
    (length,) = struct.unpack_from("!i", data, letters)
    return letters + length if len(data) >= letters + length else None


def commits(message: bytes) -> bool:
    """Say whether a client's message is a COMMIT: a query, or the parsing of one."""
    if message[:1] == b"Q":
        text = message[5:]
    elif message[:1] == b"P":
        text = message[5:].partition(b"\0")[2]
    else:
        return False
    return text.strip(b" \0;").upper().startswith(_COMMIT)


def has_committed(message: bytes) -> bool:
    """Say whether a server's message is that a COMMIT is done."""
    return message[:1] == b"C" and message[5:].startswith(_COMMIT)
