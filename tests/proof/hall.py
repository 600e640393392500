"""A hall with thirty counters, and what must hold in it whatever happened."""

from __future__ import annotations

from collections.abc import Sequence

import psycopg

from tests.talk import MORNING, talking

COUNTERS = 30


def make_hall(location: str, counters: int = COUNTERS) -> None:
    """Make the site HQ, whose counters all serve one window, on an empty database."""
    places = [{"number": n, "windows": ["CF"]} for n in range(1, counters + 1)]
    with talking(location) as talk:
        talk.at(MORNING)
        talk.ok("site.setup", code="HQ", name="大厅", counters=places)


def labels(count: int) -> list[str]:
    """Return the labels of the first `count` tickets."""
    return [f"F{number:03d}" for number in range(1, count + 1)]


def doubles(found: Sequence[str]) -> int:
    """Return how many came more than once."""
    return len(found) - len(set(found))


def check(location: str, left: Sequence[str] = ()) -> None:
    """Check that the state is what the journal says, and who is still in line."""
    with talking(location) as talk:
        talk.at(MORNING)
        talk.sound()
        assert talk.labels() == list(left)


def check_feed(url: str) -> int:
    """Check that the feed has no gap and no label came twice; returns its length."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT s.pos, (SELECT count(*) FROM journal), (SELECT max(pos) FROM journal),"
            " (SELECT count(*) FROM ticket), (SELECT count(DISTINCT label) FROM ticket) FROM site s"
        ).fetchone()
    assert row is not None
    head, links, last, tickets, different = row
    assert links == head == last
    assert tickets == different
    return int(head)


def room(url: str) -> tuple[float, float]:
    """Return the bytes of an event in the journal with its indexes, and the kB of a visit."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT pg_total_relation_size('journal')::float / (SELECT count(*) FROM journal),"
            " (SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r'"
            "  AND relnamespace = 'public'::regnamespace)::float / 1000"
            "  / (SELECT count(*) FROM ticket)"
        ).fetchone()
    assert row is not None
    return row[0], row[1]
