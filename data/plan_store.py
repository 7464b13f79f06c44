"""Plans in the database: kept in versions, read back as they stood at a moment."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from common.moments import moment_words, now
from common.periods import Period
from common.problems import Problem, Refusal
from common.viewer import Viewer, require
from data.audit import record
from data.plan_changes import changed_fields
from data.plan_models import (
    CheckRow,
    DocumentRow,
    IndicatorRow,
    MilestoneRow,
    PlanRow,
    PlanVersionRow,
    PublishedTableRow,
    RegionRow,
    TargetRow,
)
from data.return_models import ReportedValueRow, ReturnRow, RevisionRow
from indicators.plan import Check, Document, Indicator, Milestone, Plan, PublishedTable, Region, Target
from indicators.rules import Thresholds

# What a stored figure means depends on these; they stay as they are under one indicator code.
_MEANING = ("unit", "scale", "kind")

Record = TypeVar("Record")


@dataclass(frozen=True)
class StoredPlan:
    """A plan as the database holds it, with the version it was read from."""

    plan: Plan
    plan_id: int
    version_id: int
    version: int
    loaded_at: datetime
    loaded_by: str


def save_plan(session: Session, plan: Plan, viewer: Viewer) -> StoredPlan:
    """Store the plan as a new version, unless the newest one is the same already. The caller commits.

    Raises PermissionError where the viewer may bring no plans in, and Refusal where stored figures would mean others.
    """
    require(viewer, "manage_plans")
    row = session.scalar(select(PlanRow).where(PlanRow.slug == plan.slug))
    if row is None:
        row = PlanRow(slug=plan.slug)
        session.add(row)
        session.flush()
    newest = _newest_version(session, row.id)
    last = _stored(newest) if newest is not None else None
    if last is not None:
        if last.plan == plan:
            return last
        _refuse_change_of_meaning(session, row.id, plan)
    version = _version_row(plan, row, last.version + 1 if last else 1, viewer)
    session.add(version)
    session.flush()
    _record_version(session, viewer, last.plan if last else None, plan, version.number)
    return _stored(version)


def _record_version(session: Session, viewer: Viewer, last: Plan | None, new: Plan, number: int) -> None:
    """Keep in the audit trail what of the plan is other than before; of a first version its thresholds."""
    before: dict[str, Any] | None = None
    after: dict[str, Any] = {"thresholds": asdict(new.thresholds), "targets": len(new.targets)}
    if last is not None:
        was, is_now = changed_fields(last, new)
        before, after = {"plan": was}, {"plan": is_now}
    record(session, viewer, "save_plan", f"plan:{new.slug}/{number}", before=before, after=after)


def load_plan(session: Session, slug: str | None = None, as_of: datetime | None = None) -> StoredPlan:
    """The plan as it stood at `as_of` (now, if None). Without a slug, the only plan there is; Refusal otherwise."""
    slugs = known_plans(session)
    known = ", ".join(slugs)
    if slug is None and len(slugs) > 1:
        raise Refusal(Problem("plan_not_named", params={"known": known, "plans": slugs}))
    slug = slugs[0] if slug is None else slug
    # One that is not among them is not asked for: PostgreSQL takes no text with a zero character.
    row = session.scalar(select(PlanRow).where(PlanRow.slug == slug)) if slug in slugs else None
    if row is None:
        raise Refusal(Problem("unknown_plan", params={"plan": slug, "known": known}))
    version = _newest_version(session, row.id, as_of)
    if version is None:
        then = moment_words(as_of) if as_of else ""
        raise Refusal(Problem("plan_not_known_then", params={"plan": slug, "moment": then}))
    return _stored(version)


def known_plans(session: Session) -> list[str]:
    """The short names of all plans; Refusal where there is none yet."""
    slugs = stored_slugs(session)
    if not slugs:
        raise Refusal(Problem("not_initialised"))
    return slugs


def all_plans(session: Session) -> list[Plan]:
    """Every plan as it stands now; Refusal where there is none yet."""
    return [load_plan(session, slug).plan for slug in known_plans(session)]


def stored_slugs(session: Session) -> list[str]:
    """The short names of all plans the database holds."""
    return list(session.scalars(select(PlanRow.slug).order_by(PlanRow.slug)))


def _newest_version(session: Session, plan_id: int, as_of: datetime | None = None) -> PlanVersionRow | None:
    query = (
        select(PlanVersionRow)
        .where(PlanVersionRow.plan_id == plan_id)
        .order_by(PlanVersionRow.number.desc())
        .limit(1)
        .options(
            selectinload(PlanVersionRow.plan),
            selectinload(PlanVersionRow.documents),
            selectinload(PlanVersionRow.tables),
            selectinload(PlanVersionRow.regions),
            selectinload(PlanVersionRow.indicators),
            selectinload(PlanVersionRow.targets),
            selectinload(PlanVersionRow.milestones),
            selectinload(PlanVersionRow.checks),
        )
    )
    if as_of is not None:
        query = query.where(PlanVersionRow.loaded_at <= as_of)
    return session.scalar(query)


def _refuse_change_of_meaning(session: Session, plan_id: int, new: Plan) -> None:
    """Also against versions before the newest: an indicator may have been dropped and come back."""
    in_use = select(ReportedValueRow.indicator).join(RevisionRow).join(ReturnRow).where(ReturnRow.plan_id == plan_id)
    earlier = session.scalars(
        select(IndicatorRow)
        .join(PlanVersionRow, PlanVersionRow.id == IndicatorRow.plan_version_id)
        .where(PlanVersionRow.plan_id == plan_id, IndicatorRow.code.in_(in_use))
    )
    for before in earlier:
        now_declared = new.indicator_by_code.get(before.code)
        for field in _MEANING if now_declared else ():
            if getattr(before, field) != getattr(now_declared, field):
                raise Refusal(Problem("plan_changes_meaning", params={"code": before.code, "field": field}))


def _version_row(plan: Plan, row: PlanRow, number: int, viewer: Viewer) -> PlanVersionRow:
    return PlanVersionRow(
        plan=row,
        number=number,
        name=plan.name,
        issuer=plan.issuer,
        approved_by=plan.approved_by,
        baseline_period=str(plan.baseline_period),
        target_period=str(plan.target_period),
        due_days=plan.due_days,
        thresholds=asdict(plan.thresholds),
        rule_set=plan.rule_set,
        loaded_at=now(),
        loaded_by=viewer.identity,
        documents=[DocumentRow(**asdict(document)) for document in plan.documents],
        tables=[PublishedTableRow(**asdict(table)) for table in plan.tables],
        regions=[RegionRow(**_with_list(region)) for region in plan.regions],
        indicators=[IndicatorRow(**_with_list(indicator)) for indicator in plan.indicators],
        targets=[TargetRow(**asdict(target)) for target in plan.targets],
        milestones=[
            MilestoneRow(**{**asdict(milestone), "period": str(milestone.period)}) for milestone in plan.milestones
        ],
        checks=[CheckRow(**asdict(check)) for check in plan.checks],
    )


def _with_list(record: Region | Indicator) -> dict[str, Any]:
    return {**asdict(record), "aliases": list(record.aliases)}


def _stored(version: PlanVersionRow) -> StoredPlan:
    plan = Plan(
        slug=version.plan.slug,
        name=version.name,
        issuer=version.issuer,
        approved_by=version.approved_by,
        baseline_period=Period.read(version.baseline_period),
        target_period=Period.read(version.target_period),
        documents=tuple(_record(Document, row) for row in version.documents),
        tables=tuple(_record(PublishedTable, row) for row in version.tables),
        regions=tuple(_record(Region, row) for row in version.regions),
        indicators=tuple(_record(Indicator, row) for row in version.indicators),
        targets=tuple(_record(Target, row) for row in version.targets),
        milestones=tuple(_milestone(row) for row in version.milestones),
        checks=tuple(_record(Check, row) for row in version.checks),
        due_days=version.due_days,
        thresholds=Thresholds(**version.thresholds),
        rule_set=version.rule_set,
    )
    return StoredPlan(plan, version.plan_id, version.id, version.number, version.loaded_at, version.loaded_by)


def _milestone(row: MilestoneRow) -> Milestone:
    return Milestone(row.indicator, row.region, Period.read(row.period), row.target, row.source)


def _record(kind: type[Record], row: object) -> Record:
    values = {field.name: getattr(row, field.name) for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})


def find_region(plan: Plan, code: str | None) -> Region | None:
    """The region of this code, None for none; Refusal for one the plan does not have."""
    if code is None or code in plan.region_by_code:
        return plan.region_by_code[code] if code else None
    raise Refusal(Problem("region_not_in_plan", params={"region": code, "known": ", ".join(plan.region_by_code)}))
