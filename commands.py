"""The command line: each command a few lines over what its page does too. `python app.py --help` lists them."""

import itertools
import json
import os
import socket
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import ArgumentError

from accounts.demo import bring_in_demo_people
from accounts.passwords import InitialPassword, initial_password
from accounts.people import ROLES, add_person, disable_person, everybody, person_named, reset_password
from accounts.people import Said as SaidOfPerson
from briefings.briefing import compose
from briefings.pdf import render_pdf
from common.failures import failure_words, record_failure, start_log
from common.language import _, use_language
from common.moments import end_of_day, moment_words
from common.periods import Period
from common.problems import Problem, Refusal, any_hard
from common.settings import SettingError, Settings
from common.terms import term
from common.viewer import COMMAND_LINE, EVERY_REGION, Viewer, require
from data.account_models import AuditRow
from data.assessments import assess_plan
from data.audit import entries, entry_of_hash, verify
from data.boundaries import BoundariesNotReadError, read_boundaries
from data.confirmations import Said, confirm, confirmations_as_of
from data.database import Database
from data.doubts import doubtful_targets
from data.engines import PANDAS, POLARS, Engine
from data.exports import as_csv, as_records, reason_words
from data.plan_files import SHIPPED_PLANS, read_plan
from data.plan_store import StoredPlan, all_plans, find_region, known_plans, load_plan
from data.printing import print_completion, print_status, print_target, print_value
from data.results import Assessment
from data.spark import spark_engine
from etl.demo import beginning, bring_in_demo
from etl.intake import Intake, Step, Taken, read_upload, take_in
from etl.keeping import Upload
from etl.marked import mark_up
from etl.seed import Seeded, import_plan, seed
from etl.table import Choice
from etl.template_workbook import template_file
from etl.workbook import read_file
from indicators.plan import Direction
from indicators.target import TargetNotRead, read_target, target_as_json
from layouts.address import read_day, read_period
from layouts.identities import naming_people
from layouts.secret_key import secret_key

OPERATOR = Viewer(COMMAND_LINE, "operator")

# Faults of the call itself end with status 2, problems of its input with 1.
_FAULTS_OF_THE_CALL = frozenset({"unknown_plan", "plan_not_named", "region_not_in_plan", "bad_period", "bad_day"})
_FAILED = 70
# The C library gives large blocks back after each use, and getting them anew costs the engine a third of its time.
_KEEP_MEMORY = {"MALLOC_MMAP_THRESHOLD_": str(4 << 30), "MALLOC_TRIM_THRESHOLD_": str(4 << 30)}
_SETTINGS = "dabiao.settings"
# The counties of a prefecture are named one by one, those of a province only counted.
_MOST_NAMES = 20


class Commands(click.Group):
    """Shows the sender's problems as such, and our own failures as a reference number, never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            show_problems(refusal.problems)
            ctx.exit(2 if any(problem.code in _FAULTS_OF_THE_CALL for problem in refusal.problems) else 1)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            # Whoever read the results has read enough (`… | head -1`); click then ends without a word.
            raise
        except Exception as error:  # noqa: BLE001 - the outermost edge: logged whole, shown as a reference number
            click.echo(failure_words(record_failure(error)), err=True)
            ctx.exit(_FAILED)


class PeriodOption(click.ParamType[Period]):
    """A quarter like 2023Q4."""

    name = "period"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        return value if isinstance(value, Period) else read_period(value)


class MomentOption(click.ParamType[datetime]):
    """The end of a day in China, like 2025-06-30."""

    name = "as-of"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        return value if isinstance(value, datetime) else end_of_day(read_day(value))


plan_option = click.option("--plan", help="The plan's short name; not needed while there is only one.")
period_option = click.option("--period", type=PeriodOption(), help="A quarter, like 2023Q4.")
region_option = click.option("--region", help="A region's code, like 330327.")
as_of_option = click.option("--as-of", type=MomentOption(), help="As known at the end of this day, like 2025-06-30.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print machine-readable results.")
files_argument = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.group(cls=Commands, invoke_without_command=True)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Dabiao follows development targets from the plan to the briefing. Without a command it serves the dashboard."""
    try:
        settings = Settings.from_environment(os.environ)
    except SettingError as error:
        raise click.UsageError(str(error)) from error
    use_language(settings.language)
    try:
        start_log(settings.var)
    except OSError as error:
        raise click.UsageError(f"DABIAO_VAR: {error}") from error
    ctx.meta[_SETTINGS] = settings
    ctx.obj = open_database(settings)
    ctx.call_on_close(ctx.obj.close)
    if ctx.invoked_subcommand is None:
        serve(settings, ctx.obj)


