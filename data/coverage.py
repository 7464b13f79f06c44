"""Which regions have reported for a period: whose figures are approved, whose wait for it, whose are missing."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from data.results import PlanAssessment
from data.return_models import ReturnRow, RevisionRow, SendBackRow, SubmissionRow
from indicators.plan import Region


@dataclass(frozen=True)
class Coverage:
    """The regions that report, by how far their returns of a period have come; in the plan's order."""

    approved: tuple[Region, ...]
    submitted: tuple[Region, ...]
    not_sent: tuple[Region, ...]

    @property
    def expected(self) -> int:
        return len(self.approved) + len(self.submitted) + len(self.not_sent)


def coverage_of(session: Session, assessment: PlanAssessment) -> Coverage:
    """How far each region's return of the period had come at the assessment's moment.

    That a return was submitted is known to everybody, what it says only to who sees drafts.
    """
    approved, submitted = assessment.regions_reported, _with_submission(session, assessment)
    regions = assessment.plan.reporting_regions
    not_approved = tuple(one for one in regions if one.code not in approved)
    return Coverage(
        approved=tuple(one for one in regions if one.code in approved),
        submitted=tuple(one for one in not_approved if one.code in submitted),
        not_sent=tuple(one for one in not_approved if one.code not in submitted),
    )


def _with_submission(session: Session, assessment: PlanAssessment) -> set[str]:
    """The regions with a revision that was handed in, and not sent back."""
    query = (
        select(ReturnRow.region)
        .join(RevisionRow, RevisionRow.return_id == ReturnRow.id)
        .join(SubmissionRow, SubmissionRow.revision_id == RevisionRow.id)
        .outerjoin(SendBackRow, SendBackRow.revision_id == RevisionRow.id)
        .where(
            ReturnRow.plan_id == assessment.stored.plan_id,
            ReturnRow.period == str(assessment.period),
        )
        .distinct()
    )
    if assessment.as_of is None:
        query = query.where(SendBackRow.id.is_(None))
    else:
        stood = or_(SendBackRow.id.is_(None), SendBackRow.sent_back_at > assessment.as_of)
        query = query.where(SubmissionRow.submitted_at <= assessment.as_of, stood)
    return set(session.scalars(query))
