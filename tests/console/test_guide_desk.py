"""The guide desk beside numbers: enquiries, last numbers, waits that were told, consents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.told_waits import LONGEST, is_range, is_worth_paper
from tests.console.test_keeping_the_setup import words_of
from tests.talk import Answer, Talk

DAY = "2026-11-23"


def sound(talk: Talk) -> None:
    """Check that the journal holds everything there is."""
    assert talk.ok("journal.verify")["sound"]
    assert talk.ok("journal.rebuild")["same"]


def test_questions_without_a_number_are_counted(talk: Talk) -> None:
    first = talk.ok("reception.answer", text="公章丢了怎么办", item="CF-01")["enquiry"]
    assert (first["window"], first["item"], first["today"]) == ("CF", "CF-01", 1)
    company = talk.ok("enterprise.save", name="杭州云帆科技有限公司")["enterprise"]["id"]
    second = talk.ok("reception.answer", window="jr", enterprise=company, staff="guide")["enquiry"]
    assert (second["window"], second["enterprise"], second["today"]) == ("JR", company, 2)
    assert talk.ok("reception.answer")["enquiry"]["today"] == 3
    assert talk.refused("reception.answer", item="XX-99") == "unknown_item"
    figures = talk.ok("figures.day", day=DAY)
    assert (figures["answered"], figures["totals"]["issued"]) == (3, 0)
    assert talk.ok("figures.day", day="2026-11-24")["answered"] == 0
    sound(talk)


def test_after_the_last_number_nobody_gets_one_until_it_is_taken_back(talk: Talk) -> None:
    talk.open(1)
    talk.issue("CF-01")
    assert talk.ok("window.last_number", window="cf")["window"]["stopped_at"] == f"{DAY}T01:00:00Z"
    talk.at(f"{DAY}T01:05:00Z")
    again = talk.ok("window.last_number", window="CF")["window"]
    assert again["stopped_at"] == f"{DAY}T01:00:00Z", "said twice it stays as it was"
    assert talk.ok("site.show")["stopped"] == [again]
    refusal = talk.say("reception.issue", items=["CF-01", "RC-01"])["error"]
    assert (refusal["code"], refusal["window"], refusal["at"]) == ("window_stopped", "CF", "09:00")
    assert "09:00" in refusal["message"]
    assert talk.refused("reception.issue", windows=["CF"]) == "window_stopped"
    assert talk.refused("reception.issue", bundle="B02") == "window_stopped", "a later step too"
    assert talk.ok("reception.issue", items=["RC-01"])["ticket"]["label"] == "D001"
    assert talk.ok("reception.issue", items=["CF-01"], door="phone")["cases"], "no number, no line"
    assert talk.ok("counter.call_next", counter=1)["ticket"]["label"] == "F001"
    assert talk.ok("window.reopen", window="CF")["window"]["stopped_at"] is None
    assert talk.ok("window.reopen", window="CF")["window"]["stopped_at"] is None
    assert "stopped" not in talk.ok("site.show")
    assert talk.ok("reception.issue", items=["CF-01"])["ticket"]["label"] == "F002"
    assert talk.refused("window.last_number", window="XX") == "unknown_window"
    sound(talk)


def test_a_last_number_ends_with_its_day(talk: Talk) -> None:
    talk.ok("window.last_number", window="CF")
    talk.at("2026-11-24T01:00:00Z")
    assert "stopped" not in talk.ok("site.show")
    assert talk.ok("reception.issue", items=["CF-01"])["ticket"]["label"] == "F001"


def test_an_estimate_says_whether_it_is_worth_paper(talk: Talk) -> None:
    talk.open(1)
    assert talk.ok("wait.estimate", window="CF")["worth_paper"] is False, "from the catalogue"
    for minute in (5, 10):
        talk.issue("CF-01")
        talk.serve(1)
        talk.at(f"{DAY}T01:{minute:02d}:00Z")
        talk.ok("counter.finish", counter=1)
    found = talk.ok("wait.estimate", window="CF")
    assert (found["basis"]["code"], found["worth_paper"]) == ("wait_from_history", True)


def told(talk: Talk, *waits: tuple[str, int, int, int], **fields: Any) -> Answer:
    """Issue a number and tell waits with it."""
    shapes = [dict(zip(("window", "p10", "p50", "p90"), one, strict=True)) for one in waits]
    fields.setdefault("items", ["CF-01"])
    return talk.ok("reception.issue", told=shapes, **fields)


def test_what_was_told_is_compared_with_what_was(talk: Talk) -> None:
    talk.open(1)
    told(talk, ("CF", 0, 1, 5))
    told(talk, ("CF", 2, 4, 6))
    told(talk, ("CF", 1, 3, 6), ("RC", 1, 1, 1), items=["CF-01", "RC-01"])
    told(talk, ("CF", 9, 9, 9))  # never called: nobody knows how long it would have been
    nothing = talk.ok("figures.waits", **{"from": DAY, "to": DAY})
    assert (nothing["told"], nothing["share"], nothing["windows"]) == (0, None, [])
    for minute in (3, 10, 14):
        talk.at(f"{DAY}T01:{minute:02d}:00Z")
        talk.ok("counter.call_next", counter=1)
        talk.ok("counter.start", counter=1)
        talk.ok("counter.finish", counter=1)
    found = talk.ok("figures.waits", **{"from": DAY, "to": DAY})
    # 3 minutes in 0–5, 10 in 2–6 (4 told), 14 in 1–6 (3 told): distances 2, 6, 11.
    assert (found["told"], found["within"], found["share"]) == (3, 1, 0.33)
    assert found["median_error_min"] == 6
    assert [one["window"] for one in found["windows"]] == ["CF"]
    assert talk.ok("figures.waits", **{"from": "2026-11-01", "to": "2026-11-22"})["told"] == 0
    assert talk.refused("figures.waits", **{"from": DAY, "to": "2026-11-01"}) == "invalid_value"
    sound(talk)


def test_a_wait_that_is_no_range_is_refused(talk: Talk) -> None:
    for wait in ((5, 4, 6), (-1, 0, 1), (0, 5, 1441)):
        shape = dict(zip(("p10", "p50", "p90"), wait, strict=True), window="CF")
        assert talk.refused("reception.issue", items=["CF-01"], told=[shape]) == "invalid_value"
    # A window where nobody stands in line is told nothing of; it is no mistake.
    assert told(talk, ("GZ", 1, 2, 3))["ticket"]["label"] == "F001"


@given(st.integers(0, LONGEST), st.integers(0, LONGEST), st.integers(0, LONGEST))
def test_a_narrow_wait_is_worth_paper_and_wider_never_becomes_better(
    a: int, b: int, c: int
) -> None:
    p10, p50, p90 = sorted((a, b, c))
    assert is_range(p10, p50, p90)
    if p90 - p10 <= 10:
        assert is_worth_paper(p10, p50, p90)
    if not is_worth_paper(p10, p50, p90):
        assert not is_worth_paper(max(p10 - 1, 0), p50, p90 + 1)


def test_nobody_is_acted_for_without_an_authorisation(talk: Talk) -> None:
    wanted = {"item": "CF-01", "act_for": {"until": "2026-12-31", "scope": "代领执照"}}
    visitor = {"name": "李䶮", "phone": "13805711234"}
    answer = talk.ok("reception.issue", items=[wanted, "RC-01"], visitor=visitor, staff="guide")
    case = answer["cases"][0]["id"]
    kinds = [(paper["kind"], paper["case"]) for paper in answer["papers"]]
    assert kinds == [("ticket_slip", None), ("authorisation", case)]
    [consent] = talk.ok("case.show", case=case)["consents"]
    assert (consent["kind"], consent["until"]) == ("authorisation", "2026-12-31")
    assert "consents" not in talk.ok("case.show", case=answer["cases"][1]["id"])
    gone = {"item": "CF-01", "act_for": {"until": "2026-11-22"}}
    assert talk.refused("reception.issue", items=[gone]) == "invalid_value", "yesterday"
    taken = talk.ok("consent.withdraw", consent=consent["id"], reason="自己来办")["consent"]
    assert taken["withdrawn_at"]
    papers = talk.ok("case.show", case=case)["papers"]
    assert [paper["void"] for paper in papers] == [True]
    again = talk.refused("consent.withdraw", consent=consent["id"], reason="x")
    assert again == "wrong_state"
    assert talk.refused("consent.withdraw", consent="none", reason="x") == "unknown_consent"
    sound(talk)


@pytest.mark.parametrize("verb", ["ticket.void", "ticket.cancel"])
def test_an_authorisation_ends_with_its_number_but_for_what_goes_on(talk: Talk, verb: str) -> None:
    acted = [{"item": item, "act_for": {"until": "2026-12-31"}} for item in ("CF-01", "RC-01")]
    visitor = {"name": "李䶮"}
    answer = talk.ok("reception.issue", items=acted, visitor=visitor, notified=True)
    going_on, ended = (case["id"] for case in answer["cases"])
    label = answer["ticket"]["label"]
    talk.ok("consent.give", kind="authorisation", ticket=label, until="2026-12-31", scope="代领")
    talk.ok("case.accept", case=going_on)
    talk.ok(verb, ticket=label, reason="取错了")
    [kept] = talk.ok("case.show", case=going_on)["consents"]
    assert not kept.get("withdrawn_at")
    file = talk.ok("case.show", case=ended)
    assert file["consents"][0]["withdrawn_at"]
    assert [paper["void"] for paper in file["papers"]] == [True]
    sound(talk)


def test_an_authorisation_needs_a_day_and_what_it_is_for(talk: Talk) -> None:
    fields = {"kind": "authorisation", "person": {"name": "李䶮"}}
    assert talk.refused("consent.give", **fields) == "missing_field"
    assert talk.refused("consent.give", **fields, until="2026-12-31") == "missing_field"
    assert talk.refused("consent.give", kind="cookie") == "invalid_value"
    given = talk.ok("consent.give", **fields, until="2026-12-31", scope="年报")
    assert given["papers"][0]["number"] == "authorisation-2026-00001"
    talk.ok("consent.withdraw", consent=given["consent"]["id"], reason="自己来办")
    again = talk.refused("paper.reprint", paper=given["papers"][0]["id"])
    assert again == "wrong_state", "void, although it belongs to no case and no number"
    case = talk.ok("reception.issue", items=["CF-01"])["cases"][0]["number"]
    assert talk.ok("consent.give", **fields, until="2026-12-31", case=case)["papers"][0]["case"]
    talk.ok("case.withdraw", case=case, reason="不办了")
    ended = talk.refused("consent.give", **fields, until="2026-12-31", case=case)
    assert ended == "wrong_state"
    sound(talk)


def test_an_authorisation_names_the_company_as_it_is_called_now(talk: Talk, tmp_path: Path) -> None:
    fields = {"uscc": "91330106MA2HXY003X", "contact": {"name": "李䶮"}}
    double = talk.ok("enterprise.save", name="云帆", **fields)["enterprise"]["id"]
    case = talk.ok("reception.issue", items=["CF-01"], enterprise=double)["cases"][0]["id"]
    kept = talk.ok("enterprise.save", name="杭州云帆科技有限公司")["enterprise"]["id"]
    talk.ok("enterprise.merge", keep=kept, merge=double, reason="同一家")
    fields = {"kind": "authorisation", "case": case, "until": "2026-12-31"}
    stranger = talk.ok("enterprise.save", name="远航")["enterprise"]["id"]
    assert talk.refused("consent.give", **fields, enterprise=stranger) == "invalid_value"
    given = talk.ok("consent.give", **fields, enterprise=double)
    words = words_of(talk, given["papers"][0]["id"], tmp_path / "paper.pdf")
    assert "杭州云帆科技有限公司" in words
    assert "91330106MA2HXY003X" in words
    sound(talk)


def test_the_notice_on_personal_data_is_noted_with_a_number_and_printed_on_demand(
    talk: Talk,
) -> None:
    visitor = {"name": "李䶮", "phone": "13805711234"}
    answer = talk.ok("reception.issue", items=["CF-01"], visitor=visitor, notified=True)
    assert [paper["kind"] for paper in answer["papers"]] == ["ticket_slip"]
    label = answer["ticket"]["label"]
    given = talk.ok("consent.give", kind="privacy_notice", ticket=label)
    assert given["papers"][0]["kind"] == "privacy_notice"
    assert given["consent"]["ticket"] == answer["ticket"]["id"]
    assert talk.ok("consent.give", kind="privacy_notice")["papers"][0]["number"].endswith("00002")
    phone = talk.ok("reception.issue", items=["GZ-08"], door="phone", notified=True)
    assert phone["papers"] == []
    sound(talk)
