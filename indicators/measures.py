"""The measures of progress. Each is a pass: frame in, the same frame with more columns out.

A measure is kept as two integers, `<measure>_over` and `<measure>_under`, so that it stays exact until it is printed,
and `<measure>_gap`, which names why it is not defined (null where it is). Words for the gaps: common/gaps.py.
"""

import narwhals as nw

from indicators.codes import Frame, first_gap

_VALUE, _BASELINE, _TARGET = nw.col("value_term"), nw.col("baseline_term"), nw.col("target_term")


def with_completion(rows: Frame) -> Frame:
    """Add completion 完成率 A = V / T (docs/method.md, measure 1): defined where more is better and T is positive."""
    gap = first_gap(
        nw.col("row_gap"),
        (nw.col("is_lower"), "lower_is_better"),
        (nw.col("is_range"), "target_is_range"),
        (_TARGET <= 0, "target_not_positive"),
    )
    return with_measure(rows, "completion", gap, over=_VALUE, under=_TARGET)


def with_progress(rows: Frame) -> Frame:
    """Add progress 增量完成率 G = (V − B) / (T − B) (docs/method.md, measure 2).

    Undefined where B is missing, where T = B, where T is worse than B, and for what is counted by year before the year
    is over, which has a pace only. For a range it is 1 − dist(V) / dist(B).
    """
    gap = first_gap(
        nw.col("row_gap"),
        (nw.col("in_year"), "year_not_over"),
        (_BASELINE.is_null(), "missing_baseline"),
        (_TARGET == _BASELINE, "target_equals_baseline"),
        (_TARGET < _BASELINE, "target_below_baseline"),
    )
    return with_measure(rows, "progress", gap, over=_VALUE - _BASELINE, under=_TARGET - _BASELINE)


def with_row_gap(rows: Frame) -> Frame:
    """Add `row_gap`: why no measure can be had, whichever it is. What is asked comes first, then what was reported."""
    gap = first_gap(
        (~nw.col("applicable"), "not_applicable"),
        nw.col("value_gap"),
        (nw.col("is_partial"), "partly_reported"),
        nw.col("cell_gap"),
    )
    return rows.with_columns(row_gap=gap)


def with_measure(rows: Frame, name: str, gap: nw.Expr, *, over: nw.Expr, under: nw.Expr) -> Frame:
    """Add a measure's three columns; both integers are null where it has a gap.

    Where it has one, neither may even be computed: what is too large to compute with would end a run on Spark.
    """
    with_gap = rows.with_columns(gap.alias(f"{name}_gap"))
    is_defined = nw.col(f"{name}_gap").is_null()
    return with_gap.with_columns(
        nw.when(is_defined).then(over).alias(f"{name}_over"),
        nw.when(is_defined).then(under).alias(f"{name}_under"),
    )
