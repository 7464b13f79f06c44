"""The table of what was said of foreign tables. Nothing in it is changed once written: another word is another row."""

from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from data.columns import At, Base, Hash, Identity, LongText


class BindingRow(Base):
    """What somebody said the headings and labels of one form stand for (etl/binding.py); the newest of a form holds.

    `regions` are the codes of those whose files it is for, empty for a sender who reports for all. `said` is empty
    where it was taken back.
    """

    __tablename__ = "bindings"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    regions: Mapped[LongText]
    form: Mapped[Hash]
    said: Mapped[dict[str, Any]] = mapped_column(JSON)
    bound_at: Mapped[At]
    bound_by: Mapped[Identity]
