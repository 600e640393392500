"""The presenter alone: what it asks, what it says, what it holds back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db.store import SqlStore
from desktop.requests import AcceptCase, ListCases, ShowCase
from tests.journeys.centre import Centre
from ui.background import Lanes
from ui.screens.cases.filters import Filter
from ui.screens.cases.presenter import CasesPresenter, Listing, Place
from ui.screens.cases.steps import Given

COMPANY = "杭州大和热磁电子有限公司"


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    """A centre with sixty cases."""
    made = Centre(SqlStore(tmp_path / "desk.db"))
    made.set_up()
    for _ in range(60):
        made.case("CF-02", COMPANY)
    yield made
    made.close()


@pytest.fixture
def presenter(centre: Centre, lanes: Lanes, qtbot: QtBot) -> Iterator[CasesPresenter]:
    """A presenter that has listed the first page."""
    made = CasesPresenter(centre.desk, lanes, lambda: Place("WM", "3", ""))
    with qtbot.waitSignal(made.listed, timeout=5000):
        made.refresh()
    yield made
    made.deleteLater()


def test_more_shows_one_page_more(presenter: CasesPresenter, qtbot: QtBot) -> None:
    heard: list[Listing] = []
    presenter.listed.connect(heard.append)
    with qtbot.waitSignal(presenter.listed, timeout=5000):
        presenter.choose_filter(Filter.WINDOW)
    with qtbot.waitSignal(presenter.listed, timeout=5000):
        presenter.show_more()
    assert [(len(one.rows), one.more) for one in heard] == [(50, True), (60, False)]
    assert presenter.wanted.windows == ("CF", "RC")


def test_pages_go_on_beyond_what_is_asked_at_once(
    presenter: CasesPresenter, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each row once and in order, however many questions it takes."""
    whole: list[Listing] = []
    presenter.listed.connect(whole.append)
    with qtbot.waitSignal(presenter.listed, timeout=5000):
        presenter.show_more()
    monkeypatch.setattr("ui.screens.cases.presenter._MOST_AT_ONCE", 7)
    with qtbot.waitSignal(presenter.listed, timeout=5000):
        presenter.refresh()
    assert len(whole[-1].rows) == 60
    assert whole[-1] == whole[0]


def test_a_step_runs_once_however_often_it_is_asked(
    presenter: CasesPresenter, centre: Centre, qtbot: QtBot
) -> None:
    case = centre.ask(ListCases(limit=1)).cases[0]
    with qtbot.waitSignal(presenter.opened, timeout=5000):
        presenter.choose(case.id)
    done: list[object] = []
    presenter.stepped.connect(done.append)
    with qtbot.waitSignal(presenter.busy, timeout=5000, check_params_cb=lambda busy: not busy):
        presenter.run("accept", Given(), "7b0f6a52-6f0c-4d55-9d52-0d6f1c1d2a31")
        presenter.run("accept", Given(), "0d2f6a52-6f0c-4d55-9d52-0d6f1c1d2a32")
    assert len(done) == 1
    assert [row.kind for row in centre.ask(ShowCase(case.id)).timeline] == [
        "case.received",
        "case.accepted",
    ]


def test_a_refusal_can_be_tried_again_under_the_same_id(
    presenter: CasesPresenter, centre: Centre, qtbot: QtBot
) -> None:
    case = centre.ask(ListCases(limit=1)).cases[0]
    with qtbot.waitSignal(presenter.opened, timeout=5000):
        presenter.choose(case.id)
    centre.do(AcceptCase(case.id))
    command = "7b0f6a52-6f0c-4d55-9d52-0d6f1c1d2a33"
    for _ in range(2):
        with qtbot.waitSignal(presenter.refused, timeout=5000) as refused:
            presenter.run("accept", Given(), command)
        assert refused.args is not None
        assert refused.args[0].code == "wrong_state"
        qtbot.waitUntil(lambda: presenter.file is not None)


def test_nothing_is_done_to_the_case_before_while_another_is_opened(
    presenter: CasesPresenter, centre: Centre, qtbot: QtBot
) -> None:
    first, second = centre.ask(ListCases(limit=2)).cases
    with qtbot.waitSignal(presenter.opened, timeout=5000):
        presenter.choose(first.id)
    with qtbot.waitSignal(presenter.opened, timeout=5000):
        presenter.choose(second.id)
        assert presenter.file is None
        presenter.run("accept", Given(), "7b0f6a52-6f0c-4d55-9d52-0d6f1c1d2a34")
    assert centre.ask(ShowCase(first.id)).case.state == "received"
    assert centre.ask(ShowCase(second.id)).case.state == "received"
