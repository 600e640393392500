"""The public board: what was called before, calls of one moment, how it is closed."""

from __future__ import annotations

from typing import Final

from desktop.requests import CallNext, IssueTicket, OpenCounter
from tests.journeys.tour.driver import PLAIN, Driver, StepFailed
from ui.screens.board.window import BoardWindow
from ui.theme import Scheme

SIZES: Final = ((1920, 1080), (1366, 768))
_SCHEMES: Final = {Scheme.DARK: "", Scheme.LIGHT: "-light", Scheme.HIGH_CONTRAST: "-contrast"}


class Hall:
    """The board, opened with its key; closed without asking."""

    def __init__(self, tour: Driver) -> None:
        self._tour = tour
        tour.shell.commands.run("board.toggle")
        self.board = tour.program.board
        if self.board is None or self.board.window is None:
            raise StepFailed("the board is not open")
        self._window: BoardWindow = self.board.window
        presenter = self.board.presenter
        tour.until(lambda: presenter.facts.ready, "the board was read")
        tour.shell.messages.toasts.clear()

    def picture(self, name: str, caption: str) -> None:
        """Take it in both sizes, and where other looks are asked for, in every scheme."""
        self._tour.rest()
        looks = self._tour.looks
        for size in SIZES:
            self._window.resize(*size)
            numbered = self._tour.album.number(f"{name}-{size[0]}")
            for scheme, ending in _SCHEMES.items() if looks else ((Scheme.DARK, ""),):
                self._window.wear(scheme, self._window.font())
                self._tour.album.screen(numbered + ending, self._window.grab(), caption)
            if any(look.language == "en" for look in looks):
                self._tour.shell.language.choose("en")
                self._tour.album.screen(f"{numbered}-en", self._window.grab(), caption)
                self._tour.shell.language.choose(PLAIN.language)

    def close(self) -> None:
        """Close it."""
        assert self.board is not None
        self.board.shut()
        self._tour.shell.messages.toasts.clear()


def board(tour: Driver) -> None:
    """Show the hall what is called."""
    hall = Hall(tour)
    hall.picture("board-before", "大屏：先前叫过的号、每个窗口的下一批、提示行")
    for _ in range(2):
        for window in ("DQ", "GZ", "RC", "JR"):
            tour.elsewhere(IssueTicket(windows=(window,)))
    for counter, staff in ((1, "SF"), (3, "QW"), (4, "LN"), (9, "CL")):
        tour.elsewhere(OpenCounter(counter, staff), staff)
        tour.elsewhere(CallNext(counter), staff)
    assert hall.board is not None
    presenter = hall.board.presenter
    tour.until(lambda: any(row.bright for row in presenter.facts.rows), "the calls are shown")
    with tour.worn("en"):
        hall.picture("board-calls", "大屏：同一秒叫的号都在，新的亮着，只有号码")
    hall.board.ask_to_close()
    tour.picture("board-close", "大屏：按 Esc 要在主窗口确认才关")
    hall.close()
