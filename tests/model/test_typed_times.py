"""What people type as a time: a table of forms with what each means, and what is asked about or
refused.
"""

from __future__ import annotations

import unicodedata
import warnings
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svc.errors import (
    BackwardsSpan,
    DayToCome,
    FutureTime,
    NotADay,
    NotADuration,
    NotAMonth,
    NotATime,
    NoTimeOfDay,
    PastTime,
    TwoReadings,
)
from svc.model.times import written_moment
from svc.model.typed_times import (
    ANYTIME,
    Towards,
    is_misspelt_day,
    is_range,
    read_day,
    read_days,
    read_full_day,
    read_length,
    read_moment,
    read_months,
    read_span,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=SHANGHAI)  # a Wednesday
TODAY = NOW.date()
AHEAD, BACK = Towards(since=NOW), Towards(until=NOW)
LIKELY_AHEAD, LIKELY_BACK = AHEAD._replace(strict=False), BACK._replace(strict=False)

# fmt: off
MOMENTS_AHEAD = {
    # a clock alone is today's
    "14:00": "11-25 14:00", "9:12": "11-25 09:12", "09:12": "11-25 09:12", "９：１２": "11-25 09:12",
    "14：00": "11-25 14:00", "14:00:05": "11-25 14:00:05", "14点": "11-25 14:00", "14时": "11-25 14:00",
    "14时30分": "11-25 14:30", "14点30": "11-25 14:30", "14点05": "11-25 14:05", "14点5分": "11-25 14:05",
    "下午3点": "11-25 15:00", "下午3点半": "11-25 15:30", "下午3:00": "11-25 15:00", "下午15:00": "11-25 15:00",
    "下午15点": "11-25 15:00", "下午三点": "11-25 15:00", "下午两点一刻": "11-25 14:15", "下午２点": "11-25 14:00",
    "下午12点半": "11-25 12:30", "午后1点": "11-25 13:00", "傍晚6点": "11-25 18:00", "晚上8点": "11-25 20:00",
    "晚上八点": "11-25 20:00", "晚上8:30": "11-25 20:30", "晚8点": "11-25 20:00", "夜里11点": "11-25 23:00",
    "今晚8点": "11-25 20:00", "今晚12点": "11-26 00:00", "半夜12点": "11-26 00:00", "晚上1点": "11-26 01:00",
    "今晚0点": "11-26 00:00", "中午12点": "11-25 12:00", "中午1点": "11-25 13:00", "中午11点半": "11-25 11:30",
    "中午十二点": "11-25 12:00", "正午": "11-25 12:00", "上午11点": "11-25 11:00", "上午12点": "11-25 12:00",
    "3点": "11-25 15:00", "３点": "11-25 15:00", "三点半": "11-25 15:30", "两点一刻": "11-25 14:15",
    "三点三刻": "11-25 15:45", "5点钟": "11-25 17:00", "五点整": "11-25 17:00", "3点15": "11-25 15:15",
    "三点零五": "11-25 15:05", "三点五十": "11-25 15:50", "1點": "11-25 13:00", "2pm": "11-25 14:00",
    "2 pm": "11-25 14:00", "2:30pm": "11-25 14:30", "11am": "11-25 11:00", "2 p.m.": "11-25 14:00",
    "noon": "11-25 12:00", "12pm": "11-25 12:00", "3 o'clock": "11-25 15:00", "3 o’clock": "11-25 15:00", "at 14:00": "11-25 14:00",
    # days around today
    "今天14:00": "11-25 14:00", "今日下午3点": "11-25 15:00", "明天9:00": "11-26 09:00", "明天 9:00": "11-26 09:00",
    "明天　9：00": "11-26 09:00", "明天上午9点": "11-26 09:00", "明早9点": "11-26 09:00", "明早九点半": "11-26 09:30",
    "明晚8点": "11-26 20:00", "明日9:00": "11-26 09:00", "明天14点": "11-26 14:00", "明天下午2点": "11-26 14:00",
    "明天，下午2点": "11-26 14:00", "明天的9:00": "11-26 09:00", "明天凌晨3点": "11-26 03:00", "明天0点": "11-26 00:00", "明天零点": "11-26 00:00", "明天早上8点": "11-26 08:00",
    "后天下午2点半": "11-27 14:30", "后天 8:30": "11-27 08:30", "大后天上午10点": "11-28 10:00",
    "三天后 9:00": "11-28 09:00", "三天后上午9点": "11-28 09:00", "两周后 9:00": "12-09 09:00",
    "tomorrow 2pm": "11-26 14:00", "2pm tomorrow": "11-26 14:00", "Tomorrow 08:30:05": "11-26 08:30:05",
    "tomorrow at 2 pm": "11-26 14:00", "tonight 8pm": "11-25 20:00", "day after tomorrow 9:00": "11-27 09:00",
    "in 3 days 9:00": "11-28 09:00",
    # days of a week
    "周五 9:00": "11-27 09:00", "周五下午3点": "11-27 15:00", "星期五9:00": "11-27 09:00", "礼拜五 9:00": "11-27 09:00",
    "周5 9:00": "11-27 09:00", "週五 9:00": "11-27 09:00", "周二 9:00": "12-01 09:00", "周日 9:00": "11-29 09:00",
    "周天 9:00": "11-29 09:00", "星期天上午10点": "11-29 10:00", "本周五 14:00": "11-27 14:00", "这周五14:00": "11-27 14:00",
    "下周一9:00": "11-30 09:00", "下周一上午9点": "11-30 09:00", "下个星期三 9:00": "12-02 09:00",
    "下下周一 9:00": "12-07 09:00", "下周日9:00": "12-06 09:00", "friday 9:00": "11-27 09:00", "fri 9am": "11-27 09:00",
    "next monday 9:00": "11-30 09:00", "9:00 next monday": "11-30 09:00", "this friday 14:00": "11-27 14:00",
    "9am on friday": "11-27 09:00",
    # days of a month and a year
    "12月5日 9:00": "12-05 09:00", "12月5号9:00": "12-05 09:00", "12月5日上午9点": "12-05 09:00",
    "十二月五号下午三点": "12-05 15:00", "12-5 14:00": "12-05 14:00", "12/5 14:00": "12-05 14:00", "12-05 14:00": "12-05 14:00",
    "12月5 14:00": "12-05 14:00", "28号下午3点": "11-28 15:00", "5号 9:00": "12-05 09:00", "5日9:00": "12-05 09:00",
    "月底下午5点": "11-30 17:00", "下月底 17:00": "12-31 17:00", "12月底 17:00": "12-31 17:00", "下月1号9:00": "12-01 09:00",
    "年底 17:00": "12-31 17:00", "1月5日 9:00": "2027-01-05 09:00", "1-5 9:00": "2027-01-05 09:00",
    "明年1月5日 9:00": "2027-01-05 09:00", "Dec 5 9:00": "12-05 09:00", "5 December 9:00": "12-05 09:00",
    "5th Dec 2pm": "12-05 14:00", "2026-12-05 14:00": "12-05 14:00", "2026-12-5 14:00": "12-05 14:00",
    "2026/12/5 14:00": "12-05 14:00", "2026.12.5 14:00": "12-05 14:00", "20261205 14:00": "12-05 14:00",
    "2026年12月5日14:00": "12-05 14:00", "2026年12月5日下午2点": "12-05 14:00", "26年12月5日14:00": "12-05 14:00",
    "二〇二六年十二月五日 下午三点": "12-05 15:00", "二零二六年十二月五日15:00": "12-05 15:00",
    "２０２６－１２－０５　１４：００": "12-05 14:00", "2026–12–05 14:00": "12-05 14:00", "December 5, 2026 2pm": "12-05 14:00",
    "2026-12-05T14:00:00+08:00": "12-05 14:00", "2026-12-05T14:00": "12-05 14:00", "2026-12-05T06:00:00Z": "12-05 14:00",
    # from now
    "2小时后": "11-25 11:00", "2个小时后": "11-25 11:00", "两小时以后": "11-25 11:00", "２小时后": "11-25 11:00",
    "半小时后": "11-25 09:30", "半个小时后": "11-25 09:30", "1个半小时后": "11-25 10:30", "两个半小时后": "11-25 11:30",
    "30分钟后": "11-25 09:30", "1小时30分后": "11-25 10:30", "三个钟头后": "11-25 12:00", "120分钟之后": "11-25 11:00",
    "in 2 hours": "11-25 11:00", "in half an hour": "11-25 09:30", "in an hour": "11-25 10:00", "in 90 minutes": "11-25 10:30", "现在": "11-25 09:00",
}
MOMENTS_BACK = {
    "8:30": "11-25 08:30", "8点半": "11-25 08:30", "早上8点": "11-25 08:00", "今早8点": "11-25 08:00", "今晨8点": "11-25 08:00",
    "凌晨3点": "11-25 03:00", "凌晨12点半": "11-25 00:30", "0点10分": "11-25 00:10", "刚才": "11-25 09:00", "刚刚": "11-25 09:00",
    "now": "11-25 09:00", "just now": "11-25 09:00", "昨天 17:30": "11-24 17:30", "昨天下午5点半": "11-24 17:30",
    "昨晚10点": "11-24 22:00", "昨晚8点半": "11-24 20:30", "昨日17:30": "11-24 17:30", "前天 8:30": "11-23 08:30",
    "大前天 8:30": "11-22 08:30", "yesterday 17:30": "11-24 17:30", "yesterday 5:30pm": "11-24 17:30",
    "5:30pm yesterday": "11-24 17:30", "day before yesterday 9:00": "11-23 09:00", "this morning 8:15": "11-25 08:15",
    "周一 9:00": "11-23 09:00", "上周五 9:00": "11-20 09:00", "上周五下午3点": "11-20 15:00", "上个星期五9:00": "11-20 09:00",
    "上上周五 9:00": "11-13 09:00", "本周一 9:00": "11-23 09:00", "monday 9:00": "11-23 09:00", "周五 9:00": "11-20 09:00",
    "11月5日 9:00": "11-05 09:00", "11-5 14:00": "11-05 14:00", "11/5 14:00": "11-05 14:00", "5号 9:00": "11-05 09:00",
    "十一月五号 9:00": "11-05 09:00", "上月5号 9:00": "10-05 09:00", "上个月5日9:00": "10-05 09:00", "1-5 9:00": "2026-01-05 09:00",
    "去年12月5日 9:00": "2025-12-05 09:00", "2小时前": "11-25 07:00", "半小时前": "11-25 08:30", "半小时以前": "11-25 08:30",
    "10分钟前": "11-25 08:50", "2 hours ago": "11-25 07:00", "half an hour ago": "11-25 08:30", "an hour ago": "11-25 08:00", "3 days ago 9:00": "11-22 09:00",
    "三天前 9:00": "11-22 09:00", "一周前 9:00": "11-18 09:00", "晚上11点": None, "12月5日 9:00": None,
}
DAYS = {  # in any direction
    "今天": "11-25", "昨天": "11-24", "昨日": "11-24", "前天": "11-23", "大前天": "11-22", "明天": "11-26", "后天": "11-27",
    "大后天": "11-28", "today": "11-25", "yesterday": "11-24", "Tomorrow": "11-26", "下周一": "11-30", "本周五": "11-27",
    "上周五": "11-20", "下下周三": "12-09", "next monday": "11-30", "last tuesday": None, "三天后": "11-28", "三天前": "11-22",
    "3天后": "11-28", "120天前": "2026-07-28", "in 3 days": "11-28", "3 days ago": "11-22", "两周后": "12-09", "in 2 weeks": "12-09",
    "月底": "11-30", "本月底": "11-30", "下月底": "12-31", "上个月底": "10-31", "月末": "11-30", "年底": "12-31", "去年底": "2025-12-31",
    "11月底": "11-30", "2026年2月底": "2026-02-28", "2028年2月末": "2028-02-29", "end of month": "11-30", "11-5": "11-05", "11/5": "11-05",
    "11月5日": "11-05", "11月5": "11-05", "11月5号": "11-05", "十一月五号": "11-05", "十一月二十五日": "11-25", "Nov 5": "11-05",
    "5 Nov": "11-05", "2026-11-05": "11-05", "2026-11-5": "11-05", "2026/11/5": "11-05", "2026.11.5": "11-05", "20261105": "11-05",
    "2026年11月5日": "11-05", "2026年11月5号": "11-05", "２０２６年１１月５日": "11-05", "二〇二六年十一月五日": "11-05",
    "26年11月5日": "11-05", "98年3月5日": "1998-03-05", "36年3月5日": "2036-03-05", "37年3月5日": "1937-03-05", "Nov 5, 2026": "11-05", "5 November 2026": "11-05", "November 5th 2026": "11-05",
    "去年6月30日": "2025-06-30", "上月15号": "10-15", "2020/6/30": "2020-06-30", "本周五下午": "11-27", "昨天晚上": "11-24",
    "2026-11-05 14:00": "11-05", "明天9点": "11-26", "2028-2-29": "2028-02-29",
}
MONTHS = {
    "2026-10": "2026-10", "2026-1": "2026-01", "2026/10": "2026-10", "2026.10": "2026-10", "2026年10月": "2026-10",
    "２０２６年１０月": "2026-10", "二〇二六年十月": "2026-10", "2026年10月份": "2026-10", "26年6月": "2026-06", "10月": "2026-10",
    "十月份": "2026-10", "12月": "2025-12", "11月": "2026-11", "本月": "2026-11", "这个月": "2026-11", "上月": "2026-10",
    "上个月": "2026-10", "上上月": "2026-09", "下月": "2026-12", "去年6月": "2025-06", "今年1月": "2026-01", "last month": "2026-10",
    "this month": "2026-11", "October": "2026-10", "Oct 2025": "2025-10",
    "2026": "2026-01..2026-12", "2026年": "2026-01..2026-12", "今年": "2026-01..2026-12", "去年": "2025-01..2025-12",
    "last year": "2025-01..2025-12", "2024..2026": "2024-01..2026-12", "2026-01..2026-06": "2026-01..2026-06",
    "2026年1月到6月": "2026-01..2026-06", "1月至6月": "2026-01..2026-06", "2026-10..2026-10": "2026-10..2026-10", "2025..2026-06": "2025-01..2026-06",
}
SPANS = {  # from, until before; looking back
    "11-5": ("11-05", "11-06"), "昨天": ("11-24", "11-25"), "上周": ("11-16", "11-23"), "本周": ("11-23", "11-30"),
    "last week": ("11-16", "11-23"), "上个星期": ("11-16", "11-23"), "周一": ("11-23", "11-24"), "2026-11": ("11-01", "12-01"),
    "本月": ("11-01", "12-01"), "上月": ("10-01", "11-01"), "去年": ("2025-01-01", "2026-01-01"), "2026": ("2026-01-01", "2027-01-01"),
    "11-1..11-5": ("11-01", "11-06"), "11月1日到11月5日": ("11-01", "11-06"), "11-1 至 11-5": ("11-01", "11-06"), "11-1~11-5": ("11-01", "11-06"),
    "11-20..": ("11-20", None), "..昨天": (None, "11-25"), "10月..11-5": ("10-01", "11-06"), "上周一到上周三": ("11-16", "11-19"),
    "昨天下午": ("11-24 12:00", "11-24 18:00"), "本周五下午": ("11-27 12:00", "11-27 18:00"), "今早": ("11-25 06:00", "11-25 12:00"),
    "2026-11-20..2026-11-24": ("11-20", "11-25"),
}
LENGTHS = {
    "8h": "8h", "90m": "90m", "1h30m": "90m", "2wd": "2wd", "-8h": "-8h", "2小时": "2h", "２小时": "2h", "两个小时": "2h", "半小时": "30m",
    "1个半小时": "90m", "90分钟": "90m", "1小时30分": "90m", "1小时30分钟": "90m", "三天": "3d", "两周": "14d", "2个工作日": "2wd", "45秒": "45s",
    "2 hours": "2h", "30 minutes": "30m", "3 days": "3d", "2 working days": "2wd", "half an hour": "30m", "100小时": "100h",
}
TWO = {  # what is asked about, and the readings
    ("明天3点", "ahead"): ["11-26 03:00", "11-26 15:00"], ("10点", "ahead"): ["11-25 10:00", "11-25 22:00"],
    ("三点", "any"): ["11-25 03:00", "11-25 15:00"], ("昨天5点", "back"): ["11-24 05:00", "11-24 17:00"],
    ("12点", "ahead"): ["11-25 12:00", "11-26 00:00"], ("明天12点", "ahead"): ["11-26 00:00", "11-26 12:00", "11-27 00:00"],
    ("周三 9:00", "ahead"): ["11-25 09:00", "12-02 09:00"], ("周三 9:00", "back"): ["11-18 09:00", "11-25 09:00"],
    ("周五 9:00", "any"): ["11-20 09:00", "11-27 09:00"], ("next friday 9am", "ahead"): ["11-27 09:00", "12-04 09:00"],
    ("last tuesday 9:00", "back"): ["11-17 09:00", "11-24 09:00"], ("明天晚上1点", "ahead"): ["11-26 01:00", "11-27 01:00"],
    ("25号 14:00", "ahead"): ["11-25 14:00", "12-25 14:00"], ("5-25 9:00", "any"): None, ("1-5 9:00", "any"): ["2026-01-05 09:00", "2027-01-05 09:00"],
}
NO_TIME = (
    "", " ", "9", "0912", "24:00", "24点", "25点", "9:60", "9:5", "3点5", "3点60分", "25:00", "上午3点", "下午9点", "中午5点", "早上12点", "上午14点",
    "11am pm", "13点刻", "三点四刻", "晚上", "9:00-11:00", "9.30", "9。30", "soon", "尽快", "someday 09:00", "明天 25:00", "明天24:00", "11-31 9:00",
    "2-30 9:00", "2026-11-31 09:00", "2027-02-29 09:00", "2026-13-01 09:00", "0000-01-01 09:00", "1899-12-31 09:00", "2200-01-01 09:00",
    "21.11.2026 09:00", "13/11/2026", "2026-11-21 09:00:00.5", "2026-11-21 09:00:60", "2026-11-21T09:00+0800", "2026-11-21 09:00 +08:00",
    "2026-11-21T09:00+99:00", "11-514:00", "2026-11-0514:00", "一五点", "十十点", "二三十号 9:00", "明天后天 9:00", "下周 9:00", "上月 9:00", "三个月后 9:00",
    "半天后", "1.5小时后", "2小时", "后", "前天前", "9:00 9:00", "周八 9:00", "周0 9:00", "星期一二 9:00", "2026年 9:00", "2026/11-5 9:00", "٣:00",
    "2pmx", "xtomorrow 2pm", "fridayon 9:00", "99999999999999999999小时后", "2026-11-21 09:00 左右", "明天下午3点前",
)
NO_DAY = (
    "", " ", "14:00", "3点", "刚才", "2小时后", "去年", "2026", "2026年6月", "2026-06", "上月", "本周", "两年前", "三个月前", "月初", "夏天", "用了三年", "3年", "2026-02-30",
    "2026-W47-6", "21.11.2026", "2026-11-21T00:00", "11-31", "0-5", "13-1", "2026年13月1日", "202611055", "2026115", "5", "someday", "11.5", "五", "明天25:00",
)
# fmt: on


