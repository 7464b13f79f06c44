"""Files taken in as a command or a page does it: for the only plan there is."""

from typing import Any

from data.database import Database
from data.plan_store import load_plan
from etl.intake import Intake, take_in
from etl.keeping import Upload
from etl.table import Choice


def take(database: Database, upload: Upload, choice: Choice | None = None, **how: Any) -> Intake:
    """take_in for the only plan of a database."""
    with database.reading() as session:
        stored = load_plan(session)
    return take_in(database, stored, upload, choice or Choice(), **how)
