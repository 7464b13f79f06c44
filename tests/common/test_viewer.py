"""What each role may do."""

import pytest

from common.viewer import EVERY_REGION, Action, Role, Viewer, can


@pytest.mark.parametrize(
    ("role", "action", "own_region", "other_region"),
    [
        ("leader", "see_approved", True, True),
        ("leader", "see_drafts", False, False),
        ("leader", "submit", False, False),
        ("leader", "approve", False, False),
        ("analyst", "see_approved", True, True),
        ("analyst", "see_drafts", True, False),
        ("analyst", "submit", True, False),
        ("analyst", "approve", False, False),
        ("analyst", "see_people", False, False),
        ("administrator", "see_approved", False, False),
        ("administrator", "see_drafts", False, False),
        ("administrator", "submit", False, False),
        ("administrator", "approve", False, False),
        ("administrator", "confirm", False, False),
        ("administrator", "see_audit", False, False),
        ("administrator", "see_people", True, True),
        ("administrator", "manage_people", True, True),
        ("administrator", "manage_plans", True, True),
        ("auditor", "see_approved", True, True),
        ("auditor", "see_drafts", True, True),
        ("auditor", "see_people", True, True),
        ("auditor", "see_audit", True, True),
        ("auditor", "submit", False, False),
        ("auditor", "approve", False, False),
        ("auditor", "confirm", False, False),
        ("auditor", "manage_people", False, False),
        ("auditor", "manage_plans", False, False),
    ],
)
def test_roles(role: Role, action: Action, own_region: bool, other_region: bool) -> None:
    viewer = Viewer("someone", role, frozenset({"330327"}))
    assert can(viewer, action, "330327") is own_region
    assert can(viewer, action, "330383") is other_region


@pytest.mark.parametrize("action", ["see_approved", "see_drafts", "approve", "confirm"])
def test_a_reviewer_acts_for_every_region(action: Action) -> None:
    assert can(Viewer("someone", "reviewer"), action, "330327")
    assert can(Viewer("someone", "reviewer"), action)


def test_a_reviewer_never_changes_a_figure() -> None:
    assert not can(Viewer("someone", "reviewer"), "submit")


def test_an_analyst_reports_for_every_region_only_where_that_is_said() -> None:
    for action in ("see_drafts", "submit"):
        assert can(Viewer("someone", "analyst", frozenset({EVERY_REGION})), action, "330327")
        assert not can(Viewer("someone", "analyst"), action, "330327")
        assert not can(Viewer("someone", "analyst"), action)
