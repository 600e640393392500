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
    KEEP.mkdir(parents=True, exist_ok=True)
    target = KEEP / f"history-{visits}-{HEAD}.db"
    if target.exists():
        return target
    days = max(1, visits // 800)
    work = target.with_suffix(".part")
    for end in ("", "-wal", "-shm"):
        work.with_name(work.name + end).unlink(missing_ok=True)
    order = [sys.executable, "main.py", "demo", "--database", str(work)]
    order += ["--enterprises", "24000", "--days", str(days), "--visits-per-day", "800"]
    subprocess.run(order, check=True, stdout=sys.stderr)
    shutil.move(work, target)
    return target
