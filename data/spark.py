"""The engine on an Apache Spark cluster: opens a session, moves frames there and back.

PySpark is optional (docs/decisions/0010-spark.md), so this module imports it, and Arrow, only inside functions.
"""

import socket
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from common.problems import Problem, Refusal
from data.engines import Engine
from indicators.frames import Columns, Rows

_SECONDS_TO_CONNECT = 5
_SECONDS_TO_GET_AN_EXECUTOR = 60
# Each executor reads such a part of a file by itself.
_ROWS_AT_ONCE = 100_000
_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    # A sum too large for 64 bits must fail, not wrap.
    "spark.sql.ansi.enabled": "true",
}


@dataclass(frozen=True, eq=False)
class Spark:
    """A cluster. Frames travel there and back as Parquet files in a folder that every machine of it must see."""

    session: Any
    exchange: Path
    _sent: Iterator[int] = field(default_factory=count)

    def frame(self, rows: Rows, columns: Columns) -> Any:
        """The rows as a frame on the cluster. PySpark's own way from pandas does not know pandas 3."""
        from pyarrow import parquet

        file = self.exchange / f"frame-{next(self._sent)}.parquet"
        parquet.write_table(as_arrow(rows, columns), file, row_group_size=_ROWS_AT_ONCE)
        return self.session.read.parquet(file.as_uri())

    def rows(self, result: Any) -> Rows:
        """What the cluster makes of a frame, as rows; nulls as None."""
        from pyarrow import parquet

        folder = self.exchange / f"result-{next(self._sent)}"
        result.write.parquet(folder.as_uri())
        rows: Rows = parquet.read_table(folder).to_pylist()
        return rows

    def taken(self, table: pl.DataFrame, columns: Columns) -> Any:
        """The table as a frame on the cluster."""
        return self.frame(table.to_dicts(), columns)

    def table(self, result: Any) -> pl.DataFrame:
        """What the cluster makes of a frame, as a table."""
        return pl.DataFrame(self.rows(result), infer_schema_length=None)


def as_arrow(rows: Rows, columns: Columns) -> Any:
    """The rows as an Arrow table of these columns."""
    import pyarrow

    kinds = {"text": pyarrow.string(), "integer": pyarrow.int64(), "yes_or_no": pyarrow.bool_()}
    return pyarrow.Table.from_pylist(rows, pyarrow.schema([(name, kinds[kind]) for name, kind in columns.items()]))


@contextmanager
def spark_engine(master: str | None, folder: Path) -> Iterator[Engine]:
    """The engine on the cluster at this address; Refusal where there is none."""
    session = open_session(master)
    try:
        with TemporaryDirectory(prefix="spark-", dir=folder) as exchange:
            yield Spark(session, Path(exchange))
    finally:
        session.stop()


def open_session(master: str | None, settings: Mapping[str, str] | None = None) -> Any:
    """A Spark session on the cluster at this address, with an executor at work; Refusal where that cannot be had."""
    if not master:
        raise Refusal(Problem("spark_not_named"))
    try:
        _knock(master)
        session = _start(master, {**_SETTINGS, **(settings or {})})
    except ImportError as error:
        raise Refusal(Problem("spark_not_installed")) from error
    except Exception as error:
        raise _not_reached(master, error) from error
    _wait_for_an_executor(session, master)
    return session


def _start(master: str, settings: Mapping[str, str]) -> Any:
    from pyspark.sql import SparkSession

    # True, and no frame of pandas ever reaches it.
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    builder = SparkSession.builder.appName("dabiao").master(master)
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def _knock(master: str) -> None:
    """Fail at once where nobody listens: Spark itself would try for a minute."""
    if master.startswith("spark://"):
        host, _colon, port = master.removeprefix("spark://").split(",")[0].rpartition(":")
        socket.create_connection((host, int(port)), timeout=_SECONDS_TO_CONNECT).close()


def _wait_for_an_executor(session: Any, master: str) -> None:
    """A cluster without a free worker accepts work and never starts it."""
    deadline = time.monotonic() + _SECONDS_TO_GET_AN_EXECUTOR
    # The driver counts as one.
    while not master.startswith("local[") and session.sparkContext._jsc.sc().getExecutorMemoryStatus().size() < 2:
        if time.monotonic() > deadline:
            session.stop()
            raise _not_reached(master, TimeoutError("no worker had room for an executor"))
        time.sleep(0.1)


def _not_reached(master: str, error: Exception) -> Refusal:
    reason = str(error).strip().splitlines()[0].rstrip(".")
    return Refusal(Problem("spark_not_reached", value=master, params={"master": master, "reason": reason}))
