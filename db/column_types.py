"""Column types that refuse what they cannot keep exactly; the same values on both engines.

Each type turns into a plain function once per statement (`bind_processor`,
`result_processor`), so that a row costs one call per column and no look-up.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, Dialect, String, Text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.types import TypeDecorator, TypeEngine

if TYPE_CHECKING:
    from sqlalchemy.sql.type_api import _BindProcessorType, _ResultProcessorType

_SHORT = 200
_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


class UtcTime(TypeDecorator[datetime]):
    """A moment: an aware datetime in UTC, whole milliseconds.

    SQLite: TEXT `YYYY-MM-DDTHH:MM:SS.mmmZ`, of fixed width, so that it sorts.  PostgreSQL:
    TIMESTAMPTZ(3).  Anything that is not exactly that is refused with ValueError: a naive
    time, another zone, microseconds (what is read back would differ from what was decided).
    """

    impl = String(24)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return TIMESTAMPTZ(3) on PostgreSQL, TEXT elsewhere."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True, precision=3))
        return dialect.type_descriptor(Text())

    def bind_processor(self, dialect: Dialect) -> _BindProcessorType[datetime]:
        """Return the check, and on SQLite the conversion to text."""
        return _checked_time if dialect.name == "postgresql" else _time_to_text

    def result_processor(self, dialect: Dialect, coltype: object) -> _ResultProcessorType[datetime]:
        """Return the conversion to an aware datetime in UTC."""
        return _time_in_utc if dialect.name == "postgresql" else _time_from_text


def _checked_time(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    # Identity first: nearly every time carries this very object.
    if value.tzinfo is not UTC and (value.tzinfo is None or value.utcoffset()):
        raise ValueError(f"not a time in UTC: {value!r}")
    if value.microsecond % 1000:
        raise ValueError(f"finer than a millisecond: {value!r}")
    return value


def _time_to_text(value: datetime | None) -> str | None:
    if _checked_time(value) is None or value is None:
        return None
    return value.isoformat(timespec="milliseconds")[:23] + "Z"


def _time_from_text(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _time_in_utc(value: datetime | None) -> datetime | None:
    return value if value is None or value.tzinfo is UTC else value.astimezone(UTC)


class Day(TypeDecorator[date]):
    """A day in the site's zone: `datetime.date`; SQLite TEXT `YYYY-MM-DD`, PostgreSQL DATE.

    A datetime, although a date by inheritance, is refused with ValueError.
    """

    impl = Date
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return DATE on PostgreSQL, TEXT elsewhere."""
        return dialect.type_descriptor(Date() if dialect.name == "postgresql" else Text())

    def bind_processor(self, dialect: Dialect) -> _BindProcessorType[date]:
        """Return the check, and on SQLite the conversion to text."""
        return _checked_day if dialect.name == "postgresql" else _day_to_text

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> _ResultProcessorType[date] | None:
        """Return the conversion from text; PostgreSQL's driver needs none."""
        return None if dialect.name == "postgresql" else _day_from_text


def _checked_day(value: date | None) -> date | None:
    if value is not None and type(value) is not date:
        raise ValueError(f"not a day: {value!r}")
    return value


def _day_to_text(value: date | None) -> str | None:
    if _checked_day(value) is None or value is None:
        return None
    return value.isoformat()


@lru_cache(maxsize=4096)  # a month's figures turn a hundred thousand days, thirty of them different
def _day_from_text(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


class JsonText(TypeDecorator[Any]):
    """A JSON value kept as compact TEXT; None is NULL.

    The text is deterministic (keys sorted, UTF-8 as it is), so equal values are equal rows.
    Tuples are stored as lists, and every list is read back as a tuple: what is read can be
    part of a frozen fact.  NaN and infinities are refused with ValueError.
    """

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> _BindProcessorType[Any]:
        """Return the conversion to text."""
        return json_to_text

    def result_processor(self, dialect: Dialect, coltype: object) -> _ResultProcessorType[Any]:
        """Return the conversion from text."""
        return json_from_text


def json_to_text(value: Any) -> str | None:
    """Return the one compact text of a JSON value, or None for None."""
    return None if value is None else _encode(value)


def json_from_text(value: str | None) -> Any:
    """Return the JSON value of a text with tuples for lists, or None for None."""
    if value is None:
        return None
    if value == "[]":  # by far the most frequent list
        return ()
    if len(value) <= _SHORT and value[0] == "[" and "{" not in value:
        return _short_list(value)
    found = json.loads(value)
    return _with_tuples(found) if "[" in value else found


@lru_cache(maxsize=4096)
def _short_list(value: str) -> Any:
    """Return a list without objects as tuples: the few that windows are made of come again."""
    return _with_tuples(json.loads(value))


def _with_tuples(value: Any) -> Any:
    if isinstance(value, list):
        return tuple([_with_tuples(entry) for entry in value])
    if isinstance(value, dict):
        return {key: _with_tuples(entry) for key, entry in value.items()}
    return value


class StrEnumText(TypeDecorator[StrEnum]):
    """A member of one StrEnum, kept as its TEXT; any other text is refused with ValueError."""

    impl = Text
    cache_ok = True

    def __init__(self, members: type[StrEnum]) -> None:
        """Take the enum whose members the column holds."""
        super().__init__()
        self.members = members

    def bind_processor(self, dialect: Dialect) -> _BindProcessorType[StrEnum]:
        """Return the check and the conversion to a plain str."""
        texts = {member: str(member.value) for member in self.members}

        def to_text(value: StrEnum | None) -> str | None:
            if value is None:
                return None
            try:
                return texts[value]
            except KeyError:
                raise ValueError(f"not one of {self.members.__name__}: {value!r}") from None

        return to_text

    def result_processor(self, dialect: Dialect, coltype: object) -> _ResultProcessorType[StrEnum]:
        """Return the look-up of the member."""
        found = {str(member.value): member for member in self.members}

        def from_text(value: str | None) -> StrEnum | None:
            return None if value is None else found[value]

        return from_text
