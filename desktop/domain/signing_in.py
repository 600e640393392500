"""Signing in: what a password must be, and for how long wrong ones shut a person out."""

from __future__ import annotations

from datetime import datetime, timedelta

from desktop.domain.errors import DeskError
from desktop.domain.site_events import PasswordSet, SignedIn, SignInFailed

TRIES = 5
"""Wrong passwords before the first wait (GB/T 22239-2019, level 2: failed sign-ins are limited)."""

LONGEST_WAIT = 15
"""Minutes."""

LEAST_LENGTH, MOST_LENGTH = 8, 200
_DISTINCT = 4

KINDS = (SignedIn.kind, SignInFailed.kind, PasswordSet.kind)
"""The events of which the last one says how a person stands."""


def wait_after(failures: int) -> timedelta:
    """Return how long nobody may try after so many wrong passwords: 1, 2, 4, 8, then 15 min."""
    if failures < TRIES:
        return timedelta()
    return timedelta(minutes=min(LONGEST_WAIT, 2 ** min(failures - TRIES, 4)))


def minutes_left(until: datetime, at: datetime) -> int:
    """Return the minutes to wait, begun ones counted whole; 0 when it is over."""
    return max(0, -((at - until) // timedelta(minutes=1)))


def failed(code: str, failures: int, at: datetime) -> SignInFailed:
    """Return what one more wrong password makes, after `failures` in a row."""
    wait = wait_after(failures + 1)
    return SignInFailed(code, failures + 1, at + wait if wait else None)


def refuse_locked(last: object, at: datetime) -> None:
    """Raise `sign_in_locked {minutes}` while the last wrong password's wait is not over."""
    if isinstance(last, SignInFailed) and last.locked_until is not None:
        minutes = minutes_left(last.locked_until, at)
        if minutes:
            raise DeskError("sign_in_locked", minutes=minutes)


def check_password(code: str, password: str) -> None:
    """Raise `password_too_weak {least}` for one that is guessed at once; `invalid_value` if long.

    At least 8 characters, four different ones, and the person's code is no part of it unless it
    is short.  The password itself is in no error.
    """
    if len(password) > MOST_LENGTH:
        raise DeskError("invalid_value", field="password")
    plain = password.casefold()
    named = len(code) >= _DISTINCT and code.casefold() in plain
    if len(password) < LEAST_LENGTH or len(set(plain)) < _DISTINCT or named:
        raise DeskError("password_too_weak", least=LEAST_LENGTH)
