"""The unit of work of one command: what it reads, what it records, whom it may ask."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from desktop.domain.apply import apply
from desktop.domain.catalogue import Catalogue
from desktop.domain.errors import DeskError
from desktop.domain.events import Event
from desktop.domain.ids import uuid7
from desktop.domain.rules import Rules
from desktop.domain.site import Site
from desktop.domain.site_events import StreamOpened
from desktop.domain.state import Stamp, need
from desktop.domain.times import epoch_ms
from desktop.domain.working_time import Calendar
from desktop.journal.knowledge import Knowledge, read_knowledge
from desktop.ports import Transaction


@dataclass(slots=True)
class Work:
    """What a use case holds while the site is locked.

    `at` (UTC) and `day` (the site's) are the moment of the command and never behind the
    site's last ones; `by` is the person who gives it.  `opening` is the stream's first event
    when this process has not written yet: it goes before the first thing recorded.  `now` is
    the clock as it was read (None: as `at`): heartbeats are compared with it.
    """

    tx: Transaction
    site_code: str
    at: datetime
    day: date
    pos: int
    by: str | None = None
    opening: StreamOpened | None = None
    recorded: list[tuple[Event, Stamp]] = field(default_factory=list)
    known: Knowledge | None = None
    ids: int = 0
    now: datetime | None = None

    def record(self, event: Event) -> int:
        """Record what happened and apply it; returns its position in the feed."""
        if self.opening is not None:
            first, self.opening = self.opening, None
            self.record(first)
        self.pos += 1
        stamp = Stamp(self.pos, self.at, self.day, self.by)
        apply(self.tx, event, stamp, self.site_code)
        self.recorded.append((event, stamp))
        return self.pos

    @property
    def site(self) -> Site:
        """The site's row as it is now."""
        return need(self.tx, Site, self.site_code)

    @property
    def knowledge(self) -> Knowledge:
        """Rules, catalogue, calendar and hours as they are now."""
        self.known = read_knowledge(self.tx, self.site, self.known)
        return self.known

    @property
    def catalogue(self) -> Catalogue:
        """The site's catalogue."""
        return self.knowledge.catalogue

    @property
    def rules(self) -> Rules:
        """The site's settings."""
        return self.knowledge.rules

    @property
    def calendar(self) -> Calendar:
        """The site's working days."""
        return self.knowledge.calendar

    @property
    def local(self) -> datetime:
        """The moment of the command in the site's zone."""
        return self.at.astimezone(self.knowledge.zone)

    def new_id(self) -> str:
        """Return a new id that sorts by the command's moment, then by its turn."""
        self.ids += 1
        return uuid7(epoch_ms(self.at), self.pos << 10 | min(self.ids, 1023))

    def text(self, content: str | None, subject: str) -> str | None:
        """Keep a free text outside the journal; returns its id, None for nothing."""
        if content is None or not content.strip():
            return None
        text_id = self.new_id()
        self.tx.keep_text(text_id, subject, content.strip())
        return text_id

    def reason(self, content: str | None, subject: str) -> str:
        """Keep a reason that must be given; `missing_reason` when it is empty."""
        text_id = self.text(content, subject)
        if text_id is None:
            raise DeskError("missing_reason")
        return text_id

    def person(self, content: dict[str, str], subject: str) -> str | None:
        """Keep personal data outside the journal; returns the row's id, None for nothing."""
        kept = {key: value.strip() for key, value in content.items() if value and value.strip()}
        if not kept:
            return None
        person_id = self.new_id()
        self.tx.keep_person(person_id, subject, kept)
        return person_id
