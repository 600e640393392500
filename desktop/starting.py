"""The desk that a command line and this PC's settings ask for, on a store that is open."""

from __future__ import annotations

from desktop import paths
from desktop.arguments import Arguments
from desktop.clock import ManualClock, RealClock
from desktop.desk import Desk, Particulars
from desktop.outbox import Outbox
from desktop.ports import Store
from desktop.settings import Settings


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
