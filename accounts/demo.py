"""The accounts of a demonstration: one for each role, and an analyst for each region. They have no password."""

from sqlalchemy.orm import Session

from accounts.people import Said, add_demo_people
from common.viewer import Viewer
from indicators.plan import Plan


def bring_in_demo_people(session: Session, viewer: Viewer, plan: Plan) -> int:
    """Add the accounts that are not there yet; how many were. The caller commits."""
    roles = [
        ("leader", Said("民政局领导", "leader")),
        ("reviewer", Said("民政局审核员", "reviewer")),
        ("analyst", Said("全市填报员", "analyst")),
        ("administrator", Said("系统管理员", "administrator")),
        ("auditor", Said("安全审计员", "auditor")),
    ]
    analysts = [
        (f"analyst:{region.code}", Said(region.name, "analyst", frozenset({region.code})))
        for region in plan.reporting_regions
    ]
    return add_demo_people(session, viewer, [*roles, *analysts])
