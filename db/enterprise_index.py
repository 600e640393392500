"""The index by which an enterprise is found: what a name is cut into, and keeping that written.

A piece is a short text with a letter before it that says of what: `n` one or two characters of
the cleaned name, `i` one to three initials, `s` the first two to four letters of the pinyin from
a syllable's start, `p` four letters anywhere in the pinyin, `c` one to three characters of the
credit code.  `m`, `j`, `t`, `d` are `n`, `i`, `s`, `c` at the very beginning.  An enterprise that
answers a query has every piece that the query asks for; the other way round `score` decides.

Both engines keep for each enterprise its `place`: the length of the cleaned name above 40 bits
of a running number, so that the order of places is that of lengths.  SQLite: an FTS5 table
without content, whose rowids are the places.  PostgreSQL: the pieces' CRC-32 in an array (texts
would take three times the room), under a GIN index of them and the name's length (8 to 20).  A
merged enterprise stays in the index: who looks for its old name is led to the one it lives on in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from zlib import crc32

from sqlalchemy import Connection, bindparam, delete, func, select, text

from db.tables import enterprise, enterprise_index
from desktop.domain.enterprise_file import Enterprise
from desktop.domain.enterprises import Query, QueryKind, is_han

_MARKS = 40  # bits of a place below the length
_LONGEST = (1 << 22) - 1
_MANY = 500
_BATCH = 20_000
_MOST_ASKED = 5  # pieces for one query
_LONGEST_SYLLABLE = 6  # zhuang
_SYLLABLE = re.compile("(?:[zcs]h|[b-df-hj-np-tw-z])?[aeiouv]{1,3}(?:ng?)?")
_AT_BEGINNING = {"n": "m", "i": "j", "s": "t", "c": "d"}

_COLUMNS = enterprise_index.c
_MINE = (_COLUMNS.site_id == bindparam("p_site")) & _COLUMNS.enterprise_id.in_(
    bindparam("p_ids", expanding=True)
)
_PLACES = select(_COLUMNS.place).where(_MINE)
_FORGET = delete(enterprise_index).where(_MINE)
_LAST = select(func.max(_COLUMNS.place)).where(
    _COLUMNS.place >= bindparam("p_low"), _COLUMNS.place < bindparam("p_high")
)
_INTO_INDEX = text(
    "INSERT INTO enterprise_index (site_id, enterprise_id, place) VALUES (:site, :id, :place)"
)
_INTO_ARRAY = text(
    "INSERT INTO enterprise_index (site_id, enterprise_id, place, pieces)"
    " VALUES (:site, :id, :place, CAST(:pieces AS integer[]))"
)
_LONG_LIST = text("SET LOCAL gin_pending_list_limit = '512MB'")
_MUCH_MEMORY = text("SET LOCAL maintenance_work_mem = '256MB'")  # to sort that list at once
_SHORT_LIST = text("SET LOCAL gin_pending_list_limit = '256kB'")
# Written in parts it takes five times the room of one that was sorted as a whole.
_TIDY_GIN = text("REINDEX INDEX ix_enterprise_index_pieces_by_length")
_IS_OURS = text(
    "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class"
    " WHERE oid = to_regclass('ix_enterprise_index_pieces_by_length')"
)
_INTO_FTS = text("INSERT INTO enterprise_fts (rowid, pieces) VALUES (:place, :pieces)")
_OUT_OF_FTS = text("DELETE FROM enterprise_fts WHERE rowid = :place")
_EMPTY_FTS = text("INSERT INTO enterprise_fts (enterprise_fts) VALUES ('delete-all')")
_TIDY_FTS = text("INSERT INTO enterprise_fts (enterprise_fts) VALUES ('optimize')")


@dataclass(frozen=True, slots=True)
class Ask:
    """One way in which a query may be answered: the pieces that an answer must have.

    `tier` is the worst that `score` gives to an answer of this way.  `first` asks for the
    answers at the very beginning of the name, `anywhere` for all.
    """

    tier: int
    first: tuple[str, ...]
    anywhere: tuple[str, ...]
    shortest: int = 1
    """No name of fewer characters answers."""


def is_found_otherwise(old: Enterprise | None, new: Enterprise) -> bool:
    """Say whether the index of an enterprise must be written: it is new, or found otherwise."""
    return old is None or _searched(old) != _searched(new)


def _searched(row: Enterprise) -> tuple[object, ...]:
    return row.uscc, row.han, row.readings


def pieces_of(row: Enterprise) -> list[str]:
    """Return the different pieces of an enterprise."""
    found: dict[str, None] = {}
    _cut(found, "n", row.han, (1, 2))
    if row.uscc is not None:
        _cut(found, "c", row.uscc.lower(), (1, 2, 3))
    initials_done = set()
    for reading in row.readings:
        syllables = reading.split()
        if len(syllables) != len(row.han):
            continue  # `score` does not read it either
        initials = "".join(syllable[0] for syllable in syllables)
        if initials not in initials_done:
            initials_done.add(initials)
            _cut(found, "i", initials, (1, 2, 3))
        _cut_pinyin(found, syllables)
    return list(found)


def _cut(found: dict[str, None], kind: str, whole: str, lengths: Iterable[int]) -> None:
    for length in lengths:
        if length <= len(whole):
            found[_AT_BEGINNING[kind] + whole[:length]] = None
            for start in range(len(whole) - length + 1):
                found[kind + whole[start : start + length]] = None


def _cut_pinyin(found: dict[str, None], syllables: list[str]) -> None:
    whole = "".join(syllables)
    start = 0
    for syllable in syllables:
        for end in range(start + 2, min(start + 4, len(whole)) + 1):
            found["s" + whole[start:end]] = None
            if start == 0:
                found["t" + whole[:end]] = None
        start += len(syllable)
    for start in range(len(whole) - 3):
        found["p" + whole[start : start + 4]] = None


def asks_of(query: Query) -> list[Ask]:
    """Return the ways in which a query may be answered, best first."""
    typed = query.text
    if not typed:
        return []
    by_name = Ask(2, *_asked("n", typed, 2), len(typed))
    if query.kind is QueryKind.HAN:
        return [by_name]
    if query.kind is QueryKind.MIXED:
        return [by_name, _mixed(typed)]
    asks = [by_name]
    if len(typed) > 1:
        four = ("p" + typed[at : at + 4] for at in range(1, len(typed) - 3))
        rest = _some(_rarer(tuple(dict.fromkeys(four))))
        shortest = -(-len(typed) // _LONGEST_SYLLABLE)
        asks.append(Ask(3, (*rest, "t" + typed[:4]), (*rest, "s" + typed[:4]), shortest))
    asks.append(Ask(4, *_asked("i", typed, 3), len(typed)))
    by_code = _asked("c", typed, 3)
    if query.kind is QueryKind.CODE:
        return [Ask(1, *by_code), *asks]
    return [*asks, Ask(5, *by_code)]


def _asked(kind: str, typed: str, longest: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the pieces of a text at the beginning, and those of it anywhere."""
    length = min(len(typed), longest)
    pieces = [typed[at : at + length] for at in range(len(typed) - length + 1)]
    rest = tuple(dict.fromkeys(kind + piece for piece in pieces[1:]))
    # A code begins with a kind and a district; its end is its own.
    rest = rest[-_MOST_ASKED:] if kind == "c" else _some(rest)
    return (*rest, _AT_BEGINNING[kind] + pieces[0]), (*rest, kind + pieces[0])


