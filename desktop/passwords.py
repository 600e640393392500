"""Passwords of servers: in the system's keyring, else in a file that a passphrase opens."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from desktop.domain.errors import DeskError
from desktop.sealed_file import SealedFile
from desktop.server_address import from_url, password_of, with_password

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

FILE = "passwords.sealed"
_SERVICE = "Yimen"


class Passwords:
    """Keeps one password for each address; thread-safe, and slow: call it off the GUI thread.

    An address is a server's URL; its password, if it has one, is not looked at, and neither are
    parameters: person, hosts and database make it.  Which keeper is used is settled at the first
    question (0.2 s) and stays for this program's run.
    """

    def __init__(self, home: Path) -> None:
        self._file = SealedFile(home / FILE)
        self._lock = Lock()
        self._keyring: KeyringBackend | None = None
        self._looked = False

    @property
    def kind(self) -> str:
        """Return `keyring`, or `file` where the system has none that works."""
        return "keyring" if self._backend() else "file"

    @property
    def locked(self) -> bool:
        """Say whether a passphrase must be given first, or chosen where there is no file yet."""
        return self._backend() is None and not self._file.is_open

    @property
    def new(self) -> bool:
        """Say whether `unlock` will choose the passphrase: nothing was ever kept in the file."""
        return self._backend() is None and not self._file.exists()

    def unlock(self, passphrase: str) -> None:
        """Open the file with its passphrase; the first one given is the one it gets.

        Raises DeskError `passphrase_wrong`, `passwords_damaged`, `missing_field`; OSError.  With
        a keyring nothing is to be done.
        """
        if self._backend() is None:
            with self._lock:
                self._file.open(passphrase)

    def get(self, address: str) -> str | None:
        """Return the password kept for an address, None where there is none.

        Raises DeskError `passphrase_missing` (the file is locked), `keyring_failed`.
        """
        name, backend = _name(address), self._backend()
        if backend is not None:
            with _keyring_faults():
                return backend.get_password(_SERVICE, name) or None
        with self._lock:
            if not self._file.exists():
                return None
            return self._file.read().get(name)

    def put(self, address: str, password: str) -> None:
        """Keep a password; raises what `get` raises, and OSError."""
        name, backend = _name(address), self._backend()
        if backend is not None:
            with _keyring_faults():
                backend.set_password(_SERVICE, name, password)
            return
        with self._lock:
            self._file.write(self._file.read() | {name: password})

    def forget(self, address: str) -> None:
        """Keep no password for an address any more; raises what `put` raises."""
        name, backend = _name(address), self._backend()
        if backend is not None:
            with _keyring_faults():
                if backend.get_password(_SERVICE, name) is not None:
                    backend.delete_password(_SERVICE, name)
            return
        with self._lock:
            if self._file.exists():
                kept = self._file.read()
                if kept.pop(name, None) is not None:
                    self._file.write(kept)

    def completed(self, location: str) -> str:
        """Return a server's URL with the password kept for it; anything else as it is.

        Left alone too: a URL with a password, one by sockets only, and any where libpq finds
        the password itself (`PGPASSWORD`, a passfile named).  A file that is locked is unlocked
        by `YIMEN_PASSPHRASE` or stays so: the server will ask.  Raises what `unlock` and `get`
        raise, but for an address that is none.
        """
        if not location.startswith(("postgresql://", "postgres://")) or _is_settled(location):
            return location
        passphrase = os.environ.get("YIMEN_PASSPHRASE")
        if self.locked and passphrase and not self.new:
            self.unlock(passphrase)
        kept = None if self.locked else self.get(location)
        return with_password(location, kept) if kept else location

    def _backend(self) -> KeyringBackend | None:
        with self._lock:
            if not self._looked:
                self._keyring = _working_keyring()
                self._looked = True
            return self._keyring


def _is_settled(url: str) -> bool:
    if os.environ.get("PGPASSWORD") or os.environ.get("PGPASSFILE"):
        return True
    try:
        server = from_url(url)
    except DeskError:  # opening it will say what is wrong there
        return True
    sockets = all(host.startswith(("/", "@")) or not host for host, _port in server.hosts)
    return sockets or bool(password_of(url)) or "passfile" in dict(server.more)


def _name(address: str) -> str:
    server = from_url(address)
    places = ",".join(f"{host}:{port}" for host, port in server.hosts)
    return f"{server.person}@{places}/{server.database}"


def _working_keyring() -> KeyringBackend | None:
    """Return the system's keyring where one is there that the library itself recommends.

    Its priorities tell: below 1 are those that keep plain text (0.5), fail (0) or forget (-1).
    Of several chained ones the best counts alone: a chain would fall through to plain text.
    """
    # A late import: a fifth of a second, only for programs that talk to a server.
    import keyring
    from keyring.backends.chainer import ChainerBackend  # late: as above

    found = keyring.get_keyring()
    chained = list(found.backends) if isinstance(found, ChainerBackend) else [found]
    best = max(chained, key=_priority, default=None)
    return best if best is not None and _priority(best) >= 1 else None


def _priority(backend: KeyringBackend) -> float:
    if type(backend).__module__.startswith("keyrings.alt."):  # plain text, or homemade ciphers
        return -1.0
    try:
        return float(backend.priority)
    except Exception:  # the library's own way to say that a backend cannot work here
        return -1.0


@contextmanager
def _keyring_faults() -> Iterator[None]:
    # A late import: as above.
    from keyring.errors import KeyringError

    try:
        yield
    except KeyringError:  # locked and not opened, or gone; its text may hold the address
        raise DeskError("keyring_failed") from None
