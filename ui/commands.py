"""What a person can do: registered once, and from it menus, buttons, tooltips and the key sheet.

    commands.add(Command("reception.issue", "reception.issue", shortcut="F2",
                         icon="mdi6.ticket-outline", scope="reception"), self._issue)
    button = CommandButton(commands, "reception.issue", primary=True)
    commands.set_enabled("reception.issue", False)

A command with a `scope` lives only while the screen of that id is in front, so F5 may mean one
thing here and another there.  `run` is a bound method without arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeySequence, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QMenu,
    QPushButton,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QWidget,
)

from desktop.domain.roles import TABLE, may
from ui.language import Language
from ui.widgets.primary_button import paint_primary

_FUSION_ICON: Final = 16
_HELD: Final = "held_back"
_ARROWS: Final = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


class Standing(StrEnum):
    """Whether a command can be done now, and if not, what stands in the way."""

    READY = "ready"
    ELSEWHERE = "elsewhere"
    """It belongs to a screen that is not in front."""
    NOT_NOW = "not_now"
    HELD = "held"
    FORBIDDEN = "forbidden"


class Needs(StrEnum):
    """What a command needs of the database."""

    NOTHING = ""
    DESK = "desk"
    """It writes, and is answered at once or not at all."""
    INTENT = "intent"
    """It writes; while the database is away the intention is kept on this PC and sent later."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do.

    `text_key` names its words in the locale; `shortcut` is Qt's portable text (`Ctrl+K`);
    `icon` a qtawesome name; `enabled` how it begins; `permission` a verb of the desk that the
    person must be allowed ("" for anybody; `desktop.domain.roles`); `scope` the screen it belongs
    to ("" everywhere); `checkable` for choices that are on or off; `listed` False keeps it out of
    the key sheet; `needs` says what the database has to do with it.
    """

    id: str
    text_key: str
    shortcut: str = ""
    icon: str = ""
    enabled: bool = True
    permission: str = ""
    scope: str = ""
    checkable: bool = False
    listed: bool = True
    needs: Needs = Needs.NOTHING


@dataclass(slots=True)
class _Entry:
    command: Command
    action: QAction
    wanted: bool
    why: str = ""


def keys_in_words(keys: QKeySequence) -> str:
    """Return a shortcut as this system writes it, its arrows as arrows."""
    words = keys.toString(QKeySequence.SequenceFormat.NativeText)
    for name, arrow in _ARROWS.items():
        words = words.replace(name, arrow)
    return words


class Commands(QObject):
    """The registry of one window; actions belong to `host`, where their shortcuts work.

    What is held back (`hold_back`) looks disabled on its buttons; its key still answers, with
    `held(words)` that say why nothing is done.
    """

    held = Signal(str)
    roles_changed = Signal()

    def __init__(self, host: QWidget, language: Language) -> None:
        super().__init__(host)
        self._host = host
        self._language = language
        self._entries: dict[str, _Entry] = {}
        self._scope = ""
        self._roles: frozenset[str] | None = None
        self._only: frozenset[str] | None = None
        self._held: frozenset[Needs] = frozenset()
        self._why = ""
        self._draw: Callable[[str], QIcon] | None = None
        language.changed.connect(self._retranslate)

    def add(self, command: Command, run: Callable[[], None]) -> QAction:
        """Register a command; ValueError for an id, a key or a verb that cannot be right."""
        if command.id in self._entries:
            raise ValueError(f"command {command.id} is registered already")
        if command.permission and command.permission not in TABLE:
            raise ValueError(f"{command.id} takes {command.permission}, which is no verb")
        rival = self._rival(command)
        if rival is not None:
            raise ValueError(f"{command.shortcut} of {command.id} is taken by {rival}")
        action = QAction(self._host)
        action.setObjectName(command.id)
        action.setCheckable(command.checkable)
        if command.shortcut:
            action.setShortcut(QKeySequence(command.shortcut))
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setAutoRepeat(False)
        self._host.addAction(action)
        entry = _Entry(command, action, command.enabled)
        # same thread; drops Qt's `checked` argument
        action.triggered.connect(lambda: self._run(command, run))
        self._entries[command.id] = entry
        self._draw_icon(entry)
        self._word(entry)
        self._refresh(entry)
        return action

    def action(self, command_id: str) -> QAction:
        """Return the command's action; KeyError if nobody registered it."""
        return self._entries[command_id].action

    def run(self, command_id: str) -> None:
        """Do it, if it can be done now."""
        self._entries[command_id].action.trigger()

    def set_enabled(self, command_id: str, enabled: bool, why: str = "") -> None:
        """Say whether the command makes sense now; `why` tells in words why it does not."""
        entry = self._entries[command_id]
        entry.wanted, entry.why = enabled, "" if enabled else why
        self._refresh(entry)

    def set_scope(self, screen_id: str) -> None:
        """Say which screen is in front."""
        self._scope = screen_id
        self._refresh_all()

    def set_roles(self, roles: Iterable[str] | None) -> None:
        """Say which roles the person has; None means that roles are not enforced.

        What the roles do not allow is not shown and has no key.
        """
        self._roles = None if roles is None else frozenset(roles)
        self._refresh_all()
        self.roles_changed.emit()

    def allows(self, verb: str) -> bool:
        """Say whether the person's roles allow a verb of the desk; "" is allowed to anybody."""
        return not verb or self._roles is None or may(self._roles, verb)

    def allow_only(self, ids: Iterable[str] | None) -> None:
        """Let nothing but these be done, while nobody has signed in; None ends that."""
        self._only = None if ids is None else frozenset(ids)
        self._refresh_all()

    def forget(self, scopes: Iterable[str]) -> None:
        """Take out the commands of these screens, which are no more."""
        gone = frozenset(scopes)
        for entry in [one for one in self._entries.values() if one.command.scope in gone]:
            del self._entries[entry.command.id]
            self._host.removeAction(entry.action)
            entry.action.deleteLater()

    def hold_back(self, needs: Iterable[Needs], why: str = "") -> None:
        """Hold back all commands with these needs; `why` says it in words."""
        self._held, self._why = frozenset(needs), why
        self._retranslate()

    def holds(self, command_id: str) -> bool:
        """Say whether the command is held back now."""
        return self._entries[command_id].command.needs in self._held

    def permitted(self, command_id: str) -> bool:
        """Say whether the person's roles allow the command."""
        return self.allows(self._entries[command_id].command.permission)

    def standing(self, command_id: str) -> Standing:
        """Say whether it can be done now, and if not, what stands in the way."""
        entry = self._entries[command_id]
        if not self.permitted(command_id):
            return Standing.FORBIDDEN
        if entry.command.scope not in ("", self._scope):
            return Standing.ELSEWHERE
        if not entry.wanted:
            return Standing.NOT_NOW
        return Standing.HELD if self.holds(command_id) else Standing.READY

    def why_not(self, command_id: str) -> str:
        """Return in words why it cannot be done now, "" where nobody gave a reason."""
        return self._why if self.holds(command_id) else self._entries[command_id].why

    def command(self, command_id: str) -> Command:
        """Return what was registered; KeyError if nobody registered it."""
        return self._entries[command_id].command

    def all(self) -> tuple[Command, ...]:
        """Return every command in the order registered."""
        return tuple(entry.command for entry in self._entries.values())

    def text(self, command_id: str) -> str:
        """Return the command's words in the chosen language."""
        return self._language.text(self._entries[command_id].command.text_key)

    def keys(self, command_id: str) -> str:
        """Return its shortcut as this system writes it, "" for none."""
        shortcut = self._entries[command_id].command.shortcut
        return keys_in_words(QKeySequence(shortcut))

    def menu(self, parent: QWidget, command_ids: Iterable[str]) -> QMenu:
        """Return a menu of these commands; an empty id makes a separator."""
        menu = QMenu(parent)
        for command_id in command_ids:
            if command_id:
                menu.addAction(self.action(command_id))
            else:
                menu.addSeparator()
        return menu

    def set_icons(self, draw: Callable[[str], QIcon]) -> None:
        """Give every action its icon, once icons can be drawn and whenever colours change.

        What is registered later, as a screen is made when it is first shown, gets its own then.
        """
        self._draw = draw
        for entry in self._entries.values():
            self._draw_icon(entry)

    def _draw_icon(self, entry: _Entry) -> None:
        if self._draw is not None and entry.command.icon:
            entry.action.setIcon(self._draw(entry.command.icon))

    def _rival(self, command: Command) -> str | None:
        if not command.shortcut:
            return None
        for other in self.all():
            together = not command.scope or not other.scope or command.scope == other.scope
            if together and QKeySequence(other.shortcut) == QKeySequence(command.shortcut):
                return other.id
        return None

    def _run(self, command: Command, run: Callable[[], None]) -> None:
        if command.needs in self._held:
            self.held.emit(self._why)
        else:
            run()

    def _retranslate(self) -> None:
        for entry in self._entries.values():
            self._word(entry)

    def _word(self, entry: _Entry) -> None:
        text = self._language.text(entry.command.text_key)
        keys = self.keys(entry.command.id)
        entry.action.setText(text)
        words = f"{text} ({keys})" if keys else text
        held = entry.command.needs in self._held
        entry.action.setProperty(_HELD, self._why if held else "")
        entry.action.setToolTip(f"{words}\n{self._why}" if held else words)

    def _refresh_all(self) -> None:
        for entry in self._entries.values():
            self._refresh(entry)

    def _refresh(self, entry: _Entry) -> None:
        command = entry.command
        here = not command.scope or command.scope == self._scope
        allowed = self.permitted(command.id) and (self._only is None or command.id in self._only)
        entry.action.setVisible(allowed)
        entry.action.setEnabled(entry.wanted and here and allowed)