def _some(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """Return the pieces of a text, of a long one only those of its telling part.

    A name begins with a place and ends with a legal form, as thousands do; between stands what
    is its own.  To ask for frequent pieces as well makes a search slower, not sharper.
    """
    if len(pieces) > _MOST_ASKED:
        low, high = len(pieces) // 7, len(pieces) * 3 // 5
        pieces = pieces[low : high : -(-(high - low) // _MOST_ASKED)]
    return pieces


def _rarer(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """Return letters of pinyin without those that are a whole syllable, if many others are left.

    `xian` and `gong` stand in most names, `anga` in few.
    """
    rare = tuple(piece for piece in pieces if not _SYLLABLE.fullmatch(piece, 1))
    return rare if len(rare) > _MOST_ASKED else pieces


def _mixed(typed: str) -> Ask:
    """Ask for the Han characters as they are, and for a syllable with each letter after one."""
    pieces: dict[str, None] = {}
    at = 0
    for han, marks in groupby(typed, is_han):
        part = "".join(marks)
        if han:
            pieces.update(dict.fromkeys(_asked("n", part, 2)[1]))
        elif at == 0 or is_han(typed[at - 1]):
            pieces["i" + part[0]] = None
        at += len(part)
    begins = "m" if is_han(typed[0]) else "j"
    return Ask(4, (*pieces, begins + typed[0]), tuple(pieces))


def index_enterprises(connection: Connection, site: str, rows: Sequence[Enterprise]) -> None:
    """Write the index of inserted or changed enterprises, in the transaction that is open."""
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        _forget(connection, site, [row.enterprise_id for row in batch])
        _write(connection, site, batch)


def reindex(connection: Connection, site: str, told: Callable[[int], None] | None = None) -> None:
    """Make the site's index anew from its enterprises, in the transaction that is open.

    `told` hears how many more are in it, up to 20,000 at a time.
    """
    on_sqlite = connection.dialect.name == "sqlite"
    mine = _COLUMNS.site_id == site
    if on_sqlite:
        others = select(_COLUMNS.place).where(~mine).limit(1)
        if connection.execute(others).first() is None:
            connection.execute(_EMPTY_FTS)
        else:
            places = connection.execute(select(_COLUMNS.place).where(mine)).scalars()
            _take_out(connection, list(places))
    connection.execute(delete(enterprise_index).where(mine))
    # By length, so that the places, which FTS5 wants in order, only grow.
    columns = [enterprise.c[name] for name in Enterprise.__slots__]
    statement = (
        select(*columns)
        .where(enterprise.c.site_id == site)
        .order_by(func.length(enterprise.c.han), enterprise.c.enterprise_id)
    )
    with connection.execute(statement.execution_options(yield_per=_BATCH)) as found:
        for part in found.partitions():
            _write(connection, site, [Enterprise(*values) for values in part])
            if told is not None:
                told(len(part))
    if on_sqlite:
        connection.execute(_TIDY_FTS)
    elif connection.execute(_IS_OURS).scalar():  # only its owner may; an older step has none
        connection.execute(_MUCH_MEMORY)
        connection.execute(_TIDY_GIN)
        connection.execute(text("ANALYZE enterprise_index"))


def in_array(pieces: Iterable[str]) -> str:
    """Return pieces as PostgreSQL's index keeps them: an array of CRC-32 as signed integers.

    As text, which is ten times faster to send than a list.
    """
    return "{" + ",".join([str(crc32(piece.encode()) - 0x80000000) for piece in pieces]) + "}"


def _forget(connection: Connection, site: str, ids: list[str]) -> None:
    for start in range(0, len(ids), _MANY):
        values = {"p_site": site, "p_ids": ids[start : start + _MANY]}
        places = list(connection.execute(_PLACES, values).scalars())
        if not places:
            continue
        if connection.dialect.name == "sqlite":
            _take_out(connection, places)
        connection.execute(_FORGET, values)


def _take_out(connection: Connection, places: list[int]) -> None:
    if places:
        connection.execute(_OUT_OF_FTS, [{"place": place} for place in sorted(places)])


def _write(connection: Connection, site: str, rows: Sequence[Enterprise]) -> None:
    placed = list(_placed(connection, list(rows)))
    if not placed:
        return
    whose = [{"site": site, "id": row.enterprise_id, "place": place} for place, row in placed]
    if connection.dialect.name == "sqlite":
        connection.execute(_INTO_INDEX, whose)
        pieces = [{"place": place, "pieces": " ".join(pieces_of(row))} for place, row in placed]
        connection.execute(_INTO_FTS, pieces)
    else:
        for one, (_, row) in zip(whose, placed, strict=True):
            one["pieces"] = in_array(pieces_of(row))
        _write_array(connection, whose)


def _write_array(connection: Connection, values: list[dict[str, Any]]) -> None:
    """Write on PostgreSQL, whose GIN index keeps what is new in a list that each search reads.

    The list is kept short (it holds about 60 enterprises), except while many are written: then
    it is sorted into the index as rarely as possible, the last time when the last is written.
    """
    if len(values) > _MANY:
        connection.execute(_MUCH_MEMORY)
        connection.execute(_LONG_LIST)
        connection.execute(_INTO_ARRAY, values[:-1])
        values = values[-1:]
    connection.execute(_SHORT_LIST)
    connection.execute(_INTO_ARRAY, values)


def _placed(connection: Connection, rows: list[Enterprise]) -> Iterator[tuple[int, Enterprise]]:
    """Yield each row with a place that is still free, in the order of places."""
    for length, same in groupby(sorted(rows, key=_length), key=_length):
        low, high = length << _MARKS, (length + 1) << _MARKS
        last = connection.execute(_LAST, {"p_low": low, "p_high": high}).scalar()
        yield from enumerate(same, start=low + 1 if last is None else last + 1)


def _length(row: Enterprise) -> int:
    return min(len(row.han), _LONGEST)
