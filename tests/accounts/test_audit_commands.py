"""The commands of the audit trail: verify, and list."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

import commands
from data.audit import verify
from data.database import Database

Run = Callable[..., Result]


@pytest.fixture
def run(loaded: Database, tmp_path: Path) -> Run:
    """Runs a command on a loaded database of each backend, in English."""
    url = loaded.url.render_as_string(hide_password=False)
    environment = {"DABIAO_DATABASE_URL": url, "DABIAO_VAR": str(tmp_path), "DABIAO_LANGUAGE": "en"}
    return lambda *arguments: CliRunner().invoke(commands.main, ["audit", *arguments], env=environment)


def last_hash(database: Database) -> str:
    with database.reading() as session:
        return verify(session).last


def test_a_trail_that_holds_is_said_with_its_end(run: Run, loaded: Database) -> None:
    told = run("verify")
    assert (told.exit_code, last_hash(loaded) in told.stdout, told.stdout.split()[0]) == (0, True, "43")
    assert run("verify", "--expect", last_hash(loaded)).exit_code == 0


def test_what_was_tampered_with_is_listed_and_ends_with_one(run: Run, loaded: Database) -> None:
    with loaded.engine.begin() as connection:
        name = "audit_entries_no_update" if connection.dialect.name == "sqlite" else "audit_entries_append_only"
        table = "" if connection.dialect.name == "sqlite" else " ON audit_entries"
        connection.execute(text(f"DROP TRIGGER {name}{table}"))
        connection.execute(text("UPDATE audit_entries SET who = 'nobody' WHERE number = 7"))
    told = run("verify")
    assert told.exit_code == 1
    assert "Entry 7 of the audit trail is not what was written" in told.stdout


def test_a_trail_written_anew_is_not_the_one_that_was_noted(run: Run, loaded: Database) -> None:
    noted, other = last_hash(loaded), "f" * 64
    told = run("verify", "--expect", other)
    assert (told.exit_code, f"No entry of the audit trail has the hash {other}" in told.stdout) == (1, True)
    first = json.loads(run("list", "--json").stdout)[-1]
    told = run("verify", "--expect", first["hash"])
    assert (told.exit_code, "Entry 1 has the hash" in told.stdout, first["hash"] != noted) == (0, True, True)


def test_entries_are_listed_the_newest_first(run: Run) -> None:
    lines = run("list").stdout.splitlines()
    assert (len(lines), lines[0].split()[0], lines[-1].split()[-2:]) == (43, "43", ["save_plan", "plan:wenzhou-2025/1"])
    assert len(run("list", "--subject", "plan:").stdout.splitlines()) == 1
    assert run("list", "--who", "nobody").stdout == ""


def test_entries_are_listed_as_json(run: Run) -> None:
    (entry,) = json.loads(run("list", "--subject", "plan:", "--who", "command-line", "--json").stdout)
    assert (entry["number"], entry["action"], entry["address"]) == (1, "save_plan", "")
    assert (entry["before"], entry["after"]["targets"]) == (None, 100)
