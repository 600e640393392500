"""What happened to a company's file: care, contacts, notes, a contact shown, two files made one.

People and free texts stand here by the ids of their rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from desktop.domain.enterprise_file import (
    Enterprise,
    EnterpriseCare,
    EnterpriseContact,
    EnterpriseNote,
)
from desktop.domain.events import Event


@dataclass(frozen=True, slots=True)
class EnterpriseCared(Event):
    """A company has another tier or another named contact (助企直通车)."""

    kind: ClassVar[str] = "enterprise.cared"
    care: EnterpriseCare

    @property
    def subject(self) -> str:
        """The enterprise."""
        return self.care.enterprise_id


@dataclass(frozen=True, slots=True)
class ContactSaved(Event):
    """A person of a company was written down, changed, or taken off."""

    kind: ClassVar[str] = "contact.saved"
    contact: EnterpriseContact

    @property
    def subject(self) -> str:
        """The enterprise."""
        return self.contact.enterprise_id


@dataclass(frozen=True, slots=True)
class ContactShown(Event):
    """Somebody looked at a person's particulars unmasked; the journal says who and when."""

    kind: ClassVar[str] = "contact.shown"
    enterprise_id: str
    contact_id: str
    person_id: str

    @property
    def subject(self) -> str:
        """The enterprise."""
        return self.enterprise_id


@dataclass(frozen=True, slots=True)
class EnterpriseNoted(Event):
    """A note on a company was written."""

    kind: ClassVar[str] = "enterprise.noted"
    note: EnterpriseNote

    @property
    def subject(self) -> str:
        """The enterprise."""
        return self.note.enterprise_id


@dataclass(frozen=True, slots=True)
class EnterprisesMerged(Event):
    """Two files were one company's: `merged` lives on in `kept`; both as they are afterwards.

    `also` are the files that had been merged into `merged` before.
    """

    kind: ClassVar[str] = "enterprise.merged"
    kept: Enterprise
    merged: Enterprise
    reason_text: str
    also: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """The enterprise that is kept."""
        return self.kept.enterprise_id
