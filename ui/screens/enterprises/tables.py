"""The tables of the screen: companies, people, cases, tickets, faulty rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.snapshots import CaseShape, ContactShape, EnterpriseShape, TicketShape
from ui.screens.enterprises.import_facts import Fault
from ui.screens.enterprises.wording import Wording
from ui.widgets.live_model import Column, LiveModel
from ui.widgets.live_table import LiveTable

_CODE, _CODE_ROOM = 1, 34
_MOST_SHOWN = 6


def company_columns(say: Wording) -> list[Column[EnterpriseShape]]:
    """Return the columns of the list."""
    text = say.text
    return [
        Column(
            text("column.company"), lambda row: row.name, tip=lambda row: row.name, stretch=True
        ),
        Column(text("column.code"), lambda row: row.uscc or ""),
        Column(text("column.tier"), lambda row: say.tier(row.tier)),
        Column(text("column.open"), say.open_cases, numeric=True),
    ]


def contact_columns(say: Wording) -> list[Column[ContactShape]]:
    """Return the columns of a company's people."""
    text = say.text
    return [
        Column(text("column.person"), lambda row: row.name or ""),
        Column(text("column.duty"), lambda row: row.duty or "", stretch=True),
        Column(text("column.phone"), lambda row: row.phone or ""),
        Column(text("column.id_number"), lambda row: row.id_number or ""),
    ]


def case_columns(say: Wording) -> list[Column[CaseShape]]:
    """Return the columns of a company's cases."""
    text = say.text
    return [
        Column(
            text("column.case"),
            lambda row: row.number,
            letter=lambda row: say.names.letters.get(row.window, ""),
            tip=lambda row: say.names.window(row.window, say.language.code),
        ),
        Column(text("column.item"), say.item, tip=say.item, stretch=True),
        Column(text("column.state"), say.case_state, tone=say.case_tone),
    ]


def ticket_columns(say: Wording) -> list[Column[TicketShape]]:
    """Return the columns of a company's visits."""
    text = say.text
    return [
        Column(text("column.at"), lambda row: say.moment(row.issued_at)),
        Column(text("column.label"), lambda row: row.label),
        Column(text("column.windows"), say.ticket_windows, tip=say.ticket_windows, stretch=True),
        Column(text("column.state"), say.ticket_state),
    ]


def fault_columns(say: Wording) -> list[Column[Fault]]:
    """Return the columns of rows that are not taken over."""
    text = say.text
    return [
        Column(text("column.row"), lambda row: str(row.number), numeric=True),
        Column(text("column.company"), lambda row: row.name, tip=lambda row: row.name),
        Column(
            text("column.reason"), lambda row: row.reason, tip=lambda row: row.reason, stretch=True
        ),
    ]


class CompanyTable(LiveTable):
    """The list; in little room it leaves out the code, which the page shows."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the column before anything is cut off."""
        room = event.size().width() / max(1, self.fontMetrics().height())
        self.setColumnHidden(_CODE, room < _CODE_ROOM)
        super().resizeEvent(event)


class ShortTable(LiveTable):
    """A table on the page: as high as its rows, a few at most."""

    def __init__(self, model: LiveModel, parent: QWidget | None = None) -> None:
        super().__init__(model, "", parent)
        self.setMinimumWidth(0)
        model.changed.connect(self._fit)

    def _fit(self) -> None:
        self.show_at_once(max(1, min(_MOST_SHOWN, self.model().rowCount())))


def keyed_model(columns: Sequence[Column[Any]], parent: QObject) -> LiveModel:
    """Return a model of rows that have an `id`."""
    return LiveModel(columns, key=_id_of, parent=parent)


def _id_of(row: object) -> str:
    found: str = row.id  # type: ignore[attr-defined]  # every shape of the desk has one
    return found
