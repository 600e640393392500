"""Plays the morning; exit status 1 if a step failed, with a picture of where."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication

from desktop.domain.errors import DeskError
from tests.journeys.tour import (
    afternoon,
    away,
    board,
    enterprises,
    gallery,
    morning,
    people,
    printers,
    server,
    settings,
    supervisor,
    windows,
)
from tests.journeys.tour.album import Album
from tests.journeys.tour.driver import LOOKS, Driver, StepFailed, looks_named
from ui.application import create_application

PICTURES: Final = Path(__file__).resolve().parents[3] / "docs/pictures"


def play(tour: Driver) -> None:
    """Play every chapter in the order of the day."""
    readme = tour.readme / "reception.png" if tour.readme is not None else None
    morning.first_start(tour)
    morning.reception(tour, readme)
    windows.counter(tour)
    board.board(tour)
    afternoon.cases(tour)
    enterprises.enterprises(tour)
    gallery.gallery(tour)
    settings.settings(tour)
    afternoon.end_of_day(tour)
    afternoon.papers(tour)
    tour.stop()
    away.away(tour)
    tour.stop()
    afternoon.trouble(tour)
    tour.stop()
    people.people(tour)
    tour.stop()
    supervisor.supervisor(tour)
    tour.stop()
    printers.printers(tour)
    tour.stop()
    server.connecting(tour)
    server.trouble(tour)
    server.moving(tour)


def main(argv: list[str]) -> int:
    """Make the album; returns the exit status."""
    parser = argparse.ArgumentParser(prog="tour")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--looks", nargs="*", choices=sorted(LOOKS), default=[])
    parser.add_argument("--readme", action="store_true")
    asked = parser.parse_args(argv)
    application = create_application(["tour"])
    album = Album(asked.folder)
    album.begin()
    with tempfile.TemporaryDirectory(prefix="yimen-tour-") as folder:
        return _guided(application, Path(folder), album, asked)


def _guided(application: QApplication, work: Path, album: Album, asked: argparse.Namespace) -> int:
    tour = Driver(application, work, album)
    tour.looks = looks_named(asked.looks)
    failed = ""
    try:
        tour.readme = PICTURES if asked.readme else None
        play(tour)
    except (StepFailed, DeskError) as error:
        failed = str(error)
        album.screen(album.number("failed"), tour.shell.window.grab(), failed)
        tour.stop()
    album.end("一门 Yimen · tour")
    pictures = len(album.entries)
    if failed:
        sys.stderr.write(f"tour: a step failed after {pictures} pictures: {failed}\n")
        return 1
    sys.stdout.write(f"tour: {pictures} pictures, {album.folder / 'index.html'}\n")
    return 0


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main(sys.argv[1:]))
