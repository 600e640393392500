"""Staff and their roles."""

from __future__ import annotations

from dataclasses import dataclass

ROLES = ("guide", "window", "supervisor", "administrator")


@dataclass(frozen=True, slots=True)
class Staff:
    """A person who works at the desk; `windows` None means all of them.

    `name` refers to a row of personal data: the journal never holds the name itself.
    """

    code: str
    name: str | None = None
    roles: tuple[str, ...] = ("window",)
    windows: tuple[str, ...] | None = None
    active: bool = True
    last_pos: int = 0
