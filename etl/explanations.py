"""What counts as an explanation 上报说明: the one place that says how short it may be."""

# Fewer characters explain nothing: 无, 正常.
SHORTEST = 4


def explains(text: str) -> bool:
    """Whether a text is long enough to explain anything."""
    return len(text.strip()) >= SHORTEST
