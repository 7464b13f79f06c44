"""报送: choose a file, see what is wrong with it or what would be stored, and hand it in."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, ctx, dcc, html, no_update, set_props
from dash._no_update import NoUpdate
from dash.dcc.express import send_bytes
from dash.development.base_component import Component

from common.language import _
from common.periods import Period
from common.problem_rules import SHORTEST_EXPLANATION
from common.problems import Problem, Refusal
from common.viewer import can
from data.plan_store import StoredPlan, find_region, load_plan
from etl.intake import Step, corrects, newest_seen, read_upload, take_in
from etl.keeping import Upload
from etl.marked import mark_up
from etl.table import Choice
from indicators.plan import Plan
from layouts.address import Address, read_address, read_period, read_search
from layouts.binding_card import KEPT, Opened, signal
from layouts.checked_file import MARKED, checked_file, what_was_taken
from layouts.components import button, card, long_text, problem_list
from layouts.drop_area import decode, drop_area
from layouts.edge import asks, current_database, current_viewer, guarded, reading
from layouts.identities import naming_people
from layouts.unfinished import unfinished_card


class Shown(NamedTuple):
    """What the page shows for a file: the result, which buttons work, and whether the file stays on it.

    One that stays is not sent back: another may have been chosen meanwhile. `seen` is the last revision there was when
    the file was read.
    """

    result: Component | NoUpdate | None
    cannot_take: bool
    cannot_submit: bool
    contents: NoUpdate | None = no_update
    seen: int | NoUpdate | None = no_update


class Beside(NamedTuple):
    """What the page says beside the file: region and period by their codes, an explanation, a reason.

    `seen` is the last revision there was when the file was read, None before it is.
    """

    region: str | None = None
    period: str | None = None
    explanation: str = ""
    reason: str = ""
    seen: int | None = None


NOTHING = Shown(None, True, True)
# The file is put away.
DONE = NOTHING._replace(contents=None)
# How far each button takes a file's returns.
_STEPS: dict[str, Step] = {"returns-take": "draft", "returns-submit": "submitted"}


@guarded
def layout(**given: str) -> Component:
    """The page for the plan the address names."""
    address = read_address(given)
    viewer = current_viewer()
    with reading() as session:
        plan = load_plan(session, address.plan).plan
    return html.Article(
        [
            html.H1(_("Returns")),
            html.P(plan.name, className="subtitle"),
            html.Div(_unfinished(address), id="returns-unfinished"),
            _submission(plan, address) if can(viewer, "submit") else html.P(_only_analysts_report()),
        ]
    )


def register(app: Dash) -> None:
    """Offer the template; read a file when it is chosen, take it in when a button says so."""
    app.callback(
        Output("returns-template", "children"),
        Input("returns-region", "value"),
        Input("returns-period", "value"),
        State("address", "search"),
    )(asks("submit")(_offer_template))
    app.callback(
        Output("returns-download", "data"),
        Input(MARKED, "n_clicks"),
        State("returns-file", "contents"),
        State("returns-region", "value"),
        State("returns-period", "value"),
        State("returns-explanation", "value"),
        State("returns-file", "filename"),
        State("address", "search"),
        prevent_initial_call=True,
    )(asks("submit")(_give_back_marked))
    app.callback(
        Output("returns-result", "children"),
        Output("returns-take", "disabled"),
        Output("returns-submit", "disabled"),
        Output("returns-file", "contents"),
        Output("returns-seen", "data"),
        Input("returns-file", "contents"),
        Input("returns-region", "value"),
        Input("returns-period", "value"),
        Input("returns-explanation", "value"),
        Input("returns-take", "n_clicks"),
        Input("returns-submit", "n_clicks"),
        Input(KEPT, "data"),
        State("returns-reason", "value"),
        State("returns-file", "filename"),
        State("returns-seen", "data"),
        State("address", "search"),
        prevent_initial_call=True,
    )(asks("submit")(_on_change))


def _give_back_marked(
    clicks: int | None,
    contents: str | None,
    region: str | None,
    period: str | None,
    explanation: str | None,
    name: str | None,
    search: str,
) -> dict[str, Any] | NoUpdate:
    """The file on the page with its problems in it, as a download."""
    if not clicks or not contents:
        # The button has just come onto the page.
        return no_update
    stored, upload, choice = opened(contents, name or "", search, region, period, (explanation or "").strip())
    with reading() as session:
        read = read_upload(session, stored, upload, choice)
    marked_name, marked = mark_up(
        upload.base_name, upload.content, naming_people(read.problems, stored.plan.region_by_code)
    )
    download: dict[str, Any] = send_bytes(marked, marked_name)
    return download


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
    _submit: int,
    _kept: str | None,
    reason: str | None,
    name: str | None,
    seen: int | None,
    search: str,
) -> Shown:
    set_props("failure", {"children": None})
    if ctx.triggered_id == "returns-file" and not contents:
        # The file was put away, by the words that stand there now: they stay.
        return NOTHING._replace(result=no_update)
    if ctx.triggered_id == "returns-file":
        # What was said of the last file says nothing of this one.
        if explanation:
            # Only then: being set, the empty one too reads the file again.
            set_props("returns-explanation", {"value": ""})
        set_props("returns-reason", {"value": ""})
        explanation = reason = ""
    beside = Beside(region, period, (explanation or "").strip(), (reason or "").strip(), seen)
    shown = follow(contents, name or "", beside, search, pressed=ctx.triggered_id)
    if ctx.triggered_id in _STEPS:
        set_props("returns-unfinished", {"children": _unfinished(read_search(search))})
    return shown


def follow(contents: str | None, name: str, beside: Beside, search: str | None, *, pressed: str | None) -> Shown:
    """Show what a file holds; where a button was pressed, take it in and show what came of it."""
    if not contents:
        return NOTHING
    try:
        stored, upload, choice = opened(contents, name, search, beside.region, beside.period, beside.explanation)
        if pressed is not None and (upto := _STEPS.get(pressed)):
            if upto == "submitted" and not beside.reason and _corrects(stored, upload, choice):
                # Asked before anything is stored: the file stays on the page, and the buttons work.
                return Shown(problem_list([Problem("correction_without_reason")]), False, False)
            return _taken(stored, upload, choice, upto, beside, read_search(search))
        return _read(stored, upload, choice)
    except Refusal as refusal:
        return DONE._replace(result=problem_list(refusal.problems))


def opened(
    contents: str, name: str | None, search: str | None, region: str | None, period: str | None, explanation: str = ""
) -> Opened:
    """The plan, the file on the page, and what was chosen beside it."""
    name = name or ""
    upload = Upload(name, decode(contents, name), current_viewer())
    with reading() as session:
        stored = load_plan(session, read_search(search).plan)
    return stored, upload, _choice(stored.plan, Beside(region, period, explanation))


def _unfinished(address: Address) -> Component | None:
    """What is left to do for the viewer, who may be none who reports."""
    viewer = current_viewer()
    with reading() as session:
        stored = load_plan(session, address.plan)
        return unfinished_card(session, stored, viewer, address) if can(viewer, "submit") else None


def _submission(plan: Plan, address: Address) -> Component:
    return html.Div(
        [
            card(
                html.Div([_region_choice(plan), _period_choice(plan, address.period)], className="form"),
                html.P(id="returns-template"),
                title=_("Choose region and period"),
            ),
            card(drop_area("returns", ("returns-take", "returns-submit")), title=_("Choose a file")),
            signal(),
            dcc.Download(id="returns-download"),
            dcc.Store(id="returns-seen"),
            dcc.Loading(html.Div(id="returns-result", role="status"), custom_spinner=_being_read(), delay_show=300),
            long_text(
                "returns-explanation",
                _("Explanation of the figures that ask for one"),
                _(
                    "Goes with every such figure that has none in the file, to the page and the document. At least "
                    "{shortest} characters.",
                    shortest=SHORTEST_EXPLANATION,
                ),
                debounce=500,
            ),
            long_text(
                "returns-reason",
                _("To the reviewer"),
                _("Why approved figures are corrected, or what was mended after it was sent back."),
            ),
            html.Div(
                [
                    dmc.Button(_("Submit"), id="returns-submit", disabled=True),
                    dmc.Button(_("Keep as a draft"), id="returns-take", disabled=True, variant="default"),
                ],
                className="form",
            ),
        ]
    )


def _being_read() -> Component:
    return html.Div([html.Progress(), html.Span(_("The file is being read and checked…"))], className="being-read")


def forget_file() -> None:
    """After a failure: put the chosen file away, so that no button takes it in unseen."""
    set_props("returns-result", {"children": None})
    set_props("returns-take", {"disabled": True})
    set_props("returns-submit", {"disabled": True})


def _region_choice(plan: Plan) -> Component:
    viewer = current_viewer()
    own = [region for region in plan.regions if can(viewer, "submit", region.code)]
    return dmc.Select(
        id="returns-region",
        value=own[0].code if len(own) == 1 else None,
        label=_("Region"),
        placeholder=_("as the file says"),
        clearable=True,
        searchable=True,
        data=[{"value": region.code, "label": region.full_name} for region in own],
    )


def _period_choice(plan: Plan, chosen: Period | None) -> Component:
    """The plan's quarters after the baseline's, which is published: a file that corrects that one says so itself."""
    first, last = plan.baseline_period, plan.target_period
    quarters = [Period(year, quarter) for year in range(first.year, last.year + 1) for quarter in (1, 2, 3, 4)]
    return dmc.Select(
        id="returns-period",
        value=str(chosen) if chosen else None,
        label=_("Period"),
        placeholder=_("as the file says"),
        clearable=True,
        data=[{"value": str(period), "label": period.words()} for period in quarters if first < period <= last],
    )


def _only_analysts_report() -> str:
    return _("Returns are sent by analysts, who alone change their figures.")


def _choice(plan: Plan, beside: Beside) -> Choice:
    period = read_period(beside.period) if beside.period else None
    return Choice(find_region(plan, beside.region), period, beside.explanation)


def _read(stored: StoredPlan, upload: Upload, choice: Choice, refused: Sequence[Problem] = ()) -> Shown:
    """Show what a file holds, below what has just been refused."""
    with reading() as session:
        seen = newest_seen(session, stored.plan_id)
        read = read_upload(session, stored, upload, choice)
        result = checked_file(session, stored, upload, read, choice)
    can_go = [one for one in read.to_take if not one.is_unexplained]
    shown = html.Div([problem_list(refused), result]) if refused else result
    return Shown(shown, not read.to_take, not can_go, seen=seen)


def _corrects(stored: StoredPlan, upload: Upload, choice: Choice) -> bool:
    """Whether a file says otherwise of a figure that is approved."""
    with reading() as session:
        return corrects(session, stored, read_upload(session, stored, upload, choice))


def _taken(stored: StoredPlan, upload: Upload, choice: Choice, upto: Step, beside: Beside, address: Address) -> Shown:
    try:
        intake = take_in(current_database(), stored, upload, choice, upto=upto, reason=beside.reason, seen=beside.seen)
    except Refusal as refusal:
        # Somebody sent figures of the same return meanwhile: the file stays, and is shown beside theirs.
        return _read(stored, upload, choice, naming_people(refusal.problems, stored.plan.region_by_code))
    return DONE._replace(result=what_was_taken(intake, address))
