"""The tables: windows with a small history, the chart's values, what stands behind a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget

from desktop.snapshots import CaseShape, CounterShape, DayFigures, EnquiryRow, FigureRow
from ui.screens.supervisor.facts import Point, WindowRow
from ui.screens.supervisor.wording import NONE, Wording, minutes, percentile, wait_tone
from ui.theme import STEP, Tone, tokens_of
from ui.widgets.live_model import Column, LiveModel
from ui.widgets.live_table import LiveDelegate, LiveTable

_HISTORY, _SERVE, _MISSED = 9, 8, 6
_THIN: Final = 5.0
"""Columns of the history this narrow stand close together, in pixels."""
_ROOM: Final = {_MISSED: 30, _SERVE: 34, _HISTORY: 38}
Index = QModelIndex | QPersistentModelIndex


def window_columns(say: Wording) -> list[Column[WindowRow]]:
    """Return the columns of the windows' table."""
    return [
        Column(
            say.text("column.window"),
            lambda row: say.window(row.code),
            letter=lambda row: say.letter(row.code),
            tip=lambda row: say.window(row.code),
            stretch=True,
        ),
        Column(say.text("column.waiting"), lambda row: _number(row.waiting), numeric=True),
        Column(
            say.text("column.longest"),
            lambda row: minutes(row.longest_s),
            tone=lambda row: wait_tone(row.longest_s),
            numeric=True,
        ),
        Column(
            say.text("column.counters"),
            lambda row: _number(row.counters),
            tone=lambda row: Tone.BAD if row.waiting and row.counters == 0 else None,
            numeric=True,
        ),
        Column(say.text("column.issued"), lambda row: str(row.issued), numeric=True),
        Column(say.text("column.served"), lambda row: str(row.served), numeric=True),
        Column(say.text("column.missed"), lambda row: str(row.missed), numeric=True),
        Column(say.text("column.wait_p50"), lambda row: minutes(row.wait_s), numeric=True),
        Column(say.text("column.serve_p50"), lambda row: minutes(row.serve_s), numeric=True),
        Column(
            say.text("column.history"),
            lambda row: "　" * 6,
            tip=lambda row: " ".join(map(str, row.history)),
        ),
    ]


def point_columns(say: Wording, *, by_day: bool) -> list[Column[Point]]:
    """Return the columns of the chart's table."""
    longest = "wait_p90" if by_day else "longest_of"
    return [
        Column(
            say.text("column.day" if by_day else "column.from"),
            lambda row: row.label,
            stretch=True,
        ),
        Column(say.text("column.wait_p50"), lambda row: minutes(row.median_s), numeric=True),
        Column(
            say.text(f"column.{longest}"),
            lambda row: minutes(row.longest_s),
            tone=lambda row: wait_tone(row.longest_s),
            numeric=True,
        ),
        Column(
            say.text("column.issued" if by_day else "column.counters"),
            lambda row: str(row.count),
            numeric=True,
        ),
    ]


def ticket_columns(say: Wording) -> list[Column[FigureRow]]:
    """Return the columns of tickets and stops."""
    return [
        Column(
            say.text("column.label"),
            lambda row: row.label,
            letter=lambda row: say.letter(row.windows[0]) if row.windows else "",
        ),
        Column(
            say.text("column.company"),
            lambda row: row.enterprise_name or say.text("no_company"),
            stretch=True,
        ),
        Column(
            say.text("column.way"),
            lambda row: " → ".join(say.letter(code) for code in row.windows),
            tip=lambda row: " → ".join(say.window(code) for code in row.windows),
        ),
        Column(say.text("column.state"), lambda row: _state(row, say)),
        Column(say.text("column.issued_at"), lambda row: say.clock(row.issued_at), numeric=True),
        Column(
            say.text("column.wait"),
            lambda row: minutes(row.wait_seconds),
            tone=lambda row: wait_tone(row.wait_seconds),
            numeric=True,
        ),
        Column(say.text("column.serve"), lambda row: minutes(row.serve_seconds), numeric=True),
    ]


def case_columns(say: Wording) -> list[Column[CaseShape]]:
    """Return the columns of cases."""
    return [
        Column(
            say.text("column.number"), lambda row: row.number, letter=lambda r: say.letter(r.window)
        ),
        Column(
            say.text("column.company"),
            lambda row: row.enterprise_name or say.text("no_company"),
            stretch=True,
        ),
        Column(say.text("column.item"), lambda row: say.item(row.item), stretch=True),
        Column(say.text("column.owner"), lambda row: say.person(row.assigned_to)),
        Column(say.text("column.due"), lambda row: str(row.due_on or NONE)),
        Column(
            say.text("column.late"),
            lambda row: NONE if row.days_left is None else str(-row.days_left),
            tone=lambda row: Tone.BAD,
            numeric=True,
        ),
    ]


