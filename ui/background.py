"""Work off the GUI thread: a database lane (one worker) and an I/O lane (a few).

    job = lanes.database.submit(work, self._found, self._refused, key="reception.search")

`work` takes nothing, runs in the lane and returns plain frozen rows.  `done(result)`,
`failed(error: DeskError)` and `ended()` are bound methods of QObjects and run on the GUI thread.
Exactly one of these happens to a job:

- it returns: `done`, then `ended`;
- it raises `DeskError`, the world's fault: `failed`, then `ended`;
- it raises anything else, our fault: `Lanes.crashed(Crash)`, then `ended`;
- it was cancelled, or a newer job took its `key`: nothing at all.

Jobs with a `key` are reads: only the newest of a key counts, older ones that still wait are
dropped and the result of one that already runs is thrown away, so type-ahead never queues up.
Never give a key to work that writes.

A lane whose database is on another machine is patient (`be_patient`): reads that found it away
are not refused, they wait for `resume` with those that came after `hold`.
"""

from __future__ import annotations

import threading
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final, Generic, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, SignalInstance, Slot

from desktop.domain.errors import DeskError

T = TypeVar("T")
Failed = Callable[[DeskError], None]
Ended = Callable[[], None]
Progressed = Callable[["Step"], None]

IO_WORKERS: Final = 3
NOBODY_THERE: Final = "database_away"
"""The refusal after which a read of a patient lane waits instead of failing."""
_REPORT_EVERY_S: Final = 0.05


@dataclass(frozen=True, slots=True)
class Crash:
    """What went wrong inside a job by our fault: its name and the text of the traceback."""

    job: str
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """How far a long job has come; `total` 0 means unknown."""

    done: int
    total: int


class Progress:
    """What a long job is handed: it reports how far it is and asks whether to stop."""

    def __init__(self, job: Job, report: Callable[[Job, Step], None]) -> None:
        self._job = job
        self._report = report
        self._last = 0.0

    @property
    def cancelled(self) -> bool:
        """Say whether somebody no longer wants the result."""
        return self._job.cancelled

    def report(self, done: int, total: int) -> None:
        """Tell the screen; at most 20 reports a second get through, and the last one always."""
        now = monotonic()
        if done < total and now - self._last < _REPORT_EVERY_S:
            return
        self._last = now
        self._report(self._job, Step(done, total))


class Job:
    """One piece of work that was handed in; it can be cancelled, and nothing is called then."""

    def __init__(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Failed,
        ended: Ended | None,
        key: str,
    ) -> None:
        for receiver in (done, failed, ended):
            _require_bound(receiver)
        self.work = work
        self.done = done
        self.failed = failed
        self.ended = ended
        self.progressed: Progressed | None = None
        self.key = key
        self.lane: Lane | None = None
        self._cancelled = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Say whether the job was cancelled or overtaken by a newer one of its key."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Give the job up: if it waits it never runs, if it runs its result is dropped."""
        self._cancelled.set()


@dataclass(frozen=True, slots=True)
class _Returned(Generic[T]):
    job: Job
    result: T


@dataclass(frozen=True, slots=True)
class _Refused:
    job: Job
    error: DeskError


@dataclass(frozen=True, slots=True)
class _Crashed:
    job: Job
    crash: Crash


@dataclass(frozen=True, slots=True)
class _Reported:
    job: Job
    step: Step


def _require_bound(receiver: Callable[..., None] | None) -> None:
    """Refuse lambdas and functions: Qt would run them in the worker's thread."""
    if receiver is not None and not isinstance(getattr(receiver, "__self__", None), QObject):
        raise TypeError(f"{receiver!r} is not a bound method of a QObject")


def _alive(receiver: Callable[..., None]) -> bool:
    return shiboken6.isValid(getattr(receiver, "__self__", None))


def _run(job: Job) -> _Returned[Any] | _Refused | _Crashed:
    try:
        return _Returned(job, job.work())
    except DeskError as error:
        return _Refused(job, error)
    except Exception as error:  # ours: reported as a crash with its traceback, never swallowed
        name = getattr(job.work, "__qualname__", type(job.work).__name__)
        return _Crashed(job, Crash(name, "".join(traceback.format_exception(error))))


def _found_nobody(outcome: object) -> bool:
    match outcome:
        case _Refused(job, error):
            return bool(job.key) and error.code == NOBODY_THERE
    return False


