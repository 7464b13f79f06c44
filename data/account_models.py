"""The tables of people, their sessions, what was tried to sign in, and the audit trail.

People change: who they are before and after is in the audit trail, of which nothing is changed (migration 0007).
"""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from data.columns import At, Base, Code, Hash, Identity, LongText, one_of


class PersonRow(Base):
    """Somebody with an account. `name` is what they sign in with and what every table knows them by; it stays theirs.

    `regions` are the codes an analyst reports for, parted by commas, or "all". Without a `password_hash`
    nobody signs in by password: so are the accounts of a demonstration.
    """

    __tablename__ = "people"
    __table_args__ = (one_of("role", "leader", "analyst", "reviewer", "administrator", "auditor"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Identity] = mapped_column(unique=True)
    full_name: Mapped[LongText]
    role: Mapped[Code]
    regions: Mapped[LongText]
    password_hash: Mapped[LongText | None]
    must_change: Mapped[bool]
    is_disabled: Mapped[bool]
    is_demo: Mapped[bool]
    # Wrong passwords from before then lock nobody out: somebody gave them a new one.
    tries_from: Mapped[At | None]
    added_at: Mapped[At]
    added_by: Mapped[Identity]

    sessions: Mapped[list["SessionRow"]] = relationship(back_populates="person")


class SessionRow(Base):
    """Somebody signed in, from somewhere, until they go, or stay away too long. Of the token only its hash is kept."""

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_sha256: Mapped[Hash] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    address: Mapped[Identity]
    started_at: Mapped[At]
    seen_at: Mapped[At]
    ended_at: Mapped[At | None]

    person: Mapped[PersonRow] = relationship(back_populates="sessions")


class AttemptRow(Base):
    """Somebody tried to sign in as `name`, which need not be anybody's."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index(None, "name", "tried_at"), Index(None, "address", "tried_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Identity]
    address: Mapped[Identity]
    tried_at: Mapped[At]
    is_right: Mapped[bool]


class AuditRow(Base):
    """Who did what, when, from where and to what. Each entry carries the hash of the one before (data/audit.py)."""

    __tablename__ = "audit_entries"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[At]
    who: Mapped[Identity]
    address: Mapped[Identity]
    action: Mapped[Code]
    subject: Mapped[LongText]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    previous: Mapped[Hash]
    hash: Mapped[Hash] = mapped_column(unique=True)


class AuditHeadRow(Base):
    """The last entry of the audit trail, in the one row of this table: whoever adds one takes their turn at it."""

    __tablename__ = "audit_head"
    __table_args__ = (one_of("name", "head"),)

    name: Mapped[Code] = mapped_column(primary_key=True)
    number: Mapped[int]
    hash: Mapped[Hash]
