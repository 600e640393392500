"""What a person prepares for a case before the stop is finished; nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from desktop.requests import Outcome
from desktop.snapshots import CaseFile

OUTCOMES: Final = (
    "resolved",
    "accepted",
    "supplement",
    "gap",
    "refused",
    "withdrawn",
    "forwarded",
)
"""In the order of their keys 1–7."""

VERBS: Final = {
    "resolved": "resolve",
    "accepted": "accept",
    "supplement": "supplement",
    "gap": "gap",
    "refused": "refuse",
    "withdrawn": "withdraw",
    "forwarded": "forward",
}
"""The verb of `CaseFile.next` that allows each outcome."""

AT_ONCE: Final = "immediate"
"""The catalogue's kind of an item that is settled while the visitor waits (即办件)."""

_IN_HAND: Final = frozenset({"given", "on_file"})


@dataclass(frozen=True, slots=True)
class Draft:
    """The outcome chosen ("" undecided), the materials in hand, and the words that go with it."""

    outcome: str = ""
    in_hand: frozenset[str] = frozenset()
    note: str = ""
    to: str = ""
    reference: str = ""


def first_draft(file: CaseFile, authority: str) -> Draft:
    """Return how a case begins: with what reception noted and the file holds.

    What is settled at once (即办件) is to be resolved; everything else is undecided.
    """
    in_hand = frozenset(one.name for one in file.materials if one.state in _IN_HAND)
    at_once = file.case.kind == AT_ONCE and file.case.state == "received"
    outcome = "resolved" if at_once and "resolve" in file.next else ""
    return Draft(outcome, in_hand, to=authority)


def in_hand_now(draft: Draft, file: CaseFile) -> tuple[str, ...]:
    """Return what was brought: ticked, and neither only on file nor awaited."""
    return tuple(
        one.name
        for one in file.materials
        if one.name in draft.in_hand and one.state in ("given", "open")
    )


def is_noted(draft: Draft, file: CaseFile) -> bool:
    """Say whether the desk knows already what is in hand."""
    given = tuple(one.name for one in file.materials if one.state == "given")
    return given == in_hand_now(draft, file)


def allowed(file: CaseFile) -> tuple[str, ...]:
    """Return the outcomes that the desk would take for the case as it is."""
    return tuple(outcome for outcome in OUTCOMES if VERBS[outcome] in file.next)


def missing(draft: Draft, file: CaseFile) -> tuple[str, ...]:
    """Return the materials that are not in hand, in the catalogue's order."""
    return tuple(one.name for one in file.materials if one.name not in draft.in_hand)


def not_deferrable(draft: Draft, file: CaseFile) -> tuple[str, ...]:
    """Return what is missing and may not come later."""
    return tuple(
        one.name for one in file.materials if one.name not in draft.in_hand and not one.deferrable
    )


def problem(draft: Draft, file: CaseFile) -> str:
    """Return the code of what is still wrong with the draft, "" when it can be sent.

    `nothing_missing` and `not_deferrable` are about materials, `no_note` and `no_to` about the
    fields.
    """
    match draft.outcome:
        case "supplement" | "gap" if not missing(draft, file):
            return "nothing_missing"
        case "gap" if not_deferrable(draft, file):
            return "not_deferrable"
        case "refused" if not draft.note.strip():
            return "no_note"
        case "supplement" if file.case.state == "accepted" and not draft.note.strip():
            return "no_note"
        case "forwarded" if not draft.to.strip():
            return "no_to"
    return ""


def outcome_of(draft: Draft, file: CaseFile) -> Outcome:
    """Return the outcome as the desk takes it."""
    asks = draft.outcome in ("supplement", "gap")
    forwards = draft.outcome == "forwarded"
    return Outcome(
        case=file.case.id,
        outcome=draft.outcome,
        note=draft.note.strip() or None,
        missing=missing(draft, file) if asks else (),
        to=draft.to.strip() or None if forwards else None,
        reference=draft.reference.strip() or None if forwards else None,
        given=None if is_noted(draft, file) else in_hand_now(draft, file),
    )