class Lane:
    """A queue of jobs and the threads that work it off, in the order handed in."""

    def __init__(self, name: str, workers: int, outcome: SignalInstance) -> None:
        self._outcome = outcome
        self._waiting: deque[Job] = deque()
        self._newest: dict[str, Job] = {}
        self._running: set[Job] = set()
        self._changed = threading.Condition()
        self._closed = False
        self._patient = self._held = False
        self._parked: list[Job] = []
        self._threads = [
            threading.Thread(target=self._work, name=f"{name}-{number}")
            for number in range(1, workers + 1)
        ]
        for thread in self._threads:
            thread.start()

    def submit(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Failed,
        *,
        ended: Ended | None = None,
        key: str = "",
    ) -> Job:
        """Queue `work`; with a `key` it is a read that replaces older ones of that key."""
        return self._put(Job(work, done, failed, ended, key))

    def submit_long(
        self,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Failed,
        *,
        progressed: Progressed | None = None,
        ended: Ended | None = None,
    ) -> Job:
        """Queue work that takes a `Progress`, reports to `progressed(Step)` and can be stopped."""
        _require_bound(progressed)
        job = Job(_nothing, done, failed, ended, "")
        job.progressed = progressed
        progress = Progress(job, self._report)
        job.work = lambda: work(progress)
        return self._put(job)

    def be_patient(self) -> None:
        """Let reads wait for a database that is away, instead of refusing them."""
        with self._changed:
            self._patient = True

    def hold(self) -> None:
        """Begin no read until `resume`: the database is away, and each would wait in vain."""
        with self._changed:
            self._held = True

    def resume(self) -> None:
        """Run what waited, the newest of each key."""
        with self._changed:
            self._held = False
            self._waiting.extend(job for job in self._parked if not job.cancelled)
            self._parked.clear()
            self._changed.notify_all()

    def close(self) -> None:
        """Drop waiting reads, ask long jobs to stop, finish waiting writes, end the threads."""
        with self._changed:
            self._closed = True
            for job in (*self._waiting, *self._running, *self._parked):
                if job.key or job.progressed is not None:
                    job.cancel()
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _put(self, job: Job) -> Job:
        with self._changed:
            if self._closed:
                job.cancel()
                return job
            job.lane = self
            if job.key:
                older = self._newest.get(job.key)
                if older is not None:
                    older.cancel()
                self._newest[job.key] = job
            self._waiting.append(job)
            self._changed.notify()
        return job

    def _work(self) -> None:
        while (job := self._take()) is not None:
            outcome = _run(job)
            with self._changed:
                self._running.discard(job)
                if self._patient and _found_nobody(outcome):
                    self._park(job)
                    continue
            self._outcome.emit(outcome)

    def forget(self, job: Job) -> None:
        """Note that the outcome of `job` has arrived, so nothing can overtake it any more."""
        with self._changed:
            if self._newest.get(job.key) is job:
                del self._newest[job.key]

    def _take(self) -> Job | None:
        with self._changed:
            while True:
                while self._waiting:
                    job = self._waiting.popleft()
                    if job.cancelled:
                        continue
                    if job.key and self._held:
                        self._park(job)
                        continue
                    self._running.add(job)
                    return job
                if self._closed:
                    return None
                self._changed.wait()

    def _park(self, job: Job) -> None:
        self._parked = [one for one in (*self._parked, job) if not one.cancelled]

    def _report(self, job: Job, step: Step) -> None:
        self._outcome.emit(_Reported(job, step))


def _nothing() -> None:
    """Stand in until the job knows its progress object."""


class Lanes(QObject):
    """The two lanes, and the one place where their results reach the GUI thread.

    Lives in the GUI thread.  `crashed` carries a `Crash`; `close()` must be called once before
    the program ends and leaves no thread behind.
    """

    crashed = Signal(object)
    _outcome = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outcome.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self.database = Lane("database", 1, self._outcome)
        self.io = Lane("io", IO_WORKERS, self._outcome)

    def close(self) -> None:
        """End both lanes: what writes is finished first, what only reads is dropped."""
        self.database.close()
        self.io.close()

    @Slot(object)
    def _deliver(self, outcome: object) -> None:
        match outcome:
            case _Reported(job, step):
                self._tell(job, job.progressed, step)
            case _Returned(job, result):
                self._finish(job, job.done, result)
            case _Refused(job, error):
                self._finish(job, job.failed, error)
            case _Crashed(job, crash):
                # Told even when nobody waits for the result any more: it is our bug.
                self.crashed.emit(crash)
                self._finish(job, None, None)

    def _finish(self, job: Job, receiver: Callable[[Any], None] | None, value: object) -> None:
        if job.lane is not None:
            job.lane.forget(job)
        try:
            self._tell(job, receiver, value)
        finally:
            if job.ended is not None and not job.cancelled and _alive(job.ended):
                job.ended()

    def _tell(self, job: Job, receiver: Callable[[Any], None] | None, value: object) -> None:
        if receiver is not None and not job.cancelled and _alive(receiver):
            receiver(value)
