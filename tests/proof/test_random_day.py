"""A random day at the desk: whatever is asked, allowed or not, the promises hold.

Counters, guides and clocks do what they like; after every command the queue is looked at, and
at the end the state is folded anew from the journal.  `YIMEN_HYPOTHESIS=thorough` looks further.
"""

from __future__ import annotations

import shutil
import tempfile
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from db.store import SqlStore
from desktop.clock import ManualClock
from desktop.desk import Desk, Particulars
from desktop.domain.site import Site
from desktop.domain.tickets import Ticket
from desktop.domain.working_time import site_day
from tests.proof import promises
from tests.talk import MORNING, Answer, Talk

COUNTERS = st.integers(1, 4)
WINDOWS = st.sampled_from(["CF", "RC", "JR", "GZ", "PP"])
ITEMS = st.sampled_from(["CF-01", "CF-05", "RC-01", "RC-04", "JR-05", "GZ-01", "GZ-08", "PP-06"])
CLASSES = st.sampled_from(["elderly", "disabled", "booked"])
OUTCOMES = st.sampled_from(
    ["resolved", "accepted", "supplement", "gap", "refused", "withdrawn", "forwarded", "nothing"]
)
OUTCOME_LISTS = st.lists(OUTCOMES, min_size=4, max_size=4)
TURNS = st.tuples(COUNTERS, st.integers(0, 9), OUTCOME_LISTS, WINDOWS)
ENDS = st.sampled_from(["left", "cancelled", "void", "carried_over", "served_on_paper"])
DEFERRABLE = {
    "CF-01": "授权委托书（非法定代表人办理时）",
    "GZ-08": "水质检测报告",
    "RC-04": "学历学位证书",
}


