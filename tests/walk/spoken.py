"""Run inside a D-Bus session: starts the program and prints the names that AT-SPI knows.

    dbus-run-session -- python -m tests.walk.spoken DATABASE NAME ...

Ends with status 0 as soon as every NAME was heard of, with 1 after half a minute.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from time import monotonic
from typing import Final

_PATIENCE_S: Final = 30.0
_ROOT: Final = "/org/a11y/atspi/accessible/root"
_SEEN: Final = "org.a11y.atspi.Accessible"
_NODE: Final = re.compile(r"\('([^']+)', objectpath '([^']+)'\)|\('([^']+)', '([^']+)'\)")
Node = tuple[str, str]


def bus_address() -> str:
    """Return where screen readers listen; asking starts their bus."""
    told = _asked(
        ("--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus"),
        "org.a11y.Bus.GetAddress",
    )
    return str(ast.literal_eval(told)[0])


def children(address: str, node: Node) -> list[Node]:
    """Return what stands below a node."""
    told = _asked(_at(address, node), f"{_SEEN}.GetChildren")
    return [(a or c, b or d) for a, b, c, d in _NODE.findall(told)]


def name(address: str, node: Node) -> str:
    """Return what a node is called."""
    get = ("org.freedesktop.DBus.Properties.Get", _SEEN, "Name")
    told = _asked(_at(address, node), *get)
    found = re.fullmatch(r"\(<'(.*)'>,\)", told.strip(), re.DOTALL)
    return found[1] if found else ""


def names(address: str) -> Iterator[str]:
    """Yield the names of everything, from above to below."""
    waiting = deque(children(address, ("org.a11y.atspi.Registry", _ROOT)))
    while waiting:
        node = waiting.popleft()
        said = name(address, node)
        if said:
            yield said
        waiting.extend(children(address, node))


def _at(address: str, node: Node) -> tuple[str, ...]:
    return ("--address", address, "--dest", node[0], "--object-path", node[1])


def _asked(where: tuple[str, ...], method: str, *values: str) -> str:
    order = ["gdbus", "call", *where, "--method", method, *values]
    return subprocess.run(order, capture_output=True, text=True, check=False).stdout


def main(database: str, wanted: set[str]) -> int:
    """Start the program, listen until all that is wanted was heard."""
    address, until, nobody = bus_address(), monotonic() + _PATIENCE_S, threading.Event()
    program = subprocess.Popen([sys.executable, "main.py", "--database", database])
    missing = wanted
    try:
        while missing and monotonic() < until:
            for said in names(address):
                missing = missing - {said}
                if not missing:
                    break
            nobody.wait(0.2)
    finally:
        program.terminate()
        program.wait(_PATIENCE_S)
    print("\n".join(sorted(missing)), file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    os.environ["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
    sys.exit(main(sys.argv[1], set(sys.argv[2:])))
