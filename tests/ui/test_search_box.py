"""Type-ahead by keyboard alone; late answers are passed over."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.theme import Appearance
from ui.widgets.search_box import Choice, SearchBox

FOUND = (
    Choice("1", "杭州大和热磁电子有限公司", "9133…41L", "首字母"),
    Choice("2", "杭州大华技术股份有限公司"),
    Choice("3", "杭州东恒律师事务所"),
)


@pytest.fixture(params=[True, False], ids=["inline", "floating"])
def box(
    request: pytest.FixtureRequest, qtbot: QtBot, appearance: Appearance
) -> Iterator[SearchBox]:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(500, 400)
    made = SearchBox("找企业", host, inline=request.param)
    layout = QVBoxLayout(host)
    layout.addWidget(made)
    layout.addStretch(1)
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    made.setFocus()
    yield made
    host.close()


def _type(box: SearchBox, text: str) -> None:
    QTest.keyClicks(box.line, text)


def test_every_change_asks(qtbot: QtBot, box: SearchBox) -> None:
    asked: list[str] = []
    box.query.connect(asked.append)
    _type(box, "hz")
    assert asked == ["h", "hz"]
    assert box.line.accessibleName() == "找企业"


def test_enter_takes_the_best_and_the_arrows_another(qtbot: QtBot, box: SearchBox) -> None:
    _type(box, "hz")
    box.show_results("hz", FOUND)
    assert box.current() == FOUND[0]
    with qtbot.waitSignal(box.chosen) as chosen:
        QTest.keyClick(box.line, Qt.Key.Key_Return)
    assert chosen.args == [FOUND[0]]
    assert box.current() is None
    box.show_results("hz", FOUND)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(box.line, key)
    with qtbot.waitSignal(box.chosen) as chosen:
        QTest.keyClick(box.line, Qt.Key.Key_Enter)
    assert chosen.args == [FOUND[1]]


def test_an_answer_to_an_older_text_is_passed_over(box: SearchBox) -> None:
    _type(box, "hzd")
    box.show_results("hz", FOUND)
    assert box.choices() == ()
    box.show_results("hzd", FOUND[:1])
    assert box.choices() == FOUND[:1]


def test_nothing_found_says_so_and_enter_submits_the_text(qtbot: QtBot, box: SearchBox) -> None:
    _type(box, "xy")
    box.show_results("xy", (), "没有找到")
    with qtbot.waitSignal(box.submitted) as submitted:
        QTest.keyClick(box.line, Qt.Key.Key_Return)
    assert submitted.args == ["xy"]


def test_escape_closes_then_clears_then_leaves(qtbot: QtBot, box: SearchBox) -> None:
    _type(box, "hz")
    box.show_results("hz", FOUND)
    QTest.keyClick(box.line, Qt.Key.Key_Escape)
    assert (box.choices(), box.text()) == ((), "hz")
    QTest.keyClick(box.line, Qt.Key.Key_Escape)
    assert box.text() == ""
    with qtbot.waitSignal(box.left):
        QTest.keyClick(box.line, Qt.Key.Key_Escape)


def test_clearing_the_line_clears_the_list(box: SearchBox) -> None:
    _type(box, "h")
    box.show_results("h", FOUND)
    QTest.keyClick(box.line, Qt.Key.Key_Backspace)
    assert box.choices() == ()


def test_a_floating_list_stays_inside_the_window(qtbot: QtBot, appearance: Appearance) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(400, 120)
    box = SearchBox("找企业", host)
    box.resize(300, 30)
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    box.setFocus()
    _type(box, "h")
    box.show_results("h", FOUND * 10)
    panel = host.childAt(50, 60)
    assert panel is not None
    assert box.line.hasFocus()
    assert not host.grab().isNull()


def test_enter_never_takes_what_belongs_to_an_older_text(qtbot: QtBot, box: SearchBox) -> None:
    taken: list[object] = []
    box.chosen.connect(taken.append)
    _type(box, "hz")
    box.show_results("hz", FOUND)
    _type(box, "dh")
    assert box.current() is None
    with qtbot.waitSignal(box.submitted) as submitted:
        QTest.keyClick(box.line, Qt.Key.Key_Return)
    assert submitted.args == ["hzdh"]
    assert not taken


def test_what_enter_would_take_is_told(qtbot: QtBot, box: SearchBox) -> None:
    told: list[object] = []
    box.highlighted.connect(told.append)
    _type(box, "hz")
    box.show_results("hz", FOUND)
    QTest.keyClick(box.line, Qt.Key.Key_Down)
    QTest.keyClick(box.line, Qt.Key.Key_Escape)
    assert told == [FOUND[0], FOUND[1], None]
