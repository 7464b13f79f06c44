"""The phrases with which documents and pages say figures: a value with its unit, a lag, a pace."""

from collections import Counter
from collections.abc import Iterable

from common.language import _, current_language
from common.numbers import read_number
from data.printing import (
    CLASSES,
    print_amount_of,
    print_baseline,
    print_lead,
    print_target,
    print_value,
)
from data.results import Assessment
from indicators.plan import Indicator
from indicators.rules import STATUS_BY_NAME, Thresholds


def unit_of(indicator: Indicator) -> str:
    """The unit a sentence names after a figure: a percentage has its own sign, a year's figure is named without it."""
    return "" if indicator.is_rate else indicator.unit.removesuffix("/年")


def value_words(row: Assessment) -> str:
    """The value with its unit, or in a word why there is none."""
    return print_value(row) + (unit_of(row.indicator) if row.value is not None else "")


def baseline_words(row: Assessment) -> str:
    """The baseline with its unit, or that there is none."""
    return print_baseline(row) + (unit_of(row.indicator) if row.baseline is not None else "")


def target_words(row: Assessment) -> str:
    """The target as it is written; a bare figure with its unit."""
    written = print_target(row)
    return written + (unit_of(row.indicator) if read_number(written) is not None else "")


def class_words(rows: Iterable[Assessment]) -> str:
    """How many are in each class, in the order of the classes: 2项快于预期、3项符合预期."""
    counts = Counter(row.status for row in rows)
    return _(", ").join(
        _("{number} {status}", number=counts[name], status=_(STATUS_BY_NAME[name].words))
        for name in CLASSES
        if name in counts
    )


def lag_points(row: Assessment, thresholds: Thresholds) -> str | None:
    """By how many percentage points it lags behind the schedule; None where it does not, or that is not defined."""
    if row.lead.value is None or row.lead.value >= 0:
        return None
    return print_lead(row, thresholds).removeprefix("-")


def pace_words(row: Assessment) -> str | None:
    """What each quarter that is left needs, as part of a sentence; None where nothing is left or no quarter."""
    needed = row.needed.value
    if needed is None:
        return None
    amount = print_amount_of(row, row.needed).removeprefix("-")
    is_within_year = row.indicator.counted == "by_year"
    if row.indicator.is_rate:
        return _rate_pace(amount.removesuffix("%"), is_more=needed > 0)
    amount += unit_of(row.indicator)
    if is_within_year:
        return _("each quarter left of the year needs {amount}", amount=amount)
    if needed > 0:
        return _("each quarter from now on needs {amount} more", amount=amount)
    return _("each quarter from now on needs {amount} less", amount=amount)


def _rate_pace(points: str, *, is_more: bool) -> str:
    if is_more:
        return _("each quarter from now on needs {points} percentage points more", points=points)
    return _("each quarter from now on needs {points} percentage points less", points=points)


def paragraph(sentences: Iterable[str]) -> str:
    """Sentences one after the other; in Chinese nothing stands between them."""
    return ("" if current_language() == "zh" else " ").join(sentences)
