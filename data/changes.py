"""What is other in a period than in the one before: better, worse, newly reported, and restated since."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from data.results import Assessment, PlanAssessment
from data.return_models import FactRow

# From worst to best, as a light says it; a grey one says nothing.
_RANKS = {"red": 0, "yellow": 1, "green": 2}


@dataclass(frozen=True)
class Restated:
    """A figure of the period that was approved again as another: what it was, and what it is (None: a gap, named)."""

    indicator: str
    region: str
    part: str
    was: int | None
    now: int | None
    was_gap: str | None = None
    now_gap: str | None = None


@dataclass(frozen=True)
class Changes:
    """The assessments whose light is worse or better than a period before, those reported for the first time, and what
    was said otherwise after it was approved; in the plan's order."""

    worse: tuple[Assessment, ...]
    better: tuple[Assessment, ...]
    newly_reported: tuple[Assessment, ...]
    restated: tuple[Restated, ...]

    @property
    def is_empty(self) -> bool:
        return not (self.worse or self.better or self.newly_reported or self.restated)


def changes_of(session: Session, assessment: PlanAssessment, rows: Iterable[Assessment]) -> Changes:
    """What changed of these assessments since the period before."""
    rows = tuple(rows)
    steps = [(row, _step(row)) for row in rows]
    return Changes(
        worse=tuple(row for row, step in steps if step < 0),
        better=tuple(row for row, step in steps if step > 0),
        newly_reported=tuple(row for row in rows if _is_newly_reported(row)),
        restated=_restated(session, assessment, {(row.indicator.code, row.region.code) for row in rows}),
    )


def restated_of(session: Session, assessment: PlanAssessment, region: str) -> tuple[Restated, ...]:
    """What one region said otherwise of the period after it was approved."""
    # Put in order here: asked to sort, a database goes through a nation's approvals one by one.
    query = _facts_of_period(assessment).where(FactRow.region == region).order_by(None)
    facts = session.execute(query.add_columns(FactRow.approved_at, FactRow.id)).all()
    return tuple(_restated_in(sorted(facts, key=lambda fact: (fact.approved_at, fact.id))))


def _step(row: Assessment) -> int:
    """How far its light went up or down since the period before; none where one of the two says nothing."""
    lights = [judgement.light for judgement in row.history[-2:]]
    ranks = [_RANKS[light] for light in lights if light in _RANKS]
    return ranks[1] - ranks[0] if len(ranks) == 2 else 0


def _is_newly_reported(row: Assessment) -> bool:
    """Whether it has a figure now, and had none in any period after the baseline's."""
    earlier = row.history[1:-1]
    return row.value is not None and bool(earlier) and all(judgement.value is None for judgement in earlier)


def _restated(session: Session, assessment: PlanAssessment, cells: set[tuple[str, str]]) -> tuple[Restated, ...]:
    """The figures of the period that were approved more than once, where the last says otherwise than the first."""
    found = _restated_in(session.execute(_facts_of_period(assessment)))
    return tuple(one for one in found if (one.indicator, one.region) in cells)


def _restated_in(facts: Iterable[Any]) -> Iterator[Restated]:
    """The figures that some facts, in the order of their approval, do not end with as they began."""
    said: dict[tuple[str, str, str], list[tuple[int | None, str | None]]] = {}
    for fact in facts:
        said.setdefault((fact.indicator, fact.region, fact.part), []).append((fact.value, fact.gap))
    for (indicator, region, part), figures in said.items():
        if figures[0] != figures[-1]:
            (was, was_gap), (now, now_gap) = figures[0], figures[-1]
            yield Restated(indicator, region, part, was, now, was_gap, now_gap)


def _facts_of_period(assessment: PlanAssessment) -> Select[str, str, str, int | None, str | None]:
    query = (
        select(FactRow.indicator, FactRow.region, FactRow.part, FactRow.value, FactRow.gap)
        .where(FactRow.plan_id == assessment.stored.plan_id, FactRow.period == str(assessment.period))
        .order_by(FactRow.approved_at, FactRow.id)
    )
    return query if assessment.as_of is None else query.where(FactRow.approved_at <= assessment.as_of)
