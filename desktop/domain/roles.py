"""Who may do what: one table, a row for each verb and a column for each role.

It counts where a site's first person has a password; before that everybody may do everything.
A person has one role or several, and may do what any of them may.  Least privilege and the
separation of duties are those of GB/T 22239-2019, level 2: who runs the program (administrator)
does not work in it, and who checks the work (supervisor) does not run the program.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from desktop.domain.people import ROLES

_LETTERS: Final = dict(zip("gwsa", ROLES, strict=True))

ANYBODY: Final = "*"
"""Needs no person: what public boards and the sign-in screen show, and what has no right to it."""

TABLE: Final[dict[str, str]] = {
    # Clock, site, settings.  Whoever stands there may say that a clock is right.
    "clock.set": ANYBODY,
    "clock.confirm": ANYBODY,
    "site.setup": "---a",
    "site.show": ANYBODY,
    "settings.get": ANYBODY,
    "settings.set": "---a",
    "catalogue.load": "---a",
    "catalogue.save": "---a",
    "catalogue.show": ANYBODY,
    "catalogue.history": ANYBODY,
    "rules.preview": ANYBODY,
    "settings.export": "---a",
    "settings.import": "---a",
    "calendar.import": "---a",
    "calendar.due": ANYBODY,
    "uscc.check": ANYBODY,
    # People.  One's own password; another's is an administrator's to give.
    "staff.add": "---a",
    "staff.list": ANYBODY,
    "staff.sign_in": ANYBODY,
    "staff.set_password": "gwsa",
    # Enterprises.
    "enterprise.save": "gws-",
    "enterprise.find": ANYBODY,
    "enterprise.list": ANYBODY,
    "enterprise.show": ANYBODY,
    "enterprise.contact": "gws-",
    "enterprise.note": "gws-",
    "enterprise.reveal": "gws-",
    "enterprise.care": "--s-",
    "enterprise.merge": "--s-",
    "enterprise.import": "--s-",
    # Reception.  A guide voids what is fresh and their own: `reception.void`.
    "reception.issue": "g-s-",
    "reception.answer": "gws-",
    "window.last_number": "g-s-",
    "window.reopen": "g-s-",
    "consent.give": "gws-",
    "consent.withdraw": "gws-",
    "reception.suggest": ANYBODY,
    "wait.estimate": ANYBODY,
    "ticket.show": ANYBODY,
    "ticket.find": "gws-",
    "ticket.cancel": "gws-",
    "ticket.void": "g-s-",
    "ticket.reinstate": "gws-",
    "ticket.release": "-ws-",
    # Counters.
    "counter.open": "-ws-",
    "counter.pause": "-ws-",
    "counter.resume_work": "-ws-",
    "counter.close": "-ws-",
    "counter.show": ANYBODY,
    "counter.call_next": "-ws-",
    "counter.call": "-ws-",
    "counter.recall": "-ws-",
    "counter.start": "-ws-",
    "counter.no_show": "-ws-",
    "counter.add": "-ws-",
    "counter.finish": "-ws-",
    "counter.transfer": "-ws-",
    "counter.hold": "-ws-",
    "counter.resume": "-ws-",
    "counter.take_over": "-ws-",
    "counter.undo": "-ws-",
    "counter.help": "-ws-",
    "counter.help_end": "gws-",
    "queue.show": ANYBODY,
    "board.show": ANYBODY,
    # Cases.  New materials asked for a second time are a supervisor's: `casework`; what is undone
    # after ten minutes, or was somebody else's, too: `undoing`.
    "case.counts": ANYBODY,
    "case.list": ANYBODY,
    "case.show": ANYBODY,
    "case.accept": "-ws-",
    "case.supplement": "-ws-",
    "case.supplemented": "-ws-",
    "case.gap": "-ws-",
    "case.gap_filled": "-ws-",
    "case.resolve": "-ws-",
    "case.forward": "-ws-",
    "case.refuse": "-ws-",
    "case.extend": "--s-",
    "case.withdraw": "-ws-",
    "case.terminate": "--s-",
    "case.assign": "-ws-",
    "case.deliver": "-ws-",
    "case.undo": "-ws-",
    "case.materials": "gws-",
    # Papers.
    "paper.pdf": "gws-",
    "paper.printed": "gws-",
    "paper.reprint": "gws-",
    "paper.void": "--s-",
    # The day, and what the program is made of.
    "figures.day": "--sa",
    "figures.now": "--sa",
    "figures.range": "--sa",
    "figures.half_hours": "--sa",
    "figures.tickets": "--sa",
    "figures.export": "--sa",
    "advice.show": "--sa",
    "figures.waits": "--sa",
    "day.close": "--s-",
    "day.open_tickets": ANYBODY,
    "backup": "---a",
    "restore": "---a",
    "journal.verify": ANYBODY,
    "journal.rebuild": "---a",
    # What the desk does by itself, and what `main.py new-password` does.  Who may keep a password
    # is asked where it is kept: `use_cases/signing_in.py`.
    "staff.record_sign_in": ANYBODY,
    "staff.keep_password": ANYBODY,
    "staff.reset_password": ANYBODY,
    "day.open": ANYBODY,
    "counter.return_lost": ANYBODY,
    "command.late": ANYBODY,
}
"""For each verb the roles that may, by their first letters in the order of `ROLES`."""


def needs_person(verb: str) -> bool:
    """Say whether a verb needs a known person where roles are enforced."""
    return TABLE[verb] != ANYBODY


def roles_for(verb: str) -> tuple[str, ...]:
    """Return the roles that may, in the order of `ROLES`; all of them where it needs nobody."""
    cells = TABLE[verb]
    if cells == ANYBODY:
        return ROLES
    return tuple(_LETTERS[letter] for letter in cells if letter != "-")


def may(roles: Iterable[str], verb: str) -> bool:
    """Say whether a person with these roles may; KeyError for a verb that is not in the table."""
    allowed = roles_for(verb)
    return not needs_person(verb) or any(role in allowed for role in roles)
