"""What was approved for one figure before it was approved as it stands: its revisions, the first of them first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.results import Assessment, PlanAssessment
from data.return_models import FactRow, ReportedValueRow, ReturnRow, RevisionRow


@dataclass(frozen=True)
class Approved:
    """One approval of a region's own figure, or of a part of it; `value` in counts of the indicator's scale."""

    part: str
    value: int | None
    gap: str | None
    approved_at: datetime
    return_id: int
    revision: int


def approvals_of(session: Session, assessment: PlanAssessment, row: Assessment) -> tuple[Approved, ...]:
    """Every approval of a region's own figure for the period, up to the assessment's moment."""
    query = (
        select(FactRow.part, FactRow.value, FactRow.gap, FactRow.approved_at, ReturnRow.id, RevisionRow.number)
        .join(ReportedValueRow, FactRow.reported_value_id == ReportedValueRow.id)
        .join(RevisionRow, ReportedValueRow.revision_id == RevisionRow.id)
        .join(ReturnRow, RevisionRow.return_id == ReturnRow.id)
        .where(
            FactRow.plan_id == assessment.stored.plan_id,
            FactRow.region == row.region.code,
            FactRow.period == str(assessment.period),
            FactRow.indicator == row.indicator.code,
        )
        .order_by(FactRow.approved_at, FactRow.id)
    )
    if assessment.as_of is not None:
        query = query.where(FactRow.approved_at <= assessment.as_of)
    return tuple(Approved(*found) for found in session.execute(query))
