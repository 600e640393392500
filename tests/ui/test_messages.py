"""People are told what happened and how to go on, without being stopped."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.errors import DeskError
from ui.background import Crash
from ui.commands import Command, CommandButton, Commands
from ui.language import Language
from ui.messages import Messages
from ui.theme import Appearance, Tone
from ui.widgets.toast import SHOWN_AT_ONCE, Toast


@pytest.fixture
def host(qtbot: QtBot, appearance: Appearance) -> QWidget:
    made = QWidget()
    made.resize(900, 600)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def messages(host: QWidget, language: Language) -> Messages:
    return Messages(host, language)


def _buttons(toast: Toast) -> list[str]:
    return [button.text() for button in toast.buttons]


def test_undo_is_one_click_away_and_takes_the_note_with_it(messages: Messages) -> None:
    undone: list[None] = []
    messages.done("已取号 F012", lambda: undone.append(None))
    (toast,) = messages.toasts.shown
    assert toast.accessibleName() == "已取号 F012"
    assert _buttons(toast) == ["撤销"]
    toast.buttons[0].click()
    assert undone == [None]
    assert messages.toasts.shown == ()


def test_a_refusal_is_a_sentence_that_stays_with_a_way_on(
    messages: Messages, language: Language
) -> None:
    tried: list[None] = []
    error = DeskError("database_busy")
    messages.refused(error, lambda: tried.append(None))
    (toast,) = messages.toasts.shown
    assert toast.note.words == language.sentence(error)
    assert toast.note.seconds == 0
    assert _buttons(toast) == ["重试"]
    toast.buttons[0].click()
    assert tried == [None]


def test_repeating_is_not_offered_where_it_cannot_help(messages: Messages) -> None:
    messages.refused(DeskError("uscc_invalid"), lambda: None)
    messages.show_error(DeskError("database_busy"))
    assert [_buttons(toast) for toast in messages.toasts.shown] == [[], []]


def test_several_wait_their_turn_and_stay_inside(host: QWidget, messages: Messages) -> None:
    for number in range(5):
        messages.note(f"note {number}")
    assert [toast.note.words for toast in messages.toasts.shown] == ["note 0", "note 1", "note 2"]
    for toast in messages.toasts.shown:
        assert host.rect().contains(toast.geometry())
    messages.toasts.shown[0].dismiss()
    assert [toast.note.words for toast in messages.toasts.shown] == ["note 1", "note 2", "note 3"]
    messages.toasts.clear()
    assert messages.toasts.shown == ()


def test_a_success_makes_room_for_the_next_note_unless_it_can_be_undone(
    messages: Messages,
) -> None:
    messages.done("saved")
    messages.done("issued", lambda: None)
    assert [toast.note.words for toast in messages.toasts.shown] == ["issued"]
    messages.done("printed")
    messages.note("by the way")
    assert [toast.note.words for toast in messages.toasts.shown] == ["issued", "by the way"]


def test_notes_that_stay_for_ever_make_room_for_new_ones(messages: Messages) -> None:
    for number in range(SHOWN_AT_ONCE + 1):
        messages.note(f"warning {number}", Tone.WARN)
    assert [toast.note.words for toast in messages.toasts.shown] == [
        "warning 1",
        "warning 2",
        "warning 3",
    ]


def test_toasts_stay_in_the_corner_and_never_take_the_focus(
    qtbot: QtBot, host: QWidget, messages: Messages
) -> None:
    messages.note("hello")
    (toast,) = messages.toasts.shown
    host.resize(1200, 800)
    assert 1200 - toast.geometry().right() < 20
    assert 800 - toast.geometry().bottom() < 20
    assert not toast.hasFocus()


def test_notes_never_cover_the_keys_along_the_bottom(
    qtbot: QtBot, host: QWidget, language: Language, messages: Messages
) -> None:
    commands = Commands(host, language)
    commands.add(Command("x", "frame.quit", "F12"), host.update)
    key = CommandButton(commands, "x", host)
    key.setGeometry(700, 560, 190, 30)
    key.show()
    for words in ("one", "two"):
        messages.note(words)
    for toast in messages.toasts.shown:
        assert toast.geometry().bottom() < key.geometry().top()
    key.hide()
    messages.toasts.place()
    assert messages.toasts.shown[-1].geometry().bottom() > 560


def test_a_note_goes_by_itself(qtbot: QtBot, messages: Messages) -> None:
    messages.done("short", seconds=1)
    (toast,) = messages.toasts.shown
    with qtbot.waitSignal(toast.gone, timeout=3000):
        pass
    assert messages.toasts.shown == ()


def test_names_are_shown_as_written(messages: Messages) -> None:
    messages.done("<b>杭州</b> & Söhne")
    (toast,) = messages.toasts.shown
    assert "<b>杭州</b> & Söhne" in [label.text() for label in toast.findChildren(QLabel)]


def test_our_own_fault_can_be_copied_and_stops_nobody(
    messages: Messages, caplog: pytest.LogCaptureFixture
) -> None:
    messages.crashed(Crash("reception.issue", "Traceback …\nKeyError: 'x'"))
    assert "reception.issue" in caplog.text
    assert messages.toasts.shown == ()
    panel = messages.trouble
    assert panel.isVisible()
    assert not panel.hasFocus()
    assert panel.save.isHidden()  # nobody said where
    panel.copy.click()
    assert "KeyError: 'x'" in QGuiApplication.clipboard().text()


@pytest.mark.parametrize("same", [True, False])
def test_while_nobody_may_see_them_notes_wait(messages: Messages, same: bool) -> None:
    messages.note("before", Tone.WARN)
    messages.toasts.withhold()
    messages.note("meanwhile", Tone.WARN)
    assert not list(messages.toasts.shown)
    messages.toasts.release(theirs=same)
    words = [toast.note.words for toast in messages.toasts.shown]
    assert words == (["before", "meanwhile"] if same else ["meanwhile"])
