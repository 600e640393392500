"""Lines that are no good, and what the console says to them; it always goes on."""

from __future__ import annotations

import io
import json
import uuid
from pathlib import Path
from typing import Any

import pytest

from desktop.console import LONGEST_LINE
from tests.codes import credit_code
from tests.talk import MORNING, Talk, talking

CODE = credit_code(7)


def conversation(talk: Talk, sent: bytes) -> list[dict[str, Any]]:
    answers = io.StringIO()
    talk.console.run(io.BytesIO(sent), answers)
    return [json.loads(line) for line in answers.getvalue().splitlines()]


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"nonsense",
        b"[]",
        b'[{"do":"site.show"}]',
        b'"site.show"',
        b"null",
        b"12",
        b'{"do":"site.show","id":NaN}',
        b'{"do":"site.show","id":-Infinity}',
        b'{"do":"site.show","id":1e999}',
        b'{"do":"settings.set","key":"calls_before_no_show","value":NaN}',
        b'{"do":"site.show","id":"\xff\xfe"}',
        b'{"do":"site.show","id":"\\ud800"}',
        b'{"do":"reception.issue","text":"\\udfff"}',
        b'{"do":"site.show","id":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        b'{"do":"site.show","id":' + b"[" * 200 + b"]" * 200 + b"}",
        b'{"do":"site.show","id":' + b"9" * 5000 + b"}",
        b'{"do":"site.show"} {}',
        b"\x00",
    ],
)
def test_what_is_not_json_is_bad_json(talk: Talk, line: bytes) -> None:
    answer = talk.line(line)
    assert answer["error"]["code"] == "bad_json"
    assert answer["id"] is None


@pytest.mark.parametrize("value", [1, "a", None, True, [1, {"b": 2.5}], {"x": "y"}, 2.5, "龘"])
def test_the_id_comes_back_whatever_it_is(talk: Talk, value: object) -> None:
    assert talk.say("site.show", id=value)["id"] == value
    assert talk.say("no.such", id=value)["id"] == value


def test_a_line_of_a_megabyte_is_refused_and_the_next_is_read(talk: Talk) -> None:
    long = b'{"id":1,"do":"site.show","x":"' + b"x" * 1_000_000 + b'"}\n'
    answers = conversation(talk, long + b'{"id":2,"do":"site.show"}\n' + long.strip())
    assert [answer["id"] for answer in answers] == [None, 2, None]
    assert [answer["ok"] for answer in answers] == [False, True, False]
    assert answers[0]["error"]["code"] == "line_too_long"


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
def test_a_line_may_be_256_kib_long(talk: Talk, end: bytes) -> None:
    line = b'{"id":1,"do":"uscc.check","text":"'
    longest = line + b"x" * (LONGEST_LINE - len(line) - 2) + b'"}'
    assert len(longest) == LONGEST_LINE
    [answer] = conversation(talk, longest + end)
    assert answer["ok"]
    [answer] = conversation(talk, longest.replace(b"xx", b"xxx", 1) + end)
    assert answer["error"]["code"] == "line_too_long"


def test_empty_lines_are_passed_over_and_a_last_line_needs_no_end(talk: Talk) -> None:
    answers = conversation(
        talk, b'\n  \n\r\n{"id":1,"do":"site.show"}\n\n{"id":2,"do":"site.show"}'
    )
    assert [answer["id"] for answer in answers] == [1, 2]


