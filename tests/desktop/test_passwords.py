"""Passwords: in a keyring that works, else in a file behind a passphrase; never in plain text."""

from __future__ import annotations

import json
import logging
import os
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from desktop.domain.errors import DeskError
from desktop.passwords import FILE, Passwords
from desktop.settings import Settings

SECRET, OTHER = "hunter2-密码-ß", "another one"
PASSPHRASE = "四个 words and 一句 话"
ADDRESS = "postgresql://desk@db1,db2:6000/yimen?sslmode=verify-full"


class MemoryKeyring(KeyringBackend):
    """A keyring as the system's: works, unless it is `shut`; never found, only registered."""

    priority = 5.0
    viable = False
    shut = False

    def __new__(cls) -> MemoryKeyring:
        """Make one with a memory of its own."""
        made = super().__new__(cls)
        made.kept = {}
        return made

    kept: dict[tuple[str, str], str]

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError(username)

    def _check(self) -> None:
        if self.shut:
            raise KeyringLocked(f"locked, and here is what was asked: {SECRET}")


class PlainKeyring(MemoryKeyring):
    """One of those that write plain text: the library gives them half a point."""

    priority = 0.5


def chain(*links: KeyringBackend) -> KeyringBackend:
    """Return a chain of given keyrings: the library's own gathers what is installed."""
    return make(type("Chain", (ChainerBackend,), {"backends": links, "viable": False}))


def make(kind: Any) -> KeyringBackend:
    """Return a keyring of a class of the library's; their constructors carry no types."""
    made: KeyringBackend = kind()
    return made


@pytest.fixture(autouse=True)
def _the_keyring_as_it_was() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def registered(backend: KeyringBackend) -> KeyringBackend:
    """Make a keyring the one of this system."""
    keyring.set_keyring(backend)
    return backend


@pytest.fixture
def ring() -> MemoryKeyring:
    """Give a working keyring."""
    made = MemoryKeyring()
    registered(made)
    return made


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Give a home on a system without a keyring."""
    registered(make(fail.Keyring))
    return tmp_path / "home"


def refusal(action: object, *given: str) -> str:
    """Return the code with which a call is refused."""
    assert callable(action)
    with pytest.raises(DeskError) as refused:
        action(*given)
    assert SECRET not in str(refused.value)
    return refused.value.code


# ---- the system's keyring ------------------------------------------------------------------------


def test_a_working_keyring_keeps_them(ring: MemoryKeyring, tmp_path: Path) -> None:
    passwords = Passwords(tmp_path / "home")
    assert (passwords.kind, passwords.locked, passwords.new) == ("keyring", False, False)
    assert passwords.get(ADDRESS) is None
    passwords.put(ADDRESS, SECRET)
    assert Passwords(tmp_path).get(ADDRESS.partition("?")[0]) == SECRET
    assert list(ring.kept) == [("Yimen", "desk@db1:5432,db2:6000/yimen")]
    passwords.forget(ADDRESS)
    passwords.forget(ADDRESS)
    assert (passwords.get(ADDRESS), ring.kept) == (None, {})
    assert not (tmp_path / "home").exists(), "nothing of it is on the disk"


def test_a_keyring_that_stays_locked_is_said(ring: MemoryKeyring, tmp_path: Path) -> None:
    passwords = Passwords(tmp_path)
    passwords.put(ADDRESS, SECRET)
    ring.shut = True
    assert refusal(passwords.get, ADDRESS) == "keyring_failed"
    assert refusal(passwords.put, ADDRESS, SECRET) == "keyring_failed"
    assert refusal(passwords.forget, ADDRESS) == "keyring_failed"


@pytest.mark.parametrize(
    "none",
    [
        make(fail.Keyring),
        make(null.Keyring),
        PlainKeyring(),
        chain(PlainKeyring(), make(fail.Keyring)),
        chain(),
    ],
)
def test_what_fails_forgets_or_writes_plain_text_is_none(
    none: KeyringBackend, tmp_path: Path
) -> None:
    registered(none)
    assert Passwords(tmp_path).kind == "file"


def test_a_chain_never_falls_through_to_plain_text(tmp_path: Path) -> None:
    plain, good = PlainKeyring(), MemoryKeyring()
    registered(chain(plain, good))
    Passwords(tmp_path).put(ADDRESS, SECRET)
    assert (list(good.kept.values()), plain.kept) == ([SECRET], {})


# ---- the file ------------------------------------------------------------------------------------


def test_the_first_passphrase_makes_the_file_and_opens_it_ever_after(home: Path) -> None:
    passwords = Passwords(home)
    assert (passwords.kind, passwords.locked, passwords.new) == ("file", True, True)
    assert passwords.get(ADDRESS) is None
    assert refusal(passwords.put, ADDRESS, SECRET) == "passphrase_missing"
    assert refusal(passwords.unlock, "") == "missing_field"
    passwords.unlock(PASSPHRASE)
    assert (passwords.locked, passwords.new) == (False, False)
    passwords.put(ADDRESS, SECRET)
    passwords.put(ADDRESS.replace("desk@", "other@"), OTHER)

    again = Passwords(home)
    assert (again.locked, again.new) == (True, False)
    assert refusal(again.get, ADDRESS) == "passphrase_missing"
    assert refusal(again.unlock, PASSPHRASE + " ") == "passphrase_wrong"
    assert again.locked
    again.unlock(PASSPHRASE)
    assert again.get(ADDRESS) == SECRET
    again.forget(ADDRESS)
    again.forget(ADDRESS)
    assert passwords.get(ADDRESS) is None, "what another program changed is seen"
    assert passwords.get(ADDRESS.replace("desk@", "other@")) == OTHER


def test_a_passphrase_is_the_same_however_its_letters_are_composed(home: Path) -> None:
    first = Passwords(home)
    first.unlock("Käse")
    first.put(ADDRESS, SECRET)
    second = Passwords(home)
    second.unlock("Ka\u0308se")
    assert second.get(ADDRESS) == SECRET


def test_it_is_for_this_person_alone_and_holds_no_plain_text(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    before = os.umask(0)
    try:
        passwords = Passwords(home)
        passwords.unlock(PASSPHRASE)
        passwords.put(ADDRESS, SECRET)
    finally:
        os.umask(before)
    settings = Settings(home / "settings.json")
    settings.put("database", ADDRESS)
    settings.save()
    assert stat.S_IMODE((home / FILE).stat().st_mode) == 0o600
    assert sorted(path.name for path in home.iterdir()) == [FILE, "settings.json"]
    for path in home.iterdir():
        content = path.read_bytes()
        for secret in (SECRET, PASSPHRASE):
            for form in (secret.encode(), secret.encode("utf-16-le"), json.dumps(secret).encode()):
                assert form not in content
    assert b"db1" not in (home / FILE).read_bytes(), "nor whom it belongs to"
    assert SECRET not in caplog.text + repr(passwords)


def test_two_writes_of_the_same_are_never_equal(home: Path) -> None:
    passwords = Passwords(home)
    passwords.unlock(PASSPHRASE)
    seen = set()
    for _ in range(3):
        passwords.put(ADDRESS, SECRET)
        seen.add((home / FILE).read_bytes())
    assert len(seen) == 3


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """Let the system refuse every byte after these."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_it_is_written_whole_or_not_at_all(home: Path) -> None:
    passwords = Passwords(home)
    passwords.unlock(PASSPHRASE)
    passwords.put(ADDRESS, SECRET)
    before = (home / FILE).read_bytes()
    with no_file_longer_than(100), pytest.raises(OSError, match="too large"):
        passwords.put(ADDRESS, OTHER)
    assert [path.name for path in home.iterdir()] == [FILE]
    assert (home / FILE).read_bytes() == before
    assert passwords.get(ADDRESS) == SECRET


