"""The enterprise (企业) as the desk knows it: one company, one file (一企一册)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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


TIERS = ("seed", "seedling", "golden_ear")
"""种子, 青苗, 金穗: how far a company has grown, by which the centre looks after it."""


@dataclass(frozen=True, slots=True)
class EnterpriseCare:
    """How the centre looks after a company: its tier and the named contact (助企直通车)."""

    enterprise_id: str
    tier: str | None = None
    named_contact: str | None = None
    last_pos: int = 0


@dataclass(frozen=True, slots=True)
class EnterpriseContact:
    """A person of a company, by a row of personal data, which says what for as well."""

    contact_id: str
    enterprise_id: str
    person_id: str
    withdrawn: bool = False
    last_pos: int = 0


@dataclass(frozen=True, slots=True)
class EnterpriseNote:
    """A note on a company, by a row of free text; `at` is UTC."""

    note_id: str
    enterprise_id: str
    at: datetime
    note_text: str
    staff: str | None = None
    withdrawn: bool = False
    last_pos: int = 0