def open_database(settings: Settings) -> Database:
    """The database the settings name; nothing is connected yet."""
    try:
        return Database(settings.database_url)
    except (ArgumentError, ImportError) as error:
        raise click.UsageError(f"DABIAO_DATABASE_URL: {error}") from error


def serve(settings: Settings, database: Database) -> None:
    """Hand this process over to the web server, after making sure that there is something to serve."""
    with database.reading() as session:
        known_plans(session)
    database.close()
    try:
        secret_key(settings)
    except SettingError as error:
        raise click.UsageError(str(error)) from error
    refuse_taken_port(settings)
    warn_of_boundaries(settings)
    click.echo(_("Dabiao is at http://{host}:{port} (Ctrl+C stops it)", host=settings.host, port=settings.port))
    os.chdir(Path(__file__).parent)
    arguments = ["--bind", f"{settings.host}:{settings.port}", "--workers", str(settings.workers)]
    command = [sys.executable, "-m", "gunicorn", *arguments, "--no-control-socket", "app:wsgi()"]
    os.execve(sys.executable, command, {**_KEEP_MEMORY, **os.environ})


def warn_of_boundaries(settings: Settings) -> None:
    """Say where the boundaries an installation brings cannot be drawn: its pages then show tiles alone."""
    try:
        if settings.geojson is not None:
            read_boundaries(settings.geojson)
    except BoundariesNotReadError as error:
        click.echo(f"DABIAO_GEOJSON: {error.words()}", err=True)


def refuse_taken_port(settings: Settings) -> None:
    """Say so plainly where the address is taken or not this machine's, before anything is announced."""
    try:
        with socket.create_server((settings.host, settings.port)):
            pass
    except OSError as error:
        params = {"host": settings.host, "port": settings.port, "reason": error.strerror or str(error)}
        raise Refusal(Problem("address_not_free", params=params)) from error


@main.command()
@click.option("--demo", is_flag=True, help="Also take simulated quarterly returns in, for a demonstration.")
@click.pass_obj
def init(database: Database, demo: bool) -> None:
    """Migrate the database and bring in the shipped plans it does not hold yet. Can be repeated."""
    database.migrate()
    for folder in sorted(path for path in SHIPPED_PLANS.iterdir() if path.is_dir()):
        seeded = seed(database, folder, OPERATOR, beginning(read_plan(folder)) if demo else None)
        report_seeded(seeded)
        if demo:
            with database.writing() as session:
                regions = {region.code: region.name for region in seeded.stored.plan.reporting_regions}
                bring_in_demo_people(session, OPERATOR, regions)
                session.commit()
            count = bring_in_demo(database, seeded.stored.plan.slug, OPERATOR)
            click.echo(_("{count} simulated returns were taken in", count=count))


@main.group()
def plan() -> None:
    """Bring plans in, and settle what their targets mean."""


@plan.command("import")
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_obj
def import_(database: Database, folder: Path) -> None:
    """Store the plan in FOLDER as a new version, and take its published tables in."""
    report_seeded(import_plan(database, folder, OPERATOR))


