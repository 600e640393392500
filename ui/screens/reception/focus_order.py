"""The way of the Tab key through cards that come and go: as they stand, from left to right.

Qt puts widgets that are made later at the end of its chain, so it is told anew.  Every part of
the screen names its controls itself: walking through Qt's layout items from Python leaves
wrappers of items behind that Qt has deleted, and the program falls over them later.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtWidgets import QWidget


def set_focus_order(controls: Iterable[QWidget]) -> None:
    """Let Tab go through `controls` in this order."""
    for before, after in pairwise(controls):
        QWidget.setTabOrder(before, after)