@pytest.mark.parametrize(
    ("line", "code", "field"),
    [
        ({}, "missing_field", "do"),
        ({"do": None}, "missing_field", "do"),
        ({"do": 7}, "wrong_type", "do"),
        ({"do": "site.shown"}, "unknown_verb", None),
        ({"do": "Site.Show"}, "unknown_verb", None),
        ({"do": "day.open"}, "unknown_verb", None),
        ({"do": "site.show", "sight": 1}, "unknown_field", "sight"),
        ({"do": "counter.call_next"}, "missing_field", "counter"),
        ({"do": "counter.call_next", "counter": "1"}, "wrong_type", "counter"),
        ({"do": "counter.call_next", "counter": 1.0}, "wrong_type", "counter"),
        ({"do": "counter.call_next", "counter": True}, "wrong_type", "counter"),
        ({"do": "counter.call_next", "counter": None}, "wrong_type", "counter"),
        ({"do": "counter.call_next", "counter": 1, "staff": 5}, "wrong_type", "staff"),
        ({"do": "counter.call_next", "counter": 1, "command": 5}, "wrong_type", "command"),
        ({"do": "counter.call_next", "counter": 1, "command": "x"}, "invalid_value", "command"),
        ({"do": "reception.issue", "items": "CF-01"}, "wrong_type", "items"),
        ({"do": "reception.issue", "items": [{"item": "CF-01", "x": 1}]}, "unknown_field", None),
        ({"do": "reception.issue", "items": [{}]}, "missing_field", None),
        ({"do": "reception.issue", "items": [5]}, "wrong_type", None),
        ({"do": "reception.issue", "windows": ["CF"], "priority": {}}, "missing_field", None),
        ({"do": "reception.issue", "windows": ["C\0F"]}, "invalid_value", None),
        ({"do": "clock.set", "at": "nine o'clock"}, "invalid_value", "at"),
        ({"do": "clock.set", "at": "2026-11-23T09:00:00"}, "invalid_value", "at"),
        ({"do": "clock.set", "at": "9999-12-31T23:59:59Z"}, "invalid_value", "at"),
        ({"do": "clock.set", "at": "9999-12-31T23:59:59-14:00"}, "invalid_value", "at"),
        ({"do": "clock.set", "at": "0001-01-01T00:00:00+14:00"}, "invalid_value", "at"),
        ({"do": "clock.set", "at": 5}, "wrong_type", "at"),
        ({"do": "figures.day", "day": "2026-11-31"}, "invalid_value", "day"),
        ({"do": "figures.day", "day": "2026-W48-1"}, "invalid_value", "day"),
        (
            {"do": "settings.set", "key": "calls_before_no_show", "value": 1.5},
            "invalid_value",
            None,
        ),
        (
            {"do": "settings.set", "key": "calls_before_no_show", "value": [1.5]},
            "invalid_value",
            None,
        ),
        ({"do": "settings.set", "key": "calls_before_no_show"}, "missing_field", "value"),
    ],
)
def test_a_field_that_is_wrong_is_named(
    talk: Talk, line: dict[str, object], code: str, field: str | None
) -> None:
    answer = talk.line(json.dumps(line).encode())
    assert answer["error"]["code"] == code, answer
    if field is not None:
        assert answer["error"]["field"] == field


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"do": "counter.call_next", "counter": 10**30}, "unknown_counter"),
        ({"do": "counter.call_next", "counter": 2**31}, "unknown_counter"),
        ({"do": "counter.call_next", "counter": 0}, "unknown_counter"),
        ({"do": "counter.call_next", "counter": -1}, "unknown_counter"),
        ({"do": "queue.show", "counter": 10**20}, "unknown_counter"),
        ({"do": "case.list", "limit": 10**30}, "invalid_value"),
        ({"do": "case.list", "limit": 0}, "invalid_value"),
        ({"do": "enterprise.find", "text": "a", "limit": 10**30}, "invalid_value"),
        ({"do": "settings.set", "key": "positions_behind", "value": 10**30}, "invalid_value"),
        ({"do": "settings.set", "key": "x" * 5000, "value": 1}, "invalid_value"),
        (
            {"do": "calendar.due", "accepted_on": "2026-11-23", "days": 10**30, "basis": "working"},
            "invalid_value",
        ),
        (
            {"do": "calendar.due", "accepted_on": "2026-11-23", "days": -1, "basis": "natural"},
            "invalid_value",
        ),
        (
            {"do": "calendar.due", "accepted_on": "9999-12-31", "days": 1, "basis": "month"},
            "invalid_value",
        ),
        ({"do": "ticket.show", "ticket": "\U0010ffff" * 1000}, "unknown_ticket"),
        ({"do": "ticket.show", "ticket": ""}, "unknown_ticket"),
        ({"do": "paper.reprint", "paper": "'; DROP TABLE paper; --"}, "unknown_paper"),
    ],
)
def test_values_beyond_all_bounds_are_refused(
    talk: Talk, line: dict[str, object], code: str
) -> None:
    answer = talk.line(json.dumps(line).encode())
    assert answer["error"]["code"] == code, answer


def test_the_same_command_again_changes_nothing(talk: Talk) -> None:
    command = str(uuid.uuid4())
    first = talk.ok("reception.issue", id=1, command=command, items=["CF-01"], staff="g1")
    before = talk.ok("journal.verify")["events"]
    talk.at("2026-11-23T03:00:00Z")
    again = talk.ok("reception.issue", id=2, command=command.upper(), items=["CF-01"], staff="g1")
    assert again == {**first, "id": 2}
    assert talk.ok("journal.verify")["events"] == before
    assert talk.labels() == ["F001"]


def test_a_null_answer_is_remembered_too(talk: Talk) -> None:
    talk.open(1)
    command = str(uuid.uuid4())
    assert talk.ok("counter.call_next", counter=1, command=command)["ticket"] is None
    talk.issue("CF-01")
    assert talk.ok("counter.call_next", counter=1, command=command)["ticket"] is None
    assert talk.ok("counter.call_next", counter=1)["ticket"]["label"] == "F001"


