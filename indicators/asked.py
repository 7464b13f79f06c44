"""What is asked: the rows that there must be, whether or not anything was reported."""

import narwhals as nw

from indicators.codes import Frame, slot


def asked_rows(cells: Frame, periods: Frame) -> Frame:
    """One row for each cell and period, with what is asked of it then.

    `periods` has the columns of PERIOD_COLUMNS. Adds `slot` (the row's key), `in_year` (the first three quarters of
    what is counted by year; `is_final` everywhere else), `in_target_year`, `at_due` and `after_due`, `in_baseline`, and
    `is_asked`: a figure is asked every so many quarters, the last quarter of the year always, and only of regions that
    are valid then.
    """
    rows = cells.drop("indicator", "region", "parent", "aggregation").join(periods, how="cross")
    period = nw.col("period")
    is_valid = (nw.col("valid_from").is_null() | (period >= nw.col("valid_from"))) & (
        nw.col("valid_to").is_null() | (period <= nw.col("valid_to"))
    )
    in_year = nw.col("is_by_year") & (nw.col("quarter") < 4)
    return rows.with_columns(
        applicable=nw.col("applicable") & is_valid,
        is_asked=nw.col("is_asked") & (nw.col("quarter") % nw.col("every") == 0),
        in_year=in_year,
        is_final=~in_year,
        in_target_year=nw.col("year") == nw.col("due_year"),
        slot=slot(),
        in_baseline=period <= nw.col("start"),
        at_due=period == nw.col("due"),
        after_due=period > nw.col("due"),
    ).drop("valid_from", "valid_to", "every")
