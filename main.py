"""The program, and the one place that knows both the database and the screens."""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial

from db.backup import restore_unopened
from db.change_feed import ChangeFeed
from db.migrate import upgrade_at
from db.moving import move
from db.seldom import address_for_desks, diagnose, set_up_server
from db.store import SqlStore, opened
from desktop import log, paths, streams
from desktop.arguments import Arguments, parse
from desktop.console import converse
from desktop.desk import Desk
from desktop.journal.verifier import check_sound
from desktop.passwords import Passwords
from desktop.practice import practice_command, run_practice
from desktop.settings import Settings
from desktop.starting import desk_on, only_here, opening


def main(argv: list[str]) -> int:
    """Do what the command line asks for; returns the exit status."""
    arguments = parse(argv)
    settings = Settings(paths.home() / "settings.json")
    database = arguments.database or settings.get("database") or paths.usual_database()
    streams.speak_utf8()
    work = {"console": _console, "desk": _desk}.get(arguments.what, _errand)
    if arguments.practice is not None:
        work = partial(run_practice, _open, _desk)
    return streams.ended_quietly(partial(work, replace(arguments, database=database), settings))


def _open(arguments: Arguments, settings: Settings, location: str) -> Desk:
    store = SqlStore(only_here(arguments, location), paths.home() / "backups")
    return desk_on(store, arguments, settings)


def _console(arguments: Arguments, settings: Settings) -> int:
    log.to_stderr()
    opener, passwords = partial(_open, arguments, settings), Passwords(paths.home())
    open_it = partial(opening, opener, arguments.database, passwords, diagnose)
    language = arguments.language or settings.get("language")
    return converse(open_it, language, sys.stdin.buffer, sys.stdout)


def _errand(arguments: Arguments, settings: Settings) -> int:
    log.to_stderr()
    # A late import: neither console nor screens need these.
    from desktop.errands import Ways, run_errand

    opener = partial(_open, arguments, settings)
    ways = Ways(opener, move, upgrade_at, diagnose, set_up_server, address_for_desks)
    return run_errand(ways, arguments, settings, sys.stderr)


def _desk(arguments: Arguments, settings: Settings) -> int:
    if streams.display_is_missing():
        streams.say_in_every_language("start.no_display")
        return 1
    from desktop.demo.beside import make_demo_beside  # late: a console needs none of these
    from ui.doors import Doors  # late: as above
    from ui.program import run  # late: as above

    log.to_file(paths.home())
    opener = partial(_open, arguments, settings)
    mend = partial(restore_unopened, verify=lambda engine: check_sound(opened(engine)))
    ways = (opener, ChangeFeed, mend, partial(make_demo_beside, opener))
    servers = (diagnose, Passwords(paths.home()), move, paths.usual_database())
    practice = (partial(practice_command, __file__), arguments.practice is not None)
    return run(Doors(arguments.database, *ways, *servers, *practice), settings)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
