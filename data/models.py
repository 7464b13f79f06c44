"""The tables. Nothing in them is changed once written: a correction is a new row (migration 0002 enforces it)."""

from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data.columns import (
    At,
    Base,
    CellAddress,
    Code,
    FileName,
    Hash,
    Identity,
    LongText,
    PeriodText,
    Problems,
    ScaledValue,
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


class FileRow(Base):
    """A file as it was sent, byte for byte, kept once under its SHA-256."""

    __tablename__ = "files"

    sha256: Mapped[Hash] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    stored_at: Mapped[At]


class ReturnRow(Base):
    """What one region reports for one period of one plan, through all its revisions."""

    __tablename__ = "returns"
    __table_args__ = (
        UniqueConstraint("plan_id", "region", "period"),
        one_of("origin", "official", "simulated"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    region: Mapped[Code]
    period: Mapped[PeriodText]
    origin: Mapped[Code]

    revisions: Mapped[list["RevisionRow"]] = relationship(back_populates="return_", order_by="RevisionRow.number")


class RevisionRow(Base):
    """A return as it was sent at one time. The next one corrects it; this one stays."""

    __tablename__ = "revisions"
    __table_args__ = (UniqueConstraint("return_id", "number"), CheckConstraint("number > 0", name="number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("returns.id"))
    number: Mapped[int]
    plan_version_id: Mapped[int] = mapped_column(ForeignKey("plan_versions.id"))
    file_sha256: Mapped[Hash] = mapped_column(ForeignKey("files.sha256"))
    file_name: Mapped[FileName]
    problems: Mapped[Problems]
    sent_at: Mapped[At]
    sent_by: Mapped[Identity]

    return_: Mapped[ReturnRow] = relationship(back_populates="revisions")
    values: Mapped[list["ReportedValueRow"]] = relationship(back_populates="revision", order_by="ReportedValueRow.id")
    approval: Mapped["ApprovalRow | None"] = relationship(back_populates="revision")


class ReportedValueRow(Base):
    """One figure of a revision, with the cell it stood in and the text that stood there.

    `part` is what of the indicator it is. Its value is an integer at the indicator's scale, its numerator and
    denominator are whole counts. Without a figure, `gap` says what stood there instead. `explanation` is what the
    sender wrote beside it.
    """

    __tablename__ = "reported_values"
    __table_args__ = (
        UniqueConstraint("revision_id", "indicator", "part"),
        one_of("part", "value", "numerator", "denominator"),
        CheckConstraint("(value IS NULL) <> (gap IS NULL)", name="value_or_gap"),
        one_of("gap", "no_value", "not_applicable"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"))
    indicator: Mapped[Code]
    part: Mapped[Code]
    value: Mapped[ScaledValue]
    gap: Mapped[Code | None] = mapped_column(String(64))
    text: Mapped[LongText]
    sheet: Mapped[LongText]
    cell: Mapped[CellAddress]
    explanation: Mapped[LongText] = mapped_column(server_default="")

    revision: Mapped[RevisionRow] = relationship(back_populates="values")


class ApprovalRow(Base):
    """A revision was approved: its figures became facts."""

    __tablename__ = "approvals"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), unique=True)
    approved_at: Mapped[At]
    approved_by: Mapped[Identity]

    revision: Mapped[RevisionRow] = relationship(back_populates="approval")


class FactRow(Base):
    """An approved figure, with its two times: the period it speaks of and the moment it was approved.

    The fact of a period as of a moment is the one approved last up to then.
    """

    __tablename__ = "facts"
    __table_args__ = (
        UniqueConstraint("reported_value_id"),
        one_of("part", "value", "numerator", "denominator"),
        CheckConstraint("(value IS NULL) <> (gap IS NULL)", name="value_or_gap"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    indicator: Mapped[Code]
    region: Mapped[Code]
    period: Mapped[PeriodText]
    part: Mapped[Code]
    value: Mapped[ScaledValue]
    gap: Mapped[Code | None] = mapped_column(String(64))
    approved_at: Mapped[At]
    reported_value_id: Mapped[int] = mapped_column(ForeignKey("reported_values.id"))

    reported_value: Mapped[ReportedValueRow] = relationship()


class RejectedUploadRow(Base):
    """A file that could not be taken in, or not whole, with what was wrong; no blocked value is taken."""

    __tablename__ = "rejected_uploads"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    file_sha256: Mapped[Hash] = mapped_column(ForeignKey("files.sha256"))
    file_name: Mapped[FileName]
    problems: Mapped[Problems]
    rejected_at: Mapped[At]
    sent_by: Mapped[Identity]
