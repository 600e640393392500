"""What happened to the site itself: its set-up, people, settings, catalogue, calendar, days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from desktop.domain.enterprise_file import Enterprise
from desktop.domain.events import Event
from desktop.domain.site import Counter


def catalogue_subject(code: str) -> str:
    """Return what the journal calls an entry of the catalogue."""
    return f"catalogue/{code}"


@dataclass(frozen=True, slots=True)
class AboutSite(Event):
    """The base of what happens to the site."""

    @property
    def subject(self) -> str:
        """The site itself."""
        return "site"


@dataclass(frozen=True, slots=True)
class SiteSetUp(AboutSite):
    """The site got (or changed) its name, hours and counters."""

    kind: ClassVar[str] = "site.set_up"
    name: str
    zone: str
    hours: dict[str, list[list[str]]]
    rollover_hour: int
    counters: tuple[Counter, ...]


@dataclass(frozen=True, slots=True)
class StreamOpened(AboutSite):
    """A process began to write: its stream's parent, the station and the program's version."""

    kind: ClassVar[str] = "stream.opened"
    station: str
    version: str
    parent_pos: int
    parent_hash: str


@dataclass(frozen=True, slots=True)
class ClockConfirmed(AboutSite):
    """A person confirmed that the clock is right after a long silence."""

    kind: ClassVar[str] = "clock.confirmed"


@dataclass(frozen=True, slots=True)
class StaffSaved(Event):
    """A person was added or changed (`name`: the id of a row of personal data)."""

    kind: ClassVar[str] = "staff.saved"
    code: str
    name: str | None
    roles: tuple[str, ...]
    windows: tuple[str, ...] | None = None

    @property
    def subject(self) -> str:
        """The person's code."""
        return f"staff/{self.code}"


@dataclass(frozen=True, slots=True)
class AboutPerson(Event):
    """The base of what happens to a person who works here; `code` is theirs."""

    code: str

    @property
    def subject(self) -> str:
        """The person's code."""
        return f"staff/{self.code}"


@dataclass(frozen=True, slots=True)
class StaffDeactivated(AboutPerson):
    """A person works here no more; saved again, they do."""

    kind: ClassVar[str] = "staff.deactivated"


@dataclass(frozen=True, slots=True)
class PasswordSet(AboutPerson):
    """A person has a new password; wrong ones before it do not count any more."""

    kind: ClassVar[str] = "staff.password_set"


@dataclass(frozen=True, slots=True)
class SignedIn(AboutPerson):
    """A person gave the right password."""

    kind: ClassVar[str] = "staff.signed_in"


@dataclass(frozen=True, slots=True)
class SignInFailed(AboutPerson):
    """Somebody gave a wrong password for a person.

    `failures` counts those in a row, this one included; before `locked_until` (UTC) nobody may
    try again (None: at once).
    """

    kind: ClassVar[str] = "staff.sign_in_failed"
    failures: int
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class SettingChanged(AboutSite):
    """A setting has a new value."""

    kind: ClassVar[str] = "setting.changed"
    key: str
    value: object


@dataclass(frozen=True, slots=True)
class CatalogueLoaded(AboutSite):
    """The catalogue was replaced; `content` is the whole of it, withdrawn items included."""

    kind: ClassVar[str] = "catalogue.loaded"
    content: dict[str, object]


@dataclass(frozen=True, slots=True)
class CatalogueEntrySaved(Event):
    """A window, item or bundle (`sort`) was added or changed; `entry` is the whole of it."""

    kind: ClassVar[str] = "catalogue.entry_saved"
    sort: str
    entry: dict[str, object]

    @property
    def subject(self) -> str:
        """The entry's code."""
        return catalogue_subject(str(self.entry["code"]))


@dataclass(frozen=True, slots=True)
class CalendarImported(AboutSite):
    """Days were declared working or not (`days`: ISO day → working)."""

    kind: ClassVar[str] = "calendar.imported"
    days: dict[str, bool]


@dataclass(frozen=True, slots=True)
class EnterpriseSaved(Event):
    """An enterprise's file was made or changed."""

    kind: ClassVar[str] = "enterprise.saved"
    enterprise: Enterprise

    @property
    def subject(self) -> str:
        """The enterprise."""
        return self.enterprise.enterprise_id


@dataclass(frozen=True, slots=True)
class DayOpened(AboutSite):
    """The first command of a new day was given; `day` never goes back."""

    kind: ClassVar[str] = "day.opened"
    day: date


@dataclass(frozen=True, slots=True)
class DayClosed(AboutSite):
    """Every ticket of the day has its end; `last` holds the last number of each label series.

    `voided` counts the void ones, so that an auditor can prove that no number is missing.
    """

    kind: ClassVar[str] = "day.closed"
    day: date
    last: dict[str, int]
    voided: int


@dataclass(frozen=True, slots=True)
class DayReopened(AboutSite):
    """A number was issued after the day had been closed."""

    kind: ClassVar[str] = "day.reopened"
    day: date
