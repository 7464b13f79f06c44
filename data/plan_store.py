"""Plans in the database: kept in versions, read back as they stood at a moment."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from common.moments import moment_words, now
from common.nearest import nearest_of
from common.periods import Period
from common.problems import Problem, Refusal, quoted
from common.viewer import Viewer, require
from data.audit import record
from data.columns import Base
from data.kept import Kept, settle
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


# Versions of so many targets are kept in all: of cities all anybody looks at, of a nation the last alone.
_MOST_TARGETS = 100_000
_LEAST_COUNTED = 5_000
# From so many on, the objects of a version alone keep the garbage collector busy.
_MANY_TARGETS = 10_000


def _counted(stored: StoredPlan) -> int:
    return max(len(stored.plan.targets), _LEAST_COUNTED)


_KEPT: Kept[StoredPlan] = Kept(_MOST_TARGETS, _counted)


def save_plan(session: Session, plan: Plan, viewer: Viewer, at: datetime | None = None) -> StoredPlan:
    """Store the plan as a new version, known from `at` (now, if None), unless the newest one is the same already.

    The caller commits.

    Raises PermissionError where the viewer may bring no plans in, and Refusal where stored figures would mean others.
    """
    require(viewer, "manage_plans")
    row = session.scalar(select(PlanRow).where(PlanRow.slug == plan.slug))
    if row is None:
        row = PlanRow(slug=plan.slug)
        session.add(row)
        session.flush()
    newest = _newest_version(session, row.id)
    last = _stored(session, newest) if newest is not None else None
    if last is not None:
        if last.plan == plan:
            return last
        _refuse_change_of_meaning(session, row.id, plan)
    version = _version_row(plan, row, last.version + 1 if last else 1, viewer, at or now())
    session.add(version)
    session.flush()
    _record_version(session, viewer, last.plan if last else None, plan, version.number)
    return _stored(session, version)


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
    if slug is None and len(slugs) > 1:
        raise Refusal(Problem("plan_not_named", params={"known": ", ".join(slugs)}))
    slug = slugs[0] if slug is None else slug
    # One that is not among them is not asked for: PostgreSQL takes no text with a zero character.
    plan_id = session.scalar(select(PlanRow.id).where(PlanRow.slug == slug)) if slug in slugs else None
    if plan_id is None:
        raise Refusal(
            Problem("unknown_plan", value=slug, params={"plan": quoted(slug), "known": nearest_of(slug, slugs)})
        )
    version = _newest_version(session, plan_id, as_of)
    if version is None:
        then = moment_words(as_of) if as_of else ""
        raise Refusal(Problem("plan_not_known_then", params={"plan": slug, "moment": then}))
    return _stored(session, version)


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
        select(PlanVersionRow).where(PlanVersionRow.plan_id == plan_id).order_by(PlanVersionRow.number.desc()).limit(1)
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


def _version_row(plan: Plan, row: PlanRow, number: int, viewer: Viewer, at: datetime) -> PlanVersionRow:
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
        loaded_at=at,
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


def _stored(session: Session, version: PlanVersionRow) -> StoredPlan:
    """A version's plan, read once. A version that was never committed may leave its number to another."""
    key = (database_of(session), version.id, version.loaded_at)
    return _KEPT.get(key, lambda: _settled(_read_version(session, version)))


def _settled(stored: StoredPlan) -> StoredPlan:
    if len(stored.plan.targets) > _MANY_TARGETS:
        settle()
    return stored


def _read_version(session: Session, version: PlanVersionRow) -> StoredPlan:
    def records(kind: type[Record], table: type[Base]) -> tuple[Record, ...]:
        return _records(session, kind, table, version.id)

    plan = Plan(
        slug=version.plan.slug,
        name=version.name,
        issuer=version.issuer,
        approved_by=version.approved_by,
        baseline_period=Period.read(version.baseline_period),
        target_period=Period.read(version.target_period),
        documents=records(Document, DocumentRow),
        tables=records(PublishedTable, PublishedTableRow),
        regions=records(Region, RegionRow),
        indicators=records(Indicator, IndicatorRow),
        targets=records(Target, TargetRow),
        milestones=records(Milestone, MilestoneRow),
        checks=records(Check, CheckRow),
        due_days=version.due_days,
        thresholds=Thresholds(**version.thresholds),
        rule_set=version.rule_set,
    )
    return StoredPlan(plan, version.plan_id, version.id, version.number, version.loaded_at, version.loaded_by)


def _records(session: Session, kind: type[Record], table: type[Base], version_id: int) -> tuple[Record, ...]:
    """The rows of a version in one table, in the order they were stored; as columns, for a nation has many targets."""
    stored = table.__table__.c
    columns = [stored[field.name] for field in fields(kind)]  # type: ignore[arg-type]
    query = select(*columns).where(stored.plan_version_id == version_id).order_by(stored.id)
    as_declared = [_AS_DECLARED.get(column.name, _unchanged) for column in columns]
    return tuple(
        kind(*(declared(value) for declared, value in zip(as_declared, row, strict=True)))
        for row in session.execute(query)
    )


def _unchanged(value: Any) -> Any:
    return value


_AS_DECLARED: dict[str, Callable[[Any], Any]] = {"aliases": tuple, "period": Period.read}


def database_of(session: Session) -> str:
    """Which database a session reads: what is kept of one is not that of another."""
    return str(session.get_bind().engine.url)


def find_region(plan: Plan, code: str | None) -> Region | None:
    """The region of this code, None for none; Refusal for one the plan does not have."""
    return None if code is None else region_of(plan, code)


def region_of(plan: Plan, code: str) -> Region:
    """The region of this code; Refusal for one the plan does not have."""
    if code in plan.region_by_code:
        return plan.region_by_code[code]
    raise Refusal(region_not_in_plan(code, list(plan.region_by_code)))


def region_not_in_plan(code: str, known: Sequence[str]) -> Problem:
    """What is wrong with the code of a region that the plan, or any of the plans, does not have."""
    return Problem("region_not_in_plan", value=code, params={"region": quoted(code), "known": nearest_of(code, known)})


def indicator_of(plan: Plan, code: str) -> Indicator:
    """The indicator of this code; Refusal for one the plan does not have."""
    if code in plan.indicator_by_code:
        return plan.indicator_by_code[code]
    known = nearest_of(code, list(plan.indicator_by_code))
    raise Refusal(Problem("indicator_not_in_plan", value=code, params={"indicator": quoted(code), "known": known}))
