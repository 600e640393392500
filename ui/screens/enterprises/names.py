"""Names that the desk's rows point to by code, and the site's day and zone."""

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
    """What codes stand for; texts as (Chinese, English).  `here` are those who work here now."""

    zone: str = "Asia/Shanghai"
    day: date = date.min
    staff: Mapping[str, str] = field(default_factory=dict)
    here: tuple[str, ...] = ()
    items: Mapping[str, Both] = field(default_factory=dict)
    windows: Mapping[str, Both] = field(default_factory=dict)
    letters: Mapping[str, str] = field(default_factory=dict)

    def person(self, code: str | None) -> str:
        """Return a person's name, the code where it is not known."""
        return self.staff.get(code or "", code or "")

    def item(self, code: str, known: str, language: str) -> str:
        """Return an item's name; `known` where the catalogue has it no more."""
        chinese, english = self.items.get(code, (known, known))
        return english if language == "en" and english else chinese

    def window(self, code: str, language: str) -> str:
        """Return a window's name."""
        chinese, english = self.windows.get(code, (code, code))
        return english if language == "en" and english else chinese


def read_names(desk: Desk) -> Names:
    """Ask the desk; for the database lane."""
    site = cast("SiteAnswer", desk.ask(ShowSite()))
    people = cast("StaffListAnswer", desk.ask(ListStaff()))
    catalogue = cast("CatalogueAnswer", desk.ask(ShowCatalogue()))
    items = [cast("dict[str, Any]", one) for one in catalogue.items]
    windows = [cast("dict[str, Any]", one) for one in catalogue.windows]
    return Names(
        zone=site.site.zone,
        day=site.site.day,
        staff={one.code: one.name or one.code for one in people.staff},
        here=tuple(one.code for one in people.staff if one.active),
        items={one["code"]: (one["name_zh"], one["name_en"]) for one in items},
        windows={one["code"]: (one["name_zh"], one["name_en"]) for one in windows},
        letters={one["code"]: one["letter"] for one in windows},
    )
