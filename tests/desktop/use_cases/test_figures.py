"""Figures of many days agree with `figures.day`, and every figure with the list behind it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from itertools import chain
from pathlib import Path

import pytest

from desktop.domain.day_figures import exact
from desktop.domain.errors import DeskError
from desktop.i18n import Translator
from desktop.journal.figuring import FigureMemory
from desktop.requests import (
    AddStaff,
    CancelTicket,
    CloseCounter,
    CloseDay,
    DayOutcome,
    FiguresNow,
    FiguresOfDay,
    FiguresOfHalfHours,
    FiguresOfRange,
    HoldTicket,
    ListFigure,
    NoShow,
    PauseCounter,
    Recall,
    ReinstateTicket,
    ResumeCounter,
    ResumeTicket,
    ShowAdvice,
    TransferStop,
    VoidTicket,
)
from desktop.snapshots import AdviceAnswer, FigureAnswer, FiguresAnswer, NowAnswer, RangeAnswer
from desktop.use_cases.behind import FIGURES
from desktop.use_cases.words import wanted_by, with_words
from tests.desktop.use_cases.world import MONDAY, World, set_up

DAYS = tuple(MONDAY + timedelta(days=n) for n in range(4))
COUNTED = ("issued", "served", "missed", "cancelled", "waiting_now")
ITEMS = (("CF-01",), ("RC-01",), ("GZ-05",), ("CF-01", "RC-01"), ("CF-02", "GZ-05", "RC-01"))


class Play:
    """Some days at random, with everything that makes figures difficult."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.dice = world, random.Random(seed)
        self.labels: list[str] = []
        self.minute = 0

    def day(self, day: date) -> None:
        """Play sixty steps, and close the day but for the last."""
        self.minute = 0
        self.world.at("08:30", day)
        for _ in range(60):
            self.minute += self.dice.randint(0, 9)
            self.world.at(f"{8 + (30 + self.minute) // 60:02d}:{(30 + self.minute) % 60:02d}:07")
            with suppress(DeskError):
                self.step()
        if day != DAYS[-1]:
            self.close()

    def step(self) -> None:
        """Do one thing that may be possible."""
        world, dice = self.world, self.dice
        counter = dice.choice((1, 2))
        label = dice.choice(self.labels[-8:]) if self.labels else ""
        match dice.randint(0, 14):
            case 0 | 1 | 2:
                self.labels.append(world.issue(*dice.choice(ITEMS)).ticket.label)
            case 3 | 4 | 5:
                world.call(counter)
            case 6 | 7:
                world.serve_called(counter)
            case 8 | 9:
                world.finish(counter)
            case 10:
                world.do(HoldTicket(counter))
            case 11:
                world.do(ResumeTicket(counter, label))
            case 12:
                world.do(TransferStop(counter, "CF"))
            case 13:
                world.do(Recall(counter))
                world.do(Recall(counter))
                world.do(NoShow(counter))
            case _:
                wish = dice.choice((CancelTicket, VoidTicket))
                if dice.random() < 0.5:
                    world.do(wish(label, "走了"))
                else:
                    world.do(ReinstateTicket(label))

    def close(self) -> None:
        """Close the day: some are carried over, some served on paper, one may stay open."""
        for counter in (1, 2):
            with suppress(DeskError):
                self.world.finish(counter)
        still = self.world.do(CloseDay()).open
        ends = ("carried_over", "carried_over", "served_on_paper", "left")
        chosen = [DayOutcome(one.label, self.dice.choice(ends), "日结") for one in still[1:]]
        for one in chosen:
            with suppress(DeskError):
                self.world.do(CloseDay(outcomes=(one,)))


