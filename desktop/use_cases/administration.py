"""Setting up: the site and its counters, settings, catalogue, calendar, the clock."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from desktop.calendar_file import read_calendar
from desktop.catalogue_file import read_catalogue
from desktop.domain.catalogue import Catalogue
from desktop.domain.errors import DeskError
from desktop.domain.rules import check_setting
from desktop.domain.site import Counter, Site
from desktop.domain.site_events import (
    CalendarImported,
    CatalogueLoaded,
    ClockConfirmed,
    SettingChanged,
    SiteSetUp,
)
from desktop.domain.working_time import DEFAULT_HOURS, Hours, site_day
from desktop.journal.work import Work
from desktop.requests import (
    ConfirmClock,
    CounterFields,
    SetSetting,
    SetUpSite,
)
from desktop.snapshots import (
    Nothing,
    SettingsAnswer,
    SiteAnswer,
)
from desktop.use_cases import references
from desktop.use_cases.people import clean_name
from desktop.use_cases.shapes import counter_shape, site_shape
from resources import path as resource

_CODE = re.compile(r"[A-Z0-9][A-Z0-9_-]{0,15}")
DEFAULT_ZONE = "Asia/Shanghai"
DEFAULT_ROLLOVER = 4
MOST_COUNTERS = 1000


def site_code(text: str) -> str:
    """Return a site's code in upper case; `invalid_value` for an impossible one."""
    code = text.strip().upper()
    if not _CODE.fullmatch(code):
        raise DeskError("invalid_value", field="code", value=text[:100])
    return code


def set_up(work: Work, request: SetUpSite) -> SiteAnswer:
    """Make the site with the built-in catalogue and calendar, or change what is given of it."""
    old = work.tx.get(Site, work.site_code)
    catalogue = work.catalogue if old else read_catalogue(resource("catalogue/catalogue.yaml"))
    made = planned(work, request, catalogue)
    if old is None:
        work.day = site_day(work.at, ZoneInfo(made.zone), made.rollover_hour)
    work.record(made)
    if old is None:
        work.record(CatalogueLoaded(cast("dict[str, object]", catalogue.to_plain())))
        days = read_calendar(resource("calendar/cn_2024_2026.csv"))
        work.record(CalendarImported({day.isoformat(): on for day, on in days.items()}))
    shown = tuple(counter_shape(counter) for counter in work.tx.counters())
    return SiteAnswer(site_shape(work.site), shown)


def planned(work: Work, request: SetUpSite, catalogue: Catalogue) -> SiteSetUp:
    """Return what a set-up would record, with all its checks; `catalogue` has its windows."""
    old = work.tx.get(Site, work.site_code)
    zone = request.zone or (old.zone if old else DEFAULT_ZONE)
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise DeskError("invalid_value", field="zone", value=zone[:100]) from None
    rollover = request.rollover_hour
    if rollover is None:
        rollover = old.rollover_hour if old else DEFAULT_ROLLOVER
    if not 0 <= rollover <= 23:
        raise DeskError("invalid_value", field="rollover_hour", value=str(rollover)[:100])
    if request.hours is not None:
        hours = Hours.from_plain(request.hours).to_plain()
    else:
        hours = dict(old.hours) if old else DEFAULT_HOURS.to_plain()
    counters = _counters(work, request.counters, catalogue)
    return SiteSetUp(clean_name(request.name), zone, hours, rollover, counters)


def set_setting(work: Work, request: SetSetting) -> SettingsAnswer:
    """Change one setting."""
    check_setting(request.key, request.value)
    work.record(SettingChanged(request.key, request.value))
    return SettingsAnswer({request.key: work.rules.value(request.key)})


def confirm_clock(work: Work, request: ConfirmClock) -> Nothing:
    """A person says that the clock is right after a long silence."""
    work.record(ClockConfirmed())
    return Nothing()


def _counters(
    work: Work, given: tuple[CounterFields, ...], catalogue: Catalogue
) -> tuple[Counter, ...]:
    """Return the counters as they will be; those no longer named are taken away when closed."""
    if not given:
        raise DeskError("missing_field", field="counters")
    if len(given) > MOST_COUNTERS:
        raise DeskError("invalid_value", field="counters", value=str(len(given)))
    counters: dict[int, Counter] = {}
    for fields in given:
        if fields.number in counters or not 0 < fields.number < 10_000:
            raise DeskError(
                "invalid_value", field="counters.number", value=str(fields.number)[:100]
            )
        if not fields.windows:
            raise DeskError("missing_field", field="counters.windows")
        codes = [references.window(catalogue, code).code for code in fields.windows]
        old = work.tx.get(Counter, fields.number) or Counter(fields.number, ())
        windows = tuple(dict.fromkeys(codes))
        opened = tuple(window for window in old.opened_windows if window in windows)
        counters[fields.number] = replace(
            old, windows=windows, opened_windows=opened, withdrawn=False
        )
    for old in work.tx.counters():
        if old.number not in counters:
            if old.state != "closed":
                raise DeskError("counter_busy", counter=old.number)
            counters[old.number] = replace(old, withdrawn=True)
    return tuple(counters.values())
