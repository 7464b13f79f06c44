"""What is known of a plan at a moment, and what the engine makes of it.

Nothing that is stored is ever changed, so what identifies the knowledge identifies the result: the last few are kept,
and a page that is asked for again, or the panel of one of its numbers, costs no second run of the engine.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import pandas as pd
from sqlalchemy.orm import Session

from common.moments import CHINA, now
from common.periods import Period
from common.problems import Problem, Refusal
from data.confirmations import confirmations_as_of
from data.models import FactRow
from data.plan_store import StoredPlan
from data.queries import facts_as_of
from indicators.frames import Fact, ancestors_frame, declared_frame, facts_frame, milestones_frame, periods_frame
from indicators.plan import Plan
from indicators.readings import Confirmations
from indicators.rules import RULE_SET

# How the engine is run: in this process, or on a cluster.
Engine = Callable[..., pd.DataFrame]
# The engine's row of each cell (its number) in each period (its ordinal).
Records = Mapping[int, Mapping[int, Mapping[Any, Any]]]

_KEPT = 16


@dataclass(frozen=True)
class Knowledge:
    """All an assessment rests on. Two are equal that have the same facts, plan version and confirmations."""

    database: str
    plan_version: int
    plan_loaded_at: datetime
    facts_known: tuple[int, int, datetime | None]
    last: Period
    overdue: tuple[Period, ...]
    engine: Engine
    confirmations: Confirmations
    plan: Plan = field(compare=False)
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
    return Knowledge(
        database=str(session.get_bind().engine.url),
        plan_version=stored.version_id,
        plan_loaded_at=stored.loaded_at,
        facts_known=(len(rows), newest.id, newest.approved_at) if newest else (0, 0, None),
        # A light can tell that it was made up later only from what came later.
        last=last,
        overdue=tuple(_overdue(stored.plan, as_of or now())),
        engine=engine,
        confirmations=confirmations_as_of(session, stored.plan_id, as_of),
        plan=stored.plan,
        facts=tuple(_facts(rows)),
    )


@lru_cache(maxsize=_KEPT)
def judge(known: Knowledge) -> Judged:
    """Run the engine on what is known; Refusal where the plan is to be judged by rules this program does not have."""
    plan = known.plan
    if plan.rule_set != RULE_SET:
        raise Refusal(Problem("other_rule_set", params={"plan": plan.name, "value": plan.rule_set, "known": RULE_SET}))
    facts, unplaced = facts_frame(plan, known.facts)
    result = known.engine(
        declared_frame(plan, known.confirmations),
        ancestors_frame(plan),
        milestones_frame(plan, known.confirmations),
        periods_frame(plan, known.last, known.overdue),
        facts,
        thresholds=plan.thresholds,
    )
    records: dict[int, dict[int, Mapping[Any, Any]]] = {}
    for row in result.astype(object).where(result.notna(), None).to_dict("records"):
        records.setdefault(row["cell"], {})[row["period"]] = row
    return Judged(known, records, tuple(unplaced))


def _facts(rows: Iterable[FactRow]) -> list[Fact]:
    """The facts by cell and period, a value beside its numerator and denominator."""
    by_place: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in rows:
        figures = by_place.setdefault((row.indicator, row.region, row.period), {})
        figures[row.part] = row.value
        if row.part == "value":
            figures["gap"] = row.gap
    return [
        Fact(indicator, region, Period.read(period), **figures)
        for (indicator, region, period), figures in by_place.items()
    ]


def _overdue(plan: Plan, moment: datetime) -> list[Period]:
    """The periods whose returns were due before the day of this moment."""
    today = moment.astimezone(CHINA).date()
    periods = [Period.at(n) for n in range(plan.baseline_period.ordinal, plan.last_period.ordinal + 1)]
    return [period for period in periods if period.last_day + timedelta(days=plan.due_days) < today]
