"""A connection to PostgreSQL that never waits for ever, and knows what a lost COMMIT is.

Apart from `db.deadlines`, because it loads the driver (40 ms), which a desk on one PC does not
need.
"""

from __future__ import annotations

import select
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any, TypeVar

import psycopg
from psycopg import errors, pq, waiting
from psycopg.abc import PQGen

from db import deadlines

_EVERY = 0.1  # seconds: how precisely a deadline is kept
_PREPARED = 300  # statements: as many as a desk has, with the types of their values

T = TypeVar("T")


class Silent(psycopg.OperationalError):
    """The server did not answer in time; the connection is closed."""


class Unanswered(psycopg.OperationalError):
    """COMMIT was sent, and nobody knows whether it was done; the connection is closed."""

    desk_code = "outcome_unknown"


class _Together(psycopg.Pipeline):
    """A pipeline that ends with its sync.

    The driver's own asks for a flush after that.  PostgreSQL (15) takes this for work that
    begins, stops the clock of `idle_in_transaction_session_timeout`, and does not start it
    again: a PC unplugged just then would hold its lock for hours.
    """

    def _exit_gen(self) -> PQGen[None]:
        try:
            self._enqueue_sync()
            yield from self._communicate_gen()
        finally:
            yield from self._fetch_gen(flush=False)


class Bounded(psycopg.Connection[Any]):
    """A connection whose round trips have deadlines.

    A deadline closes the connection and is never a cancel: that would end a COMMIT's wait for
    its standby with an answer that sounds like success.
    """

    limit: float = deadlines.STATEMENT
    """Seconds for each round trip; COMMIT has its own unless we are patient."""

    def __init__(self, pgconn: pq.abc.PGconn, *given: Any, **named: Any) -> None:
        """Take libpq's connection, as the driver's own class does."""
        super().__init__(pgconn, *given, **named)
        self.last_answer = monotonic()
        self.prepared_max = _PREPARED
        self._by_hand = False
        self._patience = 0
        self._warned = False
        self.add_notice_handler(self._notice)

    def wait(self, gen: PQGen[T], interval: float = _EVERY, timeout: float | None = None) -> T:
        """Wait for an answer; `Silent` when it takes longer than it may."""
        if timeout is not None:  # the caller's own: waiting for a notification
            return super().wait(gen, interval, timeout)
        if not self._patience:
            gen = self._bounded(gen, self.limit)
        try:
            found = waiting.wait(gen, self.pgconn.socket, interval)
        except (KeyboardInterrupt, SystemExit):
            self.pgconn.finish()
            raise
        self.last_answer = monotonic()
        return found

    def commit(self) -> None:
        """Commit; `Unanswered` unless the server said that it was done, or that it was not."""
        state = self.pgconn.transaction_status
        if state == pq.TransactionStatus.INERROR:  # the server would answer ROLLBACK, quietly
            raise errors.InFailedSqlTransaction("a failed transaction cannot be committed")
        self._warned = False
        try:
            with self.within(deadlines.COMMIT):
                super().commit()
            self._hand_back()
        except psycopg.Error as error:
            if state == pq.TransactionStatus.IDLE or self._refused(error):
                raise
            if state == pq.TransactionStatus.UNKNOWN:  # lost before: nothing was sent
                raise
            self.pgconn.finish()
            raise Unanswered("COMMIT was sent and not answered") from error
        if self._warned:
            self.pgconn.finish()
            raise Unanswered("COMMIT was answered with a warning")

    @property
    def is_idle(self) -> bool:
        """Whether no transaction is open."""
        return self.pgconn.transaction_status == pq.TransactionStatus.IDLE

    def begun_with(self, begin: Sequence[str], query: str, values: Sequence[Any]) -> Any:
        """Begin a transaction by these words and run a statement, in one round trip.

        Returns the statement's cursor.  The driver itself would begin in a round trip of its
        own; until the transaction's end it is told that it has nothing to begin.
        """
        self.autocommit = self._by_hand = True
        return self.at_once([*((words, None) for words in begin), (query, values)])[-1]

    def at_once(self, statements: Sequence[tuple[str, Sequence[Any] | None]]) -> list[Any]:
        """Run statements in order, in one round trip; returns their cursors.

        Raises what was wrong with the first that failed; those after it were not run.
        """
        first: psycopg.Error | None = None
        cursors = []
        try:
            self._pipeline = _Together(self)
            with self.pipeline():
                try:
                    for query, values in statements:
                        cursors.append(self.execute(query, values))
                except psycopg.Error as error:  # the pipeline's end has less to say about it
                    first = error
        except psycopg.Error as error:
            raise first or error from None
        if first is not None:
            raise first
        return cursors

    def rollback(self) -> None:
        """Roll back."""
        try:
            super().rollback()
        finally:
            self._hand_back()

    def _hand_back(self) -> None:
        if self._by_hand and not self.closed:
            self._by_hand = False
            self.autocommit = False

    def ping(self) -> bool:
        """Say whether the server answers, outside a transaction."""
        try:
            with self.within(deadlines.PING):
                self.autocommit = True
                try:
                    self.execute("")
                finally:
                    self.autocommit = False
        except psycopg.Error:
            return False
        return True

    def stale(self) -> bool:
        """Say whether the connection should be pinged before it is used.

        It was idle for a while, or something has come that nobody asked for: the news of its
        end, as a rule.
        """
        if monotonic() - self.last_answer > deadlines.IDLE:
            return True
        if self.closed or self.broken:
            return True
        return _readable(self.pgconn.socket)

    @contextmanager
    def within(self, limit: float) -> Iterator[None]:
        """Give round trips inside the block another deadline (seconds)."""
        before, self.limit = self.limit, limit
        try:
            yield
        finally:
            self.limit = before

    @contextmanager
    def patiently(self) -> Iterator[None]:
        """Lift the deadlines inside the block."""
        self._patience += 1
        try:
            yield
        finally:
            self._patience -= 1

    def _bounded(self, gen: PQGen[T], limit: float) -> PQGen[T]:
        until = monotonic() + limit
        try:
            wanted = next(gen)
            while True:
                ready = yield wanted
                wanted = gen.send(ready)
                if monotonic() >= until:
                    break
        except StopIteration as end:
            answer: T = end.value
            return answer
        self.pgconn.finish()
        raise Silent(f"no answer within {limit:g} s")

    def _refused(self, error: psycopg.Error) -> bool:
        """Say whether the server itself said that COMMIT was not done, and goes on working."""
        return (
            error.diag.severity_nonlocalized == "ERROR"
            and self.pgconn.status == pq.ConnStatus.OK
            and self.pgconn.transaction_status == pq.TransactionStatus.IDLE
        )

    def _notice(self, notice: errors.Diagnostic) -> None:
        # Class 01 is a warning; with COMMIT it is the one about the cancelled wait for a
        # standby.  Its words are in the server's language, so any is taken for that one.
        if (notice.sqlstate or "").startswith("01"):
            self._warned = True


def _readable(socket: int) -> bool:
    if not hasattr(select, "poll"):  # Windows
        return bool(select.select([socket], [], [], 0)[0])
    asked = select.poll()
    asked.register(socket, select.POLLIN)
    return bool(asked.poll(0))
