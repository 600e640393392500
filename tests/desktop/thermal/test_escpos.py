"""What is said to a thermal printer, and how its answers are understood."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import DeskError
from desktop.thermal.address import Address, is_network, read, typed
from desktop.thermal.escpos import Dots, Health, bands, health, is_live, is_proof
from tests.desktop.thermal import stand


@given(st.integers(1, 8), st.integers(0, 300), st.randoms(use_true_random=False))
def test_the_bands_put_together_are_the_picture(across: int, height: int, dice: Random) -> None:
    rows = bytes(dice.randbytes(across * height))
    found, total = b"", 0
    for band in bands(Dots(across * 8, rows)):
        assert band[:4] == b"\x1dv0\x00"
        assert int.from_bytes(band[4:6], "little") == across
        count = int.from_bytes(band[6:8], "little")
        assert 0 < count <= 128
        assert len(band) == 8 + across * count
        found, total = found + band[8:], total + count
    assert (found, total) == (rows, height)


def test_what_is_no_picture_is_refused() -> None:
    for faulty in (Dots(7, b""), Dots(0, b""), Dots(16, b"123")):
        with pytest.raises(ValueError, match="dots"):
            list(bands(faulty))


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (stand.WELL, Health.READY),
        (stand.NEAR_END, Health.NEAR_END),
        (stand.OUT_OF_PAPER, Health.PAPER_OUT),
        (stand.COVER_OPEN, Health.COVER_OPEN),
        (stand.KNIFE_STUCK, Health.ERROR),
        ((0x1A, 0x12, 0x12, 0x12), Health.OFFLINE),
        ((0x12, None, None, None), Health.READY),
        ((None, None, None, None), Health.SILENT),
    ],
)
def test_the_answers_become_one_word(
    answers: tuple[int | None, int | None, int | None, int | None], expected: Health
) -> None:
    assert health(answers) is expected


def test_a_proof_is_never_taken_for_a_state_nor_the_other_way_round() -> None:
    for answer in range(256):
        assert not (is_live(answer) and is_proof(answer))
    assert all(is_live(one) for one in (*stand.WELL, *stand.OUT_OF_PAPER))
    assert is_proof(0x00)
    assert is_proof(0x0F)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("192.168.1.50", Address("192.168.1.50", 9100)),
        (" 192.168.1.50:9101 ", Address("192.168.1.50", 9101)),
        ("192。168。1。50：9100", Address("192.168.1.50", 9100)),
        ("slip-printer.local", Address("slip-printer.local", 9100)),
        ("[fe80::1]:9100", Address("[fe80::1]", 9100)),
        ("[::1]", Address("[::1]", 9100)),
    ],
)
def test_addresses_are_taken_as_people_type_them(text: str, expected: Address) -> None:
    assert typed(text) == expected
    assert read(expected.kept) == expected
    assert is_network(expected.kept)


@pytest.mark.parametrize(
    "text",
    ["", "a b", "host:0", "host:70000", "host:x", ":9100", "-x", "x/y", "a..b", "x" * 64, "a.-b"],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(DeskError) as refused:
        typed(text)
    assert (refused.value.code, refused.value.values["field"]) == ("invalid_value", "printer")


def test_a_roll_has_the_dots_of_its_width() -> None:
    assert read("tcp://10.0.0.9:9100/58").dots == 384
    assert typed("10.0.0.9").dots == 576
    assert not is_network("Front desk")
