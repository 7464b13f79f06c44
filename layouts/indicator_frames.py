"""An indicator's assessments as the frames its charts are drawn from: floats to draw, printed figures to read."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import pandas as pd

from common.language import _
from common.numbers import read_number
from common.periods import Period
from data.printing import print_amount, print_amount_of, print_baseline, print_status, print_target, print_value
from data.results import Assessment, Judgement, Measure
from indicators.plan import Indicator
from layouts.address import Address
from layouts.findings import lacking

Figure = int | Fraction
_Point = dict[str, Any]
# A target's text that is longer is drawn as the number it comes to.
_LONGEST_TARGET = 8

_OF_A_PERIOD = (
    "period", "words", "tick", "stretch", "baseline", "value", "partial", "scheduled", "forecast", "needed", "target",
    "upper", "said", "baseline_printed", "value_printed", "scheduled_printed", "forecast_printed", "needed_printed",
    "target_printed", "is_simulated",
)  # fmt: skip
_DRAWN = ("baseline", "value", "partial", "scheduled", "forecast", "needed", "target", "upper")


def trend_frame(row: Assessment, due: Period) -> pd.DataFrame:
    """One row for each period from the baseline's to the target date: the frame of figures/trend.py."""
    points = {one.period: _past(row, one) for one in row.history}
    points |= {period: _ahead(row, period, value) for period, value in row.schedule_ahead if period <= due}
    last = max(due, row.period)
    points.setdefault(last, _ahead(row, last, None))
    if row.value is not None and row.forecast.value is not None:
        _put(row, points[row.period], "forecast", row.value)
        _put(row, points[last], "forecast", row.forecast.value)
    if row.value is not None and row.needed.value and row.remaining.value is not None:
        end = Period.at(row.period.ordinal + int(row.remaining.value / row.needed.value))
        _put(row, points[row.period], "needed", row.value)
        _put(row, points.setdefault(end, _ahead(row, end, None)), "needed", row.value + row.remaining.value)
    if row.target_value is not None:
        points[last] |= {"target": drawn(row.indicator, row.target_value), "target_printed": target_printed(row)}
        points[last] |= {"upper": drawn(row.indicator, row.upper_value)}
    return _framed((points[period] for period in sorted(points)), _OF_A_PERIOD, _DRAWN)


def _past(row: Assessment, judgement: Judgement) -> _Point:
    """A period that has come: its value, or the baseline where that is what stands for it."""
    point = _ahead(row, judgement.period, judgement.scheduled) | {"said": print_status(judgement)}
    is_start = judgement.period == row.history[0].period and row.baseline is not None
    if is_start:
        printed = print_baseline(row)
        said = _("{figure} (baseline)", figure=printed)
        return point | {"baseline": drawn(row.indicator, row.baseline), "baseline_printed": printed, "said": said}
    if judgement.value is None:
        return point
    is_last = judgement.period == row.period
    printed = print_value(row) if is_last else print_amount(row.indicator, judgement.value)
    return point | {
        "value_printed": printed,
        "partial" if judgement.is_partial else "value": drawn(row.indicator, judgement.value),
        "said": _marked(printed, is_partial=judgement.is_partial, is_simulated=judgement.is_simulated),
        "is_simulated": judgement.is_simulated,
    }


def _marked(printed: str, *, is_partial: bool, is_simulated: bool) -> str:
    if is_partial and is_simulated:
        return _("{figure} (not all regions, simulated data)", figure=printed)
    if is_partial:
        return _("{figure} (not all regions)", figure=printed)
    return _("{figure} (simulated data)", figure=printed) if is_simulated else printed


def _ahead(row: Assessment, period: Period, scheduled: Fraction | None) -> _Point:
    """A period without a value: where its schedule is."""
    has_tick = period.quarter == 4 or period == row.period or period == row.history[0].period
    # Short: narrow pages have no room for more beside each other.
    tick = _("Q{quarter}<br>{year}", quarter=period.quarter, year=period.year) if has_tick else ""
    return {
        "period": pd.Timestamp(period.last_day),
        "words": period.words(),
        "tick": tick,
        "stretch": period.year if row.indicator.counted == "by_year" else 0,
        "scheduled": drawn(row.indicator, scheduled),
        "scheduled_printed": "" if scheduled is None else print_amount_of(row, Measure(scheduled, None)),
        "is_simulated": False,
    }


def _put(row: Assessment, point: _Point, name: str, value: Fraction) -> None:
    point[name] = drawn(row.indicator, value)
    point[f"{name}_printed"] = print_amount_of(row, Measure(value, None))


_OF_A_REGION = (
    "code", "region", "tile", "href", "baseline", "scheduled", "value", "target", "upper", "lacking", "light",
    "recovered", "status", "baseline_printed", "scheduled_printed", "value_printed", "target_printed", "is_simulated",
)  # fmt: skip


def regions_frame(rows: Iterable[Assessment], address: Address) -> pd.DataFrame:
    """One row for each region: the frame of figures/regions.py, figures/tiles.py and figures/boundaries.py."""
    return _framed(
        (_region(row, address) for row in rows),
        _OF_A_REGION,
        ("baseline", "scheduled", "value", "target", "upper", "lacking"),
    )


def _region(row: Assessment, address: Address) -> _Point:
    indicator, judgement = row.indicator, row.judgement
    scheduled, share = judgement.scheduled, lacking(row)
    return {
        "code": row.region.code,
        "region": row.region.name,
        "tile": row.region.tile,
        "href": f"/district/{row.region.code}{address.query()}",
        "baseline": drawn(indicator, row.baseline),
        "scheduled": drawn(indicator, scheduled),
        "value": None if judgement.is_partial else drawn(indicator, row.value),
        "target": drawn(indicator, row.target_value),
        "upper": drawn(indicator, row.upper_value),
        "lacking": None if share is None else float(share),
        "light": judgement.light or "",
        "recovered": judgement.recovered,
        "status": print_status(judgement, row),
        "baseline_printed": print_baseline(row),
        "scheduled_printed": "" if scheduled is None else print_amount_of(row, Measure(scheduled, None)),
        "value_printed": print_value(row),
        # Said once, in place of the value.
        "target_printed": "" if row.status == "not_applicable" else target_printed(row),
        "is_simulated": row.is_simulated and row.value is not None,
    }


def target_printed(row: Assessment) -> str:
    """The target as it is written where that is short, else the number it comes to."""
    written = print_target(row)
    is_short = len(written) <= _LONGEST_TARGET and any(sign.isdigit() for sign in written)
    if is_short or row.target_value is None or read_number(written):
        return written
    return print_amount_of(row, Measure(row.target_value, None))


def drawn(indicator: Indicator, value: Figure | None) -> float | None:
    """A figure as it is drawn: in the indicator's unit, a rate in percent. Never printed or computed with."""
    return None if value is None else float(Fraction(value) * (100 if indicator.is_rate else 1) / 10**indicator.scale)


def _framed(points: Iterable[_Point], columns: tuple[str, ...], drawn_columns: tuple[str, ...]) -> pd.DataFrame:
    """The points as a frame of these columns; a figure that is not there is missing, a text empty."""
    rows = [{name: point.get(name, None if name in drawn_columns else "") for name in columns} for point in points]
    return pd.DataFrame(rows, columns=list(columns))
