"""A city on one server: a hundred sites do not wait for each other, unless the bell is inside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace

import psycopg
import pytest

from tests.postgres import PostgresServer, running_server, running_standby
from tests.proof.conftest import Measured
from tests.proof.lean import Load, Rate, measure
from tests.talk import MORNING, talking

pytestmark = pytest.mark.soak

TIMES_ONE_SITE = 5
LAN = 0.0003
"""Seconds that a question and its answer are on their way in an ordinary local network."""
APART = "2000"
"""What a standby that is another machine adds to a commit, in microseconds: ours is beside."""


@dataclass(frozen=True, slots=True)
class City:
    """A server with sites, followed by a synchronous standby as `docs/scale.md` wants it."""

    server: PostgresServer
    url: str
    sites: tuple[str, ...]

    def commit_takes(self, more: str) -> None:
        """Let every commit take longer than this machine's disk needs; several may share it."""
        with psycopg.connect(self.server.url("postgres"), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET commit_siblings = 0")
            connection.execute(f"ALTER SYSTEM SET commit_delay = '{more}'")
        self.server.reload()


@pytest.fixture(scope="module")
def city(soak: bool) -> Iterator[City]:
    """Give a city of 100 sites (short: 8), each with one number handed out."""
    with ExitStack() as stack:
        settings = {"max_connections": "300", "shared_buffers": "256MB"}
        server = stack.enter_context(running_server(settings=settings))
        url = server.create("city")
        sites = tuple(f"C{number:03d}" for number in range(1, 101 if soak else 9))
        for code in sites:
            make_site(url, code)
        stack.enter_context(running_standby(server, settings=settings))
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
            connection.execute("ALTER SYSTEM SET synchronous_commit = 'remote_apply'")
        server.reload()
        yield City(server, url, sites)


def make_site(url: str, code: str) -> None:
    """Make a site with ten counters and hand out its first number."""
    counters = [{"number": n, "windows": ["CF"]} for n in range(1, 11)]
    with talking(url, site=code) as talk:
        talk.at(MORNING)
        talk.ok("site.setup", code=code, name="大厅", counters=counters)
        command = "00000000-0000-4000-8000-000000000001"
        talk.ok("reception.issue", windows=["CF"], command=command)


def check_feeds(url: str) -> None:
    """Check that no site's feed has a gap and that no number came twice."""
    with psycopg.connect(url) as connection:
        gaps = connection.execute(
            "SELECT s.code FROM site s JOIN (SELECT site_id, count(*) AS links, max(pos) AS last"
            " FROM journal GROUP BY site_id) j ON j.site_id = s.code"
            " WHERE NOT (s.pos = j.last AND j.last = j.links)"
        ).fetchall()
        holes = connection.execute(
            "SELECT site_id FROM ticket GROUP BY site_id HAVING count(*) <> max(no)"
        ).fetchall()
    assert (gaps, holes) == ([], [])


@dataclass(frozen=True, slots=True)
class Rates:
    """One site, all sites, and all with NOTIFY inside the transaction."""

    one: Rate
    many: Rate
    inside: Rate

    @property
    def times(self) -> float:
        """Return how many times one site's rate all together have."""
        return self.many.each_second / self.one.each_second

    def note(self, measured: Measured, sites: int, how: str, aim: str) -> None:
        """Put the figures into the table."""
        measured(f"one site, {how}", told(self.one), "")
        measured(f"{sites} sites, {how}", told(self.many), "")
        measured(f"{sites} sites, NOTIFY inside the transaction, {how}", told(self.inside), "")
        measured(f"{sites} sites against one, {how}", f"{self.times:.1f} ×", aim)


def rates_of(load: Load) -> Rates:
    """Measure the three."""
    one = measure(replace(load, sites=load.sites[:1]))
    return Rates(one, measure(load), measure(replace(load, bell="inside")))


@pytest.mark.slow
def test_sites_do_not_wait_for_each_other(city: City, soak: bool, measured: Measured) -> None:
    clients, seconds = (60, 15.0) if soak else (16, 1.0)
    load = Load(city.url, city.sites, clients, seconds, LAN)
    city.commit_takes(APART)
    rates = rates_of(load)
    how, aim = f"{clients} clients on a network", f"≥ {TIMES_ONE_SITE} ×"
    rates.note(measured, len(city.sites), how, aim)
    if soak:  # with nothing between, the processors are the limit of both
        city.commit_takes("0")
        beside = rates_of(replace(load, round_trip=0.0))
        beside.note(measured, len(city.sites), f"{clients} clients beside the server", "")
    check_feeds(city.url)
    assert rates.times > 1
    if soak:
        assert rates.times >= TIMES_ONE_SITE
        assert rates.inside.each_second < rates.many.each_second / 2, "the bell inside costs half"


def told(rate: Rate) -> str:
    """Say a rate in words."""
    return f"{rate.each_second:.0f} commands/s, p50 {rate.p(50):.0f} ms, p99 {rate.p(99):.0f} ms"