def moment(text: str) -> datetime:
    """`11-25 14:00` of this year in Shanghai; a year where it is another."""
    full = text if text[4:5] == "-" else f"2026-{text}"
    return datetime.fromisoformat(full).replace(tzinfo=SHANGHAI)


def day(text: str) -> date:
    return moment(text).date()


def rows(table: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(typed, meant) for typed, meant in table.items() if meant is not None]


# What each form means


def test_the_table_has_two_hundred_forms_and_more() -> None:
    tables: tuple[dict[str, Any], ...] = (
        MOMENTS_AHEAD, MOMENTS_BACK, DAYS, MONTHS, SPANS, LENGTHS,
    )  # fmt: skip
    assert sum(len(rows(table)) for table in tables) > 350


@pytest.mark.parametrize(("typed", "meant"), rows(MOMENTS_AHEAD))
def test_a_time_that_is_to_come(typed: str, meant: str) -> None:
    assert read_moment(typed, NOW, AHEAD) == moment(meant)


@pytest.mark.parametrize(("typed", "meant"), rows(MOMENTS_BACK))
def test_a_time_that_is_past(typed: str, meant: str) -> None:
    assert read_moment(typed, NOW, BACK) == moment(meant)


@pytest.mark.parametrize(("typed", "meant"), rows(DAYS))
def test_a_day(typed: str, meant: str) -> None:
    assert read_day(typed, NOW) == day(meant)