@plan.command("check")
@plan_option
@json_option
@click.pass_obj
def check_(database: Database, plan: str | None, as_json: bool) -> None:
    """Say which targets cannot be judged yet, and why."""
    require(OPERATOR, "see_approved")
    with database.reading() as session:
        stored = load_plan(session, plan)
        problems = doubtful_targets(stored.plan, confirmations_as_of(session, stored.plan_id, None))
    if as_json:
        print_json([problem.as_json() for problem in problems])
    else:
        click.echo(_("{count} problems", count=len(problems)) if problems else _("nothing to mend"))
        show_problems(problems)


@plan.command("confirm")
@plan_option
@click.option("--indicator", required=True, help="An indicator's code, like cases_handled.")
@click.option("--region", help="A region's code; the plan's own region without it.")
@click.option("--as-written", is_flag=True, help="The target is rightly read as it is written.")
@click.option("--read-as", help="What the target is to be read as, like ≤30.")
@click.option("--direction", help="Which way is better: increase, decrease, hold or range.")
@click.option("--acknowledge", is_flag=True, help="The target is meant to be worse than its baseline.")
@click.option("--withdraw", is_flag=True, help="Take back all that was confirmed about this target.")
@click.option("--note", default="", help="Why, in a few words.")
@click.pass_obj
def confirm_(
    database: Database,
    plan: str | None,
    indicator: str,
    region: str | None,
    as_written: bool,
    read_as: str | None,
    direction: str | None,
    acknowledge: bool,
    withdraw: bool,
    note: str,
) -> None:
    """Confirm or correct how a target is read; kept with name and date."""
    if not (as_written or read_as or direction or acknowledge or withdraw):
        raise click.UsageError("say what is confirmed: --as-written, --read-as, --direction, --acknowledge, --withdraw")
    if as_written and read_as:
        raise click.UsageError("--as-written and --read-as exclude each other")
    with database.writing() as session:
        stored = load_plan(session, plan)
        code = (find_region(stored.plan, region) or stored.plan.root).code
        target = stored.plan.target_by_cell.get((indicator, code))
        if target is None:
            raise Refusal(Problem("target_not_in_plan", params={"indicator": indicator, "region": code}))
        said = Said(target.target if as_written else read_as, direction, acknowledge, withdraw, note)
        kept = confirm(session, stored, OPERATOR, target, said)
        session.commit()
    for one in kept:
        said_of = _("kept: {indicator} in {region}, “{text}”", indicator=indicator, region=code, text=one.text)
        click.echo(f"{said_of} → {one.subject} {one.confirmed}".rstrip())


class TextFirst(click.Command):
    """A command whose argument may begin with a dash, or be nothing but dashes: a target is often - or --."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        options = {name for option in self.get_params(ctx) for name in option.opts if name.startswith("-")}
        if "--" in args:
            before, after = args[: args.index("--")], args[args.index("--") + 1 :]
            if not after or after[0].partition("=")[0] in options:
                args = [*before, *after, "--", "--"]
        return super().parse_args(ctx, args)


@main.command(cls=TextFirst, context_settings={"ignore_unknown_options": True})
@click.argument("text")
@click.option("--unit", help="The indicator's own unit.")
@click.option("--direction", type=click.Choice(["increase", "decrease", "hold", "range", "unconfirmed"]))
@click.option("--name", help="The indicator's name: 增长6% is a level where the name is a growth rate.")
@json_option
@click.pass_context
def target(
    ctx: click.Context, text: str, unit: str | None, direction: Direction | None, name: str | None, as_json: bool
) -> None:
    """Say how a target's TEXT is understood."""
    reading = read_target(text, unit, direction, name=name)
    record = target_as_json(reading)
    if as_json:
        print_json(record)
    else:
        for key, value in record.items():
            click.echo(f"{key}: {value}")
    ctx.exit(1 if isinstance(reading, TargetNotRead) else 0)


