"""What staff are told of the voice, in one line."""

from __future__ import annotations

from desktop.voice.speaker import VoiceState
from ui.language import Language


def voice_words(language: Language, state: VoiceState) -> str:
    """Return what staff must know of the voice, "" while all is well."""
    text = language.text
    parts: list[str] = []
    if state.problem is not None:
        said = text(f"voice.problem.{state.problem.code}", **state.problem.values)
        if state.engine:
            engine = text(f"voice.engine.{state.engine}")
            said = text("voice.problem.spoken_otherwise", problem=said, engine=engine)
        parts.append(said)
    if state.unspoken:
        parts.append(text("voice.problem.unspoken", labels=list(state.unspoken)))
    if state.long:
        parts.append(text("voice.problem.long", waiting=state.waiting))
    return " ".join(parts)
