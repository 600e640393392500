"""What the guide desk does beside numbers, by keyboard: words, bundles, last numbers, data."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.domain.desk_records import Consent, ToldWait
from desktop.domain.enterprise_file import Enterprise
from desktop.requests import (
    CareForEnterprise,
    FiguresOfDay,
    GiveLastNumber,
    SaveEnterprise,
    ShowCase,
    ShowSite,
    ShowTicket,
)
from tests.journeys.centre import MONDAY, Centre, Made
from tests.journeys.guide import Guide, Key, seated
from ui.widgets.window_strip import StripCell, WindowCell

DAHE = "杭州大和热磁电子有限公司"


@pytest.fixture
def guide(qtbot: QtBot, centre: Centre, workplace: Made) -> Guide:
    """Give a guide at the desk at nine; counters 1 to 3 are open."""
    for counter, person in ((1, "WM"), (2, "CL"), (3, "LN")):
        centre.open(counter, person)
    centre.do(SaveEnterprise(DAHE))
    centre.at("09:00")
    return seated(qtbot, workplace())


def says(guide: Guide, words: str) -> None:
    """Say a need in words, and wait for what is offered."""
    guide.say(words)
    box = guide.screen.view.what.box
    guide.wait(lambda: bool(box.choices()) and not guide.screen.beside.needs.suggesting.pending)


def cells(guide: Guide) -> list[StripCell]:
    """Return what the windows' strip shows."""
    return [one.cell for one in guide.screen.view.strip.findChildren(WindowCell)]


def keys_of(guide: Guide) -> list[str]:
    """Return the keys of what is offered."""
    return [choice.key for choice in guide.screen.view.what.box.choices()]


def test_a_need_in_words_becomes_a_number_and_is_learned_from(guide: Guide, centre: Centre) -> None:
    guide.press(Key.Key_F5)
    says(guide, "想开个公司，顺便给员工交社保")
    best = guide.screen.view.what.box.current()
    assert best is not None
    assert best.title.startswith("1  ")
    assert "很可能" in best.detail or "可能" in best.detail
    assert "提到" in best.detail
    first, second = keys_of(guide)[:2]
    guide.press(Key.Key_Return)
    assert guide.screen.view.what.box.text() == ""
    assert guide.screen.presenter.form.need == "想开个公司，顺便给员工交社保"
    # The other need in the same words is one press away.
    row = guide.screen.view.what.said
    assert [key for key, _ in row.offers] == [second]
    guide.tabs_to(QAbstractButton, "这句话里还有")
    guide.press(Key.Key_Return)
    assert row.offers == ()
    label = guide.issues()
    ticket = centre.ask(ShowTicket(label))
    assert {f"item:{case.item}" for case in ticket.cases} == {first, second}


def test_a_figure_takes_a_suggestion(guide: Guide) -> None:
    guide.press(Key.Key_F5)
    says(guide, "想开个公司，顺便给员工交社保")
    second = keys_of(guide)[1]
    guide.press("2")
    assert [f"item:{line.item}" for line in guide.screen.presenter.form.items] == [second]


def test_enter_before_the_answer_takes_the_best_and_f2_issues_it(guide: Guide) -> None:
    guide.press(Key.Key_F5)
    guide.say("给员工交社保")
    assert guide.screen.beside.needs.suggesting.pending
    assert guide.issues() == "D001"


def test_what_matches_nothing_is_asked_about_and_never_guessed(
    guide: Guide, centre: Centre
) -> None:
    guide.press(Key.Key_F5)
    says(guide, "嗯嗯我也不知道")
    box = guide.screen.view.what.box
    assert box.current() is None
    guide.press(Key.Key_Return, Key.Key_F2)
    assert guide.screen.presenter.form.empty
    assert not guide.place.papers.printed
    assert keys_of(guide)[-1] == "answer:"


def test_a_question_of_no_window_is_answered_here_and_counted(guide: Guide, centre: Centre) -> None:
    guide.press(Key.Key_F5)
    says(guide, "请问厕所在哪")
    assert keys_of(guide) == ["answer:"]
    guide.press("1")
    guide.wait(lambda: guide.place.notes[-1:] == ["已记一次咨询，今天第 1 次"])
    assert guide.is_at(guide.screen.view.who.box.line)
    assert guide.screen.presenter.form.empty
    guide.press(Key.Key_F9)
    guide.wait(lambda: guide.place.notes[-1:] == ["已记一次咨询，今天第 2 次"])
    figures = centre.ask(FiguresOfDay(MONDAY))
    assert (figures.answered, figures.totals["issued"]) == (2, 0)
    assert not guide.place.papers.printed


