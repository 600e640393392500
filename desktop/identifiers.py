"""Unified social credit codes (统一社会信用代码) checked, personal numbers masked.

The rules are those of GB 32100-2015: 18 characters of 31 (no I O S V Z); one of the department
that registers, one of the class, six of the division, nine of the organisation, and a check
character: (31 − Σ cᵢ·3^(i−1) mod 31) mod 31.  Nothing that a person typed is changed silently
except its form: what only looks alike is offered as a suggestion.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import chain, islice, product

from stdnum.cn import uscc

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
DEPARTMENTS = "0123456789ANY"
"""Digits, A military offices, N agriculture, Y others; 0 is unused and does no harm."""
LENGTH = 18
MAX_SUGGESTIONS = 5

_PREFIX = re.compile(r"^(?:统一社会信用代码|社会信用代码|信用代码|纳税人识别号)(?:证号|号)?:?")
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212]+")
_HALF_WIDTH = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}
_UPPER = {mark: mark - 32 for mark in range(ord("a"), ord("z") + 1)}
_FOREIGN = {"O": "0", "I": "1", "Z": "2", "S": "5", "V": "UY"}
"""Letters that no code has, and what was probably meant."""
_ALIKE = ("0DQ", "8B", "1L", "6G", "CG", "UY")
_MAX_READINGS = 16


@dataclass(frozen=True, slots=True)
class IdentifierReason:
    """Why a code is not valid; `position` counts characters of the normalised text from 1."""

    code: str
    position: int | None = None


@dataclass(frozen=True, slots=True)
class UsccCheck:
    """The verdict on a code as normalised, and valid codes that look like it."""

    valid: bool
    normalised: str
    reason: IdentifierReason | None
    suggestions: tuple[str, ...]


def normalise_code(text: str) -> str:
    """Return the code in half width and upper case, without title, gaps and invisible marks."""
    code = _SEPARATORS.sub("", _half_width(text))
    return _PREFIX.sub("", code).translate(_UPPER)


def _half_width(text: str) -> str:
    """Return full width signs as half width ones, and no control or direction marks.

    White space that is a control character stays: it separates.
    """
    half = text.translate(_HALF_WIDTH)
    hidden = {"Cc", "Cf"}
    return "".join(c for c in half if c.isspace() or unicodedata.category(c) not in hidden)


def check_uscc(text: str) -> UsccCheck:
    """Check a unified social credit code as typed; never raises.

    Reasons: `empty`, `legacy_number` (13 or 15 digits: an old registration number),
    `wrong_length`, `wrong_character` and `wrong_department` (with their position),
    `wrong_check_character`.
    """
    code = normalise_code(text)
    reason = _reason(code)
    if reason is None:
        return UsccCheck(True, code, None, ())
    return UsccCheck(False, code, reason, _suggestions(code))


def _reason(code: str) -> IdentifierReason | None:
    if not code:
        return IdentifierReason("empty")
    if len(code) in {13, 15} and code.isascii() and code.isdigit():
        return IdentifierReason("legacy_number")
    if len(code) != LENGTH:
        return IdentifierReason("wrong_length")
    for position, mark in enumerate(code, start=1):
        if mark not in ALPHABET or (1 < position <= 8 and not mark.isdigit()):
            return IdentifierReason("wrong_character", position)
    if code[0] not in DEPARTMENTS:
        return IdentifierReason("wrong_department", 1)
    if uscc.calc_check_digit(code[:-1]) != code[-1]:
        return IdentifierReason("wrong_check_character")
    return None


def _suggestions(code: str) -> tuple[str, ...]:
    """Return valid codes: foreign letters read as their look-alikes, then one more change."""
    if len(code) != LENGTH:
        return ()
    choices = [_FOREIGN.get(mark, mark) for mark in code]
    readings = ["".join(marks) for marks in islice(product(*choices), _MAX_READINGS)]
    changed = (other for reading in readings for other in _one_look_alike(reading))
    valid = (other for other in chain(readings, changed) if _reason(other) is None)
    return tuple(dict.fromkeys(valid))[:MAX_SUGGESTIONS]


def _one_look_alike(code: str) -> list[str]:
    """Return the code with one character after another read as those that look like it."""
    changed = []
    for group in _ALIKE:
        for place, mark in enumerate(code):
            if mark in group:
                others = (other for other in group if other != mark)
                changed += [code[:place] + other + code[place + 1 :] for other in others]
    return changed


def check_phone(text: str) -> str | None:
    """Return a mainland mobile number as its 11 digits, or None when it is not one."""
    folded = _SEPARATORS.sub("", _half_width(text))
    found = re.fullmatch(r"(?:\(?(?:\+|00)?86\)?)?(1[0-9]{10})", folded, re.ASCII)
    return found[1] if found else None


def mask_phone(phone: str) -> str:
    """Return 138****1234: the first three and the last four digits of a number of 11 or more.

    Of a shorter one at most the last two stay to be seen.
    """
    text = phone.strip()
    if len(text) >= 11:
        return text[:3] + "*" * (len(text) - 7) + text[-4:]
    return _tail_only(text, 2)


def mask_id_number(number: str) -> str:
    """Return the first three and the last four characters of an identity number of 15 or more."""
    text = number.strip()
    if len(text) >= 15:
        return text[:3] + "*" * (len(text) - 7) + text[-4:]
    return _tail_only(text, 2)


def mask_name(name: str) -> str:
    """Return 张*: the first character of a person's name and one star, whatever its length."""
    text = name.strip()
    return text[0] + "*" if text else ""


def _tail_only(text: str, shown: int) -> str:
    if len(text) <= 2 * shown:
        return "*" * len(text)
    return "*" * (len(text) - shown) + text[-shown:]
