"""QR codes as vector rectangles, sharp at any resolution."""

from __future__ import annotations

from functools import lru_cache

import segno


@lru_cache(maxsize=256)
def modules(text: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Return, row by row, the dark runs (first column, length) of the code for `text`.

    Error correction M: a thermal slip gets creased, and the text is short.
    """
    code = segno.make_qr(text, error="m", encoding="utf-8", boost_error=False)
    return tuple(_dark_runs(bytes(row)) for row in code.matrix)


def _dark_runs(row: bytes) -> tuple[tuple[int, int], ...]:
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for at, module in enumerate([*row, 0]):
        if module and start is None:
            start = at
        elif not module and start is not None:
            runs.append((start, at - start))
            start = None
    return tuple(runs)