@main.command()
@plan_option
@period_option
@region_option
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The .xlsx to write, or a .zip.")
@click.pass_obj
def template(database: Database, plan: str | None, period: Period | None, region: str | None, output: Path) -> None:
    """Write the workbook a region fills in for a period; without a region those of all, as a .zip."""
    if period is None:
        raise click.UsageError(_("say which period with --period"))
    ending = ".xlsx" if region else ".zip"
    if output.suffix.lower() != ending:
        raise click.BadParameter(_("this is written as {ending}", ending=ending), param_hint="-o")
    with database.reading() as session:
        stored = load_plan(session, plan)
        _name, content = template_file(session, stored, OPERATOR, find_region(stored.plan, region), period)
    write_whole(output, content)
    click.echo(_("{file} is written", file=output))


@main.command()
@files_argument
@plan_option
@period_option
@region_option
@json_option
@click.option(
    "--mark", "folder", type=click.Path(path_type=Path), help="A folder for FILES with their problems marked in them."
)
@click.pass_context
def check(
    ctx: click.Context,
    files: tuple[Path, ...],
    plan: str | None,
    period: Period | None,
    region: str | None,
    as_json: bool,
    folder: Path | None,
) -> None:
    """Say what is wrong in FILES, cell by cell. No value is taken."""
    with ctx.obj.reading() as session:
        stored = load_plan(session, plan)
    choice = make_choice(stored, region, period)
    found = {file: problems_of(ctx.obj, stored, file, choice) for file in files}
    if as_json:
        print_json(
            [{**problem.as_json(), "file": str(file)} for file, problems in found.items() for problem in problems]
        )
    else:
        for file, problems in found.items():
            click.echo(f"{file}: " + (_("{count} problems", count=len(problems)) if problems else _("nothing to mend")))
            show_problems(problems, as_result=True)
    if folder is not None:
        for file, problems in found.items():
            write_marked(folder, file, problems, beside=as_json)
    ctx.exit(1 if any(any_hard(problems) for problems in found.values()) else 0)


@main.command()
@files_argument
@plan_option
@period_option
@region_option
@click.option("--submit", "upto", flag_value="submitted", help="Submit what is taken in; without it, it stays a draft.")
@click.option("--approve", "upto", flag_value="approved", help="Submit and approve it: its figures become facts.")
@click.option("--reason", default="", help="Why approved figures are corrected; kept as “no reason given” without it.")
@click.option("--explain", default="", help="Why its unusual figures are right, where the file does not say.")
@click.pass_context
def load(
    ctx: click.Context,
    files: tuple[Path, ...],
    plan: str | None,
    period: Period | None,
    region: str | None,
    upto: Step | None,
    reason: str,
    explain: str,
) -> None:
    """Take the returns in FILES in, as drafts unless told otherwise."""
    database: Database = ctx.obj
    with database.reading() as session:
        stored = load_plan(session, plan)
    choice = make_choice(stored, region, period, explain)
    rejected = [file for file in files if not load_file(database, stored, file, choice, upto or "draft", reason)]
    ctx.exit(1 if rejected else 0)


@main.command()
@plan_option
@period_option
@region_option
@as_of_option
@json_option
@click.option("--csv", "as_csv_text", is_flag=True, help="Print CSV.")
@click.option("--engine", type=click.Choice(["polars", "pandas", "spark"]), default="polars", help="Where to compute.")
@click.pass_context
def assess(
    ctx: click.Context,
    plan: str | None,
    period: Period | None,
    region: str | None,
    as_of: datetime | None,
    as_json: bool,
    as_csv_text: bool,
    engine: str,
) -> None:
    """Say how far every value has come towards its target."""
    with open_engine(engine, ctx.meta[_SETTINGS]) as run, ctx.obj.reading() as session:
        assessment = assess_plan(session, OPERATOR, plan, period, as_of, engine=run)
        # Beside the results, which another program may be reading.
        show_problems(assessment.problems, beside=True)
        rows = assessment.rows if find_region(assessment.plan, region) is None else assessment.of_region(str(region))
        if as_json:
            print_json(as_records(rows, assessment.period))
        elif as_csv_text:
            click.echo(as_csv(as_records(rows, assessment.period)), nl=False)
        else:
            click.echo(as_text(rows))


