"""A real PostgreSQL server for the tests, in a folder of its own, gone when they end."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

OLDEST = 15
MISSING = (
    f"PostgreSQL {OLDEST} or later is not installed, and the tests need its server:"
    " apt-get install postgresql"
)
_USER = "yimen"
_PATIENCE = 30.0  # seconds for a start


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server that listens on a Unix socket in `folder` only; everybody is trusted."""

    folder: Path

    def url(self, name: str, user: str = _USER) -> str:
        """Return the libpq URL of a database."""
        return f"postgresql://{user}@/{quote(name)}?host={quote(str(self.folder), safe='')}"

    def create(self, name: str, template: str = "template0") -> str:
        """Make a database as a copy of another, which nobody may be using; return its URL."""
        self.run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return self.url(name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self.run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def run(self, statement: sql.Composed | sql.SQL) -> None:
        """Run one statement as the server's owner, in autocommit."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)


def binaries() -> Path:
    """Return the folder with the newest server's programs; RuntimeError names what to install."""
    found = {}
    for folder in Path("/usr/lib/postgresql").glob("*/bin"):
        if folder.parent.name.isdigit() and (folder / "initdb").exists():
            found[int(folder.parent.name)] = folder
    on_path = shutil.which("initdb")
    if on_path:
        text = subprocess.run([on_path, "--version"], capture_output=True, text=True, check=True)
        version = re.search(r"(\d+)", text.stdout)
        found.setdefault(int(version[1]) if version else 0, Path(on_path).resolve().parent)
    if not found or max(found) < OLDEST:
        raise RuntimeError(MISSING)
    return found[max(found)]


@contextmanager
def running_server() -> Iterator[PostgresServer]:
    """Start a server with fsync on, as in earnest; stop it and remove its folder at the end."""
    programs = binaries()
    # Not below pytest's folder: only its owner may enter that, and a socket's path is short.
    folder = Path(tempfile.mkdtemp(prefix="yimen-pg-"))
    try:
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(folder, "postgres", "postgres")
        data = folder / "data"
        initdb = [str(programs / "initdb"), "-D", str(data), "-U", _USER, "-A", "trust"]
        subprocess.run(
            [*_as_server_user(), *initdb, "-E", "UTF8", "--locale=C", "--no-sync"],
            check=True,
            capture_output=True,
            cwd=folder,
        )
        yield from _serve(programs, folder, data)
    finally:
        shutil.rmtree(folder)


def _serve(programs: Path, folder: Path, data: Path) -> Iterator[PostgresServer]:
    settings = {"listen_addresses": "", "unix_socket_directories": str(folder)}
    settings |= {"max_connections": "100", "shared_buffers": "64MB"}
    command = [str(programs / "postgres"), "-D", str(data)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    with (
        Path(tempfile.gettempdir(), f"{folder.name}.log").open("w+b") as log,
        subprocess.Popen([*_as_server_user(), *command], stdout=log, stderr=log, cwd=folder) as run,
    ):
        try:
            server = PostgresServer(folder)
            _wait_until_ready(server, run, Path(log.name))
            yield server
        finally:
            run.terminate()  # a smart shutdown waits for connections: a leaked one shows
            try:
                run.wait(5)
            except subprocess.TimeoutExpired:
                run.send_signal(2)  # SIGINT: a fast one
                run.wait(_PATIENCE)
            Path(log.name).unlink()


def _wait_until_ready(server: PostgresServer, run: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            psycopg.connect(server.url("postgres")).close()
            return
        except psycopg.OperationalError:
            if run.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"no server: {log.read_text()}") from None
        try:
            run.wait(0.05)
        except subprocess.TimeoutExpired:
            continue


def _as_server_user() -> list[str]:
    """Return the words before a command: another user if we are root; ended when we end."""
    words = ["setpriv", "--pdeathsig=INT"]
    if os.geteuid() == 0:
        words += ["--reuid=postgres", "--regid=postgres", "--clear-groups"]
    return words
