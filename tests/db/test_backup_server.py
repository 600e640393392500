"""Backups of a server's database: what only a server can do to them."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine

from db.backup import backup, restore
from db.dumps import dump
from db.engine import open_engine
from db.migrate import prepare
from desktop.domain.errors import DeskError
from tests.postgres import PostgresServer
from tests.talk import COUNTERS, MORNING, talking


def test_what_is_written_before_a_servers_content_is_replaced_is_kept(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can be kept out from the first byte of the archive to the replacing."""
    good = str(tmp_path / "good.dump")
    made: list[Path] = []
    with talking(postgres_url) as talk, talking(postgres_url) as other:
        for one in (talk, other):
            one.at(MORNING)
        talk.ok("site.setup", code="HQ", name="x", counters=COUNTERS)
        talk.ok("backup", path=good)

        def kept_and_then_written(engine: Engine, work: Path, *more: Any) -> bool:
            done = dump(engine, work, *more)
            made.append(work)
            if len(made) == 1:
                other.issue("CF-01")
            return done

        monkeypatch.setattr("db.dumps.dump", kept_and_then_written)
        talk.ok("restore", path=good)
        monkeypatch.undo()
        assert len(made) == 2
        assert talk.labels() == []
        [kept] = tmp_path.glob("*before-restore*")
        talk.ok("restore", path=str(kept))
        assert other.labels() == ["F001"]
        other.sound()


def test_where_a_server_cannot_be_backed_up_to(postgres_url: str) -> None:
    """A place that takes no files is the world's fault."""
    with talking(postgres_url) as talk:
        talk.at(MORNING)
        talk.ok("site.setup", code="HQ", name="x", counters=COUNTERS)
        assert talk.refused("backup", path="/proc/copy.dump") == "not_found"


def test_scratch_databases_that_a_killed_program_left_are_swept(
    postgres_server: PostgresServer, postgres_url: str, tmp_path: Path
) -> None:
    """Those of a day ago and more; one that may be at work stays."""
    young = f"yimen_scratch_{int(time.time())}_{'a' * 12}"
    old, other = f"yimen_scratch_1700000000_{'b' * 12}", "yimen_scratch_of_mine"
    query = "SELECT datname FROM pg_database WHERE datname LIKE 'yimen_scratch%%' ORDER BY 1"
    engine = open_engine(postgres_url)
    try:
        for name in (young, old, other):
            postgres_server.create(name)
        prepare(engine)
        assert backup(engine, tmp_path / "good.dump")
        with engine.connect() as connection:
            assert connection.exec_driver_sql(query).scalars().all() == sorted([young, other])
    finally:
        engine.dispose()
        for name in (young, old, other):
            postgres_server.drop(name)


def test_other_programs_are_not_told_our_secrets(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pg_dump gets the password of its server, not what opens the file of all passwords."""
    heard, ours = tmp_path / "heard", tmp_path / "bin" / "pg_dump"
    ours.parent.mkdir()
    ours.write_text(f'#!/bin/sh\n(echo "$@"; env) >{heard}\nexec {shutil.which("pg_dump")} "$@"\n')
    ours.chmod(0o755)
    monkeypatch.setenv("PATH", f"{ours.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("YIMEN_PASSPHRASE", "open sesame")
    engine = open_engine(postgres_url)
    try:
        prepare(engine)
        backup(engine, tmp_path / "good.dump")
    finally:
        engine.dispose()
    assert "PGPASSWORD=" in heard.read_text()
    assert "sesame" not in heard.read_text()


def test_an_archive_of_something_else_is_named(
    postgres_server: PostgresServer, postgres_url: str, tmp_path: Path
) -> None:
    """The file, not the scratch database it was looked through in."""
    archive = tmp_path / "other.dump"
    other = postgres_server.create("other")
    engine = open_engine(postgres_url)
    try:
        with psycopg.connect(other) as connection:
            connection.execute("CREATE TABLE payroll (x int)")
        subprocess.run(["pg_dump", "-Fc", "-f", str(archive), "-d", other], check=True)
        prepare(engine)
        with pytest.raises(DeskError) as caught:
            restore(engine, archive)
        assert caught.value.code == "database_damaged"
        assert caught.value.values["path"] == str(archive)
        archive.write_bytes(archive.read_bytes()[:600])
        with pytest.raises(DeskError) as caught:
            restore(engine, archive)
        assert caught.value.values["path"] == str(archive)
    finally:
        engine.dispose()
        postgres_server.drop("other")
