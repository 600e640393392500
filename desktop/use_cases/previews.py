"""What would be, under rules that nobody has saved."""

from __future__ import annotations

from desktop.domain.rules import check_setting
from desktop.domain.what_if import with_head_starts
from desktop.journal.looking import Look
from desktop.requests import PreviewRules
from desktop.snapshots import RowMove, RulesPreview
from desktop.use_cases.shapes import reason_shape


def rules(look: Look, request: PreviewRules) -> RulesPreview:
    """Answer `rules.preview`: today's lines, as these head starts would have ordered them."""
    if request.priority_minutes:
        check_setting("priority_minutes", request.priority_minutes)
    given = {key: int(str(value)) for key, value in request.priority_minutes.items()}
    minutes = look.rules.head_starts() | given
    places = look.reads.queue(look.day, None)
    waiting = look.reads.tickets(place.ticket_id for place in places)
    moves = with_head_starts([(waiting[place.ticket_id], place) for place in places], minutes)
    return RulesPreview(
        tuple(
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
    )
