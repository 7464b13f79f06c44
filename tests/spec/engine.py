"""Runs the engine on a literal table, on each of ENGINES, and reads such tables.

A specification is a table as one would write it in a document. `-` stands for nothing.
"""

from typing import Any

from indicators.assess import assess
from indicators.frames import ANCESTOR_COLUMNS, DECLARED_COLUMNS, FACT_COLUMNS
from tests.spec.engines import ENGINES, Row, from_engine, to_engine

__all__ = ["ENGINES", "Row", "declared_row", "fact_row", "number", "read_table", "run"]


def read_table(text: str) -> list[Row]:
    """The rows of a table drawn with | and a line of dashes, cells as text; `-` is None."""
    lines = [line.strip().strip("|") for line in text.strip().splitlines()]
    head, _rule, *body = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [{name: None if cell == "-" else cell for name, cell in zip(head, cells, strict=True)} for cells in body]


def run(engine: str, declared: list[Row], facts: list[Row]) -> list[Row]:
    """Assess on one engine; the result as rows, nulls as None, ordered by indicator and region."""
    tables = ((declared, DECLARED_COLUMNS), (facts, FACT_COLUMNS), (_ancestors(declared), ANCESTOR_COLUMNS))
    found = from_engine(engine, assess(*(to_engine(engine, rows, columns) for rows, columns in tables)))
    return sorted(found, key=lambda row: (row["indicator"], row["region"]))


def _ancestors(declared: list[Row]) -> list[Row]:
    """Every region with each region above it, from the parents the declarations name."""
    parents = {row["region"]: row["parent"] for row in declared}
    rows = []
    for region in parents:
        above = parents[region]
        while above is not None:
            rows.append({"region": region, "ancestor": above})
            above = parents.get(above)
    return rows


def declared_row(**given: Any) -> Row:
    """A declaration of an ordinary increasing amount, some of it given."""
    ordinary = {
        "indicator": "a",
        "region": "r",
        "parent": None,
        "direction": "increase",
        "aggregation": "own",
        "applicable": True,
        "baseline": None,
        "comparator": ">=",
        "target": None,
        "target_gap": None,
    }
    return {**ordinary, **given}


def fact_row(**given: Any) -> Row:
    """A fact of indicator a in region r, some of it given."""
    return {"indicator": "a", "region": "r", "value": None, "gap": None, **given}


def number(text: str | None) -> int | None:
    return None if text is None else int(text)
