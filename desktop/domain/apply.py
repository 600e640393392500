"""`apply`: from an event to the state that follows, for live work, rebuild and verifier alike.

Pure but for the rows it is given: the same events in the same order make the same rows.
An event of an unknown kind changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from desktop.domain.apply_cases import CASE_RULES
from desktop.domain.apply_counters import COUNTER_RULES
from desktop.domain.apply_enterprises import ENTERPRISE_RULES
from desktop.domain.apply_reception import RECEPTION_RULES
from desktop.domain.apply_tickets import TICKET_RULES
from desktop.domain.events import (
    CounterClosed,
    CounterOpened,
    CounterPaused,
    CounterResumed,
    Event,
)
from desktop.domain.people import Staff
from desktop.domain.site import (
    CalendarDay,
    CatalogueText,
    Counter,
    Setting,
    Site,
)
from desktop.domain.site_events import (
    CalendarImported,
    CatalogueEntrySaved,
    CatalogueLoaded,
    DayClosed,
    DayOpened,
    DayReopened,
    EnterpriseSaved,
    SettingChanged,
    SiteSetUp,
    StaffDeactivated,
    StaffSaved,
)
from desktop.domain.spans import hand_over_serving
from desktop.domain.state import Rows, Stamp, need
from desktop.domain.times import to_day


def apply(rows: Rows, event: Event, stamp: Stamp, site: str) -> None:
    """Write into `rows` what follows from `event`; `site` is the code of the site's row."""
    rule = RULES.get(type(event))
    if rule is not None:
        rule(rows, event, stamp, site)
    row = rows.get(Site, site)
    if row is not None and row.at != stamp.at:
        rows.put(replace(row, at=stamp.at))


def _set_up(rows: Rows, event: SiteSetUp, stamp: Stamp, site: str) -> None:
    old = rows.get(Site, site)
    if old is None:
        old = Site(site, event.name, event.zone, {}, event.rollover_hour, stamp.at, stamp.day)
    rows.put(
        replace(
            old,
            name=event.name,
            zone=event.zone,
            hours=event.hours,
            rollover_hour=event.rollover_hour,
            last_pos=stamp.pos,
        )
    )
    for counter in event.counters:
        known = rows.get(Counter, counter.number)
        if known is None:
            rows.put(replace(counter, last_pos=stamp.pos))
        else:
            changed = replace(
                known,
                windows=counter.windows,
                withdrawn=counter.withdrawn,
                state=counter.state,
                staff=counter.staff,
                opened_windows=counter.opened_windows,
                last_pos=stamp.pos,
            )
            rows.put(changed)


def _day_opened(rows: Rows, event: DayOpened, stamp: Stamp, site: str) -> None:
    row = need(rows, Site, site)
    rows.put(replace(row, day=event.day, last_pos=stamp.pos))


def _day_closed(rows: Rows, event: DayClosed, stamp: Stamp, site: str) -> None:
    rows.put(replace(need(rows, Site, site), closed_day=event.day, last_pos=stamp.pos))


def _day_reopened(rows: Rows, event: DayReopened, stamp: Stamp, site: str) -> None:
    rows.put(replace(need(rows, Site, site), closed_day=None, last_pos=stamp.pos))


def _setting(rows: Rows, event: SettingChanged, stamp: Stamp, site: str) -> None:
    rows.put(Setting(event.key, event.value, stamp.pos))
    row = need(rows, Site, site)
    rows.put(replace(row, settings_pos=stamp.pos, last_pos=stamp.pos))


def _catalogue(rows: Rows, event: CatalogueLoaded, stamp: Stamp, site: str) -> None:
    rows.put(CatalogueText(event.content, last_pos=stamp.pos))
    row = need(rows, Site, site)
    rows.put(replace(row, catalogue_pos=stamp.pos, last_pos=stamp.pos))


