"""What is offered for words, when a last number is advised, how seldom waits are asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.desk import Desk
from desktop.requests import ActFor, EstimateWait, ItemWanted, Request, SuggestWindows
from desktop.snapshots import ReasonShape, SuggestAnswer, SuggestedWindow, WaitAnswer, WaitMinutes
from tests.ui.reception.offer import catalogue
from ui.background import Lanes
from ui.language import Language
from ui.screens.reception import keyed, offers
from ui.screens.reception.closing_time import advise, looked_at, minutes_left
from ui.screens.reception.form import Form, act_for, add_bundle, add_item, choose_step, request
from ui.screens.reception.keyed import want
from ui.screens.reception.line_watch import Line
from ui.screens.reception.shown import rows
from ui.screens.reception.suggesting import Suggesting
from ui.screens.reception.waits import WaitWatch

CATALOGUE = catalogue()
DAY = date(2026, 11, 23)
HOURS = {"mon": [["08:30", "12:00"], ["13:30", "17:00"]]}


def line(at: str, **fields: Any) -> Line:
    """Return the line on a Monday at a time of the site's clock."""
    moment = datetime.fromisoformat(f"2026-11-23T{at}:00+08:00").astimezone(UTC)
    day = date(2026, 11, 23)
    values: dict[str, Any] = {"waiting": {"CF": 3, "RC": 1}, **fields}
    return Line("x", "Asia/Shanghai", day=day, hours=HOURS, at=moment, **values)


def wait(minutes: int) -> WaitAnswer:
    """Return an estimate with this middle."""
    return WaitAnswer(WaitMinutes(minutes, minutes, minutes), ReasonShape("x", {}))


def test_minutes_until_the_last_closing_hour() -> None:
    assert minutes_left(line("11:50")) == 310
    assert minutes_left(line("16:40")) == 20
    assert minutes_left(line("17:30")) == -30
    assert minutes_left(Line()) is None


def test_only_lines_shortly_before_closing_are_looked_at() -> None:
    assert looked_at(line("14:59")) == ()
    assert looked_at(line("15:00")) == ("CF", "RC")
    assert looked_at(line("17:00")) == ()
    assert looked_at(line("16:00", stopped={"CF": datetime.now(UTC)})) == ("RC",)


def test_the_longest_line_that_does_not_fit_is_advised() -> None:
    waits = {"CF": wait(40), "RC": wait(25)}
    found = advise(line("16:30"), waits)
    assert found is not None
    assert (found.window, found.minutes, found.closes) == ("CF", 40, "17:00")
    assert advise(line("16:00"), waits) is None, "both fit"
    stopped = advise(line("16:40", stopped={"CF": datetime.now(UTC)}), waits)
    assert stopped is not None
    assert stopped.window == "RC"
    assert advise(line("16:40"), {}) is None
    assert advise(line("16:40"), {"CF": WaitAnswer(None, ReasonShape("x", {}))}) is None


def suggested(window: str, item: str, confidence: float) -> SuggestedWindow:
    """Return a suggestion with its words."""
    return SuggestedWindow(window, item, confidence, ReasonShape("words_speak", {"words": "迁址"}))


@pytest.mark.parametrize(("sure", "words"), [(0.81, "很可能"), (0.79, "可能")])
def test_how_sure_is_said_in_words(sure: float, words: str) -> None:
    item = next(iter(CATALOGUE.items.values()))
    answer = SuggestAnswer((suggested(item.window, item.code, sure),), False)
    offer = offers.offer(answer, (), CATALOGUE, Language(), "F9")
    assert not offer.asks
    assert offer.choices[0].detail.startswith(f"{words} · ")
    assert "迁址" in offer.choices[0].detail
    assert offer.choices[0].title == f"1  {item.name.zh}"


def test_a_question_back_marks_nothing_and_always_has_a_way_on() -> None:
    item = next(iter(CATALOGUE.items.values()))
    unsure = SuggestAnswer(
        (suggested(item.window, item.code, 0.5),), True, ReasonShape("not_sure", {})
    )
    offer = offers.offer(unsure, (), CATALOGUE, Language(), "F9")
    assert offer.asks
    assert "是办哪一件" in offer.message
    assert [one.key for one in offer.choices] == [f"item:{item.code}", offers.ANSWER]
    assert offers.left_over(unsure, "x") == ()
    nothing = SuggestAnswer((), True, ReasonShape("nothing_matches", {}))
    offer = offers.offer(nothing, (), CATALOGUE, Language(), "F9")
    assert "没有对上" in offer.message
    assert [one.key for one in offer.choices] == [offers.ANSWER]


