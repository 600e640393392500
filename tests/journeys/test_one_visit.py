"""Seen working: a company at three windows under one number, a bundle, a promise, its papers.

Played on the console with three counters of their own, each a program of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.codes import credit_code
from tests.desktop.printing.samples import code_of, joined
from tests.talk import Answer, Talk, places, talking

Desks = dict[int | str, Talk]
FIRM = "杭州云帆科技有限公司"
AT_NINE, LATER, LATEST = "2026-11-23T01:00:00Z", "2026-11-23T01:20:00Z", "2026-11-23T01:50:00Z"


@pytest.fixture
def desks(site_file: Path) -> Iterator[Desks]:
    """Give a guide desk and three counters, each a console of its own on one database."""
    with ExitStack() as stack:
        made: Desks = {name: stack.enter_context(talking(site_file)) for name in ("guide", 1, 2, 3)}
        for desk in made.values():
            desk.at(AT_NINE)
        for number in (1, 2, 3):
            made[number].ok("counter.open", counter=number, staff=f"w{number}")
        yield made


def at(desks: Desks, moment: str) -> None:
    """Let time go by for everybody."""
    for desk in desks.values():
        desk.at(moment)


def saved(desk: Talk, paper: Answer, folder: Path) -> bytes:
    """Return a paper as PDF."""
    target = folder / f"{paper['number']}.pdf"
    desk.ok("paper.pdf", paper=paper["id"], path=str(target))
    return target.read_bytes()


def at_the_door(guide: Talk, folder: Path) -> Answer:
    """Hand out one number for three windows, and read its slip."""
    issued = guide.ok(
        "reception.issue",
        items=["CF-04", "RC-01", "GZ-05"],
        enterprise={"name": FIRM, "uscc": credit_code(42)},
        visitor={"name": "张云", "phone": "13800138000"},
        staff="guide",
    )
    assert issued["ticket"]["label"] == "F001"
    assert [case["number"][:2] for case in issued["cases"]] == ["CF", "RC", "GZ"]
    slip = saved(guide, issued["papers"][0], folder)
    assert "F001" in joined(slip)
    assert "张云" not in joined(slip)
    assert "13800138000" not in joined(slip)
    assert code_of(slip, 203) == "YM:HQ:ticket_slip:20261123-F001"
    return issued


def at_the_first_window(desks: Desks, issued: Answer, folder: Path) -> None:
    """What is promised gets its date and its notice; nobody else can call meanwhile."""
    first = desks[1].ok("counter.call_next", counter=1)
    assert (first["ticket"]["label"], first["window"]) == ("F001", "CF")
    for other in (2, 3):
        called = desks[other].ok("counter.call_next", counter=other)["ticket"]
        assert called is None or called["label"] != "F001", "never at two counters at once"
    assert desks[2].ok("counter.show", counter=2)["ticket"]["label"] == "D001"
    desks[1].ok("counter.start", counter=1)

    at(desks, LATER)
    case = issued["cases"][0]["id"]
    accepted = [{"case": case, "outcome": "accepted"}]
    finished = desks[1].ok("counter.finish", counter=1, outcomes=accepted)
    assert finished["next"] == ["RC", "GZ"]
    assert finished["cases"][0]["due_on"] == "2026-11-26", "promised in three working days"
    [notice] = finished["papers"]
    text = joined(saved(desks[1], notice, folder))
    for words in (FIRM, issued["cases"][0]["number"], "2026年11月26日", credit_code(42)):
        assert words in text


def at_the_second_and_third(desks: Desks, issued: Answer, folder: Path) -> None:
    """The first free window calls, by the age from the door; the receipt is read back."""
    guide = desks["guide"]
    [row] = guide.ok("queue.show", window="RC")["rows"]
    assert (row["label"], row["rank_at"], row["waiting_minutes"]) == ("F001", AT_NINE, 20)
    desks[2].ok("counter.start", counter=2)
    desks[2].ok("counter.finish", counter=2)
    third = desks[3].ok("counter.call_next", counter=3)
    assert (third["ticket"]["label"], third["window"]) == ("F001", "GZ")
    assert desks[2].ok("counter.call_next", counter=2)["ticket"] is None
    desks[3].ok("counter.start", counter=3)

    at(desks, LATEST)
    resolved = [{"case": issued["cases"][2]["id"], "outcome": "resolved", "note": "已登记"}]
    finished = desks[3].ok("counter.finish", counter=3, outcomes=resolved)
    receipt = saved(desks[3], finished["papers"][0], folder)
    assert issued["cases"][2]["number"] in joined(receipt)
    assert "已登记" in joined(receipt)
    number = finished["papers"][0]["number"]
    assert code_of(receipt, 150) == f"YM:HQ:resolution_receipt:{number}"


def test_one_number_at_three_windows(desks: Desks, tmp_path: Path) -> None:
    guide = desks["guide"]
    issued = at_the_door(guide, tmp_path)
    at(desks, "2026-11-23T01:10:00Z")
    guide.issue("RC-01")  # somebody else, later: the first keeps her age
    at_the_first_window(desks, issued, tmp_path)
    at_the_second_and_third(desks, issued, tmp_path)
    assert desks[2].ok("counter.call_next", counter=2)["ticket"]["label"] == "F001"
    desks[2].ok("counter.start", counter=2)
    done = desks[2].ok("counter.finish", counter=2)
    assert (done["ticket"]["state"], places(done["ticket"])) == (
        "done",
        {1: "done", 2: "done", 3: "done"},
    )
    assert [case["id"] for case in done["undecided"]] == [issued["cases"][1]["id"]]

    waited = guide.ok("figures.day", day="2026-11-23")["windows"]
    assert waited["GZ"]["wait_seconds"]["max"] == 10 * 60, "ready from 9:00 to 9:10, then served"
    served = guide.ok("ticket.show", ticket="F001")["intervals"]
    assert [one["counter"] for one in served if one["kind"] == "serving"] == [1, 3, 2]
    guide.sound()


def test_a_bundle_goes_step_by_step(desks: Desks) -> None:
    guide = desks["guide"]
    ticket = guide.ok("reception.issue", bundle="B04", enterprise={"name": FIRM})["ticket"]
    assert [(place["window"], place["state"]) for place in ticket["places"]] == [
        ("CF", "ready"),
        ("GZ", "blocked"),
    ]
    assert guide.labels(window="GZ") == []
    assert desks[3].ok("counter.call_next", counter=3)["window"] == "CF", "it serves both"
    assert desks[1].ok("counter.call_next", counter=1)["ticket"] is None
    desks[3].ok("counter.start", counter=3)
    answer = desks[3].ok("counter.finish", counter=3)
    assert answer["next"] == ["GZ"]
    assert desks[3].ok("counter.call_next", counter=3)["window"] == "GZ"
    desks[3].ok("counter.start", counter=3)
    assert desks[3].ok("counter.finish", counter=3)["ticket"]["state"] == "done"
    cases = guide.ok("ticket.show", ticket="F001")["cases"]
    assert {case["bundle"] for case in cases} == {"B04"}
    guide.sound()
