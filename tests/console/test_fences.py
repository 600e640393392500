"""A counter's command counts while its hold on the ticket lasts; a late one is written down."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from db.reads.looks import SqlReads
from db.store import SqlStore
from desktop.domain.tickets import Interval, Ticket
from desktop.ports import JournalRow
from tests.talk import Answer, Talk, make_site, talking

VERBS: dict[str, Answer] = {
    "recall": {},
    "start": {},
    "no_show": {},
    "add": {"items": ["CF-05"]},
    "finish": {},
    "transfer": {"to": "RC"},
    "hold": {"minutes": 5},
}


@contextmanager
def _looking(talk: Talk) -> Iterator[SqlReads]:
    store = SqlStore(talk.location)
    with store.look("HQ") as reads:
        yield reads
    store.close()


def _late(talk: Talk) -> list[JournalRow]:
    with _looking(talk) as reads:
        return [row for row in reads.feed(0, 10_000) if row.kind == "command.late"]


def _ticket(talk: Talk, ticket: Answer) -> Ticket:
    with _looking(talk) as reads:
        row = reads.get(Ticket, ticket["id"])
    assert row is not None
    return row


def test_the_fence_rises_with_every_hold(talk: Talk) -> None:
    """Called, called again, put on hold and resumed, handed over: each is another hold."""
    talk.open(1)
    ticket = talk.issue("CF-01")["ticket"]
    assert ticket["fence"] == 0
    assert talk.ok("counter.call_next", counter=1)["ticket"]["fence"] == 1
    assert talk.ok("counter.recall", counter=1)["ticket"]["fence"] == 1
    assert talk.ok("counter.start", counter=1)["ticket"]["fence"] == 1
    talk.ok("counter.hold", counter=1)
    assert talk.ok("counter.resume", counter=1, ticket="F001")["ticket"]["fence"] == 2
    talk.ok("counter.open", counter=1, staff="w1")
    assert talk.ok("counter.show", counter=1)["ticket"]["fence"] == 2, "the same person"
    talk.ok("counter.open", counter=1, staff="other")
    shown = talk.ok("counter.show", counter=1)["ticket"]
    assert (shown["fence"], shown["state"]) == (3, "serving")
    talk.sound()


def test_a_command_that_names_its_hold_is_done(talk: Talk) -> None:
    """With the ticket's id or label, with and without the fence, and with nothing as before."""
    talk.open(1)
    for number, how in enumerate(({"fence": 1}, {}), 1):
        ticket = talk.issue("CF-01")["ticket"]
        talk.ok("counter.call_next", counter=1)
        talk.ok("counter.recall", counter=1, ticket=ticket["id"], **how)
        talk.ok("counter.start", counter=1, ticket=f"F00{number}", **how)
        talk.ok("counter.finish", counter=1, ticket=ticket["id"], **how)
    assert _late(talk) == []


@pytest.mark.parametrize("verb", VERBS)
def test_a_late_command_is_written_down_and_changes_nothing(talk: Talk, verb: str) -> None:
    """Handed over since, the old hold is no more; everything but the journal is as it was."""
    talk.open(1)
    ticket = talk.issue("CF-01", text="请看合同")["ticket"]
    talk.ok("counter.call_next", counter=1)
    if verb not in ("recall", "start", "no_show"):
        talk.ok("counter.start", counter=1)
    talk.ok("counter.open", counter=1, staff="bob")
    before = _ticket(talk, ticket)
    given = {"counter": 1, "ticket": ticket["id"], "fence": 1, "staff": "w1", **VERBS[verb]}
    answer = talk.say(f"counter.{verb}", **given)
    assert answer["error"]["code"] == "late_command"
    assert (answer["error"]["label"], answer["error"]["counter"]) == ("F001", 1)
    assert _ticket(talk, ticket) == before
    (row,) = _late(talk)
    assert row.subject == ticket["id"]
    body = json.loads(row.body)
    assert body == {
        "by": "W1",
        "ticket_id": ticket["id"],
        "counter": 1,
        "verb": f"counter.{verb}",
        "fence": 1,
    }
    talk.sound()
    assert talk.ok("journal.rebuild")["same"]


def test_a_late_command_is_written_down_once(talk: Talk) -> None:
    """Asked again under its id it is the same refusal; another id is another command."""
    talk.open(1)
    talk.issue("CF-01")
    talk.serve(1)
    talk.ok("counter.finish", counter=1)
    given = {"counter": 1, "ticket": "F001", "fence": 1}
    first, second = str(uuid.uuid4()), str(uuid.uuid4())
    once = talk.say("counter.finish", command=first, **given)
    again = talk.say("counter.finish", command=first, **given)
    assert once == again
    assert once["error"]["code"] == "late_command"
    assert len(_late(talk)) == 1
    assert talk.refused("counter.finish", command=second, **given) == "late_command"
    assert len(_late(talk)) == 2
    assert talk.refused("counter.finish", **given) == "late_command"
    assert len(_late(talk)) == 3


