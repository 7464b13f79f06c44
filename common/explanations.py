"""Explanations: what a sender writes beside an unusual figure, so that it can be approved."""

from collections.abc import Iterable
from typing import Protocol

from common.problems import Problem

# Fewer characters explain nothing: 无, 正常.
SHORTEST_EXPLANATION = 4
# As many as a reader reads, and a cell of the briefing holds.
LONGEST_EXPLANATION = 500


class Explained(Protocol):
    """A figure in its cell, with what was written beside it."""

    @property
    def sheet(self) -> str: ...
    @property
    def cell(self) -> str: ...
    @property
    def explanation(self) -> str: ...


def unexplained(problems: Iterable[Problem], values: Iterable[Explained]) -> list[Problem]:
    """The soft problems for whose figure no explanation was written."""
    explained = {
        (value.sheet, value.cell) for value in values if len(value.explanation.strip()) >= SHORTEST_EXPLANATION
    }
    return [one for one in problems if one.severity == "soft" and (one.sheet, one.cell) not in explained]
