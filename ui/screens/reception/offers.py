"""What is offered for a need in words: windows and items with their reasons, or a question back.

Keys of choices are those of `shown`; `answer:` stands for a question that needs no number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from desktop.snapshots import SuggestAnswer, SuggestedWindow
from ui.language import Language
from ui.screens.reception.catalogue import Catalogue
from ui.screens.reception.finding import Entry
from ui.screens.reception.form import Form
from ui.screens.reception.shown import item_name, window_name
from ui.widgets.search_box import Choice

SURE: Final = 0.8
"""From here on nine suggestions in ten were right (`docs/console.md`, suggesting)."""
ANSWER: Final = "answer:"
"""The key of the choice that counts a question without a number (咨询)."""
_ZONE: Final = ZoneInfo("UTC")
"""No suggestion speaks of a time."""
_TOGETHER: Final = 2
"""So many of its items make a bundle worth offering."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The list below the box: `asks` means that nobody guesses, so none is chosen beforehand."""

    choices: tuple[Choice, ...]
    message: str = ""
    asks: bool = False


def offer(
    answer: SuggestAnswer,
    near: tuple[Entry, ...],
    catalogue: Catalogue,
    language: Language,
    keys: str,
    stopped: Collection[str] = (),
) -> Offer:
    """Return what is offered for an answer of the desk.

    `near`: entries that share words with the text, to choose from where the desk asks back;
    `keys`: what counts a question without a number; `stopped`: windows after their last number.
    """
    text = language.text
    choices = [
        _choice(one, not answer.ask_back, catalogue, language, one.window in stopped)
        for one in answer.windows
    ]
    if not answer.ask_back:
        return Offer(_numbered(choices))
    code = answer.reason.code if answer.reason else "not_sure"
    if code == "guide_desk":
        alone = Choice(ANSWER, text("reception.answer_here"), text("reception.answer_hint"), keys)
        return Offer(_numbered([alone]), text("reception.guide_desk"), True)
    known = {choice.key for choice in choices}
    choices += [_near(entry, catalogue, language) for entry in near if entry.key not in known][:4]
    choices.append(Choice(ANSWER, text("reception.answer_only"), "", keys))
    key = "reception.which" if len(choices) > 1 else "reception.which_none"
    return Offer(_numbered(choices), text(key), True)


def left_over(answer: SuggestAnswer, taken: str) -> tuple[str, ...]:
    """Return the keys of what the same words spoke for beside what was taken."""
    if answer.ask_back:
        return ()
    return tuple(key for one in answer.windows if (key := key_of(one)) != taken)


def key_of(one: SuggestedWindow) -> str:
    """Return the key under which a suggestion is wanted."""
    return f"item:{one.item}" if one.item else f"window:{one.window}"


def together(form: Form, catalogue: Catalogue) -> str:
    """Return the bundle (一件事) of which most items are chosen, two at least; "" for none."""
    if form.bundle is not None:
        return ""
    chosen = {line.item for line in form.items if line.company == form.main}
    best, most = "", _TOGETHER - 1
    for bundle in catalogue.bundles.values():
        shared = len(chosen.intersection(bundle.items))
        if shared > most:
            best, most = bundle.code, shared
    return best


def words_of(key: str, catalogue: Catalogue, language: Language) -> str:
    """Return a key's name with its window's letter in front."""
    kind, _, code = key.partition(":")
    if kind == "item" and code in catalogue.items:
        letter = catalogue.letter(catalogue.items[code].window)
        return f"{letter} {item_name(catalogue, code, language)}"
    if kind == "window" and code in catalogue.windows:
        return f"{catalogue.letter(code)} {window_name(catalogue, code, language)}"
    return ""


def _choice(
    one: SuggestedWindow, sure: bool, catalogue: Catalogue, language: Language, stopped: bool
) -> Choice:
    letter = catalogue.letter(one.window)
    window = window_name(catalogue, one.window, language)
    if one.item:
        title, note = item_name(catalogue, one.item, language), f"{letter} {window}"
    else:
        title, note = window, language.text("reception.found.window", letter=letter)
    reason = language.reason(one.reason.code, one.reason.values, _ZONE)
    if sure:
        how = language.text(f"reception.{'likely' if one.confidence >= SURE else 'perhaps'}")
        reason = f"{how} · {reason}" if reason else how
    if stopped:
        note = language.text("reception.found.stopped", note=note)
    return Choice(key_of(one), title, reason, note)


def _near(entry: Entry, catalogue: Catalogue, language: Language) -> Choice:
    note = ""
    if entry.code in catalogue.items:
        window = window_name(catalogue, catalogue.items[entry.code].window, language)
        note = f"{entry.letter} {window}"
    return Choice(entry.key, entry.name.of(language.code), "", note)


def _numbered(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    return tuple(
        Choice(one.key, f"{at}  {one.title}", one.detail, one.note)
        for at, one in enumerate(choices, start=1)
    )
