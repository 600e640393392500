"""The small widgets: what they say, what they show, how they wait."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible, QFont, QFontMetrics, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.theme import Appearance, Tone
from ui.widgets.badge import Badge
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import Field, line_field
from ui.widgets.flow import FlowLayout
from ui.widgets.label_display import LabelDisplay
from ui.widgets.labels import MutedLabel
from ui.widgets.shapes import GLYPHS
from ui.widgets.timer_label import TimerLabel, elapsed_text
from ui.widgets.window_strip import StripCell, WindowCell, WindowStrip, whole_words
from ui.widgets.window_tag import WindowTag


@pytest.fixture
def host(qtbot: QtBot, appearance: Appearance) -> QWidget:
    made = QWidget()
    QVBoxLayout(made)
    qtbot.addWidget(made)
    return made


def _put(host: QWidget, widget: QWidget) -> None:
    layout = host.layout()
    assert layout is not None
    layout.addWidget(widget)
    host.resize(600, 300)
    host.show()
    layout.activate()


def test_every_tone_has_a_shape_of_its_own(host: QWidget) -> None:
    assert len(set(GLYPHS.values())) == len(Tone)
    pictures = set()
    for tone in Tone:
        badge = Badge(tone, "状态", host)
        badge.resize(badge.sizeHint())
        image = badge.grab().toImage().convertToFormat(badge.grab().toImage().Format.Format_Mono)
        pictures.add(bytes(image.constBits()))
        assert badge.accessibleName() == "状态"
    assert len(pictures) == len(Tone)  # different even in black and white


def test_a_window_is_never_without_its_letter(host: QWidget) -> None:
    tag = WindowTag("F", "财务法务", host)
    assert tag.accessibleName() == "F 财务法务"
    assert tag.minimumSizeHint().width() == tag.sizeHint().height()
    tag.show_window("F", spoken="财务法务之窗")
    assert tag.accessibleName() == "F 财务法务之窗"
    assert tag.sizeHint().width() == tag.sizeHint().height()


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0′00″"), (40.9, "0′40″"), (725, "12′05″"), (3720, "1h02′"), (-5, "0′00″")],
)
def test_spans_as_people_read_them(seconds: float, text: str) -> None:
    assert elapsed_text(seconds) == text


def test_a_timer_counts_by_its_own_clock_and_rests_while_hidden(
    qtbot: QtBot, host: QWidget
) -> None:
    now = [100.0]
    label = TimerLabel(host, clock=lambda: now[0])
    _put(host, label)
    label.start(30)
    assert label.text() == "0′30″"
    now[0] += 12
    qtbot.waitUntil(lambda: label.text() == "0′42″", timeout=3000)
    label.hide()
    now[0] += 60
    assert label.text() == "0′42″"
    label.show()
    assert label.text() == "1′42″"
    label.stop()
    now[0] += 60
    assert label.seconds() == 102
    label.clear_time()
    assert label.text() == ""


def test_the_label_is_spoken_and_idle_words_when_there_is_none(host: QWidget) -> None:
    display = LabelDisplay(host)
    display.set_idle("没有来访")
    assert display.accessibleName() == "没有来访"
    display.show_label("F012", "F零幺二")
    assert (display.label, display.accessibleName()) == ("F012", "F零幺二")
    _put(host, display)
    assert not display.grab().isNull()
    display.show_label("")
    assert display.accessibleName() == "没有来访"


def test_an_empty_list_says_what_to_do_next(qtbot: QtBot, host: QWidget) -> None:
    empty = EmptyState(host)
    _put(host, empty)
    empty.say("还没有办件", "取号后会出现在这里。", "去导服台")
    (button,) = empty.findChildren(QPushButton)
    assert button.accessibleName() == "去导服台"
    with qtbot.waitSignal(empty.acted):
        button.click()
    empty.say("还没有办件", "取号后会出现在这里。")
    assert not button.isVisible()


def test_a_field_names_describes_and_complains(host: QWidget) -> None:
    field = line_field(host, limit=18)
    _put(host, field)
    field.set_text("统一社会信用代码(&U)", "18 位", "9133…")
    line = field.control
    assert isinstance(line, QLineEdit)
    assert field.label.buddy() is line
    assert line.placeholderText() == "9133…"
    assert line.maxLength() == 18
    field.set_problem("第 9 位是字母 O")
    assert field.problem == "第 9 位是字母 O"
    assert line.accessibleDescription() == "第 9 位是字母 O 18 位"
    shown = [label.text() for label in field.findChildren(QLabel) if label.isVisible()]
    assert "■ 第 9 位是字母 O" in shown
    field.set_problem("")
    assert line.accessibleDescription() == "18 位"


def test_a_screen_reader_finds_a_fields_name(host: QWidget) -> None:
    field = Field(QLineEdit(host), host)
    field.set_text("企业名称")
    found = QAccessible.queryAccessibleInterface(field.control)
    assert found.text(QAccessible.Text.Name) == "企业名称"


def test_words_keep_their_colour_on_any_ground(host: QWidget) -> None:
    host.setBackgroundRole(QPalette.ColorRole.Base)
    label = MutedLabel("quiet", parent=host)
    written = label.palette().color(label.foregroundRole())
    assert written == label.palette().color(QPalette.ColorRole.WindowText)


def test_chips_go_on_in_the_next_line(host: QWidget) -> None:
    inside = QWidget(host)
    flow = FlowLayout(inside, gap=10)
    chips = [QLabel(str(number), inside) for number in range(3)]
    for chip in chips:
        chip.setFixedSize(100, 20)
        flow.addWidget(chip)
    flow.setGeometry(QRect(0, 0, 215, 100))
    assert [(chip.x(), chip.y()) for chip in chips] == [(0, 0), (110, 0), (0, 30)]
    assert flow.heightForWidth(215) == 50
    assert flow.heightForWidth(330) == 20
    assert flow.count() == 3
    assert flow.takeAt(5) is None


def test_the_strip_keeps_its_buttons_and_tells_which_was_chosen(
    qtbot: QtBot, host: QWidget
) -> None:
    strip = WindowStrip(host)
    _put(host, strip)
    cells = [
        StripCell("CF", "F", "财法", 7, "21′", "财务法务：7 人等候，最长 21 分钟", alert=True),
        StripCell("RC", "D", "人才", 0, "", "人才人力：无人等候", closed=True),
    ]
    strip.show_cells(cells)
    before = strip.findChildren(WindowCell)
    strip.show_cells([StripCell("CF", "F", "财法", 6, "", "财务法务：6 人等候"), cells[1]])
    assert strip.findChildren(WindowCell) == before
    assert before[0].accessibleName() == "财务法务：6 人等候"
    before[0].setFocus()
    with qtbot.waitSignal(strip.chosen) as chosen:
        QTest.keyClick(before[0], Qt.Key.Key_Space)
    assert chosen.args == ["CF"]
    assert not strip.grab().isNull()
    strip.show_cells(cells[1:])
    qtbot.waitUntil(lambda: len(strip.findChildren(WindowCell)) == 1)


def test_a_long_name_of_a_window_is_shortened_by_whole_words() -> None:
    metrics = QFontMetrics(QFont())
    rest = "Organisations & Clean Government–Business"
    assert whole_words(rest, metrics, 10_000) == rest
    room = metrics.horizontalAdvance("Organisations & Clean")
    assert whole_words(rest, metrics, room) == "Organisations"
    assert whole_words("Organisations", metrics, 1) == "Organisations"
