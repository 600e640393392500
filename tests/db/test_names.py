"""Names that do not resolve are left out in time; the rest is libpq's."""

from __future__ import annotations

import time

import pytest

from db.engine import open_engine
from db.names import with_known_hosts
from desktop.domain.errors import DeskError


def known(host: str, _port: int, _limit: float) -> object:
    """Resolve names that begin with `db`."""
    if not host.startswith("db"):
        raise DeskError("server_unknown", host=host)
    return ["192.0.2.1"]


@pytest.mark.parametrize(
    ("host", "port", "left"),
    [
        ("db1", "5432", ("db1", "5432")),
        ("gone,db1,db2", "1,2,3", ("db1,db2", "2,3")),
        ("db1,gone", "5433", ("db1", "5433")),
        ("gone,192.0.2.7", "1,2", ("192.0.2.7", "2")),
        ("gone,::1,/run/postgresql", "1,2,3", ("::1,/run/postgresql", "2,3")),
        ("192.0.2.7", "1", ("192.0.2.7", "1")),
        ("localhost", "1", ("localhost", "1")),
    ],
)
def test_hosts_whose_name_is_known_are_left(host: str, port: str, left: tuple[str, str]) -> None:
    found = with_known_hosts({"host": host, "port": port, "user": "desk"}, known)
    assert (found["host"], found["port"]) == left
    assert found["user"] == "desk"


def test_the_usual_port_is_not_named() -> None:
    assert with_known_hosts({"host": "gone,db1"}, known) == {"host": "db1"}


@pytest.mark.parametrize("given", [{}, {"hostaddr": "192.0.2.1", "host": "gone"}, {"host": ""}])
def test_what_needs_no_name_is_left_alone(given: dict[str, str]) -> None:
    assert with_known_hosts(given, known) == given


def test_no_name_is_known() -> None:
    with pytest.raises(DeskError) as caught:
        with_known_hosts({"host": "gone,lost"}, known)
    assert caught.value.code == "database_away"


def test_a_name_that_is_nowhere_is_said_soon() -> None:
    begun = time.monotonic()
    with pytest.raises(DeskError) as caught:
        open_engine("postgresql://desk@no-such-host.invalid,none-either.invalid/desk")
    assert caught.value.code == "database_away"
    assert caught.value.values == {}
    assert time.monotonic() - begun < 7.0
