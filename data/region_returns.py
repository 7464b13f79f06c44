"""The returns of one region, period by period: how far each has come, as far as a viewer may know it, in one query."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from common.moments import CHINA, now
from common.periods import Period
from common.viewer import Viewer, can
from data.results import PlanAssessment
from data.return_models import ApprovalRow, ReturnRow, RevisionRow, SendBackRow, SubmissionRow
from indicators.asking import asked_of
from indicators.plan import Plan, Region

# Of these, sent_back and draft are known to who sees drafts; to anybody else such a return was not sent.
Stage = Literal["approved", "submitted", "sent_back", "draft", "not_sent", "not_asked"]


@dataclass(frozen=True)
class PeriodReturn:
    """How far a region's return of a period had come at a moment.

    `sent_at` is when what counts was handed in: the revision that was approved first, else the one that waits;
    `sent_by` and `return_id` are for who may see it. `approved_at` is the last approval. `days_late` is how many days
    after `due_day` it came, or of what has not come have gone by; zero in time. `waits`: newer figures wait.
    `is_asked`: the region was to report by `due_day`; not for what the plan starts from, which was published with it.
    `open_revisions` are those since the last approval that were not sent back, for who sees drafts.
    """

    period: Period
    stage: Stage
    due_day: date
    is_asked: bool
    days_late: int
    sent_at: datetime | None = None
    sent_by: str = ""
    approved_at: datetime | None = None
    return_id: int | None = None
    waits: bool = False
    open_revisions: tuple[int, ...] = ()
    is_simulated: bool = False


def returns_of(
    session: Session, viewer: Viewer, assessment: PlanAssessment, region: Region
) -> tuple[PeriodReturn, ...]:
    """The return of each period that has ended, or has one already, from the newest to the baseline's.

    As they stood at the assessment's moment.
    """
    moment, as_of = assessment.as_of or now(), assessment.as_of
    by_period: dict[Period, list[_Revision]] = {}
    for row in session.execute(_revisions(assessment.stored.plan_id, region.code, as_of)):
        by_period.setdefault(Period.read(row.period), []).append(_as_it_stood(row, as_of))
    plan, sees_drafts = assessment.plan, can(viewer, "see_drafts", region.code)
    return tuple(
        _return(plan, region, period, by_period.get(period, []), moment, sees_drafts=sees_drafts)
        for period in _periods(plan, [*by_period, assessment.period], moment)
    )


@dataclass(frozen=True)
class _Revision:
    """One revision as it stood at a moment."""

    id: int
    return_id: int
    origin: str
    sent_by: str
    submitted_at: datetime | None
    approved_at: datetime | None
    is_sent_back: bool


def _revisions(plan_id: int, region: str, as_of: datetime | None) -> Select[*tuple[Any, ...]]:
    """The revisions of a region's returns, up to `as_of` if it is given, in their order, with what became of them."""
    query = (
        select(
            ReturnRow.id.label("return_id"),
            ReturnRow.period,
            ReturnRow.origin,
            RevisionRow.id,
            RevisionRow.sent_by,
            SubmissionRow.submitted_at,
            SubmissionRow.submitted_by,
            ApprovalRow.approved_at,
            SendBackRow.sent_back_at,
        )
        .join(RevisionRow, RevisionRow.return_id == ReturnRow.id)
        .outerjoin(SubmissionRow, SubmissionRow.revision_id == RevisionRow.id)
        .outerjoin(ApprovalRow, ApprovalRow.revision_id == RevisionRow.id)
        .outerjoin(SendBackRow, SendBackRow.revision_id == RevisionRow.id)
        .where(ReturnRow.plan_id == plan_id, ReturnRow.region == region)
        .order_by(ReturnRow.period, RevisionRow.number)
    )
    return query if as_of is None else query.where(RevisionRow.sent_at <= as_of)


def _as_it_stood(row: Any, as_of: datetime | None) -> _Revision:
    def by_then(at: datetime | None) -> datetime | None:
        return at if at is not None and (as_of is None or at <= as_of) else None

    return _Revision(
        row.id,
        row.return_id,
        row.origin,
        row.submitted_by or row.sent_by,
        by_then(row.submitted_at),
        by_then(row.approved_at),
        is_sent_back=by_then(row.sent_back_at) is not None,
    )


def _periods(plan: Plan, known: Sequence[Period], moment: datetime) -> Iterator[Period]:
    """From the last period that has ended by then, or has figures or a return, back to the baseline's."""
    today = moment.astimezone(CHINA).date()
    ended = Period.at(Period.of_day(today.isoformat()).ordinal - 1)
    last = max(*known, min(ended, plan.last_period))
    return map(Period.at, range(last.ordinal, plan.baseline_period.ordinal - 1, -1))


def _return(
    plan: Plan, region: Region, period: Period, revisions: Sequence[_Revision], moment: datetime, *, sees_drafts: bool
) -> PeriodReturn:
    is_asked = period > plan.baseline_period and bool(asked_of(plan, region, period))
    approved = [one for one in revisions if one.approved_at is not None]
    since = revisions[revisions.index(approved[-1]) + 1 :] if approved else revisions
    opened = [one for one in since if not one.is_sent_back]
    waiting = [one for one in opened if one.submitted_at is not None]
    counts = next(iter([*approved, *reversed(waiting), *(revisions[-1:] if sees_drafts else ())]), None)
    is_seen = counts is not None and (sees_drafts or counts.approved_at is not None)
    return PeriodReturn(
        period,
        _stage(counts, is_asked=is_asked),
        plan.due_day(period),
        is_asked,
        _days_late(plan.due_day(period), counts, moment) if is_asked else 0,
        sent_at=counts.submitted_at if counts else None,
        sent_by=counts.sent_by if counts and is_seen else "",
        approved_at=approved[-1].approved_at if approved else None,
        return_id=counts.return_id if counts and is_seen else None,
        waits=bool(approved and waiting),
        open_revisions=tuple(one.id for one in opened) if sees_drafts else (),
        is_simulated=any(one.origin == "simulated" for one in revisions),
    )


def _stage(counts: _Revision | None, *, is_asked: bool) -> Stage:
    if counts is None:
        return "not_sent" if is_asked else "not_asked"
    if counts.approved_at is not None:
        return "approved"
    if counts.is_sent_back:
        return "sent_back"
    return "submitted" if counts.submitted_at is not None else "draft"


def _days_late(due_day: date, counts: _Revision | None, moment: datetime) -> int:
    """How many days after it was due the return came; of one that has not come, how many have gone by since.

    What was approved and never handed in has no such day.
    """
    if counts is not None and counts.approved_at is not None and counts.submitted_at is None:
        return 0
    came = counts.submitted_at if counts is not None and not counts.is_sent_back else None
    return max(((came or moment).astimezone(CHINA).date() - due_day).days, 0)