@pytest.mark.parametrize(("typed", "meant"), rows(MONTHS))
def test_a_month_or_several(typed: str, meant: str) -> None:
    first, dots, last = meant.partition("..")
    months = read_months(typed, TODAY)
    assert (f"{months.first:%Y-%m}", f"{months.last:%Y-%m}") == (first, last or first)
    assert months.several == bool(dots)


@pytest.mark.parametrize(("typed", "ends"), rows(SPANS))
def test_a_span(typed: str, ends: tuple[str | None, str | None]) -> None:
    first, end = (None if each is None else moment(each) for each in ends)
    assert read_span(typed, NOW, LIKELY_BACK) == (first, end)


@pytest.mark.parametrize(("typed", "length"), rows(LENGTHS))
def test_a_length(typed: str, length: str) -> None:
    assert str(read_length(typed)) == length


def test_both_days_of_an_absence_are_in_it() -> None:
    assert read_days("11-26..11-27", NOW) == (day("11-26"), day("11-27"))
    assert read_days("明天", NOW) == (day("11-26"), day("11-26"))
    assert read_days("下周", NOW) == (day("11-30"), day("12-06"))
    with pytest.raises(NotADay):
        read_days("11-26..", NOW)


def test_a_range_is_one_with_two_ends() -> None:
    assert [is_range(text) for text in ("2026..", "1月到3月", "2026", "2026-10")] == [
        True, True, False, False,
    ]  # fmt: skip


