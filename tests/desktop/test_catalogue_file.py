"""A catalogue file is read whole, or the line and the field of its fault are named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
import yaml

from desktop.catalogue_file import MAX_BYTES, read_catalogue
from desktop.domain.catalogue import ItemKind, Limit, Material
from desktop.domain.errors import DeskError

BUILT_IN = Path(__file__).parents[2] / "resources" / "catalogue" / "catalogue.yaml"

SMALL = """\
windows:
- code: CF
  name_zh: 财务法务之窗
  name_en: Finance Window
  ticket_prefix: F
- code: RC
  name_zh: 人才人力之窗
  name_en: Talent Window
  ticket_prefix: D
items:
- code: CF-01
  window: CF
  name_zh: 企业设立登记
  name_en: Setting up a company
  kind: 承诺件
  legal_limit:
    days: 10
    basis: working
  promised_working_days: 1
  immediate_possible: false
  window_minutes: 20
  also_needs: [RC]
  authority: 市场监督管理局
  materials:
  - name: 申请书
    deferrable: false
    shared: true
  limit_of: centre
  paper_style: authority
- code: RC-01
  window: RC
  name_zh: 社保登记
  name_en: Social insurance registration
  kind: 即办件
  legal_limit: null
  promised_working_days: 0
  immediate_possible: true
  window_minutes: 10
  authority: 人社局
  materials: []
  limit_of: centre
  paper_style: service
bundles:
- code: B01
  name_zh: 企业开办一件事
  name_en: Opening a company
  items: [CF-01, RC-01]
  steps:
  - [CF-01]
  - [RC-01]
  optional: [RC-01]
  lead: CF-01
  promised_working_days: 3
