"""Real PostgreSQL servers for the tests, each in a folder of its own, gone when they end."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

OLDEST = 15
MISSING = (
    f"PostgreSQL {OLDEST} or later is not installed, and the tests need its server:"
    " apt-get install postgresql"
)
LOOPBACK = "127.0.0.1"
_USER = "yimen"
_USUAL_PORT = 5432
_PATIENCE = 30.0  # seconds for a start
_REJECTS = 1  # what pg_isready returns for a server that is there and takes nobody yet


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A server that listens on a Unix socket in `folder`, where everybody is trusted.

    Asked for, it listens on 127.0.0.1 at `port` as well, by the lines of pg_hba it was given.
    """

    folder: Path
    port: int = _USUAL_PORT
    _settings: Mapping[str, str] = field(default_factory=dict)
    _environment: Mapping[str, str] = field(default_factory=dict)
    _runs: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def log(self) -> Path:
        """Return the file the server writes to; it is removed with the folder."""
        return self.folder / "server.log"

    def url(self, name: str, user: str = _USER) -> str:
        """Return the libpq URL of a database by the Unix socket."""
        at = "" if self.port == _USUAL_PORT else f"&port={self.port}"
        return f"postgresql://{user}@/{quote(name)}?host={quote(str(self.folder), safe='')}{at}"

    def loopback_url(
        self, name: str, user: str = _USER, password: str = "", host: str = LOOPBACK, **more: str
    ) -> str:
        """Return the libpq URL of a database by TCP; `more` are further parameters."""
        person = f"{user}:{quote(password, safe='')}" if password else user
        rest = "&".join(f"{key}={quote(value, safe='')}" for key, value in more.items())
        return f"postgresql://{person}@{host}:{self.port}/{quote(name)}{rest and '?'}{rest}"

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

    def put(self, files: Mapping[str, str | bytes]) -> None:
        """Write files into the server's data folder, readable by the server alone."""
        _put(self.folder / "data", files)

    def allow(self, *hba: str) -> None:
        """Let these lines of pg_hba decide who may come by TCP; at work when this returns."""
        self.put({"pg_hba.conf": _hba(hba)})
        self.reload()

    def reload(self) -> None:
        """Let the server read its files again; at work when this returns."""
        loaded = "SELECT pg_conf_load_time()"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            before = connection.execute(loaded).fetchone()
            connection.execute("SELECT pg_reload_conf()")
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            # A new connection has the time of its postmaster, who decides by those files.
            with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
                if connection.execute(loaded).fetchone() != before:
                    return
        raise RuntimeError("the server did not read its files again")

    def stop(self) -> None:
        """Stop the server at once but cleanly, whoever is connected; `start` brings it back."""
        _end(self._runs.pop(), signal.SIGINT)

    def kill(self) -> None:
        """Let the server die as in a power cut; `start` brings it back with recovery."""
        _end(self._runs.pop(), signal.SIGKILL)
        # Its lock file names a process that may be another by now; nobody is left on the data.
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)

    def start(self, *, rejecting: bool = False) -> None:
        """Start the server, and wait until it takes connections, or `rejecting` refuses them."""
        command = [str(binaries() / "postgres"), "-D", str(self.folder / "data")]
        for name, value in self._settings.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            run = subprocess.Popen(
                [*_as_server_user(), *command],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env={**os.environ, **self._environment},
            )
        self._runs.append(run)
        self._wait_until_ready(run, _REJECTS if rejecting else 0)

    def promote(self) -> None:
        """Make a standby the primary; it takes writes when this returns."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute("SELECT pg_promote()")

    def end(self) -> None:
        """Stop the server, if it runs: a smart shutdown waits for connections, a leak shows."""
        if not self._runs:
            return
        run = self._runs.pop()
        run.terminate()
        try:
            run.wait(5)
        except subprocess.TimeoutExpired:
            _end(run, signal.SIGINT)

    def _wait_until_ready(self, run: subprocess.Popen[bytes], wanted: int) -> None:
        ask = [str(binaries() / "pg_isready"), "-q", "-h", str(self.folder), "-p", str(self.port)]
        ask += ["-U", _USER, "-d", "postgres"]
        until = time.monotonic() + _PATIENCE
        while subprocess.run(ask, check=False).returncode != wanted:
            if run.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"no server: {self.log.read_text()}")
            with suppress(subprocess.TimeoutExpired):
                run.wait(0.05)


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
def running_server(
    *,
    loopback: bool = False,
    hba: Sequence[str] = (),
    settings: Mapping[str, str] | None = None,
    files: Mapping[str, str | bytes] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[PostgresServer]:
    """Start a server with fsync on, as in earnest; stop it and remove its folder at the end.

    `loopback` lets it listen on 127.0.0.1 at a free port, where `hba` (lines of pg_hba.conf)
    decides who comes in; without lines everybody is trusted there.  `settings` are the
    server's own; `files` lie in its data folder at the start (`server.crt`, `server.key`);
    `environment` adds to ours.
    """
    with _folder() as folder:
        server = _server(folder, loopback, settings or {}, environment)
        initdb = [str(binaries() / "initdb"), "-D", str(folder / "data"), "-U", _USER]
        _as_server([*initdb, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], folder)
        server.put({**(files or {}), "pg_hba.conf": _hba(hba)})
        yield from _serve(server)


@contextmanager
def running_standby(
    primary: PostgresServer,
    *,
    loopback: bool = False,
    settings: Mapping[str, str] | None = None,
    name: str = "standby",
) -> Iterator[PostgresServer]:
    """Start a copy of a running server that follows it (streaming, without a slot).

    It has the primary's files and pg_hba lines.  `name` is its application_name, to be named
    in `synchronous_standby_names`.  With the setting `hot_standby=off` it takes no connections.
    """
    with _folder() as folder:
        server = _server(folder, loopback, settings or {})
        copy = [str(binaries() / "pg_basebackup"), "-D", str(folder / "data"), "-R", "-c", "fast"]
        source = f"host={primary.folder} port={primary.port} user={_USER} application_name={name}"
        _as_server([*copy, "--no-sync", "-d", source], folder)
        yield from _serve(server, rejecting=(settings or {}).get("hot_standby") == "off")


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _server(
    folder: Path,
    loopback: bool,
    more: Mapping[str, str],
    environment: Mapping[str, str] | None = None,
) -> PostgresServer:
    port = free_port() if loopback else _USUAL_PORT
    settings = {"listen_addresses": LOOPBACK if loopback else "", "port": str(port)}
    settings |= {"unix_socket_directories": str(folder)}
    settings |= {"max_connections": "100", "shared_buffers": "64MB"}
    return PostgresServer(folder, port, settings | dict(more), environment or {})


def _serve(server: PostgresServer, *, rejecting: bool = False) -> Iterator[PostgresServer]:
    try:
        server.start(rejecting=rejecting)
        yield server
    finally:
        server.end()


@contextmanager
def _folder() -> Iterator[Path]:
    # Not below pytest's folder: only its owner may enter that, and a socket's path is short.
    folder = Path(tempfile.mkdtemp(prefix="yimen-pg-"))
    try:
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(folder, "postgres", "postgres")
        yield folder
    finally:
        shutil.rmtree(folder)


def _hba(lines: Sequence[str]) -> str:
    trusted = ["local all all trust", "local replication all trust"]
    everybody = [f"host {whom} all {LOOPBACK}/32 trust" for whom in ("all", "replication")]
    return "\n".join([*trusted, *(lines or everybody), ""])


def _put(folder: Path, files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.touch(mode=0o600)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        if os.geteuid() == 0:
            shutil.chown(path, "postgres", "postgres")


def _end(run: subprocess.Popen[bytes], how: signal.Signals) -> None:
    run.send_signal(how)
    run.wait(_PATIENCE)


def _as_server(command: Sequence[str], folder: Path) -> None:
    done = subprocess.run(
        [*_as_server_user(), *command], check=False, capture_output=True, text=True, cwd=folder
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]}: {done.stderr}")


def _as_server_user() -> list[str]:
    """Return the words before a command: another user if we are root; ended when we end."""
    words = ["setpriv", "--pdeathsig=INT"]
    if os.geteuid() == 0:
        words += ["--reuid=postgres", "--regid=postgres", "--clear-groups"]
    return words
