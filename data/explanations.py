"""上报说明: what a region wrote beside its figures, newest period first, as far as a viewer may read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from common.periods import Period
from data.queries import facts_as_of
from data.region_returns import PeriodReturn
from data.results import PlanAssessment
from data.return_models import ReportedValueRow, ReturnRow, RevisionRow
from indicators.plan import Indicator, Region


@dataclass(frozen=True)
class ExplainedFigure:
    """One figure beside which something was written, as it was reported, with its cell."""

    indicator: Indicator
    part: str
    value: int | None
    gap: str | None
    sheet: str
    cell: str


@dataclass(frozen=True)
class Explanation:
    """What was written once beside some figures of a return, in one file; not yet published where it is a draft's."""

    period: Period
    text: str
    file: str
    return_id: int
    revision: int
    is_approved: bool
    is_simulated: bool
    figures: tuple[ExplainedFigure, ...]


def explanations_of(
    session: Session, assessment: PlanAssessment, region: Region, returns: Iterable[PeriodReturn]
) -> tuple[Explanation, ...]:
    """The explanations of a region's figures up to the assessment's period, as they stood at its moment.

    Those of approved figures; before them those of the open revisions of its returns, which only who sees its drafts
    is told of (data/region_returns.py).
    """
    found = [(row, True) for row in session.execute(_of_facts(assessment, region))]
    opened = [revision for one in returns if one.period <= assessment.period for revision in one.open_revisions]
    if opened:
        found += [(row, False) for row in _last(session.execute(_of_drafts(opened)))]
    return tuple(_grouped(assessment, found))


_COLUMNS = (
    ReturnRow.period,
    ReturnRow.id.label("return_id"),
    ReturnRow.origin,
    RevisionRow.number.label("revision"),
    RevisionRow.file_name,
    ReportedValueRow.indicator,
    ReportedValueRow.part,
    ReportedValueRow.value,
    ReportedValueRow.gap,
    ReportedValueRow.sheet,
    ReportedValueRow.cell,
    ReportedValueRow.explanation,
)


def _of_facts(assessment: PlanAssessment, region: Region) -> Select[*tuple[Any, ...]]:
    facts = facts_as_of(assessment.stored.plan_id, assessment.as_of, regions=[region.code]).subquery()
    return (
        select(*_COLUMNS)
        .join(facts, facts.c.reported_value_id == ReportedValueRow.id)
        .join(RevisionRow, RevisionRow.id == ReportedValueRow.revision_id)
        .join(ReturnRow, ReturnRow.id == RevisionRow.return_id)
        .where(ReportedValueRow.explanation != "", ReturnRow.period <= str(assessment.period))
    )


def _of_drafts(revisions: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(*_COLUMNS)
        .join(RevisionRow, RevisionRow.id == ReportedValueRow.revision_id)
        .join(ReturnRow, ReturnRow.id == RevisionRow.return_id)
        .where(RevisionRow.id.in_(revisions))
        .order_by(RevisionRow.number)
    )


def _last(rows: Iterable[Any]) -> list[Any]:
    """Of each figure the row that named it last, where something is written beside it."""
    last = {(row.period, row.indicator, row.part): row for row in rows}
    return [row for row in last.values() if row.explanation]


def _grouped(assessment: PlanAssessment, found: Sequence[tuple[Any, bool]]) -> Iterable[Explanation]:
    """One explanation for all figures of a file with the same text; newest period first, then as the plan has them."""
    indicators = assessment.plan.indicator_by_code
    known = [(row, is_approved) for row, is_approved in found if row.indicator in indicators]
    known.sort(key=lambda one: (one[1], indicators[one[0].indicator].number))
    known.sort(key=lambda one: one[0].period, reverse=True)
    groups: dict[Any, list[Any]] = {}
    for row, is_approved in known:
        groups.setdefault((row.return_id, row.revision, row.explanation, is_approved), []).append(row)
    for (return_id, revision, text, is_approved), rows in groups.items():
        figures = tuple(
            ExplainedFigure(indicators[row.indicator], row.part, row.value, row.gap, row.sheet, row.cell)
            for row in rows
        )
        yield Explanation(
            Period.read(rows[0].period),
            text,
            rows[0].file_name,
            return_id,
            revision,
            is_approved,
            rows[0].origin == "simulated",
            figures,
        )
