"""`python app.py user …`: how the first administrator comes in, and what the command line says of people."""

import pytest
from click.testing import CliRunner, Result

import commands
from accounts.people import person_named
from accounts.signing_in import sign_in
from common.problems import Refusal
from data.database import Database
from tests.test_commands import Run, refused, run

__all__ = ["run"]


def given(result: Result) -> str:
    """The password a command printed."""
    assert result.exit_code == 0, result.output
    return result.stdout.split()[-1]


def test_the_first_administrator_is_made_here(run: Run, loaded: Database) -> None:
    password = given(run("user", "add", "admin", "--full-name", "陈静", "--role", "administrator"))
    assert sign_in(loaded, "admin", password, "10.0.0.2")
    with loaded.reading() as session:
        person = person_named(session, "admin")
        assert (person.role, person.must_change, person.added_by) == ("administrator", True, "command-line")


def test_an_analyst_has_the_regions_that_are_named(run: Run) -> None:
    two = ("--region", "330327", "--region", "330383")
    given(run("user", "add", "wang", "--full-name", "王芳", "--role", "analyst", *two))
    given(run("user", "add", "li", "--full-name", "李强", "--role", "analyst", "--region", "all"))
    listed = run("user", "list").stdout.splitlines()
    assert listed == ["li  李强  analyst  all regions  enabled", "wang  王芳  analyst  330327,330383  enabled"]


def test_nobody_reports_for_all_regions_because_none_was_named(run: Run) -> None:
    result = run("user", "add", "li", "--full-name", "李强", "--role", "analyst")
    assert refused(result, "regions_missing", 1)
    assert run("user", "list").stdout == ""


def test_a_password_is_given_anew_and_an_account_disabled_and_enabled(run: Run, loaded: Database) -> None:
    given(run("user", "add", "wang", "--full-name", "王芳", "--role", "leader"))
    password = given(run("user", "reset", "wang"))
    assert run("user", "disable", "wang").stdout == "王芳 is kept out\n"
    assert run("user", "list").stdout == "wang  王芳  leader  disabled\n"
    with pytest.raises(Refusal):
        sign_in(loaded, "wang", password, "10.0.0.2")
    assert run("user", "enable", "wang").stdout == "王芳 may come in\n"
    assert sign_in(loaded, "wang", password, "10.0.0.2")


def test_what_is_refused_is_said_without_a_password(run: Run) -> None:
    wang = ("user", "add", "wang", "--full-name", "王芳")
    assert refused(run(*wang, "--role", "analyst", "--region", "110000"), "region_not_in_plan", 2)
    assert run(*wang, "--role", "operator").exit_code == 2
    assert refused(run("user", "reset", "wang"), "unknown_person", 1)
    given(run(*wang, "--role", "leader"))
    assert "There is an account “wang” already" in run(*wang, "--role", "leader").stderr


def test_help_names_every_command() -> None:
    said = CliRunner().invoke(commands.main, ["user", "--help"]).output
    assert all(command in said for command in ("add", "list", "reset", "disable", "enable"))
