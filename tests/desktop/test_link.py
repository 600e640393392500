"""Tests of the link: what is said of a database that answers, falls silent, comes back."""

from __future__ import annotations

import threading

import pytest

from desktop.link import AWAY_AFTER, SUSPECT_AFTER, Link, LinkState


class Seconds:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def link(seconds: Seconds) -> Link:
    return Link(seconds)


def test_a_local_database_is_never_away(seconds: Seconds) -> None:
    link = Link(seconds, local=True)
    link.failed()
    seconds.now += 3600
    assert link.state() is LinkState.LOCAL
    assert link.silent_for() == 0.0


def test_a_new_link_is_online(link: Link) -> None:
    assert link.state() is LinkState.ONLINE
    assert link.silent_for() == 0.0


def test_silence_is_suspect_and_then_away(link: Link, seconds: Seconds) -> None:
    seconds.now += SUSPECT_AFTER - 0.01
    assert link.state() is LinkState.ONLINE
    seconds.now += 0.01
    assert link.state() is LinkState.SUSPECT
    seconds.now += AWAY_AFTER - SUSPECT_AFTER - 0.01
    assert link.state() is LinkState.SUSPECT
    seconds.now += 0.01
    assert link.state() is LinkState.AWAY
    assert link.silent_for() == pytest.approx(AWAY_AFTER)


def test_one_failed_try_is_suspect_at_once(link: Link, seconds: Seconds) -> None:
    link.failed()
    assert link.state() is LinkState.SUSPECT
    seconds.now += AWAY_AFTER
    assert link.state() is LinkState.AWAY


def test_failed_tries_do_not_make_the_silence_begin_anew(link: Link, seconds: Seconds) -> None:
    for _ in range(8):
        seconds.now += 1
        link.failed()
    assert link.state() is LinkState.AWAY
    assert link.silent_for() == pytest.approx(8.0)


def test_an_answer_makes_it_online_again(link: Link, seconds: Seconds) -> None:
    link.failed()
    seconds.now += 60
    link.answered()
    assert link.state() is LinkState.ONLINE
    assert link.silent_for() == 0.0


def test_many_threads_report_at_once(link: Link) -> None:
    ready = threading.Barrier(4)

    def report() -> None:
        ready.wait(timeout=10)
        for _ in range(500):
            link.failed()
            link.answered()

    threads = [threading.Thread(target=report) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)
    assert link.state() is LinkState.ONLINE
