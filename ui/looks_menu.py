"""Language, colours and size of the text as commands, ticked where they are chosen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QWidget

from desktop.i18n import LANGUAGES
from ui.commands import Command, Commands
from ui.fonts import TextSize
from ui.language import Language
from ui.theme import Appearance, Scheme

_PARTS = ("frame.language.", "frame.scheme.", "frame.text_size.")


class LooksMenu(QObject):
    """Registers the choices and applies them; `entries` are their ids for a menu, in groups."""

    def __init__(
        self,
        host: QWidget,
        commands: Commands,
        language: Language,
        appearance: Appearance,
        keep: Callable[[str, str], None],
    ) -> None:
        super().__init__(host)
        self._commands, self._language, self._appearance = commands, language, appearance
        self._keep = keep
        for code in LANGUAGES:
            self._add(f"frame.language.{code}", partial(self._choose_language, code))
        for scheme in Scheme:
            self._add(f"frame.scheme.{scheme.value}", partial(self._choose_scheme, scheme))
        for size in TextSize:
            self._add(f"frame.text_size.{size.value}", partial(self._choose_size, size))
        self.entries: list[str] = []
        for part in _PARTS:
            chosen = [one.id for one in commands.all() if one.id.startswith(part)]
            group = QActionGroup(self)
            for command_id in chosen:
                group.addAction(commands.action(command_id))
            self.entries += [*chosen, ""]
        language.changed.connect(self._tick)
        appearance.changed.connect(self._tick)
        self._tick()

    def _add(self, command_id: str, run: Callable[[], None]) -> None:
        self._commands.add(Command(command_id, command_id, checkable=True, listed=False), run)

    def _choose_language(self, code: str) -> None:
        self._language.choose(code)
        self._keep("frame.language", code)
        self._tick()

    def _choose_scheme(self, scheme: Scheme) -> None:
        self._appearance.choose(scheme=scheme)
        self._keep("frame.scheme", scheme.value)

    def _choose_size(self, size: TextSize) -> None:
        self._appearance.choose(text_size=size)
        self._keep("frame.text_size", str(size.value))

    def _tick(self) -> None:
        for command_id in (
            f"frame.language.{self._language.code}",
            f"frame.scheme.{self._appearance.scheme.value}",
            f"frame.text_size.{self._appearance.text_size.value}",
        ):
            self._commands.action(command_id).setChecked(True)
