"""The measures of progress. Each is a pass: frame in, the same frame with three more columns out.

A measure is kept as two integers, `<measure>_over` and `<measure>_under`, so that it stays exact until it is printed,
and `<measure>_gap`, which names why it is not defined (null where it is). Words for the gaps: common/gaps.py.
"""

import narwhals as nw

from indicators.regions import Frame


def with_completion(rows: Frame) -> Frame:
    """Add completion 完成率 A = V / T (docs/method.md, measure 1): defined where higher is better and T is positive."""
    gap = _first_gap(
        *_gaps_of_value_and_target(),
        (nw.col("direction") == "unconfirmed", "direction_unconfirmed"),
        (nw.col("comparator").is_in(["<", "<="]), "lower_is_better"),
        (nw.col("target") <= 0, "target_not_positive"),
    )
    return _with_measure(rows, "completion", gap, over=nw.col("value"), under=nw.col("target"))


def with_progress(rows: Frame) -> Frame:
    """Add progress 增量完成率 G = (V − B) / (T − B) (docs/method.md, measure 2).

    Undefined where B is missing, where T = B, and where T is worse than B.
    """
    lower_is_better = nw.col("comparator").is_in(["<", "<="])
    worse = (
        nw.when(lower_is_better)
        .then(nw.col("target") > nw.col("baseline"))
        .otherwise(nw.col("target") < nw.col("baseline"))
    )
    gap = _first_gap(
        *_gaps_of_value_and_target(),
        (nw.col("direction") == "unconfirmed", "direction_unconfirmed"),
        (nw.col("baseline").is_null(), "missing_baseline"),
        (nw.col("target") == nw.col("baseline"), "target_equals_baseline"),
        (worse, "target_below_baseline"),
    )
    baseline = nw.col("baseline")
    return _with_measure(rows, "progress", gap, over=nw.col("value") - baseline, under=nw.col("target") - baseline)


def _gaps_of_value_and_target() -> tuple[tuple[nw.Expr, str | nw.Expr], ...]:
    """Why neither measure can be had: what is asked for comes first, then what was reported, then the target."""
    partly = ~nw.col("expected").is_null() & (nw.col("reported") < nw.col("expected"))
    return (
        (~nw.col("applicable"), "not_applicable"),
        (nw.col("value").is_null() & ~nw.col("value_gap").is_null(), nw.col("value_gap")),
        (nw.col("value").is_null(), "not_reported"),
        (partly, "partly_reported"),
        (nw.col("target_gap").is_in(["blank", "no_value"]), "no_target"),
        (~nw.col("target_gap").is_null(), nw.col("target_gap")),
    )


def _first_gap(*gaps: tuple[nw.Expr, str | nw.Expr]) -> nw.Expr:
    """The name that stands beside the first condition that is true; null where none is."""
    result: nw.Expr = nw.lit(None, dtype=nw.String)
    for condition, name in reversed(gaps):
        named = nw.lit(name) if isinstance(name, str) else name
        result = nw.when(condition.fill_null(False)).then(named).otherwise(result)
    return result


def _with_measure(rows: Frame, name: str, gap: nw.Expr, *, over: nw.Expr, under: nw.Expr) -> Frame:
    with_gap = rows.with_columns(gap.alias(f"{name}_gap"))
    defined = nw.col(f"{name}_gap").is_null()
    return with_gap.with_columns(
        nw.when(defined).then(over).alias(f"{name}_over"),
        nw.when(defined).then(under).alias(f"{name}_under"),
    )
