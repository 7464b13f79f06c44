"""What was reported, beside what is asked; a figure that cannot be one is set aside under its name."""

import narwhals as nw

from common.numbers import LARGEST
from indicators.codes import Frame, first_gap, slot

_FIGURES = ("value", "numerator", "denominator")


def with_facts(rows: Frame, facts: Frame) -> Frame:
    """Add `value`, `numerator`, `denominator` (integers, null where not reported) and `fact_gap`.

    A count below zero, a part below zero, a milestone that is neither done nor not (1 or 0) and a figure too large to
    compute with are not figures: they become null, and
    `fact_gap` says why, so that no sum takes them in.
    """
    reported = facts.select(slot().alias("slot"), *_FIGURES, nw.col("gap").alias("reported_gap"))
    joined = rows.join(reported, on="slot", how="left")
    is_count = (nw.col("step") > 0) & ~nw.col("is_milestone")
    joined = joined.with_columns(
        fact_gap=first_gap(
            *((_is_too_large(nw.col(name)), "too_large") for name in _FIGURES),
            (is_count & (nw.col("value") < 0), "negative_count"),
            (nw.col("is_milestone") & ((nw.col("value") < 0) | (nw.col("value") > 1)), "neither_done_nor_open"),
            *((nw.col(name) < 0, "negative_count") for name in ("numerator", "denominator")),
            (~nw.col("reported_gap").is_null(), nw.col("reported_gap")),
        )
    )
    is_sound = nw.col("fact_gap").is_null()
    return joined.with_columns(*(nw.when(is_sound).then(nw.col(name)).alias(name) for name in _FIGURES)).drop(
        "reported_gap"
    )


def _is_too_large(figure: nw.Expr) -> nw.Expr:
    return (figure > LARGEST) | (figure < -LARGEST)
