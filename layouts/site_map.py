"""The pages a reader can go to by themselves, in the order of the header, with what it takes to see each."""

from common.language import _
from common.viewer import Action, Viewer, can


def pages_of(viewer: Viewer) -> dict[str, str]:
    """The pages that are for this reader, by their addresses."""
    pages: list[tuple[Action, str, str]] = [
        ("see_approved", "/", _("Overview")),
        ("submit", "/returns", _("Returns")),
        ("see_drafts", "/review", _("Review")),
        ("see_approved", "/method", _("Method")),
        ("see_people", "/admin/people", _("People")),
        ("see_audit", "/admin/audit", _("Audit trail")),
    ]
    return {path: name for action, path, name in pages if can(viewer, action)}
