"""Coming back to a locked PC while the database is away: the last one, by the same password."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.clock import ManualClock
from desktop.desk import Desk, Particulars
from desktop.domain.errors import DeskError
from desktop.requests import AddStaff, CounterFields, SetPassword, SetUpSite, SignIn
from tests.journeys.far import FarStore

PASSWORD, OTHER = "xihu-duan-qiao", "changle-7-lu"


@pytest.fixture
def far(tmp_path: Path) -> Iterator[tuple[Desk, FarStore]]:
    """A desk over a link that can be cut, with two people who sign in."""
    store, clock = FarStore(tmp_path / "desk.db"), ManualClock()
    clock.set(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    desk = Desk(store, clock, Particulars())
    desk.do(SetUpSite("QC", "仓前", (CounterFields(1, ("CF",)),)))
    desk.do(AddStaff("AD", "安定", ("administrator",)))
    desk.do(AddStaff("GU", "顾小红", ("guide",)))
    desk.set_password(SetPassword("AD", PASSWORD))
    desk.set_password(SetPassword("GU", OTHER), by="AD")
    yield desk, store
    desk.close()


def refusal(desk: Desk, code: str, password: str) -> DeskError:
    """Return why nobody may come in."""
    with pytest.raises(DeskError) as refused:
        desk.sign_in(SignIn(code, password))
    return refused.value


def test_only_the_last_one_comes_back_and_not_by_guessing(far: tuple[Desk, FarStore]) -> None:
    desk, store = far
    store.cut()
    assert refusal(desk, "AD", PASSWORD).code == "database_away"  # nobody was here yet
    store.mend()
    desk.sign_in(SignIn("AD", PASSWORD))
    store.cut()
    assert refusal(desk, "GU", OTHER).code == "database_away"
    assert refusal(desk, "AD", OTHER).values == {"left": 4}
    assert desk.sign_in(SignIn("ad", PASSWORD)).staff.code == "AD"  # the count begins anew
    wrong = [refusal(desk, "AD", OTHER) for _ in range(5)]
    assert [error.values.get("left") for error in wrong] == [4, 3, 2, 1, 0]
    assert refusal(desk, "AD", PASSWORD).code == "database_away"
    store.mend()
    assert desk.sign_in(SignIn("AD", PASSWORD)).staff.code == "AD"
    assert desk.verify().sound
