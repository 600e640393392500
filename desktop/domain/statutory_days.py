"""The statutory days off of mainland China, computed for years whose notice is not out yet.

The rule is that of the national regulation on days off for festivals as in force since 2025:
Spring Festival's eve and its first three days, Qingming, 1 and 2 May, Dragon Boat, Mid-Autumn,
1 to 3 October and New Year.  Which weekends are moved is known only from each November's notice.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

FIRST_LUNAR_YEAR = 2027
LAST_LUNAR_YEAR = 2060

_LUNAR_DAYS = """
    2027 0206 0609 0915 ; 2028 0126 0528 1003 ; 2029 0213 0616 0922
    2030 0203 0605 0912 ; 2031 0123 0624 1001 ; 2032 0211 0612 0919
    2033 0131 0601 0908 ; 2034 0219 0620 0927 ; 2035 0208 0610 0916
    2036 0128 0530 1004 ; 2037 0215 0618 0924 ; 2038 0204 0607 0913
    2039 0124 0527 1002 ; 2040 0212 0614 0920 ; 2041 0201 0603 0910
    2042 0122 0622 0928 ; 2043 0210 0611 0917 ; 2044 0130 0531 1005
    2045 0217 0619 0925 ; 2046 0206 0608 0915 ; 2047 0126 0529 1004
    2048 0214 0615 0922 ; 2049 0202 0604 0911 ; 2050 0123 0623 0930
    2051 0211 0613 0919 ; 2052 0201 0601 0907 ; 2053 0219 0620 0926
    2054 0208 0610 0916 ; 2055 0128 0530 1005 ; 2056 0215 0617 0924
    2057 0204 0606 0913 ; 2058 0124 0625 1002 ; 2059 0212 0614 0921
    2060 0202 0603 0909
"""
"""Year; then month and day of Spring Festival, Dragon Boat and Mid-Autumn."""


@lru_cache(maxsize=64)
def statutory_days(year: int) -> frozenset[date]:
    """Return the days off of a year by law; outside 2027–2060 without the lunar festivals."""
    days = {date(year, 1, 1), date(year, 5, 1)}
    days |= {date(year, 10, day) for day in (1, 2, 3)}
    if year >= 2025:
        days.add(date(year, 5, 2))
    if 2000 <= year <= 2099:
        days.add(qingming(year))
    if year in _FESTIVALS:
        spring, dragon_boat, mid_autumn = _FESTIVALS[year]
        days |= {spring + timedelta(days=offset) for offset in (-1, 0, 1, 2)}
        days |= {dragon_boat, mid_autumn}
    return frozenset(days)


def qingming(year: int) -> date:
    """Return Qingming of a year from 2000 to 2099: 4.81 April, 0.2422 more a year, leaps off."""
    past = year - 2000
    return date(year, 4, (past * 2422 + 48_100) // 10_000 - past // 4)


def _festivals() -> dict[int, tuple[date, date, date]]:
    years: dict[int, tuple[date, date, date]] = {}
    for entry in _LUNAR_DAYS.replace(";", "\n").split("\n"):
        if entry.strip():
            year, *days = entry.split()
            spring, dragon_boat, mid_autumn = (
                date(int(year), int(day[:2]), int(day[2:])) for day in days
            )
            years[int(year)] = (spring, dragon_boat, mid_autumn)
    return years


_FESTIVALS = _festivals()
