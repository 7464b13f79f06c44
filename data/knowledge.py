"""What is known of a plan at a moment, and what the engine makes of it.

Nothing that is stored is ever changed, so what identifies the knowledge identifies the result: the last few are kept,
and a page that is asked for again, or the panel of one of its numbers, costs no second run of the engine.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy.orm import Session

from common.moments import CHINA, now
from common.periods import Period
from common.problems import Problem, Refusal
from data.confirmations import confirmations_as_of
from data.engines import Engine, ready_plan
from data.plan_store import StoredPlan
from data.queries import facts_as_of
from data.return_models import FactRow
from indicators.assess import ReadyPlan, assess
from indicators.frames import (
    FACT_COLUMNS,
    PERIOD_COLUMNS,
    Fact,
    fact_rows,
    period_rows,
)
from indicators.plan import Plan
from indicators.readings import Confirmations
from indicators.rules import RULE_SET

# The engine's row of each cell (its number) in each period (its ordinal).
Records = Mapping[int, Mapping[int, Mapping[Any, Any]]]

_KEPT = 16


@dataclass(frozen=True)
class PlanKnown:
    """A version of a plan with what was confirmed of it."""

    database: str
    version: int
    loaded_at: datetime
    confirmations: Confirmations
    plan: Plan = field(compare=False)


@dataclass(frozen=True)
class Knowledge:
    """All an assessment rests on. Two are equal that have the same facts, plan version and confirmations."""

    of_plan: PlanKnown
    facts_known: tuple[int, int, datetime | None]
    last: Period
    overdue: tuple[Period, ...]
    engine: Engine
    facts: tuple[Fact, ...] = field(compare=False)


@dataclass(frozen=True)
class Judged:
    """What the engine makes of it; `unplaced` are the facts that have no place in the plan. Not to be changed."""

    known: Knowledge
    records: Records
    unplaced: tuple[Fact, ...]


def know(session: Session, stored: StoredPlan, last: Period, as_of: datetime | None, engine: Engine) -> Knowledge:
    """What is known of a plan at `as_of` (now, if None), for its periods up to the last."""
    rows = list(session.scalars(facts_as_of(stored.plan_id, as_of)))
    newest = max(rows, key=lambda row: row.id, default=None)
    confirmations = confirmations_as_of(session, stored.plan_id, as_of)
    database = str(session.get_bind().engine.url)
    return Knowledge(
        of_plan=PlanKnown(database, stored.version_id, stored.loaded_at, confirmations, stored.plan),
        facts_known=(len(rows), newest.id, newest.approved_at) if newest else (0, 0, None),
        # A light can tell that it was made up later only from what came later.
        last=last,
        overdue=tuple(_overdue(stored.plan, as_of or now())),
        engine=engine,
        facts=tuple(_facts(rows)),
    )


@lru_cache(maxsize=_KEPT)
def judge(known: Knowledge) -> Judged:
    """Run the engine on what is known; Refusal where the plan is to be judged by rules this program does not have."""
    plan, engine = known.of_plan.plan, known.engine
    if plan.rule_set != RULE_SET:
        raise Refusal(Problem("other_rule_set", params={"plan": plan.name, "value": plan.rule_set, "known": RULE_SET}))
    facts, unplaced = fact_rows(plan, known.facts)
    result = assess(
        _made_ready(known.of_plan, engine),
        engine.frame(period_rows(plan.baseline_period, known.last, known.overdue), PERIOD_COLUMNS),
        engine.frame(facts, FACT_COLUMNS),
        thresholds=plan.thresholds,
    )
    records: dict[int, dict[int, Mapping[Any, Any]]] = {}
    for row in engine.rows(result):
        records.setdefault(row["cell"], {})[row["period"]] = row
    return Judged(known, records, tuple(unplaced))


@lru_cache(maxsize=_KEPT)
def _made_ready(known: PlanKnown, engine: Engine) -> ReadyPlan:
    return ready_plan(engine, known.plan, known.confirmations)


def _facts(rows: Iterable[FactRow]) -> list[Fact]:
    """The facts by cell and period, a value beside its numerator and denominator."""
    by_place: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in rows:
        figures = by_place.setdefault((row.indicator, row.region, row.period), {})
        figures[row.part] = row.value
        # Of a rate asked for its counts a dash stands there; it is as much an answer as one beside the rate.
        figures["gap"] = row.gap or figures.get("gap")
    return [
        Fact(indicator, region, Period.read(period), **figures)
        for (indicator, region, period), figures in by_place.items()
    ]


def _overdue(plan: Plan, moment: datetime) -> list[Period]:
    """The periods whose returns were due before the day of this moment."""
    today = moment.astimezone(CHINA).date()
    periods = [Period.at(n) for n in range(plan.baseline_period.ordinal, plan.last_period.ordinal + 1)]
    return [period for period in periods if plan.due_day(period) < today]
