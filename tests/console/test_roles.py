"""Roles, cell by cell: what each of the four may say, said on a site where roles count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from desktop.domain.people import ROLES
from desktop.domain.roles import TABLE, needs_person
from desktop.verbs import VERBS
from tests.source_code import CHECKOUT
from tests.talk import COUNTERS, MORNING, Talk, make_site, talking

PAGE = (CHECKOUT / "docs" / "console.md").read_text("utf-8")
PASSWORD = "san-tan-yin-yue"
CODES = dict(zip(("guide", "window", "supervisor", "administrator"), "GWSA", strict=True))

# Something to say with each verb; what is refused after the door was passed does not matter.
LINES: dict[str, dict[str, Any]] = {
    "clock.set": {"at": MORNING},
    "site.setup": {"code": "HQ", "name": "企业服务中心", "counters": COUNTERS},
    "staff.add": {"code": "new", "name": "新人", "roles": ["guide"]},
    "staff.sign_in": {"staff": "nobody", "password": "x"},
    "settings.set": {"key": "positions_behind", "value": 3},
    "catalogue.load": {"path": "/nowhere/catalogue.yaml"},
    "catalogue.save": {"item": {"code": "CF-02", "minutes": 9}},
    "catalogue.history": {"code": "CF-02"},
    "rules.preview": {"priority_minutes": {"elderly": 5}},
    "settings.export": {"path": "/nowhere/settings.json"},
    "settings.import": {"path": "/nowhere/settings.json"},
    "calendar.import": {"path": "/nowhere/days.csv"},
    "calendar.due": {"accepted_on": "2026-11-23", "days": 1, "basis": "working"},
    "uscc.check": {"text": "1"},
    "enterprise.save": {"name": "杭州云帆科技有限公司"},
    "enterprise.find": {"text": "yf"},
    "enterprise.show": {"enterprise": "none"},
    "enterprise.care": {"enterprise": "none"},
    "enterprise.contact": {"enterprise": "none"},
    "enterprise.note": {"enterprise": "none", "text": "x"},
    "enterprise.reveal": {"contact": "none"},
    "enterprise.merge": {"keep": "none", "merge": "nobody", "reason": "x"},
    "enterprise.import": {"rows": [], "dry_run": True},
    "reception.issue": {"windows": ["CF"]},
    "window.last_number": {"window": "none"},
    "window.reopen": {"window": "none"},
    "consent.give": {"kind": "none"},
    "consent.withdraw": {"consent": "none", "reason": "x"},
    "figures.waits": {"from": "2026-11-23", "to": "2026-11-23"},
    "reception.suggest": {"text": "开公司"},
    "wait.estimate": {"window": "CF"},
    "ticket.find": {"text": "F001"},
    "ticket.release": {"ticket": "F999", "step_no": 1, "reason": "x"},
    "counter.open": {"counter": 99},
    "counter.pause": {"counter": 99, "reason": "x"},
    "counter.call": {"counter": 99, "ticket": "F999"},
    "counter.add": {"counter": 99, "items": ["CF-01"]},
    "counter.transfer": {"counter": 99, "to": "RC"},
    "counter.resume": {"counter": 99, "ticket": "F999"},
    "counter.take_over": {"counter": 99, "ticket": "F999"},
    "counter.undo": {"counter": 99, "reason": "x"},
    "case.supplement": {"case": "none", "missing": ["x"]},
    "case.gap": {"case": "none", "missing": ["x"]},
    "case.forward": {"case": "none", "to": "x"},
    "case.refuse": {"case": "none", "note": "x"},
    "case.extend": {"case": "none", "days": 1, "reason": "x"},
    "case.withdraw": {"case": "none", "reason": "x"},
    "case.terminate": {"case": "none", "reason": "x"},
    "case.assign": {"case": "none", "staff": "W"},
    "case.undo": {"case": "none", "reason": "x"},
    "case.materials": {"case": "none", "given": []},
    "case.counts": {},
    "paper.pdf": {"paper": "none", "path": "/nowhere/paper.pdf"},
    "paper.printed": {"paper": "none", "ok": True},
    "paper.void": {"paper": "none", "reason": "x"},
    "figures.day": {"day": "2026-11-23"},
    "figures.range": {"from": "2026-11-23", "to": "2026-11-23"},
    "figures.half_hours": {"day": "2026-11-23"},
    "figures.tickets": {"day": "2026-11-23", "figure": "issued"},
    "figures.export": {
        "from": "2026-11-23",
        "to": "2026-11-23",
        "path": "/nowhere/figures.csv",
        "format": "csv",
    },
    "backup": {"path": "/nowhere/backup.db"},
    "restore": {"path": "/nowhere/backup.db"},
}
_ABOUT = {"ticket": "F999", "counter": 99, "case": "none", "paper": "none"}


def line(verb: str, code: str | None) -> dict[str, Any]:
    """Return something to say with a verb, given by a person (None: by nobody)."""
    fields = dict(LINES.get(verb, {}))
    about = verb.split(".")[0]
    if verb not in LINES and about in _ABOUT and verb != "case.list":
        fields[about] = _ABOUT[about]
    if verb in ("ticket.cancel", "ticket.void"):
        fields["reason"] = "x"
    if verb == "staff.set_password":
        fields = {"staff": code or "G", "password": PASSWORD + "2", "old": "not this one"}
    if code is None or verb == "staff.sign_in":
        return fields
    giver = "by" if verb in ("case.assign", "staff.set_password") else "staff"
    return {**fields, giver: code}


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    """Give a site with a person of each role, and an administrator who has a password."""
    path = tmp_path_factory.mktemp("roles") / "desk.db"
    make_site(path)
    with talking(path) as talk:
        enforce(talk)
        yield talk


def enforce(talk: Talk) -> None:
    """Let roles count: one person of each role, the administrator with a password."""
    talk.at(MORNING)
    for role, code in CODES.items():
        talk.ok("staff.add", code=code, name=role, roles=[role])
    talk.ok("staff.set_password", staff="A", password=PASSWORD)


def code_of(talk: Talk, verb: str, person: str | None) -> str:
    """Say something, and return the code of the refusal, "" where there was none."""
    answer = talk.say(verb, **line(verb, person))
    return "" if answer["ok"] else str(answer["error"]["code"])


@pytest.mark.parametrize(("verb", "role"), list(product(sorted(VERBS), ROLES)))
def test_each_cell(hall: Talk, verb: str, role: str) -> None:
    if verb in ("staff.set_password", "staff.sign_in"):
        hall.at(MORNING)  # a manual clock: what was tried wrong stays, and locks
    code = code_of(hall, verb, CODES[role])
    letters = TABLE[verb]
    allowed = letters == "*" or letters[ROLES.index(role)] != "-"
    if verb == "staff.set_password" and role != "administrator":
        assert code == "forbidden"  # one's own first password is an administrator's to give
        return
    assert (code == "forbidden") == (not allowed)
    assert code not in ("unknown_staff", "unknown_field", "wrong_type")
    assert code != "missing_field" or verb == "staff.set_password"


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_nobody_and_strangers_come_no_further(hall: Talk, verb: str) -> None:
    nobody, stranger = code_of(hall, verb, None), code_of(hall, verb, "stranger")
    if not needs_person(verb):
        assert nobody not in ("missing_field", "forbidden", "unknown_staff")
        return
    if verb == "staff.set_password":
        assert nobody == "forbidden"  # then it is the person themselves
    elif verb == "counter.open":
        assert nobody == "missing_field"
    else:
        answer = hall.say(verb, **line(verb, None))["error"]
        field = "by" if verb == "case.assign" else "staff"
        assert (answer["code"], answer["field"]) == ("missing_field", field)
    assert stranger == "unknown_staff"


def test_the_page_shows_the_same_table() -> None:
    part = PAGE.split("### Roles")[1].split("### Passwords")[0]
    shown: dict[str, str] = {}
    for row in part.splitlines():
        if row.startswith("| `"):
            verbs, *cells = [cell.strip() for cell in row.split("|")[1:-1]]
            letters = "".join(
                letter if cell else "-" for letter, cell in zip("gwsa", cells, strict=True)
            )
            shown |= dict.fromkeys(re.findall(r"`([\w.]+)`", verbs), letters)
    assert shown == {verb: cells for verb, cells in TABLE.items() if cells != "*"}


def test_before_the_first_password_everybody_may_everything(tmp_path: Path) -> None:
    make_site(tmp_path / "desk.db")
    with talking(tmp_path / "desk.db") as talk:
        talk.at(MORNING)
        for verb, person in product(sorted(VERBS), (None, "W")):
            if verb not in ("staff.sign_in", "staff.set_password", "counter.open"):
                found = code_of(talk, verb, person)
                assert found not in ("forbidden", "missing_field", "unknown_staff"), verb


# ---- A second person ---------------------------------------------------------------------------


@pytest.fixture
def talk(empty: str) -> Iterator[Talk]:
    """Give a site where roles count, on each engine."""
    make_site(empty)
    with talking(empty) as one:
        enforce(one)
        one.ok("staff.add", code="G2", name="二号导办", roles=["guide"], staff="A")
        yield one
        one.sound()
        assert one.ok("journal.rebuild", staff="A")["same"]


def test_a_guide_voids_their_own_fresh_number_and_the_supervisor_any(talk: Talk) -> None:
    talk.ok("counter.open", counter=1, staff="W")
    for n in range(4):
        talk.issue("CF-01", staff="G" if n < 3 else "G2")
    void = {"reason": "取错了"}
    assert talk.refused("ticket.void", ticket="F004", staff="G", **void) == "forbidden"
    assert talk.refused("ticket.void", ticket="F004", staff="W", **void) == "forbidden"
    talk.at("2026-11-23T01:01:00Z")
    talk.ok("ticket.void", ticket="F001", staff="G", **void)
    assert talk.ok("counter.call_next", counter=1, staff="W")["ticket"]["label"] == "F002"
    assert talk.refused("ticket.void", ticket="F002", staff="G", **void) == "forbidden"
    talk.at("2026-11-23T01:01:01Z")
    assert talk.refused("ticket.void", ticket="F003", staff="G", **void) == "forbidden"
    for label in ("F002", "F003", "F004"):
        assert talk.ok("ticket.void", ticket=label, staff="S", **void)["ticket"]["state"] == "void"


def test_new_materials_a_second_time_are_a_supervisors(talk: Talk) -> None:
    case = talk.issue("GZ-08", door="phone", staff="S")["cases"][0]
    shown = talk.ok("case.show", case=case["id"])
    names = [one["name"] for one in shown["materials"]]
    first, second = names[0], names[1]
    talk.ok("case.supplement", case=case["id"], missing=[first], staff="W")
    talk.ok("case.supplemented", case=case["id"], staff="W")
    again = {"case": case["id"], "reason": "上次漏了"}
    refused = talk.say("case.supplement", missing=[second], staff="W", **again)["error"]
    assert (refused["code"], refused["what"]) == ("forbidden", "case.supplement_again")
    assert "再次要求新材料" in refused["message"]
    talk.ok("case.supplement", missing=[first], staff="W", **again)
    talk.ok("case.supplemented", case=case["id"], staff="W")
    talk.ok("case.supplement", missing=[second], staff="S", **again)


def test_a_command_that_was_done_is_answered_whoever_asks(talk: Talk) -> None:
    given = {"windows": ["CF"], "command": "0198c0de-0000-7000-8000-000000000001", "staff": "G"}
    first = talk.ok("reception.issue", **given)
    talk.ok("staff.add", code="G", name="导办", roles=["window"], staff="A")
    assert talk.ok("reception.issue", **given)["ticket"] == first["ticket"]
    assert talk.refused("reception.issue", **{**given, "command": None}) == "forbidden"


def test_who_left_may_nothing_and_comes_back_when_saved(talk: Talk) -> None:
    leaving = {"code": "G", "name": "导办", "roles": ["guide"], "staff": "A"}
    assert talk.ok("staff.add", **leaving, active=False)["staff"]["active"] is False
    assert talk.refused("reception.issue", windows=["CF"], staff="G") == "unknown_staff"
    people = {one["code"]: one for one in talk.ok("staff.list")["staff"]}
    assert people["G"]["active"] is False
    assert "active" not in people["G2"]
    talk.ok("staff.add", **leaving)
    talk.issue("CF-01", staff="G")
    last = {"code": "A", "name": "管理员", "staff": "A"}
    for change in ({"roles": ["administrator"], "active": False}, {"roles": ["supervisor"]}):
        assert talk.refused("staff.add", **last, **change) == "last_administrator"


def test_nobody_is_added_in_passing(talk: Talk) -> None:
    case = talk.issue("GZ-08", door="phone", staff="S")["cases"][0]["id"]
    assert talk.refused("counter.open", counter=1, staff="stranger") == "unknown_staff"
    assert talk.refused("case.assign", case=case, staff="stranger", by="S") == "unknown_staff"
    assert talk.ok("case.assign", case=case, staff="W", by="S")["case"]["assigned_to"] == "W"
    assert {one["code"] for one in talk.ok("staff.list")["staff"]} == {*"GWSA", "G2"}
