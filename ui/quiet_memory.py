"""Keeps Python itself from stopping the screen: its search for garbage, its turns of threads.

A full search goes through everything that is alive and holds all threads meanwhile: with the
libraries of a running desk (a quarter of a million objects) that is more than half a second.
What is there once the program can be used stays to its end, so it is taken out of the search.
"""

from __future__ import annotations

import gc
import sys
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

_LATE_PARTS_MS: Final = 15_000
"""By then the fonts of the papers, the pinyin and the pictures are loaded too."""


_SEARCH_MS: Final = 300_000
_NEVER: Final = 1_000_000_000
_TURN_S: Final = 0.00002
"""How long a lane may compute before the screen has its turn.  A paint is a few hundred small
steps, each of which has to wait for one: at Python's own five milliseconds, and at one, the screen
stands while a lane reads (`python -m benchmarks --only heartbeat`)."""


class QuietMemory(QObject):
    """Sets aside what is there, now and once more when the late parts have come.

    What is made later is searched by Python as it goes while it is young, and as a whole once in
    five minutes: little by then.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._before = gc.get_threshold()
        self._turns = sys.getswitchinterval()
        gc.set_threshold(*self._before[:2], _NEVER)
        sys.setswitchinterval(_TURN_S)
        self._set_aside()
        QTimer.singleShot(_LATE_PARTS_MS, self, self._set_aside)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._search)
        self._timer.start(_SEARCH_MS)

    def close(self) -> None:
        """Let everything be searched as before: the program that it belonged to has ended."""
        gc.set_threshold(*self._before)
        sys.setswitchinterval(self._turns)
        gc.unfreeze()

    @Slot()
    def _set_aside(self) -> None:
        gc.freeze()

    @Slot()
    def _search(self) -> None:
        gc.collect()
