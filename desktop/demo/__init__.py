"""The demo: a believable centre with history, made by real commands at made-up moments."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from desktop.arguments import Arguments
from desktop.demo.making import DemoFigures, Stopped, make_demo
from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.i18n import Translator, error_sentence

__all__ = ["DemoFigures", "Stopped", "make_demo", "run_demo"]


def run_demo(open_desk: Callable[[], Desk], arguments: Arguments, out: TextIO) -> int:
    """Make the demo that the command line asks for and say how far it is; returns the status."""
    translator = Translator(arguments.language or "zh")

    def say(what: str, done: int, total: int, which: str) -> None:
        print(translator.text(f"demo.{what}", done=done, total=total, day=which), file=out)

    try:
        desk = open_desk()
        translator = desk.translator
        try:
            made = make_demo(
                desk.store,
                desk.clock.now(),
                arguments.enterprises,
                arguments.days,
                arguments.visits_per_day,
                progress=say,
            )
        finally:
            desk.store.close()
    except DeskError as error:
        print(error_sentence(translator, error), file=out)
        return 1
    except KeyboardInterrupt:
        print(translator.text("demo.stopped"), file=out)
        return 1
    text = translator.text(
        "demo.done", visits=made.visits, events=made.events, seconds=round(made.seconds)
    )
    print(text, file=out)
    return 0
