"""Keeping a centre's set-up: catalogue entries, calendars, the set-up as a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.console.test_case_dates import case_of, shown
from tests.talk import COUNTERS, Answer, Talk, make_site, talking

NOTICE = """各单位：2027年部分节假日安排如下。
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、国庆节：10月1日（星期五）至7日（星期四）放假调休，共7天。9月26日（星期日）、10月9日（星期六）上班。
"""


@pytest.fixture
def desk(empty: str) -> Iterator[Talk]:
    """Give a conversation about a new site, on each engine."""
    make_site(empty)
    with talking(empty) as one:
        one.at("2026-11-23T01:00:00Z")
        yield one


def item(talk: Talk, code: str) -> Answer:
    """Return an item as it is."""
    found: Answer = next(one for one in talk.ok("catalogue.show")["items"] if one["code"] == code)
    return found


def words_of(talk: Talk, paper: str, path: Path) -> str:
    """Return the text that is printed on a paper."""
    talk.ok("paper.pdf", paper=paper, path=str(path))
    document = pypdfium2.PdfDocument(path)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_an_item_is_changed_and_what_was_promised_stays(desk: Talk, tmp_path: Path) -> None:
    case = case_of(desk, "CF-02")
    accepted = desk.ok("case.accept", case=case)
    paper = accepted["papers"][0]["id"]
    due = accepted["case"]["due_on"]
    before = words_of(desk, paper, tmp_path / "before.pdf")
    limit = {"count": 40, "basis": "working"}
    saved = desk.ok(
        "catalogue.save",
        staff="ad",
        item={"code": "cf-02", "promised_working_days": 9, "legal_limit": limit},
    )
    assert saved["entry"] == item(desk, "CF-02")
    assert saved["entry"]["promised_working_days"] == 9
    assert shown(desk, case)["due_on"] == due
    assert words_of(desk, paper, tmp_path / "after.pdf") == before
    later = desk.ok("case.accept", case=case_of(desk, "CF-02"))
    assert later["case"]["due_on"] == "2026-12-04"
    assert "40" in words_of(desk, later["papers"][0]["id"], tmp_path / "later.pdf")
    off = tmp_path / "off.csv"
    off.write_text("day,working\n2027-03-01,0\n", "utf-8")
    assert desk.ok("calendar.import", path=str(off))["moved"] == []
    assert shown(desk, case)["due_on"] == due
    [change, first] = desk.ok("catalogue.history", code="CF-02")["changes"]
    assert (change["kind"], change["by"], first["kind"]) == ("saved", "AD", "loaded")
    fields = {one["field"]: (one["before"], one["after"]) for one in change["differences"]}
    assert fields["promised_working_days"] == (1, 9)
    assert fields["legal_limit"][1] == limit
    desk.sound()
    assert desk.ok("journal.rebuild")["same"]


@pytest.mark.parametrize(
    ("fields", "field", "problem"),
    [
        ({"name_zh": "  "}, "name_zh", "empty"),
        ({"name_en": "x" * 201}, "name_en", "too_long"),
        ({"minutes": -1}, "minutes", "out_of_range"),
        ({"minutes": "9"}, "minutes", "wrong_type"),
        ({"promised_working_days": 10**9}, "promised_working_days", "out_of_range"),
        ({"kind": "quick"}, "kind", "unknown_word"),
        ({"window": "XX"}, "window", "unknown_reference"),
        ({"also_needs": ["RC", "RC"]}, "also_needs[1]", "duplicate"),
        ({"legal_limit": {"count": 5, "basis": "weeks"}}, "legal_limit.basis", "unknown_word"),
        ({"legal_limit": {"count": -5, "basis": "month"}}, "legal_limit.count", "out_of_range"),
        ({"materials": [{"name": "a", "deferrable": True}]}, "materials[0].shared", "missing_key"),
        ({"colour": "red"}, "colour", "unknown_key"),
    ],
)
def test_an_entry_obeys_the_rules_of_the_file(
    talk: Talk, fields: Answer, field: str, problem: str
) -> None:
    before = talk.ok("catalogue.show")
    answer = talk.say("catalogue.save", item={"code": "CF-02", **fields})
    assert answer["error"]["code"] == "catalogue_faulty"
    assert (answer["error"]["field"], answer["error"]["problem"]) == (field, problem)
    assert "没有保存" in answer["error"]["message"]
    assert talk.ok("catalogue.show") == before


def test_entries_come_and_go(talk: Talk) -> None:
    whole: dict[str, Any] = {**item(talk, "CF-05"), "code": "cf-77", "name_zh": "新事项"}
    assert talk.ok("catalogue.save", item=whole)["entry"]["code"] == "CF-77"
    assert talk.issue("CF-77")["cases"][0]["item_name"] == "新事项"
    talk.ok("catalogue.save", item={"code": "CF-77", "withdrawn": True})
    assert talk.refused("reception.issue", items=["CF-77"]) == "unknown_item"
    talk.ok("catalogue.save", item={"code": "CF-77", "withdrawn": False})
    assert talk.issue("CF-77")["ok"]
    needed = talk.ok("catalogue.show")["bundles"][0]["steps"][0][0]
    assert talk.refused("catalogue.save", item={"code": needed, "withdrawn": True}) == "still_used"
    assert talk.refused("catalogue.save", window={"code": "CF", "withdrawn": True}) == "still_used"
    assert talk.refused("catalogue.save", window={"code": "CF", "letter": "D"}) == (
        "catalogue_faulty"
    )
    talk.ok("catalogue.save", window={"code": "CF", "name_zh": "财务法务台"})
    assert talk.ok("catalogue.show")["windows"][5]["name_zh"] == "财务法务台"
    new = {"code": "XX", "name_zh": "新窗口", "name_en": "New", "letter": "Z"}
    assert talk.ok("catalogue.save", window=new)["entry"]["order"] == 9
    talk.ok("catalogue.save", window={"code": "XX", "withdrawn": True})
    bundle = talk.ok("catalogue.show")["bundles"][0]["code"]
    changed = talk.ok("catalogue.save", bundle={"code": bundle, "promised_working_days": 30})
    assert changed["entry"]["promised_working_days"] == 30
    assert talk.refused("catalogue.save") == "missing_field"
    assert talk.refused("catalogue.save", item={"name_zh": "x"}) == "missing_field"
    assert talk.refused("catalogue.history", code="ZZ") == "unknown_item"
    talk.sound()
    assert talk.ok("journal.rebuild")["same"]


def test_what_comes_back_needs_what_is_on_offer(talk: Talk) -> None:
    window = {"code": "XX", "name_zh": "新窗口", "name_en": "New", "letter": "X"}
    talk.ok("catalogue.save", window=window)
    whole = {**item(talk, "CF-05"), "code": "XX-01", "window": "XX", "also_needs": []}
    talk.ok("catalogue.save", item=whole)
    talk.ok("catalogue.save", item={"code": "XX-01", "withdrawn": True})
    talk.ok("catalogue.save", window={"code": "XX", "withdrawn": True})
    talk.ok("catalogue.save", item={"code": "XX-01", "minutes": 7})
    answer = talk.say("catalogue.save", item={"code": "XX-01", "withdrawn": False})
    assert (answer["error"]["field"], answer["error"]["problem"]) == ("window", "unknown_reference")
    talk.ok("catalogue.save", window={"code": "XX", "withdrawn": False})
    talk.ok("catalogue.save", item={"code": "XX-01", "withdrawn": False})


def test_a_catalogue_is_looked_at_before_it_is_loaded(
    talk: Talk, checkout: Path, tmp_path: Path
) -> None:
    text = (checkout / "resources/catalogue/catalogue.yaml").read_text("utf-8")
    other = tmp_path / "other.yaml"
    other.write_text(text.replace("企业设立登记", "公司设立登记"), "utf-8")
    tried = talk.ok("catalogue.load", path=str(other), dry_run=True)["differences"]
    assert ("item", "CF-01", "name_zh", "企业设立登记", "公司设立登记") in [
        tuple(one.values()) for one in tried
    ]
    assert item(talk, "CF-01")["name_zh"] == "企业设立登记"
    assert talk.ok("catalogue.load", path=str(other))["differences"] == tried
    assert talk.ok("catalogue.load", path=str(other), dry_run=True)["differences"] == []


def test_a_notice_is_looked_at_and_then_counts(talk: Talk) -> None:
    case = case_of(talk, "PP-04")
    talk.at("2026-12-23T01:00:00Z")
    assert talk.ok("case.accept", case=case)["case"]["provisional"]
    tried = talk.ok("calendar.import", text=NOTICE + "2027年1月4日（周一）放假1天。", dry_run=True)
    assert [one["id"] for one in tried["moved"]] == [case]
    assert (tried["was_due"], tried["moved"][0]["due_on"]) == (["2027-01-04"], "2027-01-05")
    assert shown(talk, case)["due_on"] == "2027-01-04"
    assert tried["provisional"] == []
    done = talk.ok("calendar.import", text=NOTICE + "2027年1月4日（周一）放假1天。")
    assert done["was_due"] == tried["was_due"]
    after = shown(talk, case)
    assert (after["due_on"], after["provisional"]) == ("2027-01-05", False)
    assert talk.refused("calendar.import") == "missing_field"
    assert talk.refused("calendar.import", text="放假啦") == "notice_unclear"
    talk.sound()


def test_a_setup_goes_to_another_centre_as_a_file(desk: Talk, tmp_path: Path) -> None:
    file = tmp_path / "setup.json"
    desk.ok("settings.set", key="positions_behind", value=7)
    desk.ok("settings.set", key="priority_minutes", value={"elderly": 40})
    desk.ok("catalogue.save", item={"code": "CF-02", "minutes": 33})
    desk.ok("calendar.import", text=NOTICE)
    desk.ok("staff.add", code="gu", name="顾小红", roles=["guide"])
    desk.ok("enterprise.save", name="杭州云帆科技有限公司")
    desk.ok("settings.export", path=str(file), board_notice="中午不休息")
    written = file.read_text("utf-8")
    assert "云帆" not in written
    assert "password" not in written
    same = desk.ok("settings.import", path=str(file), dry_run=True)
    assert (same["differences"], same["board_notice"]) == ([], "中午不休息")
    with talking(tmp_path / "other.db") as other:
        other.at("2026-11-23T01:00:00Z")
        other.ok("site.setup", code="b2", name="另一中心", counters=COUNTERS[:1])
        tried = other.ok("settings.import", path=str(file), dry_run=True)
        parts = {one["part"] for one in tried["differences"]}
        assert parts == {"site", "counter", "setting", "item", "day", "person"}
        assert other.ok("settings.get")["settings"]["positions_behind"] == 3
        done = other.ok("settings.import", path=str(file))
        assert done["differences"] == tried["differences"]
        assert other.ok("settings.import", path=str(file))["differences"] == []
        site = other.ok("site.show")
        assert (site["site"]["code"], site["site"]["name"]) == ("B2", "企业服务中心")
        assert [one["number"] for one in site["counters"]] == [1, 2, 3, 4]
        assert item(other, "CF-02")["minutes"] == 33
        assert other.ok("staff.list")["staff"][0]["name"] == "顾小红"
        assert other.ok("calendar.due", accepted_on="2026-12-31", days=1, basis="working") == {
            "id": None,
            "ok": True,
            "due_on": "2027-01-04",
            "provisional": False,
        }
        other.sound()
        assert other.ok("journal.rebuild")["same"]


def test_names_of_people_are_not_remembered_with_an_answer(talk: Talk, tmp_path: Path) -> None:
    talk.ok("staff.add", code="gu", name="顾小红", roles=["guide"])
    file = tmp_path / "setup.json"
    talk.ok("settings.export", path=str(file))
    file.write_text(file.read_text("utf-8").replace("顾小红", "顾小蓝"), "utf-8")
    taking = {"path": str(file), "command": "0198c0de-0000-7000-8000-00000000000b"}
    [told] = talk.ok("settings.import", **taking)["differences"]
    assert (told["before"], told["after"]) == ("顾小红", "顾小蓝")
    [again] = talk.ok("settings.import", **taking)["differences"]
    assert again == told | {"before": None, "after": None}


def test_a_setup_that_cannot_be_taken_over_changes_nothing(talk: Talk, tmp_path: Path) -> None:
    file = tmp_path / "setup.json"
    talk.ok("settings.export", path=str(file))
    good = json.loads(file.read_text("utf-8"))
    before = (talk.ok("site.show"), talk.ok("settings.get"), talk.ok("catalogue.show"))

    def refused(change: Any) -> str:
        file.write_text(json.dumps(change, ensure_ascii=False), "utf-8")
        code = talk.refused("settings.import", path=str(file))
        assert talk.refused("settings.import", path=str(file), dry_run=True) in (code, "wrong")
        return code

    assert refused([1]) == refused({"a": 1}) == refused("x") == "settings_foreign"
    assert refused({**good, "yimen_settings": 2}) == "settings_newer"
    assert refused({**good, "extra": 1}) == "unknown_field"
    assert refused({**good, "settings": {"colour": 1}}) == "invalid_value"
    assert refused({**good, "calendar": {"yesterday": True}}) == "invalid_value"
    person = {"code": "a", "name": "甲", "roles": ["king"], "windows": None, "active": True}
    assert refused({**good, "people": [person]}) == "invalid_value"
    items = [{**good["catalogue"]["items"][0], "minutes": -1}]
    wrong = {**good, "catalogue": {**good["catalogue"], "items": items, "bundles": []}}
    assert refused(wrong) == "catalogue_faulty"
    for path in ("", "/", str(tmp_path / "none.json")):
        assert talk.refused("settings.import", path=path) == "not_found"
    file.write_bytes(b"[" * 100_000)
    assert talk.refused("settings.import", path=str(file)) == "settings_foreign"
    talk.open(2)
    site = {**good["site"], "counters": good["site"]["counters"][:1], "name": "新名"}
    file.write_text(json.dumps({**good, "site": site, "settings": {"positions_behind": 9}}))
    assert talk.refused("settings.import", path=str(file)) == "counter_busy"
    talk.ok("counter.close", counter=2)
    assert (talk.ok("settings.get"), talk.ok("catalogue.show")) == before[1:]
    assert talk.ok("site.show")["site"]["name"] == "企业服务中心"
    assert talk.refused("settings.export", path=str(tmp_path / "no" / "where.json")) == "not_found"


@pytest.mark.parametrize(
    ("part", "key", "value", "code"),
    [
        ("site", "zone", "Mars/Phobos", "invalid_value"),
        ("site", "rollover_hour", 99, "invalid_value"),
        ("site", "counters", [{"number": 1, "windows": ["ZZ"]}], "unknown_window"),
        ("site", "name", "half a pair \ud800", "settings_foreign"),
        ("people", 0, {"name": ""}, "name_empty"),
        ("people", 0, {"code": "a b"}, "invalid_value"),
        ("people", 0, {"windows": ["ZZ"]}, "unknown_window"),
        ("people", 0, {"roles": []}, "missing_field"),
    ],
)
def test_looking_at_a_setup_says_what_taking_it_over_would(
    talk: Talk, tmp_path: Path, part: str, key: Any, value: Any, code: str
) -> None:
    talk.ok("staff.add", code="gu", name="顾小红", roles=["guide"])
    path = tmp_path / "set-up.json"
    talk.ok("settings.export", path=str(path))
    plain = json.loads(path.read_text("utf-8"))
    plain[part][key] = {**plain[part][key], **value} if isinstance(value, dict) else value
    path.write_text(json.dumps(plain), "utf-8")
    assert talk.refused("settings.import", path=str(path), dry_run=True) == code
    assert talk.refused("settings.import", path=str(path)) == code


def test_no_file_that_is_asked_for_takes_the_place_of_a_database(
    talk: Talk, site_file: Path, tmp_path: Path
) -> None:
    slip = talk.issue("CF-01")["papers"][0]["id"]
    copy = tmp_path / "copy.db"
    talk.ok("backup", path=str(copy))
    day = {"from": "2026-11-23", "to": "2026-11-23", "format": "csv"}
    for path in (site_file, Path(f"{site_file}-wal"), copy):
        assert talk.refused("settings.export", path=str(path)) == "invalid_value"
        assert talk.refused("figures.export", path=str(path), **day) == "invalid_value"
        assert talk.refused("paper.pdf", paper=slip, path=str(path)) == "invalid_value"
    with talking(site_file) as other:
        other.at("2026-11-23T01:00:00Z")
        assert other.labels() == ["F001"]


def test_what_is_called_in_the_catalogue_has_no_marks_that_nobody_sees(talk: Talk) -> None:
    entry = {"code": "CF-02", "name_zh": "变更\u202e登\u0007记\u200b"}
    assert talk.ok("catalogue.save", item=entry)["entry"]["name_zh"] == "变更登记"
    entry["name_zh"] = "\u202e\u2066"
    assert talk.say("catalogue.save", item=entry)["error"]["problem"] == "empty"


def test_a_setup_that_leaves_no_administrator_is_told_of_before(talk: Talk, tmp_path: Path) -> None:
    talk.ok("staff.add", code="ad", name="安定", roles=["administrator"])
    talk.ok("staff.set_password", staff="ad", password="xihu-duan-qiao")
    path = tmp_path / "set-up.json"
    talk.ok("settings.export", staff="ad", path=str(path))
    plain = json.loads(path.read_text("utf-8"))
    plain["people"][0]["roles"] = ["guide"]
    path.write_text(json.dumps(plain), "utf-8")
    for dry_run in (True, False):
        said = talk.refused("settings.import", staff="ad", path=str(path), dry_run=dry_run)
        assert said == "last_administrator"
