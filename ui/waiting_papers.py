"""Papers that did not come out: which, why, and whether it is known that they did not."""

from __future__ import annotations

from dataclasses import dataclass, field

from desktop import requests as r
from desktop.desk import Printable, new_command


@dataclass(frozen=True, slots=True)
class Pages:
    """Something printed that is no paper of the desk: it has no row, only what people call it."""

    name: str
    pdf: bytes


@dataclass(slots=True)
class Errand:
    """One paper on its way; `again` marks it 补打 under the same command however often tried.

    `printer` is the one it goes to, `wished` the one somebody chose for it.  `why` says why it
    did not come out; `open`: it may have come out, a person has to look.  `seen`: somebody saw
    it, only the books are to be told.  For `Pages` `paper` is only a name among what waits.
    """

    paper: str
    again: bool = False
    command: str = field(default_factory=new_command)
    wished: str = ""
    printer: str = ""
    ready: Printable | Pages | None = None
    record: tuple[r.PaperWasPrinted, str] | None = None
    why: str = ""
    open: bool = False
    seen: bool = False

    @property
    def pages(self) -> Pages | None:
        """Return what is printed if it is no paper of the desk."""
        return self.ready if isinstance(self.ready, Pages) else None


@dataclass(frozen=True, slots=True)
class WaitingPaper:
    """One line of the list: the paper's id, what people call it, its printer, why it waits.

    `open`: whether it came out is not known, and somebody is asked.
    """

    paper: str
    name: str
    printer: str
    why: str
    open: bool


class WaitingPapers:
    """The papers that wait, oldest first; a paper stands there once."""

    def __init__(self) -> None:
        self._kept: dict[str, Errand] = {}

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def errands(self) -> tuple[Errand, ...]:
        """Return them, oldest first."""
        return tuple(self._kept.values())

    def get(self, paper: str) -> Errand | None:
        """Return a paper's errand if it waits."""
        return self._kept.get(paper)

    def keep(self, errand: Errand) -> None:
        """Let it wait."""
        self._kept[errand.paper] = errand

    def take(self, paper: str) -> Errand | None:
        """Return it and let it wait no longer."""
        return self._kept.pop(paper, None)

    def certain(self, printer: str) -> tuple[str, ...]:
        """Return the papers that certainly did not come out of a printer."""
        return tuple(e.paper for e in self._kept.values() if e.printer == printer and not e.open)
