"""What pages, documents and commands all read: the assessment of a plan for a period, as of a moment.

One source, so that they cannot disagree.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from common.periods import Period
from common.problems import Problem, Refusal
from common.viewer import Viewer, require
from data.engines import POLARS, Engine
from data.knowledge import Records, judge, know
from data.plan_store import StoredPlan, load_plan
from data.queries import periods_with_facts, provenance_as_of, simulated_returns
from data.results import Assessment, Attainment, Judgement, Measure, PlanAssessment, Source
from indicators.codes import GAP_NAMES, name_of
from indicators.frames import Fact
from indicators.lights import LIGHT_NAMES
from indicators.plan import Plan, Target
from indicators.rules import STATUS_NAMES

# The indicator, region and period (its ordinal) of each figure that is simulated.
_Simulated = Collection[tuple[str, str, int]]


def assess_plan(
    session: Session,
    viewer: Viewer,
    slug: str | None,
    period: Period | None,
    as_of: datetime | None = None,
    engine: Engine = POLARS,
) -> PlanAssessment:
    """Assess a plan from its approved figures; without a period, for the latest that has any.

    Everything is taken as it stood at `as_of`: figures, plan with thresholds and rule set, confirmations, what is
    overdue. Raises Refusal for an unknown plan, and for a period without approved figures.
    """
    require(viewer, "see_approved")
    stored = load_plan(session, slug, as_of)
    plan = stored.plan
    known = known_periods(session, stored, as_of)
    period = _one_of_the_known(plan, known, period)
    judged = judge(know(session, stored, known[-1], as_of, engine))
    sources = {
        (row.indicator, row.region, row.part): _source(row)
        for row in session.execute(provenance_as_of(stored.plan_id, str(period), as_of))
    }
    made_up = {(region, Period.read(when)) for region, when in session.execute(simulated_returns(stored.plan_id))}
    simulated = {
        (fact.indicator, fact.region, fact.period.ordinal)
        for fact in judged.known.facts
        if (fact.region, fact.period) in made_up
    }
    rows = _assessments(plan, period, judged.records, sources, simulated)
    return PlanAssessment(
        stored, judged.known.of_plan.confirmations, period, known, as_of, rows, tuple(map(_no_place, judged.unplaced))
    )


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


def _no_place(fact: Fact) -> Problem:
    params = {"indicator": fact.indicator, "region": fact.region, "period": str(fact.period)}
    return Problem("fact_without_place", field=fact.indicator, params=params)


def _source(row: Any) -> Source:
    return Source(
        region=row.region,
        part=row.part,
        value=row.value,
        gap=row.gap,
        text=row.text,
        file=row.file_name,
        sheet=row.sheet,
        cell=row.cell,
        explanation=row.explanation,
        return_id=row.return_id,
        revision=row.revision,
        sent_at=row.sent_at,
        sent_by=row.sent_by,
        reason=row.reason,
        approved_at=row.approved_at,
        approved_by=row.approved_by,
        origin=row.origin,
    )


def _assessments(
    plan: Plan,
    period: Period,
    records: Records,
    sources: Mapping[tuple[str, str, str], Source],
    simulated: _Simulated,
) -> tuple[Assessment, ...]:
    number = {(target.indicator, target.region): cell for cell, target in enumerate(plan.targets)}
    return tuple(
        _assessment(plan, target, period, records[number[(target.indicator, target.region)]], sources, simulated)
        for target in _in_plan_order(plan)
    )


def _assessment(
    plan: Plan,
    target: Target,
    period: Period,
    records: Mapping[int, Mapping[Any, Any]],
    sources: Mapping[tuple[str, str, str], Source],
    simulated: _Simulated,
) -> Assessment:
    row = records[period.ordinal]
    history = tuple(
        _judgement(records[ordinal], is_simulated=_is_simulated(plan, target, records[ordinal], simulated))
        for ordinal in sorted(records)
        if ordinal <= period.ordinal
    )
    own = (sources.get((target.indicator, target.region, part)) for part in _PARTS)
    return Assessment(
        indicator=plan.indicator_by_code[target.indicator],
        region=plan.region_by_code[target.region],
        target=target,
        period=period,
        value=_fraction(row, "value"),
        value_gap=_gap(row, "value"),
        own_value=row["own_value"],
        baseline=row["baseline"],
        own_baseline=row["own_baseline"],
        target_value=_ratio(row["target_over"], row["target_under"]),
        upper_value=_ratio(row["upper"], row["target_under"]),
        **{name: Measure(_fraction(row, name), _gap(row, name)) for name in _MEASURES},
        judgement=history[-1],
        expected=row["expected"],
        reported=row["reported"],
        attainment=_attainment(row),
        sources=_sources_of(plan, target, sources, is_sum=row["expected"] is not None),
        own_sources=tuple(source for source in own if source),
        history=history,
    )


_MEASURES = ("completion", "progress", "schedule", "lead", "forecast", "remaining", "needed")


def _sources_of(
    plan: Plan, target: Target, sources: Mapping[tuple[str, str, str], Source], *, is_sum: bool
) -> tuple[Source, ...]:
    """Where a value comes from: of a sum every part that has a figure, else the region's own, a rate's parts too."""
    regions = _made_of(plan, target, is_sum=is_sum)
    found = (sources.get((target.indicator, code, part)) for code in regions for part in _PARTS)
    return tuple(source for source in found if source and (source.value is not None or not is_sum))


def _made_of(plan: Plan, target: Target, *, is_sum: bool) -> list[str]:
    """The regions whose figures a value is made of: of a sum those below, else its own."""
    below = plan.passed_down_to(target.indicator, target.region) if is_sum else ()
    return [region.code for region in below] or [target.region]


def _is_simulated(plan: Plan, target: Target, row: Mapping[Any, Any], simulated: _Simulated) -> bool:
    """Whether a figure that the value of a period is made of is simulated."""
    regions = _made_of(plan, target, is_sum=row["expected"] is not None)
    return any((target.indicator, region, row["period"]) in simulated for region in regions)


_PARTS = ("value", "numerator", "denominator")


def _judgement(row: Mapping[Any, Any], *, is_simulated: bool) -> Judgement:
    status = name_of(STATUS_NAMES, row["status"])
    assert status is not None, "the rules are total"
    return Judgement(
        period=Period.at(int(row["period"])),
        value=_fraction(row, "value"),
        status=status,
        light=name_of(LIGHT_NAMES, row["light"]),
        recovered=bool(row["recovered"]),
        met_late=bool(row["met_late"]),
        is_warning=bool(row["warning"]),
        is_simulated=is_simulated,
    )


def _attainment(row: Mapping[Any, Any]) -> Attainment | None:
    if row["regions"] is None:
        return None
    return Attainment(row["regions"], row["regions_met"], row["regions_met_below_baseline"], _fraction(row, "capped"))


def _fraction(row: Mapping[Any, Any], measure: str) -> Fraction | None:
    return _ratio(row[f"{measure}_over"], row[f"{measure}_under"])


def _ratio(over: int | None, under: int | None) -> Fraction | None:
    return None if over is None or under is None else Fraction(int(over), int(under))


def _gap(row: Mapping[Any, Any], measure: str) -> str | None:
    return name_of(GAP_NAMES, row[f"{measure}_gap"])
