"""The board's own window: over a whole monitor, or as a small one; it never closes by itself."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QFont, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.language import Language
from ui.screens.board.view import BoardView
from ui.theme import Scheme, palette, tokens

_SMALL = (960, 540)


class BoardWindow(QWidget):
    """`leave` when somebody wants to close it: only `end` closes it."""

    leave = Signal()

    def __init__(self, language: Language) -> None:
        super().__init__(None, Qt.WindowType.Window)
        # The board must not take the keyboard from whoever is at work when it comes back.
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setMinimumSize(480, 270)
        self._language = language
        self._ends = False
        self.view = BoardView(language, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        language.changed.connect(self._word)
        self._word()

    def wear(self, scheme: Scheme, family: QFont) -> None:
        """Wear a scheme of its own, whatever the other windows wear."""
        self.setPalette(palette(tokens(scheme)))
        self.setFont(family)

    def show_over(self, place: QRect) -> None:
        """Cover a monitor."""
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint, True)
        screen = QGuiApplication.screenAt(place.center())
        if screen is not None:
            self.setScreen(screen)
            self.setGeometry(place)
            self.showFullScreen()
        else:  # gone again since it was chosen, or known to somebody else only
            self.setGeometry(place)
            self.show()

    def show_small(self) -> None:
        """Be a window among others."""
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint, False)
        if self.isFullScreen() or not self.isVisible():
            self.setWindowState(Qt.WindowState.WindowNoState)
            self.resize(*_SMALL)
        self.show()

    def end(self) -> None:
        """Close for good."""
        self._ends = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask, unless it was decided."""
        if not self._ends:
            event.ignore()
            self.leave.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc asks to leave; nothing else is done here."""
        if event.matches(QKeySequence.StandardKey.Cancel) or event.key() == Qt.Key.Key_Escape:
            self.leave.emit()
        else:
            super().keyPressEvent(event)

    def _word(self) -> None:
        self.setWindowTitle(self._language.text("board.window_title"))
        self.setAccessibleName(self._language.text("board.title"))
