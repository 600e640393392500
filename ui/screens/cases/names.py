"""Names that the desk's rows point to by code: windows, items, people; and the site's day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from desktop.desk import Desk
from desktop.requests import ListStaff, ShowCatalogue, ShowSite
from desktop.snapshots import CatalogueAnswer, SiteAnswer, StaffListAnswer

Both = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Names:
    """What codes stand for; texts as (Chinese, English).

    `served` are the windows of each counter, `styles` the paper style of each item
    (authority, service), `authorities` to whom an item is forwarded.
    """

    zone: str = "Asia/Shanghai"
    day: date = date.min
    staff: Mapping[str, str] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)
    windows: Mapping[str, Both] = field(default_factory=dict)
    items: Mapping[str, Both] = field(default_factory=dict)
    authorities: Mapping[str, str] = field(default_factory=dict)
    styles: Mapping[str, str] = field(default_factory=dict)
    served: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    staff_windows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def person(self, code: str) -> str:
        """Return a person's name, the code where it is not known."""
        return self.staff.get(code, code)

    def window(self, code: str, language: str) -> str:
        """Return a window's name."""
        return _of(self.windows, code, language)

    def item(self, code: str, language: str) -> str:
        """Return an item's name."""
        return _of(self.items, code, language)

    def windows_of(self, counter: str, window: str, staff: str) -> tuple[str, ...]:
        """Return what is served here: by the PC's window, its counter, else by the person."""
        if window:
            return (window.upper(),)
        if counter in self.served:
            return self.served[counter]
        return self.staff_windows.get(staff.upper(), ())


def read_names(desk: Desk) -> Names:
    """Ask the desk; for the database lane."""
    site = cast("SiteAnswer", desk.ask(ShowSite()))
    people = cast("StaffListAnswer", desk.ask(ListStaff()))
    catalogue = cast("CatalogueAnswer", desk.ask(ShowCatalogue()))
    windows = [_plain(one) for one in catalogue.windows]
    items = [_plain(one) for one in catalogue.items]
    return Names(
        zone=site.site.zone,
        day=site.site.day,
        staff={one.code: one.name or one.code for one in people.staff},
        letters={one["code"]: one["letter"] for one in windows},
        windows={one["code"]: (one["name_zh"], one["name_en"]) for one in windows},
        items={one["code"]: (one["name_zh"], one["name_en"]) for one in items},
        authorities={one["code"]: one["authority"] for one in items},
        styles={one["code"]: str(one["paper_style"]) for one in items},
        served={str(one.number): one.windows for one in site.counters},
        staff_windows={one.code: one.windows or () for one in people.staff},
    )


def _plain(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value)


def _of(names: Mapping[str, Both], code: str, language: str) -> str:
    chinese, english = names.get(code, (code, code))
    return english if language == "en" and english else chinese
