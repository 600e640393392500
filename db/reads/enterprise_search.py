"""Enterprises by typed text."""

from __future__ import annotations

from typing import Any

from db.rows import select_rows
from desktop.domain.enterprise_file import Enterprise
from desktop.domain.enterprises import NameKeys, parse_query, score
from desktop.ports import Found


def find_enterprises(reads: Any, text: str, limit: int) -> list[Found]:
    """Return the enterprises that `text` finds, best first."""
    query = parse_query(text)
    found = []
    rows = reads.connection.execute(select_rows(Enterprise), {"p_site": reads.site})
    for row in reads.take(Enterprise, rows):
        spelled = tuple(tuple(reading.split()) for reading in row.readings)
        keys = NameKeys(
            row.han,
            tuple("".join(s) for s in spelled),
            tuple("".join(x[0] for x in s) for s in spelled),
            spelled,
        )
        if (rank := score(query, keys, row.uscc)) is not None:
            found.append((rank, row))
    found.sort(key=lambda pair: pair[0])
    return [Found(row, str(rank.why)) for rank, row in found[:limit]]
