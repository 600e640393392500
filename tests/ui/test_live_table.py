"""Rows come and go; what a person has selected and looks at stays."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from ui.fonts import TextSize
from ui.theme import Appearance, Tone
from ui.widgets.live_model import Column, LiveModel
from ui.widgets.live_table import LiveTable
from ui.widgets.whole_rows import WholeRows


@dataclass(frozen=True, slots=True)
class Row:
    key: int
    label: str
    wait: int


COLUMNS: list[Column[Row]] = [
    Column("号码", lambda row: row.label, letter=lambda row: row.label[0]),
    Column("事项", lambda row: f"事项 {row.key}", stretch=True),
    Column("等候", lambda row: f"{row.wait}′", numeric=True),
    Column("状态", lambda row: "临期", tone=lambda row: Tone.WARN),
]


def _rows(count: int) -> list[Row]:
    return [Row(key, f"F{key:03d}", key) for key in range(count)]


@pytest.fixture
def model() -> LiveModel:
    return LiveModel(COLUMNS, key=lambda row: row.key)


@pytest.fixture
def table(qtbot: QtBot, model: LiveModel, appearance: Appearance) -> LiveTable:
    made = LiveTable(model, "队列")
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show()
    return made


def _shown(model: LiveModel) -> list[int]:
    return [int(str(model.key_at(place))) for place in range(model.rowCount())]


def test_no_change_is_ever_a_reset(qtbot: QtBot, model: LiveModel) -> None:
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    resets: list[None] = []
    model.modelReset.connect(lambda: resets.append(None))
    chance = random.Random(7)
    rows = _rows(40)
    for _ in range(60):
        wanted = chance.sample(rows, chance.randint(0, 40))
        wanted = [replace(row, wait=chance.randint(0, 3)) for row in wanted]
        model.show(wanted)
        assert [model.row_at(place) for place in range(model.rowCount())] == wanted
        assert [model.place_of(row.key) for row in wanted] == list(range(len(wanted)))
    assert resets == []


def test_only_rows_that_differ_are_touched(qtbot: QtBot, model: LiveModel) -> None:
    model.show(_rows(10))
    touched: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: touched.append((first.row(), last.row())))
    model.upsert([Row(3, "F003", 3), Row(4, "F004", 99), Row(5, "F005", 99), Row(8, "F008", 99)])
    assert touched == [(4, 5), (8, 8)]


def test_upsert_sorts_where_there_is_an_order(model: LiveModel) -> None:
    ordered = LiveModel(COLUMNS, key=lambda row: row.key, order=lambda row: (row.wait, row.key))
    ordered.upsert(_rows(5))
    ordered.upsert([Row(0, "F000", 9), Row(7, "F007", 2)])
    assert _shown(ordered) == [1, 2, 7, 3, 4, 0]
    ordered.remove([7, 1, 12345])
    assert _shown(ordered) == [2, 3, 4, 0]


def test_selection_and_scroll_stay(qtbot: QtBot, table: LiveTable, model: LiveModel) -> None:
    model.show(_rows(500))
    table.select_key(250)
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum() // 2)
    top = model.key_at(table.rowAt(0))
    offset = table.rowViewportPosition(table.rowAt(0))
    fresh = [Row(key, f"F{key}", key) for key in range(1000, 1040)]
    model.show([*fresh, *reversed(_rows(20)), *_rows(500)[20:]])
    assert table.current_key() == 250
    assert [index.row() for index in table.selectionModel().selectedRows()] == [290]
    assert model.key_at(table.rowAt(0)) == top
    assert table.rowViewportPosition(table.rowAt(0)) == offset
    model.remove([250])
    assert table.current_key() != 250


def test_a_view_at_its_beginning_shows_what_comes_first(
    qtbot: QtBot, table: LiveTable, model: LiveModel
) -> None:
    model.show(_rows(100))
    model.show([Row(999, "F999", 0), *_rows(100)])
    assert model.key_at(table.rowAt(0)) == 999


def test_200_of_5000_rows_are_refreshed_within_a_frame(
    qtbot: QtBot, table: LiveTable, model: LiveModel
) -> None:
    model.show(_rows(5000))
    table.select_key(2500)
    took = []
    for turn in range(1, 8):
        fresh = [Row(key, f"F{key:03d}", turn * 10_000) for key in range(0, 4000, 20)]
        began = time.perf_counter()
        model.upsert(fresh)
        took.append(time.perf_counter() - began)
    assert table.current_key() == 2500
    assert min(took) <= 0.015  # the best of seven: the machine may be busy with others


def test_enter_opens_the_current_row(qtbot: QtBot, table: LiveTable, model: LiveModel) -> None:
    model.show(_rows(3))
    table.select_key(1)
    with qtbot.waitSignal(table.activated_key) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [1]
    with qtbot.waitSignal(table.current_key_changed) as moved:
        QTest.keyClick(table, Qt.Key.Key_Down)
    assert moved.args == [2]


def test_cells_speak_their_column_and_states_are_painted(
    qtbot: QtBot, table: LiveTable, model: LiveModel
) -> None:
    model.show(_rows(3))
    spoken = model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "号码: F F001"
    assert model.index(1, 3).data(Qt.ItemDataRole.AccessibleTextRole) == "状态: 临期"
    assert not table.grab().isNull()
    assert model.index(0, 0, QModelIndex()).isValid()


def test_columns_fit_rows_that_come_later(qtbot: QtBot, table: LiveTable, model: LiveModel) -> None:
    header = table.horizontalHeader()
    before = header.sectionSize(0)
    model.show([])
    model.show([Row(1, "W" * 20, 1)])
    qtbot.waitUntil(lambda: header.sectionSize(0) >= table.sizeHintForColumn(0))
    assert header.sectionSize(0) > before


def test_new_words_keep_the_rows(table: LiveTable, model: LiveModel) -> None:
    model.show(_rows(3))
    table.select_key(2)
    model.set_columns([replace(column, title=column.title + "!") for column in COLUMNS])
    assert table.current_key() == 2
    assert model.headerData(0, Qt.Orientation.Horizontal) == "号码!"
    with pytest.raises(ValueError, match="columns"):
        model.set_columns(COLUMNS[:1])


def test_no_row_is_shown_by_half_at_any_text_size(
    qtbot: QtBot, model: LiveModel, appearance: Appearance
) -> None:
    table = LiveTable(model, "队列")
    place = WholeRows(table)
    qtbot.addWidget(place)
    model.show(_rows(40))
    place.resize(600, 403)
    place.show()
    for size in TextSize:
        appearance.choose(text_size=size)
        qtbot.waitUntil(lambda: table.viewport().height() % table.rowHeight(0) == 0)
        assert table.viewport().height() > 3 * table.rowHeight(0)
    appearance.choose(text_size=TextSize.NORMAL)
