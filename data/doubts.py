"""Which of a plan's targets cannot be judged yet, whatever is reported: each with its place in the plan's documents."""

from collections.abc import Iterator, Mapping

import narwhals as nw

from common.gaps import gap_words
from common.problems import Problem
from data.engines import POLARS
from data.kept import Kept
from data.plan_store import StoredPlan
from indicators.cells import prepared
from indicators.codes import GAP_NAMES, first_gap, name_of
from indicators.frames import DECLARED_COLUMNS, declared_rows
from indicators.plan import Plan, Target
from indicators.readings import Confirmations

_KEPT: Kept[Mapping[str, tuple[Target, ...]]] = Kept(8)


def doubts_by_reason(stored: StoredPlan, confirmations: Confirmations) -> Mapping[str, tuple[Target, ...]]:
    """The targets that cannot be judged yet, whatever is reported, by the gap that says why; in the plan's order.

    One that lacks a denominator is none of these: it can be judged where that is reported.
    """
    return _KEPT.get((stored.version_id, confirmations), lambda: _grouped(stored.plan, confirmations))


def _grouped(plan: Plan, confirmations: Confirmations) -> Mapping[str, tuple[Target, ...]]:
    found: dict[str, list[Target]] = {}
    for target, gap in _doubtful(plan, confirmations):
        if gap != "missing_denominator":
            found.setdefault(gap, []).append(target)
    return {gap: tuple(targets) for gap, targets in found.items()}


def doubtful_targets(plan: Plan, confirmations: Confirmations) -> list[Problem]:
    """A note for every target that is not understood, not confirmed, in another unit or against its direction, that
    needs a denominator reported with it, or that lies below its baseline unacknowledged.

    A target the plan leaves out, or that does not apply, is none.
    """
    return [_doubt(plan, target, gap) for target, gap in _doubtful(plan, confirmations)]


def _doubtful(plan: Plan, confirmations: Confirmations) -> Iterator[tuple[Target, str]]:
    for target, gap in zip(plan.targets, _gaps(plan, confirmations), strict=True):
        if gap is not None and gap != "no_target":
            yield target, gap


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
