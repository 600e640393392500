"""Tables of all kinds are read as they are; what is none is refused with a sentence."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop.domain.errors import DeskError
from desktop.requests import ImportRow
from desktop.spreadsheets import reading
from desktop.spreadsheets.companies import company_rows, find_heads
from desktop.spreadsheets.reading import read_rows, recognise

HEADS = "企业名称,统一社会信用代码,经营地址"
ROW = "䶮禾（杭州）科技有限公司,91330106MA2HXY003U,仓前街道"


def companies(path: Path) -> list[tuple[int, ImportRow]]:
    """Return the companies of a file with the numbers of their rows."""
    table = recognise(path)
    heads = find_heads(table)
    return [(row.number, company) for row, company in company_rows(table, heads, heads.columns)]


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """Write a text as it is; returns its path."""
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_csv_in_every_encoding(tmp_path: Path, encoding: str, sign: str) -> None:
    text = f"{HEADS}\r\n{ROW}\r\n".replace(",", sign)
    assert companies(written(tmp_path / "list.csv", text, encoding)) == [
        (2, ImportRow("䶮禾（杭州）科技有限公司", "91330106MA2HXY003U", None, "仓前街道"))
    ]


def test_gbk_as_old_excel_writes_it(tmp_path: Path) -> None:
    path = written(tmp_path / "list.csv", f"{HEADS}\n杭州大和热磁电子有限公司,,\n", "gbk")
    assert [one.name for _, one in companies(path)] == ["杭州大和热磁电子有限公司"]


def test_a_line_break_within_quotes_is_part_of_its_cell(tmp_path: Path) -> None:
    path = written(tmp_path / "list.csv", '名称,地址\n"甲,公司","一\n二"\n\n乙公司,三\n')
    found = companies(path)
    assert [one.name for _, one in found] == ["甲,公司", "乙公司"]
    assert found[0][1].work_place == "一\n二"


def test_heads_are_found_below_a_title_and_in_english(tmp_path: Path) -> None:
    text = "园区企业名录\n\n序号,*公司名称（全称）,联系人,联系电话,层级\n"
    text += "1,甲公司,张三,13812341234,青苗层\n"
    assert companies(written(tmp_path / "a.csv", text)) == [
        (4, ImportRow("甲公司", contact_name="张三", contact_phone="13812341234", tier="seedling"))
    ]
    text = "Company Name\tCredit code\nAcme\t\n"
    assert companies(written(tmp_path / "b.csv", text)) == [(2, ImportRow("Acme", ""))]


def test_a_table_with_other_columns_has_heads_and_nothing_known(tmp_path: Path) -> None:
    heads = find_heads(recognise(written(tmp_path / "a.csv", "颜色,数量\n红,3\n")))
    assert (heads.texts, dict(heads.columns)) == (("颜色", "数量"), {})
    assert heads.sample == (("红", "3"),)


def test_a_workbook_and_its_formulas_as_text(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["企业名称", "电话", "信用代码"])
    sheet.append(["甲公司", 13812341234, None])
    sheet.append([])
    sheet.append(['=HYPERLINK("http://x","乙")', 3.5, "91330106MA2HXY003U"])
    book.save(tmp_path / "list.xlsx")
    assert companies(tmp_path / "list.xlsx") == [
        (2, ImportRow("甲公司", "", contact_phone="13812341234")),
        (4, ImportRow('=HYPERLINK("http://x","乙")', "91330106MA2HXY003U", contact_phone="3.5")),
    ]


def test_a_workbook_is_one_whatever_it_is_called(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["企业名称"])
    book.active.append(["杭州云帆科技有限公司"])
    book.save(tmp_path / "list.xlsx")
    renamed = (tmp_path / "list.xlsx").rename(tmp_path / "list.csv")
    assert companies(renamed) == [(2, ImportRow("杭州云帆科技有限公司"))]


def test_what_only_begins_like_utf_16_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeskError) as refused:
        recognise(written(tmp_path / "list.csv", f"{HEADS}\n{ROW}\n", "utf-32"))
    assert refused.value.code == "list_foreign"


def test_what_is_no_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "zip.xlsx", "w") as packed:
        packed.writestr("readme.txt", "x")
    with zipfile.ZipFile(tmp_path / "half.xlsx", "w") as packed:
        packed.writestr("xl/workbook.xml", "<workbook")
    with zipfile.ZipFile(tmp_path / "entity.xlsx", "w") as packed:
        packed.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><workbook/>')
    contents = {
        "empty.csv": (b"", "list_empty"),
        "heads.csv": ("名称,代码\n".encode(), "list_empty"),
        "blank.csv": (b"\n,,\n\n", "list_empty"),
        "picture.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "list_foreign"),
        "latin.csv": (b"name\n\xff\xff\xff\n", "list_foreign"),
        "locked.xlsx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "list_locked"),
        "cut.xlsx": (b"PK\x03\x04 and nothing more", "list_foreign"),
        "odd.csv": (b"\xff\xfea", "list_foreign"),
    }
    for name, (content, _) in contents.items():
        (tmp_path / name).write_bytes(content)
    wanted = {name: code for name, (_, code) in contents.items()}
    wanted |= {"zip.xlsx": "list_foreign", "half.xlsx": "list_foreign"}
    wanted |= {"entity.xlsx": "list_foreign", "gone.csv": "list_unreadable"}
    found = {}
    for name in wanted:
        with pytest.raises(DeskError) as caught:
            companies(tmp_path / name)
        found[name] = caught.value.code
    assert found == wanted


def test_what_is_too_much(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "list.csv", "名称\n" + "甲公司\n" * 20)
    table = recognise(path)
    monkeypatch.setattr(reading, "MOST_ROWS", 20)
    with pytest.raises(DeskError, match="list_too_many"):
        list(read_rows(table))
    path.write_text("名称\n乙公司\n", "utf-8")
    with pytest.raises(DeskError, match="list_changed"):
        list(read_rows(table))
    monkeypatch.setattr(reading, "MOST_BYTES", 5)
    with pytest.raises(DeskError, match="list_too_large"):
        recognise(path)


def test_how_far_it_has_come_only_grows(tmp_path: Path) -> None:
    path = written(tmp_path / "list.csv", "名称\n" + "".join(f"公司{n}\n" for n in range(9000)))
    done = [row.done for row in read_rows(recognise(path))]
    assert done == sorted(done)
    assert 0 < done[0] <= done[-1] == 1