@pytest.mark.parametrize(
    "other",
    [
        {"do": "reception.issue", "items": ["CF-02"], "staff": "g1"},
        {"do": "reception.issue", "items": ["CF-01"], "staff": "g2"},
        {"do": "reception.issue", "items": ["CF-01"]},
        {"do": "ticket.cancel", "ticket": "F001", "reason": "x", "staff": "g1"},
    ],
)
def test_a_command_id_belongs_to_one_content(talk: Talk, other: dict[str, Any]) -> None:
    command = str(uuid.uuid4())
    talk.ok("reception.issue", command=command, items=["CF-01"], staff="g1")
    before = talk.ok("journal.verify")["events"]
    assert talk.refused(**other, command=command) == "command_reused"
    assert talk.ok("journal.verify")["events"] == before


def test_refusals_are_not_remembered(talk: Talk) -> None:
    command = str(uuid.uuid4())
    assert talk.refused("counter.call_next", counter=1, command=command) == "counter_not_open"
    talk.open(1)
    talk.ok("counter.call_next", counter=1, command=command)


def test_a_command_is_remembered_by_the_next_console_too(talk: Talk, site_file: Path) -> None:
    command = str(uuid.uuid4())
    first = talk.ok("reception.issue", command=command, items=["CF-01"], text="想问问")
    with talking(site_file) as other:
        other.at(MORNING)
        assert other.ok("reception.issue", command=command, items=["CF-01"], text="想问问") == first


def test_looking_ignores_the_command(talk: Talk) -> None:
    assert talk.ok("site.show", command="not a uuid at all", id=3)["id"] == 3


def test_staff_are_met_when_a_verb_names_them(talk: Talk) -> None:
    talk.issue("CF-01", staff="anna")
    talk.ok("staff.add", code="bob", name="鲍勃", roles=["window", "supervisor"], windows=["cf"])
    people = {one["code"]: one for one in talk.ok("staff.list")["staff"]}
    assert people["ANNA"]["roles"] == ["window"]
    assert people["BOB"] == {
        "code": "BOB",
        "name": "鲍勃",
        "roles": ["window", "supervisor"],
        "windows": ["CF"],
    }
    assert talk.refused("site.setup", code="x", name="y", counters=[], staff=" ") == "invalid_value"


def test_codes_are_folded_and_references_are_ids_labels_or_numbers(talk: Talk) -> None:
    issued = talk.issue("cf-01", enterprise={"name": "甲公司", "uscc": CODE.lower()})
    ticket, [case] = issued["ticket"], issued["cases"]
    for reference in (ticket["id"], "F001", "f001"):
        assert talk.ok("ticket.show", ticket=reference)["ticket"]["id"] == ticket["id"]
    for reference in (case["id"], case["number"], case["number"].lower()):
        assert talk.ok("case.show", case=reference)["case"]["id"] == case["id"]
    for reference in (case["enterprise"], CODE, CODE.lower()):
        shown = talk.ok("enterprise.show", enterprise=reference)["enterprise"]
        assert shown["id"] == case["enterprise"]
    assert talk.ok("queue.show", window="cf")["rows"][0]["ticket"] == ticket["id"]
    [slip] = issued["papers"]
    assert talk.ok("paper.reprint", paper=slip["id"])["paper"]["reprints"] == 1


def test_logs_and_answers_hold_no_personal_data(
    talk: Talk, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = {"name": "欧阳婉儿", "phone": "13800138000", "id_number": "11010519491231002X"}
    talk.issue("CF-01", visitor=visitor, text="秘密的需要")
    talk.open(1)
    talk.serve(1)
    assert talk.ok("ticket.find", text="8000")["tickets"][0]["label"] == "F001"
    shown = json.dumps(talk.ok("board.show"), ensure_ascii=False) + caplog.text
    for secret in (*visitor.values(), "秘密的需要"):
        assert secret not in shown


def test_what_was_wanted_is_said_in_words(talk: Talk) -> None:
    answer = talk.say("counter.call_next", counter="1")
    assert answer["error"]["message"] == "“counter”的类型不对，应为整数，请改正后再试。"
    assert talk.refused("site.show", staff=5) == "wrong_type"


def test_what_is_too_long_is_refused_and_not_cut(talk: Talk) -> None:
    long = {"phone": "1" * 41}
    answer = talk.say("reception.issue", windows=["CF"], visitor=long)
    assert (answer["error"]["code"], answer["error"]["field"]) == ("invalid_value", "phone")
    assert "1" * 41 not in json.dumps(answer), "nobody's number is repeated"
