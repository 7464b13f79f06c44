"""What a sender said of their own tables, remembered for the next file.

A word holds for files of the same plan, the same form and the same sender's regions, and for no others: what one
county calls 完成数 says nothing of another's (docs/decisions/0017).
"""

from sqlalchemy.orm import Session

from common.viewer import EVERY_REGION, Viewer, can, require
from data.bindings import bindings_of, keep_binding
from data.plan_store import StoredPlan
from etl.binding import Binding, Bindings
from etl.reading import Reading
from etl.table import Choice
from etl.understanding import binding_of, understandings


def remembered(session: Session, plan_id: int, viewer: Viewer, choice: Choice) -> Bindings:
    """What was last said of each form of this sender's; nothing, where it was taken back, or is not theirs to see."""
    if choice.region is not None and not can(viewer, "see_drafts", choice.region.code):
        return {}
    rows = session.scalars(bindings_of(plan_id, _regions(viewer, choice)))
    return {row.form: Binding.from_json(row.said, row.bound_by, row.bound_at) for row in rows}


def remember_choices(
    session: Session, stored: StoredPlan, viewer: Viewer, choice: Choice, unaided: Reading, chosen: Bindings
) -> None:
    """Keep what the viewer chose for the forms of a file, beyond what was understood `unaided`. The caller commits."""
    held = remembered(session, stored.plan_id, viewer, choice)
    said = {
        one.form: binding_of(one, held.get(one.form, Binding()), chosen[one.form])
        for one in understandings(unaided, stored.plan)
        if one.form in chosen
    }
    remember(session, stored.plan_id, viewer, choice, said)


def remember(session: Session, plan_id: int, viewer: Viewer, choice: Choice, said: Bindings) -> None:
    """Keep what the viewer says of forms; an empty binding takes back what was said. The caller commits."""
    region = choice.region.code if choice.region else None
    require(viewer, "submit", region)
    held = remembered(session, plan_id, viewer, choice)
    for form, binding in said.items():
        if binding.as_json() != held.get(form, Binding()).as_json():
            keep_binding(session, plan_id, viewer, _regions(viewer, choice), form, binding.as_json())


def _regions(viewer: Viewer, choice: Choice) -> frozenset[str]:
    """Whose file it is: the chosen region's, or that of the regions its sender reports for (none: for all)."""
    return frozenset({choice.region.code}) if choice.region else viewer.regions - {EVERY_REGION}
