"""The accounts of a demonstration: one for each role, and an analyst for each region. They have no password."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from accounts.people import Said, add_demo_people
from common.viewer import EVERY_REGION, Viewer


def bring_in_demo_people(session: Session, viewer: Viewer, regions: Mapping[str, str]) -> int:
    """Add the accounts that are not there yet; how many were. `regions` report: name by code. The caller commits."""
    roles = [
        ("leader", Said("民政局领导", "leader")),
        ("reviewer", Said("民政局审核员", "reviewer")),
        ("analyst", Said("全市填报员", "analyst", frozenset({EVERY_REGION}))),
        ("administrator", Said("系统管理员", "administrator")),
        ("auditor", Said("安全审计员", "auditor")),
    ]
    analysts = [(f"analyst:{code}", Said(name, "analyst", frozenset({code}))) for code, name in regions.items()]
    return add_demo_people(session, viewer, [*roles, *analysts])