# What is asked about


@pytest.mark.parametrize(("asked", "readings"), TWO.items())
def test_what_can_mean_several_things_is_taken_for_none_of_them(
    asked: tuple[str, str], readings: list[str] | None
) -> None:
    typed, towards = asked
    with pytest.raises(TwoReadings) as two:
        read_moment(typed, NOW, {"ahead": AHEAD, "back": BACK, "any": ANYTIME}[towards])
    assert two.value.facts["text"] == typed
    if readings is not None:
        assert two.value.facts["readings"] == [moment(each) for each in readings]
    assert list(two.value.meant) == two.value.facts["readings"]
    for each in two.value.meant:  # as it is shown, it is typed
        assert read_moment(f"{each:%Y-%m-%d %H:%M}", NOW) == each


def test_a_day_that_can_mean_several_is_asked_about_unless_one_is_likelier() -> None:
    with pytest.raises(TwoReadings) as two:
        read_day("周五", NOW)
    assert two.value.facts["readings"] == [day("11-20"), day("11-27")]
    assert read_day("周五", NOW, LIKELY_AHEAD) == day("11-27")
    assert read_day("周五", NOW, LIKELY_BACK) == day("11-20")
    for likely in (LIKELY_AHEAD, LIKELY_BACK):  # today is both
        with pytest.raises(TwoReadings):
            read_day("周三", NOW, likely)
    assert read_day("11-5", NOW, LIKELY_AHEAD) == day("11-05")  # nothing else can be meant