def _catalogue_entry(rows: Rows, event: CatalogueEntrySaved, stamp: Stamp, site: str) -> None:
    old = need(rows, CatalogueText, "current").content
    name, code = f"{event.sort}s", event.entry["code"]
    entries = cast("list[dict[str, object]]", old[name])
    new = [event.entry if entry["code"] == code else entry for entry in entries]
    if all(entry["code"] != code for entry in entries):
        new.append(event.entry)
    rows.put(CatalogueText({**old, name: new}, last_pos=stamp.pos))
    row = need(rows, Site, site)
    rows.put(replace(row, catalogue_pos=stamp.pos, last_pos=stamp.pos))


def _calendar(rows: Rows, event: CalendarImported, stamp: Stamp, site: str) -> None:
    for day, working in event.days.items():
        rows.put(CalendarDay(to_day(day), working, stamp.pos))
    row = need(rows, Site, site)
    rows.put(replace(row, calendar_pos=stamp.pos, last_pos=stamp.pos))


def _staff(rows: Rows, event: StaffSaved, stamp: Stamp, site: str) -> None:
    old = rows.get(Staff, event.code) or Staff(event.code)
    name = event.name if event.name is not None else old.name
    saved = replace(old, name=name, roles=event.roles, windows=event.windows, active=True)
    rows.put(replace(saved, last_pos=stamp.pos))


def _staff_left(rows: Rows, event: StaffDeactivated, stamp: Stamp, site: str) -> None:
    rows.put(replace(need(rows, Staff, event.code), active=False, last_pos=stamp.pos))


def _enterprise(rows: Rows, event: EnterpriseSaved, stamp: Stamp, site: str) -> None:
    rows.put(replace(event.enterprise, last_pos=stamp.pos))


def _counter_opened(rows: Rows, event: CounterOpened, stamp: Stamp, site: str) -> None:
    counter = need(rows, Counter, event.number)
    rows.put(
        replace(
            counter,
            state="open",
            staff=event.staff,
            opened_windows=event.windows,
            pause_text=None,
            last_pos=stamp.pos,
        )
    )
    if event.ticket_id is not None:
        hand_over_serving(rows, event.ticket_id, event.staff, stamp)


def _counter_paused(rows: Rows, event: CounterPaused, stamp: Stamp, site: str) -> None:
    counter = need(rows, Counter, event.number)
    rows.put(replace(counter, state="paused", pause_text=event.text, last_pos=stamp.pos))


def _counter_resumed(rows: Rows, event: CounterResumed, stamp: Stamp, site: str) -> None:
    counter = need(rows, Counter, event.number)
    rows.put(replace(counter, state="open", pause_text=None, last_pos=stamp.pos))


def _counter_closed(rows: Rows, event: CounterClosed, stamp: Stamp, site: str) -> None:
    counter = need(rows, Counter, event.number)
    rows.put(
        replace(
            counter,
            state="closed",
            staff=None,
            opened_windows=(),
            pause_text=None,
            last_pos=stamp.pos,
        )
    )


RULES: dict[type, Callable[[Rows, Any, Stamp, str], None]] = {
    SiteSetUp: _set_up,
    DayOpened: _day_opened,
    DayClosed: _day_closed,
    DayReopened: _day_reopened,
    SettingChanged: _setting,
    CatalogueLoaded: _catalogue,
    CatalogueEntrySaved: _catalogue_entry,
    CalendarImported: _calendar,
    StaffSaved: _staff,
    StaffDeactivated: _staff_left,
    EnterpriseSaved: _enterprise,
    CounterOpened: _counter_opened,
    CounterPaused: _counter_paused,
    CounterResumed: _counter_resumed,
    CounterClosed: _counter_closed,
    **TICKET_RULES,
    **RECEPTION_RULES,
    **CASE_RULES,
    **COUNTER_RULES,
    **ENTERPRISE_RULES,
}
"""The rule for each class of event; what is not here changes no state."""
