"""Handing in what was read before: what must be asked of its sender first."""

from typing import cast

from sqlalchemy.orm import Session

from common.explanations import unexplained
from common.periods import Period
from common.problems import Refusal, any_hard
from common.viewer import Viewer
from data.plan_store import StoredPlan
from data.queries import return_of
from data.return_models import RevisionRow
from data.return_states import corrects_approved, require_explanations, submit
from etl.intake import check_figures, figures_known_of
from etl.parse import Gap, Part, ReportedValue
from etl.reading import Reading


def corrects(session: Session, stored: StoredPlan, reading: Reading) -> bool:
    """Whether a file's returns say otherwise of a figure that is approved: then their sender says why."""
    for read in reading.to_take:
        row = session.scalar(return_of(stored.plan_id, read.region.code, str(read.period)))
        if row is not None and corrects_approved(session, row, read.figures):
            return True
    return False


def hand_in(session: Session, stored: StoredPlan, viewer: Viewer, revision: RevisionRow, reason: str) -> None:
    """Submit a draft, its figures held against what is approved by now: that may be more than when it was read.

    The caller has its turn, and commits. Raises what `submit` raises, and Refusal where the figures contradict those.
    """
    values = _as_read(stored, revision)
    known = figures_known_of(session, stored, {revision.return_.region})
    problems = check_figures(values, stored.plan, known)
    if any_hard(problems):
        raise Refusal(*(one for one in problems if one.is_hard))
    require_explanations(unexplained(problems, values))
    submit(session, viewer, revision, reason)


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