@pytest.mark.parametrize("change", range(6))
def test_a_file_that_was_changed_opens_for_nobody(home: Path, change: int) -> None:
    Passwords(home).unlock(PASSPHRASE)
    given = json.loads((home / FILE).read_text())
    changes: list[tuple[dict[str, object], str]] = [
        ({"sealed": given["sealed"].replace(given["sealed"][3], "A" * 1)[:-4] + "AAA="}, "wrong"),
        ({"salt": "AAAAAAAAAAAAAAAAAAAAAA=="}, "wrong"),
        ({"memory_kib": 1 << 40}, "damaged"),
        ({"passes": 1}, "damaged"),
        ({"form": "another"}, "damaged"),
        ({"nonce": "%"}, "damaged"),
    ]
    fields, code = changes[change]
    (home / FILE).write_text(json.dumps(given | fields))
    refused = refusal(Passwords(home).unlock, PASSPHRASE)
    assert refused == {"wrong": "passphrase_wrong", "damaged": "passwords_damaged"}[code]


@pytest.mark.parametrize("content", [b"", b"\xff\x00", b"[]", b"{}", b"[" * 3_000_000])
def test_a_file_that_is_none_of_ours(home: Path, content: bytes) -> None:
    home.mkdir()
    (home / FILE).write_bytes(content)
    assert refusal(Passwords(home).unlock, PASSPHRASE) == "passwords_damaged"
    assert (home / FILE).read_bytes() == content


def test_a_file_begun_anew_elsewhere_wants_its_own_passphrase(home: Path) -> None:
    passwords = Passwords(home)
    passwords.unlock(PASSPHRASE)
    (home / FILE).unlink()
    Passwords(home).unlock("another")
    assert refusal(passwords.put, ADDRESS, SECRET) == "passphrase_missing"
    assert passwords.locked
    passwords.unlock("another")
    passwords.put(ADDRESS, SECRET)
    assert passwords.get(ADDRESS) == SECRET
