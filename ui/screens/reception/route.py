"""The way a visit would take: its stops in order, as the slip will show them before it is printed.

The rule is the desk's (`docs/architecture.md` §3): items of one window that wait for nothing
share a stop; a bundle's later steps wait for the earlier ones, and join them where those lie in
one stop at the same window.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ui.screens.reception.catalogue import Catalogue
from ui.screens.reception.form import Form


@dataclass(frozen=True, slots=True)
class RouteStop:
    """One stop: its window, the stops (from 0) it waits for, and the items done there."""

    window: str
    after: tuple[int, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Want:
    window: str
    item: str = ""
    after: tuple[str, ...] = ()
    key: str = ""


def route(form: Form, catalogue: Catalogue) -> tuple[RouteStop, ...]:
    """Return the stops of what is asked for, in the order of the desk's own plan."""
    stops: list[RouteStop] = []
    home: dict[str, int] = {}
    for want in _wants(form, catalogue):
        after = tuple(sorted({home[key] for key in want.after if key in home}))
        place = _shared(stops, want.window, after)
        if place is None:
            place = len(stops)
            stops.append(RouteStop(want.window, after))
        if want.item:
            before = stops[place]
            stops[place] = RouteStop(before.window, before.after, (*before.items, want.item))
        if want.key:
            home[want.key] = place
    return tuple(stops)


def ready_windows(form: Form, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the windows where the visit would stand in line at once."""
    return tuple(dict.fromkeys(s.window for s in route(form, catalogue) if not s.after))


def also(form: Form, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the windows that the items suggest and that the visit does not touch yet."""
    stops = route(form, catalogue)
    seen = {stop.window for stop in stops}
    asked = [code for stop in stops for code in stop.items if code in catalogue.items]
    suggested = (window for code in asked for window in catalogue.items[code].also)
    return tuple(dict.fromkeys(w for w in suggested if w not in seen and w in catalogue.windows))


def _wants(form: Form, catalogue: Catalogue) -> Iterator[_Want]:
    bundled = set()
    steps: tuple[tuple[str, ...], ...] = ()
    if form.bundle is not None:
        steps = catalogue.bundles[form.bundle.bundle].done(form.bundle.choose)
        bundled = {(code, form.main) for step in steps for code in step}
    for line in form.items:
        if (line.item, line.company) not in bundled:
            yield _Want(catalogue.items[line.item].window, line.item)
    before: tuple[str, ...] = ()
    for step in steps:
        for code in step:
            yield _Want(catalogue.items[code].window, code, before, code)
        before = step
    for window in form.windows:
        yield _Want(window)
    for case in form.cases:
        yield _Want(case.window, case.item)


def _shared(stops: list[RouteStop], window: str, after: tuple[int, ...]) -> int | None:
    if len(after) == 1 and stops[after[0]].window == window:
        return after[0]
    for place, stop in enumerate(stops):
        if stop.window == window and stop.after == after:
            return place
    return None
