"""What was reported, beside what is asked; a figure that cannot be one is set aside under its name."""

import narwhals as nw

from common.numbers import LARGEST
from indicators.codes import Frame, first_gap, slot

_FIGURES = ("value", "numerator", "denominator")


def with_facts(rows: Frame, facts: Frame) -> Frame:
    """Add `value`, `numerator`, `denominator` (integers, null where not reported) and `fact_gap`.

    A count below zero, a part below zero, a milestone that is neither done nor not (1 or 0) and a figure too large to
    compute with are not figures: they become null, and `fact_gap` says why, so that no sum takes them in.
    A reported gap counts where no figure stands: counts approved beside it say what the rate is.
    """
    reported = facts.select(slot().alias("slot"), *_FIGURES, nw.col("gap").alias("reported_gap"))
    joined = rows.join(reported, on="slot", how="left")
    value, numerator, denominator = map(nw.col, _FIGURES)
    is_too_large = (value.abs() > LARGEST) | (numerator.abs() > LARGEST) | (denominator.abs() > LARGEST)
    is_negative = (nw.col("is_counted") & (value < 0)) | (numerator < 0) | (denominator < 0)
    joined = joined.with_columns(
        fault=first_gap(
            (is_too_large, "too_large"),
            (is_negative, "negative_count"),
            (nw.col("is_milestone") & ~value.is_between(0, 1), "neither_done_nor_open"),
        )
    )
    is_silent = value.is_null() & (numerator.is_null() | denominator.is_null())
    reported_gap = nw.when(is_silent).then(nw.col("reported_gap"))
    is_sound = nw.col("fault").is_null()
    return joined.with_columns(
        fact_gap=first_gap(nw.col("fault"), reported_gap),
        **{name: nw.when(is_sound).then(nw.col(name)) for name in _FIGURES},
    ).drop("fault", "reported_gap")