@pytest.mark.parametrize(
    ("today", "typed", "ahead", "back"),
    [
        ("2026-11-25", "12-20", "2026-12-20", None),
        ("2026-11-25", "1-20", "2027-01-20", "2026-01-20"),
        ("2026-01-10", "12-20", "2026-12-20", "2025-12-20"),
        ("2026-01-10", "3-1", "2026-03-01", None),  # last year's is too far to be meant
        ("2026-11-25", "11-5", None, "2026-11-05"),
        ("2026-11-25", "5-20", "2027-05-20", "2026-05-20"),
        ("2026-11-25", "6-1", None, "2026-06-01"),  # next year's is more than half a year away
        ("2026-01-10", "2-29", None, None),
        ("2027-12-10", "2-29", "2028-02-29", None),
    ],
)
def test_a_day_without_a_year_is_this_years_or_a_near_one(
    today: str, typed: str, ahead: str | None, back: str | None
) -> None:
    now = moment(f"{today} 09:00")
    for towards, meant in ((Towards(since=now), ahead), (Towards(until=now), back)):
        if meant:
            assert read_day(typed, now, towards) == day(meant)
        else:
            with pytest.raises((DayToCome, NotADay)):
                read_day(typed, now, towards)


def test_a_month_without_a_31st_is_passed_over() -> None:
    assert read_day("31号", NOW, LIKELY_AHEAD) == day("12-31")
    assert read_day("31号", NOW, LIKELY_BACK) == day("10-31")
    july = moment("07-15 09:00")
    assert read_day("31号", july, Towards(until=july, strict=False)) == day("05-31")


