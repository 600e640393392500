"""The presenter decides without a widget: what is shown, asked, said and refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain.errors import DeskError
from desktop.requests import CallNext, OpenCounter, ShowCounter, TransferStop
from tests.journeys.centre import Centre
from ui.background import Lanes
from ui.live import Changes
from ui.screens.counter.errands import Refusal
from ui.screens.counter.facts import Phase, Shown, Tone, possible
from ui.screens.counter.presenter import Presenter


class Desk:
    """A presenter of counter 3 and what it told."""

    def __init__(self, qtbot: QtBot, centre: Centre, lanes: Lanes) -> None:
        self.qtbot = qtbot
        self.centre = centre
        self.presenter = Presenter(centre.desk, lanes, 3, lambda: "WM")
        self.refusals: list[Refusal] = []
        self.presenter.refused.connect(self.refusals.append)
        self.presenter.follower.refresh()

    @property
    def shown(self) -> Shown:
        return self.presenter.state

    def until(self, phase: Phase) -> None:
        self.qtbot.waitUntil(lambda: not self.shown.busy and self.shown.phase is phase)

    def serve(self) -> None:
        self.presenter.calling.call_next()
        self.until(Phase.CALLED)
        self.presenter.calling.start()
        self.until(Phase.SERVING)

    def choose(self, outcome: str, note: str = "") -> None:
        draft = self.shown.drafts[self.shown.chosen]
        self.presenter.serving.edit(replace(draft, outcome=outcome, note=note))

    def key(self) -> str:
        saying = self.shown.saying
        return saying.lines[0][0] if saying else ""


@pytest.fixture
def desk(qtbot: QtBot, centre: Centre, lanes: Lanes) -> Iterator[Desk]:
    centre.at("09:00")
    centre.open(3, "WM")
    made = Desk(qtbot, centre, lanes)
    made.until(Phase.FREE)
    yield made
    made.presenter.deleteLater()


def test_nothing_is_possible_while_a_command_runs(desk: Desk) -> None:
    assert "counter.call_next" in possible(desk.shown)
    assert not possible(replace(desk.shown, busy=True))


@pytest.mark.parametrize(
    ("phase", "there", "absent"),
    [
        (Phase.FREE, "counter.call_next", "counter.recall"),
        (Phase.CALLED, "counter.no_show", "counter.finish"),
        (Phase.SERVING, "counter.transfer", "counter.call_next"),
    ],
)
def test_each_phase_has_its_commands(desk: Desk, phase: Phase, there: str, absent: str) -> None:
    desk.centre.issue("CF-02")
    if phase is not Phase.FREE:
        desk.presenter.calling.call_next()
        desk.until(Phase.CALLED)
    if phase is Phase.SERVING:
        desk.presenter.calling.start()
        desk.until(Phase.SERVING)
    assert there in possible(desk.shown)
    assert absent not in possible(desk.shown)


def test_a_double_press_calls_once(desk: Desk) -> None:
    desk.centre.issue("CF-02")
    desk.centre.issue("CF-04")
    desk.presenter.calling.call_next()
    desk.presenter.calling.call_next()
    desk.until(Phase.CALLED)
    assert desk.refusals == []
    assert desk.shown.moment is not None
    assert len(desk.shown.moment.queue) == 1


def test_a_call_says_why(desk: Desk) -> None:
    desk.centre.issue("CF-02")
    desk.presenter.calling.call_next()
    desk.until(Phase.CALLED)
    assert desk.shown.saying is not None
    assert desk.shown.saying.lines[0][1]["reason"] == "only_one"


def test_nobody_to_call_is_said(desk: Desk) -> None:
    desk.presenter.calling.call_next()
    desk.qtbot.waitUntil(lambda: desk.key() == "nobody")
    assert desk.shown.phase is Phase.FREE


def test_too_few_calls_say_how_many_are_missing(desk: Desk) -> None:
    desk.centre.issue("CF-02")
    desk.presenter.calling.call_next()
    desk.until(Phase.CALLED)
    desk.presenter.calling.no_show()
    desk.qtbot.waitUntil(lambda: desk.key() == "too_few_calls")
    assert desk.shown.saying is not None
    assert desk.shown.saying.tone is Tone.WARN
    assert desk.shown.saying.lines[0][1]["left"] == 2
    assert desk.refusals == []


def test_finishing_with_an_open_case_asks_once(desk: Desk) -> None:
    desk.centre.issue("CF-02", "CF-04")
    desk.serve()
    asked: list[object] = []
    desk.presenter.serving.ask_finish.connect(asked.append)
    desk.choose("resolved")
    desk.presenter.serving.finish()
    assert len(asked) == 1
    assert desk.shown.phase is Phase.SERVING
    desk.presenter.serving.finish(confirmed=True)
    desk.until(Phase.FREE)
    assert desk.shown.finished is not None
    assert [case.item for case in desk.shown.finished.undecided] == ["CF-04"]


def test_a_faulty_draft_is_not_sent_and_its_case_comes_to_the_front(desk: Desk) -> None:
    desk.centre.issue("CF-02", "CF-04")
    desk.serve()
    first = desk.shown.chosen
    desk.choose("refused")
    desk.presenter.serving.step_case(1)
    assert desk.shown.chosen != first
    with desk.qtbot.waitSignal(desk.presenter.serving.fix_case) as fix:
        desk.presenter.serving.finish()
    assert fix.args == [first]
    assert desk.shown.chosen == first
    assert not desk.shown.busy


def test_papers_made_are_handed_on(desk: Desk) -> None:
    desk.centre.issue("CF-02")
    desk.serve()
    desk.choose("accepted")
    with desk.qtbot.waitSignal(desk.presenter.serving.papers_made) as made:
        desk.presenter.serving.finish()
    assert made.args is not None
    assert [paper.kind for paper in made.args[0]] == ["acceptance_notice"]
    desk.until(Phase.FREE)
    assert desk.shown.moment is not None
    assert [p.kind for p in desk.shown.moment.papers] == ["ticket_slip", "acceptance_notice"]


def test_drafts_survive_a_hold(desk: Desk) -> None:
    ticket = desk.centre.issue("CF-02").ticket
    desk.serve()
    desk.choose("refused", "材料不实")
    desk.presenter.serving.hold("去复印", 5)
    desk.until(Phase.FREE)
    desk.presenter.serving.resume(ticket.id)
    desk.until(Phase.SERVING)
    assert desk.shown.drafts[desk.shown.chosen].note == "材料不实"


def test_a_hold_whose_time_is_over_is_said_once(desk: Desk) -> None:
    desk.centre.issue("CF-02")
    desk.serve()
    desk.presenter.serving.hold("", 5)
    desk.until(Phase.FREE)
    desk.presenter.follower.tick()
    assert desk.key() == "held"
    desk.centre.at("09:06")
    desk.presenter.follower.refresh_moment()
    now = desk.centre.clock.now()
    desk.qtbot.waitUntil(lambda: desk.shown.moment is not None and desk.shown.moment.now == now)
    desk.presenter.follower.tick()
    assert desk.key() == "hold_over"
    desk.presenter.follower.show(saying=None)
    desk.presenter.follower.tick()
    assert desk.shown.saying is None


def test_a_refusal_carries_the_same_command_again(desk: Desk) -> None:
    desk.centre.issue("CF-02")
    desk.serve()
    desk.presenter.serving.transfer("XX", "", False)
    desk.qtbot.waitUntil(lambda: bool(desk.refusals))
    assert isinstance(desk.refusals[0].request, TransferStop)
    assert desk.refusals[0].error.code == "unknown_window"
    desk.refusals[0].again()
    desk.qtbot.waitUntil(lambda: len(desk.refusals) == 2)
    assert desk.shown.phase is Phase.SERVING


def test_somebody_at_another_counter_is_refused(desk: Desk) -> None:
    desk.centre.open(4, "CL")
    desk.presenter.calling.open("cl")
    desk.qtbot.waitUntil(lambda: bool(desk.refusals))
    assert desk.refusals[0].error.code == "staff_elsewhere"


def test_a_broken_read_keeps_what_was_shown(desk: Desk) -> None:
    desk.presenter.follower._broken(DeskError("database_away"))
    assert desk.shown.phase is Phase.FREE
    assert desk.shown.problem is not None
    desk.presenter.follower.refresh()
    desk.qtbot.waitUntil(lambda: desk.shown.problem is None)


def test_a_counter_that_is_no_more_is_asked_for_anew(
    qtbot: QtBot, centre: Centre, lanes: Lanes
) -> None:
    presenter = Presenter(centre.desk, lanes, 99, lambda: "")
    presenter.follower.refresh()
    qtbot.waitUntil(lambda: presenter.state.phase is Phase.CHOOSE)
    presenter.deleteLater()


def test_what_others_do_is_followed(desk: Desk) -> None:
    desk.presenter.calling.choose(3)
    desk.until(Phase.FREE)
    desk.centre.issue("CF-02")
    desk.centre.do(CallNext(3))
    desk.presenter.follower.heard(Changes(()))
    assert desk.shown.phase is Phase.FREE
    desk.presenter.follower.refresh_moment()
    desk.until(Phase.CALLED)
    desk.centre.do(OpenCounter(3, "CL"))
    assert desk.centre.ask(ShowCounter(3)).ticket.label == "F001"
