"""Handing in what was read before, and deciding on it: what must hold of its figures first.

It is asked in the turn in which the step is taken: more may have been approved, or handed in, since the file was read.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy.orm import Session

from common.explanations import unexplained
from common.periods import Period
from common.problems import Problem, Refusal, any_hard
from common.viewer import Viewer, require
from data.plan_store import StoredPlan
from data.return_models import RevisionRow
from data.return_states import (
    approve,
    decide_on_return,
    require_explanations,
    submit,
    waiting_until,
)
from etl.checking import beside_waiting, check_figures, figures_known_of
from etl.parse import Gap, Part, ReportedValue
from etl.relations import check_relations


def hand_in(
    session: Session, stored: StoredPlan, viewer: Viewer, revision: RevisionRow, reason: str, at: datetime | None = None
) -> None:
    """Submit a draft, its figures held against what is approved by now, and against what waits for approval.

    The caller has its turn, and commits. Raises what `submit` raises, and Refusal where the figures contradict those.
    """
    require(viewer, "submit", revision.return_.region)
    values, region = _as_read(stored, revision), revision.return_.region
    known = figures_known_of(session, stored, {region})
    period = Period.read(revision.return_.period)
    problems = check_figures(values, stored.plan, beside_waiting(session, stored, known, region, period))
    _refuse_hard(problems)
    require_explanations(unexplained(problems, values))
    submit(session, viewer, revision, reason, at)


def approve_one(
    session: Session, stored: StoredPlan, viewer: Viewer, revision: RevisionRow, at: datetime | None = None
) -> None:
    """Approve one submitted revision, if its figures go with what is approved. The caller has its turn, and commits.

    Raises what `approve` raises, and Refusal where the figures contradict those.
    """
    require(viewer, "approve", revision.return_.region)
    _refuse_contradiction(session, stored, [revision])
    approve(session, viewer, revision, at)


def decide(
    session: Session, stored: StoredPlan, viewer: Viewer, revision: RevisionRow, reason: str, *, is_approved: bool
) -> None:
    """Approve, or send back, a return as it stands with this revision. The caller has its turn, and commits.

    Raises what `decide_on_return` raises, and Refusal where figures to be approved contradict those that are.
    """
    require(viewer, "approve", revision.return_.region)
    if is_approved:
        _refuse_contradiction(session, stored, waiting_until(revision))
    decide_on_return(session, viewer, revision, reason, is_approved=is_approved)


def _refuse_contradiction(session: Session, stored: StoredPlan, revisions: Sequence[RevisionRow]) -> None:
    """Refuse figures that break a relation with one another, or with those approved: as they would stand, together."""
    if not revisions or not stored.plan.checks:
        return
    last = {(one.indicator.code, one.part): one for revision in revisions for one in _as_read(stored, revision)}
    known = figures_known_of(session, stored, {revisions[0].return_.region})
    _refuse_hard(check_relations(list(last.values()), stored.plan, known))


def _refuse_hard(problems: Sequence[Problem]) -> None:
    if any_hard(problems):
        raise Refusal(*(one for one in problems if one.is_hard))


def _as_read(stored: StoredPlan, revision: RevisionRow) -> list[ReportedValue]:
    """A revision's figures as they were read; those the plan has no place for any more are left out."""
    region = stored.plan.region_by_code.get(revision.return_.region)
    if region is None:
        return []
    return [
        ReportedValue(
            indicator=stored.plan.indicator_by_code[one.indicator],
            region=region,
            period=Period.read(revision.return_.period),
            value=one.value,
            gap=cast(Gap | None, one.gap),
            text=one.text,
            sheet=one.sheet,
            cell=one.cell,
            part=cast(Part, one.part),
            explanation=one.explanation,
        )
        for one in revision.values
        if one.indicator in stored.plan.indicator_by_code
    ]
