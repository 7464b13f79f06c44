"""Value, baseline and target as whole numbers of one unit, in which more is always better. Every later pass compares
these.

A value may be a ratio and a target a fraction (120% of 247), so all are multiplied by `unit`, the product of the two
denominators: the terms of a row are whole numbers of 1/`unit`. Where less is better their sign is turned; for a range
they are how far outside it a figure lies, as a negative number, and the target is 0.
"""

import narwhals as nw

from indicators.codes import Frame, first_gap


def with_value(rows: Frame) -> Frame:
    """Add the value as an exact fraction, `value_over` / `value_under`, with `value_gap` naming why there is none.

    A rate whose numerator and denominator were reported is their ratio, exact; else it is the rate as reported.
    """
    numerator, denominator = nw.col("numerator"), nw.col("denominator")
    is_ratio = nw.col("is_rate") & ~numerator.is_null() & ~denominator.is_null()
    rows = rows.with_columns(is_ratio=is_ratio)
    is_ratio = nw.col("is_ratio")
    is_defined = is_ratio & (denominator > 0) & (numerator <= nw.col("room_for_numerator"))
    rows = rows.with_columns(
        value_over=nw.when(is_defined)
        .then(numerator * nw.col("whole"))
        .otherwise(nw.when(~is_ratio).then(nw.col("value"))),
        value_under=nw.when(is_defined).then(denominator).otherwise(nw.lit(1)),
    )
    is_missing = nw.col("value_over").is_null()
    gap = first_gap(
        (is_missing & is_ratio & (denominator > 0), "too_large"),
        (is_missing & is_ratio, "zero_denominator"),
        nw.col("fact_gap"),
        (is_missing, "not_reported"),
    )
    return rows.with_columns(value_gap=gap).drop("is_ratio")


def with_terms(rows: Frame) -> Frame:
    """Add `value_term`, `baseline_term`, `target_term` and `unit`, null where a figure is missing.

    `goal_term` and `upper_term` are the target and a range's upper bound as they stand, not turned.

    What must reach every one of them (`is_all`) has as its target the denominator reported with it. `cell_gap` names
    why the cell cannot be judged in this period whatever the value is; the terms are then null.
    """
    under, target_under = nw.col("value_under"), nw.col("target_under")
    target = nw.when(nw.col("is_all_counted")).then(nw.col("denominator")).otherwise(nw.col("target"))
    rows = rows.with_columns(target_over=target, unit=under * target_under, room=nw.col("room") // under)
    value, target, baseline, room = map(nw.col, ("value_over", "target_over", "baseline", "room"))
    fits = (value.abs() <= nw.col("room_for_value")) & (target.abs() <= room)
    fits = fits & (nw.col("upper").abs() <= room) & (nw.col("line_size") <= room)
    fits = fits & (baseline.abs() <= nw.col("room_for_value") // under)
    gap = first_gap(
        nw.col("declared_gap"),
        (nw.col("is_all") & nw.col("denominator").is_null(), "missing_denominator"),
        (nw.col("is_all_counted") & (target == 0), "zero_denominator"),
        (target.is_null(), "no_target"),
        (~fits, "too_large"),
    )
    rows = rows.with_columns(cell_gap=gap)
    has_terms = nw.col("cell_gap").is_null()
    # How many there should be may fall below how many there were; that baseline is then no measure of this target.
    outgrown = nw.col("is_all_counted") & (target < baseline)
    rows = rows.with_columns(
        value_term=nw.when(has_terms).then(value * target_under),
        baseline_term=nw.when(has_terms & ~outgrown.fill_null(value=False)).then(baseline * nw.col("unit")),
        goal_term=nw.when(has_terms).then(target * under),
        upper_term=nw.when(has_terms).then(nw.col("upper") * under),
    )
    return rows.with_columns(
        value_term=oriented(nw.col("value_term")),
        baseline_term=oriented(nw.col("baseline_term")),
        target_term=nw.col("goal_term") * nw.col("sign"),
    ).drop("room")


def oriented(term: nw.Expr) -> nw.Expr:
    """A term turned so that more is better; for a range, minus its distance to the range."""
    below, above = term - nw.col("goal_term"), nw.col("upper_term") - term
    # Only a range has an upper bound; elsewhere this is null.
    outside = below.clip(upper_bound=0) + above.clip(upper_bound=0)
    return nw.coalesce(outside, term * nw.col("sign"))