def test_what_was_to_come_is_measured_by_when_it_was_said() -> None:
    yesterday = moment("11-24 14:00")
    assert read_moment("16:00", NOW, Towards(since=yesterday)) == moment("11-25 16:00")
    assert read_moment("昨天16:00", NOW, Towards(since=yesterday)) == moment("11-24 16:00")
    assert read_moment("昨天 4点", NOW, Towards(since=yesterday)) == moment("11-24 16:00")


# What is refused


@pytest.mark.parametrize("typed", NO_TIME)
def test_what_is_no_time_is_refused(typed: str) -> None:
    for towards in (ANYTIME, AHEAD, BACK):
        with pytest.raises(NotATime) as refused:
            read_moment(typed, NOW, towards)
        assert refused.value.facts == {"text": typed}


@pytest.mark.parametrize(
    "typed",
    [
        "明天",
        "周三",
        "本周五下午",
        "11-5",
        "2026-11-21",
        "月底",
        "三天后",
        "tomorrow",
        "明早",
        "中午",
    ],
)
def test_a_day_alone_is_no_time_and_it_is_said_what_it_lacks(typed: str) -> None:
    with pytest.raises(NoTimeOfDay):
        read_moment(typed, NOW)


@pytest.mark.parametrize("typed", NO_DAY)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(NotADay):
        read_day(typed, NOW)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2026-13",
        "0000-01",
        "1899-12",
        "2200-01",
        "9999-12",
        "9999",
        "2026-11-01",
        "昨天",
        "周三",
        "月底",
        "13月",
    ],
)
def test_what_is_no_month_is_refused(typed: str) -> None:
    with pytest.raises(NotAMonth):
        read_months(typed, TODAY)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "soon",
        "2 o'clock",
        "h",
        "小时",
        "2",
        "2小时3小时",
        "30分2小时",
        "1.5小时",
        "两个月",
        "3年",
        "2小时后",
    ],
)
def test_what_is_no_length_is_refused(typed: str) -> None:
    with pytest.raises(NotADuration):
        read_length(typed)