def test_a_bundle_is_offered_from_two_of_its_items_on() -> None:
    bundle = next(one for one in CATALOGUE.bundles.values() if len(one.items) > 1)
    form = Form()
    assert offers.together(form, CATALOGUE) == ""
    form = add_item(form, bundle.items[0])
    assert offers.together(form, CATALOGUE) == ""
    form = add_item(form, bundle.items[1])
    assert offers.together(form, CATALOGUE) == bundle.code
    assert offers.together(add_bundle(form, bundle.code), CATALOGUE) == ""


def test_a_bundle_takes_over_whom_we_act_for() -> None:
    bundle = next(one for one in CATALOGUE.bundles.values() if not (one.one_of or one.optional))
    form = act_for(add_item(Form(), bundle.items[0]), bundle.items[0], None, DAY, "代领")
    form = want(form, CATALOGUE, f"bundle:{bundle.code}")
    assert form.items == ()
    [row] = rows(form, CATALOGUE, Language(), DAY)
    assert [one.name for one in row.acts if one.ticked] == [bundle.items[0]]
    assert acted(form) == {bundle.items[0]: ActFor(DAY, "代领")}


def acted(form: Form) -> dict[str, ActFor | None]:
    """Return in which items the desk is to act."""
    items = [one for one in request(form, CATALOGUE).items if isinstance(one, ItemWanted)]
    return {one.item: one.act_for for one in items}


def test_a_whole_bundle_is_acted_for_or_some_of_its_items() -> None:
    bundle = next(one for one in CATALOGUE.bundles.values() if one.one_of or one.optional)
    free = (bundle.optional or bundle.one_of[0])[0]
    key, sure = f"bundle:{bundle.code}", {code for step in bundle.done(()) for code in step}
    form = keyed.act_for(want(Form(), CATALOGUE, key), CATALOGUE, key, DAY, "")
    assert set(acted(form)) == sure
    assert set(acted(choose_step(form, CATALOGUE, free, True))) == {*sure, free}
    later = DAY + timedelta(1)
    first = bundle.items[0] if bundle.items[0] in sure else sorted(sure)[0]
    form = keyed.act_for(form, CATALOGUE, key, None, "", first)
    form = keyed.act_for(form, CATALOGUE, key, later, "代领")
    assert acted(form) == {code: ActFor(later, "代领") for code in sure - {first}}
    assert free not in acted(choose_step(form, CATALOGUE, free, True)), "some were meant, not all"
    form = keyed.act_for(form, CATALOGUE, key, later, "", first)
    assert set(acted(form)) == sure
    assert acted(keyed.act_for(form, CATALOGUE, key, None, "")) == {}


class Asked:
    """A desk that notes what it is asked, and answers in numbers."""

    def __init__(self) -> None:
        self.windows: list[str] = []
        self.texts: list[str] = []

    def ask(self, request: Request) -> Any:
        """Answer an estimate or a suggestion."""
        if isinstance(request, EstimateWait):
            self.windows.append(request.window)
            return wait(len(self.windows))
        assert isinstance(request, SuggestWindows)
        self.texts.append(request.text)
        return SuggestAnswer((), True, ReasonShape("nothing_matches", {}))


def test_a_wait_is_asked_for_when_it_comes_into_sight_and_then_seldom(
    lanes: Lanes, qtbot: QtBot
) -> None:
    desk, holder = Asked(), QObject()
    watch = WaitWatch(cast("Desk", desk), lanes, holder)
    watch.set_visible(True)
    with qtbot.waitSignal(watch.changed):
        watch.want(["CF"])
    for _ in range(20):
        watch.hear()
        watch.want(["CF"])
    assert desk.windows == ["CF"], "what stays in sight waits for its turn"
    with qtbot.waitSignal(watch.changed):
        watch.want(["CF", "RC"])
    assert desk.windows == ["CF", "RC"]
    assert watch.known["CF"].minutes is not None
    watch.want([])
    watch.hear()
    with qtbot.waitSignal(watch.changed):
        watch.want(["CF"])
    assert desk.windows == ["CF", "RC", "CF"], "what comes back is never shown old"
    assert watch.told(["CF"]) == (), "not from history: told to nobody"


def test_only_the_newest_words_are_answered(lanes: Lanes, qtbot: QtBot) -> None:
    desk, holder = Asked(), QObject()
    asking = Suggesting(cast("Desk", desk), lanes, holder)
    heard: list[str] = []
    asking.suggested.connect(lambda text, _: heard.append(text))
    for text in ("开", "开公", "开公司"):
        asking.look_for(text)
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == ["开公司"]
    assert desk.texts == ["开公司"]
    asking.look_for("办社保")
    asking.forget()
    assert not asking.pending
    with qtbot.waitSignal(asking.hurried) as hurried:
        asking.look_for("迁址")
        asking.hurry()
    assert hurried.args is not None
    assert hurried.args[0] == "迁址"
    assert heard == ["开公司"]
