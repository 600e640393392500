"""Practice: the desk on a throw-away copy of a centre's set-up; no number given there is real.

The copy is a site whose code begins with DEMO, so every paper it makes is marked 演示.  It lies in
a folder of its own with its own settings, log and database, and goes with the folder at the end;
this PC's settings and databases are not opened.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Final, cast

from desktop.arguments import Arguments
from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.i18n import Translator, error_sentence
from desktop.requests import AddStaff, CounterFields, ImportSettings, SaveEnterprise, SetUpSite
from desktop.settings import Settings

CODE: Final = "DEMO"
FOLDER: Final = "yimen-practice-"
"""How a throw-away folder's name begins; one that holds the set-up is used, and deleted."""
_GIVEN: Final = "given.json"
COMPANIES: Final = 12
_KEPT: Final = (
    "language",
    "scheme",
    "text_size",
    "staff",
    "station",
    "printer",
    "slip_printer",
    "voice",
    "voice_english",
    "voice_one",
    "voice_clips",
    "voice_volume",
    "voice_hours",
)
_ROLES: Final = ("guide", "window", "supervisor", "administrator")
_FORGOTTEN_AFTER_S: Final = 2 * 24 * 3600  # a folder that a killed program left

Open = Callable[[Arguments, Settings, str], Desk]
Run = Callable[[Arguments, Settings], int]


def new_folder() -> Path:
    """Return a throw-away folder that only this person may read; old ones are cleared away."""
    place = Path(tempfile.gettempdir())
    for old in place.glob(f"{FOLDER}*"):
        with suppress(OSError):
            if time.time() - old.stat().st_mtime > _FORGOTTEN_AFTER_S:
                shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=FOLDER))


def practice_command(main: str, desk: Desk | None) -> tuple[str, ...]:
    """Return the command that begins practice on a copy of this desk's set-up.

    None: on the built-in one.  `main` is the path of main.py.  Waits for the database; raises
    what looking does, `disk_full`, or `not_found` where no folder can be made.
    """
    frozen = getattr(sys, "frozen", False)
    program = (sys.executable,) if frozen else (sys.executable, str(Path(main).absolute()))
    if desk is None:
        return (*program, "--practice")
    try:
        path = new_folder() / _GIVEN
    except OSError as error:
        raise DeskError("not_found", path=tempfile.gettempdir()) from error
    desk.copy_setup(path)
    return (*program, "--practice", str(path))


def run_practice(open_desk: Open, run: Run, arguments: Arguments, settings: Settings) -> int:
    """Make the copy, run the desk on it, delete everything; returns the exit status.

    `arguments.practice` is a file of `settings.export`, "" for the built-in set-up.
    """
    given = Path(arguments.practice) if arguments.practice else None
    folder = given.parent if given is not None and _is_ours(given) else new_folder()
    before = os.environ.get("YIMEN_HOME")
    os.environ["YIMEN_HOME"] = str(folder)
    try:
        there = replace(arguments, database=str(folder / "practice.db"), site="")
        kept = _settings(settings, folder)
        words = Translator(arguments.language or kept.get("language"))
        try:
            _make(open_desk(there, kept, there.database), given, folder, words)
        except DeskError as error:
            print(error_sentence(words, error), file=sys.stderr)
            return 1
        return run(there, kept)
    finally:
        os.environ.pop("YIMEN_HOME")
        if before is not None:
            os.environ["YIMEN_HOME"] = before
        _end_log(folder)
        shutil.rmtree(folder, ignore_errors=True)


def _is_ours(given: Path) -> bool:
    """Say whether `practice_command` put the file there: its folder may be deleted, no other."""
    folder = given.absolute().parent
    return (
        given.name == _GIVEN
        and folder.name.startswith(FOLDER)
        and folder.parent.resolve() == Path(tempfile.gettempdir()).resolve()
    )


def _settings(real: Settings, folder: Path) -> Settings:
    kept = Settings(folder / "settings.json")
    for key in _KEPT:
        kept.put(key, real.get(key))
    return kept


def _make(desk: Desk, given: Path | None, folder: Path, words: Translator) -> None:
    try:
        listed = cast("tuple[Mapping[str, str], ...]", desk.built_in_catalogue().windows)
        windows = [window["code"] for window in listed]
        counters = tuple(CounterFields(at, (code,)) for at, code in enumerate(windows, start=1))
        desk.do(SetUpSite(CODE, words.text("practice.site"), counters))
        if given is None:
            desk.do(AddStaff("A01", words.text("practice.person"), _ROLES))
        else:
            desk.do(ImportSettings(str(_renamed(given, folder, words))))
        # A late import: a real start needs no demo.
        from desktop.demo.words import read_words

        for one in read_words(Random(COMPANIES)).companies(COMPANIES):
            desk.do(SaveEnterprise(one.name, one.uscc, one.registered_place))
    finally:
        desk.close()


def _renamed(given: Path, folder: Path, words: Translator) -> Path:
    """Return a copy of the set-up whose site says in its name that it is none."""
    path = folder / "set-up.json"
    try:
        plain = json.loads(given.read_bytes())
        name = words.text("practice.name", name=plain["site"]["name"])
        plain["site"] = plain["site"] | {"name": name}
    except OSError:
        raise DeskError("not_found", path=str(given)) from None
    except (ValueError, KeyError, TypeError):
        return given  # what is wrong with it is said when it is read
    path.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    return path


def _end_log(folder: Path) -> None:
    """Let the log in the folder go: an open file keeps its folder on Windows."""
    root = logging.getLogger()
    for handler in tuple(root.handlers):
        name = getattr(handler, "baseFilename", "")
        if name and Path(name).parent == folder:
            root.removeHandler(handler)
            handler.close()
