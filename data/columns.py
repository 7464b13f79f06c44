"""The kinds of columns the tables share, and how their constraints are named."""

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, DateTime, Dialect, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, mapped_column


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, with its time zone; SQLite, which has none, keeps it without."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Code = Annotated[str, mapped_column(String(64))]
PeriodText = Annotated[str, mapped_column(String(6))]
Hash = Annotated[str, mapped_column(String(64))]
Identity = Annotated[str, mapped_column(String(200))]
FileName = Annotated[str, mapped_column(String(255))]
CellAddress = Annotated[str, mapped_column(String(16))]
LongText = Annotated[str, mapped_column(Text)]
ScaledValue = Annotated[int | None, mapped_column(BigInteger)]
At = Annotated[datetime, mapped_column(Moment)]
Problems = Annotated[list[dict[str, Any]], mapped_column(JSON)]


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def one_of(column: str, *words: str) -> CheckConstraint:
    """A constraint that a column holds one of these words."""
    return CheckConstraint(f"{column} IN ({', '.join(repr(word) for word in words)})", name=column)
