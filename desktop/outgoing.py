"""What goes out to a database elsewhere: marked before, crossed out after, sent later, settled."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from desktop.domain.errors import DeskError
from desktop.outbox import Kept, Outbox, Sent, Settled
from desktop.ports import Clock, Store
from desktop.requests import Request
from desktop.snapshots import Answer
from desktop.verbs import VERBS, WRITES

Do = Callable[[Request, str | None, str | None], Answer]

OF_THE_WORLD: Final = frozenset(
    {
        "database_away",
        "database_busy",
        "database_damaged",
        "database_newer",
        "database_older",
        "database_read_only",
        "clock_not_set",
        "clock_suspect",
        "disk_full",
        "no_site",
        "outcome_unknown",
    }
)
"""Refusals that say nothing of the command itself: it is kept, and tried again later."""

_log = logging.getLogger(__name__)


class Outgoing:
    """The commands of one desk on their way; without an outbox, or a link, it notes nothing.

    `do` runs a command under its id.
    """

    def __init__(self, outbox: Outbox | None, store: Store, clock: Clock, do: Do) -> None:
        # A database on this PC needs none: it answers, or the program has ended with it.
        self._outbox = None if store.local else outbox
        self._store = store
        self._clock = clock
        self._do = do
        self._site = self._journal = ""
        self._running: set[str] = set()
        self._sending = threading.Lock()
        self._warned = False

    def open(self, site: str) -> None:
        """Open the outbox for a site that has a journal, unless it is open for that one.

        A broken disk is only logged.
        """
        if self._outbox is None:
            return
        with self._store.look(site) as reads:
            journal = reads.feed_hash_at(1)
        if journal is None or (self._outbox.is_open and journal == self._journal):
            return
        self._site, self._journal = site, journal
        try:
            self._outbox.open(journal)
        except OSError as error:
            self._warn(error)

    def close(self) -> None:
        """Let the outbox go; what is in it is taken over by the next start."""
        if self._outbox is not None:
            self._outbox.close()

    @contextmanager
    def flight(self, request: Request, command: str | None, staff: str | None) -> Iterator[None]:
        """Mark a command before the block, and cross it out when the block has its answer.

        A refusal is an answer too; `outcome_unknown` is none, nor is a fault of ours.
        """
        outbox = self._outbox
        if outbox is None or command is None or not outbox.is_open:
            yield
            return
        self._running.add(command)
        try:
            self._mark(outbox, Kept(command, request.verb, staff, self._clock.now()))
            try:
                yield
            except DeskError as error:
                if error.code != "outcome_unknown" and not _is_kept(outbox, command):
                    self._remove(outbox, command)
                raise
            self._remove(outbox, command)
        finally:
            self._running.discard(command)

    def keep(self, request: Request, command: str, staff: str | None, label: str) -> None:
        """Keep a command for later; raises `not_kept` when this PC cannot."""
        if type(request) not in WRITES or request.verb not in VERBS:
            raise TypeError(f"{request.verb} cannot be sent later")
        if self._outbox is None:
            raise RuntimeError("a database on this PC needs no outbox")
        kept = Kept(command, request.verb, staff, self._clock.now(), label, request)
        try:
            self._outbox.keep(kept)
        except OSError as error:
            _log.exception("a command cannot be kept")
            raise DeskError("not_kept") from error

    def kept(self) -> tuple[Kept, ...]:
        """Return what is kept for later, in the order it was kept."""
        return () if self._outbox is None else self._outbox.kept()

    def drop_kept(self, command: str) -> None:
        """Forget a kept command because a person says so."""
        if self._outbox is not None:
            self._remove(self._outbox, command)

    def send_kept(self) -> tuple[Sent, ...]:
        """Send what is kept, in order; stops where the world is in the way, keeping the rest."""
        sent: list[Sent] = []
        with self._sending:
            for kept in self.kept():
                one = self._send(kept)
                if one is None:
                    break
                sent.append(one)
        return tuple(sent)

    def settle_flights(self) -> tuple[Settled, ...]:
        """Ask what became of the commands whose answer nobody heard.

        Those are of programs that have ended, and our own with an unknown outcome that nobody
        is asking about now.  Stops where the world is in the way; raises it if that is at the
        first one.
        """
        outbox = self._outbox
        if outbox is None or not outbox.is_open:
            return ()
        settled: list[Settled] = []
        with self._sending:
            for flight in outbox.flights():
                if flight.command in self._running:
                    continue
                try:
                    found = self._store.was_done(self._site, flight.command)
                except DeskError:
                    if not settled:
                        raise
                    break
                self._remove(outbox, flight.command)
                settled.append(Settled(flight, found is not None, found.answer if found else ""))
        return tuple(settled)

    def _send(self, kept: Kept) -> Sent | None:
        """Send one; None where it has to wait."""
        if kept.request is None:
            self.drop_kept(kept.command)
            return Sent(kept, None, DeskError("unknown_verb", verb=kept.verb))
        try:
            answer = self._do(kept.request, kept.command, kept.staff)
        except DeskError as error:
            if error.code in OF_THE_WORLD:
                return None
            self.drop_kept(kept.command)
            return Sent(kept, None, error)
        self.drop_kept(kept.command)
        return Sent(kept, answer, None)

    def _mark(self, outbox: Outbox, kept: Kept) -> None:
        """Mark durably; a desk whose own disk is full goes on: only a crash would miss it."""
        try:
            outbox.mark(kept)
            self._warned = False
        except OSError as error:
            self._warn(error)

    def _remove(self, outbox: Outbox, command: str) -> None:
        try:
            outbox.remove(command)
        except OSError as error:  # it is asked about once more after the next start
            self._warn(error)

    def _warn(self, error: OSError) -> None:
        if not self._warned:
            _log.error("the outbox cannot be written: %s", error)
        self._warned = True


def _is_kept(outbox: Outbox, command: str) -> bool:
    return any(kept.command == command for kept in outbox.kept())
