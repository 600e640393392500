"""A city on one server: a hundred sites do not wait for each other, unless the bell is inside."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace

import psycopg
import pytest

from tests.postgres import running_server, running_standby
from tests.proof.conftest import Measured
from tests.proof.lean import Load, Rate, measure
from tests.talk import MORNING, talking

pytestmark = pytest.mark.soak

TIMES_ONE_SITE = 5
LAN = 0.0003
"""Seconds that a statement and its answer are on their way in an ordinary local network."""


@dataclass(frozen=True, slots=True)
class City:
    """A server with sites, followed by a synchronous standby as `docs/scale.md` wants it."""

    url: str
    sites: tuple[str, ...]


@pytest.fixture(scope="module")
def city(soak: bool) -> Iterator[City]:
    """Give a city of 100 sites (short: 12), each with one number handed out."""
    with ExitStack() as stack:
        settings = {"max_connections": "300", "shared_buffers": "256MB"}
        server = stack.enter_context(running_server(settings=settings))
        url = server.create("city")
        sites = tuple(f"C{number:03d}" for number in range(1, 101 if soak else 13))
        for code in sites:
            make_site(url, code)
        stack.enter_context(running_standby(server, settings=settings))
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
            connection.execute("ALTER SYSTEM SET synchronous_commit = 'remote_apply'")
        server.reload()
        yield City(url, sites)


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


@pytest.mark.slow
def test_sites_do_not_wait_for_each_other(city: City, soak: bool, measured: Measured) -> None:
    clients, seconds = (60, 15.0) if soak else (24, 1.5)
    many = Load(city.url, city.sites, clients, seconds, 0.0)
    one = replace(many, sites=city.sites[:1])
    rates = {
        "one site": measure(one),
        f"{len(city.sites)} sites": measure(many),
        "control: NOTIFY inside the transaction": measure(replace(many, bell="inside")),
    }
    if soak:
        lan = replace(many, round_trip=LAN)
        rates["one site, 0.3 ms a round trip"] = measure(replace(one, round_trip=LAN))
        rates[f"{len(city.sites)} sites, 0.3 ms a round trip"] = measure(lan)
        rates["control, 0.3 ms a round trip"] = measure(replace(lan, bell="inside"))
    check_feeds(city.url)
    for name, rate in rates.items():
        measured(f"{name}, {clients} clients", told(rate), "")
    alone, together, inside, *_ = rates.values()
    measured(
        "sites together against one",
        f"{together.each_second / alone.each_second:.1f} ×",
        f"≥ {TIMES_ONE_SITE} ×",
    )
    assert together.each_second > alone.each_second
    if soak:
        assert together.each_second >= TIMES_ONE_SITE * alone.each_second
        assert inside.each_second < together.each_second / 2


def told(rate: Rate) -> str:
    """Say a rate in words."""
    return f"{rate.each_second:.0f} commands/s, p50 {rate.p(50):.0f} ms, p99 {rate.p(99):.0f} ms"
