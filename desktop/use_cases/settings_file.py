"""A site's whole set-up as one file: written for keeping or for another centre, and taken over.

In it are the site's hours and counters, its settings, catalogue and calendar, its people with
their roles, and what the public board says: nothing of companies, visitors or cases, and no
passwords.  It is JSON in UTF-8; `yimen_settings` is the version of its form.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from desktop.domain.catalogue import Catalogue
from desktop.domain.differences import Difference, catalogue_differences, entry_differences
from desktop.domain.errors import DeskError
from desktop.domain.people import Staff
from desktop.domain.rules import Rules, check_setting
from desktop.domain.site import Site
from desktop.domain.site_events import CatalogueLoaded, SettingChanged
from desktop.domain.times import to_day
from desktop.domain.working_time import Calendar, Hours
from desktop.journal.looking import Look
from desktop.journal.work import Work
from desktop.requests import (
    AddStaff,
    CounterFields,
    ExportSettings,
    ImportSettings,
    SetUpSite,
)
from desktop.saved_files import write_whole
from desktop.snapshots import SettingsFileAnswer, SettingsImportAnswer
from desktop.use_cases import administration, calendars, people, permissions
from desktop.use_cases.catalogue_forms import checked_catalogue
from desktop.use_cases.catalogue_upkeep import difference_shapes
from desktop.wire import from_plain, to_plain

VERSION: Final = 1
MAX_BYTES: Final = 16 * 1024 * 1024
_MARK: Final = "yimen_settings"


@dataclass(frozen=True, slots=True)
class SiteEntry:
    """The site as it is set up."""

    code: str
    name: str
    zone: str
    hours: dict[str, object]
    rollover_hour: int
    counters: tuple[CounterFields, ...]


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """A person who works there; nothing by which they sign in."""

    code: str
    name: str
    roles: tuple[str, ...]
    windows: tuple[str, ...] | None
    active: bool


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """The file; `calendar` holds imported days (ISO day → working)."""

    yimen_settings: int
    made_at: datetime
    site: SiteEntry
    settings: dict[str, object]
    catalogue: dict[str, object]
    calendar: dict[str, bool]
    people: tuple[PersonEntry, ...]
    board_notice: str | None = None


def export(look: Look, request: ExportSettings) -> SettingsFileAnswer:
    """Write the set-up into a file, whole or not at all."""
    site = look.site
    counters = tuple(CounterFields(one.number, one.windows) for one in look.reads.counters())
    file = SettingsFile(
        VERSION,
        look.at,
        SiteEntry(site.code, site.name, site.zone, dict(site.hours), site.rollover_hour, counters),
        look.rules.all(),
        _offered(look.catalogue).to_plain(),
        {day.isoformat(): on for day, on in sorted(look.calendar.days.items())},
        tuple(_people(look.reads.staff(), look.reads.people)),
        request.board_notice,
    )
    text = json.dumps(to_plain(file), ensure_ascii=False, indent=1)
    write_whole(request.path, text.encode())
    return SettingsFileAnswer(request.path)


def get_ready(path: str) -> None:
    """Read what takes long before the site is locked; raises what `take_over` will."""
    checked_catalogue(_read(path).catalogue)


def take_over(work: Work, request: ImportSettings) -> SettingsImportAnswer:
    """Take over a set-up: all of it or nothing; people not in the file stay as they are.

    With `dry_run` it is only told what differs.
    """
    file = _read(request.path)
    merged = work.catalogue.replaced_by(checked_catalogue(file.catalogue))
    days = _days(file.calendar)
    for key, value in file.settings.items():
        check_setting(key, value)
    file = replace(file, people=tuple(_checked(one, merged) for one in file.people))
    administration.planned(work, _setting_up(work, file), merged)
    staff = {one.code: one for one in work.tx.staff()}
    staff |= {one.code: Staff(one.code, None, one.roles, None, one.active) for one in file.people}
    permissions.keep_administrator(work, staff.values())
    differences = tuple(_differences(work, file, merged, days))
    if not request.dry_run:
        _write(work, file, merged, days, {(one.part, one.code) for one in differences})
    shapes = difference_shapes(differences)
    return SettingsImportAnswer(file.site.code, file.made_at, shapes, file.board_notice)


def _write(
    work: Work,
    file: SettingsFile,
    merged: Catalogue,
    days: dict[date, bool],
    changed: set[tuple[str, str]],
) -> None:
    parts = {part for part, _ in changed}
    if parts & {"window", "item", "bundle"}:
        work.record(CatalogueLoaded(merged.to_plain()))
    if days and any(work.calendar.days.get(day) != on for day, on in days.items()):
        before = work.calendar
        moves = calendars.moves_of(work, before, Calendar({**before.days, **days}))
        calendars.take_over(work, days, moves)
    if parts & {"site", "counter"}:
        administration.set_up(work, _setting_up(work, file))
    for key, value in file.settings.items():
        if ("setting", key) in changed:
            work.record(SettingChanged(key, value))
    for one in file.people:
        if ("person", one.code) in changed:
            people.add(work, AddStaff(one.code, one.name, one.roles, one.windows, one.active))


def _setting_up(work: Work, file: SettingsFile) -> SetUpSite:
    site = file.site
    return SetUpSite(
        work.site_code, site.name, site.counters, site.zone, site.hours, site.rollover_hour
    )


def _checked(one: PersonEntry, catalogue: Catalogue) -> PersonEntry:
    """Return a person as they will be; raises what `staff.add` would, `catalogue` taken over."""
    wanted = AddStaff(one.code, one.name, one.roles, one.windows, one.active)
    kept = people.checked(wanted, catalogue)
    return PersonEntry(kept.code, kept.name, kept.roles, kept.windows, kept.active)


def _differences(
    work: Work, file: SettingsFile, merged: Catalogue, days: dict[date, bool]
) -> Iterator[Difference]:
    yield from entry_differences("site", work.site_code, _site(work.site), _given(file.site))
    now = {one.number: _counter(one.windows) for one in work.tx.counters()}
    then = {one.number: _counter(one.windows) for one in file.site.counters}
    for number in sorted(now.keys() | then.keys()):
        yield from entry_differences("counter", str(number), now.get(number), then.get(number))
    rules = Rules({**work.rules.all(), **file.settings})
    for key in file.settings:
        before, after = {"value": work.rules.value(key)}, {"value": rules.value(key)}
        yield from entry_differences("setting", key, before, after)
    yield from catalogue_differences(work.catalogue, merged)
    for day, on in days.items():
        if work.calendar.is_working(day) != on:
            yield Difference("day", day.isoformat(), "working", not on, on)
    known = {one.code: to_plain(one) for one in _people(work.tx.staff(), work.tx.kept_people)}
    for one in file.people:
        yield from entry_differences("person", one.code, known.get(one.code), to_plain(one))


def _site(site: Site) -> dict[str, object]:
    return {
        "name": site.name,
        "zone": site.zone,
        "hours": Hours.from_plain(site.hours).to_plain(),
        "rollover_hour": site.rollover_hour,
    }


def _given(site: SiteEntry) -> dict[str, object]:
    return {
        "name": people.clean_name(site.name),
        "zone": site.zone,
        "hours": Hours.from_plain(site.hours).to_plain(),
        "rollover_hour": site.rollover_hour,
    }


def _counter(windows: tuple[str, ...]) -> dict[str, object]:
    return {"windows": [code.upper() for code in windows]}


def _people(
    staff: list[Staff], read: Callable[[list[str]], Mapping[str, Mapping[str, str]]]
) -> Iterator[PersonEntry]:
    names = read([one.name for one in staff if one.name is not None])
    for one in staff:
        name = names.get(one.name or "", {}).get("name") or one.code
        yield PersonEntry(one.code, name, one.roles, one.windows, one.active)


def _offered(catalogue: Catalogue) -> Catalogue:
    """Return what is on offer; what was withdrawn is kept for old cases only, which stay here."""
    return replace(
        catalogue,
        windows={code: one for code, one in catalogue.windows.items() if not one.withdrawn},
        items={code: one for code, one in catalogue.items.items() if not one.withdrawn},
        bundles={code: one for code, one in catalogue.bundles.items() if not one.withdrawn},
    )


def _read(path: str) -> SettingsFile:
    """Return the file; `not_found`, `settings_foreign`, `settings_newer`, or what is wrong."""
    try:
        if not Path(path).is_file():  # a pipe would keep everybody waiting
            raise DeskError("not_found", path=path[:500])
        with Path(path).open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        raise DeskError("not_found", path=path[:500]) from None
    try:
        plain = json.loads(raw) if len(raw) <= MAX_BYTES else None
        json.dumps(plain, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError):
        plain = None
    version = plain.get(_MARK) if isinstance(plain, dict) else None
    if not isinstance(version, int) or isinstance(version, bool):
        raise DeskError("settings_foreign", path=path[:500])
    if version > VERSION:
        raise DeskError("settings_newer", path=path[:500])
    return from_plain(SettingsFile, plain)


def _days(calendar: dict[str, bool]) -> dict[date, bool]:
    try:
        return {to_day(day): on for day, on in calendar.items()}
    except ValueError:
        raise DeskError("invalid_value", field="calendar") from None
