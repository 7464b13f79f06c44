"""From regions to the whole: the sum of what the regions below report, with how many of them have."""

from typing import Any

import narwhals as nw

Frame = nw.LazyFrame[Any]


def with_sums(rows: Frame, ancestors: Frame) -> Frame:
    """Let a region's value be the sum of those below it, where the indicator is summed and passed down.

    Those below are the ones it is passed down to and no further: of a province its counties, over all its cities.
    `ancestors` has one row for each region and each region above it (`region`, `ancestor`).

    Adds `own_value`, `own_baseline` (the region's own published figures), `expected` and `reported` (regions counted;
    null where nothing is summed). A sum that lacks an expected region keeps its value; `reported` < `expected` says so.
    The baseline is summed like the value, so that both come from the same series; it is null if one below is missing.
    """
    sums = _sums(_last_passed_down_to(rows).join(ancestors, on="region", how="inner"))
    own = rows.with_columns(own_value=nw.col("value"), own_baseline=nw.col("baseline"))
    joined = own.join(sums, on=["indicator", "region"], how="left")
    is_sum = ~nw.col("expected").is_null()
    return joined.with_columns(
        value=nw.when(is_sum).then(nw.col("sum_value")).otherwise(nw.col("value")),
        baseline=nw.when(is_sum).then(nw.col("sum_baseline")).otherwise(nw.col("baseline")),
    ).drop("sum_value", "sum_baseline")


def _last_passed_down_to(rows: Frame) -> Frame:
    """The rows of summed indicators that are not themselves sums of rows below them."""
    summed = rows.filter(nw.col("aggregation") == "sum")
    with_parent = summed.filter(~nw.col("parent").is_null())
    passed_on = with_parent.select("indicator", nw.col("parent").alias("region")).unique()
    return summed.filter(nw.col("applicable")).join(passed_on, on=["indicator", "region"], how="anti")


def _sums(contributions: Frame) -> Frame:
    # The sum of nothing but nulls is 0 in every engine, so counts stand beside each sum and decide.
    totals = contributions.group_by("indicator", "ancestor").agg(
        nw.col("value").sum().alias("sum_value"),
        nw.col("value").count().alias("reported"),
        nw.col("baseline").sum().alias("sum_baseline"),
        nw.col("baseline").count().alias("baselines"),
        # Counting a nullable column gives a nullable count; nw.len() would turn into a float in the join on pandas.
        nw.col("applicable").count().alias("expected"),
    )
    return totals.select(
        "indicator",
        nw.col("ancestor").alias("region"),
        "expected",
        "reported",
        nw.when(nw.col("reported") > 0).then(nw.col("sum_value")).alias("sum_value"),
        nw.when(nw.col("baselines") == nw.col("expected")).then(nw.col("sum_baseline")).alias("sum_baseline"),
    )
