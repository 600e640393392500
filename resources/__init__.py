"""Files that travel with the program: `path(name)` finds one, and there is nothing else here."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def path(name: str) -> Path:
    """Return the absolute path of the resource called `name` (with `/` between its parts)."""
    return _HERE / name
