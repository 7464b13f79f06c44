"""Which of a plan's targets cannot be judged yet, whatever is reported: each with its place in the plan's documents."""

import narwhals as nw

from common.gaps import gap_words
from common.problems import Problem
from indicators.cells import prepared
from indicators.codes import GAP_NAMES, name_of
from indicators.frames import declared_frame
from indicators.plan import Plan, Target
from indicators.readings import Confirmations


def doubtful_targets(plan: Plan, confirmations: Confirmations) -> list[Problem]:
    """A note for every target that is not understood, not confirmed, in another unit or against its direction.

    A target the plan leaves out, or that does not apply, is none.
    """
    cells = prepared(nw.from_native(declared_frame(plan, confirmations)).lazy()).to_native()
    doubtful = cells[cells["declared_gap"].notna()]
    found = [
        (plan.targets[int(cell)], name_of(GAP_NAMES, gap))
        for cell, gap in zip(doubtful["cell"], doubtful["declared_gap"], strict=True)
    ]
    return [_doubt(plan, target, gap) for target, gap in found if gap is not None and gap != "no_target"]


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
