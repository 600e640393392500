"""The language of the screens, switched live.

Views ask `text(key, …)` and put the strings in again whenever `changed` is emitted.  Where the
sentences live is not known here: the two look-ups are handed in by whoever builds the program.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QDate, QLocale, QObject, Signal

from desktop.domain.errors import DeskError

Lookup = Callable[[str, str, dict[str, object]], str]
"""(language, key, values) → the text, with the values filled in."""
Sentence = Callable[[str, DeskError], str]
"""(language, error) → the sentence that people read."""

LANGUAGES: Final = ("zh", "en")


class Language(QObject):
    """The chosen language and its texts; `changed` carries the new code."""

    changed = Signal(str)

    def __init__(
        self, lookup: Lookup, sentence: Sentence, code: str = "zh", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._lookup = lookup
        self._sentence = sentence
        self._code = code

    @property
    def code(self) -> str:
        """Return `zh` or `en`."""
        return self._code

    def choose(self, code: str) -> None:
        """Switch to `code`; every view hears it at once."""
        if code in LANGUAGES and code != self._code:
            self._code = code
            self.changed.emit(code)

    def text(self, key: str, /, **values: object) -> str:
        """Return the text of `key` in the chosen language, with `values` filled in."""
        return self._lookup(self._code, key, values)

    def sentence(self, error: DeskError) -> str:
        """Return what people read for `error`."""
        return self._sentence(self._code, error)

    def date(self, day: QDate) -> str:
        """Return a day as the top bar shows it: month, day, day of the week."""
        locale = QLocale("zh_CN" if self._code == "zh" else "en_GB")
        return locale.toString(day, self.text("frame.date_format"))
