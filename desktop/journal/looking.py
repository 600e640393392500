"""A look: what a reading use case holds, one moment of a site without the lock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from desktop.domain.catalogue import Catalogue
from desktop.domain.rules import Rules
from desktop.domain.site import Site
from desktop.domain.working_time import Calendar
from desktop.journal.knowledge import Knowledge
from desktop.ports import Reads


@dataclass(frozen=True, slots=True)
class Look:
    """One consistent view of a site; `at` (UTC) and `day` are never behind its last ones.

    `now` is the clock as it was read (None: as `at`): heartbeats are compared with it.
    """

    reads: Reads
    site: Site
    known: Knowledge
    at: datetime
    day: date
    now: datetime | None = None

    @property
    def catalogue(self) -> Catalogue:
        """The site's catalogue."""
        return self.known.catalogue

    @property
    def rules(self) -> Rules:
        """The site's settings."""
        return self.known.rules

    @property
    def calendar(self) -> Calendar:
        """The site's working days."""
        return self.known.calendar
