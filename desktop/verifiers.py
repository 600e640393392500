"""What is kept of a password: an Argon2id hash as text (PHC), from which nobody reads it back."""

from __future__ import annotations

import base64
import hmac
import re
import secrets
from typing import Final

from desktop.sealed_file import stretched

# Above the least of OWASP's Password Storage Cheat Sheet (19 MiB, two passes, one lane): 0.1 to
# 0.2 s on an office PC.  One lane: with several, OpenSSL's threads wait for each other for ever
# when two threads of one program hash at once.
_MEMORY_KIB, _PASSES, _LANES = 64 * 1024, 2, 1
_SALT = 16
_FORM = re.compile(
    r"\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)"
)
# A row from elsewhere may not choose what a sign-in costs.
_MOST: Final = (256 * 1024, 16, _LANES)


def new_verifier(password: str) -> str:
    """Return the text that verifies a password; each time another one."""
    salt = secrets.token_bytes(_SALT)
    made = stretched(_typed(password), salt, _MEMORY_KIB, _PASSES, _LANES)
    head = f"$argon2id$v=19$m={_MEMORY_KIB},t={_PASSES},p={_LANES}"
    return f"{head}${_encoded(salt)}${_encoded(made)}"


def fits(verifier: str | None, password: str) -> bool:
    """Say whether a password is the one; where there is none it takes as long to say no."""
    found = _FORM.fullmatch(verifier or "")
    cost = tuple(map(int, found.groups()[:3])) if found else ()
    if not found or any(one > most for one, most in zip(cost, _MOST, strict=True)):
        stretched(_typed(password), bytes(_SALT), _MEMORY_KIB, _PASSES, _LANES)
        return False
    try:
        salt, kept = _decoded(found[4]), _decoded(found[5])
        made = stretched(_typed(password), salt, cost[0], cost[1], cost[2])
    except ValueError:  # not written by us
        return False
    return hmac.compare_digest(made, kept)


def _typed(password: str) -> str:
    """Return a password that can be encoded, whatever a keyboard made of it."""
    return password.encode("utf-8", "replace").decode()


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
