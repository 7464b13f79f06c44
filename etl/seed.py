"""Shipped plans and their published tables, brought into a new database by the same intake as any return."""

from dataclasses import dataclass
from pathlib import Path

from common.problems import Refusal, any_hard
from common.viewer import Viewer
from data.database import Database
from data.plan_files import read_plan
from data.plan_store import StoredPlan, load_plan, save_plan, stored_slugs
from data.queries import revisions_from_file
from etl.intake import Intake, Upload, take_in
from etl.reading import read_return_file
from etl.table import Choice
from etl.workbook import read_file
from indicators.plan import Plan


@dataclass(frozen=True)
class Seeded:
    """What became of a plan's folder: the version now stored, and the intake of each table that was new."""

    stored: StoredPlan
    tables: dict[str, Intake]


def seed(database: Database, folder: Path, viewer: Viewer) -> Seeded:
    """Bring the plan in `folder` into a database that does not hold it yet, with its published tables.

    What the database holds already is left as it is: it, not the folder, is the master, and corrections stay. Raises
    Refusal for a broken plan.
    """
    plan = read_plan(folder)
    _refuse_broken_tables(folder, plan)
    with database.writing() as session:
        is_held = plan.slug in stored_slugs(session)
        stored = load_plan(session, plan.slug) if is_held else save_plan(session, plan, viewer)
        session.commit()
    return Seeded(stored, _take_published_tables(database, stored, folder, plan, viewer))


def import_plan(database: Database, folder: Path, viewer: Viewer) -> Seeded:
    """Store the plan in `folder` as a new version, unless nothing changed, and take in tables not yet taken."""
    plan = read_plan(folder)
    _refuse_broken_tables(folder, plan)
    with database.writing() as session:
        stored = save_plan(session, plan, viewer)
        session.commit()
    return Seeded(stored, _take_published_tables(database, stored, folder, plan, viewer))


def _refuse_broken_tables(folder: Path, plan: Plan) -> None:
    """A plan comes in with its tables or not at all."""
    for table in plan.tables:
        if table.file:
            choice = Choice(region=plan.region_by_code.get(table.region))
            reading = read_return_file(table.file, read_file(folder / table.file), plan, choice)
            if any_hard(reading.problems):
                raise Refusal(*(problem for problem in reading.problems if problem.is_hard))


def _take_published_tables(
    database: Database, stored: StoredPlan, folder: Path, plan: Plan, viewer: Viewer
) -> dict[str, Intake]:
    """Take in, as approved figures, the tables the plan ships, each once: not again when its bytes have changed."""
    taken = {}
    for table in plan.tables:
        if not table.file:
            continue
        upload = Upload(table.file, read_file(folder / table.file), viewer)
        choice = Choice(region=plan.region_by_code.get(table.region))
        with database.writing() as session:
            if session.scalar(revisions_from_file(stored.plan_id, upload.base_name)) is None:
                taken[table.title] = take_in(session, stored, upload, choice, approve=True)
    return taken
