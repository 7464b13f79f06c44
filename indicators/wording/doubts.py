"""What is well formed and may still be meant otherwise: such a reading waits for a person."""

import re
from dataclasses import replace
from decimal import Decimal

from indicators.wording.reading import TargetReading

_FIRST_YEAR, _LAST_YEAR = Decimal(1900), Decimal(2100)
# At constant or at current prices: two series, and the text does not say which of them is collected.
_PRICES = re.compile("实际|名义|扣除价格|可比价|不变价|现价")


def with_doubts(reading: TargetReading) -> TargetReading:
    """The reading, to be confirmed where one of the doubts applies."""
    is_doubtful = _is_an_upper_ratio(reading) or _may_be_years(reading) or _depends_on_prices(reading)
    if not is_doubtful or "confirmation" in reading.needs:
        return reading
    return replace(reading, needs=(*reading.needs, "confirmation"))


def _is_an_upper_ratio(reading: TargetReading) -> bool:
    """师生比1:18以内 bounds the pupils, not the ratio of the first to the second; 1.9:1以内 bounds just that."""
    is_small = reading.value is not None and reading.value < 1
    return reading.unit == "比" and reading.comparator in ("<", "<=") and is_small


def _may_be_years(reading: TargetReading) -> bool:
    """2021—2025 is more likely the plan's years than a range of numbers."""
    bounds = (reading.value, reading.upper)
    return reading.comparator == "range" and all(
        bound is not None and _FIRST_YEAR <= bound <= _LAST_YEAR for bound in bounds
    )


def _depends_on_prices(reading: TargetReading) -> bool:
    return bool(_PRICES.search(reading.text))