def test_two_items_of_a_bundle_offer_it(guide: Guide) -> None:
    guide.press(Key.Key_F5, Key.Key_F10)
    assert "还没有可以合办的一件事" in guide.place.notes[-1]
    bundle = next(
        one
        for one in guide.screen.presenter.catalogue.bundles.values()
        if not one.optional and not one.one_of and len(one.items) > 2
    )
    row = guide.screen.view.what.together
    for code in bundle.items[:2]:
        assert row.offers == ()
        guide.press(code.replace("-", "").lower(), Key.Key_Return)
    assert [key for key, _ in row.offers] == [f"bundle:{bundle.code}"]
    assert f"{len(bundle.items)} 个事项一起办" in row.offers[0][1]
    guide.press(Key.Key_F10)
    line = guide.screen.presenter.form.bundle
    assert line is not None
    assert line.bundle == bundle.code
    assert guide.screen.presenter.form.items == ()
    assert row.offers == ()


def test_the_wait_stands_beside_the_slip_and_is_told_once_it_is_borne_out(
    guide: Guide, centre: Centre
) -> None:
    for _ in range(2):
        centre.serve(3, centre.issue("CF-01").ticket)
        centre.at(f"09:{10 + _ * 10}")
        centre.finish(3)
    centre.issue("CF-01")
    centre.issue("CF-01")
    guide.wait(lambda: guide.screen.line.line.waiting == {"CF": 2})
    guide.press(Key.Key_F5, "cf1", Key.Key_Return)
    watch = guide.screen.beside.waits
    guide.wait(lambda: "CF" in watch.known)
    view = guide.screen.view.number
    told = watch.told(["CF"])
    assert told[0].p50 > 0
    assert f"F 现在取号约 {told[0].p10}–{told[0].p90} 分钟" in view.waits
    label = guide.issues()
    assert label == "F005"
    slip = centre.ask(ShowTicket(label)).papers[0]
    with centre.store.look("CQ") as reads:
        [kept] = reads.every(ToldWait)
        paper = next(p for p in reads.papers_of(kept.ticket_id, []) if p.paper_id == slip.id)
    assert (kept.window, kept.p10, kept.p90) == ("CF", told[0].p10, told[0].p90)
    assert paper.facts is not None
    assert told[0].p90 - told[0].p10 <= 10, "narrow enough for the slip"
    assert list(cast("Any", paper.facts["wait"])) == [told[0].p10, told[0].p90]


def test_a_last_number_by_keyboard_and_back(guide: Guide, centre: Centre) -> None:
    guide.press(Key.Key_F11)
    bar = guide.screen.view.last
    assert guide.is_at(bar.windows)
    bar.windows.setCurrentIndex(bar.windows.findData("CF"))
    guide.press(Key.Key_Return)
    guide.wait(lambda: set(guide.screen.line.line.stopped) == {"CF"})
    assert bar.isHidden()
    assert guide.is_at(guide.screen.view.who.box.line)
    assert [one.code for one in centre.ask(ShowSite()).stopped] == ["CF"]
    cell = next(c for c in cells(guide) if c.code == "CF")
    assert cell.longest == "已截号"
    assert "已截号" in cell.spoken
    guide.press(Key.Key_F5, "cf1")
    assert "已截号" in guide.screen.view.what.box.choices()[0].note
    guide.press(Key.Key_F2)
    guide.wait(lambda: any("已截号" in note for note in guide.place.notes))
    assert not guide.place.papers.printed
    guide.press(Key.Key_F11, Key.Key_Escape)
    assert bar.isHidden()
    guide.press(Key.Key_F11)
    bar.windows.setCurrentIndex(bar.windows.findData("CF"))
    guide.press(Key.Key_Return)
    guide.wait(lambda: not guide.screen.line.line.stopped)


def test_before_closing_a_line_that_does_not_fit_is_advised(guide: Guide, centre: Centre) -> None:
    centre.at("16:50")
    for _ in range(6):
        centre.issue("CF-01")
    guide.screen.line.read()
    row = guide.screen.view.advice
    guide.wait(lambda: "建议截号" in row.words)
    assert "财务法务" in row.words
    guide.tabs_to(QAbstractButton, "建议截号")
    guide.press(Key.Key_Return)
    guide.wait(lambda: set(guide.screen.line.line.stopped) == {"CF"})
    guide.wait(lambda: "建议" not in row.words)


