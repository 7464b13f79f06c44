"""Explanations 上报说明: what a sender writes beside a figure, and how short and how long that may be."""

from collections.abc import Iterable
from typing import Protocol

from common.problem_rules import SHORTEST_EXPLANATION
from common.problems import Problem

# What a reviewer reads beside a figure, and a page's field and a document's cell have room for.
LONGEST = 500


class Explained(Protocol):
    """A figure in its cell, with what was written beside it."""

    @property
    def sheet(self) -> str: ...
    @property
    def cell(self) -> str: ...
    @property
    def explanation(self) -> str: ...


def explains(text: str) -> bool:
    """Whether a text is long enough to explain anything."""
    return len(text.strip()) >= SHORTEST_EXPLANATION


def unexplained(problems: Iterable[Problem], values: Iterable[Explained]) -> list[Problem]:
    """The soft problems for whose figure no explanation was written."""
    explained = {(value.sheet, value.cell) for value in values if explains(value.explanation)}
    return [one for one in problems if one.severity == "soft" and (one.sheet, one.cell) not in explained]


def check_length(text: str, sheet: str | None = None, cell: str | None = None) -> list[Problem]:
    """Whether it is short enough to be kept whole. It is never cut: the end of it may be what matters."""
    count = len(text.strip())
    if count <= LONGEST:
        return []
    return [Problem("explanation_too_long", sheet, cell, "explanation", text, {"count": count, "limit": LONGEST})]
