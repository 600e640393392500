"""Finds, while one types, the other file of a company that is there twice."""

from __future__ import annotations

from functools import partial
from typing import cast

from PySide6.QtCore import QObject, Slot

from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.requests import FindEnterprises
from desktop.snapshots import EnterprisesAnswer
from ui.background import Lanes
from ui.screens.enterprises.merge_page import MergePage
from ui.widgets.search_box import Choice

_MOST = 8


class Doubles(QObject):
    """Answers what is typed on the page of a merge."""

    def __init__(self, desk: Desk, lanes: Lanes, page: MergePage, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._lanes, self._page = desk, lanes, page

    @Slot(str)
    def look_for(self, text: str) -> None:
        """Offer the companies that a text finds."""
        self._lanes.database.submit(
            partial(_found, self._desk, text), self._offer, self._nothing, key="enterprises.double"
        )

    @Slot(object)
    def _offer(self, found: tuple[str, list[Choice]]) -> None:
        self._page.show_found(*found)

    @Slot(object)
    def _nothing(self, _error: DeskError) -> None:
        self._page.show_found(self._page.search.line.text(), [])


def _found(desk: Desk, text: str) -> tuple[str, list[Choice]]:
    if not text.strip():
        return text, []
    answer = cast("EnterprisesAnswer", desk.ask(FindEnterprises(text, _MOST)))
    return text, [Choice(one.id, one.name, one.uscc or "") for one in answer.enterprises]
