"""The demo is a believable centre: its history verifies, today is empty, its people are nobody."""

from __future__ import annotations

from collections import Counter as Tally
from datetime import UTC, date, datetime
from random import Random
from typing import Any, cast

import pytest

from desktop.demo import Stopped, make_demo
from desktop.demo.centre import SITE
from desktop.demo.words import company_code, read_words
from desktop.domain.errors import DeskError
from desktop.domain.site import Site
from desktop.identifiers import check_phone, check_uscc
from desktop.journal.kinds import read_body
from desktop.journal.memory_store import MemorySite, MemoryStore
from desktop.journal.verifier import verify
from desktop.ports import Store

MONDAY = datetime(2026, 3, 9, 1, tzinfo=UTC)


def _made(days: int = 2, visits: int = 40, **more: Any) -> tuple[MemorySite, Any]:
    store = MemoryStore()
    figures = make_demo(cast(Store, store), MONDAY, 15, days, visits, **more)
    return store.site(SITE), figures


@pytest.fixture(scope="module")
def demo() -> tuple[MemorySite, Any]:
    """Give a small demo in memory and its figures."""
    return _made(days=3)


def test_its_journal_and_state_are_sound(demo: tuple[MemorySite, Any]) -> None:
    """One chain, one stream, every row made by an event."""
    site, figures = demo
    verdict = verify(site)
    assert verdict.sound, verdict.faults
    assert verdict.events == figures.events == len(site.links)
    assert figures.visits == 120


def test_history_ends_before_today_and_today_is_empty(demo: tuple[MemorySite, Any]) -> None:
    """Three working days before a Monday: Wednesday, Thursday, Friday, all closed."""
    site, _ = demo
    row = site.get(Site, SITE)
    assert row is not None
    assert (row.day, row.closed_day) == (date(2026, 3, 6), date(2026, 3, 6))
    days = {link.day for link in site.links}
    assert days == {date(2026, 3, day) for day in (4, 5, 6)}
    assert not site.open_tickets(date(2026, 3, 9))
    assert all(counter.state == "closed" for counter in site.counters())


def test_much_of_what_happens_at_a_desk_happens(demo: tuple[MemorySite, Any]) -> None:
    """Numbers, calls, outcomes, papers, cases on later days."""
    site, _ = demo
    kinds = Tally(link.kind for link in site.links)
    assert kinds["ticket.issued"] == 120
    for kind in (
        "ticket.called",
        "ticket.recalled",
        "ticket.stop_ended",
        "case.accepted",
        "case.ended",
        "case.supplement_asked",
        "case.forwarded",
        "paper.printed",
        "day.closed",
        "counter.paused",
    ):
        assert kinds[kind] > 0, kind


def test_the_same_seed_makes_the_same_history() -> None:
    """Ids and hashes are random; what happens, and when, is not."""
    stories = []
    for _ in range(2):
        site, _figures = _made(days=1, visits=20, seed=5)
        stories.append([(link.kind, link.at) for link in site.links])
    assert stories[0] == stories[1]


def test_its_companies_have_codes_that_check_and_different_names() -> None:
    """GB 32100-2015, and a division that is given to none."""
    companies = read_words(Random(1)).companies(3000)
    assert len({company.name for company in companies}) == 3000
    codes = [company.uscc or "" for company in companies]
    assert len(set(codes)) == 3000
    assert all(check_uscc(code).valid for code in codes)
    assert all(code.startswith("91990100") for code in codes)
    assert check_uscc(company_code("990100", 99_999)).valid


def test_its_telephone_numbers_are_nobody_s() -> None:
    """Mobile numbers begin with 13 to 19."""
    words = read_words(Random(2))
    for _ in range(50):
        phone = words.contact().phone or ""
        assert check_phone(phone) == phone
        assert phone.startswith("100")


def test_no_person_stands_in_its_journal(demo: tuple[MemorySite, Any]) -> None:
    """Names and numbers of people are kept outside."""
    site, _ = demo
    secrets = {text for _, _, content in site.people for text in content.values() if len(text) > 2}
    assert secrets
    bodies = "\n".join(link.body for link in site.links)
    assert not [secret for secret in secrets if secret in bodies]


def test_a_database_with_a_site_is_refused() -> None:
    """Nothing is mixed with a real centre."""
    store = MemoryStore()
    make_demo(cast(Store, store), MONDAY, 2, 0, 1)
    with pytest.raises(DeskError) as refused:
        make_demo(cast(Store, store), MONDAY, 2, 0, 1)
    assert refused.value.code == "invalid_value"
    assert refused.value.values["field"] == "database"


def test_a_stopped_demo_says_that_it_is_unfinished() -> None:
    """Its name does; what there is of it is sound."""
    store, steps = MemoryStore(), []

    def count(what: str, done: int, total: int, which: str) -> None:
        steps.append((what, done, total, which))

    with pytest.raises(Stopped):
        make_demo(
            cast(Store, store), MONDAY, 5, 3, 10, progress=count, cancelled=lambda: len(steps) > 2
        )
    assert steps[-1] == ("day", 2, 3, "2026-03-05")
    row = store.site(SITE).get(Site, SITE)
    assert row is not None
    assert "未完成" in row.name
    assert verify(store.site(SITE)).sound


def test_without_days_there_is_a_centre_and_nothing_else() -> None:
    """Counters, people, companies."""
    site, figures = _made(days=0)
    assert figures.days == figures.visits == 0
    assert {read_body(link.kind, link.body)[0].__class__.__name__ for link in site.links} == {
        "StreamOpened",
        "SiteSetUp",
        "CatalogueLoaded",
        "CalendarImported",
        "StaffSaved",
        "EnterpriseSaved",
        "EnterpriseCared",
        "ContactSaved",
        "EnterpriseNoted",
    }
    assert verify(site).sound
