"""The verifier judges what it reads and never falls over it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from desktop.demo import make_demo
from desktop.domain.site import Series
from desktop.journal.chain import feed_hash, link_hash
from desktop.journal.memory_store import MemorySite, MemoryStore
from desktop.journal.verifier import MOST_FAULTS, Cancelled, verify
from desktop.ports import JournalRow, Store


@pytest.fixture
def site() -> MemorySite:
    """Give a small demo in memory."""
    store = MemoryStore()
    make_demo(cast(Store, store), datetime(2026, 3, 9, 1, tzinfo=UTC), 3, 1, 6)
    return store.site("DEMO")


def _append(site: MemorySite, **fields: Any) -> JournalRow:
    """Append a row with right hashes, as somebody could who has the database."""
    last = site.links[-1]
    row = replace(
        last,
        pos=last.pos + 1,
        seq=last.seq + 1,
        cmd_id=f"c{last.pos}",
        n=0,
        prev=last.hash,
        **fields,
    )
    link = link_hash("DEMO", row)
    feed = feed_hash(last.feed_hash, link, row.pos, row.day, row.at)
    row = replace(row, hash=link, feed_hash=feed)
    site.append([row])
    return row


def test_events_of_a_newer_version_are_kept_and_change_nothing(site: MemorySite) -> None:
    """An unknown kind is no fault."""
    _append(site, kind="ticket.sung_to", body='{"song":"x"}')
    verdict = verify(site)
    assert verdict.sound, verdict.faults


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("ticket.called", '{"ticket_id":"nobody"}'),
        ("ticket.called", '{"ticket_id":5}'),
        ("ticket.called", "[]"),
        ("ticket.called", "not json"),
        ("ticket.called", '{"unheard_of":1,"ticket_id":"x"}'),
        ("site.set_up", '{"name":"x","zone":"x","hours":{},"rollover_hour":4,"counters":[{}]}'),
        ("paper.printed", "{}"),
    ],
)
def test_an_event_that_cannot_be_is_a_fault(site: MemorySite, kind: str, body: str) -> None:
    """Rightly hashed or not, it is named by its position, and the rest is read on."""
    row = _append(site, kind=kind, subject="nobody", body=body)
    _append(site, kind="clock.confirmed", subject="site", body="{}")
    faults = verify(site).faults
    assert faults[0].pos == row.pos
    assert kind in faults[0].what
    assert len(faults) == 1


def test_a_stream_that_begins_in_the_midst_is_a_fault(site: MemorySite) -> None:
    """Somebody wrote under a stream's name that was never opened."""
    row = _append(site, stream_id="another", kind="clock.confirmed", subject="site", body="{}")
    assert verify(site).faults[0].pos == row.pos


def test_many_faults_are_not_all_named(site: MemorySite) -> None:
    """A hundred will do."""
    for number in range(MOST_FAULTS + 50):
        site.put(Series("2026", f"forged/{number}"))
    assert len(verify(site).faults) == MOST_FAULTS


def test_an_empty_site_has_no_row_and_is_not_sound() -> None:
    """There is nothing to trust."""
    verdict = verify(MemorySite("T"))
    assert (verdict.sound, verdict.events) == (False, 0)


def test_it_tells_how_far_it_is_and_stops_when_told(site: MemorySite) -> None:
    """The last word is that all is done."""
    told: list[tuple[int, int]] = []
    verify(site, lambda done, total: told.append((done, total)))
    assert told[0] == (0, len(site.links))
    assert told[-1] == (len(site.links), len(site.links))
    with pytest.raises(Cancelled):
        verify(site, cancelled=lambda: True)


def test_a_failed_command_leaves_nothing(site: MemorySite) -> None:
    """Rows, journal, records and answers are as they were."""
    before = site.every(Series), list(site.links), list(site.texts), site.head()

    def fail() -> None:
        with site.command() as tx:
            for row in tx.every(Series):
                tx.put(replace(row, next_no=99))
            tx.put(Series("x", "y"))
            tx.keep_text("1", "x", "y")
            tx.append([site.links[0]])
            raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        fail()
    assert (site.every(Series), site.links, site.texts, site.head()) == before