class CommandButton(QPushButton):
    """A button of a registered command: its words, key, icon and state come from the registry.

    `primary` is the one thing to do on a screen, in the accent colour; use it once.  Where that
    changes with what is shown, `set_primary` says which one it is now.  What the person's roles
    do not allow is not there, whatever `setVisible` is told.
    """

    def __init__(
        self,
        commands: Commands,
        command_id: str,
        parent: QWidget | None = None,
        *,
        primary: bool = False,
        show_key: bool = True,
    ) -> None:
        super().__init__(parent)
        self._action = commands.action(command_id)
        self._primary = primary
        self._show_key = show_key
        self._held = False
        self._allowed = self._action.isVisible()
        self._shown = True
        self.setObjectName(f"button:{command_id}")
        self.setAutoDefault(False)
        self.clicked.connect(self._action.trigger)
        self._action.changed.connect(self._follow)
        self._follow()
        if not self._allowed:
            super().setVisible(False)

    def setVisible(self, visible: bool) -> None:
        """Be there or not; never without the right to it."""
        self._shown = visible
        super().setVisible(visible and self._allowed)

    @property
    def asleep(self) -> bool:
        """Say whether its command is held back: pressed, it only says why."""
        return self._held

    def set_primary(self, primary: bool) -> None:
        """Be the one thing to do now, or no longer."""
        if primary != self._primary:
            self._primary = primary
            self._follow()
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size of any button: Fusion takes two pixels from one with a large icon."""
        hint = super().sizeHint()
        small = self.icon().isNull() or self.iconSize().height() <= _FUSION_ICON
        return hint if small else hint + QSize(0, 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the primary one in the accent colour, and one held back as if disabled."""
        if self._primary:
            paint_primary(self, asleep=self._held)
        elif not self._held:
            super().paintEvent(event)
        else:
            option = QStyleOptionButton()
            self.initStyleOption(option)
            option.state &= ~QStyle.StateFlag.State_Enabled
            option.palette.setCurrentColorGroup(QPalette.ColorGroup.Disabled)
            QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)

    def _follow(self) -> None:
        keys = keys_in_words(self._action.shortcut())
        words = self._action.text()
        self.setText(f"{keys}  {words}" if keys and self._show_key else words)
        self.setToolTip(self._action.toolTip())
        self.setAccessibleName(words)
        why = str(self._action.property(_HELD) or "")
        self.setAccessibleDescription(f"{keys} {why}".strip())
        # It keeps the focus, and pressed it says why: the connection may be back in a second.
        self._held = bool(why)
        if self._allowed != self._action.isVisible():
            self._allowed = not self._allowed
            if self.parentWidget() is not None:  # else it would become a window of its own
                self.setVisible(self._shown)
        self.setEnabled(self._action.isEnabled())
        self.update()
        # Words on the accent colour need no picture.
        self.setIcon(QIcon() if self._primary else self._action.icon())
        self.setIconSize(QSize(1, 1) * self.fontMetrics().height())