def test_a_time_that_lies_the_other_way_is_refused_and_named() -> None:
    with pytest.raises(PastTime) as past:
        read_moment("8:00", NOW, AHEAD)
    assert past.value.facts == {"at": moment("11-25 08:00"), "now": NOW}
    with pytest.raises(FutureTime) as future:
        read_moment("明天9:00", NOW, BACK)
    assert future.value.facts == {"at": moment("11-26 09:00"), "now": NOW}
    with pytest.raises(FutureTime) as both_to_come:
        read_moment("明天3点", NOW, BACK)
    assert both_to_come.value.facts["at"] == moment("11-26 03:00")
    evening = moment("11-25 16:00")
    with pytest.raises(PastTime) as both_past:  # neither reading is to come
        read_moment("3点", evening, Towards(since=evening))
    assert both_past.value.facts["at"] == moment("11-25 15:00")
    with pytest.raises(DayToCome) as to_come:
        read_day("2026-11-26", NOW, BACK)
    assert to_come.value.facts == {"day": day("11-26"), "today": TODAY}
    assert read_day("今天", NOW, BACK) == TODAY


def test_a_span_begins_before_it_ends() -> None:
    for typed in ("11-5..11-1", "2026-11..2026-10", "今天到昨天"):
        with pytest.raises(BackwardsSpan):
            read_span(typed, NOW, LIKELY_BACK)
    with pytest.raises(BackwardsSpan):
        read_months("2026-11..2026-10", TODAY)
    assert read_span("11-5..11-5", NOW) == (moment("11-05"), moment("11-06"))
    for typed in ("..", "", "then", "11-1..then", "14:00", "11-1..11-2..11-3"):
        with pytest.raises(NotADay):
            read_span(typed, NOW, LIKELY_BACK)


# Days of purchase in records


@pytest.mark.parametrize(
    "written",
    ["2020/6/30", "2020-6-30", "2020-06-30", "2020.6.30", "20200630", "2020年6月30日", "２０２０／６／３０", "2020年6月30号",
     "二〇二〇年六月三十日", "June 30, 2020", " 2020/6/30 "],
)  # fmt: skip
def test_a_full_day_is_read_whenever_the_record_is_read(written: str) -> None:
    assert read_full_day(written) == date(2020, 6, 30)


@pytest.mark.parametrize(
    "words",
    ["", "去年", "昨天", "6月30日", "6-30", "2020年6月", "2020-06", "2020", "20年6月30日", "三天前", "约2020/6/30", "2020/6/31", "周三", "月底"],
)  # fmt: skip
def test_words_that_change_with_the_day_name_none(words: str) -> None:
    assert read_full_day(words) is None


def test_a_slip_of_the_pen_is_told_from_words() -> None:
    for slip in (
        "2026-02-30",
        "2026年13月",
        "2026年2月30日",
        "12",
        "2026/13/1",
        "30.02.2026",
        "20261301",
        "-",
        "。",
    ):
        assert is_misspelt_day(slip, TODAY), slip
    for words in (
        "去年",
        "2026年6月",
        "2026-06",
        "2026",
        "三年",
        "用了两年多",
        "2024 年夏天",
        "unknown",
        "上月",
    ):
        assert not is_misspelt_day(words, TODAY), words


# Laws

ZONES = [ZoneInfo(name) for name in ("Asia/Shanghai", "UTC", "America/New_York", "Asia/Kolkata")]
FIRST, LAST = datetime(1970, 1, 2), datetime(2190, 1, 1)
ALL_FORMS = [
    *((read_moment, typed) for typed, _ in rows(MOMENTS_AHEAD)),
    *((read_day, typed) for typed, _ in rows(DAYS)),
]


def wide(text: str) -> str:
    """The same in full-width letters, digits and signs."""
    return "".join(
        chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "\u3000" if c == " " else c for c in text
    )


@given(st.datetimes(FIRST, LAST).map(lambda at: at.replace(microsecond=0)), st.sampled_from(ZONES))
def test_a_moment_as_records_have_it_is_read_back_in_any_zone(at: datetime, zone: ZoneInfo) -> None:
    written = written_moment(at.replace(tzinfo=UTC).astimezone(zone))
    for now_zone in ZONES:
        read = read_moment(written, NOW.astimezone(now_zone))
        assert written_moment(read) == written  # the offset, too
    shown = at.replace(tzinfo=SHANGHAI)
    assert read_moment(f"{at:%Y-%m-%d %H:%M:%S}", NOW) == shown


