"""The cells of a plan, one for each indicator in each region, made ready once for all periods."""

import narwhals as nw

from indicators.codes import Frame, first_gap

_LOWER = ["<", "<="]
_HIGHER = [">", ">=", "all", "done"]
# Terms are subtracted from each other and multiplied by 100 (percentage points) and by the quarters of the plan before
# they are compared. Up to this product of term and quarters all of that stays exact in 64 bits.
_LARGEST = 4 * 10**16


def prepared(declared: Frame) -> Frame:
    """The declarations as the passes use them; the columns of DECLARED_COLUMNS (indicators/frames.py) in.

    Adds yes-or-no columns and the years of baseline and target. `sign` is -1 where less is better, 1 where more is, 0
    for a range; `least_more` is 1 where the target itself is not enough, else 0. `clock_start` and `whole_way` say when
    the way to the target begins and how long it is, in quarters or years, `span` the quarters from baseline to target.
    `is_capped`: what one region has too much of does not make up for another. `room`, `room_for_value` and
    `room_for_numerator` say how large a term, a value and a rate's numerator may be to stay exact. `nothing` is null.
    `declared_gap` names why a cell cannot be judged whatever is reported.
    """
    direction, comparator = nw.col("direction"), nw.col("comparator")
    rows = declared.with_columns(
        is_by_year=nw.col("counted") == "by_year",
        is_rate=nw.col("kind") == "rate",
        is_milestone=nw.col("kind") == "milestone",
        is_counted=(nw.col("step") > 0) & (nw.col("kind") != "milestone"),
        is_binding=nw.col("nature") == "binding",
        is_lower=comparator.is_in(_LOWER).fill_null(False),
        # In whole numbers, more than the target is one more at least.
        least_more=comparator.is_in([">", "<"]).fill_null(False).cast(nw.Int64),
        is_range=(comparator == "range").fill_null(False),
        is_all=(comparator == "all").fill_null(False),
        # The base year of yearly amounts is the last whole one up to the baseline.
        start_year=(nw.col("start") + 1) // 4 - 1,
        due_year=nw.col("due") // 4,
        span=nw.col("due") - nw.col("start"),
        contradicts=((direction == "increase") & comparator.is_in(_LOWER))
        | ((direction == "decrease") & comparator.is_in(_HIGHER))
        | ((direction == "range") & (comparator != "range")),
        # Since the plan began nothing was done yet: what is counted over the plan starts at nothing.
        baseline=nw.when(nw.col("counted") != "over_the_plan").then(nw.col("baseline")).otherwise(nw.lit(0)),
        nothing=nw.when(nw.col("cell") < 0).then(nw.col("cell")),
    )
    by_year = nw.col("is_by_year")
    clock_start = nw.when(by_year).then(nw.col("start_year")).otherwise(nw.col("start"))
    clock_due = nw.when(by_year).then(nw.col("due_year")).otherwise(nw.col("due"))
    room = _LARGEST // nw.col("span").abs().clip(1)
    rows = rows.with_columns(
        # All of them: of a rate that is 100%, of what is counted the number there is.
        is_all_counted=nw.col("is_all") & ~nw.col("is_rate"),
        can_be_exceeded=nw.col("is_lower") | nw.col("is_range"),
        is_capped=~nw.col("is_lower") & ~nw.col("is_range") & ~nw.col("is_rate"),
        clock_start=clock_start,
        whole_way=clock_due - clock_start,
        room=room,
        room_for_value=room // nw.col("target_under"),
        room_for_numerator=_LARGEST // nw.col("whole"),
        sign=1 - 2 * nw.col("is_lower").cast(nw.Int64) - nw.col("is_range").cast(nw.Int64),
        declared_gap=_declared_gap(),
    )
    return rows.drop("kind", "counted", "nature", "direction", "comparator", "target_gap", "contradicts")


def _declared_gap() -> nw.Expr:
    """Why a cell cannot be judged whatever is reported."""
    direction, target_gap = nw.col("direction"), nw.col("target_gap")
    return first_gap(
        (target_gap.is_in(["blank", "no_value", "not_applicable"]), "no_target"),
        *((target_gap == name, name) for name in ("not_understood", *_MISMATCHES)),
        (direction == "unconfirmed", "direction_unconfirmed"),
        *((target_gap == name, name) for name in _OPEN),
        (nw.col("contradicts"), "direction_contradicts"),
    )


# What no confirmation of a direction mends comes before it, what may follow from one comes after.
_MISMATCHES = (
    "unit_does_not_match",
    "scope_does_not_match",
    "date_does_not_fit",
    "other_base",
    "base_not_positive",
    "too_large",
)
_OPEN = ("reading_unconfirmed", "missing_baseline")
