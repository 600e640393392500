"""The enterprise (企业) as the desk knows it, and how typed text finds it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Enterprise:
    """One company's particulars (一企一册); a company's name is not personal data.

    `pinyin` and `initials` hold one string for each reading of the name.  `contact` refers
    to a row of personal data.
    """

    enterprise_id: str
    name: str
    uscc: str | None = None
    pinyin: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    registered_place: str | None = None
    work_place: str | None = None
    contact: str | None = None
    merged_into: str | None = None
    last_pos: int = 0
