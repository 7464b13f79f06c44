"""The tables of plans, through their versions. Nothing in them is changed once written (migration 0002 enforces it)."""

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data.columns import (
    At,
    Base,
    CellAddress,
    Code,
    Identity,
    LongText,
    PeriodText,
    one_of,
)


class PlanRow(Base):
    """A plan, through all its versions."""

    __tablename__ = "plans"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[Code] = mapped_column(unique=True)

    versions: Mapped[list["PlanVersionRow"]] = relationship(back_populates="plan", order_by="PlanVersionRow.number")


class PlanVersionRow(Base):
    """One version of a plan, with the document that approved it; its rows below hold the plan whole."""

    __tablename__ = "plan_versions"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    number: Mapped[int]
    name: Mapped[LongText]
    issuer: Mapped[LongText]
    approved_by: Mapped[LongText]
    baseline_period: Mapped[PeriodText]
    target_period: Mapped[PeriodText]
    due_days: Mapped[int]
    thresholds: Mapped[dict[str, int]] = mapped_column(JSON)
    rule_set: Mapped[Code]
    loaded_at: Mapped[At]
    loaded_by: Mapped[Identity]

    plan: Mapped[PlanRow] = relationship(back_populates="versions")
    documents: Mapped[list["DocumentRow"]] = relationship(order_by="DocumentRow.id")
    tables: Mapped[list["PublishedTableRow"]] = relationship(order_by="PublishedTableRow.id")
    regions: Mapped[list["RegionRow"]] = relationship(order_by="RegionRow.id")
    indicators: Mapped[list["IndicatorRow"]] = relationship(order_by="IndicatorRow.id")
    targets: Mapped[list["TargetRow"]] = relationship(order_by="TargetRow.id")
    milestones: Mapped[list["MilestoneRow"]] = relationship(order_by="MilestoneRow.id")
    checks: Mapped[list["CheckRow"]] = relationship(order_by="CheckRow.id")


class DocumentRow(Base):
    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("plan_version_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_version_id: Mapped[int] = mapped_column(ForeignKey("plan_versions.id"))
    code: Mapped[Code]
    title: Mapped[LongText]
    number: Mapped[LongText]
    issuer: Mapped[LongText]
    dated: Mapped[LongText]


class PublishedTableRow(Base):
    __tablename__ = "published_tables"
    __table_args__ = (UniqueConstraint("plan_version_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_version_id: Mapped[int] = mapped_column(ForeignKey("plan_versions.id"))
    code: Mapped[Code]
    document: Mapped[Code]
    title: Mapped[LongText]
    file: Mapped[LongText]
    sheet: Mapped[LongText]
    region: Mapped[Code]


class RegionRow(Base):
    __tablename__ = "regions"
    __table_args__ = (UniqueConstraint("plan_version_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_version_id: Mapped[int] = mapped_column(ForeignKey("plan_versions.id"))
    code: Mapped[Code]
    name: Mapped[LongText]
    full_name: Mapped[LongText]
    aliases: Mapped[list[str]] = mapped_column(JSON)
    level: Mapped[Code]
    parent: Mapped[Code | None] = mapped_column(String(64))
    valid_from: Mapped[LongText]
    valid_to: Mapped[LongText]
    tile: Mapped[CellAddress]


class IndicatorRow(Base):
    __tablename__ = "indicators"
    __table_args__ = (
        UniqueConstraint("plan_version_id", "code"),
        UniqueConstraint("plan_version_id", "number"),
        one_of("nature", "binding", "anticipatory"),
        one_of("kind", "amount", "rate", "milestone"),
        one_of("counted", "at_period_end", "by_year", "over_the_plan"),
        one_of("direction", "increase", "decrease", "hold", "range", "unconfirmed"),
        one_of("aggregation", "sum", "ratio_of_sums", "own", "none"),
        one_of("reported_by", "county", "city", "both"),
        one_of("frequency", "quarterly", "half_yearly", "yearly"),
        CheckConstraint("scale BETWEEN 0 AND 12", name="scale"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_version_id: Mapped[int] = mapped_column(ForeignKey("plan_versions.id"))
    number: Mapped[int]
    code: Mapped[Code]
    name: Mapped[LongText]
    aliases: Mapped[list[str]] = mapped_column(JSON)
    unit: Mapped[LongText]
    unit_asked: Mapped[LongText]
    scale: Mapped[int]
    places: Mapped[int]
    nature: Mapped[Code]
    kind: Mapped[Code]
    counted: Mapped[Code]
    direction: Mapped[Code]
    aggregation: Mapped[Code]
    reported_by: Mapped[Code]
    frequency: Mapped[Code]
    step: Mapped[int]
    numerator: Mapped[LongText]
    denominator: Mapped[LongText]
    definition: Mapped[LongText]
    owner: Mapped[LongText]
    document: Mapped[Code]
    table: Mapped[Code]
    row: Mapped[int]


class TargetRow(Base):
    __tablename__ = "targets"
    __table_args__ = (UniqueConstraint("plan_version_id", "indicator", "region"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_version_id: Mapped[int] = mapped_column(ForeignKey("plan_versions.id"))
    indicator: Mapped[Code]
    region: Mapped[Code]
    baseline: Mapped[LongText]
    target: Mapped[LongText]
    table: Mapped[Code]
    row: Mapped[int]
    baseline_cell: Mapped[CellAddress]
    target_cell: Mapped[CellAddress]


class MilestoneRow(Base):
    """What a plan asks for by an earlier period than its target's."""

    __tablename__ = "milestones"
    __table_args__ = (UniqueConstraint("plan_version_id", "indicator", "region", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_version_id: Mapped[int] = mapped_column(ForeignKey("plan_versions.id"))
    indicator: Mapped[Code]
    region: Mapped[Code]
    period: Mapped[PeriodText]
    target: Mapped[LongText]
    source: Mapped[LongText]


class CheckRow(Base):
    """What must hold between the figures of one return."""

    __tablename__ = "checks"
    __table_args__ = (
        UniqueConstraint("plan_version_id", "code"),
        one_of("comparator", "=", "<=", ">=", "<", ">"),
        one_of("severity", "hard", "soft"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_version_id: Mapped[int] = mapped_column(ForeignKey("plan_versions.id"))
    code: Mapped[Code]
    left: Mapped[LongText]
    comparator: Mapped[Code]
    right: Mapped[LongText]
    severity: Mapped[Code]
    words: Mapped[LongText]


class ConfirmationRow(Base):
    """What the owner of a plan said about one of its targets; the newest on a subject holds.

    `text` is what the plan wrote then, `confirmed` what is meant by it (indicators/readings.py).
    """

    __tablename__ = "confirmations"
    __table_args__ = (one_of("subject", "reading", "direction", "target_below_baseline"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    indicator: Mapped[Code]
    region: Mapped[Code]
    subject: Mapped[Code]
    text: Mapped[LongText]
    confirmed: Mapped[LongText]
    note: Mapped[LongText]
    confirmed_at: Mapped[At]
    confirmed_by: Mapped[Identity]
