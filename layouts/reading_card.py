"""目标口径: how an indicator's targets are read, who stands for it, and the form in which its owner says so."""

from collections.abc import Callable
from typing import get_args

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, ctx, dcc, html, no_update
from dash._no_update import NoUpdate
from dash.development.base_component import Component

from common.language import _
from common.moments import moment_words
from common.problems import Problem, Refusal
from common.terms import term
from common.viewer import Viewer, can
from data.confirmations import Said, confirm, confirmations_as_of
from data.plan_store import load_plan
from data.results import PlanAssessment
from indicators.plan import Direction, Indicator, Plan, Target
from indicators.readings import Confirmation, Confirmations, direction_of, reading_of
from layouts.address import Address, read_search
from layouts.calls import step_of
from layouts.components import card, facts_list, problem_list, table
from layouts.edge import asks, current_viewer, writing
from layouts.identities import identity_words
from layouts.paging import AT_ONCE
from layouts.reading_words import needs_words, reading_words

# What each button says, of what is written in the form: how the target is read, which way is better, and why.
_STEPS: dict[str, Callable[[str, str, str], Said]] = {
    "reading-confirm": lambda text, _direction, note: Said(read_as=text, note=note),
    "reading-direct": lambda _text, direction, note: Said(direction=direction, note=note),
    "reading-acknowledge": lambda _text, _direction, note: Said(acknowledge=True, note=note),
}


def reading_card(assessment: PlanAssessment, indicator: Indicator, viewer: Viewer, address: Address) -> Component:
    """The card of one indicator. What is said is said now, so an earlier moment has no form."""
    may_confirm = can(viewer, "confirm") and address.as_of is None
    return card(
        html.Div(readings(assessment.plan, indicator, assessment.confirmations), id="readings"),
        _form(assessment, indicator) if may_confirm else None,
        title=_("How the target is read"),
    )


def register(app: Dash) -> None:
    """Keep what is said about a target, and show what came of it."""
    app.callback(
        Output("reading-result", "children"),
        Output("readings", "children"),
        *(Input(button, "n_clicks") for button in _STEPS),
        State("reading-indicator", "data"),
        State("reading-region", "value"),
        State("reading-text", "value"),
        State("reading-direction", "value"),
        State("reading-note", "value"),
        State("address", "search"),
        prevent_initial_call=True,
    )(asks("confirm")(lambda _confirm, _direct, _acknowledge, *said: say(*said, pressed=ctx.triggered_id)))


def say(
    indicator: str,
    region: str | None,
    text: str | None,
    direction: str | None,
    note: str | None,
    search: str | None,
    *,
    pressed: str | None,
) -> tuple[Component, list[Component | None] | NoUpdate]:
    """Keep what was said and show the readings as they are now; or say why it was not kept."""
    viewer = current_viewer()
    if not can(viewer, "confirm"):
        return html.P(_("Only reviewers confirm how a target is read. Nothing was kept.")), no_update
    try:
        with writing() as session:
            stored = load_plan(session, read_search(search).plan)
            target = _target(stored.plan, indicator, region or "")
            said = step_of(pressed, _STEPS)(text or target.target, direction or "", note or "")
            confirm(session, stored, viewer, target, said)
            session.commit()
            held = confirmations_as_of(session, stored.plan_id, None)
    except Refusal as refusal:
        return problem_list(refusal.problems), no_update
    return _kept(), readings(stored.plan, stored.plan.indicator_by_code[indicator], held)


def _target(plan: Plan, indicator: str, region: str) -> Target:
    target = plan.target_by_cell.get((indicator, region))
    if target is None:
        raise Refusal(Problem("target_not_in_plan", params={"indicator": indicator, "region": region}))
    return target


def _kept() -> Component:
    """What was said counts from now on; the figures above are those of before until the page is loaded again."""
    words = _("It is kept, with your name and this moment. Figures and lights follow when the page is loaded again: ")
    return html.P([words, html.A(_("load it again"), href="")], className="good")


def readings(plan: Plan, indicator: Indicator, held: Confirmations) -> list[Component | None]:
    """Every target of the indicator as it is written and as it is read, and who said so."""
    targets = [target for target in plan.targets if target.indicator == indicator.code]
    more = len(targets) - AT_ONCE
    direction = held.direction(indicator)
    said = f"{term(direction_of(indicator, held))} {_by_whom(plan, direction)}".strip()
    head = (_("Region"), _("As written"), _("Read as"), _("Still needed"), _("Confirmed"))
    return [
        facts_list(((_("Direction"), said),)),
        table(
            head,
            [_reading_row(plan, target, held) for target in targets[:AT_ONCE]],
            caption=_("The text as the plan writes it, and what is computed with."),
            figures=(),
        ),
        html.P(_("and {count} more", count=more), className="note") if more > 0 else None,
    ]


def _reading_row(plan: Plan, target: Target, held: Confirmations) -> tuple[str | Component, ...]:
    reading = reading_of(plan, target, held)
    said = [
        _("{what}: {words} {who}", what=what, words=one.confirmed or _("yes"), who=_by_whom(plan, one))
        for what, one in (
            (_("read as"), held.reading(target)),
            (_("target below baseline acknowledged"), held.acknowledgement(target)),
        )
        if one
    ]
    return (
        plan.region_by_code[target.region].name,
        target.target,
        reading_words(reading),
        needs_words(reading),
        html.Span([html.Div(words) for words in said]) if said else _("not yet"),
    )


def _by_whom(plan: Plan, one: Confirmation | None) -> str:
    """Who said it, when and with which note; empty where nobody did."""
    if one is None:
        return ""
    who = identity_words(one.confirmed_by, plan.region_by_code)
    return "(" + " · ".join(filter(None, (who, moment_words(one.confirmed_at), one.note))) + ")"


def _form(assessment: PlanAssessment, indicator: Indicator) -> Component:
    """To confirm a reading, correct it, set the direction, or acknowledge a target below its baseline."""
    plan = assessment.plan
    is_below = any(row.progress.gap == "target_below_baseline" for row in assessment.of_indicator(indicator.code))
    targets = {target.region: target for target in plan.targets if target.indicator == indicator.code}
    directions = [word for word in get_args(Direction) if word != "unconfirmed"]
    return html.Div(
        [
            html.H3(_("Say how it is meant")),
            dcc.Store(id="reading-indicator", data=indicator.code),
            html.Div(
                [
                    dmc.Select(
                        id="reading-region",
                        label=_("Region"),
                        value=plan.root.code,
                        allowDeselect=False,
                        data=[{"value": code, "label": plan.region_by_code[code].name} for code in targets],
                    ),
                    dmc.TextInput(
                        id="reading-text",
                        label=_("Read as"),
                        placeholder=_("empty: as written"),
                    ),
                    dmc.Select(
                        id="reading-direction",
                        label=_("Direction of all regions"),
                        placeholder=_("choose one"),
                        data=[{"value": word, "label": term(word)} for word in directions],
                    ),
                    dmc.TextInput(id="reading-note", label=_("Note"), placeholder=_("document, date, who decided")),
                ],
                className="form",
            ),
            html.Div(
                [
                    dmc.Button(_("Confirm the reading"), id="reading-confirm", className="button"),
                    dmc.Button(_("Set the direction"), id="reading-direct", className="button"),
                    dmc.Button(
                        _("Acknowledge a target below baseline"),
                        id="reading-acknowledge",
                        className="button",
                        display=None if is_below else "none",
                    ),
                ],
                className="form",
            ),
            html.Div(id="reading-result", role="status"),
        ]
    )
