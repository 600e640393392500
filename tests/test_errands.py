"""`main.py move` and `main.py upgrade` as an administrator starts them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.engine import open_engine
from db.migrate import HEAD, downgrade, locked, revision
from db.store import SqlStore
from desktop.demo import make_demo
from desktop.i18n import read_entries
from tests.postgres import PostgresServer, running_server


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """Give a running server."""
    with running_server() as running:
        yield running


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    """Give a file with a day of a centre."""
    with closing(SqlStore(tmp_path / "desk.db")) as store:
        make_demo(store, datetime(2026, 11, 23, 2, tzinfo=UTC), 40, 1, 20)
    return tmp_path / "desk.db"


def begin(checkout: Path, home: Path, *words: str) -> subprocess.Popen[str]:
    """Start the program; what it says is on stderr."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.Popen(
        [sys.executable, str(checkout / "main.py"), *words],
        env=kept | {"YIMEN_HOME": str(home)},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def run(checkout: Path, home: Path, *words: str) -> tuple[int, str]:
    """Run the program; returns its status and what it said."""
    with begin(checkout, home, *words) as program:
        output, said = program.communicate(timeout=60)
    assert output == ""
    assert "Traceback" not in said
    return program.returncode, said


def test_a_move_says_how_far_it_is_and_what_arrived(
    checkout: Path, tmp_path: Path, centre: Path, server: PostgresServer
) -> None:
    url = server.create("one")
    words = ("move", "--from", str(centre), "--to", url, "--language", "en", "--use")
    status, said = run(checkout, tmp_path / "home", *words)
    assert status == 0, said
    assert "Moving and verifying: 50 %" in said
    assert "Moved and verified: site DEMO" in said
    assert "Do not work on it any more" in said
    settings = json.loads((tmp_path / "home" / "settings.json").read_text("utf-8"))
    assert settings["database"] == url
    status, said = run(checkout, tmp_path / "home", *words)
    assert status == 1
    assert said.splitlines()[1].startswith("The target already holds a site (DEMO)")


def test_no_password_is_said_or_kept_in_the_settings(
    checkout: Path, tmp_path: Path, centre: Path, server: PostgresServer
) -> None:
    secret = server.create("two").replace("yimen@", "yimen:tiger@")
    words = ("move", "--from", str(centre), "--to", secret, "--use")
    status, said = run(checkout, tmp_path / "home", *words)
    assert status == 0, said
    kept = (tmp_path / "home" / "settings.json").read_text("utf-8")
    assert "tiger" not in said + kept


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ("none.db", "new.db", "not_found"),
        ("desk.db", "desk.db", "target_is_source"),
        ("desk.db", "postgresql://u:tiger@h:port/d", "invalid_value"),
        ("desk.db", "postgresql://u@127.0.0.1:1/d", "server_refused"),
        ("desk.db", "note.txt", "database_foreign"),
        ("note.txt", "new.db", "database_damaged"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(
    checkout: Path,
    tmp_path: Path,
    centre: Path,
    language: str,
    source: str,
    target: str,
    code: str,
) -> None:
    (tmp_path / "note.txt").write_text("no database " * 500)
    one, other = (place if "://" in place else str(tmp_path / place) for place in (source, target))
    words = ("move", "--from", one, "--to", other, "--language", language)
    status, said = run(checkout, tmp_path / "home", *words)
    assert status == 1
    first, second = said.splitlines()
    assert first == {"zh": "没有迁移任何数据。", "en": "Nothing was moved."}[language]
    told = read_entries(language)[f"error.{code}"]
    assert any(second.startswith(one.split("{")[0]) for one in told), second
    assert "error." not in second
    assert "tiger" not in said
    assert not (tmp_path / "new.db").exists()


def test_ctrl_c_leaves_nothing(
    checkout: Path, tmp_path: Path, centre: Path, server: PostgresServer
) -> None:
    url = server.create("three")
    with begin(checkout, tmp_path / "home", "move", "--from", str(centre), "--to", url) as moving:
        assert moving.stderr is not None
        assert "0%" in moving.stderr.readline()
        moving.send_signal(signal.SIGINT)
        _, said = moving.communicate(timeout=60)
    assert moving.returncode == 1
    assert said.splitlines()[-1] == "已停止；目标数据库里什么也没有留下。"
    engine = open_engine(url)
    with engine.connect() as connection:
        assert revision(connection) is None
    engine.dispose()


def test_an_upgrade_keeps_what_was_there(
    checkout: Path, tmp_path: Path, centre: Path, server: PostgresServer
) -> None:
    url = server.create("four")
    assert run(checkout, tmp_path, "move", "--from", str(centre), "--to", url)[0] == 0
    engine = open_engine(url)
    with engine.connect() as connection, locked(connection):
        downgrade(connection, "0001_first")
    engine.dispose()
    status, said = run(checkout, tmp_path / "home", "upgrade", "--database", url)
    assert (status, HEAD in said) == (0, True)
    assert len(list((tmp_path / "home" / "backups").glob("*.dump"))) == 1
    status, said = run(checkout, tmp_path / "home", "upgrade", "--database", "none.db")
    assert (status, "none.db" in said) == (1, True)
