"""What is known of a plan at a moment.

Nothing that is stored is ever changed, so what identifies the knowledge identifies what the engine makes of it: one
query asks what is known, and facts are read and the engine run only where that was not judged yet (data/judging.py).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from common.moments import CHINA, now
from common.periods import Period
from common.problems import Problem, Refusal
from data.confirmations import confirmations_as_of
from data.engines import Engine
from data.kept import Kept
from data.plan_store import StoredPlan, database_of
from data.queries import newest_known
from indicators.plan import Plan
from indicators.readings import Confirmations


@dataclass(frozen=True)
class PlanKnown:
    """A version of a plan with what was confirmed of it. `confirmed` identifies the confirmations."""

    database: str
    version: int
    loaded_at: datetime
    confirmed: tuple[int, int | None, datetime | None]
    confirmations: Confirmations = field(compare=False)
    plan: Plan = field(compare=False)


@dataclass(frozen=True)
class Knowledge:
    """All an assessment rests on. Two are equal that have the same facts, plan version and confirmations.

    `newest` is the plan's newest fact, `approved_at` the newest approval up to `as_of`.
    """

    of_plan: PlanKnown
    newest: int
    approved_at: datetime
    overdue: tuple[Period, ...]
    engine: Engine
    plan_id: int
    as_of: datetime | None = field(compare=False)


def know(session: Session, stored: StoredPlan, as_of: datetime | None, engine: Engine) -> Knowledge:
    """What is known of a plan at `as_of` (now, if None); Refusal where no figure of it is."""
    found = session.execute(newest_known(stored.plan_id, as_of)).one()
    if found.approved_at is None:
        raise Refusal(Problem("no_figures_yet", params={"plan": stored.plan.name}))
    return Knowledge(
        of_plan=_plan_known(session, stored, as_of, (found.confirmations, found.confirmation, found.confirmed_at)),
        newest=found.fact,
        approved_at=found.approved_at,
        overdue=tuple(_overdue(stored.plan, as_of or now())),
        engine=engine,
        plan_id=stored.plan_id,
        as_of=as_of,
    )


_PLANS_KNOWN: Kept[PlanKnown] = Kept(16)


def _plan_known(session: Session, stored: StoredPlan, as_of: datetime | None, confirmed: Any) -> PlanKnown:
    key = (database_of(session), stored.version_id, stored.loaded_at, confirmed)
    return _PLANS_KNOWN.get(
        key, lambda: PlanKnown(*key, confirmations_as_of(session, stored.plan_id, as_of), stored.plan)
    )


def _overdue(plan: Plan, moment: datetime) -> list[Period]:
    """The periods whose returns were due before the day of this moment."""
    today = moment.astimezone(CHINA).date()
    periods = [Period.at(n) for n in range(plan.baseline_period.ordinal, plan.last_period.ordinal + 1)]
    return [period for period in periods if plan.due_day(period) < today]
