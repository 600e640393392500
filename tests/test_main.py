"""The program as people start it: console by pipe, no display, the demo, quiet ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.arguments import Arguments, parse

SETUP = {
    "do": "site.setup",
    "code": "qc",
    "name": "仓前梦创社区",
    "counters": [{"number": 1, "windows": ["CF"]}],
}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a PC with neither display nor UTF-8."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "SYSTEMROOT") if name in os.environ}
    return kept | {"YIMEN_HOME": str(tmp_path / "home"), "LC_ALL": "C", "PYTHONUTF8": "0"}


def start(
    checkout: Path, environment: dict[str, str], *arguments: str, **more: str
) -> subprocess.Popen[bytes]:
    """Start the program."""
    command = [sys.executable, str(checkout / "main.py"), *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment | more, stdin=pipe, stdout=pipe, stderr=pipe)


def answered(output: bytes) -> list[dict[str, Any]]:
    """Return the answers that were written."""
    return [json.loads(line) for line in output.decode("utf-8").splitlines()]


def lines(*requests: dict[str, Any]) -> bytes:
    """Return requests as the console reads them."""
    return b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in requests)


def test_the_console_answers_by_pipe_in_utf_8_and_ends_with_the_input(
    checkout: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    with start(checkout, environment, "console", "--database", str(tmp_path / "a.db")) as console:
        issue = {"id": 2, "do": "reception.issue", "windows": ["CF"]}
        output, errors = console.communicate(lines({"id": "α"} | SETUP, issue), timeout=30)
    first, second = answered(output)
    assert (first["id"], first["site"]["name"]) == ("α", "仓前梦创社区")
    assert second["ticket"]["label"] == "F001"
    assert b"Traceback" not in errors
    assert console.returncode == 0


def test_each_answer_comes_before_the_next_request(
    checkout: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    with start(checkout, environment, "console", "--database", str(tmp_path / "a.db")) as console:
        assert console.stdin is not None
        assert console.stdout is not None
        for number in range(3):
            console.stdin.write(lines({"id": number, "do": "uscc.check", "text": "1"}))
            console.stdin.flush()
            assert json.loads(console.stdout.readline())["id"] == number
        console.stdin.close()
        assert console.wait(timeout=30) == 0


def test_without_a_database_named_it_lies_in_the_programs_home(
    checkout: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    with start(checkout, environment, "console", "--language", "en") as console:
        output, _ = console.communicate(lines({"id": 1, "do": "site.show"}), timeout=30)
    (answer,) = answered(output)
    assert answer["error"]["code"] == "no_site"
    assert "site" in answer["error"]["message"]
    assert (tmp_path / "home" / "yimen.db").exists()


def test_a_database_that_cannot_be_opened_does_not_end_the_console(
    checkout: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    bad = tmp_path / "bad.db"
    bad.write_bytes(b"damaged" * 2000)
    with start(checkout, environment, "console", "--database", str(bad)) as console:
        show = {"id": 1, "do": "site.show"}
        check = {"id": 2, "do": "uscc.check", "text": "91330108MA27WXYT4K"}
        output, _ = console.communicate(lines(show, check, show), timeout=30)
    codes = [answer.get("error", {}).get("code") for answer in answered(output)]
    assert codes == ["database_damaged", None, "database_damaged"]
    assert console.returncode == 0


def test_a_reader_that_goes_away_ends_it_quietly(
    checkout: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    with start(checkout, environment, "console", "--database", str(tmp_path / "a.db")) as console:
        assert console.stdin is not None
        assert console.stdout is not None
        assert console.stderr is not None
        console.stdout.close()
        console.stdin.write(lines({"id": 1, "do": "uscc.check", "text": "1"}))
        console.stdin.close()
        assert console.wait(timeout=30) == 0
        assert console.stderr.read() == b""


@pytest.mark.usefixtures("posix")
def test_ctrl_c_ends_it_quietly(
    checkout: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    with start(checkout, environment, "console", "--database", str(tmp_path / "a.db")) as console:
        assert console.stdin is not None
        assert console.stdout is not None
        assert console.stderr is not None
        console.stdin.write(lines({"id": 1, "do": "uscc.check", "text": "1"}))
        console.stdin.flush()
        console.stdout.readline()
        console.send_signal(signal.SIGINT)
        assert console.wait(timeout=30) == 130
        assert console.stderr.read() == b""


@pytest.fixture
def posix() -> None:
    """Signals of one program to another are a thing of POSIX; Windows has consoles for it."""
    assert sys.platform != "win32"


def test_without_a_display_it_says_so_and_names_the_tour(
    checkout: Path, environment: dict[str, str]
) -> None:
    with start(checkout, environment) as desk:
        output, errors = desk.communicate(timeout=30)
    assert desk.returncode == 1
    assert output == b""
    chinese, english = errors.decode("utf-8").splitlines()
    assert "make tour" in chinese
    assert "没有显示器" in chinese
    assert "make tour" in english
    assert "no display" in english


@pytest.mark.usefixtures("posix")
def test_the_desk_opens_offscreen_and_ctrl_c_closes_it(
    checkout: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    with start(checkout, environment, QT_QPA_PLATFORM="offscreen") as desk:
        log = tmp_path / "home" / "yimen.log"
        while not (tmp_path / "home" / "yimen.db").exists() and desk.poll() is None:
            os.sched_yield()
        assert desk.poll() is None
        desk.send_signal(signal.SIGINT)
        _, errors = desk.communicate(timeout=30)
    assert b"Traceback" not in errors
    assert desk.returncode in (0, 130)
    assert "ERROR" not in log.read_text(encoding="utf-8")


def test_a_small_demo_can_be_verified(
    checkout: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    database = str(tmp_path / "demo.db")
    sizes = ("--enterprises", "30", "--days", "2", "--visits-per-day", "10")
    with start(checkout, environment, "demo", "--database", database, *sizes) as demo:
        _, errors = demo.communicate(timeout=120)
    assert demo.returncode == 0, errors.decode()
    with start(checkout, environment, "console", "--database", database) as console:
        asked = ({"id": 1, "do": "journal.verify"}, {"id": 2, "do": "site.show"})
        output, _ = console.communicate(lines(*asked), timeout=60)
    proof, site = answered(output)
    assert proof["sound"]
    assert site["site"]["code"] == "DEMO"


def test_the_console_needs_neither_qt_nor_the_demo(checkout: Path) -> None:
    code = (
        "import sys, main\n"
        "main.main(['console'])\n"
        "heavy = {'PySide6', 'alembic', 'pypinyin', 'desktop.demo', 'ui'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=checkout,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "[]"


def test_what_stands_before_the_command_counts_too() -> None:
    assert parse(["--database", "x.db", "console"]).database == "x.db"
    assert parse(["console", "--database", "y.db", "--clock", "manual"]) == Arguments(
        "console", database="y.db", clock="manual"
    )
    assert parse([]) == Arguments("desk")


@pytest.mark.parametrize(
    "wrong", [["--colour"], ["demo", "--days", "-1"], ["console", "--clock", "late"], ["tea"]]
)
def test_a_wrong_command_line_is_told(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(wrong)
    assert ended.value.code == 2
    assert "usage" in capsys.readouterr().err
