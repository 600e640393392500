"""What the demo's visitors come for."""

from __future__ import annotations

from random import Random

from desktop.domain.catalogue import Bundle, Catalogue, ServiceItem
from desktop.requests import IssueTicket, ItemWanted
from desktop.suggesting import ways_to_say

ONE, TWO, THREE, BUNDLE, WINDOW = "one", "two", "three", "bundle", "window"
_KINDS = {ONE: 60, TWO: 18, THREE: 4, BUNDLE: 8, WINDOW: 10}
_COMPLETE = 0.75
"""So many visitors bring everything that is asked of them."""


class Wishes:
    """Draws wishes by how much windows and items are in demand."""

    def __init__(self, catalogue: Catalogue, popularity: dict[str, int], dice: Random) -> None:
        self._catalogue = catalogue
        self._dice = dice
        self.windows = [code for code in catalogue.windows if catalogue.items_of(code)]
        self.weights = [popularity.get(code, 5) for code in self.windows]
        self._items = {code: catalogue.items_of(code) for code in self.windows}
        says = ways_to_say(catalogue.items.values())
        self._says = {
            code: [way for way in ways if not way.isascii()] for code, ways in says.items()
        }
        self._bundles = [one for one in catalogue.bundles.values() if not one.withdrawn]

    def window(self) -> str:
        """Return a window."""
        return self._dice.choices(self.windows, self.weights)[0]

    def item(self, window: str | None = None) -> ServiceItem:
        """Return an item; the first ones of a window are asked for most."""
        items = self._items[window or self.window()]
        return items[min(int(self._dice.expovariate(0.35)), len(items) - 1)]

    def wish(self) -> IssueTicket:
        """Return what one visitor asks for; who it is and by which door is not said yet."""
        kind = self._dice.choices(list(_KINDS), list(_KINDS.values()))[0]
        if kind == WINDOW:
            return IssueTicket(windows=(self.window(),))
        if kind == BUNDLE:
            bundle = self._dice.choice(self._bundles)
            return IssueTicket(bundle=bundle.code, choose=self._chosen(bundle))
        window = self.window()
        items = [self.item(window)]
        for _ in range({ONE: 0, TWO: 1, THREE: 2}[kind]):
            items.append(self.item(window if self._dice.random() < 0.3 else None))
        different = dict.fromkeys(item.code for item in items)
        return IssueTicket(items=tuple(self.brought(code) for code in different))

    def brought(self, code: str, enterprise: str | None = None) -> ItemWanted:
        """Return an item wanted, with the materials that the visitor has brought."""
        names = [one.name for one in self._catalogue.items[code].materials if not one.shared]
        if names and self._dice.random() > _COMPLETE:
            names.remove(self._dice.choice(names))
        return ItemWanted(code, enterprise, tuple(dict.fromkeys(names)))

    def said(self, wish: IssueTicket) -> list[str]:
        """Return how a visitor says what it wishes, as far as people have words for it."""
        codes = [one if isinstance(one, str) else one.item for one in wish.items]
        found = [self._says[code] for code in codes if self._says.get(code)]
        return [self._dice.choice(ways) for ways in found]

    def _chosen(self, bundle: Bundle) -> tuple[str, ...]:
        grouped = {code for group in bundle.one_of for code in group}
        chosen = [self._dice.choice(group) for group in bundle.one_of]
        chosen += [
            code for code in bundle.optional if code not in grouped and self._dice.random() < 0.5
        ]
        return tuple(chosen)
