"""What the store tells the link: silence at the end of a look is silence."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from db.store import SqlStore
from desktop.domain.errors import DeskError
from desktop.link import LinkState
from tests.postgres import PostgresServer
from tests.proxy import Proxy
from tests.talk import make_site


@pytest.fixture
def store(postgres_server: PostgresServer, proxy: Proxy) -> Iterator[SqlStore]:
    """Give a store behind it, with a site."""
    make_site(postgres_server.create("linked"))
    made = SqlStore(proxy.url("linked"))
    yield made
    made.close()
    postgres_server.drop("linked")


def look(store: SqlStore, lose: Callable[[], None]) -> None:
    """Look, and lose the server before the end."""
    with store.look("HQ") as reads:
        assert reads.head() is not None
        lose()


def refused(store: SqlStore, lose: Callable[[], None]) -> None:
    """Begin a command that is refused, and lose the server before the end."""
    # What is tested is the block's end, after it was refused.
    with pytest.raises(DeskError, match="wrong_state"), store.begin("HQ") as tx:  # noqa: PT012
        assert tx.head() is not None
        lose()
        raise DeskError("wrong_state")


@pytest.mark.parametrize("way", [look, refused])
def test_an_end_that_is_lost_is_no_answer(
    store: SqlStore, proxy: Proxy, way: Callable[[SqlStore, Callable[[], None]], None]
) -> None:
    way(store, lambda: None)
    assert store.link.state() is LinkState.ONLINE
    way(store, lambda: proxy.refuse(reset=True))
    assert store.link.state() is LinkState.SUSPECT
    proxy.restore()
    way(store, lambda: None)
    assert store.link.state() is LinkState.ONLINE


def test_the_silence_at_the_end_of_a_look_is_counted(store: SqlStore, proxy: Proxy) -> None:
    look(store, proxy.black_hole)
    assert store.link.silent_for() >= 2.5
    proxy.restore()
