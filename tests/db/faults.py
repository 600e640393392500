"""A try of a server in the tests, and what may never be seen of it."""

from __future__ import annotations

from time import monotonic

from db.diagnosis import diagnose
from desktop.i18n import LANGUAGES, Translator, error_sentence

SECRET, WRONG = "hunter2 密码", "hunter3"


def fault(url: str, **more: int) -> tuple[str | None, dict[str, object]]:
    """Return what a try finds; it is quick, it has a sentence, and it repeats no password."""
    begun = monotonic()
    found = diagnose(url, **more)
    assert monotonic() - begun < 3.5
    error = found.error()
    assert found.ok == (error is None)
    for language in LANGUAGES:
        sentence = "" if error is None else error_sentence(Translator(language), error)
        assert not sentence.startswith("error.")
        assert SECRET not in sentence + str(found)
        assert WRONG not in sentence + str(found)
    return found.code, dict(found.values)
