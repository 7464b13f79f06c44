"""The number's panel: what a figure is, how it was computed, and the file, sheet and cell it comes from.

A figure's link carries `#source=<figure>:<indicator>:<region>`; the rest of the address says plan, period and moment.
"""

from datetime import datetime
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import urlencode

from dash import Dash, Input, Output, State, ctx, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from common.gaps import settled_words
from common.language import _
from common.moments import moment_words
from common.problems import Refusal
from common.terms import term
from common.viewer import can
from data.printing import name_with_part, part_words, print_source
from data.results import Assessment, PlanAssessment, Source
from indicators.plan import Plan, Target
from layouts.address import read_search
from layouts.asked_figure import MARK, AskedFigure, row_of
from layouts.components import Child, facts_list, simulated_mark, table
from layouts.data_links import permanent_link
from layouts.edge import current_viewer, load_assessment, reading, ways_from
from layouts.figure_meaning import earlier_revisions, meaning
from layouts.formulas import formula, gap_of, is_within_year
from layouts.identities import identity_words
from layouts.measures import is_explained
from layouts.numbers import figure_name, is_simulated
from layouts.paging import AT_ONCE
from layouts.refused import refusal_said, refusal_words
from layouts.worked_example import example_link


class Shown(NamedTuple):
    """What the panel shows: whether it is open, its title and its content; and the address's fragment."""

    is_open: bool
    title: str
    content: Component | None
    fragment: str


CLOSED = Shown(False, "", None, "")


def register(app: Dash) -> None:
    """Open the panel when the address names a figure, and clear the address when the panel is closed."""
    app.callback(
        Output("source-panel", "opened"),
        Output("source-panel", "title"),
        Output("source-panel", "children"),
        Output("address", "hash"),
        Input("address", "hash"),
        Input("source-panel", "opened"),
        State("address", "search"),
        prevent_initial_call=True,
    )(_follow_or_close)


def _follow_or_close(fragment: str | None, is_open: bool | None, search: str | None) -> Shown:
    """A reader closes the panel; to open it is left to the address, and to what tells of a failure in it."""
    closed_by_hand = ctx.triggered_id == "source-panel"
    if closed_by_hand and is_open:
        raise PreventUpdate
    return follow(fragment, search, closed_by_hand=closed_by_hand)


def follow(fragment: str | None, search: str | None, *, closed_by_hand: bool) -> Shown:
    """What the panel shows for an address's fragment."""
    if closed_by_hand:
        return CLOSED
    if not (fragment or "").startswith(MARK):
        # A fragment of another kind leads to a place on the page.
        return CLOSED._replace(fragment=fragment or "")
    asked = AskedFigure.of(str(fragment), search)
    try:
        with reading() as session:
            address = read_search(search)
            assessment = load_assessment(session, address)
            row = row_of(assessment, asked)
    except Refusal as refusal:
        title, _sentence = refusal_words(refusal, asked)
        return Shown(True, title, refusal_said(refusal, asked, ways_from(refusal, asked)), str(fragment))
    figure = asked.said("figure")
    title = f"{row.region.name} · {row.indicator.name} · {figure_name(figure)}"
    explained = dcc.Link(_("How is this computed?"), href=example_link(row, address, figure))
    kept = permanent_link(assessment, address, str(fragment).removeprefix("#"))
    ways = html.P([explained, " ", kept] if is_explained(figure) else kept)
    content = html.Div([panel(assessment, row, figure), ways])
    return Shown(True, title, content, str(fragment))


def panel(assessment: PlanAssessment, row: Assessment, figure: str) -> Component:
    """The panel's content for one figure."""
    return html.Div(
        [
            html.P(formula(assessment, row, figure), className="formula"),
            html.P(settled_words(gap_of(row, figure) or "")),
            html.P(_steps_of_lead(assessment, row), className="note") if figure == "lead" else None,
            html.P(
                [
                    f"{assessment.plan.name} · {assessment.period.words()}",
                    simulated_mark() if is_simulated(row, figure) else None,
                ],
                className="note",
            ),
            *_sources_of(assessment, row, figure),
            earlier_revisions(assessment, row) if figure in ("value", "own_value") else None,
            html.H3(_("What it is")),
            meaning(assessment, row, figure),
        ],
        className="panel",
    )


def _steps_of_lead(assessment: PlanAssessment, row: Assessment) -> str:
    """What the lead is made of, each with its own figures put in."""
    parts = ("schedule",) if is_within_year(row) else ("progress", "schedule")
    return _("; ").join(f"{figure_name(part)} {formula(assessment, row, part)}" for part in parts)


def _sources_of(assessment: PlanAssessment, row: Assessment, figure: str) -> list[Component]:
    """Where what a figure is made of comes from."""
    if figure == "own_value":
        return [_own_sources(assessment, row)]
    parts = {
        "value": _value_sources(assessment, row),
        "baseline": _baseline_sources(assessment, row),
        "target": _plan_source(assessment, row.target, "target"),
    }
    return [source for part, source in parts.items() if part in _MADE_OF[figure]]


_MADE_OF = {
    "value": ("value",),
    "baseline": ("baseline",),
    "target": ("target",),
    "completion": ("value", "target"),
    "progress": ("value", "baseline", "target"),
    "schedule": (),
    "lead": ("value", "baseline", "target"),
    "remaining": ("value", "target"),
    "needed": ("value", "target"),
    "forecast": ("value", "baseline"),
}


