"""The ticket (号, one visit), its places in line, and the intervals of its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

TICKET_STATES = ("waiting", "called", "serving", "held", "missed", "done", "cancelled", "void")
OPEN_STATES = ("waiting", "called", "serving", "held", "missed")
AT_COUNTER = ("called", "serving")
PLACE_STATES = ("blocked", "ready", "away", "done", "dropped")
PLACE_OPEN = ("blocked", "ready", "away")
INTERVALS = ("ready", "walking", "serving", "holding")
DOORS = ("walk_in", "kiosk", "booked", "phone", "outreach", "import", "popup")
DOORS_WITHOUT_TICKET = ("phone", "outreach", "import")


@dataclass(frozen=True, slots=True)
class Ticket:
    """One presence of one visitor: a label, an age since the door, and the state it is in.

    `day` is the day of the label; `line_day` the day on which it stands in line (a ticket
    carried over keeps its label).  `step_no` is the stop that is called, served or held;
    `counter` is set while called or serving, `held_counter` while held.  `calls`,
    `called_at`, `call_counter` and `call_window` speak of its latest call, also when it has
    ended; `misses` counts the times it was not there.
    """

    ticket_id: str
    day: date
    code: str
    no: int
    label: str
    line_day: date
    issued_at: datetime
    rank_at: datetime
    state: str = "waiting"
    queue_pos: int = 0
    step_no: int | None = None
    counter: int | None = None
    door: str = "walk_in"
    priority: str | None = None
    priority_text: str | None = None
    enterprise_id: str | None = None
    visitor: str | None = None
    need_text: str | None = None
    issued_by: str | None = None
    calls: int = 0
    misses: int = 0
    called_at: datetime | None = None
    call_counter: int | None = None
    call_window: str | None = None
    started_at: datetime | None = None
    first_started_at: datetime | None = None
    held_counter: int | None = None
    hold_until: datetime | None = None
    hold_text: str | None = None
    ended_at: datetime | None = None
    end: str | None = None
    end_text: str | None = None
    intervals: int = 0
    fence: int = 0
    last_pos: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """One stop of a ticket at a window (排位); `after` names the steps it waits for.

    A ticket never has two ready places at one window.  `notes` are the texts of handover
    notes.  `end` says how it ended: finished, transferred, joined (another place of the
    ticket took its cases), closed (its day ended on paper), or why it was dropped.
    """

    ticket_id: str
    step_no: int
    line_day: date
    window: str
    rank_at: datetime
    state: str = "ready"
    queue_pos: int = 0
    after: tuple[int, ...] = ()
    cases: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    end: str | None = None
    counter: int | None = None
    staff: str | None = None
    ended_at: datetime | None = None
    last_pos: int = 0

    @property
    def order(self) -> tuple[datetime, int, int]:
        """The key of the calling order: rank, then the issue's position, then the step."""
        return (self.rank_at, self.queue_pos, self.step_no)


@dataclass(frozen=True, slots=True)
class Interval:
    """A span of a ticket's time: ready, walking, serving or holding; open while `ended_at` is None.

    `day` is the site's day on which it began.
    """

    ticket_id: str
    n: int
    kind: str
    day: date
    started_at: datetime
    step_no: int | None = None
    window: str | None = None
    counter: int | None = None
    staff: str | None = None
    ended_at: datetime | None = None
    last_pos: int = 0
