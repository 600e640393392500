"""What is said of people, and every free text, stands in rows of its own and nowhere else."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from sqlalchemy import select

from db.reads.looks import SqlReads
from db.tables import metadata
from tests.talk import Answer, Talk

SECRET = "䴙䴘"
"""A word of people: it begins all that is personal here."""


def did(talk: Talk, do: str, **fields: Any) -> Answer:
    """Give a command twice, as after a lost answer: its answer is remembered."""
    command = str(uuid.uuid4())
    first = talk.ok(do, **fields, command=command)
    talk.ok(do, **fields, command=command)
    return first


def person(number: int) -> Answer:
    """Return somebody's particulars."""
    names = ("name", "phone", "id_number", "note")
    return {name: f"{SECRET}{name}{number}" for name in names}


def at_the_guide_desk(talk: Talk) -> None:
    """Say what can be said there."""
    did(talk, "staff.add", code="gu", name=SECRET, roles=["guide"])
    did(talk, "reception.answer", text=f"{SECRET}公章丢了", item="CF-01")
    acting = {"item": "CF-01", "act_for": {"until": "2026-12-31", "scope": f"{SECRET}代领"}}
    issued = did(
        talk,
        "reception.issue",
        items=[acting],
        visitor=person(1),
        text=f"{SECRET}要办执照",
        priority={"class": "elderly", "reason": f"{SECRET}八十岁"},
        notified=True,
    )
    fields = {"kind": "authorisation", "until": "2026-12-31", "scope": f"{SECRET}年报"}
    given = did(talk, "consent.give", **fields, person=person(2), ticket=issued["ticket"]["id"])
    did(talk, "consent.withdraw", consent=given["consent"]["id"], reason=f"{SECRET}自己来")


def at_a_counter(talk: Talk) -> None:
    """Serve, call for help, take back."""
    talk.open(1)
    talk.serve(1)
    did(talk, "counter.help", counter=1, note=f"{SECRET}听不清")
    case = talk.ok("counter.show", counter=1)["cases"][0]["id"]
    outcome = {"case": case, "outcome": "accepted", "note": f"{SECRET}材料齐"}
    did(talk, "counter.finish", counter=1, outcomes=[outcome])
    did(talk, "counter.undo", counter=1, reason=f"{SECRET}点错")
    did(talk, "counter.finish", counter=1, outcomes=[outcome])
    did(talk, "case.undo", case=case, reason=f"{SECRET}又错")


def about_companies(talk: Talk) -> None:
    """Keep a company's file."""
    kept = did(talk, "enterprise.save", name="杭州云帆科技", contact=person(3))["enterprise"]["id"]
    double = did(talk, "enterprise.save", name="云帆", contact=person(4))["enterprise"]["id"]
    fields = {"enterprise": kept, "person": person(5), "duty": f"{SECRET}的秘书"}
    contact = did(talk, "enterprise.contact", **fields)["contact"]["id"]
    did(talk, "enterprise.contact", enterprise=kept, contact=kept, duty=f"{SECRET}本人")
    did(talk, "enterprise.care", enterprise=kept, tier="seed", named_contact="gu")
    assert did(talk, "enterprise.reveal", contact=contact)["contact"]["name"].startswith(SECRET)
    did(talk, "enterprise.note", enterprise=kept, text=f"{SECRET}爱喝茶")
    did(talk, "enterprise.merge", keep=kept, merge=double, reason=f"{SECRET}说是一家")
    row = {"name": "远航", "contact_name": f"{SECRET}甲", "contact_phone": f"{SECRET}1"}
    did(talk, "enterprise.import", rows=[row])
    did(talk, "enterprise.import", rows=[row], dry_run=True)


def test_people_and_free_texts_have_rows_of_their_own(talk: Talk, tmp_path: Path) -> None:
    at_the_guide_desk(talk)
    at_a_counter(talk)
    about_companies(talk)
    setup = tmp_path / "setup.json"
    talk.ok("settings.export", path=str(setup))
    setup.write_text(setup.read_text("utf-8").replace(SECRET, f"{SECRET}新"), "utf-8")
    assert did(talk, "settings.import", path=str(setup))["differences"]
    desk = talk.console._desk
    assert desk is not None
    with desk.store.look("HQ") as reads:
        assert isinstance(reads, SqlReads)
        found = {
            name: repr(reads.connection.execute(select(table)).all())
            for name, table in metadata.tables.items()
        }
    assert {name for name, rows in found.items() if SECRET in rows} == {"pii", "texts"}
    assert found["command"]