@main.command()
@plan_option
@period_option
@as_of_option
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The PDF to write.")
@click.pass_obj
def brief(database: Database, plan: str | None, period: Period | None, as_of: datetime | None, output: Path) -> None:
    """Write the briefing of a plan for a period."""
    if output.suffix.lower() != ".pdf":
        raise click.BadParameter(_("a briefing is written as .pdf"), param_hint="-o")
    with database.reading() as session:
        briefing = compose(assess_plan(session, OPERATOR, plan, period, as_of))
    write_whole(output, render_pdf(briefing))
    click.echo(_("{file} is written", file=output))


@main.group()
def user() -> None:
    """Give people accounts: the first administrator here, everybody else also on the page of people."""


@user.command("add")
@click.argument("name")
@click.option("--full-name", required=True, help="Their name, as others know them.")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What they may do.")
@click.option("--region", "regions", multiple=True, help="A code an analyst reports for, repeated; or all.")
@click.pass_obj
def add_user(database: Database, name: str, full_name: str, role: str, regions: tuple[str, ...]) -> None:
    """Add the account NAME, and print its password to begin with."""
    password = initial_password()
    with database.writing() as session:
        known = {region.code for plan in all_plans(session) for region in plan.regions}
        said = SaidOfPerson(full_name, role, frozenset(regions))
        add_person(session, OPERATOR, name, said, known, password)
        session.commit()
    show_password(name, password)


@user.command("list")
@click.pass_obj
def list_users(database: Database) -> None:
    """Print every account: its name, whose it is, role, regions and state."""
    require(OPERATOR, "see_people")
    with database.reading() as session:
        for person in session.scalars(everybody()):
            regions = _("all regions") if person.regions == EVERY_REGION else person.regions
            state = _("disabled") if person.is_disabled else _("enabled")
            fields = (person.name, person.full_name, term(person.role), regions, state)
            click.echo("  ".join(filter(None, fields)))


@user.command("reset")
@click.argument("name")
@click.pass_obj
def reset_user(database: Database, name: str) -> None:
    """Give the account NAME a new password, and print it."""
    password = initial_password()
    with database.writing() as session:
        reset_password(session, OPERATOR, person_named(session, name), password)
        session.commit()
    show_password(name, password)


@user.command("disable")
@click.argument("name")
@click.pass_obj
def disable_user(database: Database, name: str) -> None:
    """Keep the account NAME out from now on."""
    keep_out(database, name, is_disabled=True)


@user.command("enable")
@click.argument("name")
@click.pass_obj
def enable_user(database: Database, name: str) -> None:
    """Let the account NAME in again."""
    keep_out(database, name, is_disabled=False)


def keep_out(database: Database, name: str, *, is_disabled: bool) -> None:
    """Keep somebody out or let them in again, and say so."""
    with database.writing() as session:
        person = person_named(session, name)
        disable_person(session, OPERATOR, person, is_disabled=is_disabled)
        full_name = person.full_name
        session.commit()
    words = _("{person} is kept out", person=full_name) if is_disabled else _("{person} may come in", person=full_name)
    click.echo(words)


def show_password(name: str, password: InitialPassword) -> None:
    """Print a password to begin with, once."""
    click.echo(_("{name}: the password to begin with is {password}", name=name, password=password.text))
    click.echo(_("It is kept nowhere, and cannot be shown again."), err=True)


@main.group()
def audit() -> None:
    """Read the audit trail, and see whether anybody tampered with it."""


