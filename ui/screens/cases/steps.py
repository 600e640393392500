"""The steps of a case: their keys, what each asks for, and the request it becomes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from desktop import requests as r
from desktop.snapshots import CaseFile


class Need(StrEnum):
    """Whether a step takes words."""

    NO = "no"
    MAY = "may"
    MUST = "must"


class Ticks(StrEnum):
    """Which materials a step lets one tick."""

    NONE = "none"
    ALL = "all"
    DEFERRABLE = "deferrable"


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `verb` is its name in `CaseFile.next`, `strong` marks the usual way on."""

    verb: str
    keys: str
    icon: str
    words: Need = Need.NO
    ticks: Ticks = Ticks.NONE
    to: bool = False
    days: bool = False
    staff: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """What was entered in the step's panel."""

    words: str = ""
    missing: tuple[str, ...] = ()
    to: str = ""
    reference: str = ""
    days: int = 0
    staff: str = ""


STEPS: Final = (
    Step("accept", "F5", "mdi6.check", strong=True),
    Step("gap", "R", "mdi6.file-clock-outline", ticks=Ticks.DEFERRABLE),
    Step("supplemented", "F7", "mdi6.file-check-outline", strong=True),
    Step("gap_filled", "Q", "mdi6.file-check-outline", strong=True),
    Step("resolve", "F8", "mdi6.check-all", words=Need.MAY, strong=True),
    Step("deliver", "F9", "mdi6.hand-extended-outline", strong=True),
    Step("supplement", "F6", "mdi6.file-alert-outline", words=Need.MAY, ticks=Ticks.ALL),
    Step("forward", "Z", "mdi6.share-outline", words=Need.MAY, to=True),
    Step("extend", "Y", "mdi6.calendar-plus", words=Need.MUST, days=True),
    Step("assign", "P", "mdi6.account-arrow-right-outline", staff=True),
    Step("refuse", "N", "mdi6.close-octagon-outline", words=Need.MUST),
    Step("withdraw", "C", "mdi6.undo", words=Need.MUST),
    Step("terminate", "X", "mdi6.stop-circle-outline", words=Need.MUST),
    Step("undo", "Ctrl+Z", "mdi6.undo-variant", words=Need.MUST),
)
"""The steps in the order shown: the usual way on first, what ends a case without result last."""

BY_VERB: Final = {step.verb: step for step in STEPS}

VOID_PAPER: Final = Step("void_paper", "Shift+Del", "mdi6.file-cancel-outline", words=Need.MUST)
"""Not a step of the case, but it asks for a reason in the same way."""

WITHDRAW_CONSENT: Final = Step("withdraw_consent", "W", "mdi6.undo", words=Need.MUST)
"""Not a step of the case either: an authorisation of it is taken back."""

BESIDE: Final = (VOID_PAPER, WITHDRAW_CONSENT)

REASONS: Final = {"undo": ("slip", "outcome", "more", "paper")}
"""The usual reasons of a step, offered beside its words."""

MOST_DAYS: Final = 10


def possible(file: CaseFile) -> tuple[str, ...]:
    """Return the steps that may be taken, and whether the latest decision may be taken back."""
    return (*file.next, "undo") if file.undo else file.next


def strongest(file: CaseFile) -> str:
    """Return the verb of the usual way on, "" where there is none."""
    return next((s.verb for s in STEPS if s.strong and s.verb in file.next), "")


def words_needed(step: Step, file: CaseFile, missing: tuple[str, ...] = ()) -> bool:
    """Say whether the step is refused without words.

    A supplement needs a reason once the case was accepted; whether it asks for new materials
    a second time is for the desk to judge.
    """
    if step.verb == "supplement":
        return file.case.state == "accepted"
    return step.words is Need.MUST


def lacking(step: Step, file: CaseFile, given: Given) -> str:
    """Return the field that must still be filled in (words, missing, to, staff), "" for none."""
    if step.ticks is not Ticks.NONE and not given.missing:
        return "missing"
    if step.to and not given.to.strip():
        return "to"
    if step.staff and not given.staff.strip():
        return "staff"
    if words_needed(step, file, given.missing) and not given.words.strip():
        return "words"
    return ""


def materials(step: Step, file: CaseFile) -> tuple[tuple[str, bool], ...]:
    """Return the names that may be ticked and whether each begins ticked: what did not come."""
    return tuple(
        (one.name, False)
        for one in file.materials
        if step.ticks is Ticks.ALL or (step.ticks is Ticks.DEFERRABLE and one.deferrable)
        if one.state not in ("given", "promised") or step.ticks is Ticks.ALL
    )


def request(verb: str, case: str, given: Given) -> r.Request:
    """Return the desk's request of a step; KeyError for a verb that is none."""
    words = given.words.strip()
    made: dict[str, Callable[[], r.Request]] = {
        "accept": lambda: r.AcceptCase(case),
        "supplement": lambda: r.AskSupplement(case, given.missing, words or None),
        "supplemented": lambda: r.Supplemented(case),
        "gap": lambda: r.PromiseGap(case, given.missing),
        "gap_filled": lambda: r.FillGap(case),
        "resolve": lambda: r.ResolveCase(case, words or None),
        "forward": lambda: r.ForwardCase(
            case, given.to.strip(), given.reference.strip() or None, words or None
        ),
        "refuse": lambda: r.RefuseCase(case, words),
        "extend": lambda: r.ExtendCase(case, given.days, words),
        "withdraw": lambda: r.WithdrawCase(case, words),
        "terminate": lambda: r.TerminateCase(case, words),
        "assign": lambda: r.AssignCase(case, given.staff.strip()),
        "deliver": lambda: r.DeliverCase(case),
        "undo": lambda: r.UndoCase(case, words),
    }
    return made[verb]()
