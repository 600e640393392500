"""What holds for every test: no screen needed, no noise, nothing left running, no one's files."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.talk import MORNING, Talk, make_site, talking

# Before Qt is imported: tests need no display and bind to one Qt.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_API"] = "pyside6"

# The desk counts in its site's zone.  Under a PC's zone that nobody has, code that asks the PC
# for the local time gives itself away.
os.environ["TZ"] = "Pacific/Chatham"
if sys.platform != "win32":
    time.tzset()

# "ci" finds the same examples every time; `YIMEN_HYPOTHESIS=thorough` looks further.
settings.register_profile(
    "ci", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("YIMEN_HYPOTHESIS", "ci"))

_NOBODY = 65534
PATIENCE = 2.0  # seconds a thread that was told to stop may take


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let `--soak` run the proofs in their long form."""
    parser.addoption("--soak", action="store_true", help="proofs in their long form, with figures")


def pytest_configure(config: pytest.Config) -> None:
    """Name the proofs that have a long form: `make soak` is those alone."""
    config.addinivalue_line("markers", "soak: a proof that `--soak` runs in its long form")


ALONE = (
    "tests/proof/",
    "tests/db/test_change_feed",
    "tests/db/test_deadlines.py",
    "tests/db/test_engine.py",
    "tests/desktop/test_catalogue_file.py",
    "tests/journeys/test_server_goes_away.py",
)
"""Where tests race for turns or ask how long something took: never two at a time."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what must run alone."""
    for item in items:
        if item.path.relative_to(config.rootpath).as_posix().startswith(ALONE):
            item.add_marker("alone")


@pytest.fixture(scope="session")
def soak(request: pytest.FixtureRequest) -> bool:
    """Say whether proofs are run in their long form."""
    return bool(request.config.getoption("--soak"))


@pytest.fixture(scope="session", autouse=True)
def _a_home_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep settings, data and logs of the person who runs the tests out of them."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("HOME", str(home))
        environment.setenv("USERPROFILE", str(home))
        for variable, folder in {
            "XDG_CONFIG_HOME": ".config",
            "XDG_DATA_HOME": ".local/share",
            "XDG_STATE_HOME": ".local/state",
            "XDG_CACHE_HOME": ".cache",
        }.items():
            environment.setenv(variable, str(home / folder))
        yield


@pytest.fixture(autouse=True)
def _nothing_left_running() -> Iterator[None]:
    """Fail a test that leaves a thread behind which would keep the program from ending."""
    before = set(threading.enumerate())
    yield
    until = time.monotonic() + PATIENCE
    for thread in set(threading.enumerate()) - before:
        if not thread.daemon:
            thread.join(max(0.0, until - time.monotonic()))
    left = [
        thread.name
        for thread in set(threading.enumerate()) - before
        if thread.is_alive() and not thread.daemon
    ]
    assert not left, f"still running after the test: {', '.join(sorted(left))}"


class _Heard(logging.Handler):
    """Remembers warnings and worse."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_unexpected_log_lines(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test during which a warning was logged, unless it reads the log with `caplog`."""
    heard = _Heard()
    logging.getLogger().addHandler(heard)
    yield
    logging.getLogger().removeHandler(heard)
    if "caplog" not in request.fixturenames:
        assert not heard.lines, "logged during the test: " + "; ".join(heard.lines)


@pytest.fixture(scope="session")
def checkout() -> Path:
    """Return the folder of the repository."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def site_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a SQLite file with one site, HQ, to be copied; nobody has it open."""
    path = tmp_path_factory.mktemp("site") / "site.db"
    make_site(path)
    return path


@pytest.fixture
def site_file(site_template: Path, tmp_path: Path) -> Path:
    """Give a database with the site HQ, its own for each test."""
    return Path(shutil.copy(site_template, tmp_path / "site.db"))


@pytest.fixture
def talk(site_file: Path) -> Iterator[Talk]:
    """Give a conversation with the desk of HQ on a Monday at nine."""
    with talking(site_file) as one:
        one.at(MORNING)
        yield one


@contextmanager
def _without_rights() -> Iterator[None]:
    if os.geteuid() != 0:
        yield
        return
    os.setegid(_NOBODY)
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.fixture
def as_anybody(tmp_path: Path) -> Callable[[], AbstractContextManager[None]]:
    """Give a block in which the test, if run as root, has no rights but anybody's."""
    if sys.platform != "win32":
        for folder in (tmp_path, *list(tmp_path.parents)[:2]):
            folder.chmod(folder.stat().st_mode | 0o711)
    return _without_rights
