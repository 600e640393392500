"""Making the demo: set-up, enterprises, then one day of history after the other."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from random import Random
from zoneinfo import ZoneInfo

from desktop import requests as r
from desktop.calendar_file import read_calendar
from desktop.demo import outcomes
from desktop.demo.caring import look_after
from desktop.demo.centre import SITE, Centre
from desktop.demo.day import DayPlay, Plan
from desktop.demo.wishes import Wishes
from desktop.demo.words import read_words
from desktop.domain.cases import Case
from desktop.domain.errors import DeskError
from desktop.domain.working_time import Calendar, site_day
from desktop.ports import Store
from desktop.use_cases.administration import DEFAULT_ROLLOVER, DEFAULT_ZONE
from resources import path as resource

SEED = 20261123
LEAST_COUNTERS, MOST_COUNTERS = 12, 200
VISITS_OF_A_COUNTER = 25
_BUSY = 0.72
"""So much of a counter's day is service; beyond it lines would only grow."""

_SERVED_HOURS = 7.0
_ENTERPRISES_AT_ONCE = 5000

Progress = Callable[[str, int, int, str], None]
"""Told what is being made (`enterprises`, `day`), how many are done, of how many, and which."""


class Stopped(Exception):
    """Somebody stopped the demo before it was done; its site says that it is unfinished."""


@dataclass(frozen=True, slots=True)
class DemoFigures:
    """What was made: days, visits, events, enterprises, and the seconds that it took."""

    days: int
    visits: int
    events: int
    enterprises: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _Watch:
    progress: Progress
    cancelled: Callable[[], bool]

    def step(self, what: str, done: int, total: int, which: str = "") -> None:
        self.progress(what, done, total, which)
        if self.cancelled():
            raise Stopped


