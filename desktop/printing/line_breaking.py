"""Where a line of Chinese may end: the rules of GB/T 15834 for punctuation at line ends.

Marks that close must not begin a line and marks that open must not end one; a dash (——) and an
ellipsis (……) are not torn; words, numbers and codes in Latin letters stay whole, and so does
a number with its unit.  The line that
would break a rule ends earlier, so nothing hangs over the margin.  (ReportLab's own breaking
lets ，；：？！》”’ begin a line and hangs the rest, so the papers break their lines here.)
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

CANNOT_START = frozenset(
    "，。、；：？！）］｝》〉」』】〕〗”’…—～·‧・％‰℃°％!),.:;?]}%>»′″々ー゛゜／/"
)
CANNOT_END = frozenset("（［｛《〈「『【〔〖“‘([{<«￥¥＄$£€№＃#§")
_HAN = ("\u4e00", "\u9fff")
_UNITS = frozenset("年月日号时分秒个项件份人次位页条款天元万亿楼层室")
_PAIRS = frozenset("—…")
_APART = frozenset(" “”‘—…·‧№")
_PREFERRED_ENDS = frozenset("-/_.,;:@&=?")

Measure = Callable[[str], float]


def break_lines(text: str, width: float, measure: Measure, *, indent: float = 0) -> list[str]:
    """Break `text` into lines no wider than `width`, the first begun after `indent`.

    `measure` gives one character's width in the unit of `width`.  A single word wider than a
    line is cut where it reads best.  Line feeds in `text` end a line.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_fill(paragraph, width, measure, 0 if lines else indent))
    return lines


def widest_piece(text: str, measure: Measure) -> float:
    """Return the width of the widest piece of `text` that should not be torn."""
    pieces = (cluster.rstrip() for line in text.split("\n") for cluster in _clusters(line))
    return max((sum(map(measure, piece)) for piece in pieces), default=0.0)


def may_break(before: str, after: str) -> bool:
    """Say whether a line may end between two neighbouring characters."""
    if min(before, after) >= _HAN[0] and max(before, after) <= _HAN[1]:
        return True
    if after == " ":
        return False
    if after in CANNOT_START or before in CANNOT_END or _combines(after):
        return False
    if (before in _PAIRS and before == after) or (before.isdigit() and after in _UNITS):
        return False
    return not (_is_latin(before) and _is_latin(after))


def _fill(text: str, width: float, measure: Measure, indent: float) -> list[str]:
    """Put as many whole clusters on each line as fit."""
    lines: list[str] = []
    line, used = "", indent
    for cluster in _clusters(text):
        size = sum(map(measure, cluster))
        bare = sum(map(measure, cluster.rstrip()))
        if used + bare <= width:
            line, used = line + cluster, used + size
            continue
        if line:
            lines.append(line.rstrip())
            line, used = "", 0.0
        for piece in _cut(cluster.lstrip(), (width - used, width), measure):
            if line:
                lines.append(line.rstrip())
            line = piece
        used = sum(map(measure, line))
    return [*lines, line.rstrip()]


@lru_cache(maxsize=2048)
def _clusters(text: str) -> tuple[str, ...]:
    """Split `text` into the pieces that stay whole."""
    pieces: list[str] = []
    start = 0
    for at in range(1, len(text)):
        if may_break(text[at - 1], text[at]):
            pieces.append(text[start:at])
            start = at
    if text:
        pieces.append(text[start:])
    return tuple(pieces)


def _cut(cluster: str, widths: tuple[float, float], measure: Measure) -> list[str]:
    """Cut a piece wider than a line at good places; `widths`: of its first line, of others."""
    parts: list[str] = []
    rest = cluster
    room = widths[0]
    while len(rest) > 1 and sum(map(measure, rest)) > room:
        at = _best_cut(rest, _fitting(rest, room, measure))
        parts.append(rest[:at])
        rest, room = rest[at:], widths[1]
    return [*parts, rest]


def _fitting(text: str, width: float, measure: Measure) -> int:
    """Return how many characters of `text` fit, at least one."""
    used = 0.0
    for at, char in enumerate(text):
        used += measure(char)
        if used > width:
            return max(at, 1)
    return len(text)


def _best_cut(text: str, limit: int) -> int:
    """Return the last good place at or before `limit`: after a hyphen, else between letters."""
    legal = [
        at
        for at in range(limit, max(limit // 2, 1) - 1, -1)
        if text[at] not in CANNOT_START
        and text[at - 1] not in CANNOT_END
        and not _combines(text[at])
    ]
    preferred = [at for at in legal if text[at - 1] in _PREFERRED_ENDS]
    return (preferred or legal or [limit])[0]


def _is_latin(char: str) -> bool:
    return ord(char) < 0x2E80 and char not in _APART


def _combines(char: str) -> bool:
    return ord(char) > 0x2FF and unicodedata.category(char) in {"Mn", "Me", "Cf"}