def _value_sources(assessment: PlanAssessment, row: Assessment) -> Component:
    if not row.is_sum:
        return _own_sources(assessment, row)
    names, sources = assessment.plan.region_by_code, row.sources
    return html.Div(
        [
            html.H3(
                _("Value: the sum of {reported} of {expected} regions", reported=row.reported, expected=row.expected)
            ),
            table(
                (_("Region"), _("Value"), _("File and cell"), _("Revision and approval"), _("Origin")),
                [
                    (
                        name_with_part(names[source.region].name, source.part),
                        print_source(row.indicator, source),
                        _in_lines(_file_of(source), f"{source.sheet}!{source.cell}"),
                        _in_lines(_revision_of(assessment, source), moment_words(source.approved_at)),
                        term(source.origin),
                    )
                    for source in sources[:AT_ONCE]
                ],
                caption=_("Where each figure comes from"),
                figures=(1,),
            ),
            _rest(assessment, row, len(sources)),
        ]
    )


def _rest(assessment: PlanAssessment, row: Assessment, count: int) -> Component | None:
    """How many regions are not in a table that shows the first of very many, and the way to all of them."""
    if count <= AT_ONCE:
        return None
    words = _("and {count} more: all regions are on the indicator's page", count=count - AT_ONCE)
    query = urlencode({"plan": assessment.plan.slug, "period": str(assessment.period)})
    return html.P(dcc.Link(words, href=f"/indicator/{row.indicator.code}?{query}"), className="note")


def _own_sources(assessment: PlanAssessment, row: Assessment) -> Component:
    """Where the region's own figure stands; of a rate made of parts where each of them does."""
    if not row.own_sources:
        return html.P(_("Nothing was reported for this period."))
    return html.Div([_one_source(assessment, source) for source in row.own_sources])


def _one_source(assessment: PlanAssessment, source: Source) -> Component:
    facts: list[tuple[str, Child]] = [
        (_("File"), _file_of(source)),
        (_("Sheet"), source.sheet),
        (_("Cell"), source.cell),
        (_("Text in the cell"), source.text),
        (_("Explanation"), source.explanation),
        (_("Revision"), _revision_of(assessment, source)),
        (_("Sent"), _when_and_who(assessment, source.sent_at, source.sent_by)),
        (_("To the reviewer"), source.reason),
        (_("Approved"), _when_and_who(assessment, source.approved_at, source.approved_by)),
        (_("Origin"), term(source.origin)),
    ]
    head = html.H3(_("{part}: as reported", part=part_words(source.part)))
    return html.Div([head, facts_list(facts)])


def _file_of(source: Source) -> Component:
    """The file a figure came in; to be had as it was sent by who sees the drafts of its region."""
    if not can(current_viewer(), "see_drafts", source.region):
        return html.Span(source.file)
    return html.A(source.file, href=f"/returns/{source.return_id}/revisions/{source.revision}/file")


def _revision_of(assessment: PlanAssessment, source: Source) -> Component:
    """The revision a figure stands in; the way to the return with all its revisions."""
    query = urlencode({"plan": assessment.plan.slug, "revision": source.revision})
    return dcc.Link(str(source.revision), href=f"/returns/{source.return_id}?{query}")


def _when_and_who(assessment: PlanAssessment, moment: datetime, identity: str) -> str:
    return f"{moment_words(moment)} · {identity_words(identity, assessment.plan.region_by_code)}"


def _baseline_sources(assessment: PlanAssessment, row: Assessment) -> Component:
    if not row.is_sum:
        return _plan_source(assessment, row.target, "baseline")
    plan = assessment.plan
    regions = plan.passed_down_to(row.indicator.code, row.region.code)
    below = [plan.target_by_cell[(row.indicator.code, region.code)] for region in regions]
    return html.Div(
        [
            html.H3(_("Baseline: the sum of the regions' baselines")),
            table(
                (_("Region"), _("Baseline"), _("File and cell"), _("Plan version")),
                [
                    (
                        plan.region_by_code[target.region].name,
                        target.baseline,
                        _in_lines(*_published_in(plan, target)),
                        _in_lines(str(assessment.stored.version), moment_words(assessment.stored.loaded_at)),
                    )
                    for target in below[:AT_ONCE]
                ],
                caption=_("Where each figure comes from"),
                figures=(1,),
            ),
            _rest(assessment, row, len(below)),
        ]
    )


def _published_in(plan: Plan, target: Target) -> tuple[str, str]:
    """The file and the place in it that a baseline was published in."""
    published = plan.table_by_code[target.table]
    return PurePosixPath(published.file).name, f"{published.sheet}!{target.baseline_cell}"


def _in_lines(first: Child, second: str) -> Component:
    """Two things below one another: beside one another they leave the panel no room for the rest."""
    return html.Span([first, html.Br(), second])


def _plan_source(assessment: PlanAssessment, target: Target, figure: str) -> Component:
    """Where the plan's own baseline or target stands: document, table and cell, and the version of the plan."""
    plan, stored = assessment.plan, assessment.stored
    published = plan.table_by_code[target.table]
    document = plan.document_by_code[published.document]
    is_target = figure == "target"
    return html.Div(
        [
            html.H3(_("Target: as the plan sets it") if is_target else _("Baseline: as the plan states it")),
            facts_list(
                (
                    (_("As written"), target.target if is_target else target.baseline),
                    (_("Document"), f"{document.title} ({document.number}, {document.dated})"),
                    (_("Table"), _("{table}, row {row}", table=published.title, row=target.row)),
                    (_("File"), PurePosixPath(published.file).name),
                    (_("Sheet"), published.sheet),
                    (_("Cell"), target.target_cell if is_target else target.baseline_cell),
                    (_("Plan version"), str(stored.version)),
                    (_("Stored"), _when_and_who(assessment, stored.loaded_at, stored.loaded_by)),
                )
            ),
        ]
    )
