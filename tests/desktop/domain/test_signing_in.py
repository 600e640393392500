"""How long wrong passwords shut somebody out, and what a password must be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import DeskError
from desktop.domain.signing_in import (
    check_password,
    failed,
    minutes_left,
    refuse_locked,
    wait_after,
)
from desktop.domain.site_events import PasswordSet, SignedIn

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


def test_five_tries_then_longer_and_longer() -> None:
    minutes = [wait_after(n) // timedelta(minutes=1) for n in range(13)]
    assert minutes == [0, 0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15, 15]


@given(st.integers(0, 10**6))
def test_a_wait_never_shrinks_and_never_grows_beyond_a_quarter(failures: int) -> None:
    assert wait_after(failures) <= wait_after(failures + 1) <= timedelta(minutes=15)


@given(st.integers(4, 100), st.timedeltas(timedelta(), timedelta(hours=1)))
def test_who_is_locked_out_is_told_for_how_long(failures: int, later: timedelta) -> None:
    event = failed("A", failures, NOON)
    assert event.failures == failures + 1
    assert event.locked_until is not None
    left = minutes_left(event.locked_until, NOON + later)
    assert (left == 0) == (NOON + later >= event.locked_until)
    rest = max(event.locked_until - (NOON + later), timedelta())
    assert rest <= timedelta(minutes=left) < rest + timedelta(minutes=1)
    if not left:
        refuse_locked(event, NOON + later)
        return
    with pytest.raises(DeskError, match="sign_in_locked") as refused:
        refuse_locked(event, NOON + later)
    assert refused.value.values == {"minutes": left}


def test_nothing_else_locks() -> None:
    for last in (None, SignedIn("A"), PasswordSet("A"), failed("A", 3, NOON)):
        assert refusal(last) is None
    assert refusal(failed("A", 4, NOON)) is not None, "the fifth wrong one in a row does"


def refusal(last: object) -> DeskError | None:
    """Return why nobody may try, None where somebody may."""
    try:
        refuse_locked(last, NOON)
    except DeskError as error:
        return error
    return None


@pytest.mark.parametrize(
    "password",
    ["", "kurz1", "aaaaaaaaaaaa", "abcabcabc", "anna-2026", "xxANNAyy", "一二三一二三一二三"],
)
def test_what_is_guessed_at_once(password: str) -> None:
    with pytest.raises(DeskError, match="password_too_weak"):
        check_password("ANNA", password)


@pytest.mark.parametrize(
    "password", ["西湖断桥残雪平湖", "xihu-duan", "A1!b2@c3", "a" * 196 + "bcde"]
)
def test_what_may_be(password: str) -> None:
    check_password("W2", password)
    with pytest.raises(DeskError, match="password_too_weak"):
        check_password("W2", password[:7])


def test_a_short_code_may_stand_in_it_and_a_long_password_is_refused() -> None:
    check_password("A1", "xiA1hu-duan")
    with pytest.raises(DeskError, match="invalid_value") as refused:
        check_password("A1", "abcd" * 51)
    assert refused.value.values == {"field": "password"}
