"""Who asks, and what they may do."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["leader", "analyst", "reviewer", "operator"]
# `approve` is the decision on a return, so also to send it back.
Action = Literal["see_approved", "see_drafts", "submit", "approve", "confirm"]

_ALLOWED: dict[Role, frozenset[Action]] = {
    "leader": frozenset({"see_approved"}),
    "analyst": frozenset({"see_approved", "see_drafts", "submit"}),
    # Never "submit": only who reports a figure changes it.
    "reviewer": frozenset({"see_approved", "see_drafts", "approve", "confirm"}),
    # Whoever holds the command line holds the database.
    "operator": frozenset({"see_approved", "see_drafts", "submit", "approve", "confirm"}),
}


@dataclass(frozen=True)
class Viewer:
    """An identity with a role; `regions` are the codes an analyst reports for (empty: every region)."""

    identity: str
    role: Role
    regions: frozenset[str] = frozenset()


def can(viewer: Viewer, action: Action, region: str | None = None) -> bool:
    """Whether the viewer may do this, for this region where one is given. The one place that decides it."""
    if action not in _ALLOWED[viewer.role]:
        return False
    return action == "see_approved" or region is None or not viewer.regions or region in viewer.regions
