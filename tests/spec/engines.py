"""The engines a specification runs on: how each takes a literal table in, and gives rows back.

`make test` runs pandas, Polars, and Polars with all passes in one lazy query; `make test-scale` names Spark in
SPEC_ENGINES, in an environment that has it.
"""

import atexit
import os
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from data.engines import PANDAS, POLARS, Engine, Polars
from data.spark import Spark, as_arrow, open_session
from indicators.frames import Columns, Rows

ENGINES = tuple(os.environ.get("SPEC_ENGINES", "pandas,polars,polars-lazy").split(","))
# Two executors, each a process of its own with one core and 1 GB.
TWO_EXECUTORS = "local-cluster[2,1,1024]"

# A table of three rows needs no more parts than there are executors.
_SMALL = {"spark.sql.shuffle.partitions": "2", "spark.sql.adaptive.enabled": "false"}


def engine_named(name: str) -> Engine:
    """One of ENGINES."""
    if name == "spark":
        return SmallSpark(spark(), Path())
    engines: dict[str, Engine] = {"pandas": PANDAS, "polars": POLARS, "polars-lazy": LazyPolars()}
    return engines[name]


class LazyPolars(Polars):
    """Polars with every pass in one query, computed at the end."""

    def frame(self, rows: Rows, columns: Columns) -> Any:
        return super().frame(rows, columns).lazy()

    def rows(self, result: Any) -> Rows:
        assert isinstance(result, pl.LazyFrame)
        return result.collect().to_dicts()


class SmallSpark(Spark):
    """Spark for tables of a few rows: through the driver, not through files."""

    def frame(self, rows: Rows, columns: Columns) -> Any:
        return self.session.createDataFrame(as_arrow(rows, columns))

    def rows(self, result: Any) -> Rows:
        rows: Rows = result.toArrow().to_pylist()
        return rows


@cache
def spark() -> Any:
    """One session for all specifications, on a cluster of two executors on this machine."""
    session = open_session(TWO_EXECUTORS, _SMALL)
    atexit.register(session.stop)
    return session
