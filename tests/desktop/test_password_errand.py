"""`main.py new-password`: the way back in for an administrator."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from db.store import SqlStore
from desktop.arguments import parse
from desktop.clock import ManualClock
from desktop.desk import Desk, Particulars
from desktop.domain.times import from_iso
from desktop.i18n import Translator
from desktop.password_errand import run_new_password
from tests.talk import MORNING, make_site, talking

FORGOTTEN = "san-tan-yin-yue"


@pytest.fixture
def centre(tmp_path: Path) -> Path:
    """Give a site whose administrator has a password, and a clerk."""
    path = tmp_path / "desk.db"
    make_site(path)
    with talking(path) as talk:
        talk.at(MORNING)
        talk.ok("staff.add", code="A", name="安定", roles=["administrator"])
        talk.ok("staff.add", code="W", name="闻涛", roles=["window"])
        talk.ok("staff.set_password", staff="A", password=FORGOTTEN)
    return path


def run(path: Path, staff: str) -> tuple[int, str]:
    """Run the errand; returns its status and what it said."""
    out = io.StringIO()
    arguments = parse(["new-password", "--database", str(path), "--staff", staff])
    assert arguments.what == "new-password"
    clock = ManualClock(from_iso(MORNING))
    status = run_new_password(
        lambda location: Desk(SqlStore(location), clock, Particulars(arguments.site or None)),
        arguments,
        Translator("en"),
        out,
    )
    return status, out.getvalue()


def test_the_new_one_is_shown_once_and_lets_in(centre: Path) -> None:
    with talking(centre) as talk:
        talk.at(MORNING)
        for _ in range(5):
            talk.refused("staff.sign_in", staff="A", password="wrong")
    status, said = run(centre, "a")
    found = re.search(r"administrator A, shown this once: (\S+)", said)
    assert status == 0
    assert found is not None
    with talking(centre) as talk:
        talk.at(MORNING)
        assert talk.refused("staff.sign_in", staff="A", password=FORGOTTEN) == "sign_in_wrong"
        talk.ok("staff.sign_in", staff="A", password=found[1])
        talk.ok("staff.set_password", staff="A", password="ping-hu-qiu", old=found[1])
        talk.sound()


@pytest.mark.parametrize(("staff", "said"), [("w", "administrator"), ("x", "X"), (" ", "staff")])
def test_it_is_for_administrators_alone(centre: Path, staff: str, said: str) -> None:
    status, text = run(centre, staff)
    assert status == 1
    assert said in text
    with talking(centre) as talk:
        talk.at(MORNING)
        talk.ok("staff.sign_in", staff="A", password=FORGOTTEN)
