"""The world's faults: a code with values; the sentence is made in one other place."""

from __future__ import annotations

Value = str | int | bool | None | list[str] | list[int] | dict[str, str]


class DeskError(Exception):
    """A refusal that people understand: a code of the console's list, and its values.

    The values are plain JSON; they become fields of the console's answer and fill the
    sentence that `desktop.i18n` finds for the code.  Anything else that is raised is our bug.
    """

    def __init__(self, code: str, **values: Value) -> None:
        super().__init__(code)
        self.code = code
        self.values: dict[str, Value] = values

    def __str__(self) -> str:
        """Return the code with its values, for logs and test failures only."""
        shown = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return f"{self.code}({shown})" if shown else self.code
