"""审核: who has reported for a period, what waits for the bureau's decision, and what was changed after approval."""

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, ctx, dcc, html, no_update
from dash._no_update import NoUpdate
from dash.development.base_component import Component
from sqlalchemy.orm import Session

from common.language import _
from common.moments import end_of_day, moment_words, now
from common.periods import Period
from common.problems import Problem, Refusal
from common.viewer import Viewer, can
from data.plan_store import StoredPlan, load_plan
from data.printing import name_with_part
from data.queries import changes_after_approval, returns_with_steps
from data.return_models import ReturnRow, RevisionRow
from data.return_states import revision_in_turn, standing, state_of
from etl.submission import decide as decide_on
from indicators.asking import asked_of, asked_regions
from indicators.plan import Plan, Region
from layouts.address import Address, read_address, read_period, read_search
from layouts.calls import step_of
from layouts.comparison import print_sent
from layouts.components import Child, button, card, long_text, problem_list, simulated_mark, state_tag, table
from layouts.edge import asks, current_viewer, guarded, reading, viewer_who_may, writing

# Whether what a button does with the chosen returns is to approve them.
_STEPS = {"review-approve": True, "review-send-back": False}


@guarded
def layout(**given: str) -> Component:
    """The page for the plan and period of the address; without a period, for the one that waits most."""
    address = read_address(given)
    viewer = viewer_who_may("see_approved")
    with reading() as session:
        stored = load_plan(session, address.plan)
        if not can(viewer, "see_drafts"):
            words = _("Leaders see approved figures only. What waits for approval is for reviewers and analysts.")
            return html.Article([html.H1(_("Review")), html.P(words)])
        period = address.period or period_to_review(session, stored, viewer)
        if not stored.plan.baseline_period <= period <= stored.plan.last_period:
            raise Refusal(Problem("period_outside_plan", value=str(period), params={"found": period.words()}))
        return html.Article(
            [
                html.H1(_("Review")),
                html.Div(
                    [html.Span(f"{stored.plan.name} · {period.words()}"), _periods(stored.plan, period, address)],
                    className="subtitle",
                ),
                dcc.Store(id="review-period", data=str(period)),
                html.Div(id="review-result", role="status"),
                html.Div(review_body(session, stored, viewer, period, address), id="review-body"),
            ]
        )


def register(app: Dash) -> None:
    """Decide on the chosen returns, and show the list as it is then."""
    app.callback(
        Output("review-body", "children"),
        Output("review-result", "children"),
        *(Input(button, "n_clicks") for button in _STEPS),
        State("review-chosen", "value"),
        State("review-reason", "value"),
        State("review-period", "data"),
        State("address", "search"),
        prevent_initial_call=True,
    )(asks("approve")(lambda _approve, _back, *said: decide(*said, pressed=ctx.triggered_id)))


def decide(
    chosen: Sequence[str] | None, reason: str | None, period: str, search: str | None, *, pressed: str | None
) -> tuple[list[Child] | NoUpdate, Component]:
    """Approve or send back each of the chosen revisions; one that is refused holds up none of the others."""
    viewer, said_why, is_approved = current_viewer(), (reason or "").strip(), step_of(pressed, _STEPS)
    # Read before anything is decided: what cannot be shown then is not decided on either.
    address, shown = read_search(search), read_period(period)
    with reading() as session:
        stored = load_plan(session, address.plan)
    if not chosen:
        return no_update, html.P(_("Choose returns in the list first."))
    if not is_approved and not said_why:
        return no_update, problem_list([Problem("send_back_without_reason")])
    refused: list[Component] = []
    for revision_id in chosen:
        try:
            with writing() as session:
                revision = revision_in_turn(session, viewer, int(revision_id))
                of_return = load_plan(session, revision.return_.plan.slug)
                decide_on(session, of_return, viewer, revision, said_why, is_approved=is_approved)
                session.commit()
        except Refusal as refusal:
            refused.append(_refused(int(revision_id), refusal))
    with reading() as session:
        body = review_body(session, stored, viewer, shown, address)
    return body, html.Div([_done(len(chosen) - len(refused), is_approved=is_approved), *refused])


def _done(count: int, *, is_approved: bool) -> Component | None:
    if not count:
        return None
    words = _("{count} returns approved", count=count) if is_approved else _("{count} returns sent back", count=count)
    return html.P(words, className="good")


def _refused(revision_id: int, refusal: Refusal) -> Component:
    """What kept a return from being decided on, under the return's name; without one where there is no such return."""
    with reading() as session:
        revision = session.get(RevisionRow, revision_id)
        if revision is None:
            return problem_list(refusal.problems)
        row = revision.return_
        region = load_plan(session, row.plan.slug).plan.region_by_code.get(row.region)
    return html.Div([html.Strong(region.name if region else row.region), problem_list(refusal.problems)])


def review_body(session: Session, stored: StoredPlan, viewer: Viewer, period: Period, address: Address) -> list[Child]:
    """The list of those who report, the form to decide, and what was changed after approval."""
    plan = stored.plan
    regions = [region for region in asked_regions(plan, period) if can(viewer, "see_drafts", region.code)]
    found = session.scalars(returns_with_steps(stored.plan_id, period=str(period)))
    rows = {row.region: row for row in found}
    others = [plan.region_by_code[code] for code in rows if code in plan.region_by_code]
    listed = [*regions, *(one for one in others if one not in regions and can(viewer, "see_drafts", one.code))]
    may_decide = can(viewer, "approve")
    shown = [rows[region.code] for region in listed if region.code in rows]
    is_one_waiting = any(map(_waits, shown))
    reported = sum(any(one.submission for one in row.revisions) for row in shown)
    caption = _("{reported} of {asked} have reported", reported=reported, asked=len(regions))
    head = ["", _("Region"), _("State"), _("Revision"), _("Submitted"), _("Reported of asked"), _("Explained")]
    body = [_row(plan, region, period, rows.get(region.code), address, may_decide=may_decide) for region in listed]
    is_simulated = any(row.origin == "simulated" for row in shown)
    overview = table(head, body, caption=[caption, simulated_mark()] if is_simulated else caption, figures=(5, 6))
    templates = button(
        _("Download the templates of all regions (zip)"), href=f"/returns/template{address.query(period=str(period))}"
    )
    return [
        card(dmc.CheckboxGroup(overview, id="review-chosen", value=[]), _decision(is_one_waiting and may_decide)),
        _changes(session, stored, period, viewer, address),
        templates if period > plan.baseline_period and may_decide else None,
    ]


