"""A centre of its own for each journey, on a copy of an empty database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.store import SqlStore
from tests.journeys.centre import Centre, Made, Workplace
from tests.journeys.servers import centre_server
from tests.journeys.whole_program import Running
from tests.postgres import PostgresServer


@pytest.fixture(autouse=True)
def _no_keyring() -> Iterator[None]:
    """Keep the keyring of whoever runs the tests out of them: passwords lie in a file."""
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # the library's own
    yield
    keyring.set_keyring(before)


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    """Give a centre's server on loopback that asks for passwords."""
    with centre_server() as made:
        yield made


@pytest.fixture
def running(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Running]:
    """Give a program in an empty folder."""
    made = Running(qapp, qtbot, tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="session")
def made_centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a SQLite file with the site in it, to be copied; nobody has it open."""
    path = tmp_path_factory.mktemp("centre") / "made.db"
    SqlStore(path).close()
    centre = Centre(SqlStore(path))
    centre.set_up()
    centre.close()
    return path


@pytest.fixture
def centre(made_centre: Path, tmp_path: Path) -> Iterator[Centre]:
    """Give a centre at half past eight on a Monday."""
    made = Centre(SqlStore(Path(shutil.copy(made_centre, tmp_path / "desk.db"))))
    made.at("08:30")
    yield made
    made.close()


@pytest.fixture
def workplace(qapp: QApplication, qtbot: QtBot, centre: Centre) -> Iterator[Made]:
    """Give a maker of frames; what it made is ended after the test."""
    made: list[Workplace] = []

    def make(staff: str = "WM", **settings: str) -> Workplace:
        qapp.setStyle("Fusion")
        made.append(Workplace(qapp, centre, staff, **settings))
        return made[-1]

    yield make
    for one in made:
        one.close()
