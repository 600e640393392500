"""Whether a person may: the table of roles, asked before every command and every look.

A site enforces roles from its first password on; before that everything is everybody's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from desktop.domain import roles
from desktop.domain.errors import DeskError
from desktop.domain.people import Staff
from desktop.domain.rules import Rules
from desktop.domain.state import Rows
from desktop.journal.looking import Look
from desktop.journal.work import Work
from desktop.requests import AssignCase, Request
from desktop.snapshots import Answer

REFUSALS = ("missing_field", "unknown_staff", "forbidden")
"""What `check` raises."""


def check(work: Work, request: Request) -> None:
    """Raise unless the person who gives a command may; asked under the lock.

    Raises `missing_field` for nobody, `unknown_staff`, `forbidden {what}`, `what` being the verb.
    """
    check_rows(work.tx, work.rules, request, work.by)


def guarded(
    use_case: Callable[[Look, Any], Answer], request: Request, staff: str | None
) -> Callable[[Look], Answer]:
    """Return a look that is refused to whom it is not for."""

    def permitted(look: Look) -> Answer:
        check_rows(look.reads, look.rules, request, staff)
        return use_case(look, request)

    return permitted


def is_supervisor(work: Work) -> bool:
    """Say whether what needs a second person's authority may be done by who gives the command."""
    if not work.rules.enforces_roles:
        return True
    person = work.tx.get(Staff, work.by) if work.by else None
    return person is not None and "supervisor" in person.roles


def keep_administrator(work: Work, staff: Iterable[Staff] | None = None) -> None:
    """Raise `last_administrator` if nobody is left who could give passwords and roles.

    `staff` are the people as they would be; None: as they are.
    """
    credentials = work.rules.credentials()
    if credentials and not any(
        person.active and "administrator" in person.roles and person.code in credentials
        for person in (work.tx.staff() if staff is None else staff)
    ):
        raise DeskError("last_administrator")


def check_rows(rows: Rows, rules: Rules, request: Request, staff: str | None) -> None:
    """Raise what `check` raises, for a person as they are called in a request."""
    if not rules.enforces_roles:
        return
    verb = request.verb
    by = staff.strip().upper() if staff else None
    if by is None:
        if roles.needs_person(verb):
            # Where `staff` is whom a request is about, `by` says who gives it.
            field = "by" if isinstance(request, AssignCase) else "staff"
            raise DeskError("missing_field", field=field)
        return
    person = rows.get(Staff, by)
    if person is None or not person.active:
        raise DeskError("unknown_staff", staff=by)
    if not roles.may(person.roles, verb):
        raise DeskError("forbidden", what=verb)
