"""A counter calls a colleague for help: staff see it, visitors never do."""

from __future__ import annotations

from desktop.domain.counter_events import HelpAsked, HelpEnded
from desktop.domain.desk_records import HelpCall
from desktop.domain.errors import DeskError
from desktop.domain.site import Counter
from desktop.domain.state import need
from desktop.journal.work import Work
from desktop.requests import AskHelp, EndHelp
from desktop.snapshots import CounterAnswer
from desktop.use_cases import references
from desktop.use_cases.shapes import counter_shape, help_shape


def ask(work: Work, request: AskHelp) -> CounterAnswer:
    """Call for help; asked again while the call stands, it is the newer note that counts."""
    counter = references.counter(work.tx, request.counter)
    if counter.state == "closed":
        raise DeskError("counter_not_open", counter=counter.number, state=counter.state)
    ticket = work.tx.ticket_at(counter.number)
    text = work.text(request.note, f"counter/{counter.number}")
    work.record(HelpAsked(counter.number, ticket.ticket_id if ticket else None, text))
    return counter_answer(work, counter.number)


def end(work: Work, request: EndHelp) -> CounterAnswer:
    """Say that somebody goes there, or that no help is needed any more."""
    counter = references.counter(work.tx, request.counter)
    end_call(work, counter.number)
    return counter_answer(work, counter.number)


def end_call(work: Work, number: int) -> None:
    """End the counter's call if it stands."""
    call = work.tx.get(HelpCall, number)
    if call is not None and call.answered_at is None:
        work.record(HelpEnded(number))


def counter_answer(work: Work, number: int) -> CounterAnswer:
    """Return a counter as a command leaves it, with its call for help."""
    called = help_shape(work.tx, work.tx.get(HelpCall, number), work.at)
    return CounterAnswer(counter_shape(need(work.tx, Counter, number), None, called))
