"""Screens that are no more: gone at once, so that nothing of them hears what follows."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject


def let_go(*parts: object) -> None:
    """Destroy what is an object of Qt; its children, connections and jobs' answers go with it.

    Only from outside of them: none of their methods may be under way.
    """
    for part in parts:
        if isinstance(part, QObject) and shiboken6.isValid(part):
            shiboken6.delete(part)
