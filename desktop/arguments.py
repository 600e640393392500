"""What `main.py` was asked to do: the command line as one frozen class."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop.i18n import LANGUAGES


@dataclass(frozen=True, slots=True)
class Arguments:
    """The parsed command line; "" where something was not given.

    `what` is `desk` (the screens), or the word for one of the other things the program does;
    `database`, `source` and `target` are paths or URLs, `admin` is a URL.  `practice` is None, or
    the set-up to practise on ("" for the built-in one).
    """

    what: str
    database: str = ""
    language: str = ""
    site: str = ""
    station: str = ""
    clock: str = "real"
    enterprises: int = 2000
    days: int = 60
    visits_per_day: int = 80
    source: str = ""
    target: str = ""
    use: bool = False
    backups: str = ""
    own_backup: bool = False
    in_hours: bool = False
    admin: str = ""
    create: str = "yimen"
    login: str = "yimen_desk"
    password_file: str = ""
    generate_password: bool = False
    hosts: str = ""
    name: str = ""
    counters: str = ""
    staff: str = ""
    practice: str | None = None


def parse(argv: Sequence[str]) -> Arguments:
    """Return what `argv` (without the program's name) asks for; says what is wrong and exits."""
    given = {k: v for k, v in vars(_parser().parse_args(argv)).items() if v is not None}
    return Arguments(**given)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="main.py",
        description="Yimen: one door, many windows.  Without a command the desk opens.",
        allow_abbrev=False,
    )
    parser.set_defaults(what="desk")
    _common(parser)
    parser.add_argument(
        "--practice", nargs="?", const="", metavar="SETTINGS", help="on a copy; no real numbers"
    )
    kinds = parser.add_subparsers(metavar="console|demo|move|upgrade|server-setup|new-password")
    console = kinds.add_parser(
        "console", help="one JSON object a line in, one a line out", allow_abbrev=False
    )
    console.set_defaults(what="console")
    _common(console)
    console.add_argument("--site", metavar="CODE")
    console.add_argument("--station", metavar="CODE")
    console.add_argument("--clock", choices=("real", "manual"))
    demo = kinds.add_parser(
        "demo", help="make a believable centre with history", allow_abbrev=False
    )
    demo.set_defaults(what="demo")
    _common(demo)
    for name, least in (("--enterprises", 1), ("--days", 0), ("--visits-per-day", 1)):
        demo.add_argument(name, type=_whole(least), metavar="N")
    _moving(kinds)
    _server_setup(kinds)
    _new_password(kinds)
    return parser


def _moving(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    move = kinds.add_parser(
        "move", help="copy everything into another, empty database", allow_abbrev=False
    )
    move.set_defaults(what="move")
    _language(move)
    move.add_argument("--from", dest="source", metavar="PATH_OR_URL", required=True)
    move.add_argument("--to", dest="target", metavar="PATH_OR_URL", required=True)
    move.add_argument("--use", action="store_true", help="then name it in this PC's settings")
    upgrade = kinds.add_parser(
        "upgrade", help="bring a database to this program's schema", allow_abbrev=False
    )
    upgrade.set_defaults(what="upgrade")
    _common(upgrade)
    upgrade.add_argument("--backups", metavar="FOLDER", help="where the copy of before is kept")
    upgrade.add_argument(
        "--own-backup", action="store_true", help="make no copy: there is a backup already"
    )
    upgrade.add_argument(
        "--in-hours", action="store_true", help="even if PCs at work must be updated first"
    )


def _server_setup(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    setup = kinds.add_parser(
        "server-setup", help="prepare a PostgreSQL server for a centre", allow_abbrev=False
    )
    setup.set_defaults(what="server-setup")
    _language(setup)
    setup.add_argument("--admin", metavar="URL", required=True, help="an administrator's")
    setup.add_argument("--create", metavar="DATABASE", help="its name; usually yimen")
    setup.add_argument("--login", metavar="NAME", help="of the desks; usually yimen_desk")
    secret = setup.add_mutually_exclusive_group()
    secret.add_argument("--password-file", metavar="FILE", help="the login's; - reads a line")
    secret.add_argument("--generate-password", action="store_true", help="and show it once")
    setup.add_argument("--hosts", metavar="HOST,HOST:PORT", help="as the desks reach the server")
    setup.add_argument("--site", metavar="CODE", help="set up this site")
    setup.add_argument("--name", help="the site's")
    setup.add_argument("--counters", metavar="8 | 1:CF+RC,2:PP", help="the site's")


def _new_password(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    reset = kinds.add_parser(
        "new-password", help="for an administrator who has forgotten theirs", allow_abbrev=False
    )
    reset.set_defaults(what="new-password")
    _common(reset)
    reset.add_argument("--site", metavar="CODE")
    reset.add_argument("--staff", metavar="CODE", required=True, help="whose")


def _common(parser: argparse.ArgumentParser) -> None:
    # Nothing is a default here: what stands before a command must not be undone by it.
    parser.add_argument("--database", metavar="PATH_OR_URL", default=argparse.SUPPRESS)
    _language(parser)


def _language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--language", choices=LANGUAGES, default=argparse.SUPPRESS)


def _whole(least: int) -> Callable[[str], int]:
    def whole_number(text: str) -> int:
        number = int(text)
        if number < least:
            raise argparse.ArgumentTypeError(f"{number} is less than {least}")
        return number

    return whole_number
