"""/returns/<id>: one return through its revisions, beside the last one; where it is handed in and decided on."""

from datetime import datetime
from typing import NamedTuple

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, ctx, dcc, html, no_update
from dash._no_update import NoUpdate
from dash.development.base_component import Component
from sqlalchemy.orm import Session

from common.language import _
from common.moments import moment_words
from common.periods import Period
from common.problems import Problem, Refusal
from common.viewer import Viewer, can
from data.comparison import compare_return
from data.plan_store import StoredPlan, load_plan
from data.return_models import FileRow, ReturnRow, RevisionRow
from data.return_states import (
    may_download,
    problems_of,
    revision_in_turn,
    standing,
    state_of,
    visible_figures,
    visible_revisions,
    waiting_until,
)
from etl.submission import decide as decide_on
from etl.submission import hand_in
from layouts.address import Address, read_address, read_search
from layouts.calls import step_of
from layouts.checked_file import marked_sheets
from layouts.comparison import comparison_table
from layouts.components import Child, card, long_text, problem_list, simulated_mark, state_tag, table
from layouts.edge import asks, current_viewer, guarded, reading, writing
from layouts.identities import identity_words

# What each button does: whether a return is approved; None where it is handed in.
_STEPS: dict[str, bool | None] = {"return-submit": None, "return-approve": True, "return-send-back": False}


class Seen(NamedTuple):
    """A return as somebody sees it: the revisions they may see, and the one that is shown."""

    stored: StoredPlan
    row: ReturnRow
    revisions: list[RevisionRow]
    shown: RevisionRow
    viewer: Viewer


@guarded
def layout(return_id: str = "", revision: str = "", **given: str) -> Component:
    """The page of one return; `revision` in the address chooses one of its revisions."""
    address = read_address(given)
    with reading() as session:
        seen = see_return(session, return_id, revision)
        return html.Article(
            [
                dcc.Store(id="return-revision", data=seen.shown.id),
                html.Div(id="return-result", role="alert"),
                html.Div(return_body(session, seen, address), id="return-body"),
            ]
        )


def register(app: Dash) -> None:
    """Hand the return in, approve it or send it back, and show it as it stands then."""
    app.callback(
        Output("return-body", "children"),
        Output("return-result", "children"),
        *(Input(button, "n_clicks") for button in _STEPS),
        State("return-reason", "value"),
        State("return-revision", "data"),
        State("address", "search"),
        prevent_initial_call=True,
    )(asks("see_drafts")(lambda _submit, _approve, _back, *said: decide(*said, pressed=ctx.triggered_id)))


def decide(
    reason: str | None, revision_id: int, search: str | None, *, pressed: str | None
) -> tuple[list[Child] | NoUpdate, Component | None]:
    """Take the step a button stands for, and show the return as it is now, also where the step was refused."""
    said = None
    viewer, address = current_viewer(), read_search(search)
    try:
        with writing() as session:
            _step(session, viewer, revision_in_turn(session, viewer, revision_id), (reason or "").strip(), pressed)
            session.commit()
    except Refusal as refusal:
        said = problem_list(refusal.problems)
        if "unknown_return" in {problem.code for problem in refusal.problems}:
            return no_update, said
    with reading() as session:
        shown = session.get_one(RevisionRow, revision_id)
        seen = see_return(session, str(shown.return_id), str(shown.number))
        return return_body(session, seen, address), said


def see_return(session: Session, return_id: str, revision: str = "") -> Seen:
    """A return as the viewer may see it; raises Refusal where there is none, or none of it is theirs to see."""
    viewer = current_viewer()
    row = session.get(ReturnRow, int(return_id)) if return_id.isdecimal() and len(return_id) < 10 else None
    revisions = visible_revisions(viewer, row) if row is not None else []
    chosen = [one for one in revisions if not revision or str(one.number) == revision]
    if row is None or not chosen:
        raise Refusal(Problem("unknown_return", value=return_id))
    stands = standing(row)
    # Who reports looks for their last revision, everybody else for the one that tells where the return stands.
    shown = stands if stands in chosen and not can(viewer, "submit", row.region) else chosen[-1]
    return Seen(load_plan(session, row.plan.slug), row, revisions, shown, viewer)


def return_body(session: Session, seen: Seen, address: Address) -> list[Child]:
    """The parts of the page."""
    plan, row, shown = seen.stored.plan, seen.row, seen.shown
    region, period = plan.region_by_code[row.region], Period.read(row.period)
    together = waiting_until(shown) or [shown]
    now = visible_figures(session, seen.viewer, together)
    earlier = [one for one in seen.revisions if one.number < together[0].number]
    last = visible_figures(session, seen.viewer, earlier)
    comparison = compare_return(session, seen.stored, region, period, now, row=row, last=last)
    numbers = _(", ").join(str(one.number) for one in together)
    caption = _("{count} figures in revision {revision}", count=len(now), revision=numbers)
    return [
        html.H1(_("{region}, {period}", region=region.full_name, period=period.words())),
        html.P(
            [
                f"{plan.name} · ",
                _("revision {revision}", revision=shown.number),
                " ",
                state_tag(state_of(shown)),
                simulated_mark() if row.origin == "simulated" else None,
            ],
            className="subtitle",
        ),
        html.P(_what_is_next(seen), className="finding"),
        _actions(seen),
        card(comparison_table(comparison, caption), title=_("The figures, beside the last ones")),
        card(_as_sent(session, seen), title=_("What there is to say about {file}", file=shown.file_name)),
        card(_history(session, seen, address), title=_("Revisions")),
    ]


