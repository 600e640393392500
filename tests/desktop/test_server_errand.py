"""`main.py server-setup` and a console on a server, as an administrator types them."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from psycopg import sql

from desktop.passwords import Passwords
from desktop.server_address import with_password
from tests.postgres import PostgresServer, running_server
from tests.source_code import CHECKOUT

PASSWORD = "hunter2 密码"
HBA = (
    "host all yimen 127.0.0.1/32 trust",
    "host all all 127.0.0.1/32 scram-sha-256",
)
SITE = ("--site", "hq", "--name", "中心", "--counters", "1:cf+rc,2:PP")


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """Give a server whose administrator comes in without a password, and nobody else."""
    with running_server(loopback=True, hba=HBA) as one:
        yield one


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give the program's folder."""
    return tmp_path / "home"


@pytest.fixture(autouse=True)
def _nothing_left(server: PostgresServer) -> Iterator[None]:
    yield
    server.drop("yimen")
    server.run(sql.SQL("DROP ROLE IF EXISTS yimen_desk"))


def environment(home: Path) -> dict[str, str]:
    """Return the environment of a PC without a keyring."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    fail = "keyring.backends.fail.Keyring"
    return kept | {"YIMEN_HOME": str(home), "PYTHON_KEYRING_BACKEND": fail, "PYTHONUTF8": "1"}


def run(home: Path, *words: str, given: str = "", **more: str) -> tuple[int, str, str]:
    """Run the program; returns its status and what it wrote."""
    command = [sys.executable, str(CHECKOUT / "main.py"), *words]
    done = subprocess.run(
        command,
        env=environment(home) | more,
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout, done.stderr


def set_up(
    server: PostgresServer, home: Path, *words: str, given: str = ""
) -> tuple[int, list[str]]:
    """Run server-setup; returns its status and the lines it wrote."""
    admin = ("--admin", server.loopback_url("postgres"))
    status, out, err = run(home, "server-setup", *admin, *words, given=given)
    assert out == ""
    return status, err.splitlines()


def console(home: Path, location: str, *requests: str, **more: str) -> list[Any]:
    """Say something at a console on a database; returns its answers."""
    given = "".join(f'{{"do":"{request}"}}\n' for request in requests)
    _status, out, err = run(home, "console", "--database", location, given=given, **more)
    assert PASSWORD not in out + err
    return [json.loads(line) for line in out.splitlines()]


def url(server: PostgresServer) -> str:
    """Return the desks' address."""
    return server.loopback_url("yimen", "yimen_desk")


def test_an_empty_server_is_prepared_and_each_thing_is_said(
    server: PostgresServer, home: Path
) -> None:
    status, said = set_up(server, home, *SITE, given=PASSWORD + "\n")
    assert status == 0
    assert said[-1] == f"把这个地址交给各台电脑，密码各输入一次：{url(server)}"
    assert said[-2] == "已设立站点 HQ：中心。"
    assert sum(line.startswith("已") for line in said) == 7
    status, said = set_up(server, home, *SITE, "--language", "en", "--hosts", "db1,db2:6000")
    assert status == 0
    assert not [line for line in said if line.startswith(("Made", "Set"))]
    assert said[-1].endswith("postgresql://yimen_desk@db1,db2:6000/yimen")
    [shown] = console(home, url(server), "site.show", PGPASSWORD=PASSWORD)
    site = shown["site"]
    assert (site["code"], [one["windows"] for one in shown["counters"]]) == (
        "HQ",
        [["CF", "RC"], ["PP"]],
    )


