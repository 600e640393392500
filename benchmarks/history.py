"""A centre with years behind it, made once and kept in `build/bench/` for the next run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from db.migrate import HEAD

KEEP = Path("build/bench")


def with_visits(visits: int, report: Path | None = None) -> Path:
    """Return a database with so many visits of history; made by `main.py demo` if not there.

    The command's own output (what it made and how long it took) goes to standard error.
    """
    return _demo(f"history-{visits}-{HEAD}.db", 24_000, max(1, visits // 800), 800)


def with_days(days: int, visits_a_day: int) -> Path:
    """Return a small centre's database with so many days behind it; made if not there."""
    return _demo(f"days-{days}-{visits_a_day}-{HEAD}.db", 500, days, visits_a_day)


def _demo(name: str, enterprises: int, days: int, visits_a_day: int) -> Path:
    KEEP.mkdir(parents=True, exist_ok=True)
    target = KEEP / name
    if target.exists():
        return target
    work = target.with_suffix(".part")
    for end in ("", "-wal", "-shm"):
        work.with_name(work.name + end).unlink(missing_ok=True)
    order = [sys.executable, "main.py", "demo", "--database", str(work)]
    order += ["--enterprises", str(enterprises), "--days", str(days)]
    order += ["--visits-per-day", str(visits_a_day)]
    subprocess.run(order, check=True, stdout=sys.stderr)
    shutil.move(work, target)
    return target
