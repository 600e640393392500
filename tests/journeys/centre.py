"""A centre for journeys: one site on a SQLite file, a clock set by hand, the frame's pieces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, cast
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QApplication

from db.store import SqlStore
from desktop.clock import ManualClock
from desktop.desk import Desk, Particulars
from desktop.outbox import Outbox
from desktop.requests import (
    AddStaff,
    CallTicket,
    CounterFields,
    EnterpriseFields,
    FinishStop,
    IssueTicket,
    OpenCounter,
    Outcome,
    Request,
    SetUpSite,
    StartService,
)
from ui.application import Shell
from ui.calm import Calm
from ui.language import Language
from ui.screens.context import PcSettings, ScreenContext

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 23)
COUNTERS = (
    CounterFields(1, ("DQ", "CY")),
    CounterFields(2, ("GZ", "RW")),
    CounterFields(3, ("CF", "RC")),
    CounterFields(4, ("SZ", "PP", "JR")),
)
PEOPLE = {"WM": "王敏", "CL": "陈立", "LN": "李娜", "ZQ": "赵强"}
DAHE = EnterpriseFields(name="杭州大和热磁电子有限公司", uscc="91330108MA27WXYT4K")


class Centre:
    """A desk whose times are said as the site's clock says them."""

    def __init__(self, store: SqlStore, outbox: Outbox | None = None) -> None:
        self.store = store
        self.clock = ManualClock()
        self.desk = Desk(self.store, self.clock, Particulars("CQ"), outbox)
        self.day = MONDAY

    def set_up(self) -> None:
        """Make the site on Monday at half past eight, its people, no counter open."""
        self.at("08:30")
        self.do(SetUpSite("CQ", "仓前梦创社区", COUNTERS))
        for code, name in PEOPLE.items():
            self.do(AddStaff(code, name, ("guide", "window")))

    def at(self, text: str, day: date | None = None) -> None:
        """Set the clock: `09:30` on the present day, or on a later one."""
        self.day = day or self.day
        local = datetime.combine(self.day, time.fromisoformat(text), ZONE)
        self.clock.set(local.astimezone(UTC))

    def do(self, request: Request, staff: str | None = "WM") -> Any:
        """Run a command as somebody else's PC would."""
        return self.desk.do(request, staff=staff)

    def ask(self, request: Request) -> Any:
        """Look at something."""
        return self.desk.ask(request)

    def open(self, counter: int, staff: str) -> None:
        """Seat a person at a counter."""
        self.do(OpenCounter(counter, staff), staff)

    def issue(self, *items: str, company: str | None = None, **fields: Any) -> Any:
        """Issue a number for items, for a company by its name."""
        made = EnterpriseFields(name=company) if company else None
        return self.do(IssueTicket(items=items, enterprise=made, **fields))

    def case(self, item: str, company: str) -> str:
        """Receive a case by phone and return its number."""
        return str(self.issue(item, company=company, door="phone").cases[0].number)

    def serve(self, counter: int, ticket: Any) -> Any:
        """Call a ticket and start."""
        self.do(CallTicket(counter, ticket.label))
        return self.do(StartService(counter)).ticket

    def finish(self, counter: int, *outcomes: Outcome) -> Any:
        """Finish the stop at a counter."""
        return self.do(FinishStop(counter, outcomes))

    def close(self) -> None:
        """Close the database."""
        self.desk.close()


@dataclass
class PaperTray:
    """Papers that a screen sent on their way."""

    printed: list[str] = field(default_factory=list)
    reprinted: list[str] = field(default_factory=list)
    saved: list[str] = field(default_factory=list)
    pages: list[tuple[str, bytes]] = field(default_factory=list)
    problem: str | None = None

    def print_paper(self, paper_id: str) -> None:
        """Note a paper to be printed."""
        self.printed.append(paper_id)

    def reprint_paper(self, paper_id: str) -> None:
        """Note a paper to be printed again."""
        self.reprinted.append(paper_id)

    def save_paper(self, paper_id: str) -> None:
        """Note a paper to be saved."""
        self.saved.append(paper_id)

    def print_pdf(self, pdf: bytes, title: str) -> None:
        """Note pages to be printed."""
        self.pages.append((title, pdf))

    def printer_problem(self) -> str | None:
        """Return what was said to be wrong with the printer."""
        return self.problem


@dataclass
class Memory:
    """Settings that live as long as the journey."""

    kept: dict[str, str] = field(default_factory=dict)

    def get(self, key: str) -> str:
        """Return what was put under `key`."""
        return self.kept.get(key, "")

    def put(self, key: str, value: str) -> None:
        """Keep `value`."""
        self.kept[key] = value


class Workplace:
    """The frame of one PC around one screen, with a tray for its papers."""

    def __init__(
        self, application: QApplication, centre: Centre, staff: str = "WM", **settings: str
    ) -> None:
        self.settings = Memory(dict(settings))
        self.shell = Shell(application, Language(), self.settings)
        self.papers = PaperTray()
        self.staff = staff
        self._stop = centre.desk.bus.listen(self.shell.live.receive)
        self.calm = Calm(self.shell, centre.desk, self.papers, self.shell)
        self.context = ScreenContext(
            desk=centre.desk,
            lanes=self.shell.lanes,
            live=self.shell.live,
            commands=self.shell.commands,
            messages=self.shell.messages,
            language=self.shell.language,
            appearance=self.shell.appearance,
            settings=cast("PcSettings", self.settings),
            papers=self.papers,
            staff=self._who,
            sit_down=self._sit_down,
            show_screen=self.shell.window.show_screen,
            watch=self.calm.watch,
            sending=self.calm.sending,
            presence=self.calm.presence,
        )
        self.calm.show_zone(ZONE.key)

    @property
    def notes(self) -> list[str]:
        """Return the words of the toasts on the screen."""
        return [toast.note.words for toast in self.shell.messages.toasts.shown]

    def close(self) -> None:
        """End the lanes and take the window away."""
        self._stop()
        self.calm.stop()
        self.shell.window.close()
        self.shell.close()
        self.shell.window.deleteLater()
        self.shell.deleteLater()

    def _who(self) -> str:
        return self.staff

    def _sit_down(self, code: str) -> None:
        self.staff = code


Made = Callable[..., Workplace]
