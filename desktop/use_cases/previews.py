"""What would be, under rules that nobody has saved."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain.queueing import may_come_back
from desktop.domain.rules import check_setting
from desktop.domain.tickets import Place, Ticket
from desktop.domain.what_if import with_calls, with_head_starts, with_positions
from desktop.journal.looking import Look
from desktop.requests import PreviewRules
from desktop.snapshots import CalledMove, MissedMove, RowMove, RulesPreview
from desktop.use_cases.shapes import reason_shape


def rules(look: Look, request: PreviewRules) -> RulesPreview:
    """Answer `rules.preview`: today's lines, missed and called tickets, as these rules have it."""
    if request.priority_minutes:
        check_setting("priority_minutes", request.priority_minutes)
    behind = _numbers(look, "positions_behind", request.positions_behind)
    needed = _numbers(look, "calls_before_no_show", request.calls_before_no_show)
    line = look.reads.queue(look.day, None)
    today = look.reads.tickets_of_day(look.day)
    return RulesPreview(
        _rows(look, request, line), _missed(look, today, line, behind), _called(today, needed)
    )


def _numbers(look: Look, key: str, tried: int | None) -> tuple[int, int]:
    """Return a rule as it is and as it is tried; `invalid_value` for what it cannot be."""
    now = look.rules.number(key)
    if tried is None:
        return now, now
    check_setting(key, tried)
    return now, tried


def _rows(look: Look, request: PreviewRules, line: Sequence[Place]) -> tuple[RowMove, ...]:
    given = {key: int(str(value)) for key, value in request.priority_minutes.items()}
    minutes = look.rules.head_starts() | given
    waiting = look.reads.tickets(place.ticket_id for place in line)
    moves = with_head_starts([(waiting[place.ticket_id], place) for place in line], minutes)
    return tuple(
        RowMove(
            move.label,
            move.ticket_id,
            move.window,
            move.priority,
            move.before,
            move.after,
            reason_shape(move.reason),
        )
        for move in moves
    )


def _missed(
    look: Look, today: Sequence[Ticket], line: Sequence[Place], positions: tuple[int, int]
) -> tuple[MissedMove, ...]:
    missed = [
        (ticket, look.reads.places(ticket.ticket_id))
        for ticket in today
        if may_come_back(ticket, look.day)
    ]
    return tuple(
        MissedMove(move.label, move.ticket_id, move.window, move.before, move.after)
        for move in with_positions(missed, line, positions)
    )


def _called(today: Sequence[Ticket], needed: tuple[int, int]) -> tuple[CalledMove, ...]:
    called = [ticket for ticket in today if ticket.state == "called"]
    return tuple(
        CalledMove(move.label, move.ticket_id, move.counter, move.calls, move.before, move.after)
        for move in with_calls(called, needed)
    )
