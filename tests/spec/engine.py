"""Runs the engine on a literal table, on each of ENGINES, and reads such tables.

A specification is a table as one would write it in a document. `-` stands for nothing.
"""

from collections.abc import Sequence
from typing import Any

from common.periods import Period
from indicators.assess import assess, made_ready
from indicators.codes import GAP_NAMES, code_of, name_of
from indicators.frames import (
    ANCESTOR_COLUMNS,
    DECLARED_COLUMNS,
    FACT_COLUMNS,
    MILESTONE_COLUMNS,
    PERIOD_COLUMNS,
    Columns,
    ancestor_rows,
    period_rows,
)
from indicators.lights import LIGHT_NAMES
from indicators.rules import STATUS_NAMES, Thresholds
from tests.spec.engines import ENGINES, engine_named

Row = dict[str, Any]

__all__ = ["ENGINES", "Row", "declared_row", "fact_row", "read_table", "run"]


def read_table(text: str) -> list[Row]:
    """The rows of a table drawn with | and a line of dashes, cells as text; `-` is None. Above it stands its title."""
    lines = [line.strip() for line in text.splitlines()]
    head, _rule, *body = [[cell.strip() for cell in line[1:-1].split("|")] for line in lines if line.startswith("|")]
    return [{name: None if cell == "-" else cell for name, cell in zip(head, cells, strict=True)} for cells in body]


def run(
    engine: str,
    declared: Sequence[Row],
    facts: Sequence[Row],
    *,
    last: str = "2026Q4",
    overdue: Sequence[str] = (),
    milestones: Sequence[Row] = (),
    thresholds: Thresholds | None = None,
) -> list[Row]:
    """Assess on one engine, from 2023Q4 to `last`: one row per cell and period, nulls as None, codes as names."""
    cells = [{**row, "cell": cell} for cell, row in enumerate(declared)]
    number = {(row["indicator"], row["region"]): row["cell"] for row in cells}
    tables: list[tuple[list[Row], Columns]] = [
        (cells, DECLARED_COLUMNS),
        (ancestor_rows({row["region"]: row["parent"] for row in declared}), ANCESTOR_COLUMNS),
        ([{**row, "cell": number[_key(row)]} for row in milestones], MILESTONE_COLUMNS),
        (period_rows(Period(2023, 4), Period.read(last), map(Period.read, overdue)), PERIOD_COLUMNS),
        ([_fact(row, number) for row in facts], FACT_COLUMNS),
    ]
    library = engine_named(engine)
    declared_there, ancestors, own_schedule, *known = (library.frame(rows, columns) for rows, columns in tables)
    ready = made_ready(declared_there, ancestors, own_schedule)
    found = library.rows(assess(ready, *known, thresholds=thresholds or Thresholds()))
    # Every number is exact.
    assert not {name for row in found for name, value in row.items() if isinstance(value, float)}
    return sorted((_named(row, cells) for row in found), key=lambda row: (row["cell"], row["period"]))


def declared_row(**given: Any) -> Row:
    """A declaration of an ordinary increasing amount from 2023Q4 to 2025Q4, some of it given."""
    ordinary = {
        "indicator": "a",
        "region": "r",
        "parent": None,
        "kind": "amount",
        "counted": "at_period_end",
        "nature": "anticipatory",
        "direction": "increase",
        "aggregation": "own",
        "is_asked": True,
        "every": 1,
        "valid_from": None,
        "valid_to": None,
        "applicable": True,
        "acknowledged": False,
        "start": Period(2023, 4).ordinal,
        "due": Period(2025, 4).ordinal,
        "whole": 1,
        "step": 0,
        "baseline": None,
        "comparator": ">=",
        "target": None,
        "target_under": 1,
        "upper": None,
        "target_gap": None,
    }
    unknown = given.keys() - ordinary.keys()
    assert not unknown, unknown
    return {**ordinary, **given}


def fact_row(**given: Any) -> Row:
    """A fact of indicator a in region r at 2024Q4, some of it given."""
    ordinary = {"indicator": "a", "region": "r", "period": "2024Q4", "value": None, "numerator": None}
    return {**ordinary, "denominator": None, "gap": None, **given}


def _key(row: Row) -> tuple[str, str]:
    return row.get("indicator", "a"), row.get("region", "r")


def _fact(row: Row, cells: dict[tuple[str, str], int]) -> Row:
    gap = None if row["gap"] is None else code_of(GAP_NAMES, row["gap"])
    return {**row, "cell": cells[_key(row)], "period": Period.read(row["period"]).ordinal, "gap": gap}


def _named(row: Row, cells: Sequence[Row]) -> Row:
    """A result row with its codes as names and its cell as indicator and region."""
    gaps = {name: name_of(GAP_NAMES, code) for name, code in row.items() if name.endswith("_gap")}
    cell = cells[row["cell"]]
    return {
        **row,
        **gaps,
        "indicator": cell["indicator"],
        "region": cell["region"],
        "period": str(Period.at(int(row["period"]))),
        "status": name_of(STATUS_NAMES, row["status"]),
        "light": name_of(LIGHT_NAMES, row["light"]),
    }
