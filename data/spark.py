"""The engine on an Apache Spark cluster: opens a session, moves frames there and back.

PySpark is optional (docs/decisions/0010-spark.md), so this module imports it, and Arrow, only inside functions.
"""

import socket
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from common.problems import Problem, Refusal
from data.knowledge import Engine
from indicators.assess import assess
from indicators.rules import Thresholds

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


@contextmanager
def spark_engine(master: str | None, folder: Path) -> Iterator[Engine]:
    """The engine on the cluster at this address; Refusal where there is none.

    Frames travel there and back as Parquet files in this folder, which every machine of the cluster must see.
    """
    session = open_session(master)
    try:
        with TemporaryDirectory(prefix="spark-", dir=folder) as exchange:
            yield partial(_assess_there, session, Path(exchange))
    finally:
        session.stop()


def _assess_there(session: Any, exchange: Path, *frames: pd.DataFrame, thresholds: Thresholds) -> pd.DataFrame:
    sent = [_send(session, frame, exchange / f"frame-{place}.parquet") for place, frame in enumerate(frames)]
    assessed = exchange / "assessed"
    assess(*sent, thresholds=thresholds).write.parquet(assessed.as_uri())
    return _fetch(assessed)


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


def _send(session: Any, frame: pd.DataFrame, file: Path) -> Any:
    """The frame as the cluster reads it. PySpark's own way from pandas does not know pandas 3, and fills its memory."""
    from pyarrow import Table, parquet

    parquet.write_table(Table.from_pandas(frame, preserve_index=False), file, row_group_size=_ROWS_AT_ONCE)
    return session.read.parquet(file.as_uri())


def _fetch(folder: Path) -> pd.DataFrame:
    """What the cluster wrote, with the nullable types the engine's frames have."""
    from pyarrow import parquet

    result: pd.DataFrame = parquet.read_table(folder).to_pandas(types_mapper=_nullable)
    return result


def _nullable(kind: object) -> object:
    names = {"string": "string", "int64": "Int64", "bool": "boolean", "double": "Float64"}
    return pd.api.types.pandas_dtype(names[str(kind)]) if str(kind) in names else None


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
