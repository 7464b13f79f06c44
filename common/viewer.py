"""Who asks, and what they may do."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["leader", "analyst", "reviewer"]
Action = Literal["see_approved", "submit", "approve", "confirm"]

_ALLOWED: dict[Role, frozenset[Action]] = {
    "leader": frozenset({"see_approved"}),
    "analyst": frozenset({"see_approved", "submit"}),
    "reviewer": frozenset({"see_approved", "submit", "approve", "confirm"}),
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
