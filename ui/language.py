"""The language of the screens, switched live.

Views ask `text(key, …)` and put the strings in again whenever `changed` is emitted.
"""

from __future__ import annotations

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate, QLocale, QObject, Signal

from desktop.domain.errors import DeskError
from desktop.i18n import LANGUAGES, Translator, error_sentence, reason_sentence


class Language(QObject):
    """The chosen language and its texts; `changed` carries the new code (`zh` or `en`)."""

    changed = Signal(str)

    def __init__(self, code: str = LANGUAGES[0], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._translators = {known: Translator(known) for known in LANGUAGES}
        self._code = code if code in self._translators else LANGUAGES[0]

    @property
    def code(self) -> str:
        """Return `zh` or `en`."""
        return self._code

    @property
    def translator(self) -> Translator:
        """Return the chosen language's sentences."""
        return self._translators[self._code]

    def choose(self, code: str) -> None:
        """Switch to `code`; every view hears it at once.  Unknown codes change nothing."""
        if code in self._translators and code != self._code:
            self._code = code
            self.changed.emit(code)

    def text(self, key: str, /, **values: object) -> str:
        """Return the text of `key` in the chosen language, with `values` filled in."""
        return self.translator.filled(key, values)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the text of `key` in every language, the chosen one first."""
        others = (one for code, one in self._translators.items() if code != self._code)
        return tuple(one.text(key) for one in (self.translator, *others))

    def sentence(self, error: DeskError) -> str:
        """Return what people read for `error`: what went wrong and what to do next."""
        return error_sentence(self.translator, error)

    def reason(self, code: str, values: Mapping[str, object], zone: ZoneInfo) -> str:
        """Return why somebody stands where they stand, with times in the site's `zone`."""
        return reason_sentence(self.translator, code, values, zone)

    def paper_number(self, number: str) -> str:
        """Return a paper's number as it stands on the paper (办结〔2026〕00002号).

        `number` is `<kind>-<year>-<serial>`; what is of no series stays as it is.
        """
        kind, _, rest = number.partition("-")
        year, dash, serial = rest.partition("-")
        if not dash:
            return number
        mark = self.text(f"paper.series.{kind}")
        return self.text("paper.number", region="", mark=mark, year=year, serial=serial).strip()

    def date(self, day: QDate) -> str:
        """Return a day as the top bar shows it: month, day, day of the week; "" for none."""
        locale = QLocale("zh_CN" if self._code == "zh" else "en_GB")
        return locale.toString(day, self.text("frame.date_format")) if day.isValid() else ""
