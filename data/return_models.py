"""The tables of returns: files, revisions, facts. A correction is a new row (migration 0002 enforces it)."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
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
from data.plan_models import PlanRow


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

    plan: Mapped[PlanRow] = relationship()
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
    submission: Mapped["SubmissionRow | None"] = relationship(back_populates="revision")
    approval: Mapped["ApprovalRow | None"] = relationship(back_populates="revision")
    send_back: Mapped["SendBackRow | None"] = relationship(back_populates="revision")


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


class SubmissionRow(Base):
    """A revision was submitted: the bureau may decide on it. `reason` is what the sender wrote to the reviewer."""

    __tablename__ = "submissions"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), unique=True)
    submitted_at: Mapped[At]
    submitted_by: Mapped[Identity]
    reason: Mapped[LongText]

    revision: Mapped[RevisionRow] = relationship(back_populates="submission")


class SendBackRow(Base):
    """A revision was sent back, for a reason: its sender corrects it, or explains it, in a new one."""

    __tablename__ = "send_backs"
    __table_args__ = (CheckConstraint("reason <> ''", name="reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revisions.id"), unique=True)
    sent_back_at: Mapped[At]
    sent_back_by: Mapped[Identity]
    reason: Mapped[LongText]

    revision: Mapped[RevisionRow] = relationship(back_populates="send_back")


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
        Index(None, "plan_id", "region", "period"),
        Index(None, "plan_id", "period", "indicator"),
        Index(None, "plan_id", "approved_at"),
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


# The tables without their classes: what is only added, and in numbers, is added several times as fast.
FILES, RETURNS, REVISIONS, REPORTED_VALUES = (
    Base.metadata.tables[row.__tablename__] for row in (FileRow, ReturnRow, RevisionRow, ReportedValueRow)
)
