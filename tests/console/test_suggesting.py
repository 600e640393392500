"""`reception.suggest`: it learns from what was issued, and keeps nothing of what it is asked."""

from __future__ import annotations

from tests.talk import MORNING, Talk, make_site, talking


def test_what_was_chosen_for_the_same_words_is_suggested_next_time(talk: Talk) -> None:
    assert talk.ok("reception.suggest", text="办蓝卡")["windows"] == []
    for _ in range(3):
        talk.issue("GZ-05", text="来办蓝卡")
    found = talk.ok("reception.suggest", text="办蓝卡")["windows"][0]
    assert (found["window"], found["item"]) == ("GZ", "GZ-05")
    assert found["reason"]["text"] == "提到“蓝卡”。"


def test_many_are_learned_in_a_few_questions_the_newest_first(talk: Talk) -> None:
    for _ in range(120):
        talk.issue(windows=["CF"], text="领绿卡")
    for _ in range(100):
        talk.issue("GZ-05", text="来办蓝卡")
    assert talk.ok("reception.suggest", text="办蓝卡")["windows"][0]["item"] == "GZ-05"
    for _ in range(2):
        found = talk.ok("reception.suggest", text="绿卡")["windows"]
    assert found[0]["window"] == "CF"


def test_a_window_without_an_item_is_learned_as_such(talk: Talk) -> None:
    for _ in range(3):
        talk.issue(windows=["PP"], text="鹦鹉鉴定")
    found = talk.ok("reception.suggest", text="鹦鹉鉴定")["windows"][0]
    assert (found["window"], found["item"]) == ("PP", None)


def test_the_next_day_it_still_knows(talk: Talk) -> None:
    for _ in range(3):
        talk.issue("GZ-05", text="来办蓝卡")
    talk.ok("reception.suggest", text="办蓝卡")
    talk.at("2026-11-24T01:00:00Z")
    assert talk.ok("reception.suggest", text="办蓝卡")["windows"][0]["item"] == "GZ-05"


def test_asking_writes_nothing(talk: Talk) -> None:
    before = talk.ok("journal.verify")
    talk.ok("reception.suggest", text="王小明 13800000000 想注册公司")
    assert talk.ok("journal.verify") == before


def test_a_text_is_needed(talk: Talk) -> None:
    assert talk.refused("reception.suggest") == "missing_field"
    assert talk.refused("reception.suggest", text=7) == "wrong_type"
    assert talk.ok("reception.suggest", text="")["ask_back"] is True


def test_it_is_learned_on_each_engine(empty: str) -> None:
    make_site(empty)
    with talking(empty) as talk:
        talk.at(MORNING)
        for _ in range(3):
            talk.issue("GZ-05", "CF-01", text="来办蓝卡，另外注册公司")
        found = talk.ok("reception.suggest", text="办蓝卡")["windows"]
        assert found[0]["window"] == "GZ"
        assert talk.ok("wait.estimate", window="GZ")["minutes"] is None
