"""The engines a specification runs on: how each takes a literal table in, and gives rows back.

`make test` runs pandas and lazy Polars; `make test-scale` names Spark in SPEC_ENGINES, in an environment that has it.
"""

import atexit
import os
from functools import cache
from typing import Any

import pandas as pd
import polars as pl

from data.spark import open_session

ENGINES = tuple(os.environ.get("SPEC_ENGINES", "pandas,polars").split(","))
# Two executors, each a process of its own with one core and 1 GB.
TWO_EXECUTORS = "local-cluster[2,1,1024]"
Row = dict[str, Any]

_POLARS = {"string": pl.String, "Int64": pl.Int64, "boolean": pl.Boolean}
# A table of three rows needs no more parts than there are executors.
_SMALL = {"spark.sql.shuffle.partitions": "2", "spark.sql.adaptive.enabled": "false"}


def to_engine(engine: str, rows: list[Row], columns: dict[str, str]) -> Any:
    """The rows as a frame of an engine, with columns of these types (by their names in pandas)."""
    if engine == "polars":
        known = [{name: row[name] for name in columns} for row in rows]
        return pl.LazyFrame(known, schema={name: _POLARS[kind] for name, kind in columns.items()})
    if engine == "pandas":
        return pd.DataFrame(rows, columns=list(columns)).astype(columns)
    return spark().createDataFrame(_arrow(rows, columns))


def from_engine(engine: str, result: Any) -> list[Row]:
    """A frame of an engine as rows, nulls as None; no figure of it is a float."""
    if engine == "pandas":
        rows: list[Row] = result.astype(object).where(result.notna(), None).to_dict("records")
    elif engine == "polars":
        assert isinstance(result, pl.LazyFrame)
        rows = result.collect().to_dicts()
    else:
        rows = result.toArrow().to_pylist()
    assert not {name for row in rows for name, value in row.items() if isinstance(value, float)}
    return rows


def _arrow(rows: list[Row], columns: dict[str, str]) -> Any:
    import pyarrow

    kinds = {"string": pyarrow.string(), "Int64": pyarrow.int64(), "boolean": pyarrow.bool_()}
    schema = pyarrow.schema([(name, kinds[kind]) for name, kind in columns.items()])
    return pyarrow.Table.from_pylist(rows, schema)


@cache
def spark() -> Any:
    """One session for all specifications, on a cluster of two executors on this machine."""
    session = open_session(TWO_EXECUTORS, _SMALL)
    atexit.register(session.stop)
    return session
