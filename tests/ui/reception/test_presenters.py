"""The presenters without a screen: late answers, retries, undo, today's numbers, bad days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.desk import Desk
from desktop.domain.enterprise_file import Enterprise
from desktop.domain.errors import DeskError
from desktop.requests import (
    AddStaff,
    CallNext,
    FinishStop,
    IssueTicket,
    Outcome,
    Request,
    SaveEnterprise,
    SetPassword,
    ShowQueue,
    ShowTicket,
    StartService,
    TellWait,
)
from tests.journeys.centre import Centre
from ui.background import Lanes
from ui.screens.reception.company_finder import CompanyFinder
from ui.screens.reception.form import Company
from ui.screens.reception.line_watch import LineWatch
from ui.screens.reception.presenter import ReceptionPresenter
from ui.screens.reception.today_presenter import Action, TodayPresenter, dropped_steps, possible


class BadDay:
    """A desk whose database is away for the first few requests."""

    def __init__(self, desk: Desk, refusals: int) -> None:
        self._desk = desk
        self.refusals = refusals
        self.commands: list[str | None] = []

    def do(self, request: Request, command: str | None = None, *rest: Any) -> Any:
        """Refuse, or do it and lose the answer's way: the next try must be the same command."""
        self.commands.append(command)
        answer = self._desk.do(request, command, *rest)
        self._refuse()
        return answer

    def ask(self, request: Request) -> Any:
        """Refuse, or look."""
        self._refuse()
        return self._desk.ask(request)

    def _refuse(self) -> None:
        if self.refusals:
            self.refusals -= 1
            raise DeskError("database_away")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._desk, name)


@pytest.fixture
def parent(qtbot: QtBot) -> Iterator[QObject]:
    """Give an owner for presenters, ended with the test."""
    made = QObject()
    yield made
    made.deleteLater()


def ready(qtbot: QtBot, desk: Any, lanes: Lanes, parent: QObject) -> ReceptionPresenter:
    """Return a presenter that knows the catalogue."""
    made = ReceptionPresenter(cast(Desk, desk), lanes, parent)
    with qtbot.waitSignal(made.catalogue_changed):
        made.load_catalogue()
    return made


def test_an_answer_that_got_lost_is_not_a_second_number(
    qtbot: QtBot, centre: Centre, lanes: Lanes, parent: QObject
) -> None:
    desk = BadDay(centre.desk, 0)
    presenter = ready(qtbot, desk, lanes, parent)
    desk.refusals = 1
    presenter.add("item:CF-02")
    with qtbot.waitSignal(presenter.refused):
        presenter.issue("WM", (TellWait("CF", 1, 2, 3),))
    with qtbot.waitSignal(presenter.issued) as issued:
        presenter.issue("WM", (TellWait("CF", 4, 5, 6),))  # the wait moved meanwhile
    assert issued.args is not None
    assert issued.args[0].answer.ticket.label == "F001"
    assert len(set(desk.commands)) == 1
    assert len(centre.ask(ShowQueue()).rows) == 1


def test_another_form_is_another_command(
    qtbot: QtBot, centre: Centre, lanes: Lanes, parent: QObject
) -> None:
    desk = BadDay(centre.desk, 0)
    presenter = ready(qtbot, desk, lanes, parent)
    desk.refusals = 1
    presenter.add("window:CF")
    with qtbot.waitSignal(presenter.refused):
        presenter.issue("WM")
    presenter.add("window:RC")
    with qtbot.waitSignal(presenter.issued):
        presenter.issue("WM")
    assert len(set(desk.commands)) == 2


def test_the_catalogue_is_read_again_after_a_refusal(
    qtbot: QtBot, centre: Centre, lanes: Lanes, parent: QObject
) -> None:
    presenter = ReceptionPresenter(cast(Desk, BadDay(centre.desk, 1)), lanes, parent)
    with qtbot.waitSignal(presenter.offer_refused):
        presenter.load_catalogue()
    with qtbot.waitSignal(presenter.catalogue_changed):
        presenter.load_catalogue()
    assert len(presenter.catalogue.windows) == 9


def test_nothing_is_asked_while_something_is_missing(
    qtbot: QtBot, centre: Centre, lanes: Lanes, parent: QObject
) -> None:
    presenter = ready(qtbot, centre.desk, lanes, parent)
    with qtbot.waitSignal(presenter.blocked) as blocked:
        presenter.issue("WM")
    assert blocked.args == ["nothing"]


def test_after_a_minute_the_number_stands(
    qtbot: QtBot, centre: Centre, lanes: Lanes, parent: QObject
) -> None:
    presenter = ready(qtbot, centre.desk, lanes, parent)
    told: list[str] = []
    presenter.undoable.connect(told.append)
    presenter.add("window:CF")
    with qtbot.waitSignal(presenter.issued):
        presenter.issue("WM")
    presenter.forget_undo()
    presenter.undo("取号有误", "WM")
    assert told == ["F001", ""]
    assert centre.ask(ShowTicket("F001")).ticket.state == "waiting"


def test_enter_before_the_answer_takes_the_best(
    qtbot: QtBot, centre: Centre, lanes: Lanes, parent: QObject
) -> None:
    centre.do(SaveEnterprise("杭州大和热磁电子有限公司"))
    finder = CompanyFinder(centre.desk, lanes, parent)
    found: list[str] = []
    finder.found.connect(lambda text, _companies: found.append(text))
    with qtbot.waitSignal(finder.learned) as learned:
        finder.look_for("hz")
        finder.look_for("hzdh")
        finder.take_best("hzdh")
    assert learned.args is not None
    company: Company = learned.args[0]
    assert company.name == "杭州大和热磁电子有限公司"
    assert not found