def test_a_password_from_a_file_or_made_up(
    server: PostgresServer, home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "password"
    file.write_text(PASSWORD + "\r\n", "utf-8")
    status, said = set_up(server, home, "--password-file", str(file), "--counters", "3", *SITE[:4])
    assert status == 0
    assert PASSWORD not in "".join(said)
    [shown] = console(home, url(server), "site.show", PGPASSWORD=PASSWORD)
    assert [len(one["windows"]) for one in shown["counters"]] == [9, 9, 9]
    status, said = set_up(server, home, "--generate-password")
    made = said[-2].partition("：")[2]
    assert (status, len(made)) == (0, 24)
    assert console(home, url(server), "site.show", PGPASSWORD=made)[0]["ok"]


def test_on_a_terminal_it_is_typed_twice_and_not_shown(server: PostgresServer, home: Path) -> None:
    typed = [PASSWORD, "another one", PASSWORD, PASSWORD]
    words = ("--language", "en", "--admin", server.loopback_url("postgres"))
    shown = at_a_terminal(home, typed, "server-setup", *words)
    assert shown.count("The two are different") == 1
    assert "Made the login" in shown
    assert PASSWORD not in shown
    assert console(home, url(server), "queue.show", PGPASSWORD=PASSWORD)[0]["error"]["code"] == (
        "no_site"
    )


def at_a_terminal(home: Path, typed: list[str], *words: str) -> str:
    """Run the program on a terminal, answer each question, and return what was to be seen."""
    ours, theirs = pty.openpty()
    command = [sys.executable, str(CHECKOUT / "main.py"), *words]
    with subprocess.Popen(
        command,
        env=environment(home),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    ) as program:
        os.close(theirs)
        shown = ""
        while True:
            try:
                shown += os.read(ours, 4096).decode("utf-8", "replace")
            except OSError:  # the program has ended
                break
            if shown.endswith(": ") and typed:
                os.write(ours, typed.pop(0).encode() + b"\n")
        program.wait(30)
    os.close(ours)
    return shown


@pytest.mark.parametrize(
    ("words", "given", "sentence"),
    [
        ((), "", "“password” is missing"),
        ((), "short\n", "“password” is not right"),
        (("--password-file", "/no/such/file"), "", "“/no/such/file” was not found"),
        (("--counters", "1:CF,x"), PASSWORD, "“counters” cannot be “x”"),
        (("--site", "HQ"), PASSWORD, "“name” is missing"),
        (("--site", "HQ", "--name", "x"), PASSWORD, "“counters” is missing"),
        (("--site", "H Q!", "--name", "x", "--counters", "2"), PASSWORD, "“code” cannot be"),
        (
            ("--site", "HQ", "--name", "x", "--counters", "1:XX"),
            PASSWORD,
            "There is no window “XX”",
        ),
        (("--login", "pg_x"), PASSWORD, "“login” is not right"),
        (("--hosts", "a b"), PASSWORD, "“host” is not right"),
    ],
)
def test_bad_input_is_a_sentence(
    server: PostgresServer, home: Path, words: tuple[str, ...], given: str, sentence: str
) -> None:
    status, said = set_up(server, home, "--language", "en", *words, given=given)
    assert status == 1
    assert sentence in said[-1]


def test_a_generated_password_is_shown_whatever_fails_after_it(
    server: PostgresServer, home: Path
) -> None:
    words = ("--generate-password", "--site", "HQ", "--name", "x", "--counters", "1:XX")
    status, said = set_up(server, home, *words)
    assert status == 1
    made = said[-1].partition("：")[2]
    [answer] = console(home, url(server), "site.show", PGPASSWORD=made)
    assert answer["error"]["code"] == "no_site"


def test_a_login_without_rights_is_told_so(server: PostgresServer, home: Path) -> None:
    set_up(server, home, given=PASSWORD + "\n")
    server.run(sql.SQL("CREATE ROLE stranger LOGIN PASSWORD 'stranger1'"))
    server.run(sql.SQL("GRANT CONNECT ON DATABASE yimen TO stranger"))
    try:
        address = server.loopback_url("yimen", "stranger")
        [answer] = console(home, address, "site.show", PGPASSWORD="stranger1")
        assert answer["error"]["code"] == "login_refused"
        server.run(sql.SQL("ALTER DATABASE yimen ALLOW_CONNECTIONS false"))
        [answer] = console(home, address, "site.show", PGPASSWORD="stranger1")
        assert answer["error"]["code"] == "login_refused"
    finally:
        server.drop("yimen")
        server.run(sql.SQL("DROP ROLE stranger"))


def test_a_bad_address_is_a_sentence(home: Path) -> None:
    for address, words in (
        ("postgresql//x/y", "“url” is not right"),
        ("postgresql://postgres@no-such-host.invalid/postgres", "no server with the name"),
    ):
        given = ("server-setup", "--language", "en", "--admin", address)
        status, _out, err = run(home, *given, given=PASSWORD)
        assert status == 1
        assert words in err


# ---- the console finds its password --------------------------------------------------------------


def test_a_console_opens_the_file_by_its_passphrase(
    server: PostgresServer, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(server, home, *SITE, given=PASSWORD + "\n")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    passwords = Passwords(home)
    passwords.unlock("open sesame")
    passwords.put(url(server), PASSWORD)

    def code(**more: str) -> str | None:
        [answer] = console(home, url(server), "site.show", **more)
        return None if answer["ok"] else str(answer["error"]["code"])

    assert code(YIMEN_PASSPHRASE="open sesame") is None
    assert code(YIMEN_PASSPHRASE="open barley") == "passphrase_wrong"
    assert code() == "password_missing"
    assert code(PGPASSWORD="another") == "password_wrong", "libpq's own way comes first"
    for path in home.rglob("*"):
        if path.is_file():
            assert PASSWORD.encode() not in path.read_bytes()
            assert b"sesame" not in path.read_bytes()


def test_a_url_is_completed_only_where_something_is_missing(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    passwords = Passwords(home)
    passwords.unlock("open sesame")
    address = "postgresql://desk@db1/yimen"
    passwords.put(address, PASSWORD)
    assert passwords.completed(address) == with_password(address, PASSWORD)
    for same in (
        "/home/desk.db",
        "postgresql://other@db1/yimen",
        "postgresql://desk:own@db1/yimen",
        "postgresql://desk@db1/yimen?passfile=%2Fx",
        "postgresql://desk@/yimen?host=%2Frun",
        "postgresql://typo",
    ):
        assert passwords.completed(same) == same
