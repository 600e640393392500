"""A credit code is checked as typed, never changed silently; people's numbers are masked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from desktop.identifiers import (
    ALPHABET,
    IdentifierReason,
    check_phone,
    check_uscc,
    mask_id_number,
    mask_name,
    mask_phone,
)

KNOWN = "91110000600037341L"


@st.composite
def valid_codes(draw: st.DrawFn) -> str:
    """Draw a code by the rule of GB 32100-2015."""
    department = draw(st.sampled_from("123456789ANY"))
    digits = draw(st.text("0123456789", min_size=7, max_size=7))
    organisation = draw(st.text(ALPHABET, min_size=9, max_size=9))
    body = department + digits + organisation
    total = sum(ALPHABET.index(mark) * pow(3, place, 31) for place, mark in enumerate(body))
    return body + ALPHABET[(31 - total % 31) % 31]


@given(valid_codes())
def test_every_code_by_the_rule_is_valid(code: str) -> None:
    check = check_uscc(code)
    assert (check.valid, check.normalised, check.reason, check.suggestions) == (
        True,
        code,
        None,
        (),
    )
    if code[0].isdigit():
        assert uscc.is_valid(code)


@given(valid_codes(), st.integers(0, 17), st.sampled_from(ALPHABET + "IOSVZ"))
def test_any_single_substitution_is_caught(code: str, place: int, mark: str) -> None:
    changed = code[:place] + mark + code[place + 1 :]
    check = check_uscc(changed)
    assert check.valid == (changed == code)
    assert check.normalised == changed
    assert (check.reason is None) == check.valid


@given(valid_codes())
def test_look_alike_letters_are_offered_never_changed(code: str) -> None:
    typed = code.replace("0", "O").replace("1", "I").replace("2", "Z").replace("5", "S")
    check = check_uscc(typed)
    assert check.normalised == typed
    assert check.valid == (typed == code)
    assert check.valid or check.suggestions[0] == code


@given(valid_codes(), st.integers(0, 17))
def test_one_character_taken_for_its_look_alike_is_offered(code: str, place: int) -> None:
    swap = {"8": "B", "B": "8", "D": "0", "Q": "0", "G": "6", "L": "1", "U": "V", "Y": "V"}
    if code[place] in swap:
        typed = code[:place] + swap[code[place]] + code[place + 1 :]
        assert code in check_uscc(typed).suggestions


@given(st.text("0123456789OISZVBDQabcLGUXY", min_size=18, max_size=18))
def test_suggestions_are_valid_different_and_few(text: str) -> None:
    suggestions = check_uscc(text).suggestions
    assert len(set(suggestions)) == len(suggestions) <= 5
    assert all(check_uscc(code).valid for code in suggestions)


@given(st.text(max_size=40))
def test_any_text_gets_a_verdict_and_normalising_is_stable(text: str) -> None:
    check = check_uscc(text)
    assert check.valid == (check.reason is None)
    assert check_uscc(check.normalised).valid == check.valid


@pytest.mark.parametrize(
    "text",
    [
        "9111 0000-6000 37341L",
        "91110000600037341l",
        "９１１１００００６０００３７３４１Ｌ",
        "统一社会信用代码：91110000600037341L",
        "统一社会信用代码:91110000600037341L",
        "信用代码： 91110000600037341l",
        "\ufeff\u202a91110000600037341L\u202c\u200b",
        "\t91110000\u3000600037341L\r\n",
        "91110000–600037341—L",
    ],
)
def test_form_is_cleaned_up(text: str) -> None:
    check = check_uscc(text)
    assert check.valid
    assert check.normalised == KNOWN


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", IdentifierReason("empty")),
        (" - \u200e", IdentifierReason("empty")),
        ("统一社会信用代码：", IdentifierReason("empty")),
        ("91110000600037341", IdentifierReason("wrong_length")),
        (KNOWN + "0", IdentifierReason("wrong_length")),
        ("110000600037341", IdentifierReason("legacy_number")),
        ("1100 0060 0037 3", IdentifierReason("legacy_number")),
        ("11000060003734A", IdentifierReason("wrong_length")),
        ("9111000060003734IL", IdentifierReason("wrong_character", 17)),
        ("9111A000600037341L", IdentifierReason("wrong_character", 5)),
        ("9111000060003734²L", IdentifierReason("wrong_character", 17)),
        ("٩1110000600037341L", IdentifierReason("wrong_character", 1)),
        ("B1110000600037341L", IdentifierReason("wrong_department", 1)),
        ("91110000600037341M", IdentifierReason("wrong_check_character")),
    ],
)
def test_a_reason_names_what_is_wrong(text: str, reason: IdentifierReason) -> None:
    check = check_uscc(text)
    assert not check.valid
    assert check.reason == reason


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("13812341234", "13812341234"),
        ("138 1234 1234", "13812341234"),
        ("+86-138-1234-1234", "13812341234"),
        ("１３８１２３４１２３４", "13812341234"),
        ("23812341234", None),
        ("1381234123", None),
        ("", None),
    ],
)
def test_a_mobile_number_has_eleven_digits(text: str, phone: str | None) -> None:
    assert check_phone(text) == phone


def test_masks_show_what_the_rules_allow() -> None:
    assert mask_phone("13812341234") == "138****1234"
    assert mask_phone("88123456") == "******56"
    assert mask_phone("110") == "***"
    assert mask_id_number("330106199001011234") == "330***********1234"
    assert mask_id_number("E12345678") == "*******78"
    assert mask_name("张三") == mask_name(" 张三丰 ") == "张*"
    assert mask_name("") == ""


@given(st.text("0123456789X", max_size=20))
def test_masks_never_show_more_than_seven_characters(number: str) -> None:
    for masked in (mask_phone(number), mask_id_number(number)):
        assert len(masked) == len(number)
        assert sum(mark != "*" for mark in masked) <= 7
        assert not number or masked != number