@pytest.fixture(scope="module", params=[1, 2])
def played(
    request: pytest.FixtureRequest, empty_database: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Give a desk with some days behind it."""
    folder = tmp_path_factory.mktemp("played")
    world = set_up(shutil.copy(empty_database, folder / "desk.db"))
    play = Play(world, request.param)
    for day in DAYS:
        play.day(day)
    yield world
    world.store.close()


def of_day(world: World, day: date) -> FiguresAnswer:
    answer: FiguresAnswer = world.ask(FiguresOfDay(day))
    return answer


def behind(world: World, day: date, figure: str, window: str | None = None) -> FigureAnswer:
    answer: FigureAnswer = world.ask(ListFigure(day, figure, window))
    return answer


def test_a_range_has_each_day_as_figures_day_has_it(played: World) -> None:
    found: RangeAnswer = played.ask(FiguresOfRange(DAYS[0], DAYS[-1]))
    assert [one.day for one in found.days] == list(DAYS)
    for one in found.days:
        alone = of_day(played, one.day)
        assert one.totals == alone.totals
        assert one.windows == alone.windows
    for name in COUNTED:
        assert found.totals[name] == sum(_number(one.totals[name]) for one in found.days)
    assert any(_number(one.totals["missed"]) for one in found.days)


def test_a_day_that_is_kept_is_the_same_and_one_that_changed_is_counted_anew(
    played: World,
) -> None:
    memory = FigureMemory()
    with played.look() as look:
        first = memory.days(look.reads, DAYS[0], DAYS[-1], DAYS[-1])
        again = memory.days(look.reads, DAYS[0], DAYS[-1], DAYS[-1])
        assert again == first
        assert again[DAYS[0]] is first[DAYS[0]]
        assert again[DAYS[-1]] is not first[DAYS[-1]], "today is not over"


def test_every_figure_of_a_day_has_as_many_rows_behind_it(played: World) -> None:
    for day in DAYS:
        alone = of_day(played, day)
        for name in COUNTED:
            assert behind(played, day, name).count == alone.totals[name], (day, name)
            for code, window in alone.windows.items():
                assert isinstance(window, dict)
                found = behind(played, day, name, code)
                assert found.count == len(found.rows) == window[name], (day, name, code)


def test_the_waits_behind_a_day_are_its_waits(played: World) -> None:
    for day in DAYS:
        alone = of_day(played, day)
        waits = [row.wait_seconds or 0 for row in behind(played, day, "waits").rows]
        spread = alone.totals["wait_seconds"]
        assert isinstance(spread, dict)
        assert max(waits, default=None) == spread["max"]
        halves = played.ask(FiguresOfHalfHours(day)).half_hours
        windows = sum(behind(played, day, "waits", code).count for code in alone.windows)
        assert sum(half.begun for half in halves) == windows
        assert sum(half.issued for half in halves) == alone.totals["issued"]


def test_the_tiles_of_now_are_those_of_the_day_and_of_their_lists(played: World) -> None:
    now: NowAnswer = played.ask(FiguresNow())
    alone = of_day(played, now.day)
    for name in COUNTED:
        assert now.tiles[name] == alone.totals[name]
    for name in set(FIGURES) & set(now.tiles):
        assert now.tiles[name] == behind(played, now.day, name).count, name
    waiting = behind(played, now.day, "waiting_now").rows
    longest = max((row.wait_seconds or 0 for row in waiting), default=None)
    assert now.tiles["longest_wait_seconds"] == longest
    for window in now.windows:
        shown = alone.windows[window.window]
        assert isinstance(shown, dict)
        assert window.wait_seconds == shown["wait_seconds"]
        assert window.waiting_now == shown["waiting_now"]


def test_sums_taken_by_the_database_are_those_of_the_rows(played: World) -> None:
    """Where a stop is not odd, what the database summed up is what its rows say."""
    with played.look() as look:
        for stop in chain(*(look.known.figure_memory.stops(look.reads, day) for day in DAYS)):
            ticket = look.reads.tickets([stop.ticket_id])[stop.ticket_id]
            spans = look.reads.all_intervals(stop.ticket_id)
            same = exact(ticket, look.reads.places(stop.ticket_id), spans)
            assert stop in same


def test_counters_open_are_counted_by_half_hour(world: World) -> None:
    world.at("09:00")
    world.issue("CF-01")
    world.at("09:10")
    world.do(PauseCounter(1, "取件"))
    world.at("09:40")
    world.do(ResumeCounter(1))
    world.at("10:05")
    halves = world.ask(FiguresOfHalfHours(MONDAY)).half_hours
    clock = {half.clock: (half.counters, half.counter_minutes) for half in halves}
    open_all_day = 2
    assert clock["09:00"] == (open_all_day + 1, 30 * open_all_day + 10)
    assert clock["09:30"] == (open_all_day + 1, 30 * open_all_day + 20)
    assert clock["10:00"] == (open_all_day + 1, 5 * (open_all_day + 1))


@pytest.mark.parametrize(
    ("figure", "day"), [("nothing", MONDAY), ("overdue", MONDAY - timedelta(days=1))]
)
def test_a_figure_that_there_is_not_is_refused(world: World, figure: str, day: date) -> None:
    world.at("09:00")
    with pytest.raises(DeskError) as caught:
        world.ask(ListFigure(day, figure))
    assert caught.value.code == "invalid_value"


@pytest.mark.parametrize("days", [-1, 400])
def test_a_range_ends_after_it_begins_and_is_not_endless(world: World, days: int) -> None:
    world.at("09:00")
    with pytest.raises(DeskError) as caught:
        world.ask(FiguresOfRange(MONDAY, MONDAY + timedelta(days=days)))
    assert caught.value.code == "invalid_value"


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value


def test_advice_names_who_could_help(world: World) -> None:
    world.do(AddStaff("LI", "陈立", ("window",), ("GZ", "CF")))
    world.do(AddStaff("GU", "顾小红", ("guide",)))
    world.at("09:00")
    world.issue("GZ-05")
    world.do(CloseCounter(2))
    world.at("09:05")
    found: AdviceAnswer = world.ask(ShowAdvice())
    (one,) = found.advice
    assert one.reason.code == "nobody_serves"
    assert one.reason.values["minutes"] == 5
    assert "LI" in [person.code for person in one.people]
    assert "GU" not in [person.code for person in one.people]
    with world.look() as look:
        wanted = wanted_by(found)
        zone = look.known.zone
        (told,) = with_words(found, wanted, look.reads, Translator("zh"), zone).advice
    assert "陈立" in told.reason.text
    assert "公共治理之窗" in told.reason.text
