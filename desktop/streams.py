"""The streams of a program in a terminal: UTF-8 everywhere, and quiet ends."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable

from desktop.i18n import LANGUAGES, Translator

INTERRUPTED = 130  # what shells expect of a program that Ctrl+C ended


def speak_utf8() -> None:
    """Write UTF-8, a line at a time, whatever the system's own encoding is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a program without a terminal may have none
            stream.reconfigure(
                encoding="utf-8", errors="backslashreplace", newline="\n", line_buffering=True
            )


def ended_quietly(work: Callable[[], int]) -> int:
    """Return what `work` returns; at Ctrl+C, or when nobody reads our answers, no traceback."""
    try:
        return work()
    except BrokenPipeError:
        # Python would try to write the rest at its end, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return INTERRUPTED


def display_is_missing() -> bool:
    """Say whether windows could not be shown: Linux, and neither X nor Wayland nor a choice."""
    ways = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform.startswith("linux") and not any(os.environ.get(way) for way in ways)


def say_in_every_language(key: str) -> None:
    """Print the sentence of `key` to standard error in each language, one a line."""
    for language in LANGUAGES:
        print(Translator(language).text(key), file=sys.stderr)
