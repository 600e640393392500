"""`main.py move` and `main.py upgrade`: what is said in the terminal meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from desktop.arguments import Arguments
from desktop.domain.errors import DeskError
from desktop.i18n import Translator, error_sentence
from desktop.passwords import Passwords
from desktop.server_address import Diagnosis, password_of, with_password, without_password
from desktop.settings import Settings
from desktop.snapshots import Moved

Report = Callable[[int, int], None]
Move = Callable[[str, str, Report, Callable[[], bool]], Moved | None]
Diagnose = Callable[[str], Diagnosis]

STEPS = 20
"""A line of progress is said after each twentieth of the way."""


def run_move(
    move: Move,
    diagnose: Diagnose,
    arguments: Arguments,
    settings: Settings,
    passwords: Passwords,
    out: TextIO,
) -> int:
    """Move what the command line asks for and say how far it is; returns the exit status."""
    words = Translator(arguments.language or settings.get("language"))
    source, target = (
        _with_kept_password(place, passwords) for place in (arguments.source, arguments.target)
    )
    try:
        moved = move(source, target, _saying(words, out), lambda: False)
    except DeskError as error:
        named = _named_fault(error, diagnose, (source, target))
        if error.code != "outcome_unknown":
            print(words.text("move.failed"), file=out)
        print(error_sentence(words, named), file=out)
        return 1
    except KeyboardInterrupt:
        moved = None
    if moved is None:
        print(words.text("move.stopped"), file=out)
        return 1
    shown = {name: getattr(moved, name) for name in Moved.__slots__}
    print(words.filled("move.done", shown | {"seconds": round(moved.seconds)}), file=out)
    print(words.text("move.source_kept"), file=out)
    if arguments.use:
        _use(target, settings, passwords, words, out)
    else:
        print(words.text("move.may_be_used"), file=out)
    return 0


def run_upgrade(
    upgrade: Callable[[str], str],
    diagnose: Diagnose,
    arguments: Arguments,
    settings: Settings,
    passwords: Passwords,
    out: TextIO,
) -> int:
    """Bring a database to this program's schema; `upgrade(location)` returns the step."""
    words = Translator(arguments.language or settings.get("language"))
    location = _with_kept_password(arguments.database, passwords)
    try:
        step = upgrade(location)
    except DeskError as error:
        print(words.text("upgrade.failed"), file=out)
        print(error_sentence(words, _named_fault(error, diagnose, (location,))), file=out)
        return 1
    print(words.text("upgrade.done", step=step), file=out)
    return 0


def _saying(words: Translator, out: TextIO) -> Report:
    said = -1

    def report(done: int, total: int) -> None:
        nonlocal said
        part = done * STEPS // max(total, 1)
        if part != said:
            said = part
            percent = part * 100 // STEPS
            print(words.text("move.progress", percent=percent, done=done, total=total), file=out)

    return report


def _use(
    target: str, settings: Settings, passwords: Passwords, words: Translator, out: TextIO
) -> None:
    """Name the new database in this PC's settings; its password goes to the keeper of those."""
    if not _is_url(target):
        settings.put("database", str(Path(target).absolute()))
    else:
        settings.put("database", without_password(target))
        if password_of(target) and not _kept(target, passwords):
            print(words.text("move.password_elsewhere"), file=out)
    settings.save()
    print(words.text("move.now_used"), file=out)


def _kept(url: str, passwords: Passwords) -> bool:
    try:
        if passwords.locked:
            return False
        passwords.put(without_password(url), password_of(url))
    except (DeskError, OSError):
        return False
    return True


def _with_kept_password(location: str, passwords: Passwords) -> str:
    """Return a URL with the password that this PC keeps for it, if it has none of its own."""
    if not _is_url(location):
        return location
    try:
        if password_of(location) or passwords.locked:
            return location
        found = passwords.get(location)
    except DeskError:  # the address, or the keeper, is at fault: opening says which
        return location
    return with_password(location, found) if found else location


def _named_fault(error: DeskError, diagnose: Diagnose, places: tuple[str, ...]) -> DeskError:
    """Return what keeps us from a server more exactly than that it is away."""
    if error.code != "database_away":
        return error
    for place in places:
        if _is_url(place):
            named = diagnose(place).error()
            if named is not None:
                return named
    return error


def _is_url(location: str) -> bool:
    return location.startswith(("postgresql://", "postgres://"))