@given(st.dates(FIRST.date(), LAST.date()))
def test_each_way_to_write_a_day_in_full_means_that_day(wanted: date) -> None:
    y, m, d = wanted.year, wanted.month, wanted.day
    for text in (
        f"{y}-{m}-{d}",
        f"{y}/{m}/{d}",
        f"{y}.{m}.{d}",
        f"{y}年{m}月{d}日",
        f"{wanted:%Y%m%d}",
        wanted.isoformat(),
    ):
        assert read_day(text, NOW) == read_day(wide(text), NOW) == read_full_day(text) == wanted


@given(st.sampled_from(ALL_FORMS))
def test_full_width_means_the_same_as_half_width(form: tuple[Any, str]) -> None:
    read, typed = form
    if "T" in typed:  # as machines write it
        return
    towards = AHEAD if read is read_moment else ANYTIME
    assert read(wide(typed), NOW, towards) == read(
        unicodedata.normalize("NFKC", typed), NOW, towards
    )


@given(
    st.sampled_from([typed for typed, _ in rows(MOMENTS_AHEAD)]),
    st.integers(0, 59),
    st.sampled_from(ZONES),
)
def test_a_time_is_whole_seconds_on_the_clock_of_now(
    typed: str, second: int, zone: ZoneInfo
) -> None:
    now = NOW.replace(tzinfo=zone, second=second)
    read = read_moment(typed, now, Towards(since=now.replace(second=0), strict=False))
    assert read.microsecond == 0
    assert "+08:00" in typed or "Z" in typed or read.tzinfo is zone
    assert is_aware(read)


def is_aware(at: datetime) -> bool:
    return at.utcoffset() is not None


@given(
    st.text(
        alphabet="0123456789年月日号时点分半刻周一二三十上下午晚明昨今天后前底:-/. ~到两个小早",
        max_size=12,
    )
)
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    refusals = (
        NotATime,
        NotADay,
        NotAMonth,
        NotADuration,
        TwoReadings,
        PastTime,
        FutureTime,
        DayToCome,
        BackwardsSpan,
    )
    for read in (
        lambda: read_moment(typed, NOW, AHEAD), lambda: read_day(typed, NOW, BACK), lambda: read_span(typed, NOW, LIKELY_BACK),
        lambda: read_months(typed, TODAY), lambda: read_length(typed),
    ):  # fmt: skip
        with suppress(*refusals):
            read()


def test_a_time_that_the_clocks_skip_is_none_and_of_two_the_first_is_meant() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    spring = datetime(2026, 3, 28, 9, 0, tzinfo=berlin)
    for typed in ("2026-03-29 02:30", "明天 2:30", "tomorrow 2:30 am"):
        with pytest.raises(NotATime):
            read_moment(typed, spring)
    assert read_moment("明天 3:30", spring).isoformat() == "2026-03-29T03:30:00+02:00"
    autumn = datetime(2026, 10, 25, 0, 0, tzinfo=berlin)
    assert read_moment("2:30", autumn).isoformat() == "2026-10-25T02:30:00+02:00"
    assert (
        read_moment("2小时后", spring + timedelta(hours=16)).isoformat()
        == "2026-03-29T04:00:00+02:00"
    )


# A second opinion

DIFFERS = {
    "it takes a short date for year and month": (
        "12-5 14:00", "12/5 14:00", "12-05 14:00", "11-5 14:00", "11/5 14:00", "11-5", "11/5",
    ),
    "it takes next year's for a day that was twenty days ago": ("11月5", "Nov 5", "5 Nov"),
    "it takes a year of two digits for one of this century and to come": (
        "26年11月5日", "98年3月5日", "37年3月5日",
    ),
    "it takes 日 for a number of days": ("下周日9:00", "5日9:00", "上个月5日9:00"),
}  # fmt: skip


def second_opinion(typed: str, prefer: str) -> datetime | None:
    import dateparser

    settings = {
        "RELATIVE_BASE": NOW.replace(tzinfo=None),
        "PREFER_DATES_FROM": prefer,
        "DATE_ORDER": "YMD",
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = dateparser.parse(typed, languages=["zh", "en"], settings=settings)
    return None if found is None else found.replace(tzinfo=found.tzinfo or SHANGHAI)


def test_another_reader_agrees_wherever_it_knows_the_form() -> None:
    agreed, other = 0, []
    for table, prefer in ((MOMENTS_AHEAD, "future"), (MOMENTS_BACK, "past"), (DAYS, "future")):
        for typed, meant in rows(table):
            found = second_opinion(typed, prefer)
            if found is None:
                continue
            if found == moment(meant) or (table is DAYS and found.date() == day(meant)):
                agreed += 1
            else:
                other.append(typed)
    assert sorted(other) == sorted(typed for reason in DIFFERS.values() for typed in reason)
    assert agreed > 100
