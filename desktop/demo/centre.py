"""The demo's centre: real commands at made-up moments, kept in memory and saved by the day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from random import Random
from typing import Any, cast

from desktop.bus import Bus
from desktop.clock import ManualClock
from desktop.demo.words import Words
from desktop.desk import Particulars
from desktop.domain.cases import Case, Paper
from desktop.domain.site import Site
from desktop.domain.state import key_of, need
from desktop.domain.tickets import Ticket
from desktop.domain.times import whole_ms
from desktop.journal.fold import ENDED
from desktop.journal.knowledge import Knowledge, read_knowledge
from desktop.journal.memory_store import MemorySite, MemoryStore
from desktop.journal.runner import Origin, Runner
from desktop.ports import Store
from desktop.requests import PaperWasPrinted, ReprintPaper, Request
from desktop.snapshots import PaperShape
from desktop.use_cases import days, people
from desktop.verbs import WRITES

SITE = "DEMO"
STATION = "D1"


class Centre:
    """The site DEMO in memory, whose commands go through the runner like anybody's."""

    def __init__(self, store: Store, dice: Random, words: Words) -> None:
        self.dice = dice
        self.words = words
        self.planned: set[str] = set()
        self.events = 0
        self._known: Knowledge | None = None
        self._store = store
        self._memory = MemoryStore()
        self._clock = ManualClock()
        version = Particulars().version
        # The runner only begins commands: that much of a store the memory is.
        memory = cast(Store, self._memory)
        self._runner = Runner(memory, self._clock, Bus(), STATION, version)
        self._runner.on_new_day = days.begin_day
        self._runner.on_actor = people.meet

    @property
    def rows(self) -> MemorySite:
        """The site's rows as they are now."""
        return self._memory.site(SITE)

    @property
    def knowledge(self) -> Knowledge:
        """The site's catalogue, calendar, hours and rules."""
        self._known = read_knowledge(self.rows, need(self.rows, Site, SITE), self._known)
        return self._known

    def print_papers(self, papers: Iterable[PaperShape], at: datetime, staff: str | None) -> None:
        """Print papers; now and then the printer takes one at the second try, or once more."""
        for paper in papers:
            chance = self.dice.random()
            if chance < 0.015:
                self.do(at, PaperWasPrinted(paper.id, False), staff)
            self.do(at, PaperWasPrinted(paper.id, True), staff)
            if chance > 0.993:
                self.do(at, ReprintPaper(paper.id), staff)

    def do(self, at: datetime, request: Request, staff: str | None = None) -> Any:
        """Run a command at a moment (UTC); returns its answer, raises DeskError."""
        self._clock.set(whole_ms(at))
        use_case, kind = WRITES[type(request)]
        return self._runner.run(SITE, request, use_case, kind, Origin(None, staff, "demo"))

    def save(self) -> None:
        """Write what happened since the last time in one transaction; let go what has ended."""
        taken = self.rows.take_unsaved()
        if not taken.links:
            return  # nothing happened
        with self._store.begin(SITE) as tx:
            for stream in taken.streams:
                tx.open_stream(*stream)
            for row in taken.changed:
                tx.get(type(row), *key_of(row))
                tx.put(row)
            for row in taken.new:
                tx.put(row)
            for text in taken.texts:
                tx.keep_text(*text)
            for person in taken.people:
                tx.keep_person(*person)
            tx.append(taken.links)
        self.events += len(taken.links)
        self._let_go()

    def _let_go(self) -> None:
        rows = self.rows
        for paper in rows.every(Paper):
            rows.let_go(paper)
        for ticket in rows.every(Ticket):
            if ticket.ended_at is not None:
                for place in rows.places(ticket.ticket_id):
                    rows.let_go(place)
                for interval in rows.all_intervals(ticket.ticket_id):
                    rows.let_go(interval)
                rows.let_go(ticket)
        cases = rows.every(Case)
        wanted = {case.case_id for case in cases if self._goes_on(case)}
        for ticket in rows.every(Ticket):
            wanted.update(one for place in rows.places(ticket.ticket_id) for one in place.cases)
        for case in cases:
            if case.case_id in wanted:
                wanted.update(case.waits_for)
        for case in cases:
            if case.case_id not in wanted:
                self.planned.discard(case.case_id)
                rows.let_go(case)

    def _goes_on(self, case: Case) -> bool:
        return case.state not in ENDED and (case.gap_open or case.case_id in self.planned)
