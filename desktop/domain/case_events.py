"""What happened to cases and papers, in the past tense; free texts stand in by their ids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from desktop.domain.cases import Case, Paper
from desktop.domain.events import Event


@dataclass(frozen=True, slots=True)
class CaseReceived(Event):
    """A requested item became a case."""

    kind: ClassVar[str] = "case.received"
    case: Case

    @property
    def subject(self) -> str:
        """The case."""
        return self.case.case_id


@dataclass(frozen=True, slots=True)
class AboutCase(Event):
    """The base of what happens to a case."""

    case_id: str
    text: str | None = None

    @property
    def subject(self) -> str:
        """The case."""
        return self.case_id


@dataclass(frozen=True, slots=True)
class CaseAccepted(AboutCase):
    """The case was accepted; it counts as accepted on `accepted_on`."""

    kind: ClassVar[str] = "case.accepted"
    accepted_on: date = date.min
    due_on: date = date.min
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class SupplementAsked(AboutCase):
    """The company was told once what is missing; from accepted the clock stops on `stopped_on`."""

    kind: ClassVar[str] = "case.supplement_asked"
    missing: tuple[str, ...] = ()
    stopped_on: date | None = None


@dataclass(frozen=True, slots=True)
class CaseSupplemented(AboutCase):
    """What was missing has come; the case is in `state` again, its due date moved."""

    kind: ClassVar[str] = "case.supplemented"
    state: str = "received"
    due_on: date | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class GapPromised(AboutCase):
    """Accepted with a gap: deferrable materials are promised until a day."""

    kind: ClassVar[str] = "case.gap_promised"
    missing: tuple[str, ...] = ()
    until: date = date.min
    stopped_on: date | None = None


@dataclass(frozen=True, slots=True)
class GapFilled(AboutCase):
    """The promised materials have come."""

    kind: ClassVar[str] = "case.gap_filled"
    due_on: date | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class CaseForwarded(AboutCase):
    """The case went to an authority (`to`, `reference`: texts)."""

    kind: ClassVar[str] = "case.forwarded"
    to: str | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class CaseEnded(AboutCase):
    """The case reached `state`: resolved, refused (`at` acceptance or decision), withdrawn, …"""

    kind: ClassVar[str] = "case.ended"
    state: str = "resolved"
    at: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class CaseExtended(AboutCase):
    """The due date was moved once, with a reason."""

    kind: ClassVar[str] = "case.extended"
    due_on: date = date.min
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class CaseAssigned(AboutCase):
    """A person is responsible for the case."""

    kind: ClassVar[str] = "case.assigned"
    staff: str = ""


@dataclass(frozen=True, slots=True)
class CaseMoved(AboutCase):
    """The case's owner window changed by a transfer."""

    kind: ClassVar[str] = "case.moved"
    window: str = ""


@dataclass(frozen=True, slots=True)
class CaseDueMoved(AboutCase):
    """An imported calendar moved the due date, or the day until which a gap is promised."""

    kind: ClassVar[str] = "case.due_moved"
    due_on: date | None = None
    provisional: bool = False
    gap_until: date | None = None


@dataclass(frozen=True, slots=True)
class PaperMade(Event):
    """A paper got its number and its facts."""

    kind: ClassVar[str] = "paper.made"
    paper: Paper

    @property
    def subject(self) -> str:
        """The paper."""
        return self.paper.paper_id


@dataclass(frozen=True, slots=True)
class PaperPrinted(Event):
    """A printer took the paper, or did not (`ok`)."""

    kind: ClassVar[str] = "paper.printed"
    paper_id: str
    ok: bool = True

    @property
    def subject(self) -> str:
        """The paper."""
        return self.paper_id


@dataclass(frozen=True, slots=True)
class PaperReprinted(Event):
    """The paper is printed once more, marked 补打."""

    kind: ClassVar[str] = "paper.reprinted"
    paper_id: str

    @property
    def subject(self) -> str:
        """The paper."""
        return self.paper_id


@dataclass(frozen=True, slots=True)
class PaperVoided(Event):
    """The paper is void; its number stays taken."""

    kind: ClassVar[str] = "paper.voided"
    paper_id: str
    text: str | None = None

    @property
    def subject(self) -> str:
        """The paper."""
        return self.paper_id
