"""The categories of the settings, in their order: the centre's first, then this PC's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ui.screens.context import ScreenContext
from ui.screens.settings import (
    appearance,
    backup,
    calendar,
    catalogue,
    centre,
    counters,
    database,
    hall,
    people,
    practice,
    printers,
    rules,
)
from ui.screens.settings.parts import Part
from ui.screens.settings.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Category:
    """One line of the list; its words lie under `settings.category.<id>`, those by which it is
    found under `settings.find.<id>`.

    `needs` is the verb without whose right the category is not there at all; with "" everybody
    sees it, and who may not change it (`Part.permission`) reads it.  `real`: not there while
    practising, because it leads to what is real.
    """

    id: str
    create: Callable[[ScreenContext, Surroundings], Part]
    needs: str = ""
    real: bool = False


CATEGORIES: Final[tuple[Category, ...]] = (
    Category("centre", centre.create),
    Category("counters", counters.create),
    Category("catalogue", catalogue.create),
    Category("rules", rules.create),
    Category("calendar", calendar.create),
    Category("people", people.create),
    Category("printers", printers.create),
    Category("hall", hall.create),
    Category("appearance", appearance.create),
    Category("practice", practice.create, real=True),
    Category("database", database.create, "backup", real=True),
    Category("backup", backup.create, "backup", real=True),
)
