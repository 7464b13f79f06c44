"""Questions to the database. A query function returns a select(); the caller runs it in its own session."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Integer, Select, bindparam, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, selectinload

from data.plan_models import ConfirmationRow, PlanRow, PlanVersionRow
from data.return_models import ApprovalRow, FactRow, ReportedValueRow, ReturnRow, RevisionRow, SubmissionRow

# A database takes so many parameters and more; a return of more regions looks through all of them.
_MOST_NAMED = 1_000


def facts_as_of(
    plan_id: int | BindParameter[int],
    as_of: datetime | None,
    period: str | None = None,
    regions: Collection[str] | BindParameter[Any] | None = None,
    indicators: Collection[str] | None = None,
    newest: int | None = None,
) -> Select[FactRow]:
    """The facts of one period or all, of some regions and indicators or all, as they stood at `as_of` (now, if None).

    Of each figure it is the one approved last, of those up to the fact with the number `newest`, if one is named.
    """
    approved = select(
        FactRow,
        func.row_number()
        .over(
            partition_by=(FactRow.indicator, FactRow.region, FactRow.period, FactRow.part),
            order_by=(FactRow.approved_at.desc(), FactRow.id.desc()),
        )
        .label("rank"),
    ).where(FactRow.plan_id == plan_id)
    if period is not None:
        approved = approved.where(FactRow.period == period)
    if regions is not None:
        approved = approved.where(FactRow.region.in_(regions))
    if indicators is not None:
        approved = approved.where(FactRow.indicator.in_(indicators))
    if newest is not None:
        approved = approved.where(FactRow.id <= newest)
    if as_of is not None:
        approved = approved.where(FactRow.approved_at <= as_of)
    ranked = approved.subquery()
    return select(aliased(FactRow, ranked)).where(ranked.c.rank == 1)


def known_figures(plan_id: int, regions: Collection[str]) -> Select[Any]:
    """The approved figures of some regions for every period: indicator, region, part, period and value.

    Of very many regions, those of all.
    """
    if len(regions) > _MOST_NAMED:
        return _known_figures(by_region=False).params(plan_id=plan_id)
    return _known_figures(by_region=True).params(plan_id=plan_id, regions=list(regions))


@cache
def _known_figures(*, by_region: bool) -> Select[Any]:
    """Made once: to make it takes longer than to answer it."""
    regions: BindParameter[Any] | None = bindparam("regions", expanding=True) if by_region else None
    facts = facts_as_of(bindparam("plan_id", type_=Integer), None, regions=regions).subquery()
    columns = (facts.c.indicator, facts.c.region, facts.c.part, facts.c.period, facts.c.value)
    return select(*columns).where(facts.c.value.is_not(None))


def newest_known(plan_id: int, as_of: datetime | None) -> Select[Any]:
    """What identifies all that is known of a plan at `as_of` (now, if None): one row, found by the indexes alone.

    `fact` is the newest one at any moment, `approved_at` the newest approval up to `as_of`: two answers with the same
    number speak of the same facts, and the moment says how many of them are known then. Nobody counts a nation's facts
    at every request; whoever adds one has their turn, so that numbers and commits come in one order. Confirmations are
    few and have no turn: they are counted.
    """

    def found(kind: type[FactRow] | type[ConfirmationRow], what: Any, moment: Any = None) -> Any:
        query = select(what).where(kind.plan_id == plan_id)
        return (query if moment is None or as_of is None else query.where(moment <= as_of)).scalar_subquery()

    approved_at, confirmed_at = FactRow.approved_at, ConfirmationRow.confirmed_at
    return select(
        found(FactRow, func.max(FactRow.id)).label("fact"),
        found(FactRow, func.max(approved_at), approved_at).label("approved_at"),
        found(ConfirmationRow, func.count(), confirmed_at).label("confirmations"),
        found(ConfirmationRow, func.max(ConfirmationRow.id), confirmed_at).label("confirmation"),
        found(ConfirmationRow, func.max(confirmed_at), confirmed_at).label("confirmed_at"),
    )


def fact_columns(plan_id: int, as_of: datetime | None) -> Select[int, str, str, str, str, str | None, int | None]:
    """Every fact approved by `as_of`, in the order of approval: the last of a figure is what holds."""
    columns = (FactRow.id, FactRow.indicator, FactRow.region, FactRow.period, FactRow.part, FactRow.gap, FactRow.value)
    query = select(*columns).where(FactRow.plan_id == plan_id).order_by(FactRow.approved_at, FactRow.id)
    return query if as_of is None else query.where(FactRow.approved_at <= as_of)


def provenance_as_of(
    plan_id: int,
    period: str,
    as_of: datetime | None,
    *,
    regions: Collection[str],
    indicators: Collection[str],
    newest: int,
) -> Select[Any]:
    """facts_as_of with where each came from: its cell, file, revision, sender and approval.

    Of very many regions, those of all.
    """
    named = regions if len(regions) <= _MOST_NAMED else None
    facts = facts_as_of(plan_id, as_of, period, named, indicators, newest).subquery()
    return (
        select(
            facts.c.indicator,
            facts.c.region,
            facts.c.part,
            facts.c.value,
            facts.c.gap,
            facts.c.approved_at,
            ApprovalRow.approved_by,
            ReportedValueRow.text,
            ReportedValueRow.sheet,
            ReportedValueRow.cell,
            ReportedValueRow.explanation,
            RevisionRow.file_name,
            RevisionRow.number.label("revision"),
            RevisionRow.sent_at,
            RevisionRow.sent_by,
            func.coalesce(SubmissionRow.reason, "").label("reason"),
            ReturnRow.id.label("return_id"),
            ReturnRow.origin,
        )
        .join(ReportedValueRow, ReportedValueRow.id == facts.c.reported_value_id)
        .join(RevisionRow, RevisionRow.id == ReportedValueRow.revision_id)
        .join(ReturnRow, ReturnRow.id == RevisionRow.return_id)
        .join(ApprovalRow, ApprovalRow.revision_id == RevisionRow.id)
        .outerjoin(SubmissionRow, SubmissionRow.revision_id == RevisionRow.id)
    )


def approved_figures(plan_id: int, region: str, period: str) -> Select[Any]:
    """What is approved of one return now: indicator, part, value, gap and explanation."""
    facts = facts_as_of(plan_id, None, period, {region}).subquery()
    return select(facts.c.indicator, facts.c.part, facts.c.value, facts.c.gap, ReportedValueRow.explanation).join(
        ReportedValueRow, ReportedValueRow.id == facts.c.reported_value_id
    )


def changes_after_approval(plan_id: int, period: str | None = None) -> Select[Any]:
    """The approved figures that a correction replaced, the newest first: what stood there before, and what does now."""

    def before(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
        figure = (FactRow.indicator, FactRow.region, FactRow.period, FactRow.part)
        return func.lag(column).over(partition_by=figure, order_by=FactRow.id)

    facts = (
        select(
            FactRow.id,
            FactRow.indicator,
            FactRow.region,
            FactRow.period,
            FactRow.part,
            FactRow.value,
            FactRow.gap,
            FactRow.approved_at,
            FactRow.reported_value_id,
            before(FactRow.id).label("before_id"),
            before(FactRow.value).label("before"),
            before(FactRow.gap).label("gap_before"),
        )
        .where(FactRow.plan_id == plan_id)
        .subquery()
    )
    query = (
        select(facts, RevisionRow.return_id, RevisionRow.number.label("revision"), SubmissionRow.reason)
        .join(ReportedValueRow, ReportedValueRow.id == facts.c.reported_value_id)
        .join(RevisionRow, RevisionRow.id == ReportedValueRow.revision_id)
        .join(SubmissionRow, SubmissionRow.revision_id == RevisionRow.id)
        .where(facts.c.before_id.is_not(None))
        .where(or_(facts.c.before.is_distinct_from(facts.c.value), facts.c.gap_before.is_distinct_from(facts.c.gap)))
        .order_by(facts.c.id.desc())
    )
    return query if period is None else query.where(facts.c.period == period)


def return_of(plan_id: int, region: str, period: str) -> Select[ReturnRow]:
    """What one region reports for one period; there is one at most."""
    return select(ReturnRow).where(ReturnRow.plan_id == plan_id, ReturnRow.region == region, ReturnRow.period == period)


def returns_with_steps(
    plan_id: int, *, period: str | None = None, regions: Collection[str] | None = None
) -> Select[ReturnRow]:
    """Returns of one period or all, of some regions or all, with all that became of their revisions."""
    revisions = selectinload(ReturnRow.revisions)
    steps = (RevisionRow.values, RevisionRow.submission, RevisionRow.approval, RevisionRow.send_back)
    query = (
        select(ReturnRow)
        .where(ReturnRow.plan_id == plan_id)
        .options(*(revisions.selectinload(step) for step in steps))
        .order_by(ReturnRow.period.desc(), ReturnRow.region)
    )
    if period is not None:
        query = query.where(ReturnRow.period == period)
    return query if regions is None else query.where(ReturnRow.region.in_(regions))


def simulated_returns(plan_id: int) -> Select[str, str]:
    """The region and the period of each return of a plan that is simulated, and so is at every moment."""
    return select(ReturnRow.region, ReturnRow.period).where(
        ReturnRow.plan_id == plan_id, ReturnRow.origin == "simulated"
    )


def revisions_from_file(plan_id: int, file_name: str) -> Select[int]:
    """The revisions of a plan's returns that a file of this name was taken in as."""
    return (
        select(RevisionRow.id)
        .join(ReturnRow, ReturnRow.id == RevisionRow.return_id)
        .where(ReturnRow.plan_id == plan_id, RevisionRow.file_name == file_name)
    )


def periods_with_facts(plan_id: int, as_of: datetime | None) -> Select[str]:
    """The periods that have approved figures, in order."""
    query = select(FactRow.period).where(FactRow.plan_id == plan_id).distinct().order_by(FactRow.period)
    return query if as_of is None else query.where(FactRow.approved_at <= as_of)


def first_moments(slug: str) -> Select[datetime, datetime | None]:
    """When a plan's first version was stored, and its first fact approved."""
    plan_id = select(PlanRow.id).where(PlanRow.slug == slug).scalar_subquery()
    stored = select(func.min(PlanVersionRow.loaded_at)).where(PlanVersionRow.plan_id == plan_id)
    approved = select(func.min(FactRow.approved_at)).where(FactRow.plan_id == plan_id)
    return select(stored.scalar_subquery(), approved.scalar_subquery())
