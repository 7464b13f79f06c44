"""Shipped plans and their published tables, brought into a new database by the same intake as any return."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from common.problems import Refusal, any_hard
from common.viewer import Viewer
from data.database import Database
from data.plan_files import read_plan
from data.plan_store import StoredPlan, load_plan, save_plan, stored_slugs
from data.queries import revisions_from_file
from etl.intake import Decision, Intake, take_in
from etl.keeping import Upload
from etl.reading import read_return_file
from etl.table import Choice
from etl.workbook import read_file
from indicators.plan import Plan


@dataclass(frozen=True)
class Seeded:
    """What became of a plan's folder: the version now stored, and the intake of each table that was new."""

    stored: StoredPlan
    tables: dict[str, Intake]


class _Shipped(NamedTuple):
    """A published table a plan ships, as a file someone sends and what is to be said beside it."""

    title: str
    upload: Upload
    choice: Choice


def seed(database: Database, folder: Path, viewer: Viewer, at: datetime | None = None) -> Seeded:
    """Bring the plan in `folder` into a database that does not hold it yet, with its published tables.

    It is known from this moment on, or from `at`: what a demonstration shows as of an earlier day needs its plan then.

    What the database holds already is left as it is: it, not the folder, is the master, and corrections stay. Raises
    Refusal for a broken plan.
    """
    return _bring_in(database, folder, viewer, as_new_version=False, at=at)


def import_plan(database: Database, folder: Path, viewer: Viewer) -> Seeded:
    """Store the plan in `folder` as a new version, unless nothing changed, and take in tables not yet taken."""
    return _bring_in(database, folder, viewer, as_new_version=True)


def _bring_in(
    database: Database, folder: Path, viewer: Viewer, *, as_new_version: bool, at: datetime | None = None
) -> Seeded:
    plan = read_plan(folder)
    shipped = _shipped_tables(folder, plan, viewer, at)
    _refuse_broken(shipped, plan)
    with database.writing() as session:
        is_left_as_it_is = plan.slug in stored_slugs(session) and not as_new_version
        stored = load_plan(session, plan.slug) if is_left_as_it_is else save_plan(session, plan, viewer, at)
        session.commit()
    return Seeded(stored, _take_once(database, stored, shipped))


def _shipped_tables(folder: Path, plan: Plan, viewer: Viewer, at: datetime | None) -> list[_Shipped]:
    return [
        _Shipped(
            table.title,
            Upload(table.file, read_file(folder / table.file), viewer, at),
            Choice(region=plan.region_by_code.get(table.region)),
        )
        for table in plan.tables
        if table.file
    ]


def _refuse_broken(shipped: list[_Shipped], plan: Plan) -> None:
    """A plan comes in with its tables or not at all."""
    for table in shipped:
        reading = read_return_file(table.upload.base_name, table.upload.content, plan, table.choice)
        if any_hard(reading.problems):
            raise Refusal(*(problem for problem in reading.problems if problem.is_hard))


def _take_once(database: Database, stored: StoredPlan, shipped: list[_Shipped]) -> dict[str, Intake]:
    """Take tables in as approved figures, each once: not again when its file has been saved anew."""
    with database.reading() as session:
        new = [
            table
            for table in shipped
            if session.scalar(revisions_from_file(stored.plan_id, table.upload.base_name)) is None
        ]
    return {
        table.title: take_in(
            database,
            stored,
            table.upload,
            table.choice,
            upto="approved",
            decision=Decision(table.upload.viewer, table.upload.sent_at),
        )
        for table in new
    }
