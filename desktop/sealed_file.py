"""A small file that only its passphrase opens: Argon2id makes the key, ChaCha20-Poly1305 seals."""

from __future__ import annotations

import base64
import json
import os
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from desktop.domain.errors import DeskError

_FORM = "yimen-sealed-1"
_LARGEST = 1 << 20  # bytes; what is larger was not written here
# RFC 9106, section 4, second choice, but in one lane: with several, two threads of one program
# that stretch at the same moment wait for each other for ever in OpenSSL.  Of a file from
# elsewhere no more is done than this: it may not choose what its opening costs.
_MEMORY_KIB, _PASSES, _LANES = 64 * 1024, 3, 1


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before the sealed part, readable and guarded by the seal."""

    form: str
    memory_kib: int
    passes: int
    lanes: int
    salt: str

    def text(self) -> bytes:
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":")).encode()


class SealedFile:
    """Texts by name in one file, mode 0600, written whole or not at all.

    Between `open` and the end of the program the key is in memory, the passphrase is not.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._key: tuple[_Head, bytes] | None = None

    @property
    def is_open(self) -> bool:
        """Say whether the passphrase was given."""
        return self._key is not None

    def exists(self) -> bool:
        """Say whether there is such a file yet."""
        return self.path.exists()

    def open(self, passphrase: str) -> None:
        """Take the passphrase; where there is no file one is made, and this is its passphrase.

        Takes 0.1 to 0.3 s.  Raises DeskError `passphrase_wrong`, `passwords_damaged {path}`,
        `missing_field` for an empty one; OSError.
        """
        if not passphrase:
            raise DeskError("missing_field", field="passphrase")
        if not self.exists():
            salt = base64.b64encode(secrets.token_bytes(16)).decode()
            head = _Head(_FORM, _MEMORY_KIB, _PASSES, _LANES, salt)
            self._key = head, _derive(head, passphrase)
            self.write({})
            return
        head, nonce, sealed = self._read()
        key = _derive(head, passphrase)
        _unsealed(key, head, nonce, sealed)
        self._key = head, key

    def read(self) -> dict[str, str]:
        """Return what the file holds now; DeskError `passphrase_missing` before `open`."""
        mine, key = self._opened()
        if not self.exists():
            return {}
        head, nonce, sealed = self._read()
        if head != mine:  # another program began it anew, with another passphrase
            self._key = None
            raise DeskError("passphrase_missing")
        content = json.loads(_unsealed(key, head, nonce, sealed))
        return {str(name): str(value) for name, value in content.items()}

    def write(self, content: Mapping[str, str]) -> None:
        """Replace what the file holds; DeskError `passphrase_missing`; OSError."""
        # A late import: the library opens only for a PC without a keyring.
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

        head, key = self._opened()
        nonce = secrets.token_bytes(12)
        plain = json.dumps(dict(content), ensure_ascii=False, sort_keys=True).encode()
        sealed = ChaCha20Poly1305(key).encrypt(nonce, plain, head.text())
        shown = {"nonce": base64.b64encode(nonce).decode()}
        shown |= {"sealed": base64.b64encode(sealed).decode()}
        self._put(json.dumps(asdict(head) | shown, indent=1).encode())

    def _opened(self) -> tuple[_Head, bytes]:
        if self._key is None:
            raise DeskError("passphrase_missing")
        return self._key

    def _read(self) -> tuple[_Head, bytes, bytes]:
        damaged = DeskError("passwords_damaged", path=str(self.path))
        with self.path.open("rb") as file:
            text = file.read(_LARGEST + 1)
        try:
            given = json.loads(text)
            nonce, sealed = (base64.b64decode(given.pop(k), validate=True) for k in _SEALED)
            head = _Head(**given)
            base64.b64decode(head.salt, validate=True)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise damaged from None
        cost = (head.memory_kib, head.passes, head.lanes)
        if head.form != _FORM or cost != (_MEMORY_KIB, _PASSES, _LANES) or len(nonce) != 12:
            raise damaged
        return head, nonce, sealed

    def _put(self, content: bytes) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        work = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}")
        try:
            # Nobody else may read it from its first moment on, whatever the umask says.
            handle = os.open(work, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            work.replace(self.path)
        finally:
            work.unlink(missing_ok=True)


_SEALED = ("nonce", "sealed")


def stretched(passphrase: str, salt: bytes, memory_kib: int, passes: int, lanes: int) -> bytes:
    """Return the 32 bytes that Argon2id makes of a passphrase, the same for each spelling of it."""
    # A late import: as above.
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    return Argon2id(
        salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory_kib
    ).derive(unicodedata.normalize("NFC", passphrase).encode("utf-8"))


def _derive(head: _Head, passphrase: str) -> bytes:
    salt = base64.b64decode(head.salt)
    return stretched(passphrase, salt, head.memory_kib, head.passes, head.lanes)


def _unsealed(key: bytes, head: _Head, nonce: bytes, sealed: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag  # late: as above
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # late: as above

    try:
        return ChaCha20Poly1305(key).decrypt(nonce, sealed, head.text())
    except InvalidTag:  # a changed byte looks the same; the sentence names both
        raise DeskError("passphrase_wrong") from None
