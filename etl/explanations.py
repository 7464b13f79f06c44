"""What counts as an explanation 上报说明: the one place that says how short and how long it may be."""

from common.problems import Problem

# Fewer characters explain nothing: 无, 正常.
SHORTEST = 4
# What a reviewer reads beside a figure, and a page's field and a document's cell have room for.
LONGEST = 500


def explains(text: str) -> bool:
    """Whether a text is long enough to explain anything."""
    return len(text.strip()) >= SHORTEST


def check_length(text: str, sheet: str | None = None, cell: str | None = None) -> list[Problem]:
    """Whether it is short enough to be kept whole. It is never cut: the end of it may be what matters."""
    count = len(text.strip())
    if count <= LONGEST:
        return []
    return [Problem("explanation_too_long", sheet, cell, "explanation", text, {"count": count, "limit": LONGEST})]
