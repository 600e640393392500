"""The Desk: the one object that screens and console hold.

`do` writes, `ask` looks; both take a frozen request and give a frozen answer, or raise
DeskError and then nothing was changed.  Safe to use from several threads; never from the
GUI's, because both wait for the database.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from desktop import late
from desktop import requests as r
from desktop import snapshots as s
from desktop.bus import Bus, News
from desktop.catalogue_file import read_catalogue
from desktop.domain.errors import DeskError
from desktop.domain.ids import uuid7
from desktop.domain.site import Site
from desktop.domain.times import whole_ms
from desktop.domain.working_time import site_day
from desktop.heartbeat import Heartbeat
from desktop.i18n import Translator
from desktop.journal.kinds import read_body
from desktop.journal.knowledge import Knowledge, goes_on, read_knowledge
from desktop.journal.looking import Look
from desktop.journal.runner import Origin, Runner
from desktop.journal.verifier import check_sound, rebuild
from desktop.outbox import Kept, Outbox, Sent, Settled
from desktop.outgoing import Outgoing
from desktop.pinyin import search_keys
from desktop.ports import Clock, Head, JournalRow, Reads, Store
from desktop.signing_in import SigningIn
from desktop.upkeep import Upkeep
from desktop.use_cases import days, paper_facts, people, permissions
from desktop.use_cases.administration import site_code
from desktop.use_cases.beforehand import get_ready
from desktop.use_cases.codes import code_answer
from desktop.use_cases.lost_counters import lost_calls
from desktop.use_cases.paper_facts import Printable as Printable
from desktop.use_cases.words import wanted_by, with_words
from desktop.verbs import LOOKS, WRITES
from resources import path as resource

A = TypeVar("A", bound=s.Answer)


@dataclass(frozen=True, slots=True)
class Particulars:
    """Which desk this is: site (None: the only one there is), station, version, language."""

    site: str | None = None
    station: str = "A1"
    version: str = "0"
    language: str = "zh"


class Desk(Upkeep):
    """A service desk on one database; one elsewhere may have an outbox on this PC."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        particulars: Particulars,
        outbox: Outbox | None = None,
    ) -> None:
        self.store = store
        self.clock = clock
        self.bus = Bus()
        self.language = particulars.language
        self._given = particulars.site.upper() if particulars.site else None
        self._wanted = self._given
        self._site: str | None = None
        self._known: dict[str, tuple[Head | None, Knowledge]] = {}
        self._lock = threading.Lock()
        self._translators: dict[str, Translator] = {}
        self._clock_read: tuple[datetime, float] | None = None  # theirs, ours then
        self._runner = Runner(store, clock, self.bus, particulars.station, particulars.version)
        self._runner.on_new_day = days.begin_day
        self._runner.on_actor = people.meet
        self._runner.on_request = permissions.check
        self._heart = Heartbeat(store, clock, particulars.station)
        self._outgoing = Outgoing(outbox, store, clock, self.do)
        self._signing_in = SigningIn(store, self.site, self.look, self.do)

    @property
    def translator(self) -> Translator:
        """The words of the desk's language."""
        language = self.language
        if language not in self._translators:
            self._translators[language] = Translator(language)
        return self._translators[language]

    def site(self) -> str:
        """Return the code of the site: the one wanted, or the only one; `no_site` otherwise."""
        if self._site is not None:
            return self._site
        sites = self.store.sites()
        if self._wanted is not None:
            if self._wanted not in sites:
                raise DeskError("no_site", site=self._wanted)
        elif len(sites) != 1:
            raise DeskError("no_site", sites=sites, names=self.site_names(sites))
        wanted = self._wanted or sites[0]
        self._outgoing.open(wanted)
        self._site = self._wanted = wanted
        return wanted

    def do(
        self,
        request: r.Request,
        command: str | None = None,
        staff: str | None = None,
        initiator: str | None = None,
    ) -> s.Answer:
        """Run a command; returns its answer, or the first one if it was done before.

        `command` is the id under which the answer is remembered (UUID text), `staff` the code
        of who gives it, `initiator` the screen or verb that began it (told to the bus).
        """
        use_case, kind = WRITES[type(request)]
        get_ready(request)
        named = command if command or self.store.local else new_command()
        origin = Origin(named, people.staff_code(staff) if staff else None, initiator)
        if isinstance(request, r.SetUpSite):
            code = site_code(request.code)
            sites = self.store.sites()
            if self._wanted not in (None, code, *sites):
                raise DeskError("no_site", site=self._wanted)
            answer = self._runner.run(code, request, use_case, kind, origin)
            if self._wanted is None and len(sites) < 2:  # with several, one has to be named
                self._wanted = sites[0] if sites else code
        else:
            code = self.site()
            with self._outgoing.flight(request, command, staff):
                answer = late.run(self._runner, code, request, use_case, kind, origin)
        if isinstance(request, r.OpenCounter):
            self._heart.sat_down()
        try:
            return self._with_words(code, answer)
        except DeskError as error:
            if self.store.local:
                raise
            # It is done, and the database went away before it could be told in words: who
            # asks again under its id gets the answer.
            raise DeskError("outcome_unknown", command=named) from error

    def beat(self, counter: int | None) -> s.BeatAnswer:
        """Say that this desk is still there, every 15 s: at a counter, or at none."""
        return self._heart.beat(self.site(), counter)

    def return_lost(self) -> tuple[str, ...]:
        """Let called tickets of lost counters go back in line, as the site's rule says.

        Returns their labels.  Looks first, and writes only where there is something to do; a
        desk that has not beaten steadily for long enough to have seen the others leaves it be.
        """
        if not self._heart.is_steady():
            return ()
        found = self.look(lambda look: s.ReturnedAnswer(tuple(t.label for t in lost_calls(look))))
        answer = self.do(r.ReturnLost()) if found.labels else found
        assert isinstance(answer, s.ReturnedAnswer)
        return answer.labels

    def enrol(self, machine: str, name: str) -> None:
        """Register this PC under the desk's station; `station_taken` while another one lives.

        `machine` tells this PC from others (never shown), `name` is its own.
        """
        self._heart.enrol(self.site(), machine, name)

    def keep(self, request: r.Request, command: str, staff: str | None, label: str) -> None:
        """Keep a command on this PC for later; asks no database.  Raises `not_kept`.

        `label` names the ticket to people.  The id is the one it may have been tried under.
        """
        self._outgoing.keep(request, command, staff, label)

    def kept(self) -> tuple[Kept, ...]:
        """Return what is kept on this PC, in the order it was kept; asks no database."""
        return self._outgoing.kept()

    def drop_kept(self, command: str) -> None:
        """Forget a kept command because a person says so; asks no database."""
        self._outgoing.drop_kept(command)

    def send_kept(self) -> tuple[Sent, ...]:
        """Send what is kept, in order, each once; what the database is too far for stays."""
        return self._outgoing.send_kept()

    def settle_flights(self) -> tuple[Settled, ...]:
        """Say what became of commands whose answer nobody heard, in this run or one before."""
        return self._outgoing.settle_flights()

    def hurry(self) -> None:
        """Let commands with an unknown outcome end as such: the program is about to end.

        What became of them is asked at the next start (`settle_flights`).
        """
        self._runner.hurry()

    def close(self) -> None:
        """Let the database and the outbox go."""
        self._outgoing.close()
        self.store.close()

    def paper(self, paper: str, width: str | None = None) -> Printable:
        """Return a paper with its PDF in the desk's language; its print state does not change."""
        return self.look(lambda look: paper_facts.printable(look, paper, width, self.language))

    def paper_pdf(self, paper: str, width: str | None = None) -> bytes:
        """Return what `paper` returns, the PDF alone."""
        return self.paper(paper, width).pdf

    def sign_in(self, request: r.SignIn) -> s.StaffAnswer:
        """Return who signs in, in 0.1 to 0.2 s; `sign_in_wrong {left}`, `sign_in_locked`."""
        return self._signing_in.sign_in(request)

    def set_password(
        self, request: r.SetPassword, command: str | None = None, by: str | None = None
    ) -> s.Answer:
        """Give a person a password: `by` another one, or (None) by themselves."""
        return self._signing_in.set_password(request, command, by)

    def permit(self, request: r.Request, staff: str | None) -> None:
        """Raise unless the person may ask for what is about no single moment."""
        self._signing_in.permit(request, staff)

    def ask(self, request: r.Request, staff: str | None = None) -> s.Answer:
        """Look at something (`staff`: who does); begins the new day first if it has come."""
        return self.look(permissions.guarded(LOOKS[type(request)], request, staff))

    def look(self, use_case: Callable[[Look], A]) -> A:
        """Run a reading use case on one consistent look, and fill in its words."""
        site = self.site()
        with self.store.look(site) as reads:
            row = _row(reads.get(Site, site), site)
            now = self._now(reads)
            if self._day(row, now) <= row.day:
                return self._looked(use_case, reads, row, now)
        with suppress(DeskError):  # a suspected clock stops writing, not looking
            self.do(r.OpenDay())
        with self.store.look(site) as reads:
            row = _row(reads.get(Site, site), site)
            return self._looked(use_case, reads, row, self._now(reads))

    def now(self) -> datetime:
        """Return the moment (UTC) by the database's clock, as the last look read it.

        Asks no database: for what a screen counts up between two looks.
        """
        if self._clock_read is None:
            return self.clock.now()
        read, at = self._clock_read
        return whole_ms(read + timedelta(seconds=time.monotonic() - at))

    def _now(self, reads: Reads) -> datetime:
        if self.clock.manual or self.store.local:
            return self.clock.now()
        now = reads.now()
        self._clock_read = (now, time.monotonic())
        return now

    def set_clock(self, request: r.SetClock) -> s.ClockAnswer:
        """Set a manual clock; a day that has come with it begins."""
        self.clock.set(request.at)
        sites = self.store.sites()
        if self._wanted in sites or (self._wanted is None and len(sites) == 1):
            site = self.site()
            with self.store.look(site) as reads:
                row = _row(reads.get(Site, site), site)
            if self._day(row, self.clock.now()) > row.day:
                self.do(r.OpenDay())
        return s.ClockAnswer(self.clock.now())

    def check_code(self, request: r.CheckCode) -> s.CodeAnswer:
        """Check a 统一社会信用代码."""
        return code_answer(request, self.translator)

    def spellings(self, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return for each name its initials and its pinyin without spaces, for a short list."""
        found = {}
        for name in names:
            keys = search_keys(name)
            found[name] = (*keys.initials, *(one.replace(" ", "") for one in keys.pinyin))
        return found

    def built_in_catalogue(self) -> s.CatalogueAnswer:
        """Return the catalogue that a new site begins with; needs no site."""
        plain = read_catalogue(resource("catalogue/catalogue.yaml")).to_plain()
        return s.CatalogueAnswer(
            tuple(plain["windows"]), tuple(plain["items"]), tuple(plain["bundles"])
        )

    def warm_up(self) -> None:
        """Load the fonts of the papers, so that the first one takes no longer than the next."""
        # A late import: a tenth of a second that no start should wait for.
        from desktop.printing import render

        render.warm_up()

    def restore(self, request: r.RestoreBackup) -> s.CopyAnswer:
        """Bring a backup back after it was verified; what was there is kept beside it."""
        with self._lock:
            self.store.restore(Path(request.path), check_sound)
            self._known.clear()
            self._site = None
            self._runner.forget()
        return s.CopyAnswer(request.path, True)

    def forget(self) -> None:
        """Know nothing any more: the database's content was replaced, here or elsewhere."""
        with self._lock:
            self._site, self._wanted = None, self._given
            self._known.clear()
            self._runner.forget()

    def rebuild(self) -> s.RebuildAnswer:
        """Make the state anew from the journal."""
        found = rebuild(self.store, self.site())
        self._known.clear()
        return s.RebuildAnswer(found.same, found.rows)

    def heard(self, rows: Sequence[JournalRow]) -> None:
        """Pass on what other processes wrote."""
        news = []
        for row in rows:
            event, by = read_body(row.kind, row.body)
            if event is not None:
                news.append(News(event, row.pos, row.at, row.day, by, None))
        self.bus.publish(news)

    def owns(self, row: JournalRow) -> bool:
        """Say whether this process wrote that row."""
        return self._runner.owns(row.stream_id)

    def _looked(self, use_case: Callable[[Look], A], reads: Reads, row: Site, now: datetime) -> A:
        head = reads.head()
        seen, old = self._known.get(row.code, (None, None))
        known = read_knowledge(reads, row, old if goes_on(reads, seen, head) else None)
        self._known[row.code] = (head, known)
        answer = use_case(Look(reads, row, known, max(now, row.at), row.day, now))
        return with_words(answer, wanted_by(answer), reads, self.translator, known.zone)

    def _with_words(self, site: str, answer: A) -> A:
        wanted = wanted_by(answer)
        zone = self._runner.zone(site)
        if zone is not None and not (wanted.texts or wanted.people):
            return with_words(answer, wanted, None, self.translator, zone)
        with self.store.look(site) as reads:
            zone = ZoneInfo(_row(reads.get(Site, site), site).zone)
            return with_words(answer, wanted, reads, self.translator, zone)

    def _day(self, row: Site, now: datetime) -> date:
        at = max(now, row.at)
        return max(row.day, site_day(at, ZoneInfo(row.zone), row.rollover_hour))


def new_command() -> str:
    """Return a command's id (UUIDv7): those of one time lie together in every index."""
    return uuid7(time.time_ns() // 1_000_000)


def _row(row: Site | None, site: str) -> Site:
    if row is None:
        raise DeskError("no_site", site=site)
    return row
