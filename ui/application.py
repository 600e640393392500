"""The program's shell: the QApplication, the lanes, the window, and how all of them end.

    application = create_application(sys.argv)
    shell = Shell(application, language, settings)
    shell.window.add_screen(ScreenSpec("reception", …, create=partial(create, context)))
    return shell.run()

`ui/program.py` does this with the desk and its screens.

A screen's factory takes what it needs from the shell: `lanes`, `live`, `messages`, `commands`,
`language`.  Nothing here is found through globals.
"""

from __future__ import annotations

import logging
import os
import sys
import traceback
from types import ModuleType, TracebackType
from typing import Any, Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication

import resources
from desktop.domain.errors import DeskError
from ui.background import Crash, Lanes
from ui.calm_style import CalmStyle
from ui.commands import Commands
from ui.focus_ring import FocusRing
from ui.fonts import TextSize, load_bundled
from ui.language import Language
from ui.live import Live
from ui.main_window import FrameSettings, MainWindow
from ui.messages import Messages
from ui.theme import Appearance, Scheme, tokens

_log = logging.getLogger(__name__)
_ICON_NAME: Final = "icons/yimen.svg"


def create_application(argv: list[str]) -> QApplication:
    """Return the one QApplication, with our style, name and picture."""
    os.environ.setdefault("QT_API", "pyside6")  # qtawesome would look for other bindings
    application = QApplication(argv)
    application.setStyle(CalmStyle())
    application.setApplicationName("yimen")
    application.setWindowIcon(QIcon(str(resources.path(_ICON_NAME))))
    return application


def text_size_of(text: str) -> TextSize:
    """Return a remembered text size; anything unknown is the normal one."""
    known = {str(size.value): size for size in TextSize}
    return known.get(text, TextSize.NORMAL)


def scheme_of(text: str) -> Scheme:
    """Return a remembered scheme; anything unknown is the light one."""
    return Scheme(text) if text in set(Scheme) else Scheme.LIGHT


class Icons(QObject):
    """The pictures of commands and places, drawn by qtawesome; `ready` once they can be drawn.

    qtawesome takes 0.1–0.3 s to import, so it is loaded in the I/O lane after the first window
    is on the screen: the words under each picture are enough to begin to work.
    """

    ready = Signal()

    def __init__(self, lanes: Lanes, appearance: Appearance, parent: QObject) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._appearance = appearance
        self._module: ModuleType | None = None
        appearance.changed.connect(self._recolour)

    def load(self) -> None:
        """Begin to load; only the first call does anything."""
        if self._module is None:
            self._lanes.io.submit(_import_qtawesome, self._loaded, self._refused)

    def draw(self, name: str) -> QIcon:
        """Return the picture called `name` in the colours of the scheme."""
        if self._module is None:
            return QIcon()
        colours = tokens(self._appearance.scheme)
        drawn: Any = self._module.icon(
            name,
            color=QColor(colours.muted),
            color_on=QColor(colours.accent),
            color_disabled=QColor(colours.disabled),
        )
        return QIcon(drawn)

    @Slot(object)
    def _loaded(self, module: ModuleType) -> None:
        self._module = module
        self.ready.emit()

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        _log.warning("no pictures: %s", error)

    @Slot()
    def _recolour(self) -> None:
        if self._module is not None:
            self.ready.emit()


def _import_qtawesome() -> ModuleType:
    # A late import: it takes too long for the way to the first window.
    import qtawesome

    module: ModuleType = qtawesome
    return module


class Shell(QObject):
    """Everything that lives as long as the program, built in order, ended in order."""

    def __init__(
        self, application: QApplication, language: Language, settings: FrameSettings
    ) -> None:
        super().__init__(application)
        self._application = application
        self.language = language
        language.choose(settings.get("frame.language"))
        self.appearance = Appearance(application, load_bundled())
        self.appearance.choose(
            scheme_of(settings.get("frame.scheme")),
            text_size_of(settings.get("frame.text_size")),
            latin=language.code != "zh",
        )
        language.changed.connect(self._write)
        self.lanes = Lanes(self)
        self.live = Live(self)
        self.window = MainWindow(language, self.appearance, settings)
        FocusRing(application, self.window)
        self.icons = Icons(self.lanes, self.appearance, self)
        self.icons.ready.connect(self._show_icons)
        self.lanes.crashed.connect(self.messages.crashed)
        self.window.closing.connect(self._end)
        self._closed = False

    @property
    def commands(self) -> Commands:
        """Return the window's registry of commands."""
        return self.window.commands

    @property
    def messages(self) -> Messages:
        """Return the window's messages."""
        return self.window.messages

    def show(self) -> None:
        """Show the window with its first screen, then load what may come later."""
        self.window.begin()
        self.window.show()
        self.icons.load()

    def renew_icons(self) -> None:
        """Give pictures to what was added since they were loaded."""
        self.window.set_icons(self.icons.draw)

    def run(self) -> int:
        """Show the window and work until it is closed; returns the exit status."""
        hook = sys.excepthook
        sys.excepthook = self._excepthook
        try:
            self.show()
            return self._application.exec()
        finally:
            sys.excepthook = hook
            self.close()

    def close(self) -> None:
        """End the lanes (writes are finished first); safe to call twice."""
        if not self._closed:
            self._closed = True
            self.lanes.close()

    @Slot()
    def _end(self) -> None:
        self.close()
        self._application.quit()

    @Slot(str)
    def _write(self, code: str) -> None:
        self.appearance.choose(latin=code != "zh")

    @Slot()
    def _show_icons(self) -> None:
        self.renew_icons()

    def _excepthook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Show a fault of ours in the GUI thread and go on; Ctrl+C still ends the program."""
        if issubclass(kind, KeyboardInterrupt):
            self._application.quit()
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        self.messages.crashed(Crash(kind.__name__, text))
