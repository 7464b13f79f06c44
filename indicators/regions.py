"""From regions to the whole: the sum of what the regions below report, with how many of them have."""

from typing import Any

import narwhals as nw

Frame = nw.LazyFrame[Any]


def with_sums(rows: Frame) -> Frame:
    """Let a parent's value be the sum of its children's, where the indicator is summed and passed down.

    Adds `own_value`, `own_baseline` (the parent's own published figures), `expected` and `reported` (children counted;
    null where nothing is summed). A sum that lacks an expected child keeps its value; `reported` < `expected` says so.
    The baseline is summed like the value, so that both come from the same series; it is null if a child's is missing.
    Children are the regions directly below.
    """
    sums = _sums_of_children(rows)
    own = rows.with_columns(own_value=nw.col("value"), own_baseline=nw.col("baseline"))
    joined = own.join(sums, on=["indicator", "region"], how="left")
    is_sum = ~nw.col("expected").is_null()
    return joined.with_columns(
        value=nw.when(is_sum).then(nw.col("sum_value")).otherwise(nw.col("value")),
        baseline=nw.when(is_sum).then(nw.col("sum_baseline")).otherwise(nw.col("baseline")),
    ).drop("sum_value", "sum_baseline")


def _sums_of_children(rows: Frame) -> Frame:
    children = rows.filter(
        nw.col("aggregation") == "sum",
        nw.col("applicable"),
        ~nw.col("parent").is_null(),
    )
    # The sum of nothing but nulls is 0 in every engine, so counts stand beside each sum and decide.
    totals = children.group_by("indicator", "parent").agg(
        nw.col("value").sum().alias("sum_value"),
        nw.col("value").count().alias("reported"),
        nw.col("baseline").sum().alias("sum_baseline"),
        nw.col("baseline").count().alias("baselines"),
        # Counting a nullable column gives a nullable count; nw.len() would turn into a float in the join on pandas.
        nw.col("applicable").count().alias("expected"),
    )
    return totals.select(
        "indicator",
        nw.col("parent").alias("region"),
        "expected",
        "reported",
        nw.when(nw.col("reported") > 0).then(nw.col("sum_value")).alias("sum_value"),
        nw.when(nw.col("baselines") == nw.col("expected")).then(nw.col("sum_baseline")).alias("sum_baseline"),
    )
