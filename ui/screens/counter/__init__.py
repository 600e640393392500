"""The counter (窗口): calling, serving, and what follows."""

from __future__ import annotations

from ui.screens.context import ScreenContext
from ui.screens.counter.screen import CounterScreen


def create(context: ScreenContext) -> CounterScreen:
    """Return the counter screen; the frame shows it under the id `counter`."""
    return CounterScreen(context)