@audit.command("verify")
@click.option(
    "--expect",
    metavar="HASH",
    help="An entry's hash as noted elsewhere: up to there nothing changed.",
)
@click.pass_context
def verify_(ctx: click.Context, expect: str | None) -> None:
    """Say whether every entry is as it was written, and none is missing or was put in."""
    require(OPERATOR, "see_audit")
    with ctx.obj.reading() as session:
        found = verify(session)
        problems = [Problem(one.code, params={"number": one.number}) for one in found.breaks]
        expected = entry_of_hash(session, expect) if expect is not None else None
    if expect is not None and expected is None:
        problems.append(Problem("audit_end_differs", value=expect, params={"hash": expect}))
    click.echo(_("{count} entries; the last one's hash is {hash}", count=found.count, hash=found.last))
    if expected is not None and all(one.number > expected for one in found.breaks):
        click.echo(
            _("Entry {number} has the hash that was noted: what stands up to there is as it was.", number=expected)
        )
    if not problems:
        click.echo(_("Each entry is as it was written, and none is missing."))
    show_problems(problems, as_result=True)
    ctx.exit(1 if problems else 0)


@audit.command("list")
@click.option("--who", default="", metavar="NAME", help="Only what this account did.")
@click.option("--subject", default="", metavar="TEXT", help="Only what was done to subjects with this in their name.")
@json_option
@click.pass_obj
def list_(database: Database, who: str, subject: str, as_json: bool) -> None:
    """Print the entries, the newest first."""
    require(OPERATOR, "see_audit")
    with database.reading() as session:
        found = session.scalars(entries(who, subject=subject))
        if as_json:
            print_json([entry_as_json(entry) for entry in found])
        else:
            for entry in found:
                said = (str(entry.number), moment_words(entry.at), entry.who, entry.address or "-", entry.action)
                click.echo("  ".join((*said, entry.subject)))


def entry_as_json(entry: AuditRow) -> dict[str, object]:
    """An entry of the audit trail with all it holds."""
    held = {column.name: getattr(entry, column.name) for column in AuditRow.__table__.columns}
    return {**held, "at": entry.at.isoformat()}


def open_engine(name: str, settings: Settings) -> AbstractContextManager[Engine]:
    """What assesses: a frame library in this process, or the Spark cluster the settings name."""
    if name == "spark":
        return spark_engine(settings.spark_master, settings.var)
    return nullcontext(PANDAS if name == "pandas" else POLARS)


def write_whole(file: Path, content: bytes) -> None:
    """Write a file whole or not at all: nobody ever finds half of one."""
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_bytes(content)
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise Refusal(
            Problem("output_not_writable", value=str(file), params={"file": str(file), "reason": error.strerror})
        ) from error


def report_seeded(seeded: Seeded) -> None:
    """Say what came of a plan's folder."""
    click.echo(_("{plan}: version {version}", plan=seeded.stored.plan.name, version=seeded.stored.version))
    for title, intake in seeded.tables.items():
        click.echo(f"  {title}: {intake_words(intake)}")


def make_choice(stored: StoredPlan, region: str | None, period: Period | None, explanation: str = "") -> Choice:
    """What the caller says beside the file."""
    return Choice(find_region(stored.plan, region), period, explanation)


def problems_of(database: Database, stored: StoredPlan, file: Path, choice: Choice) -> list[Problem]:
    """Everything there is to say about one file, a missing one included."""
    try:
        upload = Upload(file.name, read_file(file), OPERATOR)
    except Refusal as refusal:
        return list(refusal.problems)
    with database.reading() as session:
        return naming_people(read_upload(session, stored, upload, choice).problems, stored.plan.region_by_code)


def write_marked(folder: Path, file: Path, problems: list[Problem], *, beside: bool) -> None:
    """Write a file's marked-up workbook into a folder and say where, on the error stream if `beside` results.

    No file that is there is written over: it could be one that was marked before, and has been mended since.
    """
    try:
        content = read_file(file)
    except Refusal:
        # Said already: there is none, or it is too large to be opened.
        return
    name, marked = mark_up(file.name, content, problems)
    output = folder / name
    names = (output.with_stem(f"{output.stem} {number}") for number in itertools.count(2))
    while output.exists():
        output = next(names)
    write_whole(output, marked)
    click.echo(_("{file} is written", file=output), err=beside)