def counter_columns(say: Wording) -> list[Column[CounterShape]]:
    """Return the columns of counters."""
    return [
        Column(say.text("column.counter"), lambda row: str(row.number), numeric=True),
        Column(say.text("column.staff"), lambda row: say.person(row.staff)),
        Column(
            say.text("column.state"),
            lambda row: say.text("lost" if row.alive is False else f"counter.{row.state}"),
            tone=lambda row: Tone.BAD if row.alive is False else Tone.GOOD,
        ),
        Column(
            say.text("column.windows"),
            lambda row: "  ".join(say.window(code) for code in row.opened_windows),
            stretch=True,
        ),
    ]


def enquiry_columns(say: Wording) -> list[Column[EnquiryRow]]:
    """Return the columns of questions answered."""
    return [
        Column(say.text("column.at"), lambda row: say.clock(row.at), numeric=True),
        Column(
            say.text("column.window"), lambda row: say.window(row.window) if row.window else NONE
        ),
        Column(say.text("column.item"), lambda row: say.item(row.item), stretch=True),
        Column(say.text("column.staff"), lambda row: say.person(row.staff)),
    ]


def day_columns(say: Wording) -> list[Column[DayFigures]]:
    """Return the columns of days."""
    return [
        Column(say.text("column.day"), lambda row: say.day(row.day), stretch=True),
        *(
            Column(say.text(f"column.{name}"), _total(name), numeric=True)
            for name in ("issued", "served", "missed", "cancelled")
        ),
        Column(say.text("column.answered"), lambda row: str(row.answered), numeric=True),
        Column(say.text("column.wait_p50"), _time("p50"), numeric=True),
        Column(say.text("column.wait_p90"), _time("p90"), numeric=True),
    ]


def key_of(row: Any) -> object:
    """Return what tells a row from the others of its list."""
    match row:
        case FigureRow():
            return (row.ticket, row.step_no)
        case CaseShape():
            return row.id
        case CounterShape():
            return row.number
        case EnquiryRow():
            return row.enquiry
    return row.day


class WindowsTable(LiveTable):
    """The windows; their history is drawn, and in little room columns are left out."""

    def __init__(self, model: LiveModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(model, name, parent)
        self.setMinimumWidth(0)
        self.setItemDelegateForColumn(_HISTORY, HistoryDelegate(self))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out columns before anything is cut off."""
        room = event.size().width() / max(1, self.fontMetrics().height())
        for column, needed in _ROOM.items():
            self.setColumnHidden(column, room < needed)
        super().resizeEvent(event)


class HistoryDelegate(LiveDelegate):
    """Draws a row's history as small columns; its numbers are in the tip and the chart's table."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row's ground, then the columns."""
        super().paint(painter, option, index)
        model = index.model()
        row = model.row_at(index.row()) if isinstance(model, LiveModel) else None
        if not isinstance(row, WindowRow) or not any(row.history):
            return
        ink = QColor(tokens_of(option.palette).accent)
        if option.state & QStyle.StateFlag.State_Selected:
            ink = option.palette.highlightedText().color()
        room = QRectF(option.rect).adjusted(2 * STEP, 2 * STEP, -2 * STEP, -2 * STEP)
        most, step = max(row.history), room.width() / len(row.history)
        gap = 2 if step > _THIN else 0
        for at, value in enumerate(row.history):
            height = room.height() * value / most
            left = room.left() + step * at
            painter.fillRect(QRectF(left, room.bottom() - height, step - gap, height), ink)


def make_model(columns: Sequence[Column[Any]], key: Any, parent: QObject) -> LiveModel:
    """Return an empty list with these columns."""
    return LiveModel(columns, key=key, parent=parent)


def _number(value: int | None) -> str:
    return NONE if value is None else str(value)


def _state(row: FigureRow, say: Wording) -> str:
    word = say.text(f"state.{row.state}")
    if row.counter is not None and row.state in ("called", "serving", "held", "away"):
        return say.text("at_counter", state=word, counter=row.counter)
    return word


def _total(name: str) -> Any:
    return lambda row: str(row.totals[name])


def _time(which: str) -> Any:
    return lambda row: minutes(percentile(row.totals, "wait", which))