class RandomDay(RuleBasedStateMachine):
    """People at four counters and a guide desk; `template` is a database with a site."""

    template: Path
    tickets = Bundle("tickets")
    cases = Bundle("cases")

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="yimen-"))
        self.file = Path(shutil.copy(self.template, self.folder / "desk.db"))
        self.talk, self.other = Talk(self.file), Talk(self.file)  # two programs at once
        self.clock = datetime.fromisoformat(MORNING)
        self.talk.at(MORNING)
        self.other.at(MORNING)
        self.store = SqlStore(self.file)
        self.pcs = [self._pc(station) for station in ("A1", "A2")]
        self.holds: list[tuple[int, str, int]] = []  # counter, ticket and fence as they were seen

    def _pc(self, station: str) -> Desk:
        clock = ManualClock(self.clock)
        return Desk(SqlStore(self.file), clock, Particulars("HQ", station))

    def teardown(self) -> None:
        self.talk.clock.set(max(self.clock, datetime(2026, 11, 23, tzinfo=UTC)))
        self.talk.sound()
        rebuilt = self.talk.ok("journal.rebuild")
        assert rebuilt["same"], rebuilt
        self.talk.console.close()
        self.other.console.close()
        for pc in self.pcs:
            pc.close()
        self.store.close()
        shutil.rmtree(self.folder)

    def do(self, verb: str, **fields: Any) -> Answer:
        """Ask; a refusal has written nothing but a late command's note, and is no bug of ours.

        Asked once more, by the other program, the same command gives the same answer.
        """
        self.talk, self.other = self.other, self.talk
        before = self._head()
        command = str(uuid.uuid4())
        answer = self.talk.say(verb, command=command, **fields)
        if answer["ok"]:
            after = self._head()
            again = self.other.say(verb, command=command, **fields)
            assert again == answer, "a repeated command answers as it did"
            assert self._head() == after
        elif answer["error"]["code"] == "late_command":
            noted = self._head()
            assert noted[0] > before[0]
            assert self.other.say(verb, command=command, **fields) == answer
            assert self._head() == noted, "written down once"
        else:
            assert answer["error"]["code"] != "internal", (verb, fields, answer)
            assert self._head() == before, (verb, answer)
        return answer

    def _head(self) -> tuple[int, str]:
        with self.store.look("HQ") as reads:
            head = reads.head()
        assert head is not None
        return head.pos, head.feed_hash

    @initialize(target=tickets)
    def in_the_morning(self) -> Any:
        self.talk.open(1, 2, 3, 4)
        wishes = (["CF-01", "RC-01"], ["GZ-08", "CF-05", "PP-06"], ["RC-04"], ["CF-01"])
        visits = [self.do("reception.issue", items=items) for items in wishes]
        visits += [self.do("reception.issue", bundle=bundle) for bundle in ("B02", "B04")]
        return multiple(*(visit["ticket"]["id"] for visit in visits))

    # ---- The door ------------------------------------------------------------------------------

    @rule(
        target=tickets,
        items=st.lists(ITEMS, min_size=1, max_size=3),
        bundle=st.sampled_from([None, None, "B01", "B02", "B04"]),
        windows=st.lists(WINDOWS, max_size=2),
        priority=st.none() | CLASSES,
    )
    def issue(
        self, items: list[str], bundle: str | None, windows: list[str], priority: str | None
    ) -> str:
        fields: dict[str, Any] = {"items": items, "windows": windows}
        if bundle is not None:
            fields["bundle"] = bundle
        if priority is not None:
            fields["priority"] = {"class": priority, "reason": "出示证件"}
        answer = self.do("reception.issue", **fields)
        return str(answer["ticket"]["id"])

    @rule(
        ticket=tickets,
        verb=st.sampled_from(["cancel", "void", "reinstate", "reinstate", "release", "come_back"]),
        step=st.integers(1, 4),
    )
    def at_the_guide_desk(self, ticket: str, verb: str, step: int) -> None:
        if verb == "come_back":
            cases = self.talk.ok("ticket.show", ticket=ticket)["cases"]
            self.do("reception.issue", cases=[case["id"] for case in cases[:2]])
            return
        more: Answer = {"reason": "走了"} if verb in ("cancel", "void", "release") else {}
        if verb == "release":
            more["step_no"] = step
        self.do(f"ticket.{verb}", ticket=ticket, **more)

    # ---- The counters --------------------------------------------------------------------------

    @rule(turns=st.lists(TURNS, min_size=5, max_size=15))
    def work(self, turns: list[tuple[int, int, list[str], str]]) -> None:
        for turn in turns:
            self._turn(*turn)

    def _turn(self, counter: int, choice: int, outcomes: list[str], to: str) -> None:
        """Do what comes next at the counter, as its person would."""
        shown = self.talk.ok("counter.show", counter=counter)
        if shown["ticket"] is not None:
            self.holds.append((counter, shown["ticket"]["id"], shown["ticket"]["fence"]))
        if shown["counter"]["state"] != "open":
            self.do("counter.open", counter=counter, staff=f"s{counter}")
        elif shown["ticket"] is None:
            held = shown["held"]
            if held and choice < 5:
                self.do("counter.resume", counter=counter, ticket=held[0]["id"])
            else:
                self._call_next(counter)
        elif shown["ticket"]["state"] == "called":
            if choice <= 1:
                self.do("counter.recall", counter=counter)
                self.do("counter.recall", counter=counter)
                self.do("counter.no_show", counter=counter)
            else:
                self.do("counter.start", counter=counter)
        elif choice == 0:
            self.do("counter.hold", counter=counter, minutes=10)
        elif choice <= 2:
            back = choice == 1
            self.do("counter.transfer", counter=counter, to=to, come_back=back, note="请看合同")
        elif choice == 3:
            self.do("counter.add", counter=counter, items=["GZ-08", "CF-05"])
        else:
            self._finish(counter, shown, outcomes)

    def _call_next(self, counter: int) -> None:
        waiting = self.talk.ok("queue.show", counter=counter)["rows"]
        answer = self.do("counter.call_next", counter=counter)
        first = waiting[0] if waiting else {"ticket": None, "window": None}
        called = answer["ticket"]
        assert (called["id"] if called else None) == first["ticket"], "not who is first"
        assert answer["window"] == first["window"]

    def _finish(self, counter: int, shown: Answer, outcomes: list[str]) -> None:
        ticket = shown["ticket"]
        stop = next(p for p in ticket["places"] if p["step_no"] == ticket["step_no"])
        cases = {case["id"]: case for case in shown["cases"]}
        given = [
            _outcome(cases[case], outcome)
            for case, outcome in zip(stop["cases"], outcomes, strict=False)
            if outcome != "nothing"
        ]
        if not self.do("counter.finish", counter=counter, outcomes=given)["ok"]:
            self.do("counter.finish", counter=counter)

    @rule(
        counter=COUNTERS,
        verb=st.sampled_from(
            ["open", "pause", "resume_work", "close", "start", "recall", "no_show"]
        )
        | st.sampled_from(["hold", "transfer", "add", "call_next", "finish", "call", "resume"])
        | st.sampled_from(["take_over", "help", "help_end"]),
        ticket=tickets,
    )
    def out_of_turn(self, counter: int, verb: str, ticket: str) -> None:
        wishes: dict[str, Answer] = {
            "open": {"staff": f"s{counter % 3 + 1}"},
            "pause": {"reason": "用餐"},
            "transfer": {"to": "PP"},
            "add": {"items": ["RC-01"]},
            "call": {"ticket": ticket},
            "resume": {"ticket": ticket},
            "take_over": {"ticket": ticket},
        }
        self.do(f"counter.{verb}", counter=counter, **wishes.get(verb, {}))

    @rule(counter=COUNTERS, turn=TURNS)
    def takes_it_back(self, counter: int, turn: tuple[int, int, list[str], str]) -> None:
        """What is taken back at once is as it was: the visit, its stops, its cases."""
        shown = self.talk.ok("counter.show", counter=counter)
        ticket = shown["ticket"]
        if ticket is None or ticket["state"] not in ("called", "serving"):
            self.do("counter.undo", counter=counter, reason="点错了")
            return
        before = self._as_it_was(ticket["id"])
        if ticket["state"] == "called":
            done = self.do("counter.no_show", counter=counter)["ok"]
        else:
            self._finish(counter, shown, turn[2])
            done = self.talk.ok("counter.show", counter=counter)["ticket"] is None
        if done:
            answer = self.do("counter.undo", counter=counter, reason="点错了")
            assert answer["ok"], answer
            assert answer["ticket"]["fence"] == ticket["fence"] + 1
            assert self._as_it_was(ticket["id"]) == before

    def _as_it_was(self, ticket_id: str) -> Answer:
        """Return a visit with its cases, but for its fence, its papers and the ready spans."""
        shown: Answer = self.talk.ok("ticket.show", ticket=ticket_id)
        changed = ("fence", "papers", "intervals")
        return {
            "ticket": {key: one for key, one in shown["ticket"].items() if key not in changed},
            "cases": shown["cases"],
            "intervals": [i for i in shown["intervals"] if i["kind"] != "ready"],
        }

    # ---- Desks that die, hands that change ----------------------------------------------------

    @rule(
        which=st.integers(0, 99),
        verb=st.sampled_from(["start", "recall", "no_show", "finish", "hold", "transfer", "add"]),
    )
    def by_an_old_hold(self, which: int, verb: str) -> None:
        """A command with the fence of any hold there was: late unless it is the present one."""
        if not self.holds:
            return
        counter, ticket, fence = self.holds[which % len(self.holds)]
        with self.store.look("HQ") as reads:
            here = reads.ticket_at(counter)
            before = reads.get(Ticket, ticket)
        more: dict[str, Answer] = {"transfer": {"to": "PP"}, "add": {"items": ["RC-01"]}}
        given = {"counter": counter, "ticket": ticket, "fence": fence, **more.get(verb, {})}
        answer = self.do(f"counter.{verb}", **given)
        late = here is None or (here.ticket_id, here.fence) != (ticket, fence)
        assert late == (answer.get("error", {}).get("code") == "late_command"), answer
        if late:
            with self.store.look("HQ") as reads:
                assert reads.get(Ticket, ticket) == before

    @rule(turns=st.lists(st.tuples(st.integers(0, 1), st.none() | COUNTERS), max_size=4))
    def beats(self, turns: list[tuple[int, int | None]]) -> None:
        for pc, counter in turns:
            self.pcs[pc].beat(counter)

    @rule(pc=st.integers(0, 1))
    def what_is_lost_goes_back(self, pc: int) -> None:
        """Called long ago by a counter that was lost, today's: all of them, and nothing else."""
        with self.store.look("HQ") as reads:
            at = {number: reads.ticket_at(number) for number in range(1, 5)}
            leases, site = reads.leases(), reads.get(Site, "HQ")
        assert site is not None
        now = max(self.clock, site.at)
        lost = [
            ticket.label
            for number, ticket in at.items()
            if ticket is not None
            and ticket.state == "called"
            and number in leases
            and self.clock - leases[number].beat_at >= timedelta(seconds=45)
            and now - (ticket.called_at or now) >= timedelta(seconds=60)
            and ticket.line_day == max(site.day, site_day(now, ZoneInfo(site.zone), 4))
        ]
        assert self.pcs[pc].return_lost() == tuple(lost)

    # ---- Cases, time, the day ------------------------------------------------------------------

    @rule(
        ticket=tickets,
        which=st.integers(0, 3),
        verb=st.sampled_from(["accept", "supplemented", "gap_filled", "resolve", "refuse", "undo"])
        | st.sampled_from(["extend", "withdraw", "terminate", "deliver", "supplement"]),
    )
    def casework(self, ticket: str, which: int, verb: str) -> None:
        cases = self.talk.ok("ticket.show", ticket=ticket)["cases"]
        if not cases:
            return
        case = cases[which % len(cases)]
        wishes: dict[str, Answer] = {
            "refuse": {"note": "不符合条件"},
            "extend": {"days": 3, "reason": "等待检测"},
            "withdraw": {"reason": "不办了"},
            "undo": {"reason": "点错了"},
            "terminate": {"reason": "不再需要"},
            "supplement": {
                "missing": [DEFERRABLE.get(case["item"], "营业执照")],
                "reason": "看不清",
            },
        }
        self.do(f"case.{verb}", case=case["id"], **wishes.get(verb, {}))

    @rule(minutes=st.sampled_from([1, 2, 3, 7, 20, 60, -30, 60 * 24]))
    def time_goes_by(self, minutes: int) -> None:
        self.clock += timedelta(minutes=minutes)
        moment = self.clock.isoformat().replace("+00:00", "Z")
        for talk in (self.talk, self.other):
            talk.at(moment)
        for pc in self.pcs:
            pc.clock.set(self.clock)

    @rule(
        key=st.sampled_from(["calls_before_no_show", "positions_behind"]), value=st.integers(0, 4)
    )
    def another_rule(self, key: str, value: int) -> None:
        self.do("settings.set", key=key, value=value)

    @rule(end=ENDS, some=st.integers(0, 9))
    def close_day(self, end: str, some: int) -> None:
        if some > 3:
            return  # not yet
        left = self.talk.ok("day.open_tickets")["tickets"]
        outcomes = [{"ticket": one["id"], "end": end, "reason": "下班"} for one in left]
        self.do("day.close", outcomes=outcomes[: len(outcomes) if some == 0 else some])

    # ---- What always holds ---------------------------------------------------------------------

    @invariant()
    def the_promises_hold(self) -> None:
        with self.store.look("HQ") as reads:
            promises.no_ticket_is_in_two_places(reads)
            promises.no_series_has_a_hole(reads)


def _outcome(case: Answer, outcome: str) -> Answer:
    missing = DEFERRABLE.get(case["item"], "营业执照")
    more: Answer = {"case": case["id"], "outcome": outcome, "note": "说明"}
    if outcome in ("supplement", "gap"):
        more["missing"] = [missing]
    if outcome == "forwarded":
        more["to"] = "省局"
    return more


@pytest.mark.slow
def test_whatever_is_asked_the_promises_hold(site_template: Path) -> None:
    machine = type("RandomDayHere", (RandomDay,), {"template": site_template})
    thorough = settings().max_examples > 1000
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=400 if thorough else 15,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
