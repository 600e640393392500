"""Ends chosen and taken back before anything is written."""

from __future__ import annotations

from datetime import UTC, date, datetime

from desktop.requests import DayOutcome
from desktop.snapshots import TicketShape
from ui.screens.end_of_day.drafts import Draft, Drafts, next_without_end, without_end

LEFT = Draft("left", "闭门时已离开")
PAPER = Draft("served_on_paper", "停机")


def _ticket(name: str) -> TicketShape:
    at = datetime(2026, 11, 23, 1, tzinfo=UTC)
    return TicketShape(name, name, date(2026, 11, 23), "waiting", None, None, at, ())


TICKETS = tuple(_ticket(name) for name in "ABCD")


def test_choices_are_kept_by_ticket_and_can_be_taken_back() -> None:
    drafts = Drafts().choose(["A"], LEFT).choose(["C", "D"], PAPER)
    assert [row.ticket.id for row in without_end(drafts.rows(TICKETS))] == ["B"]
    assert drafts.outcomes(TICKETS) == (
        DayOutcome("A", "left", "闭门时已离开"),
        DayOutcome("C", "served_on_paper", "停机"),
        DayOutcome("D", "served_on_paper", "停机"),
    )
    assert drafts.clear("C").outcomes(TICKETS)[1].ticket == "D"
    assert [row.draft for row in Drafts().rows(TICKETS)] == [None] * 4


def test_who_found_an_end_elsewhere_is_forgotten() -> None:
    drafts = Drafts().choose(["A", "B"], LEFT).only(TICKETS[1:])
    assert set(drafts.chosen) == {"B"}


def test_one_goes_on_below_and_then_from_the_top() -> None:
    drafts = Drafts().choose(["C"], LEFT)
    rows = drafts.rows(TICKETS)
    assert next_without_end(rows, "B") == "D"
    assert next_without_end(rows, "D") == "A"
    assert next_without_end(rows, "gone") == "A"
    assert next_without_end(Drafts().choose("ABCD", LEFT).rows(TICKETS), "A") is None
