"""A small demo in a file of its own, so that it never mixes with a centre's real work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop.demo.making import Stopped, make_demo
from desktop.desk import Desk

ENTERPRISES, DAYS, VISITS_PER_DAY = 400, 10, 60
_ENDS = ("", "-wal", "-shm")


def make_demo_beside(
    open_desk: Callable[[str], Desk],
    path: Path,
    report: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> bool:
    """Make the demo at `path`, unless it is there; `report(done, total)` counts steps.

    It appears under its name only when it is whole; stopped, nothing is left: False.  Raises
    DeskError as opening a database does.
    """
    if path.exists():
        return True
    path.parent.mkdir(parents=True, exist_ok=True)
    work = path.with_name(f".{path.name}.part")
    _remove(work)

    def step(what: str, done: int, total: int, which: str) -> None:
        report(done if what == "enterprises" else ENTERPRISES + done * _DAY, _STEPS)

    report(0, _STEPS)
    desk = open_desk(str(work))
    try:
        make_demo(
            desk.store,
            desk.clock.now(),
            ENTERPRISES,
            DAYS,
            VISITS_PER_DAY,
            progress=step,
            cancelled=cancelled,
        )
    except Stopped:
        return False
    else:
        desk.store.close()
        work.rename(path)
        return True
    finally:
        desk.store.close()
        _remove(work)


_DAY = 3 * VISITS_PER_DAY  # what a day weighs beside one enterprise
_STEPS = ENTERPRISES + DAYS * _DAY


def _remove(work: Path) -> None:
    for end in _ENDS:
        work.with_name(work.name + end).unlink(missing_ok=True)
