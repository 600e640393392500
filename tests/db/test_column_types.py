"""The column types keep exactly what they are given, or refuse it, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Engine, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import StatementError

from db.column_types import Day, JsonText, StrEnumText, UtcTime, json_from_text, json_to_text
from db.engine import begin_write

AT = datetime(2026, 11, 23, 1, 41, 7, 90_000, tzinfo=UTC)


class State(StrEnum):
    """An enum for the tests."""

    WAITING = "waiting"
    CALLED = "called"


kept = Table(
    "kept_by_a_test",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("at", UtcTime),
    Column("day", Day),
    Column("value", JsonText),
    Column("state", StrEnumText(State)),
)


def _round(connection: Connection, **values: Any) -> dict[str, Any]:
    connection.execute(insert(kept).values(id=1, **values))
    return dict(connection.execute(select(kept)).one()._mapping)


@pytest.fixture
def writing(engine: Engine) -> Callable[..., dict[str, Any]]:
    """Give a function that stores one row and reads it back."""

    def store(**values: Any) -> dict[str, Any]:
        with engine.connect() as connection:
            begin_write(connection)
            kept.create(connection)
            return _round(connection, **values)

    return store


def test_what_goes_in_comes_out(writing: Callable[..., dict[str, Any]]) -> None:
    """A time in UTC, a day, a value with tuples, a member: the same objects' equals."""
    values = {"at": AT, "day": date(2026, 2, 28), "state": State.CALLED}
    row = writing(**values, value={"名": ("一", (1, None)), "b": True})
    assert row == {"id": 1, **values, "value": {"名": ("一", (1, None)), "b": True}}
    assert row["at"].tzinfo is UTC
    assert type(row["state"]) is State


def test_nothing_stays_nothing(writing: Callable[..., dict[str, Any]]) -> None:
    """None is NULL in each type."""
    row = writing(at=None, day=None, value=None, state=None)
    assert row == {"id": 1, "at": None, "day": None, "value": None, "state": None}


@pytest.mark.parametrize(
    "refused",
    [
        {"at": datetime(2026, 11, 23, 1, 41)},
        {"at": AT.astimezone(timezone(timedelta(hours=8)))},
        {"at": AT + timedelta(microseconds=1)},
        {"day": AT},
        {"value": float("nan")},
        {"state": "gone"},
    ],
)
def test_refuses(writing: Callable[..., dict[str, Any]], refused: dict[str, Any]) -> None:
    """A naive time, another zone, microseconds, a time for a day, NaN, no member."""
    with pytest.raises((StatementError, ValueError)):
        writing(**refused)


def test_sqlite_text_is_of_fixed_width(opened: Callable[[Any], Engine], tmp_path: Any) -> None:
    """Times sort as text: whole seconds and early years have the same width."""
    with opened(tmp_path / "a.db").connect() as connection:
        kept.create(connection)
        for number, at in enumerate((AT, AT.replace(microsecond=0), AT.replace(year=987))):
            connection.execute(insert(kept).values(id=number, at=at))
        texts = connection.exec_driver_sql("SELECT at FROM kept_by_a_test ORDER BY id").scalars()
        assert list(texts) == [
            "2026-11-23T01:41:07.090Z",
            "2026-11-23T01:41:07.000Z",
            "0987-11-23T01:41:07.090Z",
        ]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4).map(tuple) | st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=20,
)


@given(values)
def test_json_round_trip(value: Any) -> None:
    """Any JSON value with tuples for lists comes back equal, from a text without spaces."""
    assert json_from_text(json_to_text(value)) == value


def test_equal_values_have_equal_texts() -> None:
    """The order in which a dict was filled does not show; Han stays Han."""
    assert json_to_text({"b": 1, "a": [2, ()]}) == '{"a":[2,[]],"b":1}'
    assert json_to_text({"a": (2, []), "b": 1}) == '{"a":[2,[]],"b":1}'
    assert json_to_text("一门") == '"一门"'
