"""A yearly notice of days off, in the sentences it usually has, gives the days of the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from desktop.calendar_file import read_calendar
from desktop.calendar_notice import read_notice
from desktop.domain.errors import DeskError
from desktop.domain.working_time import Calendar
from resources import path

OF_2026 = """关于2026年部分节假日安排的通知
现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期安排如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，请安排好值班和安全工作。
2025年11月4日
"""


def test_a_whole_notice_gives_the_calendar_of_its_year() -> None:
    days = read_notice(OF_2026)
    mine, known = Calendar(days), Calendar(read_calendar(path("calendar/cn_2024_2026.csv")))
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert [day for day in year if mine.is_working(day) != known.is_working(day)] == []
    assert mine.years == {2026}
    assert all(day.year == 2026 for day in days)


def test_other_ways_of_saying_it() -> None:
    days = read_notice(
        "2027 年安排 元旦:2026年12月31日(星期四)至1月2日(星期六)放假调休，共3天，"
        "2027年1月3日(星期天)上班。"
        "清明节：４月５日（周一）放假1天，不调休；端午节：6月9日（周三）放假。"
        "劳动节：5月1日至3日放假，共3天。4月25日、5月8日上班。2026年11月5日"
    )
    off = [day for day, works in days.items() if not works]
    assert [day.isoformat() for day in off] == [
        "2026-12-31",
        *("2027-01-01", "2027-01-02", "2027-04-05", "2027-05-01", "2027-05-02", "2027-05-03"),
        "2027-06-09",
    ]
    assert [day.isoformat() for day, works in days.items() if works] == [
        "2027-01-03",
        "2027-04-25",
        "2027-05-08",
    ]


@pytest.mark.parametrize(
    ("text", "problem", "line"),
    [
        ("元旦：1月1日放假。", "no_year", 1),
        ("2027年好。", "no_days", 1),
        ("2027年\n2月30日放假。", "no_such_day", 2),
        ("2027年\n元旦：1月1日（周四）放假1天。", "weekday", 2),
        ("2027年\n\n1月1日至3日放假，共4天。", "count", 3),
        ("2027年1月1日至5月3日放假。", "range", 1),
        ("2027年1月9日放假。1月9日上班。", "twice", 1),
        ("2027年9日放假。", "no_such_day", 1),
        ("2027年13月1日放假。", "no_such_day", 1),
        ("2027年\n10月32日放假。", "no_such_day", 2),
        ("2028年12月30日至2月29日放假。", "no_such_day", 1),
        ("", "no_year", 1),
    ],
)
def test_what_does_not_fit_is_named(text: str, problem: str, line: int) -> None:
    with pytest.raises(DeskError) as caught:
        read_notice(text)
    assert caught.value.code == "notice_unclear"
    assert (caught.value.values["problem"], caught.value.values["line"]) == (problem, line)
