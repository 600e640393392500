"""Enterprises in a list, page by page along an index: never a scan, however many there are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, func, select, text, tuple_

from db import tables as t
from db.rows import select_rows
from desktop.domain.cases import OPEN_CASE_STATES
from desktop.domain.enterprise_file import Enterprise, EnterpriseCare

_NOT_MERGED = text("enterprise.merged_into IS NULL")  # as it stands in the partial index


def latest_enterprises(
    reads: Any, tier: str | None, after: str | None, limit: int
) -> list[Enterprise]:
    """Return those that were changed last first; of a tier, by the change of that.

    `after`: an enterprise's id, go on behind it; an unknown one ends the list.  `reads` is a
    look (db/reads/looks.py).
    """
    if tier is not None:
        return _of_tier(reads, tier, after, limit)
    c = t.enterprise.c
    statement = select_rows(Enterprise).where(_NOT_MERGED)
    if after is not None:
        last = reads.get(Enterprise, after)
        if last is None:
            return []
        statement = statement.where(
            tuple_(c.last_pos, c.enterprise_id) < tuple_(last.last_pos, last.enterprise_id)
        )
    ordered = statement.order_by(c.last_pos.desc(), c.enterprise_id.desc()).limit(limit)
    return _rows(reads, ordered)


def _of_tier(reads: Any, tier: str, after: str | None, limit: int) -> list[Enterprise]:
    care = t.enterprise_care.c
    statement = (
        select_rows(Enterprise)
        .join(
            t.enterprise_care,
            (care.site_id == t.enterprise.c.site_id)
            & (care.enterprise_id == t.enterprise.c.enterprise_id),
        )
        .where(care.site_id == reads.site, care.tier == tier)
    )
    if after is not None:
        last = reads.get(EnterpriseCare, after)
        if last is None:
            return []
        statement = statement.where(care.last_pos < last.last_pos)
    return _rows(reads, statement.order_by(care.last_pos.desc()).limit(limit))


def _rows(reads: Any, statement: Any) -> list[Enterprise]:
    found = reads.connection.execute(statement, {"p_site": reads.site})
    rows: list[Enterprise] = reads.take(Enterprise, found)
    return rows


def open_cases_of(connection: Connection, site: str, ids: Iterable[list[str]]) -> dict[str, int]:
    """Return how many cases of these enterprises are going on, where there are any."""
    found: dict[str, int] = {}
    own = t.case.c.enterprise_id
    for some in ids:
        statement = (
            select(own, func.count())
            .where(t.case.c.site_id == site)
            .where(own.in_(some))
            .where(t.case.c.state.in_(OPEN_CASE_STATES))
            .group_by(own)
        )
        found.update((row[0], row[1]) for row in connection.execute(statement))
    return found