def load_file(database: Database, stored: StoredPlan, file: Path, choice: Choice, upto: Step, reason: str = "") -> bool:
    """Take one file in and say what came of it; False when it, or part of it, was refused or held up."""
    try:
        upload = Upload(file.name, read_file(file), OPERATOR)
    except Refusal as refusal:
        show_problems(refusal.problems)
        return False
    intake = take_in(database, stored, upload, choice, upto=upto, reason=reason or _("no reason given"))
    click.echo(f"{file.name}: {intake_words(intake)}")
    show_problems(naming_people(intake.reading.problems, stored.plan.region_by_code))
    for taken in intake.held_up:
        name = f"{taken.read.region.name}, {taken.read.period.words()}"
        words = _("{name} stays a draft: explain its unusual figures in the file, or with --explain", name=name)
        contradicted = [problem for problem in taken.held_up if problem.code != "explanation_missing"]
        if any_hard(contradicted):
            words = _("{name} does not come as far as asked:", name=name)
        click.echo(f"  {words}", err=True)
        show_problems([problem for problem in contradicted if problem.is_hard])
    return not intake.is_rejected and not intake.held_up


def intake_words(intake: Intake) -> str:
    """What was taken in, in one sentence: how much, and for which periods and regions."""
    if not intake.taken:
        return _("nothing was taken in")
    new = [taken for taken in intake.taken if taken.is_new]
    forth = [taken for taken in intake.taken if taken.is_forth]
    if new:
        values = sum(len(taken.read.values) for taken in new)
        words = _("{values} values of {returns} returns taken in", values=values, returns=len(new))
    elif forth:
        words = _("already taken in; {returns} returns {state}", returns=len(forth), state=term(forth[0].state))
    else:
        words = _("already taken in, nothing is new")
    return _("{words}: {returns}", words=words, returns=returns_words(new or forth or intake.taken))


def returns_words(taken: Iterable[Taken]) -> str:
    """Returns by their periods: the regions by name, or where they are many how many they are."""
    regions: dict[Period, list[str]] = {}
    for one in taken:
        regions.setdefault(one.read.period, []).append(one.read.region.name)
    said = (
        f"{period.words()} {_(', ').join(names)}"
        if len(names) <= _MOST_NAMES
        else _("{period} {count} regions", period=period.words(), count=len(names))
        for period, names in sorted(regions.items())
    )
    return _("; ").join(said)


def show_problems(problems: Iterable[Problem], *, beside: bool = False, as_result: bool = False) -> None:
    """One line for each problem: where, how severe, what and what to do; what blocks comes first.

    What blocks goes to the error stream, and all of it if it stands `beside` results; where the problems are the result
    that was asked for, none of it does.
    """
    for problem in sorted(problems, key=lambda problem: problem.order):
        place = f"{problem.place}  " if problem.place else ""
        severity = _("error") if problem.is_hard else problem.severity_words
        click.echo(f"  {place}{severity}: {problem.message}", err=(problem.is_hard or beside) and not as_result)


def print_json(data: object) -> None:
    """Print data as JSON, Chinese as it is."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def simulated_words(row: Assessment) -> str:
    """That figures of a line are simulated, where they are."""
    return term("simulated") if row.origin == "simulated" else ""


def as_text(rows: Iterable[Assessment]) -> str:
    """Assessments as lines for a terminal."""
    return "\n".join(
        f"{row.region.name}  {row.indicator.number:>2} {row.indicator.name}  "
        f"{print_value(row)} / {print_target(row)}  {print_completion(row)}  {print_status(row.judgement, row)}  "
        f"{'  '.join(filter(None, (reason_words(row), simulated_words(row))))}".rstrip()
        for row in rows
    )
