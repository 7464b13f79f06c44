"""报送: choose a file, see what is wrong with it or what would be stored, and take it in."""

import base64
import binascii
from typing import Any, NamedTuple

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, ctx, dcc, html, set_props
from dash.development.base_component import Component

from common.gaps import gap_words
from common.language import _
from common.periods import Period
from common.problems import Problem, Refusal
from common.viewer import can
from data.plan_store import StoredPlan, load_plan
from data.printing import name_with_part, print_amount
from etl.intake import Intake, Upload, read_upload, take_in
from etl.package import LARGEST_FILE_MB
from etl.parse import ReportedValue
from etl.reading import Reading
from etl.table import Choice
from indicators.plan import Plan
from layouts.address import read_address, read_search
from layouts.binding_card import KEPT, Opened, binding_card, signal
from layouts.components import button, card, problem_list, table
from layouts.edge import current_viewer, guarded, reading, writing
from layouts.identities import naming_people


class Shown(NamedTuple):
    """What the page shows for a file: the result, which buttons work, and the file still to be taken in (or None)."""

    result: Component | None
    cannot_take: bool
    cannot_approve: bool
    contents: str | None


class Beside(NamedTuple):
    """What the page says beside the file: the codes of region and period, and an explanation of unusual figures."""

    region: str | None = None
    period: str | None = None
    explanation: str = ""


NOTHING = Shown(None, True, True, None)


@guarded
def layout(**given: str) -> Component:
    """The page for the plan the address names."""
    address = read_address(given)
    with reading() as session:
        plan = load_plan(session, address.plan).plan
    return html.Article(
        [
            html.H1(_("Returns")),
            html.P(plan.name, className="subtitle"),
            _submission(plan) if can(current_viewer(), "submit") else html.P(_leaders_do_not_report()),
        ]
    )


def register(app: Dash) -> None:
    """Offer the template; read a file when it is chosen, take it in when a button says so."""
    app.callback(
        Output("returns-template", "children"),
        Input("returns-region", "value"),
        Input("returns-period", "value"),
        State("address", "search"),
    )(_offer_template)
    app.callback(
        Output("returns-result", "children"),
        Output("returns-take", "disabled"),
        Output("returns-approve", "disabled"),
        Output("returns-file", "contents"),
        Input("returns-file", "contents"),
        Input("returns-region", "value"),
        Input("returns-period", "value"),
        Input("returns-explanation", "value"),
        Input("returns-take", "n_clicks"),
        Input("returns-approve", "n_clicks"),
        Input(KEPT, "data"),
        State("returns-file", "filename"),
        State("address", "search"),
        prevent_initial_call=True,
    )(_on_change)


def _offer_template(region: str | None, period: str | None, search: str) -> list[Component | str]:
    """The link to the workbook to fill in; without a region to those of all, without a period to none."""
    if period is None:
        return [_("Choose a period to download its template.")]
    asked = read_search(search)
    link = asked.query(period=period, region=region)
    words = _("Download the template") if region else _("Download the templates of all regions (zip)")
    return [button(words, href=f"/returns/template{link}")]


def _on_change(
    contents: str | None,
    region: str | None,
    period: str | None,
    explanation: str | None,
    _take: int,
    _approve: int,
    _kept: str | None,
    name: str | None,
    search: str,
) -> Shown:
    set_props("failure", {"children": None})
    if ctx.triggered_id == "returns-file" and explanation:
        # What explained the last file explains nothing of this one.
        explanation = ""
        set_props("returns-explanation", {"value": ""})
    beside = Beside(region, period, (explanation or "").strip())
    return follow(contents, name or "", beside, search, pressed=ctx.triggered_id)


def follow(contents: str | None, name: str, beside: Beside, search: str | None, *, pressed: str | None) -> Shown:
    """Show what a file holds; where a button was pressed, take it in and show what came of it."""
    if not contents:
        return NOTHING
    try:
        stored, upload, choice = opened(contents, name, search, *beside)
        if pressed in ("returns-take", "returns-approve"):
            return _taken(stored, upload, choice, approve=pressed == "returns-approve")
        return _read(stored, upload, choice, contents)
    except Refusal as refusal:
        return NOTHING._replace(result=problem_list(refusal.problems))


def opened(
    contents: str, name: str, search: str | None, region: str | None, period: str | None, explanation: str = ""
) -> Opened:
    """The plan, the file on the page, and what was chosen beside it."""
    upload = Upload(name, _decode(contents, name), current_viewer())
    with reading() as session:
        stored = load_plan(session, read_search(search).plan)
    return stored, upload, _choice(stored.plan, Beside(region, period, explanation))


def _submission(plan: Plan) -> Component:
    may_approve = can(current_viewer(), "approve")
    return html.Div(
        [
            card(
                html.Div([_region_choice(plan), _period_choice(plan)], className="form"),
                html.P(id="returns-template"),
                title=_("Choose region and period"),
            ),
            card(_drop_area(), title=_("Choose a file")),
            signal(),
            dcc.Loading(html.Div(id="returns-result", role="status"), type="dot", delay_show=300),
            dmc.Textarea(
                id="returns-explanation",
                label=_("Explanation of the figures that ask for one"),
                description=_("Goes with every such figure that has none in the file, to the page and the document."),
                attributes={"input": {"maxLength": 500}},
                autosize=True,
                debounce=500,
                className="explanation",
            ),
            html.Div(
                [
                    dmc.Button(_("Take it in as a draft"), id="returns-take", disabled=True),
                    dmc.Button(
                        _("Take it in and approve it"),
                        id="returns-approve",
                        disabled=True,
                        display=None if may_approve else "none",
                    ),
                ],
                className="form",
            ),
        ]
    )