def test_what_is_meant_has_to_be_said_whole(talk: Talk) -> None:
    """A fence alone names no ticket; impossible ones and unknown tickets are refused."""
    talk.open(1)
    talk.issue("CF-01")
    talk.ok("counter.call_next", counter=1)
    assert talk.refused("counter.start", counter=1, fence=1) == "missing_field"
    for fence in (-1, 2**31, 10**30):
        code = talk.refused("counter.start", counter=1, ticket="F001", fence=fence)
        assert code == "invalid_value"
    assert talk.refused("counter.start", counter=1, ticket="F009") == "unknown_ticket"
    assert talk.refused("counter.start", counter=9, ticket="F001") == "unknown_counter"
    assert _late(talk) == []


def test_a_handover_divides_the_time(talk: Talk) -> None:
    """Each person's share of the visit is an interval of its own, at the moment of the change."""
    talk.open(1)
    ticket = talk.issue("CF-01")["ticket"]
    talk.serve(1)
    talk.at("2026-11-23T01:05:00Z")
    talk.ok("counter.open", counter=1, staff="bob")
    talk.at("2026-11-23T01:08:00Z")
    talk.ok("counter.finish", counter=1)
    spans = talk.ok("ticket.show", ticket=ticket["id"])["intervals"]
    serving = [(one["staff"], one["ended_at"]) for one in spans if one["kind"] == "serving"]
    assert serving == [("W1", "2026-11-23T01:05:00Z"), ("BOB", "2026-11-23T01:08:00Z")]


def test_a_ticket_is_taken_over(empty: str) -> None:
    """From a counter that no desk beats for: served ones go on, called ones are called anew."""
    make_site(empty)
    with talking(empty) as talk:
        talk.at("2026-11-23T01:00:00Z")
        talk.open(1, 2, 3)
        talk.issue("CF-01", "RC-01")
        talk.serve(1)
        assert talk.refused("counter.take_over", counter=2, ticket="F001") == (
            "counter_does_not_serve"
        )
        talk.at("2026-11-23T01:05:00Z")
        taken = talk.ok("counter.take_over", counter=3, ticket="F001")["ticket"]
        assert (taken["state"], taken["counter"], taken["fence"]) == ("serving", 3, 2)
        assert talk.ok("counter.show", counter=1)["ticket"] is None
        assert talk.refused("counter.take_over", counter=3, ticket="F001") == "counter_busy"
        assert talk.refused("counter.finish", counter=1, ticket="F001", fence=1) == "late_command"
        talk.ok("counter.finish", counter=3, ticket="F001", fence=2)
        talk.issue("CF-01")
        talk.ok("counter.call_next", counter=1)
        for _ in range(2):
            talk.ok("counter.recall", counter=1)
        anew = talk.ok("counter.take_over", counter=3, ticket="F002")["ticket"]
        assert (anew["state"], anew["calls"], anew["called_at"]) == (
            "called",
            1,
            "2026-11-23T01:05:00Z",
        )
        assert talk.ok("board.show")["calls"][0]["counter"] == 3
        assert talk.refused("counter.take_over", counter=1, ticket="F001") == "wrong_state"
        with _looking(talk) as reads:
            spans = list(reads.stream_rows(Interval))
        walking = [(one.counter, one.staff) for one in spans if one.kind == "walking"]
        assert walking[-2:] == [(1, "W1"), (3, "W3")]
        talk.sound()
        assert talk.ok("journal.rebuild")["same"]


def test_a_counter_that_is_closed_or_paused_takes_over_as_it_resumes(talk: Talk) -> None:
    """As with a held visit: paused it may, closed or busy it may not."""
    talk.open(1, 3)
    talk.issue("CF-01")
    talk.serve(1)
    talk.ok("counter.close", counter=3)
    assert talk.refused("counter.take_over", counter=3, ticket="F001") == "counter_not_open"
    talk.open(3)
    talk.ok("counter.pause", counter=3, reason="盘点")
    assert talk.ok("counter.take_over", counter=3, ticket="F001")["ticket"]["counter"] == 3


def test_what_was_asked_before_there_were_fences_is_still_the_same(talk: Talk) -> None:
    """The hash of a request without the later fields is the one an older program wrote."""
    talk.open(1)
    talk.issue("CF-01")
    command = str(uuid.uuid4())
    talk.ok("counter.call_next", counter=1)
    talk.ok("counter.start", counter=1, command=command)
    old = "counter.start\n\n" + json.dumps({"counter": 1}, separators=(",", ":"))
    store = SqlStore(talk.location)
    with store.begin("HQ") as tx:
        memory = tx.remembered(command)
    store.close()
    assert memory is not None
    assert memory.request_sha256 == hashlib.sha256(old.encode()).hexdigest()
