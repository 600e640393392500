"""The commands of docs/server.md, run as they stand there against real servers."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from psycopg import sql

from tests.postgres import PostgresServer, binaries, free_port, running_server
from tests.source_code import CHECKOUT

PAGE = (CHECKOUT / "docs" / "server.md").read_text("utf-8")
SETTINGS = re.findall(r"```sh settings\n(.*?)```", PAGE, re.DOTALL)
BOXES = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
MARK = "----- box"


@dataclass(frozen=True, slots=True)
class Run:
    """What the page's commands wrote, box by box, and the folder they worked in."""

    boxes: list[str]
    folder: Path


def names(text: str) -> set[str]:
    """Return the variables that a piece of shell sets."""
    return set(re.findall(r"(?:^|; )(\w+)=", text, re.MULTILINE))


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """Give a fresh server whose administrator is called as on Debian."""
    with running_server(loopback=True) as one:
        one.run(sql.SQL("CREATE ROLE postgres SUPERUSER LOGIN"))
        yield one


def settings(server: PostgresServer) -> str:
    """Return the page's first box as it is here: one machine, two servers."""
    as_server = f"env HOME={server.folder}"
    if os.geteuid() == 0:
        as_server = f"setpriv --reuid=postgres --regid=postgres --clear-groups {as_server}"
    other, port = server.folder / "standby", free_port()
    begin = f"{binaries()}/pg_ctl -D {other} -w -l {server.folder}/standby.log"
    options = f"-p {port} -k {server.folder} -c listen_addresses=127.0.0.1"
    values = {
        "host": "localhost",
        "both": f"localhost:{server.port},localhost:{port}",
        "network": "127.0.0.1/32",
        "port": server.port,
        "standby_port": port,
        "bin": binaries(),
        "data": server.folder / "data",
        "standby_data": other,
        "standby_ca": server.folder / "ca.crt",
        "socket": server.folder,
        "backups": server.folder / "backups",
        "as_postgres": as_server,
        "on_standby": as_server,
        "restart": "true",  # it listens already
        "start_standby": "begin_standby",
        "stop_primary": f"end {server.folder / 'data'}",
        "local_way": "trust",  # who runs the tests is nobody's peer
        "yimen": f"{sys.executable} {CHECKOUT / 'main.py'}",
    }
    functions = (
        f'begin_standby() {{ $on_standby {begin} -o "{options}" start; }}',
        'end() { $as_postgres "$bin/pg_ctl" -D "$1" -w -m fast stop; }',
    )
    assert names(SETTINGS[0]) == set(values)
    return "\n".join([*functions, *(f'{name}="{value}"' for name, value in values.items())])


@pytest.fixture(scope="module")
def run(server: PostgresServer) -> Iterator[Run]:
    """Give what the page's commands wrote; the standby that they made is ended."""
    folder = server.folder / "administrator"  # where the server's own programs may look, too
    folder.mkdir()
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    kept |= {"YIMEN_HOME": str(folder / "home"), "PATH": f"{binaries()}:{kept['PATH']}"}
    script = [settings(server)]
    for number, box in enumerate(BOXES):
        script += [f"echo '{MARK} {number}'", box]
    (folder / "page.sh").write_text("\n".join(["set -eu", "exec 2>&1", *script]), "utf-8")
    try:
        done = subprocess.run(
            ["sh", "page.sh"],
            cwd=folder,
            env=kept,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        boxes = re.split(rf"{MARK} \d+\n", done.stdout)[1:]
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr
        yield Run(boxes, folder)
    finally:
        end = f"{settings(server)}\n$on_standby $bin/pg_ctl -D $standby_data -w -m immediate stop"
        subprocess.run(["sh", "-c", end], cwd=folder, env=kept, capture_output=True, check=False)


def box_with(run: Run, words: str) -> str:
    """Return what the one box wrote in which these words stand."""
    [number] = [number for number, box in enumerate(BOXES) if words in box]
    return run.boxes[number]


def answers(text: str) -> list[dict[str, object]]:
    """Return a console's answers among other lines."""
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def test_every_box_was_run(run: Run) -> None:
    assert len(run.boxes) == len(BOXES) > 12
    assert len(SETTINGS) == 1


def test_the_server_is_prepared_and_a_desk_comes_in_by_tls(run: Run) -> None:
    said = box_with(run, "--counters 8")
    assert "Made the database yimen." in said
    assert "Set up the site HQ: Enterprise Service Centre." in said
    assert "postgresql://yimen_desk@localhost:" in said
    [answer] = answers(box_with(run, "export PGPASSWORD"))
    assert answer["ok"], answer


def test_the_standby_is_waited_for(run: Run) -> None:
    assert "standby1|sync" in box_with(run, "sync_state")


def test_a_backup_is_verified_and_comes_back(run: Run) -> None:
    saved, verified = answers(box_with(run, '"do\\":\\"backup'))
    assert (saved["ok"], saved["verified"]) == (True, True)
    assert (verified["ok"], verified["sound"]) == (True, True)
    [restored] = answers(box_with(run, '"do\\":\\"restore'))
    assert (restored["ok"], restored["verified"]) == (True, True)
    assert "successfully verified" in box_with(run, "pg_verifybackup")


def test_what_to_watch_is_shown(run: Run) -> None:
    said = box_with(run, "pg_isready")
    assert "accepting connections" in said
    assert "standby1|t|" in said
    assert re.search(r"^HQ\|\d+\|", said, re.MULTILINE)


def test_the_standby_takes_over_with_all_that_was_there(run: Run) -> None:
    [answer] = answers(box_with(run, "$stop_primary"))
    assert answer["ok"], answer
    ticket = answer["ticket"]
    assert isinstance(ticket, dict)
    assert ticket["label"] == "F002", "F001 was issued on the primary"


def test_no_secret_is_left_lying_about(run: Run) -> None:
    password = (run.folder / "desk.password").read_text().strip()
    for path in run.folder.rglob("*"):
        if path.is_file() and path.name != "desk.password":
            assert password not in path.read_text("utf-8", "replace"), path
    assert password not in "".join(run.boxes)
    assert not (run.folder / "server.key").exists()