def _drop_area() -> Component:
    """Where a file is dropped. assets/upload.js says what the component does not: that a file is too large."""
    limit = LARGEST_FILE_MB * 2**20
    too_large = _("The file is larger than {limit} MB. Remove pictures and empty rows.", limit=LARGEST_FILE_MB)
    attributes: dict[str, Any] = {"data-limit": limit, "data-too-large": too_large}
    area = html.Div(
        [
            html.Strong(_("Drop a workbook here, or press to choose one")),
            html.Div(
                _(
                    "Excel or WPS workbook (.xlsx, .xls), .ods or a table as text (.csv), at most {limit} MB",
                    limit=LARGEST_FILE_MB,
                ),
                className="note",
            ),
        ],
        className="drop",
    )
    return html.Div(dcc.Upload(area, id="returns-file", max_size=limit), id="returns-drop", **attributes)


def forget_file() -> None:
    """After a failure: put the chosen file away, so that no button takes it in unseen."""
    set_props("returns-result", {"children": None})
    set_props("returns-take", {"disabled": True})
    set_props("returns-approve", {"disabled": True})


def _region_choice(plan: Plan) -> Component:
    viewer = current_viewer()
    return dmc.Select(
        id="returns-region",
        label=_("Region"),
        placeholder=_("as the file says"),
        clearable=True,
        searchable=True,
        data=[
            {"value": region.code, "label": region.full_name}
            for region in plan.regions
            if can(viewer, "submit", region.code)
        ],
    )


def _period_choice(plan: Plan) -> Component:
    first, last = plan.baseline_period, plan.target_period
    quarters = [Period(year, quarter) for year in range(first.year, last.year + 1) for quarter in (1, 2, 3, 4)]
    return dmc.Select(
        id="returns-period",
        label=_("Period"),
        placeholder=_("as the file says"),
        clearable=True,
        data=[{"value": str(period), "label": period.words()} for period in quarters if first <= period <= last],
    )


def _leaders_do_not_report() -> str:
    return _("Returns are sent by analysts and reviewers. Choose one of them at the top right.")


def _decode(contents: str, name: str) -> bytes:
    """The bytes behind what the browser sends: a data URL."""
    try:
        return base64.b64decode(contents.partition(",")[2], validate=True)
    except binascii.Error as error:
        raise Refusal(Problem("workbook_broken", value=name, params={"file": name})) from error


def _choice(plan: Plan, beside: Beside) -> Choice:
    period = Period.read(beside.period) if beside.period else None
    return Choice(plan.region_by_code[beside.region] if beside.region else None, period, beside.explanation)


def _read(stored: StoredPlan, upload: Upload, choice: Choice, contents: str) -> Shown:
    with reading() as session:
        read = read_upload(session, stored, upload, choice)
    is_nothing = not read.to_take
    is_unexplained = any(one.is_unexplained for one in read.to_take)
    return Shown(
        html.Div(
            [
                _problems(naming_people(read.problems, stored.plan.region_by_code), upload.base_name),
                binding_card(read, stored.plan, choice),
                _to_be_stored(read),
            ]
        ),
        is_nothing,
        is_nothing or is_unexplained or not can(upload.viewer, "approve"),
        contents,
    )


def _taken(stored: StoredPlan, upload: Upload, choice: Choice, *, approve: bool) -> Shown:
    with writing() as session:
        intake = take_in(session, stored, upload, choice, approve=approve)
    problems = naming_people(intake.reading.problems, stored.plan.region_by_code)
    return NOTHING._replace(result=card(_taken_words(intake), problem_list(problems)))


def _taken_words(intake: Intake) -> Component:
    if not intake.taken:
        return html.P(_("Nothing was taken in. The file is kept with its problems."), role="status")
    approved = sum(taken.approved for taken in intake.taken)
    new = sum(taken.is_new for taken in intake.taken)
    if approved:
        return html.P(_("{count} returns were taken in and approved.", count=approved), className="good", role="status")
    if new and intake.unexplained:
        words = _("{count} returns were taken in as drafts; they can be approved once explained.", count=new)
        return html.P(words, role="status")
    if new:
        return html.P(_("{count} returns were taken in as drafts.", count=new), className="good", role="status")
    return html.P(_("These figures were taken in before; nothing is new."), role="status")


def _problems(problems: list[Problem], name: str) -> Component:
    if not problems:
        return card(html.P(_("Nothing is wrong with {file}.", file=name), className="good"))
    return card(problem_list(problems), title=_("What there is to say about {file}", file=name))


def _to_be_stored(read: Reading) -> Component | None:
    """The figures as they would be stored, with the cells they stand in; nothing is stored yet."""
    if not read.to_take:
        return None
    head = (
        _("Region"), _("Period"), _("Indicator"), _("Sheet"), _("Cell"), _("Text in the cell"), _("Value"),
        _("Explanation"),
    )  # fmt: skip
    rows = [
        (
            value.region.name,
            str(value.period),
            name_with_part(value.indicator.name, value.part),
            value.sheet,
            value.cell,
            value.text,
            _as_stored(value),
            value.explanation,
        )
        for one in read.to_take
        for value in one.values
    ]
    caption = _("{count} figures would be stored", count=len(rows))
    return card(table(head, rows, caption=caption, figures=(5, 6)), title=_("What would be stored"))


def _as_stored(value: ReportedValue) -> str:
    if value.value is None:
        return gap_words(value.gap or "not_reported")
    if value.part != "value":
        return str(value.value)
    return f"{print_amount(value.indicator, value.value)} {value.indicator.unit.strip('%')}".strip()
