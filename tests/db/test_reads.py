"""What is read back on each engine after a day was worked through."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop.domain.cases import Case, Paper
from desktop.domain.site import CalendarDay
from desktop.domain.tickets import Ticket
from desktop.requests import (
    AcceptCase,
    AskSupplement,
    Contact,
    EnterpriseFields,
    FiguresOfDay,
    ForwardCase,
    RefuseCase,
    SavePaper,
    ShowCase,
)
from tests.desktop.printing.samples import joined
from tests.desktop.use_cases.test_reports import a_day, seconds
from tests.desktop.use_cases.world import MONDAY, World, set_up


@pytest.fixture
def world(database: str) -> Iterator[World]:
    """Give a desk at half past eight on a Monday, on each engine."""
    made = set_up(database)
    yield made
    made.store.close()


def test_figures_are_the_same_on_each_engine(world: World) -> None:
    a_day(world)
    found = world.ask(FiguresOfDay(MONDAY))
    assert found.totals["wait_seconds"] == seconds(640, 1770)
    assert found.totals["serve_seconds"] == seconds(600, 1500)
    assert found.staff["W1"] == {"served": 2, "serve_seconds": seconds(600, 900)}
    assert found.hours == {"09": {"issued": 2, "served": 1}, "10": {"issued": 4, "served": 1}}


def test_a_case_is_read_back_with_its_words_and_papers(world: World, tmp_path: object) -> None:
    world.at("09:00")
    company = EnterpriseFields("杭州䶮石精密仪器有限公司", contact=Contact("李䶮", "13805711234"))
    case = world.case("GZ-01", enterprise=company)
    world.do(AcceptCase(case), "W2")
    world.do(AskSupplement(case, ("营业执照",), "照片不清"), "W2")
    other = world.case("PP-05", enterprise=company)
    world.do(ForwardCase(other, "版权保护中心"))
    world.do(RefuseCase(world.case("GZ-02"), "门头超高"))
    found = world.ask(ShowCase(case))
    assert [row.kind for row in found.timeline] == [
        "case.received", "case.accepted", "case.supplement_asked",
    ]  # fmt: skip
    assert found.timeline[2].text == "照片不清"
    assert [paper.kind for paper in found.papers] == ["acceptance_notice", "one_time_notice"]
    path = f"{tmp_path}/paper.pdf"
    for paper, word in zip(found.papers, ("届满日", "照片不清"), strict=True):
        world.ask(SavePaper(paper.number, path))
        with open(path, "rb") as file:
            text = joined(file.read())
        assert word in text
        assert "李䶮" in text


def test_cases_and_papers_of_one_moment_keep_their_order(world: World) -> None:
    world.at("09:00")
    items = ("CF-01", "RC-01", "GZ-05", "CF-05", "RC-02", "GZ-02", "CF-02")
    for _ in range(5):
        answer = world.issue(*items)
        with world.look() as look:
            cases = look.reads.cases_of(answer.ticket.id)
        assert [case.item for case in cases] == list(items)


def test_every_row_and_every_event_is_read_in_order(world: World) -> None:
    a_day(world)
    with world.look() as look:
        reads = look.reads
        links = reads.feed(0, 10_000)
        assert [link.pos for link in links] == list(range(1, len(links) + 1))
        assert reads.feed(links[-2].pos, 10) == links[-1:]
        head = reads.head()
        assert head is not None
        assert (head.pos, head.feed_hash) == (links[-1].pos, links[-1].feed_hash)
        called = reads.events_of_day(MONDAY, ["ticket.called"])
        assert called == [link for link in links if link.kind == "ticket.called"]
        subject = called[0].subject
        assert reads.history([subject]) == [link for link in links if link.subject == subject]
        for kind in (Ticket, Case, Paper, CalendarDay):
            rows = list(reads.stream_rows(kind))
            assert len(rows) == len(reads.every(kind)) > 0
            assert set(map(repr, rows)) == set(map(repr, reads.every(kind)))


def test_texts_and_people_are_found_by_id_and_erased_ones_are_absent(world: World) -> None:
    world.at("09:00")
    case = world.case("GZ-05", visitor=Contact("张三", "13900001111"))
    world.do(RefuseCase(case, "不符"))
    with world.look() as look:
        row = look.reads.case_numbered(case)
        assert row is not None
        assert row.visitor is not None
        assert row.outcome_text is not None
        ids = [row.outcome_text, "nobody", *map(str, range(1200))]
        assert look.reads.texts(ids) == {row.outcome_text: "不符"}
        person = {"name": "张三", "phone": "13900001111"}
        assert look.reads.people([row.visitor]) == {row.visitor: person}
    world.erase()
    with world.look() as look:
        assert look.reads.texts([row.outcome_text]) == {}
        assert look.reads.people([row.visitor]) == {}


def test_a_look_does_not_see_what_is_written_meanwhile(world: World) -> None:
    world.at("09:00")
    world.issue("CF-01")
    with world.look() as look:
        before = look.reads.tickets_of_day(MONDAY)
        world.issue("CF-01")
        assert look.reads.tickets_of_day(MONDAY) == before
        assert len(look.reads.queue(MONDAY, ["CF"])) == 1
    with world.look() as look:
        assert len(look.reads.queue(MONDAY, None)) == 2


def test_another_site_of_the_database_sees_nothing(world: World, database: str) -> None:
    a_day(world)
    other = set_up(database, "P2")
    with other.look() as look:
        assert look.reads.tickets_of_day(MONDAY) == []
        assert look.reads.intervals_of_day(MONDAY) == []
        assert all(link.kind != "ticket.issued" for link in look.reads.feed(0, 1000))
    assert other.issue("CF-01").ticket.label == "F001"
    assert other.store.sites() == ["CQ", "P2"]
    other.store.close()