def test_acting_for_a_company_prints_the_authorisation(guide: Guide, centre: Centre) -> None:
    guide.takes("hzdhrc", DAHE)
    guide.press("cf1", Key.Key_Return)
    guide.tabs_to(QCheckBox, "代办")
    guide.press(Key.Key_Space)
    [line] = guide.screen.presenter.form.items
    assert line.act_until == MONDAY + timedelta(30)
    guide.tabs_to(QComboBox, "委托到")
    guide.press(Key.Key_Down)
    assert guide.screen.presenter.form.items[0].act_until == MONDAY + timedelta(90)
    guide.press(Key.Key_Tab)
    guide.say("代领执照")
    before = len(guide.place.papers.printed)
    guide.press(Key.Key_F2)
    guide.wait(lambda: len(guide.place.papers.printed) == before + 2)
    case = centre.ask(ShowTicket("F001")).cases[0].id
    [consent] = centre.ask(ShowCase(case)).consents
    assert consent.until == date(2027, 2, 21)


def test_acting_in_a_bundle_is_for_all_of_it_less_what_is_unticked(
    guide: Guide, centre: Centre
) -> None:
    guide.takes("hzdhrc", DAHE)
    guide.press("b02", Key.Key_Return)
    guide.tabs_to(QCheckBox, "代办")
    guide.press(Key.Key_Space)
    line = guide.screen.presenter.form.bundle
    assert line is not None
    most = len(line.acts)
    assert most > 1
    guide.press(Key.Key_Tab, Key.Key_Tab, Key.Key_Space)
    line = guide.screen.presenter.form.bundle
    assert line is not None
    assert len(line.acts) == most - 1
    before = len(guide.place.papers.printed)
    guide.press(Key.Key_F2)
    guide.wait(lambda: len(guide.place.papers.printed) == before + most)


def test_who_leaves_a_telephone_number_is_told_what_becomes_of_it(
    guide: Guide, centre: Centre
) -> None:
    view = guide.screen.view.number
    assert not view.notified.isVisible()
    guide.press(Key.Key_F5, "d", Key.Key_Return, Key.Key_F6)
    assert view.notified.isVisible()
    guide.say("李䶮")
    guide.press(Key.Key_Tab, "13805711234")
    guide.tabs_to(QCheckBox, "已告知来访人")
    guide.press(Key.Key_Space, Key.Key_F12)
    guide.wait(lambda: len(guide.place.papers.printed) == 1)
    label = guide.issues()
    ticket = centre.ask(ShowTicket(label)).ticket.id
    assert not view.notified.isChecked(), "the next visitor is told anew"
    with centre.store.look("CQ") as reads:
        told = [row for row in reads.every(Consent) if row.ticket_id == ticket]
    assert [row.kind for row in told] == ["privacy_notice"]


def test_the_contact_of_a_new_company_is_told_what_becomes_of_the_number(
    guide: Guide, centre: Centre
) -> None:
    guide.press(Key.Key_F3)
    guide.say("杭州新来有限公司")
    guide.tabs_to(QLineEdit, "联系人（选填）")
    assert not guide.screen.view.who.form.notified.isVisible()
    guide.say("李䶮")
    guide.tabs_to(QCheckBox, "已告知来访人")
    guide.press(Key.Key_Space, Key.Key_Return)
    guide.wait(lambda: bool(guide.screen.presenter.form.companies))
    made = guide.screen.presenter.form.companies[0].id
    with centre.store.look("CQ") as reads:
        [told] = [row for row in reads.every(Consent) if row.enterprise_id == made]
        company = reads.get(Enterprise, made)
    assert told.kind == "privacy_notice"
    assert company is not None
    assert told.person_id == company.contact


def test_a_company_that_is_looked_after_shows_by_whom(guide: Guide, centre: Centre) -> None:
    with centre.store.look("CQ") as reads:
        [company] = reads.every(Enterprise)
    centre.do(CareForEnterprise(company.enterprise_id, tier="seedling", named_contact="CL"))
    guide.takes("hzdhrc", DAHE)
    card = guide.screen.view.who.cards
    guide.wait(lambda: any("青苗层" in words(one) for one in card.children()))
    QApplication.processEvents()


def words(one: object) -> str:
    """Return what a screen reader says of a card."""
    said = getattr(one, "accessibleDescription", None)
    return str(said()) if said else ""


def test_somebody_else_gave_the_last_number(guide: Guide, centre: Centre) -> None:
    guide.press(Key.Key_F5, "cf1", Key.Key_Return)
    centre.do(GiveLastNumber("CF"))
    guide.wait(lambda: set(guide.screen.line.line.stopped) == {"CF"})
    assert any("已截号" in one for one in guide.screen.view.number.warnings)
