"""The answer of a commit is lost: the same command again says what was done, and work goes on."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from db.store import SqlStore, SqlTransaction
from desktop.domain.errors import DeskError
from tests.talk import MORNING, talking

Loss = Callable[[], Exception]
WAYS: dict[str, Loss] = {
    "away": lambda: DeskError("database_away"),
    "unknown": lambda: OSError(5, "Input/output error"),
}


class Lossy(SqlStore):
    """A store that commits and then, when told to, loses the answer."""

    losing: Loss | None = None

    @contextmanager
    def begin(self, site: str) -> Iterator[SqlTransaction]:
        """Begin a command; its commit may come back as an error although it was done."""
        with super().begin(site) as tx:
            yield tx
        if self.losing is not None:
            loss, self.losing = self.losing, None
            raise loss()


@pytest.mark.parametrize("way", list(WAYS))
def test_a_lost_answer(site_file: Path, way: str, caplog: pytest.LogCaptureFixture) -> None:
    stores: list[Lossy] = []

    def opening(location: str | Path) -> SqlStore:
        stores.append(Lossy(location))
        return stores[0]

    with talking(site_file, open_store=opening) as talk:
        talk.at(MORNING)
        talk.issue("CF-01")
        for number in range(2, 6):
            command = str(uuid.uuid4())
            stores[0].losing = WAYS[way]
            assert talk.say("reception.issue", items=["CF-01"], command=command)["ok"] is False
            again = talk.ok("reception.issue", items=["CF-01"], command=command)
            assert again["ticket"]["label"] == f"F{number:03d}"
            assert len(talk.labels()) == number, "done once"
        talk.sound()
