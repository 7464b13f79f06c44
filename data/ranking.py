"""Which regions come first on a page: those that most need somebody. Found out from the kept columns.

Leads and shares are compared as whole millionths; what differs by less stays in the plan's order.
"""

import polars as pl

from data.results import PlanAssessment
from indicators.codes import code_of
from indicators.lights import LIGHT_NAMES
from indicators.plan import Region

_MILLION = 10**6
# The lights that ask for somebody, the graver first.
_GRAVE = ("red", "yellow")


def regions_by_need(assessment: PlanAssessment) -> tuple[Region, ...]:
    """The regions below the plan's own: those with most red lights first, then most yellow ones, then least lead."""
    plan = assessment.plan
    lights = {light: (pl.col("light") == code_of(LIGHT_NAMES, light)).sum() for light in _GRAVE}
    columns = assessment.columns("light", "lead_over", "lead_under")
    found = columns.group_by("region").agg(**lights, lead=_millionths("lead").min())
    regions = pl.DataFrame({"region": [region.code for region in plan.reporting_regions]}, schema={"region": pl.String})
    ranked = regions.join(found, on="region", how="left", maintain_order="left").sort(
        *_GRAVE, "lead", descending=[True, True, False], nulls_last=True, maintain_order=True
    )
    return tuple(plan.region_by_code[code] for code in ranked["region"])


def cells_by_need(assessment: PlanAssessment, indicator: str) -> list[int]:
    """The cells of an indicator in the regions below the plan's own, as `PlanAssessment.of_cells` takes them.

    Red lights first, then yellow ones, then the others; of each the least lead, and the least share of the target.
    """
    columns = assessment.columns("light", "lead_over", "lead_under", "completion_over", "completion_under")
    below = columns.filter((pl.col("indicator") == indicator) & (pl.col("region") != assessment.plan.root.code))
    graveness = pl.col("light").replace_strict(_GRAVENESS, default=len(_GRAVE), return_dtype=pl.Int8)
    ranked = below.sort(graveness, _millionths("lead"), _millionths("completion"), "order", nulls_last=True)
    return ranked["cell"].to_list()


_GRAVENESS = {code_of(LIGHT_NAMES, light): graveness for graveness, light in enumerate(_GRAVE)}


def _millionths(measure: str) -> pl.Expr:
    """A measure in whole millionths, rounded down; of two exact ones the lesser never comes out as more."""
    return pl.col(f"{measure}_over").cast(pl.Int128) * _MILLION // pl.col(f"{measure}_under")
