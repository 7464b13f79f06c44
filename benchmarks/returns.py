"""How fast filled templates are read, checked and stored, beside a script with pandas that does the same."""

import io
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from sqlalchemy import create_engine

from common.viewer import Viewer
from data.database import Database
from data.plan_files import SHIPPED_PLANS
from data.plan_store import StoredPlan, load_plan
from etl.demo import story
from etl.intake import take_in
from etl.keeping import Upload
from etl.seed import seed
from etl.table import Choice
from etl.template_workbook import write_template

_CLERK = Viewer("benchmark", "operator")
# What a template looks like to pandas: the row of headings, and the columns of figures and keys.
_HEAD, _FIGURE, _KEY = 3, 7, 11


def files_per_second() -> tuple[float, float]:
    """Templates a second through the intake, and through pandas.read_excel, row checks and to_sql."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/returns.sqlite3")
        database.migrate()
        seed(database, SHIPPED_PLANS / "wenzhou-2025", _CLERK)
        with database.reading() as session:
            stored = load_plan(session)
        files = [(sent.name, write_template(sent.template, sent.entries)) for sent in story(stored, _CLERK)]
        ours = seconds(lambda: _take_in(database, stored, files))
        theirs = seconds(lambda: _with_pandas(Path(folder) / "peer.sqlite3", files))
        database.close()
    return len(files) / ours, len(files) / theirs


def _take_in(database: Database, stored: StoredPlan, files: list[tuple[str, bytes]]) -> None:
    for name, content in files:
        intake = take_in(database, stored, Upload(name, content, _CLERK), Choice(), upto="draft")
        if intake.is_rejected:
            raise ValueError(f"{name}: {intake.reading.problems}")


def _with_pandas(database: Path, files: list[tuple[str, bytes]]) -> None:
    """What a script does: read a sheet, leave out rows without a figure, check that the rest are not below 0, store."""
    engine = create_engine(f"sqlite:///{database}")
    for name, content in files:
        frame = pd.read_excel(io.BytesIO(content), header=_HEAD, engine="openpyxl")
        rows = frame.iloc[:, [_KEY, _FIGURE]].set_axis(["key", "figure"], axis=1).dropna()
        figures = pd.to_numeric(rows.figure, errors="coerce")
        if (figures < 0).any():
            raise ValueError(name)
        rows.assign(figure=figures, file=name).to_sql("figures", engine, if_exists="append", index=False)
    engine.dispose()


def seconds(work: Callable[[], object]) -> float:
    """The seconds some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
