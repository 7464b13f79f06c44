"""Our own failures are logged under a reference number, a line each, and without what people wrote."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, IntegrityError

from common.failures import log, record_failure, start_log
from data.database import Database
from data.plan_models import PlanRow

SECRET = "的".join(("张三", "密码"))


def logged(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "dabiao.log").read_text("utf-8").splitlines()]


def test_a_failure_is_one_line_with_its_number_and_where_it_came_about(tmp_path: Path) -> None:
    start_log(tmp_path)
    try:
        raise RuntimeError("two\nlines")
    except RuntimeError as error:
        reference = record_failure(error)
    (entry,) = logged(tmp_path)
    assert (entry["message"], entry["level"]) == (f"reference {reference}", "ERROR")
    assert entry["error"] == "RuntimeError: two\nlines"
    assert "test_failures.py" in str(entry["trace"])


def test_what_the_database_was_asked_with_is_not_logged(tmp_path: Path, loaded: Database) -> None:
    start_log(tmp_path)
    with pytest.raises(DatabaseError) as failed, loaded.reading() as session:
        session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": SECRET})
    record_failure(failed.value)
    with pytest.raises(IntegrityError) as failed, loaded.writing() as session:
        # PostgreSQL tells the value that is there twice.
        session.add_all(PlanRow(slug=SECRET) for _time in range(2))
        session.flush()
    record_failure(failed.value)
    assert SECRET not in (tmp_path / "dabiao.log").read_text("utf-8")
    for handler in list(log.handlers):
        handler.close()
        log.removeHandler(handler)
