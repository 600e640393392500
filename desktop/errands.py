"""What `main.py` does by a word, but for the console: done and said without a screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol, TextIO

from desktop import paths
from desktop.arguments import Arguments
from desktop.demo import run_demo
from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.i18n import Translator, error_sentence
from desktop.password_errand import run_new_password
from desktop.passwords import Passwords
from desktop.server_address import Diagnosis, password_of, without_password
from desktop.server_errand import Address, SetUp, run_server_setup
from desktop.settings import Settings
from desktop.snapshots import Moved

Report = Callable[[int, int], None]
Move = Callable[[str, str, Report, Callable[[], bool]], Moved | None]
Diagnose = Callable[[str], Diagnosis]

STEPS = 20
"""A line of progress is said after each twentieth of the way."""


class Upgrade(Protocol):
    """Brings the database at a location to this program's schema; returns the step it is at."""

    def __call__(self, location: str, *, backups: Path, keep_copy: bool, in_hours: bool) -> str:
        """Keep a copy in `backups` unless told not to; `in_hours` even while a site is open."""
        ...


@dataclass(frozen=True, slots=True)
class Ways:
    """What the database does for these commands; each takes a path or URL."""

    open: Callable[[str], Desk]
    move: Move
    upgrade: Upgrade
    diagnose: Diagnose
    set_up: SetUp
    address: Address


@dataclass(frozen=True, slots=True)
class _Errand:
    """One command, and whom it speaks to."""

    ways: Ways
    arguments: Arguments
    settings: Settings
    passwords: Passwords
    words: Translator
    out: TextIO

    def say(self, key: str, **values: object) -> None:
        """Print a sentence."""
        print(self.words.text(key, **values), file=self.out)


def run_errand(ways: Ways, arguments: Arguments, settings: Settings, out: TextIO) -> int:
    """Do what the command line asks for; returns the exit status."""
    if arguments.what == "demo":
        return run_demo(partial(ways.open, arguments.database), arguments, out)
    words = Translator(arguments.language or settings.get("language"))
    if arguments.what == "server-setup":
        return run_server_setup(ways.set_up, ways.address, ways.open, arguments, words, out)
    if arguments.what == "new-password":
        location = _with_kept_password(Passwords(paths.home()), arguments.database)
        named = replace(arguments, database=location)
        return run_new_password(ways.open, named, words, out)
    errand = _Errand(ways, arguments, settings, Passwords(paths.home()), words, out)
    return _move(errand) if arguments.what == "move" else _upgrade(errand)


def _move(errand: _Errand) -> int:
    named = (errand.arguments.source, errand.arguments.target)
    places = [_with_kept_password(errand.passwords, place) for place in named]
    try:
        moved = errand.ways.move(places[0], places[1], _saying(errand), lambda: False)
    except DeskError as error:
        fault = _named_fault(errand, error, places)
        if error.code != "outcome_unknown":
            errand.say("move.failed")
        print(error_sentence(errand.words, fault), file=errand.out)
        return 1
    except KeyboardInterrupt:
        moved = None
    if moved is None:
        errand.say("move.stopped")
        return 1
    shown = {name: getattr(moved, name) for name in Moved.__slots__}
    errand.say("move.done", **shown | {"seconds": round(moved.seconds)})
    errand.say("move.source_kept")
    if errand.arguments.use:
        _use(errand, places[1])
    else:
        errand.say("move.may_be_used")
    return 0


def _upgrade(errand: _Errand) -> int:
    arguments = errand.arguments
    location = _with_kept_password(errand.passwords, arguments.database)
    folder = Path(arguments.backups or paths.home() / "backups")
    try:
        step = errand.ways.upgrade(
            location,
            backups=folder,
            keep_copy=not arguments.own_backup,
            in_hours=arguments.in_hours,
        )
    except DeskError as error:
        fault = _named_fault(errand, error, [location])
        errand.say("upgrade.failed")
        print(error_sentence(errand.words, fault), file=errand.out)
        return 1
    errand.say("upgrade.done", step=step)
    return 0


def _saying(errand: _Errand) -> Report:
    said = -1

    def report(done: int, total: int) -> None:
        nonlocal said
        part = done * STEPS // max(total, 1)
        if part != said:
            said = part
            errand.say("move.progress", percent=part * 100 // STEPS, done=done, total=total)

    return report


def _use(errand: _Errand, target: str) -> None:
    """Name the new database in this PC's settings; its password goes to the keeper of those."""
    settings = errand.settings
    if not _is_url(target):
        settings.put("database", str(Path(target).absolute()))
    else:
        settings.put("database", without_password(target))
        if password_of(target) and not _kept(errand, target):
            errand.say("move.password_elsewhere")
    settings.save()
    errand.say("move.now_used")


def _kept(errand: _Errand, url: str) -> bool:
    try:
        if errand.passwords.locked:
            return False
        errand.passwords.put(without_password(url), password_of(url))
    except (DeskError, OSError):
        return False
    return True


def _with_kept_password(passwords: Passwords, location: str) -> str:
    """Return a URL with the password that this PC keeps for it, if it has none of its own."""
    try:
        return passwords.completed(location)
    except DeskError:  # the passphrase, or the keeper, is at fault: the server will ask
        return location


def _named_fault(errand: _Errand, error: DeskError, places: Sequence[str]) -> DeskError:
    """Return what keeps us from a server more exactly than that it is away."""
    if error.code != "database_away":
        return error
    for place in places:
        if _is_url(place):
            named = errand.ways.diagnose(place).error()
            if named is not None:
                return named
    return error


def _is_url(location: str) -> bool:
    return location.startswith(("postgresql://", "postgres://"))
