"""What one types finds what one means, best first, within a key's time."""

from __future__ import annotations

import time

import pytest

from tests.ui.reception.offer import entries
from ui.screens.reception.finding import MOST, Entry, find


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("cf2", "item:CF-02"),
        ("CF-02", "item:CF-02"),
        ("f2", "item:CF-02"),
        ("f", "window:CF"),
        ("F", "window:CF"),
        ("cf", "window:CF"),
        ("变更登记", "item:CF-02"),
        ("qybgdj", "item:CF-02"),
        ("biangengdengji", "item:CF-02"),
        ("change of registered", "item:CF-02"),
        ("b03", "bundle:B03"),
        ("qyxxbg", "bundle:B03"),
        ("开餐饮店", "bundle:B04"),
        ("我们想迁址，还要改章程", "item:CF-02"),
        ("想给员工交住房公积金", "item:RC-02"),
    ],
)
def test_the_best_one_comes_first(typed: str, key: str) -> None:
    assert find(entries(), typed)[0].key == key


def test_a_letter_brings_its_window_and_then_its_items() -> None:
    found = find(entries(), "g")
    assert [one.key for one in found[:3]] == ["window:PP", "item:PP-01", "item:PP-02"]
    assert len(found) == MOST


@pytest.mark.parametrize("typed", ["", "  ", "-", "zzzz", "！"])
def test_what_nobody_means_finds_nothing(typed: str) -> None:
    assert find(entries(), typed) == ()


def test_one_search_takes_less_than_ten_milliseconds() -> None:
    known = entries()
    best = min(_seconds(known, typed) for typed in ("b", "变更", "我们想迁址还要办社保") * 3)
    assert best < 0.010


def _seconds(known: tuple[Entry, ...], typed: str) -> float:
    began = time.perf_counter()
    find(known, typed)
    return time.perf_counter() - began
