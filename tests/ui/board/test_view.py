"""The board as it is seen: large enough at eight metres, calm, and without anybody's name."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import pytest
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.board.stand import busy
from ui.language import Language
from ui.screens.board.calls_panel import FLASHES
from ui.screens.board.facts import BoardFacts
from ui.screens.board.measure import FIRST_ROW, HEAD, MARGIN, NOTICE, ROW
from ui.screens.board.view import BoardView
from ui.screens.board.window import BoardWindow
from ui.theme import Appearance, Scheme, contrast, tokens, tokens_of

SIX = ("F012", "A1-F003", "A1-F.B012", "J.B009", "C1000", "A004")
SIZES = [(1366, 768), (1920, 1080), (1024, 768), (3840, 2160), (640, 360), (480, 270)]


@pytest.fixture
def view(qtbot: QtBot, appearance: Appearance, language: Language) -> BoardView:
    made = BoardView(language)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    return made


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("code", ["zh", "en"])
def test_every_call_is_legible_at_eight_metres(
    view: BoardView, language: Language, size: tuple[int, int], code: str
) -> None:
    """The capitals of label and counter are 1/18 of the board's height or more."""
    language.choose(code)
    view.resize(*size)
    view.show_facts(busy(*SIX))
    wide = size[0] / size[1] > 16 / 9.5  # elsewhere the longest labels are a little smaller
    for at, row in enumerate(view.calls.rows):
        font, _ = view.calls.fonts(at, row)
        metrics = QFontMetricsF(font)
        assert metrics.horizontalAdvance(f"{row.label} → {row.counter}") < view.calls.width()
        if wide or len(row.label) <= 5:
            assert metrics.capHeight() >= size[1] / 18, (row, size)


def test_all_rows_have_room() -> None:
    assert FIRST_ROW + 5 * ROW <= 1 - HEAD - NOTICE - 1.5 * MARGIN


def test_a_new_call_flashes_three_times_and_glows_until_it_is_old(view: BoardView) -> None:
    view.show_facts(busy("F012", "D007"))
    new, old = view.calls.rows
    seen = [view.calls.lit(new)]
    for _ in range(2 * FLASHES + 2):
        view.calls.flash()
        seen.append(view.calls.lit(new))
    changes = sum(one != other for one, other in pairwise(seen))
    assert changes == 2 * FLASHES
    assert seen[-1]
    assert not view.calls.lit(old)
    view.show_facts(busy("F012", "D007"))
    assert view.calls.lit(view.calls.rows[0]), "shown again, it does not flash again"


def test_while_nobody_answers_old_calls_are_not_as_current(view: BoardView) -> None:
    view.show_facts(busy("F012", "D007", away=True))
    assert view.calls.isHidden()
    assert view.following.isHidden()
    assert not view.away.isHidden()
    said = view.away.accessibleName()
    assert "请听工作人员安排" in said
    assert "Please follow the staff" in said
    assert "断开前最后叫到：F012 → 99号窗口" in said
    assert view.notice.text() == ""
    view.show_facts(busy("F012", "D007"))
    assert view.away.isHidden()
    assert not view.calls.isHidden()


def test_where_nothing_is_real_the_hall_sees_that(view: BoardView, language: Language) -> None:
    view.set_notice("今天 16:30 停止取号")
    for away in (False, True):
        view.show_facts(replace(busy("F012", away=away), demo=True))
        assert view.notice.text().startswith("演示 · 不发真号")
    foot = view.grab().toImage().pixelColor(4, view.height() - 4)
    language.choose("en")
    assert view.notice.text().startswith("Practice · no real numbers")
    view.show_facts(busy("F012"))
    assert view.notice.text() == "今天 16:30 停止取号"
    assert view.grab().toImage().pixelColor(4, view.height() - 4) != foot


def test_an_idle_hall_is_told_what_to_do(view: BoardView, language: Language) -> None:
    assert "准备" in view.calls.accessibleName()
    view.show_facts(BoardFacts(ready=True))
    assert "取号" in view.calls.accessibleName()
    language.choose("en")
    assert "Take a number" in view.calls.accessibleName()
    assert "Missed your call" in view.notice.text()
    view.set_notice("今天 16:30 停止取号")
    assert view.notice.text() == "今天 16:30 停止取号"


def test_the_clock_is_the_sites(view: BoardView, language: Language) -> None:
    view.show_time(datetime(2026, 11, 23, 10, 32))
    assert view.clock.text() == "10:32"
    assert view.day.text() == "11月23日 周一"
    language.choose("en")
    assert view.day.text() == "Mon 23 Nov"


def test_screen_readers_hear_calls_and_who_is_next(view: BoardView) -> None:
    view.show_facts(busy("F012"))
    assert view.calls.accessibleName() == "F012 请到99号窗口。"
    assert "F 财务法务 F013 A1-F.B014 F015" in view.following.accessibleName()


@pytest.mark.parametrize("scheme", list(Scheme))
def test_the_board_wears_a_scheme_of_its_own(
    qtbot: QtBot, appearance: Appearance, language: Language, scheme: Scheme
) -> None:
    window = BoardWindow(language)
    qtbot.addWidget(window)
    window.wear(scheme, QApplication.font())
    appearance.choose(scheme=Scheme.LIGHT if scheme is Scheme.DARK else Scheme.DARK)
    colours = tokens(scheme)
    assert tokens_of(window.view.calls.palette()) == colours
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    assert contrast(colours.text, colours.warn_soft) >= 4.5
    assert contrast(colours.warn, colours.warn_soft) >= 4.5
    assert contrast(colours.muted, colours.warn_soft) >= 3
    window.view.show_facts(busy(*SIX))
    assert not window.grab().isNull()
    window.end()
