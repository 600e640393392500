"""Counters that die: seen here, taken over by key, and what the dead one hears when it is back."""

from __future__ import annotations

import pytest

from desktop.desk import Desk, Particulars
from desktop.requests import (
    CallTicket,
    CounterFields,
    OpenCounter,
    SetUpSite,
    StartService,
    TakeOver,
)
from tests.journeys.centre import COUNTERS, Centre
from tests.ui.counter.stand import SHIFT, Key, Stand
from ui.screens.counter.facts import Phase

OTHER = 5


@pytest.fixture
def other(centre: Centre, stand: Stand) -> Desk:
    """The desk of counter 5, which serves CF too; 陈立 sits there."""
    counters = (*COUNTERS, CounterFields(OTHER, ("CF",)))
    centre.do(SetUpSite("CQ", "仓前梦创社区", counters))
    made = Desk(centre.store, centre.clock, Particulars("CQ", "B2"))
    made.bus.listen(stand.place.shell.live.receive)
    made.do(OpenCounter(OTHER, "CL"), staff="CL")
    made.beat(OTHER)
    return made


def serves_then_dies(stand: Stand, other: Desk) -> str:
    """Let counter 5 serve a number, and be heard of no more; returns its label."""
    label = str(stand.centre.issue("CF-02").ticket.label)
    other.do(CallTicket(OTHER, label), staff="CL")
    other.do(StartService(OTHER), staff="CL")
    stand.place.calm.presence.begin()
    stand.centre.at("09:02")
    stand.place.calm.presence.beat()
    return label


def test_what_a_dead_counter_served_goes_on_here(stand: Stand, other: Desk) -> None:
    label = serves_then_dies(stand, other)
    stand.until_said("5 号柜台掉线")
    stand.press(Key.Key_F7, SHIFT)
    stand.qtbot.waitUntil(stand.view.bars.take_over.isVisible)
    stand.press(Key.Key_Return)
    stand.until_phase(Phase.SERVING)
    assert stand.view.at_counter.display.label == label
    assert f"已接手 {label}" in stand.said()
    stand.press(Key.Key_1)
    stand.press(Key.Key_F8)
    stand.until_phase(Phase.FREE)


def test_a_living_counter_keeps_its_number(stand: Stand, other: Desk) -> None:
    label = str(stand.centre.issue("CF-02").ticket.label)
    other.do(CallTicket(OTHER, label), staff="CL")
    other.do(StartService(OTHER), staff="CL")
    stand.place.calm.presence.begin()
    stand.until(lambda: stand.shown.here is not None and not stand.shown.lost)
    assert not stand.place.shell.commands.action("counter.take_over").isEnabled()


def test_a_counter_that_was_lost_hears_what_became_of_its_number(stand: Stand, other: Desk) -> None:
    """This PC's number was taken over elsewhere; its late command changes nothing."""
    stand.centre.issue("CF-02")
    stand.call_and_start()
    ticket = stand.shown.moment.ticket if stand.shown.moment else None
    assert ticket is not None
    stand.place.calm.presence.begin()
    stand.qtbot.waitUntil(lambda: stand.place.calm.presence._pending is False)
    stand.place.calm.presence.stop()
    stand.screen._watch.set_visible(False)  # it heard nothing meanwhile
    stand.centre.at("09:02")
    other.beat(OTHER)
    other.do(TakeOver(OTHER, ticket.id), staff="CL")
    stand.press(Key.Key_1)
    stand.press(Key.Key_F8)
    stand.until_said(f"{ticket.label} 已不归这个柜台")
    stand.until_phase(Phase.FREE)
    assert stand.counter(OTHER).ticket is not None
    assert stand.place.papers.printed == []
