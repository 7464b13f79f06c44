"""What pages, documents and commands all read: the assessment of a plan for a period, as of a moment.

One source, so that they cannot disagree.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from common.periods import Period
from common.problems import Problem, Refusal
from common.viewer import Viewer, can
from data.plan_store import StoredPlan, load_plan
from data.queries import periods_with_facts, provenance_as_of
from indicators.assess import assess
from indicators.frames import ancestors_frame, declared_frame, facts_frame
from indicators.plan import Indicator, Plan, Region, Target

# What assesses frames: the engine in this process, or the same on a cluster (data/spark.py).
Engine = Callable[..., pd.DataFrame]


@dataclass(frozen=True)
class Source:
    """Where one approved figure comes from."""

    region: str
    value: int | None
    gap: str | None
    text: str
    file: str
    sheet: str
    cell: str
    revision: int
    sent_at: datetime
    sent_by: str
    approved_at: datetime
    approved_by: str
    origin: str


@dataclass(frozen=True)
class Assessment:
    """One indicator in one region: its figures as integers at the indicator's scale, its measures as exact fractions.

    A measure without a value has a gap that names why. `value` of a summed indicator is the sum of the regions below
    (`sources` then has one entry for each that reported); `own_value` is what the region itself published.
    """

    indicator: Indicator
    region: Region
    target: Target
    value: int | None
    value_gap: str | None
    own_value: int | None
    baseline: int | None
    own_baseline: int | None
    target_value: int | None
    comparator: str | None
    completion: Fraction | None
    completion_gap: str | None
    progress: Fraction | None
    progress_gap: str | None
    expected: int | None
    reported: int | None
    sources: tuple[Source, ...]
    own_source: Source | None

    @property
    def is_sum(self) -> bool:
        return self.expected is not None

    @property
    def disagrees(self) -> bool:
        """Whether the region itself published another figure than its regions add up to."""
        return self.is_sum and None not in (self.value, self.own_value) and self.value != self.own_value

    @property
    def is_simulated(self) -> bool:
        return any(source.origin == "simulated" for source in self.sources)


@dataclass(frozen=True)
class PlanAssessment:
    """Every assessment of a plan for a period as of a moment (None: now), in the plan's own order.

    `known_periods` are all those with approved figures at that moment.
    """

    stored: StoredPlan
    period: Period
    known_periods: tuple[Period, ...]
    as_of: datetime | None
    rows: tuple[Assessment, ...]

    @property
    def plan(self) -> Plan:
        return self.stored.plan

    @property
    def regions_reported(self) -> int:
        """How many of the regions below the plan's own have an approved figure in this period."""
        return len({row.region.code for row in self.rows if row.region.parent is not None and row.own_source})

    @property
    def is_simulated(self) -> bool:
        """Whether any figure in it is simulated."""
        return any(row.is_simulated for row in self.rows)

    def of_region(self, region: str) -> tuple[Assessment, ...]:
        return tuple(row for row in self.rows if row.region.code == region)

    def of_indicator(self, indicator: str) -> tuple[Assessment, ...]:
        return tuple(row for row in self.rows if row.indicator.code == indicator)

    def cell(self, indicator: str, region: str) -> Assessment | None:
        """The assessment of one indicator in one region; None where the plan does not speak of it."""
        return next((row for row in self.of_indicator(indicator) if row.region.code == region), None)


def assess_plan(
    session: Session,
    viewer: Viewer,
    slug: str | None,
    period: Period | None,
    as_of: datetime | None = None,
    *,
    engine: Engine = assess,
) -> PlanAssessment:
    """Assess a plan from its approved figures; without a period, for the latest that has any.

    Raises Refusal for an unknown plan, and for a period without approved figures.
    """
    if not can(viewer, "see_approved"):
        raise PermissionError(f"{viewer.identity} may not see approved figures")
    stored = load_plan(session, slug, as_of)
    known = known_periods(session, stored, as_of)
    period = _one_of_the_known(stored.plan, known, period)
    provenance = session.execute(provenance_as_of(stored.plan_id, str(period), as_of)).all()
    facts = facts_frame(
        [{name: getattr(row, name) for name in ("indicator", "region", "value", "gap")} for row in provenance]
    )
    result = engine(declared_frame(stored.plan), facts, ancestors_frame(stored.plan))
    sources = {(row.indicator, row.region): _source(row) for row in provenance}
    records = result.astype(object).where(result.notna(), None).to_dict("records")
    by_cell = {(row["indicator"], row["region"]): row for row in records}
    rows = tuple(
        _assessment(stored.plan, target, by_cell[(target.indicator, target.region)], sources)
        for target in _in_plan_order(stored.plan)
    )
    return PlanAssessment(stored, period, known, as_of, rows)


def known_periods(session: Session, stored: StoredPlan, as_of: datetime | None) -> tuple[Period, ...]:
    """The periods that have approved figures, in order."""
    return tuple(map(Period.read, session.scalars(periods_with_facts(stored.plan_id, as_of))))


def _one_of_the_known(plan: Plan, known: tuple[Period, ...], period: Period | None) -> Period:
    if not known:
        raise Refusal(Problem("no_figures_yet", params={"plan": plan.name}))
    if period is None:
        return known[-1]
    if period not in known:
        raise Refusal(Problem("no_figures", params={"period": str(period), "known": ", ".join(map(str, known))}))
    return period


def _in_plan_order(plan: Plan) -> list[Target]:
    regions = {region.code: place for place, region in enumerate(plan.regions)}
    indicators = {indicator.code: indicator.number for indicator in plan.indicators}
    return sorted(plan.targets, key=lambda target: (regions[target.region], indicators[target.indicator]))


def _source(row: Any) -> Source:
    return Source(
        region=row.region,
        value=row.value,
        gap=row.gap,
        text=row.text,
        file=row.file_name,
        sheet=row.sheet,
        cell=row.cell,
        revision=row.revision,
        sent_at=row.sent_at,
        sent_by=row.sent_by,
        approved_at=row.approved_at,
        approved_by=row.approved_by,
        origin=row.origin,
    )


def _assessment(
    plan: Plan, target: Target, row: Mapping[Any, Any], sources: Mapping[tuple[str, str], Source]
) -> Assessment:
    own = sources.get((target.indicator, target.region))
    is_sum = row["expected"] is not None
    below = [(target.indicator, region.code) for region in plan.passed_down_to(target.indicator, target.region)]
    summed = [sources[cell] for cell in below if cell in sources]
    return Assessment(
        indicator=plan.indicator_by_code[target.indicator],
        region=plan.region_by_code[target.region],
        target=target,
        value=row["value"],
        value_gap=row["value_gap"],
        own_value=row["own_value"],
        baseline=row["baseline"],
        own_baseline=row["own_baseline"],
        target_value=row["target"],
        comparator=row["comparator"],
        completion=_fraction(row, "completion"),
        completion_gap=row["completion_gap"],
        progress=_fraction(row, "progress"),
        progress_gap=row["progress_gap"],
        expected=row["expected"],
        reported=row["reported"],
        sources=tuple(source for source in summed if source.value is not None) if is_sum else (own,) if own else (),
        own_source=own,
    )


def _fraction(row: Mapping[Any, Any], measure: str) -> Fraction | None:
    over, under = row[f"{measure}_over"], row[f"{measure}_under"]
    return None if over is None else Fraction(int(over), int(under))
