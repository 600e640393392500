"""A conversation with the console, in this process: what scripts and button boxes say to it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from db.store import SqlStore
from desktop.clock import ManualClock
from desktop.console import Console
from desktop.desk import Desk, Particulars

MORNING = "2026-11-23T01:00:00Z"
"""A Monday, nine o'clock in Shanghai."""

COUNTERS = [
    {"number": 1, "windows": ["CF"]},
    {"number": 2, "windows": ["RC", "JR"]},
    {"number": 3, "windows": ["GZ", "CF"]},
    {"number": 4, "windows": ["PP"]},
]

Answer = dict[str, Any]


class Talk:
    """One console: `ok` says something that must succeed, `refused` something that must not."""

    def __init__(
        self,
        location: str | Path,
        site: str | None = None,
        language: str = "zh",
        open_store: Callable[[str | Path], SqlStore] = SqlStore,
    ) -> None:
        self.location = location
        self.clock = ManualClock()
        self.console = Console(
            lambda: Desk(open_store(location), self.clock, Particulars(site, language=language)),
            language,
        )

    def line(self, line: bytes) -> Answer:
        """Say one line as it is; the answer has to be writable."""
        answer = self.console.answer(line)
        assert answer is not None
        written: Answer = json.loads(json.dumps(answer, ensure_ascii=False, allow_nan=False))
        return written

    def say(self, do: str, **fields: Any) -> Answer:
        """Say something and return the whole answer."""
        return self.line(json.dumps({"do": do, **fields}, ensure_ascii=False).encode())

    def ok(self, do: str, **fields: Any) -> Answer:
        """Say something that must be done."""
        answer = self.say(do, **fields)
        assert answer["ok"], answer
        return answer

    def refused(self, do: str, **fields: Any) -> str:
        """Say something that must be refused; returns the code."""
        answer = self.say(do, **fields)
        assert not answer["ok"], answer
        message: str = answer["error"]["message"]
        assert message, answer
        assert not re.search(r"\{[a-z_]+\}", message), answer
        assert not message.startswith("error."), answer
        code: str = answer["error"]["code"]
        assert code != "internal", answer
        return code

    # ---- What most conversations need --------------------------------------------------------

    def at(self, moment: str) -> Answer:
        """Set the clock."""
        return self.ok("clock.set", at=moment)

    def issue(self, *items: str, **fields: Any) -> Answer:
        """Hand out a number for items; returns the whole answer."""
        wanted = {"items": list(items)} if items else {}
        return self.ok("reception.issue", **wanted, **fields)

    def open(self, *counters: int) -> None:
        """Open counters, each with its own person."""
        for counter in counters:
            self.ok("counter.open", counter=counter, staff=f"w{counter}")

    def serve(self, counter: int, ticket: str | None = None) -> Answer:
        """Call the next ticket (or this one) and start serving; returns the ticket."""
        if ticket is None:
            called = self.ok("counter.call_next", counter=counter)
            assert called["ticket"] is not None, "nobody is ready"
        else:
            self.ok("counter.call", counter=counter, ticket=ticket)
        started: Answer = self.ok("counter.start", counter=counter)["ticket"]
        return started

    def served(self, counter: int, *outcomes: Answer, ticket: str | None = None) -> Answer:
        """Call, start and finish; returns the answer of finishing."""
        self.serve(counter, ticket)
        return self.ok("counter.finish", counter=counter, outcomes=list(outcomes))

    def labels(self, **where: Any) -> list[str]:
        """Return the labels in line, in calling order."""
        return [row["label"] for row in self.ok("queue.show", **where)["rows"]]

    def sound(self) -> None:
        """Check that the state is what the journal says."""
        found = self.ok("journal.verify")
        assert found["sound"], found["faults"]


def places(ticket: Answer) -> dict[int, str]:
    """Return the states of a ticket's places by step."""
    return {place["step_no"]: place["state"] for place in ticket["places"]}


@contextmanager
def talking(location: str | Path, **how: Any) -> Iterator[Talk]:
    """Give a conversation that lets go of its database."""
    talk = Talk(location, **how)
    try:
        yield talk
    finally:
        talk.console.close()


def make_site(location: str | Path, code: str = "HQ") -> None:
    """Make a site with four counters on a database that has none."""
    with talking(location) as talk:
        talk.at(MORNING)
        talk.ok("site.setup", code=code, name="企业服务中心", counters=COUNTERS)
