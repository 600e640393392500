"""The inline bar with a search: whom to call by name, what to add."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.screens.counter.bars import Bar
from ui.screens.counter.words import Words
from ui.widgets.search_box import Choice, SearchBox


class PickBar(Bar):
    """`picked(key)` when one was chosen; `find` answers at once, from memory."""

    picked = Signal(str)

    def __init__(
        self,
        words: Words,
        keys: tuple[str, str],
        find: Callable[[str], Sequence[Choice]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self._keys = keys
        self._find = find
        self.box = SearchBox("", self)
        self.box.query.connect(self._search)
        self.box.chosen.connect(self._chosen)
        self.box.submitted.connect(self._submitted)
        self.box.left.connect(self.left)
        self.row.addWidget(self.box, 1)
        self.ok.hide()

    def retranslate(self) -> None:
        """Put the words in again."""
        title = self.words.text(self._keys[0])
        self.title.setText(title)
        self.box.set_name(title)
        super().retranslate()

    def take_focus(self) -> None:
        """Begin to type; what there is stands below."""
        self.box.set_text("")
        self.box.setFocus()
        self._search("")

    def search_again(self) -> None:
        """Offer what there is by now for what was typed."""
        self._search(self.box.text())

    def _search(self, text: str) -> None:
        choices = self._find(text)
        message = "" if choices or not text else self.words.text(self._keys[1], text=text)
        self.box.show_results(text, choices, message)

    def _submitted(self, text: str) -> None:
        """Let the desk judge a whole label or code that is not on offer here."""
        if text.strip():
            self.picked.emit(text.strip())

    def _chosen(self, choice: Choice) -> None:
        self.picked.emit(choice.key)
