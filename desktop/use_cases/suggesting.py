"""Which window a need in words is for (意图识别); what was said is looked at and not kept."""

from __future__ import annotations

from desktop.domain.queueing import Reason
from desktop.domain.suggestion import Suggested
from desktop.journal.looking import Look
from desktop.requests import SuggestWindows
from desktop.snapshots import SuggestAnswer, SuggestedWindow
from desktop.use_cases.shapes import reason_shape


def suggest(look: Look, request: SuggestWindows) -> SuggestAnswer:
    """Answer `reception.suggest`: windows with their reasons, or that one should ask back."""
    advice = look.known.learner.advise(request.text, look.reads, look.day, look.at)
    return SuggestAnswer(
        tuple(_shape(one) for one in advice.windows),
        advice.why is not None,
        None if advice.why is None else reason_shape(Reason(advice.why, {})),
    )


def _shape(one: Suggested) -> SuggestedWindow:
    values: dict[str, str | int] = {"words": " ".join(one.words)} if one.words else {}
    reason = Reason("words_speak", values)
    return SuggestedWindow(one.window, one.item, one.confidence, reason_shape(reason))
