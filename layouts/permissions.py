"""The permission table: which role may do what, as the one function that decides it knows (common/viewer.py)."""

from typing import get_args

from dash.development.base_component import Component

from common.language import _
from common.terms import term
from common.viewer import ALLOWED, Action, Role
from layouts.components import table

ROLES: tuple[Role, ...] = get_args(Role)
ACTIONS: tuple[Action, ...] = get_args(Action)


def permission_table() -> Component:
    """A row for each action, a column for each role."""
    head = [_("Action"), *map(term, ROLES)]
    body = [[term(action), *("✓" if action in ALLOWED[role] else "" for role in ROLES)] for action in ACTIONS]
    words = _("An analyst with regions does so for these only; approved figures everybody sees of every region.")
    return table(head, body, caption=words, figures=())
