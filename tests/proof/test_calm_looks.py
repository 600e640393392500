"""A look is of one moment, whatever others write meanwhile: on both engines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import SqlStore
from desktop.domain.site import Site
from tests.postgres import running_server
from tests.talk import MORNING, make_site, talking


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request: pytest.FixtureRequest, site_file: Path) -> Iterator[str]:
    """Give a database with the site HQ, on each engine."""
    if request.param == "sqlite":
        yield str(site_file)
        return
    with running_server() as server:
        url = server.create("calm")
        make_site(url)
        yield url


def test_a_look_sees_one_moment(location: str) -> None:
    store = SqlStore(location)
    with talking(location) as talk:
        talk.at(MORNING)
        with store.look("HQ") as reads:
            before = reads.head()
            talk.issue("CF-01")
            talk.at("2026-11-24T01:00:00Z")
            site = reads.get(Site, "HQ")
            assert site is not None
            assert (reads.head(), site.day.isoformat()) == (before, "2026-11-23")
            assert reads.feed(before.pos if before else 0, 10) == []
        with store.look("HQ") as reads:
            assert reads.head() != before
        talk.sound()
    store.close()
