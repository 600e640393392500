"""办什么: the box that finds items, bundles, windows and cases, and what was chosen so far."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.commands import CommandButton, Commands
from ui.language import Language
from ui.screens.reception.offer_row import OfferRow
from ui.screens.reception.offers import Offer
from ui.screens.reception.shown import RowShown
from ui.screens.reception.wanted_rows import WantedRows
from ui.theme import STEP, Tone
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import Heading, MutedLabel, ToneLabel, unkeyed
from ui.widgets.search_box import Choice, SearchBox
from ui.widgets.shapes import GLYPHS


class WhatView(QWidget):
    """The second column; `wanted` carries the key of what was chosen in the list."""

    wanted = Signal(str)
    need_edited = Signal(str)

    def __init__(self, language: Language, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self.heading = Heading(parent=self)
        self.box = SearchBox("", self)
        self.box.chosen.connect(self._chosen)
        # After the box: what Qt's chain has before it would be the way round the box again.
        self.answer = CommandButton(commands, "reception.answer", self)
        self._problem = ToneLabel(tone=Tone.BAD, parent=self)
        self._problem.setWordWrap(True)
        self._problem.hide()
        self._hint = MutedLabel(parent=self)
        self._hint.setWordWrap(True)
        self.rows = WantedRows(language, self)
        self._bundles = QWidget(self)
        self._bundle_layout = FlowLayout(self._bundles, gap=STEP)
        self._offers: list[QPushButton] = []
        self._offered: tuple[tuple[str, str], ...] = ()
        self.said = OfferRow(self)
        self.together = OfferRow(self)
        self.also = OfferRow(self)
        self.need = QLineEdit(self)
        self.need.setTextMargins(STEP, 0, 0, 0)
        self.need.setMaxLength(500)
        self.need.textEdited.connect(self.need_edited)
        self._build()
        self.retranslate()

    def show_found(self, text: str, choices: Sequence[Choice]) -> None:
        """Offer what `text` may mean."""
        none = bool(text.strip()) and not choices
        message = self._language.text("reception.nothing_found") if none else ""
        self.box.show_results(text, choices, message)

    def show_bundles(self, bundles: Sequence[tuple[str, str]]) -> None:
        """Offer the bundles by key and name, while nothing was chosen yet."""
        if bundles == self._offered:
            return
        self._offered = tuple(bundles)
        _empty(self._bundle_layout)
        self._offers = []
        for key, name in bundles:
            button = QPushButton(unkeyed(name), self._bundles)
            button.setAutoDefault(True)
            button.setAccessibleName(name)
            button.setProperty("key", key)
            button.clicked.connect(self._bundle_clicked)
            self._bundle_layout.addWidget(button)
            self._offers.append(button)
            button.show()

    def show_rows(self, rows: Sequence[RowShown]) -> None:
        """Show what was chosen."""
        self.rows.show_rows(rows)
        self._hint.setVisible(not rows)
        self._bundles.setVisible(not rows)
        self.set_problem("")

    def show_offer(self, text: str, offer: Offer) -> None:
        """Offer what the words of `text` may mean, or ask which one is meant."""
        self.box.show_results(
            text, offer.choices, offer.message, chosen=not offer.asks, figures=True
        )

    def controls(self) -> list[QWidget]:
        """Return what can be operated, in the order of the Tab key."""
        rows = (self.said, self.together, self.also)
        offered = [one for row in rows for one in row.controls()]
        return [
            self.box.line,
            self.answer,
            *self._offers,
            *self.rows.controls(),
            *offered,
            self.need,
        ]

    def show_need(self, text: str) -> None:
        """Show the visitor's words, unless they are just being typed."""
        if self.need.text() != text:
            self.need.setText(text)

    def set_problem(self, sentence: str) -> None:
        """Say what is missing here, "" for nothing."""
        self._problem.setText(f"{GLYPHS[Tone.BAD]} {sentence}" if sentence else "")
        self._problem.setVisible(bool(sentence))

    def retranslate(self) -> None:
        """Put the words in again."""
        text = self._language.text
        self.heading.setText(text("reception.what"))
        self.box.set_name(text("reception.what_box"), text("reception.what_placeholder"))
        self._hint.setText(text("reception.what_hint"))
        self.need.setPlaceholderText(text("reception.need_placeholder"))
        self.need.setAccessibleName(text("reception.need"))
        self.rows.clear_rows()

    def _build(self) -> None:
        inside = QWidget(self)
        below = QVBoxLayout(inside)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(2 * STEP)
        below.addWidget(self._hint)
        below.addWidget(self._bundles)
        below.addWidget(self.rows)
        for row in (self.together, self.said, self.also):
            below.addWidget(row)
        below.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * STEP)
        layout.addLayout(self._head())
        layout.addWidget(self.box)
        layout.addWidget(self._problem)
        layout.addWidget(area, 1)
        layout.addWidget(self.need)

    def _head(self) -> QHBoxLayout:
        """Return the heading with the button for a question that needs no number."""
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.answer)
        return head

    def _chosen(self, choice: Choice) -> None:
        self.wanted.emit(choice.key)

    def _bundle_clicked(self) -> None:
        self.wanted.emit(self.sender().property("key"))
        self.box.setFocus()


def _empty(layout: FlowLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (gone := item.widget()) is not None:
            gone.hide()
            gone.deleteLater()
