"""The enterprise (企业) as the desk knows it: one company, one file (一企一册)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Enterprise:
    """One company's particulars; a company's name is not personal data.

    `han` is the name cleaned for searching, `readings` one text of syllables (with blanks
    between) for each way it can be read.  `contact` refers to a row of personal data.
    """

    enterprise_id: str
    name: str
    uscc: str | None = None
    han: str = ""
    readings: tuple[str, ...] = ()
    registered_place: str | None = None
    work_place: str | None = None
    contact: str | None = None
    merged_into: str | None = None
    last_pos: int = 0
