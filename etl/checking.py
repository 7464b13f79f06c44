"""Whether the figures of a return can be so, beside one another and beside what is approved or waits for approval."""

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from common.periods import Period
from common.problems import Problem
from data.plan_store import StoredPlan
from data.queries import known_figures, return_of
from data.return_states import figures_of, state_of
from etl.parse import ReportedValue
from etl.plausible import Known, check_plausible
from etl.relations import check_relations
from indicators.plan import Plan


def check_figures(values: Sequence[ReportedValue], plan: Plan, known: Known) -> list[Problem]:
    """What is to be said about the figures of a return, beside one another and beside those known before."""
    return [*check_plausible(values, plan, known), *check_relations(values, plan, known)]


def figures_known_of(session: Session, stored: StoredPlan, regions: Collection[str]) -> Known:
    """What is approved of some regions, beside which a new figure may be unusual."""
    found = session.execute(known_figures(stored.plan_id, regions))
    return Known(
        {(indicator, region, part, Period.read(period)): value for indicator, region, part, period, value in found}
    )


def beside_waiting(session: Session, stored: StoredPlan, known: Known, region: str, period: Period) -> Known:
    """What is known, with the figures of one return that wait for approval in place of those approved before them.

    Only relations look at other figures of the same period; a plan without any is spared the question.
    """
    row = session.scalar(return_of(stored.plan_id, region, str(period))) if stored.plan.checks else None
    if row is None:
        return known
    waiting = figures_of(*(one for one in row.revisions if state_of(one) == "submitted"))
    figures = dict(known.figures)
    for (indicator, part), (value, _gap, _explanation) in waiting.items():
        figures.pop((indicator, region, part, period), None)
        if value is not None:
            figures[(indicator, region, part, period)] = value
    return Known(figures)
