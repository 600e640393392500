"""What becomes of the demo's cases: at the counter, and on later days."""

from __future__ import annotations

from datetime import date, datetime
from random import Random

from desktop import requests as r
from desktop.demo.centre import Centre
from desktop.domain.cases import Case
from desktop.domain.catalogue import ItemKind, ServiceItem

_AT_COUNTER: dict[str, dict[str, int]] = {
    "spot": {"resolved": 84, "accepted": 4, "supplement": 6, "refused": 2, "withdrawn": 2, "": 2},
    "promise": {
        "accepted": 66,
        "gap": 10,
        "supplement": 12,
        "refused": 3,
        "resolved": 4,
        "withdrawn": 2,
        "": 3,
    },
    "pass_on": {"forwarded": 76, "supplement": 12, "accepted": 7, "refused": 2, "": 3},
}
"""How many of a hundred cases end their stop in what way, by the kind of the item."""

_LATE = 0.12
_NEVER = 0.05


def at_counter(centre: Centre, case: Case) -> r.Outcome | None:
    """Return how a case that was received ends its stop; None: it is left open."""
    item = centre.knowledge.catalogue.items[case.item]
    table = _AT_COUNTER[_way(item, centre.dice)]
    outcome = centre.dice.choices(list(table), list(table.values()))[0]
    return None if outcome == "" else _said(centre, case, item, outcome)


def _way(item: ServiceItem, dice: Random) -> str:
    match item.kind:
        case ItemKind.FORWARDED:
            return "pass_on"
        case ItemKind.IMMEDIATE:
            return "spot"
        case ItemKind.IMMEDIATE_OR_PROMISED:
            return dice.choice(("spot", "promise"))
    return "promise"


def _said(centre: Centre, case: Case, item: ServiceItem, outcome: str) -> r.Outcome | None:
    words, dice = centre.words, centre.dice
    materials = [one.name for one in item.materials if one.name not in case.given]
    later = [one.name for one in item.materials if one.deferrable]
    match outcome:
        case "gap" if later:
            return r.Outcome(case.number, "gap", missing=(dice.choice(later),))
        case "supplement" if item.materials:
            missing = dice.choice(materials or [one.name for one in item.materials])
            note = words.one_of("supplement")
            return r.Outcome(case.number, "supplement", note, (missing,))
        case "refused":
            return r.Outcome(case.number, "refused", words.one_of("refuse"))
        case "withdrawn":
            return r.Outcome(case.number, "withdrawn", words.one_of("withdraw"))
        case "forwarded":
            reference = words.centre["reference"].format(number=dice.randrange(10**6))
            to = words.one_of("authorities")
            return r.Outcome(case.number, "forwarded", None, (), to, reference)
        case "resolved":
            remark = words.one_of("resolve") if dice.random() < 0.3 else None
            return r.Outcome(case.number, "resolved", remark)
    return r.Outcome(case.number, "accepted")


def coming_back(centre: Centre, case: Case) -> r.Request | None:
    """Return what is done first for somebody who came back for a case."""
    match case.state:
        case "supplementing":
            return r.Supplemented(case.case_id)
        case "accepted" if case.gap_open:
            return r.FillGap(case.case_id)
        case "resolved":
            return r.DeliverCase(case.case_id)
    return None


def days_until(case: Case, days: list[date], today: int, dice: Random) -> int | None:
    """Return the index of the day (in `days`) on which the case goes on; None: on none."""
    match case.state:
        case "received":
            wait = dice.randint(1, 2)
        case "supplementing":
            wait = dice.randint(1, 6) if dice.random() < 0.85 else 99
        case "forwarded":
            wait = dice.randint(3, 12) if dice.random() < 0.75 else 99
        case "resolved":
            wait = dice.randint(1, 3) if dice.random() < 0.75 else 99
        case "accepted" if case.gap_open:
            left = _left(case.gap_until, days, today)
            wait = dice.randint(1, max(1, left)) if dice.random() < 0.8 else 99
        case "accepted":
            left, chance = _left(case.due_on, days, today), dice.random()
            wait = dice.randint(1, max(1, left))
            if chance < _LATE:
                wait = left + dice.randint(1, 5)
            if chance < _NEVER:
                wait = 99
        case _:
            return None
    index = today + wait
    return index if index < len(days) else None


def _left(until: date | None, days: list[date], today: int) -> int:
    """Return how many of the days to come are not after `until`."""
    if until is None:
        return 1
    return sum(1 for day in days[today + 1 : today + 40] if day <= until)


def go_on(centre: Centre, case: Case, at: datetime, staff: str) -> None:
    """Take a case one step further on a later day."""
    chance, words = centre.dice.random(), centre.words
    request: r.Request | None = None
    match case.state:
        case "received":
            request = r.WithdrawCase(case.case_id, words.one_of("withdraw"))
            if chance < 0.7:
                request = r.AcceptCase(case.case_id)
        case "supplementing":
            request = r.Supplemented(case.case_id)
            if chance > 0.9:
                request = r.TerminateCase(case.case_id, words.one_of("terminate"))
        case "accepted" if case.gap_open:
            request = r.FillGap(case.case_id)
        case "accepted":
            request = _decided(centre, case, chance, at)
        case "forwarded":
            request = r.ResolveCase(case.case_id, words.one_of("resolve"))
        case "resolved":
            request = r.DeliverCase(case.case_id)
    if request is None:
        return
    answer = centre.do(at, request, staff)
    centre.print_papers(answer.papers, at, staff)
    if isinstance(request, r.AcceptCase) and chance < 0.3:
        centre.do(at, r.AssignCase(case.case_id, staff), staff)


def _decided(centre: Centre, case: Case, chance: float, at: datetime) -> r.Request:
    words = centre.words
    in_time = case.due_on is not None and (case.due_on - at.date()).days > 4
    if chance < 0.08 and case.extended_to is None and in_time:
        days = centre.dice.randint(2, 8)
        return r.ExtendCase(case.case_id, days, words.one_of("extend"))
    if chance > 0.97:
        return r.RefuseCase(case.case_id, words.one_of("refuse"))
    return r.ResolveCase(case.case_id, words.one_of("resolve") if chance > 0.5 else None)
