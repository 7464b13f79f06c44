"""From regions to the whole: sums and ratios of sums. Which cells make up which is found once, for all periods."""

from dataclasses import dataclass

import narwhals as nw

from indicators.codes import Frame, constant, slot


@dataclass(frozen=True)
class Links:
    """Which cells make up which, in two steps, so that a county is added up once and not once for every level above it.

    `nearest` has for every part the nearest `whole` it belongs to; `above` has for each of those wholes itself and
    every whole above it (`nearest`, `whole`). The parts of a whole are the regions it is passed down to and no further:
    of a province its counties, over all its cities.
    """

    nearest: Frame
    above: Frame

    def add_up(self, parts: Frame, names: tuple[str, ...]) -> Frame:
        """The sums of some columns over the parts of each whole in each period: the whole's `slot`, and the columns."""
        sums = [nw.col(name).sum() for name in names]
        beside = parts.join(self.nearest, on="cell", how="inner").with_columns(slot=slot("whole"))
        once = beside.group_by("slot").agg(nw.col("whole").max().alias("nearest"), nw.col("period").max(), *sums)
        every = once.join(self.above, on="nearest", how="inner").with_columns(slot=slot("whole"))
        return every.group_by("slot").agg(*sums)


def links_to_wholes(cells: Frame, ancestors: Frame) -> Links:
    """Find the wholes; `ancestors` has the columns of ANCESTOR_COLUMNS (indicators/frames.py)."""
    upward = cells.filter(nw.col("aggregation").is_in(["sum", "ratio_of_sums"])).select(
        "cell", "indicator", "region", "parent"
    )
    wholes = upward.select(nw.col("cell").alias("whole"), "indicator", nw.col("region").alias("ancestor"))
    pairs = upward.join(ancestors, on="region", how="inner").join(wholes, on=["indicator", "ancestor"], how="inner")
    pairs = pairs.select("cell", "whole", "steps_up")
    # A part is a cell that is itself no whole: nothing is passed down from it.
    parts = pairs.join(pairs.select(nw.col("whole").alias("cell")).unique(), on="cell", how="anti")
    least = parts.group_by("cell").agg(nw.col("steps_up").min())
    nearest = parts.join(least, on=["cell", "steps_up"], how="inner").select("cell", "whole")
    ends = nearest.select(nw.col("whole").alias("cell")).unique()
    itself = ends.select(nw.col("cell").alias("nearest"), nw.col("cell").alias("whole"))
    higher = ends.join(pairs, on="cell", how="inner").select(nw.col("cell").alias("nearest"), "whole")
    return Links(nearest, nw.concat([itself, higher], how="vertical"))


def with_sums(rows: Frame, links: Links) -> Frame:
    """Let a whole's figures be the sums of its parts', of every part that applies in the period.

    Adds `own_value` and `own_baseline` (what the whole itself published), `expected` and `reported` (parts counted;
    null where nothing is added up). A sum that lacks an expected part keeps its figures; `reported` < `expected` says
    so. The baseline is summed like the value, so that both come from one series; it is null if one part has none.
    A ratio of sums takes numerators and denominators; until any part reports both, the whole's own figure stands.
    """
    joined = rows.join(_sums(rows, links), on="slot", how="left")
    joined = joined.with_columns(own_value=nw.col("value"), own_baseline=nw.col("baseline"))
    is_sum = ~nw.col("expected").is_null()
    is_amount = is_sum & ~nw.col("is_rate")
    return joined.with_columns(
        value=nw.when(is_sum).then(nw.col("sum_value")).otherwise(nw.col("value")),
        numerator=nw.when(is_sum).then(nw.col("sum_numerator")).otherwise(nw.col("numerator")),
        denominator=nw.when(is_sum).then(nw.col("sum_denominator")).otherwise(nw.col("denominator")),
        baseline=nw.when(is_amount).then(nw.col("sum_baseline")).otherwise(nw.col("baseline")),
        fact_gap=nw.when(~is_sum).then(nw.col("fact_gap")),
    ).drop("sum_value", "sum_numerator", "sum_denominator", "sum_baseline")


def _sums(rows: Frame, links: Links) -> Frame:
    """Sum and count of every figure. The sum of nothing but nulls is 0 in every engine, so the counts decide."""
    is_rate = nw.col("is_rate")
    # None of none adds nothing; some of none is no pair.
    is_possible = (nw.col("denominator") > 0) | (nw.col("numerator") == 0)
    is_pair = ~nw.col("numerator").is_null() & ~nw.col("denominator").is_null()
    has_both = (is_pair & is_possible).fill_null(value=False)
    # Of a rate only the pairs are added up, of an amount every figure there is.
    counted = {
        "value": ~is_rate & ~nw.col("value").is_null(),
        "numerator": is_rate & has_both,
        "denominator": ~nw.col("denominator").is_null() & (~is_rate | has_both),
        "baseline": ~nw.col("baseline").is_null(),
    }
    parts = rows.filter(nw.col("applicable")).select(
        "cell",
        "period",
        constant(1).alias("expected"),
        nw.when(is_rate).then(constant(1)).otherwise(nw.lit(0)).alias("rates"),
        *(nw.when(is_counted).then(nw.col(name)).alias(f"sum_{name}") for name, is_counted in counted.items()),
        *(
            nw.when(is_counted).then(constant(1)).otherwise(nw.lit(0)).alias(f"count_{name}")
            for name, is_counted in counted.items()
        ),
    )
    totals = links.add_up(
        parts, ("expected", "rates", *(f"{how}_{name}" for how in ("sum", "count") for name in counted))
    )
    # One of the two counts is 0: an amount has values, a rate has pairs.
    totals = totals.with_columns(reported=nw.col("count_value") + nw.col("count_numerator"))
    return totals.filter((nw.col("rates") == 0) | (nw.col("reported") > 0)).select(
        "slot",
        "expected",
        "reported",
        *(
            nw.when(nw.col(f"count_{name}") > 0).then(nw.col(f"sum_{name}")).alias(f"sum_{name}")
            for name in ("value", "numerator")
        ),
        nw.when(nw.col("count_denominator") == nw.col("reported"))
        .then(nw.col("sum_denominator"))
        .alias("sum_denominator"),
        nw.when(nw.col("count_baseline") == nw.col("expected")).then(nw.col("sum_baseline")).alias("sum_baseline"),
    )
