"""Signing in and passwords, under the lock: what is written down once a password was looked at.

Hashing takes a tenth of a second and more, so it is done before (`desktop/signing_in.py`).  A
verifier is a row of personal data: the journal has its random id, and who sees the journal, an
answer or a log sees no more.
"""

from __future__ import annotations

from desktop.domain.errors import DeskError
from desktop.domain.events import Event
from desktop.domain.people import Staff
from desktop.domain.rules import CREDENTIALS
from desktop.domain.signing_in import KINDS, TRIES, failed, minutes_left, refuse_locked
from desktop.domain.site_events import PasswordSet, SettingChanged, SignedIn, SignInFailed
from desktop.domain.state import need
from desktop.journal.kinds import read_body
from desktop.journal.looking import Look
from desktop.journal.work import Work
from desktop.ports import Queries
from desktop.requests import KeepPassword, RecordSignIn, ResetPassword, SetPassword
from desktop.snapshots import SignInAnswer, StaffAnswer, Standing
from desktop.use_cases.shapes import staff_shape

VERIFIER = "verifier"
"""The name of a verifier in its row."""


def standing(look: Look, code: str) -> Standing:
    """Return what verifies this person's password now; `sign_in_locked {minutes}`.

    Both are None for somebody without one, who left, or whom nobody knows.
    """
    refuse_locked(_last(look.reads, code), look.at)
    person = look.reads.get(Staff, code)
    row = look.rules.credentials().get(code)
    if person is None or not person.active or row is None:
        return Standing(None)
    return Standing(row, look.reads.people([row]).get(row, {}).get(VERIFIER))


def record(work: Work, request: RecordSignIn) -> SignInAnswer:
    """Write down that a password was right, or wrong; who tries too often waits.

    Counted under the lock: of many tries at once no more than five are told anything.
    """
    code = request.staff
    last = _last(work.tx, code)
    refuse_locked(last, work.at)
    person = work.tx.get(Staff, code)
    current = work.rules.credentials().get(code) == request.credential
    if person is None or not person.active or not current:  # changed since it was looked at
        raise DeskError("sign_in_wrong")
    if request.right:
        work.record(SignedIn(code))
        return SignInAnswer(staff_shape(person, work.rules))
    event = failed(code, last.failures if isinstance(last, SignInFailed) else 0, work.at)
    work.record(event)
    until = event.locked_until
    minutes = minutes_left(until, work.at) if until else 0
    return SignInAnswer(None, max(0, TRIES - event.failures), minutes)


def keep(work: Work, request: KeepPassword) -> StaffAnswer:
    """Keep a new password's verifier.

    A site's first one is an administrator's (`first_administrator`).  Later one's own needs the
    old one (`missing_field`, `sign_in_wrong`), and another's is an administrator's to give.
    """
    code = request.staff
    person = work.tx.get(Staff, code)
    if person is None or not person.active:
        raise DeskError("unknown_staff", staff=code)
    credentials = work.rules.credentials()
    if not credentials:
        if "administrator" not in person.roles:
            raise DeskError("first_administrator", staff=code)
    elif work.by == code:
        _prove(credentials.get(code), request.proof)
    elif work.by is None:
        raise DeskError("missing_field", field="by")
    elif "administrator" not in need(work.tx, Staff, work.by).roles:
        raise DeskError("forbidden", what=SetPassword.verb)
    return _kept(work, person, request.verifier)


def reset(work: Work, request: ResetPassword) -> StaffAnswer:
    """Keep an administrator's new password, by nobody's leave; `first_administrator` for others."""
    person = work.tx.get(Staff, request.staff)
    if person is None or not person.active:
        raise DeskError("unknown_staff", staff=request.staff)
    if "administrator" not in person.roles:
        raise DeskError("first_administrator", staff=request.staff)
    return _kept(work, person, request.verifier)


def _kept(work: Work, person: Staff, verifier: str) -> StaffAnswer:
    row = work.person({VERIFIER: verifier}, f"staff/{person.code}")
    assert row is not None
    work.record(PasswordSet(person.code))
    credentials = {**work.rules.credentials(), person.code: row}
    work.record(SettingChanged(CREDENTIALS, credentials))
    return StaffAnswer(staff_shape(person, work.rules))


def _prove(credential: str | None, proof: str | None) -> None:
    if credential is None:  # whoever has none yet is given one: anybody could say that they are it
        raise DeskError("forbidden", what=SetPassword.verb)
    if proof is None:
        raise DeskError("missing_field", field="old")
    if proof != credential:
        raise DeskError("sign_in_wrong")


def _last(rows: Queries, code: str) -> Event | None:
    row = rows.latest(f"staff/{code}", KINDS)
    return None if row is None else read_body(row.kind, row.body)[0]
