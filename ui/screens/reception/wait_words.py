"""How long one would wait, in words: for the staff beside the slip, for the visitor on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.requests import TellWait
from desktop.snapshots import WaitAnswer
from ui.language import Language
from ui.screens.reception.catalogue import Catalogue
from ui.screens.reception.form import Form
from ui.screens.reception.line_watch import Line
from ui.screens.reception.route import ready_windows
from ui.screens.reception.waits import FROM_HISTORY


@dataclass(frozen=True, slots=True)
class WaitsShown:
    """What is known by window, and what of it is told to the visitor."""

    known: Mapping[str, WaitAnswer] = field(default_factory=dict)
    told: tuple[TellWait, ...] = ()


def wait_words(
    form: Form, catalogue: Catalogue, language: Language, waits: WaitsShown
) -> tuple[str, ...]:
    """Return one line for each window the visit begins at, with where the range comes from."""
    lines = []
    for code in () if form.without_number() else ready_windows(form, catalogue):
        found = waits.known.get(code)
        if found is None:
            continue
        letter = catalogue.letter(code)
        if found.minutes is None:
            lines.append(language.text("reception.wait.unknown", letter=letter))
            continue
        key = "history" if found.basis.code == FROM_HISTORY else "catalogue"
        p10, p90 = found.minutes.p10, found.minutes.p90
        span = language.text("reception.wait.range", shortest=p10, longest=p90)
        if p90 <= 1:
            span = language.text("reception.wait.none")
        lines.append(language.text(f"reception.wait.{key}", letter=letter, span=span))
    return tuple(lines)


def on_slip(
    form: Form, catalogue: Catalogue, line: Line, language: Language, waits: WaitsShown
) -> str:
    """Return what the slip will say of the wait, by the desk's own rule; "" for nothing."""
    windows = ready_windows(form, catalogue)
    told = {one.window: one for one in waits.told}
    if form.without_number() or not windows or any(code not in told for code in windows):
        return ""
    found = [told[code] for code in windows]
    if not all(waits.known[code].worth_paper for code in windows):
        return ""
    if any(not line.waiting.get(code) for code in windows):
        return ""
    shortest = min(one.p10 for one in found)
    longest = max(1, min(one.p90 for one in found))
    key = "wait_within" if shortest == 0 else "wait"
    key = "wait_one" if shortest == longest else key
    return language.text(f"paper.slip.{key}", shortest=shortest, longest=longest)
