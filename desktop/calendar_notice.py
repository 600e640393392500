"""Read the days of a year from the sentences in which the State Council announces them.

Such a notice (国务院办公厅关于某年部分节假日安排的通知) has a line for each holiday: the days
off, as single days or from one to another, how many they are, and the weekend days on which people
work instead.  Days are said as 10月1日（周四）, with the year where it is another one.  What a
notice says twice (the weekday, the number of days) is checked: a slip of the pen is found here.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, NoReturn

from desktop.domain.errors import DeskError

MAX_CHARACTERS: Final = 20_000
_WEEKDAYS: Final = "一二三四五六日"
_LONGEST: Final = 15
"""No holiday is longer, in days: a range that is longer is a slip."""

_YEAR = re.compile(r"(20\d\d)年")
_TOKEN = re.compile(
    r"(?<!\d)(?:(?P<year>20\d\d)年)?(?:(?P<month>\d{1,4})月)?(?P<day>\d{1,4})日"
    r"(?:\((?P<note>[^()]*)\))?"
    r"|(?P<to>至|到|—+|-+|~)"
    r"|(?P<off>放假)"
    r"|(?P<on>上班)"
    r"|共(?P<count>\d+)天"
    r"|(?P<end>[。;\n])"
)
_WEEKDAY = re.compile(rf"(?:周|星期)([{_WEEKDAYS}天])")


def read_notice(text: str) -> dict[date, bool]:
    """Return the days that a notice names, True for those on which people work.

    Raises DeskError `notice_unclear {problem, line, said}`: no_year, no_days, no_such_day,
    weekday (not that day's), count (not so many days), range, twice (off and on).
    """
    plain = unicodedata.normalize("NFKC", text[:MAX_CHARACTERS]).replace(" ", "")
    years = Counter(_YEAR.findall(plain))
    if not years:
        _unclear("no_year", 1, plain[:40])
    reader = _Reader(plain, int(years.most_common(1)[0][0]))
    for found in _TOKEN.finditer(plain):
        reader.take(found)
    if not reader.days:
        _unclear("no_days", 1, plain[:40])
    return dict(sorted(reader.days.items()))


@dataclass(slots=True)
class _Reader:
    """Goes through the notice; days are gathered until a word says what they are."""

    text: str
    year: int
    days: dict[date, bool] = field(default_factory=dict)
    gathered: list[date] = field(default_factory=list)
    month: int = 0
    until: bool = False
    last_off: int = 0

    def take(self, found: re.Match[str]) -> None:
        """Take the next thing that was said."""
        if found["day"] is not None:
            self._day(found)
        elif found["to"] is not None:
            self.until = bool(self.gathered)
        elif found["off"] is not None and self.gathered:
            self.last_off = len(self.gathered)
            self._keep(found, works=False)
        elif found["on"] is not None and self.gathered:
            self._keep(found, works=True)
        elif found["count"] is not None and self.last_off:
            if int(found["count"]) != self.last_off:
                self._fail("count", found)
            self.last_off = 0
        elif found["end"] is not None:
            self.gathered, self.until, self.month, self.last_off = [], False, 0, 0

    def _day(self, found: re.Match[str]) -> None:
        self.month = int(found["month"] or self.month)
        try:
            day = date(int(found["year"] or self.year), self.month, int(found["day"]))
            if self.until and day < self.gathered[-1] and found["year"] is None:
                day = day.replace(year=day.year + 1)
        except ValueError:
            self._fail("no_such_day", found)
        said = _WEEKDAY.search(found["note"] or "")
        if said and said[1].replace("天", "日") != _WEEKDAYS[day.weekday()]:
            self._fail("weekday", found)
        first = self.gathered[-1] if self.until else day
        if not 0 <= (day - first).days < _LONGEST:
            self._fail("range", found)
        more = range(1 if self.until else 0, (day - first).days + 1)
        self.gathered.extend(first + timedelta(days=number) for number in more)
        self.until = False

    def _keep(self, found: re.Match[str], works: bool) -> None:
        for day in self.gathered:
            if self.days.setdefault(day, works) != works:
                self._fail("twice", found)
        self.gathered = []

    def _fail(self, problem: str, found: re.Match[str]) -> NoReturn:
        line = self.text.count("\n", 0, found.start()) + 1
        around = self.text[max(0, found.start() - 12) : found.end() + 12]
        _unclear(problem, line, around.replace("\n", ""))


def _unclear(problem: str, line: int, said: str) -> NoReturn:
    raise DeskError("notice_unclear", problem=problem, line=line, said=said)
