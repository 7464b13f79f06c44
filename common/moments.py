"""Moments are UTC; days are those of China."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def end_of_day(day: date) -> datetime:
    """The last moment, in UTC, of a day in China: what "as of 30 June" means."""
    return (datetime.combine(day + timedelta(days=1), time(), CHINA) - timedelta(microseconds=1)).astimezone(UTC)


def day_of(moment: datetime) -> date:
    """The day in China on which a moment lies: as of that day it is known."""
    return moment.astimezone(CHINA).date()


def moment_words(moment: datetime) -> str:
    """A moment as a reader sees it, in China's time: 2024-06-30 18:05."""
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
