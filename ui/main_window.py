"""The frame around every screen: rail, top bar, the screens on a stack, toasts, the key sheet.

A screen comes as a `ScreenSpec`; its widget is made when it is first shown.  What the frame
remembers (place, language, scheme, text size, last screen) goes through a `FrameSettings`, which
must answer from memory at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final, Protocol

import shiboken6
from PySide6.QtCore import QByteArray, QDate, QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QIcon
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.commands import Command, Commands
from ui.connection import TONES, Connection
from ui.items import SHOWN_ON, Item, Opens
from ui.key_list import key_parts
from ui.language import Language
from ui.letting_go import let_go
from ui.looks_menu import LooksMenu
from ui.messages import Messages
from ui.theme import Appearance, Tone
from ui.widgets.announce import announce
from ui.widgets.banner import Banner
from ui.widgets.key_sheet import KeySheet
from ui.widgets.nav_rail import NavRail
from ui.widgets.palette_sheet import PaletteSheet
from ui.widgets.top_bar import TopBar

SMALLEST: Final = (1024, 640)
"""The smallest window, in pixels; everything is laid out for 1366 × 768."""


class PrinterState(StrEnum):
    """What the printer pill says."""

    UNKNOWN = "unknown"
    READY = "ready"
    NONE = "none"
    WAITING = "waiting"
    TROUBLE = "trouble"


class FrameSettings(Protocol):
    """Where the frame remembers things between two starts; texts by key, "" for never set."""

    def get(self, key: str) -> str:
        """Return what was put under `key`."""
        ...

    def put(self, key: str, value: str) -> None:
        """Remember `value`, now or later, without waiting for a disk."""
        ...


class Screen(Protocol):
    """What the frame asks of a screen."""

    @property
    def widget(self) -> QWidget:
        """Return the widget to be shown."""
        ...

    def set_visible(self, visible: bool) -> None:
        """Hear whether people can see the screen; pass it to the screen's `Watch`."""
        ...

    def take_focus(self) -> None:
        """Put the focus where work begins."""
        ...


@dataclass(frozen=True, slots=True)
class ScreenSpec:
    """One place of the rail: id, words, picture, how to make it, the verb it takes ("" none)."""

    id: str
    title_key: str
    icon: str
    create: Callable[[], Screen]
    permission: str = ""


_PRINTER_TONES: Final = {
    PrinterState.UNKNOWN: Tone.NEUTRAL,
    PrinterState.READY: Tone.GOOD,
    PrinterState.NONE: Tone.WARN,
    PrinterState.WAITING: Tone.WARN,
    PrinterState.TROUBLE: Tone.BAD,
}


