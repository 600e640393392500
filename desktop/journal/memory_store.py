"""A store in memory: real commands through the real runner, without a database.

Tests use it, and whoever makes many events at once and writes them in bulk (`take_unsaved`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from desktop.domain.cases import Case
from desktop.domain.leases import Lease
from desktop.domain.site import Site
from desktop.domain.state import KEYS, R, Row, key_of
from desktop.domain.times import whole_ms
from desktop.journal.memory import Key, MemoryRows
from desktop.link import Link
from desktop.ports import Head, JournalRow, Remembered


@dataclass(slots=True)
class Unsaved:
    """What happened since the last time it was asked for; `new` rows and `changed` ones."""

    new: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    links: list[JournalRow] = field(default_factory=list)
    texts: list[tuple[str, str, str]] = field(default_factory=list)
    people: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    streams: list[tuple[str, str, Head]] = field(default_factory=list)


class MemorySite(MemoryRows):
    """One site: its rows, its journal, its records; `ports.Transaction`, and what verifies."""

    def __init__(self, site: str) -> None:
        super().__init__(site)
        self.links: list[JournalRow] = []
        self.texts: list[tuple[str, str, str]] = []
        self.people: list[tuple[str, str, dict[str, str]]] = []
        self.streams: list[tuple[str, str, Head]] = []
        self.answers: dict[str, tuple[datetime, Remembered]] = {}
        self._head: tuple[int, str] | None = None
        self._unsaved: dict[tuple[type, Key], bool] = {}
        self._undo: list[tuple[type, Key, Any, bool]] = []
        self._on_file: dict[str, dict[tuple[str, tuple[str, ...]], None]] = {}

    def swap(self, kind: type, key: Key, new: Any) -> Any:
        """Keep the row, and what undoes it if the command fails."""
        old = super().swap(kind, key, new)
        known = (kind, key) in self._unsaved
        self._undo.append((kind, key, old, known))
        if not known:
            self._unsaved[kind, key] = old is None
        return old

    def head(self) -> Head | None:
        """Return the end of the feed; None for a site not yet made."""
        row = self.get(Site, self.site)
        return None if row is None or self._head is None else Head(*self._head, row.at, row.day)

    def feed_hash_at(self, pos: int) -> str | None:
        """Return the hash of the feed at a position, None where the journal has none."""
        return next((link.feed_hash for link in self.links if link.pos == pos), None)

    def now(self) -> datetime:
        """Return this PC's clock."""
        return whole_ms(datetime.now(UTC))

    def remembered(self, cmd_id: str) -> Remembered | None:
        """Return what this command answered before, if it was done."""
        found = self.answers.get(cmd_id)
        return None if found is None else found[1]

    def remember(self, cmd_id: str, verb: str, memory: Remembered) -> None:
        """Keep the command's answer."""
        row = self.get(Site, self.site)
        self.answers[cmd_id] = (row.at if row else self.now(), memory)

    def forget_answers(self, before: datetime) -> None:
        """Drop the remembered answers of commands given before this moment."""
        self.answers = {key: kept for key, kept in self.answers.items() if kept[0] >= before}

    def leases(self) -> dict[int, Lease]:
        """Return no lease: nobody but this program works here."""
        return {}

    def end_lease(self, counter: int) -> None:
        """End nothing, because there is no lease."""

    def append(self, links: Sequence[JournalRow]) -> None:
        """Append to the journal and move the head of the feed."""
        self.links.extend(links)
        self._head = (links[-1].pos, links[-1].feed_hash)

    def open_stream(self, stream_id: str, station: str, parent: Head) -> None:
        """Keep the row of a new stream."""
        self.streams.append((stream_id, station, parent))

    def keep_text(self, text_id: str, subject: str, content: str) -> None:
        """Keep a free text."""
        self.texts.append((text_id, subject, content))

    def keep_person(self, person_id: str, subject: str, content: Mapping[str, str]) -> None:
        """Keep a row of personal data."""
        self.people.append((person_id, subject, dict(content)))

    def kept_people(self, person_ids: Sequence[str]) -> dict[str, dict[str, str]]:
        """Return the rows of personal data with these ids that were not taken elsewhere yet."""
        wanted = set(person_ids)
        return {key: content for key, _, content in self.people if key in wanted}

    # ---- A command, done or undone ------------------------------------------------------------

    @contextmanager
    def command(self) -> Iterator[MemorySite]:
        """Let a command work on the site; an error leaves everything as it was."""
        self._undo.clear()
        kept = (self._head, dict(self.answers)) if self.answers else (self._head, {})
        lists: tuple[list[Any], ...] = (self.links, self.texts, self.people, self.streams)
        lengths = [len(part) for part in lists]
        try:
            yield self
        except BaseException:
            for kind, key, old, known in reversed(self._undo):
                super().swap(kind, key, old)
                if not known:
                    del self._unsaved[kind, key]
            for part, length in zip(lists, lengths, strict=True):
                del part[length:]
            self._head, self.answers = kept
            raise

    # ---- What the verifier reads ----------------------------------------------------------------

    def feed(self, after: int, most: int) -> list[JournalRow]:
        """Return the journal after a position, in order."""
        return [link for link in self.links if link.pos > after][:most]

    def history(self, subjects: Sequence[str]) -> list[JournalRow]:
        """Return the journal of these subjects, oldest first."""
        wanted = set(subjects)
        return [link for link in self.links if link.subject in wanted]

    def latest(self, subject: str, kinds: Sequence[str]) -> JournalRow | None:
        """Return the last of these events of a subject."""
        mine = (link for link in reversed(self.links) if link.subject == subject)
        return next((link for link in mine if link.kind in kinds), None)

    def newest(self, day: date, kinds: Sequence[str], most: int) -> Iterator[JournalRow]:
        """Yield a day's events of these kinds, newest first, among the last `most` of the feed."""
        return (
            link for link in reversed(self.links[-most:]) if link.day == day and link.kind in kinds
        )

    def stream_rows(self, kind: type[R]) -> Iterator[R]:
        """Return every row of a projection by its key."""
        return iter(sorted(self.every(kind), key=key_of))

    # ---- Written elsewhere, and let go -----------------------------------------------

    def take_unsaved(self) -> Unsaved:
        """Return what happened since the last call, and forget it but for the rows."""
        taken = Unsaved([], [], self.links, self.texts, self.people, self.streams)
        self.links, self.texts, self.people, self.streams = [], [], [], []
        for kind in KEYS:
            for (of, key), new in self._unsaved.items():
                if of is kind:
                    (taken.new if new else taken.changed).append(self._rows[kind][key])
        self._unsaved = {}
        self._undo.clear()
        return taken

    def let_go(self, row: Row) -> None:
        """Forget a saved row that no command needs any more; what it left on file stays."""
        if isinstance(row, Case) and row.accepted_on and row.enterprise_id and row.given:
            self._on_file.setdefault(row.enterprise_id, {})[row.item, row.given] = None
        super().swap(type(row), key_of(row), None)

    def shared_materials(self, enterprise_id: str) -> list[tuple[str, tuple[str, ...]]]:
        """Return (item, materials given) of accepted or ended cases, those let go included."""
        kept = self._on_file.get(enterprise_id, {})
        return [*kept, *super().shared_materials(enterprise_id)]


class MemoryStore:
    """The sites of one run; nothing outlives it."""

    location = ""
    local = True

    def __init__(self) -> None:
        self.link = Link(local=True)
        self._sites: dict[str, MemorySite] = {}

    def site(self, code: str) -> MemorySite:
        """Return a site as it is, also one that is not made yet."""
        found = self._sites.get(code)
        if found is None:
            found = self._sites[code] = MemorySite(code)
        return found

    def sites(self) -> list[str]:
        """Return the codes of the sites that were made."""
        return sorted(code for code, site in self._sites.items() if site.head() is not None)

    @contextmanager
    def begin(self, site: str) -> Iterator[MemorySite]:
        """Begin a command on the site."""
        with self.site(site).command() as tx:
            yield tx

    def was_done(self, site: str, command: str) -> Remembered | None:
        """Return what a command answered, if it was done."""
        return self.site(site).remembered(command)
