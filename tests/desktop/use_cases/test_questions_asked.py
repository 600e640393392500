"""How often the database is asked: each question to a server far away is a wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from desktop.requests import (
    AskHelp,
    CounterFields,
    GiveLastNumber,
    IssueTicket,
    OpenCounter,
    SetUpSite,
    ShowSite,
    TellWait,
)
from tests.desktop.use_cases.world import COUNTERS, World

Asked = Callable[[Callable[[], Any]], int]


@pytest.fixture
def said() -> Iterator[list[str]]:
    """Give what is said to databases that are opened from now on."""
    heard: list[str] = []

    def listen(connection: Any, _record: object) -> None:
        connection.set_trace_callback(heard.append)

    event.listen(Engine, "connect", listen)
    yield heard
    event.remove(Engine, "connect", listen)


@pytest.fixture
def asked(said: list[str]) -> Asked:
    """Give what counts the questions of a piece of work."""

    def count(work: Callable[[], Any]) -> int:
        said.clear()
        work()
        return sum(statement.startswith("SELECT") for statement in said)

    return count


@pytest.fixture
def world(said: list[str], tmp_path: Path) -> Iterator[World]:
    """Give a site."""
    one = World(tmp_path / "desk.db")
    one.at("09:00")
    one.do(SetUpSite("CQ", "企业服务中心", COUNTERS))
    yield one
    one.store.close()


def test_what_is_told_with_a_number_is_written_and_nothing_more_is_read(
    world: World, asked: Asked, said: list[str]
) -> None:
    items = ("CF-01", "GZ-05")
    waits = (TellWait("CF", 1, 2, 3), TellWait("GZ", 1, 2, 3))
    world.do(IssueTicket(items))
    plain = asked(lambda: world.do(IssueTicket(items)))
    told = asked(lambda: world.do(IssueTicket(items, told=waits)))
    assert any("told_wait" in statement for statement in said)
    assert told == plain


def test_a_site_is_shown_as_fast_with_many_counters(world: World, asked: Asked) -> None:
    world.ask(ShowSite())
    few = asked(lambda: world.ask(ShowSite()))
    many = (*COUNTERS, *(CounterFields(number, ("CF",)) for number in range(4, 40)))
    world.do(SetUpSite("CQ", "企业服务中心", many))
    for window in ("CF", "GZ"):
        world.do(GiveLastNumber(window))
    for number in (5, 6):
        world.do(OpenCounter(number, f"w{number}"))
        world.do(AskHelp(number))
    assert asked(lambda: world.ask(ShowSite())) == few
    found = world.ask(ShowSite())
    assert [one.number for one in found.counters if one.help] == [5, 6]
    assert [one.code for one in found.stopped] == ["GZ", "CF"]
