"""The log: what the program did, never whom it did it for."""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def to_stderr(level: int = logging.WARNING) -> None:
    """Log to standard error (the console's standard output is for answers alone)."""
    logging.basicConfig(stream=sys.stderr, level=level, format=FORM)


def to_file(folder: Path) -> Path:
    """Log to `yimen.log` in `folder`, five files of 1 MiB; returns the file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "yimen.log"
    handler = RotatingFileHandler(path, maxBytes=1 << 20, backupCount=4, encoding="utf-8")
    handler.setFormatter(logging.Formatter(FORM))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    return path
