"""The hash chain: what binds each event to the one before in its stream, and in the feed.

`hash` covers the stream, `feed_hash` the site's one order.  Both are SHA-256 in lower-case
hexadecimal over fields with their length in front, so no two different rows share a text.
The body is hashed as the exact text that is stored and never written anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from desktop.domain.times import to_iso
from desktop.ports import JournalRow

NO_HASH = "0" * 64
VERSION = "ym1"


def link_hash(site: str, row: JournalRow) -> str:
    """Return the hash of a journal row within its stream."""
    fields = (
        VERSION,
        site,
        row.stream_id,
        str(row.seq),
        row.prev,
        row.cmd_id,
        str(row.n),
        row.kind,
        row.subject,
        str(row.hlc),
        row.body,
    )
    return _sha256(fields)


def feed_hash(before: str, link: str, pos: int, day: date, at: datetime) -> str:
    """Return the hash of the feed at `pos`, from the one before it and the row's own hash."""
    return _sha256((before, link, str(pos), day.isoformat(), to_iso(at)))


def _sha256(fields: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for text in fields:
        data = text.encode()
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()
