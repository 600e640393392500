"""Setting up: the site, its settings and people, the catalogue, codes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
import yaml

from db.store import SqlStore
from tests.codes import credit_code
from tests.talk import COUNTERS, MORNING, Answer, Talk, talking


def end(ticket: str, how: str, reason: str = "下班") -> Answer:
    """Return one outcome for `day.close`."""
    return {"ticket": ticket, "end": how, "reason": reason}


def test_a_code_that_was_changed_does_not_lead_to_the_file_that_had_it(talk: Talk) -> None:
    first = talk.ok("enterprise.save", name="甲公司", uscc="91110000802100433B")["enterprise"]
    case = talk.issue("CF-01", enterprise=first["id"])["cases"][0]["id"]
    talk.ok("enterprise.save", enterprise=first["id"], name="甲公司", uscc=credit_code(7))
    second = talk.ok("enterprise.save", name="乙公司", uscc="91110000802100433B")["enterprise"]
    assert second["id"] != first["id"]
    assert talk.ok("case.show", case=case)["case"]["enterprise_name"] == "甲公司"
    talk.sound()


def test_programs_that_make_the_site_at_the_same_moment(empty: str) -> None:
    SqlStore(empty).close()  # has its tables
    together = Barrier(3)

    def made(_: int) -> int:
        with talking(empty) as talk:
            talk.at(MORNING)
            assert talk.refused("site.show") == "no_site"  # has its connection
            together.wait()
            return len(talk.ok("site.setup", code="HQ", name="x", counters=COUNTERS)["counters"])

    with ThreadPoolExecutor(3) as programs:
        assert list(programs.map(made, range(3))) == [4, 4, 4]
    with talking(empty) as talk:
        talk.at(MORNING)
        talk.sound()


def test_a_new_site_begins_with_the_built_in_catalogue(tmp_path: Path) -> None:
    with talking(tmp_path / "new.db") as talk:
        talk.at(MORNING)
        assert talk.refused("site.show") == "no_site"
        assert talk.refused("reception.issue", windows=["CF"]) == "no_site"
        more = {"hours": {"mon": [["09:00", "17:30"]]}, "staff": "boss"}
        answer = talk.ok(
            "site.setup", code="hq", name=" 企业 \n 服务中心 ", counters=COUNTERS, **more
        )
        assert answer["site"]["name"] == "企业 服务中心"
        assert answer["site"]["code"] == "HQ"
        assert answer["site"]["hours"]["mon"] == [["09:00", "17:30"]]
        assert answer["site"]["rollover_hour"] == 4
        shown = talk.ok("catalogue.show")
        assert (len(shown["windows"]), len(shown["bundles"])) == (9, 12)
        assert [one["code"] for one in talk.ok("staff.list")["staff"]] == ["BOSS"]
        talk.sound()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"code": "a b"}, "invalid_value"),
        ({"code": ""}, "invalid_value"),
        ({"name": "  "}, "name_empty"),
        ({"name": "名" * 201}, "name_too_long"),
        ({"counters": []}, "missing_field"),
        ({"counters": [{"number": 0, "windows": ["CF"]}]}, "invalid_value"),
        ({"counters": [{"number": 10**9, "windows": ["CF"]}]}, "invalid_value"),
        ({"counters": [{"number": 1, "windows": []}]}, "missing_field"),
        ({"counters": [{"number": 1, "windows": ["XX"]}]}, "unknown_window"),
        ({"counters": [COUNTERS[0], COUNTERS[0]]}, "invalid_value"),
        ({"zone": "Mars/Olympus"}, "invalid_value"),
        ({"zone": "../../etc/passwd"}, "invalid_value"),
        ({"rollover_hour": 24}, "invalid_value"),
        ({"rollover_hour": -1}, "invalid_value"),
        ({"hours": {"mon": [["17:00", "09:00"]]}}, "invalid_value"),
        ({"hours": {"someday": []}}, "invalid_value"),
        ({"hours": {"mon": [[1.5, 2.5]]}}, "invalid_value"),
    ],
)
def test_a_site_that_cannot_be(talk: Talk, fields: Answer, code: str) -> None:
    whole = {"code": "HQ", "name": "中心", "counters": COUNTERS}
    assert talk.refused("site.setup", **(whole | fields)) == code
    assert talk.ok("site.show")["site"]["name"] == "企业服务中心"


def test_setting_up_again_changes_what_is_given(talk: Talk) -> None:
    talk.open(1)
    fewer = [COUNTERS[0], {"number": 9, "windows": ["DQ"]}]
    answer = talk.ok("site.setup", code="hq", name="新名", counters=fewer, rollover_hour=0)
    assert [one["number"] for one in answer["counters"]] == [1, 9]
    assert answer["counters"][0]["staff"] == "W1"
    assert (answer["site"]["name"], answer["site"]["rollover_hour"]) == ("新名", 0)
    assert answer["site"]["zone"] == "Asia/Shanghai"
    assert talk.refused("counter.show", counter=3) == "unknown_counter"
    assert talk.refused("reception.issue", windows=["GZ"]) == "window_not_served"
    assert talk.refused("site.setup", code="hq", name="x", counters=fewer[1:]) == "counter_busy"
    talk.ok("site.setup", code="hq", name="x", counters=COUNTERS)
    assert talk.ok("counter.show", counter=3)["counter"]["windows"] == ["GZ", "CF"]
    talk.sound()


def test_a_site_that_is_named_but_not_there_yet(tmp_path: Path) -> None:
    with talking(tmp_path / "new.db", site="a1") as talk:
        talk.at(MORNING)
        assert talk.refused("site.show") == "no_site"
        assert talk.refused("site.setup", code="b2", name="x", counters=COUNTERS) == "no_site"
        talk.ok("site.setup", code="a1", name="x", counters=COUNTERS)
        assert talk.ok("site.show")["site"]["code"] == "A1"
        talk.ok("site.setup", code="b2", name="x", counters=COUNTERS)
        assert talk.ok("site.show")["site"]["code"] == "A1"


def test_settings_are_declared_and_checked(talk: Talk) -> None:
    settings = talk.ok("settings.get")["settings"]
    assert settings["calls_before_no_show"] == 3
    assert settings["positions_behind"] == 3
    assert settings["gap_stops_clock"] is False
    assert talk.ok("settings.get", key="positions_behind")["settings"] == {"positions_behind": 3}
    assert talk.refused("settings.get", key="colour") == "invalid_value"
    for key, value in (
        ("colour", 1),
        ("calls_before_no_show", 0),
        ("calls_before_no_show", True),
        ("calls_before_no_show", "3"),
        ("gap_stops_clock", 1),
        ("priority_minutes", {"vip": 3}),
        ("priority_minutes", {"ill": -1}),
        ("priority_minutes", {"ill": 1.5}),
        ("priority_minutes", []),
        ("priority_minutes", None),
    ):
        assert talk.refused("settings.set", key=key, value=value) == "invalid_value", (key, value)
    talk.ok("settings.set", key="calls_before_no_show", value=2)
    assert talk.ok("settings.get")["settings"]["calls_before_no_show"] == 2


def test_staff(talk: Talk) -> None:
    good = {"code": "a", "name": "张", "roles": ["window"]}
    for wrong, code in (
        ({"roles": []}, "missing_field"),
        ({"roles": ["king"]}, "invalid_value"),
        ({"name": ""}, "name_empty"),
        ({"name": "名" * 201}, "name_too_long"),
        ({"code": "a b"}, "invalid_value"),
        ({"windows": ["XX"]}, "unknown_window"),
    ):
        assert talk.refused("staff.add", **(good | wrong)) == code
    assert talk.ok("staff.add", **good)["staff"]["name"] == "张"
    assert talk.ok("staff.add", **(good | {"name": "章"}))["staff"]["name"] == "章"
    assert len(talk.ok("staff.list")["staff"]) == 1
    talk.sound()


CATALOGUE = Path("resources/catalogue/catalogue.yaml")


def test_a_catalogue_replaces_by_code_and_what_is_gone_stays_for_old_cases(
    talk: Talk, checkout: Path, tmp_path: Path
) -> None:
    old = talk.issue("CF-05")["cases"][0]["id"]
    text = (checkout / CATALOGUE).read_text("utf-8")
    head, rest = text.split("- code: CF-05\n", 1)
    shorter = tmp_path / "catalogue.yaml"
    shorter.write_text(
        head.replace("企业设立登记", "公司设立登记")
        + "- code: CF-55\n"
        + rest.replace("- CF-05\n", "- CF-55\n"),
        "utf-8",
    )
    counts = talk.ok("catalogue.load", path=str(shorter))
    items = talk.ok("catalogue.show")["items"]
    assert counts["windows"] == 9
    assert counts["items"] == len(items) - 1
    assert talk.refused("reception.issue", items=["CF-05"]) == "unknown_item"
    assert talk.issue("CF-55")["cases"][0]["item"] == "CF-55"
    assert talk.issue("CF-01")["cases"][0]["item_name"] == "公司设立登记"
    talk.ok("case.resolve", case=old)
    talk.ok("catalogue.load", path=str(checkout / CATALOGUE))
    assert talk.issue("CF-05")["ok"]
    talk.sound()


@pytest.mark.parametrize("damage", ["truncated", "a word", "bytes", "empty", "field"])
def test_a_faulty_catalogue_changes_nothing(
    talk: Talk, checkout: Path, tmp_path: Path, damage: str
) -> None:
    data = (checkout / CATALOGUE).read_bytes()
    faulty = tmp_path / "faulty.yaml"
    faulty.write_bytes(
        {
            "truncated": data[: len(data) // 2],
            "a word": b"nonsense",
            "bytes": b"\xff\xfe" + data,
            "empty": b"",
            "field": data.replace(b"possible: true", b"possible: maybe", 1),
        }[damage]
    )
    before = talk.ok("catalogue.show")
    answer = talk.say("catalogue.load", path=str(faulty))
    assert answer["error"]["code"] == "catalogue_faulty"
    assert isinstance(answer["error"]["line"], int)
    assert answer["error"]["field"] or damage in ("a word", "bytes", "empty")
    assert talk.ok("catalogue.show") == before
    for path in ("none.yaml", "", "/", str(tmp_path)):
        assert talk.refused("catalogue.load", path=path) in (
            "not_found",
            "catalogue_faulty",
            "invalid_value",
        )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1234567890123", "legacy_number"),
        ("330106000012345", "legacy_number"),
        ("", "empty"),
        ("91330106", "wrong_length"),
    ],
)
def test_a_code_that_is_none_says_why(talk: Talk, text: str, reason: str) -> None:
    answer = talk.ok("uscc.check", text=text)
    assert answer["valid"] is False
    assert answer["reason"]["code"] == reason
    assert answer["reason"]["text"]
    saved = talk.say("enterprise.save", name="甲", uscc=text)
    assert saved["ok"] if not text else saved["error"]["code"] == "uscc_invalid"


def test_who_waits_for_a_window_that_is_gone_is_served_all_the_same(
    talk: Talk, checkout: Path, tmp_path: Path
) -> None:
    waiting = talk.issue("PP-04")
    catalogue = yaml.safe_load((checkout / CATALOGUE).read_text("utf-8"))
    catalogue["windows"] = [one for one in catalogue["windows"] if one["code"] != "PP"]
    catalogue["items"] = [one for one in catalogue["items"] if one["window"] != "PP"]
    left = {one["code"] for one in catalogue["items"]}
    for item in catalogue["items"]:
        item["also_needs"] = [code for code in item["also_needs"] if code != "PP"]
    catalogue["bundles"] = [one for one in catalogue["bundles"] if set(one["items"]) <= left]
    smaller = tmp_path / "smaller.yaml"
    smaller.write_text(yaml.safe_dump(catalogue, allow_unicode=True, sort_keys=False), "utf-8")
    assert talk.ok("catalogue.load", path=str(smaller))["windows"] == 8
    assert talk.refused("reception.issue", windows=["PP"]) == "unknown_window"
    assert talk.labels(window="pp") == talk.ok("board.show")["next"]["PP"] == ["G001"]
    talk.open(4)
    outcome = {"case": waiting["cases"][0]["id"], "outcome": "resolved"}
    assert talk.served(4, outcome)["ticket"]["state"] == "done"
    assert "PP" not in talk.ok("board.show")["next"]
    talk.sound()


def test_a_case_by_phone_does_not_reopen_the_day(talk: Talk) -> None:
    assert talk.ok("day.close")["closed"] is True
    before = talk.ok("figures.day", day="2026-11-23")["state"]
    talk.issue("CF-01", door="phone")
    assert talk.ok("figures.day", day="2026-11-23")["state"] == before == "closed"
