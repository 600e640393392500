"""Passwords and signing in, on each engine: who gets in, who waits, and what nobody sees."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from db.moving import move
from db.reads.looks import SqlReads
from db.store import SqlStore
from db.tables import metadata
from desktop import requests as r
from desktop.clock import ManualClock
from desktop.desk import Desk, Particulars
from desktop.domain.errors import DeskError
from desktop.domain.signing_in import wait_after
from desktop.domain.times import from_iso
from desktop.domain.times import to_iso as iso
from desktop.signing_in import SigningIn
from tests.talk import MORNING, Answer, Talk, make_site, talking

FIRST, OTHER = "san-tan-yin-yue", "ping-hu-qiu-yue"
AGAIN = "0198c0de-0000-7000-8000-00000000000a"


@pytest.fixture
def talk(empty: str) -> Iterator[Talk]:
    """Give a site with an administrator who has a password, and a window clerk who has none."""
    make_site(empty)
    with talking(empty) as one:
        one.at(MORNING)
        one.ok("staff.add", code="A", name="安定", roles=["administrator"])
        one.ok("staff.add", code="W", name="闻涛", roles=["window"])
        one.ok("staff.set_password", staff="a", password=FIRST)
        yield one
        one.sound()
        assert one.ok("journal.rebuild", staff="A")["same"]


def error(talk: Talk, do: str, **fields: Any) -> Answer:
    """Say what must be refused; returns the whole error but its message."""
    answer = talk.say(do, **fields)
    assert not answer["ok"], answer
    return {key: value for key, value in answer["error"].items() if key != "message"}


def sign_in(talk: Talk, password: str, staff: str = "a") -> Answer:
    """Try to sign in; returns the error, {} where it was right."""
    answer = talk.say("staff.sign_in", staff=staff, password=password)
    return {} if answer["ok"] else {k: v for k, v in answer["error"].items() if k != "message"}


def test_the_right_password_says_who_it_is(talk: Talk) -> None:
    answer = talk.ok("staff.sign_in", staff=" a ", password=FIRST)
    assert answer["staff"] == {
        "code": "A",
        "name": "安定",
        "roles": ["administrator"],
        "signs_in": True,
        "windows": None,
    }
    listed = {one["code"]: one.get("signs_in", False) for one in talk.ok("staff.list")["staff"]}
    assert listed == {"A": True, "W": False}


@pytest.mark.parametrize("staff", ["nobody", "w"])
def test_of_somebody_without_a_password_no_more_is_said_than_of_nobody(
    talk: Talk, staff: str
) -> None:
    for _ in range(7):
        assert sign_in(talk, FIRST, staff) == {"code": "sign_in_wrong"}


def test_five_wrong_ones_then_one_two_four_eight_fifteen_minutes(talk: Talk) -> None:
    for left in (4, 3, 2, 1):
        assert sign_in(talk, OTHER) == {"code": "sign_in_wrong", "left": left}
    now = from_iso(MORNING)
    for failures in range(5, 12):
        wait = wait_after(failures)
        minutes = int(wait.total_seconds()) // 60
        assert sign_in(talk, OTHER) == {"code": "sign_in_locked", "minutes": minutes}
        before = talk.ok("journal.verify")["events"]
        assert sign_in(talk, FIRST) == {"code": "sign_in_locked", "minutes": minutes}
        assert talk.ok("journal.verify")["events"] == before  # trying on is not written down
        now += wait
        talk.at(iso(now))
    assert sign_in(talk, FIRST) == {}
    assert sign_in(talk, OTHER) == {"code": "sign_in_wrong", "left": 4}


def test_a_clock_set_back_opens_no_lock(talk: Talk) -> None:
    for _ in range(5):
        sign_in(talk, OTHER)
    talk.at("2026-11-22T01:00:00Z")
    assert sign_in(talk, FIRST) == {"code": "sign_in_locked", "minutes": 1}


def test_ones_own_password_needs_the_old_one(talk: Talk) -> None:
    change = {"staff": "a", "password": OTHER}
    assert error(talk, "staff.set_password", **change) == {"code": "missing_field", "field": "old"}
    wrong = error(talk, "staff.set_password", **change, old=OTHER)
    assert wrong == {"code": "sign_in_wrong", "left": 4}
    talk.ok("staff.set_password", **change, old=FIRST)
    assert sign_in(talk, FIRST) == {"code": "sign_in_wrong", "left": 4}
    assert sign_in(talk, OTHER) == {}


def test_another_gets_theirs_from_an_administrator(talk: Talk) -> None:
    for by in ({}, {"by": "w"}):
        given = error(talk, "staff.set_password", staff="w", password=OTHER, **by)
        assert given == {"code": "forbidden", "what": "staff.set_password"}
    talk.ok("staff.set_password", staff="w", password=OTHER, by="a")
    assert sign_in(talk, OTHER, "w") == {}
    taking = error(talk, "staff.set_password", staff="a", password=OTHER, by="w")
    assert taking["code"] == "forbidden"
    for _ in range(5):
        sign_in(talk, "wrong", "w")
    assert sign_in(talk, OTHER, "w")["code"] == "sign_in_locked"
    talk.ok("staff.set_password", staff="w", password=FIRST, by="a")  # a new one opens the lock
    assert sign_in(talk, FIRST, "w") == {}
    assert error(talk, "staff.set_password", staff="x", password=OTHER, by="a") == {
        "code": "unknown_staff",
        "staff": "X",
    }


def test_a_change_that_is_asked_for_again_is_done_once(talk: Talk) -> None:
    change = {"staff": "a", "password": OTHER, "old": FIRST, "command": AGAIN}
    first = talk.ok("staff.set_password", **change)
    before = talk.ok("journal.verify")["events"]
    assert talk.ok("staff.set_password", **change)["staff"] == first["staff"]
    assert talk.ok("journal.verify")["events"] == before
    other = {**change, "staff": "w", "by": "a"}
    assert error(talk, "staff.set_password", **other)["code"] == "command_reused"
    assert sign_in(talk, OTHER) == {}


def test_an_answer_to_the_right_password_is_never_one_to_a_wrong_one(talk: Talk) -> None:
    talk.ok("staff.sign_in", staff="a", password=FIRST, command=AGAIN)
    wrong = error(talk, "staff.sign_in", staff="a", password=OTHER, command=AGAIN)
    assert wrong["code"] == "sign_in_wrong"


def test_who_left_does_not_get_in(talk: Talk) -> None:
    talk.ok("staff.set_password", staff="w", password=OTHER, by="a")
    leaving = {"code": "w", "name": "闻涛", "roles": ["window"], "staff": "a"}
    talk.ok("staff.add", **leaving, active=False)
    assert sign_in(talk, OTHER, "w") == {"code": "sign_in_wrong"}
    talk.ok("staff.add", **leaving)
    assert sign_in(talk, OTHER, "w") == {}


def test_the_first_password_is_an_administrators(empty: str) -> None:
    make_site(empty)
    with talking(empty) as talk:
        talk.at(MORNING)
        given = {"staff": "w", "password": FIRST}
        assert error(talk, "staff.set_password", **given)["code"] == "first_administrator"
        assert talk.ok("staff.list")["staff"] == []
        talk.ok("staff.add", code="w", name="闻涛", roles=["window", "administrator"])
        talk.ok("staff.set_password", **given)
        assert talk.refused("settings.set", key="positions_behind", value=1) == "missing_field"


def test_no_password_and_no_verifier_is_where_people_look(
    talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    said = [
        talk.say("staff.sign_in", staff="a", password=FIRST),
        talk.say("staff.sign_in", staff="a", password=OTHER),
        talk.say("staff.sign_in", staff="a", password="nul\0" + OTHER),
        talk.say("staff.sign_in", staff="a", password=[OTHER]),
        talk.say("staff.set_password", staff="a", password="a" + OTHER * 20, old=FIRST),
        talk.say("staff.set_password", staff="a", password=OTHER, old=FIRST, command=AGAIN),
        talk.say("staff.list"),
        talk.say("settings.get"),
    ]
    shown = json.dumps(said) + caplog.text
    desk = talk.console._desk
    assert desk is not None
    kept: dict[str, str] = {}
    with desk.store.look("HQ") as reads:
        assert isinstance(reads, SqlReads)
        for name, table in metadata.tables.items():
            kept[name] = repr(reads.connection.execute(select(table)).all())
    assert kept["pii"].count("$argon2id$v=19$m=65536,t=2,p=1$") == 2
    assert "staff.signed_in" in kept["journal"]
    assert "staff.sign_in_failed" in kept["journal"]
    for name, rows in kept.items():
        assert FIRST not in rows
        assert OTHER not in rows
        assert name == "pii" or "argon2" not in rows
    for secret in (FIRST, OTHER, "argon2"):
        assert secret not in shown


def test_requests_do_not_show_it_either() -> None:
    for request in (r.SignIn("a", FIRST), r.SetPassword("a", FIRST, OTHER)):
        assert FIRST not in repr(request)
        assert OTHER not in repr(request)


def test_while_the_database_is_away_it_is_the_new_password_that_counts(talk: Talk) -> None:
    desk = Desk(SqlStore(talk.location), ManualClock(from_iso(MORNING)), Particulars("HQ"))
    away: list[DeskError] = []

    def look(use_case: Any) -> Any:
        for error in away:
            raise error
        return desk.look(use_case)

    here = SigningIn(desk.store, desk.site, look, desk.do)
    here.sign_in(r.SignIn("a", FIRST))
    here.set_password(r.SetPassword("a", OTHER, FIRST), None, None)
    away.append(DeskError("database_away"))
    found = here.sign_in(r.SignIn("a", OTHER)).staff
    assert found.code == "A"
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(DeskError, match="sign_in_wrong") as refused:
            here.sign_in(r.SignIn("a", FIRST))
        assert refused.value.values["left"] == left
    with pytest.raises(DeskError, match="database_away"):
        here.sign_in(r.SignIn("a", OTHER))
    desk.close()


def test_of_many_tries_at_once_five_are_told_anything(empty: str) -> None:
    make_site(empty)
    clock = ManualClock(from_iso(MORNING))
    desks = [Desk(SqlStore(empty), clock, Particulars("HQ")) for _ in range(3)]
    desks[0].do(r.AddStaff("A", "安定", ("administrator",)))
    desks[0].set_password(r.SetPassword("A", FIRST))

    def attempt(n: int) -> str:
        try:
            desks[n % 3].sign_in(r.SignIn("A", f"{OTHER}-{n}"))
        except DeskError as refused:
            return refused.code
        return "in"

    with ThreadPoolExecutor(3) as crowd:
        told = list(crowd.map(attempt, range(12)))
    assert told.count("sign_in_wrong") == 4
    assert told.count("sign_in_locked") == 8
    with pytest.raises(DeskError, match="sign_in_locked"):
        desks[1].sign_in(r.SignIn("A", FIRST))
    assert desks[0].verify().sound
    for desk in desks:
        desk.close()


def test_a_centre_that_moved_has_its_passwords(empty: str, tmp_path: Path) -> None:
    source, target = str(tmp_path / "source.db"), empty
    if empty.endswith("desk.db"):
        target = str(tmp_path / "target.db")
    make_site(source)
    with talking(source) as talk:
        talk.at(MORNING)
        talk.ok("staff.add", code="A", name="安定", roles=["administrator"])
        talk.ok("staff.set_password", staff="a", password=FIRST)
    assert move(source, target) is not None
    with talking(target) as talk:
        talk.at(MORNING)
        assert sign_in(talk, FIRST) == {}
        assert talk.refused("settings.set", key="positions_behind", value=1) == "missing_field"
        talk.sound()


def test_while_one_signs_in_others_work(empty: str) -> None:
    """Between the look and the note the site is free: a slow hash holds nobody up."""
    make_site(empty)
    held: list[float] = []

    class Watched(SqlStore):
        def begin(self, site: str) -> Any:
            return _Timed(super().begin(site), held)

    clock = ManualClock(from_iso(MORNING))
    desk = Desk(Watched(empty), clock, Particulars("HQ"))
    desk.do(r.AddStaff("A", "安定", ("administrator",)))
    began = time.perf_counter()
    desk.set_password(r.SetPassword("A", FIRST))
    desk.sign_in(r.SignIn("A", FIRST))
    took = time.perf_counter() - began
    assert min(held[-2:]) < took / 4
    desk.close()


class _Timed:
    """A command's block that notes how long it held the lock."""

    def __init__(self, block: Any, held: list[float]) -> None:
        self._block, self._held = block, held
        self._began = 0.0

    def __enter__(self) -> Any:
        entered = self._block.__enter__()
        self._began = time.perf_counter()
        return entered

    def __exit__(self, *error: Any) -> Any:
        self._held.append(time.perf_counter() - self._began)
        return self._block.__exit__(*error)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tries=st.lists(st.tuples(st.booleans(), st.integers(0, 20)), max_size=9))
def test_any_run_of_tries(tmp_path_factory: pytest.TempPathFactory, tries: Any) -> None:
    """Right and wrong ones with minutes between: the desk and a count by hand say the same."""
    path = tmp_path_factory.mktemp("tries") / "desk.db"
    make_site(path)
    with talking(path) as talk:
        now = from_iso(MORNING)
        talk.at(MORNING)
        talk.ok("staff.add", code="A", name="安定", roles=["administrator"])
        talk.ok("staff.set_password", staff="a", password=FIRST)
        failures, free = 0, now
        for right, minutes in tries:
            now += timedelta(minutes=minutes)
            talk.at(iso(now))
            found = sign_in(talk, FIRST if right else OTHER)
            if now < free:
                assert found["code"] == "sign_in_locked"
            elif right:
                assert found == {}
                failures = 0
            else:
                failures += 1
                free = now + wait_after(failures)
                assert found["code"] == ("sign_in_locked" if failures > 4 else "sign_in_wrong")
        talk.sound()
