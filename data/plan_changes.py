"""What of a plan is other in a new version than in the one before, as the audit trail keeps it."""

from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import Any

from indicators.plan import Plan

# The parts a plan has several of, and what tells one of them from another.
_KEYS = {
    "documents": ("code",),
    "tables": ("code",),
    "regions": ("code",),
    "indicators": ("code",),
    "targets": ("indicator", "region"),
    "milestones": ("indicator", "region", "period"),
    "checks": ("code",),
}

Fields = dict[str, Any]


def changed_fields(last: Plan, new: Plan) -> tuple[Fields, Fields]:
    """The fields that differ, by their place in the plan (`targets/<indicator>/<region>/target`): before and after.

    A field that was not there, or is not any more, is missing on that side.
    """
    before, after = dict(_fields_of(last)), dict(_fields_of(new))
    changed = [place for place in dict.fromkeys((*before, *after)) if before.get(place) != after.get(place)]
    return {one: before[one] for one in changed if one in before}, {one: after[one] for one in changed if one in after}


def _fields_of(plan: Plan) -> Iterator[tuple[str, Any]]:
    for one in fields(plan):
        said = getattr(plan, one.name)
        if one.name == "thresholds":
            yield from ((f"thresholds/{name}", points) for name, points in asdict(said).items())
        elif one.name not in _KEYS:
            yield one.name, _plain(said)
        else:
            for row in said:
                yield from _fields_of_row(one.name, row)


def _fields_of_row(part: str, row: Any) -> Iterator[tuple[str, Any]]:
    keys = _KEYS[part]
    place = "/".join((part, *(str(getattr(row, key)) for key in keys)))
    yield from ((f"{place}/{one.name}", _plain(getattr(row, one.name))) for one in fields(row) if one.name not in keys)


def _plain(said: Any) -> Any:
    """A field as JSON holds it."""
    if isinstance(said, tuple):
        return list(said)
    return said if said is None or isinstance(said, int | str) else str(said)
