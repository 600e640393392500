"""A program that dies at the n-th thing it does to a disk or a server, for tests of the outbox.

    python -m tests.db.dying URL FOLDER WHAT     # WHAT: send (what is kept), or do (one command)

Each line of input, `<n> <command>`, is one life: a process of its own that dies before its n-th
step without a word, as by `kill -9`.  Answered with `lived` if it had fewer steps, else `died`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from db.bounded import Bounded
from db.store import SqlStore
from desktop import requests as r
from desktop.clock import RealClock
from desktop.desk import Desk, Particulars
from desktop.outbox import Outbox

_STEPS = ("write", "fsync", "ftruncate", "unlink", "close")
_DEATH = 9


def main(url: str, folder: Path, what: str) -> None:
    """Live once for each line of input."""
    for line in sys.stdin:
        number, command = line.split()
        child = os.fork()
        if not child:
            _live(url, folder, what, int(number), command)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print("died" if os.waitstatus_to_exitcode(status) == _DEATH else "lived", flush=True)


def _live(url: str, folder: Path, what: str, number: int, command: str) -> None:
    left = number

    def dying(step: Callable[..., Any]) -> Callable[..., Any]:
        def done(*given: Any, **named: Any) -> Any:
            nonlocal left
            if left == 0:
                os._exit(_DEATH)
            left -= 1
            return step(*given, **named)

        return done

    desk = Desk(SqlStore(url), RealClock(), Particulars("QC"), Outbox(folder))
    for name in _STEPS:
        setattr(os, name, dying(getattr(os, name)))
    setattr(Bounded, "wait", dying(Bounded.wait))  # noqa: B010  each round trip to the server
    desk.site()
    if what == "send":
        desk.send_kept()
    else:
        desk.do(r.IssueTicket(windows=("CF",)), command)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3])
