"""First start: set up the site on one page, or look at the demo first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Slot

from desktop.desk import Desk
from desktop.domain.errors import DeskError
from ui.background import Lanes
from ui.language import Language
from ui.screens.context import PcSettings
from ui.screens.first_start.presenter import FirstStart, MakeDemo
from ui.screens.first_start.view import FirstStartView


def create(
    desk: Desk,
    lanes: Lanes,
    language: Language,
    settings: PcSettings,
    make_demo: MakeDemo,
    demo: Path,
    server: Callable[[], str] | None = None,
) -> tuple[FirstStartView, FirstStart]:
    """Return the page and what decides for it, joined; the page owns the rest.

    `server` says which server is to be set up, None where it is this PC.
    """
    view = FirstStartView(language, settings.get("station"), server)
    first = FirstStart(desk, lanes, make_demo, demo, view)
    _Joint(view, first, language, settings)
    first.windows_known.connect(view.show_windows)
    first.problems.connect(view.show_problems)
    first.busy.connect(view.set_busy)
    first.demo_step.connect(view.demo.show_step)
    view.wanted.connect(first.create)
    view.demo.load.connect(first.load_demo)
    view.demo.stop.connect(first.stop_demo)
    first.begin()
    return view, first


class _Joint(QObject):
    """What needs words or settings and so neither of the two."""

    def __init__(
        self, view: FirstStartView, first: FirstStart, language: Language, settings: PcSettings
    ) -> None:
        super().__init__(view)
        self._view, self._language, self._settings = view, language, settings
        view.station.connect(self._keep_station)
        first.demo_stopped.connect(self._say_stopped)

    @Slot(str)
    def _keep_station(self, code: str) -> None:
        self._settings.put("station", code)

    @Slot(object)
    def _say_stopped(self, error: DeskError | None) -> None:
        if error is None:
            self._view.demo.ended(self._language.text("first.demo.stopped"))
        else:
            self._view.demo.ended(self._language.sentence(error))
