"""The engine's table of contents: facts and plan → measures → schedule → status → regions.

Each step is a pass: frame in, the same frame with more columns out. They are narwhals expressions over integers, so
that pandas, Polars and Spark run the same rules.
"""

from dataclasses import dataclass
from typing import Any

import narwhals as nw

from indicators.asked import asked_rows
from indicators.attainment import ATTAINMENT_COLUMNS, attainment_of_wholes
from indicators.cells import prepared
from indicators.codes import Frame
from indicators.facts import with_facts
from indicators.lights import with_light, with_recovered, with_warning
from indicators.measures import with_completion, with_progress, with_row_gap
from indicators.outlook import with_forecast, with_remaining
from indicators.regions import with_part_of, with_sums
from indicators.rules import Thresholds
from indicators.schedule import milestones_in_terms, with_lead, with_own_schedule, with_schedule, with_scheduled
from indicators.status import with_conditions, with_status
from indicators.terms import with_terms, with_value

# A frame of any kind narwhals knows. The engine asks nothing of it but the columns named in indicators/frames.py.
NativeFrame = Any


@dataclass(frozen=True)
class ReadyPlan:
    """A plan as the passes use it: its cells, which whole each is part of, and its own schedule."""

    cells: Frame
    wholes: Frame
    milestones: Frame


def made_ready(declared: NativeFrame, ancestors: NativeFrame, milestones: NativeFrame) -> ReadyPlan:
    """Make a plan ready, once for any number of assessments of it.

    The frames are of one kind (pandas, Polars, Spark), with the columns of indicators/frames.py.
    """
    cells = prepared(nw.from_native(declared))
    own_schedule = milestones_in_terms(nw.from_native(milestones), cells)
    return ReadyPlan(*with_part_of(cells, nw.from_native(ancestors)), own_schedule)


def assess(plan: ReadyPlan, periods: NativeFrame, facts: NativeFrame, *, thresholds: Thresholds) -> NativeFrame:
    """Assess every cell a plan declares in every one of the periods: one row for each.

    The frames are of the same kind as the plan's, with the columns of indicators/frames.py. `periods` must hold the
    baseline's period and every one up to the last asked for: lights and forecasts look back. Returns a frame of the
    same kind with the columns of RESULT_COLUMNS.
    """
    rows = asked_rows(plan.cells, nw.from_native(periods))
    rows = with_own_schedule(rows, plan.milestones)
    rows = with_facts(rows, nw.from_native(facts))
    rows = with_sums(rows, plan.wholes)
    rows = with_value(rows)
    rows = with_terms(rows)

    rows = with_row_gap(rows)
    rows = with_completion(rows)
    rows = with_progress(rows)
    rows = with_schedule(rows)
    rows = with_lead(rows)
    rows = with_scheduled(rows)

    rows = with_conditions(rows)
    rows = with_status(rows, thresholds)
    rows = with_light(rows)
    rows = with_recovered(rows)
    rows = with_warning(rows)

    rows = with_forecast(rows)
    rows = with_remaining(rows)
    attainment = attainment_of_wholes(rows, plan.wholes)
    rows = rows.select("slot", *_RESULT_OF_EACH).join(attainment, on="slot", how="left")
    return rows.drop("slot").to_native()


_RESULT_OF_EACH = (
    "cell", "period", "value_over", "value_under", "value_gap", "own_value", "baseline", "own_baseline",
    "target_over", "target_under", "upper", "expected", "reported",
    *(f"{measure}_{part}" for measure in (
        "completion", "progress", "schedule", "scheduled", "lead", "milestone", "forecast", "remaining", "needed",
    ) for part in ("over", "under")),
    *(f"{name}_gap" for name in ("completion", "progress", "schedule", "lead", "forecast", "remaining", "needed")),
    "status", "light", "recovered", "met_late", "warning", "met",
)  # fmt: skip
RESULT_COLUMNS = (*_RESULT_OF_EACH, *ATTAINMENT_COLUMNS)
