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

from ui.language import Language
from ui.screens.reception.shown import RowShown
from ui.screens.reception.wanted_rows import WantedRows
from ui.theme import STEP, Tone
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import Heading, MutedLabel, ToneLabel
from ui.widgets.search_box import Choice, SearchBox
from ui.widgets.shapes import GLYPHS


class WhatView(QWidget):
    """The second column; `wanted` carries the key of what was chosen in the list."""

    wanted = Signal(str)
    also_wanted = Signal(str)
    need_edited = Signal(str)

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self.heading = Heading(parent=self)
        self.box = SearchBox("", self)
        self.box.chosen.connect(self._chosen)
        self._problem = ToneLabel(tone=Tone.BAD, parent=self)
        self._problem.setWordWrap(True)
        self._problem.hide()
        self._hint = MutedLabel(parent=self)
        self._hint.setWordWrap(True)
        self.rows = WantedRows(language, self)
        self._bundles = QWidget(self)
        self._bundle_layout = FlowLayout(self._bundles, gap=STEP)
        self._offers: list[QPushButton] = []
        self._others: list[QPushButton] = []
        self._offered: tuple[tuple[str, str], ...] = ()
        self._suggested: tuple[tuple[str, str, str], ...] = ()
        self._also = QWidget(self)
        self._also_layout = FlowLayout(self._also, gap=2 * STEP)
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
            button = QPushButton(name, self._bundles)
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

    def show_also(self, windows: Sequence[tuple[str, str, str]]) -> None:
        """Offer windows that may be needed too: code, letter, name."""
        if windows == self._suggested:
            return
        self._suggested = tuple(windows)
        _empty(self._also_layout)
        self._others = []
        self._also.setVisible(bool(windows))
        if not windows:
            return
        self._also_layout.addWidget(
            MutedLabel(self._language.text("reception.also"), parent=self._also)
        )
        for code, letter, name in windows:
            words = self._language.text("reception.also_window", letter=letter, window=name)
            button = QPushButton(f"+ {words}", self._also)
            button.setAutoDefault(True)
            button.setAccessibleName(words)
            button.setProperty("window_code", code)
            button.clicked.connect(self._also_clicked)
            self._also_layout.addWidget(button)
            self._others.append(button)
            button.show()

    def controls(self) -> list[QWidget]:
        """Return what can be operated, in the order of the Tab key."""
        return [self.box.line, *self._offers, *self.rows.controls(), *self._others, self.need]

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
        self._suggested = ()

    def _build(self) -> None:
        inside = QWidget(self)
        below = QVBoxLayout(inside)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(2 * STEP)
        below.addWidget(self._hint)
        below.addWidget(self._bundles)
        below.addWidget(self.rows)
        below.addWidget(self._also)
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
        """Return the heading, as high as those beside it that have a button."""
        blank = QPushButton(self)
        policy = blank.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        blank.setSizePolicy(policy)
        blank.hide()
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(blank)
        return head

    def _chosen(self, choice: Choice) -> None:
        self.wanted.emit(choice.key)

    def _bundle_clicked(self) -> None:
        self.wanted.emit(self.sender().property("key"))
        self.box.setFocus()

    def _also_clicked(self) -> None:
        self.also_wanted.emit(self.sender().property("window_code"))


def _empty(layout: FlowLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (gone := item.widget()) is not None:
            gone.hide()
            gone.deleteLater()
