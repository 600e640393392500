"""People in the settings: added, changed, given passwords, by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.requests import AddStaff, ListStaff, SignIn
from desktop.snapshots import StaffListAnswer, StaffShape
from tests.journeys.centre import Centre, Workplace
from tests.journeys.conftest import centre as centre
from tests.journeys.conftest import made_centre as made_centre
from tests.journeys.keys import Key, Keyboard
from ui.screens.settings.people import PeoplePart
from ui.screens.settings.people_view import PeopleView

PASSWORD = "xihu-duan-qiao"


class Desk:
    """The people's page in a window of its own, with a keyboard."""

    def __init__(self, workplace: Workplace, centre: Centre, qtbot: QtBot) -> None:
        self.place, self.centre, self.keys = workplace, centre, Keyboard(qtbot)
        self.part = PeoplePart(workplace.context)
        window = workplace.shell.window
        window.show_page(self.part.widget)
        workplace.shell.commands.set_scope("settings")
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        self.part.set_visible(True)
        self.keys.until(lambda: self.view.model.rowCount() == len(self.people()))
        self.view.table.setFocus()

    @property
    def view(self) -> PeopleView:
        return self.part.view

    def people(self) -> dict[str, StaffShape]:
        answer = self.centre.ask(ListStaff())
        assert isinstance(answer, StaffListAnswer)
        return {person.code: person for person in answer.staff}

    def write(self, text: str) -> None:
        QTest.keyClicks(self.keys.focus, text)

    def done(self) -> None:
        """Wait until what was handed in is written; the table has the keyboard again."""
        self.keys.until(lambda: self.view.panel is None)
        self.keys.until(lambda: self.view.table.hasFocus())


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot, centre: Centre) -> Iterator[Desk]:
    """The page, at a site where nobody has a password."""
    qapp.setStyle("Fusion")
    workplace = Workplace(qapp, centre)
    yield Desk(workplace, centre, qtbot)
    workplace.close()


def test_a_person_is_added_and_changed_by_keyboard(desk: Desk) -> None:
    view, keys = desk.view, desk.keys
    keys.press(Key.Key_F2)
    keys.press(Key.Key_Return)  # nothing filled in yet
    assert view.form.fields["code"].problem
    desk.write("wm")
    keys.press(Key.Key_Tab)
    desk.write("An Ding")
    keys.press(Key.Key_Return)
    assert "王敏" in view.form.fields["code"].problem
    keys.press(Key.Key_Backspace, Key.Key_Backspace)
    desk.write("ad")
    for box in view.form.roles.values():
        box.setChecked(False)
    view.form.submit()
    assert keys.focus is view.form.roles["guide"]
    view.form.roles["administrator"].setFocus()
    keys.press(Key.Key_Space)
    view.form.all_windows.setFocus()
    keys.press(Key.Key_Space)
    assert desk.part.unsaved
    for code, box in view.form.windows.items():
        box.setChecked(code in ("CF", "RC"))
    view.form.submit()
    desk.done()
    made = desk.people()["AD"]
    assert (made.roles, set(made.windows or ())) == (("administrator",), {"CF", "RC"})
    keys.until(lambda: view.table.select_key("AD"))
    keys.press(Key.Key_Return)
    assert view.form.line("name").hasFocus()
    view.form.active.setFocus()
    keys.press(Key.Key_Space)
    view.form.submit()
    desk.done()
    assert not desk.people()["AD"].active
    keys.until(lambda: view.current is not None and not view.current.active)
    assert not view.buttons["password"].isEnabled()
    keys.press(Key.Key_F3)
    keys.press(Key.Key_Escape)
    assert view.panel is None


def test_the_first_password_is_an_administrators(desk: Desk) -> None:
    view, keys = desk.view, desk.keys
    desk.centre.do(AddStaff("AD", "安定", ("administrator",)))
    keys.until(lambda: view.table.select_key("WM"))
    for line in ("typed in vain", "typed in vain"):
        if view.panel is None:
            keys.press(Key.Key_F4)
        desk.write(line)
        keys.press(Key.Key_Return)
    keys.until(lambda: bool(view.password.fields["new"].problem))
    assert "管理员" in view.password.fields["new"].problem
    keys.press(Key.Key_Escape)
    assert view.password.line("new").text() == ""
    keys.until(lambda: view.table.select_key("AD"))
    keys.press(Key.Key_F4)
    for _ in range(2):
        desk.write(PASSWORD)
        keys.press(Key.Key_Return)
    desk.done()
    assert "安定" in view.outcome.text
    assert desk.centre.desk.sign_in(SignIn("AD", PASSWORD)).staff.code == "AD"
    keys.until(lambda: not view.lock.isHidden())
    desk.place.staff = "AD"  # who gave it goes on
    keys.until(lambda: view.table.select_key("AD"))
    keys.press(Key.Key_Return)
    view.form.roles["administrator"].setChecked(False)
    view.form.roles["guide"].setChecked(True)
    view.form.submit()
    keys.until(lambda: bool(view.form.said))
    assert "至少要留一位" in view.form.said
    keys.press(Key.Key_Escape)
    keys.press(Key.Key_F4)  # one's own: the present one is asked for
    for text in ("wrong", "changle-7-lu", "changle-7-lu"):
        desk.write(text)
        keys.press(Key.Key_Return)
    keys.until(lambda: bool(view.password.fields["old"].problem))


def test_who_may_not_change_people_reads_them(desk: Desk) -> None:
    desk.part.set_writable(False)
    assert not any(button.isEnabled() for button in desk.view.buttons.values())
    desk.keys.press(Key.Key_F2)
    desk.keys.press(Key.Key_Return)
    assert desk.view.panel is None
    desk.part.set_writable(True)
    assert all(button.isEnabled() for button in desk.view.buttons.values())


def test_the_page_speaks_both_languages_and_keeps_the_minutes(desk: Desk) -> None:
    desk.place.shell.language.choose("en")
    assert desk.view.table.accessibleName() == "People"
    assert desk.view.form.roles["guide"].accessibleDescription()
    at = desk.view.lock.findData("5")
    desk.view.lock.setCurrentIndex(at)
    desk.view.lock.activated.emit(at)
    assert desk.place.settings.get("lock_after") == "5"