def _actions(seen: Seen) -> Component:
    """What the viewer can do now; every button is there, so that one callback serves all, but shown where it works."""
    state, region = state_of(seen.shown), seen.row.region
    may_submit = state == "draft" and can(seen.viewer, "submit", region)
    may_decide = state == "submitted" and can(seen.viewer, "approve", region)
    label = _("To the reviewer") if may_submit else _("Reason for sending it back")
    return html.Div(
        [
            long_text("return-reason", label),
            html.Div(
                [
                    _button("return-submit", _("Submit"), may_submit),
                    _button("return-approve", _("Approve"), may_decide),
                    _button("return-send-back", _("Send back"), may_decide, variant="default"),
                ],
                className="form",
            ),
        ],
        className="card",
        hidden=not may_submit and not may_decide,
    )


def _button(name: str, label: str, is_shown: bool, variant: str = "filled") -> Component:
    return dmc.Button(label, id=name, variant=variant, display=None if is_shown else "none")


def _what_is_next(seen: Seen) -> str:
    """One sentence on where the revision stands and whose turn it is."""
    shown = seen.shown
    state = state_of(shown)
    if state == "sent_back" and shown.send_back is not None:
        return _("Sent back: {reason} Correct it and load the file again.", reason=f"“{shown.send_back.reason}”")
    if state == "submitted" and shown.submission is not None and shown.submission.reason:
        said = f"“{shown.submission.reason}”"
        return _("Submitted: it waits for the bureau's decision. To the reviewer: {reason}", reason=said)
    return {
        "draft": _("A draft: only its region and the bureau see it. It counts once it is submitted and approved."),
        "submitted": _("Submitted: it waits for the bureau's decision."),
        "approved": _("Approved: its figures are published."),
        "superseded": _("A newer revision says all of this anew; this one is kept as it was."),
    }[state]


def _step(session: Session, viewer: Viewer, revision: RevisionRow, reason: str, pressed: str | None) -> None:
    stored, is_approved = load_plan(session, revision.return_.plan.slug), step_of(pressed, _STEPS)
    if is_approved is None:
        hand_in(session, stored, viewer, revision, reason)
    else:
        decide_on(session, stored, viewer, revision, reason, is_approved=is_approved)


def _as_sent(session: Session, seen: Seen) -> Component:
    """The file's sheets with what was said of them, as it was when the file was read."""
    shown = seen.shown
    if not may_download(session, seen.viewer, shown.file_sha256):
        return html.P(_("A file may hold more than was approved: who reports it and who reviews it see it."))
    content = session.get_one(FileRow, shown.file_sha256).content
    return marked_sheets(shown.file_name, content, problems_of(shown), [value.sheet for value in shown.values])


def _history(session: Session, seen: Seen, address: Address) -> Component:
    head = (_("Revision"), _("State"), _("File"), _("Received"), _("Submitted"), _("Decided"), _("Reason"))
    body = [
        _history_row(seen, one, address, has_file=may_download(session, seen.viewer, one.file_sha256))
        for one in reversed(seen.revisions)
    ]
    return table(head, body, caption=_("Every revision is kept as it was sent."), figures=())


def _history_row(seen: Seen, one: RevisionRow, address: Address, *, has_file: bool) -> list[Child]:
    path = f"/returns/{seen.row.id}"
    regions = seen.stored.plan.region_by_code

    def when(moment: datetime, who: str) -> str:
        return f"{moment_words(moment)} · {identity_words(who, regions)}"

    submitted = when(one.submission.submitted_at, one.submission.submitted_by) if one.submission else ""
    decided = ""
    if one.approval is not None:
        decided = when(one.approval.approved_at, one.approval.approved_by)
    elif one.send_back is not None:
        decided = when(one.send_back.sent_back_at, one.send_back.sent_back_by)
    reasons = [step.reason for step in (one.submission, one.send_back) if step is not None and step.reason]
    return [
        dcc.Link(str(one.number), href=path + address.query(revision=str(one.number))),
        state_tag(state_of(one)),
        _file_links(one, path) if has_file else one.file_name,
        when(one.sent_at, one.sent_by),
        submitted,
        decided,
        html.Span(_("; ").join(reasons), className="wrap") if reasons else "",
    ]


def _file_links(one: RevisionRow, path: str) -> Component:
    """The file as it was sent, and with what was said of it."""
    file = f"{path}/revisions/{one.number}"
    marked = html.A(_("with marks"), href=f"{file}/marked") if one.problems else None
    return html.Span([html.A(one.file_name, href=f"{file}/file"), " ", marked])
