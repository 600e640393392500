"""What the proofs on a server share: the server, a hall with many counters, figures to print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from tests.postgres import PostgresServer, running_server
from tests.proof.hall import make_hall

_numbers = count(1)
_FIGURES = pytest.StashKey[list[tuple[str, str, str]]]()

Measured = Callable[[str, str, str], None]


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """Give a server with room for thirty PCs."""
    with running_server(settings={"max_connections": "220"}) as running:
        yield running


@pytest.fixture
def hall(server: PostgresServer) -> Iterator[str]:
    """Give the name of a database with a hall of thirty counters, all for one window."""
    name = f"hall_{next(_numbers)}"
    make_hall(server.create(name))
    yield name
    server.drop(name)


@pytest.fixture
def measured(request: pytest.FixtureRequest) -> Measured:
    """Give `measured(what, figure, aim)`, which puts a line into the table of the long form."""
    figures = request.config.stash.setdefault(_FIGURES, [])

    def note(what: str, figure: str, aim: str) -> None:
        figures.append((what, figure, aim))

    return note


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Print what was measured, in the long form."""
    figures = config.stash.get(_FIGURES, [])
    if figures and config.getoption("--soak"):
        terminalreporter.section("measured")
        for line in (("what", "measured", "aim"), ("---", "---", "---"), *figures):
            terminalreporter.write_line(f"| {' | '.join(line)} |")
