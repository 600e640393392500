"""What the settings need beyond other screens: printers, the hall, where the database is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import SignalInstance

from desktop.voice.speaker import VoiceState
from ui.theme import Tone
from ui.widgets.card import Card


class WaitingLine(Protocol):
    """A paper that did not come out; `ui.waiting_papers.WaitingPaper`."""

    @property
    def paper(self) -> str:
        """Return the paper's id."""
        ...

    @property
    def name(self) -> str:
        """Return what people call it."""
        ...

    @property
    def why(self) -> str:
        """Return why it waits, in few words."""
        ...

    @property
    def open(self) -> bool:
        """Say whether it may have come out after all."""
        ...


class PrinterChoice(Protocol):
    """What the settings do with printers; `ui.desk_printing.DeskPrinting`."""

    state_changed: SignalInstance
    waiting_changed: SignalInstance

    @property
    def names(self) -> tuple[str, ...]:
        """Return the system's printers."""
        ...

    @property
    def waiting(self) -> Sequence[WaitingLine]:
        """Return what did not come out."""
        ...

    def look(self) -> None:
        """Ask again."""
        ...

    def look_often(self, often: bool) -> None:
        """Ask every few seconds: somebody watches."""
        ...

    def used(self, setting: str) -> str:
        """Return the printer that `slip_printer` or `printer` comes to, "" for none."""
        ...

    def choose(self, printer: str, setting: str) -> None:
        """Use this printer."""
        ...

    def health_words(self, printer: str) -> tuple[str, Tone]:
        """Return how a printer is."""
        ...

    def print_test_page(self, printer: str) -> None:
        """Print a test page; people are told how it went."""
        ...

    def retry(self, paper: str, printer: str) -> None:
        """Print what certainly did not come out; "": where it was sent."""
        ...

    def came_out(self, paper: str) -> None:
        """Count it as printed."""
        ...

    def did_not_come_out(self, paper: str, printer: str) -> None:
        """Print it again with the mark of a second copy."""
        ...

    def save_paper(self, paper_id: str) -> None:
        """Ask where, and save as PDF."""
        ...

    def let_go(self, paper: str) -> None:
        """Print it no more."""
        ...


class Hall(Protocol):
    """What the settings do with the public board; `ui.screens.board.board.Board`."""

    toggled: SignalInstance
    trouble: SignalInstance
    voice_changed: SignalInstance
    placed: SignalInstance

    @property
    def is_open(self) -> bool:
        """Say whether the board is on."""
        ...

    @property
    def voice_state(self) -> VoiceState:
        """Return how the voice stands."""
        ...

    @property
    def words(self) -> str:
        """Return what staff must know of it now, "" for nothing."""
        ...

    def monitor_names(self) -> Sequence[tuple[str, str]]:
        """Return the monitors as (key, name)."""
        ...

    def toggle(self) -> None:
        """Open the board, or ask to close it."""
        ...

    def apply(self) -> None:
        """Take over what is kept."""
        ...

    def try_out(self) -> None:
        """Let a sample be heard."""
        ...

    def voice_words(self) -> str:
        """Return what is wrong with the voice, "" while all is well."""
        ...


@dataclass(frozen=True, slots=True)
class Where:
    """Where the data is, in words (`place`); on a server, this PC's own file (`file_here`).

    `connecting` makes the card that leads to a server, `moving` the one that moves onto it.
    """

    place: Callable[[], str]
    file_here: str
    connecting: Callable[[], Card]
    moving: Callable[[], Card] | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The pieces; `database` holds no password.

    `own_database` is where real work is done while this is the demo, "" otherwise; `folder` is
    this PC's own for data.  `practise` opens a window to practise in; `practising`: this is one.
    """

    printers: PrinterChoice
    database: str
    own_database: str
    reopen: Callable[[str], None]
    where: Where
    folder: Path
    hall: Hall
    practise: Callable[[], None] | None = None
    practising: bool = False
