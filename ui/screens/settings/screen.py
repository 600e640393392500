"""The settings screen: categories, each with its Part, and who may see and change them."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QScrollArea, QWidget

from ui.commands import Command
from ui.screens.context import ScreenContext
from ui.screens.settings.categories import CATEGORIES, Category
from ui.screens.settings.parts import Keeping, Part, Writable
from ui.screens.settings.surroundings import Surroundings
from ui.screens.settings.view import SettingsView

_LAST: Final = "settings_category"


class SettingsScreen(QObject):
    """Makes a category's part when it is first shown, and tells it when it is seen."""

    def __init__(self, context: ScreenContext, around: Surroundings) -> None:
        super().__init__()
        self._context, self._around = context, around
        self._by_id = {category.id: category for category in CATEGORIES}
        self._seen, self._in_front = False, ""
        self.view = SettingsView(context.language, tuple(self._by_id))
        self.setParent(self.view)
        self.view.wanted.connect(self._show)
        context.commands.add(
            Command("settings.find", "settings.find_line", shortcut="Ctrl+F", scope="settings"),
            self._find,
        )
        context.commands.roles_changed.connect(self._permit)
        context.language.changed.connect(self._say)
        self._permit()
        last = context.settings.get(_LAST)
        if last in self._by_id and self._is_there(self._by_id[last]):
            self.view.show_category(last)

    @property
    def widget(self) -> QWidget:
        """Return the widget to be shown."""
        return self.view

    def set_visible(self, visible: bool) -> None:
        """Hand on to the page in front whether people see it."""
        self._seen = visible
        part = self.view.made(self._in_front)
        if part is not None:
            part.set_visible(visible)

    def take_focus(self) -> None:
        """Begin at the categories."""
        self.view.sections.setFocus()

    @Slot(str)
    def _show(self, category: str) -> None:
        before = self.view.made(self._in_front)
        if category == self._in_front and before is not None:
            return
        if before is not None and self._seen:
            before.set_visible(False)
        self._in_front = category
        part = self.view.made(category) or self._make(category)
        if self._seen:
            part.set_visible(True)
        self._context.settings.put(_LAST, category)
        self._say()

    def _make(self, category: str) -> Part:
        part = self._by_id[category].create(self._context, self._around)
        self.view.put(category, part)
        if isinstance(part, Keeping):
            part.unsaved_changed.connect(partial(self.view.mark_unsaved, category))
        self._allow(part)
        return part

    def _is_there(self, category: Category) -> bool:
        if category.real and self._around.practising:
            return False
        return not category.needs or self._context.commands.allows(category.needs)

    def _may_write(self, part: Part) -> bool:
        return not part.permission or self._context.commands.allows(part.permission)

    @Slot()
    def _permit(self) -> None:
        """Follow the roles of who is signed in."""
        self.view.hide_categories(one.id for one in CATEGORIES if not self._is_there(one))
        for category in CATEGORIES:
            part = self.view.made(category.id)
            if part is not None:
                self._allow(part)
        self._say()

    def _allow(self, part: Part) -> None:
        writable = self._may_write(part)
        if isinstance(part, Writable):
            part.set_writable(writable)
            return
        page = part.widget
        inside = page.widget() if isinstance(page, QScrollArea) else None
        (inside or page).setEnabled(writable)

    @Slot()
    def _say(self) -> None:
        part = self.view.made(self._in_front)
        read_only = part is not None and not self._may_write(part)
        self.view.say_read_only(
            self._context.language.text("settings.read_only") if read_only else ""
        )

    @Slot()
    def _find(self) -> None:
        self.view.search.setFocus()
        self.view.search.selectAll()


def create(context: ScreenContext, around: Surroundings) -> SettingsScreen:
    """Return the settings screen."""
    return SettingsScreen(context, around)
