"""What can be opened from anywhere: a company, one of today's numbers, a case.

    window.open_item(Item(ItemKind.CASE, case.id, case.number))

The frame brings the place to the front that shows such things and hands the item over; a screen
that can show one is `Opens`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol, runtime_checkable


class ItemKind(StrEnum):
    """What an item is."""

    ENTERPRISE = "enterprise"
    TICKET = "ticket"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing with a page of its own.

    `id` is the desk's; `name` is what people call it by: a company's name, a ticket's label, a
    case's number.
    """

    kind: ItemKind
    id: str
    name: str


@runtime_checkable
class Opens(Protocol):
    """A screen that can show an item; what it cannot show it passes over."""

    def open_item(self, item: Item) -> None:
        """Show this item as if somebody had looked for it on the screen."""
        ...


SHOWN_ON: Final = {
    ItemKind.ENTERPRISE: ("enterprises", "reception"),
    ItemKind.TICKET: ("reception", "counter"),
    ItemKind.CASE: ("cases",),
}
"""The places that show an item, the best first; the first one that is there is taken."""
