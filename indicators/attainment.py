"""How the regions stand to their own targets 分县落实 (docs/method.md, measure 7), beside the whole's own figure."""

import narwhals as nw

from indicators.codes import Frame
from indicators.regions import add_up, is_part

ATTAINMENT_COLUMNS = ("regions", "regions_met", "regions_met_below_baseline", "capped_over", "capped_under")


def attainment_of_wholes(rows: Frame, wholes: Frame) -> Frame:
    """For each whole, by its slot, how many of its parts meet their own target and what that comes to.

    `regions` have a figure and a target of their own; `regions_met` of them meet it, `regions_met_below_baseline` of
    those with a target worse than their baseline. `capped_over` / `capped_under` is Σ min(V, T) / Σ T over the parts:
    what one region has too much does not make up for what another lacks. It is null unless every part has both, in
    whole units.
    """
    once = {"parts": nw.col("cell").count()} | {name: nw.col(name).sum() for name in _COUNTED}
    totals = add_up(_counted(rows), wholes, once)
    is_complete = (nw.col("whole_units") == nw.col("parts")) & (nw.col("target") > 0)
    return totals.select(
        "slot", "regions", "regions_met", "regions_met_below_baseline",
        nw.when(is_complete).then(nw.col("attained")).alias("capped_over"),
        nw.when(is_complete).then(nw.col("target")).alias("capped_under"),
    )  # fmt: skip


_COUNTED = ("regions", "regions_met", "regions_met_below_baseline", "whole_units", "attained", "target")


def _counted(rows: Frame) -> Frame:
    # With a nullable column first: on pandas `is_null` alone counts in plain NumPy integers.
    has_both = nw.col("applicable") & ~nw.col("value_term").is_null() & ~nw.col("target_term").is_null()
    value, target = nw.col("value_over"), nw.col("target_over")
    parts = rows.select(
        "cell", "part_of", "period", "applicable", "met", "is_worse",
        has_both=has_both,
        whole_units=(has_both & nw.col("is_capped") & (nw.col("unit") == 1) & (target >= 0)).cast(nw.Int64),
        attained=nw.when(value < target).then(value).otherwise(target),
        target=target,
    ).filter(is_part())  # fmt: skip
    met = nw.col("has_both") & nw.col("met")
    return parts.with_columns(
        regions=nw.col("has_both").cast(nw.Int64),
        regions_met=met.cast(nw.Int64),
        regions_met_below_baseline=(met & nw.col("is_worse")).cast(nw.Int64),
    )
