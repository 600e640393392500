"""Taking a list over: it stops where the desk does not answer, and goes on with the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from pytestqt.qtbot import QtBot

from db.store import SqlStore
from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.requests import ImportEnterprises, ListEnterprises
from tests.journeys.centre import Centre
from ui.background import Lanes
from ui.language import Language
from ui.screens.enterprises.import_facts import Stage
from ui.screens.enterprises.importing import AT_ONCE, Import
from ui.screens.enterprises.unmasking import Unmasking

ROWS = 2 * AT_ONCE + 20


class Unsteady:
    """A desk that is busy when it is asked for a certain piece, the first time."""

    def __init__(self, centre: Centre, busy_at: int) -> None:
        self._centre, self._busy_at = centre, busy_at
        self.commands: list[str | None] = []

    def do(self, request: ImportEnterprises, command: str | None, *more: Any) -> Any:
        """Do it, or be busy."""
        if not request.dry_run:
            self.commands.append(command)
            if len(self.commands) == self._busy_at:
                raise DeskError("database_busy")
        return self._centre.desk.do(request, command, *more)


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    """Give a centre without companies."""
    made = Centre(SqlStore(tmp_path / "desk.db"))
    made.set_up()
    yield made
    made.close()


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """Give a list of companies."""
    path = tmp_path / "list.csv"
    path.write_text("name\n" + "".join(f"Company {n}\n" for n in range(ROWS)), "utf-8")
    return path


def previewed(job: Import, path: Path, qtbot: QtBot) -> None:
    """Bring an import to its preview."""
    job.read(path)
    qtbot.waitUntil(lambda: job.standing.stage is Stage.COLUMNS)
    job.preview(job.standing.columns, "WM")
    qtbot.waitUntil(lambda: job.standing.stage is Stage.PREVIEW)


def test_it_goes_on_where_the_desk_did_not_answer(
    centre: Centre, listed: Path, lanes: Lanes, language: Language, qtbot: QtBot
) -> None:
    desk = Unsteady(centre, busy_at=2)
    job = Import(cast("Desk", desk), lanes, language)
    previewed(job, listed, qtbot)
    assert job.standing.to_take == ROWS
    job.take_over()
    qtbot.waitUntil(lambda: job.standing.stage is Stage.STOPPED)
    assert job.standing.error is not None
    assert job.standing.counts["created"] == AT_ONCE
    job.go_on()
    qtbot.waitUntil(lambda: job.standing.stage is Stage.DONE)
    assert job.standing.counts["created"] == ROWS
    assert desk.commands[1] == desk.commands[2]
    assert len(centre.ask(ListEnterprises(limit=1000)).enterprises) == ROWS


def test_whoever_stops_keeps_what_was_taken_over(
    centre: Centre, listed: Path, lanes: Lanes, language: Language, qtbot: QtBot
) -> None:
    job = Import(centre.desk, lanes, language)
    previewed(job, listed, qtbot)
    job.take_over()
    qtbot.waitUntil(lambda: job.standing.rows >= AT_ONCE)
    job.cancel()
    assert (job.standing.stage, job.standing.cancelled) == (Stage.DONE, True)
    previewed(job, listed, qtbot)
    counts = job.standing.counts
    assert AT_ONCE <= counts["unchanged"] <= 2 * AT_ONCE
    assert counts["unchanged"] + counts["created"] == ROWS


def test_nobody_is_shown_to_who_has_looked_away(centre: Centre, lanes: Lanes, qtbot: QtBot) -> None:
    made = Unmasking(centre.desk, lanes, lambda: "WM")
    with qtbot.waitSignal(made.refused, timeout=5000):
        made.ask("nobody")
    company = centre.issue("CF-01", company="甲公司").ticket.enterprise
    with qtbot.waitSignal(made.refused, timeout=5000):
        made.ask(company)  # a company without a contact
    assert made.shown == {}
