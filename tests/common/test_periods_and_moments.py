"""Quarters, and days that end in China."""

from datetime import UTC, date, datetime

import pytest

from common.language import use_language
from common.moments import end_of_day, moment_words
from common.periods import Period


def test_a_period_is_read_and_written() -> None:
    assert str(Period.read("2023Q4")) == "2023Q4"
    assert Period.read("2023Q4") == Period.end_of_year(2023)
    assert Period(2023, 4) < Period(2024, 1)


@pytest.mark.parametrize("text", ["2023", "2023Q5", "2023q4", "23Q4", " 2023Q4", "2023Q4x", ""])
def test_what_is_not_a_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        Period.read(text)


def test_a_period_has_words() -> None:
    assert Period(2023, 4).words() == "fourth quarter 2023"
    use_language("zh")
    assert Period(2023, 4).words() == "2023年四季度"


def test_as_of_a_day_means_its_end_in_china() -> None:
    assert end_of_day(date(2025, 6, 30)) == datetime(2025, 6, 30, 15, 59, 59, 999999, tzinfo=UTC)
    assert moment_words(datetime(2025, 6, 30, 16, 5, tzinfo=UTC)) == "2025-07-01 00:05"
