"""A fault of ours as text: without people's data, and as a file with the end of the log."""

from __future__ import annotations

import os
import platform
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import qVersion

from desktop.domain.errors import DeskError

LOG: Final = "yimen.log"
_LOG_LINES: Final = 200
_HAN: Final = re.compile(r"[\u00b7\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_LONG_NUMBER: Final = re.compile(r"(?<![\w.])\d{5,}(?![\w.])")
_CODE: Final = re.compile(r"\b(?=\w*\d)[0-9A-Z]{15,}\b")
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
_QUOTED: Final = re.compile(r"'[^'\n]*\s[^'\n]*'")


def without_people(text: str) -> str:
    """Return the text of a traceback or log without what may be somebody's data.

    Our code speaks English: Chinese, long numbers, codes, addresses and quoted words are values
    of somebody's, and of no use to whoever mends the fault.
    """
    cleaned = []
    for line in text.splitlines():
        frame = line.lstrip().startswith('File "')
        plain = _HAN.sub("…", line)
        if not frame:
            plain = _QUOTED.sub("'…'", _MAIL.sub("…", _CODE.sub("…", _LONG_NUMBER.sub("…", plain))))
        cleaned.append(plain)
    return "\n".join(cleaned)


def write_report(folder: Path, faults: str, at: datetime) -> Path:
    """Write the faults, what the program runs on and the end of the log; returns the file.

    Waits for the disk.  `faults` is without people's data already; the log is cleaned once more.
    Raises DeskError `disk_full`, or `not_found` where the folder cannot be written.
    """
    path = folder / f"yimen-report-{at:%Y%m%d-%H%M%S}.txt"
    parts = (_machine(at), faults, without_people(_end_of_log(folder)))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
            file.write("\n\n".join(parts) + "\n")
    except OSError as error:
        code = "disk_full" if error.errno == 28 else "not_found"
        raise DeskError(code, path=str(path)) from error
    return path


def _machine(at: datetime) -> str:
    return (
        f"Yimen, {at.isoformat(timespec='seconds')}\n"
        f"{platform.system()} {platform.release()} {platform.machine()}, "
        f"Python {sys.version.split()[0]}, Qt {qVersion()}"
    )


def _end_of_log(folder: Path) -> str:
    try:
        text = (folder / LOG).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "(no log)"
    return "\n".join(text.splitlines()[-_LOG_LINES:])