def test_only_the_newest_text_is_answered(
    qtbot: QtBot, centre: Centre, lanes: Lanes, parent: QObject
) -> None:
    finder = CompanyFinder(centre.desk, lanes, parent)
    found: list[str] = []
    finder.found.connect(lambda text, _companies: found.append(text))
    with qtbot.waitSignal(finder.found):
        for typed in ("h", "hz", "hzd", "hzdh"):
            finder.look_for(typed)
    assert found == ["hzdh"]


def test_a_file_tells_visits_cases_and_what_it_holds(
    qtbot: QtBot, centre: Centre, lanes: Lanes, parent: QObject
) -> None:
    company = centre.do(SaveEnterprise("杭州大和热磁电子有限公司")).enterprise
    centre.do(IssueTicket(items=("CF-02",), enterprise=company.id))
    finder = CompanyFinder(centre.desk, lanes, parent)
    with qtbot.waitSignal(finder.learned) as learned:
        finder.read_file(Company(company.id, company.name))
    assert learned.args is not None
    assert learned.args[0].last_visit == centre.day
    assert [case.item for case in learned.args[0].cases] == ["CF-02"]


class LostAnswer(BadDay):
    """A desk that does what it is told, and whose first answer is lost."""

    def ask(self, request: Request) -> Any:
        """Look."""
        return self._desk.ask(request)


def test_saving_twice_makes_one_file(
    qtbot: QtBot, centre: Centre, lanes: Lanes, parent: QObject
) -> None:
    desk = LostAnswer(centre.desk, 1)
    finder = CompanyFinder(cast(Desk, desk), lanes, parent)
    with qtbot.waitSignal(finder.save_refused):
        finder.save("新来的公司", "", None, "WM")
    with qtbot.waitSignal(finder.saved):
        finder.save("新来的公司", "", None, "WM")
    assert len(desk.commands) == 2
    assert len(set(desk.commands)) == 1, "and the same request, though one bears the name now"
    with centre.store.look("CQ") as reads:
        assert len(reads.every(Enterprise)) == 1


def test_a_name_that_one_company_bears_means_that_company(
    qtbot: QtBot, centre: Centre, lanes: Lanes, parent: QObject
) -> None:
    known = centre.do(SaveEnterprise("杭州大和热磁电子有限公司", "91330108MA00000013")).enterprise
    finder = CompanyFinder(centre.desk, lanes, parent)
    ids = []
    for name, code in ((known.name, ""), (known.name, "91330106MA2HXY003X"), (known.name, "")):
        with qtbot.waitSignal(finder.saved) as saved:
            finder.save(name, code, None, "WM")
        assert saved.args is not None
        ids.append(saved.args[0].id)
    assert ids[0] == known.id, "one bears it"
    assert ids[1] != known.id, "a code says which"
    assert ids[2] not in ids[:2], "two bear it: nobody can tell which is meant"


def test_trouble_with_the_line_is_told_once(
    qtbot: QtBot, centre: Centre, lanes: Lanes, parent: QObject
) -> None:
    desk = BadDay(centre.desk, 2)
    watch = LineWatch(cast(Desk, desk), lanes, parent)
    told: list[DeskError] = []
    watch.refused.connect(told.append)
    with qtbot.waitSignal(watch.refused):
        watch.read()
    watch.read()
    qtbot.waitUntil(lambda: desk.refusals == 0)
    with qtbot.waitSignal(watch.changed):
        watch.read()
    assert [error.code for error in told] == ["database_away"]


def test_a_dropped_stop_is_found_and_released(
    qtbot: QtBot, centre: Centre, lanes: Lanes, parent: QObject
) -> None:
    centre.open(3, "LN")
    label = centre.do(IssueTicket(bundle="B03")).ticket.label
    centre.do(CallNext(3), "LN")
    first = centre.do(StartService(3), "LN").ticket.places[0].cases[0]
    centre.do(FinishStop(3, (Outcome(first, "refused", note="不属于本市"),)), "LN")
    today = TodayPresenter(centre.desk, lanes, lambda: "", parent)
    with qtbot.waitSignal(today.listed) as listed:
        today.look_for(label)
    assert listed.args is not None
    ticket = listed.args[1][0]
    steps = dropped_steps(ticket)
    assert Action.RELEASE in possible(ticket)
    with qtbot.waitSignal(today.done):
        today.act(Action.RELEASE, ticket, "企业要求继续", "WM", steps[0])
    places = centre.ask(ShowTicket(label)).ticket.places
    assert [place.state for place in places if place.step_no == steps[0]] == ["ready"]


def test_what_can_be_done_follows_the_state(centre: Centre) -> None:
    waiting = centre.issue("CF-02").ticket
    assert possible(waiting) == {Action.REPRINT, Action.CANCEL, Action.VOID}
    centre.open(3, "LN")
    serving = centre.serve(3, waiting)
    assert possible(serving) == {Action.REPRINT}
    assert possible(None) == frozenset()


def test_where_roles_count_the_search_says_who_asks(
    qtbot: QtBot, centre: Centre, lanes: Lanes, parent: QObject
) -> None:
    label = centre.issue("CF-02").ticket.label
    centre.do(AddStaff("AD", "Admin", ("administrator", "guide")))
    centre.desk.set_password(SetPassword("AD", "a long pass phrase 1"))
    here = TodayPresenter(centre.desk, lanes, lambda: "AD", parent)
    with qtbot.waitSignal(here.listed) as listed:
        here.look_for(label)
    assert listed.args is not None
    assert [ticket.label for ticket in listed.args[1]] == [label]
    nobody = TodayPresenter(centre.desk, lanes, lambda: "", parent)
    with qtbot.waitSignal(nobody.read_refused):
        nobody.look_for(label)