"""


def fault_of(path: Path) -> dict[str, Any]:
    """Return the values of the fault that reading the file raises."""
    with pytest.raises(DeskError) as caught:
        read_catalogue(path)
    assert caught.value.code == "catalogue_faulty"
    return dict(caught.value.values)


@pytest.fixture
def faulty(tmp_path: Path) -> Callable[[str, str], tuple[Any, Any]]:
    """Give line and field of the fault after one replacement in the small catalogue."""

    def change(old: str, new: str) -> tuple[Any, Any]:
        assert old in SMALL
        path = tmp_path / "catalogue.yaml"
        path.write_text(SMALL.replace(old, new, 1), encoding="utf-8")
        values = fault_of(path)
        return values["line"], values["field"]

    return change


def test_the_built_in_catalogue_is_whole() -> None:
    catalogue = read_catalogue(BUILT_IN)
    assert (len(catalogue.windows), len(catalogue.items), len(catalogue.bundles)) == (9, 120, 12)
    assert "".join(window.letter for window in catalogue.windows.values()) == "ABCDEFGHJ"
    assert catalogue.bundles["B02"].steps == (
        ("CF-09",),
        ("RC-01", "RC-02", "JR-05"),
        ("CF-03",),
        ("CF-13",),
    )
    assert catalogue.bundles["B07"].lead == "CY-08"
    assert catalogue.bundles["B10"].one_of == (("RC-05", "RC-06"),)
    assert {item.kind for item in catalogue.items.values()} == set(ItemKind)


def test_the_built_in_catalogue_is_read_fast() -> None:
    read_catalogue(BUILT_IN)
    started = perf_counter()
    read_catalogue(BUILT_IN)
    assert perf_counter() - started < 0.3


def test_a_small_catalogue_is_read_as_written(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.yaml"
    path.write_text(SMALL, encoding="utf-8-sig")
    catalogue = read_catalogue(path)
    item = catalogue.items["CF-01"]
    assert item.legal_limit == Limit(10, "working")
    assert item.materials == (Material("申请书", deferrable=False, shared=True),)
    assert item.also_needs == ("RC",)
    assert catalogue.bundles["B01"].items == ("CF-01", "RC-01")
    assert [window.order for window in catalogue.windows.values()] == [0, 1]


@pytest.mark.parametrize(
    ("old", "new", "line", "field"),
    [
        ("  window: RC\n", "  window: XX\n", 31, "items[1].window"),
        ("  name_zh: 社保登记\n", "  name_zh: ''\n", 32, "items[1].name_zh"),
        ("  name_zh: 社保登记\n", "", 30, "items[1].name_zh"),
        ("  name_zh: 社保登记\n", "  name_zh: 5\n", 32, "items[1].name_zh"),
        ("  name_zh: 社保登记\n", "  name_zh: [a]\n", 32, "items[1].name_zh"),
        ("kind: 即办件", "kind: 慢办件", 34, "items[1].kind"),
        ("- code: RC-01", "- code: cf-01", 30, "items[1].code"),
        ("- code: RC\n", "- code: CF\n", 6, "windows[1].code"),
        ("ticket_prefix: D", "ticket_prefix: F", 9, "windows[1].ticket_prefix"),
        ("ticket_prefix: D", "ticket_prefix: O", 9, "windows[1].ticket_prefix"),
        ("ticket_prefix: D", "ticket_prefix: I", 9, "windows[1].ticket_prefix"),
        ("ticket_prefix: D", "ticket_prefix: DD", 9, "windows[1].ticket_prefix"),
        ("promised_working_days: 1\n", "promised_working_days: -1\n", 19, "items[0].promised_wor"),
        ("promised_working_days: 1\n", "promised_working_days: 1.5\n", 19, "items[0].promised_w"),
        ("promised_working_days: 1\n", "promised_working_days: yes\n", 19, "items[0].promised_w"),
        ("days: 10\n", "days: -10\n", 17, "items[0].legal_limit.days"),
        ("days: 10\n", "months: 10\n", 18, "items[0].legal_limit.basis"),
        ("basis: working", "basis: lunar", 18, "items[0].legal_limit.basis"),
        ("immediate_possible: true", "immediate_possible: maybe", 37, "items[1].immediate_pos"),
        ("deferrable: false", "late: false", 26, "items[0].materials[0].late"),
        ("also_needs: [RC]", "also_needs: [RC, RC]", 22, "items[0].also_needs[1]"),
        ("also_needs: [RC]", "also_needs: [ZZ]", 22, "items[0].also_needs[0]"),
        ("items: [CF-01, RC-01]", "items: [CF-01, RC-09]", 47, "bundles[0].items[1]"),
        ("  - [RC-01]\n", "", 49, "bundles[0].steps"),
        ("  - [RC-01]\n", "  - [RC-01, CF-01]\n", 50, "bundles[0].steps[1]"),
        ("  - [RC-01]\n", "  - []\n", 50, "bundles[0].steps[1]"),
        ("optional: [RC-01]", "optional: [CF-09]", 51, "bundles[0].optional[0]"),
        ("lead: CF-01", "lead: CF-09", 52, "bundles[0].lead"),
        ("lead: CF-01", "one_of: [[CF-01]]", 52, "bundles[0].one_of[0]"),
        ("bundles:\n", "bundels:\n", 43, "bundels"),
        ("windows:\n", "windows: []\nwindows:\n", 2, "windows"),
        ("name_en: Talent Window", "name_en: 'Talent", 8, "yaml"),
        ("also_needs: [RC]", "also_needs: &a [RC]", 22, "yaml"),
    ],
)
def test_a_fault_is_named_by_line_and_field(
    faulty: Callable[[str, str], tuple[Any, Any]], old: str, new: str, line: int, field: str
) -> None:
    found_line, found_field = faulty(old, new)
    assert found_field.startswith(field)
    assert field == "yaml" or found_line == line


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (b"", "file"),
        (b"# nothing\n", "file"),
        (SMALL.encode("gbk"), "file"),
        (b" " * (MAX_BYTES + 1), "file"),
        (b"- a list\n", "file"),
        (b"windows: []\nitems: []\n", "windows"),
        (b"items: []\n", "windows"),
        (b"[" * 100_000, "yaml"),
        (b"\x00", "yaml"),
        (b"a: 1\n---\nb: 2\n", "yaml"),
        (b"!!python/object/apply:os.getcwd []\n", "file"),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused(tmp_path: Path, raw: bytes, field: str) -> None:
    path = tmp_path / "catalogue.yaml"
    path.write_bytes(raw)
    assert fault_of(path)["field"] == field


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(DeskError) as caught:
        read_catalogue(tmp_path / "none.yaml")
    assert caught.value.code == "not_found"
    assert caught.value.values == {"path": str(tmp_path / "none.yaml")}


def test_any_key_left_out_of_the_built_in_file_is_a_fault_or_optional(tmp_path: Path) -> None:
    whole = yaml.safe_load(BUILT_IN.read_text("utf-8"))
    path = tmp_path / "catalogue.yaml"
    optional = {"also_needs", "basis", "source", "note"}
    for key in whole["items"][0]:
        left = {name: value for name, value in whole["items"][0].items() if name != key}
        data = {"windows": whole["windows"], "items": [left]}
        path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
        if key in optional:
            assert len(read_catalogue(path).items) == 1
        else:
            assert fault_of(path)["field"] == f"items[0].{key}"
