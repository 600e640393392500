"""What is told with a number is kept at no cost of time under the lock."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from desktop.requests import IssueTicket, SetUpSite, TellWait
from tests.desktop.use_cases.world import COUNTERS, World


def test_what_is_told_with_a_number_is_written_and_nothing_more_is_read(tmp_path: Path) -> None:
    said: list[str] = []

    def listen(connection: Any, _record: object) -> None:
        connection.set_trace_callback(said.append)

    def asked(**fields: Any) -> int:
        said.clear()
        world.do(IssueTicket(("CF-01", "GZ-05"), **fields))
        return sum(statement.startswith("SELECT") for statement in said)

    event.listen(Engine, "connect", listen)
    try:
        world = World(tmp_path / "desk.db")
        world.at("09:00")
        world.do(SetUpSite("CQ", "企业服务中心", COUNTERS))
        asked()
        plain = asked()
        told = asked(told=(TellWait("CF", 1, 2, 3), TellWait("GZ", 1, 2, 3)))
        world.store.close()
    finally:
        event.remove(Engine, "connect", listen)
    assert any("told_wait" in statement for statement in said)
    assert told == plain
