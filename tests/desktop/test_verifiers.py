"""Verifiers of passwords: read by the library they are made with, and by nobody else."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from desktop.verifiers import fits, new_verifier
from tests.source_code import imports, program

PASSWORD = "西湖 duan-qiao 2026"


@pytest.fixture(scope="module")
def verifier() -> str:
    """Give the verifier of one password."""
    return new_verifier(PASSWORD)


def test_it_fits_its_password_alone(verifier: str) -> None:
    assert fits(verifier, PASSWORD)
    for wrong in ("", PASSWORD + " ", PASSWORD.upper(), PASSWORD[:-1]):
        assert not fits(verifier, wrong)


def test_the_library_reads_ours_and_we_read_its(verifier: str) -> None:
    Argon2id.verify_phc_encoded(PASSWORD.encode(), verifier)
    theirs = Argon2id(
        salt=bytes(range(16)), length=32, iterations=1, lanes=1, memory_cost=64
    ).derive_phc_encoded(PASSWORD.encode())
    assert fits(theirs, PASSWORD)
    assert not fits(theirs, "another")


def test_no_two_are_the_same_and_none_holds_the_password(verifier: str) -> None:
    other = new_verifier(PASSWORD)
    assert other != verifier
    assert PASSWORD not in verifier
    assert fits(other, PASSWORD)


def test_one_password_in_two_spellings_and_what_no_keyboard_types() -> None:
    assert fits(new_verifier("Caf\u00e9-2026"), "Cafe\u0301-2026")
    assert not fits(new_verifier("abcd\ud800efgh"), "abcd")


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "plain",
        "$argon2i$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
        "$argon2id$v=19$m=9999999,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
        "$argon2id$v=19$m=64,t=99,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
        "$argon2id$v=19$m=64,t=1,p=2$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
        "$argon2id$v=19$m=0,t=0,p=0$AAAAAAAAAAAAAAAAAAAAAA$AAAA",
        "$argon2id$v=19$m=64,t=1,p=1$A$AAAA",
        "$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$",
    ],
)
def test_what_is_no_verifier_of_ours_fits_nothing(text: str | None) -> None:
    assert not fits(text, "")
    assert not fits(text, PASSWORD)


def test_nobody_known_takes_as_long_as_somebody(verifier: str) -> None:
    def took(text: str | None) -> float:
        began = time.perf_counter()
        fits(text, "wrong")
        return time.perf_counter() - began

    known = min(took(verifier) for _ in range(3))
    unknown = min(took(None) for _ in range(3))
    assert 0.3 < unknown / known < 3


def test_several_threads_hash_at_once(verifier: str) -> None:
    with ThreadPoolExecutor(4) as crowd:
        found = list(crowd.map(lambda n: fits(verifier, PASSWORD if n % 2 else "x"), range(8)))
    assert found == [False, True] * 4


def test_nothing_hashes_under_the_lock() -> None:
    """What runs under the lock are use cases and the runner; only the ways there hash."""
    users = {
        source.path
        for source in program()
        for found in imports(source)
        if found.module == "desktop.verifiers"
    }
    assert users == {"desktop/signing_in.py", "desktop/password_errand.py"}
