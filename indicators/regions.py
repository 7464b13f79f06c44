"""From regions to the whole: sums and ratios of sums. Which cells make up which is found once, for all periods."""

import narwhals as nw

from indicators.codes import Frame, slot


def with_part_of(cells: Frame, ancestors: Frame) -> tuple[Frame, Frame]:
    """Find which cells make up which, in two steps, so that a county is added up once and not for every level above it.

    `ancestors` has the columns of ANCESTOR_COLUMNS (indicators/frames.py). Adds to every part the nearest whole it is
    `part_of`. Beside the cells comes a frame of the wholes: for each of those (`nearest`) itself and every `whole`
    above it. The parts of a whole are the regions it is passed down to and no further: of a province its counties, over
    all its cities.
    """
    upward = cells.filter(nw.col("aggregation").is_in(["sum", "ratio_of_sums"])).select(
        "cell", "indicator", "region", "parent"
    )
    wholes = upward.select(nw.col("cell").alias("whole"), "indicator", nw.col("region").alias("ancestor"))
    pairs = upward.join(ancestors, on="region", how="inner").join(wholes, on=["indicator", "ancestor"], how="inner")
    pairs = pairs.select("cell", "whole", "steps_up")
    # A part is a cell that is itself no whole: nothing is passed down from it.
    parts = pairs.join(pairs.select(nw.col("whole").alias("cell")).unique(), on="cell", how="anti")
    least = parts.group_by("cell").agg(nw.col("steps_up").min())
    nearest = parts.join(least, on=["cell", "steps_up"], how="inner").select("cell", part_of=nw.col("whole"))
    ends = nearest.select(nw.col("part_of").alias("cell")).unique()
    itself = ends.select(nw.col("cell").alias("nearest"), nw.col("cell").alias("whole"))
    higher = ends.join(pairs, on="cell", how="inner").select(nw.col("cell").alias("nearest"), "whole")
    return cells.join(nearest, on="cell", how="left"), nw.concat([itself, higher], how="vertical")


def add_up(parts: Frame, wholes: Frame, once: dict[str, nw.Expr]) -> Frame:
    """Some totals (name and aggregation) over the parts of each whole in each period, beside the whole's `slot`.

    The totals are added up again over the wholes that belong to a larger one.
    """
    by_whole = parts.with_columns(slot=slot("part_of")).group_by("slot")
    nearest = by_whole.agg(nw.col("part_of").max().alias("nearest"), nw.col("period").max(), **once)
    every: Frame = nearest.join(wholes, on="nearest", how="inner").with_columns(slot=slot("whole"))
    return every.group_by("slot").agg(nw.col(name).sum() for name in once)


def is_part() -> nw.Expr:
    """Whether a row is added up: a part of a whole, where it applies."""
    return nw.col("applicable") & ~nw.col("part_of").is_null()


def with_sums(rows: Frame, wholes: Frame) -> Frame:
    """Let a whole's figures be the sums of its parts', of every part that applies in the period.

    Adds `own_value` and `own_baseline` (what the whole itself published), `expected` and `reported` (parts counted;
    null where nothing is added up). A sum that lacks an expected part keeps its figures; `reported` < `expected` says
    so. The baseline is summed like the value, so that both come from one series; it is null if one part has none.
    A ratio of sums takes numerators and denominators; until any part reports both, the whole's own figure stands.
    """
    joined = rows.join(_sums(rows, wholes), on="slot", how="left")
    joined = joined.with_columns(
        own_value=nw.col("value"), own_baseline=nw.col("baseline"), is_sum=~nw.col("expected").is_null()
    )
    is_sum = nw.col("is_sum")
    is_amount = is_sum & ~nw.col("is_rate")
    return joined.with_columns(
        value=nw.when(is_sum).then(nw.col("sum_value")).otherwise(nw.col("value")),
        numerator=nw.when(is_sum).then(nw.col("sum_numerator")).otherwise(nw.col("numerator")),
        denominator=nw.when(is_sum).then(nw.col("sum_denominator")).otherwise(nw.col("denominator")),
        baseline=nw.when(is_amount).then(nw.col("sum_baseline")).otherwise(nw.col("baseline")),
        fact_gap=nw.when(~is_sum).then(nw.col("fact_gap")),
        is_partial=(nw.col("reported") < nw.col("expected")).fill_null(value=False),
    ).drop("is_sum", *(f"sum_{name}" for name in _FIGURES))


_FIGURES = ("value", "numerator", "denominator", "baseline")


def _sums(rows: Frame, wholes: Frame) -> Frame:
    """Sum and count of every figure. The sum of nothing but nulls is 0 in every engine, so the counts decide."""
    is_rate = nw.col("is_rate")
    # None of none adds nothing; some of none is no pair. Of a rate only the pairs are added up.
    is_pair = nw.col("denominator") >= nw.col("numerator").clip(0, 1)
    parts = rows.select(
        "cell", "part_of", "period", "applicable", "baseline",
        rates=is_rate.cast(nw.Int64),
        value=nw.when(~is_rate).then(nw.col("value")),
        numerator=nw.when(is_rate & is_pair).then(nw.col("numerator")),
        denominator=nw.when(~is_rate | is_pair).then(nw.col("denominator")),
    ).filter(is_part())  # fmt: skip
    # An amount has a value, a rate a numerator.
    parts = parts.with_columns(figure=nw.coalesce(nw.col("value"), nw.col("numerator")))
    totals = add_up(
        parts,
        wholes,
        {"expected": nw.col("cell").count(), "reported": nw.col("figure").count(), "rates": nw.col("rates").sum()}
        | {f"sum_{name}": nw.col(name).sum() for name in _FIGURES}
        | {f"count_{name}": nw.col(name).count() for name in ("denominator", "baseline")},
    )
    reported = nw.col("reported")
    is_known = {
        "value": (nw.col("rates") == 0) & (reported > 0),
        "numerator": nw.col("rates") > 0,
        "denominator": nw.col("count_denominator") == reported,
        "baseline": nw.col("count_baseline") == nw.col("expected"),
    }
    return totals.filter((nw.col("rates") == 0) | (reported > 0)).select(
        "slot",
        "expected",
        "reported",
        *(nw.when(known).then(nw.col(f"sum_{name}")).alias(f"sum_{name}") for name, known in is_known.items()),
    )
