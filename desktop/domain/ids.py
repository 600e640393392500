"""Names for things: random, sortable by time, never counted."""

from __future__ import annotations

import secrets
import uuid

NAMESPACE = uuid.UUID("8b1b5b0e-5a3c-5d57-9a53-0f3f8d5ce0a1")
"""The root of the ids that are made from a public code, such as an enterprise's."""


def uuid7(epoch_ms: int, order: int | None = None) -> str:
    """Return a UUID of version 7 (RFC 9562 §5.7) for a moment in milliseconds since 1970.

    `order` (42 bits) sorts ids of one moment: without it their order is random.
    """
    rest = secrets.randbits(74)
    if order is not None:
        rest = (order & (1 << 42) - 1) << 32 | rest & (1 << 32) - 1
    number = (epoch_ms & (1 << 48) - 1) << 80 | 7 << 76 | (rest >> 62) << 64 | 2 << 62
    text = f"{number | rest & (1 << 62) - 1:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def enterprise_id(uscc: str) -> str:
    """Return the one id of the enterprise with this checked 统一社会信用代码, on every machine.

    Two desks that register the same company apart give it the same id, so the files merge.
    """
    return str(uuid.uuid5(NAMESPACE, uscc))
