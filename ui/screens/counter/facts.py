"""What the counter screen knows: frozen facts read from the desk, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from desktop.domain.errors import DeskError
from desktop.snapshots import (
    CaseFile,
    CaseShape,
    CounterShape,
    EnterpriseFile,
    FinishAnswer,
    PaperShape,
    PlaceShape,
    QueueRow,
    StaffShape,
    TicketShape,
)
from ui.screens.counter.drafts import Draft

OPEN_CASES: Final = frozenset({"received", "accepted", "supplementing", "forwarded"})
"""Cases that have no end yet (`docs/architecture.md`, cases)."""


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """One of the nine windows, as the catalogue names it."""

    code: str
    letter: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One service item: what is searched for one more thing."""

    code: str
    window: str
    zh: str
    en: str
    authority: str


@dataclass(frozen=True, slots=True)
class Book:
    """The catalogue's windows and items by code."""

    windows: Mapping[str, WindowFacts]
    items: Mapping[str, ItemFacts]


@dataclass(frozen=True, slots=True)
class Here:
    """The site with its counters and people; `zone` is an IANA name.

    `lost`: the tickets at counters whose desk is not there any more; `calls_needed`: so many calls
    before somebody counts as missed.
    """

    zone: str
    counters: tuple[CounterShape, ...]
    staff: tuple[StaffShape, ...]
    lost: tuple[TicketShape, ...] = ()
    calls_needed: int = 1


@dataclass(frozen=True, slots=True)
class Spans:
    """Seconds that a visitor waited since the door, walked, and was served at this stop.

    `running` names the span that still goes on: `walking`, `serving` or "".
    """

    waited: float
    walked: float | None
    served: float | None
    running: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A counter at one moment (`now`, UTC); `cases` are those of the present stop."""

    now: datetime
    counter: CounterShape
    ticket: TicketShape | None
    spans: Spans | None
    stop: PlaceShape | None
    cases: tuple[CaseFile, ...]
    company: EnterpriseFile | None
    queue: tuple[QueueRow, ...]
    held: tuple[TicketShape, ...]
    papers: tuple[PaperShape, ...]

    def case(self, case_id: str) -> CaseFile | None:
        """Return a case of this stop."""
        return next((file for file in self.cases if file.case.id == case_id), None)


class Tone(StrEnum):
    """How a sentence is meant; the view gives it shape and colour."""

    INFO = "info"
    GOOD = "good"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Saying:
    """Sentences by their keys and values, put into words where they are shown."""

    tone: Tone
    lines: tuple[tuple[str, Mapping[str, object]], ...]


def say(tone: Tone, key: str, **values: object) -> Saying:
    """Return one sentence."""
    return Saying(tone, ((key, values),))


def told_after(answer: FinishAnswer) -> Saying:
    """Return what is told after a finish: where the visit goes on, and what was dropped."""
    label = answer.ticket.label
    lines: list[tuple[str, dict[str, object]]] = []
    if answer.next:
        lines.append(("next_stop", {"label": label, "windows": answer.next}))
    else:
        lines.append(("visit_over", {"label": label}))
    for place in answer.dropped:
        lines.append(("dropped", {"window": place.window, "why": place.end or ""}))
    if answer.undecided:
        lines.append(("left_open", {"count": len(answer.undecided)}))
    tone = Tone.WARN if answer.dropped else Tone.GOOD
    return Saying(tone, tuple(lines))


class Phase(StrEnum):
    """What the screen is about now."""

    LOADING = "loading"
    BROKEN = "broken"
    CHOOSE = "choose"
    CLOSED = "closed"
    PAUSED = "paused"
    FREE = "free"
    CALLED = "called"
    SERVING = "serving"
    KEPT = "kept"
    """Ended here while the database was away; the desk is told when it is back."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What was ended here last (`how`: finish or no_show), and what its cases were to become."""

    ticket: str
    label: str
    how: str
    drafts: Mapping[str, Draft] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything the view shows; `passed` is seconds since `moment` was read."""

    here: Here | None = None
    book: Book | None = None
    number: int | None = None
    moment: Moment | None = None
    missed: tuple[TicketShape, ...] = ()
    drafts: Mapping[str, Draft] = field(default_factory=dict)
    chosen: str = ""
    saying: Saying | None = None
    finished: FinishAnswer | None = None
    ended: Ended | None = None
    problem: DeskError | None = None
    busy: bool = False
    staff: str = ""
    passed: float = 0.0
    away: bool = False
    """The database is away: nobody can be called."""
    kept: Mapping[str, str] = field(default_factory=dict)
    """What was ended here and waits to be sent: tickets' ids and how (`finish`, `no_show`)."""

    @property
    def phase(self) -> Phase:
        """Return what the screen is about."""
        if self.here is None or (self.number is not None and self.moment is None):
            return Phase.BROKEN if self.problem else Phase.LOADING
        if self.number is None or self.moment is None:
            return Phase.CHOOSE
        ticket = self.moment.ticket
        if ticket is not None and ticket.id in self.kept:
            return Phase.KEPT
        if ticket is not None:
            return Phase.SERVING if ticket.state == "serving" else Phase.CALLED
        return {"closed": Phase.CLOSED, "paused": Phase.PAUSED}.get(
            self.moment.counter.state, Phase.FREE
        )

    @property
    def undecided(self) -> tuple[CaseShape, ...]:
        """Return the open cases of this stop that would stay without an outcome."""
        files = self.moment.cases if self.moment else ()
        return tuple(
            file.case
            for file in files
            if file.case.state in OPEN_CASES and not self.draft(file).outcome
        )

    @property
    def how_kept(self) -> str:
        """Return how the ticket here was ended and kept, "" if it was not."""
        ticket = self.moment.ticket if self.moment else None
        return self.kept.get(ticket.id, "") if ticket else ""

    @property
    def lost(self) -> tuple[TicketShape, ...]:
        """Return the tickets at other counters that nobody works at any more."""
        tickets = self.here.lost if self.here else ()
        return tuple(one for one in tickets if one.counter != self.number)

    def draft(self, file: CaseFile) -> Draft:
        """Return what is prepared for a case."""
        return self.drafts.get(file.case.id, Draft())


