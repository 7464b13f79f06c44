"""Who asks, and what they may do."""

from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["leader", "analyst", "reviewer", "administrator", "auditor", "operator"]
Action = Literal[
    "see_approved",
    "see_drafts",
    "submit",
    # The decision on a return, so also to send it back.
    "approve",
    "confirm",
    "see_people",
    "manage_people",
    "manage_plans",
    "see_audit",
]

# One person holds one role, so that administration, operation and audit are never in one hand.
ALLOWED: dict[Role, frozenset[Action]] = {
    "leader": frozenset({"see_approved"}),
    "analyst": frozenset({"see_approved", "see_drafts", "submit"}),
    # Never "submit": only who reports a figure changes it.
    "reviewer": frozenset({"see_approved", "see_drafts", "approve", "confirm"}),
    # People and plans, and no figures.
    "administrator": frozenset({"see_people", "manage_people", "manage_plans"}),
    # Reads everything, changes nothing.
    "auditor": frozenset({"see_approved", "see_drafts", "see_people", "see_audit"}),
    # Whoever holds the command line holds the database.
    "operator": frozenset(get_args(Action)),
}


# Whose name stands for what is done on the command line; nobody's account has it.
COMMAND_LINE = "command-line"
# What stands instead of codes for every region: it is said, so that nothing said is nothing allowed.
EVERY_REGION = "all"


@dataclass(frozen=True)
class Viewer:
    """An identity with a role; `regions` are the codes an analyst reports for, or EVERY_REGION. No other role has any.

    `address` is where they ask from, as the audit trail keeps it.
    """

    identity: str
    role: Role
    regions: frozenset[str] = frozenset()
    address: str = ""


def can(viewer: Viewer, action: Action, region: str | None = None) -> bool:
    """Whether the viewer may do this, for this region where one is given. The one place that decides it."""
    if action not in ALLOWED[viewer.role]:
        return False
    if action == "see_approved" or viewer.role != "analyst":
        return True
    return bool(viewer.regions if region is None else viewer.regions & {region, EVERY_REGION})


def require(viewer: Viewer, action: Action, region: str | None = None) -> None:
    """Raise PermissionError where the viewer may not do this, for this region where one is given."""
    if not can(viewer, action, region):
        raise PermissionError(f"{viewer.identity} may not {action}" + (f" for {region}" if region else ""))
