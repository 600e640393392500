"""谁来了: the box that finds enterprises, the cards of those chosen, and a form for a new one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.snapshots import FoundShape
from ui.commands import CommandButton, Commands
from ui.language import Language
from ui.screens.reception.company_cards import CompanyCards
from ui.screens.reception.company_form import CompanyForm
from ui.screens.reception.shown import CardShown
from ui.theme import STEP, Tone
from ui.widgets.labels import Heading, MutedLabel, ToneLabel
from ui.widgets.search_box import Choice, SearchBox
from ui.widgets.shapes import GLYPHS


class WhoView(QWidget):
    """The first column; `company_chosen` carries a `FoundShape`."""

    company_chosen = Signal(object)

    def __init__(self, language: Language, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self._found: dict[str, FoundShape] = {}
        self._several = False
        self.heading = Heading(parent=self)
        self.box = SearchBox("", self)
        self.box.chosen.connect(self._chosen)
        self._new = CommandButton(commands, "reception.new_company", self)
        self._alone = CommandButton(commands, "reception.alone", self)
        self._clear = CommandButton(commands, "reception.clear", self)
        self._hint = MutedLabel(parent=self)
        self._hint.setWordWrap(True)
        self._problem = ToneLabel(tone=Tone.BAD, parent=self)
        self._problem.setWordWrap(True)
        self._problem.hide()
        self.form = CompanyForm(language, self)
        self.form.hide()
        self.cards = CompanyCards(language, self)
        self._build()
        self.retranslate()

    def show_found(self, text: str, companies: Sequence[FoundShape]) -> None:
        """Offer the enterprises found for `text`."""
        self._found = {one.id: one for one in companies}
        self.set_problem("")
        words = self._language.text
        offered = [
            Choice(one.id, one.name, one.uscc or "", words(f"reception.why.{one.why}"))
            for one in companies
        ]
        message = "" if offered else words("reception.none_found")
        self.box.show_results(text, offered, message)

    def show_cards(self, cards: Sequence[CardShown], alone: bool) -> None:
        """Show who came, and what the next thing to do here is."""
        self.cards.show_cards(cards)
        text = self._language.text
        key = "reception.who_hint"
        if alone:
            key = "reception.alone_hint"
        elif cards:
            key = "reception.another_hint"
        self._hint.setText(text(key))
        self.set_problem("")

    def set_problem(self, sentence: str) -> None:
        """Say what is wrong here, "" for nothing."""
        self._problem.setText(f"{GLYPHS[Tone.BAD]} {sentence}" if sentence else "")
        self._problem.setVisible(bool(sentence))

    def controls(self) -> list[QWidget]:
        """Return what can be operated, in the order of the Tab key."""
        above = [self.box.line, self._new, self._alone, self._clear]
        return [*above, *self.form.controls(), *self.cards.controls()]

    def begin_form(self) -> None:
        """Write down an enterprise that is not found."""
        self.form.begin(self.box.text().strip())

    def end_form(self) -> None:
        """Go back to the search."""
        self.form.hide()
        self.box.setFocus()

    def retranslate(self) -> None:
        """Put the words in again."""
        text = self._language.text
        self.heading.setText(text("reception.who"))
        self.box.set_name(text("reception.who_box"), text("reception.who_placeholder"))
        self.form.retranslate()

    def _build(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(STEP)
        buttons.addWidget(self._new)
        buttons.addWidget(self._alone)
        buttons.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self._clear)
        inside = QWidget(self)
        below = QVBoxLayout(inside)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(2 * STEP)
        below.addWidget(self.form)
        below.addWidget(self.cards)
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
        layout.addLayout(head)
        layout.addWidget(self.box)
        layout.addWidget(self._problem)
        layout.addLayout(buttons)
        layout.addWidget(self._hint)
        layout.addWidget(area, 1)

    def _chosen(self, choice: Choice) -> None:
        company = self._found.get(choice.key)
        if company is not None:
            self.company_chosen.emit(company)
