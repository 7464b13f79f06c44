"""Writes docs/permissions.md from common/viewer.py (`make docs`)."""

from pathlib import Path

from common.language import in_language
from common.terms import term
from common.viewer import ALLOWED
from layouts.permissions import ACTIONS, ROLES

PERMISSIONS = Path(__file__).with_name("permissions.md")
_INTRODUCTION = """# Who may do what

Written by `make docs` from `ALLOWED` in common/viewer.py, which is what `can()` decides by; the page `/admin/people`
shows the same table. One person holds one role, so that administration, operation and audit are never in one hand. An
analyst with regions does so for these only; approved figures everybody who sees them sees of every region.
"""


def document() -> str:
    """The document as it should be now."""
    with in_language("en"):
        rows = [
            ("", *(term(role) for role in ROLES)),
            ("---", *(":-:" for _role in ROLES)),
            *(_row(action) for action in ACTIONS),
        ]
    return f"{_INTRODUCTION}\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(action: str) -> tuple[str, ...]:
    return (f"{term(action)} (`{action}`)", *("yes" if action in ALLOWED[role] else "" for role in ROLES))


if __name__ == "__main__":
    PERMISSIONS.write_text(document(), "utf-8")
