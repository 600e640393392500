"""The rules a site may set for itself, declared once with their defaults and checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.domain.errors import DeskError
from desktop.domain.queueing import PRIORITY_CLASSES


@dataclass(frozen=True, slots=True)
class Rule:
    """One setting: its default and a check that says whether a value fits."""

    default: object
    fits: Callable[[object], bool]


def _whole(least: int, most: int) -> Callable[[object], bool]:
    def fits(value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most

    return fits


def _yes_or_no(value: object) -> bool:
    return isinstance(value, bool)


def _minutes_by_class(value: object) -> bool:
    whole = _whole(0, 24 * 60)
    return (
        isinstance(value, dict)
        and bool(value)
        and all(key in PRIORITY_CLASSES and whole(minutes) for key, minutes in value.items())
    )


RULES: dict[str, Rule] = {
    "priority_minutes": Rule(
        {"booked": 20, "disabled": 20, "ill": 20, "elderly": 15, "infant": 15, "military": 15},
        _minutes_by_class,
    ),
    "calls_before_no_show": Rule(3, _whole(1, 20)),
    "positions_behind": Rule(3, _whole(0, 100)),
    "return_called_after_s": Rule(60, _whole(0, 24 * 60 * 60)),
    "gap_stops_clock": Rule(False, _yes_or_no),
    "supplement_days": Rule(15, _whole(1, 365)),
    "slip_width": Rule("80", lambda value: value in ("58", "80")),
    "notice_width": Rule("A5", lambda value: value in ("A5", "A4")),
}


CREDENTIALS = "credentials"
"""The setting that nobody sets or reads as such: which row keeps whose password's verifier."""


class Rules:
    """The site's settings: what was changed, above the defaults."""

    def __init__(self, changed: dict[str, object]) -> None:
        self._changed = changed

    def value(self, key: str) -> object:
        """Return the value of one setting; `invalid_value` for a key that is not declared."""
        if key not in RULES:
            raise DeskError("invalid_value", field="key", value=key)
        default = RULES[key].default
        if isinstance(default, dict):
            changed = self._changed.get(key, {})
            return default | changed if isinstance(changed, dict) else default
        return self._changed.get(key, default)

    def number(self, key: str) -> int:
        """Return a setting that is a whole number."""
        value = self.value(key)
        assert isinstance(value, int)
        return value

    def is_on(self, key: str) -> bool:
        """Return a setting that is yes or no."""
        return self.value(key) is True

    def text(self, key: str) -> str:
        """Return a setting that is a word."""
        return str(self.value(key))

    def head_starts(self) -> dict[str, int]:
        """Return the head start of each priority class in minutes."""
        value = self.value("priority_minutes")
        assert isinstance(value, dict)
        return value

    def credentials(self) -> dict[str, str]:
        """Return for each person with a password the id of the row that verifies it."""
        found = self._changed.get(CREDENTIALS)
        return dict(found) if isinstance(found, dict) else {}

    @property
    def enforces_roles(self) -> bool:
        """Whether roles count here: from the first person with a password on."""
        return bool(self._changed.get(CREDENTIALS))

    def all(self) -> dict[str, object]:
        """Return every setting with its present value."""
        return {key: self.value(key) for key in RULES}


def check_setting(key: str, value: object) -> None:
    """Raise `invalid_value` unless `value` fits the setting `key`."""
    if key not in RULES:
        raise DeskError("invalid_value", field="key", value=key)
    if not RULES[key].fits(value):
        raise DeskError("invalid_value", field="value", value=str(value)[:100])
