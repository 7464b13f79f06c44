"""What lies ahead: the forecast at the target date, and what is left to do in each quarter until then."""

import narwhals as nw

from indicators.codes import Frame, first_gap
from indicators.measures import with_measure

# Fewer points than this make no trend.
LEAST_POINTS = 4
_LARGEST = 9 * 10**18


def with_forecast(rows: Frame) -> Frame:
    """Add the forecast 到期预测: the value at the target date if the mean change per quarter so far continues.

    Points are the baseline and every complete value since; of what is counted by year, whole years only. It informs,
    and never decides a light.
    """
    rows = _with_points(rows)
    first = nw.when(nw.col("is_point")).then(nw.col("period")).min().over("cell")
    rows = rows.with_columns(first_period=first)
    is_first = nw.col("is_point") & (nw.col("period") == nw.col("first_period"))
    rows = rows.with_columns(
        first_over=nw.when(is_first).then(nw.col("point_over")).max().over("cell"),
        first_under=nw.when(is_first).then(nw.col("point_under")).max().over("cell"),
        points=nw.col("is_point").cast(nw.Int64).cum_sum().over("cell", order_by="period"),
    )
    run, rest = nw.col("period") - nw.col("first_period"), nw.col("due") - nw.col("period")
    over, under = nw.col("point_over"), nw.col("point_under")
    first_over, first_under = nw.col("first_over"), nw.col("first_under")
    # Floats only to tell how large the products would be; no figure is ever made from them.
    under_size, first_size = under.cast(nw.Float64), first_under.cast(nw.Float64)
    size = over.abs() * first_size * nw.col("span") + first_over.abs() * under_size * rest
    gap = first_gap(
        nw.col("row_gap"),
        (nw.col("in_year"), "too_few_points"),
        (nw.col("points") < LEAST_POINTS, "too_few_points"),
        (rest <= 0, "target_date_reached"),
        ((size > _LARGEST) | (under_size * first_size * run > _LARGEST), "too_large"),
    )
    return with_measure(
        rows,
        "forecast",
        gap,
        over=over * first_under * (run + rest) - first_over * under * rest,
        under=under * first_under * run,
    ).drop("is_point", "point_over", "point_under", "first_period", "first_over", "first_under")


def with_remaining(rows: Frame) -> Frame:
    """Add what is left, T − V, and what is needed in each quarter that remains: `remaining_…` and `needed_…`.

    For a range it is the way to its nearer bound, nothing inside it. What is counted by year begins anew each January:
    in its first three quarters what is left is up to the year's milestone, and is spread over the quarters of that
    year.
    """
    in_year = nw.col("in_year")
    value = nw.col("value_over") * nw.col("target_under")
    lower, upper, milestone_under = map(nw.col, ("goal_term", "upper_term", "milestone_under"))
    # Only a range has an upper bound, and only a year not yet over a milestone; elsewhere these are null.
    to_range = (lower - value).clip(0) - (value - upper).clip(0)
    to_milestone = nw.col("milestone_over") - value * milestone_under
    left = nw.coalesce(to_milestone, to_range, lower - value)
    under = milestone_under.fill_null(1) * nw.col("unit")
    gap = first_gap(nw.col("row_gap"), (in_year & nw.col("milestone_over").is_null(), "no_milestone"))
    rows = with_measure(rows, "remaining", gap, over=left, under=under)
    quarters = nw.when(in_year).then(4 - nw.col("quarter")).otherwise(nw.col("due") - nw.col("period"))
    over = nw.col("remaining_over")
    is_reached = nw.when(in_year).then(over * nw.col("sign") <= 0).otherwise(nw.col("met"))
    gap = first_gap(
        nw.col("remaining_gap"),
        (is_reached, "nothing_left"),
        (over == 0, "strictly_more"),
        (quarters <= 0, "target_date_reached"),
        (nw.col("is_by_year") & nw.col("is_final"), "year_is_over"),
    )
    return with_measure(rows, "needed", gap, over=over, under=nw.col("remaining_under") * quarters)


def _with_points(rows: Frame) -> Frame:
    """The points of the series: at the baseline's period the baseline itself, where there is one."""
    is_start = (nw.col("period") == nw.col("start")) & ~nw.col("baseline").is_null()
    is_whole = nw.col("is_final") & ~nw.col("is_partial")
    is_since = nw.col("period") >= nw.col("start")
    has_value = ~nw.col("value_over").is_null() & is_whole & is_since & nw.col("applicable")
    return rows.with_columns(
        is_point=is_start | has_value,
        point_over=nw.when(is_start).then(nw.col("baseline")).otherwise(nw.col("value_over")),
        point_under=nw.when(~is_start).then(nw.col("value_under")).otherwise(nw.lit(1)),
    )