class MainWindow(QWidget):
    """The program's window.

    `leaving` is emitted when people leave, and then `closing`, when nobody sees it any more:
    what is under way may take a moment to end.
    """

    leaving = Signal()
    closing = Signal()
    screen_shown = Signal(str)

    def __init__(self, language: Language, appearance: Appearance, settings: FrameSettings) -> None:
        super().__init__()
        self.language = language
        self.appearance = appearance
        self._settings = settings
        self._specs: dict[str, ScreenSpec] = {}
        self._made: dict[str, Screen] = {}
        self._current = ""
        self._page: QWidget | None = None
        self._site, self._person, self._day = "", "", QDate()
        self._connection = (Connection.LOCAL, 0)
        self._printer = (PrinterState.UNKNOWN, "")
        self._searchable = False
        self._draw: Callable[[str], QIcon] | None = None
        self.setMinimumSize(*SMALLEST)
        self._build()
        self.commands = Commands(self, language)
        self.messages = Messages(self, language)
        self.screen_shown.connect(self.messages.toasts.place)
        self.palette_sheet = PaletteSheet(self)
        self.palette_sheet.closed.connect(self._focus_back)
        self.key_sheet = KeySheet(self)
        self.key_sheet.closed.connect(self._focus_screen)
        self._add_commands()
        language.changed.connect(self._retranslate)
        self._retranslate()
        geometry = QByteArray.fromBase64(settings.get("frame.geometry").encode())
        if geometry.isEmpty() or not self.restoreGeometry(geometry):
            self.resize(1366, 768)

    def add_screen(self, spec: ScreenSpec) -> None:
        """Add a place at the end of the rail, with Ctrl and its number."""
        number = len(self._specs) + 1
        self._specs[spec.id] = spec
        button = self.rail.add(spec.id)
        keys = f"Ctrl+{number}" if number <= 9 else ""
        command = Command(
            f"go.{spec.id}", spec.title_key, keys, spec.icon, permission=spec.permission
        )
        self.commands.add(command, partial(self.show_screen, spec.id))
        button.setVisible(self.may_go(spec.id))
        self._word_rail()

    def show_screen(self, screen_id: str) -> None:
        """Bring a screen to the front, making it if this is the first time."""
        if screen_id not in self._made:
            screen = self._specs[screen_id].create()
            self._made[screen_id] = screen
            self._stack.addWidget(screen.widget)
        if screen_id != self._current and self._current:
            self._made[self._current].set_visible(False)
        self._current = screen_id
        self._stack.setCurrentWidget(self._made[screen_id].widget)
        self.rail.show_current(screen_id)
        self.commands.set_scope(screen_id)
        self._made[screen_id].set_visible(True)
        self._focus_screen()
        self._settings.put("frame.screen", screen_id)
        self._title()
        self.screen_shown.emit(screen_id)

    def begin(self) -> None:
        """Show the screen of last time, or the first one."""
        last = self._settings.get("frame.screen")
        open_to_them = [screen_id for screen_id in self._specs if self.may_go(screen_id)]
        if open_to_them:
            self.show_screen(last if last in open_to_them else open_to_them[0])

    def show_page(self, page: QWidget | None) -> None:
        """Show a page instead of the places (opening, first start, trouble); None ends that."""
        if self._page is not None:
            self._stack.removeWidget(self._page)
            self._page.deleteLater()
        self._page = page
        self.rail.setVisible(page is None)
        self.bar.printer.setVisible(page is None)
        self.bar.search.setVisible(page is None and self._searchable)
        self.bar.connection.setVisible(page is None)  # nothing is open yet
        if page is not None:
            self._stack.addWidget(page)
            self._stack.setCurrentWidget(page)
            page.setFocus()

    def cover(self, page: QWidget, allowed: Iterable[str]) -> None:
        """Show a page over the place in front, which rests; only `allowed` commands work."""
        self._rest(True)
        self.key_sheet.hide()
        self.palette_sheet.hide()
        self.commands.allow_only(allowed)
        self.show_page(page)

    def uncover(self) -> None:
        """Take the page away and show the place in front as it was; it is given no focus."""
        self.commands.allow_only(None)
        self.show_page(None)
        if self._current:
            self._stack.setCurrentWidget(self._made[self._current].widget)
        self._rest(False)

    def forget_screens(self) -> None:
        """Let every screen go, with what was typed there: somebody else works here now."""
        self._rest(True)
        self._current = ""
        self.commands.set_scope("")
        for screen in self._made.values():
            let_go(screen.widget, screen)
        self.commands.forget(self._made)
        self._made.clear()

    @property
    def current_screen(self) -> str:
        """Return the id of the screen in front, "" before `begin`."""
        return self._current

    @property
    def places(self) -> tuple[str, ...]:
        """Return the ids of the places in the rail, from above to below."""
        return tuple(self._specs)

    @property
    def screen_in_front(self) -> Screen | None:
        """Return the screen itself, None before `begin`."""
        return self._made.get(self._current)

    def set_roles(self, roles: frozenset[str] | None) -> None:
        """Show only the places that these roles may use; None means all.

        Who stands where they may not be is taken to the first place where they may.
        """
        self.commands.set_roles(roles)
        for screen_id in self._specs:
            self.rail.button(screen_id).setVisible(self.may_go(screen_id))
        if self._current and not self.may_go(self._current):
            self.begin()

    def open_item(self, item: Item) -> bool:
        """Show a company, a number or a case where it is looked at; False if nowhere can."""
        for place in SHOWN_ON[item.kind]:
            if place in self._specs and self.may_go(place):
                self.show_screen(place)
                screen = self._made[place]
                if isinstance(screen, Opens):
                    screen.open_item(item)
                return True
        return False

    def offer_search(self) -> None:
        """Show the field that opens the palette, from now on."""
        self._searchable = True
        self.bar.search.setVisible(self._page is None)

    def show_place(self, site: str, day: QDate) -> None:
        """Show the site's name and its day (in the site's zone)."""
        self._site, self._day = site, day
        self._word_bar()

    def show_person(self, name: str) -> None:
        """Show who works here, "" for nobody."""
        self._person = name
        self._word_bar()

    def show_connection(self, state: Connection, waiting: int = 0) -> None:
        """Show how the connection is; `waiting` counts what is not yet sent."""
        before = self.bar.connection.text
        self._connection = (state, waiting)
        self._word_bar()
        if self.bar.connection.text != before and state is not Connection.LOCAL:
            announce(self.bar.connection, self.bar.connection.text)

    def show_printer(self, state: PrinterState, words: str = "") -> None:
        """Show how the printer is, before a number is issued; `words` say it more exactly."""
        self._printer = (state, words)
        self._word_bar()

    def show_practice(self, words: str) -> None:
        """Say on every page, and in the title, that nothing here is real; "" where it is."""
        self.practice_banner.say(words, Tone.INFO)
        self._title()

    def set_icons(self, draw: Callable[[str], QIcon]) -> None:
        """Draw all icons, once they can be drawn and whenever the colours changed."""
        self._draw = draw
        self.commands.set_icons(draw)
        for screen_id, spec in self._specs.items():
            self.rail.button(screen_id).setIcon(draw(spec.icon))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window's place and say goodbye."""
        geometry = self.saveGeometry().toBase64().toStdString()
        self._settings.put("frame.geometry", geometry)
        self._rest(True)
        self.leaving.emit()
        self.hide()
        self.closing.emit()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """A minimised window's screen rests like a hidden one."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self._rest(self.isMinimized())

    def _rest(self, rests: bool) -> None:
        """Tell the screen in front whether people see it; under a page they never do."""
        if self._current:
            self._made[self._current].set_visible(not rests and self._page is None)

    def _build(self) -> None:
        self.rail = NavRail(self)
        self.rail.chosen.connect(self.show_screen)
        self.bar = TopBar(self)
        self._stack = QStackedWidget(self)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.bar)
        self.practice_banner, self.banner = Banner(self), Banner(self)
        self.clock_banner, self.hall_banner = Banner(self), Banner(self)
        for banner in (self.practice_banner, self.banner, self.clock_banner, self.hall_banner):
            right.addWidget(banner)
        right.addWidget(self._stack, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addLayout(right, 1)

    def _add_commands(self) -> None:
        self.commands.add(Command("frame.keys", "frame.keys", "F1"), self._show_keys)
        looks = LooksMenu(self, self.commands, self.language, self.appearance, self._settings.put)
        self.commands.add(Command("frame.quit", "frame.quit", "Ctrl+Q"), self._quit)
        self._menu = self.commands.menu(self, ["frame.keys", "", *looks.entries, "frame.quit"])

    def _quit(self) -> None:
        self.close()

    def _show_keys(self) -> None:
        titles = {key: spec.title_key for key, spec in self._specs.items()}
        parts = key_parts(self.commands, self._current, titles, self.language)
        self.key_sheet.open(self.language.text("frame.keys"), parts)

    def may_go(self, screen_id: str) -> bool:
        """Say whether there is such a place for this person."""
        return screen_id in self._specs and self.commands.permitted(f"go.{screen_id}")

    def _focus_back(self) -> None:
        """Give the keyboard back to what had it before the palette came."""
        before = self.palette_sheet.before
        there = before is not None and shiboken6.isValid(before)
        if before is not None and there and before.isVisible() and before.isEnabled():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        else:
            self._focus_screen()

    def _focus_screen(self) -> None:
        if self._current:
            self._made[self._current].take_focus()

    def _retranslate(self) -> None:
        self._word_rail()
        self._word_bar()
        self._title()
        if not self.key_sheet.isHidden():
            self._show_keys()

    def _title(self) -> None:
        product = "practice.product" if self.practice_banner.words else "frame.product"
        name = self.language.text(product)
        spec = self._specs.get(self._current)
        self.setWindowTitle(f"{self.language.text(spec.title_key)} · {name}" if spec else name)

    def _word_rail(self) -> None:
        self.rail.setAccessibleName(self.language.text("frame.rail"))
        for screen_id, spec in self._specs.items():
            keys = self.commands.keys(f"go.{screen_id}")
            self.rail.button(screen_id).set_words(self.language.text(spec.title_key), keys)

    def _word_bar(self) -> None:
        text = self.language.text
        self.bar.site.setText(self._site)
        self.bar.day.setText(self.language.date(self._day))
        state, waiting = self._connection
        key = f"{state.value}_waiting" if waiting else state.value
        words = text(f"frame.connection.{key}", waiting=waiting)
        self.bar.connection.show_state(TONES[state], words)
        printer, said = self._printer
        words = said or text(f"frame.printer.{printer.value}")
        self.bar.printer.show_state(_PRINTER_TONES[printer], words)
        name = self._person or text("frame.nobody")
        self.bar.set_person(name, text("frame.person_menu", name=name), self._menu)