_ANYTIME: Final = frozenset({"counter.choose"})
_POSSIBLE: Final[Mapping[Phase, frozenset[str]]] = {
    Phase.CLOSED: frozenset({"counter.open"}),
    Phase.PAUSED: frozenset(
        {
            "counter.pause",
            "counter.close",
            "counter.open",
            "counter.lists",
            "counter.undo",
            "counter.help",
        }
    ),
    Phase.FREE: frozenset(
        {
            "counter.call_next",
            "counter.call",
            "counter.pause",
            "counter.close",
            "counter.open",
            "counter.lists",
            "counter.undo",
            "counter.help",
        }
    ),
    # Calling is held back; its key says why.
    Phase.KEPT: frozenset({"counter.call_next", "counter.lists"}),
    Phase.CALLED: frozenset(
        {
            "counter.recall",
            "counter.start",
            "counter.no_show",
            "counter.help",
            "counter.pause",
            "counter.open",
            "counter.lists",
        }
    ),
    Phase.SERVING: frozenset(
        {
            "counter.finish",
            "counter.transfer",
            "counter.hold",
            "counter.add",
            "counter.help",
            "counter.pause",
            "counter.open",
            "counter.lists",
            "counter.next_case",
            "counter.previous_case",
        }
    ),
}


def possible(shown: Shown) -> frozenset[str]:
    """Return the ids of the commands that make sense now; none while one is running."""
    if shown.busy:
        return frozenset()
    take_over = shown.lost and shown.phase in (Phase.FREE, Phase.PAUSED)
    more = frozenset({"counter.take_over"}) if take_over else frozenset()
    return _POSSIBLE.get(shown.phase, frozenset()) | _ANYTIME | more


PRIMARY: Final[Mapping[Phase, str]] = {
    Phase.FREE: "counter.call_next",
    Phase.CALLED: "counter.start",
    Phase.SERVING: "counter.finish",
    Phase.PAUSED: "counter.pause",
    Phase.CLOSED: "counter.open",
}
"""The one thing to do next in each phase."""