def period_to_review(session: Session, stored: StoredPlan, viewer: Viewer) -> Period:
    """The newest period in which something waits; else the newest with a return; else the baseline period."""
    rows = [row for row in session.scalars(returns_with_steps(stored.plan_id)) if can(viewer, "see_drafts", row.region)]
    waiting = list(filter(_waits, rows))
    newest = max((row.period for row in waiting or rows), default=str(stored.plan.baseline_period))
    return Period.read(newest)


def _waits(row: ReturnRow) -> bool:
    """Whether a return waits for the bureau's decision."""
    return any(state_of(one) == "submitted" for one in row.revisions)


def _row(
    plan: Plan, region: Region, period: Period, row: ReturnRow | None, address: Address, *, may_decide: bool
) -> list[Child]:
    """One region: where its return stands, when it came, how much of what is asked it brings."""
    shown = standing(row) if row is not None else None
    if row is None or shown is None:
        is_overdue = period <= plan.target_period and now() > end_of_day(plan.due_day(period))
        return ["", region.name, state_tag("not_sent", _("late") if is_overdue else ""), "", "", "", ""]
    waits = state_of(shown) == "submitted"
    words = _("Choose {region}", region=region.name)
    box = dmc.Checkbox(value=str(shown.id), **{"aria-label": words}) if waits and may_decide else ""
    counted = [one for one in row.revisions if state_of(one) in ("approved", "submitted")]
    said = {value.indicator for one in counted for value in one.values}
    asked = {indicator.code for indicator in asked_of(plan, region, period)}
    return [
        box,
        dcc.Link(region.name, href=f"/returns/{row.id}{address.query(period=None)}"),
        state_tag(state_of(shown)),
        str(shown.number),
        _submitted(plan, period, row, shown),
        f"{len(said & asked)}/{len(asked)}" if asked else str(len(said)),
        str(sum(bool(value.explanation) for value in shown.values)),
    ]


def _submitted(plan: Plan, period: Period, row: ReturnRow, shown: RevisionRow) -> Child:
    """When a return was handed in; and whether it came late at first, since a correction may take its time."""
    if shown.submission is None:
        return ""
    first = min(one.submission.submitted_at for one in row.revisions if one.submission is not None)
    words = moment_words(shown.submission.submitted_at)
    is_late = first > end_of_day(plan.due_day(period))
    return html.Span([words, html.Span(_("late"), className="mark")]) if is_late else words


def _decision(is_shown: bool) -> Component:
    """The form that decides on the chosen returns; it is there for the callback even where nothing waits."""
    return html.Div(
        [
            long_text("review-reason", _("Reason for sending it back")),
            html.Div(
                [
                    dmc.Button(_("Approve the chosen ones"), id="review-approve"),
                    dmc.Button(_("Send the chosen ones back"), id="review-send-back", variant="default"),
                ],
                className="form",
            ),
        ],
        hidden=not is_shown,
    )


def _changes(session: Session, stored: StoredPlan, period: Period, viewer: Viewer, address: Address) -> Component:
    """The approved figures of a period that a correction replaced."""
    found = [
        one
        for one in session.execute(changes_after_approval(stored.plan_id, str(period)))
        if can(viewer, "see_drafts", one.region)
    ]
    if not found:
        return card(html.P(_("No approved figure of this period was changed.")), title=_("Changed after approval"))
    plan = stored.plan
    head = (_("Region"), _("Indicator"), _("Before"), _("Now"), _("Approved"), _("Reason"))
    body = [
        _change(plan, one, address)
        for one in found
        if one.region in plan.region_by_code and one.indicator in plan.indicator_by_code
    ]
    caption = _("{count} approved figures were changed", count=len(body))
    return card(table(head, body, caption=caption, figures=(2, 3)), title=_("Changed after approval"))


def _change(plan: Plan, one: Any, address: Address) -> list[Child]:
    indicator = plan.indicator_by_code[one.indicator]
    return [
        dcc.Link(plan.region_by_code[one.region].name, href=f"/returns/{one.return_id}{address.query(period=None)}"),
        name_with_part(indicator.name, one.part),
        print_sent(indicator, one.part, one.before, one.gap_before),
        print_sent(indicator, one.part, one.value, one.gap),
        moment_words(one.approved_at),
        html.Span(one.reason or _("no reason given"), className="wrap"),
    ]


def _periods(plan: Plan, period: Period, address: Address) -> Component:
    """The way to the other periods: one back, one on."""
    around = [Period.at(period.ordinal + step) for step in (-1, 1)]
    links = [
        dcc.Link(one.words(), href=f"/review{address.query(period=str(one))}", className="other-period")
        for one in around
        if plan.baseline_period <= one <= plan.last_period
    ]
    label: dict[str, Any] = {"aria-label": _("Other periods")}
    return html.Nav(links, className="periods", **label)
