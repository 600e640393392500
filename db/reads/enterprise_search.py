"""Enterprises by typed text, best first, in a bounded time however many there are.

The index (db/enterprise_index.py) gives candidates, shortest names first, and `score` decides.
For each way in which a name may answer (code, name, pinyin, initials, letters of a code) we take
first the answers at the very beginning of the name or code, exactly by length.  If they do not
suffice, the shortest of all that answer this way, up to `_MOST`, ordered by `score`.  So below
`_MOST` candidates the order is exact; among more (`公司`), the names that come first are short.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import Integer, Text, bindparam, select, text

from db.enterprise_index import Ask, asks_of, in_array
from db.tables import enterprise
from desktop.domain.enterprise_file import Enterprise
from desktop.domain.enterprises import Query, QueryKind, Score, parse_query, score
from desktop.ports import Found

_MOST = 200
_TELLING, _TELLING_LETTERS = 8, 16
"""So many characters, or letters of pinyin, are rare: one search finds all that have them, whether
at the beginning or not."""
_MOST_MIXED = 60  # Han characters mixed with letters: each must be scored

Ranked = dict[str, tuple[Score, Any]]
PlaceFinder = Callable[[Any], int]

_COLUMNS = tuple(enterprise.c[name] for name in Enterprise.__slots__)
_LISTED = ", ".join(f"enterprise.{column.name}" for column in _COLUMNS)

# FTS5 reads in the order of rowids and stops when there are enough; what CROSS JOIN joins,
# SQLite reads in the written order.
_BY_FTS = f"""
SELECT {_LISTED} FROM enterprise_fts
CROSS JOIN enterprise_index ON place = enterprise_fts.rowid AND enterprise_index.site_id = :p_site
CROSS JOIN enterprise USING (site_id, enterprise_id)
WHERE enterprise_fts MATCH :p_pieces ORDER BY enterprise_fts.rowid LIMIT :p_most
"""
# The GIN index holds with the pieces of a name its length, the rare ones taken together.  So
# it is asked length by length until there are enough: what is frequent ends early, what is rare
# costs thirteen short questions, fewer where a name must be as long as what was typed.  `+ 0`
# keeps the planner from walking in the order of places, which it takes for short because it
# thinks that pieces are independent.
_BY_GIN = f"""
SELECT {_LISTED} FROM (
  SELECT one.* FROM generate_series(:p_shortest, 20) AS length CROSS JOIN LATERAL (
    SELECT site_id, enterprise_id, place FROM enterprise_index
    WHERE site_id = :p_site
    AND array_append(pieces, GREATEST(8, LEAST(20, place >> 40))::integer)
      @> array_append(CAST(:p_pieces AS integer[]), length)
    ORDER BY place + 0 LIMIT :p_most
  ) AS one LIMIT :p_most
) AS found JOIN enterprise USING (site_id, enterprise_id) ORDER BY place
"""
# In the statement's text: for unknown values PostgreSQL would keep one plan for all.
_LITERALS = (
    bindparam("p_pieces", type_=Text, literal_execute=True),
    bindparam("p_most", type_=Integer, literal_execute=True),
    bindparam("p_shortest", type_=Integer, literal_execute=True),
)
_FTS = text(_BY_FTS).columns(*_COLUMNS)
_GIN = text(_BY_GIN).bindparams(*_LITERALS).columns(*_COLUMNS)


def find_enterprises(reads: Any, text: str, limit: int) -> list[Found]:
    """Return the enterprises that `text` finds, best first; a merged one is the one it is in now.

    `reads` has a `connection`, the `site` and `take` (db/rows.py).
    """
    query = parse_query(text)
    ranked: Ranked = {}
    for ask in asks_of(query):
        _answer(reads, query, ask, limit, ranked)
        if sum(rank.tier <= ask.tier for rank, _ in ranked.values()) >= limit:
            break
    best = sorted(ranked.values(), key=lambda pair: (pair[0], pair[1].enterprise_id))
    if any(row.merged_into is not None for _, row in best):
        best = _kept(reads, best)
    rows = reads.take(Enterprise, [row for _, row in best[:limit]])
    return [Found(row, rank.why.value) for (rank, _), row in zip(best, rows, strict=False)]


def _kept(reads: Any, best: list[tuple[Score, Any]]) -> list[tuple[Score, Any]]:
    """Return the best with each merged enterprise replaced by the one it lives on in, each once."""
    wanted = {row.merged_into for _, row in best if row.merged_into is not None}
    statement = select(*_COLUMNS).where(
        enterprise.c.site_id == reads.site, enterprise.c.enterprise_id.in_(sorted(wanted))
    )
    others = {row.enterprise_id: row for row in reads.connection.execute(statement)}
    found: dict[str, tuple[Score, Any]] = {}
    for rank, row in best:
        kept = others.get(row.merged_into, row)
        found.setdefault(kept.enterprise_id, (rank, kept))
    return list(found.values())


def _answer(reads: Any, query: Query, ask: Ask, limit: int, ranked: Ranked) -> None:
    """Add to `ranked` what answers in this way, as far as `limit` can need it."""
    place = _place_finder(query, ask)
    if len(query.text) >= (_TELLING_LETTERS if ask.tier == 3 else _TELLING):
        most = max(_MOST if place else _MOST_MIXED, limit)
        rows = _candidates(reads, ask.anywhere, most, ask.shortest)
        if len(rows) < most:  # these are all there are: where they stand makes no difference
            _rank(query, rows, place, limit, ranked)
            return
    few = min(limit, _MOST)
    _rank(query, _candidates(reads, ask.first, few, ask.shortest), place, limit, ranked)
    at_beginning = sum(rank.tier <= ask.tier and rank.position == 0 for rank, _ in ranked.values())
    if at_beginning < limit:
        most = max(_MOST if place else _MOST_MIXED, limit)
        rows = _candidates(reads, ask.anywhere, most, ask.shortest)
        _rank(query, rows, place, limit, ranked)


def _rank(
    query: Query, rows: list[Any], place: PlaceFinder | None, limit: int, ranked: Ranked
) -> None:
    """Score the rows, which come by length: where we know their places, the best `limit` alone.

    A score of readings costs 50 µs, to find a place 5.
    """
    rows = [row for row in rows if row.enterprise_id not in ranked]
    if place is not None and len(rows) > limit:
        placed = [(at, row) for row in rows if (at := place(row)) >= 0]
        placed.sort(key=lambda pair: (pair[0], len(pair[1].han)))
        rows = [row for _, row in placed[:limit]]
    for row in rows:
        rank = score(query, row.han, row.readings, row.uscc)
        if rank is not None:
            ranked[row.enterprise_id] = (rank, row)


def _place_finder(query: Query, ask: Ask) -> PlaceFinder | None:
    """Return what finds the character from which a row answers (-1: not so), as `score` does.

    None for Han characters mixed with letters, whose readings only `score` knows to read.
    """
    typed = query.text
    if ask.tier in (1, 5):
        return lambda row: -1 if row.uscc is None else row.uscc.lower().find(typed)
    if ask.tier == 2:
        return lambda row: row.han.find(typed)
    if query.kind is QueryKind.MIXED:
        return None
    # A reading is syllables with blanks between: letters of the pinyin may have one between
    # them; initials have the rest of their syllable and one.
    between = " ?" if ask.tier == 3 else "[^ ]* "
    pattern = re.compile("(?:^| )" + between.join(map(re.escape, typed)))
    return lambda row: _place_in_readings(pattern, row)


def _place_in_readings(pattern: re.Pattern[str], row: Any) -> int:
    blanks = len(row.han) - 1
    return min(
        (
            reading.count(" ", 0, found.start() + 1)
            for reading in row.readings
            if (found := pattern.search(reading)) and reading.count(" ") == blanks
        ),
        default=-1,
    )


def _candidates(reads: Any, pieces: tuple[str, ...], most: int, shortest: int) -> list[Any]:
    """Return at most `most` rows that have all the pieces, the shortest names first.

    None of fewer characters than `shortest` is needed.
    """
    values: dict[str, Any] = {"p_site": reads.site, "p_most": most}
    if reads.connection.dialect.name == "sqlite":
        # Quoted, so that no piece is taken for a word of FTS5's language.
        values["p_pieces"] = " ".join(f'"{piece}"' for piece in pieces)
        return list(reads.connection.execute(_FTS, values))
    values["p_pieces"] = in_array(pieces)
    values["p_shortest"] = min(20, max(8, shortest))
    return list(reads.connection.execute(_GIN, values))
