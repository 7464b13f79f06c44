"""What a page shows of a file that was read: its problems, its sheets with the wrong cells marked, and its figures."""

from collections.abc import Sequence

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component
from sqlalchemy.orm import Session

from common.language import _
from common.problems import Problem, Refusal
from common.terms import term
from data.comparison import Reported, compare_return
from data.plan_store import StoredPlan
from data.queries import return_of
from data.return_states import FigureKey, last_figures
from etl.intake import Intake, Taken
from etl.keeping import Upload
from etl.reading import Reading, ReadReturn
from etl.table import Choice
from etl.workbook import Workbook, read_workbook
from indicators.plan import Plan
from layouts.address import Address
from layouts.binding_card import binding_card
from layouts.comparison import comparison_table
from layouts.components import Child, card, problem_list
from layouts.identities import naming_people
from layouts.sheet_view import cell_id, sheet_views

# The button that gives the file back with its problems in it.
MARKED = "returns-marked"


def checked_file(session: Session, stored: StoredPlan, upload: Upload, read: Reading, choice: Choice) -> Component:
    """All there is to say about a file, before anything of it is stored."""
    is_one = len(read.to_take) == 1
    would_be_stored = [_would_be_stored(session, stored, one, is_one=is_one) for one in read.to_take]
    count = sum(len(one.values) for one in read.to_take)
    words = _("{count} figures of {returns} returns would be stored", count=count, returns=len(read.to_take))
    blocked = [one for one in read.returns if one not in read.to_take]
    left_out = html.P(_blocked_words(blocked), className="blocked") if blocked and would_be_stored else None
    many = card(html.P(words), left_out, *would_be_stored)
    summary = many if len(would_be_stored) > 1 else html.Div([left_out, *would_be_stored])
    problems = _problems(stored.plan, upload, read)
    return html.Div([problems, binding_card(read, stored.plan, choice), summary])


def _blocked_words(blocked: Sequence[ReadReturn]) -> str:
    """Which returns of a file are not taken, while others are."""
    names = _(", ").join(f"{one.region.name} {one.period.words()}" for one in blocked)
    return _("Not stored, because something in them must be mended first: {names}", names=names)


def marked_sheets(name: str, content: bytes, problems: Sequence[Problem], read: Sequence[str]) -> Component:
    """The problems of a file, each leading to its cell, and the sheets with these cells marked."""
    workbook = _workbook(name, content)
    sheets = [sheet.name for sheet in workbook.sheets] if workbook else []
    views = sheet_views(workbook, problems, read) if workbook else []
    return html.Div(
        [
            problem_list(problems, place_of=lambda problem: cell_id(sheets, problem)),
            html.Details([html.Summary(_("The sheets, as they were sent")), *views], open=bool(problems))
            if views
            else None,
        ]
    )


def what_was_taken(intake: Intake, address: Address) -> Component:
    """What came of a file that was taken in: each of its returns with the way to its page."""
    if not intake.taken:
        return card(
            html.P(_("Nothing was taken in. The file is kept with its problems."), role="status"),
            problem_list(intake.reading.problems),
        )
    return card(
        html.Ul([_what_became_of(taken, address) for taken in intake.taken], className="problems", role="status"),
        problem_list([problem for problem in intake.reading.problems if problem.is_hard]),
        title=_("What was taken in"),
    )


def _what_became_of(taken: Taken, address: Address) -> Component:
    name = f"{taken.read.region.name} · {taken.read.period.words()}"
    link = f"/returns/{taken.return_id}{address.query(period=None)}"
    words = _("revision {revision}: {state}", revision=taken.revision, state=term(taken.state))
    before = None if taken.is_new or taken.is_forth else _("; taken in before, nothing is new")
    held_up: list[Child] = [problem_list(taken.held_up)] if taken.held_up else []
    return html.Li([dcc.Link(name, href=link), " ", html.Span([words, before]), *held_up])


def _problems(plan: Plan, upload: Upload, read: Reading) -> Component:
    name, problems = upload.base_name, naming_people(read.problems, plan.region_by_code)
    sheets = [value.sheet for one in read.returns for value in one.values]
    good = html.P(_("Nothing is wrong with {file}.", file=name), className="good") if not problems else None
    title = _("What there is to say about {file}", file=name) if problems else None
    marked = dmc.Button(
        _("Download the file with its problems marked"), id=MARKED, variant="default", className="after"
    )
    return card(good, marked_sheets(name, upload.content, problems, sheets), marked if problems else None, title=title)


def _would_be_stored(session: Session, stored: StoredPlan, read: ReadReturn, *, is_one: bool) -> Component:
    """The figures of one return as they would be stored, beside those of the last revision and the last period."""
    row = session.scalar(return_of(stored.plan_id, read.region.code, str(read.period)))
    now: dict[FigureKey, Reported] = {(value.indicator.code, value.part): value for value in read.values}
    comparison = compare_return(
        session,
        stored,
        read.region,
        read.period,
        now,
        row=row,
        last=last_figures(row.revisions) if row is not None else {},
    )
    title = f"{read.region.name} · {read.period.words()}"
    caption = _("{count} figures would be stored", count=len(now))
    differing = sum(one.differs_from_last for one in comparison.rows)
    if differing:
        caption = _("{stored}; {count} differ from the last revision", stored=caption, count=differing)
    if is_one:
        return card(comparison_table(comparison, caption), title=title)
    return html.Details(
        [html.Summary(f"{title}: {caption}"), comparison_table(comparison, caption)], open=bool(differing)
    )


def _workbook(name: str, content: bytes) -> Workbook | None:
    """The sheets to show; none where the file could not be opened, which its problems say."""
    try:
        return read_workbook(name, content)
    except Refusal:
        return None
