"""Clients that cost next to nothing: what one number needs of the server, by the bare driver.

The measurement of many sites is about the server and its locks.  Sixty whole desks would keep
this machine's processors busy themselves, so these play what `reception.issue` does: the same
tables, rows and round trips under the same lock, with made-up content and no decisions.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from time import perf_counter
from typing import Any

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Json

from tests.proof.workers import PATIENCE, processes

_ROWS = {
    "ticket": "ticket_id",
    "place": "ticket_id",
    "interval": "ticket_id",
    "paper": "paper_id",
    "command": "cmd_id",
}
_READS = (
    "SELECT request_sha256, answer FROM command WHERE site_id = %(site)s AND cmd_id = %(id)s",
    "SELECT * FROM counter WHERE site_id = %(site)s AND withdrawn IS false ORDER BY number",
    "SELECT * FROM place WHERE site_id = %(site)s AND ticket_id = %(id)s AND step_no = 1",
)
_LOCK = "SELECT pos, feed_hash FROM site WHERE code = %(site)s FOR UPDATE"
_SERIES = "SELECT next_no FROM series WHERE site_id = %(site)s AND code = 'F'"
_COUNT = (
    "UPDATE series SET next_no = next_no + 1, last_pos = %(pos)s"
    " WHERE site_id = %(site)s AND code = 'F' AND next_no = %(no)s"
)
_AHEAD = (
    "SELECT count(*) FROM place WHERE site_id = %(site)s AND line_day = %(day)s AND"
    " \"window\" = 'CF' AND state = 'ready' AND (rank_at, queue_pos) < (%(rank)s, %(pos)s)"
)
_HEAD = "UPDATE site SET pos = %(pos)s WHERE code = %(site)s AND pos = %(old)s"
_RING = "SELECT pg_notify('yimen_feed', %(site)s || ':' || %(pos)s)"


@dataclass(frozen=True, slots=True)
class Load:
    """What is measured: clients, their sites, for how long, and where NOTIFY stands.

    `round_trip`: seconds that each question is on its way, as between two machines.  `bell`:
    "after" the commit in a transaction of its own, or "inside" the command's.
    """

    url: str
    sites: tuple[str, ...]
    clients: int
    seconds: float
    round_trip: float
    bell: str = "after"


@dataclass(frozen=True, slots=True)
class Rate:
    """Commands a second, and their times in seconds, ascending."""

    each_second: float
    times: Sequence[float]

    def p(self, share: int) -> float:
        """Return the time (ms) that so many of a hundred did not exceed."""
        return self.times[min(len(self.times) - 1, len(self.times) * share // 100)] * 1000


def measure(load: Load, spread_over: int = 4) -> Rate:
    """Let the clients work, as threads in some processes."""
    context = processes()
    start, results = context.Barrier(spread_over), context.Queue()
    running = [
        context.Process(target=_process, args=(load, part, spread_over, start, results))
        for part in range(spread_over)
    ]
    for process in running:
        process.start()
    times = sorted(time for _ in running for time in results.get(timeout=PATIENCE))
    for process in running:
        process.join(PATIENCE)
        process.close()
    results.close()
    results.join_thread()
    return Rate(len(times) / load.seconds, times)


def _process(load: Load, part: int, parts: int, start: Any, results: Any) -> None:
    clients = [Client(load, number) for number in range(part, load.clients, parts)]
    threads = [threading.Thread(target=client.work) for client in clients]
    start.wait(PATIENCE)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    results.put([time for client in clients for time in client.times])


class Client:
    """One client: two connections, a pattern of each row, and the sites it works at."""

    def __init__(self, load: Load, number: int) -> None:
        self._load = load
        own = load.sites[number :: load.clients] or (load.sites[number % len(load.sites)],)
        self._driver = psycopg.connect(load.url)
        self._bell = psycopg.connect(load.url, autocommit=True)
        self._patterns = {site: _patterns(self._driver, site) for site in own}
        self._nobody = threading.Event()
        self.times: list[float] = []

    def work(self) -> None:
        """Hand out numbers until the time is over."""
        sites = cycle(self._patterns)
        until = perf_counter() + self._load.seconds
        while (begun := perf_counter()) < until:
            self._issue(next(sites))
            self.times.append(perf_counter() - begun)
        self._driver.close()
        self._bell.close()

    def _ask(self, statement: str, values: Mapping[str, Any]) -> Any:
        self._nobody.wait(self._load.round_trip)
        return self._driver.execute(statement, values).fetchall()

    def _write(self, *writes: tuple[str, Mapping[str, Any]]) -> None:
        """Write all of it in one round trip."""
        self._nobody.wait(self._load.round_trip)
        with self._driver.pipeline():
            for statement, values in writes:
                self._driver.execute(statement, values)

    def _issue(self, site: str) -> None:
        patterns, id = self._patterns[site], str(uuid.uuid4())
        values: dict[str, Any] = {"site": site, "id": id, "day": patterns["place"]["line_day"]}
        with self._driver.pipeline():  # begins in the same round trip
            locked = self._driver.execute(_LOCK, values)
        self._nobody.wait(self._load.round_trip)
        ((old, feed_hash),) = locked.fetchall()
        for statement in _READS:
            self._ask(statement, values)
        ((no,),) = self._ask(_SERIES, values)
        values |= {"old": old, "pos": old + 2, "rank": patterns["place"]["rank_at"], "no": no}
        made = {"ticket_id": id, "no": no, "label": f"F{no:03d}", "last_pos": old + 2}
        made |= {"number": made["label"], "paper_id": id, "cmd_id": id, "queue_pos": old + 1}
        rows = {table: _insert(table, _known(patterns[table], made)) for table in _ROWS}
        self._write((_COUNT, values), rows["place"], rows["interval"], rows["ticket"])
        self._ask(_AHEAD, values)
        link = {"cmd_id": id, "subject": id, "feed_hash": feed_hash}
        links = [
            _insert("journal", patterns["journal"] | link | {"pos": pos, "seq": pos, "n": n})
            for n, pos in enumerate((old + 1, old + 2))
        ]
        bell = [(_RING, values)] if self._load.bell == "inside" else []
        self._write(*links, rows["command"], rows["paper"], (_HEAD, values), *bell)
        self._nobody.wait(self._load.round_trip)
        self._driver.commit()
        if self._load.bell == "after":
            self._bell.execute(_RING, values)


def _patterns(driver: psycopg.Connection[Any], site: str) -> dict[str, dict[str, Any]]:
    """Return a row of each table as the desk wrote it."""
    found = {}
    with driver.cursor(row_factory=dict_row) as cursor:
        for table in (*_ROWS, "journal"):
            which = "kind = 'ticket.issued'" if table == "journal" else "true"
            cursor.execute(f"SELECT * FROM {table} WHERE site_id = %s AND {which} LIMIT 1", [site])
            row = cursor.fetchone()
            assert row is not None, table
            found[table] = row
    driver.commit()
    return found


def _known(pattern: Mapping[str, Any], made: Mapping[str, Any]) -> dict[str, Any]:
    return {name: made.get(name, value) for name, value in pattern.items()}


def _insert(table: str, row: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    names = ", ".join(f'"{name}"' for name in row)
    places = ", ".join(f"%({name})s" for name in row)
    values = {
        name: Json(value) if isinstance(value, dict | list) else value
        for name, value in row.items()
    }
    return f"INSERT INTO {table} ({names}) VALUES ({places})", values
