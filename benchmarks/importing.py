"""A list of 100,000 companies through the import's own screen: time, memory, the GUI's heartbeat.

    python -m benchmarks.importing [--rows 100000] [--form csv|xlsx]

The screen of companies, offscreen, driven by its own page: file, columns, preview, taking over;
then a second time, stopped on its way.  A timer of 5 ms in the GUI thread notes how late it is.
"""

from __future__ import annotations

import argparse
import csv
import os
import tempfile
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Final

from openpyxl import Workbook
from PySide6.QtCore import QDeadlineTimer, QEventLoop, Qt
from PySide6.QtTest import QTest
from stdnum.cn import uscc

from benchmarks.enterprise_search import company_names
from benchmarks.heartbeat import Beat
from db.store import SqlStore
from tests.journeys.centre import Centre, Workplace
from ui.application import create_application
from ui.main_window import ScreenSpec
from ui.quiet_memory import QuietMemory
from ui.screens.enterprises.import_facts import Stage
from ui.screens.enterprises.screen import EnterprisesScreen

HEADS: Final = ("企业名称", "统一社会信用代码", "经营地址", "联系人", "联系电话")
_PATIENCE_MS: Final = 3_600_000


def write_list(path: Path, rows: int) -> None:
    """Write a list of believable companies; names repeat as they do in life."""
    lines = (
        (name, _code(at), "仓前街道", "张三丰", f"138{at:08}")
        for at, name in enumerate(islice(company_names(), rows))
    )
    if path.suffix == ".csv":
        with path.open("w", encoding="gb18030", newline="") as stream:
            csv.writer(stream).writerows((HEADS, *lines))
        return
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in (HEADS, *lines):
        sheet.append(line)
    book.save(path)


def _code(number: int) -> str:
    """Return a valid credit code; each one is another company's."""
    body = f"91330110MA{number:07}"
    return body + str(uscc.calc_check_digit(body))


def resident_mb() -> float:
    """Return this process's memory in use, in MB; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class Measured:
    """The screen, and what is told of each step."""

    def __init__(self, folder: Path) -> None:
        self._application = create_application([])
        centre = Centre(SqlStore(folder / "companies.db"))
        centre.set_up()
        self._place = Workplace(self._application, centre, "WM")
        self.screen = EnterprisesScreen(self._place.context)
        window = self._place.shell.window
        window.add_screen(
            ScreenSpec("enterprises", "enterprises.title", "mdi6.domain", lambda: self.screen)
        )
        self._place.shell.show()
        self._quiet = QuietMemory(self.screen)  # as the whole program has it
        self.job, self.page = self.screen.importing, self.screen.view.importing

    def until(self, name: str, come: Callable[[], bool]) -> None:
        """Run the screen until something has come; tell how long, how late, how large."""
        beat, began, most = Beat(), perf_counter(), resident_mb()
        deadline = QDeadlineTimer(_PATIENCE_MS)
        beat.start()
        while not come() and not deadline.hasExpired():
            self._application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 200)
            most = max(most, resident_mb())
        passed, longest = perf_counter() - began, beat.stop()
        late = sorted(beat.late)
        print(
            f"{name}: {passed:.1f} s, longest block {longest:.0f} ms, "
            f"p99 {late[int(len(late) * 0.99)]:.1f} ms, at most {most:.0f} MB, "
            f"{dict(self.job.standing.counts)}",
            flush=True,
        )

    def press(self) -> None:
        """Press what goes on."""
        QTest.mouseClick(self.page.go, Qt.MouseButton.LeftButton)

    def at(self, stage: Stage) -> Callable[[], bool]:
        """Return whether the import stands there."""
        return lambda: self.job.standing.stage is stage

    def take(self, path: Path) -> None:
        """Go through all steps."""
        self._place.context.commands.run("enterprises.import")
        self.page.path.show_path(path)
        self.press()
        self.until("file read", self.at(Stage.COLUMNS))
        self.press()
        self.until("preview", self.at(Stage.PREVIEW))
        self.press()
        self.until("taken over", self.at(Stage.DONE))
        self.press()
        self.page.path.show_path(path)
        self.press()
        self.until("file read again", self.at(Stage.COLUMNS))
        self.press()
        self.until("begun again", lambda: self.job.standing.rows >= 1000)
        began = perf_counter()
        self.page.stop.click()
        stopped = self.job.standing.stage is Stage.COLUMNS
        print(f"stopped: {stopped}, {(perf_counter() - began) * 1000:.0f} ms")

    def close(self) -> None:
        """End all of it."""
        self._quiet.close()
        self._place.close()


def main() -> None:
    """Run once and print a line for each step."""
    parser = argparse.ArgumentParser(prog="benchmarks.importing", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--form", choices=("csv", "xlsx"), default="csv")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list.{given.form}"
        write_list(path, given.rows)
        measured = Measured(Path(folder))
        measured.take(path)
        measured.close()


if __name__ == "__main__":
    main()
