"""A company's file on both engines: care, people, notes, doubles made one, lists taken over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.talk import MORNING, Answer, Talk, make_site, talking

CODE, OTHER_CODE = "91330106MA2HXY003X", "91330108MA00000013"


@pytest.fixture
def desk(empty: str) -> Iterator[Talk]:
    """Give a conversation on each engine; at its end the state is what the journal says."""
    make_site(empty)
    with talking(empty) as one:
        one.at(MORNING)
        yield one
        one.sound()
        assert one.ok("journal.rebuild")["same"]


def saved(desk: Talk, name: str, **fields: Any) -> str:
    """Make a company; returns its id."""
    found: str = desk.ok("enterprise.save", name=name, **fields)["enterprise"]["id"]
    return found


def names(answer: Answer) -> list[str]:
    """Return the names of the companies of an answer."""
    return [one["name"] for one in answer["enterprises"]]


def states(desk: Talk, rows: list[Answer], **how: Any) -> list[tuple[str, str | None]]:
    """Import rows; returns what became of each, and the code of why not."""
    found = desk.ok("enterprise.import", rows=rows, **how)["rows"]
    return [(one["state"], one["reason"] and one["reason"]["code"]) for one in found]


def test_people_are_masked_until_one_is_asked_for(desk: Talk) -> None:
    person = {"name": "张三丰", "phone": "13812341234", "id_number": "330106199001011234"}
    company = saved(desk, "杭州云帆科技有限公司", contact=person)
    other = desk.ok(
        "enterprise.contact",
        enterprise=company,
        person={"name": "李四", "phone": "13900001111"},
        duty="财务",
    )["contact"]
    shown = desk.ok("enterprise.show", enterprise=company)["contacts"]
    assert [(one["name"], one["phone"], one["id_number"]) for one in shown] == [
        ("张*", "138****1234", "330***********1234"),
        ("李*", "139****1111", None),
    ]
    asked = desk.ok("enterprise.reveal", contact=company, staff="anna")["contact"]
    assert (asked["name"], asked["phone"]) == ("张三丰", "13812341234")
    asked = desk.ok("enterprise.reveal", contact=other["id"], staff="bob")["contact"]
    assert (asked["name"], asked["masked"]) == ("李四", False)
    assert desk.refused("enterprise.reveal", contact="nobody") == "unknown_contact"

    changed = {"enterprise": company, "contact": other["id"]}
    desk.ok("enterprise.contact", **changed, person={"phone": "13900002222"})
    again = desk.ok("enterprise.reveal", contact=other["id"])["contact"]
    assert (again["name"], again["phone"], again["duty"]) == ("李四", "13900002222", "财务")
    desk.ok("enterprise.contact", **changed, withdrawn=True)
    desk.ok("enterprise.contact", enterprise=company, contact=company, withdrawn=True)
    assert desk.ok("enterprise.show", enterprise=company)["contacts"] == []
    assert desk.refused("enterprise.reveal", contact=other["id"]) == "unknown_contact"
    assert desk.refused("enterprise.contact", enterprise=company, duty="x") == "missing_field"
    empty = desk.refused("enterprise.contact", enterprise=company, person={"name": " "})
    assert empty == "name_empty"


def test_what_somebody_is_there_for_is_their_own_data(desk: Talk) -> None:
    company = saved(desk, "杭州云帆科技有限公司", contact={"name": "张三丰"})
    changed = {"enterprise": company, "contact": company}
    shown = desk.ok("enterprise.contact", **changed, duty="老板张三丰的秘书")["contact"]
    assert (shown["id"], shown["name"], shown["duty"]) == (company, "张*", "老板张三丰的秘书")
    desk.ok("enterprise.contact", **changed, person={"phone": "13812341234"})
    [shown] = desk.ok("enterprise.show", enterprise=company)["contacts"]
    assert (shown["phone"], shown["duty"]) == ("138****1234", "老板张三丰的秘书")
    desk.ok("enterprise.contact", **changed, duty="")
    [shown] = desk.ok("enterprise.show", enterprise=company)["contacts"]
    assert shown["duty"] is None
    assert desk.refused("enterprise.contact", **changed, duty="x" * 41) == "invalid_value"


def test_the_same_look_at_a_person_is_one_look(desk: Talk) -> None:
    company = saved(desk, "甲公司", contact={"name": "张三"})
    same = {"contact": company, "command": "6f0c6b1e-55a5-4b51-9f0a-0c0a3f3f7a01"}
    first = desk.ok("enterprise.reveal", **same)
    events = desk.ok("journal.verify")["events"]
    assert desk.ok("enterprise.reveal", **same)["contact"] == first["contact"]
    assert desk.ok("journal.verify")["events"] == events


def test_care_and_notes(desk: Talk) -> None:
    company = saved(desk, "甲公司")
    desk.ok("staff.add", code="anna", name="安娜", roles=["window"])
    desk.ok("enterprise.care", enterprise=company, tier="seedling", named_contact="anna")
    desk.ok("enterprise.care", enterprise=company, tier="golden_ear")
    desk.ok("enterprise.note", enterprise=company, text="先打电话", staff="anna")
    file = desk.ok("enterprise.show", enterprise=company)
    shown = file["enterprise"]
    assert (shown["tier"], shown["named_contact"]) == ("golden_ear", "ANNA")
    assert shown["named_contact_name"] == "安娜"
    assert [(one["text"], one["staff"]) for one in file["notes"]] == [("先打电话", "ANNA")]
    desk.ok("enterprise.care", enterprise=company, tier="", named_contact="")
    shown = desk.ok("enterprise.show", enterprise=company)["enterprise"]
    assert (shown["tier"], shown["named_contact"]) == (None, None)
    care = {"enterprise": company}
    assert desk.refused("enterprise.care", **care, tier="gold") == "invalid_value"
    assert desk.refused("enterprise.care", **care, named_contact="zoe") == "unknown_staff"
    assert desk.refused("enterprise.note", **care, text="  ") == "missing_field"


def test_a_list_goes_on_page_by_page(desk: Talk) -> None:
    ids = [saved(desk, f"第{n}号公司") for n in range(5)]
    desk.ok("enterprise.care", enterprise=ids[1], tier="seed")
    desk.ok("enterprise.care", enterprise=ids[4], tier="seed")
    desk.issue("CF-01", enterprise=ids[2])
    first = desk.ok("enterprise.list", limit=2)
    assert (names(first), first["more"]) == (["第4号公司", "第3号公司"], True)
    rest = desk.ok("enterprise.list", limit=9, after=ids[3])
    assert (names(rest), rest["more"]) == (["第2号公司", "第1号公司", "第0号公司"], False)
    assert [one["open_cases"] for one in rest["enterprises"]] == [1, 0, 0]
    seeds = desk.ok("enterprise.list", tier="seed", limit=1)
    assert (names(seeds), seeds["more"]) == (["第4号公司"], True)
    assert names(desk.ok("enterprise.list", tier="seed", after=ids[4])) == ["第1号公司"]
    found = desk.ok("enterprise.list", text="gongsi", limit=3)
    more = desk.ok("enterprise.list", text="gongsi", limit=3, after=found["enterprises"][-1]["id"])
    assert (len(found["enterprises"]), found["more"], more["more"]) == (3, True, False)
    assert {*names(found), *names(more)} == {f"第{n}号公司" for n in range(5)}
    assert names(desk.ok("enterprise.list", text="gongsi", tier="seed")) == [
        "第1号公司",
        "第4号公司",
    ]
    assert names(desk.ok("enterprise.list", text="%")) == []


def test_a_double_becomes_part_of_the_one_that_is_kept(desk: Talk) -> None:
    kept = saved(desk, "杭州云帆科技有限公司", work_place="仓前")
    double = saved(
        desk, "云帆网络", uscc=CODE, work_place="别处", contact={"name": "张三", "phone": "1"}
    )
    desk.ok("enterprise.care", enterprise=double, tier="seed")
    desk.ok("enterprise.note", enterprise=double, text="老客户")
    issued = desk.issue("CF-01", enterprise=double)
    case = issued["cases"][0]["number"]
    desk.ok("enterprise.merge", keep=kept, merge=double, reason="同一家")

    file = desk.ok("enterprise.show", enterprise=double)
    assert desk.ok("enterprise.show", enterprise=CODE) == file
    shown = file["enterprise"]
    assert (shown["id"], shown["uscc"], shown["tier"]) == (kept, CODE, "seed")
    assert (shown["work_place"], shown["open_cases"]) == ("仓前", 1)
    assert [one["text"] for one in file["notes"]] == ["老客户"]
    assert [one["name"] for one in file["contacts"]] == ["张*"]
    assert [one["name"] for one in file["merged"]] == ["云帆网络"]
    assert [one["enterprise"] for one in file["cases"]] == [kept]
    assert [one["enterprise_name"] for one in file["tickets"]] == ["杭州云帆科技有限公司"]
    assert [one["number"] for one in desk.ok("case.list", enterprise=kept)["cases"]] == [case]
    for text in ("云帆网络", "yfwl", CODE, "云帆科技"):
        assert names(desk.ok("enterprise.find", text=text)) == ["杭州云帆科技有限公司"], text
        assert desk.ok("case.list", text=text)["cases"], text
        assert desk.ok("ticket.find", text=text)["tickets"], text
    assert names(desk.ok("enterprise.list")) == ["杭州云帆科技有限公司"]
    assert names(desk.ok("enterprise.list", tier="seed")) == ["杭州云帆科技有限公司"]
    assert desk.issue("RC-01", enterprise=double)["ticket"]["enterprise"] == kept


def test_chains_of_doubles_lead_to_the_last(desk: Talk) -> None:
    first, second, third = (saved(desk, name) for name in ("甲一公司", "甲二公司", "甲三公司"))
    desk.ok("enterprise.merge", keep=second, merge=first, reason="同一家")
    assert desk.refused("enterprise.merge", keep=third, merge=first, reason="x") == (
        "already_merged"
    )
    desk.ok("enterprise.merge", keep=third, merge=second, reason="同一家")
    for one in (first, second, third):
        assert desk.ok("enterprise.show", enterprise=one)["enterprise"]["id"] == third
    assert names(desk.ok("enterprise.find", text="甲一")) == ["甲三公司"]
    assert names(desk.ok("enterprise.find", text="甲")) == ["甲三公司"]
    merge = {"keep": third, "merge": third, "reason": "x"}
    assert desk.refused("enterprise.merge", **merge) == "merge_itself"
    back = {"keep": first, "merge": third, "reason": "x"}
    assert desk.refused("enterprise.merge", **back) == "already_merged"


def test_two_codes_are_two_companies(desk: Talk) -> None:
    one = saved(desk, "甲公司", uscc=CODE)
    other = saved(desk, "乙公司", uscc=OTHER_CODE)
    both = {"keep": one, "merge": other}
    assert desk.refused("enterprise.merge", **both, reason="x") == "merge_two_codes"
    third = saved(desk, "丙公司")
    assert desk.refused("enterprise.merge", keep=one, merge=third, reason=" ") == "missing_reason"
    assert desk.refused("enterprise.merge", keep=one, merge="x", reason="x") == (
        "unknown_enterprise"
    )


def test_a_list_is_taken_over_once(desk: Talk) -> None:
    known = saved(desk, "甲公司")
    merged = saved(desk, "旧名公司")
    desk.ok("enterprise.merge", keep=known, merge=merged, reason="同一家")
    saved(desk, "同名公司", uscc=CODE)
    rows = [
        {"name": "甲公司", "uscc": OTHER_CODE, "work_place": "仓前"},
        {"name": "䶮" * 200, "tier": "seed"},
        {"name": "杭州（中国）科技", "contact_name": "张三", "contact_phone": "13812341234"},
        {"name": "同名公司"},
        {"name": "旧名公司", "registered_place": "余杭"},
    ]
    created = [("updated", None), *[("created", None)] * 2, ("unchanged", None), ("updated", None)]
    events = desk.ok("journal.verify")["events"]
    assert states(desk, rows, dry_run=True) == created
    assert desk.ok("journal.verify")["events"] == events
    assert states(desk, rows) == created
    assert states(desk, rows) == [("unchanged", None)] * 5
    assert states(desk, [{"name": "杭州(中国)科技"}]) == [("unchanged", None)]
    shown = desk.ok("enterprise.show", enterprise=OTHER_CODE)["enterprise"]
    assert (shown["name"], shown["work_place"], shown["registered_place"]) == (
        "甲公司",
        "仓前",
        "余杭",
    )
    assert states(desk, [{"name": "甲新名公司", "uscc": OTHER_CODE}]) == [("updated", None)]
    assert names(desk.ok("enterprise.find", text="甲新名")) == ["甲新名公司"]


def test_a_dry_run_tells_of_rows_that_mean_the_same(desk: Talk) -> None:
    rows = [
        {"name": "杭州云帆科技有限公司", "tier": "seed", "contact_name": "张三"},
        {"name": "杭州云帆科技有限公司", "tier": "seed", "contact_name": "张三"},
        {"name": "杭州云帆科技有限公司", "uscc": CODE},
        {"name": "云帆", "uscc": CODE, "tier": "seedling"},
    ]
    told = [("created", None), ("unchanged", None), ("updated", None), ("updated", None)]
    tried = desk.ok("enterprise.import", rows=rows, dry_run=True)["rows"]
    assert [one["enterprise"] for one in tried] == [None] * 4
    assert states(desk, rows, dry_run=True) == told
    assert states(desk, rows) == told


def test_a_faulty_row_hinders_no_other(desk: Talk) -> None:
    saved(desk, "双生公司")
    saved(desk, "双生公司")
    faults = {
        "row_name_empty": {"name": " \u200b"},
        "row_name_long": {"name": "䶮" * 201},
        "row_formula": {"name": "=1+1"},
        "row_direction_marks": {"name": "甲\u202e乙"},
        "row_uscc": {"name": "丙", "uscc": CODE[:-1] + "0"},
        "row_place_long": {"name": "丁", "work_place": "x" * 201},
        "row_contact_long": {"name": "戊", "contact_phone": "1" * 41},
        "row_tier": {"name": "己", "tier": "gold"},
        "row_name_twice": {"name": "双生公司"},
    }
    found = states(desk, [*faults.values(), {"name": "好公司"}])
    assert found == [*(("faulty", code) for code in faults), ("created", None)]
    assert desk.refused("enterprise.import", rows=[{"name": "x"}] * 501) == "invalid_value"
    assert desk.refused("enterprise.import", rows=[{"nom": "x"}]) == "unknown_field"
