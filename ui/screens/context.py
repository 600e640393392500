"""What every screen is handed: the desk, the lanes, and the frame's pieces; nothing is global.

def create(context: ScreenContext) -> Screen: ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QWidget

from desktop.desk import Desk
from ui.background import Lanes
from ui.commands import Commands
from ui.connection import LinkWatch
from ui.items import Item
from ui.language import Language
from ui.live import Live
from ui.messages import Messages
from ui.presence import Presence
from ui.sending import Sending
from ui.theme import Appearance


class PcSettings(Protocol):
    """What this PC remembers between two starts: texts by key, from memory, "" for never set."""

    def get(self, key: str) -> str:
        """Return what was put under `key`."""
        ...

    def put(self, key: str, value: str) -> None:
        """Remember `value`, without waiting for a disk."""
        ...


class Papers(Protocol):
    """What a screen may do with papers; every call returns at once and tells people itself."""

    def print_paper(self, paper_id: str) -> None:
        """Print; without a printer the paper is offered as PDF."""
        ...

    def reprint_paper(self, paper_id: str) -> None:
        """Print once more, marked 补打."""
        ...

    def save_paper(self, paper_id: str) -> None:
        """Ask where, and save as PDF; the print state does not change."""
        ...

    def print_pdf(self, pdf: bytes, title: str) -> None:
        """Print pages that are no paper of the desk on the printer of notices; A4."""
        ...

    def printer_problem(self) -> str | None:
        """Return the sentence of why nothing can be printed now, None while all is well."""
        ...


class Screen(Protocol):
    """What a screen's `create` gives back to the frame."""

    @property
    def widget(self) -> QWidget:
        """Return the widget to be shown."""
        ...

    def set_visible(self, visible: bool) -> None:
        """Hear whether people can see the screen; pass it to the screen's `Watch`."""
        ...

    def take_focus(self) -> None:
        """Put the focus where work begins."""
        ...


def _nowhere(_: Item) -> bool:
    """Stand in where there is one screen and no frame."""
    return False


class Gatekeeper(Protocol):
    """Who may come in at this PC; `ui.gate.Gate`."""

    @property
    def enforced(self) -> bool:
        """Say whether roles count at this site: some person has a password."""
        ...

    def proved(self, code: str) -> None:
        """Know that this person just gave the site's first password at this PC."""
        ...


class _OpenGate:
    """Stands where nobody signs in."""

    enforced = False

    def proved(self, code: str) -> None:
        """Nothing follows."""


OPEN_GATE: Final = _OpenGate()


@dataclass(frozen=True, slots=True)
class ScreenContext:
    """The pieces that a screen's `create(context)` builds from.

    `desk` waits for the database: use it on `lanes.database` only.  `staff()` is the code of
    who works at this PC, "" for nobody; `sit_down(code)` changes it, top bar included, as long as
    roles do not count (`gate`): then they sign in.
    `watch` says how the database answers, `sending` keeps what cannot be sent now, `presence`
    says at which counter this PC works.
    `show_screen(id)` brings another screen to the front: reception, counter, cases, end_of_day,
    settings.  `open_item(item)` shows a company, a number or a case where it is looked at; False
    if this person has no such place.  A screen that can show some has `open_item(item)` itself.
    `printer_changed` tells that `printer_problem()` may say something else, None where nothing
    prints.
    """

    desk: Desk
    lanes: Lanes
    live: Live
    commands: Commands
    messages: Messages
    language: Language
    appearance: Appearance
    settings: PcSettings
    papers: Papers
    staff: Callable[[], str]
    sit_down: Callable[[str], None]
    show_screen: Callable[[str], None]
    watch: LinkWatch
    sending: Sending
    presence: Presence
    open_item: Callable[[Item], bool] = _nowhere
    gate: Gatekeeper = OPEN_GATE
    printer_changed: SignalInstance | None = None

    def print_paper(self, paper_id: str) -> None:
        """Print a paper: `papers.print_paper`."""
        self.papers.print_paper(paper_id)

    def printer_problem(self) -> str | None:
        """Return why nothing can be printed now: `papers.printer_problem`."""
        return self.papers.printer_problem()
