"""Credit codes for tests: made up, with the right check character."""

from __future__ import annotations

from stdnum.cn import uscc


def credit_code(number: int) -> str:
    """Return the `number`-th made-up 统一社会信用代码."""
    body = f"91330106MA{number:07d}"
    return body + uscc.calc_check_digit(body)
