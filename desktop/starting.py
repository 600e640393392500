"""The desk that a command line and this PC's settings ask for, on a store that is open."""

from __future__ import annotations

from collections.abc import Callable

from desktop import paths
from desktop.arguments import Arguments
from desktop.clock import ManualClock, RealClock
from desktop.desk import Desk, Particulars
from desktop.domain.errors import DeskError
from desktop.outbox import Outbox
from desktop.passwords import Passwords
from desktop.ports import Store
from desktop.server_address import Diagnosis
from desktop.settings import Settings


def opening(
    open_desk: Callable[[str], Desk],
    location: str,
    passwords: Passwords,
    diagnose: Callable[[str], Diagnosis],
) -> Desk:
    """Return the desk at a location, without asking anybody for its password.

    Raises DeskError: that a server cannot be reached is said as exactly as `diagnose` knows.
    """
    complete = passwords.completed(location)
    try:
        return open_desk(complete)
    except DeskError as error:
        # Opening, `forbidden` speaks of the server's login, not of a person at the desk.
        unclear = error.code in ("database_away", "forbidden")
        if not unclear or not location.startswith("postgres"):
            raise
        raise diagnose(complete).error() or error from None


def desk_on(store: Store, arguments: Arguments, settings: Settings) -> Desk:
    """Return the desk; only that of the screens keeps an outbox."""
    particulars = Particulars(
        site=arguments.site or settings.get("site") or None,
        station=(arguments.station or settings.get("station")).upper(),
        language=arguments.language or settings.get("language"),
    )
    clock = ManualClock if arguments.clock == "manual" else RealClock
    outbox = Outbox(paths.home() / "outbox") if arguments.what == "desk" else None
    return Desk(store, clock(), particulars, outbox)


def only_here(arguments: Arguments, location: str) -> str:
    """Return the location; while practising any other than the copy is refused."""
    if arguments.practice is not None and location != arguments.database:
        raise DeskError("not_found", path=location[:500])
    return location
