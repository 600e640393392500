"""What changes on a later day, what was carried over, and days at the ends of the calendar."""

from __future__ import annotations

import pytest

from tests.console.test_days import end
from tests.talk import COUNTERS, Talk, talking


def test_what_changes_on_a_later_day_is_rebuilt_once(empty: str) -> None:
    """A case, its paper and a company of yesterday are changed today; each stays one row."""
    with talking(empty) as talk:
        talk.at("2026-11-23T01:00:00Z")
        talk.ok("site.setup", code="HQ", name="企业服务中心", counters=COUNTERS)
        issued = talk.issue("CF-01", door="phone", enterprise={"name": "杭州云帆科技有限公司"})
        case, company = issued["cases"][0]["number"], issued["cases"][0]["enterprise"]
        talk.ok("case.refuse", case=case, note="材料不实")
        talk.at("2026-11-24T01:00:00Z")
        talk.ok("reception.answer", text="在哪里停车")
        talk.ok("case.undo", case=case, reason="看错了")
        talk.ok("enterprise.save", enterprise=company, name="杭州云帆科技股份有限公司")
        talk.sound()
        assert talk.ok("journal.rebuild")["same"]
        assert talk.ok("case.show", case=case)["case"]["state"] == "received"
        talk.sound()


def test_a_number_carried_over_begins_no_half_hour_of_an_earlier_day(talk: Talk) -> None:
    for _ in range(2):
        talk.issue("CF-01")
    talk.ok("day.close", outcomes=[end(label, "carried_over") for label in ("F001", "F002")])
    talk.at("2026-11-26T01:05:00Z")
    talk.issue("CF-01")
    talk.open(1)
    talk.serve(1)
    talk.at("2026-11-26T01:40:00Z")
    halves = talk.ok("figures.half_hours", day="2026-11-26")["half_hours"]
    assert [(half["at"], half["issued"], half["begun"]) for half in halves] == [
        ("2026-11-26T01:00:00Z", 3, 1),
        ("2026-11-26T01:30:00Z", 0, 0),
    ]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_ends_of_the_calendar_have_nothing_in_them(talk: Talk, day: str) -> None:
    talk.issue("CF-01")
    assert talk.ok("figures.half_hours", day=day)["half_hours"] == []
    assert talk.ok("figures.tickets", day=day, figure="issued")["count"] == 0
    whole = {"from": day, "to": day}
    assert talk.ok("figures.waits", **whole)["told"] == 0
    assert talk.ok("figures.range", **whole)["days"] == []
