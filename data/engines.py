"""What the engine computes with: a frame library, how it takes rows in and how it gives them back.

Polars is the usual one (docs/decisions/0012-speed.md), pandas the other; data/spark.py has the third, a cluster.
"""

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd
import polars as pl

from indicators.assess import ReadyPlan, made_ready
from indicators.frames import (
    ANCESTOR_COLUMNS,
    DECLARED_COLUMNS,
    MILESTONE_COLUMNS,
    Columns,
    Rows,
    ancestor_rows,
    declared_rows,
    milestone_rows,
)
from indicators.plan import Plan
from indicators.readings import Confirmations


class Engine(Hashable, Protocol):
    """A frame library the rules run on."""

    def frame(self, rows: Rows, columns: Columns) -> Any:
        """The rows as a frame of these columns; what a row has besides them is left out."""

    def rows(self, result: Any) -> Rows:
        """A frame as rows, nulls as None."""

    def taken(self, table: pl.DataFrame, columns: Columns) -> Any:
        """A table of Polars, in which what is stored comes, as a frame of these columns."""

    def table(self, result: Any) -> pl.DataFrame:
        """A frame as a table of Polars, in which results are kept."""


@dataclass(frozen=True)
class Polars:
    """Polars in this process, each pass computed as it comes."""

    _TYPES = {"text": pl.String, "integer": pl.Int64, "yes_or_no": pl.Boolean}

    def frame(self, rows: Rows, columns: Columns) -> pl.DataFrame:
        """The rows as a frame of these columns."""
        data = {name: [row[name] for row in rows] for name in columns}
        return pl.DataFrame(data, schema={name: self._TYPES[kind] for name, kind in columns.items()})

    def rows(self, result: pl.DataFrame) -> Rows:
        """A frame as rows, nulls as None."""
        return result.to_dicts()

    def taken(self, table: pl.DataFrame, columns: Columns) -> pl.DataFrame:
        """The columns alone, typed as the engine computes with them."""
        return table.select(pl.col(name).cast(self._TYPES[kind]) for name, kind in columns.items())

    def table(self, result: pl.DataFrame) -> pl.DataFrame:
        """The frame itself."""
        return result


@dataclass(frozen=True)
class Pandas:
    """pandas in this process, with its nullable types."""

    _TYPES = {"text": "string", "integer": "Int64", "yes_or_no": "boolean"}

    def frame(self, rows: Rows, columns: Columns) -> pd.DataFrame:
        """The rows as a frame of these columns."""
        # Typed from the start: by way of plain columns an integer beside a missing one would lose digits.
        return pd.DataFrame(
            {name: pd.Series([row[name] for row in rows], dtype=self._TYPES[kind]) for name, kind in columns.items()}
        )

    def rows(self, result: pd.DataFrame) -> Rows:
        """A frame as rows, nulls as None."""
        rows = result.astype(object).where(result.notna(), None).to_dict("records")
        return [{str(name): value for name, value in row.items()} for row in rows]

    def taken(self, table: pl.DataFrame, columns: Columns) -> pd.DataFrame:
        """The table, row by row."""
        return self.frame(table.to_dicts(), columns)

    def table(self, result: pd.DataFrame) -> pl.DataFrame:
        """The frame, row by row."""
        return pl.DataFrame(self.rows(result), infer_schema_length=None)


POLARS = Polars()
PANDAS = Pandas()


def ready_plan(
    engine: Engine, plan: Plan, confirmations: Confirmations, indicators: Collection[str] | None = None
) -> ReadyPlan:
    """A plan, or some indicators of it, made ready to be assessed on an engine."""
    return made_ready(
        engine.frame(declared_rows(plan, confirmations, indicators), DECLARED_COLUMNS),
        engine.frame(ancestor_rows(plan.parents), ANCESTOR_COLUMNS),
        engine.frame(milestone_rows(plan, confirmations, indicators), MILESTONE_COLUMNS),
    )
