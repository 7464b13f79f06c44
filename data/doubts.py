"""Which of a plan's targets cannot be judged yet, whatever is reported: each with its place in the plan's documents."""

import narwhals as nw

from common.gaps import gap_words
from common.problems import Problem
from data.engines import POLARS
from indicators.cells import prepared
from indicators.codes import GAP_NAMES, first_gap, name_of
from indicators.frames import DECLARED_COLUMNS, declared_rows
from indicators.plan import Plan, Target
from indicators.readings import Confirmations


def doubtful_targets(plan: Plan, confirmations: Confirmations) -> list[Problem]:
    """A note for every target that is not understood, not confirmed, in another unit or against its direction, that
    needs a denominator reported with it, or that lies below its baseline unacknowledged.

    A target the plan leaves out, or that does not apply, is none.
    """
    found = zip(plan.targets, _gaps(plan, confirmations), strict=True)
    return [_doubt(plan, target, gap) for target, gap in found if gap is not None and gap != "no_target"]


def gap_of(plan: Plan, target: Target, confirmations: Confirmations) -> str | None:
    """Why one target cannot be judged; None where it can."""
    return _gaps(plan, confirmations)[plan.targets.index(target)]


def _gaps(plan: Plan, confirmations: Confirmations) -> list[str | None]:
    """For every target of the plan, in its order."""
    cells = prepared(nw.from_native(POLARS.frame(declared_rows(plan, confirmations), DECLARED_COLUMNS)))
    target, baseline = nw.col("target") * nw.col("sign"), nw.col("baseline") * nw.col("target_under") * nw.col("sign")
    is_below = (target < baseline) & ~nw.col("is_range") & ~nw.col("acknowledged")
    gap = first_gap(
        nw.col("declared_gap"),
        (nw.col("is_all"), "missing_denominator"),
        (is_below, "target_below_baseline"),
    )
    rows = POLARS.rows(cells.select(gap=gap).to_native())
    return [name_of(GAP_NAMES, row["gap"]) for row in rows]


def _doubt(plan: Plan, target: Target, gap: str) -> Problem:
    return Problem(
        "target_not_judged",
        sheet=plan.table_by_code[target.table].sheet,
        cell=target.target_cell,
        field=target.indicator,
        value=target.target,
        params={
            "indicator": plan.indicator_by_code[target.indicator].name,
            "region": plan.region_by_code[target.region].name,
            "reason": gap_words(gap),
        },
    )
