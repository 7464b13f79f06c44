"""What is left to do for who reports: drafts, returns that wait, returns that were sent back."""

from dash import dcc, html
from dash.development.base_component import Component
from sqlalchemy.orm import Session

from common.language import _
from common.periods import Period
from common.viewer import Viewer, can
from data.plan_store import StoredPlan
from data.queries import returns_with_steps
from data.return_models import ReturnRow, RevisionRow
from data.return_states import state_of
from indicators.plan import Plan
from layouts.address import Address
from layouts.components import card, state_tag


def unfinished_card(session: Session, stored: StoredPlan, viewer: Viewer, address: Address) -> Component | None:
    """The viewer's returns that are not approved, those sent back first; none where all are."""
    own = {region.code for region in stored.plan.regions if can(viewer, "submit", region.code)}
    found = [
        (row, one)
        for row in session.scalars(returns_with_steps(stored.plan_id, regions=own))
        for one in row.revisions
        if _is_unfinished(one)
    ]
    if not found:
        return None
    found.sort(key=lambda one: one[1].send_back is None)
    items = [html.Li(_unfinished_one(stored.plan, row, stands, address)) for row, stands in found]
    return card(html.Ul(items, className="problems"), title=_("Not yet approved"))


def _is_unfinished(revision: RevisionRow) -> bool:
    """Whether something is left to do about a revision; one that was sent back is answered by any later one."""
    state = state_of(revision)
    return state in ("draft", "submitted") or state == "sent_back" and revision == revision.return_.revisions[-1]


def _unfinished_one(plan: Plan, row: ReturnRow, stands: RevisionRow, address: Address) -> list[Component]:
    region = plan.region_by_code.get(row.region)
    name = f"{region.name if region else row.region} · {Period.read(row.period).words()}"
    reason = html.Span(f"“{stands.send_back.reason}”") if stands.send_back else html.Span()
    link = f"/returns/{row.id}{address.query(period=None)}"
    return [state_tag(state_of(stands)), dcc.Link(name, href=link, className="place"), reason]
