"""Shipped plans and their published tables, brought into a new database by the same intake as any return."""

from dataclasses import dataclass
from pathlib import Path

from common.problems import Problem
from common.viewer import Viewer
from data.database import Database
from data.plan_files import read_plan
from data.plan_store import StoredPlan, save_plan
from etl.intake import Intake, Upload, take_in
from etl.locate import Choice
from etl.workbook import read_file


@dataclass(frozen=True)
class Seeded:
    """What became of a plan's folder: the version now stored, and of each published table its intake."""

    stored: StoredPlan
    tables: dict[str, Intake]

    @property
    def problems(self) -> list[Problem]:
        return [problem for intake in self.tables.values() for problem in intake.reading.problems]


def seed(database: Database, folder: Path, viewer: Viewer) -> Seeded:
    """Store the plan in `folder` and take its published tables in as approved figures. Repeating it changes nothing.

    Raises Refusal for a broken plan.
    """
    plan = read_plan(folder)
    with database.writing() as session:
        stored = save_plan(session, plan, viewer)
        session.commit()
    tables = {}
    for table in plan.tables:
        if not table.file:
            continue
        upload = Upload(table.file, read_file(folder / table.file), viewer)
        choice = Choice(region=plan.region_by_code.get(table.region))
        with database.writing() as session:
            tables[table.title] = take_in(session, stored, upload, choice, approve=True)
    return Seeded(stored, tables)
