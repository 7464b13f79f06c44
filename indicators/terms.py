"""Value, baseline and target as whole numbers of one unit, in which more is always better. Every later pass compares
these.

A value may be a ratio and a target a fraction (120% of 247), so all are multiplied by `unit`, the product of the two
denominators: the terms of a row are whole numbers of 1/`unit`. Where less is better their sign is turned; for a range
they are how far outside it a figure lies, as a negative number, and the target is 0.
"""

import narwhals as nw

from indicators.codes import Frame, first_gap

# Terms are subtracted from each other and multiplied by 100 (percentage points) and by the quarters of the plan before
# they are compared. Up to this product of term and quarters all of that stays exact in 64 bits.
_LARGEST = 4 * 10**16


def with_value(rows: Frame) -> Frame:
    """Add the value as an exact fraction, `value_over` / `value_under`, with `value_gap` naming why there is none.

    A rate whose numerator and denominator were reported is their ratio, exact; else it is the rate as reported.
    """
    numerator, denominator = nw.col("numerator"), nw.col("denominator")
    is_ratio = nw.col("is_rate") & ~numerator.is_null() & ~denominator.is_null()
    is_defined = is_ratio & (denominator > 0) & (_size(numerator) * _size(nw.col("whole")) <= _LARGEST)
    rows = rows.with_columns(is_ratio=is_ratio, is_defined=is_defined.fill_null(False))
    rows = rows.with_columns(
        value_over=nw.when(nw.col("is_defined"))
        .then(numerator * nw.col("whole"))
        .otherwise(nw.when(~nw.col("is_ratio")).then(nw.col("value"))),
        value_under=nw.when(nw.col("is_defined")).then(denominator).otherwise(nw.lit(1)),
    )
    is_missing = nw.col("value_over").is_null()
    gap = first_gap(
        (nw.col("is_ratio") & (denominator == 0), "zero_denominator"),
        (nw.col("is_ratio") & is_missing, "too_large"),
        (is_missing & ~nw.col("fact_gap").is_null(), nw.col("fact_gap")),
        (is_missing, "not_reported"),
    )
    return rows.with_columns(value_gap=gap).drop("is_ratio", "is_defined")


def with_terms(rows: Frame) -> Frame:
    """Add `value_term`, `baseline_term`, `target_term` and `unit`, null where a figure is missing.

    `goal_term` and `upper_term` are the target and a range's upper bound as they stand, not turned.

    What must reach every one of them (`is_all`) has as its target the denominator reported with it. `cell_gap` names
    why the cell cannot be judged in this period whatever the value is; the terms are then null.
    """
    target = nw.when(nw.col("is_all") & ~nw.col("is_rate")).then(nw.col("denominator")).otherwise(nw.col("target"))
    rows = rows.with_columns(target_over=target)
    fits = _fits("value_over", "target_under") & _fits("target_over", "value_under") & _fits("upper", "value_under")
    fits = fits & _fits("baseline", "value_under", "target_under")
    fits = fits & _fits("line_from", "value_under") & _fits("line_to", "value_under")
    gap = first_gap(
        (~nw.col("declared_gap").is_null(), nw.col("declared_gap")),
        (nw.col("is_all") & nw.col("denominator").is_null(), "missing_denominator"),
        (nw.col("is_all") & ~nw.col("is_rate") & (nw.col("denominator") == 0), "zero_denominator"),
        (nw.col("target_over").is_null(), "no_target"),
        (~fits, "too_large"),
    )
    rows = rows.with_columns(cell_gap=gap, unit=nw.col("value_under") * nw.col("target_under"))
    has_terms = nw.col("cell_gap").is_null()
    rows = rows.with_columns(
        value_term=nw.when(has_terms).then(nw.col("value_over") * nw.col("target_under")),
        baseline_term=nw.when(has_terms).then(nw.col("baseline") * nw.col("unit")),
        goal_term=nw.when(has_terms).then(nw.col("target_over") * nw.col("value_under")),
        upper_term=nw.when(has_terms).then(nw.col("upper") * nw.col("value_under")),
    )
    rows = rows.with_columns(
        value_term=oriented(nw.col("value_term")),
        baseline_term=oriented(nw.col("baseline_term")),
        target_term=oriented(nw.col("goal_term")),
    )
    # How many there should be may fall below how many there were; that baseline is then no measure of this target.
    outgrown = nw.col("is_all") & ~nw.col("is_rate") & (nw.col("target_term") < nw.col("baseline_term"))
    return rows.with_columns(baseline_term=nw.when(~outgrown.fill_null(False)).then(nw.col("baseline_term")))


def oriented(term: nw.Expr) -> nw.Expr:
    """A term turned so that more is better; for a range, minus its distance to the range."""
    lower, upper = nw.col("goal_term"), nw.col("upper_term")
    # The way to one bound and the way to the other are together as long as the range, and twice the distance to it
    # more. Only a range has an upper bound; elsewhere this is null.
    twice_outside = (term - lower).abs() + (term - upper).abs() - (upper - lower)
    return nw.coalesce(-twice_outside // 2, term * nw.col("sign"))


def _fits(*factors: str) -> nw.Expr:
    """Whether a product, times the quarters of the plan, stays exact; a missing factor takes nothing away."""
    size = _size(nw.col("span"))
    for factor in factors:
        size = size * _size(nw.col(factor))
    return (size <= _LARGEST).fill_null(True)


def _size(figure: nw.Expr) -> nw.Expr:
    # A float only to tell how large a product would be; no figure is ever made from it.
    return figure.abs().cast(nw.Float64)