def make_demo(
    store: Store,
    now: datetime,
    enterprises: int = 2000,
    days: int = 20,
    visits_per_day: int = 300,
    *,
    seed: int = SEED,
    progress: Progress = lambda what, done, total, which: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> DemoFigures:
    """Make the site DEMO with `days` working days of history that end before today.

    `now` is aware; today is the site's day then, and stays empty.  Raises `invalid_value
    {field: "database"}` for a database that has a site, Stopped when told to stop.
    """
    if store.sites():
        raise DeskError("invalid_value", field="database", value=store.location)
    began = time.perf_counter()
    watch = _Watch(progress, cancelled)
    zone = ZoneInfo(DEFAULT_ZONE)
    dice = Random(seed)
    centre = Centre(store, dice, read_words(dice))
    past = _working_days(site_day(now, zone, DEFAULT_ROLLOVER), days)
    first = past[0] if past else site_day(now, zone, DEFAULT_ROLLOVER) - timedelta(days=1)
    plan, guides = _set_up(centre, _local(first, 7, zone), enterprises, visits_per_day, watch)
    later: dict[int, list[str]] = {}
    for index, day in enumerate(past):
        play = DayPlay(centre, plan, day, zone)
        play.play(visits_per_day, later.pop(index, []), guides)
        play.end(day, "L01", carry=index + 1 < len(past))
        _plan_cases(centre, play.touched, past, index, later)
        centre.save()
        watch.step("day", index + 1, len(past), day.isoformat())
    _name(centre, str(centre.words.centre["name"]), past[-1] if past else first, zone, plan)
    seconds = time.perf_counter() - began
    visits = len(past) * visits_per_day
    return DemoFigures(len(past), visits, centre.events, len(plan.companies), seconds)


def _working_days(today: date, count: int) -> list[date]:
    """Return the last `count` working days before today, oldest first."""
    calendar = Calendar(read_calendar(resource("calendar/cn_2024_2026.csv")))
    days: list[date] = []
    day = today
    while len(days) < count:
        day -= timedelta(days=1)
        if calendar.is_working(day):
            days.append(day)
    return days[::-1]


def _local(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=zone)


def _set_up(
    centre: Centre, at: datetime, enterprises: int, visits: int, watch: _Watch
) -> tuple[Plan, list[str]]:
    words = centre.words
    wanted = ceil(visits / VISITS_OF_A_COUNTER)
    count = min(max(LEAST_COUNTERS, wanted), MOST_COUNTERS)
    popularity: dict[str, int] = words.centre["popularity"]
    counters = _counters(count, popularity)
    fields = tuple(r.CounterFields(n, windows) for n, windows in counters.items())
    centre.do(at, r.SetUpSite(SITE, str(words.centre["name_unfinished"]), fields))
    guides, sitting = _hire(centre, at, count)
    fresh = words.companies(enterprises + max(10, enterprises // 10))
    companies: list[str] = []
    for number, company in enumerate(fresh[:enterprises], start=1):
        request = r.SaveEnterprise(
            company.name, company.uscc, company.registered_place, None, company.contact
        )
        companies.append(centre.do(at, request, guides[0]).enterprise.id)
        look_after(centre, at, companies[-1], number, guides)
        if number % _ENTERPRISES_AT_ONCE == 0:
            centre.save()
            watch.step("enterprises", number, enterprises)
    centre.save()
    watch.step("enterprises", enterprises, enterprises)
    wishes = Wishes(centre.knowledge.catalogue, popularity, centre.dice)
    desks = tuple(
        (number, staff, windows)
        for (number, windows), staff in zip(counters.items(), sitting, strict=True)
    )
    pace = _pace(wishes, count, visits)
    return Plan(desks, wishes, pace, companies, fresh[enterprises:]), guides


def _counters(count: int, popularity: dict[str, int]) -> dict[int, tuple[str, ...]]:
    """Return each counter's windows: shared out by demand, two windows each, the last one all."""
    total = sum(popularity.values())
    room = count - 1
    shares = {code: weight / total * room for code, weight in popularity.items()}
    given = {code: max(1, int(share)) for code, share in shares.items()}
    while sum(given.values()) < room:
        code = max(given, key=lambda code: shares[code] - given[code])
        given[code] += 1
    mains = [code for code, number in given.items() for _ in range(number)][:room]
    codes = list(popularity)
    counters: dict[int, tuple[str, ...]] = {}
    for number, main in enumerate(mains, start=1):
        second = codes[(codes.index(main) + number) % len(codes)]
        counters[number] = (main,) if second == main else (main, second)
    counters[count] = tuple(codes)
    return counters


def _hire(centre: Centre, at: datetime, counters: int) -> tuple[list[str], list[str]]:
    """Add the staff; returns the guides and those who sit at counters."""
    codes: dict[str, list[str]] = {}
    for kind, entry in centre.words.centre["staff"].items():
        people = counters if kind == "counter" else entry["people"]
        codes[kind] = [f"{entry['prefix']}{number:02d}" for number in range(1, people + 1)]
        for code in codes[kind]:
            centre.do(at, r.AddStaff(code, centre.words.person(), tuple(entry["roles"])))
    return codes["guide"], codes["counter"]


def _pace(wishes: Wishes, counters: int, visits: int) -> float:
    """Return by how much service is quicker than the catalogue's minutes, so that it fits."""
    minutes = sum(wishes.item().minutes for _ in range(400)) / 400
    there_is = counters * _SERVED_HOURS * 60 * _BUSY
    return min(1.0, there_is / (visits * 1.6 * minutes))


def _plan_cases(
    centre: Centre, touched: set[str], days: list[date], today: int, later: dict[int, list[str]]
) -> None:
    for case_id in sorted(touched):
        case = centre.rows.get(Case, case_id)
        if case is None or case_id in centre.planned:
            continue
        index = outcomes.days_until(case, days, today, centre.dice)
        if index is not None:
            centre.planned.add(case_id)
            later.setdefault(index, []).append(case_id)


def _name(centre: Centre, name: str, day: date, zone: ZoneInfo, plan: Plan) -> None:
    """Give the site its name: only now it is finished."""
    fields = tuple(r.CounterFields(number, windows) for number, _, windows in plan.desks)
    centre.do(_local(day, 20, zone), r.SetUpSite(SITE, name, fields))
    centre.save()
