"""News from any thread arrives gathered on the GUI thread; hidden screens only go stale."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from ui.live import Changes, Live, Watch


@dataclass(frozen=True, slots=True)
class Told:
    event: object
    initiator: str | None


class Ear(QObject):
    """Keeps what it hears and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.changes: list[Changes] = []
        self.threads: list[QThread] = []
        self.stale = 0

    def hear(self, changes: Changes) -> None:
        self.changes.append(changes)
        self.threads.append(QThread.currentThread())

    def refresh(self) -> None:
        self.stale += 1


def test_news_of_several_threads_comes_once_and_in_order(qtbot: QtBot) -> None:
    live, ear = Live(), Ear()
    live.changed.connect(ear.hear)

    def tell(start: int) -> None:
        for number in range(start, start + 100):
            live.receive([Told(number, "counter")])

    threads = [threading.Thread(target=tell, args=(start,)) for start in (0, 1000, 2000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    qtbot.waitUntil(lambda: bool(ear.changes), timeout=2000)
    assert len(ear.changes) == 1
    events = ear.changes[0].of(int)
    assert len(events) == 300
    for start in (0, 1000, 2000):
        assert [e for e in events if start <= e < start + 100] == list(range(start, start + 100))
    assert ear.threads == [QThread.currentThread()]


def test_later_news_comes_in_a_second_gathering(qtbot: QtBot) -> None:
    live, ear = Live(), Ear()
    live.changed.connect(ear.hear)
    live.receive([])
    live.receive([Told("a", None)])
    qtbot.waitUntil(lambda: len(ear.changes) == 1, timeout=2000)
    live.receive([Told("b", None), Told("c", None)])
    qtbot.waitUntil(lambda: len(ear.changes) == 2, timeout=2000)
    assert [change.events for change in ear.changes] == [("a",), ("b", "c")]


def test_a_screen_leaves_out_its_own_echo() -> None:
    changes = Changes((Told("mine", "me"), Told("theirs", "you"), Told("away", None)))
    assert changes.without("me").events == ("theirs", "away")


def test_hidden_screens_go_stale_and_refresh_when_shown(qtbot: QtBot) -> None:
    live, ear = Live(), Ear()
    watch = Watch(live, ear)
    watch.changed.connect(ear.hear)
    watch.stale.connect(ear.refresh)
    watch.set_visible(True)
    assert ear.stale == 1  # the first time there is nothing on it yet
    watch.set_visible(False)
    with qtbot.waitSignal(live.changed):
        live.receive([Told("hidden", None)])
    assert watch.is_stale
    assert ear.changes == []
    watch.set_visible(True)
    assert ear.stale == 2
    with qtbot.waitSignal(live.changed):
        live.receive([Told("seen", None)])
    assert [change.events for change in ear.changes] == [("seen",)]
    watch.set_visible(False)
    watch.set_visible(True)
    assert ear.stale == 2
